"""The rows of the tables of what stands on pages: statements, figures, marks and the pages themselves."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from sayso.claims.figure import OUTLET, Bound, When
from sayso.claims.report import number
from sayso.export.columns import Table
from sayso.export.selection import Exhibit
from sayso.ledger.reported import FigureRow
from sayso.text import Pieces, words_of

Row = dict[str, Any]
"""A row by the names of its columns: texts, numbers, days, times and lists of them; ``None`` where empty."""


def statements_on(exhibit: Exhibit) -> Iterator[Row]:
    """The statements asked for on a page, in its order."""
    of_page, entries, text = _page(exhibit), exhibit.entries, exhibit.shown.page.text
    for stored, shown in zip(exhibit.stored.statements, exhibit.shown.statements, strict=True):
        if stored.id not in exhibit.statements:
            continue
        status, said = exhibit.status(stored.id), shown.circumstances
        yield {
            "entry": entries[stored.id],
            "speaker": shown.speaker.name,
            "speaker_kind": shown.speaker.kind.value if shown.speaker.kind else None,
            "speaker_role": shown.speaker.role,
            "because": shown.speaker.because.value,
            "inferred_of": shown.whose.name if shown.whose else None,
            "source": _words(shown.source, text),
            "cue": _words(shown.cue, text),
            "content": _words(shown.content, text),
            "kind": shown.kind.value,
            "stance": shown.stance.value,
            "status": status.state.value,
            "status_because": status.explained(text),
            "within": entries.get(stored.within) if stored.within else None,
            "said_on": said.said_at.value if said.said_at else None,
            "said_on_words": said.said_at.span.of(text) if said.said_at else None,
            "medium": _words(said.medium, text),
            "translated": _words(said.translated, text),
            "places": [place.span.of(text) for place in shown.places],
            "source_spans": _spans(stored.source),
            "cue_spans": _spans(stored.cue),
            "content_spans": _spans(stored.content),
            "confidence": round(stored.confidence, 3),
            "doubtful": stored.doubtful,
            **of_page,
        }


def figures_on(exhibit: Exhibit) -> Iterator[Row]:
    """The figures asked for on a page, in its order."""
    of_page, entries = _page(exhibit), exhibit.entries
    for row in exhibit.figure_rows():
        f = row.figure
        vague, meant = f.bound is Bound.ORDER, f.place.means if f.place else None
        first, last = days_of(f.as_of)
        yield {
            "entry": row.entry,
            "printed": row.printed,
            "low": None if vague else number(f.low),
            "high": None if vague else number(f.high),
            "bound": f.bound.value,
            "counts": row.words(*f.counts) or None,
            "sort": f.sort.value,
            "event": row.words(*f.event) or None,
            "who": row.words(*f.who) or None,
            "blamed": row.words(*f.blamed) or None,
            "source": row.source,
            "via": list(row.via),
            "unattributed": row.unattributed,
            "status": row.status.state.value,
            "status_because": list(row.because),
            "as_of": f.as_of.value if f.as_of else None,
            "as_of_first": first,
            "as_of_last": last,
            "as_of_words": row.words(f.as_of.span) if f.as_of else None,
            "period": f.period.value if f.period else None,
            "period_words": row.words(f.period.span) if f.period else None,
            "place": meant.name if meant else None,
            "country": meant.country if meant else None,
            "latitude": meant.latitude if meant else None,
            "longitude": meant.longitude if meant else None,
            "place_words": row.words(f.place.span) if f.place else None,
            "part_of": row.part_of,
            "replaces": row.replaces,
            "replaced": row.replaced,
            "holder": None if f.holder == OUTLET else entries[f.holder],
            "printed_span": _spans((f.span,)),
            "counts_spans": _spans(f.counts),
            **of_page,
        }


def marks_on(exhibit: Exhibit) -> Iterator[Row]:
    """The marks asked for on a page, in its order."""
    of_page, entries, text = _page(exhibit), exhibit.entries, exhibit.shown.page.text
    for stored, shown in zip(exhibit.stored.marks, exhibit.shown.marks, strict=True):
        if stored.id in exhibit.marks:
            yield {
                "entry": entries[stored.id],
                "words": _words(shown.spans, text),
                "mark": shown.status.value,
                "by": _words(shown.by, text),
                "about": [OUTLET if about == OUTLET else entries[about] for about in stored.about],
                "holder": None if stored.holder == OUTLET else entries[stored.holder],
                "spans": _spans(stored.spans),
                **of_page,
            }


def page_of(exhibit: Exhibit) -> Iterator[Row]:
    """The page itself."""
    page, report, of_page = exhibit.shown.page, exhibit.stored, _page(exhibit)
    yield {
        **of_page,
        **_time("modified", page.modified),
        "last_seen": _moment(exhibit.last_seen),
        "sightings": exhibit.sightings,
        "authors": list(page.authors),
        "language": page.language,
        "section": page.section,
        "state": page.state.value,
        "note": page.note,
        "words": len(report.page.text.split()),
        "statements": len(report.statements),
        "figures": len(report.figures),
        "marks": len(report.marks),
        "blob": None if exhibit.withheld is not None else page.blob,
        "extractor": page.extractor,
    }


ON_PAGES: dict[Table, Callable[[Exhibit], Iterator[Row]]] = {
    Table.STATEMENTS: statements_on,
    Table.FIGURES: figures_on,
    Table.MARKS: marks_on,
    Table.PAGES: page_of,
}
"""What makes the rows of each table out of a page."""


def _page(exhibit: Exhibit) -> Row:
    page, shown = exhibit.shown.page, exhibit.shown
    return {
        "page": exhibit.stored.page.id,
        "page_name": page.name,
        "part": page.part,
        "headline": page.headline,
        "outlet": page.outlet,
        **_time("published", page.published),
        "url": exhibit.url,
        "seen": exhibit.seen,
        "first_seen": _moment(exhibit.first_seen),
        "text_digest": None if exhibit.withheld is not None else page.text_digest,
        "withheld": exhibit.withheld,
        "model": shown.model,
        "rules": shown.rules if shown.model else None,
    }


def _time(name: str, value: str | None) -> Row:
    """A time as the page gives it, and as much of it as has a type."""
    day = at = offset = None
    if value and len(value) >= 10:
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is not None:
            day = moment.date()
            at = moment.replace(tzinfo=None) if len(value) > 10 else None
            ahead = moment.utcoffset()
            offset = None if ahead is None else int(ahead.total_seconds() // 60)
    return {name: value, f"{name}_day": day, f"{name}_at": at, f"{name}_offset": offset}


def printed_of(row: FigureRow) -> str:
    """The printed number with what it counts."""
    return " ".join(f"{row.printed} {row.words(*row.figure.counts)}".split())


_WEEK = re.compile(r"(\d{4})-W(\d\d)")
_MONTH = re.compile(r"(\d{4})(?:-(\d\d))?")


def days_of(when: When | None) -> tuple[date | None, date | None]:
    """The first and last day of a time: of a day itself, of a week its Monday and Sunday."""
    value = when.value if when else None
    if value is None:
        return None, None
    try:
        if week := _WEEK.fullmatch(value):
            year, number_ = int(week[1]), int(week[2])
            return date.fromisocalendar(year, number_, 1), date.fromisocalendar(year, number_, 7)
        if month := _MONTH.fullmatch(value):
            year, first, last = int(month[1]), int(month[2] or 1), int(month[2] or 12)
            return date(year, first, 1), date(year, last, monthrange(year, last)[1])
        day = date.fromisoformat(value[:10])
    except ValueError:
        return None, None
    return day, day


def _moment(kept: str) -> datetime:
    return datetime.fromisoformat(kept).astimezone(UTC)


def _words(pieces: Pieces, text: str) -> str | None:
    return words_of(pieces, text) or None


def _spans(pieces: Pieces) -> list[list[int]]:
    return [[piece.start, piece.end] for piece in pieces]
