"""Linking: bringing what is derived from the pages of a ledger up to date with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, or_, select

from sayso.ledger import queries
from sayso.ledger.conditions import CURRENT_READING
from sayso.ledger.ledger import Ledger
from sayso.ledger.named import IS_CURRENT_PAGE
from sayso.ledger.schema import pages, seals, sightings
from sayso.stories import copies, events, media, origins, people, traces, versions
from sayso.stories.dossiers import figures as dossiers_of_figures
from sayso.stories.dossiers import statements as dossiers_of_statements
from sayso.stories.traces import Finder, Traced, traced_pages
from sayso.text import digest

FINDERS: tuple[Finder, ...] = (copies, origins, events, dossiers_of_figures, dossiers_of_statements, people, versions, media)
"""Every part of linking, in the order in which a page goes through them."""

_TURN = "links"
"""Who links waits for others who do, and not for those who add pages."""

PAGES_AT_ONCE = 50
"""So many pages are linked in one transaction: few enough that others who write need not wait long."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What ``link`` did: how many pages were linked, and how many were taken out because they are not current any more."""

    pages: int
    forgotten: int
    anew: bool
    """Whether all was made again, because this sayso keeps other traces than the one before."""


OnLinked = Callable[[int, int], None]
"""Told after each page: how many are done, and how many there are to do."""


def link(ledger: Ledger, *, anew: bool = False, finders: Sequence[Finder] = FINDERS, on_page: OnLinked | None = None) -> Linked:
    """Bring the links of a ledger up to date: pages that are new or were read again are linked, those gone are taken out.

    What is linked already is not looked at again, and the outcome does not depend on the order in which pages came. It can be
    broken off at any time and goes on from there; another process may add pages meanwhile. ``anew`` makes all links again.
    """
    version = _version(finders)
    with ledger.store.reading() as connection:
        ready = traces.is_ready(connection, version) and not anew
    if not ready:
        with ledger.store.writing() as connection:
            if anew or not traces.is_ready(connection, version):  # another process may have been quicker
                traces.make_again(connection, version)
                ledger.store.settle(connection, list(traces.derived.tables))
    with ledger.store.writing(_TURN) as connection:
        gone = connection.execute(_outdated()).scalars().all()
        for page in gone:
            traces.forget(connection, page)
    with ledger.store.reading() as connection:
        waiting = [row.id for row in connection.execute(_waiting())]
    for start in range(0, len(waiting), PAGES_AT_ONCE):
        with ledger.store.writing(_TURN) as connection:
            for done, page in enumerate(waiting[start : start + PAGES_AT_ONCE], start + 1):
                _link(connection, page, finders)
                if on_page is not None:
                    on_page(done, len(waiting))
    return Linked(len(waiting), len(gone), anew=not ready)


def unlinked(ledger: Ledger, *, finders: Sequence[Finder] = FINDERS) -> int:
    """How many pages are not linked yet, or were read again since."""
    with ledger.store.reading() as connection:
        if not traces.is_ready(connection, _version(finders)):
            return connection.execute(select(func.count()).select_from(pages).where(_IS_LINKED_AT_ALL)).scalar_one()
        return connection.execute(select(func.count()).select_from(_waiting().subquery())).scalar_one()


def _link(connection: Connection, page: int, finders: Sequence[Finder]) -> None:
    if connection.execute(select(traced_pages.c.page_id).where(traced_pages.c.page_id == page)).first() is not None:
        return  # another process linked it meanwhile
    row = connection.execute(select(pages, CURRENT_READING.label("reading")).where(pages.c.id == page)).one()
    traced = _traced(connection, row)
    for finder in finders:
        finder.link(connection, traced)
    connection.execute(insert(traced_pages).values(page_id=page, reading_id=row.reading, day=traced.day))


def _traced(connection: Connection, row: Row[Any]) -> Traced:
    first = select(func.min(sightings.c.seen_at)).where(sightings.c.blob_id == row.blob_id)
    first_seen = connection.execute(first).scalar() or ""
    return Traced(row=row.id, report=queries.report(connection, row.id), seen=row.seen, first_seen=first_seen)


_IS_LINKED_AT_ALL = and_(IS_CURRENT_PAGE, pages.c.id.not_in(select(seals.c.page_id)))


def _waiting() -> Any:
    """Pages that have no traces yet."""
    return select(pages.c.id).where(_IS_LINKED_AT_ALL, pages.c.id.not_in(select(traced_pages.c.page_id))).order_by(pages.c.id)


def _outdated() -> Any:
    """Pages whose traces are of another reading than the current one, or that are sealed or not current any more."""
    same = func.coalesce(CURRENT_READING, -1) == func.coalesce(traced_pages.c.reading_id, -1)
    return (
        select(traced_pages.c.page_id)
        .outerjoin(pages, pages.c.id == traced_pages.c.page_id)
        .where(or_(pages.c.id.is_(None), ~same, ~_IS_LINKED_AT_ALL))
    )


def _version(finders: Sequence[Finder]) -> int:
    """One number for all that the finders keep: it changes when one of them does, or when one comes or goes."""
    kept = ",".join(f"{getattr(finder, '__name__', type(finder).__name__)} {finder.VERSION}" for finder in finders)
    return int(digest(kept)[:15], 16)
