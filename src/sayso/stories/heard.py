"""Heard: whose names stand on a page because they speak there.

A health official, a minister or an aid worker is heard on many events in one week; whom or what they speak of is what a page is
about. *Ann Example said*, *said Ann Example*, *Ann Example, who heads the agency, said* and *President Example* are of that kind.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.reading.cues import cues
from sayso.stories.wording import Word, run_from

_APPOSED = 14
"""So many words may stand between a name and its verb: *Ann Example, who heads the agency's work in the north, said*."""
_OF_WHOM = frozenset({"told", "asked"})
"""After these stands who is spoken to."""


def heard(words: Sequence[Word], names: frozenset[str] | set[str], offices: frozenset[str]) -> set[str]:
    """The names, by stem, of those who speak on a page or are named with their office."""
    found: set[str] = set()
    place = 0
    while place < len(words):
        if words[place].stem not in names or not words[place].capital:
            place += 1
            continue
        end = run_from(words, place, names)
        if _speaks_after(words, end) or _speaks_before(words, place) or _in_office(words, place, offices):
            found.update(word.stem for word in words[place:end])
        place = end
    return found


def _speaks_after(words: Sequence[Word], end: int) -> bool:
    if end >= len(words) or words[end].opens:
        return False
    if not words[end - 1].comma:
        return _reports(words[end])
    for after in range(end, min(end + _APPOSED, len(words) - 1)):
        if words[after].opens:
            return False
        if words[after].comma:
            return not words[after + 1].opens and _reports(words[after + 1])
    return False


def _speaks_before(words: Sequence[Word], place: int) -> bool:
    before = words[place - 1] if place and not words[place].opens else None
    return before is not None and not before.comma and before.printed not in _OF_WHOM and _reports(before)


def _in_office(words: Sequence[Word], place: int, offices: frozenset[str]) -> bool:
    return words[place].stem in offices or (place > 0 and not words[place - 1].comma and words[place - 1].stem in offices)


def _reports(word: Word) -> bool:
    cue = cues().get(word.printed)
    return cue is not None and cue.reports
