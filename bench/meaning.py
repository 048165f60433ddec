"""Whether likeness tells statements of one proposition from others with the same names: ``python -m bench.meaning``.

``meaning.tsv`` has pairs of statements of different pages, by page and place: ``same`` is 1 where both answer one question (with
whatever figure, on whatever side), 0 where they only share names and matter. One person judged them, by reading. The pairs were
drawn from the nearest by word overlap and by the two sentence encoders, alike many from each; that makes these three look worse
than they are beside the static vectors, which had no part in the drawing. The figure is the area under the ROC curve.

python -m bench.meaning [SHARED] [--encoder FOLDER ...]    with sentence encoders to compare with
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sayso.page.pages import pages_of
from sayso.sources.files import documents
from sayso.stories.meaning import vectors_of, weight_of, words_of

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared"
OVERLAP = 0.5
"""The part of overlap in the combination."""


def measure(shared: Path) -> dict[str, float]:
    """The area under the curve of overlap, vectors, and both together, and how many pairs there were."""
    same, pairs = pairs_of(shared)
    overlaps = np.array([overlap(a, b) for a, b in pairs])
    vectors = likeness(vectors_of([a for a, _ in pairs]), vectors_of([b for _, b in pairs]))
    return {
        "overlap": area(same, overlaps),
        "vectors": area(same, vectors),
        "both": area(same, OVERLAP * overlaps + (1 - OVERLAP) * vectors),
        "pairs": len(pairs),
    }


def pairs_of(shared: Path) -> tuple[NDArray[np.bool_], list[tuple[str, str]]]:
    """Which pairs are of one proposition, and the two texts of each; a page that has changed is left out, and told."""
    with (HERE / "meaning.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    wanted = {row[column] for row in rows for column in ("page", "other_page")}
    pages = (p for d in documents([shared / "collections"]) if d.name in wanted for p in pages_of(d))
    texts = {(p.name, p.text_digest[:12]): p.text for p in pages}
    same, pairs = [], []
    for row in rows:
        ends = [
            (texts.get((row[f"{k}page"], row[f"{k}digest"])), *map(int, row[f"{k}content"].split("-"))) for k in ("", "other_")
        ]
        words = [text[start:end] for text, start, end in ends if text is not None]
        if len(words) < 2:
            print(f"left out, its text has changed: {row['page']} and {row['other_page']}", file=sys.stderr)
            continue
        same.append(row["same"] == "1")
        pairs.append((words[0], words[1]))
    return np.array(same), pairs


def overlap(text: str, other: str) -> float:
    """The weight of the words that both have, by the mean of what each has."""
    ours, theirs = set(words_of(text)), set(words_of(other))
    weights = [sum(map(weight_of, words)) for words in (ours, theirs)]
    return sum(map(weight_of, ours & theirs)) / max(1e-9, (weights[0] * weights[1]) ** 0.5)


def likeness(ours: NDArray[np.float32], theirs: NDArray[np.float32]) -> NDArray[np.float32]:
    """The cosine of each row with the one beside it; rows are of length one."""
    return np.einsum("ij,ij->i", ours, theirs)


def area(same: NDArray[np.bool_], scores: NDArray[np.floating]) -> float:
    """How often a pair of one proposition scores above one of two; a tie is a half."""
    yes, no = scores[same][:, None], scores[~same][None]
    return float((yes > no).mean() + (yes == no).mean() / 2)


def _encoded(texts: list[str], folder: Path) -> Iterator[NDArray[np.float32]]:
    import torch
    from tokenizers import Tokenizer
    from transformers import AutoModel

    network, tokenizer = AutoModel.from_pretrained(folder).eval(), Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(128)
    for text in texts:
        with torch.inference_mode():
            mean = network(input_ids=torch.tensor([tokenizer.encode(text).ids])).last_hidden_state[0].mean(0).numpy()
        yield mean / np.linalg.norm(mean)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--encoder", type=Path, action="append", default=[])
    arguments = parser.parse_args()
    for figure, value in measure(arguments.shared).items():
        print(f"{figure:20} {value:.3f}")
    same, pairs = pairs_of(arguments.shared)
    for folder in arguments.encoder:
        ours, theirs = (np.stack(list(_encoded([pair[side] for pair in pairs], folder))) for side in (0, 1))
        print(f"{folder.name:20} {area(same, likeness(ours, theirs)):.3f}")


if __name__ == "__main__":
    main()
