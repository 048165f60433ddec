"""Which pages are current, and which of them a name means.

Of the same bytes the pages that the newest extractor made are current.
"""

from __future__ import annotations

import re

from sqlalchemy import Connection, exists, select

from sayso.errors import NotInLedger
from sayso.ledger.schema import blobs, pages, sightings

_newer_page = pages.alias("newer_page")
IS_CURRENT_PAGE = ~exists().where(
    _newer_page.c.blob_id == pages.c.blob_id,
    _newer_page.c.extractor != pages.c.extractor,
    _newer_page.c.id > pages.c.id,
).correlate(pages)  # fmt: skip

_ID = re.compile(r"[0-9a-f]{6,64}")


def pages_named(connection: Connection, name: str) -> list[int]:
    """Row numbers of the current pages that ``name`` means, newest first: one, or all parts of one document.

    A name is a page's id or the beginning of one (six digits at least), its name, its URL, or where it was seen. An address or a
    place means the newest version that was seen there; an id means that page, current or not.

    Raises ``NotInLedger`` if there is none, or if several different documents go by that name.
    """
    if _ID.fullmatch(name):
        by_id = select(pages.c.id, pages.c.digest).where(pages.c.digest >= name, pages.c.digest < name + "g").limit(5)
        found = connection.execute(by_id).all()
        if len(found) > 1:
            raise NotInLedger(
                f"Several pages have ids that begin with {name}: {', '.join(row.digest[:12] for row in found)}; give more of it"
            )
        if found:
            return [found[0].id]
    own = select(pages.c.id, pages.c.blob_id).where(IS_CURRENT_PAGE, (pages.c.name == name) | (pages.c.url == name))
    seen = select(sightings.c.blob_id).where((sightings.c.seen == name) | (sightings.c.name == name) | (sightings.c.url == name))
    of_seen = select(pages.c.id, pages.c.blob_id).where(IS_CURRENT_PAGE, pages.c.blob_id.in_(seen))
    found = connection.execute(own.order_by(pages.c.id)).all() or connection.execute(of_seen.order_by(pages.c.id)).all()
    if not found:
        raise NotInLedger(
            f"No page called {name!r} in the ledger; see what there is with: sayso pages, or add it with: sayso add"
        )
    return [row.id for row in found if row.blob_id == _newest_version(connection, name, {row.blob_id for row in found})]


def _newest_version(connection: Connection, name: str, among: set[int]) -> int:
    """Of documents that go by one name, the last one seen, if all were seen in one place; else nobody can tell which is meant."""
    if len(among) == 1:
        return next(iter(among))
    seen = connection.execute(
        select(sightings.c.blob_id, sightings.c.seen, sightings.c.url, blobs.c.digest)
        .join(blobs, blobs.c.id == sightings.c.blob_id)
        .where(sightings.c.blob_id.in_(among))
        .order_by(sightings.c.seen_at.desc(), sightings.c.id.desc())
    ).all()
    if name in {row.url for row in seen} or len({row.seen for row in seen}) == 1:
        return int(seen[0].blob_id)
    places = sorted({row.seen for row in seen})
    raise NotInLedger(
        f"{len(among)} different pages are called {name!r}; say which by where it was seen: {', '.join(places[:5])}"
    )
