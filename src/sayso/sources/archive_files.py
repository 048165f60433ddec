"""The archive beside a ledger: WARC 1.1 files (ISO 28500) of all that was fetched, as it went over the wire.

    sayso.db.warc/
        00001.warc.gz   one record a gzip member, so that each can be read from its offset; a new file where one grows large
        .lock           held while something is written or withdrawn

The records of one fetch are written together and synced, with a ``metadata`` record at their end that says what came of it: what
does not end in one is a write that was broken off (a kill, a power cut), and is cut off before the next is written. Offsets never
change: where records are withdrawn, because their page was sealed, one of the same length stands that says nothing.

Bodies are as they were sent, content coding and all, but for chunked transfer coding, which is undone (its header is then called
``X-Archive-Orig-Transfer-Encoding``). An answer that is the same as an earlier one is a ``revisit`` record that names it.
"""

from __future__ import annotations

import os
import sys
import time
import uuid
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from sayso.errors import SourceUnreadable
from sayso.sources.archive_members import CHUNK, Member, Torn, members, payload_of
from sayso.sources.archive_records import Earlier, Found, date_of, found_in, member_of, records_of
from sayso.sources.fetch.fetched import Fetch, Fetched, Record
from sayso.sources.fetch.settings import software
from sayso.text import digest

LARGEST_FILE = 1 << 30
"""Bytes after which a new file is begun, as is the custom."""

PATIENCE = 15.0
"""Seconds to wait for somebody else who writes."""

_SUFFIX = ".warc.gz"
_LOCK = ".lock"
"""Hidden, so that the folder can be added as one of pages."""

_WITHDRAWN = b"the records that stood here were withdrawn"


def archive_beside(ledger: Path) -> Path:
    """The folder of a ledger's archive."""
    return ledger.with_name(ledger.name + ".warc")


@dataclass(slots=True)
class Archive:
    """The folder of WARC files. Several processes may write to it, one at a time."""

    folder: Path
    largest: int = LARGEST_FILE
    patience: float = PATIENCE
    on_note: Callable[[str], None] = lambda _: None
    """Told in words when something was found that is not as it should be, and what was done about it."""
    _ends: dict[str, int] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        pass

    # Writing

    def append(
        self,
        batch: Sequence[Fetched],
        *,
        run: int | None = None,
        earlier: Callable[[Fetched, str | None], Earlier | None] = lambda _, __: None,
        known_end: Callable[[str], int] = lambda _: 0,
    ) -> list[Fetch]:
        """Write the records of these fetches, all in one go, synced before this returns; what is to be kept of each.

        ``earlier`` says which earlier answer an address had (when its payload digest is ``None``: nothing changed), or which one
        had the same payload. ``known_end`` is where the last record ends that is known in a file, to look no further back than
        that for what was broken off. Nothing is written for a fetch of which nothing came over the wire.

        Raises:
            SourceUnreadable: the folder cannot be written, or somebody else is writing and comes to no end.
            ExtraMissing: warcio is not installed.
        """
        made = [records_of(fetched, run, earlier) for fetched in batch]
        if not any(members for _, members in made):
            return [fetch for fetch, _ in made]
        with self._locked():
            path = self._current(known_end)
            offset = path.stat().st_size
            kept: list[Fetch] = []
            written: list[bytes] = []
            for fetch, members in made:
                records = []
                for member in members:
                    records.append(Record(member.id, member.type, offset, len(member.data), member.block))
                    offset += len(member.data)
                    written.append(member.data)
                kept.append(replace(fetch, file=path.name, records=tuple(records)) if records else fetch)
            try:
                with path.open("ab") as file:
                    file.write(b"".join(written))
                    file.flush()
                    os.fsync(file.fileno())
            except OSError as error:
                raise SourceUnreadable(f"{path} cannot be written ({error.strerror}); free some space, or see to it") from error
            self._ends[path.name] = offset
        return kept

    def _current(self, known_end: Callable[[str], int]) -> Path:
        """The file to write to, whole to its end."""
        there = self.files()
        if there:
            path = there[-1]
            self._mend(path, known_end)
            if path.stat().st_size < self.largest:
                return path
        path = self.folder / f"{len(there) + 1:05d}{_SUFFIX}"
        while path.exists():
            path = path.with_name(f"{int(path.name[:5]) + 1:05d}{_SUFFIX}")
        first = member_of(
            "warcinfo",
            {"WARC-Filename": path.name, "Content-Type": "application/warc-fields"},
            f"software: {software()}\r\nformat: WARC File Format 1.1\r\n"
            "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n".encode(),
        )
        with path.open("wb") as file:
            file.write(first.data)
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(self.folder)
        self._ends[path.name] = len(first.data)
        return path

    def _mend(self, path: Path, known_end: Callable[[str], int]) -> None:
        """Cut off what was not written to its end."""
        size = path.stat().st_size
        if self._ends.get(path.name) == size:
            return
        start = min(max(self._ends.get(path.name, 0), known_end(path.name)), size)
        whole = start
        try:
            for member in members(path, start):
                if member.ends_fetch:
                    whole = member.end
        except Torn:
            pass
        if whole < size:
            with path.open("r+b") as file:
                file.truncate(whole)
                file.flush()
                os.fsync(file.fileno())
            self.on_note(
                f"{path}: the last {size - whole:,} bytes were of a fetch that was broken off while it was written; "
                "they are cut off"
            )
        self._ends[path.name] = whole

    # Reading

    def files(self) -> list[Path]:
        """The WARC files, oldest first."""
        return sorted(self.folder.glob(f"[0-9]*{_SUFFIX}"))

    def member(self, file: str, offset: int, *, with_data: bool = False) -> Member:
        """The record at a place. Raises ``SourceUnreadable`` if there is none, ``Torn`` if it is damaged."""
        path = self.folder / Path(file).name
        try:
            return next(members(path, offset, with_data=with_data))
        except StopIteration:
            raise Torn(f"{path} ends before {offset:,}") from None

    def found(self, start: Callable[[str], int] = lambda _: 0) -> Iterator[Found]:
        """The whole fetches that lie in each file after ``start``, with what they brought, as they were written."""
        for path in self.files():
            batch: list[Member] = []
            try:
                for member in members(path, start(path.name), with_data=True):
                    batch.append(member)
                    if member.ends_fetch:
                        if (found := found_in(path.name, batch)) is not None:
                            yield found
                        batch = []
            except Torn:
                continue

    # Withdrawing

    def withdraw(
        self, *, ids: Collection[str], blobs: Collection[str], urls: Collection[str] = (), keep: Collection[str] = ()
    ) -> int:
        """Take out all fetches with one of these records, or whose answer has the digest of one of ``blobs`` when it is unpacked.

        Of the addresses ``urls`` goes too what is in none of the records ``keep``. In their place stands one record of the same
        length that says nothing. Each file is written anew and then takes the old one's place. Returns how many records went.
        """
        if not self.folder.is_dir():
            return 0
        gone = 0
        with self._locked():
            for path in self.files():
                regions = _regions(path, frozenset(ids), frozenset(blobs), frozenset(urls), frozenset(keep))
                if regions:
                    gone += sum(count for _, _, count in regions)
                    _rewrite(path, [(start, end) for start, end, _ in regions])
        return gone

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Nobody else writes meanwhile."""
        try:
            self.folder.mkdir(exist_ok=True)
            file = (self.folder / _LOCK).open("ab")
        except OSError as error:
            raise SourceUnreadable(f"The archive {self.folder} cannot be written ({error.strerror}); see to it") from error
        with file:
            _lock(file, time.monotonic() + self.patience, self.folder)
            for left in self.folder.glob("*.part"):  # of a rewriting that was broken off
                left.unlink()
            yield


def _regions(
    path: Path, ids: frozenset[str], blobs: frozenset[str], urls: frozenset[str], keep: frozenset[str]
) -> list[tuple[int, int, int]]:
    """Where the fetches lie that are to go: start, end and how many records; those that touch are one."""
    regions: list[tuple[int, int, int]] = []
    batch: list[Member] = []
    same_bytes = False
    for member in members(path, with_data=True):
        batch.append(replace(member, data=b""))
        if member.type == "response" and not same_bytes and (data := payload_of(member.data)) is not None:
            same_bytes = digest(data) in blobs
        if member.ends_fetch:
            named = {m.id for m in batch}
            of_address = any(m.headers.get("warc-target-uri") in urls for m in batch) and not named & keep
            if same_bytes or named & ids or of_address:
                start, end, count = batch[0].offset, member.end, len(batch)
                if regions and regions[-1][1] == start:
                    start, _, before = regions.pop()
                    count += before
                regions.append((start, end, count))
            batch, same_bytes = [], False
    return regions


def _rewrite(path: Path, regions: Sequence[tuple[int, int]]) -> None:
    part = path.with_name(path.name + ".part")
    with path.open("rb") as old, part.open("wb") as new:
        for start, end in regions:
            _copy(old, new, start)
            new.write(_nothing(end - start))
            old.seek(end)
        _copy(old, new, None)
        new.flush()
        os.fsync(new.fileno())
    part.replace(path)
    _sync_folder(path.parent)


def _copy(old: IO[bytes], new: IO[bytes], until: int | None) -> None:
    while until is None or old.tell() < until:
        data = old.read(CHUNK if until is None else min(CHUNK, until - old.tell()))
        if not data:
            return
        new.write(data)


def _nothing(length: int) -> bytes:
    """A record that says only that others stood here, as a gzip member of exactly this length."""
    blocks = 1
    while length - 18 - 5 * blocks > 65_535 * blocks:
        blocks += 1
    plain = length - 18 - 5 * blocks
    head = (
        f"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:uuid:{uuid.uuid4()}>\r\n"
        f"WARC-Date: {date_of(datetime.now(UTC))}\r\nContent-Type: text/plain\r\nContent-Length: "
    )
    left = plain - len(head) - 10 - 4 - 4
    record = f"{head}{left:010d}\r\n\r\n".encode() + _WITHDRAWN.ljust(left)[:left] + b"\r\n\r\n"
    parts = [record[at : at + 65_535] for at in range(0, len(record), 65_535)]
    parts += [b""] * (blocks - len(parts))
    stored = b"".join(
        bytes([number == blocks - 1]) + len(p).to_bytes(2, "little") + (len(p) ^ 0xFFFF).to_bytes(2, "little") + p
        for number, p in enumerate(parts)
    )
    ends = zlib.crc32(record).to_bytes(4, "little") + (len(record) & 0xFFFFFFFF).to_bytes(4, "little")
    whole = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" + stored + ends
    assert len(whole) == length
    return whole


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lock(file: IO[bytes], until: float, folder: Path) -> None:
    if sys.platform == "win32":
        return
    import fcntl

    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError:
            if time.monotonic() > until:
                raise SourceUnreadable(
                    f"The archive {folder} is being written by another process; try again when that is done"
                ) from None
            time.sleep(0.02)
