"""``sayso stories``: what it prints, as text and as JSON, and what goes wrong without a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sayso.cli.app import app
from sayso.cli.exits import Exit
from sayso.ledger.ledger import open_ledger
from tests.stories.test_events import FERRY, FERRY_TOLL, FOOTBALL, SHELLED, add
from tests.test_cli import Ended

Run = Callable[..., Ended]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command beside a ledger with two pages about one ferry and two about other things, 80 columns wide."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("SAYSO_LEDGER", raising=False)
    with open_ledger("sayso.db", create=True) as ledger:
        add(ledger, [FERRY, FERRY_TOLL, SHELLED, FOOTBALL])

    def command(*arguments: str) -> Ended:
        ended = CliRunner().invoke(app, list(arguments))
        return Ended(ended.exit_code, ended.stdout, ended.stderr)

    return command


def test_stories_are_told_with_their_days_their_size_and_why_they_belong_together(run: Run) -> None:
    ended = run("stories")
    assert (ended.code, ended.err) == (Exit.FINE, "")
    [headline, facts, why, *_] = ended.out.splitlines()
    assert headline in (FERRY[0], FERRY_TOLL[0])
    assert facts.endswith(" · 2 to 3 June 2031 · 2 pages of 2 outlets")
    assert why.startswith("    Together by: ")
    assert "Thistle" in why
    assert ended.out.endswith(
        "1 story, with 2 pages. 2 pages stand alone.\nLooked through: 4 pages of 2 outlets, 2 to 3 June 2031.\n"
    )


def test_a_story_of_a_page_tells_its_pages_in_order_of_time(run: Run) -> None:
    by_page = run("stories", "bodies in wreck")
    lines = by_page.out.splitlines()
    assert by_page.code == Exit.FINE
    first, second = (max(n for n, line in enumerate(lines) if line == each[0]) for each in (FERRY, FERRY_TOLL))
    assert first < second
    assert "2 pages of one story." in lines
    found = json.loads(run("stories", "--json").out)["stories"][0]["story"]
    assert run("stories", found) == by_page


def test_a_page_may_stand_alone(run: Run) -> None:
    ended = run("stories", "Rovers")
    assert ended.code == Exit.FINE
    assert "This page stands alone." in ended.out.splitlines()


def test_json_has_all_of_it(run: Run) -> None:
    told = json.loads(run("stories", "--since", "2031-06-03", "--json").out)
    assert (told["count"]["stories"], told["count"]["alone"]) == (1, 0)
    [story] = told["stories"]
    assert [page["headline"] for page in story["pages"]] == [FERRY[0], FERRY_TOLL[0]]
    assert (story["first"], story["last"]) == ("2031-06-02", "2031-06-03")
    assert story["outlets"] == ["Gull Bay Post", "The Tarnholm Echo"]
    assert story["story"] == min(page["page"] for page in story["pages"])


def test_nothing_asked_for_is_said_so(run: Run) -> None:
    assert run("stories", "--outlet", "Nobody's News").out.startswith("0 stories.\n")
    assert run("stories", "no such page").code == Exit.LEDGER
    refused = run("stories", "Rovers", "--since", "2031-06-02")
    assert (refused.code, refused.out) == (Exit.USAGE, "")
