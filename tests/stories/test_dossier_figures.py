"""Figures of many pages in dossiers: what is joined, what is kept apart, and how two of them stand to each other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sayso
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.stories import disputes
from sayso.stories.dossiers import dossier, dossier_of, dossiers
from sayso.stories.dossiers.dossier import Kind, Type
from sayso.stories.dossiers.figures.scene import spot_of, stem
from sayso.stories.dossiers.figures.tables import classes, families, happenings, rows
from sayso.stories.linking import link

PAGES = (
    (
        "Fenmark Post",
        "2031-05-02T08:00+00:00",
        "Earthquake kills at least 40 in Haiti",
        "An earthquake shook Port-au-Prince in Haiti on Friday. At least 40 people were killed in "
        "Haiti, the civil protection agency said.",
    ),
    (
        "Lorne Daily",
        "2031-05-03T08:00+00:00",
        "Haiti earthquake toll rises",
        "The death toll of the earthquake in Haiti has risen to 120, the civil protection agency "
        "said on Saturday. More than 300 people were injured.",
    ),
    (
        "Quay Times",
        "2031-05-03T09:00+00:00",
        "Doctors count more dead in Haiti",
        "After the earthquake in Haiti the Doctors' League says that 410 people have been killed in Haiti.",
    ),
    (
        "Fenmark Post",
        "2031-05-03T10:00+00:00",
        "Coach crash in Chile",
        "A coach crashed near Santiago in Chile on Saturday. At least 40 people were killed, police said.",
    ),
)


def _ledger(folder: Path, order: tuple[int, ...]) -> Ledger:
    lines = folder / "pages.jsonl"
    records = []
    for place in order:
        outlet, published, headline, text = PAGES[place]
        records.append(
            {
                "id": f"p{place}",
                "url": f"https://news.example/{place}",
                "outlet": outlet,
                "published": published,
                "headline": headline,
                "text": text,
            }
        )
    lines.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    ledger = open_ledger(folder / "ledger.db", create=True)
    sayso.add(ledger, str(lines))
    link(ledger)
    return ledger


def _groups(ledger: Ledger) -> set[frozenset[str]]:
    printed = {row.entry: f"{row.printed} {row.outlet}" for row in ledger.figures()}
    with ledger.store.reading() as connection:
        return {frozenset(printed[m.entry] for m in found.members) for found in dossiers(connection, type=Type.FIGURES)}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return _ledger(tmp_path_factory.mktemp("dossiers"), (0, 1, 2, 3))


def test_the_dead_of_one_event_are_one_dossier_and_those_of_another_are_not(ledger: Ledger) -> None:
    [toll] = [group for group in _groups(ledger) if "At least 40 Fenmark Post" in group or "at least 40 Fenmark Post" in group]
    assert any("120" in each for each in toll)
    assert any("410" in each for each in toll)
    assert not any("300" in each for each in toll), "the injured are counted apart"


def test_the_order_of_adding_changes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    assert _groups(_ledger(tmp_path, (3, 1, 0, 2))) == _groups(ledger)


def test_relations_of_a_toll(ledger: Ledger) -> None:
    rows_ = {(row.printed.casefold(), row.page): row.entry for row in ledger.figures()}
    with ledger.store.reading() as connection:
        entry = {printed: e for (printed, _), e in rows_.items() if dossier_of(connection, e) is not None}
        told = disputes.relation_between(connection, entry["120"], entry["410"])
        assert told is not None
        assert told.kind in (Kind.CONTRADICTION, Kind.UNCLEAR)
        found = dossier(connection, entry["120"])
        assert {join.other for join in found.joins} <= {member.entry for member in found.members}


@pytest.mark.parametrize(
    ("one", "other"), [("Merovia", "Merovian"), ("Merovia", "Merovians"), ("Russia", "Russian"), ("Haiti", "Haitian")]
)
def test_a_land_and_its_adjective_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_places_are_known_by_what_they_are() -> None:
    haiti, vessen = spot_of("Haiti", located=False), spot_of("Vessen", located=True)
    assert haiti is not None
    assert haiti.is_country
    assert vessen is not None
    assert vessen.country is None
    assert spot_of("Vessen", located=False) is None, "a name alone may be anybody's"


@pytest.mark.parametrize("table", ["families", "classes", "happenings"])
def test_each_line_of_a_table_has_an_example(table: str) -> None:
    assert all(row[-1].strip() for row in rows(table))


def test_the_tables_are_read() -> None:
    assert {family.name for family in families()} >= {"killed", "missing", "confirmed cases"}
    assert classes()["troops"] == "soldiers"
    assert {happening.kind for happening in happenings()} >= {"earthquake", "outbreak", "violence"}
