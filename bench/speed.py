"""How fast a page is read, from its text to its attributions: ``python -m bench.run speed``. One core, one page at a time.

Pages of 100 to 20,000 words are made of the paragraphs of articles, one after another, so that only their length differs.
"""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from sayso.claims.figures.figures import figures_of
from sayso.claims.marks.marks import marks_of
from sayso.claims.settings.places import Places
from sayso.claims.settings.setting import placed, set_in
from sayso.claims.statements.statements import statements_of
from sayso.page.page import Block, Page, Role, State
from sayso.page.pages import pages_of
from sayso.reading.reader import Reader
from sayso.sources.files import documents
from sayso.text import Span

ARTICLES = "collections/ukraine-2022"
PARAGRAPHS = "collections/syria"
LENGTHS = (100, 1_000, 5_000, 20_000)
"""Words of the pages that are made."""
WORDS = 20_000
"""Words that are read at each length."""
ROUNDS = 3


def measure(shared: Path) -> dict[str, float]:
    """Words a second (the best of three rounds), at the lengths that differ most the cost of a word as a share of the cheapest,
    seconds to load the model (processor time, the median of five), the most memory held, in megabytes, and what figures and marks
    cost as a share of the reading."""
    os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
    load = []
    for _ in range(5):
        begun = time.process_time()
        reader = Reader.load(threads=1)
        load.append(time.process_time() - begun)
    by_length = {length: list(_made(_paragraphs(shared / PARAGRAPHS), length)) for length in LENGTHS}
    seconds = {length: _seconds_a_word(reader, pages) for length, pages in by_length.items()}
    real = _articles(shared / ARTICLES)
    return {
        "words_per_second": 1 / _seconds_a_word(reader, real),
        "figures_and_marks": _share_of_figures(reader, real),
        "cost_by_length": max(seconds.values()) / min(seconds.values()),
        **{f"words_per_second_at_{length}": 1 / s for length, s in seconds.items()},
        "load_seconds": statistics.median(load),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _seconds_a_word(reader: Reader, pages: list[Page]) -> float:
    words = sum(len(p.text.split()) for p in pages)
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        for page in pages:
            reader.read(page)
        best = min(best, time.process_time() - begun)
    return best / words


def _share_of_figures(reader: Reader, pages: list[Page]) -> float:
    """What figures and marks, with their times and places, cost as a share of the reading before them."""
    read, counted = 0.0, 0.0
    for page in pages:
        begun = time.process_time()
        reading = reader.read(page)
        statements = statements_of(page, reading)
        read += time.process_time() - begun
        begun = time.process_time()
        assert reading.syntax is not None
        places = Places(page)
        figures = set_in(page, statements, figures_of(page, statements, reading.syntax), places)
        marks_of(page, placed(statements, places), figures)
        counted += time.process_time() - begun
    return counted / read


def _articles(folder: Path) -> list[Page]:
    """Whole articles, of so many words together."""
    found: list[Page] = []
    total = 0
    for document in documents([folder]):
        for page in pages_of(document):
            if page.blocks_for_claims() and total < WORDS:
                found.append(page)
                total += len(page.text.split())
        if total >= WORDS:
            break
    return found


def _paragraphs(folder: Path) -> Iterator[str]:
    for document in documents([folder]):
        for page in pages_of(document):
            for block in page.blocks_for_claims():
                yield from filter(None, block.span.of(page.text).split("\n"))


def _made(paragraphs: Iterator[str], length: int) -> Iterator[Page]:
    """Pages of about so many words, until there are enough."""
    for _ in range(max(1, WORDS // length)):
        taken: list[str] = []
        while sum(len(p.split()) for p in taken) < length:
            taken.append(next(paragraphs))
        text = "\n\n".join(taken)
        block = Block(Span(0, len(text)), Role.BODY)
        yield Page(name="made", blob="", text=text, blocks=(block,), state=State.READ, extractor="made")
