"""Sealing from the command line: who is asked, what is told, and what later commands say of a sealed page."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sayso.cli.exits import Exit
from tests.test_cli import BRIDGE, FERRY, Ended, run  # noqa: F401

Run = Callable[..., Ended]


@pytest.fixture
def kept(run: Run, tmp_path: Path) -> Run:  # noqa: F811
    """A command line with a ledger of two pages."""
    Path("bridge.txt").write_text(BRIDGE)
    Path("ferry.txt").write_text(FERRY)
    assert run("add", "bridge.txt", "ferry.txt").code == Exit.FINE
    return run


def test_a_page_is_sealed_and_the_ledger_says_so(kept: Run) -> None:
    done = kept("seal", "bridge", "--reason", "it names a witness", "--by", "Rhea Venn", "--yes")
    assert done.code == Exit.FINE
    assert " ".join(done.out.split()[2:]) == (
        "is sealed: its text, archived file, sightings, entries and index are gone from the ledger. The tombstone stays: sealed "
        "by Rhea Venn, it names a witness. The same file is not added again. Copies of the ledger, exports and the pages' own "
        "files are out of reach: see to them."
    )
    page = done.out.split()[1]
    assert "everything matches" in kept("audit").out
    assert "Pavel Kord" not in kept("who").out
    assert "Sealed: sealed on" in kept("pages").out or "sealed: sealed on" in kept("pages").out
    shown = kept("show", page)
    assert shown.code == Exit.LEDGER
    assert f"it was sealed as page {page} on" in shown.err
    again = kept("add", "bridge.txt", "ferry.txt", "--json")
    assert again.code == Exit.UNREADABLE
    assert f"bridge is not added: it was sealed as page {page}" in again.out
    assert kept("seal", page, "--reason", "again").out.startswith(f"Page {page} was sealed on ")


def test_as_json(kept: Run) -> None:
    done = json.loads(kept("seal", "ferry", "--reason", "r", "--by", "R", "--yes", "--json").out)
    assert {key: done[key] for key in ("ledger", "by", "reason", "others", "again")} == {
        "ledger": "sayso.db",
        "by": "R",
        "reason": "r",
        "others": [],
        "again": False,
    }
    assert done["pages"] == [done["page"]]


def test_nobody_to_ask(kept: Run) -> None:
    done = kept("seal", "bridge", "--reason", "r")
    assert (done.code, done.out) == (Exit.USAGE, "")
    assert "nobody is there to ask; if you are sure, add --yes" in done.err
    assert "Pavel Kord" in kept("who").out


@pytest.mark.parametrize(("answer", "left"), [("y\n", False), ("\n", True), ("no\n", True)])
def test_asked_first(kept: Run, monkeypatch: pytest.MonkeyPatch, answer: str, left: bool) -> None:
    from sayso.cli import sealing

    class Terminal:
        def isatty(self) -> bool:
            return True

        def readline(self) -> str:
            return answer

    class System:
        stdin = Terminal()
        stdout, stderr = sys.stdout, sys.stderr

    monkeypatch.setattr(sealing, "sys", System)
    done = kept("seal", "bridge", "--reason", "r", "--by", "R")
    assert done.code == Exit.FINE
    assert "Bridge at Orle closed after cracks are found" in done.err
    assert ("Nothing was done" in done.err) is left
    assert ("Pavel Kord" in kept("who").out) is left


def test_a_page_that_is_not_there(kept: Run) -> None:
    done = kept("seal", "tunnel", "--reason", "r", "--yes")
    assert done.code == Exit.LEDGER
    assert "No page called 'tunnel'" in done.err
