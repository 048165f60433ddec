"""Times that stand for no time."""

import pytest

from sayso.page.dates import iso_of


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00+00:00", "0000-00-00 00:00:00", "1970-01-01"])
def test_a_nought_is_no_time(value: str) -> None:
    assert iso_of(value) is None


def test_an_old_newspaper_has_its_date() -> None:
    assert iso_of("1912-04-16") == "1912-04-16"
