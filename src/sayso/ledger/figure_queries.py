"""How figures are looked up: pages by what the database knows of them, then their figures one by one.

Of a page the whole current reading is brought in, for on whose word a figure stands and how sure it is said to be is told by the
statements and marks around it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from sayso.claims.figure import OUTLET, Figure
from sayso.claims.marks.status import ReportedState, status_of
from sayso.claims.report import Report
from sayso.errors import UsageError
from sayso.ledger import queries
from sayso.ledger.conditions import CURRENT_READING, any_of, page_conditions
from sayso.ledger.dates import date_of
from sayso.ledger.figures import figure_entry
from sayso.ledger.named import IS_CURRENT_PAGE
from sayso.ledger.reported import FigureFilter, FigureRow, Holder
from sayso.ledger.rows import entry_id
from sayso.ledger.schema import figures, marks, pages, statements
from sayso.ledger.search import contains, statements_by, tokens
from sayso.text import Pieces, words_of

Shown = Callable[[Report], Report]
"""What of a report may be shown, its spans moved into the shown text: a veil over private names, say."""


def figures_asked(connection: Connection, asked: FigureFilter, *, shown: Shown | None = None) -> Iterator[FigureRow]:
    """The figures asked for, newest page first (or oldest), pages without a date last; on a page in its order.

    With ``shown`` all words, names and headlines are those of the report that it gives; entries and spans stay those of the page.
    """
    _refuse_nonsense(asked)
    end = None if asked.limit is None else asked.offset + asked.limit
    yield from islice(_figures(connection, asked, shown), asked.offset, end)


def _figures(connection: Connection, asked: FigureFilter, shown: Shown | None) -> Iterator[FigureRow]:
    sorts = any_of(asked.sort)
    found = (
        select(pages.c.id, pages.c.seen)
        .where(IS_CURRENT_PAGE, *_may_answer(asked), *page_conditions(connection, asked))
        .order_by(*queries.by_date(oldest_first=asked.oldest_first), pages.c.digest)
    )
    for page, seen in connection.execute(found).all():
        report = queries.report(connection, page)
        seen_as = shown(report) if shown is not None else report
        for figure in sorted(report.figures, key=lambda figure: figure.span):
            if sorts and figure.sort not in sorts:
                continue
            row = row_of(report, figure, seen=seen, shown=seen_as)
            if _answers(row, asked):
                yield row


def _may_answer(asked: FigureFilter) -> Iterator[ColumnElement[bool]]:
    """That a page may have what is asked for: as much as the database can tell without its statements being brought in."""
    figure = exists().where(figures.c.reading_id == CURRENT_READING)
    if sorts := any_of(asked.sort):
        figure = figure.where(figures.c.sort.in_([sort.value for sort in sorts]))
    if asked.place is not None:
        figure = figure.where(figures.c.place.is_not(None))
    yield figure.correlate(pages)
    if speakers := any_of(asked.speaker):
        named = or_(*(statements.c.id.in_(statements_by(speaker)) for speaker in speakers))
        yield exists().where(statements.c.reading_id == CURRENT_READING, named).correlate(pages)
    if (states := any_of(asked.status)) and ReportedState.NOTHING_SAID not in states:
        yield exists().where(marks.c.reading_id == CURRENT_READING).correlate(pages)


def row_of(report: Report, figure: Figure, *, seen: str, shown: Report) -> FigureRow:
    """A figure of a report with all that is told of it, in the words that are shown; ``seen`` is where its page was seen."""
    page = shown.page
    printed = {f.id: f.span.of(page.text) for f in shown.figures}
    status = status_of(figure.id, shown.statements, shown.figures, shown.marks, text=page.text)
    [as_shown] = (f for f in shown.figures if f.id == figure.id)
    said = zip(_cited(figure), _cited(as_shown), strict=True)
    return FigureRow(
        entry=figure_entry(report.page.text_digest, figure.span),
        figure=figure,
        said={stored: words_of(pieces, page.text) for stored, pieces in said},
        chain=_chain(report, figure, shown),
        status=status,
        because=tuple(status.explained(page.text)),
        part_of=printed[figure.part_of] if figure.part_of else None,
        replaces=printed[figure.replaces] if figure.replaces else None,
        replaced=any(f.replaces == figure.id for f in report.figures),
        page=report.page.id,
        part=page.part,
        name=page.name,
        headline=page.headline,
        outlet=page.outlet,
        published=page.published,
        url=page.url,
        seen=seen,
        model=report.model,
    )


def _cited(figure: Figure) -> list[Pieces]:
    told = [entry.span for entry in (figure.as_of, figure.period, figure.place) if entry is not None]
    return [(figure.span,), figure.counts, figure.event, figure.who, figure.blamed, *((span,) for span in told)]


def _chain(report: Report, figure: Figure, shown: Report) -> tuple[Holder, ...]:
    """On whose word the figure stands, the innermost first."""
    text, said = shown.page.text, {s.id: s for s in report.statements}
    as_shown = {s.id: s for s in shown.statements}
    chain: dict[str, Holder] = {}
    held = None if figure.holder == OUTLET else figure.holder
    while held is not None and held not in chain:
        s = said[held]
        entry, s = entry_id(report.page.text_digest, source=s.source, cue=s.cue, content=s.content), as_shown[held]
        chain[held] = Holder(entry, s, words_of(s.source, text), words_of(s.cue, text))
        held = s.within
    return tuple(chain.values())


def _answers(row: FigureRow, asked: FigureFilter) -> bool:
    figure = row.figure
    counted = tokens(f"{row.words(*figure.counts)} {row.words(*figure.who)}")
    return all(
        (
            asked.as_of is None or (row.day or "").startswith(asked.as_of),
            not asked.unattributed or row.unattributed,
            asked.status is None or row.status.state in any_of(asked.status),
            asked.counts is None or any(_stand_in(words, counted) for words in any_of(asked.counts)),
            asked.place is None or any(_is_at(row, name) for name in any_of(asked.place)),
            asked.speaker is None or any(_says(row, name) for name in any_of(asked.speaker)),
        )
    )


def _stand_in(words: str, counted: list[str]) -> bool:
    """Whether all the words are among those of what is counted; one with ``*`` at its end stands for all that begin so."""
    return all(
        any(there == word or (asked.endswith("*") and there.startswith(word)) for there in counted)
        for asked in words.split()
        for word in tokens(asked)
    )


def _is_at(row: FigureRow, name: str) -> bool:
    place = row.figure.place
    if place is None:
        return False
    meant = place.means
    return contains(row.words(place.span), name) or (
        meant is not None and (contains(meant.name, name) or meant.country.casefold() == name.strip().casefold())
    )


def _says(row: FigureRow, name: str) -> bool:
    return any(contains(holder.statement.speaker.name, name) for holder in row.chain)


def _refuse_nonsense(asked: FigureFilter) -> None:
    if asked.as_of is not None:
        date_of(asked.as_of)
    for words in (*any_of(asked.counts), *any_of(asked.place), *any_of(asked.speaker)):
        if not tokens(words):
            raise UsageError(f"There is no word in {words!r}; give at least one")
