"""Status as reported, in four states: each case is a text, the entry asked for, and what is said of it."""

import pytest

from sayso.claims.marks.marks import marks_of
from sayso.claims.marks.status import status_of
from tests.claims.marked import read
from tests.claims.test_marks import figures_in

_CASES = [
    # nothing said
    ("<s1>The mayor</s1> <c1>said</c1> <t1>the dam had burst</t1>.", [], "s1", "nothing said", []),
    # never from the entry's own cue
    (
        "<s1>The ministry</s1> <c1>confirmed</c1> <t1>that it had struck the depot in Orlec</t1>.",
        [],
        "s1",
        "nothing said",
        [],
    ),
    # a figure and its statement
    (
        "<s1>The army</s1> <c1>estimated</c1> <t1>that 9,000 raiders had died</t1>, but this figure has not been verified.",
        [("9,000", "raiders")],
        "f1",
        "unverified",
        ["unverified: “but this figure has not been verified” (in the page’s own words)"],
    ),
    # unclear
    (
        "<s1>The mayor</s1> <c1>said</c1> <t1>the cause was still unknown</t1>.",
        [],
        "s1",
        "unverified",
        ["unclear: “the cause was still unknown” (in the words of mayor)"],
    ),
    # hedged
    (
        "Nine people were reportedly killed at the mill.",
        [("Nine", "people")],
        "f1",
        "unverified",
        ["hedged: “reportedly” (in the page’s own words)"],
    ),
    # confirmed by somebody named
    (
        "<s1>Villagers</s1> <c1>said</c1> <t1>the granary had been shelled</t1>. The report was confirmed by two hospitals.",
        [],
        "s1",
        "confirmed",
        ["confirmed: “The report was confirmed by two hospitals” (in the page’s own words)"],
    ),
    (
        "<s1>Villagers</s1> <c1>said</c1> <t1>the granary had been shelled at dawn</t1>.\n"
        "<s2>Governor Ana Ruiz</s2> <c2>confirmed</c2> <t2>that the granary had been shelled at dawn</t2>.",
        [],
        "s1",
        "confirmed",
        ["confirmed: “Governor Ana Ruiz confirmed” (in the words of Ana Ruiz)"],
    ),
    # confirmed cases: nobody is named
    (
        "Velmar has 1,626 confirmed cases.",
        [("1,626", "confirmed cases")],
        "f1",
        "nothing said",
        ["confirmed: “confirmed cases” (in the page’s own words; does not count: nobody is named)"],
    ),
    # confirmed on the word of him who says it
    (
        "<s1>The health office</s1> <c1>said</c1> <t1>Velmar has 1,626 confirmed cases</t1>.",
        [("1,626", "confirmed cases")],
        "f1",
        "nothing said",
        ["confirmed: “confirmed cases” (in the words of health office; does not count: on the speaker’s own word)"],
    ),
    # the same, of a sum in his own words
    (
        "<s1>The relief agency</s1> <c1>said</c1> <t1>it had confirmed 331 deaths in the valley</t1>.",
        [("331", "deaths")],
        "f1",
        "nothing said",
        ["confirmed: “had confirmed” (in the words of relief agency; does not count: on the speaker’s own word)"],
    ),
    # what could be confirmed is not
    (
        "<s1>The harbour office</s1> <c1>said</c1> <t1>nine more sailors could be confirmed dead</t1>.",
        [("nine", "more sailors")],
        "f1",
        "nothing said",
        [],
    ),
    # conflicting
    (
        "<s1>Residents</s1> <c1>accused</c1> <t1>the army of burning the village</t1>. The army denied the accusations.",
        [],
        "s1",
        "conflicting",
        ["denied: “The army denied the accusations” (in the page’s own words)"],
    ),
    (
        "<s1>Villagers</s1> <c1>said</c1> <t1>the granary had been shelled</t1>. The report was confirmed by two hospitals.\n"
        "The Northern Wire could not independently verify the claim.",
        [],
        "s1",
        "conflicting",
        [
            "confirmed: “The report was confirmed by two hospitals” (in the page’s own words)",
            "unverified: “The Northern Wire could not independently verify the claim” (in the page’s own words)",
        ],
    ),
    # what stands within a statement takes over what is said of the whole
    (
        "<s1>The Orlec Post</s1> <c1>reported</c1> <t1>that <s2>villagers</s2> <c2>said</c2> <t2>shells had hit the mill</t2>"
        "</t1>. The report could not be verified.",
        [],
        "s2",
        "unverified",
        ["unverified: “The report could not be verified” (in the page’s own words)"],
    ),
]


@pytest.mark.parametrize(
    ("marked", "listed", "entry", "state", "lines"), _CASES, ids=lambda v: v[:50] if isinstance(v, str) else ""
)
def test_status(marked: str, listed: list[tuple[str, str]], entry: str, state: str, lines: list[str]) -> None:
    page, statements = read(marked)
    figures = figures_in(page, statements, listed)
    reported = status_of(entry, statements, figures, marks_of(page, statements, figures), text=page.text)
    assert (reported.state.value, reported.explained(page.text)) == (state, lines)


def test_whose_words_they_are() -> None:
    page, statements = read("<s1>The mayor</s1> <c1>said</c1> <t1>the cause was still unknown</t1>.")
    reported = status_of("s1", statements, (), marks_of(page, statements, ()), text=page.text)
    (ground,) = reported.grounds
    assert (reported.status, ground.holder, ground.who) == ("unclear", "s1", "mayor")


def test_an_entry_that_is_not_there() -> None:
    with pytest.raises(KeyError, match="no statement or figure 's9'"):
        status_of("s9", (), (), ())
