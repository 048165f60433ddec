"""How two statements of one dossier stand to each other.

What is called a dispute must be one: where poles are not told, where a part stands against a whole, where names differ, or where
one of the two is no assertion, the relation is *unclear*.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import combinations

from sqlalchemy import Connection

from sayso.stories.dossiers.dossier import Dossier, Kind, Relation
from sayso.stories.dossiers.statements.fields import fields
from sayso.stories.dossiers.statements.groups import dossier_of
from sayso.stories.dossiers.statements.judge import judged, signs_of
from sayso.stories.dossiers.statements.links import agents_of, evidence, same_people, why_apart
from sayso.stories.dossiers.statements.propositions import Proposition, Standing
from sayso.stories.dossiers.statements.tables import Kept, kept_of
from sayso.stories.revisions.words import words_in

SURE = 0.3
"""So sure the judge must be that two statements are about the same before they are called a dispute."""
APART = 2
"""A state told so many days later has changed, unless somebody says that it never was."""
_ALIKE = 0.75
"""Share of the heavier statement's telling words that the other has, from which a negation alone makes them opposites."""

_NEGATED = "one negates the words of the other"
_LEAST_ALIKE, _LEAST_ALIKE_ALONE, _LEAST_ALIKE_SHORT, _SHORT = 0.35, 0.5, 0.15, 8
"""So alike in meaning are the words of two statements at least that are called a dispute for the sides they take."""
_LEAST_ALIKE_LOOSE = 0.6
_LOOSE = frozenset({"accept", "talks", "success", "contained", "presence", "blame", "needed", "rise", "warned"})
"""Fields of which many things of one event are: what is refused and what is accepted are seldom one thing."""
_LONG = 14
"""A statement of more telling words speaks of too much for that."""
_MOST = 120
"""So many statements of a dossier at most, the latest, are compared with each other."""

_PARTS: tuple[Mapping[str, str], ...] = (
    {word: side for side in ("north", "south", "east", "west") for word in (side, f"{side}ern", f"{side}ernmost")},
    {"upper": "up", "lower": "low", "inner": "in", "outer": "out"},
    {
        **dict.fromkeys(
            ["passenger", "passengers", "traveller", "travellers", "pedestrian", "pedestrians", "people", "motorists"], "people"
        ),
        **dict.fromkeys(["freight", "cargo", "goods", "lorry", "lorries", "trucks"], "goods"),
    },
    {**dict.fromkeys(["civilian", "civilians"], "civilian"), **dict.fromkeys(["military", "soldiers", "troops"], "military")},
)
"""Words for parts and kinds, and what each means: what is told of one part says nothing of another."""
_WHOLE = re.compile(
    r"\b(?:all|every|whole|entire|entirely|complete|completely|full|fully|throughout|anywhere|nowhere|no|none|never|any|nothing|"
    r"nobody|both|first house to the last|no one)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:own|other|others|another|elsewhere|neighbou?ring|nearby|next door|similar|former|earlier|previous)\b", re.IGNORECASE
)
"""Words by which a statement sets its thing apart from the one that the talk is of: *the farm's own wells are clean*."""
_CHANGED = re.compile(
    r"\b(?:again|re-?open\w*|no longer|any ?more|restor\w+|replenish\w+|resum\w+|back|now|since|patched|repaired|reconnected|"
    r"finally|by now|meanwhile|has been (?:closed|lifted)|until|yet|so far|at last)\b",
    re.IGNORECASE,
)
_LONG_AGO = re.compile(
    r"\b(?:last (?:year|month|spring|summer|autumn|winter)|years? (?:ago|earlier|before)|in (?:19|20)\d\d|decades?|months ago)\b",
    re.IGNORECASE,
)
_CONFIRMS = re.compile(
    r"\b(?:confirm\w*|verif\w+|establish\w*|corroborat\w+|found that|"
    r"concluded|investigation|independent\w*|acknowledg\w+|admit\w*|conced\w+)\b",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b(?:our|ours|we|us|my)\b", re.IGNORECASE)
_STILL = re.compile(r"\b(?:remain\w*|still|stay\w*|continue\w*|keep\w*|firmly)\b", re.IGNORECASE)
_NEAR = re.compile(
    r"\b(?:surround\w*|encircl\w*|outskirts|villages|around|part|parts|districts?|suburbs?|approaches)\b", re.IGNORECASE
)
_FULL = re.compile(r"\b(?:full|complete|entire|whole|total)\b", re.IGNORECASE)
_TAKING = frozenset(
    [
        "captur",
        "take",
        "seiz",
        "overran",
        "conquer",
        "liberat",
        "liberation",
        "occupi",
        "fell",
        "fall",
        "annex",
        "storm",
        "lose",
        "give",
        "gave",
        "surrender",
        "raise",
        "retook",
        "recaptur",
        "repel",
    ]
)


def relation_of(one: Kept, other: Kept) -> Relation:
    """How two statements of one dossier stand to each other."""
    first, second = sorted((one, other), key=lambda k: (k.day is None, k.day or 0, k.page, k.position, k.entry))
    kind, because = _kind(first, second)
    return Relation(one.entry, other.entry, kind, because)


def _kind(one: Kept, other: Kept) -> tuple[Kind, str]:
    """``one`` is the earlier."""
    a, b = one.proposition, other.proposition
    if (one.page == other.page or one.speaker is None or other.speaker is None) and _nested(a, b):
        return Kind.UNCLEAR, "one stands in the words of the other"
    if (answer := _answer(one, other)) is not None:
        return answer
    if Standing.SAID is not a.standing or Standing.SAID is not b.standing:
        return Kind.UNCLEAR, "one of them is no plain assertion"
    if bool(_LONG_AGO.search(a.words)) != bool(_LONG_AGO.search(b.words)):
        return Kind.UNCLEAR, "one of them is about an earlier time"
    same, opposite = _sides(one, other)
    if opposite and not same:
        return _opposed(one, other, opposite)
    if same and not opposite:
        if one.speaker != other.speaker and (_confirming(other) or _confirming(one)):
            return Kind.VERIFIED, f"somebody else confirms it ({same[0]})"
        return Kind.SAME, f"both say it ({same[0]})"
    if not same and not opposite and _told_alike(a, b):
        if not _odd(a, b):
            return Kind.SAME, "in the same words"
        return _opposed(one, other, [_NEGATED])
    return Kind.UNCLEAR, "the words do not tell which side each takes"


def _answer(one: Kept, other: Kept) -> tuple[Kind, str] | None:
    if one.page != other.page or abs(one.position - other.position) != 1:
        return None
    first, second = sorted((one, other), key=lambda k: k.position)
    denied = second.proposition.answers and second.proposition.denies and not first.proposition.denies
    if denied and first.proposition.standing is Standing.SAID:
        return Kind.DENIED, "the one after it denies it"
    return None


def _sides(one: Kept, other: Kept) -> tuple[list[str], list[str]]:
    """The fields in which both take the same side, and those in which they take opposite ones."""
    a, b = _poles(one), _poles(other)
    same: list[str] = []
    opposite: list[str] = []
    for name in sorted(a.keys() & b.keys()):
        if a[name] and b[name]:
            (same if a[name] == b[name] else opposite).append(name)
    return same, opposite


def _poles(kept: Kept) -> dict[str, int]:
    p = kept.proposition
    poles = dict(p.poles)
    if poles.get("control"):
        hits = [h for h in p.hits if h.field == "control" and h.pole]
        if not any(set(h.stems) & _TAKING for h in hits) and (_OURS.search(p.words) or _STILL.search(p.words)):
            poles["control"] = 0
        if _NEAR.search(p.words) and not _FULL.search(p.words):
            poles["control"] = 0
    return poles


def _opposed(one: Kept, other: Kept, because: list[str]) -> tuple[Kind, str]:
    """Opposites: a dispute, a later state, or two things of which both can hold."""
    a, b = one.proposition, other.proposition
    if max(len(a.tells), len(b.tells)) > _LONG:
        return Kind.UNCLEAR, "one of them speaks of much besides"
    alike = float(one.vectors[0] @ other.vectors[0])
    if alike < _least_alike(a, b, because):
        return Kind.UNCLEAR, "their words are not alike enough"
    if not same_people(a, b, because):
        return Kind.UNCLEAR, "it is not told that they speak of the same people"
    told = f"opposite sides: {', '.join(because[:2])}"
    if why := why_apart(one, other):
        return Kind.UNCLEAR, why
    if judged(signs_of(a, b, float(one.vectors[0] @ other.vectors[0]))) < SURE:
        return Kind.UNCLEAR, "it is not sure enough that both mean the same thing"
    if apart := _apart(a, b):
        return Kind.UNCLEAR, apart
    is_state = any(name not in fields() or fields()[name].is_state for name in because)
    days = None if one.day is None or other.day is None else other.day - one.day
    if is_state and not b.denies and not a.denies:
        if days is not None and days >= APART:
            return Kind.UPDATE, f"told {days} days later; {told}"
        if _one_source(one, other):
            return (Kind.UPDATE, f"told later by the same source; {told}") if days else (Kind.UNCLEAR, "by one source on one day")
        if bool(_CHANGED.search(b.words)) != bool(_CHANGED.search(a.words)) and (days or one.page == other.page):
            return Kind.UPDATE, f"the later one tells of a change; {told}"
    if _one_source(one, other):
        return Kind.UNCLEAR, "by one and the same source"
    if a.denies != b.denies:
        return Kind.DENIED, f"one says that the other is not so; {told}"
    return Kind.CONTRADICTION, told


def _apart(a: Proposition, b: Proposition) -> str | None:
    """Why both may hold all the same, if they may."""
    if not _is_known(a, b) or not _is_known(b, a):
        return "one names what the other's page does not tell of there"
    of = {f for f in a.poles.keys() & b.poles.keys() if not fields()[f].is_state}
    one, two = agents_of(a, of), agents_of(b, of)
    if one and two and not one & two:
        return "they say it of different sides"
    if bool(_ANOTHER.search(a.words)) != bool(_ANOTHER.search(b.words)):
        return "one sets what it speaks of apart"
    mine, theirs = {w.low for w in words_in(a.words)}, {w.low for w in words_in(b.words)}
    for parts in _PARTS:
        x, y = {parts[w] for w in mine if w in parts}, {parts[w] for w in theirs if w in parts}
        if x & y or not (x or y):
            continue
        if x and y:
            return "they speak of different parts"
        whole = b.words if x else a.words
        if parts is _PARTS[0] and not _WHOLE.search(whole):
            return "one speaks of a part"
    return None


def _least_alike(a: Proposition, b: Proposition, opposed: Collection[str]) -> float:
    """How alike two statements must be in meaning: less, where short ones name one thing or have one word for what is so."""
    mine, theirs = ({s for h in p.hits if h.pole and h.field in opposed for s in h.stems} for p in (a, b))
    if all(name in _LOOSE for name in opposed):
        return _LEAST_ALIKE_LOOSE
    if max(len(a.tells), len(b.tells)) <= _SHORT and (a.things & b.things or mine & theirs):
        return _LEAST_ALIKE_SHORT
    return _LEAST_ALIKE if evidence(a, b) or mine & theirs else _LEAST_ALIKE_ALONE


def _is_known(one: Proposition, other: Proposition) -> bool:
    """Whether what the one names, if it names anything, stands in the other or around it."""
    return not one.names or bool(one.names & (other.called | other.tells.keys() | other.context.keys()))


def _nested(a: Proposition, b: Proposition) -> bool:
    mine, theirs = " ".join(w.low for w in words_in(a.words)), " ".join(w.low for w in words_in(b.words))
    return mine in theirs or theirs in mine


def _one_source(one: Kept, other: Kept) -> bool:
    """Whether both are by one speaker, as far as the names tell: the words of one name stand in the other."""
    if one.speaker is None or other.speaker is None:
        return False
    mine, theirs = {w.stem for w in words_in(one.speaker)}, {w.stem for w in words_in(other.speaker)}
    return bool(mine) and bool(theirs) and (mine <= theirs or theirs <= mine)


def _told_alike(a: Proposition, b: Proposition) -> bool:
    shared = a.tells.keys() & b.tells.keys()
    most = max(sum(a.tells.values()), sum(b.tells.values()))
    return len(shared) >= 3 and sum(min(a.tells[s], b.tells[s]) for s in shared) >= _ALIKE * most


def _odd(a: Proposition, b: Proposition) -> bool:
    return (a.negations + a.denies) % 2 != (b.negations + b.denies) % 2


def _confirming(kept: Kept) -> bool:
    return kept.stance == "confirming" or bool(_CONFIRMS.search(kept.proposition.words))


def relation_between(connection: Connection, one: str, other: str) -> Relation | None:
    """How two statements stand to each other; ``None`` if they are not in one dossier."""
    kept = kept_of(connection, (one, other))
    if one == other or len(kept) < 2 or (of := dossier_of(connection, one)) is None or of != dossier_of(connection, other):
        return None
    return relation_of(kept[one], kept[other])


def relations(connection: Connection, dossier: Dossier) -> list[Relation]:
    """The relations of a dossier that people want: of each two who say it, and each kind, the plainest; the latest of
    alike ones.
    """
    kept = kept_of(connection, (member.entry for member in dossier.members))
    told = sorted(kept.values(), key=lambda k: (k.day is None, k.day or 0, k.entry))
    best: dict[tuple[str, str, Kind], tuple[tuple[int, int], Relation]] = {}
    for one, other in combinations(told[-_MOST:], 2):
        relation = relation_of(one, other)
        who = sorted((one.speaker or one.entry, other.speaker or other.entry))
        key = (who[0], who[1], relation.kind)
        plain = (-len(one.proposition.words) - len(other.proposition.words), max(one.day or 0, other.day or 0))
        if key not in best or plain > best[key][0]:
            best[key] = (plain, relation)
    return [relation for _, relation in best.values()]
