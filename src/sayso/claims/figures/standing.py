"""Standing: what a bare number stands for where the words before it say so.

*The dead now number 352*, *put its own dead at 214*, *the list of the missing has shrunk to 180*, *Persons on board: 423*.
Works on the order of the words: such sentences are short of verbs and nouns, and their heads are often mistaken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sayso.claims.figure import Sort
from sayso.claims.figures.clause import Clause
from sayso.claims.figures.counted import Noun
from sayso.claims.figures.sorts import Sorts

_NUMBERS = frozenset("number numbers numbered numbering total totals totalled totaled totalling".split())
_NUMBERING = frozenset("now dead missing wounded injured homeless already currently who they".split())
"""Words before *number* where it is a verb."""
_PASSES = frozenset(
    "reach reaches reached reaching pass passes passed passing top tops topped topping exceed exceeds exceeded exceeding hit "
    "hits surpass surpasses surpassed surpassing near nears neared nearing approach approaches approached approaching".split()
)
"""Verbs whose object is the number."""
_STANDS = frozenset(
    "stand stands stood standing lie lies remain remains remained peaked rise rises rose risen rising grow grows grew grown "
    "growing climb climbs climbed climbing swell swells swelled swollen soar soars soared jump jumps jumped fall falls fell "
    "fallen falling drop drops dropped shrink shrinks shrank shrunk mount mounted mounts increased increases decreased "
    "declined dwindled surged surge surges revised raised lowered updated put estimated".split()
)
"""Verbs that a preposition joins to the number."""
_PUT = frozenset(
    "put puts putting place places placed placing estimate estimates estimated set sets setting bring brings brought bringing "
    "take takes took taking push pushes pushed pushing raise raises raised raising lower lowers lowered lowering revise "
    "revised revises cut cuts cutting update updates updated updating fix fixed reduce reduced increase increased".split()
)
"""Verbs whose object is the count, and the number after it: *put the dead at 38*."""
_TO = frozenset({"at", "to", "from", "between", "below", "above", "beyond", "past"})
_BE = frozenset({"is", "are", "was", "were", "be", "been"})
_BETWEEN = (
    _TO
    | _BE
    | frozenset("now has have had would could may might will must already still currently then only just".split())
    | {"“", '"', "‘"}
)
_PREPOSITIONS = frozenset("of for in at from among on by near around across within since with during under after".split())
_ROLLS = frozenset("list lists line ranks roll rolls register registers log column".split())
"""Written counts, and what is said for them: *the list of the dead*."""
_TOTALS = frozenset({"total", "number", "numbers", "totals", "count", "tally"})
_OF_WHOM = frozenset({"those", "people", "persons", "number", "all", "the", "patients", "civilians"})
_BEFORE_DEAD = frozenset(
    "the its their our his her own of for confirmed known identified official officially those registered reported "
    "’s 's s ’ ' among enemy all and with".split()
)
_KNOWN = frozenset("confirmed suspected reported known registered recorded identified".split())
_NO_STATES = frozenset("armed ashore massed present positive refugee stateless contagious".split())
_PRONOUNS = frozenset("it he she they we i you".split())
_JOINING = frozenset("and or but while as that when if because although though where before until so than which who it".split())
_LIFE = (["loss", "of", "life"], ["losses", "of", "life"])
_HEAD = re.compile(r"(?:^|[;:.•–—-] ?|\n)(?P<label>[A-Za-z][\w’' -]{2,50})$")
_WHO = frozenset({"who", "that"})
_THOUGHT = frozenset("understood thought believed said known estimated expected reported".split())
_OPENS = frozenset({"said", "says", "that", "and", "“", '"', ",", "but"})
_ABSTRACT = frozenset({Sort.KILLED, Sort.INJURED, Sort.CASUALTIES, Sort.AFFECTED, Sort.HELD})
_FAR = 14
"""Words back over which a count is looked for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a number stands for: the noun, and the sort; no sort where the count does not say of what it is."""

    noun: Noun
    sort: Sort | None


def standing(clause: Clause, number: int, table: Sorts) -> Standing | None:
    """What the words before a bare number, up to the count that it is the value of, say that it counts."""
    low, i = clause.low, number - 1
    verb = low[number] if low[number] in _PASSES else None
    joined = low[number] if low[number] in ("between", "from") else None
    be = False
    while i >= 0 and number - i < 8:
        if low[i] in _PASSES or low[i] in _NUMBERS or (joined and low[i] in _STANDS):
            if verb is None and (low[i] not in _NUMBERS or clause.is_verb(i) or _is_verb(clause, i)):
                verb, i = low[i], i - 1
                continue
            break
        if low[i] not in _BETWEEN and not (low[i].endswith("ly") and clause.tags[i] in ("RB", "JJ")):
            break
        joined = low[i] if low[i] in _TO and joined is None and verb is None else joined
        be = be or low[i] in _BE
        i -= 1
    if i < 0 or (verb is None and joined is None and not be):
        return None
    if verb in _NUMBERS and low[i] in ("that", "which") and i:
        i -= 1  # a regular army that numbers 125,600
    if verb in _NUMBERS and low[i] in _THOUGHT and i:
        i -= 2 if low[i - 1] in _BE else 1  # are understood to number 600
    found, reached = _counts(clause, i, table, verb or "")
    if found is None:
        return None
    if found.sort is None and 0 < reached < number and low[reached] in _PUT and clause.tags[reached - 1] == "NNS":
        sort = table.happening.get(low[reached - 1])  # the deaths brought the total to 66
        found = Standing(Noun(reached - 1, reached - 1, reached - 1), sort) if sort is not None else found
    if verb is None and joined is not None and not (0 <= reached < number and low[reached] in _PUT):
        return None
    plain = verb is None and joined is None
    if plain and low[found.noun.head] in table.tally:
        return found
    if plain and (clause.text[clause.words[number].span.start].isdigit() or not _ends(clause, number)):
        return None  # the dead were 27, 31 and 44
    return found


def _is_verb(clause: Clause, i: int) -> bool:
    """Whether *number* is a verb: *the dead number 52*, *they now number 300*; but not *bus number 7*."""
    before = clause.low[i - 1] if i else ""
    return before in _NUMBERING or (before in ("that", "which") and clause.low[i] != "number") or before.endswith("s")


def _counts(clause: Clause, end: int, table: Sorts, verb: str) -> tuple[Standing | None, int]:
    """The count whose noun phrases, joined by prepositions, end at a word; and where they begin."""
    low = clause.low
    hits: list[Standing] = []
    i, last = end, end
    while i >= 0 and end - i < _FAR:
        if low[i] in _PREPOSITIONS and low[i : i + 3] != ["of", "life"]:
            last = i - 1
        elif _is_boundary(clause, i, last):
            break
        elif (hit := _hit(clause, i, last, table, verb)) is not None:
            hits.append(hit)
        i -= 1
    told = [hit for hit in hits if hit.sort is not None]
    return (told[-1] if told else hits[-1] if hits else None), i


def _is_boundary(clause: Clause, i: int, last: int) -> bool:
    low, tag = clause.low[i], clause.tags[i]
    if low in _WHO and i and clause.low[i - 1] == "those":
        return False
    if (
        low in _JOINING
        or (low in _PUT and tag not in ("NN", "NNS"))
        or low in _PRONOUNS
        or low in '.,;:!?"“”()—–'
        or (low == "-" and not clause.glued(i))
    ):
        return True
    if tag in ("VBZ", "VBP", "MD") or (tag == "VBG" and low in _PUT) or low in ("was", "were", "had", "has", "said", "say"):
        return True
    return tag in ("VBD", "VB") and not (low.endswith("ed") or low == "dead") and i < last and low not in ("found",)


def _hit(clause: Clause, i: int, last: int, table: Sorts, verb: str) -> Standing | None:
    """The count that has its head at a word, in a noun phrase that ends at ``last``."""
    low = clause.low
    before = low[i - 1] if i else ""
    if low[i : i + 3] in _LIFE:
        return Standing(Noun(i, i + 2, i), Sort.KILLED)
    if i == last:
        if (sort := table.state.get(low[i])) is not None and low[i] not in _NO_STATES and before in _BEFORE_DEAD:
            return Standing(Noun(i, i, i), sort)
        participle = clause.tags[i] in ("VBN", "VBD", "JJ", "NN")
        sort = (table.befalls.get(low[i]) or table.undergoes.get(low[i])) if participle else None
        if sort is not None and low[i].endswith(("ed", "n")) and before in _OF_WHOM:
            return Standing(Noun(i, i, i), sort)
        if i > 1 and before in _WHO and low[i - 2] == "those" and (sort := table.undergoes.get(low[i])) is not None:
            return Standing(Noun(i - 2, i, i), sort)
    bare = low[i] in _TOTALS and i == last
    if not (clause.is_noun(i) or bare) or (i < last and clause.tags[i + 1] in ("NN", "NNS", "NNP", "NNPS")):
        return None
    first = i
    while first > 0 and _describes(clause, first - 1):
        first -= 1
    pair = f"{before} {low[i]}"
    if low[i] in table.tally:
        return Standing(Noun(first, i, i), table.tally.get(pair) or table.tally[low[i]])
    if low[i] in _ROLLS:
        return Standing(Noun(first, i, i), None)
    sort = table.happening.get(low[i])
    if sort is None and verb in _NUMBERS and low[i] in table.people:
        return Standing(Noun(first, i, i), Sort.OTHER)  # the miners number 90
    if sort is None or clause.tags[i] not in ("NNS", "NNPS"):
        return None
    if sort in (Sort.FORCES, Sort.GATHERED) and verb not in _NUMBERS:
        return None  # the rebels hit 14
    return Standing(Noun(first, i, i), sort)


def _describes(clause: Clause, i: int) -> bool:
    """Whether a word belongs to the noun after it: *suspected cases*, but not *has seen cases*."""
    low, tag = clause.low[i], clause.tags[i]
    return (tag in ("JJ", "NN") and low not in ("own", "total", "overall")) or (tag == "VBN" and low in _KNOWN)


def _ends(clause: Clause, number: int) -> bool:
    return number + 1 >= len(clause) or clause.low[number + 1] in ".,;!?"


def nominal(clause: Clause, last: int, table: Sorts) -> Standing | None:
    """Of whom a number is some, where no noun says it: *21 of the dead were children*, *of the missing, 46 are from Orlec*."""
    low, i = clause.low, last + 1
    if low[i : i + 1] == ["of"] and low[i + 1 : i + 2] in (["the"], ["those"]):
        i += 2
        while low[i : i + 1] and low[i] in ("confirmed", "known", "reported", "registered"):
            i += 1
        ends = i + 1 >= len(clause) or not clause.is_noun(i + 1)
        if i < len(clause) and (sort := table.state.get(low[i])) is not None and low[i] not in _NO_STATES and ends:
            return Standing(Noun(i, i, i), sort)
        return None
    return _of_the(clause, last, table)


def _of_the(clause: Clause, last: int, table: Sorts) -> Standing | None:
    """*Of the missing, 46 are from Orlec*, *of the new cases in Orlec, 124 were children*."""
    low = clause.low
    for start in range(max(0, last - 12), last):
        if low[start : start + 2] != ["of", "the"] or (start and low[start - 1] not in _OPENS):
            continue
        comma = next((i for i in range(start + 2, last) if low[i] == "," and not clause.glued(i + 1)), None)
        if comma is None or last > comma + 4:
            return None
        i = start + 2
        if comma == i + 1 and low[i] not in _NO_STATES and (sort := table.state.get(low[i])) is not None:
            return Standing(Noun(i, i, i), sort)
        while i < comma and clause.tags[i] in ("JJ", "VBN", "NN") and clause.tags[i + 1] in ("JJ", "VBN", "NN", "NNS"):
            i += 1
        sort = table.happening.get(low[i])
        return Standing(Noun(start + 2, i, i), sort) if sort in _ABSTRACT and clause.tags[i] == "NNS" else None
    return None


def labelled(clause: Clause, number: int, table: Sorts) -> Standing | None:
    """What the label before a colon says that a number counts: *Persons on board: 423*, *Confirmed dead: 14*."""
    if number < 2 or clause.low[number - 1] != ":":
        return None
    m = _HEAD.search(clause.text, clause.span.start, clause.words[number - 1].span.start)
    if m is None:
        return None
    words = [i for i in range(max(0, number - 9), number - 1) if clause.words[i].span.start >= m.start("label")]
    if not words or len(words) > 6 or any(clause.tags[i] in ("VBZ", "VBP", "MD", "PRP") for i in words):
        return None
    thing: Standing | None = None
    for i in reversed(words):
        low = clause.low[i]
        over = Noun(words[0], i, i)
        if (sort := table.state.get(low)) is not None and low not in _NO_STATES:
            return Standing(over, sort)
        if low.endswith("ed") and (sort := table.befalls.get(low)) is not None:
            return Standing(over, sort)
        if low in table.tally and (sort := table.tally[low]) is not None:
            return Standing(over, sort)
        if clause.tags[i] not in ("NNS", "NNPS", "NNP", "NN") or thing is not None or not low.endswith(("s", "people", "men")):
            continue
        sort = table.happening.get(low) or table.thing.get(low) or (Sort.OTHER if low in table.people else None)
        thing = Standing(over, sort) if sort is not None else None
    return thing
