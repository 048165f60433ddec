"""Learn how sure to be of a statement: ``python -m training.confidence [SHARED] [--check]``.

``judged.tsv`` names statements by page and place; of each, it was judged whether its words and its speaker are rightly given.
The statements are read anew, and those that come out as they were judged teach the weights of
``sayso.claims.statements.confidence``, beside those of the sample collection, whose statements are all marked. With
``--check``, each page is judged with weights that were learned from the others, and the figures are printed.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import sayso.claims.statements.confidence as shipped
from bench.calibration import expected_error
from bench.reading import score_of
from sayso.claims.statement import Statement
from sayso.claims.statements.statements import statements_of
from sayso.page.page import Page
from sayso.page.pages import pages_of
from sayso.reading.reader import Reader
from sayso.sources.files import documents
from sayso.text import Pieces

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared"
JUDGED = HERE / "judged.tsv"
MARKED = HERE.parent / "tests" / "sample" / "gold"
TABLE = Path(shipped.__file__).parent / "confidence.tsv"
FIELDS = ("page", "digest", "source", "cue", "content", "speaker", "words_right", "speaker_right")

PENALTY = 3.0
"""On the square of each weight: few are judged, and no sign may rule alone."""
RARE = 6
"""Statements that have to show a sign before it is weighed."""
STEPS = 30
FOLDS = 10

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """A statement that was judged, as it is read now."""

    page: str
    signs: dict[str, float]
    right: bool
    own: float
    """The confidence of the reader."""


def place(pieces: Pieces) -> str:
    """Spans as the table writes them: ``12-30 41-60``."""
    return " ".join(f"{p.start}-{p.end}" for p in pieces) or "-"


def key(page: Page, statement: Statement) -> tuple[str, ...]:
    """What has to be the same for a judgement to hold; the speaker's name and role as a digest."""
    who = statement.speaker.name, statement.speaker.role or ""
    speaker = hashlib.sha256(f"{who[0]}, {who[1]}".encode()).hexdigest()[:8] if who[0] else "-"
    spans = (place(statement.source), place(statement.cue), place(statement.content))
    return (page.name, page.text_digest[:12], *spans, speaker)


def judgements(table: Path = JUDGED) -> dict[tuple[str, ...], bool]:
    """Whether words and speaker are right, by what was judged."""
    with table.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return {tuple(row[f] for f in FIELDS[:6]): row["words_right"] == "1" and row["speaker_right"] == "1" for row in rows}


def judged(shared: Path) -> Iterator[Judged]:
    """The judged statements that are read today as they were when they were judged."""
    wanted = judgements()
    names = {name for name, *_ in wanted}
    reader = Reader.load()
    for document in documents([shared / "collections"]):
        if document.name in names:
            for page in pages_of(document):
                for statement in statements_of(page, reader.read(page), weighed=False):
                    if (right := wanted.get(key(page, statement))) is not None:
                        yield Judged(page.name, shipped.signs_of(statement, page), right, statement.confidence)


def marked(shared: Path) -> Iterator[Judged]:
    """The statements that are read in the sample's texts: right where a marked one has the same words, by half, and speaker."""
    score = score_of(shared)
    reader = Reader.load()
    for document in documents(sorted(MARKED.glob("*.txt"))):
        (page,) = pages_of(document)
        text = page.text
        wanted = json.loads((MARKED / f"{page.name}.json").read_text(encoding="utf-8"))["statements"]
        gold = [{"c": score.chars(text, [score.locate(text, p) for p in each["content"]]), "of": each} for each in wanted]
        statements = statements_of(page, reader.read(page), weighed=False)
        found = [{"c": score.chars(text, [(p.start, p.end) for p in s.content]), "of": s} for s in statements]
        pairs = score.pair(gold, found, lambda a, b: len(a["c"] & b["c"]) / max(1, len(a["c"] | b["c"])), 0.5)
        said_by = {b["of"].id: a["of"]["speaker"] for a, b in pairs}
        for s in statements:
            name = said_by.get(s.id)
            right = s.id in said_by and (score.same_name(name, s.speaker.name) if name else not s.speaker.name)
            yield Judged(page.name, shipped.signs_of(s, page), bool(right), s.confidence)


def learned(found: list[Judged]) -> dict[str, float]:
    """The weight of each sign that is not rare: logistic regression with a penalty on the squares, by Newton's method."""
    shown = Counter(name for each in found for name in each.signs)
    names = [
        shipped.ALWAYS,
        shipped.MODEL,
        *sorted(n for n, c in shown.items() if c >= RARE and n not in (shipped.ALWAYS, shipped.MODEL)),
    ]
    seen = np.array([[each.signs.get(name, 0.0) for name in names] for each in found])
    right = np.array([each.right for each in found], dtype=float)
    penalty = np.diag([0.0, 0.0] + [PENALTY] * (len(names) - 2))
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-seen @ weights))
        slope = seen.T @ (chance - right) + penalty @ weights
        bend = (seen * (chance * (1 - chance))[:, None]).T @ seen + penalty
        weights -= np.linalg.solve(bend + 1e-6 * np.eye(len(names)), slope)
    return dict(zip(names, weights.tolist(), strict=True))


def chance_of(signs: dict[str, float], weights: dict[str, float]) -> float:
    total = sum(weights.get(name, 0.0) * value for name, value in signs.items())
    return float(1 / (1 + np.exp(-total)))


def check(found: list[Judged]) -> None:
    """Print how good the confidence is on pages that it was not learned from."""
    pages = sorted({each.page for each in found})
    fold = {page: i % FOLDS for i, page in enumerate(pages)}
    by_fold = [learned([each for each in found if fold[each.page] != k]) for k in range(FOLDS)]
    chance = [chance_of(each.signs, by_fold[fold[each.page]]) for each in found]
    right = [each.right for each in found]
    error = expected_error(chance, right)
    print(f"{len(found)} statements of {len(pages)} pages, {np.mean(right):.3f} right; expected error {error:.3f}")
    for name, values in (("the reader's own", [each.own for each in found]), ("weighed", chance)):
        order = np.argsort(values)[::-1]
        shares = {share: np.mean(np.take(right, order[: int(share * len(found))])) for share in (0.9, 0.8, 0.7, 0.6, 0.5, 0.4)}
        print(f"{name}: right among the surest " + ", ".join(f"{share:.0%} {value:.3f}" for share, value in shares.items()))
    for least in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
        above = [r for c, r in zip(chance, right, strict=True) if c >= least]
        print(f"at {least}: {len(above) / len(found):.2f} of them, {np.mean(above):.3f} right")


def write(weights: dict[str, float], path: Path = TABLE) -> None:
    """The table that is shipped; the examples of the one that is there are kept."""
    rows = [row.split("\t") for row in path.read_text("utf-8").splitlines() if not row.startswith("#")] if path.exists() else []
    examples = {name: rest[0] for name, _, *rest in rows if rest}
    head = "# sign\tweight\texample; made by python -m training.confidence"
    lines = [f"{name}\t{weight:.3f}\t{examples.get(name, '')}" for name, weight in weights.items()]
    path.write_text("\n".join([head, *lines]) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--check", action="store_true", help="print figures on pages not learned from, and write nothing")
    options = parser.parse_args()
    found = [*judged(options.shared), *marked(options.shared)]
    check(found)
    if not options.check:
        write(learned(found))


if __name__ == "__main__":
    main()
