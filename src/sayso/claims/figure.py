"""Figure: a number that is claimed, and the words for its bound, its sort, its time and its place."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from sayso.text import Pieces, Span

OUTLET = "outlet"
"""The holder of what a page says in its own voice."""


class Bound(enum.StrEnum):
    """How the words bound the number."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"
    ORDER = "order"
    """*dozens*, *hundreds of*: a vague word, whose interval serves for comparing only."""


class Sort(enum.StrEnum):
    """What happened to what is counted."""

    KILLED = "killed"
    """Dead of whatever cause; the words are kept."""
    INJURED = "injured"
    CASUALTIES = "casualties"
    """Killed and injured in one number."""
    MISSING = "missing"
    DISPLACED = "displaced"
    """Fled, evacuated, refugees, homeless."""
    HELD = "held"
    """Captured, arrested, hostages."""
    AFFECTED = "affected"
    """Infected, trapped, hungry, without power."""
    GATHERED = "gathered"
    """Protesters, a crowd, a turnout."""
    FORCES = "forces"
    """Deployed, fighting, attackers."""
    EQUIPMENT = "equipment"
    """Tanks, aircraft; destroyed or used."""
    PROPERTY = "property"
    """Homes, buildings."""
    MONEY = "money"
    SHARE = "share"
    """A percentage or fraction, in percent: *half* is 50."""
    OTHER = "other"


class Precision(enum.StrEnum):
    """How precisely words give a time."""

    DAY = "day"
    WEEK = "week"
    """*last week*, *at the weekend*: the value is a week of ISO 8601, ``2022-W09``."""
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class When:
    """A time as a page gives it. ``value`` is ISO 8601 to its precision; both ``None`` where there is nothing to count from.

    ``opens`` says that a period begins with it and runs to the time of the page (*since 24 February*, *over the past week*).
    """

    span: Span
    value: str | None
    precision: Precision | None
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that words may mean."""

    name: str
    country: str
    """ISO 3166 code of two letters."""
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a page gives it. ``means`` is ``None`` where it is not clear; ``because`` says why in words."""

    span: Span
    means: Candidate | None
    candidates: tuple[Candidate, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is claimed.

    ``id`` (``f1``, ``f2``, …) is a name inside one report only. ``span`` are the printed number words with their bound; ``low``
    and ``high`` the interval that they allow, ``None`` where open. ``holder`` is the id of the innermost statement in whose
    content the figure stands, or ``"outlet"``. ``part_of`` and ``replaces`` are ids of other figures: *among them three children*
    is part of the fourteen; *rose to 21 from 19* replaces the nineteen.
    """

    id: str
    span: Span
    low: float | None
    high: float | None
    bound: Bound
    counts: Pieces
    """The words for what is counted, without the number; they may stand elsewhere (*three from Jordan*)."""
    sort: Sort
    event: Pieces = ()
    """The words that say what happened: *were killed*, *a death toll of*."""
    who: Pieces = ()
    """The words of the page for who is counted, where it says so: *civilians*, *soldiers*, *children*."""
    blamed: Pieces = ()
    """Whom the same words make answerable: *by Russian shelling*."""
    as_of: When | None = None
    period: When | None = None
    """*since the war began*, *overnight*: what the number covers, where it is a sum over a time."""
    place: Place | None = None
    part_of: str | None = None
    replaces: str | None = None
    holder: str = OUTLET
