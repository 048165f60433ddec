"""Decisions of people: added, the newest holds, taken back, and audited."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sayso.errors import NotInLedger, UsageError
from sayso.ledger.decisions import About, Decision, Verdict, all_decisions, decide, in_force, undo
from sayso.ledger.integrity import FaultKind, audit
from sayso.ledger.ledger import Ledger, open_ledger
from tests.conftest import changed

AT = datetime(2031, 5, 4, 9, 30, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "ledger.db", create=True) as opened:
        yield opened


def decided(ledger: Ledger, verdict: Verdict, one: str, other: str) -> Decision:
    return decide(ledger.store, About.PEOPLE, verdict, one, other, by="Rhea Venn", reason="both call her mayor", at=AT)


def standing(ledger: Ledger) -> list[tuple[Verdict, str, str]]:
    with ledger.store.reading() as connection:
        return [(d.verdict, d.one, d.other) for d in in_force(connection, About.PEOPLE)]


def test_a_decision_holds_whichever_end_is_named_first(ledger: Ledger) -> None:
    decided(ledger, Verdict.JOIN, "b", "a")
    assert standing(ledger) == [(Verdict.JOIN, "a", "b")]


def test_of_two_decisions_about_the_same_the_newest_holds(ledger: Ledger) -> None:
    decided(ledger, Verdict.JOIN, "a", "b")
    decided(ledger, Verdict.SPLIT, "b", "a")
    assert standing(ledger) == [(Verdict.SPLIT, "a", "b")]


def test_what_is_taken_back_is_as_it_was_before(ledger: Ledger) -> None:
    decided(ledger, Verdict.JOIN, "a", "b")
    split = decided(ledger, Verdict.SPLIT, "a", "b")
    undo(ledger.store, split.digest[:8], by="Rhea Venn", reason="another mayor", at=AT)
    assert standing(ledger) == [(Verdict.JOIN, "a", "b")]
    with ledger.store.reading() as connection:
        assert len(all_decisions(connection)) == 3
    with pytest.raises(NotInLedger):
        undo(ledger.store, split.digest[:8], by="Rhea Venn", reason="twice", at=AT)


@pytest.mark.parametrize(("by", "reason"), [("", "why"), ("Rhea Venn", " ")])
def test_a_decision_needs_a_name_and_a_reason(ledger: Ledger, by: str, reason: str) -> None:
    with pytest.raises(UsageError):
        decide(ledger.store, About.PEOPLE, Verdict.JOIN, "a", "b", by=by, reason=reason, at=AT)
    assert standing(ledger) == []


def test_a_thing_is_not_joined_with_itself(ledger: Ledger) -> None:
    with pytest.raises(UsageError):
        decided(ledger, Verdict.JOIN, "a", "a")


def test_the_audit_finds_a_decision_that_was_changed(ledger: Ledger) -> None:
    first = decided(ledger, Verdict.JOIN, "a", "b")
    decided(ledger, Verdict.JOIN, "b", "c")
    assert audit(ledger).sound
    changed(ledger.path, "UPDATE decisions SET other = 'd' WHERE id = 1")
    [fault] = audit(ledger).faults
    assert (fault.kind, fault.where) == (FaultKind.DECISION, f"decision {first.digest[:12]}")


def test_the_head_changes_with_a_decision(ledger: Ledger) -> None:
    before = audit(ledger).head
    decided(ledger, Verdict.JOIN, "a", "b")
    assert audit(ledger).head != before
