"""Train the weights of :mod:`sayso.page.likeness` on the looking half of the copied pages, and write the table that is shipped.

Each page is used as it is copied whole, and as it is copied from its headline to its last paragraph. With ``--check`` nothing is
written: every outlet is scored by weights learned from the others, and the figures of several thresholds are printed.

python -m training.likeness [SHARED] [--check]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import sayso.page.likeness as likeness
from bench.copied import SHARED, Copied, Tally, copied, counted, read
from sayso.page.captions import settle_captions, settle_posts
from sayso.page.lines import lines_of
from sayso.page.stretch import stretch_of

Numbers = NDArray[np.float64]
TABLE = Path(likeness.__file__).with_suffix(".tsv")
PENALTY = 30.0
STEPS = 12
OF_CUT = 0.5
"""The weight of a line of a page that was copied in part."""


@dataclass(frozen=True)
class Sample:
    """The lines of one copied text that stand near the article and have a label."""

    outlet: str
    names: list[str]
    seen: Numbers
    body: NDArray[np.bool_]
    weight: float


def sample_of(outlet: str, page: Copied, weight: float) -> Sample | None:
    """What the reader sees of a text, with the labels; ``None`` where no line near the article has one."""
    lines = lines_of(page.text)
    settle_captions(lines)
    settle_posts(lines)
    first, last = stretch_of(lines)
    start, end = likeness.near(lines, first, last)
    labels = labels_of(page, [line.span.start for line in lines])
    chosen = [i for i in range(start, end) if labels[i] != "either" and lines[i].role is None]
    if not chosen:
        return None
    names, seen = likeness.features_of(lines[start:end], first - start, last - start)
    return Sample(outlet, names, seen[:, [i - start for i in chosen]].T, np.array([labels[i] == "body" for i in chosen]), weight)


def labels_of(page: Copied, starts: list[int]) -> list[str]:
    """The label of each line of the reader's, by where it begins: it may break one line of the text into several."""
    labels: list[str] = []
    each = iter(page.lines)
    at, ends, label = 0, -1, "either"
    rows = iter(page.text.split("\n"))
    for start in starts:
        while ends <= start:
            row = next(rows)
            ends = at + len(row) + 1
            at = ends
            if row.strip():
                label = next(each)[1]
        labels.append(label)
    return labels


def cut(page: Copied) -> Copied:
    """The page as somebody copies it who selects the article alone."""
    rows = [row for row in page.text.split("\n") if row.strip()]
    body = [i for i, (_, label) in enumerate(page.lines) if label == "body"]
    above = [i for i, (line, _) in enumerate(page.lines[: body[0]]) if line == page.headline]
    start, end = (above or body)[0], body[-1] + 1
    starts = [i for i, row in enumerate(page.text.split("\n")) if row.strip()]
    text = "\n".join(page.text.split("\n")[starts[start] : starts[end - 1] + 1])
    assert len(rows) == len(page.lines)
    return Copied(page.name, text, page.lines[start:end], page.headline, page.day)


def outlet_of(page: Copied) -> str:
    """The outlet of a page, by its name."""
    return page.name.split("_")[0]


def samples_of(shared: Path) -> Iterator[Sample]:
    """The pages of the looking half, whole and cut."""
    for page in copied(shared, "look"):
        for each, weight in ((page, 1.0), (cut(page), OF_CUT)):
            if sample := sample_of(outlet_of(page), each, weight):
                yield sample


def learned(samples: list[Sample]) -> Numbers:
    """The weights of the features and, last, the constant.

    Logistic regression with a penalty on the squares of the weights, by Newton's method.
    """
    seen = np.vstack([sample.seen for sample in samples])
    wanted = np.concatenate([sample.body for sample in samples]).astype(float)
    weight = np.concatenate([np.full(len(sample.body), sample.weight) for sample in samples])
    mean, spread = seen.mean(axis=0), seen.std(axis=0)
    spread[spread == 0] = np.inf
    scaled = np.column_stack([(seen - mean) / spread, np.ones(len(seen))])
    penalty = np.diag([PENALTY] * seen.shape[1] + [0.0])
    weights = np.zeros(scaled.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (weight * (chance - wanted)) + penalty @ weights
        bend = (scaled * (weight * chance * (1 - chance))[:, None]).T @ scaled + penalty
        weights -= np.linalg.solve(bend, slope)
    real = weights[:-1] / spread
    return np.append(real, weights[-1] - real @ mean)


def write(samples: list[Sample], path: Path = TABLE) -> None:
    """The table that the reader reads."""
    rows = [f"{name}\t{weight:.4g}" for name, weight in zip([*samples[0].names, "always"], learned(samples), strict=True)]
    head = "# What each feature of a line adds to its likeness; see sayso.page.likeness. Made by python -m training.likeness"
    path.write_text("\n".join([head, *rows]) + "\n", "utf-8")


def check(shared: Path, samples: list[Sample]) -> None:
    """Print the figures of the looking half, each outlet read with weights that were learned from the others."""
    pages = list(copied(shared, "look"))
    prose, every = Tally(), Tally()
    for outlet in sorted({sample.outlet for sample in samples}):
        weights = learned([sample for sample in samples if sample.outlet != outlet])
        likeness.weights = lambda weights=weights: dict(zip([*samples[0].names, "always"], weights, strict=True))  # type: ignore
        for page in pages:
            if outlet_of(page) == outlet:
                tally = counted(page, read(page), shown=False)
                every += tally
                prose += tally if page.prose else Tally()
    print({**prose.figures("prose."), **every.figures()})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    learned_from = list(samples_of(given.shared))
    if given.check:
        check(given.shared, learned_from)
    else:
        write(learned_from)
