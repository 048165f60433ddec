"""Signatures: a name that stands with a dash behind the words that it gives, and says whose they are."""

from __future__ import annotations

import re

from sayso.text import Span

_NAME = (
    r"(?!(?:The|This|That|It|He|She|They|We|But|And|In|On|A)\b)[A-Z][\w.’'-]*"
    r"(?:\s(?:(?:de|al|el|bin|van|von|of)\s)?[A-Z][\w.’'-]*){0,4}(?:,\s[^\n.?!:;“”\"]{3,80})?"
)
_SIGNED = re.compile(rf"\s*[-–—―]{{1,2}}\s?(?P<who>{_NAME})\.?[^\S\n]*(?=\n|$)")


def signature_in(text: str, start: int, end: int) -> Span | None:
    """Who signs what ends at ``start`` (*“We ran.” — Ana Ruiz*), where nothing but the signature follows up to the line's end."""
    found = _SIGNED.match(text, start, end)
    if found is None:
        return None
    who = Span(*found.span("who")).trimmed(text)
    return Span(who.start, who.end - 1) if who.of(text).endswith(".") and who.of(text)[-2:-1].islower() else who
