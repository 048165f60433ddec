"""Series: the figures of a dossier by source and by the time that they are of, with what is newer from the same source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from sayso.claims.figure import Bound
from sayso.claims.report import number
from sayso.claims.settings.gazetteer import country_names
from sayso.ledger.reported import FigureRow, Point, Series, series_of
from sayso.stories.dossiers.dossier import Dossier
from sayso.stories.dossiers.figures.scene import stem
from sayso.stories.origins import Origins, origins_of


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
    """Each source's numbers of a dossier; ``rows`` are its figures as they may be shown."""
    facets = {member.entry: member.facets for member in dossier.members}
    own = [row for row in rows if row.entry in facets]
    whole = [replace(row, part_of=None, replaced=False) for row in own]  # parts are told as such here, and not left out
    found = []
    for series in series_of(whole):
        steps = [
            Step(point, facets[point.first.entry], origins_of(connection, [row.entry for row in point.rows]), stale=False)
            for point in series.points
        ]
        newest: dict[str, str] = {}
        for step in steps:
            newest[step.scope] = max(newest.get(step.scope, ""), step.point.day or "")
        found.append(OfSource(series, tuple(replace(step, stale=(step.point.day or "") < newest[step.scope]) for step in steps)))
    return found


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
