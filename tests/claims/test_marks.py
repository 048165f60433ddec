"""Marks in texts of our own: cases are data, in ``cases/marks.txt``."""

import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.claims.figure import OUTLET, Bound, Figure, Sort
from sayso.claims.marks.marks import marks_of
from sayso.claims.marks.wordings import forms
from sayso.claims.statement import Statement
from sayso.page.page import Page
from sayso.text import Span, words_of
from tests.claims.marked import read

_CASES = pathlib.Path(__file__).parent / "cases" / "marks.txt"


def _cases() -> list[tuple[str, list[tuple[str, str]], list[str]]]:
    """Marked text, figures, marks of each case."""
    cases = []
    for block in _CASES.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if lines:
            figures = [tuple(part.strip() for part in line[2:].split("|")) for line in lines if line.startswith("= ")]
            marks = [line[2:] for line in lines if line.startswith("> ")]
            cases.append(("\n".join(line for line in lines if line[:2] not in ("= ", "> ")), figures, marks))
    return cases


def figures_in(page: Page, statements: tuple[Statement, ...], listed: list[tuple[str, str]]) -> tuple[Figure, ...]:
    """Figures at these words, held by the innermost statement around them."""
    figures = []
    for i, (printed, counts) in enumerate(listed):
        start = page.text.index(printed)
        span = Span(start, start + len(printed))
        around = [s for s in statements if any(p.covers(span) for p in s.content)]
        holder = min(around, key=lambda s: sum(len(p) for p in s.content)).id if around else OUTLET
        at = max(page.text.find(counts, span.end), page.text.find(counts))
        counted = (Span(at, at + len(counts)),) if counts else ()
        figures.append(Figure(f"f{i + 1}", span, None, None, Bound.EXACT, counted, Sort.OTHER, holder=holder))
    return tuple(figures)


@pytest.mark.parametrize(("marked", "listed", "expected"), _cases(), ids=lambda v: v[:60] if isinstance(v, str) else "")
def test_marks(marked: str, listed: list[tuple[str, str]], expected: list[str]) -> None:
    page, statements = read(marked)
    found = marks_of(page, statements, figures_in(page, statements, listed))
    shown = [f"{m.status} | {words_of(m.spans, page.text)} | {' '.join(m.about)}" for m in found]
    assert (shown or ["none"]) == expected


def test_a_third_of_the_cases_have_no_mark() -> None:
    cases = _cases()
    assert len(cases) >= 100
    assert 3 * sum(marks == ["none"] for *_, marks in cases) >= len(cases)


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.example[:50])
def test_each_form_stands_in_its_example(form) -> None:
    assert form.pattern.search(form.example)
    assert any(stem in form.example.lower() for stem in form.stems)


def test_marks_name_who_could_not_and_who_did() -> None:
    page, statements = read(
        "<s1>Villagers</s1> <c1>said</c1> <t1>the mill had burned</t1>. The report was confirmed by two hospitals.\n"
        "<s2>The army</s2> <c2>said</c2> <t2>the pass was open</t2>. The Northern Wire could not independently verify the claim."
    )
    found = marks_of(page, statements, ())
    assert [(m.status, words_of(m.by, page.text), m.holder) for m in found] == [
        ("confirmed", "two hospitals", OUTLET),
        ("unverified", "The Northern Wire", OUTLET),
    ]


def test_a_mark_in_what_somebody_says_is_on_his_word() -> None:
    page, statements = read("<s1>The mayor</s1> <c1>said</c1> <t1>the cause was still unknown</t1>.")
    assert [(m.id, m.about, m.holder) for m in marks_of(page, statements, ())] == [("m1", ("s1",), "s1")]


def test_letters_that_grow_when_made_small_move_nothing() -> None:
    page, statements = read("İİİ İzmir was reportedly quiet.")
    (mark,) = marks_of(page, statements, ())
    assert words_of(mark.spans, page.text) == "reportedly"


_PIECES = [
    "The toll",
    " was reportedly",
    " not",
    " verified",
    " unclear",
    " denied the claims",
    ". ",
    ", ",
    "\n",
    "“",
    "”",
    "— ",
    "as",
    " by",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=25))
def test_marks_stand_in_the_text_and_never_on_the_same_words(pieces: list[str]) -> None:
    page, statements = read("".join(pieces))
    marks = marks_of(page, statements, ())
    assert [m.id for m in marks] == [f"m{i + 1}" for i in range(len(marks))]
    for mark in marks:
        assert all(0 <= p.start < p.end <= len(page.text) for p in mark.spans)
        assert set(mark.about) <= {OUTLET, *(s.id for s in statements)}


def test_a_long_paragraph_without_full_stops_is_read_in_its_time() -> None:
    page, statements = read("the bridge was reportedly closed and it is unclear why " * 4000)
    assert len(marks_of(page, statements, ())) == 8000
