"""Numerals: the numbers of a text that may be figures, with their bounds, their units and what they replace.

What a page says about how many: *at least 14*, *between 80 and 100*, *$1.4 billion*, *tens of thousands of*, *rose to 21 from
19*. The numbers themselves are read by ``cardinals``, what bounds them by ``bounds``; those that count nothing (dates,
ages, names, …) are left out by ``uncounted``.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sayso.claims.figure import Bound
from sayso.claims.figures.bounds import Bounded, Unit, bounded
from sayso.claims.figures.cardinals import Cardinal, Form, cardinals_in
from sayso.claims.figures.surroundings import around, following, is_change, is_more
from sayso.claims.figures.uncounted import counts_nothing
from sayso.text import Span


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number that may be a figure.

    ``span`` is what is printed: the number with its bound, its currency or its percent sign, and the *of* of a vague word.
    ``low`` and ``high`` are the interval that the words allow, ``None`` where it is open (both, where a bound from above stands
    before a vague word: *up to several hundred*). Shares are in percent, to one decimal.
    """

    span: Span
    number: Span
    """The number words alone; both numbers of a range with what joins them."""
    low: float | None
    high: float | None
    bound: Bound
    unit: Unit | None = None
    currency: Span | None = None
    """The words or the sign of the currency: *$*, *euros*."""
    change: Span | None = None
    """The span of the numeral that this one replaces: in *rose to 21 from 19* the one of 19."""
    elliptical: bool = False
    """No noun follows at once: *three from Jordan*, *10 more missing*, *rose to 21*."""
    more: bool = False
    """In addition to others: *10 more*, *another 20*."""

    def shifted(self, by: int) -> Numeral:
        """The same numeral in a text that starts ``by`` code points earlier."""
        currency, change = (span and span.shifted(by) for span in (self.currency, self.change))
        return replace(self, span=self.span.shifted(by), number=self.number.shifted(by), currency=currency, change=change)


_HASHED = re.compile(r"(?<![\w&])#[0-9]+(?:[.,][0-9]+)*(?:,[0-9]{3}|(?:\.[0-9]+)? ?(?:m|bn|million|billion|k))\b")
_JOINS = re.compile(r" to | or (?:even |maybe |possibly )?|[-–\u2011]| [-–] ")
_HUNDREDTHS = re.compile(r"(?:cents?|pence)$", re.IGNORECASE)
_TO = re.compile(r" to (?:only |just |about )?$")
_SENTENCE_END = re.compile(r"[.!?…][\"”’)]*\s|\n")
_OLD = re.compile(
    r"\b(?:from|compared (?:with|to)|rather than|against|instead of) (?:(?:an?|the|its|their|his) )?"
    r"(?:(?:earlier|previous|initial|original|first|prior|last|official|reported|estimated) )*"
    r"(?:(?:toll|figure|count|tally|total|estimate|number|report|death toll) of )?$",
    re.IGNORECASE,
)
_ANOTHER = ("another ", "further ", "additional ")
_NEW = re.compile(r"\b(?:to|at|reached|hit|stands at|now|total(?:s|led)?) $")
_UP = re.compile(r"\b(?:up|down|raised|lowered|increased|revised|rather|instead)\b|^\)?, from")
_ALONE = re.compile(r"[.,;:)]?(?:[”\"’]|\s|$)(?!(?:million|billion|trillion|points?|times|degrees|seconds|km|miles|metres)\b)")
"""What follows a number that has no noun of its own."""
_REACH = 80
"""Characters over which a new number and the one that it replaces may stand apart."""


def hashed_in(text: str) -> bool:
    """Whether a page writes ``#`` for the pound sign, as its large sums show: *#6m*, *#3,000*."""
    return "#" in text and _HASHED.search(text) is not None


def numerals_in(text: str, start: int = 0, end: int | None = None, *, hashed: bool = False) -> list[Numeral]:
    """The numerals of ``text[start:end]`` (a paragraph, a block) in order, never overlapping; spans are places in ``text``."""
    if start or end is not None:
        return [numeral.shifted(start) for numeral in numerals_in(text[start:end], hashed=hashed)]
    parts: list[Bounded] = []
    for number in cardinals_in(text, hashed=hashed):
        parts.append(bounded(text, number, parts[-1].end if parts else 0, hashed=hashed))
    found: list[Numeral] = []
    previous: Bounded | None = None
    for part in _ranges(text, _said_twice(text, parts)):
        if (numeral := _numeral(text, part, previous)) is None:
            continue
        if previous is not None and (old := _replaced(text, previous, part)) is Old.BEFORE:
            numeral = replace(numeral, change=found[-1].span)
        elif previous is not None and old is Old.AFTER:
            found[-1] = replace(found[-1], change=numeral.span)
        found.append(numeral)
        previous = part
    return found


def _said_twice(text: str, parts: list[Bounded]) -> list[Bounded]:
    """The numbers, those that stand in words and again in brackets as one: *twenty-two (22) bodies*."""
    found: list[Bounded] = []
    for part in parts:
        last = found[-1] if found else None
        again = last is not None and not last.number.digits and part.number.digits and last.number.low == part.number.low
        if again and last is not None and text[last.end : part.core] == " (" and text[part.end : part.end + 1] == ")":
            last.end = part.end + 1
            last.number = replace(last.number, end=part.end + 1)
        else:
            found.append(part)
    return found


def _ranges(text: str, parts: list[Bounded]) -> Iterator[Bounded]:
    """The numbers with those joined that are one range; without those that are part of no number, a score or a ratio."""
    runs_on = _running_on(text, parts)
    i = 0
    while i < len(parts):
        part, i = parts[i], i + 1
        if i - 1 in runs_on:
            continue
        if i < len(parts) and i not in runs_on:
            joined = _joined(text, part, parts[i])
            i += joined is not part
            if joined is None:
                continue
            part = joined
        yield part


def _running_on(text: str, parts: list[Bounded]) -> set[int]:
    """Numbers that only a space parts from another that is no part of them: years in words, telephone numbers, counting."""
    runs: set[int] = set()
    for i in range(len(parts) - 1):
        a, b = parts[i].number, parts[i + 1].number
        if parts[i].unit is None and text[a.end : b.start] in (" ", "-", ", ") and parts[i + 1].unit is None:
            gap = text[a.end : b.start]
            if gap == " " and a.digits == b.digits and not _is_year(text, b) and Form.VAGUE not in (a.form, b.form):
                runs |= {i, i + 1}
            elif gap == "-" and i + 2 < len(parts) and text[b.end : parts[i + 2].number.start] == "-" and a.digits:
                runs |= {i, i + 1, i + 2}
            elif gap == "-" and not a.digits and not b.digits:
                runs |= {i, i + 1}
    for i in sorted(runs):  # 7-6 6-1
        if i + 1 < len(parts) and text[parts[i].number.end : parts[i + 1].number.start] in ("-", "–"):
            runs.add(i + 1)
        if i and text[parts[i - 1].number.end : parts[i].number.start] in ("-", "–"):
            runs.add(i - 1)
    return runs


def _is_year(text: str, number: Cardinal) -> bool:
    digits = text[number.start : number.end]
    return len(digits) == 4 and digits.isdigit() and 1000 <= number.low <= 2100


def _joined(text: str, a: Bounded, b: Bounded) -> Bounded | None:
    """Both as one range, or the first as it is where they make none; ``None`` where they are a score or a ratio."""
    between = text[a.end : b.core] if b.core - a.end <= 13 else ""
    if b.bound is Bound.ABOUT and b.start != b.core:
        between = text[a.end : b.start] if b.start - a.end <= 6 else ""
    if between in (" to ", "-", "–") and _is_year(text, a.number) and b.number.low <= 2100:
        return None
    both = between == " and " and a.opener.endswith("between")
    if not both and not (between and _JOINS.fullmatch(between)):
        return a
    if a.number.form is not b.number.form or a.number.form is Form.VAGUE or (a.unit and b.unit and a.unit is not b.unit):
        return a
    dash = "to" not in between and "or" not in between and not both
    if dash and not (a.number.digits and b.number.digits):
        return a
    if a.unit and not b.unit and not (a.unit is Unit.MONEY and text[a.core : a.number.start]):
        return a  # *5 percent to 12 people*
    if between == " to " and a.unit is b.unit is Unit.SHARE and "point" in text[a.number.end : a.end]:
        return a  # lowered by 1.5 percentage points to 8 percent
    if a.currency and b.currency and text[a.currency.start : a.currency.end].casefold() != b.currency.of(text).casefold():
        return a  # rose 79 cents to $83
    if between == " to " and a.unit is b.unit is Unit.MONEY and not a.opener and b.number.low > 3 * a.number.low:
        word = re.search(r"([A-Za-z]+) $", text[max(0, a.start - 16) : a.start])
        if a.number.scale == b.number.scale and word and is_change(word[1]):
            return a  # fell $1.25 to $107.37
    low = a.number.low
    if a.number.scale == 1 and low < b.number.low / b.number.scale:
        low *= b.number.scale
    high = b.number.low
    from_to = a.opener.endswith("from") and between == " to "
    if from_to and (low >= high or _changes(text, a.opens)):
        return a
    if between == " to " and high == 1 and low > 1 and a.unit is b.unit is None:
        return None  # outnumbered three to one
    if between in (" - ", " – ") and (low >= high or _is_year(text, a.number) or high > 10 * low):
        return a
    if low >= high:
        return a if between.startswith(" or ") or both or a.unit or a.bound is not Bound.EXACT or not a.number.digits else None
    if between == " to " and re.search(r"\bby $", text[max(0, a.start - 3) : a.start]) and (a.unit or _changes(text, a.start)):
        return a  # rose by 20 to 30; but attended by 20 to 30 people
    if between.startswith(" or ") and (high > 3 * low):
        return a
    if dash and not a.unit and not b.unit and not following(text, b.end) and a.bound is Bound.EXACT and high < 20:
        return None
    number = replace(b.number, start=a.number.start, low=low, high=high)
    start = a.opens if from_to or a.opener.endswith("between") else a.start
    currency = a.currency or b.currency
    return Bounded(number, start, a.core, b.end, Bound.RANGE, a.unit or b.unit, currency, a.opener, weighs=b.weighs)


def _changes(text: str, at: int) -> bool:
    """Whether a word before says that a number changes: *rose from 19 to 21*."""
    clause = text[max(0, at - _REACH) : at]
    ends = [m.end() for m in _SENTENCE_END.finditer(clause)]
    return any(is_change(word) for word in re.findall(r"[A-Za-z]+", clause[ends[-1] if ends else 0 :]))


class Old(enum.Enum):
    """Which of two numerals is the one that was replaced."""

    BEFORE = enum.auto()
    AFTER = enum.auto()


def _replaced(text: str, a: Bounded, b: Bounded) -> Old | None:
    """Whether one of two neighbouring numbers is the new one, and the other what it replaces."""
    if a.unit is not b.unit or b.core - a.end > _REACH:
        return None
    gap = text[a.end : b.start]
    if _SENTENCE_END.search(gap):
        return None
    if a.opener.endswith("from") and _TO.search(gap) and len(gap.split()) <= 5:
        return Old.BEFORE if _changes(text, a.opens) or b.number.low < a.number.low else None
    if _OLD.search(gap):
        is_new = _NEW.search(text, max(0, a.start - 16), a.start) is not None
        if is_new or _UP.search(gap):
            return Old.AFTER
    return None


def _is_unsaid_share(text: str, part: Bounded, previous: Bounded | None) -> bool:
    """Whether a decimal goes on with the percent of the number before: *52.6 percent and the president 43.9*."""
    if previous is None or previous.unit is not Unit.SHARE or part.unit is not None or part.core - previous.end > _REACH:
        return False
    number, gap = part.number, text[previous.end : part.core]
    decimal = number.digits and "." in text[number.start : number.end] and number.scale == 1 and number.low < 100
    alone = _ALONE.match(text, part.end) is not None
    return decimal and alone and not _SENTENCE_END.search(gap) and "(" not in gap and gap != " to "


def _numeral(text: str, part: Bounded, previous: Bounded | None = None) -> Numeral | None:
    """The numeral, unless it counts nothing; ``previous`` is the one before it."""
    if part.weighs:
        return None
    if _is_unsaid_share(text, part, previous):
        part.unit = Unit.SHARE
    number = replace(part.number, form=Form.SHARE) if part.unit is Unit.SHARE else part.number
    s = around(text, number, part.start, part.end, bounded=part.start != part.core or part.after)
    if part.unit is not Unit.MONEY and counts_nothing(s):
        return None
    if part.opener.endswith("from") and part.bound is Bound.RANGE and part.unit is None and not number.digits and s.elliptical:
        return None  # a gap from five to seven
    low, high, bound = _interval(part)
    if part.currency is not None and _HUNDREDTHS.match(part.currency.of(text)):
        low, high = (None if value is None else round(value / 100, 4) for value in (low, high))
    more = is_more(s.words) or text[max(0, part.start - 11) : part.start].lower().endswith(_ANOTHER)
    span, words = Span(part.start, part.end), Span(number.start, number.end)
    return Numeral(span, words, low, high, bound, part.unit, part.currency, elliptical=s.elliptical, more=more)


def _interval(part: Bounded) -> tuple[float | None, float | None, Bound]:
    """What the words allow, and how they bound it."""
    number, bound = part.number, part.bound
    if bound is Bound.AT_LEAST:
        return number.low, None, bound
    if bound is Bound.AT_MOST:
        return None, number.high, bound  # of a vague word that is open too
    return number.low, number.high, Bound.ORDER if number.form is Form.VAGUE else bound
