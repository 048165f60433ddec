"""When what is looked at again: lists by their interval, pages at growing ones, and what fails ever more seldom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import accumulate

DAY = timedelta(days=1)

AGAIN = tuple(timedelta(hours=h) for h in (1, 2, 4, 8, 24, 48, 72))
"""How long after a look at a page the next one comes: seven looks in a week, which is how silent changes are found. A page that
changed begins anew."""

FOLLOWED = timedelta(days=21)
"""No page is looked at again that was first seen longer ago, however often it changes."""

JITTER = 0.1
"""Intervals differ by so much, lest all who watch a site come at the same moment."""

TRIES = 8
"""So often in a row a page may fail for a reason of the moment before it is left alone."""

_FIRST_RETRY = timedelta(minutes=15)
_CUMULATED = tuple(accumulate(AGAIN, initial=timedelta()))


def next_look(every: timedelta, *, failures: int, rest: timedelta | None) -> timedelta:
    """How long until a list is looked at again: its interval, or what it asks for if that is more, which is kept to up to a day.

    After each failure in a row it is twice as long, up to a day.
    """
    calm = max(every, min(rest or timedelta(), DAY))
    return max(calm, min(every * 2 ** min(failures, 20), DAY)) if failures else calm


def next_try(failures: int) -> timedelta | None:
    """How long until a page is tried again that failed so often in a row; ``None`` where it is left alone."""
    return None if failures > TRIES else min(_FIRST_RETRY * 2 ** (failures - 1), DAY)


def next_of_page(first: datetime, at: datetime, steps: int) -> datetime | None:
    """When a page is looked at again after so many looks that found nothing new; ``None`` where that was the last."""
    if steps >= len(AGAIN) or at - first > FOLLOWED:
        return None
    return at + AGAIN[steps]


def steps_of(age: timedelta) -> int:
    """How many looks a page has behind it that was first seen so long ago, where nothing else is remembered of it."""
    return max(0, sum(age >= passed for passed in _CUMULATED) - 1)


def jittered(wait: timedelta, random: Callable[[], float]) -> timedelta:
    """A little more or less; ``random`` gives numbers from 0 to 1."""
    return wait * (1 + JITTER * (2 * random() - 1))
