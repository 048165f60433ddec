"""Events: which pages are about the same event. A **story** is the pages about the same event; a page can be one by itself.

What tells a page's event (see ``telling``) is kept as hashes with weights. Two pages are linked by what both tell: names with
names, words and numbers with words and numbers, what happened where with the same, each product of weights added up. A link says
one of two things:

- **same event**: enough in common, names among it, and published at most ``DAYS`` days apart, each day asking for more. Stories
  are what these links connect. That an event lasts for weeks joins its days one after the other; that two towns were shelled on
  one day joins nothing, for what both pages have are the words of any shelling and the names that are in the news every day.
- **same topic**: less in common, or more days apart (``TOPIC_DAYS``), such as a war's losses from week to week. It joins no story
  and is for those who look for candidates (``linked_pages``).

A page without a date is looked for by pairs of its most telling things, which two pages seldom share by chance, has to have more
in common, and goes with one page only: it would else join an event with its anniversary. So does a page that tells of several
events (see ``roundups``): it would else join them all.

The cost of a page is that of the pages within ``TOPIC_DAYS`` that share something telling with it: what tells next to nothing is
not kept. Nothing is capped, so the order of adding changes nothing. A thousand pages about one event on one day are
all linked with each other: half a million links, and some tens of milliseconds for each of the thousand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import combinations, islice
from typing import Any, Literal, NamedTuple

from sqlalchemy import BigInteger, Boolean, Column, Connection, Index, Integer, Table, case, func, insert, select

from sayso.ledger.answers import PageFilter
from sayso.ledger.conditions import page_conditions
from sayso.ledger.rows import page_from
from sayso.ledger.schema import blobs, pages
from sayso.stories.roundups import is_roundup
from sayso.stories.telling import Sort, Telling, telling_of
from sayso.stories.traces import Traced, derived, traced_pages
from sayso.stories.versions import in_order

VERSION = 2

DAYS = 3
"""Pages of one story that are linked are at most so many days apart."""
SAME = 0.34
"""What two pages of one day have in common at least if they are about the same event.

In names, half as much again in words, and a third as much in what happened where.
"""
WORDS_TELL = 1.5
HAPPENED_TELLS = 0.35
_ALL = 1 + WORDS_TELL + HAPPENED_TELLS
"""What two pages have in common that tell all the same."""
A_DAY = 0.04
"""So much more for each day between them."""
TOPIC_DAYS = 7
TOPIC = 0.18
"""The same where they are about the same topic."""
UNDATED = 0.45
"""The same where the day of one of them is not known."""
ROUNDUP = 0.15
"""So much more where one of them tells of several events."""
IN_NAMES, IN_WORDS = 0.15, 0.03
"""Of that at least so much in names or what happened where, and in words: neither a name nor a kind of event is one alone."""
_TOPIC_IN_NAMES = 0.08
LEAST = 0.06
"""Names and words that make up less of what a page tells than this are not kept."""

_NO_DAY = 0
_PAIRED = 3
"""The sort of pairs, beside those of ``telling.Sort``."""
_PAIRS_OF = (3, 2)
"""A page's pairs are those of so many of its names and so many of its words."""
_UNIT = 10_000
_AT_ONCE = 400
"""So many pages are asked for in one question."""

traced_features = Table(
    "traced_features",
    derived,
    Column("feature", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),  # of pairs 1, and 0 for pages whose day is not known
    Column("page_id", Integer, primary_key=True, autoincrement=False, index=True),
    Column("sort", Integer, nullable=False),
    Column("weight", Integer, nullable=False),  # in ten-thousandths: whole numbers add up to the same in any order
    sqlite_with_rowid=False,  # the table is its own index: what shares a feature on some days lies together
)

traced_events = Table(
    "traced_events",
    derived,
    Column("page_id", Integer, primary_key=True, autoincrement=False),
    Column("other_page_id", Integer, primary_key=True, autoincrement=False),
    Column("same", Boolean, nullable=False),
    Column("strength", Integer, nullable=False),  # in ten-thousandths
    Index("traced_events_other", "other_page_id"),
    sqlite_with_rowid=False,
)

traced_roundups = Table(
    "traced_roundups",
    derived,
    Column("page_id", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

Likeness = Literal["event", "topic"]


@dataclass(frozen=True, slots=True)
class Member:
    """A page of a story."""

    row: int
    id: str
    name: str
    headline: str | None
    outlet: str | None
    published: str | None
    url: str | None
    central: float
    """How much it has in common with the others of its story, added up."""


@dataclass(frozen=True, slots=True)
class Story:
    """The pages about the same event, in order of time, those without a date last; at least one."""

    pages: tuple[Member, ...]

    @property
    def id(self) -> str:
        """The least of the ids of its pages: the same whatever the order in which they were added."""
        return min(page.id for page in self.pages)

    @property
    def central(self) -> Member:
        """The page that has most in common with the others."""
        return max(self.pages, key=lambda page: (page.central, page.id))

    @property
    def title(self) -> str:
        """The headline of its most central page that has one, or else the name of its most central page."""
        headed = [page for page in self.pages if page.headline]
        best = max(headed, key=lambda page: (page.central, page.id)) if headed else self.central
        return best.headline or best.name

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who published it, each once, in order of the alphabet."""
        return tuple(sorted({page.outlet for page in self.pages if page.outlet}))

    @property
    def first(self) -> str | None:
        """When the first of its pages was published."""
        return min((page.published for page in self.pages if page.published), key=in_order, default=None)

    @property
    def last(self) -> str | None:
        """When the last of its pages was published."""
        return max((page.published for page in self.pages if page.published), key=in_order, default=None)


# Linking


def link(connection: Connection, page: Traced) -> None:
    """Keep what tells a page's event, and its links to the pages of the same event or topic."""
    rows = features_of(page.row, page.day, telling_of(page.report.page))
    if not rows:
        return
    day = _NO_DAY if page.day is None else page.day
    connection.execute(insert(traced_features), rows)
    several = is_roundup(page.report.page)
    if several:
        connection.execute(insert(traced_roundups).values(page_id=page.row))
    pairs = {row["feature"] for row in rows if row["sort"] == _PAIRED}
    beside = list(_beside(connection, page.row, day, pairs))
    others = _roundups_among(connection, [found.page for found in beside])
    links = []
    for found in beside:
        days = None if _NO_DAY in (day, found.day) else abs(day - found.day)
        same = _is_same(found, days, roundup=several or found.page in others)
        if same is not None:
            links.append(
                {"page_id": page.row, "other_page_id": found.page, "same": same, "strength": round(found.common * _UNIT)}
            )
    if links:
        connection.execute(insert(traced_events), links)


def features_of(page: int, day: int | None, found: Iterable[Telling]) -> list[dict[str, int]]:
    """The rows that are kept of a page."""
    kept = [each for each in found if each.weight >= LEAST]
    when = _NO_DAY if day is None else day
    rows = {_feature(each.sort, each.stem): (when, int(each.sort), round(each.weight * _UNIT)) for each in kept}
    rows |= {feature: (int(day is not None), _PAIRED, 0) for feature in _pairs(kept)}
    return [
        {"feature": feature, "day": of, "page_id": page, "sort": sort, "weight": weight}
        for feature, (of, sort, weight) in rows.items()
    ]


class _Beside(NamedTuple):
    """What a page has in common with another: the products of weights added up."""

    page: int
    in_names: float
    in_words: float
    happened: float
    day: int

    @classmethod
    def of(cls, row: Any) -> _Beside:
        names, words, happened = (int(each) / _UNIT**2 for each in row[1:4])
        return cls(row[0], names, words, happened, row[4])

    @property
    def common(self) -> float:
        return self.in_names + WORDS_TELL * self.in_words + HAPPENED_TELLS * self.happened


def _is_same(found: _Beside, days: int | None, *, roundup: bool) -> bool | None:
    """Whether two pages are about the same event, or (false) the same topic; ``None`` for neither."""
    in_names = found.in_names + HAPPENED_TELLS * found.happened
    more = ROUNDUP if roundup else 0.0
    if found.in_words >= IN_WORDS and in_names >= IN_NAMES:
        if days is None and found.common >= UNDATED + more:
            return True
        if days is not None and days <= DAYS and found.common >= SAME + A_DAY * days + more:
            return True
    return False if days is not None and in_names >= _TOPIC_IN_NAMES and found.common >= TOPIC else None


def _beside(connection: Connection, page: int, day: int, pairs: Iterable[int]) -> Iterator[_Beside]:
    """The pages that share something with this one."""
    here, there = traced_features.alias("here"), traced_features.alias("there")
    product = here.c.weight * there.c.weight
    sums = [func.sum(case((here.c.sort == int(sort), product), else_=0)) for sort in Sort]
    shared = (
        select(there.c.page_id, *sums, func.max(there.c.day))
        .select_from(here.join(there, here.c.feature == there.c.feature))
        .where(here.c.page_id == page, here.c.sort != _PAIRED, there.c.page_id != page, there.c.sort != _PAIRED)
        .group_by(there.c.page_id)
        .having(func.sum(product) >= int(TOPIC / WORDS_TELL * _UNIT**2))  # fewer rows; what they are is said by _is_same
    )
    if day != _NO_DAY:
        near = there.c.day.between(day - TOPIC_DAYS, day + TOPIC_DAYS)
        yield from (_Beside.of(row) for row in connection.execute(shared.where(near)))
    paired = select(traced_features.c.page_id).where(
        traced_features.c.feature.in_(list(pairs)), traced_features.c.page_id != page
    )
    if day != _NO_DAY:
        paired = paired.where(traced_features.c.day == _NO_DAY)
    others = set(connection.execute(paired).scalars())
    for some in _in_parts(sorted(others)):
        yield from (_Beside.of(row) for row in connection.execute(shared.where(there.c.page_id.in_(some))))


def _roundups_among(connection: Connection, rows: Sequence[int]) -> set[int]:
    known = traced_roundups.c.page_id
    return {row for some in _in_parts(rows) for row in connection.execute(select(known).where(known.in_(some))).scalars()}


def _pairs(kept: Sequence[Telling]) -> list[int]:
    """Pairs of the most telling names and words, by which a page is found where days do not help."""
    best = [
        each
        for sort, most in zip((Sort.NAME, Sort.WORD), _PAIRS_OF, strict=True)
        for each in islice((t for t in kept if t.sort is sort), most)
    ]
    return [_feature(_PAIRED, "\x1f".join(sorted(f"{t.sort}{t.stem}" for t in two))) for two in combinations(best, 2)]


def _feature(sort: int, what: str) -> int:
    """A number for a name, a word or a pair, the same on every machine."""
    return int.from_bytes(blake2b(f"{int(sort)}{what}".encode(), digest_size=8).digest(), "little", signed=True)


# Asking


def linked_pages(connection: Connection, page: int, *, like: Likeness = "event") -> list[tuple[int, float]]:
    """The pages linked with one, by row, with what they have in common (0 to 1), most first.

    With ``topic`` also those that are only about the same topic.
    """
    found = [link for link in _links_of(connection, [page]) if link.same or like == "topic"]
    others = ((link.other if link.page == page else link.page, link.strength / _UNIT / _ALL) for link in found)
    return sorted(others, key=lambda each: (-each[1], each[0]))


def story_of(connection: Connection, page: int) -> Story:
    """The story that a page belongs to: it alone if nothing else is about the same event."""
    links = _links_around(connection, [page])
    [group] = (rows for rows in _groups([page], links) if page in rows)
    return _story(group, _members(connection, group), _centrality(links))


def stories(connection: Connection, asked: PageFilter | None = None) -> list[Story]:
    """All stories with a page that is asked for, the newest first, those without a date last.

    A story that reaches beyond what is asked for is given whole. Pages that stand alone are stories too.
    """
    linked = select(pages.c.id).where(pages.c.id.in_(select(traced_pages.c.page_id)))
    if asked is None:
        seeds = list(connection.execute(linked).scalars())
        links = _once(connection, [_Link(*row) for row in connection.execute(_SAME)])
    else:
        seeds = list(connection.execute(linked.where(*page_conditions(connection, asked))).scalars())
        links = _links_around(connection, seeds)
    groups, central = _groups(seeds, links), _centrality(links)
    members = _members(connection, [row for group in groups for row in group])
    found = [_story(group, members, central) for group in groups]
    found.sort(key=lambda story: story.id)
    return sorted(found, key=lambda story: in_order(story.last) if story.last else "", reverse=True)


def joins(connection: Connection) -> list[tuple[int, int]]:
    """The pairs of pages, by row, whose links make up all stories."""
    return [(link.page, link.other) for link in _once(connection, [_Link(*row) for row in connection.execute(_SAME)])]


def joined_by(connection: Connection, story: Story, *, most: int = 5) -> list[tuple[str, tuple[str, ...]]]:
    """The names, places and words that join a story, those on most of its pages first, each with the ids of pages that tell it.

    Only its most central pages are read for that, a dozen at most; of a page that stands alone what it tells itself.
    """
    central = sorted(story.pages, key=lambda page: (-page.central, page.id))[:_READ_AT_MOST]
    weights: Counter[tuple[Sort, str]] = Counter()
    shown: dict[tuple[Sort, str], str] = {}
    told: dict[tuple[Sort, str], list[str]] = {}
    for member in central:
        row = connection.execute(_WHOLE.where(pages.c.id == member.row)).mappings().one()
        for each in telling_of(page_from(row, row["blob"])):
            key = each.sort, each.stem
            weights[key] += round(each.weight * _UNIT)
            shown.setdefault(key, each.printed)
            told.setdefault(key, []).append(member.id)
    several = min(2, len(central))
    kept = [key for key in weights if len(told[key]) >= several and not key[1].isdigit()]
    kept.sort(key=lambda key: (-weights[key], key))
    kept = list({shown[key].casefold(): key for key in reversed(kept)}.values())[::-1]  # *Port* and *Senn* print as one place
    names = [key for key in kept if key[0] is Sort.NAME][: most - 2]
    words = [key for key in kept if key[0] is Sort.WORD][: most - len(names)]
    return [(shown[key], tuple(told[key])) for key in (*names, *words)]


_READ_AT_MOST = 12
_WHOLE = select(pages, blobs.c.digest.label("blob")).join(blobs)
_SAME = select(traced_events.c.page_id, traced_events.c.other_page_id, traced_events.c.same, traced_events.c.strength).where(
    traced_events.c.same
)


class _Link(NamedTuple):
    page: int
    other: int
    same: bool
    strength: int


def _links_of(connection: Connection, rows: Sequence[int]) -> Iterator[_Link]:
    """The links that a page of these is an end of; one between two of them comes twice."""
    columns = (traced_events.c.page_id, traced_events.c.other_page_id, traced_events.c.same, traced_events.c.strength)
    for some in _in_parts(rows):
        for end in (traced_events.c.page_id, traced_events.c.other_page_id):
            yield from (_Link(*row) for row in connection.execute(select(*columns).where(end.in_(some))))


def _links_around(connection: Connection, seeds: Sequence[int]) -> list[_Link]:
    """All links of the stories that these pages belong to."""
    found: set[_Link] = set()
    known, new = set(seeds), list(seeds)
    while new:
        fresh = {link for link in _links_of(connection, new) if link.same} - found
        found |= fresh
        new = sorted({row for link in fresh for row in (link.page, link.other)} - known)
        known |= set(new)
    return _once(connection, sorted(found))


def _once(connection: Connection, links: list[_Link]) -> list[_Link]:
    """The links without those by which one page would join two events: two of a kind that are years apart, if it has no date, or
    all those of a week, if it tells of several.

    Such a page goes with the one page with which it has most in common.
    """
    ends = sorted({end for link in links for end in (link.page, link.other)})
    of_many = _roundups_among(connection, ends) | _undated_among(connection, ends)
    loose = [link for link in links if link.page in of_many or link.other in of_many]
    if not loose:
        return links
    id_of = {
        row: member.id
        for row, member in _members(connection, sorted({end for link in loose for end in (link.page, link.other)})).items()
    }
    best: dict[int, tuple[int, str, _Link]] = {}
    for link in loose:
        for one, other in ((link.page, link.other), (link.other, link.page)):
            if one in of_many:
                best[one] = max(best.get(one, (0, "", link)), (link.strength, id_of[other], link))
    kept = {link for _, _, link in best.values()}
    return [link for link in links if link in kept or not (link.page in of_many or link.other in of_many)]


def _undated_among(connection: Connection, rows: Sequence[int]) -> set[int]:
    known = traced_pages.c.page_id
    asked = (select(known).where(known.in_(some), traced_pages.c.day.is_(None)) for some in _in_parts(rows))
    return {row for some in asked for row in connection.execute(some).scalars()}


def _groups(seeds: Sequence[int], links: Sequence[_Link]) -> list[list[int]]:
    """The connected components of links that have one of the seeds in them."""
    beside: dict[int, list[int]] = {row: [] for row in seeds}
    for link in links:
        beside.setdefault(link.page, []).append(link.other)
        beside.setdefault(link.other, []).append(link.page)
    groups, seen = [], set[int]()
    for seed in seeds:
        if seed in seen:
            continue
        seen.add(seed)
        group = [seed]
        for row in group:  # grows as it is gone through
            fresh = [other for other in beside[row] if other not in seen]
            seen.update(fresh)
            group += dict.fromkeys(fresh)
        groups.append(group)
    return groups


def _centrality(links: Sequence[_Link]) -> Counter[int]:
    central: Counter[int] = Counter()
    for link in links:
        central[link.page] += link.strength
        central[link.other] += link.strength
    return central


def _members(connection: Connection, rows: Sequence[int]) -> dict[int, Member]:
    """What is known of pages, by row."""
    columns = (
        pages.c.id, pages.c.digest, pages.c.name, pages.c.headline, pages.c.outlet, pages.c.published, pages.c.url
    )  # fmt: skip
    return {
        row[0]: Member(*row, central=0.0)
        for some in _in_parts(rows)
        for row in connection.execute(select(*columns).where(pages.c.id.in_(some)))
    }


def _story(group: Sequence[int], members: dict[int, Member], central: Counter[int]) -> Story:
    found = [replace(members[row], central=central[row] / _UNIT) for row in group]
    return Story(tuple(sorted(found, key=lambda page: (page.published is None, in_order(page.published or ""), page.id))))


def _in_parts(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    return (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))
