"""Plights: what the words after a noun tell of people, where no verb tells it: *with nowhere to go*, *expected to be in need*."""

from __future__ import annotations

import re

from sayso.claims.figure import Sort
from sayso.claims.figures.clause import Clause
from sayso.claims.figures.happened import Event

_LIVING = (
    r"(?:living|live|lived|sleeping|sleep|slept|stay|staying|sitting|spen[dt]|spending|camped|crowded|huddled)(?: \w+){0,5}?"
    r" (?:in the open|outdoors|outside|rough|(?:on|in) the streets?|nowhere to go|under (?:plastic|tarpaulins?|canvas)"
    r"|in (?:[\w-]+ ){0,3}(?:camps?|tents|tent cit(?:y|ies)|shelters))"
)
_MOVING = (
    r"nowhere to go|(?:try|trying|tried|hoping|waiting) to (?:reach|cross) the border|without (?:homes|a home|a roof|shelter)"
)
_LACKING = (
    r"in (?:(?:urgent|dire|desperate|great|acute|severe|immediate) )?need(?: of)?|go(?:ing)? hungry|suffering"
    r"|without (?:any )?(?:water|power|food|electricity|heating|gas)|with (?:HIV|Aids|cholera|malaria)"
    r"|(?:requiring|needing) (?:hospital|treatment|surgery|care|medical)\w*"
    r"|(?:awaiting|waiting(?: in \w+)? for) (?:surgical )?(?:surgery|treatment|aid|help|food|rescue|medical)"
)
_WOUNDED = (
    r"los(?:e|ing) (?:\w+ ){0,4}limbs?|had limbs amputated|with (?:\w+ ){0,2}(?:injuries|wounds|burns|fractures)"
    r"|in (?:an? )?[“\"]?(?:\w+ )?(?:critical|serious|grave)[”\"]? condition"
    r"|(?:taken|sent|rushed|brought) to (?:the |a )?hospital"
)
_DEAD = r"in their graves|(?:identified |found |listed |named |counted )?among the (?:dead|victims|fatalities|killed)"
_SOUGHT = (
    r"(?:among|on the list of) the missing|not (?:yet )?been (?:found|located|traced|heard from|accounted for)"
    r"|(?:still )?being (?:sought|searched for|looked for)|there (?:is|was) (?:still )?no (?:trace|sign)"
)
_SAVED = r"(?:brought|dug|carried|lifted|got|taken|came) out alive|found alive"
_ABOARD = (
    r"on board|aboard|on the (?:passenger list|manifest|ship|ferry|boat|plane|flight|train)|through the (?:gates|turnstiles)"
)
_PLIGHTS = re.compile(
    rf"\b(?:(?P<displaced>{_LIVING}|{_MOVING})|(?P<affected>{_LACKING}|{_SAVED})|(?P<injured>{_WOUNDED})"
    rf"|(?P<killed>{_DEAD})|(?P<missing>{_SOUGHT})|(?P<other>{_ABOARD}))\b",
    re.IGNORECASE,
)
"""What words after a noun tell of people, by the sort."""
_FAR = 14
"""Words after a noun among which they are looked for."""


def plight_after(clause: Clause, last: int) -> Event | None:
    """What befell the people whose noun ends there; ``None`` where the words up to the next comma do not say."""
    end = last + 1
    while end < len(clause) and end <= last + _FAR and clause.low[end] not in (",", ";", ".", ":", "(", "—", "–", "”", '"'):
        end += 1
    if end <= last + 1:
        return None
    start = clause.words[last + 1].span.start
    m = _PLIGHTS.search(clause.text, start, clause.words[end - 1].span.end)
    if m is None or m.lastgroup is None:
        return None
    words = tuple(i for i in range(last + 1, end) if m.start() <= clause.words[i].span.start < m.end())
    hyphened = bool(words) and clause.low[words[-1] + 1 : words[-1] + 2] == ["-"] and clause.glued(words[-1] + 1)
    return Event(Sort(m.lastgroup), words) if words and not hyphened else None
