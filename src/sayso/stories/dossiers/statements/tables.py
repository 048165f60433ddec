"""What is kept of the statements of each page, and the links between them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import BigInteger, Column, Connection, Float, Integer, LargeBinary, String, Table, Text, select

from sayso.stories.dossiers.statements.fields import Hit
from sayso.stories.dossiers.statements.judge import Vector
from sayso.stories.dossiers.statements.propositions import Proposition, Standing
from sayso.stories.traces import derived

traced_propositions = Table(
    "traced_propositions",
    derived,
    Column("id", Integer, primary_key=True),
    Column("page_id", Integer, nullable=False, index=True),
    Column("entry", String(64), nullable=False, index=True),
    Column("day", Integer),
    Column("position", Integer, nullable=False),
    Column("said", Text, nullable=False),  # JSON: see _packed
    Column("vector", LargeBinary, nullable=False),  # of the content, and of the content with the words around it: int8
)

traced_proposition_keys = Table(
    "traced_proposition_keys",
    derived,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("proposition_id", Integer, primary_key=True, autoincrement=False),
    Column("page_id", Integer, nullable=False, index=True),
    sqlite_with_rowid=False,
)

traced_statement_links = Table(
    "traced_statement_links",
    derived,
    Column("page_id", Integer, nullable=False, index=True),
    Column("other_page_id", Integer, nullable=False, index=True),
    Column("one", String(64), nullable=False, index=True),
    Column("other", String(64), nullable=False, index=True),
    Column("sure", Float, nullable=False),
    Column("because", Text, nullable=False),
)

UNDATED = -1
"""The day of a page without one, as keys have it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A proposition with its place, its speaker and its vectors."""

    entry: str
    page: int
    day: int | None
    position: int
    proposition: Proposition
    speaker: str | None
    stance: str
    where: frozenset[str]
    """Stems of the names by which the page tells what is spoken of, where the content itself names nothing."""
    vectors: Vector
    """Two rows: of the content, and of the content with the words around it."""


def kept_at(row: Any) -> Kept:
    """The proposition that a row of ``traced_propositions`` keeps."""
    said = json.loads(row.said)
    vectors = np.frombuffer(row.vector, dtype=np.int8).astype(np.float32).reshape(2, -1)
    norms = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    return Kept(
        entry=row.entry,
        page=row.page_id,
        day=row.day,
        position=row.position,
        proposition=Proposition(
            words=said["words"],
            tells=said["tells"],
            names=frozenset(said["names"]),
            context=said["context"],
            poles=said["poles"],
            hits=tuple(Hit(field, pole, at, words, tuple(stems), neg) for field, pole, at, words, stems, neg in said["hits"]),
            denies=said["denies"],
            negations=said["negations"],
            standing=Standing(said["standing"]),
            things=frozenset(said["things"]),
            around=frozenset(said["around"]),
            called=frozenset(said["called"]),
            answers=said["answers"],
        ),
        speaker=said["speaker"],
        stance=said["stance"],
        where=frozenset(said["where"]),
        vectors=vectors / norms,
    )


def row_of(kept: Kept) -> dict[str, Any]:
    """The row that keeps a proposition."""
    p = kept.proposition
    said = {
        "words": p.words,
        "tells": p.tells,
        "names": sorted(p.names),
        "context": p.context,
        "poles": p.poles,
        "hits": [[h.field, h.pole, h.at, h.words, h.stems, h.negated] for h in p.hits],
        "denies": p.denies,
        "negations": p.negations,
        "standing": p.standing.value,
        "things": sorted(p.things),
        "around": sorted(p.around),
        "called": sorted(p.called),
        "answers": p.answers,
        "speaker": kept.speaker,
        "stance": kept.stance,
        "where": sorted(kept.where),
    }
    vector = np.clip(np.round(kept.vectors * 127), -127, 127).astype(np.int8).tobytes()
    place = {"page_id": kept.page, "entry": kept.entry, "day": kept.day, "position": kept.position}
    return {**place, "said": json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True), "vector": vector}


def kept_of(connection: Connection, entries: Iterable[str]) -> dict[str, Kept]:
    """The propositions of entries, by entry."""
    found: dict[str, Kept] = {}
    wanted = sorted(set(entries))
    for start in range(0, len(wanted), 500):
        t = traced_propositions
        for row in connection.execute(select(t).where(t.c.entry.in_(wanted[start : start + 500])).order_by(t.c.page_id.desc())):
            found[row.entry] = kept_at(row)
    return found


def found_at(connection: Connection, keys: Sequence[int], day: int | None, *, within: int, but: int) -> list[Kept]:
    """The propositions of other pages that have one of the keys, published so many days before or after at most."""
    t, k = traced_propositions, traced_proposition_keys
    days = (k.c.day == UNDATED) if day is None else k.c.day.between(day - within, day + within)
    ids = select(k.c.proposition_id).where(k.c.key.in_(keys), days, k.c.page_id != but).distinct()
    return [kept_at(row) for row in connection.execute(select(t).where(t.c.id.in_(ids)).order_by(t.c.id))]
