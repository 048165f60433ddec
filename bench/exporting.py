"""How fast a ledger leaves: entries a second in each form, and how much memory it takes: ``python -m bench.exporting``.

A made-up ledger of pages that differ in their words, each with statements, figures and a mark; one core.
"""

from __future__ import annotations

import io
import os
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sayso.claims.figure import Bound, Figure, Sort
from sayso.claims.mark import Mark, Status
from sayso.claims.report import Report
from sayso.claims.statement import Stance, Statement, StatementKind
from sayso.export.columns import Form, Table
from sayso.export.files import export
from sayso.export.proof.bundle import write_bundle
from sayso.export.proof.verify import Bundle, Verifier
from sayso.export.selection import Asked, Selection
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.veils import Veils, Wish
from sayso.page.page import Block, Document, Kind, Page, Role, State
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.stories.linking import link
from sayso.text import Span, digest

PAGES = 400
SAID = 20
"""Statements a page."""
NOW = datetime(2024, 5, 6, 12, tzinfo=UTC)

TARGETS = {"csv": 4_000.0, "jsonl": 4_000.0, "parquet": 4_000.0, "annotations": 4_000.0, "json-ld": 3_000.0, "proof": 1_500.0}
"""Entries a second that each form is to reach on one core."""


def measure(_shared: Path | None = None) -> dict[str, float]:
    """Entries a second in each form and in checking the bundle, by processor time, and the most memory held, in megabytes."""
    os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        with open_ledger(path, create=True) as ledger:
            entries = _fill(ledger)
            link(ledger)
            veils = Veils.beside(path, Wish.PRISONERS, by="bench", face="export")
            for form in (Form.CSV, Form.JSON_LINES, Form.PARQUET):
                streams = {t: io.BytesIO() for t in (Table.STATEMENTS, Table.FIGURES, Table.MARKS)}
                found[form.value] = entries / _seconds(lambda f=form, s=streams: export(Selection(ledger, veils, Asked()), f, s))
            for form in (Form.ANNOTATIONS, Form.JSON_LD):
                one = {None: io.BytesIO()}
                found[form.value] = entries / _seconds(lambda f=form, s=one: export(Selection(ledger, veils, Asked()), f, s))
            bundle = Path(folder) / "bundle"
            selection = Selection(ledger, veils, Asked())
            found["proof"] = entries / _seconds(lambda: write_bundle(selection, bundle, made=NOW, version="bench"))
            verifier = Verifier(Bundle(bundle))
            found["verified"] = entries / _seconds(verifier.run)
            if verifier.faults:
                raise RuntimeError(verifier.faults[0])
    return found | {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _seconds(work: object) -> float:
    assert callable(work)
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _fill(ledger: Ledger) -> int:
    run = ledger.begin(["bench"], at=NOW)
    for number in range(PAGES):
        document, report = _page(number)
        ledger.record(document, [report], seen_at=NOW, run=run)
    ledger.end(run, at=NOW)
    return PAGES * (SAID + SAID // 4 + 1)


def _page(number: int) -> tuple[Document, Report]:
    names = ["Ada Ruiz", "Pavel Kord", "Ilse Brandt", "Mila Harn"]
    lines = [f"The river rises at mile {number}"]
    for k in range(SAID):
        lines.append(f"{names[k % 4]} said that {number * 31 + k} houses of ward {k} in town {number} stood under water.")
    lines.append("The number could not be verified.")
    text = "\n\n".join(lines)
    blocks, at, said, counted = [], 0, [], []
    for k, line in enumerate(lines):
        blocks.append(Block(Span(at, at + len(line)), Role.BODY if k else Role.HEADLINE))
        if 0 < k <= SAID:
            name, middle = names[(k - 1) % 4], at + line.index(" said ")
            who = Span(at, at + len(name))
            speaker = Speaker(name, SpeakerKind.PERSON, Reason.AS_NAMED, at=who)
            content = (Span(middle + 6, at + len(line) - 1),)
            cue = (Span(middle + 1, middle + 5),)
            said.append(Statement(f"s{k}", StatementKind.INDIRECT, Stance.NEUTRAL, (who,), cue, content, speaker, confidence=0.9))
            if k % 4 == 0:
                start = middle + 11
                end = start + len(str(number * 31 + k - 1))
                value = float(number * 31 + k - 1)
                counts = (Span(end + 1, end + 7),)
                counted.append(
                    Figure(f"f{k // 4}", Span(start, end), value, value, Bound.EXACT, counts, Sort.PROPERTY, holder=f"s{k}")
                )
        at += len(line) + 2
    data = text.encode()
    page = Page(
        name=f"page-{number}",
        blob=digest(data),
        text=text,
        blocks=tuple(blocks),
        state=State.READ,
        extractor="plain-1",
        outlet=f"Outlet {number % 9}",
        headline=lines[0],
        language="en",
        published=f"2024-05-{1 + number % 28:02}",
    )
    words = text.index("could not be verified")
    marks = (Mark("m1", (Span(words, words + 21),), Status.UNVERIFIED, ("f1",)),)
    document = Document(data, Kind.PLAIN, page.name, f"/bench/{page.name}.txt", outlet=page.outlet)
    return document, Report(page, tuple(said), "bench-1", figures=tuple(counted), marks=marks)


if __name__ == "__main__":
    told = measure()
    for what, value in told.items():
        target = TARGETS.get(what)
        print(f"{what:12} {value:10,.0f}" + (f"   target {target:,.0f}" if target else ""))
    sys.exit(any(told[what] < target for what, target in TARGETS.items()))
