"""Dates and times that a page prints: in its visible text, in its address, in a file's name.

Every value is ISO 8601 to the precision that is printed. An offset is given only where the page prints a zone that means one
offset; a zone is never made up, and an ambiguous one (*IST*, *CST*) is left off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sayso.page.calendar import MONTHS, OFFSETS, PUBLISHED, UPDATED, WEEKDAYS
from sayso.page.page import Dated
from sayso.text import Span


@dataclass(frozen=True, slots=True)
class Printed:
    """A date that stands in a text: its words, what they mean, and whether the words before it say what it is."""

    span: Span
    """The date and its time, without the label (*3 March 2022, 09:59*)."""
    value: str
    """ISO 8601 to the precision printed."""
    what: str | None = None
    """``published`` or ``modified`` where the page says so."""
    labelled: Span | None = None
    """The date with its label (*Updated: 3 March 2022, 11:02*), where it has one."""

    def dated(self, text: str, evidence: str = "visible text") -> Dated:
        """The same as a date of the page; published where the page does not say what it is."""
        return Dated(self.what or "published", self.value, evidence, self.span.of(text))


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


_MONTH = rf"(?P<month>{_any(MONTHS)})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_OF = r"(?:\s+(?:de|of|del|d’|d')|,)?\s+"
_HOUR_MINUTE = r"(?P<hour>[01]?\d|2[0-4])[:.h](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
_CLOCK = _HOUR_MINUTE + r"(?:\s?(?P<half>[ap]\.?m\b\.?))?|(?P<hour2>1[0-2]|0?[1-9])\s?(?P<half2>[ap]\.?m\b\.?)"
_ZONE = rf"(?:GMT|UTC)\s?[+−-]\d{{1,2}}(?::?\d\d)?|[+-]\d\d:?\d\d\b|(?:{_any(OFFSETS)})\b|Z\b"
_WORDS_OF_ZONE = r"(?:\s?\(?(?P<zone>" + _ZONE + r")\)?)?"
_AFTER = r"(?:\s*(?:,|\||-|–|—|·|•|/)\s*(?:(?:at|um|à|alle|kl\.?)\s+)?|\s+(?:at|um|à|a\s+las|alle(?:\s+ore)?|kl\.?|às|o)\s+|\s+)"
_DATES = (
    rf"{_DAY}{_OF}{_MONTH}(?:{_OF}{_YEAR}|\s+(?P<short>\d\d)(?=\s+\d\d:\d\d))",  # 3 March 2022 · 3. März 2022
    rf"{_MONTH}\s+{_DAY}(?:,\s*|\s+){_YEAR}",  # March 3, 2022
    rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)",  # 2022-03-03
    rf"{_YEAR}[/.](?P<month>\d\d)[/.](?P<day>\d\d)",  # 2022/03/03
    rf"(?P<first>\d{{1,2}})(?P<mark>[./-])(?P<then>\d{{1,2}})(?P=mark){_YEAR}",  # 03.03.2022, 13/03/2022
    r"(?P<first>\d{1,2})(?P<mark>[./])(?P<then>\d{1,2})(?P=mark)(?P<short>\d\d)(?=(?:\s*[|,–-])?\s+\d{1,2}:\d\d)",  # 3.3.22, 9:59
    rf"{_YEAR}\s?[年년]\s?(?P<month>\d{{1,2}})\s?[月월]\s?(?P<day>\d{{1,2}})\s?[日일]",  # 2022年3月3日
    rf"{_DAY}[-/]{_MONTH}[-/]{_YEAR}",  # 03-Mar-2022
)
_SHORT_DATES = (
    rf"{_DAY}{_OF}{_MONTH}(?:{_OF}|\s+)[’']?(?P<short>\d\d)",  # 3 March '22 · 3 Mar 22
    r"(?P<first>\d{1,2})(?P<mark>[./-])(?P<then>\d{1,2})(?P=mark)(?P<short>\d\d)",  # 03.03.22, 13/03/22
)


def _compiled(forms: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(
            rf"(?<![\w/.])(?:(?:{_CLOCK}){_WORDS_OF_ZONE}(?:,|\s+on|\s*[·•|])?\s+)?(?:(?:{_any(WEEKDAYS)})\.?,?\s+(?:the\s+|den\s+|le\s+)?)?{form}(?!(?!T\d\d:)[\w/])",
            re.IGNORECASE,
        )
        for form in forms
    )


_FORMS = _compiled(_DATES)
_SHORT_FORMS = _compiled(_SHORT_DATES)
_ISO_CLOCK = re.compile(r"T" + _HOUR_MINUTE + r"(?:[.,]\d+)?\s?(?P<zone>" + _ZONE + r")?", re.IGNORECASE)
_CLOCK_AFTER = re.compile(
    rf"{_AFTER}(?:{_CLOCK})(?:[.,]\d{{3,6}})?(?:\s?(?:Uhr|hrs|h)\b)?{_WORDS_OF_ZONE}(?![\w:])", re.IGNORECASE
)
_LABEL = re.compile(
    rf"(?:^|(?<=[\s|•·(–-]))(?:(?P<modified>{_any(UPDATED)})|(?P<published>{_any(PUBLISHED)}))"
    r"(?:\s+(?:on|at|am|um|le|el|il|op|den|den\s))?(?:\s*[:：,|–-])?\s*$",
    re.IGNORECASE,
)
_MAYBE = re.compile(r"(?:19|20)\d\d|\d\d:\d\d")
_MAYBE_SHORT = re.compile(r"\d\D{1,12}\d\d(?!\d)")
_LABEL_REACH = 40


def times_in(text: str, *, day_first: bool | None = None, short_years: bool = False) -> list[Printed]:
    """The dates that stand in a text, in order, never overlapping.

    Only full dates count (a year, a month, a day): *Published 3 hours ago* and *Jan 25* are not resolved. ``day_first`` says how
    *03/04/2022* is to be read; without it a date that can be read in two ways is left out. ``short_years`` takes years of two
    digits too (*15.04.25*), which only a line of dates may be trusted to mean.
    """
    if not _MAYBE.search(text) and not (short_years and _MAYBE_SHORT.search(text)):
        return []
    found: dict[Span, Printed] = {}
    for form in _FORMS + _SHORT_FORMS if short_years else _FORMS:
        for match in form.finditer(text):
            printed = _printed(match, text, day_first)
            if printed and not any(printed.span.overlaps(other) for other in found):
                found[printed.span] = printed
    ordered = sorted(found.values(), key=lambda printed: printed.span)
    return [_with_label(printed, text, ordered[i - 1].span.end if i else 0) for i, printed in enumerate(ordered)]


def _printed(match: re.Match[str], text: str, day_first: bool | None) -> Printed | None:
    day = _day_of(match, day_first)
    if day is None:
        return None
    span = Span(match.start(), match.end())
    clock = match if (match["hour"] or match["hour2"]) else None
    if clock is None:
        clock = _ISO_CLOCK.match(text, span.end) or _CLOCK_AFTER.match(text, span.end)
        if clock:
            span = Span(span.start, clock.end())
    if clock is None:
        return Printed(span, day.isoformat())
    time = _time_of(clock.groupdict())
    if time is None:
        return Printed(Span(match.start(), match.end()), day.isoformat())
    offset = offset_of(clock["zone"]) if clock["zone"] else None
    return Printed(span, f"{day.isoformat()}T{time}{offset or ''}")


def _day_of(match: re.Match[str], day_first: bool | None) -> date | None:
    parts = match.groupdict()
    year = int(parts.get("year") or f"20{parts['short']}")
    if parts.get("first"):
        first, then = int(parts["first"]), int(parts["then"])
        if parts["mark"] == "." or first > 12 or first == then:
            day, month = first, then
        elif then > 12:
            day, month = then, first
        elif day_first is not None:
            day, month = (first, then) if day_first else (then, first)
        else:
            return None
    else:
        day, month = int(parts["day"]), _month(parts["month"])
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(words: str) -> int:
    return int(words) if words.isdigit() else MONTHS[words.casefold()]


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day that stands by itself (*Updated: 11:02 GMT*)."""

    span: Span
    value: str
    """ISO 8601, with an offset only where a zone is printed."""
    what: str | None = None


_CLOCK_ALONE = re.compile(
    rf"(?P<label>[^\W\d_][^\d\n]{{0,30}})?(?<![\d:])(?:{_CLOCK})(?:\s?(?:Uhr|hrs|h)\b)?{_WORDS_OF_ZONE}[\s.|·]*", re.IGNORECASE
)


def clock_of(line: str) -> Clock | None:
    """The time of day that is all that a line says, but for the words that say what it is; ``None`` for any other line.

    >>> clock_of("Updated: 11:02 GMT").value, clock_of("0:00 / 3:25"), clock_of("He left at 11:02.")
    ('11:02+00:00', None, None)
    """
    match = _CLOCK_ALONE.fullmatch(line)
    if match is None:
        return None
    label = _LABEL.fullmatch((match["label"] or "").strip())
    time = _time_of(match.groupdict())
    if time is None or (match["label"] and not label):
        return None
    offset = (offset_of(match["zone"]) or "") if match["zone"] else ""
    what = None if label is None else "modified" if label["modified"] else "published"
    start = match.end("label") if match["label"] else 0
    return Clock(Span(start, match.end()).trimmed(line), f"{time}{offset}", what)


def _time_of(parts: dict[str, str | None]) -> str | None:
    hour, minute = int(parts["hour"] or parts.get("hour2") or 0), parts["minute"] or "00"
    half = parts.get("half") or parts.get("half2")
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    if hour > 23:
        return None
    return f"{hour:02}:{minute}" + (f":{parts['second']}" if parts["second"] else "")


def offset_of(zone: str) -> str | None:
    """The offset that a printed zone stands for, as ``+01:00``; ``None`` where it stands for several or is unknown."""
    zone = zone.strip("() ").replace("−", "-")
    if match := re.fullmatch(r"(?:GMT|UTC)?\s?([+-])(\d{1,2}):?(\d\d)?", zone, re.IGNORECASE):
        return f"{match[1]}{int(match[2]):02}:{match[3] or '00'}"
    return OFFSETS.get(zone.upper())


def _with_label(printed: Printed, text: str, since: int) -> Printed:
    before = max(since, printed.span.start - _LABEL_REACH, text.rfind("\n", 0, printed.span.start) + 1)
    label = _LABEL.search(text[before : printed.span.start])
    if label is None:
        return printed
    what = "modified" if label["modified"] else "published"
    return Printed(printed.span, printed.value, what, Span(before + label.start(), printed.span.end))


_MACHINE = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ]\s?(\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?\s?(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"(?:\w{3}, )?(\d{1,2}) (\w{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? ?(\S+)?")


def iso_of(value: str | int | float, *, day_first: bool | None = None) -> str | None:
    """A machine-made or printed time as ISO 8601 to the precision and with the offset given; ``None`` where it is none.

    Reads ISO 8601 (also compact, also with a space), e-mail dates, seconds or milliseconds since 1970, and whatever
    :func:`times_in` reads.
    """
    if isinstance(value, (int, float)) or re.fullmatch(r"\d{10}(?:\d{3})?(?:\.\d+)?", value.strip()):
        return _since_1970(float(value))
    value = value.strip()
    if match := _MACHINE.fullmatch(value):
        return _checked(match[1], match[2], match[3], match[4], match[5], match[6], match[7])
    if (match := _MAIL.fullmatch(value)) and match[2].casefold() in MONTHS:
        return _checked(match[3], str(MONTHS[match[2].casefold()]), match[1], match[4], match[5], match[6], match[7])
    printed = times_in(value, day_first=day_first)
    return printed[0].value if printed else None


def _since_1970(seconds: float) -> str | None:
    seconds = seconds / 1000 if seconds > 1e11 else seconds
    if not 1e8 < seconds < 1e10:
        return None
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds))).isoformat()


def _checked(
    year: str, month: str, day: str, hour: str | None, minute: str | None, second: str | None, zone: str | None
) -> str | None:
    try:
        whole = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
    except ValueError:
        return None
    if whole.year < 1600 or whole == datetime(1970, 1, 1):
        return None  # 0001-01-01 and 1970-01-01T00:00 are how programs write that there is no time
    if hour is None:
        return whole.date().isoformat()
    offset = (offset_of(zone) or "") if zone else ""
    return whole.isoformat(timespec="seconds" if second else "minutes") + offset


_IN_URL = re.compile(
    r"(?<![\d])(?P<year>(?:19|20)\d\d)(?P<mark>[/_.-]?)(?P<month>0[1-9]|1[0-2]|[1-9]|[a-z]{3})(?P=mark)(?P<day>0[1-9]|[12]\d|3[01]|[1-9])(?![\d])",
    re.IGNORECASE,
)


def dated_by_url(url: str) -> Dated | None:
    """The day that stands in an address (``/2022/mar/03/``, ``/2022-03-03/``, ``-20220303``)."""
    return _dated_by(re.sub(r"[?#].*", "", url), "url")


def dated_by_name(name: str) -> Dated | None:
    """The day that stands in a file's name (``2011-08-12_0221``)."""
    return _dated_by(name, "file name")


def _dated_by(words: str, evidence: str) -> Dated | None:
    for match in _IN_URL.finditer(words):
        month = match["month"].casefold()
        if not match["mark"] and (len(month) < 2 or len(match["day"]) < 2):
            continue
        try:
            day = date(int(match["year"]), _month(month), int(match["day"]))
        except (ValueError, KeyError):
            continue
        return Dated("published", day.isoformat(), evidence, match[0])
    return None


def same_instant(one: str, other: str) -> bool:
    """Whether two values name the same time, to the precision of the coarser one; an offset counts where both have one."""
    if "T" not in one or "T" not in other:
        return one[:10] == other[:10]
    a, b = datetime.fromisoformat(one), datetime.fromisoformat(other)
    if a.tzinfo is None or b.tzinfo is None:
        return one[:16] == other[:16]
    return abs((a - b).total_seconds()) < 60


__all__ = ["Clock", "Printed", "clock_of", "dated_by_name", "dated_by_url", "iso_of", "offset_of", "same_instant", "times_in"]
