"""A ledger in one SQLite file in write-ahead mode.

Readers never wait for a writer, and a writer's transaction is there whole or not at all, even if the process is killed at any
moment. ``synchronous=NORMAL`` is enough for that; only a power cut can take back the last few transactions (never half of one),
and the run that made them is then resumed like any other that was broken off.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from sayso.errors import LedgerBusy, LedgerDamaged, LedgerError
from sayso.ledger.store import Store


class SqliteStore(Store):
    """An open ledger file."""

    def __init__(self, path: Path, *, patience: float) -> None:
        super().__init__(path, _engine(path, patience))

    @contextmanager
    def inspecting(self) -> Iterator[Connection]:
        """As ``reading``, but text that is no longer UTF-8 is read with U+FFFD in it, so that it can be named as damaged."""
        with self.reading() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.text_factory = lambda raw: str(raw, "utf-8", "replace")
            try:
                yield connection
            finally:
                driver.text_factory = str

    def troubles(self, *, thoroughly: bool = True) -> list[str]:
        """What SQLite finds wrong with its file; ``thoroughly`` looks into its indexes too."""
        check = "integrity_check" if thoroughly else "quick_check"
        with self.reading() as connection:
            try:
                found = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA {check}(20)") if row[0] != "ok"]
                torn = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(20)
            except DatabaseError as error:  # so damaged that it cannot even be checked
                return [str(error.orig)]
            lines = [line for words in found for line in words.splitlines() if not line.startswith("***")]
            return lines[:20] + [f"row {row[1]} of {row[0]} belongs to a row of {row[2]} that is not there" for row in torn]

    def survey(self, connection: Connection) -> None:
        """SQLite plans well without."""

    def withdrawing(self, connection: Connection) -> None:
        """What is deleted is overwritten."""
        connection.exec_driver_sql("PRAGMA secure_delete=ON")

    def wipe(self) -> None:
        """Write the whole file anew and empty the write-ahead log.

        Raises ``LedgerBusy`` if another process writes or still reads what was there before.
        """
        with self._speaking_plainly(), self._engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            try:
                driver.execute("PRAGMA secure_delete=ON")
                driver.execute("VACUUM")
                held_up, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except sqlite3.DatabaseError as error:
                raise _complaint(error, self.name) from error
            if held_up:
                raise LedgerBusy(f"{self.name} is being read by another process; try again when that is done")

    def settle(self, connection: Connection, tables: list[str]) -> None:
        """Words are compared by code points in any case."""

    def take_turn(self, connection: Connection, *of: str) -> None:
        """The transaction took its place when it began."""

    def _plain(self, error: DatabaseError) -> LedgerError | None:
        if isinstance(error, IntegrityError):
            if "append-only" in str(error.orig):
                return LedgerError(f"{self.name}: {error.orig}")
            return None  # a mistake of ours, not of the file
        return _complaint(error, self.name)


def _engine(path: Path, patience: float) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": patience})

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say so, not where the driver guesses
        for pragma in (
            "foreign_keys=ON",
            "recursive_triggers=ON",  # so that INSERT OR REPLACE does not slip past the refusal to delete
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "cache_size=-16000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("sayso_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _complaint(error: DatabaseError | sqlite3.DatabaseError, name: str) -> LedgerError:
    """SQLite's complaint in sayso's words."""
    said = str(error.orig if isinstance(error, DatabaseError) else error)
    if isinstance(error, OperationalError | sqlite3.OperationalError) and ("locked" in said or "busy" in said):
        return LedgerBusy(f"{name} is being written by another process; try again when that is done")
    if "readonly" in said or "unable to open" in said:
        return LedgerError(f"{name} cannot be written ({said}); check the permissions of the file and of its folder")
    if "full" in said:
        return LedgerError(f"There is no room left for {name} ({said}); free some space and run the same command again")
    return LedgerDamaged(f"{name} is damaged ({said}); restore it from a copy")
