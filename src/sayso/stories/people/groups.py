"""Groups: which speakers of all pages are one.

Links between two speakers are a function of the two and of what speaks against them; a group is what is linked. A decision of a
person that two are one is one link more. A decision that two are not one cuts their group: each member stays with that one of the
two to which fewer links lead, and those that are as near to both stay with neither, among themselves. Both are worked out anew
each time, so that a decision taken back leaves no trace.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product

from sqlalchemy import ColumnElement, Connection, func, select

from sayso.ledger.decisions import About, Decision, Verdict, in_force
from sayso.ledger.schema import pages
from sayso.ledger.search import tokens
from sayso.stories.people.ends import End
from sayso.stories.people.facts import Facts, against, agreeing
from sayso.stories.people.names import PersonName, body_key, person_name, related
from sayso.stories.people.settling import FAR_MORE, settled
from sayso.stories.people.tracing import BODY, LOOSE, OFFICE, PERSON, traced_namings, traced_speakers

_AT_ONCE = 400
"""So many values stand in one question to the database."""


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """All speakers of the same name, kind, key and facts; with ``page`` (a row) the one on that page, whom a decision names."""

    id: str
    name: str
    kind: str | None
    sort: str
    key: str | None
    bucket: str | None
    facts: Facts
    roles: frozenset[str]
    pages: int
    statements: int
    page: int | None = None
    without: frozenset[int] = frozenset()
    """Pages that are left out of it, since a decision names the speaker there."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """One of the names of a speaker, with why it is taken for the main name of the group."""

    name: str
    because: str


@dataclass(frozen=True, slots=True)
class Group:
    """One speaker, as far as can be told."""

    forms: tuple[Form, ...]
    spellings: tuple[Spelling, ...]
    """The main name first."""
    open: bool = False
    """Whether these only share their words: nothing tells that they are one speaker, or which."""

    @property
    def name(self) -> str:
        """The main name."""
        return self.spellings[0].name

    @property
    def names(self) -> frozenset[str]:
        """All names."""
        return frozenset(form.name for form in self.forms)


@dataclass(frozen=True, slots=True)
class _Edge:
    """Forms that are linked all with all, and why; ``None`` where it is to be seen from their names."""

    forms: frozenset[Form]
    because: str | None = None


@dataclass
class _Known:
    """What was looked up so far."""

    forms: dict[str, Form] = field(default_factory=dict)
    namings: dict[tuple[str, str, str], tuple[int, str]] = field(default_factory=dict)
    """How many pages give what an acronym or a former name stands for, and in which words."""
    asked: set[tuple[str, str]] = field(default_factory=set)


def groups_of(connection: Connection, names: Iterable[str]) -> list[Group]:
    """The groups in which the speakers of these names are, those of most statements first."""
    wanted = set(names)
    decided = in_force(connection, About.PEOPLE)
    known = _Known()
    _look_up(connection, known, {"name": wanted}, decided)
    return [group for group in _grouped(connection, known, decided) if wanted & group.names]


def all_groups(connection: Connection) -> list[Group]:
    """The groups of all speakers."""
    known = _Known()
    _take(connection, known, traced_speakers.c.id.is_not(None))
    for row in connection.execute(_NAMINGS):
        known.namings[row.sort, row.key, row.whole] = row.n, row.words
    return _grouped(connection, known, in_force(connection, About.PEOPLE))


# Looking up


_NAMINGS = select(
    traced_namings.c.sort,
    traced_namings.c.key,
    traced_namings.c.whole,
    func.count().label("n"),
    func.min(traced_namings.c.words).label("words"),
).group_by(traced_namings.c.sort, traced_namings.c.key, traced_namings.c.whole)


def _look_up(connection: Connection, known: _Known, wanted: dict[str, set[str]], decided: Sequence[Decision]) -> None:
    """All forms that may have to do with those wanted: by name, by key, by last name, by what is spelt out, by decisions."""
    joined = [{End.read(d.one).name, End.read(d.other).name} for d in decided if d.verdict is Verdict.JOIN]
    while any(wanted.values()):
        before = set(known.forms)
        for column, values in wanted.items():
            new = sorted(value for value in values if (column, value) not in known.asked)
            known.asked.update((column, value) for value in new)
            for at in range(0, len(new), _AT_ONCE):
                _take(connection, known, traced_speakers.c[column].in_(new[at : at + _AT_ONCE]))
        found = [form for id_, form in known.forms.items() if id_ not in before]
        keys = {form.key for form in found if form.key}
        wanted = {
            "key": {form.key for form in found if form.key and form.sort != PERSON} | _named_by(connection, known, sorted(keys)),
            "bucket": {form.bucket for form in found if form.bucket and form.facts.page is None},
            "name": {name for names in joined if any(form.name in names for form in found) for name in names},
        }
        wanted = {c: {value for value in values if (c, value) not in known.asked} for c, values in wanted.items()}


def _named_by(connection: Connection, known: _Known, keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for at in range(0, len(keys), _AT_ONCE):
        for column in (traced_namings.c.key, traced_namings.c.whole):
            for row in connection.execute(_NAMINGS.where(column.in_(keys[at : at + _AT_ONCE]))):
                known.namings[row.sort, row.key, row.whole] = row.n, row.words
                found |= {row.key, row.whole}
    return found


def _take(connection: Connection, known: _Known, condition: ColumnElement[bool]) -> None:
    t = traced_speakers.c
    of_form = (t.form, t.name, t.kind, t.sort, t.key, t.bucket, t.facts)
    rows = connection.execute(
        select(*of_form, t.roles, func.count().label("n"), func.sum(t.statements).label("said"))
        .where(condition)
        .group_by(t.form, t.roles, *of_form[1:])  # all of a form is the same; PostgreSQL wants it said
        .order_by(t.form, t.roles)
    )
    fresh: dict[str, Form] = {}
    for row in rows:
        roles = frozenset(json.loads(row.roles))
        form = fresh.get(row.form)
        if form is None:
            facts = Facts.read(row.facts)
            fresh[row.form] = Form(row.form, row.name, row.kind, row.sort, row.key, row.bucket, facts, roles, row.n, row.said)
        else:
            n, said = form.pages + row.n, form.statements + row.said
            fresh[row.form] = replace(form, roles=form.roles | roles, pages=n, statements=said)
    known.forms.update((id_, form) for id_, form in fresh.items() if id_ not in known.forms)


def _pinned(connection: Connection, known: _Known, decided: Sequence[Decision]) -> dict[Form, str]:
    """The speakers whom decisions name on one page, taken out of their forms, with the ids of their pages."""
    ends = {end for d in decided for end in (End.read(d.one), End.read(d.other)) if end.page is not None}
    found: dict[Form, str] = {}
    for end in sorted(ends, key=str):
        rows = connection.execute(
            select(traced_speakers.c.form, traced_speakers.c.page_id, traced_speakers.c.statements, traced_speakers.c.roles)
            .join(pages, pages.c.id == traced_speakers.c.page_id)
            .where(pages.c.digest == end.page, traced_speakers.c.name == end.name)
        )
        for row in rows:
            whole = known.forms.get(row.form)
            if whole is None or end.page is None or row.page_id in whole.without:
                continue
            roles = frozenset(json.loads(row.roles))
            pinned = replace(whole, page=row.page_id, pages=1, statements=row.statements, roles=roles)
            found[pinned] = end.page
            n, said, without = whole.pages - 1, whole.statements - row.statements, whole.without | {row.page_id}
            known.forms[row.form] = replace(whole, pages=n, statements=said, without=without)
    return found


# Linking


def _grouped(connection: Connection, known: _Known, decided: Sequence[Decision]) -> list[Group]:
    pinned = _pinned(connection, known, decided)
    forms = sorted((*(f for f in known.forms.values() if f.pages), *pinned), key=_order)
    edges, unsettled = _edges(forms, known)
    by_name: dict[str, list[Form]] = {}
    for form in forms:
        by_name.setdefault(form.name, []).append(form)

    def named(written: str, beside: str) -> frozenset[Form]:
        end, other = End.read(written), End.read(beside)
        of_name = [f for f in by_name.get(end.name, ()) if end.page in (None, pinned.get(f))]
        others = end.page is None and other.name == end.name
        return frozenset(f for f in of_name if not (others and pinned.get(f) == other.page))

    for d in decided:
        one, other = named(d.one, d.other), named(d.other, d.one)
        if d.verdict is Verdict.JOIN and one and other:
            edges.append(_Edge(one | other, f"joined by {d.by} on {d.at[:10]}: {d.reason}"))
    of_form: dict[Form, list[_Edge]] = {}
    for edge in edges:
        for form in edge.forms:
            of_form.setdefault(form, []).append(edge)
    parts = _components(forms, edges)
    for d in decided:
        if d.verdict is Verdict.SPLIT:
            one, other = named(d.one, d.other), named(d.other, d.one)
            parts = [piece for part in parts for piece in _cut(part, one, other, _inside(part, of_form))]
    groups = [_group(part, _inside(part, of_form), unsettled, known) for part in parts]
    return sorted(groups, key=lambda g: (-sum(f.statements for f in g.forms), g.name))


def _inside(part: frozenset[Form], of_form: dict[Form, list[_Edge]]) -> list[_Edge]:
    """The links within a group, as far as they are within it; in their order."""
    if len(part) == 1:
        return []
    found = {id(edge): edge for form in sorted(part, key=_order) for edge in of_form.get(form, ())}
    return [_Edge(edge.forms & part, edge.because) for edge in found.values()]


def _order(form: Form) -> tuple[str, str, int]:
    return form.name, form.id, form.page or 0


def _edges(forms: Sequence[Form], known: _Known) -> tuple[list[_Edge], set[Form]]:
    """The links between the forms, and the forms that might be several of them."""
    edges: list[_Edge] = []
    unsettled: set[Form] = set()
    blocks: dict[tuple[str, str], list[Form]] = {}
    for form in forms:
        if form.key is not None and form.sort != LOOSE:
            blocks.setdefault((form.sort, form.key), []).append(form)
    people: list[frozenset[Form]] = []
    for (sort, _), block in blocks.items():
        if sort != PERSON:
            edges.append(_Edge(frozenset(block)))
            continue
        for of_one, is_open in _of_one_name(block):
            edges.append(_Edge(of_one))
            if is_open:
                unsettled |= of_one
            elif next(iter(of_one)).facts.page is None:
                people.append(of_one)
    edges += _weak(people)
    edges += _by_namings(blocks, known, edges, unsettled)
    return edges, unsettled


def _of_one_name(block: Sequence[Form]) -> list[tuple[frozenset[Form], bool]]:
    """The people of one name: one, if nothing speaks against it."""
    by_facts: dict[Facts, list[Form]] = {}
    for form in block:
        by_facts.setdefault(form.facts, []).append(form)
    public = [facts for facts in by_facts if facts.page is None]
    private = [facts for facts in by_facts if facts.page is not None]

    def roles(facts: Facts) -> set[str]:
        return {role for form in by_facts[facts] for role in form.roles}

    def agree(one: Facts, other: Facts) -> bool:
        return against(one, other) is None and agreeing(one, other, roles(one), roles(other)) is not None

    found = []
    for among, fits in ((public, lambda a, b: against(a, b) is None), (private, agree)):
        groups = settled(
            among,
            fits=fits,
            rivals=lambda a, b: against(a, b) is not None,
            weight=lambda facts: sum(form.pages for form in by_facts[facts]),
        )
        found += [(frozenset(form for facts in g.things for form in by_facts[facts]), g.open) for g in groups]
    return found


def _weak(people: Sequence[frozenset[Form]]) -> list[_Edge]:
    """Links between names that may be forms of each other, where more agrees than the name."""
    names = {each: {name for form in each if (name := person_name(form.name)) is not None} for each in people}
    by_sign: dict[tuple[str, ...], list[frozenset[Form]]] = {}
    for each, of_it in names.items():
        for sign in {sign for name in of_it for sign in _signs(name)}:
            by_sign.setdefault(sign, []).append(each)
    linked: dict[frozenset[frozenset[Form]], _Edge] = {}
    neighbours: dict[frozenset[Form], set[frozenset[Form]]] = {}
    for sign, alike in by_sign.items():
        if sign[0] == "initial" and not any(name.is_initial for each in alike for name in names[each]):
            continue
        for one, other in combinations(alike, 2):
            pair = frozenset((one, other))
            if pair not in linked and (edge := _may_be_one(one, other, names)) is not None:
                linked[pair] = edge
                neighbours.setdefault(one, set()).add(other)
                neighbours.setdefault(other, set()).add(one)

    def rivals(one: frozenset[Form], other: frozenset[Form]) -> bool:
        full = all(not name.is_initial for each in (one, other) for name in names[each])
        apart = full and not any(related(a, b) for a in names[one] for b in names[other])
        return apart or any(against(a.facts, b.facts) for a in one for b in other)

    edges: list[_Edge] = []
    seen: set[frozenset[Form]] = set()
    for start in people:
        if start in seen or start not in neighbours:
            continue
        around = _reached({start}, lambda each: neighbours.get(each, set()))
        seen |= around
        for g in settled(
            [each for each in people if each in around],
            fits=lambda a, b: frozenset((a, b)) in linked,
            rivals=rivals,
            weight=lambda each: sum(form.pages for form in each),
        ):
            for one, other in combinations(g.things, 2):
                if (found := linked.get(frozenset((one, other)))) is not None:
                    edges.append(found)
    return edges


def _signs(name: PersonName) -> Iterable[tuple[str, ...]]:
    """What names have in common that may be forms of each other."""
    yield "joined", name.joined
    yield "initial", name.first[0], name.last
    yield "first", name.last  # other forms and slips of the first name
    for at in range(len(name.words) - 1):
        yield "end", *name.words[at:]


def _may_be_one(one: frozenset[Form], other: frozenset[Form], names: dict[frozenset[Form], set[PersonName]]) -> _Edge | None:
    """The link between those two forms of two names in which more agrees than that; ``None`` if there are none."""
    if not any(related(a, b) for a, b in product(names[one], names[other])):
        return None
    if any(against(a.facts, b.facts) for a in one for b in other):
        return None
    for a, b in product(sorted(one, key=_order), sorted(other, key=_order)):
        called, also = person_name(a.name), person_name(b.name)
        because = called and also and related(called, also)
        if not because:
            continue
        if because == "hyphens":
            return _Edge(frozenset((a, b)), because)
        agreement = agreeing(a.facts, b.facts, a.roles, b.roles)
        if agreement is not None:
            return _Edge(frozenset((a, b)), f"{because}, and {agreement}")
    return None


def _by_namings(
    blocks: dict[tuple[str, str], list[Form]], known: _Known, edges: Sequence[_Edge], unsettled: set[Form]
) -> list[_Edge]:
    """Links from acronyms and former names to what pages say that they stand for."""
    meant: dict[tuple[str, str], Counter[str]] = {}
    words: dict[tuple[str, str, str], str] = {}
    for (sort, key, whole), (count, said) in known.namings.items():
        meant.setdefault((sort, key), Counter())[whole] += count
        words[sort, key, whole] = said
    found: list[_Edge] = []
    for (sort, key), wholes in sorted(meant.items()):
        short = blocks.get((sort, key))
        if not short:
            continue
        ranked = sorted(wholes, key=lambda whole: (-wholes[whole], whole))
        rest = sum(wholes[other] for other in ranked[1:] if not _contain(ranked[0], other))
        if wholes[ranked[0]] < FAR_MORE * rest:
            unsettled.update(short)
            continue
        for whole in ranked:
            full = blocks.get((sort, whole), [])
            if whole != ranked[0] and not _contain(ranked[0], whole):
                continue
            if full and not any(against(a.facts, b.facts) for a in short for b in full):
                found.append(_Edge(frozenset((*short, *full)), f"a page says “{words[sort, key, whole]}”"))
    return found


def _contain(one: str, other: str) -> bool:
    """Whether one name is the other with more words before it: *UN World Food Programme*."""
    return f" {one}".endswith(f" {other}") or f" {other}".endswith(f" {one}")


# Groups


def _reached(start: set[frozenset[Form]], beside: Callable[[frozenset[Form]], set[frozenset[Form]]]) -> set[frozenset[Form]]:
    seen, waiting = set(start), list(start)
    while waiting:
        for other in beside(waiting.pop()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen


def _distances(start: Iterable[Form], among: frozenset[Form], edges: Sequence[_Edge]) -> dict[Form, tuple[int, _Edge | None]]:
    """How many links away each form is, and by which link it is reached."""
    found: dict[Form, tuple[int, _Edge | None]] = {form: (0, None) for form in start if form in among}
    left = list(edges)
    reach, step = set(found), 0
    while reach:
        step += 1
        touched = [edge for edge in left if edge.forms & reach]
        left = [edge for edge in left if not edge.forms & reach]
        reach = set()
        for edge in sorted(touched, key=lambda edge: edge.because is not None):  # what is plain to see is said first
            for form in edge.forms & among:
                if form not in found:
                    found[form] = step, edge
                    reach.add(form)
    return found


def _components(forms: Sequence[Form], edges: Sequence[_Edge]) -> list[frozenset[Form]]:
    root = {form: form for form in forms}

    def of(form: Form) -> Form:
        while root[form] is not form:
            root[form] = root[root[form]]
            form = root[form]
        return form

    for edge in edges:
        first, *others = edge.forms
        for other in others:
            root[of(other)] = of(first)
    parts: dict[Form, list[Form]] = {}
    for form in forms:
        parts.setdefault(of(form), []).append(form)
    return [frozenset(part) for part in parts.values()]


def _cut(part: frozenset[Form], one: frozenset[Form], other: frozenset[Form], edges: Sequence[_Edge]) -> list[frozenset[Form]]:
    """A group cut between two of its members; whole if they are not both in it."""
    if not (one & part and other & part):
        return [part]
    from_one, from_other = _distances(one, part, edges), _distances(other, part, edges)
    far = (len(part) + 1, None)
    sides: dict[int, set[Form]] = {-1: set(), 0: set(), 1: set()}
    for form in part:
        a, b = from_one.get(form, far)[0], from_other.get(form, far)[0]
        sides[(a > b) - (a < b)].add(form)
    pieces = [frozenset(sides[-1]), frozenset(sides[1])]
    between = [_Edge(forms) for edge in edges if (forms := edge.forms & frozenset(sides[0]))]
    pieces += _components(sorted(sides[0], key=_order), between)
    return [piece for piece in pieces if piece]


def _group(part: frozenset[Form], edges: Sequence[_Edge], unsettled: set[Form], known: _Known) -> Group:
    forms = tuple(sorted(part, key=_order))
    if len(forms) == 1:
        [form] = forms
        return Group(forms, (Spelling(form.name, "as named"),), open=form.sort == LOOSE or form in unsettled)
    said: Counter[str] = Counter()
    for form in forms:
        said[form.name] += form.statements
    keyed = {form.name for form in forms if form.key is not None} or set(said)
    main = min(keyed, key=lambda name: (-said[name], -len(name), name))
    reached = _distances([form for form in forms if form.name == main], part, edges)
    because: dict[str, str] = {main: "as named"}
    for form in sorted(forms, key=lambda f: (reached.get(f, (0, None))[0], _order(f))):
        edge = reached.get(form, (0, None))[1]
        if form.name not in because:
            because[form.name] = (edge.because if edge else None) or _alike(main, form, known)
    others = sorted((name for name in because if name != main), key=lambda name: (-said[name], name))
    spellings = tuple(Spelling(name, because[name]) for name in (main, *others))
    return Group(forms, spellings, open=part <= unsettled or all(form.sort == LOOSE for form in forms))


def _alike(main: str, form: Form, known: _Known) -> str:
    """Why a name is another spelling of the main one."""
    if form.sort in (BODY, OFFICE):
        if form.sort == BODY and (own := body_key(form.name)) != form.key:
            said = next((w for (s, k, whole), (_, w) in known.namings.items() if (s, k, whole) == (BODY, own, form.key)), None)
            return f"its page says “{said}”" if said else "its page spells it out"
        return "the same words" if tokens(form.name) == tokens(main) else "the same body in other words"
    one, other = person_name(main), person_name(form.name)
    if one is not None and other is not None and one.middles != other.middles and one.key == other.key:
        return "the same first and last name"
    bare = ["".join(tokens(name.replace("-", "").replace(".", ""))) for name in (main, form.name)]
    return "written alike" if bare[0] == bare[1] else "spelling"
