"""Disputes: entries of one dossier that cannot both hold, with their words and sources; on request other differences too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from rich.console import Console
from rich.text import Text
from sqlalchemy import Connection, select

from sayso.cli.asking import show_scope_of
from sayso.cli.dossiers import LINE, SAYING, cut, named
from sayso.cli.layers import facts_of
from sayso.cli.linking import bring_up_to_date
from sayso.cli.phrases import chain_of, counted, on_a_line, time_of
from sayso.cli.reports import print_hanging
from sayso.cli.terminal import console, print_json, safe
from sayso.cli.withheld import show_withheld, veils_of, withheld_on
from sayso.ledger.answers import PageFilter, StatementFilter, StatementRow
from sayso.ledger.conditions import page_conditions
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.named import SHORT_ID
from sayso.ledger.reported import FigureFilter, FigureRow
from sayso.ledger.schema import pages
from sayso.ledger.veils import Veils, Wish
from sayso.stories.disputes import relations
from sayso.stories.dossiers import dossiers
from sayso.stories.dossiers.dossier import Dossier, Kind, Relation, Type
from sayso.stories.dossiers.shown import shown as as_shown
from sayso.stories.dossiers.shown import shown_relations
from sayso.stories.people.answers import linked_names

DISPUTES = (Kind.CONTRADICTION, Kind.DENIED)
"""What is shown unless something else is asked for."""
ORDER = (
    Kind.CONTRADICTION,
    Kind.DENIED,
    Kind.RECLASSIFIED,
    Kind.UPDATE,
    Kind.SCOPE,
    Kind.PERIOD,
    Kind.COMPATIBLE,
    Kind.VERIFIED,
    Kind.UNCLEAR,
    Kind.SAME,
)
"""What is shown on request, what people dispute first."""
PAIRS_AT_MOST = 3
"""So many pairs of one dossier are shown, unless the dossier is asked for; the others are counted."""

_MEANINGS = {
    Kind.CONTRADICTION: "cannot both hold",
    Kind.DENIED: "one denies the other",
    Kind.UPDATE: "a later number or state",
    Kind.COMPATIBLE: "the words of one allow the other",
    Kind.SCOPE: "one covers more than the other",
    Kind.PERIOD: "of different times",
    Kind.RECLASSIFIED: "counted as something else",
    Kind.VERIFIED: "somebody else confirms it",
    Kind.UNCLEAR: "it is not told how they differ",
    Kind.SAME: "both say it",
}
_Row = FigureRow | StatementRow


@dataclass(frozen=True, slots=True)
class Disputed:
    """A dossier with those of its relations that are asked for, in the order in which they are shown."""

    dossier: Dossier
    relations: tuple[Relation, ...]
    pages: dict[str, str]
    """The page of each entry in them, by its id."""


def ask_disputes(
    path: str,
    name: str | None,
    asked: PageFilter,
    *,
    kinds: Collection[Kind],
    type: Type | None,
    wish: Wish,
    as_json: bool,
    why: bool = False,
) -> None:
    """The relations of these kinds, dossier by dossier; with ``name`` of that dossier alone."""
    veils = veils_of(path, wish, face="json" if as_json else "disputes")
    with open_ledger(path) as kept:
        bring_up_to_date(kept)
        with kept.store.reading() as connection:
            every = [named(connection, name, veils)] if name else dossiers(connection, type=type)
            found = [d for each in every if (d := _of(connection, each, asked, kinds)) is not None]
        found.sort(key=lambda d: (min(ORDER.index(r.kind) for r in d.relations), -len(d.relations), d.dossier.id))
        ledger = kept.shown(veils)
        with kept.store.reading() as connection:
            shown = [_as_shown(connection, veils, each) for each in islice(found, asked.limit)]
        rows = {d.dossier.id: _rows(ledger, d) for d in shown}
        with kept.store.reading() as connection:
            called = linked_names(
                connection, {n for own in rows.values() for row in own.values() if (n := _speaker(row)) is not None}
            )
        withheld = withheld_on(veils, (row.page for own in rows.values() for row in own.values()))
        count = Counter(relation.kind for each in found for relation in each.relations)
        scope = ledger.scope(asked)
        if as_json:
            print_json(
                {
                    "count": {kind.value: count[kind] for kind in ORDER if count[kind]},
                    "dossiers": [_json(d, rows[d.dossier.id]) for d in shown],
                    "not_shown": len(found) - len(shown),
                    "scope": scope.as_json(),
                    "withheld": withheld,
                }
            )
            return
        out = console()
        for each in shown:
            _show(out, each, rows[each.dossier.id], at_most=None if name else PAIRS_AT_MOST, called=called, why=why)
        _show_count(out, count, dossiers=len(found), shown=len(shown))
        if found and not why:
            print_hanging(out, Text("--why shows how each pair is known to differ, and the ids of its entries.", style="quiet"))
        show_withheld(out, withheld)
        show_scope_of(out, ledger, asked, scope)


def _as_shown(connection: Connection, veils: Veils, told: Disputed) -> Disputed:
    relations = shown_relations(connection, veils, told.dossier, told.relations)
    return replace(told, dossier=as_shown(connection, veils, told.dossier), relations=tuple(relations))


def _of(connection: Connection, dossier: Dossier, asked: PageFilter, kinds: Collection[Kind]) -> Disputed | None:
    """The relations asked for, of which at least one end stands on a page that is asked for."""
    told = [relation for relation in relations(connection, dossier) if relation.kind in kinds]
    if not told:
        return None
    page_of = {member.entry: member.page for member in dossier.members}
    rows = sorted({page_of[entry] for relation in told for entry in (relation.one, relation.other)})
    digests = {row.id: row.digest for row in _pages(connection, rows)}
    asked_for = {row.id for row in _pages(connection, rows, asked)}
    told = [r for r in told if page_of[r.one] in asked_for or page_of[r.other] in asked_for]
    if not told:
        return None
    told.sort(key=lambda r: (ORDER.index(r.kind), r.one, r.other))
    ends = {entry for relation in told for entry in (relation.one, relation.other)}
    return Disputed(dossier, tuple(told), {entry: digests[page_of[entry]] for entry in ends})


def _pages(connection: Connection, rows: Sequence[int], asked: PageFilter | None = None) -> Iterator[Any]:
    conditions = page_conditions(connection, asked) if asked is not None else []
    for start in range(0, len(rows), 500):
        part = pages.c.id.in_(rows[start : start + 500])
        yield from connection.execute(select(pages.c.id, pages.c.digest).where(part, *conditions))


def _rows(ledger: Ledger, disputed: Disputed) -> dict[str, _Row]:
    """The entries as they may be shown."""
    found: dict[str, _Row] = {}
    for page in sorted(set(disputed.pages.values())):
        if disputed.dossier.type is Type.FIGURES:
            found.update((row.entry, row) for row in ledger.figures(FigureFilter(page=page)) if row.entry in disputed.pages)
        else:
            found.update(
                (said.entry, said) for said in ledger.statements(StatementFilter(page=page)) if said.entry in disputed.pages
            )
    return found


def _speaker(row: _Row) -> str | None:
    """The name of the speaker on whose word it is, if there is one."""
    statement = (row.chain[0].statement if row.chain else None) if isinstance(row, FigureRow) else row.statement
    return statement.speaker.name if statement else None


def _show(
    out: Console, disputed: Disputed, rows: dict[str, _Row], *, at_most: int | None, called: Mapping[str, str], why: bool
) -> None:
    title = on_a_line(disputed.dossier.title)
    print_hanging(out, Text(safe(cut(title, LINE)), style="headline"))
    facts = [disputed.dossier.id[:SHORT_ID], f"{counted(len(disputed.dossier.members), 'entry', 'entries')} in the dossier"]
    print_hanging(out, Text(safe("    " + " · ".join(facts)), style="quiet"))
    pairs = _alike(disputed.relations, rows, called)
    for relation, others in pairs[:at_most]:
        style = "trouble" if relation.kind.is_dispute else "quiet"
        line = Text("  ").append(safe(f"{relation.kind.value}: {_MEANINGS[relation.kind]}"), style=style)
        line.append(safe(f"; {counted(others, 'more pair')} of the same words" if others else ""), style="quiet")
        print_hanging(out, line.append(safe(f" ({on_a_line(relation.because)})" if why else ""), style="quiet"), hang=6)
        for entry in (relation.one, relation.other):
            if entry in rows:
                _show_end(out, rows[entry], called, why=why)
    if at_most is not None and len(pairs) > at_most:
        words = f"  and {counted(len(pairs) - at_most, 'more pair')}; all with: sayso disputes {disputed.dossier.id[:SHORT_ID]}"
        print_hanging(out, Text(words, style="quiet"))
    out.print()


def _alike(relations: Sequence[Relation], rows: Mapping[str, _Row], called: Mapping[str, str]) -> list[tuple[Relation, int]]:
    """The relations, of those between the same words of the same sources the first, with how many more there are."""

    def words(entry: str) -> tuple[object, ...]:
        row = rows.get(entry)
        if row is None:
            return (entry,)
        said = facts_of(row.figure, row.words)[0] if isinstance(row, FigureRow) else on_a_line(row.content)
        name = _speaker(row)
        return said.casefold().strip('“”"., '), called.get(name, name) if name is not None else ""

    together: dict[tuple[object, ...], list[Relation]] = {}
    for relation in relations:
        together.setdefault((relation.kind, *sorted(map(words, (relation.one, relation.other)), key=str)), []).append(relation)
    return [(same[0], len(same) - 1) for same in together.values()]


def _show_end(out: Console, row: _Row, called: Mapping[str, str], *, why: bool) -> None:
    name = _speaker(row)
    linked = called.get(name) if name is not None else None
    if isinstance(row, FigureRow):
        words = facts_of(row.figure, row.words)[0]
        line = Text("    ").append(safe(words), style="figure")
        line.append(safe(f" · {chain_of(linked or row.source, *(called.get(via, via) for via in row.via))}"))
        when, where = row.day, "" if row.via or not row.outlet else row.outlet
    else:
        speaker = linked or (f"“{on_a_line(row.source)}”" if row.source else "nobody named")
        line = (
            Text("    ")
            .append(safe(speaker), style="speaker")
            .append(safe(f" · {on_a_line(row.cue)}" if row.cue else ""), style="cue")
        )
        content = on_a_line(row.content).strip("“”")
        line.append(safe(f" · “{content if why else cut(content, SAYING)}”"))
        when, where = row.published, row.outlet or row.name
    facts = [where if where != row.source or why else "", time_of(when[:10]) if when else "no date"]
    facts += [f"here called {name}"] if why and linked and linked != name else []
    facts += [row.entry[:SHORT_ID]] if why else []
    print_hanging(out, line.append(safe("".join(f" · {fact}" for fact in facts if fact)), style="quiet"), hang=6)


def _show_count(out: Console, count: Counter[Kind], *, dossiers: int, shown: int) -> None:
    if not count:
        print_hanging(out, Text("No difference of that kind was found.", style="headline"))
        return
    kinds = ", ".join(f"{kind.value} {count[kind]:,}" for kind in ORDER if count[kind])
    words = f"{counted(count.total(), 'pair')} in {counted(dossiers, 'dossier')}: {kinds}"
    words += f"; {shown:,} dossiers shown here, --limit 0 shows all" if shown < dossiers else ""
    print_hanging(out, Text(f"{words}.", style="headline"))


def _json(disputed: Disputed, rows: dict[str, _Row]) -> dict[str, Any]:
    return {
        "dossier": disputed.dossier.id,
        "type": disputed.dossier.type.value,
        "title": disputed.dossier.title,
        "entries": len(disputed.dossier.members),
        "pairs": [
            {
                "kind": relation.kind.value,
                "because": relation.because,
                "one": rows[relation.one].as_json() if relation.one in rows else {"entry": relation.one},
                "other": rows[relation.other].as_json() if relation.other in rows else {"entry": relation.other},
            }
            for relation in disputed.relations
        ],
    }
