"""Spans: places in a page's canonical text, and what can be asked of one.

All offsets are code points, end exclusive, so that ``text[span.start:span.end]`` is what is cited.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A run of code points ``[start, end)`` of one text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, got [{self.start}, {self.end}]")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words of the span."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> Span:
        """The same run in a text that starts ``by`` code points earlier."""
        return Span(self.start + by, self.end + by)

    def trimmed(self, text: str) -> Span:
        """The span without white space at its ends; empty at its start if there is nothing else."""
        words = self.of(text)
        left = len(words) - len(words.lstrip())
        return Span(self.start + left, self.start + max(left, len(words.rstrip())))


Pieces = tuple[Span, ...]
"""A span that may be broken (a quotation interrupted by *he said*): its pieces in text order."""

GAP = " […] "
"""Stands where words of others lie between two pieces: in brackets, so that nobody takes it for an ellipsis of the source."""


def words_of(pieces: Iterable[Span], text: str, *, gap: str = GAP) -> str:
    """The words of all pieces, with ``gap`` between two of them; where only white space lies between, with that."""
    words, end = "", None
    for piece in pieces:
        between = "" if end is None else text[end : piece.start]
        words += (gap if between.strip() else between) + piece.of(text)
        end = piece.end
    return words


def digest(data: bytes | str) -> str:
    """SHA-256 in lower-case hexadecimal; a string is digested as UTF-8."""
    return hashlib.sha256(data.encode("utf-8") if isinstance(data, str) else data).hexdigest()
