"""Groups of figures: all that hang together by the questions they answer, as people decided otherwise or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from sayso.claims.settings.gazetteer import country_names
from sayso.ledger.decisions import About, Decision, Verdict, in_force
from sayso.stories.dossiers.dossier import Dossier, Join, Member, Type
from sayso.stories.dossiers.figures.links import (
    beside,
    entries_of,
    members_of,
    nodes_of,
    questions_of,
    traced_figures,
    traced_questions,
)
from sayso.stories.events import traced_events

Node = tuple[int, int]
"""A page with what is counted on it."""


@dataclass
class Group:
    """Entries that hang together, and by what."""

    answers: dict[str, dict[int, str]] = field(default_factory=dict)
    """Entries to the questions that they answer, each with why."""
    nodes: dict[str, set[Node]] = field(default_factory=lambda: defaultdict(set))
    """Entries to their page and what is counted."""
    ties: set[tuple[Node, Node]] = field(default_factory=set)
    """Those of pages about the same event."""

    def __len__(self) -> int:
        return len(self.answers)


class Decided:
    """What people decided about entries."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self.joined: dict[str, dict[str, str]] = defaultdict(dict)
        self.split: dict[str, set[str]] = defaultdict(set)
        for d in decisions:
            for one, other in ((d.one, d.other), (d.other, d.one)):
                if d.verdict is Verdict.JOIN:
                    self.joined[one][other] = f"joined by {d.by}: {d.reason}"
                else:
                    self.split[one].add(other)

    @classmethod
    def of(cls, connection: Connection) -> Decided:
        return cls(in_force(connection, About.DOSSIERS))


def group_of(connection: Connection, entry: str, decided: Decided | None = None) -> Group:
    """All entries of the dossier of one; itself alone where it is joined with none, none where it is no traced figure."""
    decided = decided or Decided.of(connection)
    found = Group()
    asked: set[int] = set()
    nodes: set[Node] = set()
    waiting = {entry}
    while waiting:
        for new in waiting:
            found.answers[new] = {}
        for question, own, _, because in questions_of(connection, waiting):
            found.answers[own][question] = because
        fresh = {(page, head) for _, page, head in _noted(found, nodes_of(connection, waiting))} - nodes
        questions = {q for own in waiting for q in found.answers[own]} - asked
        asked |= questions
        nodes |= fresh
        beyond = set(entries_of(connection, questions)) | {o for own in waiting for o in decided.joined.get(own, ())}
        for one, other, own in beside(connection, fresh):
            found.ties.add((one, other))
            beyond.add(own)
        waiting = beyond - found.answers.keys()
    if not any(own in decided.split for own in found.answers):
        return found
    return next((part for part in parts_of(found, decided) if entry in part.answers), found)


def _noted(group: Group, heads: Iterable[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    for entry, page, head in heads:
        group.nodes[entry].add((page, head))
        yield entry, page, head


def parts_of(group: Group, decided: Decided) -> list[Group]:
    """The entries in groups that hang together. Of two that were split the later by id is joined by nothing that the
    other has.
    """
    answers = {own: dict(questions) for own, questions in group.answers.items()}
    nodes = {own: set(group.nodes[own]) for own in answers}
    for own, others in decided.split.items():
        for other in others:
            if own in answers and other in answers and other < own:
                answers[own] = {q: b for q, b in answers[own].items() if q not in group.answers[other]}
                nodes[own] = set()
    root: dict[object, object] = {}

    def top(each: object) -> object:
        root.setdefault(each, each)
        while root[each] != each:
            root[each] = root[root[each]]
            each = root[each]
        return each

    for one, other_node in group.ties:
        root[top(one)] = top(other_node)
    for own in answers:
        for tied in (*answers[own], *nodes[own], *(o for o in decided.joined.get(own, ()) if o in answers)):
            root[top(own)] = top(tied)
    parts: dict[object, Group] = defaultdict(Group)
    for own in answers:
        part = parts[top(own)]
        part.answers[own] = answers[own]
        part.nodes[own] = nodes[own]
    for one, other_node in group.ties:
        if (found := parts.get(top(one))) is not None:
            found.ties.add((one, other_node))
    return list(parts.values())


def all_groups(connection: Connection, since: int | None = None, until: int | None = None) -> list[Group]:
    """The groups with two or more entries of pages between two days."""
    t, f, e = traced_questions.c, traced_figures.c, traced_events.c
    days = [f.day >= since] if since is not None else []
    days += [f.day <= until] if until is not None else []
    group = Group()
    heads: dict[int, set[int]] = defaultdict(set)
    topics: dict[int, set[int]] = defaultdict(set)
    for entry, page, head, topic in connection.execute(select(f.entry, f.page_id, f.head, f.topic).where(*days)):
        group.answers.setdefault(entry, {})
        for what, kept in ((head, heads), (topic, topics)):
            if what is not None:
                group.nodes[entry].add((page, what))
                kept[page].add(what)
    asked = select(t.question, t.entry, t.because).join(traced_figures, (f.entry == t.entry) & (f.page_id == t.page_id))
    for question, entry, because in connection.execute(asked.where(*days)):
        group.answers[entry][question] = because
    for page, other, same in connection.execute(select(e.page_id, e.other_page_id, e.strength >= 3000)):
        shared = topics[page] & topics[other] if page in topics and other in topics else set()
        if same and page in heads and other in heads:
            shared = shared | (heads[page] & heads[other])
        group.ties.update(((page, what), (other, what)) for what in shared)
    return [part for part in parts_of(group, Decided.of(connection)) if len(part.answers) > 1]


def dossier_from(connection: Connection, group: Group) -> Dossier:
    """The group as a dossier, its members in order of time, each joined to the latest before it with which it shares
    something.
    """
    members = sorted(members_of(connection, group.answers), key=_in_time)
    decided = Decided.of(connection)
    order = {entry: place for place, entry in enumerate(dict.fromkeys(member.entry for member in members))}
    beside_node: dict[Node, set[Node]] = defaultdict(set)
    for one, other in group.ties:
        beside_node[one].add(other)
        beside_node[other].add(one)
    whole = {m.entry: ("total" in m.facets, m.day or 0) for m in members if not _PARTS & m.facets.keys()}
    day = {member.entry: member.day or 0 for member in members}
    by_question: dict[int, list[str]] = defaultdict(list)
    by_node: dict[Node, list[str]] = defaultdict(list)
    for entry in order:
        for question in group.answers[entry]:
            by_question[question].append(entry)
        for node in group.nodes[entry]:
            by_node[node].append(entry)
    joins: list[Join] = []
    for entry in order:
        beside_it: dict[str, str] = {}
        for question, because in group.answers[entry].items():
            beside_it |= dict.fromkeys(_nearest(by_question[question], entry, order, whole, day[entry]), because)
        if not beside_it:
            for node in group.nodes[entry]:
                for near in (node, *beside_node[node]):
                    why = "on one page" if near == node else "on pages about the same event"
                    beside_it |= dict.fromkeys(
                        _nearest(by_node.get(near, []), entry, order, whole, day[entry]), f"the same is counted, {why}"
                    )
        for other_entry, because in decided.joined.get(entry, {}).items():
            if other_entry in order:
                beside_it[other_entry] = because
        if beside_it:
            best = min(
                beside_it, key=lambda other: (other not in whole, order[other] > order[entry], abs(order[other] - order[entry]))
            )
            joins.append(Join(best, entry, beside_it[best]))
    return Dossier(min(group.answers), Type.FIGURES, title_of(members), tuple(members), tuple(joins))


_PARTS = frozenset(["both", "group", "part", "short", "local", "spots", "estimated"])
"""Facets by which a figure is not of the whole."""


def _nearest(
    entries: list[str], entry: str, order: dict[str, int], whole: dict[str, tuple[bool, int]], day: int
) -> Iterator[str]:
    """Of the others the nearest in time that says it is of all, or is of no part; and the nearest at all."""
    others = sorted(
        (other for other in entries if other != entry), key=lambda other: (abs(order[other] - order[entry]), order[other])
    )
    near = [other for other in others if other in whole and abs(whole[other][1] - day) <= _SOME_DAYS]
    yield from sorted(near, key=lambda other: not whole[other][0])[:1]
    yield from others[:1]


_SOME_DAYS = 4


def title_of(members: list[Member]) -> str:
    """What is counted, in the words that most of its members share: *people killed, earthquake, Vessen*."""

    def most(facet: str) -> str:
        told: dict[str, int] = defaultdict(int)
        for member in members:
            if value := member.facets.get(facet):
                for part in value.split(", ") if facet == "place" else [value]:
                    told[part] += 1
        return max(sorted(told), key=lambda value: told[value], default="")

    side = most("side")
    head = f"{most('what')} of {country_names().get(side, side.title())}" if side else most("what")
    return ", ".join(filter(None, [head, most("family"), most("kind"), most("place")]))


def _in_time(member: Member) -> tuple[str, int, str]:
    return member.facets.get("as_of", "") or "9999", member.page, member.entry
