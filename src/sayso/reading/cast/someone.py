"""Someone: one person, body, place or described voice on a page, and where they are mentioned."""

from __future__ import annotations

from dataclasses import dataclass, field

from sayso.reading.descriptions import Description
from sayso.reading.speaker import SpeakerKind
from sayso.text import Span


@dataclass(eq=False, slots=True)
class Someone:
    """One person, body, place or described voice on a page."""

    name: str
    kind: SpeakerKind
    at: Span
    """Where the fullest name stands."""
    words: tuple[str, ...] = ()
    gender: str | None = None
    roles: list[Description] = field(default_factory=list)
    role: str | None = None
    """The fullest title or affiliation, as printed."""
    introduced: int = 0
    """Where the full name first stands."""
    plural: bool = False
    guessed: bool = False
    """Whether the gender is only what a pronoun or two near the name suggest."""
    perhaps: bool = False
    """Whether this may as well be a person: a name of two or three words of which nothing shows what it names."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Someone, where they are mentioned."""

    span: Span
    who: Someone
    subject: bool
    """Whether it stands where a subject stands: no preposition before it, no *'s* and no full stop after it."""
    opens: bool
    """Whether it opens its sentence."""
    quoted: bool
    """Whether it stands in somebody's quotation."""
    possessive: bool = False
    """Whether *'s* follows: *Example's plan* brings her up, though as no subject."""
    aside: bool = False
    """Whether a pronoun can hardly mean it: *cross-examined by Example*."""
