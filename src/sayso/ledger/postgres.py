"""A ledger in a PostgreSQL database, for a desk that shares one: many read it and many write to it at the same time.

Who writes takes advisory locks first, and only then looks anything up. Of the lock of the ledger everybody has a share who says
what alone is added to, and a lock of that as well; who does not say so has the ledger's lock alone: migrations, seals, the making
of an index. So what extends the hash chain of a page waits for others who extend the same, and for nobody else. Transactions
that read see one moment, as in a file. All words are compared by code points, as SQLite does, whatever the database's own order.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exists, func, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, IntegrityError

from sayso.errors import LedgerBusy, LedgerDamaged, LedgerError, NoLedger, NotALedger, UsageError
from sayso.extras import needs
from sayso.ledger.address import shown
from sayso.ledger.schema import metadata
from sayso.ledger.store import Store

OLDEST = 15
"""The oldest PostgreSQL that is known to do."""

_SCHEMES = {"postgresql", "postgres", "postgresql+psycopg"}
_TO_CONNECT = 10
"""Seconds to wait for a server to answer, unless the URL says otherwise."""

_TABLES = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = (quote_ident(current_schema()))::regnamespace ORDER BY relname
"""


class PostgresStore(Store):
    """An open database."""

    def __init__(self, address: str, *, patience: float) -> None:
        super().__init__(address, _engine(_url(address), patience))
        self._patience = patience
        self._snapshots = self._engine.execution_options(isolation_level="REPEATABLE READ")
        try:
            with self._speaking_plainly():
                self._refuse_other_servers()
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the ledger."""
        with self._speaking_plainly(), self._snapshots.connect() as connection:
            yield connection

    def troubles(self, *, thoroughly: bool = True) -> list[str]:
        """Pages of its files that failed their checksums, and, ``thoroughly``, rows that belong to rows that are not there."""
        with self.reading() as connection:
            broken = connection.scalar(text("SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()"))
            found = [f"{broken} pages of its files failed their checksum"] if broken else []
            try:
                return found + (list(_torn(connection)) if thoroughly else [])
            except DatabaseError as error:  # so damaged that it cannot even be checked
                return [*found, _said(error)]

    def survey(self, connection: Connection) -> None:
        """Bring what the planner knows of the tables up to date: without that, it takes a big table for a small one."""
        for table in (*metadata.tables, "statement_words"):  # waits for nobody, and only warns of tables of somebody else
            connection.exec_driver_sql(f"ANALYZE (SKIP_LOCKED) {_quoted(connection, table)}")

    def withdrawing(self, connection: Connection) -> None:
        """What is deleted lies on until it is wiped."""

    def wipe(self) -> None:
        """Write all tables anew, and what the planner remembers of them.

        What is out of its reach: the write-ahead log until its files are used again, its archives, backups, standbys, and the
        server's own log. Raises ``LedgerBusy`` if anybody still sees what was there before, ``LedgerError`` without the right.
        """
        until = time.monotonic() + self._patience
        with self._speaking_plainly(), self._engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            tables = [_quoted(connection, table) for table in connection.scalars(text(_TABLES))]
            tables.append("pg_statistic")  # which keeps values of columns
            while tables := [table for table in tables if self._still_seen(connection, table)]:
                if time.monotonic() > until:
                    raise LedgerBusy(f"{self.name} is being read by another process; try again when that is done")
                time.sleep(0.1)

    def _still_seen(self, connection: Connection, table: str) -> bool:
        """Write a table anew; whether rows that are gone had to be copied, for somebody who still sees them."""
        driver = connection.connection.driver_connection
        assert driver is not None
        refused: list[str] = []
        copied: list[int] = []

        def on_notice(said: Any) -> None:  # which cannot be read any more after this
            if said.severity_nonlocalized == "WARNING":
                refused.append(said.message_primary or "")
            elif told := re.match(r"\D*(\d+)", said.message_detail or ""):
                copied.append(int(told[1]))

        driver.add_notice_handler(on_notice)
        try:
            connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE, VERBOSE) {table}")
        finally:
            driver.remove_notice_handler(on_notice)
        if refused:
            raise LedgerError(
                f"{self.name} was not wiped ({refused[0]}); the same command finishes it, given by the owner of the database"
            )
        return any(copied)

    def settle(self, connection: Connection, tables: list[str]) -> None:
        """Have their words compared by code points, and looked up whatever their length."""
        for table in tables:
            for index, column in connection.execute(text(_LONG), {"table": table}).all():
                connection.exec_driver_sql(f"DROP INDEX {_quoted(connection, index)}")
                on = f"{_quoted(connection, table)} USING hash ({_quoted(connection, column)})"
                connection.exec_driver_sql(f"CREATE INDEX {_quoted(connection, index)} ON {on}")
            changes = []
            for column, type_ in connection.execute(text(_WORDS), {"table": table}):
                changes.append(f'ALTER {_quoted(connection, column)} TYPE {type_} COLLATE "C"')
                if type_ == "text":  # or the planner keeps words of pages, and of a table that was emptied keeps them for good
                    changes.append(f"ALTER {_quoted(connection, column)} SET STATISTICS 0")
            if changes:
                connection.exec_driver_sql(f"ALTER TABLE {_quoted(connection, table)} {', '.join(changes)}")

    def take_turn(self, connection: Connection, *of: str) -> None:
        """Take the locks of these, and a share in that of the ledger; of nothing, that of the ledger alone."""
        if not of:
            connection.execute(select(func.pg_advisory_xact_lock(_key(""))))
            return
        connection.execute(select(func.pg_advisory_xact_lock_shared(_key(""))))
        for key in sorted(map(_key, of)):  # in one order, so that no two wait for each other
            connection.execute(select(func.pg_advisory_xact_lock(key)))

    def _refuse_other_servers(self) -> None:
        with self._engine.connect() as connection:
            version, encoding, schema = connection.execute(
                text("SELECT current_setting('server_version_num')::int, getdatabaseencoding(), current_schema()")
            ).one()
        if version < OLDEST * 10_000:
            raise LedgerError(f"{self.name} is kept by PostgreSQL {version // 10_000}; a ledger needs {OLDEST} or newer")
        if encoding != "UTF8":
            raise NotALedger(
                f"{self.name} keeps text as {encoding}, which has not all characters; make a database for the ledger "
                "with: createdb --encoding UTF8 --template template0 NAME"
            )
        if schema is None:
            raise LedgerError(f"{self.name} lets you see no schema; ask its owner for: GRANT USAGE, CREATE ON SCHEMA")

    def _plain(self, error: DatabaseError) -> LedgerError | None:
        state = getattr(error.orig, "sqlstate", None)
        said = _said(error)
        if state is None:
            return self._unreachable(str(error.orig)) if error.connection_invalidated or not error.statement else self._lost(said)
        if state == "P0001" and "append-only" in said:
            return LedgerError(f"{self.name}: {said}")
        if state in _BUSY:
            return LedgerBusy(f"{self.name} is being written by another process; try again when that is done")
        if state in _FULL:
            return LedgerBusy(f"{self.name} has no connection left ({said}); try again when others are done")
        if state.startswith("57P") or state.startswith("08"):
            return self._lost(said)
        if state in _NO_ROOM:
            return LedgerError(f"There is no room left for {self.name} ({said}); free some space and run the same command again")
        if state in _NO_RIGHT:
            return LedgerError(f"You may not do that in {self.name} ({said}); ask its owner for the right")
        if state in _READ_ONLY:
            return LedgerError(f"{self.name} can only be read there ({said}); name the server that is written to")
        if state.startswith("XX") or state in _GONE:
            return LedgerDamaged(f"{self.name} is damaged ({said}); restore it from a copy")
        if isinstance(error, IntegrityError) or state[:2] in _OURS:
            return None
        return LedgerError(f"{self.name} cannot be used ({said})")

    def _unreachable(self, said: str) -> LedgerError:
        """Why no connection came about: the driver has words for it and no code."""
        words = _in_a_line(said)
        if re.search(r'database ".*" does not exist', said):
            return NoLedger(f"No database at {self.name}; make one with: createdb NAME, and the ledger with: sayso add FILE")
        if re.search(r"password|role .* does not exist|pg_hba\.conf|authentication", said):
            return LedgerError(f"{self.name} does not let you in ({words}); check the user's name and password")
        if "too many" in said or "remaining connection slots" in said:
            return LedgerBusy(f"{self.name} has no connection left ({words}); try again when others are done")
        if "starting up" in said or "shutting down" in said or "recovery" in said:
            return LedgerBusy(f"{self.name} is not ready yet ({words}); try again in a moment")
        return NoLedger(f"No server answers at {self.name} ({words}); check that it runs, its host and its port")

    def _lost(self, said: str) -> LedgerError:
        return LedgerError(f"{self.name} went away ({said}); what was added whole is kept, the same command goes on from there")


_BUSY = {"55P03", "40P01", "40001", "57014"}
_FULL = {"53300"}
_NO_ROOM = {"53100", "53200"}
_NO_RIGHT = {"42501"}
_READ_ONLY = {"25006"}
_GONE = {"42P01", "42703", "58P01"}
"""A table, a column or a file is not there."""
_OURS = {"21", "22", "23", "25", "42"}
"""Classes of complaints about what was asked."""

_WORDS = """
SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
WHERE attrelid = to_regclass(quote_ident(:table)) AND attnum > 0 AND NOT attisdropped
AND atttypid IN ('text'::regtype, 'varchar'::regtype) AND attcollation <> '"C"'::regcollation
"""
"""The columns of a table that compare words in another order than that of their code points."""

_LONG = """
SELECT i.relname, min(a.attname) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am m ON m.oid = i.relam
JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = ANY (x.indkey) AND a.atttypid = 'text'::regtype
WHERE x.indrelid = to_regclass(quote_ident(:table)) AND m.amname = 'btree' AND NOT x.indisunique GROUP BY i.relname
"""
"""The indexes over words of any length: a B-tree takes none of more than 2,700 bytes, and addresses can be longer."""


def _url(address: str) -> URL:
    try:
        url = make_url(address)
        if url.drivername not in _SCHEMES:
            raise UsageError(
                f"{shown(address)} is no address of a ledger; give a path, or a URL of PostgreSQL: postgresql://user@host/database"
            )
    except (ArgumentError, ValueError):
        raise UsageError(
            f"{shown(address)} cannot be read as a URL; write postgresql://user@host/database, with %40 for @ in a password"
        ) from None
    needs("psycopg", extra="postgres", to="share a ledger on PostgreSQL")
    return url.set(drivername="postgresql+psycopg")


def _engine(url: URL, patience: float) -> Engine:
    given = {"connect_timeout": _TO_CONNECT, "application_name": "sayso"}
    engine = create_engine(url, connect_args={k: v for k, v in given.items() if k not in url.query}, pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.autocommit = True
        # jit: questions here are short, and putting their plans into machine code takes longer than they do
        # cursor_tuple_fraction: an answer that is fetched in parts is read to its end like any other
        settings = {
            "lock_timeout": max(1, round(patience * 1000)),
            "jit": "off",
            "cursor_tuple_fraction": 1,
            "client_encoding": "UTF8",
        }
        connection.execute("; ".join(f"SET {name} = '{value}'" for name, value in settings.items()))
        connection.autocommit = False

    return engine


def _said(error: DatabaseError) -> str:
    return _in_a_line(str(error.orig))


def _in_a_line(said: str) -> str:
    return " ".join(said.split("\n")[0].split())


def _key(name: str) -> int:
    """The number of a lock."""
    return int.from_bytes(sha256(f"sayso {name}".encode()).digest()[:8], signed=True)


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)


def _torn(connection: Connection) -> Iterator[str]:
    """Rows that belong to rows that are not there, which the database lets nobody make."""
    for table in metadata.tables.values():
        for key in table.foreign_keys:
            own, other = key.parent, key.column
            there = exists().where(other == own).correlate(table)
            if n := connection.scalar(select(func.count()).select_from(table).where(own.is_not(None), ~there)):
                yield f"{n} rows of {table.name} belong to rows of {other.table.name} that are not there"
