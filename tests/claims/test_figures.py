"""Figures by the shipped model: what is counted, what happened, and on whose word.

``figures/cases.txt`` holds one text a line, and below it, indented, a line for each figure: printed words, low, high, bound,
what it counts, sort, the words for what happened; then, where there are any, who is counted, who is blamed, and what it is
part of or replaces.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from sayso.claims.figure import OUTLET, Figure, Sort
from sayso.claims.figures.clause import sentences_in
from sayso.claims.figures.figures import Holders, figures_of
from sayso.claims.figures.sorts import sorts
from sayso.claims.statements.statements import statements_of
from sayso.page.page import Block, Page, Role, State
from sayso.reading.reader import Reader
from sayso.text import Pieces, Span, digest, words_of
from tests.claims.marked import read

CASES = Path(__file__).parent / "figures" / "cases.txt"


def _cases() -> dict[str, list[str]]:
    cases: dict[str, list[str]] = {}
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("\t"):
            cases[list(cases)[-1]].append(line.strip())
        elif line and not line.startswith("#"):
            cases[line] = []
    return cases


def _page(text: str) -> Page:
    return Page("case", digest(text), text, (Block(Span(0, len(text)), Role.BODY),), State.READ, "test")


@cache
def _reader() -> Reader:
    return Reader.load()


@pytest.fixture(scope="module")
def found() -> dict[str, list[str]]:
    """All cases, read together: one pass of the model takes longer than all else."""
    pages = [_page(text) for text in _cases()]
    told: dict[str, list[str]] = {}
    for page, reading in zip(pages, _reader().read_many(pages), strict=True):
        assert reading.syntax is not None
        told[page.text] = [_told(f, page.text) for f in figures_of(page, statements_of(page, reading), reading.syntax)]
    return told


def _told(figure: Figure, text: str) -> str:
    def words(pieces: Pieces) -> str:
        return words_of(pieces, text, gap=" … ")

    parts = [figure.span.of(text), _number(figure.low), _number(figure.high), figure.bound.value]
    parts += [words(figure.counts) or "-", figure.sort.value, words(figure.event) or "-"]
    parts += [f"who {words(figure.who)}"] if figure.who else []
    parts += [f"by {words(figure.blamed)}"] if figure.blamed else []
    parts += [f"part of {figure.part_of}"] if figure.part_of else []
    parts += [f"replaces {figure.replaces}"] if figure.replaces else []
    return " | ".join(parts)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.15g}"


@pytest.mark.parametrize("text", _cases())
def test_case(text: str, found: dict[str, list[str]]) -> None:
    assert found[text] == _cases()[text]


def test_enough_cases_and_a_third_of_them_count_nothing() -> None:
    cases = _cases()
    assert len(cases) >= 150
    assert sum(not figures for figures in cases.values()) >= len(cases) / 3


def _held(marked: str) -> list[tuple[str, str]]:
    """Of each figure its printed words and its holder, with the statements as they are marked."""
    page, statements = read(marked)
    syntax = _reader().read(page).syntax
    assert syntax is not None
    return [(f.span.of(page.text), f.holder) for f in figures_of(page, statements, syntax)]


def test_the_holder_is_the_innermost_statement() -> None:
    assert _held(
        "<s1>The mayor</s1> <c1>said</c1> <t1>that <s2>a hospital</s2> <c2>had reported</c2> <t2>nine deaths</t2> "
        "and that 40 people were hurt</t1>.\nTwelve soldiers died."
    ) == [("nine", "s2"), ("40", "s1"), ("Twelve", OUTLET)]


def test_a_holder_may_speak_in_pieces() -> None:
    assert _held(
        "<t1>“Nine people were killed,”</t1> <s1>the mayor</s1> <c1>said</c1>, as 200 protesters gathered. "
        "<t1>“Another 30 were wounded.”</t1>"
    ) == [("Nine", "s1"), ("200", OUTLET), ("30", "s1")]


def test_a_content_that_is_cut_short_of_a_figure_still_holds_it() -> None:
    assert _held(
        "<s1>The agency</s1> <c1>said</c1> <t1>it had fed 60,000 people on Sunday</t1>, up from 40,000 people the day before."
    ) == [("60,000", "s1"), ("40,000", "s1")]
    assert _held("<s1>Ana Ruiz</s1> <c1>said</c1> <t1>she felt joy after</t1> she and four colleagues were rescued.") == [
        ("four", "s1")
    ]


def test_what_the_page_adds_to_a_content_is_its_own() -> None:
    assert _held("<s1>The mayor</s1> <c1>condemned</c1> <t1>the attack on the dam</t1>, which killed at least 18 people.") == [
        ("at least 18", OUTLET)
    ]
    assert _held("<s1>The mayor</s1> <c1>urged</c1> <t1>calm</t1> after 200 people fled.") == [("200", OUTLET)]
    assert _held("<t1>“All is well,”</t1> <s1>the mayor</s1> <c1>said</c1> of the blast that killed nine people.") == [
        ("nine", OUTLET)
    ]


def test_a_hedge_or_a_plan_puts_a_figure_in_nobodys_mouth() -> None:
    assert _held("<t1>A blast in Tarsk</t1> <c1>reportedly</c1> <t1>killed 26 people</t1>.") == [("26", OUTLET)]
    assert _held("<s1>Ruiz</s1> <c1>plans</c1> <t1>to invest $3m in corn</t1>.") == [("$3m", OUTLET)]
    assert _held("<s1>Ruiz</s1> <c1>confirmed</c1> <t1>that 26 people had died</t1>.") == [("26", "s1")]


def test_speakers_are_not_counted() -> None:
    assert _held("<s1>Five residents</s1> <c1>told</c1> Radio Orvane <t1>that the bridge had fallen</t1>.") == []


def test_without_statements_the_outlet_holds() -> None:
    assert Holders(())(Span(3, 5)) == OUTLET


def test_nothing_is_read_off_a_page_whose_claims_are_not_read() -> None:
    page = Page("case", digest("x"), "Nine people died.", (Block(Span(0, 17), Role.BODY),), State.NOT_ENGLISH, "test")
    syntax = _reader().read(_page("Nine people died.")).syntax
    assert syntax is not None
    assert figures_of(page, (), syntax) == ()


def test_sentences_end_where_they_end() -> None:
    text = "Gen. A. Rook of the U.N. mission spoke. “Nine died.” He left\nTwo more followed."
    assert [s.of(text).strip() for s in sentences_in(text, Span(0, len(text)))] == [
        "Gen. A. Rook of the U.N. mission spoke.",
        "“Nine died.”",
        "He left",
        "Two more followed.",
    ]


def test_every_form_of_a_word_is_in_the_table() -> None:
    table = sorts()
    assert [table.befalls[w] for w in ("killed", "trapping", "shot", "abducts", "kidnapped")] == [
        Sort.KILLED,
        Sort.AFFECTED,
        Sort.INJURED,
        Sort.HELD,
        Sort.HELD,
    ]
    assert table.undergoes["took part"] is Sort.GATHERED
    assert table.happening["casualties"] is Sort.CASUALTIES
    assert table.thing["lorries"] is Sort.EQUIPMENT


def test_who_is_meant_may_stand_in_another_paragraph() -> None:
    page, statements = read("Twelve were killed in Tarsk.\nNine people were hurt in Orvane.")
    syntax = _reader().read(page).syntax
    assert syntax is not None
    twelve, nine = figures_of(page, statements, syntax)
    assert twelve.counts == nine.counts
    assert [c.of(page.text) for c in nine.counts] == ["people"]


def test_on_one_long_page_every_figure_cites_it_and_names_only_figures_of_it() -> None:
    page, statements = read("\n".join(_cases()))
    syntax = _reader().read(page).syntax
    assert syntax is not None
    figures = figures_of(page, statements, syntax)
    names = {f.id for f in figures}
    assert len(names) == len(figures) > 100
    assert [f.span for f in figures] == sorted(f.span for f in figures)
    assert {n for f in figures for n in (f.part_of, f.replaces) if n is not None} <= names
    assert all(p.of(page.text).strip() for f in figures for p in (f.span, *f.counts, *f.event, *f.who, *f.blamed))
