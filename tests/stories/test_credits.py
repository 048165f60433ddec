"""Credits: words that credit the text, and words that only look like it."""

from __future__ import annotations

import pytest

from sayso.page.page import Role
from sayso.stories.credits import How, credits_of, examples, is_outlet_name, is_vague, key_of, name_of, outlets_in
from sayso.text import Span
from tests.stories.wires import OTHER, WIRE, page

CREDITED = {
    "ORLE, May 6 (Reuters) - ": [("Reuters", How.DATELINE)],
    "ORLE | Tue May 6, 2031 2:19 pm BST ORLE (Reuters) - ": [("Reuters", How.DATELINE)],
    "(CNN) — ": [("CNN", How.DATELINE)],
    "ORLE (Karst Wire) — ": [("Karst Wire", How.DATELINE)],
    "The harbour office (HBO) - ": [],
    "The agency Reuters (which was there) - ": [],
    "Photograph: Petr Vane/AP ": [],
    "Reuters/Petr Vane ": [],
}

AT_THE_END = {
    "Additional reporting by Reuters": [("Reuters", How.SHARED)],
    "Additional reporting by Karst Press": [("Karst Press", How.SHARED)],
    "Reuters and Agence France-Presse contributed to this report": [
        ("Reuters", How.SHARED),
        ("Agence France-Presse", How.SHARED),
    ],
    "With Reuters and AFP.": [("Reuters", How.SHARED), ("Agence France-Presse", How.SHARED)],
    "PA Media": [("PA Media", How.SOURCE)],
    "Source: AFP": [("Agence France-Presse", How.SOURCE)],
    "© 2031 AFP": [("Agence France-Presse", How.SOURCE)],
    "Photograph: AP": [],
    "Photo by Petr Vane, AP": [],
    "The minister spoke with CNN.": [],
    "(Reporting by Ada Ruiz; Editing by Jon Reed)": [],
}


@pytest.mark.parametrize("words", CREDITED)
def test_credits_at_the_top(words: str) -> None:
    found = credits_of(page("p", (words + WIRE[0], *WIRE[1:])))
    assert [(credit.name, credit.how) for credit in found] == CREDITED[words]


@pytest.mark.parametrize("words", AT_THE_END)
def test_credits_at_the_end(words: str) -> None:
    found = credits_of(page("p", (*WIRE, words)))
    assert [(credit.name, credit.how) for credit in found] == AT_THE_END[words]


@pytest.mark.parametrize(
    ("byline", "names"),
    {
        "By Ada Ruiz": [],
        "By Ada Ruiz, Associated Press": ["Associated Press"],
        "Agence France-Presse in Orle": ["Agence France-Presse"],
        "by Karst Press May 6, 2031 at 9:31 AM": ["Karst Press"],
        "By Reuters": ["Reuters"],
    }.items(),
)
def test_bylines(byline: str, names: list[str]) -> None:
    assert [credit.name for credit in credits_of(page("p", WIRE, byline=byline))] == names


def test_a_dateline_further_down_reaches_over_its_paragraph() -> None:
    of = page("live", (*OTHER, *WIRE, *WIRE, *OTHER, f"ORLE, May 6 (Reuters) - {WIRE[2]}", OTHER[0]))
    [credit] = credits_of(of)
    assert credit.reach == [b.span for b in of.blocks if b.role is Role.BODY][-2]


def test_every_agency_goes_by_the_name_in_its_example() -> None:
    named = [(name, example) for what, name, example in examples() if what == "agency"]
    assert [name for name, example in named if not any(name_of(w) == name for w in _runs(example))] == []


def _runs(words: str) -> list[str]:
    parts = words.replace("(", " ").replace(")", " ").replace("/", " ").split()
    return [" ".join(parts[a:b]) for a in range(len(parts)) for b in range(a + 1, len(parts) + 1)]


def test_names_of_one_body_are_one() -> None:
    assert key_of("Meridian") == key_of("Meridian Press")
    assert key_of("BBC News") == key_of("the BBC")
    assert key_of("AFP") == key_of("Agence France-Presse") != key_of("AP")


THROUGH = {
    "he told AFP by telephone": ["Agence France-Presse"],
    "in an interview with CNN": ["CNN"],
    "was quoted by state media": ["state media"],
    "the ministry said, Russian state television reported": ["Russian state television"],
    "he told reporters": [],
    "he told Russian media": [],
    "as local newspapers reported": [],
    "she told the court": [],
}


@pytest.mark.parametrize("words", THROUGH)
def test_outlets_through_which_something_went(words: str) -> None:
    assert [name for name, _ in outlets_in(words, Span(0, len(words)))] == THROUGH[words]


def test_what_is_no_name_of_an_outlet() -> None:
    assert [n for n in ("report", "the paper", "a local newspaper", "state media", "Interfax") if not is_outlet_name(n)] == [
        "report",
        "the paper",
        "a local newspaper",
    ]


VAGUE = {
    "Ukrainian media": True,
    "Western media": True,
    "several papers": True,
    "Turkish newspapers": True,
    "Egyptian news agencies": True,
    "a French newspaper": True,
    "Orle-based pan-Arab websites": True,
    "broadcasters from around the world": True,
    "the local press": True,
    "Ukrainian state media": False,
    "Egypt's state-run news agency": False,
    "Ukrainian state television": False,
    "the Turkish daily Halve": False,
    "al-Halve newspaper": False,
    "Ostra Daily": False,
    "Egypt Times": False,
    "Meridian Media": False,
    "PA Media": False,
    "Interfax": False,
}
"""Some of many outlets, or one without a name, are nobody's text; a name is, and what a state has but one of."""


@pytest.mark.parametrize("words", VAGUE)
def test_outlets_without_a_name(words: str) -> None:
    assert is_vague(words) is VAGUE[words]
