"""Where quotation marks open and close, over paragraphs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.reading.quotes import quotations_of
from sayso.text import Span


def blocks_of(text: str) -> list[Span]:
    return [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]


def found(text: str) -> list[list[str]]:
    return [[p.of(text) for p in q.pieces] for q in quotations_of(text, blocks_of(text))]


CASES = {
    "curly": ("He said “we wait” twice.", [["“we wait”"]]),
    "straight": ('He said "we wait" and "we go".', [['"we wait"'], ['"we go"']]),
    "single, with apostrophes about": ("It's the men's 'last hope', don't you see.", [["'last hope'"]]),
    "single curly": ("war’s ‘severe impact’ on Anna’s town", [["‘severe impact’"]]),
    "guillemets": ("Il dit « we wait » now.", [["« we wait »"]]),
    "low and high": ("Sie sagt „we wait“ now.", [["„we wait“"]]),
    "two backticks": ("He said ``we wait'' twice.", [["``we wait''"]]),
    "inner in outer": ("“He said ‘no’ to us,” she said.", [["“He said ‘no’ to us,”"], ["‘no’"]]),
    "opened again at each paragraph": ('"One.\n"Two.\n"Three."\nFour.', [['"One.', '"Two.', '"Three."']]),
    "cut into paragraphs": ("“One.\nTwo.\nThree,” he said.", [["“One.", "Two.", "Three,”"]]),
    "a teaser between": ('"One.\nMore pictures of the flood\n"Two."', [['"One.', '"Two."']]),
    "a page of one sentence a paragraph, with marks at some": (
        "One.\nTwo.\nThree.\nFour.\n“Five.\nSix.\n“Seven.\nEight.”\nNine.",
        [["“Five.", "Six.", "“Seven.", "Eight.”"]],
    ),
    "a page of one sentence a paragraph, where somebody else reports between": (
        "One.\nTwo.\nThree.\nFour.\n“Five.\nSix, the mayor said.\n“Seven.\nEight.”\nNine.",
        [["“Five.", "“Seven.", "Eight.”"]],
    ),
    "closed paragraph by paragraph": ('"One."\n"Two."', [['"One."'], ['"Two."']]),
    "never closed": ("He said “we wait.\nNothing followed.", [["“we wait."]]),
    "never opened": ("We wait” he said.", [["We wait”"]]),
    "paragraphs run together": ("“One. “Two. “Three,” she said. Four.", [["“One. “Two. “Three,”"]]),
    "never closed in a long paragraph": ("He said “we wait. " + "Nothing followed. " * 30, [["“we wait."]]),
    "inches and years": ("A 5\" pipe of the '90s.", []),
    "only apostrophes": ("the Johnsons' and the boys' boats", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize("name", CASES)
def test_quotations(name: str) -> None:
    text, expected = CASES[name]
    assert found(text) == expected


@given(st.text(alphabet="ab .,\n\"'“”‘’«»„`", max_size=60))
def test_any_marks_give_ordered_pieces_inside_their_blocks(text: str) -> None:
    blocks = blocks_of(text)
    for quotation in quotations_of(text, blocks):
        assert list(quotation.pieces) == sorted(quotation.pieces)
        assert all(any(b.covers(p) for b in blocks) and len(p) > 0 for p in quotation.pieces)
