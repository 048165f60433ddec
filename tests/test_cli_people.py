"""Speakers across pages from the command line: under which names one stands, and what somebody decides on them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sayso.cli.exits import Exit
from sayso.ledger.ledger import open_ledger
from sayso.stories.people import linked_names
from sayso.stories.people.names import body_key
from tests.test_cli import FERRY, Ended, run  # noqa: F401
from tests.test_cli_veils import NAME, kept  # noqa: F401

Run = Callable[..., Ended]

BY = ("--by", "Rhea Venn", "--reason", "there is one in this")
SPELT = {
    "bridge": "“I would not walk over it,” Dmytro Kordenko said. The town has closed the bridge to lorries since Monday morning.",
    "ferry": "“The ferry is safe,” Dmitro Kordenko said. It takes twenty cars at a time and runs until midnight on every day.",
    "tram": "“The tram is late,” Olena Kordenko said. It takes two hundred people at a time and runs on every day of the week.",
}


@pytest.fixture
def spelt(run: Run) -> Run:  # noqa: F811
    """A command line with a ledger in which one speaker has two spellings."""
    for number, (name, words) in enumerate(SPELT.items()):
        Path(f"{name}.txt").write_text(
            f"News of the {name} at Orle\n\n{number + 6} May 2025, 08:30\n\n{words}\n", encoding="utf-8"
        )
    assert run("add", *(f"{name}.txt" for name in SPELT)).code == Exit.FINE
    return run


def test_who_shows_all_that_was_said_under_all_names_and_why(spelt: Run) -> None:
    assert spelt("who", "Dmytro Kordenko").out == (
        """\
News of the bridge at Orle
6 May 2025, 08:30 · bridge
    Dmytro Kordenko · said
    │ “I would not walk over it,”
    bridge, 47–74 · direct

News of the ferry at Orle
7 May 2025, 08:30 · ferry
    Dmitro Kordenko · said
    │ “The ferry is safe,”
    ferry, 46–66 · direct

2 statements on 2 pages.
Dmitro Kordenko  2 statements · 2 pages
    also Dmytro Kordenko (1): spelling
Looked through: 3 pages, 6 to 8 May 2025.
"""
    )


def test_json_has_the_groups(spelt: Run) -> None:
    found = json.loads(spelt("who", "Kordenko", "--json").out)
    assert [(who["name"], who["statements"], who["open"], who["names"]) for who in found["speakers"]] == [
        (
            "Dmitro Kordenko",
            2,
            False,
            [
                {"name": "Dmitro Kordenko", "statements": 1, "because": "as named"},
                {"name": "Dmytro Kordenko", "statements": 1, "because": "spelling"},
            ],
        ),
        ("Olena Kordenko", 1, False, [{"name": "Olena Kordenko", "statements": 1, "because": "as named"}]),
    ]
    assert (found["count"]["statements"], found["close"]) == (3, {})


def test_speakers_are_listed_in_groups(spelt: Run) -> None:
    assert spelt("who").out.splitlines()[:4] == [
        "2  Dmitro Kordenko  person · 2 pages · 6 to 7 May 2025 · also Dmytro Kordenko",
        "1  Olena Kordenko  person · 1 page · 8 May 2025",
        "",
        "2 named speakers, those who said most first.",
    ]


def test_a_join_is_made_listed_and_taken_back(spelt: Run) -> None:
    before = spelt("who", "Olena Kordenko")
    joined = spelt("join", "Olena Kordenko", "dmytro kordenko", *BY)
    assert (joined.code, joined.out.splitlines()[0]) == (Exit.FINE, "Noted: “Olena Kordenko” and “Dmytro Kordenko” are one.")
    found = spelt("who", "Olena Kordenko").out
    assert "3 statements on 3 pages." in found
    assert re.search(r"also Olena Kordenko \(1\): joined by Rhea Venn on [\d-]{10}: there is one in\s+this", found)
    listed = json.loads(spelt("decisions", "--json").out)["decisions"]
    assert [(d["about"], d["verdict"], d["one"], d["other"], d["by"], d["holds"]) for d in listed] == [
        ("people", "join", "“Dmytro Kordenko”", "“Olena Kordenko”", "Rhea Venn", True)
    ]
    assert spelt("undo", listed[0]["digest"][:8], *BY).out.startswith("Taken back: decision ")
    assert spelt("who", "Olena Kordenko") == before
    assert spelt("decisions").out.splitlines()[-1] == "2 decisions, 0 in force."
    assert spelt("audit").code == Exit.FINE


def test_a_split_takes_a_spelling_apart(spelt: Run) -> None:
    assert spelt("split", "Dmytro Kordenko", "Dmitro Kordenko", *BY).code == Exit.FINE
    assert "1 statement on 1 page." in spelt("who", "Dmytro Kordenko").out


def test_pages_are_joined_too(spelt: Run) -> None:
    with open_ledger("sayso.db") as ledger:
        ids = sorted(ledger.page(name).page.id for name in ("bridge", "ferry"))
    made = json.loads(spelt("join", "bridge", "ferry", "--about", "copies", *BY, "--json").out)
    assert (made["about"], made["one"], made["other"]) == ("copies", *ids)
    assert "“News of the bridge at Orle”" in " ".join(spelt("decisions").out.split())


def test_entries_are_split_too(spelt: Run) -> None:
    rows = json.loads(spelt("statements", "--json").out)["statements"]
    ended = spelt("split", rows[0]["entry"][:12], rows[1]["entry"][:12], "--about", "dossiers", *BY)
    assert (ended.code, "are not about the same question." in " ".join(ended.out.split())) == (Exit.FINE, True)


def test_linked_names_of_one_speaker_have_one_name(spelt: Run) -> None:
    assert spelt("link").code == Exit.FINE
    with open_ledger("sayso.db") as ledger, ledger.store.reading() as connection:
        names = ["Dmytro Kordenko", "Dmitro Kordenko", "Olena Kordenko", "Nobody"]
        found = linked_names(connection, names)
    assert found["Dmytro Kordenko"] == found["Dmitro Kordenko"]
    assert (found["Olena Kordenko"], found["Nobody"]) == ("Olena Kordenko", "Nobody")


def test_a_body_by_its_country_and_by_the_adjective_of_it_is_one() -> None:
    named = ("Haiti's government", "Haiti’s Government", "the Haitian government", "the government of Haiti")
    assert {body_key(name) for name in named} == {"government@Haiti"}
    assert body_key("the government") is None


REFUSED = [
    (["join", "Dmytro Kordenko", "Nobody", *BY], Exit.LEDGER, "No speaker is called Nobody; see who is there with: sayso who"),
    (["join", "Kordenko", "Olena Kordenko", *BY], Exit.LEDGER, "No speaker is called Kordenko; names like it: Dmitro Kordenko"),
    (["join", "Olena Kordenko", "olena KORDENKO", *BY], Exit.USAGE, "A decision needs two different things"),
    (["join", "Olena Kordenko", "Dmytro Kordenko", "--by", " ", "--reason", "r"], Exit.USAGE, "A decision needs the name of who"),
    (["join", "Olena Kordenko", "Dmytro Kordenko", "--by", "R"], Exit.USAGE, "--reason"),
    (["join", "a", "b", "--about", "pages", *BY], Exit.USAGE, "'pages' is not one of people, copies, dossiers"),
    (["join", "0a1b", "0a1b2c", "--about", "dossiers", *BY], Exit.USAGE, "Give at least 6 characters of the entry's id"),
    (["join", "00000000", "0a1b2c", "--about", "dossiers", *BY], Exit.LEDGER, "No statement or figure has an id"),
    (["join", "Olena Kordenko @ bridge", "Dmytro Kordenko", *BY], Exit.LEDGER, "No speaker is called Olena Kordenko on page"),
    (["undo", "0a1b2c3d", *BY], Exit.LEDGER, "No decision in force has an id that begins with 0a1b2c3d"),
    (["undo", "0a1b", *BY], Exit.USAGE, "Give at least 6 characters of the decision's id"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), REFUSED)
def test_what_makes_no_sense_is_refused(spelt: Run, arguments: list[str], code: int, message: str) -> None:
    ended = spelt(*arguments)
    assert (ended.code, ended.out) == (code, "")
    assert message in " ".join(ended.err.replace("│", " ").split())
    assert spelt("decisions").out == "No decisions.\n"


# Names that are withheld


def test_a_withheld_name_is_in_no_group_and_in_no_decision(kept: Run) -> None:  # noqa: F811
    Path("market.txt").write_text(FERRY.replace("Ada Ruiz", "Danyl Veresh").replace("8 May", "9 May"))
    assert kept("add", "market.txt").code == Exit.FINE
    found = kept("who", "Danyl Veresh", "--json").out
    assert [row["name"] for row in json.loads(found)["statements"]] == ["market"]
    assert [who["names"] for who in json.loads(found)["speakers"]] == [
        [{"name": "Danyl Veresh", "statements": 1, "because": "as named"}]
    ]
    for command in (["who"], ["who", "--json"], ["who", "Danyl Veresh"], ["who", "Ada Ruiz"]):
        assert "Danil" not in kept(*command).out
    withheld, nobody = kept("join", "Danil Veresh", "Ada Ruiz", *BY), kept("join", "Danil Vaxush", "Ada Ruiz", *BY)
    assert withheld.code == nobody.code == Exit.LEDGER
    assert withheld.err.replace("Veresh", "Vaxush") == nobody.err
    on_page = kept("join", "Danil Veresh @ captives", "Ada Ruiz", *BY)
    assert (on_page.code, "No speaker is called Danil Veresh on page" in on_page.err) == (Exit.LEDGER, True)


def test_a_decision_shows_no_name_that_is_withheld_now(run: Run, kept: Run) -> None:  # noqa: F811
    with open_ledger("sayso.db") as ledger:
        from datetime import UTC, datetime

        from sayso.ledger.decisions import About, Verdict, decide

        at = datetime(2025, 5, 7, tzinfo=UTC)
        decide(ledger.store, About.PEOPLE, Verdict.JOIN, "Danil Veresh", "Ada Ruiz", by="R", reason="r", at=at)
    for command in (["decisions"], ["decisions", "--json"], ["who", "Ada Ruiz"], ["who", "--json"], ["who"]):
        ended = kept(*command)
        assert (ended.code, NAME.search(ended.out + ended.err)) == (Exit.FINE, None)
    assert "[a name that is not shown]" in kept("decisions").out
