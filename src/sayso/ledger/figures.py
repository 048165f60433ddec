"""Figures and marks as rows of the ledger, and back again the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sayso.claims.figure import OUTLET, Bound, Figure, Precision, Sort, When
from sayso.claims.mark import Mark, Status
from sayso.claims.report import Report
from sayso.ledger.rows import Row, cited, cited_as, compact, digest_of, entry_id, pieces_from, place_from, place_parts
from sayso.page.page import Page
from sayso.text import Pieces, Span

_FIGURE = (
    "position",
    "entry",
    "name",
    "printed",
    "low",
    "high",
    "bound",
    "counts",
    "sort",
    "event",
    "who",
    "blamed",
    "as_of",
    "period",
    "place",
    "part_of",
    "replaces",
    "holder",
)
_MARK = ("position", "entry", "name", "words", "status", "about", "holder", "by")


# Digests


def figure_digest(row: Row) -> str:
    """What a figure's row says."""
    return digest_of(["figure", *(row[column] for column in _FIGURE)])


def mark_digest(row: Row) -> str:
    """What a mark's row says."""
    return digest_of(["mark", *(row[column] for column in _MARK)])


def figure_entry(text_digest: str, printed: Span) -> str:
    """The id of a figure in any ledger: digest of (text digest, type, span of the printed number)."""
    return _entry(text_digest, "figure", (printed,))


def mark_entry(text_digest: str, spans: Pieces) -> str:
    """The id of a mark in any ledger: digest of (text digest, type, spans of its words)."""
    return _entry(text_digest, "mark", spans)


def entries_of(report: Report) -> dict[str, str]:
    """The entry of everything in a report, as it was stored, by its id there."""
    of = report.page.text_digest
    found = {s.id: entry_id(of, source=s.source, cue=s.cue, content=s.content) for s in report.statements}
    found |= {f.id: figure_entry(of, f.span) for f in report.figures}
    return found | {m.id: mark_entry(of, m.spans) for m in report.marks}


def _entry(text_digest: str, kind: str, spans: Pieces) -> str:
    return digest_of([text_digest, kind, [[[piece.start, piece.end] for piece in spans]]])


# Into rows


def figure_rows(report: Report) -> list[dict[str, Any]]:
    """The figures of a report, without their reading.

    Raises ``ValueError`` for a span that is not in the page's text, and for a holder or another figure that is not in the report.
    """
    entries = _entries(report)
    return [_figure_row(report.page, figure, position, entries) for position, figure in enumerate(report.figures)]


def _figure_row(page: Page, figure: Figure, position: int, entries: Mapping[str, str]) -> dict[str, Any]:
    if not figure.span:
        raise ValueError(f"figure {figure.id} of {page.name} has no printed words")
    of = f"figure {figure.id} of {page.name}"
    row: dict[str, Any] = {
        "position": position,
        "entry": entries[figure.id],
        "name": figure.id,
        "printed": cited((figure.span,), page),
        "low": None if figure.low is None else float(figure.low),
        "high": None if figure.high is None else float(figure.high),
        "bound": figure.bound.value,
        "counts": cited(figure.counts, page),
        "sort": figure.sort.value,
        "event": cited(figure.event, page),
        "who": cited(figure.who, page),
        "blamed": cited(figure.blamed, page),
        "as_of": _when(figure.as_of, page),
        "period": _when(figure.period, page),
        "place": None if figure.place is None else compact(place_parts(figure.place, page)),
        "part_of": _named(figure.part_of, entries, f"{of} is part of"),
        "replaces": _named(figure.replaces, entries, f"{of} replaces"),
        "holder": _holder(figure.holder, entries, f"{of} is held by"),
    }
    row["digest"] = figure_digest(row)
    return row


def mark_rows(report: Report) -> list[dict[str, Any]]:
    """The marks of a report, without their reading.

    Raises ``ValueError`` for a mark without words or with a span that is not in the page's text, for a holder that is not in the
    report, and for one about something that is not.
    """
    entries = _entries(report)
    rows = []
    for position, mark in enumerate(report.marks):
        of = f"mark {mark.id} of {report.page.name}"
        if not mark.spans:
            raise ValueError(f"{of} has no words")
        row: dict[str, Any] = {
            "position": position,
            "entry": entries[mark.id],
            "name": mark.id,
            "words": cited(mark.spans, report.page),
            "status": mark.status.value,
            "about": compact([OUTLET if a == OUTLET else _named(a, entries, f"{of} is about") for a in mark.about]),
            "holder": _holder(mark.holder, entries, f"{of} is held by"),
            "by": cited(mark.by, report.page),
        }
        row["digest"] = mark_digest(row)
        rows.append(row)
    return rows


def _entries(report: Report) -> dict[str, str]:
    """The entry of everything in a report by its name there."""
    of = report.page.text_digest
    entries = {s.id: entry_id(of, source=s.source, cue=s.cue, content=s.content) for s in report.statements}
    entries |= {f.id: figure_entry(of, f.span) for f in report.figures}
    return entries | {m.id: mark_entry(of, m.spans) for m in report.marks}


def _named(name: str | None, entries: Mapping[str, str], what: str) -> str | None:
    if name is not None and name not in entries:
        raise ValueError(f"{what} {name}, which is not there")
    return None if name is None else entries[name]


def _holder(name: str, entries: Mapping[str, str], what: str) -> str | None:
    return None if name == OUTLET else _named(name, entries, what)


def _when(when: When | None, page: Page) -> str | None:
    if when is None:
        return None
    return compact([cited_as(when.span, page), when.value, when.precision.value if when.precision else None, when.opens])


# Out of rows


def figure_from(row: Row, names: Mapping[str, str]) -> Figure:
    """The figure that was stored; ``names`` gives what statements and figures are called in the same reading by their entries."""
    return Figure(
        id=row["name"],
        span=pieces_from(row["printed"])[0],
        low=row["low"],
        high=row["high"],
        bound=Bound(row["bound"]),
        counts=pieces_from(row["counts"]),
        sort=Sort(row["sort"]),
        event=pieces_from(row["event"]),
        who=pieces_from(row["who"]),
        blamed=pieces_from(row["blamed"]),
        as_of=_when_from(row["as_of"]),
        period=_when_from(row["period"]),
        place=place_from(json.loads(row["place"])) if row["place"] else None,
        part_of=names[row["part_of"]] if row["part_of"] else None,
        replaces=names[row["replaces"]] if row["replaces"] else None,
        holder=names[row["holder"]] if row["holder"] else OUTLET,
    )


def mark_from(row: Row, names: Mapping[str, str]) -> Mark:
    """The mark that was stored; ``names`` as for ``figure_from``."""
    return Mark(
        id=row["name"],
        spans=pieces_from(row["words"]),
        status=Status(row["status"]),
        about=tuple(OUTLET if entry == OUTLET else names[entry] for entry in json.loads(row["about"])),
        holder=names[row["holder"]] if row["holder"] else OUTLET,
        by=pieces_from(row["by"]),
    )


def names_of(rows: Iterable[Row]) -> dict[str, str]:
    """What the entries of one reading are called in it; of two with the same entry, the first."""
    names: dict[str, str] = {}
    for row in rows:
        names.setdefault(row["entry"], row["name"])
    return names


def _when_from(kept: str | None) -> When | None:
    if kept is None:
        return None
    (start, end, _), value, precision, opens = json.loads(kept)
    return When(Span(start, end), value, Precision(precision) if precision else None, opens)
