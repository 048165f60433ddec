"""Times: which words say when, and what they mean on a page of Thursday 10 March 2022."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.claims.figure import Precision, When
from sayso.claims.settings.times import days_in, times_in
from sayso.text import Span

PUBLISHED = "2022-03-10T09:00+00:00"
CASES = [
    (text, [time for time in times.split("; ") if time])
    for line in Path(__file__).with_name("times.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for text, times in [line.split("\t")]
]
FORMS = Path(__file__).parents[2] / "src" / "sayso" / "claims" / "settings" / "times.tsv"


def told(text: str, published: str | None = PUBLISHED) -> list[str]:
    return [
        f"{when.span.of(text)}{' +' if when.opens else ''}{f' = {when.value}' if when.value else ' ?'}"
        for when in times_in(text, 0, len(text), published)
    ]


@pytest.mark.parametrize(("text", "times"), CASES, ids=[text for text, _ in CASES])
def test_times(text: str, times: list[str]) -> None:
    assert told(text) == times


@pytest.mark.parametrize("line", [line for line in FORMS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")])
def test_every_form_has_an_example_in_which_a_time_is_found(line: str) -> None:
    _what, pattern, example = line.split("\t")
    assert told(example), pattern


@pytest.mark.parametrize(
    ("words", "precision"),
    [
        ("on Tuesday", Precision.DAY),
        ("last week", Precision.WEEK),
        ("in January", Precision.MONTH),
        ("in 2014", Precision.YEAR),
        ("since the war began", None),
    ],
)
def test_precision(words: str, precision: Precision | None) -> None:
    text = f"Fourteen people died {words}."
    assert [when.precision for when in times_in(text, 0, len(text), PUBLISHED)] == [precision]


def test_a_whole_time() -> None:
    text = "Since 24 February, 14 people have died."
    assert times_in(text, 0, len(text), PUBLISHED) == [When(Span(0, 17), "2022-02-24", Precision.DAY, opens=True)]


@pytest.mark.parametrize("published", [None, "", "yesterday", "0000-00-00"])
def test_without_a_date_of_the_page_only_whole_dates_have_a_value(published: str | None) -> None:
    assert told("It fell on Tuesday, last week, in March or since 2 March 2021.", published) == [
        "on Tuesday ?",
        "last week ?",
        "in March ?",
        "since 2 March 2021 + = 2021-03-02",
    ]


@pytest.mark.parametrize(
    ("published", "text", "times"),
    [
        ("2022-01-02", "It fell on December 30.", ["on December 30 = 2021-12-30"]),
        ("2022-01-02", "It fell last week.", ["last week = 2021-W51"]),  # a Sunday, in the last week of 2021
        ("2022-01-02", "It fell last month.", ["last month = 2021-12"]),
        ("2023-03-01", "It fell on 29 February.", ["on 29 February ?"]),
        ("2022-03-12", "It fell at the weekend.", ["at the weekend = 2022-W10"]),  # a Saturday
        ("0001-01-01", "It fell a year ago, last week or yesterday.", ["a year ago ?", "last week ?", "yesterday ?"]),
    ],
)
def test_at_the_edges_of_years(published: str, text: str, times: list[str]) -> None:
    assert told(text, published) == times


def test_only_the_run_asked_for_is_looked_at() -> None:
    text = "On Monday it rained. On Tuesday it fell. On Wednesday it dried."
    assert [when.span.of(text) for when in times_in(text, 21, 40, PUBLISHED)] == ["On Tuesday"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("She said on Tuesday no.", ["2022-03-08"]),
        ("She said that since Tuesday nobody came.", []),
        ("She said in March no.", []),
        ("Monday’s talks, she said, failed.", []),
        ("She will say on Monday.", ["2022-03-07"]),
    ],
)
def test_days_on_which_something_may_have_been_said(text: str, days: list[str]) -> None:
    assert [when.value for when in days_in(text, 0, len(text), PUBLISHED)] == days


WORDS = (
    "on since last next the past a two 14 2014 Tuesday May March week weeks ago before later day year , . - will 31 ’s \n".split(
        " "
    )
)


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(max_size=40), st.sampled_from([PUBLISHED, None]))
def test_times_are_words_of_the_text_in_order(text: str, published: str | None) -> None:
    end = 0
    for when in times_in(text, 0, len(text), published):
        assert end <= when.span.start < when.span.end <= len(text)
        assert when.span.of(text) == when.span.of(text).strip()
        assert (when.value is None) == (when.precision is None)
        assert when.value is None or re.fullmatch(r"\d{4}(-W\d\d|-\d\d(-\d\d)?)?", when.value)
        end = when.span.end
