"""What people decided about links: that two things are one, that two are not, and that a decision is taken back.

Decisions are evidence: only ever added, each with a name, a reason and a time, and each with a digest over the one before.
What is derived follows them and can be made again; what sayso found is never changed by one.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from sayso.errors import NotInLedger, UsageError
from sayso.ledger.rows import digest_of, moment, storable
from sayso.ledger.schema import decisions
from sayso.ledger.store import Store

_FIRST = ""
_SHORTEST = 6


class About(enum.StrEnum):
    """What is joined or split; both ends of a decision are of that kind."""

    PEOPLE = "people"
    """Speakers; an end is a speaker as ``sayso.stories.people`` names one."""
    COPIES = "copies"
    """Pages, by their ids."""
    DOSSIERS = "dossiers"
    """Statements or figures, by their entries."""


class Verdict(enum.StrEnum):
    """What was decided about two things."""

    JOIN = "join"
    SPLIT = "split"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of a person about two things, in an order that does not matter."""

    about: About
    verdict: Verdict
    one: str
    other: str
    by: str
    reason: str
    at: str
    digest: str
    """By which it can be taken back."""

    @property
    def ends(self) -> frozenset[str]:
        """The two things."""
        return frozenset((self.one, self.other))


def decide(store: Store, about: About, verdict: Verdict, one: str, other: str, *, by: str, reason: str, at: datetime) -> Decision:
    """Note that somebody decided that two things are one, or are not. Of several about the same two the newest holds.

    Raises ``UsageError`` without a name or a reason, or if both ends are the same.
    """
    if verdict is Verdict.UNDO:
        raise ValueError("a decision is taken back with undo")
    if one == other:
        raise UsageError("A decision needs two different things; both ends are the same")
    return _add(store, about, verdict, *sorted((one, other)), by=by, reason=reason, at=at)


def undo(store: Store, name: str, *, by: str, reason: str, at: datetime) -> Decision:
    """Take back a decision, named by the beginning of its digest: things are then again as they were before it.

    Raises ``NotInLedger`` if no decision in force goes by that, ``UsageError`` if several do, or without a name or a reason.
    """
    if len(name) < _SHORTEST:
        raise UsageError(f"Give at least {_SHORTEST} characters of the decision's id, not {name!r}")
    with store.reading() as connection:
        found = [decision for about in About for decision in _standing(connection, about) if decision.digest.startswith(name)]
    if not found:
        raise NotInLedger(f"No decision in force has an id that begins with {name}; see those that are with: sayso decisions")
    if len(found) > 1:
        raise UsageError(f"Several decisions have ids that begin with {name}: {', '.join(d.digest[:12] for d in found)}")
    return _add(store, found[0].about, Verdict.UNDO, found[0].digest, "", by=by, reason=reason, at=at)


def in_force(connection: Connection, about: About) -> list[Decision]:
    """The decisions that hold, oldest first: those not taken back, of several about the same two the newest."""
    return list({decision.ends: decision for decision in _standing(connection, about)}.values())


def all_decisions(connection: Connection) -> list[Decision]:
    """Every decision that was ever made, with those that took others back, oldest first."""
    return [
        Decision(About(row.about), Verdict(row.verdict), row.one, row.other, row.by, row.reason, row.decided_at, row.digest)
        for row in connection.execute(select(decisions).order_by(decisions.c.id))
    ]


def broken_at(connection: Connection) -> Decision | None:
    """The first decision that does not follow from the one before it: something was changed or taken away."""
    before = _FIRST
    for d in all_decisions(connection):
        if d.digest != _digest(before, d.about, d.verdict, d.one, d.other, d.by, d.reason, d.at):
            return d
        before = d.digest
    return None


def _standing(connection: Connection, about: About) -> list[Decision]:
    every = [decision for decision in all_decisions(connection) if decision.about is about]
    taken_back = {decision.one for decision in every if decision.verdict is Verdict.UNDO}
    return [d for d in every if d.verdict is not Verdict.UNDO and d.digest not in taken_back]


def _add(store: Store, about: About, verdict: Verdict, one: str, other: str, *, by: str, reason: str, at: datetime) -> Decision:
    if not by.strip() or not reason.strip():
        raise UsageError("A decision needs the name of who decides and a reason; both stay with it")
    by, reason = storable(by.strip()), storable(reason.strip())
    with store.writing("decisions") as connection:
        last = connection.execute(select(decisions.c.digest).order_by(decisions.c.id.desc()).limit(1)).scalar()
        name = _digest(last or _FIRST, about, verdict, one, other, by, reason, moment(at))
        row = {"about": about.value, "verdict": verdict.value, "one": one, "other": other, "by": by, "reason": reason}
        connection.execute(insert(decisions).values(decided_at=moment(at), digest=name, **row))
    return Decision(about, verdict, one, other, by, reason, moment(at), name)


def _digest(before: str, about: About, verdict: Verdict, *said: str) -> str:
    return digest_of(["decision", before, about.value, verdict.value, *said])
