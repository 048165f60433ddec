"""Statements drawn at random, to be judged: ``python -m bench.draw [SHARED] [--seed N] [--number N]``.

Each comes with the paragraph that it stands in and the one before. Two judges who do not see each other's judgements say of each
whether the words are rightly given (``words``: complete, and really said by somebody) and rightly attributed (``speaker``: the
right one, or rightly left open). Only statements at or above the confidence below which a reading is called doubtful are drawn.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from sayso.claims.report import Report
from sayso.claims.statement import DOUBTFUL, Statement
from sayso.pipeline import read
from sayso.reading.reader import Reader
from sayso.sources.files import documents
from sayso.text import words_of

SHARED = Path(__file__).parents[2] / "shared"
PAGES = 300
"""Pages that are read; the statements are drawn from all of theirs."""


def drawn(shared: Path, *, number: int, seed: int) -> list[tuple[Report, Statement]]:
    """So many statements of pages of the collections, in random order."""
    rng = random.Random(seed)
    found = list(documents([shared / "collections"]))
    reports = read(rng.sample(found, PAGES), Reader.load())
    pool = [(report, s) for report in reports for s in report.statements if s.confidence >= DOUBTFUL]
    return rng.sample(pool, number)


def lines(report: Report, statement: Statement) -> Iterator[str]:
    """The statement as it is shown, and where it comes from."""
    page, speaker = report.page, statement.speaker
    at = min(p.start for p in (*statement.source, *statement.cue, *statement.content))
    end = max(p.end for p in (*statement.source, *statement.cue, *statement.content))
    before = page.text.rfind("\n", 0, page.text.rfind("\n", 0, max(0, at - 1)) + 1)
    after = page.text.find("\n", end)
    context = page.text[max(before, at - 700, 0) : min(after if after > 0 else len(page.text), end + 300)].strip()
    yield f"speaker: {speaker.name or 'unresolved'}{f' ({speaker.role})' if speaker.role else ''} [{speaker.because.value}]"
    yield f"source:  {words_of(statement.source, page.text) or '-'}"
    yield f"cue:     {words_of(statement.cue, page.text) or '-'} [{statement.stance.value}]"
    yield f"words:   {words_of(statement.content, page.text)} [{statement.kind.value}]"
    yield f"context: {context}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2035)
    options = parser.parse_args()
    for n, (report, statement) in enumerate(drawn(options.shared, number=options.number, seed=options.seed), 1):
        print(f"## {n} · {report.page.name} · {statement.confidence:.2f}")
        print("\n".join(lines(report, statement)), end="\n\n")


if __name__ == "__main__":
    main()
