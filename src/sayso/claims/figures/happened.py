"""Happened: the words for what happened to what a number counts, and for who is made answerable.

Works on the parts of speech and heads that the model gives; the table ``sorts.tsv`` says what the words mean.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sayso.claims.figure import Sort
from sayso.claims.figures.clause import Clause
from sayso.claims.figures.counted import Noun, first_of
from sayso.claims.figures.sorts import Sorts
from sayso.reading.cues import holds_report
from sayso.text import Span

_AUXILIARY = frozenset(
    "have has had been were was are is being be may might could would will must still also now already who "
    "that which since reportedly then feared believed thought presumed reported confirmed known either all "
    "both either critically seriously badly slightly severely just to not apparently officially found having "
    "left remain remained remains likely expected made rendered among those kept taken more others other got "
    "get gotten gone went".split()
)
_PASSIVE = frozenset("were was are is been being be left reported confirmed feared found believed got".split())
_ACTIVE = frozenset("have has had may might could would will must to who".split())
_KNOWN_AS = frozenset("confirmed reported identified listed registered recorded diagnosed given".split())
"""*Confirmed as dead*, *confirmed as having caught it*."""
_UNHARMED = frozenset({"alive", "unharmed", "unhurt", "uninjured", "unscathed", "safe"})
_DONE = frozenset({Sort.KILLED, Sort.INJURED, Sort.CASUALTIES, Sort.HELD})
_DOING = frozenset({Sort.GATHERED, Sort.FORCES, Sort.AFFECTED})
_TORMENTED = frozenset({"tortured", "beaten", "shot", "stabbed", "burned", "burnt", "trampled"})
_RUINS = frozenset({"ruins", "rubble", "debris", "wreckage"})
_HOSPITALS = frozenset({"hospital", "hospitals", "clinic"})
_DEAD = frozenset({"died", "dead", "killed", "perished"})
_GRAVES = frozenset({"grave", "graves", "cemetery", "cemeteries", "graveyard"})
_HARMS = frozenset(
    "injury injuries burns wounds wound fractures fracture bruises concussion cuts shock trauma bullet gunshot shrapnel".split()
)
_REFUGES = frozenset({"camps", "camp", "shelters", "tents"})
_WHO = frozenset({"who", "which", "that", "whom"})
_HOMES = frozenset({"homes", "home", "houses", "villages", "land", "lands"})
_KIND = frozenset(
    "rescue rescued rescuing save saved saving free freed freeing release released releasing help helped helping treat "
    "lost lose losing treated treating assist assisted vaccinated feed fed pulled pull evacuated evacuating".split()
)
_BE_AND_HAVE = frozenset("were was been being had have has are is be may might could would will must".split())
_US = frozenset({"us", "them", "him", "her", "it"})
_FALLEN_ILL = frozenset(
    "ill sick victim from into off to under behind out through over down below by short asleep for on".split()
)
_TAKES = frozenset("claim claims claimed claiming cost costs costing took taken takes taking".split())
_JOINED = frozenset({"conj", "appos", "nummod", "nmod:npmod", "dep", "compound"})
_ADVERB = frozenset({"RB", "RBR", "RBS", "RP"})


@dataclass(frozen=True, slots=True)
class Event:
    """What happened: its sort and the words that say so."""

    sort: Sort
    words: tuple[int, ...]
    verb: int | None = None
    befalls: bool = False
    """Whether it was done to what is counted, so that there may be somebody who did it."""


def event_of(clause: Clause, number: tuple[int, int], noun: Noun | None, table: Sorts) -> Event | None:
    """What happened to what is counted, as its sentence says."""
    last = noun.last if noun else number[1]
    if not _RUINS.isdisjoint(clause.low[last + 1 : last + 12]):
        for i in range(last + 1, min(last + 5, len(clause) - 1)):
            if clause.low[i] in ("found", "rescued") and clause.low[i + 1] == "alive":
                return Event(Sort.AFFECTED, (i, i + 1))
    if not _UNHARMED.isdisjoint(clause.low[last + 1 : last + 4]) and "pulled" not in clause.low:
        return None
    of_soldiers = noun is not None and table.happening.get(clause.low[noun.head]) is Sort.FORCES
    of_people = of_soldiers or noun is None or clause.low[noun.head] in table.people
    event = _as_plight(clause, last, _happened(clause, number, noun, table), of_soldiers=of_soldiers, of_people=of_people)
    if event is None or event.verb is None or event.words[0] != event.verb:
        return event
    return replace(event, words=(*_with_auxiliaries(clause, event.verb)[:-1], *event.words))


def _happened(clause: Clause, number: tuple[int, int], noun: Noun | None, table: Sorts) -> Event | None:
    head = noun.head if noun else number[1]
    last = noun.last if noun else number[1]
    inside = _inside(clause, noun, table) if noun else None
    if inside is not None and inside.sort is Sort.KILLED:
        return inside
    before = number[0] - 1
    if (
        noun is not None
        and clause.low[head] == "lives"
        and before >= 0
        and clause.low[before - (clause.low[before] in _US)] in _TAKES
    ):
        before -= clause.low[before] in _US  # has cost us 38 lives
        return Event(Sort.KILLED, (before,), before)
    relation, verb = _role(clause, number, head)
    if noun is not None and relation in ("nsubj", "nsubjpass") and verb is not None:
        main = _of_verb(clause, relation, verb, head, table)
        if main is not None and main.sort is Sort.KILLED:
            return _or_worse(clause, main.words[-1], main, table)  # 60 people who were sheltering in a school were killed
        if main is not None and main.sort is Sort.HELD and "missing" in clause.low[last + 1 : last + 3]:
            return main  # three volunteers missing since May have been captured
    done = _right_before(clause, number[0], table)
    after = _right_after(clause, last, table)
    both = done is not None and after is not None and done.sort in _DONE and after.sort in _DOING
    if done is not None and after is not None and both and (done.sort, after.sort) != (Sort.HELD, Sort.AFFECTED):
        return done  # shot dead two people taking part in a rally; but freed one woman trapped in the rubble
    found = (
        after
        or done
        or _phrase_after(clause, last, table)
        or _governing(clause, number, head, table)
        or inside
        or _nominal(clause, number[0], head, table)
    )
    if inside is not None and found is not None and found.sort in (Sort.AFFECTED, Sort.FORCES):
        return inside  # two captured volunteers face trial
    return found


def _as_plight(clause: Clause, last: int, event: Event | None, *, of_soldiers: bool, of_people: bool) -> Event | None:
    """What a verb alone does not tell: *were sent to hospital* is no deployment, *who died were buried* no rescue."""
    if event is None:
        return None
    word = clause.words[event.words[-1]].span.of(clause.text).casefold()
    after = clause.low[event.words[-1] + 1 : event.words[-1] + 6]
    if event.sort is Sort.FORCES and word in ("sent", "rushed") and not _HOSPITALS.isdisjoint(after) and "to" in after:
        return replace(event, sort=Sort.INJURED)
    flown = event.sort is Sort.DISPLACED and word in ("transported", "airlifted", "flown")
    if flown and not _HOSPITALS.isdisjoint(clause.low[event.words[-1] + 1 : event.words[-1] + 9]):
        return replace(event, sort=Sort.INJURED)
    if word == "buried" and event.sort is Sort.AFFECTED:
        dead = not _DEAD.isdisjoint(clause.low[last + 1 : event.words[-1]]) or not _GRAVES.isdisjoint(after)
        return replace(event, sort=Sort.KILLED, befalls=False) if dead else event
    if word == "destroyed" and event.sort is Sort.PROPERTY and of_soldiers:
        return replace(event, sort=Sort.KILLED)  # 120 militants were destroyed
    if event.sort is Sort.AFFECTED and word in ("fell", "fallen") and (of_soldiers or (word == "fallen" and of_people)):
        return event if after and after[0] in _FALLEN_ILL else replace(event, sort=Sort.KILLED)
    if event.sort is Sort.DISPLACED and word.startswith("return") and "health" in after:
        return replace(event, sort=Sort.AFFECTED)
    if event.sort is Sort.AFFECTED and word.startswith("suffer") and not _HARMS.isdisjoint(after):
        return replace(event, sort=Sort.INJURED)
    return event


def _sort_of_verb(clause: Clause, verb: int, subject: bool, table: Sorts) -> Event | None:
    low = clause.low[verb]
    if subject:
        if (found := _undergoing(clause, verb, table)) is not None:
            return found
        if (sort := table.state.get(low)) is not None and clause.tags[verb] in ("JJ", "VBN", "NN", "VBG", "RB"):
            return Event(sort, (verb,), verb)
    elif (sort := _befalling(clause, verb, table)) is not None:
        return _or_worse(clause, verb, Event(sort, (verb,), verb, befalls=True), table)
    return None


def _undergoing(clause: Clause, verb: int, table: Sorts) -> Event | None:
    """What a verb says of its subject, with the words after it: *fled*, *took part*, *lost their lives*."""
    if not clause.is_verb(verb):
        return None
    for length in (4, 3, 2, 1):
        if (sort := table.undergoes.get(" ".join(clause.low[verb : verb + length]))) is not None:
            return Event(sort, tuple(range(verb, verb + length)), verb)
    return None


def _befalling(clause: Clause, verb: int, table: Sorts) -> Sort | None:
    """What a verb does to its object, by itself or with the word after it: *killed*, *pulled out*."""
    return table.befalls.get(" ".join(clause.low[verb : verb + 2])) or table.befalls.get(clause.low[verb])


def _or_worse(clause: Clause, verb: int, event: Event, table: Sorts) -> Event:
    """*killed or wounded* in one number is casualties; *shot dead*, *ambushed and killed*, *fought and died* are killed."""
    after = verb + 1
    if event.sort is not Sort.KILLED and after < len(clause):
        joined = clause.low[after] in ("and", ",") and after + 1 < len(clause)
        then = after + 1 if joined else after
        if joined and clause.low[then] in ("feared", "presumed", "believed") and then + 1 < len(clause):
            then += 1  # are buried and feared dead
        low = clause.low[then]
        if low == "dead" or (low in ("killed", "died") and joined and event.sort is not Sort.INJURED):
            return Event(Sort.KILLED, (*event.words, *range(after, then + 1)), verb, befalls=event.befalls)
    if after + 1 < len(clause) and clause.low[after] in ("and", "or", "/", "and/or"):
        other = table.befalls.get(clause.low[after + 1]) or table.state.get(clause.low[after + 1])
        if clause.low[after] == "and" and other is Sort.KILLED and clause.low[verb] in _TORMENTED:
            return Event(Sort.KILLED, (verb, after, after + 1), verb, befalls=True)  # tortured and killed
        if {event.sort, other} == {Sort.KILLED, Sort.INJURED}:
            return Event(Sort.CASUALTIES, (verb, after, after + 1), verb, befalls=True)
    return event


def _right_after(clause: Clause, last: int, table: Sorts) -> Event | None:
    """*people were killed*, *12 injured*, *two people dead*, *three confirmed dead*, *a man who died*."""
    i, passive, active = _past_aside(clause, last + 1), False, False
    last = i - 1
    while i < len(clause) and i <= last + 8:
        low = clause.low[i]
        if low in _PASSIVE:
            passive = True
        if low in ("to", "having"):
            passive = False
        if low in _ACTIVE:
            active = True
        if _befalling(clause, i, table) or low in table.state or _undergoing(clause, i, table):
            break
        known = low == "as" and clause.low[i - 1] in _KNOWN_AS
        if low not in _AUXILIARY and clause.tags[i] not in _ADVERB and not known:
            return None
        i += 1
    else:
        return None
    if i >= len(clause) or i > last + 8:
        return None
    low, tag = clause.low[i], clause.tags[i]
    is_state = low in table.state and (tag in ("JJ", "NN", "VBN", "VBD", "RB", "NNP") or low in ("dead", "missing"))
    if is_state and not (tag == "JJ" and i + 1 < len(clause) and clause.is_noun(i + 1) and clause.heads[i] == i + 1):
        return _or_worse(clause, i, Event(table.state[low], _with_auxiliaries(clause, i), i, befalls=low in table.befalls), table)
    if (sort := _befalling(clause, i, table)) and (passive or not active) and _is_undergone(clause, i, passive):
        return _or_worse(clause, i, Event(sort, _with_auxiliaries(clause, i), i, befalls=True), table)
    if (not passive or tag == "VBG") and clause.is_verb(i) and (found := _sort_of_verb(clause, i, True, table)) is not None:
        return _or_worse(clause, i, Event(found.sort, _with_auxiliaries(clause, i) + found.words[1:], i), table)
    return None


def _is_undergone(clause: Clause, verb: int, passive: bool) -> bool:
    """Whether a verb after a noun happens to it: *12 injured*, and not *12 injured a guard*."""
    tag = clause.tags[verb]
    if tag == "VBD":
        ends = verb + 1 >= len(clause) or clause.low[verb + 1] in (".", ";")  # 81 missing; 290 rescued
        return passive or ends or not clause.children(verb, "dobj", "nsubj")  # 50 people charged into the square
    return tag == "VBN" or (clause.relations[verb] == "acl" and tag != "VBG")


def _phrase_after(clause: Clause, last: int, table: Sorts) -> Event | None:
    """*forced 700 families from their homes*, *2,000 people in makeshift camps*, *60 are still in custody*."""
    start = last + 1
    while start < len(clause) and (clause.low[start] in _BE_AND_HAVE or clause.tags[start] == "RB"):
        start += 1
    for length in (3, 2):
        if start + length < len(clause) and clause.low[start + length] == "-" and clause.glued(start + length):
            continue  # in hospital-type clothes
        if (sort := table.after.get(" ".join(clause.low[start : start + length]))) is not None:
            return Event(sort, tuple(range(start, start + length)))
    if clause.low[start : start + 1] in (["in"], ["at"]):
        for i in range(start + 1, min(start + 4, len(clause))):
            if clause.low[i] in _REFUGES:
                return Event(Sort.DISPLACED, tuple(range(start, i + 1)))
    for length, words in ((3, ["from"]), (4, ["out", "of"])):
        after = clause.low[start : start + length]
        if after[: length - 2] == words and after[-2:-1] == ["their"] and after[-1] in _HOMES:
            return Event(Sort.DISPLACED, tuple(range(start, start + length)))
    return None


def _past_aside(clause: Clause, i: int) -> int:
    """Past what stands between commas or dashes after a noun: *40 villagers, who are mostly farmers, have protested*."""
    if i >= len(clause) or clause.low[i] not in (",", "(", "—", "–", "-") or (clause.glued(i) and clause.low[i] == "-"):
        return i
    closing = ")" if clause.low[i] == "(" else clause.low[i]
    for j in range(i + 2, min(len(clause) - 1, i + 22)):
        if clause.low[j] == closing:
            return j + 1 if clause.low[j + 1] in _AUXILIARY or clause.tags[j + 1] in ("VBD", "VBP") else i
    return i


def _has_object(clause: Clause, verb: int) -> bool:
    return bool(clause.children(verb, "dobj"))


def _with_auxiliaries(clause: Clause, verb: int) -> tuple[int, ...]:
    """A verb with *were, had been, may have* before it."""
    first = i = verb
    while i > 0 and (clause.low[i - 1] in _BE_AND_HAVE or clause.tags[i - 1] == "RB"):
        i -= 1
        first = i if clause.low[i] in _BE_AND_HAVE else first
    return tuple(range(first, verb + 1))


def _right_before(clause: Clause, first: int, table: Sorts) -> Event | None:
    """*killing at least 14*, *wounded 30 others*, *killed another two*."""
    i = first - 1
    while (
        i >= 0
        and i >= first - 4
        and clause.low[i]
        in (
            "”",
            '"',
            "another",
            "a",
            "the",
            "some",
            "and",
            "or",
            "wounded",
            "injured",
            "up",
            "to",
            "further",
            "his",
            "its",
            "their",
            "of",
        )
    ):
        if clause.low[i] in ("wounded", "injured") or clause.low[i] == "of":
            break
        if clause.low[i] in ("and", "or"):
            return None
        i -= 1
    if i < 0:
        return None
    if clause.low[i] == "dead" and i > 0 and clause.low[i - 1] in ("shot", "shooting"):
        return Event(Sort.KILLED, (i - 1, i), i - 1, befalls=True)
    if clause.low[i] in ("down", "up") and i > 0:
        i -= 1
    low = clause.low[i]
    if low in table.befalls and clause.is_verb(i) and not (clause.tags[i] == "VBN" and clause.is_passive(i)):
        back = i - 2
        if (
            back >= 0
            and clause.low[i - 1] in ("and", "or")
            and {table.befalls.get(clause.low[back]), table.befalls[low]}
            == {
                Sort.KILLED,
                Sort.INJURED,
            }
        ):
            return Event(Sort.CASUALTIES, (back, i - 1, i), i, befalls=True)
        return Event(table.befalls[low], (i,), i, befalls=True)
    return None


def _governing(clause: Clause, number: tuple[int, int], head: int, table: Sorts) -> Event | None:
    """By the heads: the verb whose subject or object it is, and what is joined to that."""
    relation, up = _role(clause, number, head)
    hops = 0
    while relation in _JOINED and up is not None and hops < 3:
        if clause.is_verb(up) or clause.low[up] in table.state:
            found = _sort_of_verb(clause, up, True, table) or _sort_of_verb(clause, up, False, table)
            if found is not None:
                return found
        relation, up, hops = clause.relations[up], clause.heads[up], hops + 1
    if up is None:
        return None
    for verb in clause.children(head, "acl", "acl:relcl"):
        reduced = clause.tags[verb] == "VBN" and clause.relations[verb] == "acl"
        passive = reduced or clause.is_passive(verb)
        if any(clause.low[c] not in _WHO for c in clause.children(verb, "nsubj")):
            continue  # a person you need
        found = _sort_of_verb(clause, verb, not passive, table) if passive or clause.tags[verb] != "VB" else None
        found = found or _through(clause, verb, table)
        if found is not None:
            return found
    return _of_verb(clause, relation, up, head, table)


def _role(clause: Clause, number: tuple[int, int], head: int) -> tuple[str, int | None]:
    """What a noun is to which word, as if its number were not there."""
    relation, up = clause.relations[head], clause.heads[head]
    if relation != "nmod" or up is None:
        return relation, up
    if number[0] <= up <= number[1]:  # dozens of men
        return clause.relations[up], clause.heads[up]
    cases = [c for c in clause.children(head, "case") if c < head]
    if any(clause.low[c] == "including" for c in cases):
        return clause.relations[up], clause.heads[up]
    of_noun = clause.is_noun(up) and any(clause.low[c] == "of" for c in cases)  # the deaths of hundreds of people
    if (
        cases and not of_noun and all(number[0] <= c <= number[1] for c in cases)
    ):  # between 100 and 150 people: a bound is no preposition
        return ("nsubj" if up > head else "dobj"), up
    return relation, up


def _of_verb(clause: Clause, relation: str, verb: int, head: int, table: Sorts) -> Event | None:
    """What a verb says of its subject or its object."""
    if relation in ("nsubj", "nsubjpass"):
        found = _sort_of_verb(clause, verb, True, table) if relation == "nsubj" else None
        if found is None and (relation == "nsubjpass" or clause.is_passive(verb)):
            found = _sort_of_verb(clause, verb, False, table)
        return found or _through(clause, verb, table) or _joined(clause, verb, table)
    if relation == "dobj":
        return _sort_of_verb(clause, verb, False, table) or _through(clause, verb, table, after=head)
    return None


def _joined(clause: Clause, verb: int, table: Sorts) -> Event | None:
    """What else happens to the same subject: *was pulled off his horse and beaten*."""
    for other in clause.children(verb, "conj"):
        if clause.children(other, "nsubj", "nsubjpass") or not clause.is_verb(other):
            continue
        passive = clause.tags[other] == "VBN" and (clause.is_passive(verb) or bool(clause.children(other, "auxpass")))
        found = _sort_of_verb(clause, other, not passive, table)
        if found is not None:
            return found
    return None


def _through(clause: Clause, verb: int, table: Sorts, *, after: int = -1) -> Event | None:
    """Through a verb that says nothing by itself: *are feared to have died*, *left 20 people homeless*."""
    if clause.low[verb] not in table.light:
        return None
    for down in clause.children(verb, "xcomp", "ccomp", "acl:relcl", "advcl", "dep"):
        loose = clause.relations[down] in ("advcl", "dep") and clause.low[down] not in table.state
        if down < after or down - verb > 12 or loose:
            continue
        if clause.children(down, "nsubj", "nsubjpass") and after < 0:
            continue
        found = _sort_of_verb(clause, down, True, table)
        if found is None and clause.tags[down] in ("VBN", "VBD"):
            found = _sort_of_verb(clause, down, False, table)
        if found is not None:
            return found
    return None


def _inside(clause: Clause, noun: Noun, table: Sorts) -> Event | None:
    """In the noun's own words: *wounded soldiers*, *confirmed deaths*, *hostages*."""
    for i in range(noun.head - 1, noun.first - 1, -1):
        if (sort := table.state.get(clause.low[i])) is not None and clause.tags[i] in ("JJ", "VBN", "NN", "VBD", "VBG"):
            return Event(sort, (i,))
        if clause.tags[i] == "VBN" and (sort := table.befalls.get(clause.low[i])) is not None:
            return Event(sort, (i,))
    return None


def _nominal(clause: Clause, first: int, head: int, table: Sorts) -> Event | None:
    """*the deaths of 14 people*, *the evacuation of 300 villagers*."""
    relation, up = _role(clause, (first, head), head)
    if (done := _done_by(clause, first, table)) is not None:
        return done
    if relation != "nmod" or up is None or not up < first <= up + 5 or clause.low[up + 1] != "of":
        return None
    sort = table.happening.get(clause.low[up])
    return Event(sort, (up,)) if sort is not None and (clause.is_noun(up) or clause.low[up] == "killing") else None


def _done_by(clause: Clause, first: int, table: Sorts) -> Event | None:
    """*the execution by gunmen in Tarsk of four men*."""
    if clause.low[first - 1] != "of":
        return None
    for i in range(first - 2, max(-1, first - 13), -1):
        if clause.is_verb(i) or clause.low[i] in (",", ";", ":", "of"):
            return None
        if clause.low[i + 1] == "by" and clause.is_noun(i):
            sort = table.happening.get(clause.low[i])
            return Event(sort, (i,)) if sort in (Sort.KILLED, Sort.HELD, Sort.DISPLACED) else None
    return None


def _accused(clause: Clause, of: int) -> int | None:
    """Whom a clause accuses, before its *of* or *for*: *accused the army of killing*."""
    before = clause.low[max(0, of - 8) : of]
    return of - 1 if clause.is_noun(of - 1) and any(w.startswith(("accus", "blam")) for w in before) else None


def blamed_by(clause: Clause, event: Event, table: Sorts) -> tuple[Span, ...]:
    """Whom the words of the event make answerable: *by Russian shelling*, or the subject of *killed*."""
    verb = event.verb
    if verb is None or not event.befalls or clause.low[verb] in _KIND:
        return ()
    doer: int | None = None
    named = False
    for i in (
        clause.children(verb, "nmod", "nmod:agent")
        if clause.tags[verb] in ("VBN", "VBD") and not _has_object(clause, verb)
        else ()
    ):
        before = first_of(clause, i) - 1
        if "by" in (clause.low[before], clause.low[before - 1] if clause.tags[before] in ("DT", "PRP$") else ""):
            doer, named = i, True
    if doer is None and not clause.is_passive(verb) and clause.tags[verb] != "VBN":
        at: int | None = verb
        for _ in range(3):
            if at is None:
                break
            before, up = at - 1, clause.heads[at]
            if before >= 0 and clause.low[before] in ("of", "for") and clause.tags[at] == "VBG":
                doer = _accused(clause, before)
                break
            if at != verb and (clause.children(at, "auxpass") or holds_report(clause.low[at])):
                break  # a bakery was hit, killing 12: it killed nobody; nor did who says so
            subjects = clause.children(at, "nsubj")
            if subjects:
                doer = subjects[-1]
                break
            at = up if clause.relations[at] in ("advcl", "conj", "xcomp", "dep", "acl") else None
    if doer is None or not (named or clause.is_noun(doer)) or clause.is_time(doer):
        return ()
    first = first_of(clause, doer)
    return () if not table.not_people.isdisjoint(clause.low[first : doer + 1]) else (clause.over(first, doer),)
