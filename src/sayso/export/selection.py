"""What is exported: the pages of a ledger with those of their entries that are asked for, as they may be shown.

Pages come one by one, newest first as the commands give them, so that a ledger of any size is exported in little memory. Sealed
pages are none of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from sayso.claims.figure import OUTLET
from sayso.claims.marks.status import Reported, ReportedState, status_of
from sayso.claims.report import Report
from sayso.export.places import without_folders
from sayso.ledger import queries
from sayso.ledger.answers import PageFilter, Scope, StatementFilter
from sayso.ledger.conditions import any_of, page_conditions, statement_conditions
from sayso.ledger.decisions import all_decisions
from sayso.ledger.figure_queries import row_of
from sayso.ledger.figures import entries_of
from sayso.ledger.ledger import Ledger
from sayso.ledger.named import IS_CURRENT_PAGE
from sayso.ledger.reported import FigureFilter, FigureRow
from sayso.ledger.schema import fetches, links, pages, readings, sightings, statements
from sayso.ledger.veils import Veils
from sayso.page.page import State

OnPage = Callable[[int, int], None]
"""Told after each page: how many are done, and how many there are to do."""

ENTRIES = frozenset({"statements", "figures", "marks"})
"""The kinds of entries."""

_AT_ONCE = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which entries are exported: the filters of ``sayso statements`` and ``sayso figures`` in one.

    ``on`` says on which pages (outlet, dates, page). What only statements have (words, stance, kind, confidence) asks for
    statements, and brings the figures that stand on their word; what only figures have (sort, what is counted, place, …) asks for
    figures, and brings the statements on whose word they stand. A speaker and a status as reported hold for both.
    """

    statements: StatementFilter = field(default_factory=StatementFilter)
    figures: FigureFilter = field(default_factory=FigureFilter)
    status: tuple[ReportedState, ...] = ()

    @property
    def pages(self) -> PageFilter:
        """On which pages."""
        f = self.statements
        return PageFilter(outlet=f.outlet, since=f.since, until=f.until, page=f.page)

    @property
    def of_statements(self) -> bool:
        """Whether something is asked for that only statements have."""
        f = self.statements
        return any(each is not None for each in (f.words, f.stance, f.kind, f.min_confidence))

    @property
    def of_figures(self) -> bool:
        """Whether something is asked for that only figures have."""
        f = self.figures
        return f.unattributed or any(each is not None for each in (f.sort, f.counts, f.place, f.as_of))

    @property
    def everything(self) -> bool:
        """Whether all entries of the pages are asked for."""
        return not (self.of_statements or self.of_figures or self.statements.speaker or self.status)

    def as_json(self) -> dict[str, Any]:
        """What was asked for, as plain values; nothing where all is exported."""
        s, f = self.statements, self.figures
        given: dict[str, Any] = {
            "speaker": list(any_of(s.speaker)),
            "words": s.words,
            "outlet": list(any_of(s.outlet)),
            "since": s.since,
            "until": s.until,
            "page": s.page,
            "stance": [stance.value for stance in any_of(s.stance)],
            "kind": [kind.value for kind in any_of(s.kind)],
            "min_confidence": s.min_confidence,
            "sort": [sort.value for sort in any_of(f.sort)],
            "counts": list(any_of(f.counts)),
            "place": list(any_of(f.place)),
            "as_of": f.as_of,
            "unattributed": f.unattributed,
            "status": [state.value for state in self.status],
        }
        return {what: value for what, value in given.items() if value}


@dataclass(frozen=True)
class Exhibit:
    """A page with the entries of it that are asked for, by their ids in the report (``s1``, ``f1``, ``m1``)."""

    row: int
    stored: Report
    shown: Report
    """The page and its report as they may be shown; the same as ``stored`` where no veil lies over it."""
    seen: str
    """Where the page's bytes were first seen, as it may be shown: of a file its name alone, unless paths are asked for."""
    url: str | None
    """The page's address; of a file as in ``seen``."""
    first_seen: str
    """When, in UTC."""
    last_seen: str
    sightings: int
    statements: frozenset[str]
    figures: frozenset[str]
    marks: frozenset[str]

    @property
    def withheld(self) -> int | None:
        """To how many private people the names belong that are withheld on it; ``None`` where none are."""
        return self.shown.withheld

    def has(self, kinds: Collection[str]) -> bool:
        """Whether an entry of one of these kinds is asked for on it."""
        return any(getattr(self, kind) for kind in ENTRIES.intersection(kinds))

    @cached_property
    def entries(self) -> dict[str, str]:
        """The entry of everything in the report by its id there."""
        return entries_of(self.stored)

    def status(self, name: str) -> Reported:
        """What the page reports of how far a statement or figure is established, in the words that are shown."""
        shown = self.shown
        return status_of(name, shown.statements, shown.figures, shown.marks, text=shown.page.text)

    def figure_rows(self) -> Iterator[FigureRow]:
        """The figures asked for, in the order of the page, as the ledger answers with them."""
        for figure in sorted(self.stored.figures, key=lambda figure: figure.span):
            if figure.id in self.figures:
                yield row_of(self.stored, figure, seen=self.seen, shown=self.shown)


class Selection:
    """The pages and entries of a ledger that are asked for, behind its veils."""

    def __init__(self, ledger: Ledger, veils: Veils, asked: Asked, *, paths: bool = False) -> None:
        """``ledger`` is the one with all names; what is given is veiled by ``veils``.

        The folders that files were seen in are left out, for they tell of whoever keeps the ledger, unless ``paths`` is set.
        """
        self.ledger, self.veils, self.asked, self.paths = ledger, veils, asked, paths
        self.shown = ledger.shown(veils)
        self.withheld: set[str] = set()
        """The pages given so far, by id, on which names are withheld."""

    @cached_property
    def scope(self) -> Scope:
        """What was looked through."""
        return self.shown.scope(self.asked.pages)

    def scope_json(self) -> dict[str, Any]:
        """What was looked through and asked for, and which ledger it was: its head is the one that ``sayso audit`` gives."""
        with self.ledger.store.reading() as connection:
            head = head_of(connection)
        asked = self.asked.as_json()
        if "page" in asked:
            asked["page"] = self._place(asked["page"])
        return {"asked": asked, "scope": self.scope.as_json(), "ledger_head": head}

    def pages(
        self, *, on_page: OnPage | None = None, all_pages: bool = False, having: Collection[str] = ENTRIES
    ) -> Iterator[Exhibit]:
        """The pages that have an entry of one of the kinds asked for, or with ``all_pages`` every page that is looked through."""
        said, counted = self._statements_asked(), self._figures_asked()
        with self.shown.asking(self.asked.statements) as connection:
            rows = connection.execute(_pages_asked(connection, self.asked.pages)).all()
        with self.ledger.store.reading() as connection:  # one moment of the ledger, whatever is added meanwhile
            for done, row in enumerate(rows, 1):
                found = self._page(connection, row, said, counted)
                if all_pages or found.has(having):
                    if found.withheld is not None:
                        self.withheld.add(found.stored.page.id)
                    yield found
                if on_page is not None:
                    on_page(done, len(rows))

    def of_rows(self, rows: Sequence[int]) -> Iterator[Exhibit]:
        """The pages of these rows with all their entries, whatever is asked for; sealed ones are left out."""
        with self.ledger.store.reading() as connection:
            for start in range(0, len(rows), _AT_ONCE):
                part = pages.c.id.in_(rows[start : start + _AT_ONCE])
                for row in connection.execute(_pages_asked(connection, PageFilter(), part)).all():
                    yield self._page(connection, row, None, None, everything=True)

    def _page(
        self,
        connection: Connection,
        row: Any,
        said: dict[int, set[str]] | None,
        counted: dict[str, set[str]] | None,
        *,
        everything: bool = False,
    ) -> Exhibit:
        stored = queries.report(connection, row.id)
        shown = self.veils.report(stored)
        veil = self.veils.over(stored)
        found = Exhibit(
            row.id,
            stored,
            shown,
            self._place(row.seen if veil is None else veil.of(row.seen)),
            None if shown.page.url is None else self._place(shown.page.url),
            row.first_seen,
            row.last_seen,
            row.sightings,
            frozenset(),
            frozenset(),
            frozenset(),
        )
        every_s, every_f = {s.id for s in stored.statements}, {f.id for f in stored.figures}
        statements = every_s if said is None else said.get(row.id, set()) & every_s
        entries = found.entries
        figures = every_f if counted is None else {f for f in every_f if entries[f] in counted.get(stored.page.id, ())}
        asked = Asked() if everything else self.asked
        if asked.status:
            statements = {s for s in statements if found.status(s).state in asked.status}
        if asked.of_figures and not asked.of_statements:
            statements = _holders(stored, figures)
        elif asked.of_statements and not asked.of_figures:
            figures = {f.id for f in stored.figures if f.id in figures and _holders(stored, {f.id}) & statements}
        elif asked.of_figures:
            statements = statements | _holders(stored, figures)
        marks = {m.id for m in stored.marks if asked.everything or not {*m.about}.isdisjoint(statements | figures)}
        return replace(found, statements=frozenset(statements), figures=frozenset(figures), marks=frozenset(marks))

    def _place(self, place: str) -> str:
        return place if self.paths else without_folders(place)

    def _statements_asked(self) -> dict[int, set[str]] | None:
        """The statements of each page (its row) that the filter names; ``None`` where it names all."""
        f = self.asked.statements
        if f.speaker is None and not self.asked.of_statements:
            return None
        found: dict[int, set[str]] = {}
        with self.shown.asking(f) as connection:
            named = (
                select(pages.c.id, statements.c.name)
                .join(readings, readings.c.page_id == pages.c.id)
                .join(statements, statements.c.reading_id == readings.c.id)
                .where(*statement_conditions(connection, f), *page_conditions(connection, f))
            )
            for page, name in connection.execute(named):
                found.setdefault(page, set()).add(name)
        return found

    def _figures_asked(self) -> dict[str, set[str]] | None:
        """The entries of figures on each page (its id) that the filter names; ``None`` where it names all."""
        if not (self.asked.of_figures or self.asked.figures.speaker or self.asked.status):
            return None
        found: dict[str, set[str]] = {}
        for row in self.shown.figures(replace(self.asked.figures, status=self.asked.status or None)):
            found.setdefault(row.page, set()).add(row.entry)
        return found


def _pages_asked(connection: Connection, asked: PageFilter, *conditions: ColumnElement[bool]) -> Any:
    seen = select(
        sightings.c.blob_id,
        func.min(sightings.c.seen_at).label("first_seen"),
        func.max(sightings.c.seen_at).label("last_seen"),
        func.count().label("sightings"),
    )
    of_blob = seen.group_by(sightings.c.blob_id).subquery()
    return (
        select(pages.c.id, pages.c.seen, of_blob.c.first_seen, of_blob.c.last_seen, of_blob.c.sightings)
        .join(of_blob, of_blob.c.blob_id == pages.c.blob_id)
        .where(IS_CURRENT_PAGE, pages.c.state != State.SEALED.value, *page_conditions(connection, asked), *conditions)
        .order_by(*queries.by_date(oldest_first=False), pages.c.digest)
    )


def _holders(report: Report, figures: set[str]) -> set[str]:
    """The statements on whose word figures stand, out to the outermost."""
    within = {s.id: s.within for s in report.statements}
    found: set[str] = set()
    for figure in report.figures:
        held: str | None = None if figure.id not in figures or figure.holder == OUTLET else figure.holder
        while held is not None and held not in found:
            found.add(held)
            held = within.get(held)
    return found


def head_of(connection: Connection) -> str:
    """One digest over the chains of all pages and over the decisions, as ``sayso audit`` prints it."""
    last = select(links.c.page_id, func.max(links.c.position).label("position")).group_by(links.c.page_id).subquery()
    ends = (
        select(pages.c.digest.label("page"), func.coalesce(links.c.digest, pages.c.digest).label("end"))
        .outerjoin(last, last.c.page_id == pages.c.id)
        .outerjoin(links, (links.c.page_id == last.c.page_id) & (links.c.position == last.c.position))
        .order_by(pages.c.digest)
    )
    head = hashlib.sha256()
    for page, end in connection.execute(ends):
        head.update(f"{page} {end}\n".encode())
    alone = select(fetches.c.digest).where(fetches.c.blob_id.is_(None)).order_by(fetches.c.id)
    for fetch in connection.execute(alone).scalars():
        head.update(f"fetch {fetch}\n".encode())
    for decision in all_decisions(connection):
        head.update(f"decision {decision.digest}\n".encode())
    return head.hexdigest()
