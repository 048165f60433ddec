"""Lookalikes: numbers that are no counts by the way they are written. Dates, times, years, codes, names, list items, measures."""

from __future__ import annotations

import re

from sayso.claims.figures.cardinals import Form
from sayso.claims.figures.surroundings import Surroundings, has_fate, is_plural, vocabulary

_MONTHS = frozenset(
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec".split()
)
_DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun".split())
_HYPHENS = ("-", "–", "\u2011")
_JOINED_TO = frozenset({"strong", "odd", "plus", "something"})
_AND_YEAR = re.compile(r" (?:and|or|to) [\w-]+?-(?:year|month|week|day|hour|minute)\b")
_AND_NUMBER = re.compile(
    r" (?:and|or|by|to|of (?:the|his|her|its|their|those)(?: past| last| first| next)?) [0-9][0-9,.]* ([a-z]+)"
)
"""A second number whose noun is meant: *the 100 and 200 metres*, *15 of the past 21 years*."""
_DATED = re.compile(r"\b(?:" + "|".join(sorted(_MONTHS)) + r")\.? [0-9]{1,2}(?:st|nd|rd|th)?(?:,| and| or| to|-|–) ?$")
_CLOCK = re.compile(r" ?(?:[ap]\.?m\b|GMT|BST|EST|EDT|ET\b|UTC|CET|o[’']clock|hours? local|local time|hrs\b)", re.IGNORECASE)
_ITEM = re.compile(r"[.):](?:\s|$)| [-–—] |[ .)%]*(?:\n|$)")
_ENTRY = re.compile(r"[0-9]{4}")
"""The time at the beginning of an entry."""
_OTHER_IN_BRACKETS = re.compile(r"\([0-9][0-9,]*\)")
_PLACED = re.compile(r"\b(?:[Ii]n|[Oo]n|[Aa]t|[Nn]ear|[Ff]rom|[Oo]utside) [\w-]+ $")
_LAST_YEAR = 2100
_OPENERS = frozenset(
    "Altogether Meanwhile Nationwide Worldwide Statewide Elsewhere Abroad Inside Outside Today Yesterday".split()
)
_RUN_ON = frozenset({"and", "but"})


def looks_like(s: Surroundings) -> str | None:
    """What a number is instead of a count, in a word; ``None`` where it is not to be seen from how it is written."""
    if reason := _joined(s) or _date(s):
        return reason
    if s.number.digits:
        return _in_digits(s) or _year(s) or _name(s)
    of_many = s.number.form is Form.VAGUE and s.text[s.after - 3 : s.after] == " of"
    return "name" if not of_many and _is_name_in_words(s) else None


def _joined(s: Surroundings) -> str | None:
    """A compound (*a six-point plan*) or a measure (*23 years*)."""
    if s.right[:1] in _HYPHENS and s.right[1:2].isalnum():
        joined = re.match(r"[A-Za-z]+", s.right[1:])
        if joined is None or joined[0].lower() not in _JOINED_TO:
            return "compound"
    if _AND_YEAR.match(s.text, s.after):
        return "compound"
    m = _AND_NUMBER.match(s.text, s.after)
    if m and (m[1] in vocabulary()["measures"] or m[1] in vocabulary()["times"]):
        return "measure"
    unit = re.sub(r"['’]s$", "", s.first.lower())
    return "measure" if unit in vocabulary()["time"] or unit in vocabulary()["measure"] else None


def _date(s: Surroundings) -> str | None:
    if s.number.low <= 31 and ((s.number.form is Form.PLAIN and s.first in _MONTHS) or s.left(_DATED, 20)):
        return "date"
    is_after_month = s.last.rstrip(".") in _MONTHS and not s.bounded
    return "date" if is_after_month and s.number.form is Form.PLAIN and s.number.scale == 1 else None


def _in_digits(s: Surroundings) -> str | None:
    """A model (*a 747*), a time, a code, an item of a list, a reading (*7.0*), a measure (*2,900m*), an age (*Ruiz (82)*)."""
    text, number, right = s.text, s.number, s.right
    digits = text[number.start : number.end]
    is_model = s.last in ("a", "an") and not s.bounded and number.scale == 1 and right[:1] not in _HYPHENS
    if is_model or text[max(0, number.start - 2) : number.start] == "# ":
        return "name"
    if _CLOCK.match(right):
        return "time"
    if (digits[0] == "0" and not digits.startswith("0.")) or number.low == 0:
        return "code"
    if _is_item(s):
        return "list"
    if number.low != int(number.low) and not s.first_is("bulk"):
        return "reading"
    if digits.isdigit() and len(digits) > 4 and (not s.first.islower() or s.first_is("function")) and not s.bounded:
        return "code"
    if number.suffix in ("m", "M") and not any(is_plural(word.lower()) for word in s.words[:2]):
        return "measure"
    return "age" if text[number.start - 1 : number.start] == "(" and right[:1] == ")" and not _is_in_list(s) else None


def _is_item(s: Surroundings) -> bool:
    """Whether it numbers an item of a list: *1. Close the valves*, *5) the weir broke*, *2349 The mayor speaks*."""
    text, start = s.text, s.number.start
    opens = start == 0 or text[start - 1] == "\n" or (text[start - 1] in "([#•*-" and (start < 2 or text[start - 2] == "\n"))
    if opens and s.number.low < 1000 and _ITEM.match(text, s.after):
        return True
    if opens and _ENTRY.fullmatch(text, start, s.number.end) and s.first[:1].isupper():
        return True
    left = max(0, start - 60)
    return s.right[:1] == ")" and text.rfind("(", left, start) <= text.rfind(")", left, start)


def _is_in_list(s: Surroundings) -> bool:
    """Whether other numbers in brackets stand near: *Spain (93), Britain (39)*."""
    start, end = s.number.start, s.number.end
    return bool(
        _OTHER_IN_BRACKETS.search(s.text, end + 1, min(len(s.text), end + 60))
        or _OTHER_IN_BRACKETS.search(s.text, max(0, start - 60), start - 1)
    )


def _year(s: Surroundings) -> str | None:
    """Four bare digits are a year unless they count plainly: *2000 people*, *over 1200 homes*."""
    digits = s.text[s.number.start : s.number.end]
    if not (digits.isdigit() and len(digits) == 4 and 1000 <= s.number.low <= _LAST_YEAR):
        return None
    if s.first_is("people"):
        return None if s.last not in _MONTHS else "year"
    if not s.bounded or s.last.lower() in ("in", "since", "until"):
        return "year"
    return None if is_plural(s.first.lower()) or s.number.low < 1800 else "year"


def _name(s: Surroundings) -> str | None:
    """Part of a name after a capital: *Leopard 2 tanks*; but not *In Orlec 20 people*, *STORM KILLS 12*."""
    if not s.last[:1].isupper() or s.text[s.before - 1 : s.before] != " " or s.comma or s.bounded or s.last in _DAYS:
        return None
    opens = s.last in _OPENERS or (s.last.endswith("ly") and s.last != "July" and not s.last.isupper())
    if opens and s.first.islower():
        return None  # Altogether 289 people were rescued
    if s.last_is("strikes", "function", "change") or (len(s.last) > 1 and s.last.isupper() and s.first.isupper()):
        return None
    return None if s.left(_PLACED, 40) and s.first.islower() and not s.first_is("function") else "name"


def _is_name_in_words(s: Surroundings) -> bool:
    """Whether a number word with a capital inside a sentence is part of a name: *the Group of Seven*, *Channel Four*."""
    start = s.number.start
    if not s.text[start].isupper() or not s.last or s.bounded:
        return False
    before = s.text[max(0, start - 2) : start]
    if before[:1] in ".!?:…”\"’'-–—|)*•" or before[1:] != " ":
        return False
    if (
        s.number.form is Form.VAGUE
        and s.text[s.number.end - 1] == "s"
        and (has_fate(s.words) or s.text.startswith(" of", s.after))
    ):
        return False  # a heading without a full stop: *Vote pressed at UN Dozens have died*
    joined = s.last in _RUN_ON or (s.last.islower() and not s.last_is("function"))
    if joined and s.number.low > 1 and s.first.islower() and is_plural(s.first.lower()):
        return False  # a heading that ran into the sentence: *The names Seven residents are missing*
    in_capitals = s.last[:1].isupper() and (not s.first or s.first[0].isupper() or s.last_is("strikes"))
    return not (in_capitals and _is_heading(s.text, start))


def _is_heading(text: str, at: int) -> bool:
    """Whether nearly all longer words of the line have a capital: *Storm Kills Nine in Orlec Valley*."""
    start = max(text.rfind("\n", max(0, at - 100), at) + 1, at - 100, 0)
    words = [word for word in text[start : at + 60].partition("\n")[0].split() if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)
