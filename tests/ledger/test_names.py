"""Names that are spelt almost alike: what is proposed to whom, and what never is."""

from __future__ import annotations

import time

import pytest

from sayso.ledger.answers import StatementFilter
from sayso.ledger.ledger import Ledger
from sayso.ledger.names import close_names, is_close

NAMES = [
    "Oleksiy Zelenyuk",
    "Zelenyuk",
    "Oleksij Zelenuk",
    "Ada Ruiz",
    "Adán Ruiz",
    "Ruiz",
    "Béla Żółć",
    "the port’s harbour master",
    "Maren Ministry of Ports",
]


@pytest.mark.parametrize(
    ("asked", "proposed"),
    [
        ("Zelenyuk", [["Oleksij Zelenuk"]]),  # those that contain it are its answer
        ("Zelenjuk", [["Oleksiy Zelenyuk", "Zelenyuk", "Oleksij Zelenuk"]]),
        ("Zeleynuk", [["Oleksiy Zelenyuk", "Zelenyuk", "Oleksij Zelenuk"]]),  # two letters turned round
        ("Zelenyuk Oleksiy", [["Oleksiy Zelenyuk", "Oleksij Zelenuk"]]),
        ("Zelenyuk, Oleksiy", [["Oleksij Zelenuk"], ["Zelenyuk"]]),
        ("President Zelenyuk", [["Oleksiy Zelenyuk", "Zelenyuk", "Oleksij Zelenuk"]]),
        ("Ada Ruis", [["Ada Ruiz"], ["Adán Ruiz", "Ruiz"]]),
        ("Zolcz", [["Béla Żółć"]]),
        ("Kord", []),
        ("off", []),  # short words are alike only if they are the same
        ("--", []),
    ],
)
def test_names_are_proposed_for_one_that_is_spelt_otherwise(asked: str, proposed: list[list[str]]) -> None:
    assert close_names(asked, NAMES) == proposed


def test_who_only_shares_a_surname_is_not_proposed_beside_an_answer() -> None:
    assert close_names("Ada Ruiz", NAMES, answered=True) == [["Ruiz"]]


def test_a_first_name_is_not_proposed_for_a_surname_beside_an_answer() -> None:
    names = ["Adnan Zoric", "Kofi Anan", "Annan"]
    assert close_names("Annan", names, answered=True) == [["Kofi Anan"]]
    assert close_names("Annan", names) == [["Adnan Zoric", "Kofi Anan"]]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("kadhafi", "gaddafi", True),
        ("putin", "putni", True),
        ("marr", "orr", False),
        ("ruiz", "ruis", True),
        ("ivan", "iman", True),
        ("ann", "anna", False),
        ("minister", "monitor", False),
    ],
)
def test_words_are_alike_if_few_letters_differ(one: str, other: str, alike: bool) -> None:
    assert is_close(one, other) is alike


def test_a_ledger_proposes_and_never_merges(filled: Ledger) -> None:
    asked = StatementFilter(speaker="Brant")
    assert (list(filled.statements(asked)), filled.close_speakers(asked)) == ([], {"Ilse Brandt": 2})
    assert filled.close_speakers(StatementFilter(speaker="Brandt")) == {}
    assert filled.close_speakers(StatementFilter(speaker="Corosi")) == {"Béla Körösi": 1}
    assert filled.close_speakers(StatementFilter(speaker=("Körösi", "Brant"))) == {"Ilse Brandt": 2}
    assert filled.close_speakers(StatementFilter(speaker=("Brant", "Corosi"), words="dockers OR strike")) == {"Béla Körösi": 1}


def test_many_names_take_no_time() -> None:
    names = [f"{first}{n} Zel{n}ensky" for n in range(10_000) for first in ("Ada", "Béla", "Oleksiy")]
    began = time.process_time()
    close_names("Zelenskiy", names)
    assert time.process_time() - began < 5


def test_names_are_looked_for_quickly_among_very_many() -> None:
    names = [f"{first}{n} {last}{n}" for n in range(12_500) for first in ("Adan", "Bela") for last in ("Zelenar", "Kordenk")]
    close_names("Zelenyuk", names)  # the words of names are kept from one look to the next
    begun = time.process_time()
    assert close_names("Adan Zelenyuk", [*names, "Adan Zelenjuk"])[0] == ["Adan Zelenjuk"]
    assert time.process_time() - begun < 2
