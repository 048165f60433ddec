"""Veil: names that are withheld in what is shown, and whole in what is stored."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.claims.care.care import Care, Concern, Private, care_of
from sayso.claims.care.veil import Segment, Veil
from sayso.claims.figure import Bound, Figure, Place, Sort
from sayso.claims.mark import Mark, Status
from sayso.claims.report import Report
from sayso.page.page import Page
from sayso.text import Span
from tests.claims.marked import read
from tests.claims.test_care import page_of

KEY = b"a key of the tests alone"
CAPTURED = """Captured conscript Danil Veresh, 21, was shown on television with José Arlen.

<s1>Veresh’s mother, Lidia Veresh</s1>, <c1>said</c1> <t1>she knew Danil by his hands</t1>. VERESH waved.

Defence Minister Oleg Dorn, who is no Danil, named the prisoners of war."""


def care(*people: str, public: tuple[str, ...] = ()) -> Care:
    return Care(people=tuple(Private(name, (), frozenset({Concern.CAPTIVE})) for name in people), public=public)


def tokens(words: str) -> list[str]:
    return re.findall(r"\[name withheld ([0-9a-f]+)\]", words)


def veil(text: str, of: Care, *, key: bytes = KEY) -> Veil:
    return Veil(page_of(text), of, key)


def test_a_page_is_shown_without_the_names_of_private_people() -> None:
    page, statements = read(CAPTURED)
    shown = Veil(page, care_of(page, statements), KEY)
    for word in ("Danil", "Veresh", "VERESH", "Arlen", "José", "Lidia"):
        assert word not in shown.text
    assert "Defence Minister Oleg Dorn" in shown.text
    assert "".join(page.text[s.span.start : s.span.end] for s in shown.segments) == page.text


def test_one_person_has_one_token_on_a_page() -> None:
    shown = veil("x", care("Danil Veresh", "Ana Ruiz"))
    by_name = [
        tokens(shown.of(name)) for name in ("Danil Veresh", "DANIL VERESH", "Veresh", "Danil", "danil-veresh", "Ana", "Ruiz")
    ]
    assert [len(found) for found in by_name] == [1] * 7
    assert len({found[0] for found in by_name[:5]}) == 1
    assert by_name[5] == by_name[6] != by_name[0]


def test_a_token_is_of_the_key_and_of_the_page() -> None:
    people = care("Danil Veresh")
    one, same = veil("one", people).of("Danil"), veil("one", people).of("Danil")
    assert one == same
    assert one != veil("another", people).of("Danil")
    assert one != veil("one", people, key=b"another key of the tests").of("Danil")


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 16 bytes, got 3"):
        veil("x", care("Ana Ruiz"), key=b"abc")


SHOWN = [
    # words, as they are shown with Danil Veresh and José Arlen withheld and Oleg Dorn public
    ("Danil Veresh's sister", "[1]'s sister"),
    ("danil_veresh_captured.html", "[1]_captured.html"),
    ("https://courier.example/2025/jose-arlen-freed", "https://courier.example/2025/[2]-freed"),
    ("veresh-speaks", "[1]-speaks"),
    ("/news/of the day/veresh.html", "/news/of the day/[1].html"),
    ("Jose Arlen and José  Arlen", "[2] and [2]"),
    ("Oleg Dorn met Veresh", "Oleg Dorn met [1]"),
    ("19.17Danil Veresh", "19.17[1]"),
    ("Vereshchuk spoke", "Vereshchuk spoke"),
    ("the arlen valley", "the arlen valley"),
    ("", ""),
]


@pytest.mark.parametrize(("words", "expected"), SHOWN)
def test_any_words_are_veiled(words: str, expected: str) -> None:
    shown = veil("x", care("Danil Veresh", "José Arlen", public=("Oleg Dorn",)))
    for number, name in enumerate(("Danil Veresh", "José Arlen"), 1):
        expected = expected.replace(f"[{number}]", shown.of(name))
    assert shown.of(words) == expected


def test_a_public_person_keeps_a_name_that_a_private_one_shares() -> None:
    shown = veil("x", care("Maria Dorn", public=("Oleg Dorn",)))
    assert shown.of("Oleg Dorn and Maria Dorn; Dorn said") == f"Oleg Dorn and {shown.of('Maria Dorn')}; Dorn said"


def test_a_surname_of_two_private_people_has_a_token_of_its_own() -> None:
    shown = veil("x", care("Danil Veresh", "Lidia Veresh"))
    assert len({shown.of("Danil Veresh"), shown.of("Lidia Veresh"), shown.of("Veresh")}) == 3


SPELT = """The captured fighters Shaun Pellar and Alexander Drueger spoke. Sean Pellar looked ill, and Druger too.

Alex Drueger had written home. Pellar waved. “I saw him,” said Pellar’s mother, Ann Moss, in her kitchen.

It rained for a week on the Russian side.

Zoya Drueger, mother of Alexander Drueger, and his wife, Mila Drueger, wait for him."""


def test_a_captive_has_one_token_however_his_name_is_spelt_and_his_kin_are_withheld() -> None:
    page = page_of(SPELT)
    shown = Veil(page, care_of(page), KEY)
    for word in ("Pellar", "Sean", "Shaun", "Drue", "Druger", "Alex", "Ann", "Moss", "Zoya", "Mila"):
        assert word not in shown.text
    assert "the Russian side" in shown.text
    assert len({*tokens(shown.of("Sean Pellar")), *tokens(shown.of("Shaun Pellar")), *tokens(shown.of("Pellar"))}) == 1
    assert tokens(shown.of("Alex Drueger")) == tokens(shown.of("Alexander Druger")) == tokens(shown.of("Alexander Drueger"))


def test_a_first_name_before_the_surname_of_another_is_his() -> None:
    shown = veil("captured", care("Alexander Veresh"))
    assert shown.of("Minister Alexander Dorn met Alexander") == f"Minister Alexander Dorn met {shown.of('Alexander')}"
    assert "Alexander" not in shown.of("Alexander Captured")


def test_a_people_is_no_part_of_a_name() -> None:
    shown = veil("x", care("Russian Veresh"))
    assert shown.of("Russian guns, Veresh said") == f"Russian guns, {shown.of('Veresh')} said"


def test_segments_say_what_is_withheld() -> None:
    shown = veil("So Ana Ruiz said.", care("Ana Ruiz"))
    token = shown.of("Ana Ruiz")
    assert shown.segments == (
        Segment(Span(0, 3), "So "),
        Segment(Span(3, 11), token, withheld=True),
        Segment(Span(11, 17), " said."),
    )


def test_the_spans_of_a_report_are_moved_into_what_is_shown() -> None:
    page, statements = read(CAPTURED)
    shown = Veil(page, care_of(page, statements), KEY)
    at = [Span(CAPTURED.index(words), CAPTURED.index(words) + len(words)) for words in ("21", "on television")]
    place = Place(at[1], None, (), "the town of Veresh")
    figure = Figure("f1", at[0], 21, 21, Bound.EXACT, (at[1],), Sort.OTHER, place=place)
    mark = Mark("m1", (at[1],), Status.UNCLEAR, ("f1",))
    whole = replace(page, headline="Danil Veresh shown", url="https://x.example/danil-veresh")
    report = shown.report(Report(whole, statements, "m", figures=(figure,), marks=(mark,)))
    (said,) = report.statements
    assert report.figures[0].span.of(report.page.text) == "21"
    assert report.marks[0].spans[0].of(report.page.text) == "on television"
    assert report.figures[0].place is not None
    assert (report.figures[0].place.because, report.figures[0].sort) == (f"the town of {shown.of('Veresh')}", Sort.OTHER)
    assert [p.of(report.page.text) for p in said.cue] == ["said"]
    assert said.content[0].of(report.page.text) == shown.of("she knew Danil by his hands")
    assert said.source[0].of(report.page.text) == shown.of("Veresh’s mother, Lidia Veresh")
    assert [b.span.of(report.page.text) for b in report.page.blocks] == [shown.of(b.span.of(page.text)) for b in page.blocks]
    assert "Veresh" not in str(report.as_json())
    assert "danil" not in str(report.as_json()).casefold()


def test_nobody_to_veil() -> None:
    shown = veil("The town was captured.", Care())
    assert shown.text == "The town was captured."
    assert shown.moved(Span(4, 8)) == Span(4, 8)


@given(st.lists(st.sampled_from(["Ana Ruiz", "Ana", " said ", "Ruiz", ", ", "Óscar", "\n", "🌊", "x"]), max_size=12), st.data())
def test_moved_spans_cite_what_is_shown(parts: list[str], data: st.DataObject) -> None:
    text = " ".join(parts)
    shown = veil(text, care("Ana Ruiz", "Óscar Lind"))
    assert "Ana" not in shown.text
    assert "".join(s.span.of(text) for s in shown.segments) == text
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    moved = shown.moved(Span(start, end))
    assert moved.end <= len(shown.text)
    withheld = [s for s in shown.segments if s.withheld]
    if not any(s.span.start < at < s.span.end for s in withheld for at in (start, end)):
        cut = [s for s in shown.segments if s.span.overlaps(Span(start, end))]
        expected = "".join(s.words if s.withheld else text[max(start, s.span.start) : min(end, s.span.end)] for s in cut)
        assert moved.of(shown.text) == expected


def test_no_page_is_changed() -> None:
    page: Page = page_of("Ana Ruiz wept.")
    Veil(page, care("Ana Ruiz"), KEY)
    assert page == page_of("Ana Ruiz wept.")


@pytest.mark.xfail(reason="a short form of a first name is not known for one")
def test_a_short_form_of_a_name_is_veiled() -> None:
    assert "Alex" not in veil("x", care("Alexander Drake")).of("“Alex felt that he could help,” she said")
