"""Numerals: the numbers of a text that may be figures, with their bounds, their units and what they replace.

What a page says about how many: *at least 14*, *between 80 and 100*, *$1.4 billion*, *tens of thousands of*, *rose to 21 from
19*. Numbers that count nothing (dates, ages, names, …) are left out, see ``uncounted``. The phrases that bound a number are in
``bounds.tsv``, each kind with an example; the numbers themselves are read by ``cardinals``.
"""

from __future__ import annotations

import enum
import functools
import re
from dataclasses import dataclass, replace
from importlib import resources

from sayso.claims.cardinals import Cardinal, Form, cardinals_in
from sayso.claims.figure import Bound
from sayso.claims.surroundings import around, following, is_change, is_elliptical, is_more
from sayso.claims.uncounted import counts_nothing
from sayso.text import Span


class Unit(enum.StrEnum):
    """What a number is a number of, where it says so itself."""

    MONEY = "money"
    SHARE = "share"
    """In percent: *half* is 50."""


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


@dataclass(slots=True)
class _Part:
    """A number with what stands around it, while ranges and changes are still open."""

    number: Cardinal
    start: int
    """Where its bound begins."""
    core: int
    """Where its currency or its number begins."""
    end: int
    bound: Bound
    unit: Unit | None
    currency: Span | None
    opener: str = ""
    """*between* or *from*, where one stands before."""
    opens: int = 0
    after: bool = False
    """Whether a bound stands after it."""
    weighs: bool = False
    """A unit that may be a currency is a weight here."""


_MONEY = (
    r"dollars?|euros?|pounds?|pence|cents?|yen|yuan|renminbi|rou?bles?|hryvnias?|rupees?|lira|francs?|kron(?:a|or|er|e)|pesos?"
    r"|ri[yâ]als?|reals?|reais|dinars?|dirhams?|shekels?|won|ringgit|baht|rupiahs?|naira|rand|zlot(?:y|ys|ies)|forints?|leva?|lei"
    r"|taka|shillings?|cedis?|birr|kyat"
)
_SIGN = re.compile(r"(?:(?<![A-Za-z])(?:US|AU|NZ|HK|[ACSRT]))?[$£€¥₽₴₹₺₪₩] ?$|(?<![A-Za-z])(?:USD|EUR|GBP|CHF|Rs\.?) ?$")
_HASH = re.compile(r"(?<![\w&])#$")
"""Stands for the pound sign where a text went through an old character set: *#346m*."""
_AFTER_MONEY = re.compile(rf"(?:(?: of)? (?:(?:US|[A-Z][a-z]+) )?|-)({_MONEY})\b| ?([€$£₽₴₹₺])(?![0-9])", re.IGNORECASE)
_AFTER_SHARE = re.compile(r"[ \u00a0-]?%(?: points?\b)?|[ -](?:per ?cent|percent|percentage points?|pct)\b|pc\b", re.IGNORECASE)
_WEIGHT = re.compile(r" of\b|-")
_OF = re.compile(r" of\b(?! (?:whom|which)\b)")
_JOINS = re.compile(r" to | or (?:even |maybe |possibly )?|[-–\u2011]")
_TO = re.compile(r" to (?:only |just |about )?$")
_SENTENCE_END = re.compile(r"[.!?…][\"”’)]*\s|\n")
_OLD = re.compile(
    r"\b(?:from|compared (?:with|to)|rather than|against|instead of) (?:(?:an?|the|its|their|his) )?"
    r"(?:(?:earlier|previous|initial|original|first|prior|last|official|reported|estimated) )*"
    r"(?:(?:toll|figure|count|tally|total|estimate|number|report|death toll) of )?$",
    re.IGNORECASE,
)
_NEW = re.compile(r"\b(?:to|at|reached|hit|stands at|now|total(?:s|led)?) $")
_UP = re.compile(r"\b(?:up|down|raised|lowered|increased|revised|rather|instead)\b|^\)?, from")
_NEVER_OF_ONE = frozenset("under over above below about around some".split())
"""Prepositions before *one*, not its bound: *under one roof*."""
_RUN = re.compile(r"(?:[^\s.!?|]|[.!?|](?![A-Z]))+|[.!?|]+")
"""A word; a full stop with no space after it ends one too."""
_LONGEST = 5
"""How many words the longest phrase before a number has."""
_REACH = 80
"""Characters over which a new number and the one that it replaces may stand apart."""


def numerals_in(text: str, start: int = 0, end: int | None = None) -> list[Numeral]:
    """The numerals of ``text[start:end]`` (a paragraph, a block) in order, never overlapping; spans are places in ``text``."""
    if end is not None:
        text = text[:end]
    parts: list[_Part] = []
    cardinals = cardinals_in(text, start, len(text))
    floor = start
    for number in cardinals:
        parts.append(_dressed(text, number, floor))
        floor = parts[-1].end
    runs_on = _running_on(text, parts)
    found: list[Numeral] = []
    kept: list[_Part] = []
    skip: set[int] = set(runs_on)
    i = 0
    while i < len(parts):
        part, last = parts[i], parts[i]
        taken = 1
        if i not in skip and i + 1 < len(parts) and i + 1 not in skip:
            joined = _joined(text, part, parts[i + 1])
            if joined is None:  # a score, a ratio: 3-1, 51 to 19
                i += 2
                continue
            if joined is not part:
                last, part, taken = parts[i + 1], joined, 2
        if i not in skip and (numeral := _numeral(text, part, last)) is not None:
            old = _replaced(text, kept[-1], found[-1], part) if kept else None
            if old is Old.BEFORE:
                numeral = replace(numeral, change=found[-1].span)
            elif old is Old.AFTER:
                found[-1] = replace(found[-1], change=numeral.span)
            found.append(numeral)
            kept.append(part)
        i += taken
    return found


@functools.cache
def _bounds() -> tuple[dict[str, Bound], re.Pattern[str], dict[str, Bound]]:
    """Phrases before a number; the pattern of those after it, and what each of them means."""
    before: dict[str, Bound] = {}
    after: dict[str, Bound] = {}
    lines = resources.files("sayso.claims").joinpath("bounds.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            side, bound, phrases, _example = line.split("\t")
            (before if side == "before" else after).update(dict.fromkeys(phrases.split(", "), Bound(bound)))
    listed = "|".join(sorted(after, key=len, reverse=True)).replace(" ", "[ ]")
    return before, re.compile(rf"(?:,? |-)({listed})\b|(\+)(?![0-9])", re.IGNORECASE), after


def _dressed(text: str, number: Cardinal, floor: int) -> _Part:
    """The number with its currency or percent sign and the bounds around it, no further back than ``floor``."""
    core, end, unit, currency, weighs = number.start, number.end, None, None, False
    left = max(floor, core - 5)
    if number.form is not Form.SHARE and (
        (m := _SIGN.search(text, left, core))
        or ((m := _HASH.search(text, left, core)) and (number.scale > 1 or "," in text[core:end]))
    ):
        core, unit = m.start(), Unit.MONEY
        currency = Span(m.start(), m.end()).trimmed(text)
    if number.form is Form.SHARE:
        unit = Unit.SHARE
    elif unit is None and (m := _AFTER_SHARE.match(text, end)):
        end, unit = m.end(), Unit.SHARE
    elif m := _AFTER_MONEY.match(text, end):
        word = m.lastindex or 1
        weighs = _is_no_money(text, number, m, m[word].lower())
        if not weighs:
            end, unit = m.end(), Unit.MONEY
            currency = currency or Span(m.start(word), m.end(word))
    is_noun = not text.endswith(("several", "few"), 0, number.end) and not text.endswith("Several", 0, number.end)
    if number.form is Form.VAGUE and is_noun and unit is None and (m := _OF.match(text, end)):
        end = m.end()
    part = _Part(number, core, core, end, Bound.EXACT, unit, currency, weighs=weighs)
    _bound_before(text, part, floor)
    _bound_after(text, part)
    return part


def _is_no_money(text: str, number: Cardinal, m: re.Match[str], word: str) -> bool:
    """Whether *pounds* are a weight, *won* a verb, *a million-dollar house* no sum, *Real* a name."""
    if m[0].startswith("-"):
        return not number.digits or not word.startswith(("dollar", "euro"))
    if word in ("won", "lei", "lev", "rand", "real", "reals", "cent", "pound"):
        return number.scale < 1000 and not (word in ("cent", "pound") and number.low == 1)
    if word == "pounds":
        return bool(_WEIGHT.match(text, m.end())) or "weigh" in text[max(0, m.start() - 24) : m.start()]
    return False


def _bound_before(text: str, part: _Part, floor: int) -> None:
    """Find the phrases that bound the number, one or two of them, and *between* or *from*."""
    before = _bounds()[0]
    left = max(floor, part.core - 48)
    words = [(m.start(), m[0]) for m in _RUN.finditer(text[left : part.core])]
    if not words or not text[part.core - 1].isspace() or "\n" in text[left + words[-1][0] + len(words[-1][1]) : part.core]:
        return
    if left > floor and words and words[0][0] == 0 and not text[left - 1].isspace():
        words = words[1:]
    for _ in range(3):
        for length in range(min(_LONGEST, len(words)), 0, -1):
            phrase = " ".join(word for _, word in words[-length:]).lower()
            stripped = phrase.lstrip("(“\"'‘[—–-*…")
            bound = before.get(stripped)
            if bound is None or (phrase in _NEVER_OF_ONE and part.number.low == 1):
                continue
            at = left + words[-length][0] + len(phrase) - len(stripped)
            if bound is Bound.RANGE:
                part.opener, part.opens = stripped, at
                return
            part.start = at
            if part.bound in (Bound.EXACT, Bound.ABOUT):
                part.bound = bound
            words = words[:-length]
            break
        else:
            return


def _bound_after(text: str, part: _Part) -> None:
    _, pattern, meaning = _bounds()
    m = pattern.match(text, part.end)
    if m is None:
        return
    phrase = (m[1] or "or more").lower()
    if phrase.startswith("at ") and not re.match(r"[,.;)]|$", text[m.end() : m.end() + 1]):
        return  # *20, at least three of them children*
    if (m[0][0] == "-" and phrase not in ("odd", "plus", "something", "ish")) or (
        phrase in ("plus", "tops", "something") and m[0][0] != "-"
    ):
        return
    part.end, part.after = m.end(), True
    if part.bound in (Bound.EXACT, Bound.ABOUT):
        part.bound = meaning[phrase]


def _running_on(text: str, parts: list[_Part]) -> set[int]:
    """Numbers that only a space parts from another that is no part of them: years in words, telephone numbers, counting."""
    runs: set[int] = set()
    for i in range(len(parts) - 1):
        a, b = parts[i].number, parts[i + 1].number
        if parts[i].unit is None and text[a.end : b.start] in (" ", "-", ", ") and parts[i + 1].unit is None:
            gap = text[a.end : b.start]
            if gap == " " and a.digits == b.digits and Form.VAGUE not in (a.form, b.form):
                runs |= {i, i + 1}
            elif gap == "-" and i + 2 < len(parts) and text[b.end : parts[i + 2].number.start] == "-" and a.digits:
                runs |= {i, i + 1, i + 2}
            elif gap == "-" and not a.digits and not b.digits:
                runs |= {i, i + 1}
    return runs


def _joined(text: str, a: _Part, b: _Part) -> _Part | None:
    """Both as one range, or the first as it is where they make none; ``None`` where they are a score or a ratio."""
    between = text[a.end : b.core] if b.core - a.end <= 13 else ""
    if b.bound is Bound.ABOUT and b.start != b.core:
        between = text[a.end : b.start] if b.start - a.end <= 6 else ""
    if between in (" to ", "-", "–") and _are_years(text, a, b):
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
    low = a.number.low
    if a.number.scale == 1 and low < b.number.low / b.number.scale:
        low *= b.number.scale
    high = b.number.low
    from_to = a.opener.endswith("from") and between == " to "
    if from_to and (low >= high or _changes(text, a.opens)):
        return a
    if low >= high:
        return a if between.startswith(" or ") or both or a.unit or a.bound is not Bound.EXACT or not a.number.digits else None
    if between == " to " and re.search(r"\bby $", text[max(0, a.start - 3) : a.start]):
        return a
    if between.startswith(" or ") and (high > 3 * low):
        return a
    if dash and not a.unit and not b.unit and not following(text, b.end) and a.bound is Bound.EXACT and high < 20:
        return None
    number = replace(b.number, start=a.number.start, low=low, high=high)
    start = a.opens if from_to or a.opener.endswith("between") else a.start
    currency = a.currency or b.currency
    return _Part(number, start, a.core, b.end, Bound.RANGE, a.unit or b.unit, currency, a.opener, weighs=b.weighs)


def _are_years(text: str, a: _Part, b: _Part) -> bool:
    first = text[a.number.start : a.number.end]
    return len(first) == 4 and first.isdigit() and 1000 <= a.number.low <= 2100 and b.number.low <= 2100


def _changes(text: str, at: int) -> bool:
    """Whether a word before says that a number changes: *rose from 19 to 21*."""
    clause = text[max(0, at - _REACH) : at]
    ends = [m.end() for m in _SENTENCE_END.finditer(clause)]
    return any(is_change(word) for word in re.findall(r"[A-Za-z]+", clause[ends[-1] if ends else 0 :]))


class Old(enum.Enum):
    """Which of two numerals is the one that was replaced."""

    BEFORE = enum.auto()
    AFTER = enum.auto()


def _replaced(text: str, a: _Part, found: Numeral, b: _Part) -> Old | None:
    """Whether one of two neighbouring numbers is the new one, and the other what it replaces."""
    if a.unit is not b.unit or b.core - a.end > _REACH:
        return None
    gap = text[a.end : b.start]
    if _SENTENCE_END.search(gap):
        return None
    if a.opener.endswith("from") and _TO.search(gap) and len(gap.split()) <= 5:
        return Old.BEFORE if _changes(text, a.opens) or (found.low and b.number.low < found.low) else None
    if _OLD.search(gap):
        is_new = _NEW.search(text, max(0, a.start - 16), a.start) is not None
        if is_new or _UP.search(gap):
            return Old.AFTER
    return None


def _numeral(text: str, part: _Part, last: _Part) -> Numeral | None:
    """The numeral, unless it counts nothing."""
    number, bound = part.number, part.bound
    if part.weighs:
        return None
    words = following(text, part.end)
    if part.unit is not Unit.MONEY:
        shared = replace(number, form=Form.SHARE) if part.unit is Unit.SHARE else number
        if counts_nothing(around(text, shared, part.start, part.end, bounded=part.start != part.core or part.after)):
            return None
    if part.opener.endswith("from") and bound is Bound.RANGE and part.unit is None and not number.digits and is_elliptical(words):
        return None  # a gap from five to seven
    low: float | None = number.low
    high = number.high
    if bound is Bound.AT_LEAST:
        high = None
    elif bound is Bound.AT_MOST:
        low, high = None, high
    elif number.form is Form.VAGUE:
        bound = Bound.ORDER
    if number.form is Form.VAGUE and bound is Bound.AT_MOST:
        low = high = None
    more = is_more(words) or text[max(0, part.start - 11) : part.start].lower().endswith(("another ", "further ", "additional "))
    return Numeral(
        Span(part.start, part.end),
        Span(number.start, number.end),
        low,
        high,
        bound,
        part.unit,
        part.currency,
        None,
        is_elliptical(words),
        more,
    )
