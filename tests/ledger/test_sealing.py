"""Sealing: what is withdrawn is nowhere any more, and the tombstone stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sayso import pipeline
from sayso.claims.report import RULES, Report
from sayso.errors import LedgerBusy, LedgerError, NotInLedger, PageSealed, UsageError
from sayso.ledger.answers import StatementFilter
from sayso.ledger.decisions import About, Verdict, decide
from sayso.ledger.integrity import Fault, FaultKind, audit, fingerprint
from sayso.ledger.ledger import Ledger, Outcome, Standing, open_ledger
from sayso.ledger.schema import EVIDENCE, metadata
from sayso.ledger.sealing import Seal
from sayso.page.page import Document, Page, State
from sayso.reading.reading import Reading
from tests.conftest import ON_SERVER, bytes_on_server, changed, found
from tests.ledger.build import MODEL, NOON, document, flood, later, page, strike

FLOOD, STRIKE = flood(), strike()
WHERE = f"page {FLOOD[1].page.id[:12]} (sealed page)"


def sealed(ledger: Ledger, name: str = "flood") -> Seal:
    return ledger.seal(name, by="Rhea Venn", reason="it names a hiding place", at=later(5))


def bytes_of(ledger: Ledger) -> bytes:
    """All that lies on the disk of a ledger."""
    if ON_SERVER is not None:
        return bytes_on_server(ledger.path)
    return b"".join(path.read_bytes() for path in sorted(ledger.path.parent.glob(ledger.path.name + "*")))


def secrets() -> Iterator[bytes]:
    """What must not be found: runs of the page's text, of its metadata and of its archived bytes, as written and as indexed."""
    of, report = FLOOD
    for words in (of.data.decode(), "https://courier.example/flood", "Tomas Reed", "one caption had no end", "/news/flood.txt"):
        yield from (word.encode() for word in words.split() if len(word) > 5)
        yield from (word.encode() for word in words.casefold().split() if len(word) > 5)
    yield from (s.speaker.name.encode() for s in report.statements if s.speaker.name)


KEPT = {word.encode() for word in STRIKE[0].data.decode().split()} | {b"monday", b"courier", b"search", b"(search"}


def test_not_a_byte_of_a_sealed_page_is_left(filled: Ledger) -> None:
    looked_for = {secret for secret in secrets() if len(secret) > 5} - KEPT
    looked_for.add(
        found(filled.path, "SELECT data FROM blobs WHERE digest = ?", (FLOOD[1].page.blob,))[0][0]
    )  # as they lie there
    before = bytes_of(filled)
    assert [s for s in looked_for if s in before and len(s) > 5]
    filled.index_again()  # leaves pages of the old index behind
    sealed(filled)
    after = bytes_of(filled)
    assert [secret for secret in looked_for if secret in after] == []
    filled.close()
    assert [secret for secret in looked_for if secret in bytes_of(filled)] == []
    assert "Béla Körösi".encode() in bytes_of(filled)


def test_a_seal_says_what_it_did_and_leaves_a_tombstone(filled: Ledger) -> None:
    of = FLOOD[1].page
    assert sealed(filled) == Seal(of.id, "Rhea Venn", "it names a hiding place", "2024-05-06T12:05:00.000000+00:00", (of.id,))
    (row,) = filled.pages(StatementFilter(page=of.id))
    assert (row.state, row.note) == (State.SEALED, "sealed on 2024-05-06 by Rhea Venn: it names a hiding place")
    assert (row.headline, row.url, row.outlet, row.seen, row.words, row.statements) == (None, None, None, "", 0, 0)
    assert filled.scope().unread == {State.SEALED: 1, State.STUB: 1}
    assert filled.count().statements == 1
    assert list(filled.statements(StatementFilter(words="river"))) == []
    told = "sealed as page .* on 2024-05-06 by Rhea Venn \\(it names a hiding place\\); its content is withdrawn"
    with pytest.raises(PageSealed, match=told):
        filled.page(of.id)
    with pytest.raises(NotInLedger):
        filled.page("flood")


def test_the_audit_accepts_a_tombstone(filled: Ledger) -> None:
    head = audit(filled).head
    sealed(filled)
    result = audit(filled)
    assert result.faults == ()
    assert (result.pages, result.readings, result.statements) == (3, 1, 1)
    assert result.head != head


def test_the_fingerprint_of_a_sealed_page_is_its_id(filled: Ledger, tmp_path: Path) -> None:
    with open_ledger(tmp_path / "other.db", create=True) as other:
        run = other.begin(["/elsewhere"], at=later(1))
        for of, report in (strike(), flood()):
            other.record(of, [report], seen_at=later(1), run=run)
        other.seal("flood", by="Somebody", reason="as well", at=later(2))
        filled.seal("stub", by="Somebody", reason="as well", at=later(2))
        sealed(filled)
        assert fingerprint(filled) != fingerprint(other)
        of, report = stub_of()
        other.record(of, [report], seen_at=later(3), run=run)
        other.seal("stub", by="Somebody", reason="as well", at=later(4))
        assert fingerprint(filled) == fingerprint(other)


def stub_of() -> tuple[Document, Report]:
    from tests.ledger.build import stub

    return stub()


def test_the_same_bytes_are_not_added_again(filled: Ledger) -> None:
    sealed(filled)
    of, report = flood(name="again", seen="/other/place.txt")
    run = filled.begin(["/other"], at=later(9))
    told = f"again is not added: it was sealed as page {report.page.id[:8]} on 2024-05-06 by Rhea Venn"
    with pytest.raises(PageSealed, match=told):
        filled.record(of, [report], seen_at=later(9), run=run)
    with pytest.raises(PageSealed, match=told):
        filled.sight(of, seen_at=later(9), run=run)
    with pytest.raises(PageSealed, match=told):
        filled.standing(of, run=run, model=MODEL, rules=RULES, extractors={"plain-1"})
    assert audit(filled).sound


def test_the_same_text_in_other_bytes_is_not_added_again(filled: Ledger) -> None:
    sealed(filled)
    of, report = FLOOD
    other = replace(of, data=of.data + b"\n")
    again = Report(replace(page(other), text=report.page.text))
    with pytest.raises(PageSealed, match="flood is not added"):
        filled.record(other, [again], seen_at=later(9), run=filled.begin(["/other"], at=later(9)))
    assert filled.scope().pages == 3


class Reader:
    """Reads nothing."""

    name = MODEL

    def read(self, page: Page) -> Reading:
        return Reading((), MODEL)

    def read_many(self, pages: list[Page]) -> Iterator[Reading]:
        return (self.read(page) for page in pages)


def test_a_batch_goes_on_after_a_sealed_page(filled: Ledger) -> None:
    sealed(filled)
    added: list[pipeline.Added] = []
    other = document("The bridge at Orle is open again, said the mayor, Ilse Brandt.", name="bridge")
    summary = pipeline.add(filled, [FLOOD[0], other], Reader(), targets=["/all"], now=lambda: later(9), on_page=added.append)
    assert [(a.document.name, a.standing) for a in added] == [("flood", Standing.SEALED), ("bridge", Standing.NEW)]
    assert [t.words[:45] for t in summary.troubles] == [f"flood is not added: it was sealed as page {FLOOD[1].page.id[:3]}"]
    assert summary.pages == 1
    assert added[0].outcome == Outcome(sighted=False)


def test_all_pages_of_the_same_bytes_are_sealed(ledger: Ledger) -> None:
    of = document("Rain\n\nThe dam held, Ada Ruiz said.\n\nThe road is shut, Ben Cole said.", name="live")
    parts = [page(of, part=part, extractor="live-1") for part in ("1", "2")]
    ledger.record(of, [Report(page(of)), *map(Report, parts)], seen_at=NOON, run=ledger.begin(["/live"], at=NOON))
    done = ledger.seal(parts[0].id, by="R", reason="r", at=later(1))
    assert done.page == parts[0].id
    assert set(done.pages) == {page(of).id, *(part.id for part in parts)}
    assert audit(ledger).sound
    assert b"Ruiz" not in bytes_of(ledger)
    assert b"Cole" not in bytes_of(ledger)


def test_other_copies_are_named_and_left(filled: Ledger) -> None:
    of = replace(FLOOD[0], data=b"River falls in Port Maren", name="later")
    report = Report(page(of))
    filled.record(of, [report], seen_at=later(3), run=filled.begin(["/news"], at=later(3)))
    assert sealed(filled, FLOOD[1].page.id).others == (report.page.id,)
    assert filled.page(report.page.id).page.text == "River falls in Port Maren"


def test_a_page_is_sealed_once(filled: Ledger) -> None:
    first = sealed(filled)
    again = filled.seal(first.page[:8], by="Another", reason="another", at=later(8))
    assert again == replace(first, again=True)
    assert audit(filled).sound


def test_a_seal_needs_a_name_and_a_reason(filled: Ledger) -> None:
    for by, reason in ((" ", "r"), ("R", "")):
        with pytest.raises(UsageError, match="name of who seals and a reason"):
            filled.seal("flood", by=by, reason=reason, at=NOON)
    with pytest.raises(NotInLedger):
        filled.seal("no such page", by="R", reason="r", at=NOON)
    assert filled.page("flood").page.text == FLOOD[1].page.text


def test_while_another_process_reads_the_seal_is_not_finished_and_says_so(filled: Ledger) -> None:
    busy = open_ledger(filled.path, patience=0.05)
    with filled.store.reading() as reading:
        reading.exec_driver_sql("SELECT count(*) FROM pages").all()
        with pytest.raises(LedgerBusy, match=f"finish with the same command: sayso seal {FLOOD[1].page.id[:8]}"):
            sealed(busy)
    words = f"it was sealed, but may lie in the file still; finish with: sayso seal {FLOOD[1].page.id[:8]}"
    assert audit(busy).faults == (Fault(FaultKind.SEAL, WHERE, words, FLOOD[1].page.id),)
    assert busy.seal(FLOOD[1].page.id[:8], by="R", reason="r", at=later(9)).by == "Rhea Venn"
    assert audit(busy).sound
    assert b"Ilse Brandt" not in bytes_of(busy)


def test_the_name_of_the_file_goes_from_what_the_run_was_begun_with(ledger: Ledger) -> None:
    of, report = flood(name="hiding-place", seen="/news/hiding-place.txt")
    ledger.record(of, [report], seen_at=NOON, run=ledger.begin(["/news/hiding-place.txt", "/x"], at=NOON))
    sealed(ledger, "hiding-place")
    assert b"hiding-place" not in bytes_of(ledger)


FORGED = [
    ("UPDATE seals SET reason = 'none'", "link 3", "the tombstone is not what was stored"),
    ("UPDATE seals SET page = blob", "", "its tombstone is of another page"),
    ("UPDATE pages SET text = 'Ha' WHERE state = 'sealed'", "", "it was sealed, but says something again"),
    ("UPDATE pages SET headline = 'Ha' WHERE state = 'sealed'", "", "it was sealed, but says something again"),
    ("UPDATE links SET subject = digest WHERE what = 'seal'", "link 3", "the tombstone is not what was stored"),
    ("DELETE FROM links WHERE what = 'seal'", "", "a seal of it stands in no link"),
    ("UPDATE links SET position = 4 WHERE what = 'seal'", "link 4", "link 3 is missing"),
    ("UPDATE links SET what = 'page' WHERE what = 'seal'", "", "a seal of it stands in no link"),
    (
        "UPDATE links SET digest = subject WHERE what = 'sighting' AND page_id = 1",
        "link 1",
        "does not follow from the link before it",
    ),
]


@pytest.mark.parametrize(("change", "at", "words"), FORGED, ids=[change for change, *_ in FORGED])
def test_a_forged_tombstone_shows(filled: Ledger, change: str, at: str, words: str) -> None:
    sealed(filled)
    filled.close()
    assert changed(filled.path, change) == 1
    faults = audit(filled).faults
    assert [f for f in faults if words in f.words and f.where.endswith(at)]


def test_a_page_that_only_looks_sealed_is_found(filled: Ledger) -> None:
    filled.close()
    changed(filled.path, "UPDATE pages SET text = '', state = 'sealed' WHERE id = 1")
    assert {fault.kind for fault in audit(filled).faults} >= {FaultKind.TEXT, FaultKind.PAGE}


@pytest.mark.parametrize("table", [table.name for table in EVIDENCE])
def test_a_seal_lets_nothing_else_be_changed(filled: Ledger, table: str) -> None:
    filled.seal("stub", by="R", reason="r", at=later(1))
    decide(filled.store, About.PEOPLE, Verdict.SPLIT, "a", "b", by="R", reason="r", at=later(1))
    column = metadata.tables[table].columns.keys()[-1]
    for change in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(LedgerError, match=f"append-only: rows of {table}"), filled.store.writing() as writing:
            writing.exec_driver_sql(change)


def test_no_table_with_words_of_a_page_is_forgotten() -> None:
    emptied = {"blobs", "pages", "sightings", "fetches", "runs", "readings"} | {t.name for t in EVIDENCE if "reading_id" in t.c}
    assert {table.name for table in metadata.tables.values()} - emptied == {"run_ends", "links", "seals", "wipes", "decisions"}
