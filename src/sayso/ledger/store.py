"""The file that a ledger lives in: opening, creating, bringing up to date, and what can go wrong with it.

One SQLite file in write-ahead mode: readers never wait for a writer, and a writer's transaction is there whole or not at all,
even if the process is killed at any moment. ``synchronous=NORMAL`` is enough for that; only a power cut can take back the last
few transactions (never half of one), and the run that made them is then resumed like any other that was broken off.

Everything above this module and ``search`` is plain SQLAlchemy Core, so that another database can take this one's place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from sayso.errors import LedgerBusy, LedgerDamaged, LedgerError, LedgerTooNew, NoLedger, NotALedger, UsageError
from sayso.ledger.schema import HEAD, VERSION_TABLE

PATIENCE = 15.0
"""Seconds to wait for another writer before saying that the ledger is busy."""

_SQLITE_MAGIC = b"SQLite format 3\x00"


class Store:
    """An open ledger file. ``reading()`` and ``writing()`` are the only ways in; both speak in sayso's errors."""

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        self.path = path
        self._engine = _engine(path, patience)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the ledger."""
        with self._speaking_plainly(), self._engine.connect() as connection:
            yield connection

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
        """What the database itself finds wrong with its file, in its words; ``thoroughly`` looks into its indexes too."""
        check = "integrity_check" if thoroughly else "quick_check"
        with self.reading() as connection:
            try:
                found = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA {check}(20)") if row[0] != "ok"]
                torn = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(20)
            except DatabaseError as error:  # so damaged that it cannot even be checked
                return [str(error.orig)]
            lines = [line for words in found for line in words.splitlines() if not line.startswith("***")]
            return lines[:20] + [f"row {row[1]} of {row[0]} belongs to a row of {row[2]} that is not there" for row in torn]

    def refuse_if_damaged(self) -> None:
        """Raises ``LedgerDamaged`` if the database finds its file damaged: nothing is to be written into such a one."""
        found = self.troubles(thoroughly=False)
        if found:
            raise LedgerDamaged(f"{self.path} is damaged ({found[0]}); nothing is added to it. Restore it from a copy")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of what is done inside is kept, or, if anything is raised, none of it.

        It takes its place among the writers at once, so that what it looks up cannot change before it writes.
        """
        with self._speaking_plainly(), self._engine.connect() as connection:
            connection = connection.execution_options(sayso_writes=True)
            with connection.begin():
                yield connection

    def wipe(self) -> None:
        """Write the whole file anew and empty the write-ahead log, so that no byte of rows that were taken away is left in them.

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
                raise _plain(error, self.path) from error
            if held_up:
                raise LedgerBusy(f"{self.path} is being read by another process; try again when that is done")

    def close(self) -> None:
        """Close all connections; the last one to close folds the write-ahead log into the file."""
        self._engine.dispose()

    @contextmanager
    def _speaking_plainly(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError as error:
            if "append-only" in str(error.orig):
                raise LedgerError(f"{self.path}: {error.orig}") from error
            raise  # a mistake of ours, not of the file
        except DatabaseError as error:
            raise _plain(error, self.path) from error


def open_store(path: str | Path, *, create: bool = False, patience: float = PATIENCE) -> Store:
    """Open the ledger at ``path``, brought up to date; with ``create``, make one where there is none.

    Raises ``NoLedger``, ``NotALedger``, ``LedgerDamaged``, ``LedgerTooNew`` or ``LedgerBusy``.
    """
    if "://" in str(path):
        raise UsageError(f"{path} is an address; this sayso keeps a ledger in a file: give a path")
    path = Path(path)
    there = _is_database(path)
    if not there and not create:
        raise NoLedger(f"No ledger at {path}; make one with: sayso add FILE")
    store = Store(path, patience=patience)
    try:
        _bring_up_to_date(store)
    except BaseException:
        store.close()
        raise
    return store


def _is_database(path: Path) -> bool:
    """Whether a database lies at ``path``; an empty file is none yet. Raises ``NotALedger`` if something else does."""
    try:
        if path.is_dir():
            raise NotALedger(f"{path} is a folder, not a ledger; name a file in it, such as {path / 'ledger.db'}")
        with path.open("rb") as file:
            start = file.read(len(_SQLITE_MAGIC))
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise NoLedger(f"No ledger at {path}: there is no folder {path.parent}; make it first") from None
        return False
    except OSError as error:
        raise NotALedger(f"{path} cannot be opened ({error.strerror}); check its permissions") from error
    if start and start != _SQLITE_MAGIC:
        raise NotALedger(f"{path} is not a ledger of sayso; name another file")
    return bool(start)


def _bring_up_to_date(store: Store) -> None:
    """Alembic is brought in only when there is something for it to do: it would cost every command a third of a second."""
    with store.reading() as connection:
        if _version(connection, store.path) == HEAD:
            return
    with store.writing() as connection:
        version = _version(connection, store.path)  # another process may have been quicker
        if version != HEAD:
            _migrate(connection)


def _version(connection: Connection, path: Path) -> str | None:
    """The migration that the ledger is at; ``None`` for a database with no tables at all yet."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if VERSION_TABLE not in tables:
        raise NotALedger(f"{path} is a database, but not a ledger of sayso; name another file")
    version = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    if not isinstance(version, str):
        raise LedgerDamaged(f"{path} is a damaged ledger: it does not say its version; restore it from a copy")
    if version > HEAD:
        raise LedgerTooNew(f"{path} was written by a newer sayso (ledger version {version}, this one knows {HEAD}); update sayso")
    return version


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


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


def _plain(error: DatabaseError | sqlite3.DatabaseError, path: Path) -> LedgerError:
    """The database's complaint in sayso's words."""
    said = str(error.orig if isinstance(error, DatabaseError) else error)
    if isinstance(error, OperationalError | sqlite3.OperationalError) and ("locked" in said or "busy" in said):
        return LedgerBusy(f"{path} is being written by another process; try again when that is done")
    if "readonly" in said or "unable to open" in said:
        return LedgerError(f"{path} cannot be written ({said}); check the permissions of the file and of its folder")
    if "full" in said:
        return LedgerError(f"There is no room left for {path} ({said}); free some space and run the same command again")
    return LedgerDamaged(f"{path} is damaged ({said}); restore it from a copy")
