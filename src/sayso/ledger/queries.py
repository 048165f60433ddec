"""How answers are looked up. Only current pages and readings are answered from, and no answer changes the ledger.

Of the same bytes the pages that the newest extractor made are current, and of a page's readings the newest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from sqlalchemy import ColumnElement, Connection, and_, distinct, exists, func, select

from sayso.claims.report import Report
from sayso.errors import LedgerError, NotInLedger, UsageError
from sayso.ledger import search
from sayso.ledger.answers import Count, PageRow, Scope, SpeakerRow, StatementFilter, StatementRow
from sayso.ledger.rows import page_from, statement_from, words_from
from sayso.ledger.schema import blobs, pages, readings, sightings, statements
from sayso.page.page import State

_newer_page = pages.alias("newer_page")
IS_CURRENT_PAGE = ~exists().where(
    _newer_page.c.blob_id == pages.c.blob_id,
    _newer_page.c.extractor != pages.c.extractor,
    _newer_page.c.id > pages.c.id,
).correlate(pages)  # fmt: skip

_any_reading = readings.alias("any_reading")
_CURRENT_READING = (
    select(func.max(_any_reading.c.id)).where(_any_reading.c.page_id == pages.c.id).correlate(pages).scalar_subquery()
)

_STATEMENTS_IN_PLACE = statements.join(readings, readings.c.id == statements.c.reading_id).join(
    pages, pages.c.id == readings.c.page_id
)

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d([T ]\d\d:\d\d(:\d\d)?)?)?)?")
_IN_PARTS = {"yield_per": 500}
_ID = re.compile(r"[0-9a-f]{6,64}")


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
        .where(*_statement_conditions(connection, asked), *_page_conditions(connection, asked))
        .order_by(*_by_date(oldest_first=asked.oldest_first), pages.c.digest, statements.c.position)
        .limit(asked.limit)
        .offset(asked.offset or None)
    )
    for row in connection.execute(found, execution_options=_IN_PARTS).mappings():
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


def _run(connection: Connection, page: int, start: int, end: int) -> str:
    """The characters of a page's text from ``start`` to ``end``."""
    run = select(func.substr(pages.c.text, start + 1, end - start)).where(pages.c.id == page)
    return str(connection.execute(run).scalar_one())


def speaker_rows(connection: Connection, asked: StatementFilter) -> Iterator[SpeakerRow]:
    """The named speakers of the statements asked for, who said most first."""
    n = func.count().label("n")
    found = (
        select(
            statements.c.speaker,
            statements.c.speaker_kind,
            n,
            func.count(distinct(pages.c.id)),
            func.count(distinct(pages.c.outlet)),
            func.min(pages.c.published),
            func.max(pages.c.published),
        )
        .select_from(_STATEMENTS_IN_PLACE)
        .where(statements.c.speaker.is_not(None))
        .where(*_statement_conditions(connection, asked), *_page_conditions(connection, asked))
        .group_by(statements.c.speaker, statements.c.speaker_kind)
        .order_by(n.desc(), statements.c.speaker)
        .limit(asked.limit)
        .offset(asked.offset or None)
    )
    for row in connection.execute(found):
        yield SpeakerRow(*row)


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
        .select_from(pages.outerjoin(readings, and_(readings.c.page_id == pages.c.id, readings.c.id == _CURRENT_READING)))
        .where(IS_CURRENT_PAGE, *_page_conditions(connection, asked))
        .order_by(*_by_date(oldest_first=asked.oldest_first), pages.c.digest)
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
            func.count(distinct(statements.c.speaker)),
            func.count(distinct(pages.c.id)),
            func.count(distinct(pages.c.outlet)),
        )
        .select_from(_STATEMENTS_IN_PLACE)
        .where(*_statement_conditions(connection, asked), *_page_conditions(connection, asked))
    )
    return Count(*connection.execute(found).one(), scope=scope(connection, asked))


def scope(connection: Connection, asked: StatementFilter) -> Scope:
    """The pages that the outlet, dates and page of a filter leave to be looked at."""
    conditions = _page_conditions(connection, asked)
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
        IS_CURRENT_PAGE, pages.c.published.is_(None), *_outlet_and_page_conditions(connection, asked)
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
    """A page as it was stored, with its current reading. Raises ``LedgerError`` if its text is not the one that was stored."""
    row = connection.execute(select(pages, blobs.c.digest.label("blob")).join(blobs).where(pages.c.id == page)).mappings().one()
    stored = page_from(row, row["blob"])
    if stored.text_digest != row["text_digest"]:
        raise LedgerError(
            f"The text of page {row['digest'][:12]} is not the one that was stored; see what else with: sayso audit"
        )
    reading = connection.execute(
        select(readings).where(readings.c.page_id == page).order_by(readings.c.id.desc()).limit(1)
    ).first()
    if reading is None:
        return Report(stored)
    found = connection.execute(select(statements).where(statements.c.reading_id == reading.id).order_by(statements.c.position))
    entries = found.mappings().all()
    names = {entry["entry"]: entry["name"] for entry in reversed(entries)}
    return Report(
        stored,
        tuple(statement_from(entry, within=names[entry["within"]] if entry["within"] else None) for entry in entries),
        reading.model,
        reading.rules,
    )


def pages_named(connection: Connection, name: str) -> list[int]:
    """Row numbers of the current pages that ``name`` means, newest first: one, or all parts of one document.

    A name is a page's id or the beginning of one (six digits at least), its name, its URL, or where it was seen. An address or a
    place means the newest version that was seen there; an id means that page, current or not.

    Raises ``NotInLedger`` if there is none, or if several different documents go by that name.
    """
    if _ID.fullmatch(name):
        by_id = select(pages.c.id, pages.c.digest).where(pages.c.digest >= name, pages.c.digest < name + "g").limit(5)
        found = connection.execute(by_id).all()
        if len(found) > 1:
            raise NotInLedger(
                f"Several pages have ids that begin with {name}: {', '.join(row.digest[:12] for row in found)}; give more of it"
            )
        if found:
            return [found[0].id]
    own = select(pages.c.id, pages.c.blob_id).where(IS_CURRENT_PAGE, (pages.c.name == name) | (pages.c.url == name))
    seen = select(sightings.c.blob_id).where((sightings.c.seen == name) | (sightings.c.name == name) | (sightings.c.url == name))
    of_seen = select(pages.c.id, pages.c.blob_id).where(IS_CURRENT_PAGE, pages.c.blob_id.in_(seen))
    found = connection.execute(own.order_by(pages.c.id)).all() or connection.execute(of_seen.order_by(pages.c.id)).all()
    if not found:
        raise NotInLedger(
            f"No page called {name!r} in the ledger; see what there is with: sayso pages, or add it with: sayso add"
        )
    return [row.id for row in found if row.blob_id == _newest_version(connection, name, {row.blob_id for row in found})]


def _newest_version(connection: Connection, name: str, among: set[int]) -> int:
    """Of documents that go by one name, the last one seen, if all were seen in one place; else nobody can tell which is meant."""
    if len(among) == 1:
        return next(iter(among))
    seen = connection.execute(
        select(sightings.c.blob_id, sightings.c.seen, sightings.c.url, blobs.c.digest)
        .join(blobs, blobs.c.id == sightings.c.blob_id)
        .where(sightings.c.blob_id.in_(among))
        .order_by(sightings.c.seen_at.desc(), sightings.c.id.desc())
    ).all()
    if name in {row.url for row in seen} or len({row.seen for row in seen}) == 1:
        return int(seen[0].blob_id)
    places = sorted({row.seen for row in seen})
    raise NotInLedger(
        f"{len(among)} different pages are called {name!r}; say which by where it was seen: {', '.join(places[:5])}"
    )


def _statement_conditions(connection: Connection, asked: StatementFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [IS_CURRENT_PAGE, readings.c.id == _CURRENT_READING]
    if asked.speaker is not None:
        conditions.append(statements.c.id.in_(search.statements_by(asked.speaker)))
    if asked.words is not None:
        conditions.append(statements.c.id.in_(search.statements_with(asked.words)))
    if asked.stance is not None:
        conditions.append(statements.c.stance == asked.stance.value)
    if asked.kind is not None:
        conditions.append(statements.c.kind == asked.kind.value)
    if asked.min_confidence is not None:
        conditions.append(statements.c.confidence >= asked.min_confidence)
    return conditions


def _page_conditions(connection: Connection, asked: StatementFilter) -> list[ColumnElement[bool]]:
    conditions = _outlet_and_page_conditions(connection, asked)
    if asked.since is not None:
        conditions.append(pages.c.published >= _date(asked.since))
    if asked.until is not None:
        until = _date(asked.until)  # as much of the page's date as is asked for: until 2022-03 is to the end of March
        conditions.append(func.substr(pages.c.published, 1, len(until)) <= until)
    return conditions


def _outlet_and_page_conditions(connection: Connection, asked: StatementFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if asked.outlet is not None:
        outlets = connection.execute(select(pages.c.outlet).distinct()).scalars()
        conditions.append(pages.c.outlet.in_([outlet for outlet in outlets if search.contains(outlet, asked.outlet)]))
    if asked.page is not None:
        conditions.append(pages.c.id.in_(pages_named(connection, asked.page)))
    return conditions


def _date(asked: str) -> str:
    if not _DATE.fullmatch(asked):
        raise UsageError(f"{asked!r} is no date; write it as 2022, 2022-03, 2022-03-01 or 2022-03-01T09:59")
    return asked.replace(" ", "T")


def _by_date(*, oldest_first: bool) -> tuple[ColumnElement[bool], ColumnElement[str | None]]:
    undated_last = pages.c.published.is_(None)
    return undated_last, pages.c.published.asc() if oldest_first else pages.c.published.desc()
