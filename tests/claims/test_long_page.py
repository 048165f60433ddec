"""A page of 20,000 words: read at its end as at its beginning, and at the same cost a word."""

from __future__ import annotations

import time
from collections import Counter

import sayso
from sayso.claims.report import Report
from sayso.text import words_of

TOWNS = "Orlec Velmar Halvery Morrow Lenna Northmark Sarn Tarrow Brenn Calder".split()


def part(n: int) -> str:
    town = TOWNS[n % len(TOWNS)]
    return (
        f"Part {n} of the report is about {town} and the valley above it.\n\n"
        f"“The water came at night,” said Ana Ruiz, the mayor of {town}. “We ran up to the hill and waited there.”\n\n"
        f"The water ministry reported that {n + 20} houses in {town} were gone.\n\n"
        f"According to Tom Berg, an engineer, the dam above {town} will hold for another winter.\n\n"
        f"The farmers of {town} warned that the fields would be dry by May.\n"
    )


def page(parts: int) -> str:
    return "The flood in ten towns\n\n" + "\n".join(part(n) for n in range(parts))


def contents(report: Report, n: int) -> tuple[str, ...]:
    """The contents of the statements of one part, without what makes parts differ."""
    text = report.page.text
    start = text.index(part(n))
    here = [s for s in report.statements if start <= s.content[0].start < start + len(part(n))]
    words = (words_of(s.content, text) for s in here)
    return tuple(w.replace(TOWNS[n % len(TOWNS)], "Orlec").replace(str(n + 20), "20") for w in words)


def test_a_page_of_20_000_words_is_read_to_its_end() -> None:
    parts = 290
    text = page(parts)
    assert len(text.split()) > 20_000
    sayso.read_text(page(1))  # the model is loaded
    began = time.process_time()
    sayso.read_text(page(parts // 10))
    short = (time.process_time() - began) * 10
    began = time.process_time()
    report = sayso.read_text(text)
    long = time.process_time() - began

    read = [contents(report, n) for n in range(parts)]
    usual = Counter(read).most_common(1)[0][0]
    assert len(usual) == 4
    assert read[:30].count(usual) >= 28  # where windows meet, an edge may slip
    assert read[-30:].count(usual) >= 28
    assert read.count(usual) >= 0.95 * parts
    assert long < 2 * short
