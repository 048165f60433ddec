"""What single figures are read as: what happened to what, whose it is, where; and what is no count at all."""

from __future__ import annotations

import json

import pytest

import sayso
from sayso.ledger.ledger import open_ledger
from sayso.stories.dossiers.figures.facets import Facets, facets_of


@pytest.fixture(scope="module")
def facets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Facets]]:
    """The facets of all texts, by the text's name and the printed number."""
    folder = tmp_path_factory.mktemp("facets")
    lines = folder / "pages.jsonl"
    records = [
        {"id": name, "url": f"https://news.example/{name}", "published": "2031-05-02T08:00", "headline": head, "text": text}
        for name, (head, text) in TEXTS.items()
    ]
    lines.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    with open_ledger(folder / "ledger.db", create=True) as ledger:
        sayso.add(ledger, str(lines))
        return {name: {f.printed: f for f in facets_of(ledger.page(f"https://news.example/{name}"))} for name in TEXTS}


TEXTS = {
    "own losses": (
        "Lurgovia's army ends operation",
        "The Tarnian garrison has been broken, Colonel Ivo Brand said on Friday. More than 900 Tarnian servicemen were "
        "eliminated, Brand said.\n\nBrand for the first time named Lurgovia's own losses. During the operation 114 of our "
        "servicemen were killed, Brand said.",
    ),
    "enemy": (
        "Army counts enemy losses",
        "The army's general staff says that 1,900 Lurgovian soldiers have been killed since the siege began. Of the enemy's "
        "armour, 94 tanks have been destroyed, the general staff said. The Tarnian army holds the town.",
    ),
    "rebels": (
        "Fighting in Syria",
        "Clashes went on in Syria on Friday. The observatory said 24 Syrian soldiers and 7 rebels were killed in the fighting.",
    ),
    "rate": (
        "War in Ukraine grinds on",
        "The battle goes on. The Ukrainian army loses 100 soldiers a day, the minister said. Another 700,000 people will have "
        "died before the war ends, a columnist wrote.",
    ),
    "world": (
        "Swine flu in Mexico",
        "Mexico has reported 61 deaths from swine flu. Worldwide 92 people have been killed by swine flu, the agency said.",
    ),
    "base": (
        "Aid for Haiti after the earthquake",
        "Some three million of the nine million people in Haiti are in need of aid after the earthquake, the agency said.",
    ),
    "cases": (
        "Cholera in Tarnia",
        "Suspected cholera cases have climbed to 731 in Tarnia and laboratory-confirmed cases to 58, the health ministry said. "
        "Confirmed cholera cases in Tarnia jumped to 438 from 188.",
    ),
    "votes": (
        "Mora and Velt both claim victory",
        "President Otto Mora and Hanna Velt both claimed to have won the election in Tarnia. Mora took 53.4 percent of the "
        "vote, the electoral commission said.\n\nHanna Velt rejected the count of ballots. A tally by her party put her "
        "at 52.6 percent and the president at 43.9 percent, Velt said.",
    ),
    "ship": (
        "Grey Heron ferry sinks off the coast",
        "The ferry sank in the Marl Strait on Friday. There were 391 people aboard the Grey Heron, the company says; "
        "prosecutors say 423.",
    ),
    "part of a land": (
        "Strikes across Ukraine",
        "A missile strike in eastern Ukraine killed three people on Friday. Fighting went on in the south of the country.",
    ),
}


def _told(found: dict[str, Facets]) -> dict[str, tuple[str, str, str]]:
    return {printed: (f.family, f.what, f.side) for printed, f in found.items()}


def test_our_losses_are_those_of_the_side_that_the_page_announces(facets: dict[str, dict[str, Facets]]) -> None:
    told = _told(facets["own losses"])
    assert told["More than 900"][:2] == told["114"][:2] == ("killed", "soldiers")
    assert told["More than 900"][2] == "tarn"
    assert told["114"][2] == "lurgov"


def test_the_enemy_is_the_side_told_of_before(facets: dict[str, dict[str, Facets]]) -> None:
    assert _told(facets["enemy"]) == {"1,900": ("killed", "soldiers", "lurgov"), "94": ("destroyed", "tank", "lurgov")}


def test_rebels_are_not_the_soldiers_of_a_side(facets: dict[str, dict[str, Facets]]) -> None:
    assert _told(facets["rebels"]) == {"24": ("killed", "soldiers", "SY"), "7": ("killed", "rebels", "")}


def test_what_happens_each_day_is_joined_with_no_total_and_what_may_come_with_nothing(
    facets: dict[str, dict[str, Facets]],
) -> None:
    found = facets["rate"]
    assert "700,000" not in " ".join(found)
    assert "a day" in found["100"].head


def test_counts_of_the_world_are_apart_from_those_of_a_land(facets: dict[str, dict[str, Facets]]) -> None:
    found = facets["world"]
    keys = {printed: {key for key, _ in f.keys} for printed, f in found.items()}
    assert not keys["61"] & keys["92"]
    assert all(":world:" in key for key in keys["92"] if not key.startswith("="))


def test_what_a_number_is_a_part_of_is_not_counted_with_it(facets: dict[str, dict[str, Facets]]) -> None:
    assert "nine million" not in facets["base"]


def test_cases_are_confirmed_or_suspected_by_their_own_clause(facets: dict[str, dict[str, Facets]]) -> None:
    found = {printed: family for printed, (family, _, _) in _told(facets["cases"]).items()}
    assert found["731"] == "suspected cases"
    assert found["58"] == found["438"] == found["188"] == "confirmed cases"


def test_a_share_of_the_vote_is_one_persons(facets: dict[str, dict[str, Facets]]) -> None:
    found = {printed: what for printed, (_, what, _) in _told(facets["votes"]).items()}
    assert found == {"53.4 percent": "votes for Mora", "52.6 percent": "votes for Velt", "43.9 percent": "votes for Mora"}


def test_a_number_goes_on_from_the_one_before(facets: dict[str, dict[str, Facets]]) -> None:
    found = facets["ship"]
    assert _told(found) == {"391": ("aboard", "people", ""), "423": ("aboard", "people", "")}
    assert {key for f in found.values() for key, _ in f.keys if "grey heron" in key}, "the ship's name, not the strait's"


def test_a_part_of_a_land_is_not_the_land(facets: dict[str, dict[str, Facets]]) -> None:
    [found] = facets["part of a land"].values()
    assert [spot.key for spot in found.spots] == ["eastern of UA"]
    assert not any(spot.is_country for spot in found.spots)
