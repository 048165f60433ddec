"""Notes about an article and addresses to its reader are told from sentences of the article that begin like them."""

from __future__ import annotations

import pytest

from sayso.page.page import Role
from sayso.page.phrases import LINES, NOTES, role_by_note, role_by_phrase


@pytest.mark.parametrize(("role", "example"), [(role, example) for role, _, example in NOTES])
def test_each_note_is_told_by_its_example(role: Role, example: str) -> None:
    assert role_by_note(example) is role


@pytest.mark.parametrize(("role", "example"), [(role, example) for role, _, example in LINES])
def test_each_line_is_told_by_its_example(role: Role, example: str) -> None:
    assert role_by_phrase(example) is role


@pytest.mark.parametrize(
    "sentence",
    [
        "Update: The harbour office now says that 31 people were hurt.",
        "The report was revised on Monday to say that 31 people were hurt, the ministry said.",
        "The story was changed by the police three times, his lawyer said.",
        "Have you seen the letter that he wrote to his mother?",
        "This report is the third of the ministry on the flood.",
        "An earlier version of the report named the captain, two officials said.",
        "Editing by hand takes a week, she said.",
        "Video of the bridge shows that it fell at 3.40, the officers said.",
    ],
)
def test_sentences_of_the_article(sentence: str) -> None:
    assert role_by_note(sentence) is None
