"""What two judges said of figures that were drawn at random: ``python -m bench.run drawn_figures``.

``python -m bench.draw_figures`` draws them; two judges who did not see each other's judgements said of each whether value, what
is counted, sort and holder are right: ``drawn_figures.tsv``, by page and place. In 40 whole articles one judge counted the
figures that were found rightly, that were missed, and that are none: ``missed_figures.tsv``. The judgements are of the day on
which they were made; how many of the figures drawn are still found at their place is measured anew.
"""

from __future__ import annotations

import csv
from pathlib import Path

from sayso.pipeline import read
from sayso.reading.reader import Reader
from sayso.sources.files import documents

HERE = Path(__file__).parent
JUDGED = ("value", "counts", "sort", "holder")


def measure(shared: Path) -> dict[str, float]:
    """Shares that are right, the mean of both judges, over all and by collection; recall and precision of whole articles."""
    rows = _rows(HERE / "drawn_figures.tsv")
    found = {}
    for what in JUDGED:
        found[what] = _share(rows, what)
    for collection in sorted({row["collection"] for row in rows}):
        own = [row for row in rows if row["collection"] == collection]
        found |= {f"{collection}.{what}": _share(own, what) for what in JUDGED}
    articles = _rows(HERE / "missed_figures.tsv")
    right, missed, extra = (sum(int(row[column]) for row in articles) for column in ("right", "missed", "extra"))
    found |= {"recall": right / (right + missed), "precision": right / (right + extra), "articles": len(articles)}
    found |= {"drawn": len(rows), "still_found": _still_found(shared, rows)}
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def _share(rows: list[dict[str, str]], what: str) -> float:
    return sum(int(row[f"{what}_1"]) + int(row[f"{what}_2"]) for row in rows) / (2 * len(rows))


def _still_found(shared: Path, rows: list[dict[str, str]]) -> float:
    names = {row["page"] for row in rows}
    reports = read((d for d in documents([shared / "collections"]) if d.name in names), Reader.load())
    now = {(r.page.name, r.page.text_digest[:12], str(f.span.start), str(f.span.end)) for r in reports for f in r.figures}
    return sum((row["page"], row["digest"], row["start"], row["end"]) in now for row in rows) / len(rows)
