"""Windows: a document's paragraphs as runs of word pieces that the encoder can take in one pass.

Training and reading cut documents in the same way. A window is made of whole paragraphs with a break mark between them, so that
the model sees where one ends; it begins with the end of the text before it as context, and only its *fresh* pieces are answered
for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from sayso.text import Span

CLS, SEP, BREAK = 101, 102, 1
"""Ids of ``[CLS]``, ``[SEP]`` and, as the paragraph break, ``[unused0]`` in the encoder's vocabulary."""

LIMIT = 256
"""Word pieces in a window at most, break marks included."""

CONTEXT = 16
"""Word pieces of the text before that a window begins with, at most."""

SHAPES = ("other", "lower", "capitalised", "capitals", "digits")
"""How a word piece was written: the vocabulary has lower-case letters only, and names are known by their capitals."""


@dataclass(frozen=True, slots=True)
class Window:
    """Word pieces of one run of a document.

    ``ids`` and ``shapes`` hold one number a piece; ``starts`` and ``ends`` are the code points of each piece in the page's text
    (both -1 for marks). Pieces before ``fresh`` are context that another window answers for.
    """

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    fresh: int

    @property
    def paragraphs(self) -> NDArray[np.int64]:
        """The number, within the window, of each piece's paragraph."""
        numbers: NDArray[np.int64] = np.cumsum(self.ids == BREAK)
        return numbers

    @property
    def introducing(self) -> frozenset[int]:
        """The numbers of the paragraphs that end with a colon."""
        ends = np.flatnonzero(self.ids == BREAK)
        return frozenset(number for number, end in enumerate(ends.tolist()) if self.ids[end - 1] == _COLON)

    def __len__(self) -> int:
        return len(self.ids)


def shape_of(word: str) -> int:
    """Index into ``SHAPES``."""
    if word[0].isdigit():
        return 4
    if not word[0].isalpha():
        return 0
    if word[0].islower():
        return 1
    return 3 if len(word) > 1 and word.isupper() else 2


_Piece = tuple[int, int, int, int]  # id, shape, start, end
_MARK = (-1, -1)


def windows_of(
    text: str, paragraphs: Sequence[Span], tokenizer: Tokenizer, *, limit: int = LIMIT, context: int = CONTEXT
) -> list[Window]:
    """The windows of a text's paragraphs, in order; each piece of the paragraphs is fresh in exactly one of them."""
    encodings = tokenizer.encode_batch([p.of(text) for p in paragraphs], add_special_tokens=False)
    windows: list[Window] = []
    current: list[_Piece] = []
    fresh = 0
    room = limit - 2
    for paragraph, encoding in zip(paragraphs, encodings, strict=True):
        for run in _runs(_pieces(text, paragraph, encoding), room - context - 1):
            if len(current) > fresh and len(current) + len(run) + 1 > room:
                windows.append(_window(current, fresh))
                current = _tail(current, context)
                fresh = len(current)
            current += run
        current.append((BREAK, 0, *_MARK))
    if len(current) > fresh:
        windows.append(_window(current, fresh))
    return windows


def _pieces(text: str, paragraph: Span, encoding: Encoding) -> list[_Piece]:
    base = paragraph.start
    return [
        (
            piece,
            shape_of(text[base + start]) if end - start == 1 else shape_of(text[base + start : base + end]),
            base + start,
            base + end,
        )
        for piece, (start, end) in zip(encoding.ids, encoding.offsets, strict=True)
        if end > start
    ]


def _runs(pieces: list[_Piece], longest: int) -> list[list[_Piece]]:
    """A paragraph whole, or, where it is longer than a window, in runs that end at a full stop if there is one: not in *1.7*."""
    runs = []
    while len(pieces) > longest:
        stops = [i for i in range(longest // 2, longest) if pieces[i][0] in _STOPS and pieces[i + 1][2] > pieces[i][3]]
        cut = (stops[-1] + 1) if stops else longest
        runs.append(pieces[:cut])
        pieces = pieces[cut:]
    return [*runs, pieces]


_COLON = 1024
_STOPS = {1012, 1029, 999}  # . ? !


def _tail(pieces: list[_Piece], context: int) -> list[_Piece]:
    return pieces[-context:] if context else []


def _window(pieces: list[_Piece], fresh: int) -> Window:
    whole = np.array([(CLS, 0, *_MARK), *pieces, (SEP, 0, *_MARK)], dtype=np.int64)
    return Window(ids=whole[:, 0], shapes=whole[:, 1], starts=whole[:, 2], ends=whole[:, 3], fresh=fresh + 1)
