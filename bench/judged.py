"""Links of dossiers and disputes on real pages, as two readers judged them: ``python -m bench.judged``.

A hundred links and the disputes (twenty) of five collections, drawn at random (seed 62) from ledgers that were read and linked
for it; each judged by two readers who did not see each other's verdicts (models, told to be exacting); ``judged_dossiers.tsv``
has them. A link is right if both entries speak to the same question, a dispute if two sources cannot both be right about the same
thing and time.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

TABLE = Path(__file__).parent / "judged_dossiers.tsv"


def measure(_shared: Path | None = None) -> dict[str, float]:
    """The shares that are right, by each reader, and over both by what is joined."""
    verdicts: dict[str, list[float]] = defaultdict(list)
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            what, _, type, _, _, first, second, *_ = line.split("\t")
            for name, verdict in ((f"{what}s, first", first), (f"{what}s, second", second)):
                verdicts[name].append(float(verdict))
            for verdict in (first, second):
                verdicts[f"{what}s of {type}"].append(float(verdict))
    return {name: sum(found) / len(found) for name, found in sorted(verdicts.items())}


if __name__ == "__main__":
    for figure, value in measure().items():
        print(f"{figure:28} {value:.2f}")
