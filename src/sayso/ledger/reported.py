"""What is reported: figures of a ledger on whose word they stand, the lowest and highest of them, and each source's over time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.claims.figure import Bound, Figure, Sort
from sayso.claims.marks.status import Reported, ReportedState
from sayso.claims.report import figure_json, number
from sayso.claims.statement import Statement
from sayso.ledger.answers import PageFilter, Scope
from sayso.reading.speaker import SpeakerKind
from sayso.text import Pieces, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureFilter(PageFilter):
    """Which figures are asked for; all that is given must hold, and of several values in a tuple any one.

    ``counts`` are words that must all stand in what is counted, or in who it is said to be (``civilians``, ``troop*`` for all
    that begins so). ``place`` is the name of a place, on the page or as it is known, or a country's code (``UA``). ``speaker``
    matches whole words of the name of anybody on whose word the figure stands, however many hands it went through.
    ``as_of`` is a day, month or year (``2025-03``) that the number is of, by its words, or else by the date of its page.
    ``unattributed`` leaves those that nobody is named for: the page says them itself, or nobody is said to have said them.
    """

    sort: Sort | tuple[Sort, ...] | None = None
    counts: str | tuple[str, ...] | None = None
    place: str | tuple[str, ...] | None = None
    speaker: str | tuple[str, ...] | None = None
    as_of: str | None = None
    status: ReportedState | tuple[ReportedState, ...] | None = None
    unattributed: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """A statement on whose word a figure stands, with its words."""

    entry: str
    statement: Statement
    source: str
    cue: str

    @property
    def name(self) -> str:
        """Who it is; the page's own words where that is not clear."""
        if self.statement.speaker.name is not None:
            return self.statement.speaker.name
        return f"“{self.source}”, unresolved" if self.source else "nobody named"

    @property
    def nobody(self) -> bool:
        """Whether nobody is named at all."""
        return self.statement.speaker.name is None and not self.source


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure of the ledger with its exact words, its place, on whose word it stands, and what is said of how sure it is."""

    entry: str
    """The entry's id, the same in any ledger that has this text."""
    figure: Figure
    said: Mapping[Pieces, str]
    """The words of all that the figure cites."""
    chain: tuple[Holder, ...]
    """On whose word: the innermost statement first; empty where the page says it itself."""
    status: Reported
    because: tuple[str, ...]
    """The words that the status is derived from, each with whose they are."""
    part_of: str | None
    """The printed words of the figure that it is part of."""
    replaces: str | None
    """The printed words of the figure that it takes the place of."""
    replaced: bool
    """Whether the page itself gives another in its place."""
    page: str
    """The page's id."""
    part: str | None
    name: str
    headline: str | None
    outlet: str | None
    published: str | None
    url: str | None
    seen: str
    """Where the page's bytes were first seen."""
    model: str | None

    def words(self, *pieces: Span) -> str:
        """The words of something that the figure cites."""
        return self.said[pieces]

    @property
    def printed(self) -> str:
        """The number as it stands on the page."""
        return self.words(self.figure.span)

    @property
    def source(self) -> str:
        """On whose word it stands: the innermost who is named, or the outlet in its own voice."""
        return self.chain[0].name if self.chain else self.outlet or self.name

    @property
    def via(self) -> tuple[str, ...]:
        """Through whose hands it came from there, the outlet last."""
        outlet = (self.outlet or self.name,) if self.chain else ()
        return (*(holder.name for holder in self.chain[1:]), *outlet)

    @property
    def day(self) -> str | None:
        """The time that it is of: the one that its words give, or else the day that the page was published."""
        as_of = self.figure.as_of
        return as_of.value if as_of and as_of.value else self.published[:10] if self.published else None

    @property
    def unattributed(self) -> bool:
        """Whether nobody is named for it."""
        return all(holder.nobody for holder in self.chain)

    def as_json(self) -> dict[str, Any]:
        """The figure as in the reading format, with its page, its holders and its status."""
        return {
            "entry": self.entry,
            "page": self.page,
            "name": self.name,
            "headline": self.headline,
            "outlet": self.outlet,
            "published": self.published,
            "url": self.url,
            "seen": self.seen,
            **figure_json(self.figure, self.said.__getitem__),
            "source": self.source,
            "via": list(self.via),
            "chain": [
                {
                    "entry": holder.entry,
                    "speaker": holder.statement.speaker.name,
                    "speaker_kind": holder.statement.speaker.kind.value if holder.statement.speaker.kind else None,
                    "role": holder.statement.speaker.role,
                    "source": holder.source,
                    "cue": holder.cue,
                    "stance": holder.statement.stance.value,
                }
                for holder in self.chain
            ],
            "unattributed": self.unattributed,
            "status": self.status.state.value,
            "because": list(self.because),
            "replaced": self.replaced,
            "model": self.model,
        }


@dataclass(frozen=True, slots=True)
class FigureCount:
    """How many figures there are, of which sorts, of how many sources, on how many pages and by how many outlets; in what scope.

    ``copies`` of them only repeat others word for word on another copy of the same page.
    """

    figures: int
    sorts: Mapping[Sort, int]
    sources: int
    pages: int
    outlets: int
    scope: Scope
    copies: int = 0

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "figures": self.figures,
            "sorts": {sort.value: n for sort, n in self.sorts.items()},
            "sources": self.sources,
            "pages": self.pages,
            "outlets": self.outlets,
            "copies": self.copies,
            "scope": self.scope.as_json(),
        }


def count_of(rows: Sequence[FigureRow], scope: Scope) -> FigureCount:
    """What there is among these figures."""
    sorts = Counter(row.figure.sort for row in rows)
    told: dict[tuple[str, ...], Counter[str]] = {}
    for row in rows:
        if row.part is None:  # entries of a live page have an address in common, and are no copies of each other
            key = (row.url or row.entry, row.printed, row.words(*row.figure.counts), row.source)
            told.setdefault(key, Counter())[row.page] += 1
    return FigureCount(
        figures=len(rows),
        sorts=dict(sorted(sorts.items(), key=lambda item: (-item[1], item[0]))),
        sources=len({row.source for row in rows}),
        pages=len({row.page for row in rows}),
        outlets=len({row.outlet for row in rows} - {None}),
        scope=scope,
        copies=sum(pages.total() - max(pages.values()) for pages in told.values()),
    )


@dataclass(frozen=True, slots=True)
class Extremes:
    """The lowest and the highest number of one sort that is reported, each by all who report it, the earliest first.

    Their intervals are compared: a vague word such as *dozens* by what it must mean at the least. A figure that is part of
    another, or that its page replaces by another, is ``left_out``: it is no count of the whole.
    """

    sort: Sort
    unit: str | None
    """The currency, of money."""
    lowest: tuple[FigureRow, ...]
    highest: tuple[FigureRow, ...]
    compared: int
    left_out: int = 0

    def as_json(self) -> dict[str, Any]:
        """As plain values; the figures by entry and words."""
        return {
            "sort": self.sort.value,
            "unit": self.unit,
            "compared": self.compared,
            "left_out": self.left_out,
            "lowest": [_brief(row) for row in self.lowest],
            "highest": [_brief(row) for row in self.highest],
        }


def extremes_of(rows: Iterable[FigureRow]) -> list[Extremes]:
    """The lowest and highest of each sort, the sort with most figures first; of *other* none, for nothing says what is alike."""
    by_sort: dict[tuple[Sort, str | None], list[FigureRow]] = {}
    for row in rows:
        if row.figure.sort is not Sort.OTHER and _lowest(row) is not None:
            by_sort.setdefault((row.figure.sort, _unit(row)), []).append(row)
    found = []
    for (sort, unit), alike in by_sort.items():
        whole = [row for row in alike if row.part_of is None and not row.replaced]
        if not whole:
            continue
        low, high = min(map(_low, whole)), max(map(_high, whole))
        lowest = sorted((row for row in whole if _low(row) == low), key=_earliest)
        highest = sorted((row for row in whole if _high(row) == high), key=_earliest)
        found.append(Extremes(sort, unit, tuple(lowest), tuple(highest), len(whole), len(alike) - len(whole)))
    return sorted(found, key=lambda extremes: (-extremes.compared, extremes.sort, extremes.unit or ""))


@dataclass(frozen=True, slots=True)
class Point:
    """What a source reports for one day, in the same words: the rows that have it."""

    day: str | None
    rows: tuple[FigureRow, ...]

    @property
    def first(self) -> FigureRow:
        """The first of them."""
        return self.rows[0]


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of one sort that a source reports, by the time that they are of; parts, and what is replaced, left out."""

    sort: Sort
    unit: str | None
    source: str
    points: tuple[Point, ...]

    def as_json(self) -> dict[str, Any]:
        """As plain values; low and high are the interval that the words allow, ``null`` where open."""
        return {
            "sort": self.sort.value,
            "unit": self.unit,
            "source": self.source,
            "points": [
                {
                    "day": point.day,
                    **_brief(point.first),
                    "bound": point.first.figure.bound.value,
                    "low": number(point.first.figure.low),
                    "high": number(point.first.figure.high),
                    "pages": len({row.page for row in point.rows}),
                }
                for point in self.points
            ],
        }


def series_of(rows: Iterable[FigureRow]) -> list[Series]:
    """Each source's numbers of each sort over time; sorts with most figures first, and in them who reports most.

    Names that differ in capitals alone are one source; what else may be the same is left apart. *Residents*, *a doctor* and *he*
    are others on every page, and are named with its outlet.
    """
    told: dict[tuple[Sort, str | None, str], dict[tuple[str | None, str], list[FigureRow]]] = {}
    names: dict[str, str] = {}
    for row in rows:
        if _lowest(row) is not None and row.part_of is None and not row.replaced:
            teller = _teller(row)
            source = names.setdefault(teller.casefold(), teller)
            of_source = told.setdefault((row.figure.sort, _unit(row), source), {})
            words = " ".join(f"{row.printed} {row.words(*row.figure.counts)}".split()).casefold()
            of_source.setdefault((row.day, words), []).append(row)
    series = [
        Series(
            *of,
            tuple(
                Point(day, tuple(sorted(same, key=_earliest)))
                for (day, _), same in sorted(points.items(), key=lambda item: (item[0][0] or "9999", _low(item[1][0])))
            ),
        )
        for of, points in told.items()
    ]
    most = Counter((s.sort, s.unit) for s in series for _ in s.points)
    return sorted(series, key=lambda s: (-most[s.sort, s.unit], s.sort, s.unit or "", -len(s.points), s.source))


def _teller(row: FigureRow) -> str:
    speaker = row.chain[0].statement.speaker if row.chain else None
    if speaker is None or (speaker.name is not None and speaker.kind not in (SpeakerKind.GROUP, SpeakerKind.ANONYMOUS)):
        return row.source
    return f"{row.source} ({row.via[-1]})"


def _lowest(row: FigureRow) -> float | None:
    return row.figure.low if row.figure.low is not None else row.figure.high


def _low(row: FigureRow) -> float:
    """The least that its words allow, or where that is open, the most."""
    low = _lowest(row)
    assert low is not None, "rows without a number are left out before"
    return low


def _high(row: FigureRow) -> float:
    return row.figure.high if row.figure.high is not None else _low(row)


def _earliest(row: FigureRow) -> tuple[bool, str, str]:
    return row.figure.bound is Bound.ORDER, row.day or "9999", row.published or "9999"


_CURRENCY = re.compile(
    r"[$€£¥₹₽₴₺]|\b(?:US|USD|EUR|GBP|dollar|euro|pound|yen|rupee|rouble|ruble|hryvnia|lira|franc|yuan|peso|dinar|rial|krone|krona)",
    re.IGNORECASE,
)


def _unit(row: FigureRow) -> str | None:
    """The currency as it is printed: sums in two of them are not compared."""
    if row.figure.sort is not Sort.MONEY:
        return None
    return " ".join(dict.fromkeys(sign.casefold() for sign in _CURRENCY.findall(row.printed))) or None


def _brief(row: FigureRow) -> dict[str, Any]:
    return {
        "entry": row.entry,
        "page": row.page,
        "printed": row.printed,
        "counts": row.words(*row.figure.counts) or None,
        "source": row.source,
        "via": list(row.via),
        "as_of": row.figure.as_of.value if row.figure.as_of else None,
        "published": row.published,
        "status": row.status.state.value,
    }
