"""What is remembered from one round to the next, in a small file beside the ledger.

It is never evidence, and can be thrown away at any time: what was fetched, and when, is in the ledger. Of a page that was fetched
it holds a digest of the address and not the address, and no words at all, so that nothing stays here of a page that is sealed.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from sayso.errors import LedgerBusy, SourceUnreadable
from sayso.ledger.address import beside, shown

VERSION = 1
FORGOTTEN_AFTER = timedelta(days=120)
"""A page that is done with, and in no list any more for so long, is forgotten."""

_TABLES = """
CREATE TABLE lists (
    key TEXT PRIMARY KEY, parent TEXT, url TEXT NOT NULL, form TEXT, found_at TEXT, etag TEXT, last_modified TEXT, asks_for TEXT,
    told TEXT, looked_at TEXT, next_at TEXT, failures INTEGER NOT NULL DEFAULT 0, trouble TEXT, over TEXT, moved_to TEXT,
    rest INTEGER
);
CREATE TABLE pages (
    key TEXT PRIMARY KEY, list TEXT NOT NULL, url TEXT, listed_at TEXT NOT NULL, told TEXT, first_at TEXT, looked_at TEXT,
    next_at TEXT, steps INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, text TEXT, over TEXT
);
CREATE INDEX pages_by_next ON pages (next_at) WHERE next_at IS NOT NULL;
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

_OF_LISTS = "list IN (SELECT value FROM json_each(?))"


@dataclass(slots=True)
class ListState:
    """What is remembered of a list; times are moments as text, so that they compare."""

    key: str
    url: str
    parent: str | None = None
    form: str | None = None
    found_at: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    asks_for: str | None = None
    told: str | None = None
    """When the list that leads to it said that it was changed last."""
    looked_at: str | None = None
    next_at: str | None = None
    failures: int = 0
    trouble: str | None = None
    over: str | None = None
    """Why it is looked at no more."""
    moved_to: str | None = None
    rest: int | None = None
    """Seconds."""


@dataclass(slots=True)
class PageState:
    """What is remembered of a page."""

    key: str
    list: str
    """The key of what is watched, by which it came in."""
    url: str | None
    """Only until it was fetched; after that the ledger has it."""
    listed_at: str
    told: str | None = None
    """When a list said that it was changed last."""
    first_at: str | None = None
    looked_at: str | None = None
    next_at: str | None = None
    steps: int = 0
    failures: int = 0
    text: str | None = None
    """Digest of what of it is read, at the last look."""
    over: str | None = None


def stamp(at: datetime) -> str:
    """A moment as it is kept: in UTC, so that earlier ones sort first."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def at_of(kept: str) -> datetime:
    """The moment that was kept."""
    return datetime.fromisoformat(kept)


def state_beside(ledger: Path) -> Path:
    """The file for what is remembered of watching for a ledger."""
    return ledger.with_name(ledger.name + ".watch")


class WatchState:
    """The open file; ``with`` closes it. Every change is written at once, or not at all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.began_anew = False
        """Whether there was a file that could not be read, or was of another sayso."""
        try:
            self._connection = self._opened()
        except sqlite3.DatabaseError:
            self.began_anew = True
            for end in ("", "-journal"):
                with suppress(FileNotFoundError):
                    path.with_name(path.name + end).unlink()
            try:
                self._connection = self._opened()
            except sqlite3.Error as error:
                raise SourceUnreadable(f"{path} cannot be written ({error}); see to the folder") from error

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=10)
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = TRUNCATE")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA secure_delete = ON")  # an address that is taken out leaves nothing in the file
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
            elif version != VERSION:
                raise sqlite3.DatabaseError(f"version {version}")
        except BaseException:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All changes within it together, or none."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    # Lists

    def list_of(self, key: str) -> ListState | None:
        """What is remembered of a list."""
        row = self._connection.execute("SELECT * FROM lists WHERE key = ?", (key,)).fetchone()
        return None if row is None else ListState(**dict(row))

    def lists(self, parent: str | None = None) -> list[ListState]:
        """All lists, or those that one leads to."""
        asked = "SELECT * FROM lists" + (" WHERE parent = ?" if parent is not None else "") + " ORDER BY rowid"
        return [ListState(**dict(row)) for row in self._connection.execute(asked, () if parent is None else (parent,))]

    def keep_list(self, state: ListState) -> None:
        """Remember a list as it is now."""
        self._keep("lists", state)

    # Pages

    def page(self, key: str) -> PageState | None:
        """What is remembered of a page."""
        row = self._connection.execute("SELECT * FROM pages WHERE key = ?", (key,)).fetchone()
        return None if row is None else PageState(**dict(row))

    def keep_page(self, state: PageState) -> None:
        """Remember a page as it is now."""
        self._keep("pages", state)

    def due(self, at: datetime, lists: Iterable[str]) -> Iterable[PageState]:
        """The pages of some lists that are to be looked at by a moment, new ones first."""
        asked = f"SELECT * FROM pages WHERE next_at <= ? AND {_OF_LISTS} ORDER BY first_at IS NOT NULL, next_at, rowid"
        return [PageState(**dict(row)) for row in self._connection.execute(asked, (stamp(at), json.dumps(list(lists))))]

    def next_page_at(self, lists: Iterable[str]) -> datetime | None:
        """When the next page of some lists is due."""
        asked = f"SELECT min(next_at) FROM pages WHERE next_at IS NOT NULL AND {_OF_LISTS}"
        found = self._connection.execute(asked, (json.dumps(list(lists)),)).fetchone()[0]
        return None if found is None else at_of(found)

    def waiting(self, lists: Iterable[str]) -> tuple[int, int]:
        """How many pages of some lists are still to be fetched, and how many are looked at again from time to time."""
        asked = "SELECT count(*) FILTER (WHERE first_at IS NULL), count(*) FILTER (WHERE first_at IS NOT NULL) FROM pages"
        of_lists = json.dumps(list(lists))
        row = self._connection.execute(f"{asked} WHERE next_at IS NOT NULL AND {_OF_LISTS}", (of_lists,)).fetchone()
        return row[0], row[1]

    def forget_old(self, at: datetime) -> None:
        """Forget pages that are done with and long gone from all lists."""
        with self.writing():
            before = stamp(at - FORGOTTEN_AFTER)
            self._connection.execute(
                "DELETE FROM pages WHERE next_at IS NULL AND over IS NOT 'sealed' AND listed_at < ?", (before,)
            )

    # Notes

    def note(self, name: str) -> str | None:
        """A note of this name."""
        row = self._connection.execute("SELECT value FROM notes WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def keep_note(self, name: str, value: str | None) -> None:
        """Keep a note, or with ``None`` throw it away."""
        if value is None:
            self._connection.execute("DELETE FROM notes WHERE name = ?", (name,))
        else:
            self._connection.execute("INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)", (name, value))

    def _keep(self, table: str, state: Any) -> None:
        names = [f.name for f in fields(state)]
        change = ", ".join(f"{name} = excluded.{name}" for name in names if name != "key")
        self._connection.execute(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) "
            f"ON CONFLICT (key) DO UPDATE SET {change}",
            [getattr(state, name) for name in names],
        )


@contextmanager
def alone(ledger: str | Path) -> Iterator[None]:
    """While it lasts, nobody else watches for this ledger from this machine.

    Raises ``LedgerBusy`` where somebody does. The lock goes with the process, however that ends.
    """
    path = beside(ledger)
    path = path.with_name(path.name + ".watch-lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        file = path.open("a+b")
    except OSError as error:
        raise SourceUnreadable(f"{path} cannot be written ({error.strerror}); see to the folder") from error
    with closing(file):
        if not _locked(file):
            file.seek(0)
            who = file.read(20).decode("ascii", "replace").strip()
            process = f" (process {who})" if who.isdigit() else ""
            raise LedgerBusy(f"Another sayso watch{process} is at work for {shown(ledger)}; wait for it, or stop it first")
        file.truncate(0)
        file.write(f"{os.getpid()}\n".encode())
        file.flush()
        yield
        file.truncate(0)


def _locked(file: IO[bytes]) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            file.seek(1 << 20)  # a byte far behind what is written, or nobody could read that
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
