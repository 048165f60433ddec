"""Versions: the pages of one address, in the order of time. A part of a live page is matched with the same part.

A page that could not be read (a paywall notice came in its place, say) stands among them, but tells nothing of what was changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Column, Connection, Index, Integer, Row, String, Table, Text, func, insert, select

from sayso.ledger.schema import pages
from sayso.page.page import State
from sayso.stories.addresses import canonical
from sayso.stories.traces import Traced, derived

VERSION = 2

traced_versions = Table(
    "traced_versions",
    derived,
    Column("page_id", Integer, primary_key=True, autoincrement=False),
    Column("address", Text, nullable=False),  # canonical, for comparing alone
    Column("part", Text, nullable=False),  # which entry of a live page; empty for the whole
    Column("at", String(40), nullable=False),  # when it was made: modified, published or first seen
    Column("said", String(16), nullable=False),  # which of these
    Column("order", String(40), nullable=False),  # the same time in UTC
    Column("first_seen", String(40), nullable=False),
    Index("ix_traced_versions_address", "address", "part", "order"),
    Index("ix_traced_versions_order", "order"),
)


@dataclass(frozen=True, slots=True)
class Version:
    """A page as a version of the document at its address."""

    row: int
    """Its row in ``pages``."""
    page: str
    """The page's id."""
    name: str
    address: str
    part: str
    at: str
    """When it was made, ISO 8601, as the page has it."""
    said: str
    """What tells so: ``modified``, ``published`` or ``first seen``."""
    text_digest: str
    state: State = State.READ
    note: str | None = None
    """Why it could not be read, where the page says more than its state."""
    outlet: str | None = None

    @property
    def is_read(self) -> bool:
        """Whether its claims could be read: only then is it compared with others."""
        return self.state is State.READ


def link(connection: Connection, page: Traced) -> None:
    """Keep of which document the page is a version, and when it was made. Pages without an address are versions of none."""
    address = canonical(page.report.page.url)
    if address is None:
        return
    own = page.report.page
    said, at = "first seen", page.first_seen
    if own.state is State.READ:  # the dates of a notice in its place, if any, are those of the article
        said = "modified" if own.modified else "published" if own.published else said
        at = own.modified or own.published or at
    connection.execute(
        insert(traced_versions).values(
            page_id=page.row,
            address=address,
            part=_part(own.part, own.published),
            at=at,
            said=said,
            order=in_order(at),
            first_seen=page.first_seen,
        )
    )


def in_order(at: str) -> str:
    """A time as it is compared with others: in UTC. One without an offset is taken as it stands, one without an hour as noon."""
    try:
        moment = datetime.fromisoformat(at if len(at) > 10 else f"{at}T12:00")
    except ValueError:
        return at
    return (moment.astimezone(UTC) if moment.tzinfo else moment).strftime("%Y-%m-%dT%H:%M:%S.%f")


def _part(part: str | None, published: str | None) -> str:
    """The entry's own id; a mere number counts entries, which more are put before, so that its time is what lasts."""
    if part is None:
        return ""
    return published or part if part.isdigit() and len(part) <= 4 else part


def versions_of(connection: Connection, page: int) -> list[Version]:
    """All versions of the document that a page is one of, in the order of time; the page alone if there are no others."""
    own = select(traced_versions.c.address, traced_versions.c.part).where(traced_versions.c.page_id == page)
    found = connection.execute(own).first()
    if found is None:
        return []
    return _listed(connection.execute(_rows().where(_v.address == found.address, _v.part == found.part).order_by(*_IN_TIME)))


def of_address(connection: Connection, address: str) -> list[list[Version]]:
    """The versions at a canonical address, one list for the whole and for each part."""
    found = connection.execute(_rows().where(_v.address == address).order_by(_v.part, *_IN_TIME))
    return [_listed(group) for _, group in groupby(found, key=lambda row: row.part)]


def in_versions(connection: Connection, *, since: str | None = None, until: str | None = None) -> Iterator[list[Version]]:
    """Every document, or part of one, that is there in several versions of other words, in the order of their newest.

    Versions that could not be read are among them, and are of other words, if there is one that could.

    ``since`` and ``until`` bound the time of the newest version but for those that have one in between; see ``in_order``.
    """
    keys = select(_v.address, _v.part).group_by(_v.address, _v.part).having(func.count() > 1)
    if since is not None:
        keys = keys.having(func.max(_v.order) >= since)
    if until is not None:
        keys = keys.having(func.min(_v.order) <= until)
    several = keys.subquery()
    mine = (_v.address == several.c.address) & (_v.part == several.c.part)
    found = connection.execute(_rows().join(several, mine).order_by(_v.address, _v.part, *_IN_TIME))
    documents = [_listed(group) for _, group in groupby(found, key=lambda row: (row.address, row.part))]
    told = [versions for versions in documents if len(versions) > 1 and any(version.is_read for version in versions)]
    yield from sorted(told, key=lambda versions: (in_order(versions[-1].at), versions[-1].page))


_v = traced_versions.c
_IN_TIME = (_v.order, _v.first_seen, pages.c.digest)


def _rows() -> Any:
    kept = (pages.c.text_digest, pages.c.state, pages.c.note, pages.c.outlet)
    columns = (_v.page_id, pages.c.digest, pages.c.name, _v.address, _v.part, _v.at, _v.said, *kept)
    return select(*columns).select_from(traced_versions).join(pages, pages.c.id == _v.page_id)


def _listed(rows: Sequence[Row[Any]] | Any) -> list[Version]:
    """The versions; of several in a row with the same text the first, for the others change nothing.

    In a row are also two that were read, if those between them were not.
    """
    found: list[Version] = []
    read: str | None = None
    for row in rows:
        version = Version(*row)
        version = replace(version, state=State(version.state))
        before = read if version.is_read else found[-1].text_digest if found and not found[-1].is_read else None
        if before != version.text_digest:
            found.append(version)
        if version.is_read:
            read = version.text_digest
    return found
