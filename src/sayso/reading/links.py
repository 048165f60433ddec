"""Links: which source and which contents belong to which cue."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.reading.spans import Found, Scores, log_softmax
from sayso.reading.tags import ROLES, distance_bucket

SOURCE, CUE, CONTENT = range(len(ROLES))


@dataclass(frozen=True, slots=True)
class LinkWeights:
    """What the link scores need besides the encoder's vectors: a bias for each distance, and the score of having no source."""

    source_bias: NDArray[np.float32]
    content_bias: NDArray[np.float32]
    no_source: float


@dataclass(frozen=True, slots=True)
class Linked:
    """A cue with its source and contents, as spans of word pieces; contents that no cue claims come with ``cue`` ``None``."""

    cue: Found | None
    source: Found | None
    contents: tuple[Found, ...]
    probability: float
    """Of the links alone: the least likely of them."""


def link(
    spans: Sequence[Found],
    vectors: Scores,
    weights: LinkWeights,
    paragraphs: NDArray[np.int64],
    introducing: Set[int] = frozenset(),
) -> list[Linked]:
    """Each content goes to its likeliest cue, each cue to its likeliest source or none, of the same paragraph.

    ``vectors`` is ``(pieces, 4 × width)``; ``paragraphs`` numbers each piece's paragraph, and ``introducing`` are those that end
    with a colon. A content in whose paragraph there is no cue goes to the one before if that introduces it (*She said:*), and
    else is left alone: what it continues, if anything, is for others to say.
    """
    sources, cues, contents = ([s for s in spans if s.role == role] for role in (SOURCE, CUE, CONTENT))
    if not contents:
        return []
    with_cue = {int(paragraphs[c.first]) for c in cues}
    introduced = {p + 1 for p in with_cue & introducing} - with_cue
    paragraphs = np.where(np.isin(paragraphs, list(introduced)), paragraphs - 1, paragraphs)
    alone = [Linked(None, None, (c,), 1.0) for c in contents if int(paragraphs[c.first]) not in with_cue]
    contents = [c for c in contents if int(paragraphs[c.first]) in with_cue]
    if not contents:
        return alone
    width = vectors.shape[1] // 4

    def mean(found: Sequence[Found], part: int) -> Scores:
        own = vectors[:, part * width : (part + 1) * width]
        return np.stack([own[f.first : f.end].sum(0) / (f.end - f.first) for f in found])

    scale = width**-0.5
    asked = mean(cues, 1) @ mean(contents, 3).T * scale + _bias(cues, contents, weights.content_bias)
    owners = log_softmax((asked + _elsewhere(cues, contents, paragraphs)).T)
    scores = np.full((len(cues), 1), weights.no_source, dtype=np.float32)
    if sources:
        between = mean(cues, 0) @ mean(sources, 2).T * scale + _bias(cues, sources, weights.source_bias)
        scores = np.concatenate([scores, between + _elsewhere(cues, sources, paragraphs)], axis=1)
    givers = log_softmax(scores)
    owner, giver = owners.argmax(axis=1), givers.argmax(axis=1)
    linked = alone
    for i, cue in enumerate(cues):
        own = [j for j in range(len(contents)) if owner[j] == i]
        if own:
            likelihood = min([givers[i, giver[i]], *(owners[j, i] for j in own)])
            source = sources[giver[i] - 1] if giver[i] else None
            linked.append(Linked(cue, source, tuple(contents[j] for j in own), float(np.exp(likelihood))))
    return linked


def apart(cue: Found, span: Found) -> int:
    """Pieces from the cue to the span: positive where it follows, negative where it stands before."""
    return span.first - cue.end + 1 if span.first >= cue.first else span.end - cue.first - 1


def _bias(cues: Sequence[Found], spans: Sequence[Found], bias: NDArray[np.float32]) -> NDArray[np.float32]:
    return bias[[[distance_bucket(apart(cue, span)) for span in spans] for cue in cues]]


def _elsewhere(cues: Sequence[Found], spans: Sequence[Found], paragraphs: NDArray[np.int64]) -> Scores:
    """No score for a pair of one paragraph, and one that rules it out for a pair of two."""
    one, other = (paragraphs[[f.first for f in found]] for found in (cues, spans))
    out: Scores = np.where(one[:, None] == other[None, :], 0.0, -1e4).astype(np.float32)
    return out
