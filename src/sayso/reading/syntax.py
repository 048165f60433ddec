"""Syntax: what the model says of each word of a page besides who speaks: its part of speech, entity type, and head.

The heads were trained on automatic labels, and are good enough to find what a number counts, not to prove anything by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.reading.tags import DEPENDENCIES, ENTITIES, PARTS_OF_SPEECH
from sayso.reading.windows import Window
from sayso.text import Span

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its tags. ``head`` is where the word begins that it depends on, ``None`` for the root of a sentence."""

    span: Span
    part_of_speech: str
    """Penn Treebank tag (``NN``, ``NNS``, ``CD``, ``VBD``, …)."""
    entity: str
    """``O``, ``PERSON``, ``ORGANIZATION``, ``LOCATION``, ``DATE``, …"""
    relation: str
    """Stanford dependency to its head (``nsubj``, ``nsubjpass``, ``nummod``, ``dobj``, …)."""
    head: int | None


@dataclass(frozen=True, slots=True)
class Tagged:
    """What the network says of one window: the tag of each piece as an index, and the vectors that score heads."""

    window: Window
    pos: Ints
    entity: Ints
    relation: Ints
    arc: NDArray[np.float32]
    """(pieces, 2 × width): each piece as a dependent, and as a head."""


class Syntax:
    """The words of one page. Heads are worked out for the words that are asked for alone."""

    def __init__(self, text: str, windows: Sequence[Tagged]) -> None:
        self._text = text
        self._windows = list(windows)
        fresh = [np.flatnonzero((t.window.starts >= 0) & (np.arange(len(t.window)) >= t.window.fresh)) for t in windows]
        self._owner = np.concatenate([np.full(len(f), i) for i, f in enumerate(fresh)]) if fresh else np.zeros(0, np.int64)
        self._piece = np.concatenate(fresh) if fresh else np.zeros(0, np.int64)
        self._starts = np.concatenate([t.window.starts[f] for t, f in zip(windows, fresh, strict=True)] or [self._piece])
        self._ends = np.concatenate([t.window.ends[f] for t, f in zip(windows, fresh, strict=True)] or [self._piece])

    def words_in(self, span: Span) -> list[Word]:
        """The words that stand wholly in a span, in text order."""
        first, last = np.searchsorted(self._starts, (span.start, span.end))
        words: list[Word] = []
        i = int(first)
        while i < last:
            j = i + 1
            while j < last and self._goes_on(j):
                j += 1
            if self._ends[j - 1] <= span.end:
                words.append(self._word(i, j))
            i = j
        return words

    def word_at(self, position: int) -> Word | None:
        """The word that stands at a place, if any."""
        i = int(np.searchsorted(self._starts, position, side="right")) - 1
        while i > 0 and self._goes_on(i):
            i -= 1
        if i < 0:
            return None
        j = i + 1
        while j < len(self._starts) and self._goes_on(j):
            j += 1
        return self._word(i, j) if position < self._ends[j - 1] else None

    def _goes_on(self, i: int) -> bool:
        """Whether a piece continues the word of the piece before it."""
        start = int(self._starts[i])
        return start == self._ends[i - 1] and self._text[start].isalnum() and self._text[start - 1].isalnum()

    def _word(self, i: int, j: int) -> Word:
        number, piece = int(self._owner[i]), int(self._piece[i])
        tagged = self._windows[number]
        at = int(tagged.window.starts[self._head_of(number, piece)])
        return Word(
            span=Span(int(self._starts[i]), int(self._ends[j - 1])),
            part_of_speech=PARTS_OF_SPEECH[tagged.pos[piece]],
            entity=ENTITIES[tagged.entity[piece]],
            relation=DEPENDENCIES[tagged.relation[piece]],
            head=at if at >= 0 else None,
        )

    def _head_of(self, number: int, piece: int) -> int:
        """The piece of its window that a piece most likely depends on.

        One row at a time: a product of whole windows would go through several threads for nothing.
        """
        arc = self._windows[number].arc
        width = arc.shape[1] // 2
        return int((arc[:, width:] @ arc[piece, :width]).argmax())
