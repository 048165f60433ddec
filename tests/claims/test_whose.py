"""A ministry of which the page does not say whose it is, and what may be inferred from the page."""

from sayso.claims.statements.whose import with_whose
from tests.claims.marked import read

CLAIMED = "<s1>Russia</s1> <c1>claimed</c1> <t1>control of the harbour of Orlec</t1>. "
SPOKESMAN = (
    "<s2>Defence Ministry spokesman Tom Berg</s2> <c2>said</c2> <t2>the harbour of Orlec was under complete control</t2>. "
    "<s3>He</s3> <c3>added</c3> <t3>that the trams were running</t3>. "
)


def whose(marked: str) -> list[tuple[str | None, str | None]]:
    """Of each statement the speaker, and the country that is inferred."""
    page, statements = read(marked)
    return [(s.speaker.name, s.whose.name if s.whose else None) for s in with_whose(statements, page.text)]


def test_the_country_that_says_the_same_is_inferred_for_all_that_its_spokesman_says() -> None:
    assert whose(CLAIMED + SPOKESMAN) == [("Russia", None), ("Tom Berg", "Russia"), ("Tom Berg", "Russia")]


def test_what_is_inferred_cites_the_words_that_it_is_drawn_from() -> None:
    page, statements = read(CLAIMED + SPOKESMAN)
    (_, spokesman, _) = with_whose(statements, page.text)
    assert spokesman.whose is not None
    assert [p.of(page.text) for p in spokesman.whose.cited] == ["Russia", "claimed", "control of the harbour of Orlec"]


def test_where_two_countries_say_the_same_nothing_is_inferred() -> None:
    both = CLAIMED.replace("1>", "4>").replace("Russia", "Georgia") + CLAIMED + SPOKESMAN
    assert [country for _, country in whose(both)] == [None, None, None, None]


def test_a_ministry_whose_country_is_named_is_left_as_it_is() -> None:
    assert [country for _, country in whose(CLAIMED + SPOKESMAN.replace("Defence", "Georgian Defence"))] == [None, None, None]


def test_a_country_that_says_something_else_is_none_of_its() -> None:
    other = "<s1>Russia</s1> <c1>said</c1> <t1>that talks would begin</t1>. "
    assert [country for _, country in whose(other + SPOKESMAN)] == [None, None, None]
