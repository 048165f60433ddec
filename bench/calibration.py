"""How well calibrated confidence is, on PolNeAR's dev articles: ``python -m bench.run calibration``.

The table from the model's own confidence to the share that is right is fitted on one half of the articles and measured on the
other; what is shipped is fitted on both (``python -m training.calibrate``). An attribution is right where the corpus's own script
says so: its content overlaps by half, and its source is the right one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.polnear import pairs, paragraphs, script_of
from sayso.reading.reader import Reader

Judged = list[list[tuple[float, bool]]]
"""For each article its attributions: how sure the reader is of each, and whether it is right."""


def measure(shared: Path) -> dict[str, float]:
    """Expected calibration error, fitted on the other half of the articles, and that of the model's own confidence."""
    by_article = judged(shared, Reader.load(calibrated=False))
    confidence, right = zip(*(pair for article in by_article for pair in article), strict=True)
    return {
        "expected_error": across_halves(by_article),
        "expected_error_uncalibrated": expected_error(confidence, right),
        "attributions": len(right),
        "right": sum(right),
    }


def across_halves(by_article: Judged) -> float:
    """Expected calibration error of a table that was fitted on the other half of the articles: the mean of both ways."""
    halves = [[pair for article in by_article[i::2] for pair in article] for i in (0, 1)]
    errors = []
    for fitted, other in (halves, halves[::-1]):
        points = np.array(table(*zip(*fitted, strict=True)))
        confidence, right = zip(*other, strict=True)
        errors.append(expected_error(np.interp(confidence, *points.T).tolist(), right))
    return float(np.mean(errors))


STEPS = 12
"""Groups of as many attributions each, from the least confident to the most."""


def table(raw: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """Pairs of the reader's own confidence and the share that is right, both rising."""
    order = np.argsort(raw)
    groups = [(float(np.mean(np.take(raw, g))), float(np.mean(np.take(right, g))), len(g)) for g in np.array_split(order, STEPS)]
    pooled: list[tuple[float, float, int]] = []
    for group in groups:
        pooled.append(group)
        while len(pooled) > 1 and pooled[-2][1] >= pooled[-1][1]:
            (x, y, n), (u, v, m) = pooled.pop(), pooled.pop()
            pooled.append(((x * n + u * m) / (n + m), (y * n + v * m) / (n + m), n + m))
    return [(0.0, 0.0), *((round(x, 4), round(y, 4)) for x, y, _ in pooled)]


def expected_error(confidence: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error over bins of equal width (Naeini, Cooper and Hauskrecht, AAAI 2015)."""
    values, hits = np.asarray(confidence), np.asarray(right, dtype=float)
    which = np.minimum((values * bins).astype(int), bins - 1)
    return float(sum(abs(values[which == b].mean() - hits[which == b].mean()) * (which == b).mean() for b in set(which.tolist())))


def judged(shared: Path, reader: Reader) -> Judged:
    """For each dev article its attributions of the outer level: how sure the reader is of each, and whether it is right."""
    script = script_of(shared / "corpora" / "score_polnear.py")
    articles = script.load_split(str(shared / "corpora" / "polnear"), "dev")
    found = reader.attributions([(text, paragraphs(text)) for text, _ in articles.values()], depth=0)
    out = []
    for (text, gold), attributions in zip(articles.values(), found, strict=True):
        ours = [a for a in attributions if a.cue or a.source]
        norm = lambda pieces: script.norm(pieces, text)  # noqa: B023, E731

        def right(p: tuple[Any, Any], g: tuple[Any, Any]) -> float:
            content: float = script.jac(p[1], g[1])
            return content if content >= 0.5 and (script.inter(p[0], g[0]) > 0 or not (p[0] or g[0])) else 0.0

        matches = script.greedy(
            [(norm(pairs(a.source)), norm(pairs(a.content))) for a in ours],
            [(norm(g["source"]), norm(g["content"])) for g in gold],
            right,
        )
        matched = {i for i, _ in matches}
        out.append([(a.confidence, i in matched) for i, a in enumerate(ours)])
    return out
