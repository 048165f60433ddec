"""Dossiers as they may be shown: in words that a veil lies over, the names of private people are withheld here, too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from sayso.claims.care.veil import Veil
from sayso.ledger.schema import pages
from sayso.ledger.veils import Veils
from sayso.stories.dossiers.dossier import Dossier, Relation

_AT_ONCE = 400


def shown(connection: Connection, veils: Veils, dossier: Dossier) -> Dossier:
    """The dossier with its title, facets and reasons as they may be shown; itself where no veil lies over its pages."""
    over = veils_over(connection, veils, dossier)
    if not over:
        return dossier
    return replace(
        dossier,
        title=veiled(over, dossier.title),
        members=tuple(
            replace(m, facets={name: over[m.page].of_stems(words) for name, words in m.facets.items()}) if m.page in over else m
            for m in dossier.members
        ),
        joins=tuple(replace(join, because=veiled(over, join.because)) for join in dossier.joins),
    )


def shown_relations(connection: Connection, veils: Veils, dossier: Dossier, relations: Iterable[Relation]) -> list[Relation]:
    """How entries of a dossier stand to each other, with the reasons as they may be shown."""
    over = veils_over(connection, veils, dossier)
    return [replace(each, because=veiled(over, each.because)) if over else each for each in relations]


def veils_over(connection: Connection, veils: Veils, dossier: Dossier) -> dict[int, Veil]:
    """The veils over a dossier's pages, by row."""
    rows = sorted({member.page for member in dossier.members})
    over = {}
    for start in range(0, len(rows), _AT_ONCE):
        asked = select(pages.c.id, pages.c.digest).where(pages.c.id.in_(rows[start : start + _AT_ONCE]))
        for row in connection.execute(asked).all():
            if (veil := veils.over_page(connection, row.digest)) is not None:
                over[row.id] = veil
    return over


def veiled(over: Mapping[int, Veil], words: str) -> str:
    """Words about any of these pages as they may be shown."""
    for veil in over.values():
        words = veil.of_stems(words)
    return words
