"""The database that a ledger lives in: opening, creating, bringing up to date, and what can go wrong with it.

One SQLite file (``sqlite``), or for a desk that shares a ledger, a PostgreSQL database that a URL names (``postgres``). All
above these and ``index`` is plain SQLAlchemy Core and the same for both.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from sayso.errors import LedgerDamaged, LedgerError, LedgerTooNew, NoLedger, NotALedger
from sayso.ledger.address import beside, is_address, shown
from sayso.ledger.file import is_database, refuse_if_missing
from sayso.ledger.schema import HEAD, VERSION_TABLE, metadata

PATIENCE = 15.0
"""Seconds to wait for another writer before saying that the ledger is busy."""


class Store(ABC):
    """An open database. ``reading()`` and ``writing()`` are the only ways in; both speak in sayso's errors."""

    def __init__(self, place: str | Path, engine: Engine) -> None:
        self.name = shown(place)
        """What it is called in messages: the path, or the URL without a password."""
        self.path = beside(place)
        """The file; of one that is no file, the path at which what belongs beside it lies."""
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the ledger."""
        with self._speaking_plainly(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def inspecting(self) -> Iterator[Connection]:
        """As ``reading``, but what is no longer text is read in some way, so that it can be named as damaged."""
        with self.reading() as connection:
            yield connection

    @contextmanager
    def writing(self, *of: str) -> Iterator[Connection]:
        """One transaction: all of what is done inside is kept, or, if anything is raised, none of it.

        It takes its place among the writers at once, so that what it looks up cannot change before it writes: among all of them,
        or, where ``of`` says what alone it adds to (the digest of a document's bytes, say), among those of the same. Writers of
        other things need not wait then, in a database that has many at a time. Raises ``LedgerBusy`` if its turn does not come.
        """
        with self._speaking_plainly(), self._engine.connect() as connection:
            connection = connection.execution_options(sayso_writes=True)
            with connection.begin():
                self.take_turn(connection, *of)
                yield connection

    @abstractmethod
    def take_turn(self, connection: Connection, *of: str) -> None:
        """Wait, in a transaction that writes, for other writers of something that it turns out to add to as well."""

    @abstractmethod
    def troubles(self, *, thoroughly: bool = True) -> list[str]:
        """What the database itself finds wrong with what it keeps, in its words; ``thoroughly`` takes longer and finds more."""

    def refuse_if_damaged(self) -> None:
        """Raises ``LedgerDamaged`` if the database finds itself damaged: nothing is to be written into such a one."""
        found = self.troubles(thoroughly=False)
        if found:
            raise LedgerDamaged(f"{self.name} is damaged ({found[0]}); nothing is added to it. Restore it from a copy")

    @abstractmethod
    def survey(self, connection: Connection) -> None:
        """Told after a run that added to the ledger, when the database may want to count what it has."""

    @abstractmethod
    def withdrawing(self, connection: Connection) -> None:
        """Told before rows are taken away that must leave nothing behind."""

    @abstractmethod
    def wipe(self) -> None:
        """Write all tables anew, so that no byte of rows that were taken away is left in the database's files.

        Raises ``LedgerBusy`` if another process writes or still reads what was there before.
        """

    @abstractmethod
    def settle(self, connection: Connection, tables: list[str]) -> None:
        """Told of tables that were just made or changed, so that they compare and keep words as every ledger does."""

    def close(self) -> None:
        """Close all connections; of a file, the last one to close folds the write-ahead log into it."""
        self._engine.dispose()

    @abstractmethod
    def _plain(self, error: DatabaseError) -> LedgerError | None:
        """The database's complaint in sayso's words; ``None`` for a mistake of ours."""

    @contextmanager
    def _speaking_plainly(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            plain = self._plain(error)
            if plain is None:
                raise
            raise plain from error


def open_store(place: str | Path, *, create: bool = False, patience: float = PATIENCE) -> Store:
    """Open the ledger at a path or URL, brought up to date; with ``create``, make one where there is none.

    Raises ``NoLedger``, ``NotALedger``, ``LedgerDamaged``, ``LedgerTooNew`` or ``LedgerBusy``, and ``UsageError`` for a URL of
    something else.
    """
    store = _at_address(str(place), patience) if is_address(place) else _in_file(Path(place), create, patience)
    try:
        _bring_up_to_date(store, create=create or not is_address(place))
    except BaseException:
        store.close()
        raise
    return store


def _in_file(path: Path, create: bool, patience: float) -> Store:
    from sayso.ledger.sqlite import SqliteStore

    if create:
        is_database(path)  # or else nothing is there yet, which is as well
    else:
        refuse_if_missing(path)
    return SqliteStore(path, patience=patience)


def _at_address(address: str, patience: float) -> Store:
    from sayso.ledger.postgres import PostgresStore

    return PostgresStore(address, patience=patience)


def _bring_up_to_date(store: Store, *, create: bool) -> None:
    """Alembic is brought in only when there is something for it to do: it would cost every command a third of a second."""
    with store.reading() as connection:
        version = _version(connection, store.name)
    if version == HEAD:
        return
    if version is None and not create:
        raise NoLedger(f"No ledger at {store.name}; make one with: sayso add FILE")
    with store.writing() as connection:
        version = _version(connection, store.name)  # another process may have been quicker
        if version != HEAD:
            _migrate(connection)
            store.settle(connection, [*metadata.tables, VERSION_TABLE])


def _version(connection: Connection, name: str) -> str | None:
    """The migration that the ledger is at; ``None`` for a database with no tables at all yet."""
    if not connection.dialect.has_table(connection, VERSION_TABLE):
        if not inspect(connection).get_table_names():
            return None
        raise NotALedger(f"{name} is a database, but not a ledger of sayso; name another {_kind(connection)}")
    version = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    if not isinstance(version, str):
        raise LedgerDamaged(f"{name} is a damaged ledger: it does not say its version; restore it from a copy")
    if version > HEAD:
        raise LedgerTooNew(f"{name} was written by a newer sayso (ledger version {version}, this one knows {HEAD}); update sayso")
    return version


def _kind(connection: Connection) -> str:
    return "file" if connection.dialect.name == "sqlite" else "database"


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
