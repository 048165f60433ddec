"""What a server sent, as an archive keeps it -> the bytes of the page: transfer and content codings undone (RFC 9110, 9112)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sayso.errors import ExtraMissing
from sayso.extras import needs
from sayso.page.decoding import LARGEST

_STEP = 1 << 10
"""Bytes that are unpacked at once by what cannot be asked for less: a bomb of them unpacks to no more than 32 MB."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The bytes of a page. ``stages`` are what they were on the way here, from as sent to unpacked: a digest may be of any."""

    data: bytes
    stages: tuple[bytes, ...]
    doubt: str | None = None
    trouble: str | None = None


class _Damaged(Exception):
    """What was sent cannot be unpacked; ``data`` is what could be."""

    def __init__(self, why: str, data: bytes) -> None:
        super().__init__(why)
        self.data = data


def answer_of(payload: bytes, transfer: str | None, content: str | None) -> Answer:
    """The page in what a server sent, by what it said of it (``Transfer-Encoding``, ``Content-Encoding``).

    Many crawls keep bytes that are unpacked already beside headers that call them packed: what cannot be unpacked from its first
    bytes on is taken as it is.
    """
    data, stages = payload, [payload]
    codings = [word.strip().lower() for words in (content, transfer) if words for word in words.split(",")]
    for coding in reversed(codings):
        unpack = _CODINGS.get(coding)
        if unpack is None:
            continue
        try:
            data = unpack(data)
        except _Damaged as error:
            if error.data:
                doubt = f"only its beginning could be unpacked ({coding}: {error})"
                return Answer(error.data, (*stages, error.data), doubt=doubt)
            continue
        except ExtraMissing as error:
            return Answer(data, tuple(stages), trouble=str(error))
        if len(data) > LARGEST:
            words = f"it unpacks to more than is read as one page ({LARGEST >> 20} MB), and only what was sent is kept"
            return Answer(payload, tuple(stages), trouble=words)
        stages.append(data)
    return Answer(data, tuple(stages))


def is_digest_of(named: str, data: bytes) -> bool:
    """Whether a digest as archives write it (``sha1:`` and base 32, base 16 or base 64) is that of the bytes.

    A digest of a kind that is not known is taken to be.
    """
    kind, _, value = named.partition(":")
    try:
        made = hashlib.new(kind.lower().replace("-", ""), data, usedforsecurity=False).digest()
    except (ValueError, TypeError):
        return True
    if value.lower() == made.hex():
        return True
    try:
        if value.rstrip("=").upper() == base64.b32encode(made).decode().rstrip("="):
            return True
        return base64.urlsafe_b64decode(value.replace("+", "-").replace("/", "_") + "=" * (-len(value) % 4)) == made
    except (binascii.Error, ValueError):
        return False


def _unchunked(data: bytes) -> bytes:
    chunked = needs("warcio.bufferedreaders", extra="archives", to="read web archives").ChunkedDataReader
    return bytes(chunked(io.BytesIO(data)).read(LARGEST + 1))


def _gunzipped(data: bytes) -> bytes:
    """All members of a gzip stream."""
    found = b""
    while data.rstrip(b"\0"):
        unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            found += unpacker.decompress(data, LARGEST + 1 - len(found))
        except zlib.error as error:
            if found and not data.startswith(b"\x1f\x8b"):
                break  # what stands behind the last member is none
            try:
                _stepwise(zlib.decompressobj(16 + zlib.MAX_WBITS).decompress, zlib.error, data)
            except _Damaged as damaged:
                damaged.data = found + damaged.data
                raise
            raise _Damaged(str(error), found) from error
        if len(found) > LARGEST:
            break
        if not unpacker.eof:
            raise _Damaged("the end is missing", found)
        data = unpacker.unused_data
    return found


def _inflated(data: bytes) -> bytes:
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):  # servers mean either by *deflate*
        try:
            return zlib.decompressobj(bits).decompress(data, LARGEST + 1)
        except zlib.error as error:
            why = str(error)
    raise _Damaged(why, b"")


def _stepwise(unpack: Callable[[bytes], bytes], bad: Any, data: bytes) -> bytes:
    """All of it, a little at a time. Raises ``_Damaged`` with what came before the damage."""
    parts: list[bytes] = []
    size = 0
    try:
        for step in _steps(data):
            parts.append(unpack(step))
            size += len(parts[-1])
            if size > LARGEST:
                break
    except bad as error:
        raise _Damaged(str(error), b"".join(parts)) from error
    return b"".join(parts)


def _steps(data: bytes) -> Iterator[bytes]:
    return (data[at : at + _STEP] for at in range(0, len(data), _STEP))


def _unbrotlied(data: bytes) -> bytes:
    brotli = needs("brotli", extra="web", to="open what brotli packed")
    return _stepwise(brotli.Decompressor().process, brotli.error, data)


def _unzstandarded(data: bytes) -> bytes:
    zstandard = needs("zstandard", extra="archives", to="open what zstandard packed")
    return _stepwise(zstandard.ZstdDecompressor().decompressobj().decompress, zstandard.ZstdError, data)


_CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "chunked": _unchunked,
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _inflated,
    "br": _unbrotlied,
    "zstd": _unzstandarded,
}
