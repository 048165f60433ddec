"""Sealing: the content of a page that endangers somebody is withdrawn, and a tombstone stays.

All pages of the same bytes are sealed together, for any of them could be made again from the archived file. What goes: the
bytes, texts, headlines, addresses, names and places of the file, sightings, fetches with their records in the archive beside the
ledger, readings and all entries, their rows in the search index, and what linking keeps of them. What stays: each page's id and
digests, who sealed it, when and why, and the chain, in which the seal is the last link; and what people decided about links. The
file is then written anew, so that no byte of what was withdrawn lies on in free pages or in the write-ahead log.
Copies of the file that lie elsewhere, and what a disk keeps of deleted blocks, are out of its reach.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, column, delete, insert, inspect, or_, select, update
from sqlalchemy import table as table_named

from sayso.errors import LedgerBusy, PageSealed, UsageError
from sayso.ledger import search
from sayso.ledger.chain import Chain
from sayso.ledger.fetches import addresses_of, withdrawn_with
from sayso.ledger.named import SHORT_ID, pages_named
from sayso.ledger.rows import links_digest, moment, seal_digest, storable
from sayso.ledger.schema import blobs, links, metadata, pages, readings, runs, seals, sightings, wipes
from sayso.ledger.store import Store
from sayso.page.page import State
from sayso.sources.archive_files import Archive, archive_beside
from sayso.text import digest

WITHDRAWN_BYTES = {"size": 0, "packing": "sealed", "data": b""}
"""What the row of bytes says that were withdrawn, besides their digest."""

WITHDRAWN = {
    "seen": "",
    "state": State.SEALED.value,
    "name": "sealed page",
    "url": None,
    "outlet": None,
    "headline": None,
    "authors": "[]",
    "published": None,
    "modified": None,
    "dates": "[]",
    "language": None,
    "section": None,
    "blocks": "[]",
    "words": 0,
    "text": "",
}
"""What a sealed page says, besides its note."""

TRACES = "traced_"
"""How the names of the tables begin in which linking keeps what it derives from pages."""

_NO_TEXT = digest("")
_TELLING = 6
"""A file's name of fewer letters is not looked for in what a run was begun with."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What a seal did. ``pages`` are the ids of all that were sealed: the page itself, and all others of the same bytes."""

    page: str
    by: str
    reason: str
    at: str
    pages: tuple[str, ...]
    others: tuple[str, ...] = ()
    """Ids of pages of other bytes with the same address or text, which were left as they are."""
    again: bool = False
    """Whether it was sealed before, and only wiped once more."""


def seal(store: Store, name: str, *, by: str, reason: str, at: datetime) -> Seal:
    """Withdraw the document that ``name`` means, for good, and leave a tombstone; one that is sealed already is wiped again.

    Raises ``NotInLedger`` if there is none, ``UsageError`` without a name or a reason, and ``LedgerBusy`` if another process kept
    the file from being wiped: the page is sealed then, and sealing it again goes on from there.
    """
    if not by.strip() or not reason.strip():
        raise UsageError("A seal needs the name of who seals and a reason; both stay on the tombstone")
    with store.writing() as connection:
        store.withdrawing(connection)
        archive = Archive(archive_beside(store.path))
        sealed = _sealed_before(connection, name, archive) or _withdraw(
            connection, name, storable(by), storable(reason), at, archive
        )
    try:
        store.wipe()
    except LedgerBusy as busy:
        raise LedgerBusy(
            f"Page {sealed.page[:SHORT_ID]} is sealed, but another process is using {store.name}, so that its bytes may lie in "
            f"the file still. When that is done, finish with the same command: sayso seal {sealed.page[:SHORT_ID]}"
        ) from busy
    with store.writing() as connection:
        unwiped = select(seals.c.id).where(seals.c.id.not_in(select(wipes.c.seal_id)))
        if done := [{"seal_id": number, "wiped_at": moment(at)} for number in connection.execute(unwiped).scalars()]:
            connection.execute(insert(wipes), done)
    return sealed


def _sealed_before(connection: Connection, name: str, archive: Archive) -> Seal | None:
    """The seal of a page that is sealed already; what came back to the archive since goes again."""
    row = connection.execute(select(seals).where(seals.c.page_id == pages_named(connection, name)[0])).first()
    if row is None:
        return None
    archive.withdraw(ids=(), blobs={row.blob})
    together = connection.execute(select(seals.c.page).where(seals.c.blob == row.blob)).scalars().all()
    return Seal(row.page, row.by, row.reason, row.sealed_at, tuple(together), again=True)


def _withdraw(connection: Connection, name: str, by: str, reason: str, at: datetime, archive: Archive) -> Seal:
    named = pages_named(connection, name)[0]
    blob = connection.execute(select(pages.c.blob_id).where(pages.c.id == named)).scalar_one()
    found = select(pages, blobs.c.digest.label("blob")).join(blobs).where(pages.c.blob_id == blob).order_by(pages.c.id)
    rows = connection.execute(found).all()
    others = _others(connection, rows)
    page = next(row.digest for row in rows if row.id == named)
    for row in rows:
        chain = select(links).where(links.c.page_id == row.id).order_by(links.c.position)
        tombstone = {
            "page": row.digest,
            "blob": row.blob,
            "text_digest": row.text_digest,
            "before": links_digest(connection.execute(chain).mappings()),
            "by": by,
            "reason": reason,
            "sealed_at": moment(at),
        }
        number = connection.execute(insert(seals).values(page_id=row.id, **tombstone).returning(seals.c.id)).scalar_one()
        Chain.of(connection, row.id).add("seal", number, seal_digest(tombstone)).write()
    _empty(connection, blob, [row.id for row in rows], note_of({"by": by, "reason": reason, "sealed_at": moment(at)}))
    search.forget_withdrawn(connection)
    gone = withdrawn_with(connection, blob)
    # last, so that whatever stops it before leaves both as they were; the rows go only if the records went
    archive.withdraw(ids=gone.ids, blobs={rows[0].blob}, urls=gone.urls, keep=gone.keep)
    return Seal(page, by, reason, moment(at), tuple(row.digest for row in rows), others)


def _empty(connection: Connection, blob: int, sealed: Sequence[int], note: str) -> None:
    """Take away what the rows of the sealed pages and of their bytes say; the triggers let it pass, for the seals are there."""
    _forget_targets(connection, blob)
    read = select(readings.c.id).where(readings.c.page_id.in_(sealed))
    for table in metadata.tables.values():
        if "reading_id" in table.c:
            connection.execute(delete(table).where(table.c.reading_id.in_(read)))
    connection.execute(delete(readings).where(readings.c.page_id.in_(sealed)))
    _untrace(connection, sealed)
    connection.execute(delete(sightings).where(sightings.c.blob_id == blob))
    connection.execute(update(pages).where(pages.c.id.in_(sealed)).values(note=note, **WITHDRAWN))
    connection.execute(update(blobs).where(blobs.c.id == blob).values(**WITHDRAWN_BYTES))


def _untrace(connection: Connection, sealed: Sequence[int]) -> None:
    """Take away what linking keeps of the pages: tables that are named ``traced_…``, each with the page's row number."""
    kept = inspect(connection)
    for name in kept.get_table_names():
        if name.startswith(TRACES):
            columns = {told["name"] for told in kept.get_columns(name)} & {"page_id", "other_page_id"}
            if columns:
                there = table_named(name, *map(column, sorted(columns)))
                connection.execute(delete(there).where(or_(*(there.c[c].in_(sealed) for c in columns))))


def _forget_targets(connection: Connection, blob: int) -> None:
    """Where a run was begun with the file or address of the document, its name goes too."""
    seen = connection.execute(select(sightings).where(sightings.c.blob_id == blob)).all()
    names = {word for row in seen for word in (row.seen, row.url, row.name, Path(row.seen).name)}
    asked, runs_of_fetches = addresses_of(connection, blob)
    telling = {word for word in names | asked if word and len(word) >= _TELLING}
    begun = select(runs.c.id, runs.c.targets).where(runs.c.id.in_({row.run_id for row in seen} | runs_of_fetches))
    for row in connection.execute(begun).all():
        if any(word in row.targets for word in telling):
            connection.execute(update(runs).where(runs.c.id == row.id).values(targets="a page that was sealed"))


def _others(connection: Connection, rows: Sequence[Row[tuple[object, ...]]]) -> tuple[str, ...]:
    """Pages of other bytes that have the same address or the same text."""
    texts = {row.text_digest for row in rows} - {_NO_TEXT}
    urls = {row.url for row in rows} - {None}
    same = or_(pages.c.text_digest.in_(texts), pages.c.url.in_(urls))
    found = select(pages.c.digest).where(same, pages.c.blob_id != rows[0].blob_id).order_by(pages.c.id)
    return tuple(connection.execute(found).scalars())


def note_of(seal: Mapping[Any, Any]) -> str:
    """What a sealed page says in place of its content."""
    return f"sealed on {seal['sealed_at'][:10]} by {seal['by']}: {seal['reason']}"


def refuse_sealed(connection: Connection, name: str, *, blob: str, texts: Collection[str] = ()) -> None:
    """Raise ``PageSealed`` for bytes, or for texts, that were sealed: what was withdrawn does not come back by another door."""
    same = or_(seals.c.blob == blob, seals.c.text_digest.in_(set(texts) - {_NO_TEXT}))
    row = connection.execute(select(seals).where(same).order_by(seals.c.id).limit(1)).first()
    if row is not None:
        raise PageSealed(f"{name} is not added: {_tombstone(row)}")


def refuse_page(connection: Connection, page: int) -> None:
    """Raise ``PageSealed`` for a page that was sealed."""
    row = connection.execute(select(seals).where(seals.c.page_id == page)).first()
    if row is not None:
        raise PageSealed(f"There is nothing to show: {_tombstone(row)}")


def _tombstone(row: Row[tuple[object, ...]]) -> str:
    when_and_who = f"on {row.sealed_at[:10]} by {row.by}"
    return f"it was sealed as page {row.page[:SHORT_ID]} {when_and_who} ({row.reason}); its content is withdrawn"
