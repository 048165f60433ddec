"""Tracing: what linking keeps of the media that pages tell of."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Column, Connection, Index, Integer, String, Table, Text, insert, select

from sayso.stories.media.shown import Shown, accounts_of, shown_on
from sayso.stories.traces import Traced, derived

VERSION = 1

DAYS = 3
"""Pages that credit the same maker are at most so many days apart."""
LEAST_ALIKE = 3
"""Words that the descriptions of one thing share at least."""
SHARE_ALIKE = 0.6
"""How much of the shorter description they are."""

traced_media = Table(
    "traced_media",
    derived,
    Column("page_id", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("sort", String(20), nullable=False),
    Column("day", Integer),
    Column("telling", Text, nullable=False),  # JSON: stems of what is shown
)

traced_media_keys = Table(
    "traced_media_keys",
    derived,
    Column("key", String(300), primary_key=True),  # "post " and its address, or "by " and who made or posted it
    Column("page_id", Integer, primary_key=True, autoincrement=False, index=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
)

traced_media_links = Table(
    "traced_media_links",
    derived,
    Column("page_id", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("other_page_id", Integer, primary_key=True, autoincrement=False),
    Column("other_position", Integer, primary_key=True, autoincrement=False),
    Column("because", Text, nullable=False),
    Index("traced_media_links_other", "other_page_id"),
)


def link(connection: Connection, page: Traced) -> None:
    """Keep what a page tells of, and its links to what other pages do."""
    found = shown_on(page.report.page)
    if not found:
        return
    rows = [
        {
            "page_id": page.row,
            "position": position,
            "sort": shown.sort,
            "day": page.day,
            "telling": json.dumps(sorted(shown.telling)),
        }
        for position, shown in enumerate(found)
    ]
    keys = sorted({(key, position) for position, shown in enumerate(found) for key in _keys_of(shown)})
    links: dict[tuple[int, int, int], str] = {}
    for key, position in keys:  # addresses of posts come after makers, and say more
        links |= {(position, *end): because for end, because in _beside(connection, page, found[position], key)}
    connection.execute(insert(traced_media), rows)
    if keys:
        kept = [{"key": key, "page_id": page.row, "position": position} for key, position in keys]
        connection.execute(insert(traced_media_keys), kept)
    if links:
        joined = [
            {"page_id": page.row, "position": here, "other_page_id": other, "other_position": there, "because": because}
            for (here, other, there), because in links.items()
        ]
        connection.execute(insert(traced_media_links), joined)


def _keys_of(shown: Shown) -> Iterator[str]:
    yield from (f"post {address}"[:300] for address, _ in shown.posts)
    yield from (f"by {who}"[:300] for who in accounts_of(shown))


def _beside(connection: Connection, page: Traced, shown: Shown, key: str) -> Iterator[tuple[tuple[int, int], str]]:
    """What other pages tell of that is the same by a key, with why."""
    other = traced_media_keys
    there = select(traced_media).join(
        other, (other.c.page_id == traced_media.c.page_id) & (other.c.position == traced_media.c.position)
    )
    there = there.where(other.c.key == key, other.c.page_id != page.row)
    what, _, name = key.partition(" ")
    if what == "post":
        yield from (((row.page_id, row.position), f"the same post, {name}") for row in connection.execute(there))
    elif page.day is not None:
        near = traced_media.c.day.between(page.day - DAYS, page.day + DAYS)
        for row in connection.execute(there.where(near)):
            if common := in_common(shown, frozenset(json.loads(row.telling))):
                yield (row.page_id, row.position), f"the same hands, and the same is shown: {', '.join(common)}"


def in_common(shown: Shown, telling: frozenset[str]) -> list[str]:
    """The words that two descriptions share, if they are enough to be of one thing."""
    own = shown.telling
    common = own & telling
    if len(common) < LEAST_ALIKE or len(common) < SHARE_ALIKE * min(len(own), len(telling)):
        return []
    return sorted(common)
