"""Quantity: what happened to what is counted, as a family and a class of the tables, read off the words around a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.claims.figure import Sort
from sayso.stories.dossiers.figures.near import CLAUSE_ENDS, Near
from sayso.stories.dossiers.figures.scene import CAPITAL, stem
from sayso.stories.dossiers.figures.tables import classes, families
from sayso.stories.dossiers.figures.votes import stands_for, whose_vote
from sayso.text import Span

_HARM = {
    Sort.KILLED: "killed",
    Sort.CASUALTIES: "killed",
    Sort.INJURED: "injured",
    Sort.MISSING: "missing",
}
_PEOPLE_FAMILIES = frozenset(
    [
        "killed",
        "injured",
        "missing",
        "rescued",
        "recovered",
        "trapped",
        "in need",
        "homeless",
        "evacuated",
        "fled abroad",
        "displaced",
        "arrested",
        "exchanged",
        "tried",
        "hostages",
        "released",
        "treated",
        "aboard",
        "crowd",
        "suspected cases",
        "confirmed cases",
        "cases",
    ]
)
_OF_SOLDIERS = ("prisoners", "held", "deployed")
_PEOPLE_APART = ("soldiers", "rebels", "police", "attackers", "animals")
"""Classes of people that are no part of the people of an event."""
_ARMED = re.compile(
    r"\b(?:soldiers?|troops?|servicemen|army|enemy|garrison|forces|military|armed|attackers[’']?|invaders[’']?"
    r"|occupiers[’']?|defenders[’']?)\b",
    re.IGNORECASE,
)
_OWN_DEAD = re.compile(r"\b(?:its|their|our|his) own (?:dead|losses|toll|casualties|fallen)\b", re.IGNORECASE)
_GENERAL = frozenset(["dead", "toll", "death toll", "deaths", "losses", "men", "casualties", "fallen", "fatalities", "loss"])
_OTHER_PLIGHT = re.compile(
    r"\s*(?:\w+\s+){0,2}(?:made ill|sickened|homeless|trapped|infected|missing|unaccounted)\b", re.IGNORECASE
)
_TOWN_TAKEN = re.compile(
    r"\b(?:town|city|village|bridge|airfield|airport|port|island|region|capital|[A-Z]\w+) (?:was|were|is|has been|had been)"
    r" (?:captured|taken)\b|\bcaptured (?:in|on) (?:a |the )?(?:film|video|photograph|footage)s?\b"
    r"|\bcaptured (?:the|a|an|its|their) \w+",
)
_UNITS = frozenset(
    """tons tonnes ton tonne kilos kilometres kilometers km miles litres barrels metres meters hectares acres percent weapons
    rounds minutes hours days weeks months years degrees vehicles sites places towns villages positions reports incidents
    violations""".split()
)
_NO_SOLDIERS = re.compile(
    r"\b(?:citizens?|residents?|civilians?|women|children|pensioners?|villagers?|journalists?|lorr(?:y|ies))\b"
)
_GIVEN = re.compile(
    r"\b(?:say|says|said|puts?|put|gave|gives?|counts?|counted|lists?|listed|claims?|claimed|works? with|shows?|showed|reports?"
    r"|reported|estimates?|estimated|insists?|insisted|speaks? of|spoke of|names|named|at|to|was|is|only|had)\s+"
    r"(?:it\s+|them\s+|there\s+(?:were|was|are)\s+)?"
    r"(?:only\s+|just\s+|no (?:more|fewer) than\s+|about\s+|some\s+|at\s+|that\s+)*$",
    re.IGNORECASE,
)
"""Words that give a number without saying of what, for that was said before: *the company lists 331*."""
_BARE = re.compile(
    r"\s*(?:[.,;:)”\"]|$|according\b|nationwide\b|in all\b|so far\b|by \w+day\b|in the (?:whole )?(?:country|city)\b)"
)
_BARE_COUNTS = frozenset(["", "people", "persons", "names", "entries", "passengers", "souls"])
_CASES = ("cases", "suspected cases", "confirmed cases")
_CONFIRMED = re.compile(r"\b(?:confirmed|laborator\w+|lab-\w+|tested positive|positive tests|by culture)\b", re.IGNORECASE)
_SUSPECTED = re.compile(r"\b(?:suspected|probable|suspicion|thought to have|suspects?)\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|up from|compared with|against)\s+(?:just\s+|only\s+)?$", re.IGNORECASE)
_LOAD = re.compile(
    r"\b(?:car deck|vehicle deck|deck|ramp|hold|packed|manifest|passengers?|crew|overloaded|booking)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """What happened (*killed*, *aboard*) to what is counted (*people*, *tank*)."""

    family: str
    what: str


def quantity_of(near: Near, earlier: tuple[Near, Quantity] | None) -> Quantity | None:
    """What a figure counts; ``None`` where it is not told well enough to compare. ``earlier`` is the figure before it,
    which tells it where its own words leave it out: *lists 331*.
    """
    family = _family(near, earlier)
    if family in _CASES:
        family = _which_cases(near, family, earlier)
    if family is None:
        return None
    if near.is_base and family not in _HARM.values():
        return None
    what = _what(near, family, earlier)
    return Quantity(family, what) if what is not None else None


def _which_cases(near: Near, family: str, earlier: tuple[Near, Quantity] | None) -> str:
    """Whether cases are confirmed or suspected, by the words of the number's own clause before those of what it counts."""
    own = f"{near.clause_before[-60:]} | {near.clause_after[:60]}"
    confirmed, suspected = bool(_CONFIRMED.search(own)), bool(_SUSPECTED.search(own))
    if confirmed != suspected:
        return "confirmed cases" if confirmed else "suspected cases"
    if not confirmed and earlier is not None and earlier[1].family in _CASES and _FROM.search(near.before):
        return earlier[1].family  # *confirmed cases rose to 438 from 188*
    return family


def _family(near: Near, earlier: tuple[Near, Quantity] | None) -> str | None:
    sort = near.figure.sort
    if sort is Sort.MONEY:
        return None
    for evidence in _evidence(near, sort):
        for family in families():
            if sort.value not in family.takes:
                continue
            if evidence is None:
                if family.before is not None and family.before.search(near.before):
                    return family.name
            elif family.around.search(evidence):
                return family.name
    if sort is Sort.HELD and near.scene.kind not in ("violence", "attack", None):
        return None
    if sort is Sort.SHARE and near.scene.is_election:
        return "vote share" if stands_for(near) is not None else None
    if (told := _told_before(near, earlier)) is not None:
        return told
    if near.scene.kind == "ship" and sort in (Sort.EQUIPMENT, Sort.OTHER) and class_of(near.counts) == "vehicle":
        return "aboard" if _LOAD.search(f"{near.before} {near.after}") else None
    return "held" if sort is Sort.HELD else _HARM.get(sort)


def _told_before(near: Near, earlier: tuple[Near, Quantity] | None) -> str | None:
    """The family of the sentence before, or of the figure before, where its own words only give a number."""
    if near.figure.sort not in (Sort.OTHER, Sort.PROPERTY, Sort.EQUIPMENT):
        return None
    if near.counts not in _BARE_COUNTS and not _is_of_before(near):
        return None
    if not _GIVEN.search(near.before) or not _BARE.match(_past_counts(near)):
        return None
    if earlier is not None and _is_close(near, earlier[0]):
        return earlier[1].family if earlier[1].family not in ("vote share", "turnout") else None
    told = near.sentence_before.of(near.text) + near.text[near.sentence.start : near.figure.span.start]
    return next((f.name for f in families() if f.name == "aboard" and f.around.search(told)), None)


def _past_counts(near: Near) -> str:
    """The words after it, less those that say what it counts."""
    after = near.after.lstrip()
    return after[len(near.counted) :] if near.counted and after.startswith(near.counted) else near.after


def _is_of_before(near: Near) -> bool:
    """Whether what it counts is told before it only."""
    return bool(near.figure.counts) and near.figure.counts[-1].end < near.figure.span.start


def _is_close(near: Near, earlier: Near) -> bool:
    """Whether it follows another figure in the same paragraph, within a sentence or two."""
    between = Span(earlier.figure.span.end, near.figure.span.start)
    return 0 <= len(between) <= 220 and "\n" not in between.of(near.text)


def _evidence(near: Near, sort: Sort) -> Iterator[str | None]:
    """The words that may tell what happened, the nearest first; ``None`` for those right before the number."""
    yield None
    head = f"{near.printed} {near.counted}"
    if sort in _HARM:
        if _OTHER_PLIGHT.match(near.after):
            yield near.after[:30]
        yield f"{near.counts} {near.event}"
        if near.event:
            return
    yield f"{near.counted} {_less_towns(CLAUSE_ENDS.split(near.after, maxsplit=1)[0])}"
    yield f"{head} {near.event}"
    if sort not in _HARM:
        yield f"{_less_towns(near.clause_before)} {head}"


def _less_towns(words: str) -> str:
    return _TOWN_TAKEN.sub(" ", words)


def _what(near: Near, family: str, earlier: tuple[Near, Quantity] | None) -> str | None:
    named = class_of(near.who) or class_of(near.counts)
    if family == "vote share":
        return whose_vote(near)
    if family == "turnout":
        return "voters"
    if family == "aboard" and named == "vehicle":
        return named
    if family in _PEOPLE_FAMILIES or family in _OF_SOLDIERS:
        return _which_people(near, family, named)
    if named is None and near.counts in ("", "destroyed", "damaged") and earlier is not None and _is_close(near, earlier[0]):
        named = earlier[1].what if earlier[1].family == family else None
    return named if named not in (None, "soldiers", "rebels", "police", "attackers") else None


def _which_people(near: Near, family: str, named: str | None) -> str | None:
    counted = set(re.findall(r"[a-z]+", near.counts))
    if family == "prisoners" and named != "animals":
        after = near.after.lstrip()[:40]
        if counted & _UNITS or _NO_SOLDIERS.search(f"{near.counts} {after}") or set(after.split()[:1]) & _UNITS:
            return None
        return named if named in ("rebels", "police") else "soldiers"
    if family == "deployed" and named != "soldiers":
        return None
    if near.figure.sort in (Sort.EQUIPMENT, Sort.PROPERTY) and family != "killed":
        return named if family == "aboard" else None
    if named == "rebels" and _names_a_side(near):
        named = "soldiers"  # *120 Merovian militants*, as the other side says
    of_soldiers = is_of_soldiers(near)
    if named is None and near.figure.sort is Sort.CASUALTIES and _names_a_side(near) and near.scene.kind == "violence":
        return "soldiers"
    if near.counts in ("casualties", "losses") and near.scene.kind == "violence" and not of_soldiers:
        return None  # in a war nobody knows whether of soldiers
    if named is None and near.counts in _GENERAL and near.scene.kind in ("violence", "attack") and of_soldiers:
        return "soldiers"
    return named if named in _PEOPLE_APART else "people"


def is_of_soldiers(near: Near) -> bool:
    """Whether a bare *dead* or *losses* is of soldiers: its sentence speaks of them before it, or they are a side's losses."""
    before = near.text[near.sentence.start : near.figure.span.start]
    return bool(_ARMED.search(before) or _OWN_DEAD.search(before)) or (
        _names_a_side(near) and near.figure.sort is Sort.CASUALTIES
    )


def _names_a_side(near: Near) -> bool:
    return any(stem(name) in near.scene.sides for name in CAPITAL.findall(near.counted))


def class_of(words: str) -> str | None:
    """The class of the last noun of some words that the table has."""
    found = classes()
    for part in dict.fromkeys((words.split(" of ")[0], words)):
        tokens = re.findall(r"[\w-]+", part)
        for size in (3, 2, 1):
            for start in range(len(tokens) - size, -1, -1):
                if (name := found.get(" ".join(tokens[start : start + size]))) is not None:
                    return name
    return None
