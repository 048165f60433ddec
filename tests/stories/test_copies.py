"""Copies: what is a copy and what is not, and that the order of adding makes no difference."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from sayso.claims.report import Report
from sayso.ledger.decisions import About, Verdict, decide
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.schema import pages
from sayso.page.page import Page
from sayso.stories import copies, linking
from sayso.stories.copies import Copy, CopyKind, all_copies, copies_of
from sayso.stories.passages import in_common, is_furniture, passages_of, unpacked
from tests.stories.wires import NOON, OTHER, SPEECH, WIRE, keep, page


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "ledger.db", create=True) as opened:
        yield opened


def linked(ledger: Ledger, *made: Page) -> dict[tuple[str, str], Copy]:
    """The links between pages by their names, each as seen from the first of the two in the alphabet."""
    keep(ledger, *(Report(each) for each in made))
    linking.link(ledger, finders=(copies,))
    with ledger.store.reading() as connection:
        names = {row.id: row.name for row in connection.execute(select(pages.c.id, pages.c.name))}
        found = [c if names[c.page] < names[c.other] else c.turned() for c in all_copies(connection)]
        return {(names[c.page], names[c.other]): c for c in found}


REWORDED = (
    "The ferry Alma capsized within minutes of leaving the harbour of Orle on Monday evening with families aboard.",
    WIRE[1],
    "No fewer than 14 people died, the coast guard said, and divers were still looking for the master of the ship.",
    WIRE[3],
    "How many had boarded could not be established, because tickets are sold on the quay for cash, it was reported.",
    WIRE[6],
)

KINDS = {
    "whole": (WIRE, CopyKind.WHOLE),
    "trimmed": (WIRE[:4], CopyKind.TRIMMED),
    "other paragraphs": ((" ".join(WIRE[:3]), " ".join(WIRE[3:])), CopyKind.WHOLE),
    "a passage in another report": ((*OTHER[:2], *WIRE[2:6], *OTHER[2:]), CopyKind.PARTIAL),
    "half rewritten": (REWORDED, CopyKind.PARTIAL),
}


@pytest.mark.parametrize("copied", KINDS)
def test_a_copy_is_found_with_its_kind(ledger: Ledger, copied: str) -> None:
    paragraphs, kind = KINDS[copied]
    wire, copy = page("wire", WIRE, outlet="Karst Wire"), page("copy", paragraphs, outlet="Orle Post")
    found = linked(ledger, wire, copy)
    assert {pair: link.kind for pair, link in found.items()} == {("copy", "wire"): kind}


def test_a_link_says_which_sentences_agree_and_how_well(ledger: Ledger) -> None:
    wire, copy = page("wire", WIRE, outlet="Karst Wire"), page("copy", (*OTHER, *REWORDED[:4]), outlet="Orle Post")
    link = linked(ledger, wire, copy)["copy", "wire"]
    told = [(p.here.of(copy.text), p.there.of(wire.text)) for p in link.passages]
    assert told == list(zip(REWORDED[:4], WIRE[:4], strict=True))
    assert [(p.share, p.other_share) for p in link.passages] == [(0.78, 0.74), (1.0, 1.0), (0.71, 0.71), (1.0, 1.0)]
    assert link.because == f"4 sentences with {link.words} words of narrative in common"


NO_COPIES = {
    "another report of the event": OTHER,
    "the same speech in quotation marks": (*OTHER, *(f"{words} the prime minister said." for words in SPEECH)),
    "one sentence taken over": (*OTHER, WIRE[5]),
    "short sentences": (*OTHER, "The talks ended without agreement.", "Nobody was hurt.", "More was not known at first."),
}


@pytest.mark.parametrize("told", NO_COPIES)
def test_what_is_no_copy(ledger: Ledger, told: str) -> None:
    speech = tuple(f"{words} he said." for words in SPEECH)
    shorter = ("The talks ended without agreement.", "Nobody was hurt.", "More was not known at first.")
    wire = page("wire", (*WIRE, *speech, *shorter), outlet="Karst Wire")
    assert linked(ledger, wire, page("other", NO_COPIES[told], outlet="Orle Post")) == {}


def test_pages_of_one_address_are_versions(ledger: Ledger) -> None:
    first = page("first", WIRE, outlet="Orle Post", url="https://orlepost.example/ferry")
    second = page("second", (*WIRE, OTHER[0]), outlet="Orle Post", url="http://www.orlepost.example/ferry?utm_source=feed")
    assert [link.kind for link in linked(ledger, first, second).values()] == [CopyKind.VERSION]


FOOT = (
    "The Post of the Valley has told its readers the news of the harbour and of the hills every morning since 1904.",
    "Whoever wants to write to the editors of the valley finds the address and the rules for letters on page two.",
    "Nineteen people make this paper, and all of them live within a morning's walk of the old mill by the bridge.",
)


def _under_pages(n: int) -> Page:
    rng = random.Random(n)
    own = tuple(" ".join(rng.choices([f"word{i}" for i in range(400)], k=20)) + "." for _ in range(4))
    return page(f"p{n}", (*own, *FOOT), outlet="Valley Post", published=f"2031-05-{n + 1:02}")


def test_what_stands_under_all_pages_of_an_outlet_links_none_of_them(ledger: Ledger) -> None:
    assert linked(ledger, *(_under_pages(n) for n in range(copies.DAYS_OF_ONE - 1))) != {}  # too few days to tell
    assert linked(ledger, *(_under_pages(n) for n in range(copies.DAYS_OF_ONE - 1, 9))) == {}


def test_a_band_holds_so_many_sentences_and_the_group_is_one_all_the_same(ledger: Ledger) -> None:
    many = [page(f"copy{n}", WIRE, outlet=f"Outlet {n}") for n in range(copies.CROWD + 6)]
    found = linked(ledger, *many)
    groups = {each.name: each.name for each in many}
    for one, other in found:
        joined, into = groups[other], groups[one]
        groups = {name: into if group == joined else group for name, group in groups.items()}
    assert len(set(groups.values())) == 1
    with ledger.store.reading() as connection:
        rows = connection.execute(select(copies.traced_bands.c.band)).scalars().all()
    assert max(map(rows.count, set(rows))) == copies.CROWD
    assert len(found) <= len(many) * copies.COMPARED


def test_the_order_of_adding_makes_no_difference(tmp_path: Path) -> None:
    made = [
        page("wire", WIRE, outlet="Karst Wire"),
        page("trimmed", WIRE[:5], outlet="Orle Post"),
        page("mixed", (*OTHER, *WIRE[3:]), outlet="Bay Tribune", published="2031-05-07"),
        page("reworded", REWORDED, outlet="Lakes Daily"),
        page("other", OTHER, outlet="Hill Gazette", published=None),
        *(_under_pages(n) for n in range(7)),
    ]
    outcomes = []
    for seed in range(4):
        order = random.Random(seed).sample(made, len(made))
        with open_ledger(tmp_path / f"{seed}.db", create=True) as ledger:
            found: dict[tuple[str, str], Copy] = {}
            for some in (order[:5], order[5:]):  # linked in two goes
                found = linked(ledger, *some)
            outcomes.append({pair: (c.kind, c.words, c.share, c.other_share, c.passages) for pair, c in found.items()})
    assert outcomes[0].keys() == {
        ("trimmed", "wire"), ("mixed", "wire"), ("reworded", "wire"), ("mixed", "trimmed"), ("reworded", "trimmed"),
        ("mixed", "reworded"), ("mixed", "other"),
    } - _too_little(outcomes[0])  # fmt: skip
    assert all(outcome == outcomes[0] for outcome in outcomes)


def _too_little(found: Mapping[tuple[str, str], object]) -> set[tuple[str, str]]:
    """Pairs whose common part is two paragraphs: whether that is a passage is not what this is about."""
    return {("mixed", "trimmed"), ("mixed", "reworded")} - found.keys()


def test_people_join_and_split(ledger: Ledger) -> None:
    wire, copy, other = (
        page("wire", WIRE, outlet="Karst Wire"),
        page("copy", WIRE, outlet="Orle Post"),
        page("other", OTHER, outlet="Hill Gazette"),
    )
    linked(ledger, wire, copy, other)
    decide(ledger.store, About.COPIES, Verdict.SPLIT, wire.id, copy.id, by="Ada", reason="both from the same release", at=NOON)
    later = NOON + timedelta(hours=1)
    decide(ledger.store, About.COPIES, Verdict.JOIN, wire.id, other.id, by="Ada", reason="the editor told us", at=later)
    with ledger.store.reading() as connection:
        rows = {row.name: row.id for row in connection.execute(select(pages.c.id, pages.c.name))}
        [left] = copies_of(connection, rows["wire"])
    assert left == Copy(rows["wire"], rows["other"], CopyKind.DECIDED, 0, 0.0, 0.0, (), "joined by Ada: the editor told us")


def test_passages_are_kept_whole() -> None:
    found = passages_of(page("wire", (*WIRE, *SPEECH)))
    again = unpacked(found.packed())
    assert again.packed() == found.packed()
    assert [found.span(n) for n in range(len(found))] == [again.span(n) for n in range(len(again))]


@given(
    st.lists(st.sampled_from([*WIRE, *OTHER, *SPEECH, *FOOT]), max_size=12),
    st.lists(st.sampled_from([*WIRE, *OTHER]), max_size=12),
)
@settings(max_examples=60, deadline=None)
def test_what_two_pages_share_is_the_same_from_both_sides(one: list[str], other: list[str]) -> None:
    a, b = passages_of(page("a", tuple(one))), passages_of(page("b", tuple(other)))
    assert in_common(a, b) == in_common(b, a).turned()


def test_furniture_has_an_example_a_line() -> None:
    from importlib.resources import files

    lines = files("sayso.stories").joinpath("furniture.tsv").read_text(encoding="utf-8").splitlines()
    examples = [line.split("\t")[1] for line in lines if not line.startswith("#")]
    assert [each for each in examples if not is_furniture(each)] == []
    assert [each for each in (*WIRE, *OTHER, *SPEECH) if is_furniture(each)] == []
