"""Layers: the figures and marks of a page, as quiet lines beside the statements that hold them or that they are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sayso.claims.figure import OUTLET, Figure, Place, Sort, When
from sayso.claims.mark import Mark
from sayso.claims.report import Report
from sayso.cli.phrases import on_a_line, time_of, where
from sayso.text import Pieces, Span, words_of

LABEL = 8
"""Columns that *figure* and *mark* take, so that what follows stands in a line."""


@dataclass(frozen=True, slots=True)
class Layers:
    """The figures and marks of a report, each with the statement that it is shown at; ``None`` for the page's own voice."""

    report: Report
    entries: Mapping[str, str] = field(default_factory=dict)
    """What names each entry in a ledger, by its id in the report, where each line is to say it."""

    def entry(self, name: str) -> str:
        """What names an entry, as a line ends with it; nothing where it is not to be said."""
        return f" · {self.entries[name]}" if name in self.entries else ""

    def at(self, statement: str | None) -> list[str]:
        """A line for each figure of a statement, and for each mark that is about it or one of them, or stands in it."""
        shown: list[Figure | Mark] = [f for f in self.report.figures if f.holder == (statement or OUTLET)]
        shown += [m for m in self.report.marks if self._place_of(m) == statement]
        return [self._line(entry) + (f" · {self._where(entry)}" if statement is None else "") for entry in shown]

    def beginning_in(self, run: Span) -> list[str]:
        """A line for each figure and mark that begins in a run of the text, as they stand in it."""
        entries: tuple[Figure | Mark, ...] = (*self.report.figures, *self.report.marks)
        shown = [entry for entry in entries if run.start <= _spans(entry)[0].start < run.end]
        return [self._line(entry, held=True) for entry in sorted(shown, key=lambda entry: _spans(entry)[0].start)]

    def _place_of(self, mark: Mark) -> str | None:
        holders = {f.id: f.holder for f in self.report.figures}
        near = [holders.get(name, name) for name in (*mark.about, mark.holder)]
        return next((name for name in near if name != OUTLET), None)

    def _where(self, entry: Figure | Mark) -> str:
        spans = _spans(entry)
        return f"{where(spans[0].start, self.report.page)}, {spans[0].start}–{spans[-1].end}"

    def _line(self, entry: Figure | Mark, *, held: bool = False) -> str:
        if isinstance(entry, Figure):
            return f"{'figure':{LABEL}}{self.figure(entry, held=held)}{self.entry(entry.id)}"
        return f"{'mark':{LABEL}}{self.mark(entry)}{self.entry(entry.id)}"

    def figure(self, figure: Figure, *, held: bool = False) -> str:
        """What is told of a figure; ``held`` adds in which statement it stands."""
        facts = facts_of(figure, self._words)
        facts += [f"part of {self._named(figure.part_of)}"] if figure.part_of else []
        facts += [f"in place of {self._named(figure.replaces)}"] if figure.replaces else []
        facts += [f"in {self._named(figure.holder)}"] if held and figure.holder != OUTLET else []
        return " · ".join(facts)

    def mark(self, mark: Mark) -> str:
        """What it says, in which words, about what, and on whose word."""
        about = [self._named(name) for name in sorted(mark.about, key=lambda name: name.startswith("f"))]
        listed = " and ".join(filter(None, [", ".join(about[:-1]), *about[-1:]]))
        said = f"{mark.status.value}: “{on_a_line(self._words(*mark.spans))}” · about {listed}"
        return said if mark.holder == OUTLET else f"{said} · in {self._named(mark.holder)}"

    def _named(self, name: str) -> str:
        """A statement by its number, a figure by its printed words."""
        if name == OUTLET:
            return "what the page says itself"
        printed = next((f.span for f in self.report.figures if f.id == name), None)
        return name.removeprefix("s") if printed is None else f"“{on_a_line(self._words(printed))}”"

    def _words(self, *spans: Span) -> str:
        return words_of(spans, self.report.page.text)


def facts_of(figure: Figure, words: Callable[..., str]) -> list[str]:
    """The number as it is printed, with what it counts; what happened, and when and where. ``words`` gives those of spans."""

    def said(*spans: Span) -> str:
        return on_a_line(words(*spans))

    facts = [counted(figure, said)]
    happened = f" (“{said(*figure.event)}”)" if figure.event else ""
    facts += [figure.sort.value + happened] if figure.sort is not Sort.OTHER else []
    facts += [f"“{said(*figure.who)}”"] if figure.who and not _within(figure.who, figure.counts) else []
    facts += [f"blamed: “{said(*figure.blamed)}”"] if figure.blamed else []
    facts += [f"as of {when_of(figure.as_of, said(figure.as_of.span))}"] if figure.as_of else []
    if figure.period:
        facts.append(("" if figure.period.opens else "period: ") + when_of(figure.period, said(figure.period.span)))
    facts += [place_of(figure.place, said(figure.place.span))] if figure.place else []
    return facts


_NEAR = 60
"""Characters behind a number in which the noun that it counts stands, if it is its own."""


def counted(figure: Figure, said: Callable[..., str]) -> str:
    """The number and what it counts: in brackets, as editors set added words, where the noun is taken from elsewhere."""
    printed = said(figure.span)
    if not figure.counts:
        return printed
    own = figure.span.end <= figure.counts[0].start <= figure.span.end + _NEAR
    return f"{printed} {said(*figure.counts)}" if own else f"{printed} [{said(*figure.counts)}]"


def when_of(when: When, words: str) -> str:
    """A time with the words that give it: ``2 March 2022 (“last night”)``; the words alone where nobody can tell the day."""
    if when.value is None:
        return f"“{words}”"
    return f"{'since ' if when.opens else ''}{time_of(when.value)} (“{words}”)"


def place_of(place: Place, words: str) -> str:
    """A place as the page gives it, and which it is taken for where that is another name; or that it stays open."""
    if place.means is None:
        return f"at “{words}”, place unclear" if len(place.candidates) > 1 else f"at “{words}”"
    if words.casefold() == place.means.name.casefold():
        return f"at {words} ({place.means.country})"
    return f"at “{words}” ({place.means.name}, {place.means.country})"


def _spans(entry: Figure | Mark) -> Pieces:
    return (entry.span,) if isinstance(entry, Figure) else entry.spans


def _within(inner: Pieces, outer: Pieces) -> bool:
    return all(any(o.covers(i) for o in outer) for i in inner)
