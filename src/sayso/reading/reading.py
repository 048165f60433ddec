"""Reading: what the model finds in one page, before it is judged as claims."""

from __future__ import annotations

from dataclasses import dataclass, field

from sayso.reading.syntax import Syntax
from sayso.text import Pieces


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words given on somebody's word, as spans of one page's text.

    ``source`` names who (empty where nobody is named), ``cue`` reports, ``content`` is what is said (never empty).
    ``confidence`` is the model's own, from 0 to 1: that sayso read it rightly, never that it is true.
    """

    source: Pieces
    cue: Pieces
    content: Pieces
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """All attributions of one page, in text order of their content."""

    attributions: tuple[Attribution, ...]
    model: str
    """Name and version of the model, with the first eight digits of its checksum."""
    syntax: Syntax | None = field(default=None, compare=False, repr=False)
    """The words of the page with their parts of speech and heads, for whoever asks."""
