"""Which pages are current, and which of them a name means.

Of the same bytes the pages that the newest extractor made are current.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from sqlalchemy import Connection, Row, exists, select

from sayso.errors import NotInLedger
from sayso.ledger.schema import pages, sightings
from sayso.ledger.search import contains, tokens

_newer_page = pages.alias("newer_page")
IS_CURRENT_PAGE = ~exists().where(
    _newer_page.c.blob_id == pages.c.blob_id,
    _newer_page.c.extractor != pages.c.extractor,
    _newer_page.c.id > pages.c.id,
).correlate(pages)  # fmt: skip

SHORT_ID = 8
"""So many digits of an id are shown to people; they tell most pages apart, and where not, more can be given."""

_ID = re.compile(r"[0-9a-f]{6,64}")
_NAMED_AT_MOST = 5
_LOOKED_AT = 10_000


Told = Callable[[int], tuple[str | None, str, str]]
"""What is shown of a page, by its row number: headline, name, and where it was seen."""


def pages_named(connection: Connection, name: str, *, told: Told | None = None) -> list[int]:
    """Row numbers of the current pages that ``name`` means, newest first: one, or all parts of one document.

    A name is a page's id or the beginning of one (six digits at least), its name, its URL, or where it was seen; if no page goes
    by that, a file's name without its folder, or words of a page's name or headline. An address or a place means the newest
    version that was seen there; an id means that page, current or not. ``told`` gives those that may be shown of a page: by
    words that are not among them it is not found.

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
    current = select(pages.c.id, pages.c.blob_id).where(IS_CURRENT_PAGE).order_by(pages.c.id)
    seen = select(sightings.c.blob_id).where((sightings.c.seen == name) | (sightings.c.name == name) | (sightings.c.url == name))
    own = (pages.c.name == name) | (pages.c.url == name)
    found = connection.execute(current.where(own)).all() or connection.execute(current.where(pages.c.blob_id.in_(seen))).all()
    if found:
        meant = _newest_version(connection, name, {row.blob_id for row in found}, told)
        return [row.id for row in found if row.blob_id == meant]
    found = [row for row in _with_words(connection, name) if told is None or _is_called(name, *told(row.id))]
    among = {row.blob_id for row in found}
    if not found:
        raise NotInLedger(f"No page called {name!r} in the ledger, and none with such a headline; see what there is: sayso pages")
    if len(among) > 1:
        raise NotInLedger(f"{len(among):,} pages have {name!r} in their name or headline{_choice_of(connection, among, told)}")
    return [row.id for row in found]


def _with_words(connection: Connection, name: str) -> list[Row[*tuple[Any, ...]]]:
    """The current pages of files called so, or else those with these words in their name or headline."""
    columns = pages.c.id, pages.c.blob_id, pages.c.name, pages.c.headline, pages.c.seen
    known = connection.execute(select(*columns).where(IS_CURRENT_PAGE).order_by(pages.c.id)).all()
    if not tokens(name):
        return []
    of_file = [row for row in known if PurePath(row.seen).name == name]
    return of_file or [row for row in known if contains(row.name, name) or contains(row.headline, name)]


def _is_called(name: str, headline: str | None, called: str, seen: str) -> bool:
    return PurePath(seen).name == name or contains(called, name) or contains(headline, name)


def _newest_version(connection: Connection, name: str, among: set[int], told: Told | None) -> int:
    """Of documents that go by one name, the last one seen, if all were seen in one place; else nobody can tell which is meant."""
    if len(among) == 1:
        return next(iter(among))
    seen = connection.execute(
        select(sightings.c.blob_id, sightings.c.seen, sightings.c.url)
        .where(sightings.c.blob_id.in_(among))
        .order_by(sightings.c.seen_at.desc(), sightings.c.id.desc())
    ).all()
    places = {row.seen for row in seen}
    from_standard_input = any(place.startswith("-") for place in places)  # which is no place: anything comes from there
    if name in {row.url for row in seen} or (len(places) == 1 and not from_standard_input):
        return int(seen[0].blob_id)
    raise NotInLedger(f"{len(among):,} different pages are called {name!r}{_choice_of(connection, among, told)}")


def _choice_of(connection: Connection, among: set[int], told: Told | None) -> str:
    """The ids by which one of several documents can be named, newest first; the first of them only."""
    newest = pages.c.published.is_(None), pages.c.published.desc(), pages.c.id.desc()
    shown = select(pages.c.id, pages.c.digest, pages.c.headline, pages.c.name, pages.c.seen).where(IS_CURRENT_PAGE)
    rows = connection.execute(shown.where(pages.c.blob_id.in_(sorted(among)[:_LOOKED_AT])).order_by(*newest)).all()
    named = [(row.digest, told(row.id) if told else (row.headline, row.name, row.seen)) for row in rows[:_NAMED_AT_MOST]]
    lines = [f"  {digest[:SHORT_ID]}  {headline or name} ({seen})" for digest, (headline, name, seen) in named]
    more = f"\n  and {len(rows) - _NAMED_AT_MOST:,} more; see them with: sayso pages" if len(rows) > _NAMED_AT_MOST else ""
    return "; say which by its id:\n" + "\n".join(lines) + more
