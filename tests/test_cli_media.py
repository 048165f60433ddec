"""``sayso media``: what it prints of items and of a page, what a veil hides, and what a seal takes away."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sayso.cli.app import app
from sayso.cli.exits import Exit
from sayso.page.page import Role
from tests.stories.test_media import ALL, article, ledger_of
from tests.test_cli import Ended

Run = Callable[..., Ended]

CAPTIVE = "Captured conscript Danil Veresh, 21, was shown beside two captured Ostran soldiers on the ridge."


def captive(outlet: str, name: str) -> object:
    return article(
        (Role.CAPTION, "Captured conscript Danil Veresh beside two captured Ostran soldiers."),
        (Role.CREDIT, "Photo: Ana Ruiz/Norlund Wire"),
        (Role.BODY, CAPTIVE),
        outlet=outlet,
        name=name,
    )


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the command beside a ledger with the pages of ``test_media``; 80 columns wide."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("SAYSO_LEDGER", raising=False)
    ledger_of(Path("sayso.db"), ALL).close()

    def command(*arguments: str) -> Ended:
        ended = CliRunner().invoke(app, list(arguments))
        return Ended(ended.exit_code, ended.stdout, ended.stderr)

    return command


PICTURE = """\
Picture: “Firefighters carry an old man from the burning ferry terminal in Port
Sorrel.”
    ITEM · 3 to 4 March 2031 · 2 pages of 2 outlets
    Together by the same hands, and the same is shown: burning, firefighter,
        port, sorrel, terminal

    Harbor Ledger ← Norlund Wire ← Ana Ruiz
        PAGE · ledger · 3 March 2031
        Norlund Wire is credited: “Norlund Wire”
        Ana Ruiz made it: “Ana Ruiz”

    Meridian Press ← Skypix ← Ana Ruiz
        PAGE · meridian · 4 March 2031
        Skypix is credited: “Skypix”
        Ana Ruiz made it: “Ana Ruiz”

1 item that several pages tell of. 4 more on one page each.
Looked through: 8 pages of 4 outlets, 3 to 4 March 2031.
"""


def test_an_item(run: Run) -> None:
    ended = run("media", "firefighters skypix")
    told = json.loads(run("media", "firefighters skypix", "--json").out)["media"][0]
    printed = ended.out.replace(told["item"][:8], "ITEM")
    for telling in told["tellings"]:
        printed = printed.replace(telling["page"][:8], "PAGE")
    assert (ended.code, printed) == (Exit.FINE, PICTURE)


def test_a_chain_as_json(run: Run) -> None:
    found = json.loads(run("media", "--json").out)
    assert (found["count"]["items"], found["count"]["alone"], found["withheld"]) == (2, 4, [])
    [video] = [item for item in found["media"] if item["sort"] == "video"]
    last = video["tellings"][-1]
    assert [(h["name"], h["did"], h["platform"], h["words"]) for h in last["holders"]] == [
        ("Sorrel Eyes", "posted it", None, "Sorrel Eyes"),
        ("Harbour Cam", "posted it before", None, "Harbour Cam"),
    ]
    assert last["posts"] == [{"post": "t.me/sorreleyes/77", "words": "https://t.me/sorreleyes/77"}]
    assert last["missing"] == "the page does not say who made it"


def test_a_page_and_nothing(run: Run) -> None:
    assert "1 picture, video or recording on this page." in run("media", "beach").out
    ended = run("media", "nobody told of this")
    assert ended.code == Exit.LEDGER
    assert "goes by “nobody told of this”" in " ".join(ended.err.split())
    assert run("media", "beach", "--since", "2031-01-01").code != Exit.FINE


def test_a_veil_hides_names(run: Run) -> None:
    pages = (captive("Harbor Ledger", "ledger"), captive("Meridian Press", "meridian"))
    ledger_of(Path("camp.db"), pages).close()  # type: ignore[arg-type]
    for arguments in (["media"], ["media", "--json"], ["media", "meridian"]):
        ended = run(*arguments, "--ledger", "camp.db")
        assert ended.code == Exit.FINE
        assert "conscript" in ended.out
        assert "veresh" not in ended.out.casefold(), arguments
    assert "Veresh" not in run("media", "veresh", "--ledger", "camp.db").out
    assert "Veresh" in run("media", "--unveil", "--ledger", "camp.db").out


def test_a_sealed_page_is_gone(run: Run) -> None:
    assert run("seal", "meridian", "--reason", "asked for", "--by", "Rhea Venn", "--yes").code == Exit.FINE
    assert "Skypix" not in run("media").out + run("media", "--json").out
