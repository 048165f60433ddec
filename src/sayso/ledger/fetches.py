"""Fetches as rows of the ledger, and back again; what is known of an address; and who else needs to know of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select

from sayso.ledger.chain import Chain
from sayso.ledger.named import IS_CURRENT_PAGE
from sayso.ledger.rows import Row, compact, digest_of, moment, storable, unpacked
from sayso.ledger.schema import blobs, fetches, pages
from sayso.sources.archive_records import Earlier
from sayso.sources.fetch.fetched import LATER, Failure, Fetch, Known, Outcome, Record

_FETCH = (
    "asked",
    "url",
    "fetched_at",
    "outcome",
    "status",
    "redirects",
    "etag",
    "last_modified",
    "content_type",
    "address",
    "failure",
    "trouble",
    "file",
    "record",
    "begins",
    "length",
    "payload",
    "records",
)
_LOOKED_BACK = 200
"""So many of the last fetches of an address are looked through for one that brought something."""


@dataclass(frozen=True, slots=True)
class FetchRow(Fetch):
    """A fetch as the ledger has it. ``blob`` is the digest of the bytes that it brought, found unchanged, or, where it failed,
    that came from there the last time; ``page`` is the id of the page of these bytes, the newest.
    """

    blob: str | None = None
    page: str | None = None


def fetch_row(fetch: Fetch) -> dict[str, Any]:
    """A fetch without its run and blob, nor its digest, which is over the blob too."""
    begins, length = fetch.place or (None, None)
    return {
        "asked": storable(fetch.asked),
        "url": storable(fetch.url),
        "fetched_at": moment(fetch.at),
        "outcome": fetch.outcome.value,
        "status": fetch.status,
        "redirects": compact([list(each) for each in fetch.redirects]),
        "etag": _storable_or_none(fetch.etag),
        "last_modified": _storable_or_none(fetch.last_modified),
        "content_type": _storable_or_none(fetch.content_type),
        "address": fetch.address,
        "failure": fetch.failure.value if fetch.failure else None,
        "trouble": _storable_or_none(fetch.trouble),
        "file": fetch.file,
        "record": fetch.record,
        "begins": begins,
        "length": length,
        "payload": fetch.payload,
        "records": compact([[r.id, r.type, r.offset, r.length, r.block] for r in fetch.records]),
    }


def _storable_or_none(words: str | None) -> str | None:
    return None if words is None else storable(words)


def fetch_digest(row: Row, blob: str | None) -> str:
    """What a fetch's row says; the bytes are in it by their own digest."""
    return digest_of(["fetch", blob, *(row[column] for column in _FETCH)])


def fetch_from(row: Row) -> FetchRow:
    """The fetch that was stored; the row has the digests of its blob and page too."""
    return FetchRow(
        asked=row["asked"],
        url=row["url"],
        at=datetime.fromisoformat(row["fetched_at"]),
        outcome=Outcome(row["outcome"]),
        status=row["status"],
        redirects=tuple((status, url) for status, url in json.loads(row["redirects"])),
        etag=row["etag"],
        last_modified=row["last_modified"],
        content_type=row["content_type"],
        address=row["address"],
        failure=Failure(row["failure"]) if row["failure"] else None,
        trouble=row["trouble"],
        file=row["file"],
        record=row["record"],
        payload=row["payload"],
        records=records_of(row),
        blob=row["blob"],
        page=row["page"],
    )


def records_of(row: Row) -> tuple[Record, ...]:
    """The records of a fetch's row."""
    return tuple(Record(*each) for each in json.loads(row["records"]))


# Adding


def add_fetch(connection: Connection, fetch: Fetch, *, run: int, blob: tuple[int, str] | None) -> tuple[int, str] | None:
    """Add a fetch's row; its number and digest, or ``None`` if it is there already. ``blob`` is a row number and a digest."""
    if fetch.records and is_named(connection, fetch):
        return None
    number, name = blob or (None, None)
    row = fetch_row(fetch)
    row["digest"] = fetch_digest(row, name)
    key = connection.execute(insert(fetches), {**row, "run_id": run, "blob_id": number}).inserted_primary_key
    assert key is not None
    return int(key[0]), row["digest"]


def note_failed(connection: Connection, fetch: Fetch, *, run: int) -> None:
    """Add a fetch that brought nothing, in the chains of the pages that came from its address the last time."""
    blob = last_blob(connection, fetch.asked)
    added = add_fetch(connection, fetch, run=run, blob=blob)
    if added is not None and blob is not None:
        current = select(pages.c.id).where(pages.c.blob_id == blob[0], IS_CURRENT_PAGE)
        for page in connection.execute(current).scalars().all():
            Chain.of(connection, page).add("fetch", *added).write()


# Asking


def last_blob(connection: Connection, asked: str) -> tuple[int, str] | None:
    """Row number and digest of the bytes that came last from an address."""
    row = _last_good(connection, asked)
    return None if row is None else (row.blob_id, row.blob)


def _last_good(connection: Connection, asked: str) -> Any:
    found = (
        select(fetches, blobs.c.digest.label("blob"), blobs.c.packing)
        .join(blobs, blobs.c.id == fetches.c.blob_id)
        .where(fetches.c.asked == storable(asked), fetches.c.outcome != Outcome.FAILED.value)
        .order_by(fetches.c.id.desc())
        .limit(1)
    )
    return connection.execute(found).first()


def known_of(connection: Connection, asked: str) -> tuple[Known, str] | None:
    """What is known of an address from the last time, but for its bytes (which ``Known.data`` cannot give), and their digest.

    A server sends the validators again when nothing changed, or leaves them out, and then the ones from before hold.
    """
    last = _last_good(connection, asked)
    if last is None or last.packing == "sealed":
        return None
    newest_first = (
        select(fetches.c.url, fetches.c.etag, fetches.c.last_modified, fetches.c.content_type)
        .where(fetches.c.asked == last.asked, fetches.c.blob_id == last.blob_id, fetches.c.outcome != Outcome.FAILED.value)
        .order_by(fetches.c.id.desc())
        .limit(_LOOKED_BACK)
    )
    rows = [row for row in connection.execute(newest_first) if row.url == last.url]
    said = next((row.content_type for row in rows if row.content_type), None)
    for row in rows:
        if row.etag or row.last_modified:
            return Known(row.url, row.etag, row.last_modified, bytes, said), last.blob
    return None


def bytes_of(connection: Connection, blob: str) -> bytes:
    """The archived bytes of a digest."""
    return unpacked(connection.execute(select(blobs).where(blobs.c.digest == blob)).mappings().one())


def earlier_of(connection: Connection, asked: str, payload: str | None) -> Earlier | None:
    """The record of an earlier answer with the same payload; without one, of the answer that a *not changed* speaks of."""
    known = select(fetches).where(fetches.c.outcome == Outcome.GOT.value, fetches.c.record.is_not(None))
    if payload is None:
        last = last_blob(connection, asked)
        if last is None:
            return None
        known = known.where(fetches.c.asked == storable(asked), fetches.c.blob_id == last[0])
    else:
        known = known.where(fetches.c.payload == payload)
    for row in connection.execute(known.order_by(fetches.c.id).limit(_LOOKED_BACK)).mappings():
        if any(r.id == row["record"] and r.type == "response" for r in records_of(row)):
            return Earlier(row["record"], row["url"], datetime.fromisoformat(row["fetched_at"]), row["payload"])
    return None


def blob_of_payload(connection: Connection, payload: str) -> str | None:
    """The digest of the bytes that a payload was unpacked to."""
    found = (
        select(blobs.c.digest)
        .join(fetches, fetches.c.blob_id == blobs.c.id)
        .where(fetches.c.payload == payload, fetches.c.outcome == Outcome.GOT.value, blobs.c.packing != "sealed")
        .limit(1)
    )
    return connection.execute(found).scalar()


def done_in(connection: Connection, run: int) -> set[str]:
    """The addresses that a run is done with: all but those that may be there in a moment."""
    may_come = [failure.value for failure in LATER]
    done = select(fetches.c.asked).where(
        fetches.c.run_id == run, or_(fetches.c.failure.is_(None), fetches.c.failure.not_in(may_come))
    )
    return set(connection.execute(done).scalars())


def known_end(connection: Connection, file: str) -> int:
    """Where the last record ends that is known to lie in a file of the archive."""
    newest = select(fetches.c.records).where(fetches.c.file == file).order_by(fetches.c.id.desc()).limit(64)
    ends = [records[-1][2] + records[-1][3] for each in connection.execute(newest).scalars() if (records := json.loads(each))]
    return max(ends, default=0)


def is_named(connection: Connection, fetch: Fetch) -> bool:
    """Whether a fetch has a row."""
    there = select(fetches.c.id).where(
        fetches.c.asked == storable(fetch.asked),
        fetches.c.fetched_at == moment(fetch.at),
        fetches.c.records == fetch_row(fetch)["records"],
    )
    return connection.execute(there.limit(1)).first() is not None


def rows_of(connection: Connection, url: str | None = None) -> Iterator[FetchRow]:
    """The fetches of an address as it was asked for or found, or all, newest first."""
    page = select(pages.c.digest).where(pages.c.blob_id == fetches.c.blob_id).order_by(pages.c.id.desc()).limit(1)
    asked = select(fetches, blobs.c.digest.label("blob"), page.scalar_subquery().label("page")).outerjoin(
        blobs, blobs.c.id == fetches.c.blob_id
    )
    if url is not None:
        asked = asked.where(or_(fetches.c.asked == url, fetches.c.url == url))
    for row in connection.execute(asked.order_by(fetches.c.id.desc())).mappings():
        yield fetch_from(row)


# Sealing


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What of the archive goes with a sealed page: see ``Archive.withdraw``."""

    ids: frozenset[str]
    urls: frozenset[str]
    keep: frozenset[str]


def addresses_of(connection: Connection, blob: int) -> tuple[set[str], set[int]]:
    """The addresses that some bytes came from, and the runs that asked for one of these, whatever came of it."""
    own = select(fetches.c.asked, fetches.c.url).where(fetches.c.blob_id == blob)
    urls = {url for row in connection.execute(own) for url in row}
    asking = select(fetches.c.run_id).where(or_(fetches.c.asked.in_(urls), fetches.c.blob_id == blob))
    return urls, set(connection.execute(asking).scalars())


def withdrawn_with(connection: Connection, blob: int) -> Withdrawn:
    """Takes away the rows of fetches that go with bytes which are sealed, and says which records do."""
    own = select(fetches.c.asked, fetches.c.url, fetches.c.records).where(fetches.c.blob_id == blob)
    rows = list(connection.execute(own))
    urls = {url for row in rows for url in (row.asked, row.url)}
    brought_nothing = fetches.c.blob_id.is_(None) & fetches.c.asked.in_(urls)
    rows += connection.execute(select(fetches.c.asked, fetches.c.url, fetches.c.records).where(brought_nothing)).all()
    ids = {each[0] for row in rows for each in json.loads(row.records)}
    connection.execute(fetches.delete().where(brought_nothing))
    connection.execute(fetches.delete().where(fetches.c.blob_id == blob))
    left = select(fetches.c.records).where(or_(fetches.c.asked.in_(urls), fetches.c.url.in_(urls)))
    keep = {each[0] for records in connection.execute(left).scalars() for each in json.loads(records)}
    return Withdrawn(frozenset(ids), frozenset(urls), frozenset(keep - ids))
