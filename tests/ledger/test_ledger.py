"""Adding: what is the same is kept once, what changes is appended, and the order does not matter."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import func, select

from sayso.claims.report import RULES, Report
from sayso.errors import NotInLedger
from sayso.ledger.integrity import audit, fingerprint
from sayso.ledger.ledger import Ledger, Outcome, Run, Standing, open_ledger
from sayso.ledger.schema import EVIDENCE
from sayso.page.page import Document, Kind
from sayso.text import digest
from tests.ledger.build import MODEL, NOON, document, flood, later, page, strike, stub

EXTRACTORS = {"plain-1"}


def sizes(ledger: Ledger) -> dict[str, int]:
    with ledger.store.reading() as connection:
        return {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in EVIDENCE}


def standing(ledger: Ledger, of: Document, run: Run, *, model: str = MODEL, extractors: set[str] = EXTRACTORS) -> Standing:
    return ledger.standing(of, run=run, model=model, rules=RULES, extractors=extractors)


def test_what_was_recorded_comes_back_the_same(filled: Ledger) -> None:
    for of, report in (flood(), strike(), stub()):
        assert filled.page(of.name) == report
        assert filled.page(report.page.id) == report
        assert filled.page(report.page.id[:8]) == report
        assert filled.page(of.seen) == report
    assert filled.page("https://courier.example/flood") == flood()[1]


def test_the_same_bytes_again_add_a_sighting_and_nothing_else(filled: Ledger) -> None:
    before = sizes(filled)
    of, report = flood()
    run = filled.begin(["/news"], at=later(60))
    assert standing(filled, of, run) is Standing.KNOWN
    assert filled.record(of, [report], seen_at=later(60), run=run) == Outcome(sighted=True)
    assert standing(filled, of, run) is Standing.DONE
    assert filled.record(of, [report], seen_at=later(61), run=run) == Outcome(sighted=False)
    assert filled.sight(of, seen_at=later(62), run=run) == Outcome(sighted=False)
    elsewhere = replace(of, seen="/copies/flood.txt")
    assert filled.sight(elsewhere, seen_at=later(63), run=run) == Outcome(sighted=True)
    assert sizes(filled) == before | {"runs": 2, "sightings": before["sightings"] + 2, "links": before["links"] + 2}
    assert audit(filled).sound


def test_a_new_model_appends_a_reading_that_is_then_the_current_one(filled: Ledger) -> None:
    of, report = flood()
    run = filled.begin(["/news"], at=later(60))
    assert standing(filled, of, run, model="test-2") is Standing.OUTDATED
    newer = Report(report.page, report.statements[:1], "test-2")
    assert filled.record(of, [newer], seen_at=later(60), run=run) == Outcome(sighted=True, readings=1, statements=1)
    assert filled.page("flood") == newer
    assert filled.count().statements == 2  # the older reading stays in the ledger, but is not answered from
    assert sizes(filled)["statements"] == 6
    assert {row.entry for row in filled.statements()} < {row["entry"] for row in _entries(filled)}
    assert audit(filled).sound


def test_a_new_extractor_makes_a_new_page_of_the_same_bytes(filled: Ledger) -> None:
    of, report = flood()
    run = filled.begin(["/news"], at=later(60))
    assert standing(filled, of, run, extractors={"plain-2"}) is Standing.OUTDATED
    made = Report(page(of, extractor="plain-2"), (), MODEL)
    assert filled.record(of, [made], seen_at=later(60), run=run) == Outcome(sighted=True, pages=1, readings=1)
    assert filled.page("flood") == made
    assert filled.page(report.page.id) == report  # the older page is there under its id
    assert filled.scope().pages == 3
    assert standing(filled, of, run, extractors={"plain-2"}) is Standing.DONE
    assert audit(filled).sound


def test_a_page_that_was_not_read_is_read_when_it_is_seen_again(ledger: Ledger) -> None:
    of, report = flood()
    run = ledger.begin(["/news"], at=NOON)
    ledger.record(of, [Report(report.page)], seen_at=NOON, run=run)
    assert standing(ledger, of, run) is Standing.OUTDATED
    ledger.record(of, [report], seen_at=NOON, run=run)
    assert ledger.page("flood") == report
    assert standing(ledger, of, run) is Standing.DONE


def test_a_live_page_is_one_document_with_many_pages(ledger: Ledger) -> None:
    of = document("09:00 Water rises\n\n09:30 Dam holds\n\n10:10 Nine dead", name="live", url="https://courier.example/live")
    parts = [Report(page(of, part=str(number)), (), MODEL) for number in range(3)]
    run = ledger.begin(["/news"], at=NOON)
    assert ledger.record(of, parts, seen_at=NOON, run=run) == Outcome(sighted=True, pages=3, readings=3)
    assert ledger.reports("live") == parts
    assert ledger.page(parts[1].page.id) == parts[1]
    with pytest.raises(NotInLedger, match="live has 3 parts; name one by its id"):
        ledger.page("live")
    again = ledger.begin(["https://courier.example/live"], at=later(5))
    assert ledger.sight(replace(of, seen="https://courier.example/live"), seen_at=later(5), run=again) == Outcome(sighted=True)
    result = audit(ledger)
    assert (result.faults, result.blobs, result.sightings, result.pages, result.readings) == ((), 1, 2, 3, 3)


def test_records_of_an_archive_are_seen_line_by_line(ledger: Ledger) -> None:
    run = ledger.begin(["/news/archive.jsonl"], at=NOON)
    lines = ['{"title": "A"}', '{"title": "B"}', '{"title": "A"}']
    for number, line in enumerate(lines, start=1):
        of = Document(line.encode(), Kind.RECORD, f"archive:{number}", f"/news/archive.jsonl:{number}")
        ledger.record(of, [Report(page(of, extractor="record-1"), (), MODEL)], seen_at=NOON, run=run)
    assert sorted((row.name, row.seen, row.sightings) for row in ledger.pages()) == [
        ("archive:1", "/news/archive.jsonl:1", 2),
        ("archive:2", "/news/archive.jsonl:2", 1),
    ]
    assert ledger.page("archive:3").page.name == "archive:1"  # the same bytes, first seen under another name


def test_a_newer_version_at_the_same_address_is_the_one_meant(filled: Ledger) -> None:
    of, _ = flood()
    changed = replace(of, data=of.data.replace(b"nine", b"eleven"))
    run = filled.begin(["/news"], at=later(60))
    filled.record(changed, [Report(page(changed), (), MODEL)], seen_at=later(60), run=run)
    assert filled.page("flood").page.blob == digest(changed.data)
    assert filled.page("https://courier.example/flood").page.blob == digest(changed.data)
    assert filled.scope().pages == 4


def test_a_name_that_means_nothing_or_several_pages_is_refused(filled: Ledger) -> None:
    with pytest.raises(NotInLedger, match="No page called 'drought' in the ledger"):
        filled.page("drought")
    other = document("Another page called flood", name="flood", seen="/elsewhere/flood.txt")
    run = filled.begin(["/elsewhere"], at=NOON)
    filled.record(other, [Report(page(other), (), MODEL)], seen_at=NOON, run=run)
    with pytest.raises(NotInLedger) as raised:
        filled.page("flood")
    flooded = flood()[1].page.id[:8]
    assert str(raised.value) == (
        "2 different pages are called 'flood'; say which by its id:\n"
        f"  {flooded}  Nine dead as river floods Port Maren (/news/flood.txt)\n"
        f"  {page(other).id[:8]}  Another page called flood (/elsewhere/flood.txt)"
    )
    assert filled.page(flooded).page == flood()[1].page


@pytest.mark.parametrize("name", ["strike.txt", "/news/strike.txt", "Dockers walk out", "walk OUT", "dockers", "STRIKE"])
def test_a_page_is_found_by_its_file_or_by_words_of_its_headline(filled: Ledger, name: str) -> None:
    assert filled.page(name).page.name == "strike"


def test_words_of_several_headlines_mean_no_page(filled: Ledger) -> None:
    for number in range(2, 9):
        again = document(f"Ferry {number} sinks", name=f"archive:{number}", seen=f"/news/archive.jsonl:{number}")
        run = filled.begin([again.name], at=NOON)
        filled.record(again, [Report(page(again), (), MODEL)], seen_at=NOON, run=run)
    with pytest.raises(
        NotInLedger, match=r"^7 pages have 'archive' in their name or headline; say which by its id:\n  \w{8}  Ferry"
    ):
        filled.page("archive")
    with pytest.raises(NotInLedger, match="and 2 more; see them with: sayso pages"):
        filled.page("sinks")
    assert filled.page("archive.jsonl:4").page.headline == "Ferry 4 sinks"


def test_two_pages_from_standard_input_are_two_pages(filled: Ledger) -> None:
    for words in ("The ferry sank", "The ferry was raised"):
        run = filled.begin(["-"], at=NOON)
        piped = document(words, name="standard input", seen="-")
        filled.record(piped, [Report(page(piped), (), MODEL)], seen_at=NOON, run=run)
    with pytest.raises(NotInLedger, match="2 different pages are called 'standard input'; say which by its id"):
        filled.page("standard input")
    assert filled.page("was raised").page.text == "The ferry was raised"


def test_reports_must_be_of_the_document(ledger: Ledger) -> None:
    run = ledger.begin(["/news"], at=NOON)
    with pytest.raises(ValueError, match="must be of its own pages"):
        ledger.record(flood()[0], [strike()[1]], seen_at=NOON, run=run)
    with pytest.raises(NotInLedger, match="record it first"):
        ledger.sight(flood()[0], seen_at=NOON, run=run)
    assert sizes(ledger)["blobs"] == 0


def test_the_order_of_adding_does_not_matter(tmp_path: Path) -> None:
    prints = set()
    for number, order in enumerate(permutations((flood(), strike(), stub()))):
        with open_ledger(tmp_path / f"{number}.db", create=True) as ledger:
            run = ledger.begin(["/news"], at=later(number))
            for of, report in order:
                ledger.record(of, [report], seen_at=later(number), run=run)
            prints.add(fingerprint(ledger))
    assert len(prints) == 1


def test_two_writers_of_different_pages_do_not_wait_for_each_other(filled: Ledger) -> None:
    with open_ledger(filled.path) as other:
        run, same = filled.begin(["/a"], at=NOON), other.begin(["/b"], at=NOON)
        for number in range(5):
            for ledger, of_run in ((filled, run), (other, same)):
                of = document(f"Page {number} of run {of_run.id}", name=f"{of_run.id}-{number}")
                assert ledger.record(of, [Report(page(of), (), MODEL)], seen_at=NOON, run=of_run).pages == 1
    assert filled.scope().pages == 13
    assert audit(filled).sound


def test_a_run_that_was_broken_off_is_taken_up_again(ledger: Ledger) -> None:
    first = ledger.begin(["/news", "/more"], at=NOON)
    assert first == Run(1, resumed=False)
    assert ledger.begin(["/news"], at=NOON) == Run(2, resumed=False)
    assert ledger.begin(["/news", "/more"], at=later(30)) == Run(1, resumed=True)
    ledger.end(first, at=later(40))
    ledger.end(first, at=later(41))  # two processes of one run may both come to the end
    assert ledger.begin(["/news", "/more"], at=later(50)) == Run(3, resumed=False)


@pytest.mark.parametrize(
    ("targets", "minutes"),
    [
        (["/news"], 24 * 60 + 1),  # too long ago: seen again is news
        (["-"], 1),  # nobody knows what came in
        (["/news", "https://courier.example/flood"], 1),  # what a server sends now was not seen before
        ([], 1),
    ],
)
def test_a_run_that_cannot_be_the_same_is_a_new_one(ledger: Ledger, targets: list[str], minutes: int) -> None:
    ledger.begin(targets, at=NOON)
    assert ledger.begin(targets, at=later(minutes)) == Run(2, resumed=False)


def _entries(ledger: Ledger) -> list[dict[str, object]]:
    with ledger.store.reading() as connection:
        return [dict(row._mapping) for row in connection.exec_driver_sql("SELECT * FROM statements")]
