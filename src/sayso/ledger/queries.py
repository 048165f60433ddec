"""How answers are looked up. Only current pages and readings are answered from, and no answer changes the ledger.

Of the same bytes the pages that the newest extractor made are current, and of a page's readings the newest.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, distinct, func, select

from sayso.claims.report import Report
from sayso.errors import LedgerDamaged
from sayso.ledger.answers import Count, PageFilter, PageRow, Scope, SpeakerRow, StatementFilter, StatementRow
from sayso.ledger.conditions import (
    CURRENT_READING,
    any_of,
    outlet_and_page_conditions,
    page_conditions,
    statement_conditions,
)
from sayso.ledger.figures import figure_digest, figure_from, mark_digest, mark_from, names_of
from sayso.ledger.named import IS_CURRENT_PAGE
from sayso.ledger.names import close_names
from sayso.ledger.rows import page_from, statement_digest, statement_from, words_from
from sayso.ledger.schema import blobs, figures, marks, pages, readings, sightings, statements
from sayso.ledger.sealing import refuse_page
from sayso.ledger.search import speaker_seen, statements_by
from sayso.page.page import State
from sayso.reading.speaker import SpeakerKind

_STATEMENTS_IN_PLACE = statements.join(readings, readings.c.id == statements.c.reading_id).join(
    pages, pages.c.id == readings.c.page_id
)

_CLOSE_AT_MOST = 5
_IN_PARTS = {"yield_per": 500}


def statement_rows(connection: Connection, asked: StatementFilter) -> Iterator[StatementRow]:
    """The statements asked for, newest page first (or oldest), pages without a date last; on a page in its order."""
    holder = statements.alias("holder")
    within = select(func.min(holder.c.name)).where(
        holder.c.reading_id == statements.c.reading_id, holder.c.entry == statements.c.within
    )
    found = (
        select(
            statements,
            within.scalar_subquery().label("within_name"),
            pages.c.id.label("page_id"),
            pages.c.digest.label("page_digest"),
            pages.c.name.label("page_name"),
            pages.c.headline,
            pages.c.outlet,
            pages.c.published,
            pages.c.url,
            pages.c.seen,
            readings.c.model,
        )
        .select_from(_STATEMENTS_IN_PLACE)
        .where(*statement_conditions(connection, asked), *page_conditions(connection, asked))
        .order_by(*by_date(oldest_first=asked.oldest_first), pages.c.digest, statements.c.position)
        .limit(asked.limit)
        .offset(asked.offset or None)
    )
    for row in connection.execute(found, execution_options=_IN_PARTS).mappings():
        _as_stored(row, f"{row['page_name']} ({row['page_digest'][:12]})")
        between = partial(_run, connection, row["page_id"])
        yield StatementRow(
            entry=row["entry"],
            statement=statement_from(row, within=row["within_name"]),
            source=words_from(row["source"], between),
            cue=words_from(row["cue"], between),
            content=words_from(row["content"], between),
            page=row["page_digest"],
            name=row["page_name"],
            headline=row["headline"],
            outlet=row["outlet"],
            published=row["published"],
            url=row["url"],
            seen=row["seen"],
            model=row["model"],
        )


def _as_stored(row: RowMapping, page: str) -> None:
    """Raises ``LedgerDamaged`` if a statement does not say what was stored: nobody is shown words that may not be the page's."""
    refuse_other("Statement", row, statement_digest(row), page)


def refuse_other(what: str, row: RowMapping, digest: str, page: str) -> None:
    """Raises ``LedgerDamaged`` if an entry of a page is not the one that was stored."""
    if digest != row["digest"]:
        raise LedgerDamaged(f"{what} {row['name']} of {page} is not what was stored; see what else with: sayso audit")


def _run(connection: Connection, page: int, start: int, end: int) -> str:
    """The characters of a page's text from ``start`` to ``end``."""
    run = select(func.substr(pages.c.text, start + 1, end - start)).where(pages.c.id == page)
    return str(connection.execute(run).scalar_one())


def speaker_rows(connection: Connection, asked: StatementFilter) -> Iterator[SpeakerRow]:
    """The named speakers of the statements asked for, who said most first."""
    n, name = func.count().label("n"), speaker_seen(connection).label("shown_name")
    found = (
        select(
            name,
            statements.c.speaker_kind,
            n,
            func.count(distinct(pages.c.id)),
            func.count(distinct(pages.c.outlet)),
            func.min(pages.c.published),
            func.max(pages.c.published),
        )
        .select_from(_STATEMENTS_IN_PLACE)
        .where(statements.c.speaker.is_not(None))
        .where(*statement_conditions(connection, asked), *page_conditions(connection, asked))
        .group_by(name, statements.c.speaker_kind)
        .order_by(n.desc(), name, func.coalesce(statements.c.speaker_kind, ""))
        .limit(asked.limit)
        .offset(asked.offset or None)
    )
    for row in connection.execute(found):
        yield SpeakerRow(*row)


def close_speakers(connection: Connection, asked: StatementFilter) -> dict[str, int]:
    """Names of speakers that may be meant by those asked for, but do not contain them, with how many statements each has here.

    At most five a name. Where a name has an answer of its own, only people whose whole name is like it.
    """
    seen = speaker_seen(connection)
    known = connection.execute(select(seen).distinct().where(statements.c.speaker.is_not(None))).scalars()
    names = [name for name in known if name is not None]
    others = replace(asked, speaker=None)
    proposed: dict[str, int] = {}
    for speaker in any_of(asked.speaker):
        counted: list[tuple[str, int]] = []
        found = connection.execute(statements_by(speaker, seen_by=connection).limit(1)).first() is not None
        for group in close_names(speaker, names, answered=found):
            n = func.count().label("n")
            here = (
                select(seen, n)
                .select_from(_STATEMENTS_IN_PLACE)
                .where(seen.in_(group), *statement_conditions(connection, others))
                .where(*page_conditions(connection, others))
                .group_by(seen)
                .order_by(n.desc(), seen)
                .limit(_CLOSE_AT_MOST)
            )
            if found:
                here = here.where(statements.c.speaker_kind == SpeakerKind.PERSON.value)
            counted += [(name or "", number) for name, number in connection.execute(here)]
        proposed.update(counted[:_CLOSE_AT_MOST])
    return proposed


def page_rows(connection: Connection, asked: StatementFilter, *, state: State | None = None) -> Iterator[PageRow]:
    """The pages asked for (by outlet, dates or page; the rest of the filter is not looked at), newest first."""
    found = (
        select(
            pages.c.digest.label("id"),
            pages.c.name,
            pages.c.part,
            pages.c.headline,
            pages.c.outlet,
            pages.c.published,
            pages.c.url,
            pages.c.seen,
            pages.c.state,
            pages.c.note,
            pages.c.language,
            pages.c.words,
            select(func.count())
            .where(statements.c.reading_id == readings.c.id)
            .correlate(readings)
            .scalar_subquery()
            .label("statements"),
            select(func.count())
            .where(sightings.c.blob_id == pages.c.blob_id)
            .correlate(pages)
            .scalar_subquery()
            .label("sightings"),
            readings.c.model,
        )
        .select_from(pages.outerjoin(readings, and_(readings.c.page_id == pages.c.id, readings.c.id == CURRENT_READING)))
        .where(IS_CURRENT_PAGE, *page_conditions(connection, asked))
        .order_by(*by_date(oldest_first=asked.oldest_first), pages.c.digest)
        .limit(asked.limit)
        .offset(asked.offset or None)
    )
    if state is not None:
        found = found.where(pages.c.state == state.value)
    for row in connection.execute(found, execution_options=_IN_PARTS).mappings():
        yield PageRow(**{**row, "state": State(row["state"])})


def count(connection: Connection, asked: StatementFilter) -> Count:
    """How many statements are asked for, with the scope that they were looked for in; limit and offset are not looked at."""
    found = (
        select(
            func.count(),
            func.count(distinct(speaker_seen(connection))),
            func.count(distinct(pages.c.id)),
            func.count(distinct(pages.c.outlet)),
        )
        .select_from(_STATEMENTS_IN_PLACE)
        .where(*statement_conditions(connection, asked), *page_conditions(connection, asked))
    )
    return Count(*connection.execute(found).one(), scope=scope(connection, asked), copies=_copies(connection, asked))


def _copies(connection: Connection, asked: StatementFilter) -> int:
    """How many of the statements only repeat others on another copy of the same page."""
    document = func.coalesce(pages.c.url, pages.c.text_digest)
    kept_twice = select(document).where(IS_CURRENT_PAGE, pages.c.part.is_(None)).group_by(document).having(func.count() > 1)
    if connection.execute(kept_twice.limit(1)).first() is None:
        return 0
    found = (
        select(document, pages.c.id, statements.c.source, statements.c.cue, statements.c.content)
        .select_from(_STATEMENTS_IN_PLACE)
        .where(document.in_(kept_twice), pages.c.part.is_(None))
        .where(*statement_conditions(connection, asked), *page_conditions(connection, asked))
    )
    said: dict[tuple[str, ...], Counter[int]] = {}
    for address, page, *cited in connection.execute(found, execution_options=_IN_PARTS):
        words = (" ".join(run for _, _, run in json.loads(pieces)) for pieces in cited)
        said.setdefault((address, *words), Counter())[page] += 1
    return sum(pages_with_it.total() - max(pages_with_it.values()) for pages_with_it in said.values())


def scope(connection: Connection, asked: PageFilter) -> Scope:
    """The pages that the outlet, dates and page of a filter leave to be looked at."""
    conditions = page_conditions(connection, asked)
    looked_at = select(func.count(), func.min(pages.c.published), func.max(pages.c.published)).where(IS_CURRENT_PAGE, *conditions)
    n, first, last = connection.execute(looked_at).one()
    of_outlets = select(pages.c.outlet).distinct().where(IS_CURRENT_PAGE, pages.c.outlet.is_not(None), *conditions)
    unread = (
        select(pages.c.state, func.count())
        .where(IS_CURRENT_PAGE, pages.c.state != State.READ.value, *conditions)
        .group_by(pages.c.state)
        .order_by(pages.c.state)
    )
    undated = select(func.count()).where(
        IS_CURRENT_PAGE, pages.c.published.is_(None), *outlet_and_page_conditions(connection, asked)
    )
    return Scope(
        pages=n,
        outlets=tuple(sorted(connection.execute(of_outlets).scalars())),
        first=first,
        last=last,
        undated=connection.execute(undated).scalar_one(),
        unread={State(state): n for state, n in connection.execute(unread)},
    )


def report(connection: Connection, page: int) -> Report:
    """A page as it was stored, with its current reading.

    Raises ``LedgerDamaged`` if that is not what it says now, ``PageSealed`` if it was withdrawn.
    """
    refuse_page(connection, page)
    row = connection.execute(select(pages, blobs.c.digest.label("blob")).join(blobs).where(pages.c.id == page)).mappings().one()
    stored = page_from(row, row["blob"])
    if stored.text_digest != row["text_digest"]:
        raise LedgerDamaged(
            f"The text of page {row['digest'][:12]} is not the one that was stored; see what else with: sayso audit"
        )
    reading = connection.execute(
        select(readings).where(readings.c.page_id == page).order_by(readings.c.id.desc()).limit(1)
    ).first()
    if reading is None:
        return Report(stored)
    place = f"{row['name']} ({row['digest'][:12]})"
    said, counted, marked = (
        connection.execute(select(table).where(table.c.reading_id == reading.id).order_by(table.c.position)).mappings().all()
        for table in (statements, figures, marks)
    )
    for entry in said:
        _as_stored(entry, place)
    for figure in counted:
        refuse_other("Figure", figure, figure_digest(figure), place)
    for mark in marked:
        refuse_other("Mark", mark, mark_digest(mark), place)
    names = names_of([*said, *counted])
    return Report(
        stored,
        tuple(statement_from(entry, within=names[entry["within"]] if entry["within"] else None) for entry in said),
        reading.model,
        reading.rules,
        tuple(figure_from(figure, names) for figure in counted),
        tuple(mark_from(mark, names) for mark in marked),
    )


def by_date(*, oldest_first: bool) -> tuple[ColumnElement[bool], ColumnElement[str | None]]:
    """The order of pages: newest first, or oldest; those without a date last."""
    undated_last = pages.c.published.is_(None)
    return undated_last, pages.c.published.asc() if oldest_first else pages.c.published.desc()
