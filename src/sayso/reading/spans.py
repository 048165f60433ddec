"""Spans: from the tagging head's scores to the best sequence of sources, cues and contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.reading.tags import BIO

Scores = NDArray[np.float32]

_FORBIDDEN = np.float32(-1e4)


OUTSIDE = np.array([0, *[_FORBIDDEN] * (len(BIO) - 1)], dtype=np.float32)
"""Log-probabilities of a piece that is in no span for certain."""


def _transitions() -> Scores:
    """Which tag may follow which: a span is only continued by the inside tag of its own role."""
    allowed = np.zeros((len(BIO), len(BIO)), dtype=np.float32)
    for i, before in enumerate(BIO):
        for j, after in enumerate(BIO):
            if after.startswith("I-") and before[2:] != after[2:]:
                allowed[i, j] = _FORBIDDEN
    return allowed


TRANSITIONS = _transitions()


@dataclass(frozen=True, slots=True)
class Found:
    """A span of word pieces ``[first, end)`` of one role (index into ``ROLES``), with the mean probability of its tags."""

    role: int
    first: int
    end: int
    probability: float


def log_softmax(scores: Scores) -> Scores:
    """Log-probabilities over the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    out: Scores = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return out


def best_tags(windows: Sequence[Scores]) -> list[NDArray[np.int64]]:
    """The likeliest allowed sequence of tags (Viterbi) for each window's log-probabilities ``(pieces, tags)``."""
    longest = max(len(w) for w in windows)
    log_odds = np.tile(OUTSIDE, (len(windows), longest, 1))
    for row, window in enumerate(windows):
        log_odds[row, : len(window)] = window
    tags = _viterbi(log_odds)
    return [tags[row, : len(window)] for row, window in enumerate(windows)]


def _viterbi(log_odds: Scores) -> NDArray[np.int64]:
    rows, length, _ = log_odds.shape
    score = log_odds[:, 0].copy()
    score[:, [i for i, tag in enumerate(BIO) if tag.startswith("I-")]] += _FORBIDDEN
    back = np.zeros((rows, length, len(BIO)), dtype=np.int64)
    for t in range(1, length):
        through = score[:, :, None] + TRANSITIONS
        back[:, t] = through.argmax(axis=1)
        score = through.max(axis=1) + log_odds[:, t]
    tags = np.zeros((rows, length), dtype=np.int64)
    tags[:, -1] = score.argmax(axis=1)
    at = np.arange(rows)
    for t in range(length - 1, 0, -1):
        tags[:, t - 1] = back[at, t, tags[:, t]]
    return tags


def found_spans(tags: NDArray[np.int64], log_odds: Scores) -> list[Found]:
    """The spans of one window's tags, in order."""
    spans: list[Found] = []
    if not tags.any():
        return spans
    probability = np.exp(log_odds[np.arange(len(tags)), tags])
    first, role = -1, -1
    for i, tag in enumerate([*tags.tolist(), 0]):
        if role >= 0 and not (tag and tag % 2 == 0 and tag // 2 - 1 == role):
            spans.append(Found(role, first, i, float(probability[first:i].mean())))
            role = -1
        if tag % 2 == 1:
            first, role = i, tag // 2
    return spans
