"""Whether a ledger still says what was put into it: digests, citations and chains made again and compared.

The chain of a page shows that something of it was changed, added or taken away, unless whoever did it made the whole chain again.
Against that, write down ``head`` somewhere else and compare it later: it covers every page.
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, exists, select
from sqlalchemy.exc import DatabaseError, NoResultFound

from sayso.claims.figure import OUTLET
from sayso.errors import SourceUnreadable
from sayso.ledger import search
from sayso.ledger.decisions import all_decisions, broken_at
from sayso.ledger.fetches import fetch_digest, records_of
from sayso.ledger.figures import figure_digest, figure_entry, mark_digest, mark_entry
from sayso.ledger.ledger import Ledger
from sayso.ledger.rows import (
    entry_id,
    link_digest,
    links_digest,
    page_digest,
    pieces_from,
    reading_digest,
    seal_digest,
    sighting_digest,
    statement_digest,
    unpacked,
)
from sayso.ledger.schema import blobs, fetches, figures, links, marks, pages, readings, seals, sightings, statements, wipes
from sayso.ledger.sealing import WITHDRAWN, WITHDRAWN_BYTES, note_of
from sayso.page.page import State, identity
from sayso.sources.archive_files import Archive, archive_beside
from sayso.sources.archive_members import Torn, payload_of
from sayso.sources.fetch.fetched import Outcome as FetchOutcome
from sayso.text import digest


class FaultKind(enum.StrEnum):
    """What does not match."""

    FILE = "file"
    """The database finds its own file damaged."""
    BLOB = "blob"
    """The archived bytes are not those of their digest."""
    TEXT = "text"
    """A page's text is not the one of its digest."""
    PAGE = "page"
    """What is known of a page besides its text was changed, or its id is not its own."""
    SIGHTING = "sighting"
    """When, where or how bytes were seen was changed, or stands in no chain."""
    FETCH = "fetch"
    """When, where or how something was fetched was changed, or stands in no chain."""
    ARCHIVE = "archive"
    """A record in the archive beside the ledger is missing, or not what was fetched."""
    READING = "reading"
    """A reading was changed, or entries were added to it or taken away, or it stands in no chain."""
    STATEMENT = "statement"
    """What is said of a statement (its speaker, stance, …) was changed."""
    FIGURE = "figure"
    """What is said of a figure (its number, what it counts, its holder, …) was changed."""
    MARK = "mark"
    """What is said of a mark (what it says, what it is about, …) was changed."""
    CITATION = "citation"
    """The words of an entry are not those of the page at that place."""
    ENTRY = "entry"
    """An entry's id is not made from its text and spans."""
    INDEX = "index"
    """The search index, which is no evidence but by which statements are found, is not that of the statements."""
    SEAL = "seal"
    """A tombstone was changed, what it withdrew is there again, or was not wiped from the file yet."""
    DECISION = "decision"
    """What a person decided about links was changed, or a decision is missing."""
    CHAIN = "chain"
    """A link is missing, changed, or out of its place."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not match: what, where, and in which way. ``page`` is the page's id."""

    kind: FaultKind
    where: str
    words: str
    page: str | None = None


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What an audit looked at and what it found. ``head`` is one digest over the chains of all pages, and of the decisions."""

    faults: tuple[Fault, ...]
    blobs: int
    sightings: int
    pages: int
    readings: int
    statements: int
    head: str
    figures: int = 0
    marks: int = 0
    fetches: int = 0

    @property
    def sound(self) -> bool:
        """Whether everything matches."""
        return not self.faults


def audit(ledger: Ledger, *, on_page: Callable[[], None] | None = None) -> AuditResult:
    """Recompute every digest, citation, entry id and chain of a ledger; ``on_page`` is called after each page."""
    faults = [Fault(FaultKind.FILE, ledger.name, words) for words in ledger.store.troubles()]
    with ledger.store.inspecting() as connection:
        auditor = _Auditor(connection, faults)
        with auditor.reading_on("the archived files"):
            auditor.blobs()
        with auditor.reading_on("the pages"):
            for page in connection.execute(select(pages.c.id).order_by(pages.c.digest)).scalars().all():
                with auditor.reading_on(f"page in row {page}"):
                    auditor.page(page)
                if on_page is not None:
                    on_page()
        with auditor.reading_on("the sightings"):
            auditor.unlinked_sightings()
        with auditor.reading_on("the fetches"):
            auditor.fetches(Archive(archive_beside(ledger.path)))
        with auditor.reading_on("the decisions"):
            auditor.decisions()
        with auditor.reading_on("the search index"):
            auditor.index()
        return auditor.result()


class _Auditor:
    def __init__(self, connection: Connection, faults: list[Fault]) -> None:
        self._connection = connection
        self._faults = faults
        self._counts = dict.fromkeys(("blobs", "sightings", "pages", "readings", "statements", "figures", "marks", "fetches"), 0)
        self._head = hashlib.sha256()
        self._seals = {row["page_id"]: row for row in self._rows(select(seals, wipes.c.wiped_at).outerjoin(wipes))}
        self._sealed_blobs = {row["blob"] for row in self._seals.values()}

    def result(self) -> AuditResult:
        return AuditResult(tuple(self._faults), head=self._head.hexdigest(), **self._counts)

    def blobs(self) -> None:
        for row in self._connection.execute(select(blobs), execution_options={"yield_per": 20}).mappings():
            self._counts["blobs"] += 1
            where = f"blob {row['digest'][:12]}"
            if row["digest"] in self._sealed_blobs:
                if any(row[column] != value for column, value in WITHDRAWN_BYTES.items()):
                    self._faults.append(Fault(FaultKind.SEAL, where, "it was sealed, but bytes are there"))
                continue
            try:
                data = unpacked(row)
            except ValueError as error:
                self._faults.append(Fault(FaultKind.BLOB, where, f"the archived bytes cannot be unpacked ({error})"))
                continue
            if digest(data) != row["digest"]:
                self._faults.append(Fault(FaultKind.BLOB, where, f"the archived bytes now have the digest {digest(data)[:12]}"))
            elif len(data) != row["size"]:
                self._faults.append(Fault(FaultKind.BLOB, where, f"it has {len(data)} bytes, not {row['size']} as noted"))

    @contextmanager
    def reading_on(self, what: str) -> Iterator[None]:
        """Rows so damaged that nothing can be made of them are a fault like any other, and the rest is audited."""
        try:
            yield
        except DatabaseError as error:
            self._faults.append(Fault(FaultKind.FILE, what, f"the database cannot read on there ({error.orig})"))
            self._connection.rollback()  # PostgreSQL answers nothing more in a transaction in which something went wrong
        except (TypeError, ValueError, AttributeError, NoResultFound) as error:
            self._faults.append(Fault(FaultKind.PAGE, what, f"its rows cannot be read ({error})"))

    def page(self, number: int) -> None:
        found = select(pages, blobs.c.digest.label("blob")).join(blobs).where(pages.c.id == number)
        row = self._connection.execute(found).mappings().one()
        self._counts["pages"] += 1
        where = f"page {row['digest'][:12]} ({row['name']})"

        def fault(kind: FaultKind, words: str, at: str = "") -> None:
            self._faults.append(Fault(kind, f"{where}{at}", words, row["digest"]))

        if identity(row["blob"], row["part"], row["extractor"]) != row["digest"]:
            fault(FaultKind.PAGE, "its id is not made from its bytes, part and extractor")
        if (seal := self._seals.get(number)) is not None:
            self._sealed(row, seal, fault)
            return
        if digest(row["text"]) != row["text_digest"]:
            fault(
                FaultKind.TEXT, f"the text now has the digest {digest(row['text'])[:12]}, not {row['text_digest'][:12]} as noted"
            )
        subjects = {("page", number): (FaultKind.PAGE, page_digest(row, row["blob"]))}
        for sighting in self._rows(select(sightings).where(sightings.c.blob_id == row["blob_id"])):
            subjects["sighting", sighting["id"]] = (FaultKind.SIGHTING, sighting_digest(sighting, row["blob"]))
        for fetch in self._rows(select(fetches).where(fetches.c.blob_id == row["blob_id"])):
            subjects["fetch", fetch["id"]] = (FaultKind.FETCH, fetch_digest(fetch, row["blob"]))
        for reading in self._rows(select(readings).where(readings.c.page_id == number)):
            self._counts["readings"] += 1
            digests = self._entries(reading["id"], row, fault)
            subjects["reading", reading["id"]] = (FaultKind.READING, reading_digest(reading, row["digest"], *digests))
        self._chain(number, row["digest"], subjects, fault)

    def _sealed(self, page: RowMapping, seal: RowMapping, fault: Callable[..., None]) -> None:
        """Audit a page whose content was withdrawn: nothing of it is there, and its chain ends in the seal."""
        if any(page[column] != value for column, value in {**WITHDRAWN, "note": note_of(seal)}.items()):
            fault(FaultKind.SEAL, "it was sealed, but says something again")
        if (seal["page"], seal["blob"], seal["text_digest"]) != (page["digest"], page["blob"], page["text_digest"]):
            fault(FaultKind.SEAL, "its tombstone is of another page")
        for table, mine in (
            (readings, readings.c.page_id == page["id"]),
            (sightings, sightings.c.blob_id == page["blob_id"]),
            (fetches, fetches.c.blob_id == page["blob_id"]),
        ):
            if self._rows(select(table.c.id).where(mine)):
                fault(FaultKind.SEAL, f"it was sealed, but has {table.name}")
        chain = select(links).where(links.c.page_id == page["id"], links.c.what != "seal").order_by(links.c.position)
        if links_digest(self._rows(chain)) != seal["before"]:
            fault(FaultKind.SEAL, "its chain is not the one that the tombstone was set on")
        if seal["wiped_at"] is None:
            fault(FaultKind.SEAL, f"it was sealed, but may lie in the file still; finish with: sayso seal {page['digest'][:8]}")
        subjects = {("seal", seal["id"]): (FaultKind.SEAL, seal_digest(seal))}
        self._chain(page["id"], page["digest"], subjects, fault, withdrawn=True)

    def _entries(self, reading: int, page: RowMapping, fault: Callable[..., None]) -> list[list[str]]:
        """Audit the statements, figures and marks of a reading; their digests in order."""
        said, counted, marked = (
            self._rows(select(table).where(table.c.reading_id == reading).order_by(table.c.position))
            for table in (statements, figures, marks)
        )
        of_statements = {row["entry"] for row in said}
        known = of_statements | {row["entry"] for row in counted}
        for row in said:
            self._counts["statements"] += 1
            at = f", statement {row['name']} ({row['entry'][:12]})"
            if statement_digest(row) != row["digest"]:
                fault(FaultKind.STATEMENT, "what it says of speaker, stance, kind or place is not what was stored", at)
            for kind, words in _citation_faults(row, page):
                fault(kind, words, at)
            if row["within"] is not None and row["within"] not in of_statements:
                fault(FaultKind.STATEMENT, "it stands within a statement that is not there", at)
        for row in counted:
            self._counts["figures"] += 1
            at = f", figure {row['name']} ({row['entry'][:12]})"
            if figure_digest(row) != row["digest"]:
                fault(FaultKind.FIGURE, "what it says of its number, sort, time, place or holder is not what was stored", at)
            for kind, words in _figure_faults(row, page):
                fault(kind, words, at)
            if {row["holder"], row["part_of"], row["replaces"]} - known - {None}:
                fault(FaultKind.FIGURE, "it is held by, part of, or in place of something that is not there", at)
        for row in marked:
            self._counts["marks"] += 1
            at = f", mark {row['name']} ({row['entry'][:12]})"
            if mark_digest(row) != row["digest"]:
                fault(FaultKind.MARK, "what it says, and about what, is not what was stored", at)
            for kind, words in _mark_faults(row, page):
                fault(kind, words, at)
            if {row["holder"], *json.loads(row["about"])} - known - {None, OUTLET}:
                fault(FaultKind.MARK, "it is held by, or about, something that is not there", at)
        return [[row["digest"] for row in rows] for rows in (said, counted, marked)]

    def _chain(
        self,
        page: int,
        page_id: str,
        subjects: dict[tuple[str, int], tuple[FaultKind, str]],
        fault: Callable[..., None],
        *,
        withdrawn: bool = False,
    ) -> None:
        """Audit a chain. Where the page is ``withdrawn``, what its links stood for before the seal is not there, as it should."""
        end = page_id
        linked: set[tuple[str, int]] = set()
        for position, link in enumerate(self._rows(select(links).where(links.c.page_id == page).order_by(links.c.position))):
            at = f", link {link['position']}"
            if link["position"] != position:
                fault(FaultKind.CHAIN, f"link {position} is missing", at)
            subject = link["what"], link["row"]
            if withdrawn and link["what"] in _THE.keys() - {"seal"} and not linked:
                pass
            elif subject not in subjects or subject in linked:
                fault(FaultKind.CHAIN, f"it stands for {_a(link['what'])} that is not there, or that another link stands for", at)
            elif subjects[subject][1] != link["subject"]:
                fault(subjects[subject][0], f"{_THE[link['what']]} is not what was stored", at)
            linked |= {subject} & subjects.keys()
            end = link_digest(end, link["what"], link["subject"])
            if end != link["digest"]:
                fault(FaultKind.CHAIN, "its digest does not follow from the link before it and what it stands for", at)
            end = link["digest"]
        for what, _ in sorted(subjects.keys() - linked):
            if what not in ("sighting", "fetch"):  # one of before the page was made stands in another's chain, of the same bytes
                fault(FaultKind.CHAIN, f"{_a(what)} of it stands in no link")
        self._head.update(f"{page_id} {end}\n".encode())

    def unlinked_sightings(self) -> None:
        linked = links.c.what == "sighting", links.c.row == sightings.c.id
        found = select(sightings, links.c.row.label("linked")).outerjoin(links, linked[0] & linked[1])
        for row in self._rows(found.distinct().order_by(sightings.c.id)):
            self._counts["sightings"] += 1
            if row["linked"] is None:
                where = f"sighting of {row['name']} at {row['seen']}, {row['seen_at']}"
                self._faults.append(Fault(FaultKind.SIGHTING, where, "it stands in no chain"))

    def fetches(self, archive: Archive) -> None:
        """Audit the fetches, and the records of the archive that they name."""
        linked = links.c.what == "fetch", links.c.row == fetches.c.id
        found = select(fetches, blobs.c.digest.label("blob"), exists().where(*linked).label("linked")).outerjoin(blobs)
        asked = self._connection.execute(found.order_by(fetches.c.id), execution_options={"yield_per": 100})
        for row in asked.mappings():
            self._counts["fetches"] += 1
            where = f"fetch of {row['asked']}, {row['fetched_at']}"
            if fetch_digest(row, row["blob"]) != row["digest"]:
                self._faults.append(Fault(FaultKind.FETCH, where, "what it says is not what was stored"))
            if row["blob_id"] is None:  # it brought nothing and nothing had come before: it is of no page
                self._head.update(f"fetch {row['digest']}\n".encode())
            elif not row["linked"]:
                self._faults.append(Fault(FaultKind.FETCH, where, "it stands in no chain"))
            for words in archive_faults(archive, row):
                self._faults.append(Fault(FaultKind.ARCHIVE, where, words))

    def decisions(self) -> None:
        """Audit the chain of what people decided."""
        if (broken := broken_at(self._connection)) is not None:
            where = f"decision {broken.digest[:12]}"
            words = "it is not what was decided, or one before it was changed or taken away"
            self._faults.append(Fault(FaultKind.DECISION, where, words))
        for decision in all_decisions(self._connection):
            self._head.update(f"decision {decision.digest}\n".encode())

    def index(self) -> None:
        """Compare the search index with the statements, where these are what they were; else it is no wonder that they differ."""
        if not self._faults and not search.is_whole(self._connection):
            words = "it has not the words of all statements, so that questions may miss some; in Python, index_again() mends it"
            self._faults.append(Fault(FaultKind.INDEX, "the search index", words))

    def _rows(self, asked: Any) -> Sequence[RowMapping]:
        return self._connection.execute(asked).mappings().all()


_THE = {
    "page": "what is known of the page",
    "sighting": "when, where or how it was seen",
    "fetch": "when, where or how it was fetched",
    "reading": "the reading",
    "seal": "the tombstone",
}


def _a(what: str) -> str:
    return f"a {what}" if what in _THE else f"something ({what})"


def archive_faults(archive: Archive, row: Mapping[Any, Any]) -> Iterator[str]:
    """What does not match of the records that a fetch's row names."""
    for record in records_of(row):
        is_page = record.id == row["record"] and record.type == "response" and row["outcome"] == FetchOutcome.GOT
        try:
            there = archive.member(row["file"], record.offset, with_data=is_page)
        except (Torn, SourceUnreadable) as error:
            yield f"its {record.type} record is not there ({error})"
            continue
        if (there.id, there.type, there.length) != (record.id, record.type, record.length):
            yield f"another record stands at {record.offset:,} of {row['file']} than its {record.type}"
        elif there.block != record.block:
            yield f"its {record.type} record at {record.offset:,} of {row['file']} is not what was fetched"
        elif is_page and (data := payload_of(there.data)) is not None and digest(data) != row["blob"]:
            yield f"its record at {record.offset:,} of {row['file']} has other bytes than those that were archived"


def _citation_faults(row: RowMapping, page: RowMapping) -> Iterator[tuple[FaultKind, str]]:
    """Whether a statement's words stand in the text where it says, and its entry id is made from them."""
    try:
        pieces = {what: pieces_from(row[what]) for what in ("source", "cue", "content")}
        cited = [piece for what in pieces for piece in json.loads(row[what])]
    except (ValueError, TypeError) as error:
        yield FaultKind.CITATION, f"its spans cannot be read ({error})"
        return
    yield from _words_elsewhere(cited, page)
    if not pieces["content"]:
        yield FaultKind.CITATION, "it cites no content"
    if entry_id(page["text_digest"], **pieces) != row["entry"]:
        yield FaultKind.ENTRY, "its id is not made from the text and its spans"


def _figure_faults(row: RowMapping, page: RowMapping) -> Iterator[tuple[FaultKind, str]]:
    """The same for a figure."""
    try:
        printed = pieces_from(row["printed"])
        cited = [piece for what in ("printed", "counts", "event", "who", "blamed") for piece in json.loads(row[what])]
        cited += [json.loads(row[what])[0] for what in ("as_of", "period", "place") if row[what] is not None]
        yield from _words_elsewhere(cited, page)
        if [figure_entry(page["text_digest"], span) for span in printed] != [row["entry"]]:
            yield FaultKind.ENTRY, "its id is not made from the text and its span"
    except (ValueError, TypeError, IndexError) as error:
        yield FaultKind.CITATION, f"its spans cannot be read ({error})"


def _mark_faults(row: RowMapping, page: RowMapping) -> Iterator[tuple[FaultKind, str]]:
    """The same for a mark."""
    try:
        spans = pieces_from(row["words"])
        yield from _words_elsewhere(json.loads(row["words"]) + json.loads(row["by"]), page)
    except (ValueError, TypeError) as error:
        yield FaultKind.CITATION, f"its spans cannot be read ({error})"
        return
    if not spans:
        yield FaultKind.CITATION, "it cites no words"
    if mark_entry(page["text_digest"], spans) != row["entry"]:
        yield FaultKind.ENTRY, "its id is not made from the text and its spans"


def _words_elsewhere(cited: list[tuple[int, int, str]], page: RowMapping) -> Iterator[tuple[FaultKind, str]]:
    for start, end, words in cited:
        there = page["text"][start:end]
        if there != words:
            yield FaultKind.CITATION, f"it cites {words!r} at {start}–{end}, where the page has {there!r}"


def fingerprint(ledger: Ledger) -> str:
    """One digest over all evidence: the same for ledgers that hold the same, in whatever order and whenever it was added."""
    found = hashlib.sha256()
    with ledger.store.reading() as connection:
        for line in _lines(connection):
            found.update(line.encode() + b"\n")
    return found.hexdigest()


def _lines(connection: Connection) -> Iterator[str]:
    seen = select(sightings, blobs.c.digest.label("blob")).join(blobs)
    for row in sorted(sighting_digest({**row, "seen_at": None}, row["blob"]) for row in connection.execute(seen).mappings()):
        yield f"sighting {row}"
    for page in connection.execute(select(pages, blobs.c.digest.label("blob")).join(blobs).order_by(pages.c.digest)).mappings():
        if page["state"] == State.SEALED:
            yield f"sealed {page['digest']}"
            continue
        yield f"page {page_digest(page, page['blob'])}"
        read = select(readings).where(readings.c.page_id == page["id"]).order_by(readings.c.model, readings.c.rules)
        for reading in connection.execute(read).mappings():
            digests = (
                connection.execute(select(t.c.digest).where(t.c.reading_id == reading["id"]).order_by(t.c.position)).scalars()
                for t in (statements, figures, marks)
            )
            yield f"reading {reading_digest({**reading, 'read_at': None}, page['digest'], *digests)}"
    for decision in all_decisions(connection):
        yield f"decision {decision.digest}"
