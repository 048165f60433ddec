"""The records of a WARC file, one gzip member each: read one by one from any place, without a library and in constant memory."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sayso.errors import ExtraMissing, SourceUnreadable
from sayso.sources.fetch.decoding import TooLarge, Undecodable, decoded

CHUNK = 1 << 20
_LARGEST_RECORD = 1 << 28
_LARGEST_HEAD = 1 << 16


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
    while waiting or (waiting := file.read(CHUNK)):
        stream = zlib.decompressobj(31)
        head, headers = b"", None
        found, data, size, left = hashlib.sha256(), [], 0, 0
        used = 0
        while not stream.eof:
            if not waiting and not (waiting := file.read(CHUNK)):
                raise Torn(f"{path} ends within the record at {offset:,}")
            before = len(waiting)
            try:
                part = stream.decompress(waiting, CHUNK)
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
