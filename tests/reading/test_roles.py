"""Roles as they are shown: without what a lost full stop ran onto them."""

import pytest

from sayso.reading.roles import printed


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("an independent journalist on Skype By 13 January", "independent journalist"),
        ("a 44-year-old mother of three did", "44-year-old mother of three"),
        ("adds our correspondent", "correspondent"),
        ("US China’s ambassador", "China’s ambassador"),
        ("the governor of the province", "governor of the province"),
        ("the head of the ministry In Orlec", "head of the ministry"),
    ],
)
def test_a_role_is_shown_without_what_was_run_onto_it(words: str, shown: str) -> None:
    assert printed(words) == shown
