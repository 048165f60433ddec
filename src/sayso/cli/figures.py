"""Figures of a ledger: each with whose word it is, the lowest and highest of them, and each source's over time."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from rich.console import Console
from rich.text import Text

from sayso.claims.figure import Bound, Place, When
from sayso.claims.marks.status import ReportedState
from sayso.claims.report import number
from sayso.cli.answers import more, repeated, show_close, show_page_of
from sayso.cli.asking import show_scope_of
from sayso.cli.chart import LEGEND, charts_of
from sayso.cli.exits import say
from sayso.cli.layers import facts_of
from sayso.cli.phrases import counted, on_a_line, time_of
from sayso.cli.reports import print_hanging
from sayso.cli.terminal import console, print_json, safe
from sayso.cli.withheld import show_not_searched, show_withheld, veils_of, withheld_on
from sayso.ledger.answers import StatementFilter
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.named import SHORT_ID
from sayso.ledger.reported import (
    Extremes,
    FigureCount,
    FigureFilter,
    FigureRow,
    Series,
    count_of,
    extremes_of,
    series_of,
)
from sayso.ledger.veils import Wish

NAMED_AT_MOST = 3
"""So many who report the lowest or highest number are named; the others are counted."""


COMPARED_AT_MOST = 3
"""So many sorts are compared where none is asked for, those with most figures."""


def ask_figures(
    path: str, asked: FigureFilter, *, wish: Wish, series: bool, as_json: bool, as_csv: bool, ids: bool = False
) -> None:
    """The figures asked for, or with ``series`` each source's over time; the lowest and highest; their count with its scope."""
    veils = veils_of(path, wish, face="csv" if as_csv else "json" if as_json else "figures")
    with open_ledger(path) as kept:
        ledger = kept.shown(veils)
        rows = list(ledger.figures(replace(asked, limit=None, offset=0)))
        count, told = count_of(rows, ledger.scope(asked)), series_of(rows) if series else []
        shown = rows if asked.limit is None else rows[: asked.limit]
        close = _close(ledger, asked)
        withheld = withheld_on(veils, (row.page for row in rows))
        if as_json:
            found = {"count": count.as_json(), "close": close, "extremes": [e.as_json() for e in extremes_of(rows)]}
            found |= {"series": [s.as_json() for s in told]} if series else {"figures": [row.as_json() for row in shown]}
            print_json(found | {"withheld": withheld})
            return
        if as_csv:
            write_csv(series_table(told) if series else figure_table(shown))
            if len(shown) < len(rows) and not series:
                say(f"{len(shown):,} of {len(rows):,} figures are written here; --limit 0 writes all")
            if withheld:
                say(f"Names of private people are withheld on {counted(len(withheld), 'page')} here; --unveil shows them")
            return
        out = console()
        if series:
            show_series(out, told)
        else:
            show_figures(out, shown, ids=ids)
        show_extremes(out, extremes_of(rows))
        _show_count(out, count, shown=len(rows) if series else len(shown))
        show_close(out, close, found=bool(rows))
        show_withheld(out, withheld)
        if not rows and asked.speaker and wish is not Wish.NEVER:
            show_not_searched(out, ledger)
        _show_unplaced(out, ledger, asked)
        show_scope_of(out, ledger, asked, count.scope)


def _close(ledger: Ledger, asked: FigureFilter) -> dict[str, int]:
    """Speakers with names like the one asked for, with how many statements each has."""
    if not asked.speaker:
        return {}
    pages = {"outlet": asked.outlet, "since": asked.since, "until": asked.until, "page": asked.page}
    return ledger.close_speakers(StatementFilter(speaker=asked.speaker, **pages))  # type: ignore[arg-type]


def show_figures(out: Console, rows: Sequence[FigureRow], *, ids: bool = False) -> None:
    """The figures in their order, those of one page together under its headline, with ``ids`` each with that of its entry."""
    for _, group in groupby(rows, key=lambda row: row.page):
        for place, row in enumerate(group):
            if place == 0:
                show_page_of(out, row)
            _show_figure(out, row, ids=ids)
            out.print()


def _show_figure(out: Console, row: FigureRow, *, ids: bool) -> None:
    first, *rest = facts_of(row.figure, row.words)
    rest += [f"part of “{on_a_line(row.part_of)}”"] if row.part_of else []
    rest += [f"in place of “{on_a_line(row.replaces)}”"] if row.replaces else []
    line = Text("    ").append(safe(first), style="figure")
    print_hanging(out, line.append(safe("".join(f" · {fact}" for fact in rest)), style="quiet"), hang=6)
    print_hanging(out, Text("    ").append_text(_on_whose_word(row)), hang=6)
    entry = f" · {row.entry[:SHORT_ID]}" if ids else ""
    place = f"{row.name}, {row.figure.span.start}–{row.figure.span.end}"
    print_hanging(out, Text(safe(f"    {place} · {_status(row)}{entry}"), style="quiet"), hang=6)


def _on_whose_word(row: FigureRow) -> Text:
    """Who says it, in whose words it stands, and so on outwards."""
    if not row.chain:
        return Text(safe(f"{row.source}, in its own voice"), style="speaker")
    said = Text()
    for place, holder in enumerate(row.chain):
        role = holder.statement.speaker.role
        tells = role is not None and holder.statement.speaker.name is not None and role.casefold() not in holder.name.casefold()
        unresolved = holder.statement.speaker.name is None
        said.append(" ← " if place else "", style="quiet")
        said.append(safe(f"{holder.name}, {role}" if tells else holder.name), style="unresolved" if unresolved else "speaker")
        said.append(safe(f" · {on_a_line(holder.cue)}" if holder.cue else ""), style="cue")
    return said


def _status(row: FigureRow) -> str:
    if row.status.state is ReportedState.NOTHING_SAID:
        return "nothing said about verification"
    state, because = row.status.state.value, [on_a_line(words) for words in row.because]
    told = any(words.startswith(f"{state}: ") for words in because)  # the words say so themselves
    return " · ".join(because if told else [state, *because])


def show_extremes(out: Console, found: Sequence[Extremes]) -> None:
    """The lowest and highest number of each sort in its words: by whom, as of when, and what is said about verification."""
    several = [extremes for extremes in found if extremes.compared > 1]
    for extremes in several[:COMPARED_AT_MOST]:
        whole = f"{extremes.sort.value}{f' ({extremes.unit})' if extremes.unit else ''}: "
        whole += f"lowest and highest of {counted(extremes.compared, 'figure')}"
        whole += f", {extremes.left_out:,} left out as part of another or replaced" if extremes.left_out else ""
        print_hanging(out, Text(safe(whole), style="headline"), hang=4)
        for label, rows in (("lowest", extremes.lowest), ("highest", extremes.highest)):
            for place, row in enumerate(rows[:NAMED_AT_MOST]):
                line = Text(f"    {label if place == 0 else 'also':9}", style="quiet")
                print_hanging(out, line.append(safe(_printed(row)), style="figure").append(safe(f" · {_by_whom(row)}")), hang=13)
            if rows[NAMED_AT_MOST:]:
                unnamed = counted(len(rows) - NAMED_AT_MOST, "other figure")
                print_hanging(out, Text(f"{'':13}and {unnamed} of that size", style="quiet"))
        out.print()
    if several[COMPARED_AT_MOST:]:
        others = ", ".join(f"{extremes.sort.value} {extremes.compared:,}" for extremes in several[COMPARED_AT_MOST:])
        print_hanging(out, Text(safe(f"Figures of other sorts, compared with --sort: {others}."), style="quiet"))
        out.print()


def _printed(row: FigureRow) -> str:
    return facts_of(row.figure, row.words)[0]


def _by_whom(row: FigureRow) -> str:
    given = bool(row.figure.as_of and row.figure.as_of.value)
    return " · ".join(
        [
            f"{row.source}, via {', '.join(row.via)}" if row.chain else f"{row.source}, in its own voice",
            f"{'as of' if given else 'published'} {time_of(row.day)}" if row.day else "no date",
            "nothing said about verification" if row.status.state is ReportedState.NOTHING_SAID else row.status.state.value,
        ]
    )


def show_series(out: Console, found: Sequence[Series]) -> None:
    """A chart for each sort: each source's numbers in their words, with low and high, by the time that they are of."""
    for title, lines in charts_of(found, out.width):
        out.print(Text(safe(title), style="headline"))
        for line in lines:
            source = not line.startswith(" ")
            out.print(Text(safe(line), style="speaker" if source else "none"), no_wrap=True, overflow="ellipsis", crop=True)
        out.print()
    if found:
        print_hanging(out, Text(LEGEND, style="quiet"))
        out.print()


def _show_count(out: Console, count: FigureCount, *, shown: int) -> None:
    found = "No figure answers that"
    if count.figures:
        found = f"{counted(count.figures, 'figure')} on {counted(count.pages, 'page')}"
        found += f" of {counted(count.outlets, 'outlet')}" if count.outlets else ""
        found += repeated(count.copies)
    print_hanging(out, Text(f"{found}{more(shown, count.figures)}.", style="headline"))


def _show_unplaced(out: Console, ledger: Ledger, asked: FigureFilter) -> None:
    """Where a place was asked for: how many figures name none, so that they could be of it too."""
    if asked.place is None:
        return
    anywhere = replace(asked, place=None, limit=None, offset=0)
    unplaced = sum(1 for row in ledger.figures(anywhere) if row.figure.place is None)
    if unplaced:
        print_hanging(out, Text(f"Not counted in: {counted(unplaced, 'figure')} for which no place is named.", style="quiet"))


# Tables


def figure_table(rows: Sequence[FigureRow]) -> list[dict[str, object]]:
    """A line a figure. A vague word has no numbers here: its interval serves for comparing only."""
    return [_figure_line(row) for row in rows]


def _figure_line(row: FigureRow) -> dict[str, object]:
    f = row.figure
    vague = f.bound is Bound.ORDER
    return {
        "printed": row.printed,
        "low": None if vague else number(f.low),
        "high": None if vague else number(f.high),
        "bound": f.bound.value,
        "counts": row.words(*f.counts),
        "sort": f.sort.value,
        "event": row.words(*f.event),
        "who": row.words(*f.who),
        "blamed": row.words(*f.blamed),
        "source": row.source,
        "via": " ← ".join(row.via),
        "unattributed": row.unattributed,
        "status": row.status.state.value,
        "because": " · ".join(row.because),
        **_when_columns("as_of", f.as_of, row),
        **_when_columns("period", f.period, row),
        **_place_columns(f.place, row),
        "part_of": row.part_of,
        "replaces": row.replaces,
        "replaced": row.replaced,
        "headline": row.headline,
        "outlet": row.outlet,
        "published": row.published,
        "url": row.url,
        "name": row.name,
        "start": f.span.start,
        "end": f.span.end,
        "page": row.page,
        "entry": row.entry,
        "model": row.model,
    }


def _when_columns(what: str, when: When | None, row: FigureRow) -> dict[str, object]:
    value = None if when is None else when.value
    return {what: value, f"{what}_words": None if when is None else row.words(when.span)}


def _place_columns(place: Place | None, row: FigureRow) -> dict[str, object]:
    meant = None if place is None else place.means
    words = None if place is None else row.words(place.span)
    return {"place": meant.name if meant else None, "country": meant.country if meant else None, "place_words": words}


def series_table(found: Sequence[Series]) -> list[dict[str, object]]:
    """A line a point of each source's series."""
    return [
        {
            "sort": series.sort.value,
            "unit": series.unit,
            "source": series.source,
            "day": point.day,
            "pages": len({row.page for row in point.rows}),
            **{what: value for what, value in _figure_line(point.first).items() if what not in ("sort", "source")},
        }
        for series in found
        for point in series.points
    ]


def write_csv(lines: Sequence[dict[str, object]]) -> None:
    """A table on standard output, its head first; cells that a spreadsheet would take for formulas begin with an apostrophe."""
    if lines:
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(lines[0])
        table.writerows([_cell(value) for value in line.values()] for line in lines)


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value
