"""The archive beside a ledger: WARC 1.1 files (ISO 28500) of all that was fetched, as it went over the wire.

    sayso.db.warc/
        00001.warc.gz   one record a gzip member, so that each can be read from its offset; a new file where one grows large
        lock            held while something is written or withdrawn

The records of one fetch are written together and synced, with a ``metadata`` record at their end that says what came of it: what
does not end in one is a write that was broken off (a kill, a power cut), and is cut off before the next is written. Offsets never
change: where records are withdrawn, because their page was sealed, one of the same length stands that says nothing.

Bodies are as they were sent, content coding and all, but for chunked transfer coding, which is undone (its header is then called
``X-Archive-Orig-Transfer-Encoding``). An answer that is the same as an earlier one is a ``revisit`` record that names it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import time
import uuid
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self
from urllib.parse import urlsplit

from sayso.errors import ExtraMissing, SourceUnreadable
from sayso.extras import needs
from sayso.sources.fetch.decoding import TooLarge, Undecodable, decoded
from sayso.sources.fetch.fetched import Exchange, Failure, Fetch, Fetched, Outcome, Record
from sayso.sources.fetch.settings import software
from sayso.text import digest

LARGEST_FILE = 1 << 30
"""Bytes after which a new file is begun, as is the custom."""

PATIENCE = 15.0
"""Seconds to wait for somebody else who writes."""

_LARGEST_RECORD = 1 << 28
_LARGEST_HEAD = 1 << 16
_CHUNK = 1 << 20
_UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_SAME = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_SUFFIX = ".warc.gz"
_WITHDRAWN = b"the records that stood here were withdrawn"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The record of an earlier answer that a new one is the same as."""

    record: str
    url: str
    at: datetime
    payload: str


@dataclass(frozen=True, slots=True)
class Member:
    """One record as it lies in a file. ``block`` is the digest of what stands after its WARC headers."""

    offset: int
    length: int
    headers: Mapping[str, str]
    """The WARC headers by their names in lower case."""
    block: str
    data: bytes = b""
    """What stands after the headers, where it was asked for."""

    @property
    def end(self) -> int:
        """Where the next one begins."""
        return self.offset + self.length

    @property
    def type(self) -> str:
        """What kind of record it is."""
        return self.headers.get("warc-type", "")

    @property
    def id(self) -> str:
        """Its name, the same in no other record."""
        return self.headers.get("warc-record-id", "")

    @property
    def ends_fetch(self) -> bool:
        """Whether the records of a fetch end with it."""
        return self.type in ("metadata", "warcinfo")


@dataclass(frozen=True, slots=True)
class Found:
    """A fetch whose records lie in the archive though no ledger may name them."""

    fetch: Fetch
    run: int | None
    data: bytes | None
    """Its bytes; ``None`` where it brought none, or the same as another."""


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
        made = [_records_of(fetched, run, earlier) for fetched in batch]
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
        first = _member(
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
                f"{path}: the last {size - whole:,} bytes were of a fetch that was broken off while it was written, and are cut off"
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
        """The whole fetches that lie in each file after ``start``, with what they brought, as they were when they were written."""
        for path in self.files():
            batch: list[Member] = []
            try:
                for member in members(path, start(path.name), with_data=True):
                    batch.append(member)
                    if member.ends_fetch:
                        if (found := _found(path.name, batch)) is not None:
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
            file = (self.folder / "lock").open("ab")
        except OSError as error:
            raise SourceUnreadable(f"The archive {self.folder} cannot be written ({error.strerror}); see to it") from error
        with file:
            _lock(file, time.monotonic() + self.patience, self.folder)
            for left in self.folder.glob("*.part"):  # of a rewriting that was broken off
                left.unlink()
            yield


class Torn(Exception):
    """Bytes that are no whole record."""


def members(path: Path, start: int = 0, *, with_data: bool = False) -> Iterator[Member]:
    """The records of a file from an offset on, in constant memory unless their data are asked for.

    Raises:
        Torn: what follows is no whole record.
        SourceUnreadable: there is no such file, or it cannot be read.
    """
    try:
        with path.open("rb") as file:
            file.seek(start)
            yield from _members(file, start, path, with_data=with_data)
    except OSError as error:
        raise SourceUnreadable(f"{path} cannot be read ({error.strerror}); restore it from a copy") from error


def _members(file: IO[bytes], offset: int, path: Path, *, with_data: bool) -> Iterator[Member]:
    waiting = b""
    while waiting or (waiting := file.read(_CHUNK)):
        stream = zlib.decompressobj(31)
        head, headers = b"", None
        found, data, size, left = hashlib.sha256(), [], 0, 0
        used = 0
        while not stream.eof:
            if not waiting and not (waiting := file.read(_CHUNK)):
                raise Torn(f"{path} ends within the record at {offset:,}")
            before = len(waiting)
            try:
                part = stream.decompress(waiting, _CHUNK)
            except zlib.error as error:
                raise Torn(f"the record at {offset:,} of {path} cannot be unpacked ({error})") from error
            waiting = stream.unused_data if stream.eof else stream.unconsumed_tail
            used += before - len(waiting)
            if headers is None:
                head += part
                at = head.find(b"\r\n\r\n")
                if at < 0:
                    if len(head) > _LARGEST_HEAD:
                        raise Torn(f"what stands at {offset:,} of {path} is no WARC record")
                    continue
                headers = _headers(head[:at])
                left = _number(headers.get("content-length"))
                if left > _LARGEST_RECORD:
                    raise Torn(f"the record at {offset:,} of {path} is too large")
                part = head[at + 4 :]
            part = part[:left]
            left -= len(part)
            found.update(part)
            if with_data:
                data.append(part)
            size += len(part)
        if headers is None or left:
            raise Torn(f"the record at {offset:,} of {path} is not whole")
        yield Member(offset, used, headers, f"sha256:{found.hexdigest()}", b"".join(data))
        offset += used


def _headers(head: bytes) -> dict[str, str]:
    first, *lines = head.decode("utf-8", "replace").split("\r\n")
    if not first.startswith("WARC/"):
        return {}
    pairs = (line.partition(":") for line in lines)
    return {key.strip().lower(): value.strip() for key, _, value in pairs}


def _number(value: str | None) -> int:
    return int(value) if value is not None and value.isdigit() else 0


def http_of(block: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
    """Status, headers and body of an answer as it stands in a record."""
    head, _, body = block.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ", 2)
    status = int(words[1]) if len(words) > 1 and words[1].isdigit() else 0
    pairs = [line.partition(":") for line in lines]
    return status, [(key.strip().lower(), value.strip()) for key, _, value in pairs], body


def payload_of(block: bytes, *, largest: int = 1 << 26) -> bytes | None:
    """The unpacked body of an answer as it stands in a record; ``None`` where it cannot be unpacked."""
    _, headers, body = http_of(block)
    try:
        return decoded(body, next((v for k, v in headers if k == "content-encoding"), None), largest=largest)
    except (TooLarge, Undecodable, ExtraMissing):
        return None


# Making records


@dataclass(frozen=True, slots=True)
class _Made:
    id: str
    type: str
    data: bytes
    block: str


def _member(kind: str, headers: Mapping[str, str], block: bytes, *, at: datetime | None = None) -> _Made:
    """One record as a gzip member."""
    needs("warcio", extra="web", to="keep what is fetched as WARC")
    from warcio.recordloader import ArcWarcRecord
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    name = f"<urn:uuid:{uuid.uuid4()}>"
    whole = f"sha256:{hashlib.sha256(block).hexdigest()}"
    first = {
        "WARC-Type": kind,
        "WARC-Record-ID": name,
        "WARC-Date": _date(at or datetime.now(UTC)),
        **headers,
        "WARC-Block-Digest": whole,
    }
    content_type = first.pop("Content-Type")
    said = StatusAndHeaders("", [(key, _one_line(value)) for key, value in first.items()], protocol="WARC/1.1")
    said.add_header("Content-Type", content_type)
    if not said.get_header("WARC-Payload-Digest"):
        said.add_header("WARC-Payload-Digest", whole)  # or warcio adds one of its own kind
        record = ArcWarcRecord("warc", kind, said, io.BytesIO(block), None, content_type, len(block))
        said.remove_header("WARC-Payload-Digest")
    else:
        record = ArcWarcRecord("warc", kind, said, io.BytesIO(block), None, content_type, len(block))
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    writer.ensure_digest = lambda *_, **__: None  # they are there
    if kind == "revisit":  # of one without parsed headers warcio would leave out the block
        record.rec_type = "response"
    writer.write_record(record)
    return _Made(name, kind, out.getvalue(), whole)


def _records_of(
    fetched: Fetched, run: int | None, earlier: Callable[[Fetched, str | None], Earlier | None]
) -> tuple[Fetch, list[_Made]]:
    """What is kept of a fetch but for the places of its records, and the records."""
    made: list[_Made] = []
    payload = record = None
    for exchange in fetched.exchanges:
        answer, payload = _answer(exchange, fetched, earlier, is_last=exchange is fetched.last)
        record = answer.id
        made += [answer, _request(exchange, answer)]
    if fetched.last is None:
        payload = record = None
    last = fetched.last
    fetch = Fetch(
        asked=fetched.asked,
        url=fetched.url,
        at=fetched.at,
        outcome=fetched.outcome,
        status=fetched.status,
        redirects=fetched.redirects,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        content_type=fetched.content_type,
        address=last.address if last else None,
        failure=fetched.failure,
        trouble=fetched.trouble,
        record=record,
        payload=payload,
    )
    if made:
        about = {"Content-Type": "application/json", "WARC-Target-URI": fetched.exchanges[-1].url}
        if record is not None:
            about["WARC-Concurrent-To"] = record
        made.append(
            _member("metadata", about, json.dumps({"run": run, **_as_json(fetch)}, ensure_ascii=False).encode(), at=fetch.at)
        )
    return fetch, made


def _answer(
    exchange: Exchange, fetched: Fetched, earlier: Callable[[Fetched, str | None], Earlier | None], *, is_last: bool
) -> tuple[_Made, str]:
    """The record of an answer, and the digest of its body: whole, or a revisit where an earlier one says the same."""
    renamed = (
        (("X-Archive-Orig-" + key if key.lower() == "transfer-encoding" else key), value) for key, value in exchange.headers
    )
    lines = [f"HTTP/1.1 {exchange.status} {exchange.reason}", *(f"{key}: {_one_line(value)}" for key, value in renamed)]
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
    payload = f"sha256:{hashlib.sha256(exchange.body).hexdigest()}"
    headers = {
        "WARC-Target-URI": exchange.url,
        "WARC-Payload-Digest": payload,
        "Content-Type": "application/http; msgtype=response",
    }
    if exchange.address is not None:
        headers["WARC-IP-Address"] = exchange.address
    if exchange.protocol.upper().startswith("HTTP/2"):
        headers["WARC-Protocol"] = "h2"
    if exchange.cut is not None:
        headers["WARC-Truncated"] = exchange.cut
    unchanged = is_last and fetched.outcome is Outcome.UNCHANGED
    same = unchanged or (is_last and fetched.outcome is Outcome.GOT)
    before = earlier(fetched, None if unchanged else payload) if same else None
    if before is None:
        return _member("response", headers, head + exchange.body, at=exchange.at), payload
    headers |= {
        "WARC-Payload-Digest": before.payload,
        "WARC-Profile": _UNCHANGED if unchanged else _SAME,
        "WARC-Refers-To": before.record,
        "WARC-Refers-To-Target-URI": before.url,
        "WARC-Refers-To-Date": _date(before.at),
    }
    return _member("revisit", headers, head, at=exchange.at), before.payload


def _request(exchange: Exchange, answer: _Made) -> _Made:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"{exchange.method} {target} HTTP/1.1", *(f"{key}: {_one_line(value)}" for key, value in exchange.sent)]
    headers = {
        "WARC-Target-URI": exchange.url,
        "WARC-Concurrent-To": answer.id,
        "Content-Type": "application/http; msgtype=request",
    }
    return _member("request", headers, ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace"), at=exchange.at)


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")


def _date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


# Out of records


def _as_json(fetch: Fetch) -> dict[str, Any]:
    return {
        "asked": fetch.asked,
        "url": fetch.url,
        "at": fetch.at.astimezone(UTC).isoformat(),
        "outcome": fetch.outcome.value,
        "status": fetch.status,
        "redirects": [list(each) for each in fetch.redirects],
        "etag": fetch.etag,
        "last_modified": fetch.last_modified,
        "content_type": fetch.content_type,
        "address": fetch.address,
        "failure": fetch.failure.value if fetch.failure else None,
        "trouble": fetch.trouble,
        "record": fetch.record,
        "payload": fetch.payload,
    }


def _found(file: str, batch: Sequence[Member]) -> Found | None:
    """The fetch of a whole run of records; ``None`` for what is none (the first record of a file, a withdrawn one)."""
    if batch[-1].type != "metadata" or batch[-1].headers.get("content-type") != "application/json":
        return None
    try:
        said = json.loads(batch[-1].data)
        run = said.pop("run")
        fetch = Fetch(
            asked=said["asked"],
            url=said["url"],
            at=datetime.fromisoformat(said["at"]),
            outcome=Outcome(said["outcome"]),
            status=said["status"],
            redirects=tuple((int(status), str(url)) for status, url in said["redirects"]),
            etag=said["etag"],
            last_modified=said["last_modified"],
            content_type=said["content_type"],
            address=said["address"],
            failure=Failure(said["failure"]) if said["failure"] else None,
            trouble=said["trouble"],
            file=file,
            record=said["record"],
            payload=said["payload"],
            records=tuple(Record(m.id, m.type, m.offset, m.length, m.block) for m in batch),
        )
    except (ValueError, KeyError, TypeError):
        return None
    last = next((m for m in batch if m.id == fetch.record), None)
    whole = last is not None and last.type == "response" and fetch.outcome is Outcome.GOT
    return Found(fetch, run, payload_of(last.data) if whole and last is not None else None)


# Withdrawing


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
        data = old.read(_CHUNK if until is None else min(_CHUNK, until - old.tell()))
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
        f"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:uuid:{uuid.uuid4()}>\r\nWARC-Date: {_date(datetime.now(UTC))}\r\n"
        "Content-Type: text/plain\r\nContent-Length: "
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
