"""The types of dossiers: entries, the links that join them, and how two entries stand to each other."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass


class Type(enum.StrEnum):
    """What a dossier is made of."""

    FIGURES = "figures"
    STATEMENTS = "statements"


@dataclass(frozen=True, slots=True)
class Member:
    """An entry of a dossier."""

    entry: str
    """The entry's id in the ledger."""
    page: int
    """The row of its page."""
    day: int | None
    """The day of the page's publication, as a number of days."""
    facets: Mapping[str, str]
    """What it was joined by and is compared by, in words: *sort*, *what*, *side*, *place*, …"""


@dataclass(frozen=True, slots=True)
class Join:
    """Two entries that are taken to be about the same question, and why, in words for people."""

    one: str
    other: str
    because: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """Entries about the same question. ``id`` is the least entry in it, so that it does not depend on the order of adding."""

    id: str
    type: Type
    title: str
    """What the question is, in words of the facets or of the entry at its middle."""
    members: tuple[Member, ...]
    """In order of time, then of entry."""
    joins: tuple[Join, ...]


class Kind(enum.StrEnum):
    """How two entries of one dossier stand to each other."""

    SAME = "same"
    """They say the same."""
    CONTRADICTION = "contradiction"
    """They cannot both hold."""
    DENIED = "denied"
    """One says that the other is not so."""
    UPDATE = "update"
    """A later number or state of the same source, or of the same running count."""
    COMPATIBLE = "compatible"
    """The bounds or the vague words of one let the other be: *over 40* and *43*."""
    SCOPE = "scope"
    """One covers more than the other: killed against killed and wounded, a city against its country."""
    PERIOD = "period"
    """They cover different times: in the last 24 hours, since it began."""
    RECLASSIFIED = "reclassified"
    """What one counts as one thing the other counts as another by now: the missing as dead."""
    VERIFIED = "verified"
    """One says that somebody else has confirmed the other."""
    UNCLEAR = "unclear"
    """They differ, and the pages do not say enough to tell how."""

    @property
    def is_dispute(self) -> bool:
        """Whether the two cannot both hold."""
        return self in (Kind.CONTRADICTION, Kind.DENIED)


@dataclass(frozen=True, slots=True)
class Relation:
    """How two entries of one dossier stand to each other, and why, in words for people."""

    one: str
    other: str
    kind: Kind
    because: str
