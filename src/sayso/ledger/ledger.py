"""The ledger: archived bytes, pages, readings and statements, to which rows are only ever added."""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, exists, func, insert, select

from sayso.claims.report import Report
from sayso.errors import NotInLedger, PageSealed
from sayso.ledger import fetches, figure_queries, queries, search
from sayso.ledger.answers import Count, PageFilter, PageRow, Scope, SpeakerRow, StatementFilter, StatementRow
from sayso.ledger.chain import Chain
from sayso.ledger.fetches import FetchRow
from sayso.ledger.figures import figure_rows, mark_rows
from sayso.ledger.named import IS_CURRENT_PAGE, Told, pages_named
from sayso.ledger.reported import FigureFilter, FigureRow
from sayso.ledger.rows import (
    moment,
    packed,
    page_digest,
    page_row,
    reading_digest,
    sighting_digest,
    sighting_row,
    statement_rows,
    storable,
    unpacked,
)
from sayso.ledger.schema import blobs, figures, marks, pages, readings, run_ends, runs, sightings, statements
from sayso.ledger.sealing import Seal, refuse_sealed, seal
from sayso.ledger.store import PATIENCE, Store, open_store
from sayso.ledger.veils import Veils
from sayso.page.page import Document, State
from sayso.sources.archive_records import Earlier
from sayso.sources.fetch.fetched import Fetch, FetchedDocument, Known
from sayso.text import digest

_Row = TypeVar("_Row", StatementRow, PageRow)

RESUMED_WITHIN = timedelta(days=1)
"""A run that was broken off is taken up again for so long; later the same targets are seen anew."""


class Standing(enum.Enum):
    """How far the ledger has come with some bytes."""

    NEW = "never seen"
    OUTDATED = "seen, but not read by this extractor, model and rules"
    KNOWN = "read, but not yet seen there in this run"
    DONE = "read, and seen there in this run"
    SEALED = "withdrawn, and not to be added again"


@dataclass(frozen=True, slots=True)
class Run:
    """One use of ``sayso add``. ``resumed`` tells that it goes on with one of the same targets that was broken off."""

    id: int
    resumed: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What recording a document added to the ledger."""

    sighted: bool
    pages: int = 0
    readings: int = 0
    statements: int = 0
    figures: int = 0
    marks: int = 0


class Ledger:
    """An open ledger; see ``open_ledger``."""

    def __init__(self, store: Store, veils: Veils | None = None) -> None:
        self._store = store
        self._veils = veils

    def shown(self, veils: Veils) -> Self:
        """The same ledger, all answers of which are as they may be shown. ``Ledger`` itself answers with all names."""
        return type(self)(self._store, veils)

    @property
    def path(self) -> Path:
        """Where it lies; of one that is no file, the path at which what belongs beside it lies."""
        return self._store.path

    @property
    def name(self) -> str:
        """What it is called in messages: its path, or its URL without a password."""
        return self._store.name

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # Adding

    def begin(self, targets: Sequence[str], *, at: datetime, lasting: bool | None = None) -> Run:
        """Begin a run over files and folders, or go on with the last one of the same targets if it was broken off within a day.

        The documents that it had already added are then done: they get no second sighting, so a run that was broken off and taken
        up again leaves the ledger that an undisturbed one leaves. What comes from standard input or the web is new every time, so
        such a run is never taken up, unless it is said to be ``lasting``. Raises ``LedgerDamaged`` if the file is.
        """
        self._store.refuse_if_damaged()
        name = digest("\n".join(targets))
        if lasting is None:
            lasting = bool(targets) and not any(target == "-" or "://" in target for target in targets)
        with self._store.writing(f"runs of {name}") as connection:
            last = connection.execute(
                select(runs.c.id, exists().where(run_ends.c.run_id == runs.c.id).label("ended"))
                .where(runs.c.targets_digest == name, runs.c.began_at >= moment(at - RESUMED_WITHIN))
                .order_by(runs.c.id.desc())
                .limit(1)
            ).one_or_none()
            if lasting and last is not None and not last.ended:
                return Run(last.id, resumed=True)
            more = f" and {len(targets) - 1} more" if len(targets) > 1 else ""
            row = {"targets_digest": name, "targets": f"{targets[0] if targets else ''}{more}", "began_at": moment(at)}
            return Run(_insert(connection, runs, row), resumed=False)

    def reached(self, run: Run, seen: str, *, last: int) -> tuple[list[str], int]:
        """Where in an archive a run was when it was broken off: the ``seen`` of the last documents of ``seen`` that it sighted.

        Also how many it had sighted before them. There are none of either if it had not come so far.
        """
        of_it = sightings.c.run_id == run.id, sightings.c.seen.startswith(f"{storable(seen)}#", autoescape=True)
        with self._store.reading() as connection:
            found = connection.execute(select(sightings.c.seen).where(*of_it).order_by(sightings.c.id.desc()).limit(last))
            places = list(found.scalars())
            if len(places) < last:
                return [], 0
            number = connection.execute(select(func.count()).select_from(sightings).where(*of_it)).scalar_one()
            return places, number - last

    def end(self, run: Run, *, at: datetime) -> None:
        """Note that a run came to the end of its targets; what is added after that is another run."""
        with self._store.writing(f"run {run.id}") as connection:
            if connection.execute(select(run_ends.c.run_id).where(run_ends.c.run_id == run.id)).first() is None:
                connection.execute(insert(run_ends).values(run_id=run.id, ended_at=moment(at)))
                self._store.survey(connection)

    def standing(self, document: Document, *, run: Run, model: str, rules: str, extractors: Collection[str]) -> Standing:
        """How far the ledger has come with a document; ``extractors`` are those in use now.

        Raises ``PageSealed`` if its bytes were sealed.
        """
        with self._store.reading() as connection:
            refuse_sealed(connection, document.name, blob=digest(document.data))
            blob = connection.execute(select(blobs.c.id).where(blobs.c.digest == digest(document.data))).scalar()
            if blob is None:
                return Standing.NEW
            is_read = exists().where(readings.c.page_id == pages.c.id, readings.c.model == model, readings.c.rules == rules)
            known = connection.execute(
                select(pages.c.extractor, pages.c.state, is_read).where(pages.c.blob_id == blob, IS_CURRENT_PAGE)
            ).all()
            if not known or not all(
                extractor in extractors and (state != State.READ.value or read) for extractor, state, read in known
            ):
                return Standing.OUTDATED
            return Standing.KNOWN if _sighting(connection, run, blob, storable(document.seen)) is None else Standing.DONE

    def sight(self, document: Document, *, seen_at: datetime, run: Run) -> Outcome:
        """Note that the bytes of a known document were seen again.

        Raises ``NotInLedger`` if they have no page here yet, ``PageSealed`` if they were sealed.
        """
        name = digest(document.data)
        with self._store.writing(name) as connection:
            refuse_sealed(connection, document.name, blob=name)
            known = connection.execute(
                select(pages.c.id, blobs.c.id).join(blobs).where(blobs.c.digest == name, IS_CURRENT_PAGE)
            ).all()
            if not known:
                raise NotInLedger(f"{document.name} has no page in {self.name} yet; record it first")
            row, sighting, new = self._sighted(connection, document, name, known[0][1], seen_at, run)
            fetched = _fetch_added(connection, document, (known[0][1], name), run)
            for page, _ in known:
                chain = Chain.of(connection, page)
                if new:
                    chain.add("sighting", sighting, sighting_digest(row, name))
                if fetched is not None:
                    chain.add("fetch", *fetched)
                chain.write()
            return Outcome(sighted=new)

    def record(self, document: Document, reports: Sequence[Report], *, seen_at: datetime, run: Run) -> Outcome:
        """Add a document with all its pages and what was read off them, in one transaction; what is there already stays as it is.

        Raises ``ValueError`` if the reports are not of this document's pages, or something in them cites nothing, cites what is
        outside the text, or names what is not there; ``PageSealed`` if the bytes or the text of a page were sealed.
        """
        name = digest(document.data)
        if not reports or any(report.page.blob != name for report in reports):
            raise ValueError(f"the reports on {document.name} must be of its own pages, one at least")
        if any(report.withheld is not None for report in reports):
            raise ValueError(f"names are withheld in the reports on {document.name}; only whole ones are kept")
        rows = [(report, page_row(report.page, seen=document.seen), _entries(report)) for report in reports]
        packing = packed(document.data)
        new_pages = new_readings = 0
        new = dict.fromkeys(_ENTRIES, 0)
        with self._store.writing(name) as connection:
            refuse_sealed(connection, document.name, blob=name, texts=[report.page.text_digest for report in reports])
            blob = connection.execute(select(blobs.c.id).where(blobs.c.digest == name)).scalar()
            if blob is None:
                blob = _insert(connection, blobs, {"digest": name, "size": len(document.data), **packing})
            seen, sighting, sighted = self._sighted(connection, document, name, blob, seen_at, run)
            fetched = _fetch_added(connection, document, (blob, name), run)
            for report, row, entries in rows:
                page = connection.execute(select(pages.c.id).where(pages.c.digest == row["digest"])).scalar()
                if page is None:
                    page = _insert(connection, pages, {**row, "blob_id": blob})
                    chain = Chain.begun(connection, page, row["digest"]).add("page", page, page_digest(row, name))
                    new_pages += 1
                else:
                    chain = Chain.of(connection, page)
                if sighted:
                    chain.add("sighting", sighting, sighting_digest(seen, name))
                if fetched is not None:
                    chain.add("fetch", *fetched)
                if (reading := _reading(connection, page, report, seen_at)) is not None:
                    id_, read = reading
                    for table, of_it in zip(_ENTRIES, entries, strict=True):
                        if of_it:
                            connection.execute(insert(table), [{**entry, "reading_id": id_} for entry in of_it])
                            new[table] += len(of_it)
                    search.add(connection, id_)
                    digests = ([entry["digest"] for entry in of_it] for of_it in entries)
                    chain.add("reading", id_, reading_digest(read, row["digest"], *digests))
                    new_readings += 1
                chain.write()
        return Outcome(sighted, new_pages, new_readings, new[statements], new[figures], new[marks])

    def _sighted(
        self, connection: Connection, document: Document, name: str, blob: int, seen_at: datetime, run: Run
    ) -> tuple[dict[str, Any], int, bool]:
        """The sighting's row, its number, and whether it is new: the same place is sighted once a run."""
        row = sighting_row(document, seen_at)
        known = _sighting(connection, run, blob, row["seen"])
        if known is not None:
            return row, known, False
        return row, _insert(connection, sightings, {**row, "blob_id": blob, "run_id": run.id}), True

    # Fetches

    def note_fetch(self, fetch: Fetch, *, run: Run) -> None:
        """Add a fetch that brought nothing: evidence of that, in the chain of what came from the same address before."""
        with self._store.writing(f"fetches of {fetch.asked}") as connection:
            before = None
            while (last := fetches.last_blob(connection, fetch.asked)) is not None and last != before:
                self._store.take_turn(connection, last[1])  # its pages' chains are what is added to
                before = last
            fetches.note_failed(connection, fetch, run=run.id)

    def known(self, url: str) -> Known | None:
        """What is known of an address from the last time it was fetched: by that a server can say that nothing changed."""
        with self._store.reading() as connection:
            found = fetches.known_of(connection, url)
        if found is None:
            return None
        known, blob = found
        return replace(known, data=lambda: self.bytes_of(blob))

    def bytes_of(self, blob: str) -> bytes:
        """The archived bytes of a digest, as they were seen. Raises ``NotInLedger`` if there are none."""
        with self._store.reading() as connection:
            row = connection.execute(select(blobs).where(blobs.c.digest == blob)).mappings().first()
            if row is None or row["packing"] == "sealed":
                raise NotInLedger(f"No bytes with the digest {blob[:12]} in {self.name}")
            return unpacked(row)

    def is_sealed(self, data: bytes) -> bool:
        """Whether these bytes were withdrawn, and are not to be kept again anywhere."""
        with self._store.reading() as connection:
            try:
                refuse_sealed(connection, "", blob=digest(data))
            except PageSealed:
                return True
        return False

    def bytes_of_payload(self, payload: str) -> bytes | None:
        """The archived bytes that an answer's body, as it was sent, was unpacked to; ``None`` if none is known."""
        with self._store.reading() as connection:
            blob = fetches.blob_of_payload(connection, payload)
        return None if blob is None else self.bytes_of(blob)

    def earlier_answer(self, asked: str, payload: str | None) -> Earlier | None:
        """The record of an earlier answer with the same payload; without one, of what the address said last when it said it."""
        with self._store.reading() as connection:
            return fetches.earlier_of(connection, asked, payload)

    def archived_until(self, file: str) -> int:
        """Where the last record ends that the ledger names in a file of the archive."""
        with self._store.reading() as connection:
            return fetches.known_end(connection, file)

    def fetched_in(self, run: Run) -> set[str]:
        """The addresses that a run is done with."""
        with self._store.reading() as connection:
            return fetches.done_in(connection, run.id)

    def names_fetch(self, fetch: Fetch) -> bool:
        """Whether a fetch is in the ledger."""
        with self._store.reading() as connection:
            return fetches.is_named(connection, fetch)

    def fetches(self, url: str | None = None) -> Iterator[FetchRow]:
        """The fetches of an address, as it was asked for or as it was found; all of them without one, newest first."""
        with self._store.reading() as connection:
            for row in fetches.rows_of(connection, url):
                veil = self._veils.over_page(connection, row.page) if self._veils and row.page else None
                yield row if veil is None else veil.worded(row)

    # Asking

    def statements(self, asked: StatementFilter | None = None) -> Iterator[StatementRow]:
        """The statements asked for, newest page first unless the filter says otherwise; all of them if there is no filter.

        Raises ``UsageError`` for a filter that makes no sense, ``NotInLedger`` if its page is not there.
        """
        asked = asked or StatementFilter()
        with self._asking(asked) as connection:
            for row in queries.statement_rows(connection, asked):
                yield self._as_shown(connection, row)

    def who(self, name: str) -> Iterator[StatementRow]:
        """Everything that speakers of this name said, by date; a surname alone will do, whatever the case and accents."""
        return self.statements(StatementFilter(speaker=name, oldest_first=True))

    def speakers(self, asked: StatementFilter | None = None) -> Iterator[SpeakerRow]:
        """The named speakers of the statements asked for, who said most first."""
        asked = asked or StatementFilter()
        with self._asking(asked, all_speakers=True) as connection:
            yield from queries.speaker_rows(connection, asked)

    def close_speakers(self, asked: StatementFilter) -> dict[str, int]:
        """Speakers whose names are like the one asked for, or spelt otherwise, but were not taken for it; with their statements.

        They are proposals: whether they are who is meant is for a person to say.
        """
        with self._asking(asked) as connection:
            return queries.close_speakers(connection, asked)

    def count(self, asked: StatementFilter | None = None) -> Count:
        """How many statements are asked for, and the scope that they were counted in."""
        asked = asked or StatementFilter()
        with self._asking(asked) as connection:
            return queries.count(connection, asked)

    def figures(
        self, asked: FigureFilter | None = None, *, shown: Callable[[Report], Report] | None = None
    ) -> Iterator[FigureRow]:
        """The figures asked for, newest page first unless the filter says otherwise; all of them if there is no filter.

        ``shown`` gives of each report what may be shown of it; without it, all is but what the ledger's veils withhold.
        Raises ``UsageError`` for a filter that makes no sense, ``NotInLedger`` if its page is not there.
        """
        asked = asked or FigureFilter()
        if shown is None and self._veils is not None:
            shown = self._veils.report
        with self._asking(asked) as connection:
            for row in figure_queries.figures_asked(connection, asked, shown=shown):
                veil = self._veils.over_page(connection, row.page) if self._veils else None
                yield row if veil is None else replace(row, seen=veil.of(row.seen))

    @contextmanager
    def asking(self, asked: PageFilter, *, all_speakers: bool = False) -> Iterator[Connection]:
        """For those who ask in SQL: a connection over whose index the veils are drawn that a question may touch.

        With ``all_speakers`` that is the name of anybody who says something.
        """
        with self._asking(asked, all_speakers=all_speakers) as connection:
            yield connection

    def scope(self, asked: PageFilter | None = None) -> Scope:
        """What there is: pages, outlets, dates, and pages that could not be read."""
        with self._store.reading() as connection:
            return queries.scope(connection, asked or StatementFilter())

    def pages(self, asked: StatementFilter | None = None, *, state: State | None = None) -> Iterator[PageRow]:
        """The pages asked for (by outlet, dates or page), newest first."""
        with self._store.reading() as connection:
            for row in queries.page_rows(connection, asked or StatementFilter(), state=state):
                yield self._as_shown(connection, row)

    def reports(self, name: str) -> list[Report]:
        """The pages that ``name`` means, as they were stored, with their current readings: one, or all parts of one document.

        ``name`` is a page's id or the beginning of one, its name, its URL, or where it was seen.
        Raises ``NotInLedger`` if there is none, or if different documents go by that name.
        """
        with self._store.reading() as connection:
            found = pages_named(connection, name, told=self._told(connection))
            return [self._report_as_shown(queries.report(connection, page)) for page in found]

    def page(self, name: str) -> Report:
        """The page that ``name`` means, as it was stored; of a document in parts the whole, if it has one.

        Raises ``NotInLedger`` if there is none, or if ``name`` means several.
        """
        found = self.reports(name)
        whole = [report for report in found if report.page.part is None] or found
        if len(whole) > 1:
            parts = ", ".join(f"{report.page.id[:12]} ({report.page.part})" for report in whole[:5])
            raise NotInLedger(f"{name} has {len(whole)} parts; name one by its id: {parts}")
        return whole[0]

    def may_withhold(self) -> bool:
        """Whether names in it may be withheld in what it answers."""
        with self._store.reading() as connection:
            return self._veils is not None and self._veils.may_withhold(connection)

    @contextmanager
    def _asking(self, asked: PageFilter, *, all_speakers: bool = False) -> Iterator[Connection]:
        """A connection over whose index the veils are drawn."""
        with self._store.reading() as connection:
            if self._veils is None:
                yield connection
                return
            connection.info["told"] = self._told(connection)
            try:
                with self._veils.drawn(connection, asked, all_speakers=all_speakers):
                    yield connection
            finally:
                del connection.info["told"]

    def _as_shown(self, connection: Connection, row: _Row) -> _Row:
        veil = self._veils.over_page(connection, row.page if isinstance(row, StatementRow) else row.id) if self._veils else None
        return row if veil is None else veil.worded(row)

    def _report_as_shown(self, report: Report) -> Report:
        return report if self._veils is None else self._veils.report(report)

    def _told(self, connection: Connection) -> Told | None:
        """What may be shown of a page when one is looked for by its name; by a name that is withheld it is not found."""
        veils = self._veils

        def told(page: int) -> tuple[str | None, str, str]:
            report = queries.report(connection, page)
            seen = connection.execute(select(pages.c.seen).where(pages.c.id == page)).scalar_one()
            veil = veils.over(report) if veils else None
            words = report.page.headline, report.page.name, seen
            return words if veil is None else veil.worded(words)

        return told if veils else None

    # Keeping

    def seal(self, name: str, *, by: str, reason: str, at: datetime) -> Seal:
        """Withdraw the page that ``name`` means, and all of the same bytes, for good: see ``sayso.ledger.sealing``."""
        return seal(self._store, name, by=by, reason=reason, at=at)

    @property
    def store(self) -> Store:
        """The database itself, for those who ask in SQL."""
        return self._store

    def index_again(self) -> None:
        """Make the search index again."""
        with self._store.writing() as connection:
            search.rebuild(connection)


def open_ledger(path: str | Path, *, create: bool = False, patience: float = PATIENCE) -> Ledger:
    """Open the ledger at ``path``, a file or the URL of a PostgreSQL database; with ``create``, make one if there is none.

    ``patience`` is how many seconds to wait for another writer. Raises ``NoLedger``, ``NotALedger``, ``LedgerTooNew`` or
    ``LedgerBusy``, and for a URL ``UsageError`` if it is of something else, ``ExtraMissing`` without the extra ``postgres``.
    """
    store = open_store(path, create=create, patience=patience)
    try:
        with store.reading() as connection:
            ready = search.is_ready(connection)
        if not ready:
            with store.writing() as connection:
                search.prepare(connection)
    except BaseException:
        store.close()
        raise
    return Ledger(store)


_ENTRIES = (statements, figures, marks)


def _entries(report: Report) -> tuple[list[dict[str, Any]], ...]:
    """The rows for each of the tables of entries."""
    return statement_rows(report), figure_rows(report), mark_rows(report)


def _insert(connection: Connection, table: Any, row: dict[str, Any]) -> int:
    key = connection.execute(insert(table), row).inserted_primary_key
    assert key is not None
    return int(key[0])


def _fetch_added(connection: Connection, document: Document, blob: tuple[int, str], run: Run) -> tuple[int, str] | None:
    """The number and digest of the row of a document's fetch, if it was fetched and that is not known yet."""
    fetch = document.fetch if isinstance(document, FetchedDocument) else None
    return None if fetch is None else fetches.add_fetch(connection, fetch, run=run.id, blob=blob)


def _sighting(connection: Connection, run: Run, blob: int, seen: str) -> int | None:
    return connection.execute(
        select(sightings.c.id).where(sightings.c.run_id == run.id, sightings.c.blob_id == blob, sightings.c.seen == seen)
    ).scalar()


def _reading(connection: Connection, page: int, report: Report, read_at: datetime) -> tuple[int, dict[str, Any]] | None:
    """A new reading's number and row; ``None`` if the page was not read, or was read before by this model and these rules."""
    if report.model is None:
        return None
    row = {"model": report.model, "rules": report.rules, "read_at": moment(read_at)}
    same = (readings.c.page_id == page, readings.c.model == report.model, readings.c.rules == report.rules)
    if connection.execute(select(readings.c.id).where(*same)).first() is not None:
        return None
    return _insert(connection, readings, {**row, "page_id": page}), row
