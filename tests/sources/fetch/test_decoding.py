"""Undoing content codings, and what a Retry-After asks for."""

from __future__ import annotations

import gzip
import os
import zlib
from datetime import UTC, datetime

import brotli
import pytest

from sayso.sources.fetch.decoding import TooLarge, Undecodable, decoded
from sayso.sources.fetch.fetched import charset_of, name_of
from sayso.sources.fetch.pace import wait_asked

WORDS = b"<p>Nine dead as river floods Port Maren.</p>" * 50
BARE = zlib.compressobj(wbits=-15)
RAW = BARE.compress(WORDS) + BARE.flush()

CODED = [
    (None, WORDS),
    ("identity", WORDS),
    ("gzip", gzip.compress(WORDS)),
    ("GZip", gzip.compress(WORDS)),
    ("x-gzip", gzip.compress(WORDS[:100]) + gzip.compress(WORDS[100:])),
    ("gzip", gzip.compress(WORDS) + b"\0\0\0"),
    ("deflate", zlib.compress(WORDS)),
    ("deflate", RAW),
    ("br", brotli.compress(WORDS)),
    ("gzip, br", brotli.compress(gzip.compress(WORDS))),
]


@pytest.mark.parametrize(("coding", "body"), CODED)
def test_codings_are_undone(coding: str | None, body: bytes) -> None:
    assert decoded(body, coding, largest=len(WORDS)) == WORDS


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_what_is_too_large_is_never_unpacked_whole(coding: str) -> None:
    bomb = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}[coding](bytes(20_000_000))
    with pytest.raises(TooLarge):
        decoded(bomb, coding, largest=1 << 20)
    with pytest.raises(TooLarge):
        decoded(WORDS, None, largest=len(WORDS) - 1)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", WORDS),
        ("gzip", gzip.compress(WORDS)[:-9]),
        ("deflate", os.urandom(100)),
        ("br", brotli.compress(WORDS)[:-3]),
        ("br", b"\xff" * 50),
        ("zstd", WORDS),
        ("sayso", WORDS),
    ],
)
def test_what_is_damaged_says_so(coding: str, body: bytes) -> None:
    with pytest.raises(Undecodable):
        decoded(body, coding, largest=1 << 20)


NOON = datetime(2031, 3, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Tue, 11 Mar 2031 12:01:30 GMT", 90.0),
        ("Tue, 11 Mar 2031 11:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("9" * 30, 365 * 86_400.0),
        ("", None),
        (None, None),
    ],
)
def test_how_long_a_server_asks_to_wait(value: str | None, seconds: float | None) -> None:
    assert wait_asked(value, NOON) == seconds


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        ("text/html; charset=utf-8", "utf-8"),
        ('text/html;charset="ISO-8859-1"; x=y', "iso-8859-1"),
        ("text/html; Charset = 'windows-1251'", "windows-1251"),
        ("text/html", None),
        ("text/html; charset=", None),
        (None, None),
    ],
)
def test_the_character_set_that_a_server_names(content_type: str | None, charset: str | None) -> None:
    assert charset_of(content_type) == charset


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://courier.example/2031/03/river-floods-maren.html", "river-floods-maren"),
        ("https://courier.example/2031/03/river-floods-maren/", "river-floods-maren"),
        ("https://courier.example/news/index.html", "news"),
        ("https://courier.example/", "courier.example"),
        ("https://courier.example/a%20b.pdf?x=1", "a b"),
        ("https://courier.example/v1.5-of-the-plan", "v1.5-of-the-plan"),
    ],
)
def test_what_stands_at_an_address_has_a_short_name(url: str, name: str) -> None:
    assert name_of(url) == name
