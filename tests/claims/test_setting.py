"""Setting: as of when, over which period and where the figures of invented pages hold; all of Thursday 10 March 2022."""

from dataclasses import replace

import pytest

from sayso.claims.settings.places import Places
from sayso.claims.settings.setting import set_in
from tests.claims.marked import read
from tests.claims.test_marks import figures_in

# text, the printed words of a figure, as of, period, place
_CASES = [
    # the day beside the number is its own
    ("The flood in Odesa killed 14 people on Tuesday.", "14", "on Tuesday = 2022-03-08", None, "Odesa, UA"),
    ("As of Monday, 40 people had died.", "40", "As of Monday = 2022-03-07", None, None),
    # a day inside a clause with *since* says when a period began
    (
        "The relief agency counted 331 dead since the floods began on 24 February.",
        "331",
        None,
        "since the floods began on 24 February = 2022-02-24",
        None,
    ),
    (
        "So far 198 people have died since fighting erupted before dawn on Sunday.",
        "198",
        None,
        "on Sunday = 2022-03-06",
        None,
    ),
    # after somebody reported on a day, that day is as of when
    (
        "<s1>The clinic</s1> <c1>reported on Wednesday</c1> <t1>that 198 people died since the floods began on 24 May</t1>.",
        "198",
        "on Wednesday = None",
        "since the floods began on 24 May = 2021-05-24",
        None,
    ),
    # a day that owns a noun
    ("The mayor fears that 900 people were killed by Tuesday's earthquake.", "900", None, None, None),
    ("Dozens are expected to have died in Friday’s quake.", "Dozens", None, None, None),
    ("The 12 January earthquake made 500 people homeless.", "500", None, None, None),
    ("Some 500 people are homeless following the quake on 12 January.", "500", None, None, None),
    # a day still to come
    ("The army will have 100 boats there next week.", "100", None, None, None),
    # another clause
    (
        "Some 3,500 people have found shelter in Poland, whose welcome differs from that of six years ago.",
        "3,500",
        None,
        None,
        "Poland, PL",
    ),
    ("Rescuers freed 12 miners after the shaft fell in on Monday.", "12", None, None, None),
    ("After the shaft fell in on Monday, rescuers freed 12 miners.", "12", None, None, None),
    ("Storms on Monday raised the toll from Friday’s flood to 12.", "12", "on Monday = 2022-03-07", None, None),
    ("They raised the toll from a flood on Monday to 12.", "12", None, None, None),
    ("Some 200 people were hungry, double the number of five years ago.", "200", None, None, None),
    # a period that is not the number's
    ("The state pledged 300 tents, taking its total for the past 12 months to 900.", "300", None, None, None),
    # places in another clause
    (
        "The long drought in Iraq led to 70,000 deaths; the drought in Libya caused misery.",
        "70,000",
        None,
        None,
        "Iraq, IQ",
    ),
    ("At least 23 people drowned, causing outrage in Ukraine.", "23", None, None, None),
    # *there*, and who is set over a place
    ("The ferry sank in Odesa. The captain said 3 sailors had been killed there.", "3", None, None, "Odesa, UA"),
    (
        "The captain said 3 sailors had drowned and emergency services in Kharkiv said a boy had been hurt.",
        "3",
        None,
        None,
        None,
    ),
    ("In Odesa, the governor of Kharkiv counted 30 boats.", "30", None, None, "Odesa, UA"),
]


@pytest.mark.parametrize(("marked", "printed", "as_of", "period", "place"), _CASES, ids=lambda v: str(v)[:50])
def test_setting(marked: str, printed: str, as_of: str | None, period: str | None, place: str | None) -> None:
    page, statements = read(marked)
    page = replace(page, published="2022-03-10T09:00+00:00")
    (figure,) = set_in(page, statements, figures_in(page, statements, [(printed, "")]), Places(page))
    when = lambda w: w and f"{w.span.of(page.text)} = {w.value}"  # noqa: E731
    where = figure.place and figure.place.means
    assert (when(figure.as_of), when(figure.period), where and f"{where.name}, {where.country}") == (as_of, period, place)
