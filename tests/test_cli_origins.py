"""``sayso origins``: what it prints of a claim and of a page, and what goes wrong without a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sayso.cli.app import app
from sayso.cli.exits import Exit
from sayso.ledger.ledger import open_ledger
from tests.stories.test_origins import DATED, entry_of, told
from tests.stories.wires import OTHER, WIRE, keep, page
from tests.test_cli import Ended

Run = Callable[..., Ended]

MADE = (
    told(page("wire", DATED, outlet="Reuters", headline="Fourteen dead in ferry accident")),
    told(page("bay", WIRE[1:6], outlet="Bay Tribune", headline="Divers look for the master of the Alma")),
    told(page("hill", (*OTHER, f"{WIRE[2][:31]}, the coast guard said."), outlet="Hill Gazette", headline="Orle waits")),
)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command beside a ledger with a wire report, a copy of a part of it, and a report of its own; 80 columns wide."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("SAYSO_LEDGER", raising=False)
    with open_ledger("sayso.db", create=True) as ledger:
        keep(ledger, *MADE)

    def command(*arguments: str) -> Ended:
        ended = CliRunner().invoke(app, ["origins", *arguments])
        return Ended(ended.exit_code, ended.stdout, ended.stderr)

    return command


OF_A_CLAIM = """\
1  Reuters  traced · 2 pages of 2 outlets
   Divers look for the master of the Alma  Bay Tribune · 6 May 2031 · bay
   Fourteen dead in ferry accident  Reuters · 6 May 2031 · wire
      dateline of a page with the same passage: “(Reuters) -”
      dateline: “(Reuters) -”

2  untraced  1 page of 1 outlet
   Orle waits  Hill Gazette · 6 May 2031 · hill

3 entries on 3 pages: 3 outlets, at most 2 origins: 1 traced, 1 untraced.
Untraced: neither a credit nor a shared passage leads further; what was written
anew leaves no trace.
Looked through: 3 pages of 3 outlets, 6 May 2031.
"""

OF_A_PAGE = """\
Divers look for the master of the Alma
Bay Tribune · 6 May 2031 · bay

Credits nobody else with its text.

Fourteen dead in ferry accident
    Reuters · 6 May 2031 · wire
    all of one, trimmed: 100% of this page, 63% of that one; 5 sentences with
      107 words of narrative in common

1 page shares text with it.
Shared text does not tell who had it first. Nothing shared does not tell that
nothing was taken over.
Looked through: 3 pages of 3 outlets, 6 May 2031.
"""


WHY = """\
    “Rescue boats from three villages reached the wreck before dark, but a
     strong wind drove them off the rocks twice.”
    “At least 14 people were killed, the coast guard said, and divers were still
     looking for the master of the ship.”
    “The company that runs the line had moved the old vessel here from the lakes
     only two weeks before the accident.”
    and 2 more sentences
"""


def test_the_origins_of_a_claim(run: Run) -> None:
    assert run("14 people") == Ended(Exit.FINE, OF_A_CLAIM, "")


def test_the_copies_and_credits_of_a_page(run: Run) -> None:
    assert run("bay") == Ended(Exit.FINE, OF_A_PAGE, "")
    assert WHY in run("bay", "--why").out


def test_an_entry_and_all_of_it_as_json(run: Run) -> None:
    report = MADE[1]
    answer = json.loads(run(entry_of(report)[:16], "--json").out)
    [root] = answer["origins"]["traced"]
    assert answer["origins"]["words"] == "1 outlet, 1 origin, traced"
    assert (root["name"], root["pages"], root["entries"]) == ("Reuters", [report.page.id], [entry_of(report)])
    [evidence] = root["evidence"]
    assert (evidence["name"], evidence["words"], evidence["passage_words"]) == ("wire", "(Reuters) -", WIRE[2])


def test_a_page_as_json(run: Run) -> None:
    answer = json.loads(run("wire", "--json").out)
    assert [credit["name"] for credit in answer["credits"]] == ["Reuters"]
    assert [(copy["name"], copy["kind"]) for copy in answer["copies"]] == [("bay", "trimmed")]


def test_nothing_to_trace(run: Run) -> None:
    ended = run("--sort", "missing")
    assert ended.code == Exit.FINE
    assert ended.out.startswith("Nothing in the ledger answers that, so there is nothing to trace.\n")


def test_what_nothing_goes_by_is_an_error(run: Run) -> None:
    for asked in ("nosuchpage", "volcano", "ab12ab12"):
        ended = run(asked)
        assert (ended.code, ended.out) == (Exit.LEDGER, "")
        assert ended.err.startswith(f"Nothing in sayso.db goes by '{asked}': no page and no entry is called so")
        assert "sayso pages" in ended.err


def test_something_must_be_asked_for(run: Run) -> None:
    said = "Say what is to be traced: words of a claim, a page, or figures with --sort or --counts\n"
    assert run() == Ended(Exit.USAGE, "", said)
