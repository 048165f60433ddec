"""Figures drawn at random, to be judged: ``python -m bench.draw_figures COLLECTION [SHARED] [--seed N] [--number N]``.

Two judges who do not see each other's judgements say of each whether the value and its bound are right (``value``), what is
counted (``counts``), what happened to it (``sort``), and on whose word it stands (``holder``). With ``--articles N`` whole
articles are printed instead, with the figures that were found in them, so that what was missed can be counted.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from sayso.claims.figure import OUTLET, Figure
from sayso.claims.report import Report
from sayso.pipeline import read
from sayso.reading.reader import Reader
from sayso.sources.files import documents
from sayso.text import words_of

SHARED = Path(__file__).parents[2] / "shared"
COLLECTIONS = ("syria", "haiti", "ukraine-2022")
PAGES = 150
"""Pages of a collection that are read; the figures are drawn from all of theirs."""


def reports(shared: Path, collection: str, seed: int, pages: int = PAGES) -> list[Report]:
    """The reports of so many pages of a collection, drawn at random."""
    found = list(documents([shared / "collections" / collection]))
    return list(read(random.Random(seed).sample(found, min(pages, len(found))), Reader.load()))


def drawn(shared: Path, collection: str, *, number: int, seed: int) -> list[tuple[Report, Figure]]:
    """So many figures of a collection, in random order."""
    pool = [(report, figure) for report in reports(shared, collection, seed) for figure in report.figures]
    return random.Random(seed).sample(pool, number)


def lines(report: Report, figure: Figure) -> Iterator[str]:
    """The figure as it is read, and where it comes from."""
    text = report.page.text
    said = {s.id: s for s in report.statements}
    at = figure.span
    before = text.rfind("\n", 0, text.rfind("\n", 0, max(0, at.start - 1)) + 1)
    after = text.find("\n", at.end)
    start, end = max(before, at.start - 500, 0), min(after if after > 0 else len(text), at.end + 300)
    yield f"printed: {at.of(text)}"
    yield f"value:   {figure.low} to {figure.high} [{figure.bound.value}]"
    yield f"counts:  {words_of(figure.counts, text) or '-'}"
    yield f"sort:    {figure.sort.value}{f' ({words_of(figure.event, text)})' if figure.event else ''}"
    if figure.holder == OUTLET:
        yield "holder:  the page itself"
    else:
        s = said[figure.holder]
        words = " ".join(filter(None, (words_of(s.source, text), words_of(s.cue, text))))
        yield f"holder:  {words or '-'}: {words_of(s.content, text)[:300]}"
    yield f"context: {text[start : at.start]}⟦{at.of(text)}⟧{text[at.end : end]}".replace("\n\n", "\n")


def article(report: Report) -> Iterator[str]:
    """A whole article, what was found in double brackets."""
    text, out, at = report.page.text, "", 0
    for figure in report.figures:
        if figure.span.start >= at:
            out += text[at : figure.span.start] + f"⟦{figure.span.of(text)}⟧"
            at = figure.span.end
    yield (out + text[at:]).replace("\n\n", "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("collection", choices=COLLECTIONS)
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--articles", type=int, default=None, help="print so many whole articles instead")
    parser.add_argument("--seed", type=int, default=2028)
    options = parser.parse_args()
    if options.articles is not None:
        for n, report in enumerate(reports(options.shared, options.collection, options.seed, options.articles), 1):
            print(f"## {n} · {report.page.name} · {len(report.figures)} figures")
            print("\n".join(article(report)), end="\n\n")
        return
    found = drawn(options.shared, options.collection, number=options.number, seed=options.seed)
    for n, (report, figure) in enumerate(found, 1):
        print(f"## {n} · {report.page.name}")
        print("\n".join(lines(report, figure)), end="\n\n")


if __name__ == "__main__":
    main()
