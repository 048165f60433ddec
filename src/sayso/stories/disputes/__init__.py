"""Disputes: how two entries of one dossier stand to each other, those that cannot both hold among them."""

from __future__ import annotations

from sqlalchemy import Connection

from sayso.stories.disputes import figures, statements
from sayso.stories.dossiers import dossier_of, is_figure
from sayso.stories.dossiers.dossier import Dossier, Relation, Type
from sayso.stories.dossiers.figures.links import members_of

__all__ = ["relation_between", "relations"]


def relation_between(connection: Connection, one: str, other: str) -> Relation | None:
    """How two entries stand to each other; ``None`` if they are not in one dossier."""
    if is_figure(connection, one) != is_figure(connection, other):
        return None
    if not is_figure(connection, one):
        return statements.relation_between(connection, one, other)
    shared = dossier_of(connection, one)
    if one == other or shared is None or shared != dossier_of(connection, other):
        return None
    members = {member.entry: member for member in members_of(connection, (one, other))}
    return figures.relation_between(connection, members[one], members[other])


def relations(connection: Connection, dossier: Dossier) -> list[Relation]:
    """How the entries of a dossier stand to each other: not every pair, but those that somebody would set side by side."""
    if dossier.type is Type.FIGURES:
        return figures.relations(connection, dossier)
    return statements.relations(connection, dossier)
