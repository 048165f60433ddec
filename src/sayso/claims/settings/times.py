"""Times: the words of a page that say when, and the day, week, month or year that they mean.

They are counted from the page's own date as newsrooms do it: *on Tuesday* is the latest Tuesday up to that day, a date without a
year the latest one of its name, unless the clause looks ahead (*will vote on Tuesday*). What the words leave open (*in recent
weeks*, *since the war began*, *in March* where this year's March is near) has no value. The forms are in ``times.tsv``, each with
an example.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from sayso.claims.figure import When
from sayso.claims.settings.dating import DATED_BY, NUMBERS, VAGUE, From
from sayso.page.calendar import ENGLISH_MONTHS, ENGLISH_WEEKDAYS
from sayso.text import Span

_COUNT = r"\d{1,3}|" + "|".join(sorted([*NUMBERS, *VAGUE], key=len, reverse=True))
_SHORT_MONTHS = tuple(m + r"\.?" for m in "Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec".split())

_MACROS = {
    "weekday": r"(?P<weekday>(?-i:" + "|".join(f"{d.title()}|{d.upper()}" for d in ENGLISH_WEEKDAYS) + r")\b)",
    "month": r"(?P<month>(?-i:(?:"
    + "|".join(f"{m.title()}|{m.upper()}" for m in ENGLISH_MONTHS)
    + r")\b|(?:"
    + "|".join(_SHORT_MONTHS)
    + r")(?![\w’'-])))",
    "months": r"(?-i:" + "|".join(m.title() for m in ENGLISH_MONTHS) + ")",
    "day": r"(?:[12]\d|3[01]|0?[1-9])",
    "day2": r"(?P<day>(?:[12]\d|3[01]|0?[1-9]))",
    "year": r"(?P<year>(?:1[89]|20)\d\d)",
    "number": rf"(?P<number>{_COUNT})",
    "number2": rf"(?P<number2>{_COUNT})",
    "part": r"(?:early |late )?(?:morning|afternoon|evening|night|lunchtime)",
}

_LEAD = re.compile(
    r"(?<![\w’'-])(?=\w)(?:(?:as of|since|until|till|by|before|after|from)\s+)?(?:(?:late|early|earlier|later|ever|back)\s+)?"
    r"(?:(?:to|through|throughout|during|within|over|across|in|on|of|at|for|and)\s+)?$",
    re.IGNORECASE,
)
"""The small words that stand before a time and belong to it: *late on Tuesday*, *since March*."""
_NEEDED = {
    # what is a time only after one of these words: *in March*, never *Theresa May*
    "month": frozenset("in since until till by before after from to through throughout during of for early late and".split()),
    "year": frozenset("in since until till by before after from through throughout during of early late".split()),
    "period": frozenset("in over during within for across of throughout".split()),
    "recent": frozenset("in over during".split()),
}
_BEGINNINGS = frozenset(
    "the early late mid first second third last start beginning end middle spring summer autumn fall winter".split()
)
"""Words that make a time of a month or a year without another before it: *early March*, *the summer of 2014*."""
_FIRM = frozenset("in since until during throughout early late".split())
"""Words after which a bare year or *May* is a time whatever follows."""
_ALWAYS_CITED = frozenset("since until till by before after late early earlier later as".split())
_CITED = {
    **dict.fromkeys(("weekday", "date", "iso", "today", "yesterday", "night", "tomorrow"), _ALWAYS_CITED | {"on"}),
    **dict.fromkeys(
        ("month", "year", "period", "recent", "unit"), _ALWAYS_CITED | set("in over during within throughout".split())
    ),
    "ago": frozenset({"since", "until"}),
}
"""Leading words that are cited with the time; the others (*of March*, *and Tuesday*) only let it be one."""
_NO_TIME_AFTER = {
    # a name goes on, or a quantity
    "weekday": re.compile(
        r"[’'-]?s? (?:Times|Telegraph|Mail|Express|Mirror|Herald|Post|Review|Prayers?|of (?:Rage|Anger))\b|s\b|-"
    ),
    "year": re.compile(r"[\w%°-]|[.,]\d| ?(?:percent|per cent|km|miles|people)\b|[–/]\d"),
    "date": re.compile(r"[\d%]|[,.:]\d|:\d\d| (?:people|civilians|soldiers|percent|per cent|million|billion)\b"),
    "month": re.compile(r" [A-Z]\w+ [A-Z]|-|\w|[’']\w{2,}"),
    "unit": re.compile(r"s\b|-"),
    "same": re.compile(r" (?:that|when|on which)\b"),
    "earlier": re.compile(r" (?:the|a|an|he|she|it|they|his|her|its|last|that|[A-Z]\w+)\b"),
    "later": re.compile(r" (?:the|a|an|he|she|it|they|his|her|its)\b"),
}
_NO_TIME_BEFORE = re.compile(
    r"(?:\b(?:Black|Good|Bloody|Ash|Easter|Palm|Super|Holy|Maundy|Cyber|Casual)|\b(?:the|a) (?:Mail|Sun|Times|Express) on|\d[.,])"
    r"\s*$"
)
_WILL = (
    r"(?:will|shall|[\w]+[’']ll|expires|ends|begins|starts|opens|takes effect"
    r"|(?:is|are|was|were) (?:due|scheduled|planned|set)(?: to)?)"
)
_TO_BE = r"(?:(?:is|are|plans?|hopes?|wants?|intends?|going|due|set|expected|scheduled|planned) to(?! have\b))"
_FEW = r"(?:(?!said|told|added)[\w’'-]+ ){0,6}$"
_AHEAD_BEFORE = re.compile(rf"\b(?:{_WILL}|{_TO_BE}|scheduled|due|slated|planned|deadline is) {_FEW}")
"""A clause that looks ahead: *will vote again on*."""
_AHEAD_NEXT = re.compile(r" (?:will|(?:is|are) (?:to|due|set|expected|scheduled|planned))\b")
_AHEAD_AFTER = re.compile(r",? (?:[\w’'-]+ ){1,6}(?:will|(?:is|are) (?:to|due|expected to))\b")
_NOT_WHERE = (
    r"(?!(?:the|an?|his|her|their|its|our|one|all|this|that|these|those|some|any|each|every|hospitals?|parliament|reporters|court"
    r"|prison|jail|safety) |[A-Z])"
)
_OPEN_BEFORE = re.compile(
    r"\b(?:(?:would|could|might|may|should|must)(?! have)|beginning|starting|"
    r"(?<!was )(?<!were )(?<!had )(?<!forced )(?<!began )(?<!continued )"
    rf"to {_NOT_WHERE}[a-z]+) {_FEW}"
)
"""A clause that may look either way: *would vote on*, *agreed to meet on*."""
_WAS = re.compile(
    r"\b(?:(?!wounded|united|armed|expected|planned|scheduled|need|hundred)\w{2,}ed|was|were|had|did|fell|died|came"
    r"|went|left|took|began|shot|hit|struck|said|told|held|met|found|lost|gave|got|saw|broke|rose|fled|sent|set off|blew|fought"
    r"|won)\b"
)
_SINCE = re.compile(
    r"\bsince (?:(?!(?:have|has|had|said|hundreds|thousands|millions|dozens|scores|many|more|at|about)\b)[A-Za-z’'-]+ ){1,9}$",
    re.I,
)
"""A clause in which a time says when a period began: *since the war began before dawn on*."""
_CLAUSE_END = re.compile(r"[.!?;:,“”\"\n](?=\s)|\n|\b(?:said|told|added|announced|wrote|tweeted)\b")
_OPENS_CLAUSE = re.compile(r"(?:^|[.!?;:“\"\n]\s*)$")
_WORD = re.compile(r"[A-Za-z]+|\d+")
_CORES = frozenset(
    form
    for words in (
        "day week night weekend month year decade hour days weeks nights months years decades hours yesterday today tonight "
        "tomorrow overnight since morning afternoon evening lunchtime jan feb mar apr jun jul aug sept sep oct nov "
        "dec",
        *ENGLISH_MONTHS,
        *ENGLISH_WEEKDAYS,
    )
    for word in words.split()
    for form in (word, word.title(), word.upper())
) - {"may", "march", "mar", "jun"} | {str(year) for year in range(1800, 2100)}
"""Every time has one of these words."""
_SAYING_DAYS = frozenset("weekday date today yesterday night overnight".split())
_REACH, _MOST = 50, 6
"""The most characters and words of a form up to the first of these."""
_BEFORE, _AFTER = 90, 70
"""Characters around a time that are looked at for a clause that looks ahead."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A time where it stands: its form, its match, and the small words before it."""

    what: str
    match: re.Match[str]
    lead: tuple[str, ...]
    span: Span


def times_in(text: str, start: int, end: int, published: str | None) -> list[When]:
    """The times in ``text[start:end]``, in order, never overlapping.

    ``published`` is the page's own time (ISO 8601), from which days are counted; without it only whole dates have a value.
    """
    own, named = _own(published), None
    times: list[When] = []
    for found in _all(text, start, end):
        ahead = _looks_ahead(text, found)
        near = text[max(0, found.span.start - _AFTER) : found.span.end + _AFTER]
        was = found.what == "weekday" and _WAS.search(near) is not None
        value, precision, opens = DATED_BY[found.what](found.match, From(own, ahead, was=was, named=named))
        since = None if opens else _SINCE.search(text, max(start, found.span.start - _BEFORE), found.span.start)
        span = found.span
        if since and times and times[-1].opens and times[-1].span.start == since.start():
            span = Span(times.pop().span.start, span.end)  # *since the war began* and *on 24 February* are one
        when = When(span, value, precision, opens or since is not None or "since" in found.lead)
        named = when if value else named
        times.append(when)
    return times


def days_in(text: str, start: int, end: int, published: str | None) -> Iterator[When]:
    """The days in ``text[start:end]`` on which something may have been said: *on Tuesday*, never *since Tuesday*; all past."""
    own = _own(published)
    for found in _all(text, start, end):
        after = text[found.span.end : found.span.end + 1]
        said = found.what in _SAYING_DAYS and {"on", "late", "early", "earlier"}.issuperset(found.lead)
        if said and after not in ("'", "’", "-") and text[max(0, found.span.start - 3) : found.span.start] not in ("'s ", "’s "):
            which = (found.match.groupdict().get("which") or "").casefold()
            if which in ("", "last", "this past"):
                value, precision, _ = DATED_BY[found.what](found.match, From(own, past=True))
                yield When(found.span, value, precision)


def _own(published: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _all(text: str, start: int, end: int) -> Iterator[_Found]:
    """All times, the longest form at each place, with what stands before and after them looked at."""
    any_form, forms = _forms()
    at = start
    for word in _WORD.finditer(text, start, end):
        if word[0] not in _CORES:
            continue
        before = [m.start() for m in _WORD.finditer(text, max(at, word.start() - _REACH), word.end())]
        for first in before[-_MOST:]:
            m = any_form.match(text, first, end)
            if m is None or m.end() < word.end():
                continue
            matches = ((what, pattern.match(text, first, end)) for what, pattern in forms[int((m.lastgroup or "r0")[1:]) :])
            times = (_accepted(text, max(start, at), what, m) for what, m in matches if m and m.end() >= word.end())
            if found := next(filter(None, times), None):
                at = found.span.end
                yield found
                break


def _accepted(text: str, start: int, what: str, m: re.Match[str]) -> _Found | None:
    """The match with the words that lead to it, where they and what follows let it be a time."""
    before = text[max(start, m.start() - 30) : m.start()]
    lead_match = _LEAD.search(before)
    lead = tuple(lead_match[0].casefold().split()) if lead_match else ()
    after = text[m.end() : m.end() + 30]
    if (no := _NO_TIME_AFTER.get(what)) and no.match(after):
        return None
    if what in ("weekday", "date", "month") and _NO_TIME_BEFORE.search(before):
        return None
    if what == "date" and lead[-1:] == ("in",) and not m[0][0].isdigit():
        return None  # *in March 14 people*
    groups = m.groupdict()
    alone = m[0].split(maxsplit=1)[0].casefold() not in _BEGINNINGS and not m[0].casefold().startswith("mid-")
    dated = groups.get("which") or (what == "month" and groups.get("year"))
    if (needed := _NEEDED.get(what)) and alone and not dated and not needed & set(lead):
        return None
    bare_may = groups.get("month") == "May" and what == "month" and not groups.get("which") and not groups.get("year")
    bare_year = (
        what == "year" and alone and re.match(r" [a-z]", after) and not re.match(r" (?:and|when|to|in|as|the|with|but)\b", after)
    )
    if (bare_year or (bare_may and alone)) and not _FIRM & set(lead):
        return None
    if what == "unit" and groups["which"].casefold() == "the" and groups["unit"] != "year":
        return None
    span_start = m.start()
    if lead_match:
        words = re.split(r"(\s+)", lead_match[0])
        while words and words[0].casefold() not in _CITED.get(what, _ALWAYS_CITED):
            words = words[2:]
        span_start = m.start() - len("".join(words))
    if re.match(r"[’']s\b", after) and "since" not in lead:
        span_start = m.start()  # *by Tuesday's earthquake*: the day is the earthquake's
    return _Found(what, m, lead, Span(span_start, m.end()))


def _looks_ahead(text: str, found: _Found) -> bool | None:
    """Whether the clause around a time speaks of what is to come; ``None`` where it may."""
    clause = _CLAUSE_END.split(text[max(0, found.span.start - _BEFORE) : found.span.start])[-1]
    if _AHEAD_BEFORE.search(clause) or _AHEAD_NEXT.match(text, found.span.end):
        return True
    after = _CLAUSE_END.split(text[found.span.end : found.span.end + _AFTER] + " ")
    if _OPENS_CLAUSE.search(text[max(0, found.span.start - 3) : found.span.start]) and _AHEAD_AFTER.match(",".join(after[:2])):
        return True
    far = {"until", "till"} if found.what != "month" else {"until", "till", "by", "before", "after"}
    return None if far & set(found.lead) or _OPEN_BEFORE.search(clause) else False


@functools.cache
def _forms() -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    """One pattern for all forms, the group of each named by its number; and what each form is, with its own pattern."""
    lines = resources.files("sayso.claims.settings").joinpath("times.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    forms, groups = [], []
    for number, (what, pattern, _example) in enumerate(rows):
        whole = re.sub(r"\{([a-z]+2?)\}", lambda m: _MACROS[m[1]], pattern)
        forms.append((what, re.compile(rf"(?:{whole})(?!\w)", re.IGNORECASE)))
        groups.append(f"(?P<r{number}>{re.sub(r'[(][?]P<[a-z0-9]+>', '(?:', whole)})")
    return re.compile(r"(?<![\w’'.,$€£-])(?:" + "|".join(groups) + r")(?!\w)", re.IGNORECASE), tuple(forms)
