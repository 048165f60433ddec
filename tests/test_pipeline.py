"""Read and add, with a reader made of one regular expression in place of the model."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sayso import pipeline
from sayso.claims.report import RULES, Report
from sayso.claims.reported import report_of
from sayso.errors import ModelDamaged, SaysoError
from sayso.ledger.integrity import audit, fingerprint
from sayso.ledger.ledger import Ledger, Outcome, Standing, open_ledger
from sayso.page.page import Document, Kind, Page, State
from sayso.page.pages import pages_of
from sayso.pipeline import Added, Summary, Trouble, add, read
from sayso.reading.reading import Attribution, Reading
from sayso.text import Span
from tests.conftest import for_others

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)
SAID = re.compile(r"([A-Z]\w+ [A-Z]\w+) (said) ([^.]+)")


class PatternReader:
    """Finds *Ada Ruiz said …*; fails on what it is told to."""

    name = "pattern-1"

    def __init__(self, *, fails_on: str | None = None, pause: float = 0) -> None:
        self.fails_on = fails_on
        self.pause = pause
        self.read_pages: list[str] = []

    def read(self, page: Page) -> Reading:
        time.sleep(self.pause)
        if self.fails_on and self.fails_on in page.text:
            raise RuntimeError(f"no idea what {self.fails_on!r} is")
        self.read_pages.append(page.name)
        found = [[(Span(*m.span(group)),) for group in (1, 2, 3)] for m in SAID.finditer(page.text)]
        return Reading(tuple(Attribution(*pieces) for pieces in found), self.name)

    def read_many(self, pages: Iterable[Page]) -> Iterator[Reading]:
        for page in pages:
            yield self.read(page)


def article(number: int, more: str = "") -> Document:
    text = (
        f"The river rose again in Port Maren, day {number}\n\n"
        f"The water stood at the doors of the old harbour on the morning of day {number}, and the schools stayed closed.\n\n"
        f"Ada Ruiz said that {number} boats had left the harbour before the water came. She runs the ferry with her brother.\n\n"
        f"Nobody knew when the road to the north would open again. {more}"
    )
    return Document(text.encode(), Kind.PLAIN, f"day-{number}", f"/news/day-{number}.txt")


def clock() -> Iterator[datetime]:
    at = NOON
    while True:
        yield at
        at += timedelta(seconds=1)


@pytest.fixture(scope="module")
def new_ledger(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("new") / "ledger.db"
    open_ledger(path, create=True).close()
    return path.read_bytes()


@pytest.fixture
def ledger(tmp_path: Path, new_ledger: bytes) -> Iterator[Ledger]:
    path = tmp_path / "ledger.db"
    path.write_bytes(new_ledger)
    with open_ledger(path) as opened:
        yield opened


EMPTY = Document(b"", Kind.PLAIN, "empty", "/news/empty.txt")
BINARY = Document(b"\x89PNG\r\n\x1a\n\x00\x00\x00", Kind.BINARY, "picture", "/news/picture.png")
BROKEN = Document(b'{"title": ', Kind.RECORD, "archive:7", "/news/archive.jsonl:7", trouble="line 7 is not JSON")


def test_read_gives_one_report_a_page_in_order() -> None:
    reader = PatternReader()
    documents = [article(1), EMPTY, article(2)]
    pages = [page for document in documents for page in pages_of(document)]
    assert list(read(documents, reader)) == [
        report_of(pages[0], reader.read(pages[0])),
        Report(pages[1]),
        report_of(pages[2], reader.read(pages[2])),
    ]


def test_read_takes_documents_as_they_come() -> None:
    def endless() -> Iterator[Document]:
        number = 0
        while True:
            number += 1
            yield article(number)

    reports = read(endless(), PatternReader())
    assert [next(reports).page.name for _ in range(40)] == [f"day-{number}" for number in range(1, 41)]


def test_add_says_what_it_did(ledger: Ledger) -> None:
    documents = [article(1), EMPTY, BINARY, BROKEN, article(2)]
    told: list[Added] = []
    summary = add(ledger, documents, PatternReader(), targets=["/news"], on_page=told.append)
    words = sum(len(page.text.split()) for document in documents for page in pages_of(document))
    assert summary == Summary(
        documents=5,
        pages=5,
        readings=2,
        statements=2,
        words=words,
        states={State.READ: 2, State.EMPTY: 1, State.NOT_TEXT: 1, State.DAMAGED: 1},  # type: ignore[arg-type]
    )
    assert [added.document for added in told] == documents
    assert told[0].outcome == Outcome(sighted=True, pages=1, readings=1, statements=1)
    assert sorted(row.content for row in ledger.who("Ruiz")) == [
        "that 1 boats had left the harbour before the water came",
        "that 2 boats had left the harbour before the water came",
    ]
    assert ledger.scope().unread == {State.DAMAGED: 1, State.EMPTY: 1, State.NOT_TEXT: 1}
    assert audit(ledger).sound


def test_what_is_known_is_sighted_and_not_read_again(ledger: Ledger) -> None:
    add(ledger, [article(1), EMPTY], PatternReader(), targets=["/news"])
    reader = PatternReader()
    told: list[Added] = []
    assert add(ledger, [article(1), EMPTY, article(2)], reader, targets=["/news"], on_page=told.append) == Summary(
        documents=3,
        pages=1,
        sightings=2,
        readings=1,
        statements=1,
        words=len(article(2).data.split()),
        states={State.READ: 1},  # type: ignore[arg-type]
    )
    assert reader.read_pages == ["day-2"]
    assert [added.standing for added in told] == [Standing.KNOWN, Standing.KNOWN, Standing.NEW]


def test_a_new_model_reads_again_what_was_read(ledger: Ledger) -> None:
    add(ledger, [article(1)], PatternReader())
    newer = PatternReader()
    newer.name = "pattern-2"
    summary = add(ledger, [article(1)], newer)
    assert (summary.pages, summary.readings, summary.sightings) == (0, 1, 0)
    assert ledger.page("day-1").model == "pattern-2"


def test_new_rules_make_another_reading(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    add(ledger, [article(1)], PatternReader())
    monkeypatch.setattr(pipeline, "RULES", "rules-of-tomorrow")
    summary = add(ledger, [article(1)], PatternReader())
    assert (summary.pages, summary.readings) == (0, 1)
    assert ledger.page("day-1").rules == "rules-of-tomorrow" != RULES


def test_the_same_bytes_twice_in_one_archive_are_one_page(ledger: Ledger) -> None:
    twin = Document(article(1).data, Kind.PLAIN, "copy", "/copies/day-1.txt")
    summary = add(ledger, [article(1), twin], PatternReader())
    assert (summary.documents, summary.pages, summary.readings) == (2, 1, 1)
    assert next(ledger.pages()).sightings == 2


def test_one_bad_page_never_stops_the_rest(ledger: Ledger) -> None:
    documents = [article(number, "xyzzy" if number == 3 else "") for number in range(1, 41)]
    summary = add(ledger, documents, PatternReader(fails_on="xyzzy"))
    why = "sayso failed on it (RuntimeError: no idea what 'xyzzy' is); please report this with the page"
    assert summary.troubles == [Trouble("day-3", "/news/day-3.txt", why)]
    assert (summary.documents, summary.pages, summary.readings, summary.statements) == (40, 40, 39, 39)
    assert ledger.page("day-3") == Report(pages_of(documents[2])[0])
    again = add(ledger, documents, PatternReader())  # a sayso that was mended
    assert (again.readings, again.sightings, again.troubles) == (1, 39, [])


def test_read_raises_what_nobody_wants_to_be_told() -> None:
    documents = [article(1), article(2, "xyzzy")]
    with pytest.raises(RuntimeError, match="no idea"):
        list(read(documents, PatternReader(fails_on="xyzzy")))
    troubles: list[Trouble] = []
    reports = list(read(documents, PatternReader(fails_on="xyzzy"), on_trouble=troubles.append))
    assert [(report.page.name, report.model) for report in reports] == [("day-1", "pattern-1"), ("day-2", None)]
    assert [trouble.name for trouble in troubles] == ["day-2"]


def test_a_page_that_cannot_be_made_is_kept_as_damaged(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(document: Document) -> list[Page]:
        raise KeyError("no such tag")

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "pages_of", fails)
        summary = add(ledger, [article(1)], PatternReader())
    assert [trouble.name for trouble in summary.troubles] == ["day-1"]
    assert summary.states == {State.DAMAGED: 1}
    assert ledger.page("day-1").page.note == "sayso failed on it (KeyError: 'no such tag'); please report this with the page"
    assert add(ledger, [article(1)], PatternReader()).pages == 1
    assert ledger.page("day-1").page.state is State.READ
    assert ledger.scope().pages == 1


def test_a_statement_that_cites_nothing_is_not_kept(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    def emptied(page: Page, reading: Reading, *, rules: str) -> Report:
        report = report_of(page, reading, rules=rules)
        return replace(report, statements=tuple(replace(s, content=()) for s in report.statements))

    monkeypatch.setattr(pipeline, "report_of", emptied)
    summary = add(ledger, [article(1)], PatternReader())
    assert [trouble.words for trouble in summary.troubles] == [
        "sayso failed on it (ValueError: statement s1 of day-1 has no content); please report this with the page"
    ]
    assert (summary.pages, summary.readings) == (1, 0)


def test_what_is_wrong_with_sayso_itself_stops_everything(ledger: Ledger) -> None:
    class Damaged(PatternReader):
        def read(self, page: Page) -> Reading:
            raise ModelDamaged("the model is not the one that was shipped")

    with pytest.raises(SaysoError, match="not the one that was shipped"):
        add(ledger, [article(1)], Damaged())


@pytest.mark.parametrize("after", [0, 1, 16, 39])
def test_a_run_stopped_with_ctrl_c_goes_on_to_the_same_ledger(ledger: Ledger, tmp_path: Path, after: int) -> None:
    documents = [article(number) for number in range(1, 41)]

    def stop(added: Added) -> None:
        if added.document.name == f"day-{after}":
            raise KeyboardInterrupt

    def interrupted() -> Iterator[Document]:
        for document in documents:
            if after == 0:
                raise KeyboardInterrupt
            yield document

    ticks, tocks = clock(), clock()
    add(ledger, documents, PatternReader(), targets=["/news"], now=lambda: next(ticks))
    with open_ledger(tmp_path / "broken.db", create=True) as broken:
        first = add(broken, interrupted(), PatternReader(), targets=["/news"], now=lambda: next(tocks), on_page=stop)
        assert (first.interrupted, first.resumed, first.documents) == (True, False, after)
        second = add(broken, documents, PatternReader(), targets=["/news"], now=lambda: next(tocks))
        assert (second.interrupted, second.resumed, second.skipped, second.pages) == (False, True, after, 40 - after)
        assert fingerprint(broken) == fingerprint(ledger)
        assert audit(broken).sound


SLOWLY = """
import sys
from tests.test_pipeline import PatternReader, article
from sayso.ledger.ledger import open_ledger
from sayso.pipeline import add

with open_ledger(sys.argv[1], create=True) as ledger:
    documents = [article(number) for number in range(1, 41)]
    add(ledger, documents, PatternReader(pause=0.01), targets=["/news"], on_page=lambda _: print(flush=True))
"""


def test_a_run_that_was_killed_goes_on_to_the_same_ledger(ledger: Ledger, tmp_path: Path) -> None:
    killed = for_others(tmp_path / "killed.db")
    process = subprocess.Popen([sys.executable, "-c", SLOWLY, str(killed)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[1])
    assert process.stdout is not None
    for _ in range(20):
        process.stdout.readline()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    documents = [article(number) for number in range(1, 41)]
    add(ledger, documents, PatternReader(), targets=["/news"])
    with open_ledger(killed) as broken:
        there = broken.scope().pages
        assert 20 <= there < 40  # what was told to be added is there
        assert audit(broken).sound  # and nothing is half there
        summary = add(broken, documents, PatternReader(), targets=["/news"])
        assert (summary.resumed, summary.skipped, summary.pages) == (True, there, 40 - there)
        assert fingerprint(broken) == fingerprint(ledger)
        assert audit(broken).sound
