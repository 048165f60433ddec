"""Bytes to canonical text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.page.decoding import canonical, decode, what_binary

NEWS = "The café’s owner said: “We lost everything” – bread, books and beds.\n" * 3
RUSSIAN = "Министерство сообщило, что в городе погибли не менее четырнадцати человек.\n" * 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_encodings_of_news_pages(encoding: str) -> None:
    assert decode(NEWS.encode(encoding)).text == NEWS


def test_an_encoding_of_another_script() -> None:
    assert decode(RUSSIAN.encode("cp1251")).text == RUSSIAN


def test_a_broken_byte_does_not_turn_the_rest_into_something_else() -> None:
    broken = decode(NEWS.encode() + b"\xff" + NEWS.encode())
    assert broken.text == NEWS + "�" + NEWS
    assert broken.doubt == "1 characters could not be decoded as utf-8 and stand as U+FFFD"


def test_line_ends_and_noughts() -> None:
    assert canonical("a\r\nb\rc\n\0\ud800d\u2028e") == "a\nb\nc\n��d\u2028e"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "a PNG picture"),
        (bytes(range(32)) * 10, "binary data"),
        (b"one \0 nought in a text", None),
        ("ein Text".encode("utf-16-le"), None),
        (b"", None),
    ],
)
def test_what_is_no_text(data: bytes, what: str | None) -> None:
    assert what_binary(data) == what


@given(st.binary(max_size=300))
def test_anything_can_be_decoded(data: bytes) -> None:
    text = decode(data).text
    assert canonical(text) == text


@given(st.text(max_size=200))
def test_utf_8_is_kept_but_for_line_ends_and_noughts(text: str) -> None:
    data = text.encode("utf-8", "replace")
    assert decode(b"\xef\xbb\xbf" + data).text == canonical(data.decode())


@given(st.text(max_size=200))
def test_what_is_no_line_end_is_replaced_one_for_one(text: str) -> None:
    assert len(canonical(text)) == len(text) - text.count("\r\n")
