"""The derived tables: what linking keeps of each page, and how they are made and made again.

A finder keeps **traces**, which are a function of one page, and **links**, which are a function of the two pages or entries that
they join and of nothing else. A group is a connected component of links. So the order of adding does not matter, a person's
decision to join or to split takes effect by adding or leaving out one link, and all of it can be made again. Tables are no part
of the migrations; their names begin with ``traced_``, and each has a ``page_id``, by which the traces of a page that is sealed or
read again are taken away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, Table, delete, insert, or_, select

from sayso.claims.report import Report

derived = MetaData()
"""The tables of all finders."""

traced_version = Table("traced_version", derived, Column("version", BigInteger, primary_key=True, autoincrement=False))

traced_pages = Table(
    "traced_pages",
    derived,
    Column("page_id", Integer, primary_key=True, autoincrement=False),
    Column("reading_id", Integer),  # the reading that it was traced with; NULL where the page was not read
    Column("day", Integer, index=True),  # of publication, as a number of days; NULL where the page gives none
)


@dataclass(frozen=True, slots=True)
class Traced:
    """A page as linking sees it: with all names, whoever may see them later."""

    row: int
    """The page's row in ``pages``."""
    report: Report
    """The page with its current reading; without statements if it could not be read."""
    seen: str
    """Where its bytes were first seen."""
    first_seen: str
    """When its bytes were first seen, ISO 8601."""

    @property
    def day(self) -> int | None:
        """The day of publication as a number of days (proleptic Gregorian); ``None`` where the page gives none."""
        return day_of(self.report.page.published)


class Finder(Protocol):
    """A part of linking. ``VERSION`` rises with every change of what it keeps, so that all is made again."""

    VERSION: int

    def link(self, connection: Connection, page: Traced) -> None:
        """Keep the traces of a page that has none here yet, and its links to what has."""


def day_of(moment: str | None) -> int | None:
    """The day of an ISO 8601 time or date as a number of days; ``None`` if it does not say so much.

    >>> day_of("2025-03-12T09:00+01:00") - day_of("2025-03-11")
    1
    """
    try:
        return date.fromisoformat((moment or "")[:10]).toordinal()
    except ValueError:
        return None


def is_ready(connection: Connection, version: int) -> bool:
    """Whether the tables are there and of this version."""
    there = connection.dialect.has_table(connection, traced_version.name)
    return there and connection.execute(select(traced_version.c.version)).scalar() == version


def make_again(connection: Connection, version: int) -> None:
    """Make all tables anew, without anything in them."""
    derived.drop_all(connection)
    derived.create_all(connection)
    connection.execute(insert(traced_version).values(version=version))


def forget(connection: Connection, page: int) -> None:
    """Take away all traces of a page, and its links; ``page`` is its row."""
    for table in _tables_of_pages():
        ends = [table.c[name] == page for name in ("page_id", "other_page_id") if name in table.c]
        connection.execute(delete(table).where(or_(*ends)))


def _tables_of_pages() -> Iterator[Table]:
    return (table for table in derived.tables.values() if "page_id" in table.c)
