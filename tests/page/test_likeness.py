"""The learned score of lines: its table, and what it says of lines that a person can judge at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.page.likeness import features_of, likeness_of, near, weights
from sayso.page.lines import Line, lines_of
from sayso.page.stretch import stretch_of

CASES = Path(__file__).parent / "cases" / "plain"


def lines_and_likeness(text: str) -> list[tuple[Line, float | None]]:
    lines = lines_of(text)
    return list(zip(lines, likeness_of(lines, *stretch_of(lines)), strict=True))


def test_the_table_has_a_weight_for_every_feature_and_no_other() -> None:
    names, columns = features_of(lines_of("A bridge fell.\n\nNobody was hurt."), 0, 1)
    assert {*names, "always"} == weights().keys()
    assert columns.shape == (len(names), 2)


@pytest.mark.parametrize("name", ["teasers-inside", "cards-below", "german-portal"])
def test_paragraphs_are_more_like_the_article_than_what_stands_around_it(name: str) -> None:
    judged = lines_and_likeness((CASES / f"{name}.txt").read_text("utf-8"))
    first, last = stretch_of([line for line, _ in judged])
    inside = [like for i, (line, like) in enumerate(judged) if like is not None and line.prose and first <= i <= last]
    outside = [like for i, (line, like) in enumerate(judged) if like is not None and line.stray and not first <= i <= last]
    assert min(inside) > max(outside)


def test_only_lines_near_the_article_are_weighed() -> None:
    text = "Menu entry\n" * 40 + "\nThe bridge at Sorrel fell on Monday, and nobody was hurt.\n\n" + "Link to a page\n" * 40
    lines = lines_of(text)
    start, end = near(lines, 40, 40)
    assert [i for i, like in enumerate(likeness_of(lines, 40, 40)) if like is not None] == list(range(start, end))
    assert (start, end) == (28, 66)


@given(st.text(st.sampled_from("abc ABC. \n\t”“'\"?!:;|–•()/0123é中"), max_size=200))
def test_the_score_of_any_text_is_a_share(text: str) -> None:
    assert all(like is None or 0 <= like <= 1 for _, like in lines_and_likeness(text))
