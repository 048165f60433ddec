"""Groups of statements: connected components of links, after what people decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, or_, select

from sayso.ledger.decisions import About, Verdict, in_force
from sayso.stories.dossiers.dossier import Dossier, Join, Member, Type
from sayso.stories.dossiers.statements.tables import Kept, kept_of, traced_propositions, traced_statement_links

_AT_ONCE = 400
_LONGEST_TITLE = 110


class _Decided:
    """What people decided about entries of dossiers."""

    def __init__(self, connection: Connection) -> None:
        self.joined: dict[str, dict[str, str]] = defaultdict(dict)
        self.split: set[frozenset[str]] = set()
        for decision in in_force(connection, About.DOSSIERS):
            if decision.verdict is Verdict.SPLIT:
                self.split.add(decision.ends)
            else:
                told = f"{decision.by}: {decision.reason}"
                self.joined[decision.one][decision.other] = told
                self.joined[decision.other][decision.one] = told


def dossier_of(connection: Connection, entry: str) -> str | None:
    """The id of the dossier that a statement is in; ``None`` where it stands alone."""
    entries, _ = _group(connection, entry)
    return min(entries) if len(entries) > 1 else None


def dossier(connection: Connection, entry: str) -> Dossier:
    """The dossier of a statement; of itself alone where nothing is linked to it."""
    entries, joins = _group(connection, entry)
    return _made(kept_of(connection, entries), joins)


def dossiers(connection: Connection, *, since: int | None = None, until: int | None = None) -> Iterator[Dossier]:
    """All dossiers with statements on pages between two days, those on most pages first."""
    decided = _Decided(connection)
    near: dict[str, dict[str, str]] = defaultdict(dict)
    t = traced_statement_links
    for row in connection.execute(select(t.c.one, t.c.other, t.c.because)):
        if frozenset((row.one, row.other)) not in decided.split:
            near[row.one][row.other] = near[row.other][row.one] = row.because
    for one, others in decided.joined.items():
        near[one].update(others)
    seen: set[str] = set()
    groups: list[set[str]] = []
    for entry in sorted(near):
        if entry not in seen:
            group, waiting = {entry}, [entry]
            while waiting:
                for other in near[waiting.pop()]:
                    if other not in group:
                        group.add(other)
                        waiting.append(other)
            seen |= group
            if len(group) > 1:
                groups.append(group)
    kept = kept_of(connection, seen)
    found = []
    for group in groups:
        own = {entry: kept[entry] for entry in group if entry in kept}
        if len(own) > 1 and any(_is_in(k.day, since, until) for k in own.values()):
            found.append((own, group))
    found.sort(key=lambda f: (-len({k.page for k in f[0].values()}), -len(f[0]), min(f[1])))
    for own, group in found:
        yield _made(
            own, [Join(one, other, near[one][other]) for one in sorted(group) for other in sorted(near[one]) if one < other]
        )


def entries_named(connection: Connection, prefix: str) -> list[str]:
    """The entries of statements that begin so; three at most."""
    t = traced_propositions.c.entry
    return list(connection.execute(select(t).distinct().where(t >= prefix, t < f"{prefix}g").limit(3)).scalars())


def _is_in(day: int | None, since: int | None, until: int | None) -> bool:
    if day is None:
        return since is None and until is None
    return (since is None or day >= since) and (until is None or day <= until)


def _group(connection: Connection, entry: str) -> tuple[set[str], list[Join]]:
    decided = _Decided(connection)
    t = traced_statement_links
    group, waiting = {entry}, [entry]
    joins: dict[frozenset[str], Join] = {}
    while waiting:
        now, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
        found: list[tuple[str, str, str]] = [
            (row.one, row.other, row.because)
            for row in connection.execute(
                select(t.c.one, t.c.other, t.c.because).where(or_(t.c.one.in_(now), t.c.other.in_(now)))
            )
        ]
        found += [(one, other, why) for one in now for other, why in decided.joined.get(one, {}).items()]
        for one, other, why in found:
            ends = frozenset((one, other))
            if ends in decided.split:
                continue
            joins.setdefault(ends, Join(min(ends), max(ends), why))
            new = ends - group
            group |= new
            waiting += sorted(new)
    return group, sorted(joins.values(), key=lambda j: (j.one, j.other))


def _made(kept: dict[str, Kept], joins: Sequence[Join]) -> Dossier:
    told = sorted(kept.values(), key=lambda k: (k.day is None, k.day or 0, k.entry))
    return Dossier(
        id=min(kept),
        type=Type.STATEMENTS,
        title=_title(kept, joins),
        members=tuple(Member(k.entry, k.page, k.day, _facets(k)) for k in told),
        joins=tuple(joins),
    )


def _title(kept: dict[str, Kept], joins: Iterable[Join]) -> str:
    """The content at the middle: the one that most others are linked with, and of these the shortest."""
    linked: dict[str, int] = defaultdict(int)
    for join in joins:
        linked[join.one] += 1
        linked[join.other] += 1
    middle = min(kept.values(), key=lambda k: (-linked[k.entry], len(k.proposition.words), k.entry))
    words = " ".join(middle.proposition.words.split())
    return words if len(words) <= _LONGEST_TITLE else words[: words.rfind(" ", 0, _LONGEST_TITLE)] + " …"


def _facets(kept: Kept) -> dict[str, str]:
    p = kept.proposition
    told = {"speaker": kept.speaker or "", "stance": kept.stance, "standing": p.standing.value}
    told["about"] = ", ".join(sorted(p.tells, key=lambda s: (-p.tells[s], s))[:5])
    told["sides"] = ", ".join(f"{name} {'+' if pole > 0 else '-'}" for name, pole in sorted(p.poles.items()) if pole)
    return {name: value for name, value in told.items() if value}
