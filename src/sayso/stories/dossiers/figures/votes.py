"""Votes: for whom a share of the vote is, by name, by title, or by the person a pronoun stands for."""

from __future__ import annotations

import re

from sayso.stories.dossiers.figures.near import CLAUSE_ENDS, Near

_FOR = re.compile(r"\s*(?:percent|per cent|%)?\s*(?:of the (?:vote|ballots) )?for ((?:[A-Z]\w+ ?)+)")
_NAME = re.compile(r"\b[A-Z]\w{3,}\b")
_NO_NAME = frozenset(
    """president percent monday tuesday wednesday thursday friday saturday sunday prime minister senator governor chairman
    commission election electoral central with according after late early there this that when while then official final
    exit poll polls
    on the in against""".split()
)
_STANDS_FOR = re.compile(
    r"\b(?P<name>[A-Z]\w{3,}|[Hh]er|[Hh]im|[Ss]he|[Hh]e|"
    r"(?:the )?(?:president|head of state|incumbent|prime minister|premier|chancellor)"
    r"|(?:his|her|the|main|nearest) (?:\w+ )?(?:challenger|rival|opponent))\s+"
    r"(?:(?:had|has|have|got|gets|took|takes|won|polled|polls|on|at|with|received|receives|given|secured|garnered|drew|was|is|stood"
    r"|leading|ahead|up|was given|had received|has received|had taken|the winner on)\s+)?"
    r"(?:only\s+|just\s+|about\s+|some\s+|nearly\s+|over\s+|around\s+|at\s+|on\s+|with\s+)*$"
)
"""Words right before a share that say whose it is: *Ruiz had*, *put her at*, *the president on*."""
_PRONOUN = frozenset(["her", "him", "she", "he"])
_OFFICE = re.compile(r"president|head of state|incumbent|minister|premier|chancellor", re.IGNORECASE)
_HOLDER = re.compile(r"\b(?:President|Prime Minister|Premier|Chancellor)\s+(?:[A-Z]\w+ )?([A-Z]\w{2,})")
_RIVAL = re.compile(r"\b(?:challenger|rival|opponent)\b", re.IGNORECASE)


def stands_for(near: Near) -> str | None:
    """For whom a share is whose clause says no more than a name, a title or a pronoun; ``None`` where it does not."""
    found = _STANDS_FOR.search(near.text[near.sentence.start : near.figure.span.start])
    if found is None:
        return None
    return _person(near, found["name"], near.sentence.start + found.start())


def whose_vote(near: Near) -> str | None:
    """The class of a share of the vote: one for each candidate or party; ``None`` where nobody is named."""
    if m := _FOR.match(near.after):
        return f"votes for {m[1].split()[-1]}"
    if (told := stands_for(near)) is not None:
        return f"votes for {told}"
    after = re.split(r"\b(?:and|with|against)\b|,", near.after, maxsplit=1)[0][:60]
    for words in (CLAUSE_ENDS.split(near.before)[-1], near.counted, after):
        names = [n for n in _NAME.findall(words) if n.casefold() not in _NO_NAME]
        if names:
            return f"votes for {names[-1]}"
    return None


def _person(near: Near, told: str, at: int) -> str | None:
    """The surname of whom words stand for."""
    scene = near.scene
    if told.casefold() in _PRONOUN:
        return scene.candidate_before(at)
    if _RIVAL.search(told):
        holder = _HOLDER.search(near.text)
        others = [name for name in scene.candidates[:2] if holder is None or name != holder[1]]
        return others[0] if len(others) == 1 else None
    if _OFFICE.search(told):
        named = _HOLDER.search(near.text)
        return named[1] if named else None
    return told if told.casefold() not in _NO_NAME else None
