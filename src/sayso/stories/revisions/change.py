"""Change: one difference between two versions in what they claim, with the words of both."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from sayso.text import Pieces


class ChangeKind(enum.StrEnum):
    """What changed, from the older version to the newer one."""

    FIGURE_CHANGED = "figure changed"
    """The same quantity has another number: *12* and now *15*."""
    BOUND_LOST = "bound lost"
    """*at least 12* and now *12*."""
    BOUND_ADDED = "bound added"
    """*12* and now *at least 12*."""
    BOUND_CHANGED = "bound changed"
    """*at least 12* and now *about 12*."""
    FIGURE_ADDED = "figure added"
    FIGURE_DROPPED = "figure dropped"
    MARK_REMOVED = "mark removed"
    """The words for how far it is established have gone: *could not be verified*."""
    MARK_ADDED = "mark added"
    ATTRIBUTION_DROPPED = "attribution dropped"
    """The words stand on in the page's own voice."""
    ATTRIBUTION_ADDED = "attribution added"
    """What the page said in its own voice is now given on somebody's word."""
    ANONYMISED = "source anonymised"
    """Who was named is now *officials*, or nobody."""
    NAMED = "source named"
    SPEAKER_CHANGED = "speaker changed"
    CUE_CHANGED = "cue changed"
    """The words that report take another stance: *said* and now *claimed*."""
    REWORDED = "reworded"
    """The same speaker is given with other words in the same place."""
    STATEMENT_ADDED = "statement added"
    STATEMENT_DROPPED = "statement dropped"
    HEADLINE_NUMBER = "headline: number"
    HEADLINE_STATUS = "headline: status"
    """A word for how far it is established: *alleged*, *claims*, *confirmed*."""
    HEADLINE_ATTRIBUTION = "headline: attribution"
    HEADLINE_SENSE = "headline: sense"
    """Something else is told: another actor, another verb."""
    PUBLISHED = "published"
    """The time that the page gives for its publication."""
    MODIFIED = "modified"


class Announced(enum.StrEnum):
    """Whether the newer version says that this was changed."""

    SILENT = "silent"
    SOMETHING = "the page says that something was changed, not what"
    NAMED = "the page says so"


@dataclass(frozen=True, slots=True)
class Change:
    """A difference in what two versions claim.

    ``old`` are its words in the older text and ``new`` in the newer one; one of the two is empty where nothing stands against the
    other. ``old_entry`` and ``new_entry`` are the statement, figure or mark that it is about, as the two reports name them;
    ``None`` where the words belong to none. ``notice`` are the words of the newer version that announce it.
    """

    kind: ChangeKind
    old: Pieces = ()
    new: Pieces = ()
    old_entry: str | None = None
    new_entry: str | None = None
    old_value: str | None = None
    """What is no run of the text: a time, or a speaker as resolved."""
    new_value: str | None = None
    announced: Announced = Announced.SILENT
    notice: Pieces = field(default=())
