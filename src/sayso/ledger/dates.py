"""Dates as somebody asks for them: a day, or less of one."""

from __future__ import annotations

import re
from datetime import datetime

from sayso.errors import UsageError

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d([T ]\d\d:\d\d(:\d\d)?)?)?)?")


def date_of(asked: str) -> str:
    """A date as it is compared with those of pages. Raises ``UsageError`` for what is none."""
    if not _DATE.fullmatch(asked):
        raise UsageError(f"{asked!r} is no date; write it as 2022, 2022-03, 2022-03-01 or 2022-03-01T09:59")
    try:  # made whole, for only a whole date can be looked up in the calendar
        datetime.fromisoformat(asked + "0001-01-01"[len(asked) :])
    except ValueError:
        raise UsageError(f"There is no {asked} in the calendar; write a date as 2022-03-01, or less of it") from None
    return asked.replace(" ", "T")
