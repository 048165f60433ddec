"""Uncounted: numbers that count nothing anybody claims.

Besides what shows in how they are written (``lookalikes``): ages, labels, pronouns, populations, and counts of speakers,
countries, events and documents. Where it is in doubt, a number counts nothing.
"""

from __future__ import annotations

import re

from sayso.claims.figures.cardinals import Form
from sayso.claims.figures.lookalikes import looks_like
from sayso.claims.figures.surroundings import Surroundings, has_fate, is_plural, vocabulary

_LIFETIME = re.compile(
    r" (?:of )?(?:his|her|their|my|your|our|the|a) (?:\w+ )?(?:li(?:fe|ves)|time|lifetime|childhood|career|battle|night)\b"
)
"""*She had spent half her life there*, *half the battle*."""
_QUARTERS = re.compile(r"\b(?:two|four|five|six|seven|eight) quarters$", re.IGNORECASE)
"""Of a year."""
_RATED = re.compile(r"\b(?:level|alert|scale|rat(?:ed|ing)|score[ds]?|marks?|stars?|ranked)\b.*$", re.IGNORECASE | re.DOTALL)
_LEVEL = re.compile(r"\b(?:level|phase|stage|category|magnitude|grade|alert|scale|tier)\b[^.;\n]*$", re.IGNORECASE)
_LABELLED = re.compile(r"\b([A-Za-z]+) [0-9]+(?:, [0-9]+)*(?: and| or| to|,) $")
_NAMED_OF = re.compile(r"\b(?:Group|Gang|Club|Council|Committee|Party|Rule|Company) of $")
_SAID = re.compile(r"[”\"’'] (?:said|says|asked|added|told|wrote|recalled|explained) $")
_AGE_OF = re.compile(r"\b(?:ages?|temperature|fever) of $", re.IGNORECASE)
_AGE_ENDS = re.compile(r"[,;)]|\.(?:\s|$|[”\"])| and (?!(?:in|at|near|from|another|more|\d)\b)| - ")
_PERSONS_AT = re.compile(
    r"\b(?:people|children|women|men|those|adults|girls|boys|aged|anyone|everyone|persons|infants|youths|males|citizens|kids) "
    r"(?:aged )?(?:over|under|above|below) ",
    re.IGNORECASE,
)
_WAS = re.compile(
    r"\b(?:he|she|I|who|they|it|we)(?: (?:is|was|were|am|are|turns)|[’'](?:s|m))(?: (?:now|just|only))? $", re.IGNORECASE
)
_DIED_AT = re.compile(r"\bdied\b[^.;\n]* at $")
_GOES_ON = re.compile(r"[,.]| and (?:s?he|they)\b")
_VOTES = re.compile(r"\bvotes? (?:to|against) $")
_IS = re.compile(r"\b[A-Z][\w-]+ (?:is|was) $")
_PEOPLED = re.compile(
    r"\b(?:population|city|town|nation|country|village|island|community|state|kingdom|land|metropolis"
    r"|province|district|region|suburb)(?:,? \w+)? of $",
    re.IGNORECASE,
)
_PLACE_WITH = re.compile(r"\b(?:city|town|country|village|island|region|capital)(?:,? \w+)? with $", re.IGNORECASE)
_HOME_TO = re.compile(r"\bhome to $", re.IGNORECASE)
_FULL_STOP = re.compile(r"\.(?:\s|$)")
_HOPES = re.compile(r"[^siu’']s$")
"""A verb after *one*: *one hopes*."""
_MANY = 100_000
"""From here on a number of inhabitants is a population."""
_OLDEST = 120
_COUNTED_UP = re.compile(r"\b(?:dead|now|missing|wounded|injured|who|they|[a-z]+s) number(?:ed)? [0-9][0-9,]*,? $")
_POSSESSIVE = re.compile(r"(?:its|his|hers|theirs|ours|this|was|is|has|as|’s|'s)")
_NUMBERING = frozenset("now they who already currently still could may might would will injured displaced homeless".split())
_MEASURED = frozenset({"registered", "measured", "measures"})
_FAVOUR = re.compile(
    r"\b(?:by|of|with|than|won|margin|win|lead|leads|against|least|per|majority|polled|got|received|for) (?:a )?$"
)
_VOTED = 1000
"""From here on votes are things that are cast, counted and thrown out, and no score."""
_ROLL = re.compile(r"\b(?:dead|died|deaths?|killed|missing|victims|fallen|perished|manifest|passenger list|casualt(?:y|ies))\b")
_NO_SPEAKERS = frozenset("were was are have had in after when and".split())
_CITIZENS = frozenset({"people", "citizens", "inhabitants", "residents", "population", "souls", "strong"})
_WHERE = frozenset("in across of from at throughout over some".split())
_NO_ONE = frozenset("no any every this that the which each some another loved a an someone it".split())
_MANNED = frozenset("command observation border army military guard security police control".split())
_IDIOM = re.compile(r" (?:birds with one stone|sides of the same coin|sides of a coin|peas in a pod|left feet)\b")
_BACK = frozenset("the these those all both other its his her their our my any".split())
_RANKED = frozenset("first last next past previous top final latter former every other opening following bottom".split())


def counts_nothing(s: Surroundings) -> str | None:
    """Why a number counts nothing, in a word; ``None`` where it may count something."""
    if s.number.form is Form.SHARE:
        if _LIFETIME.match(s.text, s.number.end) or _QUARTERS.search(s.text[s.number.start : s.number.end]):
            return "time"
        out_of = " out of " in s.text[s.number.start : s.number.end]
        return "label" if out_of and s.left(_RATED, 48) else _noun(s.words, single=s.number.low == 50, last="")
    if _IDIOM.match(s.text, s.after):
        return "idiom"
    return (
        looks_like(s)
        or _age(s)
        or _label(s)
        or _speakers(s)
        or (_bare(s) if not s.bounded and s.elliptical else None)
        or _pronoun(s)
        or _population(s)
        or (None if _names_or_votes(s) else _noun(s.words, single=s.single, last=s.last.lower()))
    )


def _names_or_votes(s: Surroundings) -> bool:
    """*22,400 votes were struck out*; the names of a list of the dead."""
    if s.first == "votes":
        return s.number.low >= _VOTED and not s.left(_FAVOUR, 16)
    return s.first == "names" and _ROLL.search(s.text, max(0, s.before - 160), s.number.end + 60) is not None


def _age(s: Surroundings) -> str | None:
    """*aged 18 to 40*, *Ana Ruiz, 26, fled*, *her son, now 18, left*, *women over 40*."""
    number, text = s.number, s.text
    if s.last.lower() in ("aged", "ages", "age") or s.left(_AGE_OF, 20):
        return "age"
    if number.low <= _OLDEST and s.elliptical and s.left(_WAS, 24) and not has_fate(s.words):
        return "age"
    if number.low > _OLDEST:
        return None
    if s.bounded and _PERSONS_AT.search(text, max(0, s.before - 12), number.start):
        return "age"
    if not number.digits or number.low != number.high or s.before != number.start:
        return None
    if s.comma and not s.last[-1].isdigit():
        ends = _AGE_ENDS.match(text, s.after)
        return "age" if ends and (ends[0][0] in ",;" or s.last[:1].isupper()) else None
    return "age" if text[s.before - 6 : s.before] == ", now " and s.right[:1] == "," else None


def _label(s: Surroundings) -> str | None:
    """*phase 5*, *reactors 1 and 2*, *the Group of 20*."""
    low, labels = s.last.lower(), vocabulary()["label"]
    if _is_counted_up(s, low):
        return None
    if not s.comma and not s.bounded and (low in labels or (low.rstrip(".") in labels and len(low) < 5)):
        return "label"
    if (
        (m := s.left(_LABELLED, 40))
        and m[1].lower() in labels
        and not _COUNTED_UP.search(s.text, max(0, s.before - 60), s.before)
    ):
        return "label"
    return "name" if not s.bounded and s.left(_NAMED_OF, 16) else None


def _is_counted_up(s: Surroundings, low: str) -> bool:
    """Whether the word before is a verb here, and no label: *the dead number 52*, *deaths top 200*, *registered 41 cases*."""
    earlier = s.earlier.lower()
    if low in ("number", "numbered", "top"):
        people = earlier in vocabulary()["people"] or (earlier.endswith("s") and not earlier.endswith(("’s", "'s", "ss")))
        if low == "top":
            return people and s.elliptical and not _POSSESSIVE.fullmatch(earlier)
        return (people and s.elliptical) or earlier in _NUMBERING
    if low in _MEASURED:
        return not s.elliptical and s.number.low == int(s.number.low) and any(is_plural(word.lower()) for word in s.words[:4])
    return False


def _speakers(s: Surroundings) -> str | None:
    """*interviewed 200 witnesses*, *“…,” said one engineer*, *two officials said*."""
    if s.elliptical and has_fate(s.words):
        return None  # was told that 7,500 had died
    if s.last_is("asked") or f"{s.earlier} {s.last}".lower() in vocabulary()["asked"] or s.left(_SAID, 16):
        return "speakers"
    for word in s.words:
        if word.lower() in vocabulary()["speech"]:
            return "speakers"
        if word.lower() in vocabulary()["fate"] or word.lower() in _NO_SPEAKERS:
            return None
    return None


def _bare(s: Surroundings) -> str | None:
    """Why a number that nothing bounds and no noun follows counts nothing: an age, a level, an item of a list, a year."""
    number, text, last = s.number, s.text, s.last.lower()
    if number.low <= _OLDEST and last in ("was", "is") and s.first == "when":
        return "age"
    if number.digits and number.low <= _OLDEST and _GOES_ON.match(s.right) and s.left(_IS, 24):
        return "age"
    if number.low <= _OLDEST and s.left(_DIED_AT, 40):
        return "age"
    if s.left(_VOTES, 16):
        return "score"
    if number.low <= 10 and s.left(_LEVEL, 70):
        return "label"
    if number.form is Form.VAGUE and not s.words and text.endswith("few", 0, number.end):
        return "pronoun"  # to name but a few
    if s.first == "of" and (reason := _noun(s.words[2:], single=False, last="of")):
        return reason
    if (number.digits and last in ("early", "late", "mid")) or (last == "in" and s.first.lower() != "of"):
        return "year"
    if not number.digits or number.scale > 1 or not _FULL_STOP.match(text, s.after):
        return None
    if text[s.before - 2 : s.before] == ": " and number.low < 10:
        return "list"
    return "list" if last and not s.comma and not s.last_is("strikes", "function", "change", "fate") else None


def _pronoun(s: Surroundings) -> str | None:
    """*one must hope*, *the two met*, *the first three*."""
    low, number = s.last.lower(), s.number
    counted_up = low == "top" and _is_counted_up(s, low)
    if not s.bounded and not s.comma and low in _RANKED and not counted_up and (number.form is Form.VAGUE or s.elliptical):
        return "rank"
    if not s.bounded and not s.comma and not number.digits and number.form is not Form.VAGUE:
        if low in _BACK and s.elliptical and not has_fate(s.words):
            return "pronoun"
        died = s.first == "who" and has_fate(s.words[1:])  # the seven who died
        if low in ("the", "these", "those") and number.low < 10 and not _names_many(s.words) and not died:
            return "pronoun"
    return "pronoun" if number.low == 1 and not number.digits and _is_pronoun(s) else None


def _names_many(words: list[str]) -> bool:
    """Whether a plural stands among the next words: *the two new cases*; but not *the two met*."""
    for word in words[:4]:
        if word.lower() in vocabulary()["function"]:
            return False
        if is_plural(word.lower()):
            return True
    return False


def _is_pronoun(s: Surroundings) -> bool:
    """*one* is a count before a noun and before what became of somebody (*one was killed*), else a pronoun."""
    if s.last.lower() in _NO_ONE and not s.comma:
        said = s.last == "that" and not s.elliptical and has_fate(s.words[1:])
        return not said  # said that one person had died
    if s.bounded:
        return False
    first = s.first.lower()
    if s.first_is("function"):
        return not has_fate(s.words) or first in ("of", "who", "that", "by", "can", "or")
    return first in ("", "such") or _HOPES.search(first) is not None


def _population(s: Surroundings) -> str | None:
    """*a city of two million*, *home to 20 million people*, *Venn’s 20 million citizens*."""
    if s.first.lower() in _CITIZENS and s.left(_PLACE_WITH, 40):
        return "population"
    if s.left(_PEOPLED, 40) or s.first.lower() == "population":
        return "population"
    if s.number.low < _MANY:
        return None
    owned = s.last.endswith(("’s", "'s")) and s.first.lower() in _CITIZENS
    return "population" if owned or s.left(_HOME_TO, 10) else None


def _noun(words: list[str], *, single: bool, last: str) -> str | None:
    """Why the noun that follows counts for nothing, if so: the first of the next words that the tables know decides."""
    table = vocabulary()
    nouns, places = (table["noun"], table["place"]) if single else (table["nouns"], table["places"])
    for position, word in enumerate(words[:4]):
        low = word.lower().rstrip("’'")
        if low in table["function"] or low in table["people"]:
            return None
        if low in ("post", "posts") and position and words[position - 1].lower() in _MANNED:
            return None  # command posts
        if low in nouns or word in nouns or re.sub(r"[’']s$", "", low) in nouns:
            return "noun"
        if low in places and last in _WHERE:
            return "place"
        if position and low.endswith("s") and not single and not low.endswith(("ous", "ss")):
            return None  # this is the noun, and it counts
    return None
