"""Who is on a page: people with their names, roles and gender; what is no person."""

import re

import pytest

from sayso.reading.cast import Cast
from sayso.reading.descriptions import describe
from sayso.reading.names import names_in
from sayso.reading.quotes import quotations_of
from sayso.text import Span


def cast_of(text: str) -> Cast:
    blocks = [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    return Cast(text, names_in(text, blocks), blocks, (), quotations_of(text, blocks))


PEOPLE = {
    "title": ("Foreign Minister Ana Ruiz left.", [("Ana Ruiz", None, "Foreign Minister")]),
    "apposition": ("Ana Ruiz, 44, the mayor of Sella, left.", [("Ana Ruiz", None, "mayor of Sella")]),
    "gender from a title": ("Mrs Ana Ruiz left.", [("Ana Ruiz", "f", None)]),
    "gender from a noun": ("A police spokeswoman, Ana Ruiz, left.", [("Ana Ruiz", "f", "police spokeswoman")]),
    "gender from a pronoun": ("Ana Ruiz said she left.", [("Ana Ruiz", "f", None)]),
    "no gender where two are near": ("Ana Ruiz met Igor Valen. He left.", [("Ana Ruiz", None, None), ("Igor Valen", None, None)]),
    "one person by two names": ("Igor J. Valen left. Igor Valen came back.", [("Igor J. Valen", None, None)]),
    "places, bodies and outlets are no people": ("Cairo, the Red Cross, Human Rights Watch and Sky News were there.", []),
    "a heading in title case gives nobody": ("Ana Ruiz Leaves Port After Nine Long Days At Sea", []),
    "days and openers are no names": (
        "On Monday Ana Ruiz left. Meanwhile Igor Valen came.",
        [("Ana Ruiz", None, None), ("Igor Valen", None, None)],
    ),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_people(name: str) -> None:
    text, expected = PEOPLE[name]
    assert sorted((p.name, p.gender, p.role) for p in cast_of(text).people if len(p.words) > 1) == expected


DESCRIPTIONS = [
    ("a senior official from the ministry", "anonymous", "official"),
    ("officials", "group", "officials"),
    ("two officials", "group", "officials"),
    ("one of the doctors", "anonymous", "doctors"),
    ("Many Ruritanians", "group", "ruritanians"),
    ("the state television network", "outlet", "television network"),
    ("the energy ministry", "organisation", "ministry"),
    ("the armed forces", "organisation", "armed forces"),
    ("a press release", "document", "press release"),
    ("the clip", "footage", "clip"),
    ("a tweet", "post", "tweet"),
    ("dozens of residents", "group", "residents"),
    ("the prime minister", "anonymous", "prime minister"),
    ("the PM", "anonymous", "prime minister"),
    ("a WHO official", "anonymous", "official"),
    ("some in Sella", "group", "some"),
    ("36% of new investors", "group", "36"),
    ("three in ten of those asked", "group", "three"),
]


@pytest.mark.parametrize(("words", "kind", "head"), DESCRIPTIONS)
def test_descriptions(words: str, kind: str, head: str) -> None:
    d = describe(words)
    assert (d.kind and d.kind.value, d.head) == (kind, head)
