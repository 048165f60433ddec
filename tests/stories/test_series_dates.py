"""Which numbers of a series are of a time that is asked for."""

from __future__ import annotations

import pytest

from sayso.stories.series import _is_of


@pytest.mark.parametrize(
    ("day", "since", "until", "is_of"),
    [
        ("2031-05-06", None, None, True),
        ("2031-05-06", "2031-05-06", "2031-05-06", True),
        ("2031-05-06", "2031-05-07", None, False),
        ("2031-05-06", None, "2031-05-05", False),
        ("2031-05", "2031-05-20", None, True),  # some of its days are
        ("2031", None, "2031-02", True),
        ("2031-05-06", "2031-05", "2031", True),
        ("2031-W19", "2031-05-10", None, True),
        ("2031-W19", "2031-05-12", None, False),
        (None, "2031", None, False),
        (None, None, None, True),
    ],
)
def test_a_month_counts_if_some_of_its_days_do(day: str | None, since: str | None, until: str | None, is_of: bool) -> None:
    assert _is_of(day, since, until) is is_of
