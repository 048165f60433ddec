"""Origins: where the text behind statements and figures is traced to begin, with the words and passages that show it.

An entry traces to the outlet that it was said to (*told AFP*) or that reported it; or else to whom the page credits its text to;
or else to whom another page credits the passage that both have. What none of these shows is *untraced*, and pages that share the
passage are then one untraced origin together. That two pages share no text shows nothing: so origins are counted *at most*.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Integer, String, Table, Text, insert, select

from sayso.claims.figure import OUTLET
from sayso.claims.figures.clause import sentences_in
from sayso.claims.report import Report
from sayso.claims.statement import Statement
from sayso.errors import NotInLedger
from sayso.ledger import queries
from sayso.ledger.conditions import CURRENT_READING
from sayso.ledger.named import IS_CURRENT_PAGE
from sayso.ledger.schema import figures, marks, pages, readings, statements
from sayso.reading.speaker import SpeakerKind
from sayso.stories.addresses import canonical
from sayso.stories.copies import Copy, copies_of
from sayso.stories.credits import Credit, How, credits_of, is_known, is_outlet_name, key_of, name_of, outlets_in
from sayso.stories.traces import Traced, derived
from sayso.text import Span

VERSION = 1

FAR = 500
"""So many pages at most are followed from one passage."""

traced_credits = Table(
    "traced_credits",
    derived,
    Column("page_id", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("how", String(24), nullable=False),
    Column("words", Text, nullable=False),
    Column("start", Integer),  # where the words stand; NULL where they are from the page's metadata
    Column("end", Integer),
    Column("reach_start", Integer, nullable=False),
    Column("reach_end", Integer, nullable=False),
)


def link(connection: Connection, page: Traced) -> None:
    """Keep the credits of a page."""
    rows = [
        {
            "page_id": page.row,
            "position": position,
            "name": credit.name,
            "how": credit.how.value,
            "words": credit.words,
            "start": credit.span.start if credit.span else None,
            "end": credit.span.end if credit.span else None,
            "reach_start": credit.reach.start,
            "reach_end": credit.reach.end,
        }
        for position, credit in enumerate(credits_of(page.report.page))
    ]
    if rows:
        connection.execute(insert(traced_credits), rows)


def credits_kept(connection: Connection, page: int) -> list[Credit]:
    """The credits of a page (its row) for its text."""
    found = select(traced_credits).where(traced_credits.c.page_id == page).order_by(traced_credits.c.position)
    return [
        Credit(
            row.name,
            How(row.how),
            row.words,
            Span(row.reach_start, row.reach_end),
            None if row.start is None else Span(row.start, row.end),
        )
        for row in connection.execute(found)
    ]


# What is answered


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why an entry is traced to an origin."""

    page: str
    """The id of the page on which the words stand."""
    because: str
    """In words: *byline*, *told*, *dateline of a page with the same passage*."""
    words: str
    """The words that say so, as they stand there."""
    passage: Span | None = None
    """Where on that page the passage stands that both share, if it is another page than the entry's."""


@dataclass(frozen=True, slots=True)
class Root:
    """An origin with what is traced to it: evidence, pages by id, outlets that are named, entries."""

    name: str
    evidence: tuple[Evidence, ...]
    pages: tuple[str, ...]
    outlets: tuple[str, ...]
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Untraced:
    """Pages whose text is not traced any further: one page, or several that share the passage and credit nobody."""

    pages: tuple[str, ...]
    outlets: tuple[str, ...]
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origins:
    """The origins of a set of entries."""

    traced: tuple[Root, ...]
    untraced: tuple[Untraced, ...]
    outlets: tuple[str, ...] = ()
    """Outlets of all pages that name theirs."""
    pages: tuple[str, ...] = ()
    unnamed: int = 0
    """Pages that name no outlet."""

    def words(self) -> str:
        """How many outlets and origins there are: *14 outlets, at most 5 origins: 2 traced, 3 untraced*."""
        if not self.pages:
            return "no page"
        shown = [_counted(len(self.outlets), "outlet")] if self.outlets else []
        shown += [_counted(self.unnamed, "page") + (" of no named outlet" if self.outlets else "")] if self.unnamed else []
        return f"{' and '.join(shown)}, {self.counted()}"

    def counted(self) -> str:
        """How many origins there are: *at most 5 origins: 2 traced, 3 untraced*."""
        traced, untraced = len(self.traced), len(self.untraced)
        if traced + untraced == 1:
            return "1 origin, traced" if traced else "1 origin, untraced"
        most = f"at most {_counted(traced + untraced, 'origin')}"
        if not traced or not untraced:
            return f"{most}, {'none' if not traced else 'all'} traced"
        return f"{most}: {traced:,} traced, {untraced:,} untraced"

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "words": self.words(),
            "outlets": list(self.outlets),
            "pages": list(self.pages),
            "pages_without_outlet": self.unnamed,
            "traced": [
                {
                    "name": root.name,
                    "evidence": [
                        {
                            "page": e.page,
                            "because": e.because,
                            "words": e.words,
                            "passage": [e.passage.start, e.passage.end] if e.passage else None,
                        }
                        for e in root.evidence
                    ],
                    "pages": list(root.pages),
                    "outlets": list(root.outlets),
                    "entries": list(root.entries),
                }
                for root in self.traced
            ],
            "untraced": [
                {"pages": list(group.pages), "outlets": list(group.outlets), "entries": list(group.entries)}
                for group in self.untraced
            ],
        }


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Maker:
    """To whom a mark belongs: who could not verify, who confirmed, whose hedge it is."""

    name: str | None
    """``None`` where neither the page names anybody nor its outlet is known."""
    because: str
    evidence: tuple[Evidence, ...] = ()


def origins_of(connection: Connection, entries: Iterable[str]) -> Origins:
    """The origins of statements and figures, given by their entries. Entries that are not in the ledger are left out."""
    tracer = Tracer(connection)
    places = [place for entry in dict.fromkeys(entries) for place in _places_of(connection, entry)]
    roots: dict[str, list[tuple[_Place, _Traced]]] = {}
    loose: list[tuple[_Place, _Traced]] = []
    for place in places:
        traced = tracer.trace(place)
        if traced.name is None:
            loose.append((place, traced))
        else:
            roots.setdefault(key_of(traced.name), []).append((place, traced))
    found = [_root(tracer, each) for each in roots.values()]
    groups = [_untraced(tracer, each) for each in _together(tracer, loose)]
    on = list(dict.fromkeys(place.page for place in places))
    return Origins(
        traced=tuple(sorted(found, key=lambda root: (-len(root.pages), root.name))),
        untraced=tuple(sorted(groups, key=lambda group: (-len(group.pages), group.pages))),
        outlets=tracer.outlets(on),
        pages=tuple(tracer.known(page).id for page in on),
        unnamed=sum(tracer.known(page).outlet is None for page in on),
    )


def maker_of(connection: Connection, mark: str) -> Maker:
    """Whose mark it is, given by its entry: a *could not verify* that stands in an agency's text stays the agency's.

    Raises ``NotInLedger`` if no current page has it.
    """
    found = (
        select(pages.c.id, marks.c.name)
        .join(readings, readings.c.id == marks.c.reading_id)
        .join(pages, pages.c.id == readings.c.page_id)
        .where(marks.c.entry == mark, readings.c.id == CURRENT_READING, IS_CURRENT_PAGE)
        .order_by(pages.c.id)
        .limit(1)
    )
    row = connection.execute(found).first()
    if row is None:
        raise NotInLedger(f"No mark {mark[:12]} on a current page of the ledger")
    tracer = Tracer(connection)
    report = tracer.report(row.id)
    [made] = (m for m in report.marks if m.id == row.name)
    text = report.page.text
    for piece in made.by:
        if is_known(piece.of(text)):
            return Maker(name_of(piece.of(text)), "named in the mark", (Evidence(report.page.id, "named", piece.of(text)),))
    if made.holder != OUTLET:
        holder = next(s for s in report.statements if s.id == made.holder)
        return Maker(holder.speaker.name, "it stands in what he, she or it says")
    span = Span(made.spans[0].start, made.spans[-1].end)
    traced = tracer.trace(_Place(row.id, mark, span, None))
    if traced.name is not None:
        return Maker(traced.name, "its text is traced there", traced.evidence)
    return Maker(report.page.outlet, "the page's own voice, its text untraced")


# Tracing


class _Place(NamedTuple):
    """An entry on a page: where it stands, and the statement on whose word (its name in the reading; ``None`` for the page's)."""

    page: int
    entry: str
    span: Span
    statement: str | None


@dataclass(frozen=True, slots=True)
class _Traced:
    name: str | None
    evidence: tuple[Evidence, ...]
    reached: frozenset[int]
    """The pages that have the passage, the entry's own among them."""


class _Known(NamedTuple):
    id: str
    outlet: str | None
    address: str | None


@dataclass
class Tracer:
    """Follows text from page to page; what it looked up once it does not look up again."""

    connection: Connection
    _reports: dict[int, Report] = field(default_factory=dict)
    _copies: dict[int, list[Copy]] = field(default_factory=dict)
    _credits: dict[int, list[Credit]] = field(default_factory=dict)
    _known: dict[int, _Known] = field(default_factory=dict)

    def report(self, page: int) -> Report:
        """A page with its reading."""
        if page not in self._reports:
            self._reports[page] = queries.report(self.connection, page)
        return self._reports[page]

    def copies(self, page: int) -> list[Copy]:
        """Its links, as people decided."""
        if page not in self._copies:
            found = copies_of(self.connection, page)
            self._copies[page] = sorted(found, key=lambda copy: (-copy.words, self.known(copy.other).id))
        return self._copies[page]

    def credits(self, page: int) -> list[Credit]:
        """Its credits."""
        if page not in self._credits:
            self._credits[page] = credits_kept(self.connection, page)
        return self._credits[page]

    def known(self, page: int) -> _Known:
        """Its id, outlet and address."""
        if page not in self._known:
            row = self.connection.execute(select(pages.c.digest, pages.c.outlet, pages.c.url).where(pages.c.id == page)).one()
            self._known[page] = _Known(row.digest, row.outlet, canonical(row.url))
        return self._known[page]

    def outlets(self, among: Iterable[int]) -> tuple[str, ...]:
        """Their outlets, in the order of the alphabet."""
        return tuple(sorted({outlet for page in among if (outlet := self.known(page).outlet) is not None}))

    def trace(self, place: _Place) -> _Traced:
        """Where the text of an entry is traced to begin."""
        through = self._through(place)
        reached = self._reached(place)
        pages_reached = frozenset(reached)
        if through is not None:
            return _Traced(through[0], (through[1],), pages_reached)
        for page, spans in reached.items():  # the entry's own page first, then those that are nearest to it
            whole = [c for c in self.credits(page) if c.how is not How.SHARED and any(c.reach.overlaps(s) for s in spans)]
            if len({key_of(credit.name) for credit in whole}) == 1:
                credit = whole[0]
                other = page != place.page
                because = f"{credit.how} of a page with the same passage" if other else credit.how.value
                evidence = Evidence(self.known(page).id, because, credit.words, spans[0] if other else None)
                return _Traced(credit.name, (evidence,), pages_reached)
        return self._by_both(place, reached) or _Traced(None, (), pages_reached)

    def _through(self, place: _Place) -> tuple[str, Evidence] | None:
        """The outlet that a statement was said to or reported by, the last in its chain."""
        if place.statement is None:
            return None
        report = self.report(place.page)
        said = {s.id: s for s in report.statements}
        chain: list[Statement] = []
        name: str | None = place.statement
        while name is not None and name in said and said[name] not in chain:
            chain.append(said[name])
            name = said[name].within
        for statement in reversed(chain):  # outermost first: it is nearest to the page, and brought the others
            found = self._outlet_of(report, statement)
            if found is not None:
                return found
        return None

    def _outlet_of(self, report: Report, statement: Statement) -> tuple[str, Evidence] | None:
        text, page = report.page.text, report.page.id
        speaker = statement.speaker
        if speaker.kind is SpeakerKind.OUTLET and (statement.source or speaker.name):
            words = " ".join(p.of(text) for p in (*statement.source, *statement.cue))
            name = speaker.name or " ".join(p.of(text) for p in statement.source)
            if is_outlet_name(name):
                return name_of(name), Evidence(page, "reported by", words)
        for piece in (*statement.cue, *statement.source, *statement.circumstances.medium):
            sentence = _sentence_around(report, piece)
            for name, at in outlets_in(text, sentence):
                inside = any(p.covers(at) for p in statement.content)
                if not inside and min(abs(at.start - piece.end), abs(piece.start - at.end), abs(at.start - piece.start)) <= _NEAR:
                    return name, Evidence(page, "quoted through", at.of(text))
        return None

    def _reached(self, place: _Place) -> dict[int, list[Span]]:
        """The pages that have the passage in which an entry stands, with where it stands there; the entry's own page first."""
        found: dict[int, list[Span]] = {place.page: [place.span]}
        waiting = [place.page]
        while waiting and len(found) < FAR:
            page = waiting.pop(0)
            for copy in self.copies(page):
                if copy.other in found:
                    continue
                spans = [p.there for p in copy.passages if any(p.here.overlaps(span) for span in found[page])]
                if not copy.passages:  # joined by a person: all of it
                    spans = [Span(0, 10**9)]
                if spans:
                    found[copy.other] = spans
                    waiting.append(copy.other)
        return found

    def _by_both(self, place: _Place, reached: dict[int, list[Span]]) -> _Traced | None:
        """The one agency that this page and another outlet's both credit with a part: the passage is what they share."""
        own = {key_of(c.name): c for c in self.credits(place.page) if c.how is How.SHARED}
        here = self.known(place.page)
        for page, spans in reached.items():
            there = self.known(page)
            if page == place.page or there.outlet == here.outlet or (here.address and here.address == there.address):
                continue
            both = {key_of(c.name): c for c in self.credits(page) if c.how is How.SHARED and key_of(c.name) in own}
            if len(both) == 1:
                [(key, credit)] = both.items()
                because = "credited with a part of two pages that share this passage"
                evidence = (Evidence(here.id, because, own[key].words), Evidence(there.id, because, credit.words, spans[0]))
                return _Traced(credit.name, evidence, frozenset(reached))
        return None


_NEAR = 60
"""Characters between a statement's cue and the words that it was said to an outlet, at most."""


def _sentence_around(report: Report, piece: Span) -> Span:
    text = report.page.text
    block = next((b.span for b in report.page.blocks if b.span.covers(piece)), piece)
    return next((s for s in sentences_in(text, block) if s.overlaps(piece)), piece)


def _places_of(connection: Connection, entry: str) -> Iterator[_Place]:
    """The current pages that have an entry; texts that are the same on two pages have the same entries."""
    for table in (statements, figures):
        found = (
            select(pages.c.id, table)
            .join(readings, readings.c.id == table.c.reading_id)
            .join(pages, pages.c.id == readings.c.page_id)
            .where(table.c.entry == entry, readings.c.id == CURRENT_READING, IS_CURRENT_PAGE)
            .order_by(pages.c.id)
        )
        for row in connection.execute(found).mappings():
            yield _place_of(connection, row["id"], row, figure=table is figures)


def _place_of(connection: Connection, page: int, row: Any, *, figure: bool) -> _Place:
    if not figure:
        pieces = [piece for column in ("source", "cue", "content") for piece in json.loads(row[column])]
        return _Place(page, row["entry"], Span(min(p[0] for p in pieces), max(p[1] for p in pieces)), row["name"])
    [(start, end, _)] = json.loads(row["printed"])
    holder = None
    if row["holder"] is not None:
        named = select(statements.c.name).where(statements.c.reading_id == row["reading_id"], statements.c.entry == row["holder"])
        holder = connection.execute(named).scalar()
    return _Place(page, row["entry"], Span(start, end), holder)


def _root(tracer: Tracer, traced: Sequence[tuple[_Place, _Traced]]) -> Root:
    names = [each.name for _, each in traced if each.name is not None]
    evidence = tuple(dict.fromkeys(e for _, each in traced for e in each.evidence))
    on = list(dict.fromkeys(place.page for place, _ in traced))
    return Root(
        max(dict.fromkeys(names), key=lambda name: (is_known(name), len(name))),
        evidence,
        tuple(tracer.known(page).id for page in on),
        tracer.outlets(on),
        tuple(dict.fromkeys(place.entry for place, _ in traced)),
    )


def _untraced(tracer: Tracer, group: Sequence[tuple[_Place, _Traced]]) -> Untraced:
    on = list(dict.fromkeys(place.page for place, _ in group))
    ids = tuple(sorted(tracer.known(page).id for page in on))
    return Untraced(ids, tracer.outlets(on), tuple(dict.fromkeys(place.entry for place, _ in group)))


def _together(tracer: Tracer, loose: Sequence[tuple[_Place, _Traced]]) -> list[list[tuple[_Place, _Traced]]]:
    """Entries whose pages share the passage, stand on one page, or on versions of one page: what one origin can account for."""
    group_of = list(range(len(loose)))
    first: dict[object, int] = {}
    for n, (place, traced) in enumerate(loose):
        keys: list[object] = [*traced.reached]
        if (address := tracer.known(place.page).address) is not None:
            keys.append(address)
        for key in keys:
            into = group_of[first.setdefault(key, n)]
            old = group_of[n]
            if into != old:
                group_of = [into if g == old else g for g in group_of]
    return [[loose[n] for n in range(len(loose)) if group_of[n] == group] for group in dict.fromkeys(group_of)]
