"""Places: which names say where, and which place of that name is meant."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.claims.figure import Candidate
from sayso.claims.settings.gazetteer import folded, known_as
from sayso.claims.settings.places import Places
from sayso.page.page import Block, Page, Role, State
from sayso.text import Span, digest

CASES = [
    (text, [place for place in places.split("; ") if place])
    for line in Path(__file__).with_name("places.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for text, places in [line.split("\t")]
]
ATLAS = Path(__file__).parents[2] / "src" / "sayso" / "claims" / "settings" / "atlas"


def page(text: str) -> Page:
    blocks = tuple(Block(Span(m.start(), m.end()), Role.BODY) for m in re.finditer(r"[^\n]+", text))
    return Page("case", digest(text), text, blocks, State.READ, "test")


def told(text: str) -> list[str]:
    return [
        f"{place.span.of(text)} = {place.means.name}, {place.means.country}"
        if place.means
        else f"{place.span.of(text)} ? {' '.join(c.country for c in place.candidates)}"
        for place in Places(page(text)).places_in(0, len(text))
    ]


@pytest.mark.parametrize(("text", "places"), CASES, ids=[text for text, _ in CASES])
def test_places(text: str, places: list[str]) -> None:
    assert told(text) == places


def test_a_place_has_its_position_and_a_reason() -> None:
    text = "Fourteen people died in Kharkov, Ukraine’s army said."
    (place,) = Places(page(text)).places_in(0, len(text))
    assert place.means == Candidate("Kharkiv", "UA", 49.982, 36.255)
    assert place.candidates == (place.means,)
    assert place.because == "the only place of this name that is known"


def test_what_may_be_one_town_or_another_stays_open_and_says_why() -> None:
    text = "Ukraine’s army said that Ukrainian troops held Nikolaevsk, which Russia denied."
    (place,) = Places(page(text)).places_in(0, len(text))
    assert place.means is None
    assert [c.name for c in place.candidates] == ["Mykolaiv", "Nikolayevsk-on-Amure", "Nikolayevsk"]
    assert place.because == (
        "most likely Mykolaiv (Ukraine), of which the page speaks; but there are places of this name in Russia"
    )


def test_only_the_run_asked_for_is_looked_at_but_the_whole_page_tells_its_country() -> None:
    text = "Lebanon mourns: Lebanese crews searched Lebanese homes. Two died in Tripoli. One died in Sidon."
    (place,) = Places(page(text)).places_in(55, 77)
    assert (place.span.of(text), place.means and place.means.country) == ("Tripoli", "LB")


def test_blocks_that_are_not_read_for_claims_are_not_looked_at() -> None:
    text = "Two died in Paris."
    furniture = Page("case", digest(text), text, (Block(Span(0, len(text)), Role.FURNITURE),), State.READ, "test")
    assert Places(furniture).places_in(0, len(text)) == []


def test_an_empty_page_has_none() -> None:
    empty = Page("case", digest(""), "", (Block(Span(0, 0), Role.BODY),), State.READ, "test")
    assert Places(empty).places_in(0, 0) == []


@pytest.mark.parametrize(
    ("spelling", "same"),
    [
        ("Khar'kov", "kharkov"),
        ("KHARKOV", "kharkov"),
        ("Port au Prince", "port-au-prince"),
        ("Léogâne", "leogane"),
        ("U.S.", "US"),
    ],
)
def test_spellings_that_are_one(spelling: str, same: str) -> None:
    assert folded(spelling) == folded(same)
    assert known_as(spelling) == known_as(same) != ()


def test_every_name_is_found_and_every_place_can_be_read() -> None:
    lines = (ATLAS / "names.tsv").read_bytes().splitlines()
    assert lines == sorted(lines)
    for line in lines[:: len(lines) // 500] + lines[-3:]:
        name, offsets = line.decode().split("\t")
        assert len(known_as(name)) == len(offsets.split()), name


def test_names_that_are_none() -> None:
    assert [known_as(name) for name in ("", " ", "\t", "zzz", "a", "Nowhere-upon-Nothing")] == [()] * 6


def test_nothing_is_loaded_before_the_first_question() -> None:
    code = (
        "import sayso.claims.settings.places; from sayso.claims.settings import gazetteer as g; "
        "print(g._tables.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "0"


WORDS = "in In the of and Paris Homs Syria Odessa Texas US U.S. al-Bab New York City , . ’s - said Nikolaevsk \n (Wire)".split(
    " "
)


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(max_size=40))
def test_places_are_words_of_the_text_in_order(text: str) -> None:
    end = 0
    for place in Places(page(text)).places_in(0, len(text)):
        assert end <= place.span.start < place.span.end <= len(text)
        assert place.span.of(text) == place.span.of(text).strip()
        assert place.means is None or place.means in place.candidates
        assert place.because
        end = place.span.end
