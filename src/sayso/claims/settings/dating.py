"""Dating: the day, week, month or year that words for a time mean, counted from the page's own day.

One rule for each form of ``times.tsv``. What the words leave open has no value: *in recent weeks*, *in March* on a page of
February.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from sayso.claims.figure import Precision, When
from sayso.page.calendar import ENGLISH_WEEKDAYS, MONTHS

NUMBERS = {w: n for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), start=1)}
NUMBERS |= {"a": 1, "an": 1, "couple of": 2, "a couple of": 2}
VAGUE = ("a few", "few", "several", "some", "many")
_NEAR = 60
"""Days: a date without a year that is this near ahead may be the coming one as well as the last."""


@dataclass(frozen=True, slots=True)
class From:
    """What a time is counted from: the page's day, whether the clause looks ahead, and the time named just before."""

    own: datetime.date | None
    ahead: bool | None = False
    """``None`` where that is open."""
    past: bool = False
    """Whether it is sure to be past: what is reported has been said."""
    was: bool = False
    """Whether a verb in the past stands near."""
    named: When | None = None


Value = tuple[str | None, Precision | None, bool]
"""ISO 8601, its precision, and whether a period opens."""
OPEN: Value = (None, None, False)


def _day(day: datetime.date) -> Value:
    return day.isoformat(), Precision.DAY, False


def _week(day: datetime.date) -> Value:
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}", Precision.WEEK, False


def _month(year: int, month: int) -> Value:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return (f"{year:04}-{month:02}", Precision.MONTH, False) if 0 < year < 10_000 else OPEN


def _year(year: int) -> Value:
    return (f"{year:04}", Precision.YEAR, False) if 0 < year < 10_000 else OPEN


def _moved(own: datetime.date, unit: str, by: int) -> Value:
    """The day, week, month or year that lies so many of them off."""
    try:
        match unit.casefold():
            case "day" | "night":
                return _day(own + datetime.timedelta(days=by))
            case "hour":
                return _day(own + datetime.timedelta(days=-(-by // 24)))
            case "week" | "weekend":
                return _week(own + datetime.timedelta(weeks=by))
            case "month":
                return _month(own.year, own.month + by)
            case "year":
                return _year(own.year + by)
            case _:
                return _year(own.year + 10 * by)
    except (OverflowError, ValueError):
        return OPEN


def _number(words: str | None) -> int | None:
    """How many; ``None`` where the words leave it open."""
    if words is None:
        return 1
    words = words.casefold()
    return int(words) if words.isdigit() else NUMBERS.get(words)


def _of_iso(m: re.Match[str], since: From) -> Value:
    try:
        return _day(datetime.date.fromisoformat(m["iso"]))
    except ValueError:
        return OPEN


def _of_date(m: re.Match[str], since: From) -> Value:
    month, day = MONTHS[m["month"].casefold().rstrip(".")], int(m["day"])
    try:
        if m["year"]:
            return _day(datetime.date(int(m["year"]), month, day))
        if since.own is None:
            return OPEN
        this = datetime.date(since.own.year, month, day)
        off = (this - since.own).days
        if since.ahead is None and not since.past:
            return OPEN
        if since.ahead and not since.past:
            return _day(this if off >= 0 else this.replace(year=this.year + 1))
        if off <= 0:
            return _day(this)
        return OPEN if off <= _NEAR and not since.past else _day(this.replace(year=this.year - 1))
    except ValueError:  # 31 April; 29 February of a year that has none
        return OPEN


def _of_month(m: re.Match[str], since: From) -> Value:
    month = MONTHS[m["month"].casefold().rstrip(".")]
    if m["year"]:
        return _month(int(m["year"]), month)
    if since.own is None:
        return OPEN
    if m["before"]:
        return _month(since.own.year - 1, month) if "last" in m["before"] else OPEN
    off, which = month - since.own.month, (m["which"] or "").casefold()
    if since.ahead is None and not which:
        return OPEN
    if which == "next" or since.ahead:
        return _month(since.own.year + (off < 0 or (off == 0 and which == "next")), month)
    if which == "last":  # of this year or of the one before: open, unless this year's is still to come
        return _month(since.own.year - 1, month) if off >= 0 else OPEN
    if which == "this" or off <= 0:
        return _month(since.own.year, month)
    return OPEN if off * 30 <= _NEAR else _month(since.own.year - 1, month)


def _of_weekday(m: re.Match[str], since: From) -> Value:
    if since.own is None:
        return OPEN
    which = (m["which"] or "").casefold()
    back = (since.own.weekday() - ENGLISH_WEEKDAYS.index(m["weekday"].casefold())) % 7
    if m["week"]:
        weeks = {"last": -1, "next": 1}.get(m["week"].split()[0].casefold(), 0)
        monday = since.own + datetime.timedelta(days=7 * weeks - since.own.weekday())
        return _day(monday + datetime.timedelta(days=ENGLISH_WEEKDAYS.index(m["weekday"].casefold())))
    if which in ("next", "coming", "this coming"):
        return _day(since.own + datetime.timedelta(days=7 - back))
    if which in ("last", "this past"):
        return _day(since.own - datetime.timedelta(days=back or 7))
    if since.ahead and not since.past:
        return _day(since.own + datetime.timedelta(days=(7 - back) % 7))
    if since.ahead is None and not since.past and back:
        return OPEN
    if back == 6 and not (since.past or since.was):
        return OPEN  # *protests Friday*, on a Thursday, is as likely the day to come
    return OPEN if which == "this" and back else _day(since.own - datetime.timedelta(days=back))


def _of_unit(m: re.Match[str], since: From) -> Value:
    by = {"last": -1, "next": 1}.get(m["which"].casefold(), 0)
    if since.own is None:
        return OPEN
    if m["unit"].casefold() == "weekend" and m["which"].casefold() == "last" and since.own.weekday() >= 5:
        return OPEN  # the one that is, or the one before
    return _moved(since.own, m["unit"], by)


def _of_weekend(m: re.Match[str], since: From) -> Value:
    if since.own is None:
        return OPEN
    return _moved(since.own, "week", 0 if since.own.weekday() >= 5 or since.ahead else -1)


def _of_ago(m: re.Match[str], since: From) -> Value:
    number = _number(m["number"])
    return _moved(since.own, m["unit"], -number) if since.own and number is not None else OPEN


def _of_period(m: re.Match[str], since: From) -> Value:
    """*over the past week* begins seven days back."""
    number, unit = _number(m["number"] or m["number2"]), m["unit"].casefold()
    if since.own is None or number is None:
        return None, None, True
    if unit in ("week", "weekend"):
        number, unit = number * 7, "day"
    value, precision, _ = _moved(since.own, unit, -number)
    return value, precision, True


def _of_offset(sign: int) -> Callable[[re.Match[str], From], Value]:
    """*the day before*, *two days later*: counted from the time named before it, where that is a day."""

    def value(m: re.Match[str], since: From) -> Value:
        words = m[0].casefold()
        unit = re.search(r"(day|night|week|month|year)s?\b", words)
        number = _number(m["number"] if "number" in m.groupdict() else None)
        if since.named is None or since.named.precision is not Precision.DAY or unit is None or number is None:
            return OPEN
        return _moved(datetime.date.fromisoformat(since.named.value or ""), unit[1], sign * number)

    return value


def _of_same(m: re.Match[str], since: From) -> Value:
    unit = (m["unit"] or m["unit2"]).casefold()
    if since.named is None or since.named.precision != unit:
        return OPEN
    return since.named.value, since.named.precision, False


def _off(days: int) -> Callable[[re.Match[str], From], Value]:
    def value(m: re.Match[str], since: From) -> Value:
        back = -2 if m[0].casefold().startswith("the day before") else days
        return _moved(since.own, "day", back) if since.own else OPEN

    return value


DATED_BY: dict[str, Callable[[re.Match[str], From], Value]] = {
    "recent": lambda m, since: (None, None, True),
    "event": lambda m, since: (None, None, True),
    "overnight": lambda m, since: OPEN,  # of two days
    "period": _of_period,
    "same": _of_same,
    "earlier": _of_offset(-1),
    "later": _of_offset(1),
    "ago": _of_ago,
    "iso": _of_iso,
    "date": _of_date,
    "month": _of_month,
    "weekday": _of_weekday,
    "today": _off(0),
    "night": _off(-1),
    "yesterday": _off(-1),
    "tomorrow": _off(1),
    "unit": _of_unit,
    "weekend": _of_weekend,
    "year": lambda m, since: _year(int(m["year"])),
}
"""What each form means."""
