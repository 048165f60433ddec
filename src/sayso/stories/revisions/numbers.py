"""Numbers of two versions side by side: which are the same, which changed, and where a bound came or went."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.claims.figure import Bound
from sayso.claims.figures.bounds import Bounded, Unit, bounded
from sayso.claims.figures.cardinals import Cardinal, Form, cardinals_in
from sayso.claims.figures.lookalikes import looks_like
from sayso.claims.figures.surroundings import around, has_fate
from sayso.stories.revisions.change import ChangeKind
from sayso.stories.revisions.words import FUNCTION, words_in
from sayso.text import Span

_NO_NUMBER = frozenset({"date", "time", "code", "name", "list", "year"})
_MONTH = re.compile(
    r" (?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?"
    r"|Oct|Nov|Dec)\b"
)
_NUMBERED = re.compile(r"(?:\b(?:No|Number|Route|Flight|Channel|Radio|Phase|Chapter|Article|Section|Title)\.? |#)$")
_WITH_UNIT = re.compile(
    r"(?<![\w.,/-])([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?) ?"
    r"(?:°?[CF]|k[mg]|[cm]m|ft|mph|km/h|kph|kwh|[MG]W|tonnes|hectares)\b"
)
"""What is measured and not counted, its unit close by: *9km*, *40C*."""
_AFTER = 3
"""So many words after a number tell what it counts."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed, with its bound. Unlike a figure it need not count anything: *9km*, *a six-point plan*."""

    span: Span
    low: float
    high: float | None
    bound: Bound
    unit: Unit | None
    nouns: frozenset[str]
    """Stems of the words that follow."""
    before: frozenset[str]
    """Stems of the words before it."""
    currency: str | None = None

    @property
    def value(self) -> tuple[float, float | None, str | None]:
        """What is printed, whatever bounds it."""
        return self.low, self.high, self.currency


@dataclass(frozen=True, slots=True)
class NumberChange:
    """What became of one number; one of the two is ``None`` where it was added or dropped."""

    kind: ChangeKind
    old: Number | None
    new: Number | None


def numbers_in(text: str, span: Span | None = None) -> list[Number]:
    """The numbers of a text, or of a run of it; not those of dates, times and names."""
    if span is not None:
        return [replace(number, span=number.span.shifted(span.start)) for number in numbers_in(span.of(text))]
    found: list[Number] = []
    for number in cardinals_in(text):
        if (made := _number(text, number, found[-1].span.end if found else 0)) is not None:
            found.append(made)
    for m in _WITH_UNIT.finditer(text):
        span = Span(m.start(), m.end())
        if not any(span.overlaps(other.span) for other in found):
            value = float(m[1].replace(",", ""))
            found.append(Number(span, value, value, Bound.EXACT, None, *_around(text, span)))
    return sorted(found, key=lambda number: number.span)


def _around(text: str, span: Span) -> tuple[frozenset[str], frozenset[str]]:
    """Stems of the words after a number and before it."""
    after = words_in(text[span.end : span.end + 60])[:_AFTER]
    before = words_in(text[max(0, span.start - 40) : span.start])[-_AFTER:]
    told, earlier = ([word.stem for word in words if word.stem not in FUNCTION] for words in (after, before))
    return frozenset(told), frozenset(earlier)


def _number(text: str, number: Cardinal, floor: int) -> Number | None:
    part = bounded(text, number, floor)
    is_bounded = part.start != part.core or part.after
    s = around(text, number, part.start, part.end, bounded=is_bounded)
    reason = looks_like(s) if part.unit is None else None
    if s.last.lower() in ("age", "aged"):
        reason = None
    if reason in _NO_NUMBER and not (reason == "name" and (has_fate(s.words) or not number.digits)):
        return None
    if _MONTH.match(text, number.end) or _NUMBERED.search(text, max(0, part.core - 12), part.core):
        return None
    if s.single and not number.digits and not is_bounded and not has_fate(s.words[:4]) and reason != "measure":
        return None  # *one* is mostly a pronoun or an article
    if number.form is Form.VAGUE and number.low < 10:  # *several*, *some*: no number that could change
        return None
    span = Span(part.start, part.end)
    return Number(span, number.low, number.high, part.bound, part.unit, *_around(text, span), _currency(text, part))


def _currency(text: str, part: Bounded) -> str | None:
    """The sign of the currency, where there is one; words for it may be left out or written otherwise."""
    sign = part.currency.of(text).strip() if part.currency else ""
    return sign[-1] if sign and not sign[-1].isalpha() else None


def number_changes(old: Sequence[Number], new: Sequence[Number]) -> Iterator[NumberChange]:
    """What became of the numbers of a sentence in the sentence that stands in its place."""
    left, right = list(old), list(new)
    for one, other in list(_same(left, right)):
        left.remove(one)
        right.remove(other)
        yield from bound_changes(one, other)
    for one, other in list(_alike(left, right)):
        left.remove(one)
        right.remove(other)
        yield NumberChange(ChangeKind.FIGURE_CHANGED, one, other)
        yield from bound_changes(one, other)
    yield from (NumberChange(ChangeKind.FIGURE_DROPPED, one, None) for one in left)
    yield from (NumberChange(ChangeKind.FIGURE_ADDED, None, other) for other in right)


def bound_changes(one: Number, other: Number) -> Iterator[NumberChange]:
    """Whether the bound came, went or became another; a vague word and a range bound themselves."""
    plain = (Bound.EXACT, Bound.RANGE, Bound.ORDER)
    was, is_now = one.bound not in plain, other.bound not in plain
    if was and not is_now:
        yield NumberChange(ChangeKind.BOUND_LOST, one, other)
    elif is_now and not was:
        yield NumberChange(ChangeKind.BOUND_ADDED, one, other)
    elif was and one.bound is not other.bound:
        yield NumberChange(ChangeKind.BOUND_CHANGED, one, other)


def _same(old: Sequence[Number], new: Sequence[Number]) -> Iterator[tuple[Number, Number]]:
    free = list(new)
    for one in old:
        equal = [other for other in free if other.value == one.value]
        if equal:
            best = max(equal, key=lambda other: (other.bound is one.bound, len(one.nouns & other.nouns)))
            free.remove(best)
            yield one, best


def _alike(old: Sequence[Number], new: Sequence[Number]) -> Iterator[tuple[Number, Number]]:
    """Numbers of one quantity: of one unit, with the same words after them, or the same before; or alone on both sides."""
    free = list(new)
    for one in old:
        fit = [other for other in free if other.unit is one.unit]
        near = [other for other in fit if one.nouns & other.nouns or (one.before & other.before)]
        if not near and len(old) == len(new) == 1 and not (one.nouns and fit and fit[0].nouns):
            near = fit
        if near:
            best = max(near, key=lambda other: (len(one.nouns & other.nouns), len(one.before & other.before)))
            free.remove(best)
            yield one, best
