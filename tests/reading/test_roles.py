"""Roles as they are shown: without what a lost full stop ran onto them."""

import pytest

from sayso.reading.names import Name, names_in
from sayso.reading.roles import printed, role_after, role_before
from sayso.text import Span


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("an independent journalist on Skype By 13 January", "independent journalist"),
        ("a 44-year-old mother of three did", "44-year-old mother of three"),
        ("adds our correspondent", "correspondent"),
        ("US China’s ambassador", "China’s ambassador"),
        ("the governor of the province", "governor of the province"),
        ("the head of the ministry In Orlec", "head of the ministry"),
        ("Courier’s head of business writes", "Courier’s head of business"),
        ("the plan - with the term nearly over - the school’s bursar", "school’s bursar"),
        ("an officer at the U.N", "officer"),
        ("the ambassador to the U.S", "ambassador to the U.S."),
        ("his mother", ""),
        ("one of the people I met last night", ""),
        ("Remove Someone And President", ""),
        ("chief", ""),
        ("Danish counterpart", ""),
        ("the director of the School of Mines notes", "director of the School of Mines"),
    ],
)
def test_a_role_is_shown_without_what_was_run_onto_it(words: str, shown: str) -> None:
    assert printed(words) == shown


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("We want peace End Quote Bishop Ana Ruiz spoke. Donors want to help.", "Ana Ruiz", "Bishop"),
        ("Ways to Help UN envoy Ana Ruiz spoke. Donors want to help.", "Ana Ruiz", "UN envoy"),
        ("Talks were held in Sella and Europe French envoy Ana Ruiz spoke.", "Ana Ruiz", "French envoy"),
        ("President Valen fell. They overthrew Valen UK envoy Ana Ruiz said.", "Ana Ruiz", "UK envoy"),
        ("Call for a change in RuritaniaUS President Ana Ruiz spoke.", "Ana Ruiz", "US President"),
        ("It cited Ruritania's First Minister Ana Ruiz.", "Ana Ruiz", "Ruritania's First Minister"),
        ("It cited Courier UK correspondent Ana Ruiz.", "Ana Ruiz", "Courier UK correspondent"),
        ("Ruritania rejected the resolution French envoy Ana Ruiz had drafted.", "Ana Ruiz", "French envoy"),
        ("'Come to Sella' Norway's minister Ana Ruiz spoke.", "Ana Ruiz", "Norway's minister"),
        ("It cited UN humanitarian chief Ana Ruiz.", "Ana Ruiz", "UN humanitarian chief"),
        ("It cited Igor Valen and Orlo singer Ana Ruiz.", "Ana Ruiz", "Orlo singer"),
        ("It cited Health and Human Services Secretary Ana Ruiz.", "Ana Ruiz", "Health and Human Services Secretary"),
    ],
)
def test_a_role_before_a_name_begins_where_it_begins(text: str, name: str, role: str) -> None:
    assert role_before(text, named(text, name)) == role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("It cited Ana Ruiz, chief U.S. economist for Orlo Bank.", "chief U.S. economist for Orlo Bank"),
        ("It cited Ana Ruiz, adviser to President Igor V. Valen.", "adviser to President Igor V. Valen"),
        ("The siege goes on for Ana Ruiz, adds our correspondent.", None),
    ],
)
def test_a_role_behind_a_name_keeps_its_initials_and_is_no_verb(text: str, role: str | None) -> None:
    assert role_after(text, named(text, "Ana Ruiz")) == role


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("The plan of Farm Minister Sun Jiahe was read.", "Sun Jiahe", "Farm Minister"),
        (
            "A note of the Department for Harbours, Energy and Rural Affairs was read.",
            "Department for Harbours, Energy and Rural Affairs",
            None,
        ),
        ("The plan of the Ministry of Harbours and Greenpeace was read.", "Ministry of Harbours", None),
        ("The poem of Poet Laureate Ana Ruiz was read.", "Ana Ruiz", "Poet Laureate"),
        ("Words of Minister Ana Ruiz Several people left.", "Ana Ruiz", "Minister"),
    ],
)
def test_a_name_keeps_its_surname_and_nothing_else(text: str, name: str, title: str | None) -> None:
    found = named(text, name)
    assert (found.text, found.title) == (name, title)


def named(text: str, name: str) -> Name:
    """The name of that text as it is found in a page."""
    return next(n for n in names_in(text, [Span(0, len(text))]) if n.text == name)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("A river floods Ana Ruiz, the mayor said.", None),
        ("Shells hit the house of Ana Ruiz, the mayor of Sella told reporters.", None),
        ("Shells hit the house of Ana Ruiz, the mayor of Sella, and burnt it.", "the mayor of Sella"),
        ("They met Ana Ruiz, the mayor who has said so since May.", "the mayor who"),
        ("Ana Ruiz, the mayor, said so.", "the mayor"),
        ("Ana Ruiz, the mayor said.", "the mayor"),
    ],
)
def test_the_source_of_a_clause_is_no_role_of_the_name_before_it(text: str, role: str | None) -> None:
    """Seen in a report: *Nine dead as river floods Port Maren, the mayor said* made a mayor of the town."""
    assert role_after(text, named(text, "Ana Ruiz")) == role
