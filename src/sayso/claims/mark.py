"""Mark: words by which a report says how far something is established."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from sayso.claims.figure import OUTLET
from sayso.text import Pieces


class Status(enum.StrEnum):
    """What a mark says."""

    UNVERIFIED = "unverified"
    """*has not been verified*, *could not be independently confirmed*, *unconfirmed*."""
    UNCLEAR = "unclear"
    """*it is unclear*, *remains unknown*, *conflicting accounts of whether*."""
    HEDGED = "hedged"
    """The outlet's own hedge: *apparently*, *reportedly*, *appeared to*, *is believed to*."""
    CONFIRMED = "confirmed"
    """*confirmed by*, *verified*, *independently established*; about another statement or figure."""
    DISPUTED = "disputed"
    """*disputed*, *contradicted*, *conflicting reports*."""
    DENIED = "denied"
    """Somebody denies another statement."""
    CORRECTED = "corrected"
    """*corrected*, *revised*, *withdrew*, *earlier said*."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that say how far something is established, and what they are about.

    ``about`` are ids of the statements and figures of the report, or ``("outlet",)`` where they are about something that the
    page says in its own voice and that is neither. ``holder`` is the id of the statement on whose word the mark stands, or
    ``"outlet"``.
    """

    id: str
    spans: Pieces
    status: Status
    about: tuple[str, ...]
    holder: str = OUTLET
    by: Pieces = ()
    """The words for who established it, or could not, where they say so: *the agency* could not verify it."""
