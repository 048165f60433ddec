"""Deciding: a person says that two speakers, pages or entries are one, or are not, or takes a decision back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from rich.console import Console
from rich.text import Text
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from sayso.cli.dossiers import cut
from sayso.cli.exits import Exit
from sayso.cli.headings import heading_of
from sayso.cli.layers import facts_of
from sayso.cli.linking import bring_up_to_date
from sayso.cli.phrases import counted, on_a_line, time_of
from sayso.cli.reports import print_hanging
from sayso.cli.terminal import console, print_json, safe
from sayso.cli.withheld import veils_of
from sayso.errors import NotInLedger, UsageError
from sayso.ledger.answers import StatementFilter
from sayso.ledger.conditions import CURRENT_READING
from sayso.ledger.decisions import About, Decision, Verdict, all_decisions, decide, in_force, undo
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.named import SHORT_ID
from sayso.ledger.reported import FigureFilter
from sayso.ledger.schema import figures, pages, readings, statements
from sayso.ledger.search import tokens
from sayso.ledger.veils import Veils, Wish
from sayso.stories.people import End, Group, groups_of
from sayso.stories.people.answers import names_seen

_ON_PAGE = re.compile(r"(.+?)\s*@\s*(\S+)", re.DOTALL)
_SHORTEST = 6
_NAMED_AT_MOST = 6
WORDS = 60
"""So much of an entry's words is shown."""
_QUOTES = ("“", '"')
_DONE = {
    (About.PEOPLE, Verdict.JOIN): "are one",
    (About.PEOPLE, Verdict.SPLIT): "are not one",
    (About.COPIES, Verdict.JOIN): "are copies of one text",
    (About.COPIES, Verdict.SPLIT): "are no copies of one text",
    (About.DOSSIERS, Verdict.JOIN): "are about the same question",
    (About.DOSSIERS, Verdict.SPLIT): "are not about the same question",
}


def decide_on(path: str, verdict: Verdict, one: str, other: str, *, about: About, by: str, reason: str, as_json: bool) -> Exit:
    """Notes that two are one, or are not, and says what follows."""
    with open_ledger(path) as kept:
        bring_up_to_date(kept)
        veils = veils_of(path, Wish.PRISONERS, face="decisions")
        shown = kept.shown(veils)
        ends = [_end(shown, each, about, verdict) for each in (one, other)]
        made = decide(kept.store, about, verdict, *ends, by=by, reason=reason, at=datetime.now(UTC))
        if as_json:
            print_json(_as_json(made, [_written(shown, end, about, veils) for end in (made.one, made.other)]))
            return Exit.FINE
        first, second = (_shown_end(shown, end, about, veils) for end in ends)
        out = console()
        print_hanging(out, Text(safe(f"Noted: {first} and {second} {_DONE[about, verdict]}."), style="headline"))
        print_hanging(out, Text(safe(f"To take it back: sayso undo {made.digest[:SHORT_ID]} --by NAME --reason WORDS")))
    return Exit.FINE


def take_back(path: str, name: str, *, by: str, reason: str, as_json: bool) -> Exit:
    """Takes a decision back."""
    with open_ledger(path) as kept:
        made = undo(kept.store, name, by=by, reason=reason, at=datetime.now(UTC))
    if as_json:
        print_json(asdict(made))
    else:
        words = f"Taken back: decision {made.one[:SHORT_ID]}. All is as it was without it; it stays on record."
        print_hanging(console(), Text(safe(words), style="headline"))
    return Exit.FINE


def list_decisions(path: str, *, about: Sequence[About], as_json: bool) -> Exit:
    """All decisions, oldest first, with those that do not hold any more."""
    with open_ledger(path) as kept:
        veils = veils_of(path, Wish.PRISONERS, face="decisions")
        shown = kept.shown(veils)
        with kept.store.reading() as connection:
            made = [d for d in all_decisions(connection) if d.about in about]
            holding = {d.digest for each in about for d in in_force(connection, each)}
        ends = [
            [(_written if as_json else _shown_end)(shown, e, d.about, veils) for e in (d.one, d.other)]
            if d.verdict is not Verdict.UNDO
            else [d.one]
            for d in made
        ]
    if as_json:
        found = [{**_as_json(d, both), "holds": d.digest in holding} for d, both in zip(made, ends, strict=True)]
        print_json({"decisions": found})
        return Exit.FINE
    out = console()
    for d, both in zip(made, ends, strict=True):
        _show(out, d, both, holds=d.digest in holding)
    in_all = counted(len(made), "decision")
    print_hanging(out, Text(f"{in_all}, {len(holding):,} in force." if made else "No decisions.", style="headline"))
    return Exit.FINE


def _show(out: Console, d: Decision, ends: list[str], *, holds: bool) -> None:
    undone = d.verdict is Verdict.UNDO
    said = f"{ends[0][:SHORT_ID]} is taken back" if undone else f"{ends[0]} and {ends[1]} {_DONE[d.about, d.verdict]}"
    line = Text(f"{d.digest[:SHORT_ID]}  ", style="quiet").append(safe(said), style="default" if holds else "quiet")
    if d.verdict is not Verdict.UNDO and not holds:
        line.append(" (no longer in force)", style="quiet")
    print_hanging(out, line, hang=10)
    print_hanging(
        out, Text(safe(f"          {d.about} · {d.by}, {time_of(d.at[:16] + 'Z')}: {d.reason}"), style="quiet"), hang=10
    )


def _as_json(d: Decision, ends: list[str]) -> dict[str, object]:
    said = asdict(d)
    return {**said, "one": ends[0], "other": ends[1] if len(ends) > 1 else ""}


def _written(ledger: Ledger, written: str, about: About, veils: Veils) -> str:
    """An end for a program: a whole id, or a name as it may be shown."""
    return _shown_end(ledger, written, about, veils) if about is About.PEOPLE else written


# Ends


def _end(ledger: Ledger, given: str, about: About, verdict: Verdict) -> str:
    """One of the two, as a decision names it."""
    if about is About.COPIES:
        return ledger.page(given).page.id
    if about is About.DOSSIERS:
        return _entry(ledger, given)
    return str(_speaker(ledger, given, verdict))


def _entry(ledger: Ledger, given: str) -> str:
    """The entry of a statement or a figure whose id begins so."""
    if len(given) < _SHORTEST:
        raise UsageError(f"Give at least {_SHORTEST} characters of the entry's id, not {given!r}")
    found: set[str] = set()
    with ledger.store.reading() as connection:
        for table in (statements, figures):
            rows = select(table.c.entry).where(table.c.entry >= given, table.c.entry < given + "g").distinct().limit(5)
            found |= set(connection.execute(rows).scalars())
    if not found:
        raise NotInLedger(f"No statement or figure has an id that begins with {given}; --json prints the ids of entries")
    if len(found) > 1:
        raise UsageError(f"Several entries have ids that begin with {given}: {', '.join(e[:12] for e in sorted(found))}")
    return found.pop()


def _speaker(ledger: Ledger, given: str, verdict: Verdict) -> End:
    """The speaker of a name, or with *NAME @ PAGE* the one on that page. A name that is withheld is not found."""
    on = _ON_PAGE.fullmatch(given)
    name, page = (on[1], ledger.page(on[2]).page.id) if on else (given, None)
    with ledger.asking(StatementFilter(speaker=name, page=page)) as connection:
        seen = names_seen(connection, [name], page=page)
        alike = sorted(each for each in seen if tokens(each) == tokens(name))
        meant = name if name in alike else alike[0] if alike else None
        if meant is None:
            where = f" on page {page[:SHORT_ID]}" if page else ""
            near = (
                f"; names like it: {', '.join(sorted(seen)[:_NAMED_AT_MOST])}" if seen else "; see who is there with: sayso who"
            )
            raise NotInLedger(f"No speaker is called {name}{where}{near}")
        groups = groups_of(connection, [meant])
        if page is None and len(groups) > 1 and verdict is Verdict.JOIN:
            raise UsageError(f"Several speakers are called {meant}; say which by a page:{_choices(ledger, meant, groups)}")
    return End(meant, page)


def _choices(ledger: Ledger, name: str, groups: Sequence[Group]) -> str:
    """A page for each of the speakers of a name."""
    rows = {row.page for row in ledger.statements(StatementFilter(speaker=name, limit=200)) if row.statement.speaker.name == name}
    return "".join(f"\n  {name} @ {page[:SHORT_ID]}" for page in sorted(rows)[: max(_NAMED_AT_MOST, len(groups))])


def _shown_end(ledger: Ledger, written: str, about: About, veils: Veils) -> str:
    """An end as it may be shown, with its id where one is needed to name it again.

    A speaker by name, but nobody's who is withheld wherever the name stands; a page by its headline; an entry by its words.
    """
    if about is About.COPIES:
        return _page_shown(ledger, written, veils)
    if about is About.DOSSIERS:
        return _entry_shown(ledger, written)
    end = End.read(written)
    with ledger.asking(StatementFilter(speaker=end.name)) as connection:
        seen = end.name in names_seen(connection, [end.name])
    name = f"“{end.name}”" if seen else "[a name that is not shown]"
    return f"{name} on page {end.page[:SHORT_ID]}" if end.page else name


def _page_shown(ledger: Ledger, page: str, veils: Veils) -> str:
    short = page[:SHORT_ID]
    try:
        with ledger.store.reading() as connection:
            heading = heading_of(connection, page, veils)
    except NoResultFound:  # it was sealed since
        return short
    return f"{heading if heading[:1] in _QUOTES else f'“{heading}”'} ({short})"


def _entry_shown(ledger: Ledger, entry: str) -> str:
    short = entry[:SHORT_ID]
    with ledger.store.reading() as connection:
        for table in (statements, figures):
            on = (
                select(pages.c.digest)
                .join(readings, readings.c.page_id == pages.c.id)
                .join(table, table.c.reading_id == readings.c.id)
                .where(table.c.entry == entry, readings.c.id == CURRENT_READING)
                .limit(1)
            )
            if (page := connection.execute(on).scalar()) is not None:
                break
    if page is None:
        return short
    words = [cut(on_a_line(row.content), WORDS) for row in ledger.statements(StatementFilter(page=page)) if row.entry == entry]
    words += [facts_of(row.figure, row.words)[0] for row in ledger.figures(FigureFilter(page=page)) if row.entry == entry]
    return f"“{words[0].strip('“”')}” ({short})" if words else short
