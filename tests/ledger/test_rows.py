"""What is stored comes back the same, and digests do not change from one version of sayso to the next."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.claims.report import Report
from sayso.ledger.rows import (
    _STATEMENT,
    entry_id,
    moment,
    packed,
    page_from,
    page_row,
    statement_digest,
    statement_rows,
    storable,
    unpacked,
    words_from,
)
from sayso.text import Span, digest, words_of
from tests.ledger.build import flood


def test_the_id_of_an_entry_is_the_same_for_ever() -> None:
    # Written down: a change here would orphan every review that was ever made.
    found = entry_id(digest("Ada said no"), source=(Span(0, 3),), cue=(Span(4, 8),), content=(Span(9, 11),))
    assert found == "06b98168d64e853d84b0d40ac08d881ba35ef70302bc312e7964fa47c25d8b22"


def test_a_statement_without_circumstances_has_the_digest_that_it_had_before_there_were_any() -> None:
    row = dict.fromkeys(_STATEMENT, "x") | {"circumstances": None}
    assert statement_digest(row) == digest('["statement",' + ",".join(['"x"'] * len(_STATEMENT)) + "]")


def test_a_page_comes_back_as_it_was() -> None:
    _, report = flood()
    assert page_from(page_row(report.page, seen="flood.txt"), report.page.blob) == report.page


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("flood:14", "flood:14"),
        ("caf\udce9.txt", "caf\ufffd.txt"),  # a file name that is not UTF-8
        ("a\x00b", "a\ufffdb"),
        ("Jubel 🎉 – über", "Jubel 🎉 – über"),
    ],
)
def test_what_no_database_keeps_is_marked_one_for_one(words: str, stored: str) -> None:
    assert storable(words) == stored


@given(st.binary(max_size=300))
def test_bytes_come_back_as_they_were(data: bytes) -> None:
    assert unpacked(packed(data)) == data


def test_a_moment_needs_its_zone() -> None:
    assert moment(datetime.fromisoformat("2024-05-06T14:00+02:00")) == "2024-05-06T12:00:00.000000+00:00"
    with pytest.raises(ValueError, match="needs its time zone"):
        moment(datetime(2024, 5, 6))


def test_a_statement_that_cites_nothing_is_refused() -> None:
    _, report = flood()
    from dataclasses import replace

    first = report.statements[0]
    for wrong, words in (
        (replace(first, content=()), "has no content"),
        (replace(first, content=(Span(0, 10_000),)), "beyond its text"),
        (replace(first, within="s9"), "stands within s9, which is not there"),
    ):
        with pytest.raises(ValueError, match=words):
            statement_rows(Report(report.page, (wrong,), "m"))


@pytest.mark.parametrize(
    ("text", "pieces", "words"),
    [
        ("It runs. It is safe.", [(0, 8), (9, 20)], "It runs. It is safe."),
        ("It runs.\n\nIt is safe.", [(0, 8), (10, 21)], "It runs.\n\nIt is safe."),
        ("It runs — it is safe.", [(0, 7), (10, 21)], "It runs […] it is safe."),
        ("It runs … she said … safe.", [(0, 9), (21, 26)], "It runs … […] safe."),
    ],
)
def test_words_of_a_stored_citation_are_those_of_its_page(text: str, pieces: list[tuple[int, int]], words: str) -> None:
    cited = json.dumps([[start, end, text[start:end]] for start, end in pieces])
    assert words_from(cited, lambda start, end: text[start:end]) == words
    assert words_of([Span(*piece) for piece in pieces], text) == words
