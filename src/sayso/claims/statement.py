"""Statement: something given on somebody's word, and the words for its kind, stance and speaker."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from sayso.claims.figure import Place
from sayso.reading.speaker import Speaker
from sayso.text import Pieces, Span


class StatementKind(enum.StrEnum):
    """Whether the content stands in quotation marks: all of it, none of it, or some."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Stance(enum.StrEnum):
    """How the cue reports, in the words of newsroom style guides."""

    NEUTRAL = "neutral"
    DISTANCING = "distancing"
    CONFIRMING = "confirming"
    SHOWING = "showing"
    DENYING = "denying"
    ESTIMATING = "estimating"
    DEMANDING = "demanding"


DOUBTFUL = 0.9
"""Confidence below which a statement is kept, but marked as doubtful: its words and its speaker are to be checked against the
page before they are used."""


@dataclass(frozen=True, slots=True)
class SaidAt:
    """The words that say when something was said, and the day that they mean.

    ``value`` is ISO 8601 (``2022-03-02``), ``None`` where the page gives no date of its own to count from.
    """

    span: Span
    value: str | None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a reporting clause says besides who and that: each cites its words; ``None`` and ``()`` where the page is silent."""

    said_at: SaidAt | None = None
    medium: Pieces = ()
    """*in a video message*, *on state television*."""
    translated: Pieces = ()
    """*in Ukrainian*, *through an interpreter*: the words given are not the words said."""


NOTHING_MORE = Circumstances()


@dataclass(frozen=True, slots=True)
class Inferred:
    """A country that a speaker is inferred to speak for, since the page has it say the same; ``cited`` are the words for that."""

    name: str
    cited: Pieces


@dataclass(frozen=True, slots=True)
class Statement:
    """Something given on somebody's word.

    ``id`` (``s1``, ``s2``, …) is a name inside one report only; a ledger's entry id is made from the text's digest and the spans.
    ``within`` is the id of the statement in whose content this one stands. ``confidence`` (0 to 1) is how sure the reading is.
    """

    id: str
    kind: StatementKind
    stance: Stance
    source: Pieces
    cue: Pieces
    content: Pieces
    speaker: Speaker
    within: str | None = None
    confidence: float = 1.0
    circumstances: Circumstances = NOTHING_MORE
    places: tuple[Place, ...] = ()
    """The places that the content names."""
    whose: Inferred | None = None
    """Of a ministry, an army or a police of which the page does not say whose it is."""

    @property
    def doubtful(self) -> bool:
        """Whether sayso may well have misread it."""
        return self.confidence < DOUBTFUL
