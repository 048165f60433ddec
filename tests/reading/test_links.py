"""Links from cues to their sources and contents, on made vectors."""

import numpy as np

from sayso.reading.links import CONTENT, CUE, SOURCE, Linked, LinkWeights, link
from sayso.reading.spans import Found
from sayso.reading.tags import BUCKETS

WEIGHTS = LinkWeights(np.zeros(BUCKETS, np.float32), np.zeros(BUCKETS, np.float32), no_source=0.0)


def vectors(pieces: int, pairs: list[tuple[int, int, int, int]]) -> np.ndarray:
    """Vectors of width 8: each (asking piece, part, answering piece, part) gets a direction of its own."""
    out = np.zeros((pieces, 4 * 8), dtype=np.float32)
    for direction, (asks, asks_part, answers, answers_part) in enumerate(pairs):
        out[asks, asks_part * 8 + direction] = 6
        out[answers, answers_part * 8 + direction] = 6
    return out


def found(role: int, at: int) -> Found:
    return Found(role, at, at + 1, 1.0)


def simple(linked: list[Linked]) -> list[tuple[int | None, int | None, list[int]]]:
    return [(x.cue.first if x.cue else None, x.source.first if x.source else None, [c.first for c in x.contents]) for x in linked]


def test_vectors_decide_over_distance() -> None:
    # source 0, cue 1, content 2; source 3, cue 4, content 5; but each cue asks for the other's
    spans = [found(SOURCE, 0), found(CUE, 1), found(CONTENT, 2), found(SOURCE, 3), found(CUE, 4), found(CONTENT, 5)]
    crossed = vectors(6, [(1, 0, 3, 2), (4, 0, 0, 2), (1, 1, 5, 3), (4, 1, 2, 3)])
    assert simple(link(spans, crossed, WEIGHTS, np.zeros(6, np.int64))) == [(1, 3, [5]), (4, 0, [2])]


def test_a_cue_may_have_no_source_and_two_contents() -> None:
    spans = [found(CONTENT, 0), found(CUE, 1), found(CONTENT, 2)]
    assert simple(link(spans, vectors(3, []), WEIGHTS, np.zeros(3, np.int64))) == [(1, None, [0, 2])]


def test_a_cue_without_content_is_no_attribution() -> None:
    assert link([found(SOURCE, 0), found(CUE, 1)], vectors(2, []), WEIGHTS, np.zeros(2, np.int64)) == []


def test_a_content_in_a_paragraph_without_a_cue_is_left_alone() -> None:
    spans = [found(SOURCE, 0), found(CUE, 1), found(CONTENT, 2), found(CONTENT, 4)]
    drawn = vectors(5, [(1, 0, 0, 2), (1, 1, 4, 3)])
    assert simple(link(spans, drawn, WEIGHTS, np.array([0, 0, 0, 1, 1]))) == [(None, None, [4]), (1, 0, [2])]


def test_a_source_of_another_paragraph_is_not_taken() -> None:
    spans = [found(SOURCE, 0), found(CUE, 1), found(CONTENT, 2)]
    assert simple(link(spans, vectors(3, [(1, 0, 0, 2)]), WEIGHTS, np.array([0, 1, 1]))) == [(1, None, [2])]
