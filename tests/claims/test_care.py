"""Care: whom a page names that asks for care, and who is public by its own words.

The cases lie in ``care.txt``: a name, the text, and after ``--`` the concerns of its passages in order (with ``prisoners`` where
it shows prisoners of war), the private people and the public ones. ``fails:`` under the name says why a case is known to fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.claims.care.care import care_of
from sayso.page.page import Block, Page, Role, State
from sayso.text import Span, digest

CASES = Path(__file__).with_name("care.txt")


@dataclass(frozen=True)
class Case:
    name: str
    text: str
    concerns: list[str]
    prisoners: bool
    private: list[str]
    public: list[str]
    fails: str | None


def _listed(words: str | None, sign: str) -> list[str]:
    return [word.strip() for word in (words or "").split(sign) if word.strip()]


def read_cases() -> Iterator[Case]:
    for case in re.split(r"(?m)^# ", CASES.read_text(encoding="utf-8"))[1:]:
        name, body = case.split("\n", 1)
        fails = re.match(r"fails: (.+)\n", body)
        text, expected = (body[fails.end() :] if fails else body).split("\n--", 1)
        m = re.fullmatch(r"(?P<concerns>[^|]*)\| private:(?P<private>[^|]*)(?:\| public:(?P<public>.*))?", expected.strip())
        assert m, name
        concerns = _listed(m["concerns"], ",")
        prisoners = "prisoners" in concerns
        kinds = [c for c in concerns if c != "prisoners"]
        yield Case(name, text, kinds, prisoners, _listed(m["private"], ";"), _listed(m["public"], ";"), fails and fails[1])


ALL = list(read_cases())


def page_of(text: str) -> Page:
    blocks = tuple(Block(Span(m.start(), m.end()), Role.BODY) for m in re.finditer(r"[^\n]+", text))
    return Page("case", digest(text), text, blocks, State.READ, "test")


def cases() -> Iterator[object]:
    for case in ALL:
        yield pytest.param(case, id=case.name, marks=[pytest.mark.xfail(reason=case.fails)] if case.fails else [])


@pytest.mark.parametrize("case", list(cases()))
def test_case(case: Case) -> None:
    care = care_of(page_of(case.text))
    assert sorted(p.name for p in care.people) == sorted(case.private)
    assert sorted(set(care.public)) == sorted(case.public)
    assert [p.concern.value for p in care.passages] == case.concerns
    assert care.veils is case.prisoners


def test_enough_of_those_who_are_named_are_found() -> None:
    expected = {(case.name, person) for case in ALL for person in case.private}
    found = {(case.name, person.name) for case in ALL for person in care_of(page_of(case.text)).people}
    assert len(ALL) >= 60
    assert sum(not case.concerns for case in ALL) * 3 >= len(ALL)
    assert len(found & expected) >= 0.9 * len(expected)
    assert len(found & expected) >= 0.9 * len(found)


@given(
    st.lists(
        st.sampled_from([*(case.text for case in ALL[:12]), "İ", "He", "Ana Ruiz, 9,", "\n", "“", "captured", "KIN", "ß"]),
        max_size=6,
    )
)
def test_whatever_a_page_says_names_and_passages_are_cited(parts: list[str]) -> None:
    page = page_of(" ".join(parts))
    care = care_of(page)
    assert [p.span for p in care.passages] == sorted(p.span for p in care.passages)
    for passage in care.passages:
        assert all(passage.span.covers(words) for words in passage.words)
        assert all(words.of(page.text).strip() for words in passage.words)
    for person in care.people:
        assert person.at
        words = {word for name in (person.name, *person.spellings) for word in name.split()}
        assert all(set(span.of(page.text).split()) <= words for span in person.at)
