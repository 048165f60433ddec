"""The traces of figures, and how a dossier is found from one of its entries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, String, Table, Text, and_, insert, or_, select

from sayso.stories.dossiers.dossier import Member
from sayso.stories.dossiers.figures.facets import facets_of
from sayso.stories.events import traced_events
from sayso.stories.traces import Traced, derived

VERSION = 4

traced_figures = Table(
    "traced_figures",
    derived,
    Column("entry", String(64), primary_key=True),
    Column("page_id", Integer, primary_key=True, autoincrement=False, index=True),
    Column("day", Integer, index=True),  # of publication
    Column("head", BigInteger),  # a digest of what is counted and what happened; NULL where it is not told of its page's event
    Column("topic", BigInteger),  # the same with what it happened in
    Column("facets", Text, nullable=False),  # JSON: what -> words
    Index("traced_figures_head", "page_id", "head"),
    sqlite_with_rowid=False,
)

traced_questions = Table(
    "traced_questions",
    derived,
    Column("question", BigInteger, primary_key=True, autoincrement=False),  # a digest of what the figure is joined by
    Column("entry", String(64), primary_key=True, index=True),
    Column("page_id", Integer, primary_key=True, autoincrement=False, index=True),
    Column("because", Text, nullable=False),
    sqlite_with_rowid=False,
)


def link(connection: Connection, page: Traced) -> None:
    """Keep the facets of a page's figures, and the questions that they answer."""
    found = list(facets_of(page.report))
    if not found:
        return
    rows = [
        {
            "entry": f.entry,
            "page_id": page.row,
            "day": page.day,
            "head": _digest(f.head) if f.head else None,
            "topic": _digest(f.topic) if f.topic else None,
            "facets": json.dumps(f.words()),
        }
        for f in found
    ]
    connection.execute(insert(traced_figures), rows)
    keys = [
        {"question": _digest(key), "entry": f.entry, "page_id": page.row, "because": because}
        for f in found
        for key, because in f.keys
    ]
    if keys:
        connection.execute(insert(traced_questions), keys)


def members_of(connection: Connection, entries: Iterable[str]) -> list[Member]:
    """The entries as members of a dossier, one for each page that has them."""
    found = []
    for some in _in_parts(sorted(entries)):
        rows = connection.execute(select(traced_figures).where(traced_figures.c.entry.in_(some)))
        found += [Member(row.entry, row.page_id, row.day, json.loads(row.facets)) for row in rows]
    return found


def questions_of(connection: Connection, entries: Iterable[str]) -> Iterator[tuple[int, str, int, str]]:
    """The questions that entries answer: question, entry, page, and why."""
    t = traced_questions.c
    for some in _in_parts(sorted(entries)):
        yield from (
            tuple(row) for row in connection.execute(select(t.question, t.entry, t.page_id, t.because).where(t.entry.in_(some)))
        )


def nodes_of(connection: Connection, entries: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """What entries count, with their pages: once for pages about the same event, once for those about the same topic."""
    t = traced_figures.c
    for some in _in_parts(sorted(entries)):
        for row in connection.execute(select(t.entry, t.page_id, t.head, t.topic).where(t.entry.in_(some))):
            yield from ((row.entry, row.page_id, what) for what in (row.head, row.topic) if what is not None)


def beside(connection: Connection, nodes: Iterable[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], tuple[int, int], str]]:
    """What has the same head on the same page, or on one about the same event: page and head, of this and of that,
    and the entry.
    """
    pages_of: dict[int, list[int]] = {}
    for page, head in nodes:
        pages_of.setdefault(head, []).append(page)
    t, e = traced_figures.c, traced_events.c
    for head, rows in pages_of.items():
        for some in _in_parts(sorted(rows)):
            own = select(t.page_id, t.page_id, t.entry).where(t.page_id.in_(some), t.head == head)
            ends = ((e.page_id, e.other_page_id), (e.other_page_id, e.page_id))
            others = [
                select(here, there, t.entry)
                .select_from(traced_events.join(traced_figures, there == t.page_id))
                .where(here.in_(some), or_(and_(e.strength >= 3000, t.head == head), t.topic == head))
                for here, there in ends
            ]
            for asked in (own, *others):
                yield from (((page, head), (other, head), entry) for page, other, entry in connection.execute(asked))


def entries_of(connection: Connection, questions: Iterable[int]) -> Iterator[str]:
    """The entries that answer questions."""
    t = traced_questions.c
    for some in _in_parts(sorted(questions)):
        yield from connection.execute(select(t.entry).distinct().where(t.question.in_(some))).scalars()


def _in_parts(values: list) -> Iterator[list]:  # type: ignore[type-arg]
    return (values[start : start + 500] for start in range(0, len(values), 500))


def _digest(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)
