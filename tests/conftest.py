"""The same tests on PostgreSQL: where ``SAYSO_TEST_POSTGRES`` names a server, the ledgers that tests keep in files are there.

At the path then lies a stand-in that says in which database. A copy of it is a copy of the ledger, as a copy of the file is: the
first time that it is opened the database is copied. ``make test-postgres`` runs the tests of ledgers so.

And no test leaves this machine.
"""

from __future__ import annotations

import ipaddress
import itertools
import os
import socket
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sayso.ledger.schema import metadata
from tests.desk import SERVER

ON_SERVER = os.environ.get(SERVER)
_BEGINS = b"SQLite format 3\x00"
_numbers = itertools.count(1)
_made: dict[str, str] = {}
"""Databases by the paths of their ledgers."""
_in_file: Any = None
_SPARE = 4
"""So many emptied databases are kept at most: each takes eight megabytes."""
_emptied: list[str] = []
"""Databases of ledgers that tests are done with."""


def url_of(database: str) -> str:
    """The URL of a database of the server."""
    assert ON_SERVER is not None
    return ON_SERVER.replace("/postgres?", f"/{database}?")


def for_others(path: Path) -> str:
    """Where a ledger can be kept that other processes are to open as well."""
    return str(path) if ON_SERVER is None else url_of(new_database())


def on_server(statement: str) -> None:
    """Runs a statement that no transaction may surround."""
    import psycopg

    assert ON_SERVER is not None
    with psycopg.connect(ON_SERVER, autocommit=True) as connection:
        connection.execute(statement)


def new_database(template: str = "template0", *, more: str = "") -> str:
    """The name of a new database that is a copy of another."""
    name = f"ledger_{os.getpid()}_{next(_numbers)}"
    on_server(f"CREATE DATABASE {name} TEMPLATE {template} {more}")
    return name


def pytest_configure(config: pytest.Config) -> None:
    """Has every path of a ledger lead to the server."""
    if ON_SERVER is not None:
        from sayso.ledger import store

        global _in_file
        _in_file, store._in_file = store._in_file, _at_server  # type: ignore[assignment]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves out what only one of the two can do."""
    for item in items:
        for name, here in (("sqlite", ON_SERVER is None), ("postgres", ON_SERVER is not None)):
            if item.get_closest_marker(name) and not here:
                item.add_marker(pytest.mark.skip(reason=f"of {name} alone"))


def _at_server(path: Path, create: bool, patience: float) -> Any:
    from sayso.ledger.file import is_database, refuse_if_missing
    from sayso.ledger.postgres import PostgresStore

    if path.suffix == ".sqlite":  # what is compared with the server
        return _in_file(path, create, patience)
    if create:
        is_database(path)
    else:
        refuse_if_missing(path)
    store = PostgresStore(url_of(_database_of(path)), patience=patience)
    store.name, store.path = str(path), path
    return store


def _database_of(path: Path) -> str:
    at = str(path.absolute())
    stands_for = path.read_bytes().removeprefix(_BEGINS).decode().split("\n") if path.exists() and path.stat().st_size else None
    if stands_for is None or stands_for[0] != at or at not in _made:
        copied = stands_for[1] if stands_for else _empty_ledger()
        _made[at] = _emptied.pop() if copied == _empty_ledger() and _emptied else new_database(copied)
        path.write_bytes(_BEGINS + f"{at}\n{_made[at]}".encode())
    return _made[at]


def _empty_ledger() -> str:
    """The database of a ledger that was just made; to make it anew for every test would take half a second each time."""
    if "" not in _made:
        from sayso.ledger.ledger import open_ledger

        _made[""] = new_database()
        open_ledger(url_of(_made[""]), create=True).close()
    return _made[""]


@pytest.fixture(autouse=ON_SERVER is not None)
def _thrown_away(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empties the databases of a test after it, for the next one: to make and drop one takes longer than most tests."""
    folder = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    for path in [path for path in _made if folder is not None and path.startswith(f"{folder}/")]:
        _empty(_made.pop(path))


def _empty(database: str) -> None:
    with behind(database) as connection:
        others = "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        connection.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity {others}")
        tables = {name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
        for name in sorted(table for table in tables if table.startswith("traced_")):
            connection.execute(f"DROP TABLE {name}")
        reused = len(_emptied) < _SPARE and tables >= {*metadata.tables, "statement_words"}
        if reused:
            connection.execute(f"TRUNCATE statement_words, {', '.join(metadata.tables)} RESTART IDENTITY")
            _emptied.append(database)
    if not reused:
        on_server(f"DROP DATABASE {database} WITH (FORCE)")


def behind(database: str) -> Any:
    """A connection to a database that no trigger and no foreign key holds back: what somebody can do behind a ledger's back."""
    import psycopg

    return psycopg.connect(url_of(database), options="-c session_replication_role=replica")


def bytes_on_server(path: Path) -> bytes:
    """The files of the tables of the ledger at a path, as the server has them on its disk."""
    with behind(_database_of(path)) as connection:
        connection.execute("CHECKPOINT")
        [(data, oid)] = connection.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        )
        folder = Path(data) / "base" / str(oid)
        return b"".join(file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file())


def changed(path: Path, change: str, values: Sequence[object] = ()) -> int:
    """Changes the ledger at a path behind its back; how many rows that were. Values stand for question marks."""
    if ON_SERVER is not None:
        with behind(_database_of(path)) as connection:
            count: int = connection.execute(change.replace("?", "%s"), values).rowcount
            return count
    with closing(sqlite3.connect(path)) as connection, connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        return connection.execute(change, values).rowcount


def found(path: Path, asked: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """What a ledger at a path has, asked behind its back."""
    if ON_SERVER is not None:
        with behind(_database_of(path)) as connection:
            return [*connection.execute(asked.replace("?", "%s"), values)]
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(asked, values).fetchall()


@pytest.fixture(autouse=True, scope="session")
def on_this_machine_alone() -> Iterator[None]:
    """No connection but to this machine, and no look-up of a name but its own."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(str(address[0])):
            raise AssertionError(f"a test connects to {address[0]}; tests stay on this machine")
        connect(self, address)

    def guarded_look_up(host: Any, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name and not _is_here(name) and name != socket.gethostname():
            raise AssertionError(f"a test looks up {name}; tests stay on this machine")
        return look_up(host, *rest, **more)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(socket.socket, "connect", guarded_connect)
        patched.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


def _is_here(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        ip = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_loopback or ip.is_unspecified
