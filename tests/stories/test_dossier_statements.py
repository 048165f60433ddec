"""Dossiers of statements and their disputes: what a statement takes for so, what is about the same, and what is no dispute."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from sayso.claims.report import Report
from sayso.claims.statement import Stance, Statement, StatementKind
from sayso.ledger.decisions import About, Verdict, decide
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.page.page import Page
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.stories import linking
from sayso.stories.disputes.statements import relation_between
from sayso.stories.dossiers import statements
from sayso.stories.dossiers.dossier import Kind
from sayso.stories.dossiers.statements.propositions import Standing, denial_in, proposition_of, things_of
from sayso.stories.dossiers.statements.tables import traced_statement_links
from sayso.text import Span
from tests.stories.wires import NOON, keep, page

POLES = {
    "The Sarn tunnel is passable": {"passage": 1},
    "The Sarn tunnel is not passable": {"passage": -1},
    "Nobody has blocked the Sarn tunnel": {"passage": 1},
    "The levee is intact": {"damage": 1},
    "There is no crack in the levee": {"damage": 1},
    "The claim that the levee is cracked is an invention": {"damage": 1},
    "The editor has been arrested": {"custody": 1},
    "The editor was never arrested": {"custody": -1},
    "The editor may have been arrested": {"custody": 0},
    "efforts to block the tunnel": {"passage": 0},
    "the levee is «not a crack to be watched» but «a door»": {"damage": 0},
    "the levee is not cracked, but the pump has failed": {"damage": 1},
}


@pytest.mark.parametrize("content", POLES)
def test_a_negation_and_a_denial_turn_what_is_said_to_be_so(content: str) -> None:
    told = proposition_of(content).poles
    assert {field: told[field] for field in POLES[content]} == POLES[content]


def test_what_is_denied_is_turned_unless_it_is_negated_already() -> None:
    assert proposition_of("that the levee was cracked", stance=Stance.DENYING).poles["damage"] == 1
    assert proposition_of("“There is no crack in the levee.”", stance=Stance.DENYING).poles["damage"] == 1


def test_what_is_refused_is_not_said_to_be_untrue() -> None:
    assert not proposition_of("calls for talks with the miners", stance=Stance.DENYING).denies


STANDINGS = {
    "The tunnel is closed": Standing.SAID,
    "Is the tunnel closed?": Standing.OPEN,
    "If the tunnel is closed, we walk": Standing.OPEN,
    "to close the tunnel": Standing.OPEN,
    "any closure of the tunnel": Standing.OPEN,
    "The tunnel will be closed on Monday": Standing.TO_COME,
    "No lorry could pass, the tunnel was shut": Standing.SAID,
}


@pytest.mark.parametrize("content", STANDINGS)
def test_questions_conditions_names_and_futures_are_no_assertions(content: str) -> None:
    assert proposition_of(content).standing is STANDINGS[content]


DENIALS = {
    "There was no truth in reports that the levee had burst": True,
    "It is not true that the levee burst": True,
    "This is a lie": True,
    "Nothing of the sort took place": True,
    "The levee burst at noon": False,
    "We do not reject talks with those who want them": False,
}


@pytest.mark.parametrize("content", DENIALS)
def test_words_that_deny_are_known(content: str) -> None:
    assert denial_in(content) is DENIALS[content]


def test_a_place_only_tells_where_another_thing_is() -> None:
    assert things_of("the airfield outside the town") == {"airfield"}
    assert things_of("the town has fallen") == {"settlement"}


# Whole: pages in a ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "ledger.db", create=True) as opened:
        yield opened


SAID = {
    "open": ("2031-05-04", "Governor Ilka Tarn", "the Sarn tunnel is open to all traffic"),
    "shut": ("2031-05-04", "Haulier Pavo Reth", "the Sarn tunnel is shut and no lorry gets through it"),
    "denial": ("2031-05-04", "Minister Odo Brask", "the claim that the Sarn tunnel is closed is an invention"),
    "later": ("2031-05-08", "Haulier Pavo Reth", "the Sarn tunnel has reopened and lorries get through again"),
    "other": ("2031-05-04", "Mayor Una Weld", "the schools in Ostrel need new roofs before the winter"),
}


def report_of(name: str) -> Report:
    day, speaker, content = SAID[name]
    words = f"In Sarnia {speaker} said {content}."
    made: Page = page(name, (words,), headline="Traffic in the Sarn valley of Sarnia", outlet=name, published=day)
    at = made.text.index(content)
    who = made.text.index(speaker)
    cue = made.text.index(" said ", who) + 1
    said = Statement(
        id="s1",
        kind=StatementKind.INDIRECT,
        stance=Stance.NEUTRAL,
        source=(Span(who, who + len(speaker)),),
        cue=(Span(cue, cue + 4),),
        content=(Span(at, at + len(content)),),
        speaker=Speaker(speaker, SpeakerKind.PERSON, Reason.AS_NAMED),
    )
    return Report(made, (said,), model="test")


def kinds(ledger: Ledger, order: list[str]) -> tuple[dict[tuple[str, str], Kind | None], list[tuple[str, str]]]:
    """How the statements stand to each other, by the names of their pages, and the links."""
    keep(ledger, *(report_of(name) for name in order))
    linking.link(ledger, finders=(statements,))
    entry = {row.name: row.entry for row in ledger.statements()}
    named = {each: name for name, each in entry.items()}
    with ledger.store.reading() as connection:
        found = {
            (one, other): relation.kind if (relation := relation_between(connection, entry[one], entry[other])) else None
            for one in sorted(order)
            for other in sorted(order)
            if one < other
        }
        t = traced_statement_links
        links = sorted(tuple(sorted((named[r.one], named[r.other]))) for r in connection.execute(select(t.c.one, t.c.other)))
    return found, links


def test_who_says_that_a_tunnel_is_open_contradicts_who_says_that_it_is_shut(ledger: Ledger) -> None:
    found, _ = kinds(ledger, list(SAID))
    assert found["open", "shut"] is Kind.CONTRADICTION
    assert found["denial", "shut"] is Kind.DENIED
    assert found["denial", "open"] is Kind.SAME
    assert found["later", "shut"] is Kind.UPDATE
    assert all(kind is None for ends, kind in found.items() if "other" in ends)


def test_the_order_of_adding_makes_no_difference(tmp_path: Path) -> None:
    outcomes = []
    for seed in range(4):
        order = list(SAID)
        random.Random(seed).shuffle(order)
        with open_ledger(tmp_path / f"{seed}.db", create=True) as ledger:
            outcomes.append(kinds(ledger, order))
    assert all(outcome == outcomes[0] for outcome in outcomes)


def test_what_people_split_is_apart_and_what_they_join_together(ledger: Ledger) -> None:
    kinds(ledger, ["open", "other"])
    entry = {row.name: row.entry for row in ledger.statements()}
    decide(ledger.store, About.DOSSIERS, Verdict.JOIN, entry["open"], entry["other"], by="Ada", reason="a test", at=NOON)
    with ledger.store.reading() as connection:
        assert statements.dossier_of(connection, entry["open"]) == min(entry["open"], entry["other"])
    decide(ledger.store, About.DOSSIERS, Verdict.SPLIT, entry["open"], entry["other"], by="Ada", reason="a test", at=NOON)
    with ledger.store.reading() as connection:
        assert statements.dossier_of(connection, entry["open"]) is None
        assert statements.dossier(connection, entry["open"]).members[0].entry == entry["open"]


def test_who_holds_the_whole_town_is_no_dispute_with_who_says_that_it_fell() -> None:
    ours = proposition_of("the town is under our complete control")
    fell = proposition_of("the town had fallen, but gains elsewhere are limited")
    assert ours.poles["control"] == fell.poles["control"] == 1
