"""Turns: what is said in a recording is on the word of whoever its transcript names for it.

Each paragraph of somebody's turn is one statement of theirs, with the time at which it is said; what they report of others stands
within it. It does not depend on a reading of the words, so what the reader found under the same name gives way to it. A question
is a statement of who asks: its numbers are nobody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.claims.statements.pieces import Draft
from sayso.page.page import READ_FOR_CLAIMS, Page
from sayso.page.transcript import head_of, is_transcript
from sayso.text import Span

SURE = 0.98
"""How sure it is that a turn is the words of whom the transcript names."""
_WORD = re.compile(r"\w")
_STOP = re.compile(r"(?<![.\s][A-Z])\.$")
"""The full stop at the end of a paragraph, not that of an initial."""


@dataclass(frozen=True)
class Turn:
    """One turn: the name at its head, and the paragraphs of what is said."""

    head: Span
    paragraphs: tuple[Span, ...]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.paragraphs[-1].end


def turns_of(page: Page) -> list[Turn]:
    """The turns of a transcript whose speaker it names, in order; none of other pages."""
    if not is_transcript(page):
        return []
    turns: list[Turn] = []
    goes_on: str | None = None
    for block in page.blocks:
        if block.role not in READ_FOR_CLAIMS:
            continue
        named = head_of(block, page.text)
        rest = Span(named.end if named else block.span.start, block.span.end)
        rest = Span(rest.start + re.match(r"[\s:]*", rest.of(page.text)).end(), rest.end)  # type: ignore[union-attr]
        paragraphs = (rest,) if _WORD.search(rest.of(page.text)) else ()
        if named is not None:
            turns.append(Turn(named, paragraphs))
        elif block.author is not None and block.author == goes_on:
            turns[-1] = Turn(turns[-1].head, (*turns[-1].paragraphs, *paragraphs))
        goes_on = block.author if named is not None or block.author == goes_on else None
    return [turn for turn in turns if turn.paragraphs]


def said_in(turns: Sequence[Turn], text: str) -> Iterator[Draft]:
    """The statements that turns are, one a paragraph."""
    for turn in turns:
        for paragraph in turn.paragraphs:
            stop = _STOP.search(paragraph.of(text))
            yield Draft((turn.head,), (), (Span(paragraph.start, paragraph.end - bool(stop)),), SURE)


def without_heads(drafts: Sequence[Draft], turns: Sequence[Turn], text: str) -> list[Draft]:
    """The drafts but for those that only say again whose turn it is."""
    heads = [turn.head for turn in turns]
    return [
        d
        for d in drafts
        if any(_WORD.search(p.of(text)) for p in d.cue) or not any(p.overlaps(head) for p in d.source for head in heads)
    ]
