"""What a filter asks for, as conditions on the rows of pages and statements."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, func, or_, select

from sayso.errors import UsageError
from sayso.ledger import search
from sayso.ledger.answers import PageFilter, StatementFilter
from sayso.ledger.dates import date_of
from sayso.ledger.named import IS_CURRENT_PAGE, pages_named
from sayso.ledger.schema import pages, readings, statements

_any_reading = readings.alias("any_reading")
CURRENT_READING = (
    select(func.max(_any_reading.c.id)).where(_any_reading.c.page_id == pages.c.id).correlate(pages).scalar_subquery()
)


_Value = TypeVar("_Value", bound=str)


def any_of(asked: _Value | tuple[_Value, ...] | None) -> tuple[_Value, ...]:
    """The values of a filter of which any one must hold; none if it does not filter."""
    if asked is None:
        return ()
    return asked if isinstance(asked, tuple) else (asked,)


def statement_conditions(connection: Connection, asked: StatementFilter) -> list[ColumnElement[bool]]:
    """That a statement is of a current reading and is one of those asked for; what is asked of its page is left out."""
    conditions: list[ColumnElement[bool]] = [IS_CURRENT_PAGE, readings.c.id == CURRENT_READING]
    if speakers := any_of(asked.speaker):
        said = [statements.c.id.in_(search.statements_by(speaker, seen_by=connection)) for speaker in speakers]
        said += [statements.c.id.in_(asked.others.statements(connection))] if asked.others else []
        conditions.append(or_(*said))
    if asked.words is not None:
        conditions.append(statements.c.id.in_(search.statements_with(asked.words, seen_by=connection)))
    if stances := any_of(asked.stance):
        conditions.append(statements.c.stance.in_([stance.value for stance in stances]))
    if kinds := any_of(asked.kind):
        conditions.append(statements.c.kind.in_([kind.value for kind in kinds]))
    if asked.min_confidence is not None:
        conditions.append(statements.c.confidence >= asked.min_confidence)
    return conditions


def page_conditions(connection: Connection, asked: PageFilter) -> list[ColumnElement[bool]]:
    """That a page is of the outlet and dates asked for, and the one that is named. Raises ``UsageError`` for no dates."""
    conditions = outlet_and_page_conditions(connection, asked)
    since, until = (None if date is None else date_of(date) for date in (asked.since, asked.until))
    if since and until and since[: len(until)] > until[: len(since)]:
        raise UsageError(f"No page is of {asked.since} or later and of {asked.until} or earlier; turn the two dates round")
    if since:
        conditions.append(pages.c.published >= since)
    if until:  # as much of the page's date as is asked for: until 2022-03 is to the end of March
        conditions.append(func.substr(pages.c.published, 1, len(until)) <= until)
    return conditions


def outlet_and_page_conditions(connection: Connection, asked: PageFilter) -> list[ColumnElement[bool]]:
    """The same without the dates."""
    conditions: list[ColumnElement[bool]] = []
    if names := any_of(asked.outlet):
        outlets = connection.execute(select(pages.c.outlet).distinct()).scalars()
        called = [outlet for outlet in outlets if any(search.contains(outlet, name) for name in names)]
        conditions.append(pages.c.outlet.in_(called))
    if asked.page is not None:
        conditions.append(pages.c.id.in_(pages_named(connection, asked.page, told=connection.info.get("told"))))
    return conditions
