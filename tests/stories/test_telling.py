"""What tells a page's event: who only speaks tells little, what happens once at its place tells much, and roundups are known."""

from __future__ import annotations

import json

import pytest

from sayso.page.page import Document, Kind, Page
from sayso.page.pages import pages_of
from sayso.stories.happenings import Happening
from sayso.stories.roundups import is_roundup
from sayso.stories.telling import Sort, telling_of


def page_of(headline: str | None, *paragraphs: str) -> Page:
    record = {"headline": headline, "published": "2031-06-02", "paragraphs": list(paragraphs)}
    [page] = pages_of(Document(json.dumps(record).encode(), Kind.RECORD, "told", seen="told"))
    return page


def names_of(page: Page) -> dict[str, float]:
    return {each.stem: each.weight for each in telling_of(page) if each.sort is Sort.NAME}


@pytest.mark.parametrize(
    "sentence",
    [
        "Divers could see Tarnquist beside the wreck off Quillmar, Brask said.",
        "On Monday Brask, who heads the harbours in the north, said that Tarnquist had been seen at the wreck off Quillmar.",
        "All saw Tarnquist at the wreck off Quillmar on Monday night, said Brask.",
        "They asked for divers when Tarnquist came to Quillmar with Minister Brask on Monday night.",
    ],
)
def test_who_only_speaks_or_has_an_office_tells_less_than_who_is_spoken_of(sentence: str) -> None:
    names = names_of(
        page_of("Wreck off Quillmar", sentence, "Nobody knew yet how the wreck came to lie in the bay of that name.")
    )
    assert names["brask"] < 0.6 * names["tarnquist"]


def happenings_of(page: Page) -> set[str]:
    return {each.stem for each in telling_of(page) if each.sort is Sort.HAPPENING}


SHOOK = (
    "An earthquake struck near Vantrell before dawn on Monday, killing at least nine people and leaving many trapped.",
    "Rescuers searched the rubble of collapsed houses. Aftershocks shook the survivors; the injured lay outside the hospital.",
)
SANG = (
    "Singers will hold a charity concert on Friday to raise money for the victims of the earthquake in Vantrell.",
    "The telethon has a song of its own, and donations go to a fund for those who lost their homes.",
)


def test_a_page_about_an_earthquake_tells_it_with_its_place_and_a_concert_for_its_victims_does_not() -> None:
    assert happenings_of(page_of("Quake kills nine", *SHOOK)) == {"quake vantrell"}
    assert happenings_of(page_of("Stars sing for victims", *SANG)) == set()


def test_what_a_country_may_have_several_of_in_a_week_counts_with_a_town_only() -> None:
    sank = (
        "A ferry sank off Vantrell in the north of Norway on Monday, and nine passengers were killed, rescuers said.",
        "Divers searched the wreck of the ferry for the missing; survivors and the injured were in hospital.",
    )
    assert happenings_of(page_of("Ferry sinks", *sank)) == {"ship vantrell"}


def test_happenings_weigh_at_most_one_together() -> None:
    told = [each for each in telling_of(page_of("Quake kills nine", *SHOOK)) if each.sort is Sort.HAPPENING]
    assert 0 < sum(each.weight**2 for each in told) <= 1.0001
    assert Happening._fields == ("kind", "place", "weight")


@pytest.mark.parametrize(
    ("headline", "roundup"),
    [
        ("Storm over the north coast – as it happened", True),
        ("Strike on the railways: what we know on day 12", True),
        ("Your Tuesday Briefing", True),
        ("Timeline: the strike from its first day", True),
        ("LIVE: Storm over the north coast", True),
        ("Where the rescued live now", False),
        ("Minister cuts short his briefing of envoys", False),
        ("Nine dead as ferry sinks", False),
    ],
)
def test_pages_that_tell_of_several_events_say_so(headline: str, roundup: bool) -> None:
    assert is_roundup(page_of(headline, *SHOOK)) is roundup


def test_a_page_whose_paragraphs_begin_with_the_time_is_a_roundup() -> None:
    assert is_roundup(page_of("Storm over the coast", *(f"{hour}.15 Waves were seen over the pier." for hour in range(10, 15))))
