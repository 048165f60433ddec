"""Items: what linking found to be one picture, video or recording, with all who tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from sayso.ledger import queries
from sayso.ledger.answers import PageFilter
from sayso.ledger.conditions import page_conditions
from sayso.ledger.schema import pages
from sayso.page.page import Page
from sayso.stories.media.shown import Holder, Shown, shown_on
from sayso.stories.media.tracing import traced_media, traced_media_links
from sayso.stories.versions import in_order
from sayso.text import digest

_End = tuple[int, int]
"""A page's row, and which of the things that it tells of."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One page that tells of an item."""

    page: Page
    shown: Shown
    position: int
    onward: tuple[tuple[Page, Holder], ...] = ()
    """How the chain goes on where the page names a post that is in the ledger: who holds it there."""

    @property
    def names(self) -> tuple[str | None, ...]:
        """The chain, outermost first: the outlet, the holders that the page names, those of the post that it leads to."""
        own = [holder.name for holder in self.shown.holders]
        if not (own and own[0] == self.page.outlet):
            own.insert(0, self.page.outlet)
        for _, holder in self.onward:
            if holder.name not in own:
                own.append(holder.name)
        return tuple(own)

    @property
    def missing(self) -> str | None:
        """Which link the chain does not have, in words."""
        if not self.onward:
            return self.shown.missing
        last = self.onward[-1][1]
        return "the page does not say who made it" if last.name else "it was posted under an account that is deleted"


@dataclass(frozen=True, slots=True)
class Item:
    """A picture, video or recording with the pages that tell of it, in order of time; and why they are taken to tell of one."""

    tellings: tuple[Telling, ...]
    because: tuple[str, ...]

    @property
    def id(self) -> str:
        """Made of the least of its tellings: the same whatever the order in which they were added."""
        return digest(min(f"{t.page.id} {t.shown.words.start} {t.shown.words.end}" for t in self.tellings))

    @property
    def sort(self) -> str:
        """What it is, by most of those who tell of it."""
        sorts = [telling.shown.sort for telling in self.tellings]
        return max(dict.fromkeys(sorts), key=sorts.count)

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who tells of it, each once, in order of the alphabet."""
        return tuple(sorted({t.page.outlet for t in self.tellings if t.page.outlet}))


def media(connection: Connection, asked: PageFilter | None = None, *, words: str | None = None) -> list[Item]:
    """The items that more than one page tells of, with a page that is asked for, those of most pages first.

    With ``words``, those of which some page tells with all of them.
    """
    beside = _links(connection)
    groups = [group for group in _components(beside) if len({row for row, _ in group}) > 1]
    if asked is not None:
        wanted = set(connection.execute(select(pages.c.id).where(*page_conditions(connection, asked))).scalars())
        groups = [group for group in groups if any(row in wanted for row, _ in group)]
    found = [_item(connection, group) for group in groups]
    if words:
        looked_for = words.casefold().split()
        found = [item for item in found if any(_has(telling, looked_for) for telling in item.tellings)]
    return sorted(found, key=lambda item: (-len(item.tellings), item.id))


def media_on(connection: Connection, page: int) -> list[Item]:
    """The items that a page tells of, by its row, in the order of its text, each with all who tell of it."""
    there = select(traced_media.c.position).where(traced_media.c.page_id == page).order_by(traced_media.c.position)
    found: list[Item] = []
    seen: set[_End] = set()
    for position in connection.execute(there).scalars().all():
        if (page, position) not in seen:
            group = _around(connection, (page, position))
            seen |= set(group)
            found.append(_item(connection, group))
    return found


def alone(connection: Connection) -> int:
    """How many things are told of by one page only, as far as is traced."""
    linked = {end for ends in _links(connection) for end in (ends[0], ends[1])}
    every = connection.execute(select(traced_media.c.page_id, traced_media.c.position))
    return sum((row, position) not in linked for row, position in every)


def _has(telling: Telling, looked_for: Sequence[str]) -> bool:
    said = telling.shown.words.of(telling.page.text) + " " + " ".join(name for name in telling.names if name)
    return all(word in said.casefold() for word in looked_for)


_Link = tuple[_End, _End, str]


def _links(connection: Connection, ends: Iterable[_End] | None = None) -> list[_Link]:
    wanted = select(traced_media_links)
    if ends is not None:
        rows = sorted({row for row, _ in ends})
        wanted = wanted.where(or_(traced_media_links.c.page_id.in_(rows), traced_media_links.c.other_page_id.in_(rows)))
    return [
        ((row.page_id, row.position), (row.other_page_id, row.other_position), row.because) for row in connection.execute(wanted)
    ]


def _components(links: Sequence[_Link]) -> list[list[_End]]:
    beside: dict[_End, list[_End]] = {}
    for one, other, _ in links:
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    groups, seen = [], set[_End]()
    for end in sorted(beside):
        if end in seen:
            continue
        seen.add(end)
        group = [end]
        for each in group:  # grows as it is gone through
            fresh = [other for other in beside[each] if other not in seen]
            group += dict.fromkeys(fresh)
            seen.update(fresh)
        groups.append(group)
    return groups


def _around(connection: Connection, end: _End) -> list[_End]:
    known = {end}
    new = {end}
    while new:
        links = _links(connection, new)
        new = {side for one, other, _ in links if one in known or other in known for side in (one, other)} - known
        known |= new
    return sorted(known)


def _item(connection: Connection, group: Sequence[_End]) -> Item:
    rows = sorted({row for row, _ in group})
    of = {row: queries.report(connection, row).page for row in rows}
    shown = {row: shown_on(page) for row, page in of.items()}
    posts = {key: row for row in rows for each in shown[row] for key, span in each.posts if span is None}
    tellings = []
    for row, position in group:
        each = shown[row][position]
        tellings.append(Telling(of[row], each, position, _onward(each, row, posts, of, shown)))
    tellings.sort(key=lambda t: (t.page.published is None, in_order(t.page.published or ""), t.page.id, t.position))
    ends = set(group)
    because = {why for one, other, why in _links(connection, group) if one in ends and other in ends}
    return Item(tuple(tellings), tuple(sorted(because)))


def _onward(
    shown: Shown, row: int, posts: dict[str, int], of: dict[int, Page], told: dict[int, list[Shown]]
) -> tuple[tuple[Page, Holder], ...]:
    """Who holds it on from the post that a page names, post after post."""
    chain: list[tuple[Page, Holder]] = []
    been = {row}
    while next_row := next(
        (posts[key] for key, span in shown.posts if span is not None and posts.get(key, row) not in been), None
    ):
        been.add(next_row)
        shown = next(each for each in told[next_row] if any(span is None for _, span in each.posts))
        chain += [(of[next_row], holder) for holder in shown.holders]
    return tuple(chain)
