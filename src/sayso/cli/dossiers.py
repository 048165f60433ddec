"""Dossiers: the entries of many pages about the same question, and why each is joined to the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from rich.console import Console
from rich.text import Text
from sqlalchemy import Connection, select

from sayso.claims.marks.status import ReportedState
from sayso.cli.asking import show_scope_of
from sayso.cli.layers import facts_of
from sayso.cli.linking import bring_up_to_date
from sayso.cli.phrases import chain_of, counted, days_of, on_a_line, time_of
from sayso.cli.reports import print_hanging
from sayso.cli.terminal import console, print_json, safe
from sayso.cli.withheld import show_withheld, veils_of, withheld_on
from sayso.errors import NotInLedger
from sayso.ledger.answers import PageFilter, StatementFilter, StatementRow
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.named import SHORT_ID
from sayso.ledger.reported import FigureFilter, FigureRow
from sayso.ledger.schema import pages
from sayso.ledger.veils import Veils, Wish
from sayso.stories import disputes
from sayso.stories.dossiers import dossier, dossiers
from sayso.stories.dossiers.dossier import Dossier, Member, Relation, Type
from sayso.stories.dossiers.shown import shown as as_shown
from sayso.stories.dossiers.shown import shown_relations
from sayso.stories.traces import day_of


@dataclass(frozen=True, slots=True)
class Summary:
    """A dossier in one line."""

    dossier: Dossier
    pages: int
    outlets: int
    first: int | None
    last: int | None
    lowest: str
    highest: str
    disputes: int

    @classmethod
    def of(cls, connection: Connection, found: Dossier) -> Summary:
        rows = sorted({member.page for member in found.members})
        outlets: set[str] = set()
        for start in range(0, len(rows), 500):
            asked = select(pages.c.outlet).where(pages.c.id.in_(rows[start : start + 500]), pages.c.outlet.is_not(None))
            outlets.update(connection.execute(asked).scalars())
        days = [member.day for member in found.members if member.day is not None]
        low, high = _extremes(found.members)
        called = sum(relation.kind.is_dispute for relation in disputes.relations(connection, found))
        return cls(found, len(rows), len(outlets), min(days, default=None), max(days, default=None), low, high, called)

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "dossier": self.dossier.id,
            "type": self.dossier.type.value,
            "title": self.dossier.title,
            "entries": len(self.dossier.members),
            "pages": self.pages,
            "outlets": self.outlets,
            "first": _day(self.first),
            "last": _day(self.last),
            "lowest": self.lowest or None,
            "highest": self.highest or None,
            "disputes": self.disputes,
        }


def _extremes(members: Sequence[Member]) -> tuple[str, str]:
    """The words of the lowest and the highest number of the whole; parts and short times are left out."""
    whole = [
        m.facets for m in members if m.facets.get("low") and not {"part", "short", "group", "both", "local"} & m.facets.keys()
    ]
    if not whole:
        return "", ""
    lowest = min(whole, key=lambda facets: float(facets["low"]))
    highest = max(whole, key=lambda facets: float(facets.get("high") or facets["low"]))
    return lowest["printed"], highest["printed"]


def _day(day: int | None) -> str | None:
    return None if day is None else date.fromordinal(day).isoformat()


def list_dossiers(path: str, asked: PageFilter, *, type: Type | None, wish: Wish, as_json: bool) -> None:
    """The dossiers with entries in the time asked for, the largest first, and their scope."""
    veils = veils_of(path, wish, face="json" if as_json else "dossiers")
    with open_ledger(path) as kept:
        bring_up_to_date(kept)
        with kept.store.reading() as connection:
            since, until = day_of(_whole(asked.since, "01")), day_of(_whole(asked.until, "28"))
            found = dossiers(connection, type=type, since=since, until=until)
            shown = [Summary.of(connection, as_shown(connection, veils, each)) for each in islice(found, asked.limit)]
            left = sum(1 for _ in found)
        ledger = kept.shown(veils)
        if as_json:
            print_json(
                {"dossiers": [each.as_json() for each in shown], "not_shown": left, "scope": ledger.scope(asked).as_json()}
            )
            return
        out = console()
        for each in shown:
            _show_summary(out, each)
        out.print()
        head = f"{counted(len(shown) + left, 'dossier')} of two or more entries"
        head += f"; {len(shown):,} shown here, --limit 0 shows all" if left else ""
        print_hanging(out, Text(f"{head}.", style="headline"))
        show_scope_of(out, ledger, asked, ledger.scope(asked))


def _whole(value: str | None, day: str) -> str | None:
    """A month or year as a day of it."""
    if value is None or len(value) >= 10:
        return value
    return f"{value}-{day}" if len(value) == 7 else f"{value}-{'01' if day == '01' else '12'}-{day}"


def _show_summary(out: Console, each: Summary) -> None:
    title = on_a_line(each.dossier.title)
    print_hanging(out, Text(safe(cut(title, LINE)), style="headline"), hang=4)
    first, last = _day(each.first), _day(each.last)
    facts = [
        each.dossier.id[:SHORT_ID],
        f"{counted(len(each.dossier.members), 'entry', 'entries')} on {counted(each.pages, 'page')}",
        days_of(first, last) if first and last else "no date",
    ]
    facts[1] += f" of {counted(each.outlets, 'outlet')}" if each.outlets else ""
    low, high = on_a_line(each.lowest), on_a_line(each.highest)
    facts += [f"“{low}” to “{high}”" if low != high else f"“{low}”"] if low else []
    facts += [counted(each.disputes, "dispute")] if each.disputes else []
    print_hanging(out, Text(safe("    " + " · ".join(facts)), style="quiet"), hang=4)


LINE, SAYING = 160, 200
"""So much of a title, and of what somebody says, is shown where no reasons are asked for."""


def cut(words: str, most: int) -> str:
    """The beginning of the words, if there are more than so many characters."""
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"


def show_dossier(path: str, name: str, *, wish: Wish, as_json: bool, limit: int | None, why: bool = False) -> None:
    """One dossier: its entries in order of time, who disputes whom, and with ``why`` for what reason each is joined."""
    veils = veils_of(path, wish, face="json" if as_json else "dossiers")
    with open_ledger(path) as kept:
        bring_up_to_date(kept)
        with kept.store.reading() as connection:
            found = named(connection, name, veils)
            summary = Summary.of(connection, found)
            told = shown_relations(connection, veils, found, disputes.relations(connection, found))
            digests = digests_of(connection, found)
        ledger = kept.shown(veils)
        rows = {row.entry: row for row in rows_of(ledger, found, digests)}
        against = [relation for relation in told if relation.kind.is_dispute]
        withheld = withheld_on(veils, digests.values())
        if as_json:
            joins = [{"one": j.one, "other": j.other, "because": j.because} for j in found.joins]
            entries = [
                {**row.as_json(), "facets": dict(m.facets)} for m in found.members if (row := rows.get(m.entry)) is not None
            ]
            print_json(
                summary.as_json()
                | {"entries": entries, "joins": joins, "relations": [_relation_json(r) for r in told], "withheld": withheld}
            )
            return
        out = console()
        _show_summary(out, summary)
        out.print()
        because = {join.other: join for join in reversed(found.joins)}
        lines = _lines([row for member in found.members if (row := rows.get(member.entry)) is not None])
        for alike in lines[:limit]:
            _show_entry(out, alike, why=why)
            join = because.get(alike[0].entry)
            if why and join is not None:
                to = f" to {_brief(rows[join.one])}" if join.one in rows else ""
                print_hanging(out, Text(safe(f"      joined{to}: {on_a_line(join.because)}"), style="quiet"), hang=8)
        if limit and len(lines) > limit:
            more = f"and {sum(map(len, lines[limit:])):,} more; --limit 0 shows all"
            more += f", sayso series {found.id[:SHORT_ID]} by source" if found.type is Type.FIGURES else ""
            print_hanging(out, Text(f"  {more}", style="quiet"), hang=2)
        if against:
            out.print()
        for relation in against[:DISPUTES_AT_MOST]:
            print_hanging(out, Text(safe(f"{relation.kind.value}: {on_a_line(relation.because)}"), style="trouble"), hang=4)
        if against[DISPUTES_AT_MOST:]:
            others = counted(len(against) - DISPUTES_AT_MOST, "other dispute")
            print_hanging(out, Text(f"and {others}; sayso disputes {found.id[:SHORT_ID]} shows all", style="quiet"))
        out.print()
        if not why:
            print_hanging(out, Text(_UNSAID, style="quiet"))
        show_withheld(out, withheld)
        show_scope_of(out, ledger, PageFilter(), ledger.scope())


_UNSAID = (
    "Nothing is said about verification where no status stands. --why shows the words of a status, and why entries are joined."
)
DISPUTES_AT_MOST = 3
"""So many disputes are shown with a dossier."""


def named(connection: Connection, name: str, veils: Veils, *, type: Type | None = None) -> Dossier:
    """The dossier of that id or entry, or the largest one, of the type if one is given, whose title has all the words.

    It is given as it may be shown, and is not found by what is withheld in its title. Raises ``NotInLedger`` if there is none.
    """
    if all(c in "0123456789abcdef" for c in name) and len(name) >= 4:
        return as_shown(connection, veils, dossier(connection, name))
    words = [word.casefold().rstrip("s") for word in name.split()]
    for found in dossiers(connection, type=type):
        if all(word in found.title.casefold() for word in words):
            kept = as_shown(connection, veils, found)
            if all(word in kept.title.casefold() for word in words):
                return kept
    of, asked = (f" of {type}", f" --type {type}") if type else ("", "")
    raise NotInLedger(f"No dossier{of} has the words {name!r} in its title; see them all with: sayso dossiers{asked} --limit 0")


def digests_of(connection: Connection, found: Dossier) -> dict[int, str]:
    """The ids of a dossier's pages, by row."""
    rows = sorted({member.page for member in found.members})
    return {
        row.id: row.digest
        for start in range(0, len(rows), 500)
        for row in connection.execute(select(pages.c.id, pages.c.digest).where(pages.c.id.in_(rows[start : start + 500])))
    }


def rows_of(ledger: Ledger, found: Dossier, digests: dict[int, str]) -> Iterator[FigureRow | StatementRow]:
    """The entries of a dossier as they may be shown."""
    wanted = {member.entry for member in found.members}
    for page in digests.values():
        if found.type is Type.FIGURES:
            yield from (row for row in ledger.figures(FigureFilter(page=page)) if row.entry in wanted)
        else:
            yield from (said for said in ledger.statements(StatementFilter(page=page)) if said.entry in wanted)


_Row = FigureRow | StatementRow


def _lines(rows: Sequence[_Row]) -> list[list[_Row]]:
    """The entries, those that say the same of one day on the word of the same source together: pages that copy are many."""
    together: dict[tuple[object, ...], list[_Row]] = {}
    for row in rows:
        if isinstance(row, FigureRow):
            key: tuple[object, ...] = (row.day, facts_of(row.figure, row.words)[0].casefold(), row.source, row.status.state)
        else:
            day = (row.published or "")[:10]
            key = (day, row.statement.speaker.name or row.entry, on_a_line(row.content).casefold().strip('“”"., '))
        together.setdefault(key, []).append(row)
    return list(together.values())


def _show_entry(out: Console, alike: Sequence[_Row], *, why: bool) -> None:
    row = alike[0]
    more = f" · and on {counted(len(alike) - 1, 'more page')}" if len(alike) > 1 else ""
    if isinstance(row, FigureRow):
        when = time_of(row.day) if row.day else "no date"
        line = Text(f"  {when:18} ", style="quiet").append(safe(facts_of(row.figure, row.words)[0]), style="figure")
        status = "" if row.status.state is ReportedState.NOTHING_SAID else f" · {row.status.state.value}"
        line.append(safe(f" · {chain_of(row.source, *row.via)}{status}{more}"))
        said = row.because
    else:
        when = time_of(row.published[:10]) if row.published else "no date"
        speaker = row.statement.speaker.name or "nobody named"
        line = (
            Text(f"  {when:18} ", style="quiet").append(safe(speaker), style="speaker").append(safe(f" · {on_a_line(row.cue)}"))
        )
        content = on_a_line(row.content) if why else cut(on_a_line(row.content), SAYING)
        line.append(safe(f" · “{content.strip('“”')}” · {row.outlet or row.name}{more}"))
        said = ()
    print_hanging(out, line, hang=6)
    for words in said if why else ():
        print_hanging(out, Text(safe(f"      {on_a_line(words)}"), style="quiet"), hang=8)


def _brief(row: _Row) -> str:
    """An entry in a few words."""
    if isinstance(row, FigureRow):
        return f"“{on_a_line(row.printed)}” of {time_of(row.day)}" if row.day else f"“{on_a_line(row.printed)}”"
    return f"“{cut(on_a_line(row.content).strip('“”'), 60)}”"


def _relation_json(relation: Relation) -> dict[str, Any]:
    return {"one": relation.one, "other": relation.other, "kind": relation.kind.value, "because": relation.because}
