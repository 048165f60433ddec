"""A person who is described at the head of a page and named further down."""

from sayso.claims.statements.later import with_later_names
from tests.claims.marked import read

HEAD = "<s1>A health official</s1> <c1>said</c1> <t1>the water of the Lenna was safe to drink in Orlec</t1>.\n"
BODY = "The town had boiled its water for a week.\nShops were shut.\n"
NAMED = "<s2>Ana Ruiz, an official of the health ministry</s2>, <c2>said</c2> <t2>the water of Orlec was safe to drink</t2>."


def speakers(marked: str) -> list[tuple[str | None, str]]:
    """Of each statement the speaker's name, and why."""
    page, statements = read(marked)
    return [(s.speaker.name, s.speaker.because.name) for s in with_later_names(statements, page)]


def test_who_says_the_same_further_down_is_meant() -> None:
    assert speakers(HEAD + BODY + NAMED)[0] == ("Ana Ruiz", "LATER")


def test_who_says_something_else_is_not_meant() -> None:
    other = NAMED.replace("the water of Orlec was safe to drink", "schools would open on Monday")
    assert speakers(HEAD + BODY + other)[0] == ("a health official", "DESCRIBED")


def test_where_two_say_the_same_nobody_is_taken() -> None:
    two = NAMED + "\n" + NAMED.replace("2>", "3>").replace("Ana Ruiz", "Tom Berg")
    assert speakers(HEAD + BODY + two)[0] == ("a health official", "DESCRIBED")


def test_somebody_of_another_trade_is_not_meant() -> None:
    baker = NAMED.replace("an official of the health ministry", "a baker")
    assert speakers(HEAD.replace("official", "inspector") + BODY + baker)[0] == ("a health inspector", "DESCRIBED")
