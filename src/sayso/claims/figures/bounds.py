"""Bounds: what the words around a number say of it. At least, about, between; dollars, percent.

The phrases that bound a number are in ``bounds.tsv``, each kind with an example.
"""

from __future__ import annotations

import enum
import functools
import re
from dataclasses import dataclass
from importlib import resources

from sayso.claims.figure import Bound
from sayso.claims.figures.cardinals import Cardinal, Form
from sayso.text import Span


class Unit(enum.StrEnum):
    """What a number is a number of, where it says so itself."""

    MONEY = "money"
    SHARE = "share"
    """In percent: *half* is 50."""


@dataclass(slots=True)
class Bounded:
    """A number with its bound and its unit; whether two of them are one range is still open."""

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
_NEVER_OF_ONE = frozenset("under over above below about around some".split())
"""Prepositions before *one*, not its bound: *under one roof*."""
_RUN = re.compile(r"(?:[^\s.!?|]|[.!?|](?![A-Z]))+|[.!?|]+")
"""A word; a full stop with no space after it ends one too."""
_STAMP = re.compile(r"^[0-9][0-9.:]*(?=[A-Z])")
"""A time of day that ran into the first word of an entry: *20.29About a dozen*."""
_LONGEST = 5
"""How many words the longest phrase before a number has."""


def bounded(text: str, number: Cardinal, floor: int, *, hashed: bool = False) -> Bounded:
    """The number with its currency or percent sign and the bounds around it, no further back than ``floor``.

    ``hashed`` says that the page writes ``#`` for the pound sign.
    """
    core, end, unit, currency, weighs = number.start, number.end, None, None, False
    left = max(floor, core - 5)
    if number.form is not Form.SHARE and (
        (m := _SIGN.search(text, left, core))
        or ((m := _HASH.search(text, left, core)) and (hashed or number.scale > 1 or "," in text[core:end]))
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
    is_noun = text[number.start : number.end].lower().endswith(("s", "couple", "handful"))  # but *several of*, *a few hundred of*
    if number.form is Form.VAGUE and is_noun and unit is None and (m := _OF.match(text, end)):
        end = m.end()
    part = Bounded(number, core, core, end, Bound.EXACT, unit, currency, weighs=weighs)
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


def _bound_before(text: str, part: Bounded, floor: int) -> None:
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
            printed = " ".join(word for _, word in words[-length:])
            phrase = printed.lower()
            stripped = _STAMP.sub("", printed).lower().lstrip("(“\"'‘[—–-*…")
            bound = before.get(stripped) or (Bound.AT_LEAST if stripped == "past" and part.unit is not None else None)
            if bound is None or (phrase in _NEVER_OF_ONE and not part.number.digits and part.number.low == 1):
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


def _bound_after(text: str, part: Bounded) -> None:
    _, pattern, meaning = _bounds()
    m = pattern.match(text, part.end)
    if m is None:
        return
    phrase = (m[1] or "or more").lower()
    if phrase == "and rising" and text.startswith(" to ", m.end()):
        return  # 75% and rising to 80%
    if phrase.startswith("at ") and not re.match(r"[,.;)]|$", text[m.end() : m.end() + 1]):
        return  # *20, at least three of them children*
    if (m[0][0] == "-" and phrase not in ("odd", "plus", "something", "ish")) or (
        phrase in ("plus", "tops", "something") and m[0][0] != "-"
    ):
        return
    part.end, part.after = m.end(), True
    if part.bound in (Bound.EXACT, Bound.ABOUT):
        part.bound = meaning[phrase]


@functools.cache
def _bounds() -> tuple[dict[str, Bound], re.Pattern[str], dict[str, Bound]]:
    """Phrases before a number; the pattern of those after it, and what each of them means."""
    before: dict[str, Bound] = {}
    after: dict[str, Bound] = {}
    lines = resources.files("sayso.claims.figures").joinpath("bounds.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            side, bound, phrases, _example = line.split("\t")
            (before if side == "before" else after).update(dict.fromkeys(phrases.split(", "), Bound(bound)))
    listed = "|".join(sorted(after, key=len, reverse=True)).replace(" ", "[ ]")
    return before, re.compile(rf"(?:,? |-)({listed})\b|(\+)(?![0-9])", re.IGNORECASE), after
