"""Said: the sources that are resolved already, to which later pronouns and short descriptions may point back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sayso.reading.cast import Someone
from sayso.reading.descriptions import Description
from sayso.reading.speaker import Speaker
from sayso.text import Pieces, Span

_REMEMBERED = 20
"""Of how many speakers before it a pronoun may mean one."""
NEAR = 3
"""How many sentences back a pronoun may point."""
_FAR = 400
"""How many sources back a described one may point, so that the time a word takes does not grow with the page."""


@dataclass(slots=True)
class Said:
    """A source that is resolved already: what later pronouns and short descriptions may point back to."""

    at: int
    sentence: int
    until: int
    """The sentence in which what was said ends."""
    speaker: Speaker
    who: Someone | None
    description: Description | None
    nested: bool
    source: Span
    content: Pieces


class Memory:
    """Everything said so far, in text order."""

    def __init__(self) -> None:
        self.said: list[Said] = []

    def add(self, said: Said) -> None:
        """Remember one source more."""
        self.said.append(said)

    def recent(self) -> list[Said]:
        """The sources that a pronoun may mean, the last first."""
        return self.said[: -_REMEMBERED - 1 : -1]

    def within_reach(self) -> list[Said]:
        """The sources that a description may point back to, in text order."""
        return self.said[-_FAR:]

    def last(self, here: int, fits: Callable[[Said], object]) -> Said | None:
        """The last source up to a sentence that fits."""
        return next((s for s in self.said[: -_FAR - 1 : -1] if s.sentence <= here and fits(s)), None)

    def of(self, speaker: Speaker) -> Said | None:
        """The source that was resolved to just this speaker."""
        return next((s for s in reversed(self.said) if s.speaker is speaker), None)
