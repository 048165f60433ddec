"""Charts: the numbers of each source over time, drawn in the letters of a terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby

from sayso.claims.figure import Bound, Figure
from sayso.cli.layers import counted
from sayso.cli.phrases import on_a_line, time_of
from sayso.ledger.reported import Point, Series

_WORDS_AT_MOST = 34
_BAR_AT_LEAST = 16
_SPREAD = 200
"""From numbers so many times apart on, the scale is logarithmic: the small ones would all lie on one column."""

LEGEND = "● exact · ○ about · ├─┤ between · ├─▷ or more · ◁─┤ or less · ┄┄▷ a vague word"


def charts_of(series: Sequence[Series], width: int) -> Iterator[tuple[str, list[str]]]:
    """A title and its lines for each sort; lines without leading space name a source."""
    for (sort, unit), alike in groupby(series, key=lambda s: (s.sort, s.unit)):
        yield f"{sort.value}{f' ({unit})' if unit else ''}, by source over time", _chart(list(alike), width)


def _chart(alike: Sequence[Series], width: int) -> list[str]:
    points = [point for series in alike for point in series.points]
    days = max(len(_day(point)) for point in points)
    words = min(max(len(_words(point)) for point in points), _WORDS_AT_MOST)
    scale = _Scale.of([p.first.figure for p in points], max(width - days - words - 6, _BAR_AT_LEAST))
    lines = [" " * (days + words + 6) + scale.axis]
    for series in alike:
        lines.append(series.source)
        for point in series.points:
            said = _shortened(point, words)
            lines.append(f"  {_day(point):{days}}  {said:{words}}  {scale.bar(point.first.figure)}".rstrip())
    return lines


def _day(point: Point) -> str:
    return time_of(point.day) if point.day else "no date"


def _words(point: Point) -> str:
    figure = point.first.figure
    return counted(figure, lambda *spans: on_a_line(point.first.words(*spans)))


def _shortened(point: Point, width: int) -> str:
    """The number whole, what it counts as far as there is room."""
    words = _words(point)
    if len(words) <= width:
        return words
    printed = len(on_a_line(point.first.printed))
    return words[: max(width - 1, printed)].rstrip() + "…"


class _Scale:
    """Where a number lies on a line of so many columns. Its end is a round number above all, which nobody need have reported."""

    def __init__(self, least: float, most: float, width: int) -> None:
        self._width = width
        self._end = _round_above(most)
        self._log = least > 0 and most / least >= _SPREAD
        self._begin = 10 ** math.floor(math.log10(least)) if self._log else 0.0

    @classmethod
    def of(cls, figures: Sequence[Figure], width: int) -> _Scale:
        ends = [end for f in figures for end in (f.low, f.high) if end is not None]
        return cls(min((end for end in ends if end > 0), default=0), max(ends), width)

    @property
    def axis(self) -> str:
        begin, end = f"{self._begin:,.0f}", f"{self._end:,.0f}"
        note = " log " if self._log else ""
        return begin + note.center(self._width - len(begin) - len(end), "─") + end

    def column(self, value: float) -> int:
        if self._log:
            share = math.log(max(value, self._begin) / self._begin) / math.log(self._end / self._begin)
        else:
            share = value / self._end if self._end else 0
        return round(max(share, 0) * (self._width - 1))

    def bar(self, figure: Figure) -> str:
        low, high = figure.low, figure.high
        if low is not None and high is not None and low != high:
            begin, end = self.column(low), self.column(high)
            return " " * begin + "├" + "─" * max(end - begin - 1, 0) + "┤"
        if figure.bound is Bound.ORDER and low is not None:
            return " " * self.column(low) + "┄┄▷"
        if high is None:
            assert low is not None, "figures without a number are in no series"
            return " " * self.column(low) + "├─▷"
        if low is None:
            return " " * max(self.column(high) - 2, 0) + "◁─┤"
        return " " * self.column(low) + ("○" if figure.bound is Bound.ABOUT else "●")


def _round_above(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50, …"""
    if value <= 1:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value)
