"""Status as reported: what pages say about how far a statement or a figure is established, in four states, with the words.

It is derived from marks each time it is asked for and never stored; it says what was reported, not what is true. Whose words they
are counts: nobody confirms himself, so that a ministry that *confirmed* its own strike leaves its statement where it was.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.claims.figure import OUTLET, Figure
from sayso.claims.mark import Mark, Status
from sayso.claims.statement import Statement
from sayso.text import Pieces, words_of


class ReportedState(enum.StrEnum):
    """The four states of an entry as reported."""

    NOTHING_SAID = "nothing said"
    """The page says nothing about verification: the default, and shown as such."""
    UNVERIFIED = "unverified"
    """Unverified, unclear or hedged; ``Reported.status`` says which."""
    CONFIRMED = "confirmed"
    """By somebody who is named and is not the one on whose word the entry stands."""
    CONFLICTING = "conflicting"
    """Denied, disputed or corrected, or confirmed by one and unverified for another."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Words from which a status is derived, and whose they are.

    ``holder`` is the id of the statement on whose word they stand, or ``"outlet"``, and ``who`` is its speaker; ``None`` where
    they are the page's own words, or the speaker is not resolved. ``by`` are the words for who established it, or could not.
    """

    mark: str
    status: Status
    words: Pieces
    holder: str
    by: Pieces
    who: str | None
    counts: bool
    """Whether it bears on the state: a confirmation by nobody who is named, or by the speaker himself, does not."""


@dataclass(frozen=True, slots=True)
class Reported:
    """The status of an entry as reported, with the grounds for it in text order."""

    state: ReportedState
    status: Status | None
    """Which kind of mark weighs most in the state; ``None`` where nothing is said."""
    grounds: tuple[Ground, ...] = ()

    def explained(self, text: str) -> list[str]:
        """One line for each ground: what kind of mark, the words, and whose they are."""
        return [
            f"{g.status}: “{words_of(g.words, text)}” ({_whose(g)}{'' if g.counts else '; does not count: ' + _uncounted(g)})"
            for g in self.grounds
        ]


_DOUBTS = (Status.UNVERIFIED, Status.UNCLEAR, Status.HEDGED)
_AGAINST = (Status.DENIED, Status.DISPUTED, Status.CORRECTED)


def status_of(
    entry_id: str, statements: Sequence[Statement], figures: Sequence[Figure], marks: Sequence[Mark], *, text: str = ""
) -> Reported:
    """What a page reports of how far one of its statements or figures is established.

    Marks count that are about the entry. What stands within a statement takes over the marks about that statement that stand
    outside of it: who could not verify the whole could not verify its parts. ``text`` is the page's, by which somebody who
    confirms himself is known; without it he is known by the statement in which he does so alone.

    Raises:
        KeyError: no statement or figure has this id.
    """
    said = {s.id: s for s in statements}
    counted = {f.id: f for f in figures}
    if entry_id not in said and entry_id not in counted:
        raise KeyError(f"no statement or figure {entry_id!r} among those given: take an id from the same report")
    line = _line(entry_id, said, counted)
    own = said.get(line[0]) if entry_id in said else said.get(counted[entry_id].holder)
    grounds = tuple(
        _ground(mark, said, own, text)
        for mark in sorted(marks, key=lambda m: m.spans)
        if entry_id in mark.about or any(outer in mark.about and mark.holder not in line for outer in line[1:])
    )
    return _derived(grounds)


def _line(entry_id: str, said: dict[str, Statement], counted: dict[str, Figure]) -> list[str]:
    """The entry, and the statements that hold it, outwards."""
    line = [entry_id]
    outer = said[entry_id].within if entry_id in said else counted[entry_id].holder
    while outer is not None and outer in said and outer not in line:
        line.append(outer)
        outer = said[outer].within
    return line


def _derived(grounds: tuple[Ground, ...]) -> Reported:
    found = [g.status for g in grounds if g.counts]
    against = next((s for s in _AGAINST if s in found), None)
    doubt = next((s for s in _DOUBTS if s in found), None)
    if against is not None:
        return Reported(ReportedState.CONFLICTING, against, grounds)
    if Status.CONFIRMED in found:
        # a hedge of the page's own gives way to a name, *could not verify* does not
        if doubt is Status.UNVERIFIED:
            return Reported(ReportedState.CONFLICTING, Status.UNVERIFIED, grounds)
        return Reported(ReportedState.CONFIRMED, Status.CONFIRMED, grounds)
    if doubt is not None:
        return Reported(ReportedState.UNVERIFIED, doubt, grounds)
    return Reported(ReportedState.NOTHING_SAID, None, grounds)


def _ground(mark: Mark, said: dict[str, Statement], own: Statement | None, text: str) -> Ground:
    holder = said.get(mark.holder)
    by = words_of(mark.by, text) if text and mark.by else None
    counts = True
    if mark.status in (Status.CONFIRMED, Status.DENIED):
        counts = (holder is not None or bool(mark.by)) and not _is(holder, by, own)
    return Ground(mark.id, mark.status, mark.spans, mark.holder, mark.by, holder.speaker.name if holder else None, counts)


def _is(holder: Statement | None, by: str | None, own: Statement | None) -> bool:
    """Whether the one who confirms or denies is the one on whose word the entry stands."""
    if own is None:
        return False
    name = (own.speaker.name or "").casefold()
    others = ((holder.speaker.name or "") if holder else "", by or "")
    return holder is own or (bool(name) and name in (other.casefold() for other in others))


def _whose(ground: Ground) -> str:
    if ground.holder == OUTLET:
        return "in the page’s own words"
    return f"in the words of {ground.who}" if ground.who else "in the words of somebody who is not named"


def _uncounted(ground: Ground) -> str:
    return "nobody is named" if ground.holder == OUTLET and not ground.by else "on the speaker’s own word"
