"""Series: the figures of a dossier by source and by the time that they are of, with what is newer from the same source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from sayso.claims.figure import Bound
from sayso.claims.report import number
from sayso.claims.settings.gazetteer import country_names
from sayso.ledger.reported import FigureRow, Point, Series, series_of
from sayso.ledger.search import contains
from sayso.stories.dossiers.dossier import Dossier
from sayso.stories.dossiers.figures.scene import stem
from sayso.stories.origins import Origins, origins_of
from sayso.stories.people.answers import linked_names


@dataclass(frozen=True, slots=True)
class Step:
    """What a source says for one time in the same words, and the facets by which it may be of a part or a short time only."""

    point: Point
    facets: Mapping[str, str]
    origins: Origins
    stale: bool
    """Whether the same source gives a newer number of the same scope."""

    @property
    def scope(self) -> str:
        """What part of the dossier's question it answers; empty for the whole."""
        told = [self.facets.get(facet, "") for facet in ("both", "group", "part", "short")]
        told += [f"at {self.facets['place']}"] if self.facets.get("spots") and self.facets.get("place") else []
        told += ["one town or house"] if self.facets.get("local") else []
        return ", ".join(filter(None, (words.replace("maybe", "maybe one day only") for words in told)))


@dataclass(frozen=True, slots=True)
class OfSource:
    """A source's numbers in order of time."""

    series: Series
    steps: tuple[Step, ...]


def series_in(connection: Connection, dossier: Dossier, rows: Iterable[FigureRow]) -> list[OfSource]:
    """Each source's numbers of a dossier; ``rows`` are its figures as they may be shown.

    A source is a speaker under all names that are linked. A number is stale by what the source says in the whole dossier.
    """
    facets = {member.entry: member.facets for member in dossier.members}
    own = [row for row in rows if row.entry in facets]
    whole = [replace(row, part_of=None, replaced=False) for row in own]  # parts are told as such here, and not left out
    found = []
    for series in _linked(connection, series_of(whole)):
        steps = [
            Step(point, facets[point.first.entry], origins_of(connection, [row.entry for row in point.rows]), stale=False)
            for point in series.points
        ]
        newest: dict[str, str] = {}
        for step in steps:
            newest[step.scope] = max(newest.get(step.scope, ""), step.point.day or "")
        found.append(OfSource(series, tuple(replace(step, stale=(step.point.day or "") < newest[step.scope]) for step in steps)))
    return found


def _linked(connection: Connection, found: Sequence[Series]) -> list[Series]:
    """Those of one speaker under several names made one, under the name by which most is said."""
    called = linked_names(connection, {name for series in found if (name := _speaker_of(series)) is not None})
    together: dict[tuple[object, ...], list[Series]] = {}
    for series in found:
        name = _speaker_of(series)
        source = called[name] if name is not None else series.source
        together.setdefault((series.sort, series.unit, source), []).append(series)
    return [
        alike[0] if len(alike) == 1 else replace(alike[0], source=str(source), points=_in_one(alike))
        for (*_, source), alike in together.items()
    ]


def _speaker_of(series: Series) -> str | None:
    """The name of the speaker that it is of; ``None`` for the page's own voice and for those who have none."""
    speaker = chain[0].statement.speaker if (chain := series.points[0].first.chain) else None
    return series.source if speaker is not None and speaker.name == series.source else None


def _in_one(alike: Sequence[Series]) -> tuple[Point, ...]:
    points: dict[tuple[str | None, str], Point] = {}
    for point in (point for series in alike for point in series.points):
        key = point.day, " ".join(point.first.printed.split()).casefold()
        points[key] = replace(points[key], rows=(*points[key].rows, *point.rows)) if key in points else point
    return tuple(sorted(points.values(), key=lambda point: point.day or "9999"))


def within(
    found: Iterable[OfSource], *, since: str | None = None, until: str | None = None, sources: Sequence[str] = ()
) -> list[OfSource]:
    """The numbers of a time and of the sources of these names; a month or a year counts if some of its days do."""
    kept = []
    for each in found:
        names = {each.series.source, *(row.source for step in each.steps for row in step.point.rows)}
        if sources and not any(contains(name, asked) for name in names for asked in sources):
            continue
        steps = tuple(step for step in each.steps if _is_of(step.point.day, since, until))
        if steps:
            series = replace(each.series, points=tuple(step.point for step in steps))
            kept.append(OfSource(series, steps))
    return kept


def _is_of(day: str | None, since: str | None, until: str | None) -> bool:
    if since is None and until is None:
        return True
    if day is None:
        return False
    if week := re.fullmatch(r"(\d{4})-W(\d\d)", day):
        first = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        begins, ends = first.isoformat(), (first + timedelta(days=6)).isoformat()
    else:
        begins = ends = day[:10]
    after = since is None or ends >= since[: len(ends)]
    return after and (until is None or begins[: len(until)] <= until[: len(begins)])


@dataclass(frozen=True, slots=True)
class Extreme:
    """The lowest or the highest number of a dossier's whole question, and all who give it."""

    steps: tuple[tuple[str, Step], ...]
    """Each with its source, the earliest first."""
    origins: Origins

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        row = self.steps[0][1].point.first
        return {
            "printed": row.printed,
            "low": number(row.figure.low),
            "high": number(row.figure.high),
            "sources": list(dict.fromkeys(source for source, _ in self.steps)),
            "day": self.steps[0][1].point.day,
            "origins": self.origins.as_json(),
        }


def extremes_in(connection: Connection, found: Iterable[OfSource]) -> tuple[Extreme, Extreme] | None:
    """The lowest and the highest number; parts, short times and words such as *dozens* are not compared. ``None`` of nothing.

    Where many are counted, *one* is somebody's case and no count of all, and is left out too.
    """
    whole = [
        (each.series.source, step)
        for each in found
        for step in each.steps
        if not step.scope and step.point.first.figure.bound is not Bound.ORDER
    ]
    if any(_high(step) > _MANY for _, step in whole):
        whole = [(source, step) for source, step in whole if _high(step) > 1]
    values = [(_low(step), _high(step)) for _, step in whole]
    if not values:
        return None
    low, high = min(low for low, _ in values), max(high for _, high in values)

    def of(those: Iterable[tuple[str, Step]]) -> Extreme:
        steps = tuple(sorted(those, key=lambda each: (each[1].point.day or "9999", each[0])))
        return Extreme(steps, origins_of(connection, [row.entry for _, step in steps for row in step.point.rows]))

    return of(each for each in whole if _low(each[1]) == low), of(each for each in whole if _high(each[1]) == high)


_MANY = 10


def _low(step: Step) -> float:
    figure = step.point.first.figure
    return next(end for end in (figure.low, figure.high) if end is not None)


def _high(step: Step) -> float:
    figure = step.point.first.figure
    return next(end for end in (figure.high, figure.low) if end is not None)


def series_json(found: Sequence[OfSource]) -> list[dict[str, Any]]:
    """As plain values."""
    return [
        {
            "source": each.series.source,
            "sort": each.series.sort.value,
            "points": [
                {
                    **point,
                    "scope": step.scope,
                    "stale": step.stale,
                    "because": list(step.point.first.because),
                    "origins": step.origins.as_json(),
                }
                for point, step in zip(each.series.as_json()["points"], each.steps, strict=True)
            ],
        }
        for each in found
    ]


def series_lines(found: Sequence[OfSource]) -> list[dict[str, object]]:
    """A line a number."""
    return [
        {
            "source": each.series.source,
            "day": step.point.day,
            "printed": (row := step.point.first).printed,
            "low": None if row.figure.bound is Bound.ORDER else number(row.figure.low),
            "high": None if row.figure.bound is Bound.ORDER else number(row.figure.high),
            "bound": row.figure.bound.value,
            "counts": row.words(*row.figure.counts),
            "sort": each.series.sort.value,
            "scope": step.scope,
            "stale": step.stale,
            "status": row.status.state.value,
            "because": " · ".join(row.because),
            "via": " ← ".join(row.via),
            "pages": len({r.page for r in step.point.rows}),
            "origins": step.origins.words(),
            "traced_origins": len(step.origins.traced),
            "untraced": len(step.origins.untraced),
            "headline": row.headline,
            "outlet": row.outlet,
            "published": row.published,
            "url": row.url,
            "entry": row.entry,
        }
        for each in found
        for step in each.steps
    ]


CASUALTY_CLAIMS = (
    "date",
    "estimate_low",
    "estimate_high",
    "estimate",
    "type",
    "source",
    "source_url",
    "country",
    "ignore for chart, data from warring parties",
)
"""The columns in which *The Economist* keeps claims about losses in a war."""


def casualty_claims(found: Sequence[OfSource], *, sides: Iterable[str] = ()) -> list[dict[str, object]]:
    """A line for each whole number of the killed, or of killed and injured together, in those columns.

    ``sides`` are the sides of the war, as dossiers name them: what one of them says is marked as of a warring party.
    """
    parties = set(sides)
    lines: list[dict[str, object]] = []
    for each in found:
        for step in each.steps:
            row, facets = step.point.first, step.facets
            if (
                facets.get("family") != "killed"
                or row.figure.bound is Bound.ORDER
                or step.scope not in ("", "killed and injured")
            ):
                continue
            exact = row.figure.bound in (Bound.EXACT, Bound.ABOUT)
            side = facets.get("side", "")
            speaker = row.chain[0].statement.speaker if row.chain else None
            told = f"{speaker.name or ''} {speaker.role or ''}" if speaker else ""
            values: tuple[object, ...] = (
                _day(step.point.day),
                None if exact else number(row.figure.low),
                None if exact else number(row.figure.high),
                number(row.figure.low) if exact else None,
                "casualties" if facets.get("both") else "deaths",
                f"{row.source} (via {row.via[-1]})" if row.via else row.source,
                row.url,
                country_names().get(side, side).casefold(),
                "yes" if any(stem(word) in parties for word in told.split()) else None,
            )
            lines.append(dict(zip(CASUALTY_CLAIMS, values, strict=True)))
    return sorted(lines, key=lambda line: "".join(reversed(str(line["date"] or "").split("/"))))


def _day(value: str | None) -> str | None:
    """A day as the table has it: ``02/03/2022``; of a month or a year its beginning."""
    if value is None or "W" in value:
        return value
    year, month, day = (*value[:10].split("-"), "01", "01")[:3]
    return f"{day}/{month}/{year}"
