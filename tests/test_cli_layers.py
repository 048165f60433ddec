"""The figures and marks of a page beside its statements, in the terminal."""

from __future__ import annotations

import pytest

from sayso.claims.figure import Candidate, Place, Precision, When
from sayso.cli.layers import place_of, when_of
from sayso.cli.marked import show_marked
from sayso.cli.phrases import time_of
from sayso.cli.reports import show_report
from sayso.text import Span
from tests.ledger.build import flood
from tests.ledger.test_figures import toll
from tests.test_cli_reports import printed

AT = Span(0, 4)
MYKOLAIV, NIKOLAEVSK = Candidate("Mykolaiv", "UA", 46.97, 32.0), Candidate("Nikolayevsk", "RU", 53.1, 140.7)


def test_figures_stand_with_their_statement_and_marks_with_what_they_are_about() -> None:
    assert printed(show_report, flood()[1], width=90).split("\n\n")[1] == (
        """\
 1  Ilse Brandt, Mayor · said
    │ that nine people had died
    paragraph 1, 71–96 · indirect
    figure  nine people · killed (“had died”) · blamed: “river” · as of 6 May 2024
            (“Monday”) · since the week of 29 April 2024 (“still”) · at Port Maren (XA)
    mark    unverified: “The toll could not be confirmed” · about 1 and “nine”"""
    )


def test_what_the_page_says_itself_stands_apart() -> None:
    assert printed(show_report, toll()) == (
        """\
Bus falls off the Orle bridge
no statements found · 3 figures · 1 mark

    In the page’s own voice
    figure  21 · killed · in place of “19” · paragraph 1, 60–62
    figure  19 · killed · paragraph 1, 68–70
    figure  three children · killed · part of “21” · paragraph 1, 83–88
    mark    unclear: “It is unclear” · about what the page says itself ·
            paragraph 1, 99–112

"""
    )


def test_a_marked_page_notes_figures_and_marks_below_the_paragraph_that_they_stand_in() -> None:
    shown = printed(show_marked, flood()[1], width=90).split("\n\n")
    assert shown[0].endswith("\n    figure  Nine · killed (“dead”)")  # of the headline, which stands at the top
    assert shown[1].endswith("(“still”) · at Port Maren (XA) ·\n            in 1")
    assert shown[2].endswith("\n    mark    unverified: “The toll could not be confirmed” · about 1 and “nine”")
    assert "\x1b[1mnine\x1b[0m" not in printed(show_marked, flood()[1])
    assert "\x1b[1;4mnine\x1b[0m" in printed(show_marked, flood()[1], color=True)


@pytest.mark.parametrize(
    ("when", "words", "said"),
    [
        (When(AT, "2022-03-02", Precision.DAY), "last night", "2 March 2022 (“last night”)"),
        (When(AT, "2022-03", Precision.MONTH), "this month", "March 2022 (“this month”)"),
        (
            When(AT, "2022-02-24", Precision.DAY, opens=True),
            "since the war began",
            "since 24 February 2022 (“since the war began”)",
        ),
        (When(AT, None, None), "overnight", "“overnight”"),
    ],
)
def test_a_time_is_told_with_its_words(when: When, words: str, said: str) -> None:
    assert when_of(when, words) == said


@pytest.mark.parametrize(
    ("means", "candidates", "words", "said"),
    [
        (MYKOLAIV, (MYKOLAIV,), "Mykolaiv", "at Mykolaiv (UA)"),
        (MYKOLAIV, (MYKOLAIV, NIKOLAEVSK), "Nikolaev", "at “Nikolaev” (Mykolaiv, UA)"),
        (None, (MYKOLAIV, NIKOLAEVSK), "Nikolaevsk", "at “Nikolaevsk”, place unclear"),
        (None, (), "the valley", "at “the valley”"),
    ],
)
def test_a_place_that_is_not_clear_stays_open(
    means: Candidate | None, candidates: tuple[Candidate, ...], words: str, said: str
) -> None:
    assert place_of(Place(AT, means, candidates, "for the test"), words) == said


def test_a_week_is_told_by_its_monday() -> None:
    assert time_of("2022-W09") == "the week of 28 February 2022"
