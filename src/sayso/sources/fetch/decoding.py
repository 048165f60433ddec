"""Undoing the content coding of a body (RFC 9110, 8.4), never beyond a limit: a small answer may hold gigabytes of nothing."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from sayso.extras import needs

ACCEPTED = "gzip, deflate, br"
"""The codings that sayso asks for."""

_STEP = 1 << 18


class TooLarge(Exception):
    """More comes out than is taken."""


class Undecodable(Exception):
    """The bytes are not what their coding says; the message says how."""


def decoded(body: bytes, coding: str | None, *, largest: int) -> bytes:
    """The body without its content codings, of which there may be several; the last one named was put on last.

    Raises:
        TooLarge: more than ``largest`` bytes would come out.
        Undecodable: it is damaged or cut off, or the coding is not known.
    """
    for name in reversed([each.strip().lower() for each in (coding or "").split(",") if each.strip()]):
        if name == "identity":
            continue
        undo = _CODINGS.get(name)
        if undo is None:
            raise Undecodable(f"it is packed as {name[:40]}, which was not asked for")
        body = undo(body, largest) if body else body
    if len(body) > largest:
        raise TooLarge
    return body


def _gzip(body: bytes, largest: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while body:
        if parts and not body.startswith(b"\x1f\x8b"):
            break  # what follows the last member is no gzip; browsers ignore it
        member, body = _inflated(body, 31, largest - size)
        parts.append(member)
        size += len(member)
    return b"".join(parts)


def _deflate(body: bytes, largest: int) -> bytes:
    try:
        return _inflated(body, 15, largest)[0]
    except Undecodable:
        return _inflated(body, -15, largest)[0]  # some servers leave the zlib frame out


def _inflated(body: bytes, window: int, largest: int) -> tuple[bytes, bytes]:
    """One stream, and what follows it."""
    stream = zlib.decompressobj(window)
    try:
        data = stream.decompress(body, largest + 1)
    except zlib.error as error:
        raise Undecodable(f"it cannot be unpacked ({error})") from error
    if len(data) > largest:
        raise TooLarge
    if not stream.eof:
        raise Undecodable("it cannot be unpacked (it ends before its time)")
    return data, stream.unused_data


def _brotli(body: bytes, largest: int) -> bytes:
    brotli = needs("brotli", extra="web", to="unpack pages that are sent packed with brotli")
    stream = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    try:
        data = stream.process(body, output_buffer_limit=_STEP)
        while True:
            parts.append(data)
            size += len(data)
            if size > largest:
                raise TooLarge
            if stream.is_finished():
                return b"".join(parts)
            if not data:
                raise Undecodable("it cannot be unpacked (it ends before its time)")
            data = stream.process(b"", output_buffer_limit=_STEP)
    except brotli.error as error:
        raise Undecodable(f"it cannot be unpacked ({error})") from error


_CODINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
}
