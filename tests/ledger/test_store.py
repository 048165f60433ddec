"""Opening, creating, migrating, and what can be wrong with the file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert

from sayso.errors import LedgerBusy, LedgerError, LedgerTooNew, NoLedger, NotALedger
from sayso.ledger.decisions import About, Verdict, decide
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.schema import EVIDENCE, HEAD, VERSION_TABLE, metadata, runs
from tests.conftest import ON_SERVER, changed
from tests.ledger.build import NOON


def test_no_ledger_says_how_to_make_one(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    with pytest.raises(NoLedger) as raised:
        open_ledger(path)
    assert str(raised.value) == f"No ledger at {path}; make one with: sayso add FILE"
    assert not path.exists()


def test_no_folder_for_a_ledger(tmp_path: Path) -> None:
    with pytest.raises(NoLedger, match="there is no folder"):
        open_ledger(tmp_path / "nowhere" / "ledger.db", create=True)


@pytest.mark.sqlite
@pytest.mark.parametrize("create", [False, True])
def test_another_file_is_not_taken_for_a_ledger(tmp_path: Path, create: bool) -> None:
    text, database, folder = tmp_path / "page.txt", tmp_path / "other.db", tmp_path / "folder"
    text.write_text("Nine dead as river floods Port Maren")
    folder.mkdir()
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE birds (name TEXT)")
    for path, words in ((text, "is not a ledger"), (database, "is a database, but not a ledger"), (folder, "is a folder")):
        with pytest.raises(NotALedger, match=words):
            open_ledger(path, create=create)
    assert text.read_text() == "Nine dead as river floods Port Maren"


def test_an_empty_file_can_become_a_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.touch()
    with pytest.raises(NoLedger):
        open_ledger(path)
    with open_ledger(path, create=True) as ledger:
        assert ledger.scope().pages == 0


def test_a_ledger_of_a_newer_sayso_is_left_alone(ledger: Ledger) -> None:
    ledger.close()
    changed(ledger.path, f"UPDATE {VERSION_TABLE} SET version_num = '9000'")
    with pytest.raises(LedgerTooNew, match=f"ledger version 9000, this one knows {HEAD}.*update sayso"):
        open_ledger(ledger.path)


@pytest.mark.sqlite
def test_a_torn_file_is_said_to_be_damaged(filled: Ledger) -> None:
    filled.close()
    whole = filled.path.read_bytes()
    filled.path.write_bytes(whole[:4096] + b"\x00" * 4096 * 12)
    with pytest.raises(NotALedger, match="damaged"):
        list(open_ledger(filled.path).statements())


def test_a_second_writer_is_told_that_the_ledger_is_busy(ledger: Ledger) -> None:
    other = open_ledger(ledger.path, patience=0.05)
    with ledger.store.writing(), pytest.raises(LedgerBusy, match="being written by another process; try again"):
        other.begin(["/news"], at=NOON)
    assert other.begin(["/news"], at=NOON).id == 1


def test_readers_do_not_wait_for_a_writer(filled: Ledger) -> None:
    with filled.store.writing() as connection:
        connection.execute(insert(runs), {"targets_digest": "", "targets": "", "began_at": ""})
        assert filled.count().statements == 5


@pytest.mark.parametrize("table", [table.name for table in EVIDENCE if table.name not in ("seals", "wipes")])  # see test_sealing
def test_rows_are_never_changed_or_taken_away(filled: Ledger, table: str) -> None:
    decide(filled.store, About.PEOPLE, Verdict.SPLIT, "a", "b", by="R", reason="r", at=NOON)
    column = metadata.tables[table].columns.keys()[-1]
    for change in (
        f"UPDATE {table} SET {column} = {column}",
        f"DELETE FROM {table}",
        f"TRUNCATE {table} CASCADE" if ON_SERVER else f"REPLACE INTO {table} SELECT * FROM {table}",
    ):
        with (
            pytest.raises(LedgerError, match=f"append-only: rows of {table} are never changed"),
            filled.store.writing() as writing,
        ):
            writing.exec_driver_sql(change)


def test_the_migrations_make_the_tables_of_the_schema(ledger: Ledger) -> None:
    with ledger.store.reading() as connection:
        ours = {
            "version_table": VERSION_TABLE,
            "include_name": lambda name, kind, _: kind != "table" or name in metadata.tables,
            # which on a server is an index, so that an address may be as long as it likes
            "include_object": lambda _, name, kind, *more: (
                not (ON_SERVER and kind in ("index", "unique_constraint") and "run" in str(name or "run"))
            ),
        }
        assert compare_metadata(MigrationContext.configure(connection, opts=ours), metadata) == []


@pytest.mark.sqlite
def test_opening_a_ledger_needs_no_alembic(ledger: Ledger) -> None:
    ledger.close()
    opened = f"from sayso.ledger.ledger import open_ledger; open_ledger({str(ledger.path)!r})"
    code = f"import sys; {opened}; print('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
