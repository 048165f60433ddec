"""Records of archives, read as pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.page.page import Document, Kind, Page, Role, State
from sayso.page.record import field_of, pages_from_record

BODY = "At least 14 people died, the ministry said.\n\nRead more: Bridge closed\n\n“We are still looking,” a colonel said."


def page_from(record: Any) -> Page:
    data = json.dumps(record).encode()
    (page,) = pages_from_record(Document(data, Kind.RECORD, "archive:1", "archive.jsonl:1"))
    return page


def test_a_whole_record() -> None:
    page = page_from(
        {
            "Headline": "Fourteen dead in Port Sorrel",
            "datePublished": "2031-03-03T09:59:00Z",
            "author": [{"name": "Ada Ruiz"}, "By Tom Hale"],
            "articleBody": BODY,
            "source": {"name": "The Northern Wire"},
            "link": "https://wire.example/flood",
            "caption": "The bridge on Monday.\r\nLena Ost",
            "keywords": ["flood"],
        }
    )
    caption = "The bridge on Monday.\nLena Ost"
    assert page.text == f"Fourteen dead in Port Sorrel\n\nAda Ruiz, By Tom Hale\n\n{BODY}\n\n{caption}"
    assert [(b.role, b.span.of(page.text)) for b in page.blocks] == [
        (Role.HEADLINE, "Fourteen dead in Port Sorrel"),
        (Role.BYLINE, "Ada Ruiz, By Tom Hale"),
        (Role.BODY, "At least 14 people died, the ministry said."),
        (Role.RELATED, "Read more: Bridge closed"),
        (Role.BODY, "“We are still looking,” a colonel said."),
        (Role.CAPTION, caption),
    ]
    assert (page.headline, page.authors, page.outlet, page.url) == (
        "Fourteen dead in Port Sorrel",
        ("Ada Ruiz", "Tom Hale"),
        "The Northern Wire",
        "https://wire.example/flood",
    )
    assert page.published == "2031-03-03T09:59:00+00:00"
    assert (page.dates[0].evidence, page.dates[0].words) == ("record", "2031-03-03T09:59:00Z")
    assert (page.state, page.language) == (State.READ, "en")


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Publish Date", "published"),
        ("maintext", "body"),
        ("date_modify", "modified"),
        ("sourceDomain", "outlet"),
        ("colour", None),
    ],
)
def test_columns_by_many_names(column: str, field: str | None) -> None:
    assert field_of(column) == field


def test_the_first_of_two_columns_for_one_field() -> None:
    assert page_from({"content": "The later.", "text": "The earlier, he said."}).words(Role.BODY) == ("The earlier, he said.",)


@pytest.mark.parametrize(
    ("data", "state", "note"),
    [
        (b'{"title": brok', State.DAMAGED, "the record is not JSON"),
        (b"[1, 2]", State.DAMAGED, "the record is no JSON object"),
        (b'{"colour": "red"}', State.EMPTY, "no column with text; the columns are colour;"),
        (b'{"text": "", "colour": "red"}', State.EMPTY, "there is no text in it"),
        (b'{"title": "Only a title"}', State.EMPTY, "no article was found"),
        (b'{"text": "Subscribe to continue reading."}', State.STUB, "a paywall notice"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, state: State, note: str) -> None:
    (page,) = pages_from_record(Document(data, Kind.RECORD, "archive:1", "archive.jsonl:1"))
    assert page.state is state
    assert page.note is not None
    assert page.note.startswith(note)
    assert page.blocks_for_claims() == ()


def test_a_broken_record_keeps_its_characters() -> None:
    (page,) = pages_from_record(Document(b'{"title": brok', Kind.RECORD, "a:2", "a.jsonl:2", trouble="line 2 is not JSON"))
    assert (page.text, page.note) == ('{"title": brok', "line 2 is not JSON")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=60), lambda inner: st.lists(inner, max_size=3), max_leaves=4
)


@given(st.dictionaries(st.sampled_from(["title", "text", "date", "authors", "caption", "source", "url", "lang", "x"]), VALUES))
def test_any_record_is_a_page_whose_blocks_stand_in_its_text(record: dict[str, Any]) -> None:
    page = page_from(record)
    at = 0
    for block in page.blocks:
        assert at <= block.span.start <= block.span.end <= len(page.text)
        at = block.span.end


@pytest.mark.parametrize(
    ("record", "state", "note"),
    [
        ({"title": "Ferry", "text": BODY}, State.READ, None),  # nothing in it is like a date
        ({"title": "Ferry", "text": BODY, "date": "2031-03-03", "Datum": "03.03.2031"}, State.READ, None),
        (
            {"title": "Ferry", "text": BODY, "date": "01/03/2024"},
            State.READ,
            "no date, for it can be read in two ways or in none: “01/03/2024”; write it as 2024-03-31",
        ),
        (
            {"title": "Ferry", "text": BODY, "Datum": "31.03.2024", "nr": "1234567890"},
            State.READ,
            "no date: what the column Datum means is not known; call it date",
        ),
        (
            {"id": 1, "foo": "A bridge", "": 3},
            State.EMPTY,
            "no column with text; the columns are id, foo, (no name); call one of them text",
        ),
        (
            {"id": 1, "foo": "A bridge"} | {f"c{n}": n for n in range(9)},
            State.EMPTY,
            "no column with text; the columns are id, foo, c0, c1, c2, c3, c4, c5 and 3 more; call one of them text",
        ),
    ],
)
def test_columns_that_are_not_known_are_named(record: dict[str, Any], state: State, note: str | None) -> None:
    page = page_from(record)
    assert (page.state, page.note) == (state, note)
