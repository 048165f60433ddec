"""Figures and marks come back the same, and their digests do not change from one version of sayso to the next."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from sayso.claims.figure import Bound, Figure, Sort
from sayso.claims.mark import Mark, Status
from sayso.claims.report import Report
from sayso.errors import LedgerError
from sayso.ledger import migrations
from sayso.ledger.figures import figure_entry, figure_from, figure_rows, mark_entry, mark_from, mark_rows, names_of
from sayso.ledger.integrity import audit, fingerprint
from sayso.ledger.ledger import Ledger, Outcome, open_ledger
from sayso.ledger.rows import reading_digest, statement_rows
from sayso.ledger.schema import VERSION_TABLE
from sayso.text import Span, digest
from tests.ledger.build import MODEL, NOON, document, flood, later, page, spans, strike

TOLL = """Bus falls off the Orle bridge

Police said the toll rose to 21 from 19, among them three children. It is unclear how many were on board."""


def toll() -> Report:
    """A page whose figures stand to each other: one replaces another, one is part of another."""
    made = page(document(TOLL, name="toll"))
    t = made.text
    counted = tuple(
        Figure(name, spans(t, words)[0], low, low, Bound.EXACT, counts, Sort.KILLED, **more)
        for name, words, low, counts, more in (
            ("f1", "21", 21, (), {"replaces": "f2"}),
            ("f2", "19", 19, (), {}),
            ("f3", "three", 3, spans(t, "children"), {"part_of": "f1"}),
        )
    )
    return Report(made, (), MODEL, figures=counted, marks=(Mark("m1", spans(t, "It is unclear"), Status.UNCLEAR, ("outlet",)),))


def test_the_id_of_an_entry_is_the_same_for_ever() -> None:
    # Written down: a change here would orphan every review that was ever made.
    assert figure_entry(digest("Nine dead"), Span(0, 4)) == "f0b1e465e1cff58771a6dcf5b3e3c81a22d532a24aca4232763ea2e6df60b559"
    assert (
        mark_entry(digest("It is unclear"), (Span(0, 13),)) == "e973ee4ff0a5a405c5db33429ebf8cc292ac4c724a2bb3ce3939c018d44436e4"
    )


@pytest.mark.parametrize("report", [flood()[1], toll()], ids=["flood", "toll"])
def test_figures_and_marks_come_back_as_they_were(report: Report) -> None:
    counted, marked = figure_rows(report), mark_rows(report)
    names = names_of([*statement_rows(report), *counted])
    assert tuple(figure_from(row, names) for row in counted) == report.figures
    assert tuple(mark_from(row, names) for row in marked) == report.marks


def test_a_reading_without_figures_and_marks_has_the_digest_that_it_had_before_there_were_any() -> None:
    row = {"model": "m", "rules": "r", "read_at": "now"}
    assert reading_digest(row, "p", ["a", "b"], [], []) == digest('["reading","p","m","r","now",["a","b"]]')
    assert reading_digest(row, "p", ["a"], ["b"], []) != reading_digest(row, "p", ["a"], [], ["b"])


WRONG = [
    ({"figures": (replace(toll().figures[0], span=Span(9, 9)),)}, "figure f1 of toll has no printed words"),
    ({"figures": (replace(toll().figures[1], counts=(Span(0, 999),)),)}, "beyond its text"),
    ({"figures": (replace(toll().figures[1], holder="s9"),)}, "figure f2 of toll is held by s9, which is not there"),
    ({"figures": toll().figures[:1]}, "figure f1 of toll replaces f2, which is not there"),
    ({"figures": toll().figures[2:]}, "figure f3 of toll is part of f1, which is not there"),
    ({"marks": (replace(toll().marks[0], spans=()),)}, "mark m1 of toll has no words"),
    ({"marks": (replace(toll().marks[0], about=("f9",)),)}, "mark m1 of toll is about f9, which is not there"),
]


@pytest.mark.parametrize(("changed", "words"), WRONG, ids=[words for _, words in WRONG])
def test_what_names_or_cites_what_is_not_there_is_refused(ledger: Ledger, changed: dict[str, object], words: str) -> None:
    report = replace(toll(), **changed)  # type: ignore[arg-type]
    run = ledger.begin(["/news"], at=NOON)
    with pytest.raises(ValueError, match=words):
        ledger.record(document(TOLL, name="toll"), [report], seen_at=NOON, run=run)


def test_figures_and_marks_are_kept_with_their_page(ledger: Ledger) -> None:
    run = ledger.begin(["/news"], at=NOON)
    outcome = ledger.record(document(TOLL, name="toll"), [toll()], seen_at=NOON, run=run)
    assert outcome == Outcome(sighted=True, pages=1, readings=1, figures=3, marks=1)
    assert ledger.page("toll") == toll()
    assert audit(ledger).sound
    before = fingerprint(ledger)
    better = replace(toll(), model="test-2", figures=toll().figures[:2])
    ledger.record(document(TOLL, name="toll"), [better], seen_at=later(1), run=run)
    assert ledger.page("toll") == better
    assert audit(ledger).sound
    assert fingerprint(ledger) != before


@pytest.mark.sqlite  # on a server there were none before
def test_a_ledger_from_before_there_were_figures_is_brought_up_to_date(ledger: Ledger, tmp_path: Path) -> None:
    of, report = strike()
    run = ledger.begin(["/news"], at=NOON)
    ledger.record(of, [report], seen_at=NOON, run=run)
    expected = fingerprint(ledger), audit(ledger).head
    ledger.close()
    with open_ledger(_as_of("0002", ledger.path, tmp_path / "old.db")) as old:
        assert old.page("strike") == report
        assert (fingerprint(old), audit(old).head) == expected
        assert audit(old).sound
        old.record(document(TOLL, name="toll"), [toll()], seen_at=later(1), run=old.begin(["/more"], at=later(1)))
        assert old.page("toll") == toll()
        with pytest.raises(LedgerError, match="append-only: rows of figures"), old.store.writing() as writing:
            writing.exec_driver_sql("DELETE FROM figures")


def _as_of(version: str, path: Path, old: Path) -> Path:
    """The rows of a ledger in one of the tables that an older sayso made."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with create_engine(f"sqlite:///{old}").begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("ATTACH ? AS new", (str(path),))
        for (table,) in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
            if table != VERSION_TABLE:
                columns = ", ".join(f'"{name}"' for _, name, *_ in connection.execute(f"PRAGMA main.table_info({table})"))
                connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
    return old
