"""Counted: the words for what a number counts.

Works on the parts of speech and heads that the model gives; the table ``sorts.tsv`` says what the words mean.
"""

from __future__ import annotations

from dataclasses import dataclass

from sayso.claims.figure import Sort
from sayso.claims.figures.clause import Clause
from sayso.claims.figures.sorts import Sorts
from sayso.reading.lexicon import lexicon

_BEFORE = frozenset(
    "a an the its their his her our my your those these this that all more other additional another further new less fewer "
    'both “ " ‘'.split()
)
_REPORTED = frozenset({"confirmed", "reported", "suspected", "known", "registered", "recorded", "estimated"})
_TESTS = frozenset({"laboratory", "lab", "clinically", "officially"})
_RESULTS = frozenset({"made", "left", "rendered", "found", "feared", "killed", "shot", "held", "taken"})
"""What comes after them is no noun that they describe: *300,000 made homeless*."""
_PARTITIVE = frozenset(
    "members member tonnes tons barrels litres liters gallons doses bags pieces units bottles boxes cases rounds pairs "
    "kilograms kilos acres hectares head sacks cups cubic feet victims courses sets packets pallets containers "
    "deaths reports per loads truckloads survivors relatives".split()
)
_REACHES = frozenset(
    "to at of from passed topped reached reaching exceeded exceeding exceeds is was stands stood hit hits now "
    "be been being reach reaches total totals totalled totaled pass exceed hit rise "
    "passes tops top exceeds surpasses lies lie stand swelled swollen shrunk "
    "grown risen climbed nearing surpassed past above as than by are were".split()
)
_VAGUE = frozenset("dozens hundreds thousands millions scores several tens".split())
ABSTRACT_NOUNS = frozenset("case cases infection infections hospitalisations hospitalizations arrests losses operations".split())
"""Nouns for what happened, not for those whom it befell: nothing more can happen to them."""
_UNCOUNTABLE = frozenset("damage destruction devastation chaos panic misery suffering havoc disruption".split())
_ADVERB = frozenset({"RB", "RBR", "RBS", "RP"})


@dataclass(frozen=True, slots=True)
class Noun:
    """What is counted, as the words from ``first`` to ``last`` with their ``head``."""

    first: int
    last: int
    head: int


@dataclass(frozen=True, slots=True)
class Tally:
    """*the number of infections*, *the death toll*: what it counts, the words for the count, and the sort that they tell."""

    counted: Noun
    words: Noun
    sort: Sort | None


def noun_from(clause: Clause, start: int) -> Noun | None:
    """The noun with its modifiers that begins at a word; ``None`` where none does."""
    i = start
    while i < len(clause) and not clause.is_time(i):
        own = clause.low[i] in _BEFORE and not (clause.low[i] == "new" and clause.tags[i] == "NNP")  # New York
        inside = clause.low[i] == "," and clause.glued(i) and i + 1 < len(clause) and clause.glued(i + 1)  # its 8,000 homes
        if not own and not (i > start and (clause.tags[i] == "CD" or inside)):
            break
        i += 1
    if clause.low[start : start + 1] == ["those"] and clause.tags[start + 1 : start + 2] in (["VBN"], ["VBD"]):
        return Noun(start, start + 1, start + 1)  # those polled
    if clause.low[start : start + 1] and clause.low[start] in (",", "and", "or", "&"):
        return None
    first, head, root = i, None, None
    while i < len(clause):
        tag, low = clause.tags[i], clause.low[i]
        if low == "." and clause.glued(i) and len(clause.low[i - 1]) == 1 and clause.low[i - 1].isalpha() and i + 1 < len(clause):
            i += 1  # U.N. staff
            continue
        if low == "," and i + 1 < len(clause) and clause.glued(i) and clause.glued(i + 1) and clause.low[i + 1].isdigit():
            i += 2  # the town's 4,000 homes
            continue
        if i > first and clause.glued(i) and (tag != "," and low not in '.,;:!?)”"’'):
            if tag in ("NN", "NNS", "NNP", "NNPS") or head is not None:
                head = i if clause.tags[i] in ("NN", "NNS", "NNP", "NNPS") else head
            i += 1
            continue
        if head is not None and not _goes_on(clause, head, i) and not _tested(clause, i):
            break
        if _tested(clause, i):
            head, i = None, i + 1
            continue
        if clause.is_time(i) and not (i + 1 < len(clause) and clause.glued(i + 1)):
            break
        if clause.is_noun(i):
            head = i
        elif tag in ("JJ", "JJR", "JJS", "VBN", "VBG", "VBD", "POS", "CD") or low in ("-", "'s", "’s"):
            if tag in ("VBN", "VBG", "VBD") and not _modifies(clause, i) and not (i == first and _leads(clause, i)):
                break
        elif tag in _ADVERB and i + 1 < len(clause) and clause.tags[i + 1] in ("JJ", "VBN") and _modifies(clause, i + 1):
            pass
        elif low in ("and", "or", ",", "&") and _joins(clause, i, head):
            root = head if root is None else root
        elif low in ("'", "’", "“", '"', "‘") and clause.tags[i] in ("POS", "``", "''"):
            pass
        else:
            break
        i += 1
    if head is None:
        return None
    return Noun(first, head, head if root is None else root)


def _tested(clause: Clause, i: int) -> bool:
    """*laboratory confirmed cases*: a participle between two nouns, which together say how the second is known."""
    here = i > 0 and i + 1 < len(clause) and clause.low[i] == "confirmed" and clause.low[i - 1] in _TESTS
    return here and clause.tags[i + 1] == "NNS"


def _goes_on(clause: Clause, head: int, i: int) -> bool:
    """Whether a noun phrase whose last noun so far is ``head`` goes on with the word ``i``."""
    tag, low = clause.tags[i], clause.low[i]
    if tag == "CD" and (clause.tags[i - 1] in ("POS", "CD") or clause.low[i - 1] == "s"):
        return True  # half of the town's 4,000 homes
    if tag == "POS" or low in ("'s", "’s", "-") or (clause.low[i - 1] == "new" and tag == clause.tags[i - 1] == "NNP"):
        return True
    if low in ("and", "or", "&"):
        return _joins(clause, i, head)
    if low in ("'", "’") and i + 1 < len(clause) and clause.low[i + 1] == "s":
        return True
    if low == "s" and clause.low[i - 1] in ("'", "’"):
        return True
    if tag in ("NN", "NNS", "NNP", "NNPS") and any(c.isdigit() for c in clause.low[i - 1]) and clause.relations[i] != "nsubj":
        return True  # M777 howitzers
    if tag in ("NN", "NNS", "NNP", "NNPS", "JJ"):
        before = head if clause.low[i - 1] == "." else i - 1
        short = (
            clause.low[i - 1] == "." and clause.glued(i - 1) and len(clause.low[i - 2]) == 1 and clause.relations[i] != "nsubj"
        )
        if short and tag in ("NN", "NNS") and clause.relations[i - 2] == "compound":
            return True  # E.U. consumption
        if i > 1 and clause.glued(i - 1) and clause.low[i - 2] == "-" and clause.relations[i] not in ("nsubj", "nsubjpass"):
            return True  # ready-to-eat meals
        if (
            clause.tags[before] == "POS"
            or clause.low[before] in ("and", "or", "&", "-")
            or (clause.low[before] == "s" and head != before)
        ):
            return True
        to = clause.heads[before]
        return (
            clause.relations[before] in ("compound", "amod", "nmod:poss", "dep", "nummod")
            and to is not None
            and to >= i
            and (tag != "JJ" or clause.relations[i] == "amod")
        )
    return False


def _modifies(clause: Clause, i: int) -> bool:
    """Whether a participle stands before the noun that it describes: *wounded soldiers*."""
    head = clause.heads[i]
    return clause.relations[i] in ("amod", "compound") and head is not None and head > i


def _leads(clause: Clause, i: int) -> bool:
    """Whether a participle right after a number stands before a noun, though its head does not say so: *85 confirmed deaths*."""
    if i + 1 >= len(clause) or clause.tags[i + 1] not in ("NNS", "NNP", "NN", "JJ"):
        return False
    if clause.low[i] in _REPORTED:
        return True
    return clause.tags[i] == "VBN" and clause.low[i] not in _RESULTS and clause.relations[i + 1] not in ("nsubj", "nsubjpass")


def _joins(clause: Clause, i: int, head: int | None) -> bool:
    """Whether *and* goes on with another noun of the same count: *soldiers and police*, and not *people and wounding 20*."""
    j = i + 1
    if j >= len(clause):
        return False
    if head is None:
        return clause.tags[j] == "JJ" or (clause.low[i] != "," and clause.tags[j] in ("VBN", "NN") and _modifies(clause, j))
    if (
        clause.low[i] == ","
        or clause.low[j] in _VAGUE
        or clause.low[j] in ("enough", "many", "some", "other")
        or clause.tags[j] == "CD"
    ):
        return False
    while j < len(clause) and clause.tags[j] in ("JJ", "NN", "NNP", "VBN") and clause.relations[j] in ("amod", "compound"):
        j += 1
    if j < len(clause) and clause.low[j] in _UNCOUNTABLE:
        return False  # hundreds of victims and considerable damage
    if j >= len(clause) or clause.tags[j] not in ("NNS", "NN", "NNPS") or clause.is_time(j):
        return False
    to = clause.heads[j]
    return clause.relations[j] == "conj" and to is not None and head - 6 <= to <= head


def with_complement(clause: Clause, noun: Noun) -> Noun:
    """*members* with *of the mission*, *tonnes* with *of rice*: what says by itself too little of what is counted."""
    after = noun.last + 1
    if clause.low[after : after + 2] == ["of", "war"]:
        return Noun(noun.first, after + 1, noun.head)
    if clause.low[noun.head] in _PARTITIVE and after < len(clause) and clause.low[after] == "of":
        inner = noun_from(clause, after + 1)
        last = inner.last if inner is not None else _last_of(clause, after + 1)
        if last is not None:
            return Noun(noun.first, last, noun.head)
    return noun


def _last_of(clause: Clause, start: int) -> int | None:
    """Where a noun ends of which only the parts of speech tell: *medical and relief supplies*."""
    end = start
    while end < len(clause) and clause.tags[end] in ("JJ", "NN", "CC"):
        end += 1
    return end if end < len(clause) and end > start and clause.tags[end] == "NNS" else None


def first_of(clause: Clause, noun: int) -> int:
    """Where the modifiers of a noun begin."""
    first = noun
    while first > 0 and clause.heads[first - 1] == noun and clause.relations[first - 1] in ("compound", "amod"):
        first -= 1
    return first


def tally_before(clause: Clause, number: int, table: Sorts) -> Tally | None:
    """The count that a bare number is the value of: *the death toll rose to 21*, *the number of infections … at 30*."""
    if number == 0 or not (
        clause.low[number] in _REACHES or clause.low[number - 1] in _REACHES or clause.low[number - 1].endswith(("ing", "ed"))
    ):
        return None
    for i in range(number - 1, max(-1, number - 26), -1):
        if clause.low[i] not in table.tally or not (clause.is_noun(i) or clause.low[i] == "ranging"):
            if clause.low[i] in (
                "death",
                "deaths",
                "fatalities",
                "casualties",
                "infections",
                "injuries",
                "toll",
            ) and clause.relations[i] in ("nsubj", "nsubjpass"):
                first = i
                while first > 0 and clause.relations[first - 1] in ("compound", "amod") and clause.heads[first - 1] == i:
                    first -= 1
                return Tally(Noun(first, i, i), Noun(first, i, i), table.happening.get(clause.low[i]))
            continue
        sort = table.tally[clause.low[i]] or table.tally.get(f"{clause.low[i - 1]} {clause.low[i]}" if i else "")
        far = number - i > 9 or clause.low[number - 1] not in ("of", "to", "at")
        if far and sort in (Sort.GATHERED, Sort.FORCES):
            continue
        first = i
        while first > 0 and clause.relations[first - 1] in ("compound", "amod") and clause.tags[first - 1] in ("NN", "JJ", "NNP"):
            first -= 1
        tally = Noun(first, i, i)
        if i + 1 < len(clause) and clause.low[i + 1] == "of" and i + 2 < number:
            if (state := table.state.get(clause.low[i + 2])) is not None and clause.tags[i + 3] not in ("NNS", "NN"):
                return Tally(Noun(i + 2, i + 2, i + 2), tally, state)  # the number of dead
            noun = noun_from(clause, i + 2)
            if noun is not None and noun.last < number:
                of_whom = sort is None or class_of(clause, noun, table)[0] not in ("uncounted", "unknown", "measure", "thing")
                return Tally(noun if of_whom else tally, tally, sort)  # the toll of the sinking
        return Tally(tally, tally, sort)
    return None


def class_of(clause: Clause, noun: Noun, table: Sorts) -> tuple[str, Sort | None]:
    """What a noun is, and the sort that goes with it.

    ``people``, ``role`` (*ministers*), ``thing``, ``happening``, ``measure``, ``uncounted`` or ``unknown``.
    """
    low = clause.low[noun.head]
    pair = clause.low[noun.head - 1] + " " + low if noun.head > noun.first else low
    for word in (pair, low):
        if word in table.measure:
            return "measure", None
        if (sort := table.happening.get(word)) is not None:
            return "happening", sort
        if (sort := table.thing.get(word)) is not None:
            return "thing", sort
        if word in table.people:
            return "people", None
        if word in table.uncounted:
            return "uncounted", None
    words = clause.words[noun.head].span.of(clause.text)
    if words in lexicon().demonyms or (clause.tags[noun.head] == "NNPS" and words[0].isupper()):
        return "people", None
    return ("role" if is_person(clause, noun) else "unknown"), None


def is_person(clause: Clause, noun: Noun) -> bool:
    """Whether a noun that is not counted by itself is one for people: *three officials were killed*."""
    known = lexicon().nouns.get(clause.low[noun.head])
    return known is not None and known.kind.value in ("person", "group")
