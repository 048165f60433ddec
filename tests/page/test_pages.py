"""Documents of any kind become pages; bad input is a state, never an exception."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.page import pages as pages_module
from sayso.page.page import Document, Kind, State
from sayso.page.pages import pages_of


@pytest.mark.parametrize(
    ("data", "kind", "state", "note"),
    [
        (b"", Kind.PLAIN, State.EMPTY, "there is nothing in it; fetch or copy the page again"),
        (b" \r\n\0\n", Kind.PLAIN, State.EMPTY, "there is nothing in it; fetch or copy the page again"),
        (
            b"PK\x03\x04 ",
            Kind.BINARY,
            State.NOT_TEXT,
            "the bytes are a ZIP archive, or an office document, not text; save the article as HTML or plain text",
        ),
        (b"He said so on Monday.", Kind.PLAIN, State.READ, None),
        (b'{"text": "He said so on Monday."}', Kind.RECORD, State.READ, None),
    ],
)
def test_states(data: bytes, kind: Kind, state: State, note: str | None) -> None:
    (page,) = pages_of(Document(data, kind, "page", "page"))
    assert (page.state, page.note) == (state, note)


def test_too_large_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages_module, "LARGEST", 1 << 20)
    (page,) = pages_of(Document(b"a" * (3 << 20), Kind.PLAIN, "page", "page"))
    assert (page.state, page.note) == (State.TOO_LARGE, "3 MB are more than is read as one page (1 MB); split it")


def test_trouble_that_the_source_met() -> None:
    (page,) = pages_of(Document(b"half a p", Kind.PLAIN, "page", "page", trouble="the connection broke off; fetch it again"))
    assert (page.state, page.note, page.text) == (State.DAMAGED, "the connection broke off; fetch it again", "half a p")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(list(Kind)))
def test_any_bytes_are_at_least_one_page(data: bytes, kind: Kind) -> None:
    assert pages_of(Document(data, kind, "any", "any"))
