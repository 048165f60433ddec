"""Spans and the words of several of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.text import Span, words_of

QUOTED = "“The ferry is … safe,” she said. “It runs.”\n\n“Until midnight.”"


@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        ([], ""),
        ([(0, 22)], "“The ferry is … safe,”"),  # three points of the source are not ours
        ([(0, 22), (33, 43)], "“The ferry is … safe,” […] “It runs.”"),
        ([(33, 43), (45, 62)], "“It runs.”\n\n“Until midnight.”"),  # nothing is left out between them
        ([(0, 4), (4, 10)], "“The ferry"),
    ],
)
def test_what_is_left_out_between_pieces_is_marked_as_ours(pieces: list[tuple[int, int]], words: str) -> None:
    assert words_of([Span(*piece) for piece in pieces], QUOTED) == words


@given(st.text(max_size=60), st.lists(st.integers(0, 60), max_size=8))
def test_every_piece_stands_whole_in_the_words(text: str, cuts: list[int]) -> None:
    ends = sorted(min(cut, len(text)) for cut in cuts)
    pieces = [Span(start, end) for start, end in zip(ends[::2], ends[1::2], strict=False)]
    words = words_of(pieces, text)
    assert all(piece.of(text) in words for piece in pieces)
    assert set(words) <= set(text) | set(" […] ")
