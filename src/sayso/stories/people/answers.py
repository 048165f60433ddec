"""Answers about speakers: whom a name means in all its spellings, and who says how much, as far as veils let it be seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from sayso.ledger.answers import Others, SpeakerRow, StatementFilter
from sayso.ledger.conditions import CURRENT_READING, any_of, page_conditions, statement_conditions
from sayso.ledger.ledger import Ledger
from sayso.ledger.schema import pages, readings, statements
from sayso.ledger.search import speaker_seen, statements_by
from sayso.stories.people.groups import Form, Group, all_groups, groups_of
from sayso.stories.people.tracing import traced_speakers

_AT_ONCE = 400

_OF_READINGS = statements.join(readings, readings.c.id == statements.c.reading_id).join(pages, pages.c.id == readings.c.page_id)
_OF_SPEAKERS = _OF_READINGS.join(
    traced_speakers,
    and_(
        traced_speakers.c.page_id == pages.c.id,
        traced_speakers.c.name == func.coalesce(statements.c.speaker, ""),  # so that it is looked up by page, not by name
        func.coalesce(traced_speakers.c.kind, "") == func.coalesce(statements.c.speaker_kind, ""),
    ),
)


@dataclass(frozen=True, slots=True)
class Named:
    """One of the names of a speaker: how many statements it has here, and why it is taken for the speaker's."""

    name: str
    statements: int
    because: str


@dataclass(frozen=True, slots=True)
class Who:
    """A speaker as far as can be told, with what was said under each name. The counts of ``row`` are over all names."""

    row: SpeakerRow
    names: tuple[Named, ...]
    """The main name first."""
    open: bool
    """Whether these only share their words: nothing tells that they are one speaker, or which."""


def with_all_names(ledger: Ledger, asked: StatementFilter) -> tuple[StatementFilter, list[Group]]:
    """The same question with all names of the speakers that it means, and the groups in which they are.

    A name that is withheld is not looked up, and a statement whose speaker is withheld is no part of a group.
    """
    with ledger.asking(StatementFilter(speaker=asked.speaker)) as connection:
        groups = groups_of(connection, names_seen(connection, any_of(asked.speaker)))
    several = [group for group in groups if len(group.names) > 1]
    if not several:
        return asked, groups
    forms = [form for group in several for form in group.forms]
    names = tuple(sorted({form.name for form in forms}))
    return replace(asked, others=Others(names, lambda connection: said_by(connection, forms))), groups


def names_seen(connection: Connection, asked: Iterable[str], *, page: str | None = None) -> set[str]:
    """The names as printed that contain one of those asked for and are not withheld; with ``page`` (an id) those on it.

    The names must have been asked for where the connection comes from.
    """
    found: set[str] = set()
    for name in asked:
        seen = statements.c.id.in_(statements_by(name, seen_by=connection))
        names = select(statements.c.speaker).distinct().where(seen, _is_seen(connection))
        if page is not None:
            names = names.select_from(_OF_READINGS).where(pages.c.digest == page, readings.c.id == CURRENT_READING)
        found |= set(connection.execute(names).scalars())
    return {name for name in found if name is not None}


def linked_names(connection: Connection, names: Iterable[str]) -> dict[str, str]:
    """Each of the names with the one of them that stands for its speaker: that under which most is said.

    *Haiti’s government* and *the Haitian government* have one. A name that may be several speakers', and one that is linked with
    none of the others, stands for itself.
    """
    wanted = set(names)
    owners: dict[str, list[Group]] = {name: [] for name in wanted}
    said: dict[tuple[int, str], int] = {}
    for group in groups_of(connection, wanted):
        for name in group.names & wanted:
            owners[name].append(group)
            said[id(group), name] = sum(form.statements for form in group.forms if form.name == name)
    found = {name: name for name in wanted}
    for name, of_it in owners.items():
        if len(of_it) == 1 and not of_it[0].open:
            [group] = of_it
            alike = [other for other in group.names & wanted if owners[other] == [group]]
            found[name] = min(alike, key=lambda other: (-said[id(group), other], other))
    return found


def said_by(connection: Connection, forms: Sequence[Form]) -> Select[tuple[int]]:
    """The row numbers of the statements of these speakers, those left out whose speaker is withheld."""
    return select(statements.c.id).select_from(_OF_SPEAKERS).where(_are(forms), _is_seen(connection))


def who_says(ledger: Ledger, asked: StatementFilter, groups: Sequence[Group]) -> list[Who]:
    """How much each of the groups says of what is asked for, and under which names; those that say nothing of it are left out."""
    forms = [form for group in groups for form in group.forms]
    said: list[tuple[str, int, str, str | None, str | None, int]] = []
    with ledger.asking(asked) as connection:
        for at in range(0, len(forms), _AT_ONCE):
            said += _counted(connection, asked, _are(forms[at : at + _AT_ONCE]))
    return _who(groups, said)


def everybody(ledger: Ledger, asked: StatementFilter, rows: Sequence[SpeakerRow]) -> list[Who]:
    """All speakers that are named, who said most first; ``rows`` are those of the ledger, by name alone.

    Names that stand in place of others that are withheld have no group, and are given as they are in ``rows``.
    """
    with ledger.asking(asked, all_speakers=True) as connection:
        found = _who(all_groups(connection), _counted(connection, asked))
    shown = {named.name for who in found for named in who.names}
    found += [Who(row, (Named(row.name, row.statements, "as named"),), open=False) for row in rows if row.name not in shown]
    return sorted(found, key=lambda who: (-who.row.statements, who.row.name))


def _counted(
    connection: Connection, asked: StatementFilter, *conditions: ColumnElement[bool]
) -> list[tuple[str, int, str, str | None, str | None, int]]:
    """Of each form and page: how many statements there are that can be seen."""
    found = (
        select(traced_speakers.c.form, pages.c.id, traced_speakers.c.name, pages.c.outlet, pages.c.published, func.count())
        .select_from(_OF_SPEAKERS)
        .where(*conditions, _is_seen(connection))
        .where(*statement_conditions(connection, asked), *page_conditions(connection, asked))
        .group_by(traced_speakers.c.form, pages.c.id, traced_speakers.c.name)
    )
    return [tuple(row) for row in connection.execute(found)]


def _who(groups: Sequence[Group], said: Iterable[tuple[str, int, str, str | None, str | None, int]]) -> list[Who]:
    of_form: dict[tuple[str, int | None], int] = {}
    left_out: set[tuple[str, int]] = set()
    for number, group in enumerate(groups):
        for form in group.forms:
            of_form[form.id, form.page] = number
            left_out |= {(form.id, page) for page in form.without}
    rows: dict[int, list[tuple[int, str, str | None, str | None, int]]] = {}
    for form_id, page, name, outlet, published, count in said:
        group_number = of_form.get((form_id, page), None if (form_id, page) in left_out else of_form.get((form_id, None)))
        if group_number is not None:
            rows.setdefault(group_number, []).append((page, name, outlet, published, count))
    found = []
    for number, of_group in rows.items():
        group = groups[number]
        counts: dict[str, int] = {}
        for _, name, _, _, count in of_group:
            counts[name] = counts.get(name, 0) + count
        named = tuple(Named(s.name, counts[s.name], s.because) for s in group.spellings if s.name in counts)
        days = sorted(published for _, _, _, published, _ in of_group if published)
        row = SpeakerRow(
            named[0].name,
            next(form.kind for form in group.forms if form.name == named[0].name),
            sum(counts.values()),
            len({page for page, *_ in of_group}),
            len({outlet for _, _, outlet, _, _ in of_group if outlet}),
            days[0] if days else None,
            days[-1] if days else None,
        )
        found.append(Who(row, named, group.open))
    return sorted(found, key=lambda who: (-who.row.statements, who.row.name))


def _are(forms: Iterable[Form]) -> ColumnElement[bool]:
    """That a trace is of one of these forms."""
    t = traced_speakers.c
    whole = [form.id for form in forms if form.page is None and not form.without]
    return or_(
        t.form.in_(whole),
        *(and_(t.form == form.id, t.page_id.not_in(form.without)) for form in forms if form.page is None and form.without),
        *(and_(t.form == form.id, t.page_id == form.page) for form in forms if form.page is not None),
    )


def _is_seen(connection: Connection) -> ColumnElement[bool]:
    """That the speaker of a statement is seen as named."""
    if not connection.info.get("shadowed"):
        return statements.c.speaker.is_not(None)
    return speaker_seen(connection) == statements.c.speaker
