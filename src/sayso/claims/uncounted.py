"""Uncounted: numbers that count nothing anybody claims.

Dates, times, ages, labels, names, measures, and counts of speakers, countries, events and documents.

The words are in ``uncounted.tsv``, each kind with an example. Where it is in doubt, a number counts nothing.
"""

from __future__ import annotations

import functools
import re
from importlib import resources

from sayso.claims.cardinals import Cardinal, Form

_BEFORE = re.compile(r"(?:([\w.’'-]+)(,?) )?([\w.’'-]+)(,?) [(“\"‘']?$")
_WORD = re.compile(r"[ \u00a0]+[(“\"‘']?([A-Za-z][\w’'.-]*)")
_REACH = 6
"""How many words after a number are looked at."""
_MONTHS = frozenset(
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec".split()
)
_DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun".split())
_JOINED_TO = frozenset({"strong", "odd", "plus", "something"})
_ITEM = re.compile(r"[.)\]:]?(?:\s|$)")
_ALONE = re.compile(r"[ .)%]*(?:\n|$)")
_ALONE_AFTER = re.compile(r"\.(?:\s|$)")
_AGE_ENDS = re.compile(r"[,;)]|\.(?:\s|$|[”\"])| and [A-Z]| - |, ")
_CLOCK = re.compile(r" ?(?:[ap]\.?m\b|GMT|BST|EST|EDT|ET\b|UTC|CET|o[’']clock|hours? local|local time|hrs\b)", re.IGNORECASE)
_OTHER_IN_BRACKETS = re.compile(r"\([0-9][0-9,]*\)")
_LABELLED = re.compile(r"\b([A-Za-z]+) [0-9]+(?:, [0-9]+)*(?: and| or| to|,) $")
_PERSONS_AT = re.compile(
    r"\b(?:people|children|women|men|those|adults|girls|boys|aged|anyone|everyone|persons|infants|youths|males|citizens|kids) "
    r"(?:aged )?(?:over|under|above|below) ",
    re.IGNORECASE,
)
_PLACED = re.compile(r"\b(?:[Ii]n|[Oo]n|[Aa]t|[Nn]ear|[Ff]rom|[Oo]utside) [\w-]+ $")
_PEOPLED = re.compile(
    r"\b(?:population|city|town|nation|country|village|island|community|state|kingdom|land|metropolis)(?:,? \w+)? of $",
    re.IGNORECASE,
)
_AGE_OF = re.compile(r"\b(?:ages?|temperature|fever) of $", re.IGNORECASE)
_CITIZENS = frozenset({"people", "citizens", "inhabitants", "residents", "population", "souls", "strong"})
_RATED = re.compile(r"\b(?:level|alert|scale|rat(?:ed|ing)|score[ds]?|marks?|stars?|ranked)\b", re.IGNORECASE)
_AND_YEAR = re.compile(r" (?:and|or|to) [\w-]+?-(?:year|month|week|day|hour|minute)\b")
_NAMED_OF = re.compile(r"\b(?:Group|Gang|Club|Council|Committee|Party|Rule|Company) of $")
_SAID = re.compile(r"[”\"’'] (?:said|says|asked|added|told|wrote|recalled|explained) $")
_WAS = re.compile(
    r"\b(?:he|she|I|who|they|it|we)(?: (?:is|was|were|am|are|turns)|[’'](?:s|m))(?: (?:now|just|only))? $", re.IGNORECASE
)
_LEVEL = re.compile(r"\b(?:level|phase|stage|category|magnitude|grade|alert|scale|tier)\b[^.;\n]*$", re.IGNORECASE)
_HOME_TO = re.compile(r"\bhome to $", re.IGNORECASE)
_DATED = re.compile(r"\b(?:" + "|".join(sorted(_MONTHS)) + r")\.? [0-9]{1,2}(?:st|nd|rd|th)?(?:,| and| or| to|-|–) ?$")
_AND_NUMBER = re.compile(
    r" (?:and|or|by|to|of (?:the|his|her|its|their|those)(?: past| last| first| next)?) [0-9][0-9,.]* ([a-z]+)"
)
"""A second number whose noun is meant: *the 100 and 200 metres*, *15 of the past 21 years*."""
_HOPES = re.compile(r"[^siu’']s$")
"""A verb after *one*: *one hopes*."""
_IS = re.compile(r"\b[A-Z][\w-]+ (?:is|was) $")
_NO_ONE = frozenset("no any every this that the which each some another loved a an someone it".split())
_BACK = frozenset("the these those all both other its his her their our my any".split())
_RANKED = frozenset("first last next past previous top final latter former every other opening following bottom".split())


@functools.cache
def _words() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    lines = resources.files("sayso.claims").joinpath("uncounted.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            kind, words, _example = line.split("\t")
            table[kind] = frozenset(word.removeprefix("=") for word in words.split(", "))
            if kind in _NOUNS:
                listed = [word for word in words.split(", ") if not word.startswith("=")]
                table[f"{kind}s"] = table[kind] - frozenset(listed) | frozenset(_plural(word) for word in listed)
    table["nouns"] = frozenset().union(*(table[kind] for kind in _NOUNS if kind != "place"))
    table["nounss"] = frozenset().union(*(table[f"{kind}s"] for kind in _NOUNS if kind != "place"))
    return table


_NOUNS = ("time", "measure", "event", "document", "abstract", "place")


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "sh", "ch", "x")) else "s")


def is_change(word: str) -> bool:
    """Whether a word says that a number rises, falls or is set anew: *rose*, *revised*."""
    return word.lower() in _words()["change"]


def following(text: str, at: int) -> list[str]:
    """Up to six words that follow, as far as no punctuation parts them."""
    found: list[str] = []
    while len(found) < _REACH and (m := _WORD.match(text, at)):
        word = m[1].rstrip(".")
        found.append(word)
        at = m.end()
        if len(word) != len(m[1]) and not text.startswith(" ", at):
            break
        if len(word) != len(m[1]) and len(word) > 2:
            break
    return found


def is_elliptical(words: list[str]) -> bool:
    """Whether no noun follows at once: *three from Jordan*, *10 more missing*, *rose to 21*."""
    rest = [word for word in words if word.lower() not in ("more", "others", "other", "further", "additional")]
    if len(rest) < len(words) and not rest:
        return True
    return not rest or rest[0].lower() in _words()["function"] or rest[0].lower() in _words()["fate"]


def counts_nothing(text: str, number: Cardinal, before: int, after: int, bounded: bool) -> str | None:
    """Why a number counts nothing, in a word; ``None`` where it may count something.

    ``before`` is where the words before it end, its bound left out, and ``after`` where the words after it begin.
    """
    table = _words()
    left = _BEFORE.search(text, max(0, before - 40), before)
    last, comma = (left[3], left[4]) if left else ("", "")
    words = following(text, after)
    if number.form is Form.SHARE:
        if " out of " in text[number.start : number.end] and _RATED.search(text, max(0, before - 48), before):
            return "label"
        return _head(words, number.low == 50, "")
    if reason := _by_shape(text, number, last, comma, words, before, after, bounded):
        return reason
    low = last.lower()
    elliptical = is_elliptical(words)
    if low in ("aged", "ages", "age"):
        return "age"
    if not comma and not bounded and (low in table["label"] or (low.rstrip(".") in table["label"] and len(low) < 5)):
        return "label"
    if _AGE_OF.search(text, max(0, before - 20), before) or _is_age(text, number, last, comma, before, after):
        return "age"
    if bounded and number.low <= 120 and _PERSONS_AT.search(text, max(0, before - 12), number.start):
        return "age"
    if (m := _LABELLED.search(text, max(0, before - 40), before)) and m[1].lower() in table["label"]:
        return "label"
    if low in table["asked"] or (left and left[1] and f"{left[1]} {last}".lower() in table["asked"]):
        return "speakers"
    if not bounded and _NAMED_OF.search(text, max(0, before - 16), before):
        return "name"
    if _SAID.search(text, max(0, before - 16), before):
        return "speakers"
    if elliptical and not bounded and (reason := _bare(text, number, left, words, before, after)):
        return reason
    if not bounded and low in _RANKED and not comma:
        return "rank" if number.form is Form.VAGUE or elliptical else _head(words, number.low == 1, low)
    if (
        not bounded
        and low in _BACK
        and number.form is not Form.VAGUE
        and not comma
        and not number.digits
        and elliptical
        and not _has_fate(words)
    ):
        return "pronoun"
    if low in ("the", "these", "those") and not number.digits and not bounded and number.low < 10 and not _names_many(words):
        return "pronoun"
    if number.low == 1 and not number.digits and (reason := _one(text, low, comma, words, after, bounded)):
        return reason
    if _PEOPLED.search(text, max(0, before - 40), before):
        return "population"
    if number.low >= 100_000 and _HOME_TO.search(text, max(0, before - 10), before):
        return "population"
    if words and words[0].lower() == "population":
        return "population"
    if last.endswith(("’s", "'s")) and number.low >= 100_000 and words and words[0].lower() in _CITIZENS:
        return "population"
    if reason := _head(words, number.low == 1 and number.high == 1, low):
        return reason
    return "speakers" if _speaks(words) else None


def _bare(text: str, number: Cardinal, left: re.Match[str] | None, words: list[str], before: int, after: int) -> str | None:
    """Why a number that nothing bounds and no noun follows counts nothing: an age, a level, an item of a list, a year."""
    if number.low <= 110 and _WAS.search(text, max(0, before - 24), before) and not _has_fate(words):
        return "age"
    if number.low <= 10 and _LEVEL.search(text, max(0, before - 70), before):
        return "label"
    last, comma = (left[3].lower(), left[4]) if left else ("", "")
    if number.low <= 110 and last in ("was", "is") and words[:1] == ["when"]:
        return "age"
    is_end = text[after : after + 1] in (",", ".")
    if number.digits and number.low <= 110 and is_end and _IS.search(text, max(0, before - 24), before):
        return "age"
    if number.form is Form.VAGUE and not words and text.endswith("few", 0, number.end):
        return "pronoun"
    if words[:1] == ["of"] and (reason := _head(words[2:], False, "of")):
        return reason
    if number.digits and last in ("early", "late", "mid"):
        return "year"
    if last == "in" and (not words or words[0].lower() != "of"):
        return "year"
    if not number.digits or number.scale > 1 or not _ALONE_AFTER.match(text, after):
        return None
    if text[before - 2 : before] == ": " and number.low < 10:
        return "list"
    table = _words()
    counts = any(last in table[kind] for kind in ("strikes", "function", "change", "fate"))
    return "list" if last and not comma and not counts else None


def _by_shape(
    text: str, number: Cardinal, last: str, comma: str, words: list[str], before: int, after: int, bounded: bool
) -> str | None:
    """What can be seen from the characters themselves and the words at both sides."""
    start, end = number.start, number.end
    right = text[after : after + 24]
    if right[:1] in ("-", "–", "\u2011") and right[1:2].isalnum():
        joined = re.match(r"[A-Za-z]+", right[1:])
        if joined is None or joined[0].lower() not in _JOINED_TO:
            return "compound"
    if _AND_YEAR.match(text, after):
        return "compound"
    if (m := _AND_NUMBER.match(text, after)) and (m[1] in _words()["measures"] or m[1] in _words()["times"]):
        return "measure"
    first = words[0] if words else ""
    unit = re.sub(r"['’]s$", "", first.lower())
    if unit in _words()["time"] or unit in _words()["measure"]:
        return "measure"
    if (
        number.form is Form.PLAIN
        and number.low <= 31
        and ((first in _MONTHS and first != "March") or (first == "March" and right[:1] == " "))
    ):
        return "date"
    if number.low <= 31 and _DATED.search(text, max(0, before - 20), before):
        return "date"
    if last.rstrip(".") in _MONTHS and number.form is Form.PLAIN and not bounded and number.scale == 1:
        return "date"
    if not number.digits:
        if number.form is Form.VAGUE and text[after - 3 : after] == " of":
            return None
        return _named(text, number, last, words) if text[start].isupper() and last and not bounded else None
    if (last in ("a", "an") and not bounded and number.scale == 1) or text[max(0, start - 2) : start] == "# ":
        return "name"
    if _CLOCK.match(right):
        return "time"
    digits = text[start:end]
    if (digits[0] == "0" and not digits.startswith("0.")) or number.low == 0:
        return "code"
    at_line_start = (
        start == 0 or text[start - 1] == "\n" or (text[start - 1] in "([#•*-" and (start < 2 or text[start - 2] == "\n"))
    )
    if at_line_start and (not right.strip() or _ALONE.match(right) or (right[0] in ".):" and _ITEM.match(right))):
        return "list"
    if at_line_start and number.low < 1000 and right[:3] in (" - ", " – ", " — "):
        return "list"
    if right[:1] == ")" and text.rfind("(", max(0, start - 60), start) <= text.rfind(")", max(0, start - 60), start):
        return "list"
    lower = first.lower()
    if number.low != int(number.low) and lower not in _words()["bulk"]:
        return "reading"
    if digits.isdigit() and len(digits) == 4 and 1000 <= number.low <= 2100 and not _is_count(text, number, last, words, bounded):
        return "year"
    if digits.isdigit() and len(digits) > 4 and (not first.islower() or lower in _words()["function"]) and not bounded:
        return "code"
    if number.suffix in ("m", "M") and not any(_is_plural(word.lower()) for word in words[:2]):
        return "measure"
    if text[start - 1 : start] == "(" and right[:1] == ")" and not _in_list(text, start, end):
        return "age"
    is_name = last[:1].isupper() and text[before - 1 : before] == " " and not comma and not bounded and last not in _DAYS
    return "name" if is_name and not _goes_on(text, last, first, before) else None


def _goes_on(text: str, last: str, first: str, before: int) -> bool:
    """Whether a number after a capital counts all the same: *In Orlec 20 people*, *STORM KILLS 12*; but not *Leopard 2 tanks*."""
    table = _words()
    if last.lower() in table["strikes"] or last.lower() in table["function"] or last.lower() in table["change"]:
        return True
    if len(last) > 1 and last.isupper() and first.isupper():
        return True
    placed = _PLACED.search(text, max(0, before - 40), before) is not None
    return placed and first.islower() and first.lower() not in table["function"]


def _is_count(text: str, number: Cardinal, last: str, words: list[str], bounded: bool) -> bool:
    """Whether four bare digits are no year: *2000 people*, *over 1200 homes*."""
    first = words[0].lower() if words else ""
    if first in _words()["people"]:
        return last not in _MONTHS
    if not bounded or last.lower() in ("in", "since", "until"):
        return False
    return (bool(words) and _is_plural(first)) or number.low < 1800


def _is_plural(word: str) -> bool:
    return word in _words()["people"] or (len(word) > 3 and word.endswith("s") and not word.endswith("ss"))


def _in_list(text: str, start: int, end: int) -> bool:
    """Whether other numbers in brackets stand near: *Spain (93), Britain (39)*."""
    return bool(
        _OTHER_IN_BRACKETS.search(text, end + 1, min(len(text), end + 60))
        or _OTHER_IN_BRACKETS.search(text, max(0, start - 60), start - 1)
    )


def _named(text: str, number: Cardinal, last: str, words: list[str]) -> str | None:
    """A number word with a capital inside a sentence is part of a name: *the Group of Seven*, *Channel Four*."""
    before = text[max(0, number.start - 2) : number.start]
    if before[:1] in (".", "!", "?", ":", "…", "”", '"', "’", "'", "-", "–", "—", "|", ")", "*", "•") or before[1:] != " ":
        return None
    is_capital = last[:1].isupper() and (not words or words[0][0].isupper() or last.lower() in _words()["strikes"])
    return None if is_capital and _is_heading(text, number.start) else "name"


def _is_heading(text: str, at: int) -> bool:
    """Whether nearly all longer words of the line have a capital: *Storm Kills Nine in Orlec Valley*."""
    start = max(text.rfind("\n", max(0, at - 100), at) + 1, at - 100, 0)
    words = [word for word in text[start : at + 60].partition("\n")[0].split() if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def _is_age(text: str, number: Cardinal, last: str, comma: str, before: int, after: int) -> bool:
    """*Ana Ruiz, 26, fled*; *her son, now 18, and*."""
    if not number.digits or number.low > 120 or number.low != number.high or before != number.start:
        return False
    if comma and last and not last[-1].isdigit():
        ends = _AGE_ENDS.match(text, after)
        return bool(ends) and (ends[0][0] in ",;" or last[:1].isupper()) if ends else False
    return last.lower() == "now" and text[before - 6 : before] == ", now " and text[after : after + 1] == ","


def _one(text: str, low: str, comma: str, words: list[str], after: int, bounded: bool) -> str | None:
    """*one* is a count before a noun and before what became of somebody (*one was killed*), else a pronoun."""
    first = words[0].lower() if words else ""
    if (low in _NO_ONE and not comma) or (not bounded and first not in _words()["function"] and _HOPES.search(first)):
        return "pronoun"
    if bounded:
        return None
    if first == "such":
        return "pronoun"
    if not first or (first in _words()["function"] and not _has_fate(words)) or first in ("of", "who", "that", "by", "can", "or"):
        return "pronoun"
    return None


def _names_many(words: list[str]) -> bool:
    """Whether a plural stands among the next words: *the two new cases*; but not *the two met*."""
    for word in words[:4]:
        if word.lower() in _words()["function"]:
            return False
        if _is_plural(word.lower()):
            return True
    return False


def _has_fate(words: list[str]) -> bool:
    """Whether what became of them follows at once: *were killed*, *have been wounded*."""
    for word in words[:3]:
        if word.lower() in _words()["fate"]:
            return True
        if word.lower() not in (
            "was",
            "were",
            "has",
            "have",
            "had",
            "been",
            "is",
            "are",
            "also",
            "who",
            "being",
            "later",
            "reportedly",
        ):
            return False
    return False


def _head(words: list[str], single: bool, last: str) -> str | None:
    """Why the noun that follows counts for nothing, if so: the first of the next words that the tables know decides."""
    table = _words()
    nouns, places = (table["nouns"], table["place"]) if single else (table["nounss"], table["places"])
    for position, word in enumerate(words[:4]):
        low = word.lower().rstrip("’'")
        if low in table["function"] or low in table["people"]:
            return None
        if low in nouns or word in nouns:
            return "noun"
        if low.endswith(("’s", "'s")) and low[:-2] in nouns:
            return "noun"
        if low in places and last in ("in", "across", "of", "from", "at", "throughout", "over", "some"):
            return "place"
        if position and low.endswith("s") and not single and not low.endswith(("ous", "ss", "s’")):
            return None  # this is the noun, and it counts
    return None


def _speaks(words: list[str]) -> bool:
    """Whether they are counted as speakers: *two officials said*, *three of the guests told her*."""
    table = _words()
    for _position, word in enumerate(words):
        low = word.lower()
        if low in table["speech"]:
            return True
        if low in table["fate"] or low in ("were", "was", "are", "have", "had", "in", "after", "when", "and"):
            return False
    return False
