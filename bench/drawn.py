"""What two judges said of statements that were drawn at random: ``python -m bench.run drawn``.

``python -m bench.draw`` draws them from the collections, above the confidence below which a reading is called doubtful; two
judges who did not see each other's judgements said of each whether its words are rightly given and rightly attributed.
``drawn.tsv`` keeps what was drawn, by page and place, and what they said. The pages are read again, so that it shows how many of
the statements still come out as they were judged.
"""

from __future__ import annotations

import csv
from pathlib import Path

from sayso.claims.statement import DOUBTFUL
from sayso.pipeline import read
from sayso.reading.reader import Reader
from sayso.sources.files import documents
from training.confidence import FIELDS, key

DRAWN = Path(__file__).parent / "drawn.tsv"
SPOKEN = ("words_1", "speaker_1", "words_2", "speaker_2")


def measure(shared: Path) -> dict[str, float]:
    """Shares of the statements drawn: right by either judge, by both, and still read as they were judged."""
    with DRAWN.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    words_1, speaker_1, words_2, speaker_2 = ([row[column] == "1" for row in rows] for column in SPOKEN)
    both_1, both_2 = ([w and s for w, s in zip(*pair, strict=True)] for pair in ((words_1, speaker_1), (words_2, speaker_2)))
    names = {row["page"] for row in rows}
    found = read((d for d in documents([shared / "collections"]) if d.name in names), Reader.load())
    now = {key(r.page, s): s.confidence for r in found for s in r.statements}
    keys = [tuple(row[f] for f in FIELDS[:6]) for row in rows]
    share = lambda hits: sum(hits) / max(1, len(rows))  # noqa: E731
    return {
        "words_and_speaker": (share(both_1) + share(both_2)) / 2,
        "words_by_first": share(words_1),
        "words_by_second": share(words_2),
        "speaker_by_first": share(speaker_1),
        "speaker_by_second": share(speaker_2),
        "words_and_speaker_by_both": share(a and b for a, b in zip(both_1, both_2, strict=True)),
        "judged_alike": share(a == b for a, b in zip(both_1, both_2, strict=True)),
        "still_read_so": share(now.get(k, 0.0) >= DOUBTFUL for k in keys),
        "drawn": len(rows),
    }
