"""The audit finds each thing that does not match, and names it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.claims.report import Report
from sayso.errors import LedgerError
from sayso.ledger.decisions import About, Verdict, decide
from sayso.ledger.figures import figure_rows, mark_rows
from sayso.ledger.integrity import AuditResult, Fault, FaultKind, audit, fingerprint
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.rows import packed, statement_rows
from sayso.ledger.schema import EVIDENCE
from sayso.text import digest
from tests.conftest import ON_SERVER, changed, found
from tests.ledger.build import NOON, fetched, flood, page, strike, stub
from tests.ledger.build import document as document_of

PAGE = flood()[1].page
WHERE = f"page {PAGE.id[:12]} (flood)"


def tampered(ledger: Ledger, *changes: str | tuple[str, tuple[object, ...]]) -> AuditResult:
    """The audit of a ledger that somebody changed behind its back, its refusals taken off."""
    ledger.close()
    for change in changes:
        sql, values = (change, ()) if isinstance(change, str) else change
        assert changed(ledger.path, sql, values) == 1, sql
    return audit(ledger)


def test_a_ledger_that_nobody_touched_is_sound(filled: Ledger) -> None:
    result = audit(filled)
    assert result.sound
    assert (result.blobs, result.sightings, result.pages, result.readings, result.statements) == (3, 3, 3, 2, 5)
    assert (result.figures, result.marks) == (2, 1)
    assert result.head == audit(filled).head


ENTRIES = {row["name"]: row["entry"][:12] for of in (statement_rows, figure_rows, mark_rows) for row in of(flood()[1])}
KINDS = {"s": "statement", "f": "figure", "m": "mark"}


def entry(name: str) -> str:
    """Where an entry of the flood page is, in the words of the audit."""
    return f"{WHERE}, {KINDS[name[0]]} {name} ({ENTRIES[name]})"


FORGED = PAGE.text.replace("nine people", "nobody else")

TAMPERING: list[tuple[str, str | tuple[str, tuple[object, ...]], Callable[[], list[Fault]]]] = [
    (
        "other bytes",
        ("UPDATE blobs SET data = ?, packing = ? WHERE id = 1", (packed(b"forged")["data"], packed(b"forged")["packing"])),
        lambda: [Fault(FaultKind.BLOB, f"blob {PAGE.blob[:12]}", "the archived bytes now have the digest ccdd35168ab4")],
    ),
    (
        "bytes that cannot be unpacked",
        ("UPDATE blobs SET data = ? WHERE id = 1", (b"\x00" + packed(flood()[0].data)["data"][1:],)),
        lambda: [
            Fault(
                FaultKind.BLOB,
                f"blob {PAGE.blob[:12]}",
                "the archived bytes cannot be unpacked (Error -3 while decompressing data: incorrect header check)",
            )
        ],
    ),
    (
        "another text",
        ("UPDATE pages SET text = ? WHERE id = 1", (FORGED,)),
        lambda: [
            Fault(
                FaultKind.TEXT,
                WHERE,
                f"the text now has the digest {digest(FORGED)[:12]}, not {PAGE.text_digest[:12]} as noted",
                PAGE.id,
            ),
            Fault(
                FaultKind.CITATION,
                entry("s1"),
                "it cites 'that nine people had died' at 71–96, where the page has 'that nobody else had died'",
                PAGE.id,
            ),
            Fault(FaultKind.CITATION, entry("f2"), "it cites 'nine' at 76–80, where the page has 'nobo'", PAGE.id),
            *[Fault(FaultKind.CITATION, entry("f2"), "it cites 'people' at 81–87, where the page has 'y else'", PAGE.id)] * 2,
        ],
    ),
    (
        "another date",
        "UPDATE pages SET published = '2024-05-01' WHERE id = 1",
        lambda: [Fault(FaultKind.PAGE, f"{WHERE}, link 0", "what is known of the page is not what was stored", PAGE.id)],
    ),
    (
        "another sighting",
        "UPDATE sightings SET seen_at = '2024-05-01T00:00:00.000000+00:00' WHERE id = 1",
        lambda: [Fault(FaultKind.SIGHTING, f"{WHERE}, link 1", "when, where or how it was seen is not what was stored", PAGE.id)],
    ),
    (
        "another speaker",
        "UPDATE statements SET speaker = 'Tomas Reed' WHERE id = 1",
        lambda: [
            Fault(
                FaultKind.STATEMENT, entry("s1"), "what it says of speaker, stance, kind or place is not what was stored", PAGE.id
            )
        ],
    ),
    (
        "a statement taken away",
        "DELETE FROM statements WHERE id = 2",
        lambda: [Fault(FaultKind.READING, f"{WHERE}, link 2", "the reading is not what was stored", PAGE.id)],
    ),
    (
        "another number",
        "UPDATE figures SET low = 90 WHERE id = 2",
        lambda: [
            Fault(
                FaultKind.FIGURE,
                entry("f2"),
                "what it says of its number, sort, time, place or holder is not what was stored",
                PAGE.id,
            )
        ],
    ),
    (
        "a figure taken away",
        "DELETE FROM figures WHERE id = 2",
        lambda: [
            Fault(FaultKind.MARK, entry("m1"), "it is held by, or about, something that is not there", PAGE.id),
            Fault(FaultKind.READING, f"{WHERE}, link 2", "the reading is not what was stored", PAGE.id),
        ],
    ),
    (
        "a figure in the voice of the page",
        "UPDATE figures SET holder = NULL WHERE id = 2",
        lambda: [
            Fault(
                FaultKind.FIGURE,
                entry("f2"),
                "what it says of its number, sort, time, place or holder is not what was stored",
                PAGE.id,
            )
        ],
    ),
    (
        "a mark that says something else",
        "UPDATE marks SET status = 'confirmed' WHERE id = 1",
        lambda: [Fault(FaultKind.MARK, entry("m1"), "what it says, and about what, is not what was stored", PAGE.id)],
    ),
    (
        "a mark taken away",
        "DELETE FROM marks WHERE id = 1",
        lambda: [Fault(FaultKind.READING, f"{WHERE}, link 2", "the reading is not what was stored", PAGE.id)],
    ),
    (
        "another model",
        "UPDATE readings SET model = 'better-9' WHERE id = 1",
        lambda: [Fault(FaultKind.READING, f"{WHERE}, link 2", "the reading is not what was stored", PAGE.id)],
    ),
    (
        "another link",
        "UPDATE links SET digest = replace(digest, substr(digest, 1, 1), 'x') WHERE page_id = 1 AND position = 2",
        lambda: [
            Fault(
                FaultKind.CHAIN,
                f"{WHERE}, link 2",
                "its digest does not follow from the link before it and what it stands for",
                PAGE.id,
            )
        ],
    ),
    (
        "a link in the middle taken away",
        "DELETE FROM links WHERE page_id = 1 AND position = 1",
        lambda: [
            Fault(FaultKind.CHAIN, f"{WHERE}, link 2", "link 1 is missing", PAGE.id),
            Fault(
                FaultKind.CHAIN,
                f"{WHERE}, link 2",
                "its digest does not follow from the link before it and what it stands for",
                PAGE.id,
            ),
            Fault(
                FaultKind.SIGHTING,
                "sighting of flood at /news/flood.txt, 2024-05-06T12:00:00.000000+00:00",
                "it stands in no chain",
            ),
        ],
    ),
    (
        "the last link taken away",
        "DELETE FROM links WHERE page_id = 1 AND position = 2",
        lambda: [Fault(FaultKind.CHAIN, WHERE, "a reading of it stands in no link", PAGE.id)],
    ),
    (
        "a reading without its statements' page",
        "UPDATE links SET row = 99 WHERE page_id = 1 AND position = 2",
        lambda: [
            Fault(
                FaultKind.CHAIN,
                f"{WHERE}, link 2",
                "it stands for a reading that is not there, or that another link stands for",
                PAGE.id,
            ),
            Fault(FaultKind.CHAIN, WHERE, "a reading of it stands in no link", PAGE.id),
        ],
    ),
]


@pytest.mark.parametrize(("change", "expected"), [case[1:] for case in TAMPERING], ids=[case[0] for case in TAMPERING])
def test_what_was_tampered_with_is_named(filled: Ledger, change: str, expected: Callable[[], list[Fault]]) -> None:
    assert list(tampered(filled, change).faults) == expected()


def test_the_text_of_a_page_that_was_changed_is_not_given_out(filled: Ledger) -> None:
    tampered(filled, ("UPDATE pages SET text = ? WHERE id = 1", (FORGED,)))
    with pytest.raises(LedgerError, match=rf"text of page {PAGE.id[:12]} is not the one that was stored; .* sayso audit"):
        filled.page("flood")


@pytest.mark.sqlite
def test_text_that_is_no_longer_text_is_named(filled: Ledger) -> None:
    result = tampered(filled, "UPDATE pages SET text = CAST(x'ff' || substr(text, 2) AS TEXT) WHERE id = 1")
    assert [(fault.kind, fault.where) for fault in result.faults] == [
        (FaultKind.TEXT, WHERE),
        (FaultKind.CITATION, entry("f1")),
    ]


def test_a_search_index_that_misses_words_is_named_and_can_be_made_again(filled: Ledger) -> None:
    with filled.store.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO statement_words(statement_words, rowid, words, speaker) VALUES ('delete', 5, 'strike', 'bela korosi')"
            if connection.dialect.name == "sqlite"
            else "UPDATE statement_words SET speaker = '' WHERE rowid = 5"
        )
    assert list(filled.who("Körösi")) == []
    [fault] = audit(filled).faults
    assert (fault.kind, fault.where) == (FaultKind.INDEX, "the search index")
    filled.index_again()
    assert audit(filled).sound
    assert len(list(filled.who("Körösi"))) == 1


def test_a_page_that_was_taken_away_shows_in_the_head(filled: Ledger) -> None:
    before = audit(filled).head
    gone = ("DELETE FROM links WHERE page_id = 3 AND position = 0", "DELETE FROM links WHERE page_id = 3 AND position = 1")
    after = tampered(filled, *gone, "DELETE FROM pages WHERE id = 3", "DELETE FROM sightings WHERE id = 3")
    assert after.sound  # nothing is left that could tell of it
    assert after.head != before


COVERED = [
    (table.name, column.name)
    for table in EVIDENCE
    for column in table.columns
    if table.name not in ("runs", "run_ends", "wipes") and column.name != "run_id"  # bookkeeping
    if (table.name, column.name)
    not in {(name, "id") for name in ("statements", "figures", "marks", "decisions")}  # which nothing refers to
]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "ledger.db"
    with open_ledger(path, create=True) as ledger:
        run = ledger.begin(["/news"], at=NOON)
        for document, report in (flood(), strike(), stub()):
            ledger.record(fetched(document), [report], seen_at=NOON, run=run)
        gone = document_of("Ada Ruiz said that it rained.", name="gone")
        ledger.record(gone, [Report(page(gone))], seen_at=NOON, run=run)
        ledger.seal("gone", by="Rhea Venn", reason="it names a hiding place", at=NOON)
        decide(ledger.store, About.PEOPLE, Verdict.JOIN, "Ada Ruiz", "Ruiz", by="Rhea Venn", reason="her name", at=NOON)
    return path


@pytest.mark.parametrize(("table", "column"), COVERED)
@settings(max_examples=1 if ON_SERVER else 3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_change_of_any_value_is_found(template: Path, tmp_path: Path, table: str, column: str, data: st.DataObject) -> None:
    path = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
    path.write_bytes(template.read_bytes())
    rowid = "ctid" if ON_SERVER else "rowid"
    row, value = data.draw(st.sampled_from(found(path, f"SELECT {rowid}, {column} FROM {table} ORDER BY {rowid}")))
    changed(path, f"UPDATE {table} SET {column} = ? WHERE {rowid} = ?", (data.draw(_another(value)), row))
    with open_ledger(path) as ledger:
        assert not audit(ledger).sound


def _another(value: object) -> st.SearchStrategy[object]:
    """A value that differs in one place."""
    if isinstance(value, str) and value:
        flipped = st.tuples(st.integers(0, len(value) - 1), st.characters(codec="utf-8", exclude_characters="\x00"))
        return flipped.map(lambda at: value[: at[0]] + at[1] + value[at[0] + 1 :]).filter(lambda other: other != value)
    if isinstance(value, bytes) and value:
        return st.integers(0, len(value) - 1).map(lambda at: value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :])
    if isinstance(value, (int, float)):
        return st.integers(1, 3).map(lambda more: value + 1000 * more)
    return st.just("7")


def test_a_fingerprint_tells_what_is_in_a_ledger(filled: Ledger) -> None:
    before = fingerprint(filled)
    run = filled.begin(["/again"], at=NOON)
    assert fingerprint(filled) == before
    filled.sight(flood()[0], seen_at=NOON, run=run)
    assert fingerprint(filled) != before
