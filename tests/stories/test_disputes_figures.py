"""How two figures stand to each other: what is a dispute, and above all what is none."""

from __future__ import annotations

import re

import pytest

from sayso.claims.figure import OUTLET, Bound, Figure, Sort
from sayso.claims.report import Report
from sayso.claims.statement import Stance, Statement, StatementKind
from sayso.ledger.figures import figure_entry
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.stories.disputes.figures import near, relation_of
from sayso.stories.disputes.figures.view import View, view_of
from sayso.stories.disputes.figures.words import patterns, rows, set_against
from sayso.stories.dossiers.dossier import Kind, Member
from sayso.text import Span
from tests.stories.wires import page

PEOPLE = {"family": "killed", "what": "people", "kind": "earthquake"}
WAR = {"family": "killed", "what": "people", "kind": "violence"}
SICK = {"family": "cases", "what": "people", "kind": "outbreak"}
LOSSES = {"family": "killed", "what": "soldiers", "side": "sarn", "kind": "violence"}
ABOARD = {"family": "aboard", "what": "people", "kind": "ship"}


def views(
    text: str,
    *,
    at: str = "2031-05-06",
    row: int = 1,
    said: dict[int, str] | None = None,
    denied: frozenset[int] = frozenset(),
    facets: dict[str, str] | None = None,
    more: dict[int, dict[str, str]] | None = None,
) -> list[View]:
    """The figures of a page, its numbers in brackets; ``said`` is who says which of them, what is not named there the page says.

    ``facets`` are those of all of them, ``more`` those of some.
    """
    plain, spans = "", []
    for piece in re.split(r"(\[[^]]+\])", text):
        words = piece.strip("[]") if piece.startswith("[") else piece
        if piece.startswith("["):
            spans.append(Span(len(plain), len(plain) + len(words)))
        plain += words
    made = page(f"p{row}", (plain,), outlet=f"Outlet {row}", published=at)
    shift = made.text.index(plain)
    figures, statements = [], []
    for number, own in enumerate(spans):
        span = Span(own.start + shift, own.end + shift)
        name = (said or {}).get(number)
        if name is not None:
            stance = Stance.DENYING if number in denied else Stance.NEUTRAL
            speaker = Speaker(name or None, SpeakerKind.ORGANISATION, Reason.AS_NAMED)
            start = made.text.index(name) if name else span.start
            statements.append(
                Statement(f"s{number}", StatementKind.INDIRECT, stance, (Span(start, start + len(name)),), (), (span,), speaker)
            )
        printed = span.of(made.text)
        value = float(re.sub(r"[^\d]", "", printed))
        holder = OUTLET if name is None else f"s{number}"
        low, high, bound = {
            "no more than": (None, value, Bound.AT_MOST),
            "at least": (value, None, Bound.AT_LEAST),
        }.get(printed.rpartition(" ")[0], (value, value, Bound.EXACT))
        figures.append(Figure(f"f{number}", span, low, high, bound, (), Sort.KILLED, holder=holder))
    report = Report(made, tuple(statements), model="test", figures=tuple(figures))
    found = []
    for number, figure in enumerate(figures):
        own_facets = {"at": at, "as_of": at[:16]} | (facets or PEOPLE) | (more or {}).get(number, {})
        member = Member(figure_entry(made.text_digest, figure.span), row, 1, own_facets)
        view = view_of(report, row, member)
        assert view is not None
        found.append(view)
    return found


def kind_of(*found: View) -> Kind:
    one, other = found
    assert relation_of(one, other)[0] is relation_of(other, one)[0], "the order of two figures changes nothing"
    return relation_of(one, other)[0]


ON_ONE_PAGE = {
    "two sides in one breath": (
        "The miners say [40] people have died. The company, however, says the number is [12].",
        {0: "The miners", 1: "The company"},
        PEOPLE,
        Kind.CONTRADICTION,
    ),
    "a report that counts, though nobody says so": (
        "The inspectorate's closing report gives [355] dead, but the parish registers show [410].",
        {},
        PEOPLE,
        Kind.CONTRADICTION,
    ),
    "what was told before": (
        "Stricter counting has cut the toll from [20] to [7], the ministry says.",
        {0: "the ministry", 1: "the ministry"},
        PEOPLE,
        Kind.UNCLEAR,
    ),
    "first reports": (
        "Initial reports put the dead at [170]. The coroner now has [101] dead, the coroner says.",
        {0: "Initial reports", 1: "The coroner"},
        PEOPLE,
        Kind.UNCLEAR,
    ),
    "the buried are not all the dead": (
        "President Oda says [7,000] victims have been buried. The Red Cross, however, says [45,000] are dead.",
        {0: "President Oda", 1: "The Red Cross"},
        PEOPLE,
        Kind.UNCLEAR,
    ),
    "what may still come": (
        "Surveyor Lund says [120] have died, but Mayor Roe says the toll could rise to [300].",
        {0: "Surveyor Lund", 1: "Mayor Roe"},
        PEOPLE,
        Kind.UNCLEAR,
    ),
    "a country and the world": (
        "Norway has reported [62] cases. However, the Agency says [390] cases have been found worldwide.",
        {0: "Norway", 1: "the Agency"},
        SICK,
        Kind.SCOPE,
    ),
    "each its own country": (
        "Norway has [62] cases, says Dr Holm, while Denmark has [390] cases, says Dr Rask.",
        {0: "Dr Holm", 1: "Dr Rask"},
        SICK,
        Kind.SCOPE,
    ),
    "the suspected and the confirmed": (
        "Dr Holm says [62] cases are confirmed, but Dr Rask says [390] are suspected to be ill.",
        {0: "Dr Holm", 1: "Dr Rask"},
        SICK,
        Kind.UNCLEAR,
    ),
    "civilians and all": (
        "Doctor Mil says [7] civilians died." + " The road was closed for hours." * 20 + " The army says [37] died.",
        {0: "Doctor Mil", 1: "The army"},
        WAR,
        Kind.SCOPE,
    ),
    "some reports": (
        "Some reports say up to [200] people were killed. But the government says [37] died.",
        {0: "Some reports", 1: "the government"},
        PEOPLE,
        Kind.UNCLEAR,
    ),
    "one body under two names": (
        "The UN says [230] fled. But the UN High Commissioner for Refugees says [200] fled.",
        {0: "The UN", 1: "UN High Commissioner for Refugees"},
        {"family": "displaced", "what": "people", "kind": "violence"},
        Kind.UNCLEAR,
    ),
    "the ministry's own count in somebody else's mouth": (
        "The Watch counts [780] arrests. The Watch notes that the ministry's own total is [312] arrests.",
        {0: "The Watch", 1: "The Watch"},
        {"family": "arrested", "what": "people", "kind": "violence", "total": "total"},
        Kind.CONTRADICTION,
    ),
    "two places far apart in a text": (
        "The mayor says [40] people died." + " Snow fell on the pass all night." * 30 + " The pilot says [22] people died.",
        {0: "The mayor", 1: "The pilot"},
        PEOPLE,
        Kind.UNCLEAR,
    ),
    "police and others": (
        "The clinic says [19] were hurt, but the union says [31] officers were.",
        {0: "The clinic", 1: "the union"},
        {"family": "injured", "kind": "violence"},
        Kind.SCOPE,
    ),
}


@pytest.mark.parametrize("case", ON_ONE_PAGE)
def test_two_numbers_on_one_page(case: str) -> None:
    text, said, facets, expected = ON_ONE_PAGE[case]
    more = {0: {"what": "people"}, 1: {"what": "police"}} if "what" not in facets else {}
    assert kind_of(*views(text, said=said, facets=facets, more=more)) is expected


ON_TWO_PAGES = {
    "later and yet fewer": (
        ("2031-05-06", 100, "Premier Adair"),
        ("2031-05-07", 50, "the Red Cross"),
        PEOPLE,
        Kind.CONTRADICTION,
    ),
    "later and more": (("2031-05-06", 50, "Premier Adair"), ("2031-05-07", 100, "the Red Cross"), PEOPLE, Kind.UNCLEAR),
    "of one day, which of them is older nobody knows": (
        ("2031-05-06", 40, "Premier Adair"),
        ("2031-05-06", 64, "the Red Cross"),
        PEOPLE,
        Kind.UNCLEAR,
    ),
    "of one hour": (
        ("2031-05-06T12:00", 40, "Premier Adair"),
        ("2031-05-06T13:00", 64, "the Red Cross"),
        PEOPLE,
        Kind.CONTRADICTION,
    ),
    "an update": (("2031-05-06", 40, "Premier Adair"), ("2031-05-07", 64, "Premier Adair"), PEOPLE, Kind.UPDATE),
    "so much fewer that it may be a part": (
        ("2031-05-06", 400, "Premier Adair"),
        ("2031-05-07", 20, "the Red Cross"),
        PEOPLE,
        Kind.UNCLEAR,
    ),
    "the losses of a side, by each side": (
        ("2031-05-06", 5840, "the Sarnian staff"),
        ("2031-05-07", 498, "the Ostian ministry"),
        LOSSES,
        Kind.CONTRADICTION,
    ),
    "few soldiers may be those of one fight": (
        ("2031-05-06", 12, "the Sarnian staff"),
        ("2031-05-06", 2, "the Ostian ministry"),
        LOSSES,
        Kind.UNCLEAR,
    ),
    "an outbreak does not double in hours": (
        ("2031-05-06T10:00", 41, "Dr Holm"),
        ("2031-05-06T18:00", 87, "the Union of Nurses"),
        SICK,
        Kind.CONTRADICTION,
    ),
    "two outlets on a ship": (("2031-05-06", 386, None), ("2031-05-06", 520, None), ABOARD, Kind.CONTRADICTION),
    "two outlets nearly at one": (("2031-05-06", 386, None), ("2031-05-06", 391, None), ABOARD, Kind.UNCLEAR),
}


@pytest.mark.parametrize("case", ON_TWO_PAGES)
def test_two_numbers_on_two_pages(case: str) -> None:
    one, other, facets, expected = ON_TWO_PAGES[case]
    found = []
    for row, (at, value, who) in enumerate((one, other)):
        text = f"In all [{value}] were counted, {who} told reporters." if who else f"In all [{value}] were counted."
        found += views(text, at=at, row=row, said={0: who} if who else {}, facets=facets)
    assert kind_of(*found) is expected


DENIED = {
    "The army rejected the figure of [40] dead.": True,
    "The army denied that [40] had died.": True,
    "The army dismissed claims of more than [40] dead.": True,
    "The claim that [40] died is false, the army said.": True,
    "The army questioned the toll of [40].": True,
    "The army denied the attack on the market that killed [40] people.": False,
    "The army rejected the plan of the 12 states after [40] had died.": False,
}


@pytest.mark.parametrize("text", DENIED)
def test_a_number_is_denied_by_the_words_before_or_after_it(text: str) -> None:
    [own] = views(text)
    assert own.denying is DENIED[text]


def test_who_denies_a_number_disputes_it_with_who_gives_it() -> None:
    [said] = views("The union says [40] miners are dead.", said={0: "The union"})
    [told_no] = views("The army rejected the figure of [40] dead.", row=2, said={0: "The army"})
    assert relation_of(said, told_no) == (Kind.DENIED, "The army denies the 40 of The union")


COUNTERS = {
    "The port's closing report gives [355] dead.": "The port's closing report",
    "A tally by four newspapers put the dead at [355].": "A tally by four newspapers",
    "Meanwhile the Ministry of Works published its bulletin: [355] dead.": "the Ministry of Works",
    "The harbour board, which on Monday spoke of [355] dead, was silent.": "The harbour board",
    "The storm's death toll so far is estimated at [355].": "",
    "He put the dead at [355].": "",
    "The country's toll stood at [355].": "",
    "Heavy snow fell on the pass and [355] died.": "",
}


@pytest.mark.parametrize("text", COUNTERS)
def test_who_counts_is_told_by_the_words_before_a_number(text: str) -> None:
    [own] = views(text)
    assert own.source == COUNTERS[text]
    assert own.own_voice is not bool(COUNTERS[text])


@pytest.mark.parametrize(("name", "where", "pattern", "example"), rows())
def test_each_line_of_the_table_finds_its_example(name: str, where: str, pattern: str, example: str) -> None:
    assert "#" in example
    if where == "between":
        assert set_against(example.split("#")[1])
        return
    before, after = example.split("#", 1)
    looked_in = {"before": before, "after": after}.get(where, example)
    assert re.search(pattern, looked_in, re.IGNORECASE), name
    assert name in patterns()


def test_a_list_does_not_pair_what_is_long_apart() -> None:
    days = [views(f"There were [{100 + day}] dead.", at=f"2031-05-{day:02}", row=day)[0] for day in (1, 2, 20)]
    assert [(a.printed, b.printed) for a, b in near(days)] == [("101", "102")]


CAPPED = {
    # a count, and words that cap it: when each was told, who capped it, and what that is
    "by the other side on one day": ("2031-05-06T09:00", "2031-05-06T17:00", Kind.CONTRADICTION),
    "a day after the count": ("2031-05-06T09:00", "2031-05-07T12:00", Kind.CONTRADICTION),
    "long before the count": ("2031-05-07T19:00", "2031-05-06T09:00", Kind.UNCLEAR),
}


@pytest.mark.parametrize("name", CAPPED)
def test_words_that_leave_no_room_for_a_count_contradict_it(name: str) -> None:
    counted, capped, kind = CAPPED[name]
    [count] = views("The rescue service counts [at least 31] dead.", at=counted, said={0: "rescue service"}, facets=WAR)
    [cap] = views("The general staff says [no more than 20] died.", at=capped, row=2, said={0: "general staff"}, facets=WAR)
    assert kind_of(count, cap) is kind
    assert kind_of(cap, count) is kind


def test_a_count_as_of_another_month_contradicts_none_of_today() -> None:
    found = views(
        "The UN says about [9,000] people have died. In February, the government put the death toll at [3,838].",
        at="2031-05-06",
        said={0: "UN", 1: "government"},
        facets=WAR | {"total": "1"},
        more={1: {"as_of": "2031-02", "own_time": "1"}},
    )
    assert kind_of(*found) is Kind.UNCLEAR
