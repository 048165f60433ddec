"""How two figures of one dossier stand to each other.

A contradiction is called only where nothing else explains that two numbers are apart: not that one is of a part, of another
time, of the day alone, a floor, an estimate, a later count. Where the words leave that open, it is *unclear*.
"""

from __future__ import annotations

import re
from datetime import datetime

from sayso.claims.figure import Bound
from sayso.stories.disputes.figures.view import ABOUT, View
from sayso.stories.disputes.figures.words import set_against
from sayso.stories.dossiers.dossier import Kind
from sayso.stories.dossiers.figures.scene import stem

CLEARLY = 1.25
"""How many times another number a number must be to contradict it where the hours between them are not known."""
LEAST = 1.03
"""How many times another number a number must be to contradict it at all."""
TWICE = 1.5
"""The same where one of them may be some hours older, or where the page leaves open whose number one of them is."""
SICK = 1.75
"""The same of the sick and the dead of an outbreak, of whom each laboratory hears at another hour."""
CAPPED_HOURS = 48
"""Hours within which a count can be set against words that cap it."""
HALF_A_DAY = 12
"""Hours by which such words may be older than the count."""
MUCH = 2.5
"""From how many times less a later number of a growing toll is more likely one of a part."""
NEAR = 5
"""Up to how many times another number one of all may contradict one that does not say so, where a page sets them
against each other.
"""
MANY = 500
"""So many are not killed, hurt or taken in one day or one place, but for the rarest of days."""
FAR = 20
"""From how many times another number on two numbers are taken to be of something else, whatever the words say."""
HOURS = 4
"""Numbers of a growing toll by two sources that are not longer apart may contradict each other, whichever is higher."""
DAY_HOURS = 14
"""Numbers that are not longer apart are of one day, where the day is all that matters."""
DAYS = 3
"""A number that is lower than what another source said before contradicts it for so long."""
BESIDE = 500
"""So many characters may lie between two numbers that stand side by side."""

CLOSE = 250
"""The same where only one of them has somebody named for it."""
FEW = {"soldiers": 100}
"""So many at least are the losses of a side so far; fewer may be those of one fight."""
FEW_THINGS = 10
"""The same of tanks and other things."""

_GROWING = frozenset(
    [
        "killed",
        "injured",
        "rescued",
        "recovered",
        "suspected cases",
        "confirmed cases",
        "cases",
        "arrested",
        "held",
        "prisoners",
        "destroyed",
        "damaged",
        "homeless",
        "evacuated",
        "fled abroad",
        "displaced",
        "given",
        "treated",
        "hostages",
        "trapped",
        "in need",
    ]
)
_OF_PEOPLE = frozenset(["killed", "injured", "arrested", "held", "displaced", "missing"])
_FLOWS = frozenset(
    ["rescued", "recovered", "arrested", "prisoners", "given", "released", "treated", "evacuated", "fired", "sent"]
)
"""Families of which each day has its own number, beside that of all days."""
_SHRINKING = frozenset(["missing", "trapped"])
_ONE_EACH = frozenset(["turnout", "vote share", "crowd"])
"""Families of which there is one for each poll, or for each square and hour."""
_SHARES = frozenset(["turnout", "vote share"])
_EVER = frozenset(["aboard", "launched", "closed"])
"""Families of what is over when it is counted, so that no later day adds to it."""
_SLOW = frozenset(["outbreak", "famine"])
"""Happenings whose count does not double in a day."""


def relation_of(one: View, other: View) -> tuple[Kind, str]:
    """How two figures of one dossier stand to each other, and why."""
    a, b = sorted((one, other), key=lambda view: (view.moment is None, view.moment or datetime.min, view.entry))
    if a.page == b.page and (told := _on_one_page(a, b)) is not None:
        return told
    fits = a.low <= b.high and b.low <= a.high
    if a.denying != b.denying:
        told_no, said = (a, b) if a.denying else (b, a)
        if fits and not same_source(a, b):
            return Kind.DENIED, f"{told_no.who} denies the {said.printed} of {said.who}"
        return Kind.UNCLEAR, "one of them is told in words that deny it"
    if (told := _of_another_part(a, b)) is not None:
        return told
    equal = a.figure.low == b.figure.low and a.figure.high == b.figure.high
    if fits:
        for view, by in ((a, b), (b, a)):
            if view.confirmed_by and not same_source(view, by):
                return Kind.VERIFIED, f"confirmed: “{view.confirmed_by}”"
        if equal:
            return Kind.SAME, "the same number" + (" by the same source" if same_source(a, b) else "")
        return Kind.COMPATIBLE, "their words leave room for each other"
    return _apart(a, b)


def _on_one_page(a: View, b: View) -> tuple[Kind, str] | None:
    for x, y in ((a, b), (b, a)):
        if x.figure.part_of == y.figure.id:
            return Kind.SCOPE, f"{x.printed} is part of {y.printed}, says the page"
        if x.figure.replaces == y.figure.id:
            return Kind.UPDATE, f"the page gives {x.printed} in place of {y.printed}"
    return None


def _of_another_part(a: View, b: View) -> tuple[Kind, str] | None:
    """Where they are not of the same whole: a part, a place, a time."""
    x, y = a.facets, b.facets
    for facet, kind, words in (
        ("both", Kind.SCOPE, "one counts killed and injured together"),
        ("group", Kind.SCOPE, "one counts a part of them"),
        ("part", Kind.SCOPE, "the words of one say that it is a part"),
    ):
        if x.get(facet, "") != y.get(facet, "") and not (facet == "part" and x.get("family") in _SHARES):  # *of the vote*
            told = ", ".join(filter(None, (x.get(facet), y.get(facet))))
            return kind, f"{words}: {told}" if facet == "group" else words
    if (x.get("what"), x.get("side")) != (y.get("what"), y.get("side")):
        return Kind.SCOPE, f"they count others: {x.get('what')}, {y.get('what')}"
    if a.words.has("civilians") != b.words.has("civilians"):
        return Kind.SCOPE, "one counts civilians alone"
    brief = "a short time" in (x.get("short"), y.get("short"))
    if (
        brief
        and not _in_one_breath(a, b)
        and (x.get("short") != y.get("short") or x.get("as_of", "")[:10] != y.get("as_of", "")[:10])
    ):
        return Kind.PERIOD, "they cover different times"
    here, there = (set(view.facets.get("spots", "").split()) - view.seats for view in (a, b))
    main = set(x.get("main", "").split()[:1]) | set(y.get("main", "").split()[:1])
    if here - main != there - main:
        return Kind.SCOPE, f"one is told of a place of its own: {', '.join(sorted((here ^ there) - main))}".replace("_", " ")
    for view, by in ((a, b), (b, a)):
        if (province := _province(view)) and province not in by.facets.get("main", "").split() and province != _province(by):
            return Kind.SCOPE, f"one is told of a part of the land: {province}"
    if x.get("local", "") != y.get("local", ""):
        return Kind.SCOPE, "one is of one town or house only"
    if x.get("local") and not (set(x.get("main", "").split()) & set(y.get("main", "").split()) or a.page == b.page):
        return Kind.SCOPE, "each is of one town or house"
    return _of_another_land(a, b)


_PROVINCE = re.compile(
    r"\bin (?:the )?((?:[A-Z][\w’'-]+ ){1,2})(?:province|district|county|region|city|suburb|borough|governorate|oblast)\b"
)


def _province(view: View) -> str:
    """The part of a land that its clause sets it in, as a stem."""
    found = _PROVINCE.search(view.words.clause)
    return stem(found[1].strip()).replace(" ", "_") if found else ""


def _of_another_land(a: View, b: View) -> tuple[Kind, str] | None:
    """Where one is told of a country, or of all of them, and the other is not."""
    sick = "outbreak" in (a.facets.get("kind"), b.facets.get("kind"))
    if sick and a.words.has("world") != b.words.has("world"):
        return Kind.SCOPE, "one is of the whole world"
    if a.facets.get("side") or b.facets.get("side"):
        return None  # a war's sentences name both sides
    own = [view.lands or (view.lands_of_source if sick else frozenset()) for view in (a, b)]
    mine, theirs = own[0] or _main_lands(a), own[1] or _main_lands(b)
    if mine and theirs and not mine & theirs and any(own):
        return Kind.SCOPE, f"each is told of a country of its own: {', '.join(sorted(mine | theirs))}"
    if a.facets.get("family") == "fled abroad" and a.lands != b.lands:
        return Kind.SCOPE, "those who fled to some countries, not to others"
    return None


def _main_lands(view: View) -> frozenset[str]:
    return frozenset(key.split("@")[-1] for key in view.facets.get("main", "").split() if len(key.split("@")[-1]) == 2)


def _apart(a: View, b: View) -> tuple[Kind, str]:
    """Two whole counts whose words leave no room for each other; ``a`` is the earlier."""
    hours = _hours(a, b)
    later = "" if hours is None or hours == 0 else f", {_told(hours)} later"
    if same_source(a, b):
        if a.page == b.page:
            return Kind.UNCLEAR, "the same source gives both on one page"
        return Kind.UPDATE, f"{b.who} again{later}"
    if (why := _not_to_compare(a, b)) is not None:
        return Kind.UNCLEAR, why
    if a.facets.get("family") == "crowd" and a.facets.get("place") != b.facets.get("place"):
        return Kind.SCOPE, "each is of a place of its own"
    if a.page == b.page:
        return _side_by_side(a, b)
    grows = a.facets.get("family") in _GROWING | _SHRINKING
    return _growing(a, b) if grows else _lasting(a, b)


def _not_to_compare(a: View, b: View) -> str | None:
    """Why two numbers that are apart may both be right, or right for whoever said them, whatever their sources and times."""
    family, kinds = a.facets.get("family", ""), {a.facets.get("kind"), b.facets.get("kind")}
    if _of_other_months(a, b):
        return "one is told as of another month"
    for view in (a, b):
        for name, why in _NO_COUNT.items():
            if view.words.has(name) and not (name == "alone" and _of_sides(a, b)):
                return f"{view.printed} {why}"
        if is_nobody(view) or view.words.has("nobody"):
            return "nobody in particular is named for one of them"
    if Bound.ORDER in (a.figure.bound, b.figure.bound):
        return "one is a vague word"
    if _of_sides(a, b) and min(a.high, b.high) < FEW.get(a.facets.get("what", ""), FEW_THINGS):
        return "so few that they may be those of one fight"
    against = _set_against(a, b)
    if _capped(a, b) and _ratio(a, b) <= FAR:
        return None
    contrasted = against and bool(a.source and b.source) and _ratio(a, b) <= NEAR
    beside = a.page == b.page and bool(a.source and b.source) and _between(a, b) <= BESIDE and _ratio(a, b) <= NEAR
    close = against and _between(a, b) <= CLOSE and _ratio(a, b) <= NEAR
    many = min(a.low, b.low) >= MANY and _ratio(a, b) <= NEAR
    violent = family in _OF_PEOPLE and bool(kinds & {"violence", "attack"})
    maybe = [_may_be_of_a_day(view) for view in (a, b)]
    flows = violent or family in _FLOWS
    if any(maybe) and flows and not contrasted:
        return "one may be of one day only"
    if violent and not _of_sides(a, b) and a.facets.get("total") != b.facets.get("total") and not (beside or many or close):
        return "one is of all, the other may be of one day or one place"
    if (
        violent
        and "violence" in kinds
        and not (a.facets.get("total") or many or _of_sides(a, b) or (against and _between(a, b) <= CLOSE))
        and not b.facets.get("total")
    ):
        return "each may be of one day or one place"
    if _ratio(a, b) > FAR:
        return "they are so far apart that they can hardly be of the same"
    if family == "killed" and (a.words.has("bodies") or b.words.has("bodies")):
        return "one is of bodies that were found"
    if "outbreak" in kinds and a.status != b.status:
        return "one counts what is only suspected, or only what is confirmed"
    soon = a.is_exact and b.is_exact and (_hours(a, b) or 0) <= HOURS and _ratio(a, b) >= TWICE
    if not (_of_sides(a, b) or against or soon) and family in _GROWING and a.is_estimated != b.is_estimated:
        return "one is an estimate, the other a count"
    return None


def _of_other_months(a: View, b: View) -> bool:
    """Whether the words of one give a time that is weeks from that of the other."""
    told = [_MONTH.match(view.facets.get("as_of", "")) for view in (a, b)]
    months = [12 * int(each[1]) + int(each[2]) for each in told if each]
    return any(view.facets.get("own_time") for view in (a, b)) and len(months) == 2 and abs(months[0] - months[1]) > 1


_MONTH = re.compile(r"(\d{4})-(\d\d)")


def _may_be_of_a_day(view: View) -> bool:
    return view.facets.get("short") == "maybe" or (view.words.has("day") and not view.facets.get("total"))


_NO_COUNT = {
    "to come": "may be still to come",
    "rate": "is of each day",
    "besides": "comes on top of others",
    "paired": "is one of two numbers that belong together",
    "here": "is told of one place",
    "former": "is told as what was said before",
    "alone": "is of some of them alone",
}
"""Names of the table of words, each with why such a number is no count of what has happened so far."""


def _side_by_side(a: View, b: View) -> tuple[Kind, str]:
    """Two numbers on one page."""
    against = _set_against(a, b)
    grows = a.facets.get("family") in _GROWING | _SHRINKING
    unresolved = not (a.source or a.own_voice) or not (b.source or b.own_voice)
    if unresolved and (grows or not against):
        return Kind.UNCLEAR, "the page leaves open whose number one of them is"
    if a.facets.get("own_time") and b.facets.get("own_time") and not _of_one_day(a, b):
        return Kind.UNCLEAR, "on one page, which does not say that they are of one time"
    both = bool(a.source and b.source) and (against or _between(a, b) <= BESIDE or _capped(a, b))
    one = bool(a.source or b.source) and against and _between(a, b) <= CLOSE and (not grows or _ratio(a, b) >= 1 + ABOUT)
    if (both or one) and _ratio(a, b) >= LEAST:
        return Kind.CONTRADICTION, f"{_against(a, b)}, side by side on one page"
    return Kind.UNCLEAR, "on one page, which does not say that they are of one time"


def _lasting(a: View, b: View) -> tuple[Kind, str]:
    """Numbers of what does not grow from hour to hour: how many were aboard, what a ballot came to."""
    hours = _hours(a, b)
    if _ratio(a, b) < LEAST:
        return Kind.UNCLEAR, "they are so near each other that one may be the other counted anew"
    if a.facets.get("family") in _SHARES and _ratio(a, b) < 1 + ABOUT:
        return Kind.UNCLEAR, "so near each other that more may have been counted by then"
    if a.facets.get("family") == "turnout" and (hours is None or b.low > a.high):
        return Kind.UNCLEAR, "the later one is higher: more may have voted by then"
    over = a.facets.get("family") in _EVER and not (a.own_voice or b.own_voice) and _ratio(a, b) >= TWICE
    if (hours is None or hours > 24 * DAYS) and not (a.source and b.source) and not over:
        return Kind.UNCLEAR, "days apart, and only one of them names who counts"
    if not (a.source or b.source) and not over:
        least = CLEARLY if a.own_voice and b.own_voice else 1 + ABOUT / 2
        if a.facets.get("family") in _ONE_EACH or hours is None or hours > 48 or _ratio(a, b) < least:
            return Kind.UNCLEAR, "two outlets in their own voice"
    return Kind.CONTRADICTION, _against(a, b)


def _growing(a: View, b: View) -> tuple[Kind, str]:
    """Numbers of what grows while it is counted, on two pages; ``a`` is the earlier."""
    hours, ratio, sides = _hours(a, b), _ratio(a, b), _of_sides(a, b)
    fewer = b.high < a.low
    if a.own_voice or b.own_voice:
        return Kind.UNCLEAR, "an outlet in its own voice, which may be behind or ahead"
    if hours is None:
        return Kind.UNCLEAR, "the time of one of them is not told"
    exact = a.is_exact and b.is_exact
    soon = 24 * DAYS if sides else HOURS
    if not (a.source and b.source) and not (fewer and exact and hours <= soon and ratio >= CLEARLY):
        return Kind.UNCLEAR, "nobody in particular is named for one of them"
    if not sides and not _of_one_setting(a, b) and ratio > 2:
        return Kind.UNCLEAR, "their pages are set in different places"
    if hours <= CAPPED_HOURS and _capped(a, b) and ratio >= CLEARLY:
        return Kind.CONTRADICTION, f"{_against(a, b)}, which its words leave no room for"
    if hours <= HOURS and exact and ratio >= CLEARLY:
        return Kind.CONTRADICTION, f"{_against(a, b)}, of one time"
    if ((hours <= DAY_HOURS if exact else hours < 12) or _of_one_day(a, b)) and (least := _least_of_a_day(a, b)) is not None:
        if ratio >= least:
            return Kind.CONTRADICTION, f"{_against(a, b)}, of one day"
        if not fewer or hours == 0:
            return Kind.UNCLEAR, "of one day, but so near each other that one may be some hours older"
    if sides and hours <= 24 * DAYS and ratio >= 2:
        return Kind.CONTRADICTION, f"{_against(a, b)}{f', {_told(hours)} later' if hours else ''}"
    if a.facets.get("family") in _SHRINKING:
        return Kind.UNCLEAR, "different sources, and nothing says that they are of one time"
    if not fewer:
        return Kind.UNCLEAR, f"another source{f', {_told(hours)} later' if hours else ''}, and more: it may have grown"
    if hours == 0:
        return Kind.UNCLEAR, "nothing says which of them is the later one"
    if ratio > MUCH and not (a.is_estimated and b.is_estimated):
        return Kind.UNCLEAR, "the later one is so much less that it may be of a part"
    if hours <= 24 * DAYS and ratio >= CLEARLY:
        return Kind.CONTRADICTION, f"{_against(a, b)}, {_told(hours)} later and yet fewer"
    return Kind.UNCLEAR, "different sources, and nothing says that they are of one time"


def _least_of_a_day(a: View, b: View) -> float | None:
    """How many times another number a number of the same day must be to contradict it; ``None`` where it may grow so much."""
    if {a.facets.get("kind"), b.facets.get("kind")} & _SLOW:
        return SICK
    if _of_sides(a, b) or (a.is_estimated and b.is_estimated):
        return TWICE
    if (a.facets.get("since") or b.facets.get("since")) and a.facets.get("total") and b.facets.get("total"):
        return CLEARLY  # since weeks or months: a day adds little
    return CLEARLY if _of_one_day(a, b) else None


def _of_sides(a: View, b: View) -> bool:
    """Whether they are the losses of a side in a war, which each side counts in its own way, and none of them by the hour."""
    return bool(a.facets.get("side")) and a.facets.get("side") == b.facets.get("side")


def _against(a: View, b: View) -> str:
    return f"{a.printed} by {a.who}, {b.printed} by {b.who}"


def _set_against(a: View, b: View) -> bool:
    """Whether a page has both, and the words between them set one against the other."""
    if a.page != b.page or (gap := _between(a, b)) > BESIDE:
        return False
    first = a if a.figure.span < b.figure.span else b
    told = _SENTENCE_ENDS.split(first.following[:gap])
    return set_against(f"{told[0]} {told[-1]}" if len(told) > 1 else told[0])


_SENTENCE_ENDS = re.compile(r"(?<=[.!?”\"’])\s+(?=[A-Z“\"‘])")


def _in_one_breath(a: View, b: View) -> bool:
    """Whether two of whom one says this and the other that are set against each other in a sentence or two."""
    return bool(a.source and b.source) and _set_against(a, b) and _between(a, b) <= CLOSE and _ratio(a, b) <= NEAR


_CAP = re.compile(r"\b(?:no more than|not more than|at most|a maximum of|fewer than|less than|under)\b", re.IGNORECASE)


def _capped(a: View, b: View) -> bool:
    """Whether somebody says that it is no more than so many, and somebody else had counted more by about then.

    A toll grows, so a cap that was told long before the count speaks of another time; and who says *no more than* answers others.
    """
    for cap, count, is_earlier in ((a, b, True), (b, a, False)):
        if cap.figure.bound is Bound.AT_MOST and cap.high < count.low and _CAP.search(cap.printed):
            hours = _hours(a, b)
            in_time = a.page == b.page or (hours is not None and (not is_earlier or hours <= HALF_A_DAY))
            return in_time and bool(cap.source and count.source)
    return False


def _between(a: View, b: View) -> int:
    first, second = sorted((a.figure.span, b.figure.span))
    return max(0, second.start - first.end)


def _of_one_setting(a: View, b: View) -> bool:
    """Whether their pages may be set in the same places."""
    here, there = a.facets.get("main", "").split(), b.facets.get("main", "").split()
    return not here or not there or bool(set(here) & set(there))


def _of_one_day(a: View, b: View) -> bool:
    """Whether the words of both give the same day."""
    x, y = a.facets, b.facets
    return bool(x.get("own_time") and y.get("own_time")) and x["as_of"][:10] == y["as_of"][:10] and len(x["as_of"]) >= 10


def _ratio(a: View, b: View) -> float:
    low, high = sorted((a, b), key=lambda view: view.low)
    return high.low / low.high if low.high else float("inf")


def _hours(a: View, b: View) -> float | None:
    if a.moment is None or b.moment is None:
        return None
    return abs((b.moment - a.moment).total_seconds()) / 3600


def _told(hours: float) -> str:
    return f"{hours / 24:.0f} days" if hours >= 36 else f"{hours:.0f} hours"


_NOBODY = frozenset(
    """some many others people most several various observers experts officials sources reports estimates tests analysis
    findings countries initial early conservative news agency media local unconfirmed additional laboratory accounts
    source report number numbers figures toll nobody one all each the a an of by in and at our""".split()
)


def is_nobody(view: View) -> bool:
    """Whether the words for its source name nobody who counts: *some experts*, *initial reports*, *41 countries*."""
    words = re.findall(r"[\w-]+", view.source.casefold())
    return bool(words) and (all(w in _NOBODY for w in words) or words[0].isdigit() or words[0] in ("some", "our", "initial"))


def same_source(a: View, b: View) -> bool:
    """Whether one and the same gives both, as far as the names tell."""
    if a.own_voice and b.own_voice:
        return a.outlet == b.outlet
    if not a.source or not b.source:
        return False
    if a.source.casefold() == b.source.casefold() or bool(a.tokens & b.tokens) or _is_short_for(a.source, b.source):
        return True
    if not a.tokens and not b.tokens and a.lands_of_source & b.lands_of_source:  # *Mexico*, *Mexican officials*
        return True
    bare = [view for view in (a, b) if not view.tokens and not view.lands_of_source]
    mine, theirs = (set(re.findall(r"\w{3,}", view.source.casefold())) - {"the"} for view in (a, b))
    return bool(bare) and (mine <= theirs or theirs <= mine)  # *the government* may be *Norway's government*


def _is_short_for(one: str, other: str) -> bool:
    """Whether one name is made of the first letters of the other: *UN* and *the United Nations*."""
    short, whole = sorted((one, other), key=len)
    letters = "".join(word[0] for word in re.findall(r"\w+", whole) if word[0].isupper())
    return short.isupper() and short.replace(".", "") == letters
