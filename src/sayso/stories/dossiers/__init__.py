"""Dossiers: figures about the same quantity, and statements about the same proposition, over many pages.

``figures`` and ``statements`` join the entries of pages, each with the reason; ``dossier`` says what comes of it. A
dossier groups:
it never merges values, and no status passes from one entry to another. How two entries of one dossier stand to each other is told
by ``sayso.stories.disputes``.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from sayso.errors import NotInLedger, UsageError
from sayso.stories.dossiers import statements
from sayso.stories.dossiers.dossier import Dossier, Type
from sayso.stories.dossiers.figures import groups
from sayso.stories.dossiers.figures.links import traced_figures

__all__ = ["dossier", "dossier_of", "dossiers", "is_figure"]


def is_figure(connection: Connection, entry: str) -> bool:
    """Whether an entry is a figure that links know."""
    return connection.execute(select(traced_figures.c.entry).where(traced_figures.c.entry == entry).limit(1)).first() is not None


def dossier_of(connection: Connection, entry: str) -> str | None:
    """The id of the dossier that an entry is in; ``None`` where it stands alone."""
    if is_figure(connection, entry):
        found = groups.group_of(connection, entry)
        return min(found.answers) if len(found) > 1 else None
    return statements.dossier_of(connection, entry)


def dossier(connection: Connection, name: str) -> Dossier:
    """The dossier that has an entry, named by its id or the beginning of one.

    Raises ``NotInLedger`` if no linked entry goes by that, ``UsageError`` if several do.
    """
    if len(name) < _SHORTEST:
        raise UsageError(f"Give at least {_SHORTEST} characters of the id of a dossier or an entry, not {name!r}")
    t = traced_figures.c.entry
    found = connection.execute(select(t).distinct().where(t >= name, t < f"{name}g").limit(_SEVERAL)).scalars().all()
    others = list(statements.entries_named(connection, name))
    if len(found) + len(others) > 1:
        raise UsageError(f"Several entries have ids that begin with {name}; give more of it")
    if found:
        return groups.dossier_from(connection, groups.group_of(connection, found[0]))
    if others or len(name) == _WHOLE:
        return statements.dossier(connection, others[0] if others else name)
    raise NotInLedger(f"No dossier or entry has an id that begins with {name}; see them with: sayso dossiers")


def dossiers(
    connection: Connection, *, type: Type | None = None, since: int | None = None, until: int | None = None
) -> Iterator[Dossier]:
    """All dossiers with entries on pages between two days, those on most pages first; those of figures before those
    of statements.
    """
    if type is not Type.STATEMENTS:
        found = sorted(groups.all_groups(connection, since, until), key=lambda group: (-len(group), min(group.answers)))
        yield from (groups.dossier_from(connection, group) for group in found)
    if type is not Type.FIGURES:
        yield from statements.dossiers(connection, since=since, until=until)


_SHORTEST, _WHOLE, _SEVERAL = 4, 64, 3
