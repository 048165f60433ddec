"""The documentation: whole, true to the code, and fresh."""

from __future__ import annotations

import enum
import inspect
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

import sayso
from docs.generate import PAGES
from sayso import Page, Reason, Report, Span, Speaker, Stance, State, Statement, StatementKind
from sayso.claims.figure import Bound, Figure, Sort
from sayso.claims.mark import Mark, Status
from sayso.cli.app import app
from sayso.cli.exits import MEANING, Exit
from sayso.page.page import READ_FOR_CLAIMS, Role

ROOT = Path(__file__).parents[1]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
TYPES = [name for name in sayso.__all__ if inspect.isclass(getattr(sayso, name)) or name == "Pieces"]
ENUMS = [name for name in TYPES if isinstance(getattr(sayso, name), enum.EnumMeta)]
COMMANDS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_generated_pages_are_fresh(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == PAGES[path](), "write it again with: make docs"


@pytest.mark.parametrize("name", TYPES)
def test_every_public_type_stands_in_the_glossary_with_an_example(name: str) -> None:
    told = rf"\*\*[^*]+\*\* \(`{name}`\): (?:.+\n)+?"
    entry = rf"^(?:{told}Example: .+|{told}\n\| .+ \| example \||\| `{name}` \| .+ \|$)"
    assert re.search(entry, GLOSSARY, re.MULTILINE)


@pytest.mark.parametrize("name", ENUMS)
def test_every_value_of_a_public_enumeration_stands_in_the_glossary(name: str) -> None:
    values = [member.value for member in getattr(sayso, name)]
    assert [value for value in values if f"`{value}`" not in GLOSSARY and f"| {value} |" not in GLOSSARY] == []


def test_the_glossary_says_which_roles_are_read_for_statements() -> None:
    read, kept = GLOSSARY.split("Read for statements:")[1].split("Kept, but not read for statements:")
    assert set(re.findall(r"^\| `([a-z]+)`", read, re.MULTILINE)) == {role.value for role in READ_FOR_CLAIMS}
    kept_roles = set(re.findall(r"^\| `([a-z]+)`", kept.split("**Dated**")[0], re.MULTILINE))
    assert kept_roles == {role.value for role in Role} - {role.value for role in READ_FOR_CLAIMS}


def test_every_key_of_the_reading_format_is_explained() -> None:
    page = Page("p", "0" * 64, "Rain, she said.", (), State.READ, "plain-1")
    speaker = Speaker(None, None, Reason.NONE_FITS)
    statement = Statement("s1", StatementKind.INDIRECT, Stance.NEUTRAL, (), (), (Span(0, 4),), speaker)
    figure = Figure("f1", Span(0, 4), 1, 1, Bound.EXACT, (), Sort.OTHER)
    mark = Mark("m1", (Span(0, 4),), Status.HEDGED, ("s1",))
    report = Report(page, (statement,), "made-by-hand", figures=(figure,), marks=(mark,)).as_json()
    parts = re.split(r"^## ", (ROOT / "docs" / "format.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    told = {part.splitlines()[0]: part for part in parts}
    assert [key for key in report if f"`{key}`" not in told["The page"]] == []
    for what, title in (("statements", "A statement"), ("figures", "A figure"), ("marks", "A mark")):
        explained = {
            key for row in re.findall(r"^\| (`.+?) \|", told[title], re.MULTILINE) for key in re.findall(r"`(\w+)`", row)
        }
        assert set(report[what][0]) == explained
    for values, title in ((Bound, "A figure"), (Sort, "A figure"), (Status, "A mark")):
        assert [value for value in values if f"`{value}`" not in told[title]] == []


def test_the_reading_format_names_models_as_the_program_does() -> None:
    shown = re.search(r'^\| `model`, .*"(\S+)"`', (ROOT / "docs" / "format.md").read_text(encoding="utf-8"), re.MULTILINE)
    manifest = json.loads((ROOT / "src" / "sayso" / "reading" / "model" / "manifest.json").read_text(encoding="utf-8"))
    assert shown
    assert re.fullmatch(re.escape(manifest["name"]) + "-[0-9a-f]{8}", shown[1])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert f"sayso {name}" in command.epilog
    assert [p.name for p in command.params if not p.help] == []


# demo prints what other commands print, and mcp speaks JSON by itself: its standard output is the assistant's
@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"demo", "mcp"}))
def test_every_command_can_print_json(name: str) -> None:
    assert any("--json" in p.opts for p in COMMANDS[name].params)


def _commands_in(page: Path) -> list[str]:
    """The commands of sayso in the fenced blocks of a page, each as it is given to sayso alone."""
    blocks = re.findall(r"^```(?:sh|console)?\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    told = [re.findall(r"^\$ (.*)", block, re.MULTILINE) or block.splitlines() for block in blocks]
    command = re.compile(r"sayso (\w[^|;>]*?)\s*(?:\d?[|;>].*|#.*)?")
    return [found[1] for lines in told for line in lines if (found := command.fullmatch(line))]


@pytest.mark.parametrize("path", [ROOT / "README.md", ROOT / "docs" / "guide.md"], ids=lambda path: path.name)
def test_every_command_that_is_shown_makes_sense(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.ledger.file.refuse_if_missing", lambda _path: None)
    told = _commands_in(path)
    assert told
    for words in told:
        name, *arguments = shlex.split(words)
        COMMANDS[name].make_context(name, arguments)  # raises for an option or argument that there is not


def test_every_exit_code_is_documented() -> None:
    assert set(MEANING) == set(Exit)
    reference = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert [code for code in Exit if f"| {code.value} | {MEANING[code]} |" not in reference] == []


@pytest.mark.parametrize("path", [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")], ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []
