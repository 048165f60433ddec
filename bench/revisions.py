"""Changed headlines and summaries against judgements by reading, and how fast they are compared: ``python -m bench.revisions``.

``revised.tsv`` says what somebody found changed in pairs drawn with a fixed seed, by place; ``fresh`` are those after which
nothing was mended. ``number_or_status`` is what has to be found; ``sense`` is that anything else is told at all.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from sayso.stories.revisions.change import Change, ChangeKind
from sayso.stories.revisions.headlines import headline_changes

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
SETS = ("first", "second", "third", "fresh")
TARGETS = {"fresh.number_or_status.precision": 0.9, "fresh.number_or_status.recall": 0.9}
_KINDS = {
    ChangeKind.HEADLINE_NUMBER: "number",
    ChangeKind.HEADLINE_STATUS: "status",
    ChangeKind.HEADLINE_ATTRIBUTION: "attribution",
    ChangeKind.HEADLINE_SENSE: "sense",
}
_SIGNS = re.compile(r"[^\w$£€¥]+|_+")


def measure(shared: Path) -> dict[str, float]:
    """Precision and recall by set and kind, pairs that differ in signs alone and were taken for changed, pairs a second."""
    versions = [json.loads(line)["versions"] for line in _lines(shared / "revisions" / "bbc-titles-2021-2022.jsonl")]
    judged = [line.split("\t") for line in _lines(HERE / "revised.tsv") if not line.startswith("#")]
    found: dict[str, float] = {}
    for name in SETS:
        pairs = [
            (
                set(labels.split()),
                _labels(headline_changes(versions[int(row)][int(at)][part], versions[int(row)][int(at) + 1][part])),
            )
            for own, row, at, part, labels in judged
            if own == name
        ]
        for what, kinds in (("number", {"number"}), ("status", {"status"}), ("number_or_status", {"number", "status"})):
            found |= _scores(f"{name}.{what}", [(bool(said & kinds), bool(ours & kinds)) for said, ours in pairs])
        found |= _scores(f"{name}.sense", [(said != {"none"}, bool(ours)) for said, ours in pairs])
    every = list(_pairs(versions))
    start = time.perf_counter()
    changes = [headline_changes(old, new) for old, new in every]
    found["pairs"] = len(every)
    found["pairs_per_second"] = len(every) / (time.perf_counter() - start)
    signs = [said for (old, new), said in zip(every, changes, strict=True) if _bare(old) == _bare(new)]
    return found | {"signs_alone": len(signs), "signs_alone_taken_for_changed": sum(map(bool, signs))}


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _labels(changes: list[Change]) -> set[str]:
    return {_KINDS[change.kind] for change in changes}


def _scores(name: str, pairs: list[tuple[bool, bool]]) -> dict[str, float]:
    both = sum(said and ours for said, ours in pairs)
    return {
        f"{name}.precision": both / max(1, sum(ours for _, ours in pairs)),
        f"{name}.recall": both / max(1, sum(said for said, _ in pairs)),
    }


def _pairs(versions: list[list[dict[str, str]]]) -> Iterator[tuple[str, str]]:
    for of_one in versions:
        for older, newer in pairwise(of_one):
            yield from ((older[part], newer[part]) for part in ("title", "summary") if older[part] != newer[part])


def _bare(words: str) -> str:
    return _SIGNS.sub("", words).casefold()


if __name__ == "__main__":
    for figure, value in measure(SHARED).items():
        target = f"   (target: {TARGETS[figure]})" if figure in TARGETS else ""
        print(f"{figure:<42} {value:,.3f}{target}")
