"""The public face: what can be imported, what it costs, what it does."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import sayso
from sayso import SourceUnreadable, State, UsageError

ARTICLE = """\
Bridge at Orle closed after cracks are found

6 May 2025, 08:30

By Ines Tamm

“I would not walk over it,” engineer Pavel Kord said on Tuesday. The town has closed the bridge to lorries and to buses.
"""


def test_the_public_names_are_these() -> None:
    public = {name for name in vars(sayso) if not name.startswith("_")} | {"Ledger", "Summary", "__version__"}
    modules = {name for name in public if inspect.ismodule(getattr(sayso, name))}
    assert set(sayso.__all__) == public - modules - {"Any", "TYPE_CHECKING", "annotations", "cache"}
    assert sayso.__all__ == sorted(sayso.__all__)


@pytest.mark.parametrize("name", sayso.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    thing = getattr(sayso, name)
    if inspect.isclass(thing) or inspect.isfunction(thing):
        assert inspect.getdoc(thing)


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'truth'"):
        sayso.truth  # noqa: B018


def test_importing_brings_in_nothing_heavy() -> None:
    heavy = "{'numpy', 'onnxruntime', 'sqlalchemy', 'trafilatura', 'lxml', 'rich', 'typer', 'tokenizers', 'alembic', 'torch'}"
    code = f"import sys, sayso; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_help_brings_in_neither_model_nor_database() -> None:
    heavy = "{'numpy', 'onnxruntime', 'sqlalchemy', 'trafilatura', 'lxml', 'tokenizers', 'alembic', 'torch'}"
    code = (
        "import sys; sys.argv = ['sayso', '--help']\n"
        "from sayso.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print(sorted({heavy} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.endswith("\n[]\n")


def test_a_page_that_cannot_be_read_is_a_report_that_says_why(tmp_path: Path) -> None:
    empty = tmp_path / "empty.html"
    empty.write_bytes(b"")
    report = sayso.read(empty)
    assert (report.page.state, report.statements, report.model) == (State.EMPTY, (), None)
    assert report.page.note


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="no-such-file"):
        sayso.read(tmp_path / "no-such-file.html")


def test_a_folder_of_many_pages_is_not_one_page(tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(UsageError, match="several pages; read_all reads"):
        sayso.read(tmp_path)
    assert [report.page.name for report in sayso.read_all(tmp_path)] == ["one", "two"]


@pytest.mark.model
def test_a_text_that_one_has_is_read() -> None:
    report = sayso.read_text(ARTICLE, outlet="The Orle Post")
    [statement] = report.statements
    assert sayso.words_of(statement.content, report.page.text) == "“I would not walk over it,”"
    assert statement.speaker.name == "Pavel Kord"
    assert (report.page.outlet, report.page.headline) == ("The Orle Post", "Bridge at Orle closed after cracks are found")


@pytest.mark.model
def test_a_page_made_before_is_read_the_same() -> None:
    report = sayso.read_text(ARTICLE)
    assert sayso.read(report.page) == report


@pytest.mark.model
def test_pages_are_added_to_a_ledger_and_asked_for(tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text(ARTICLE, encoding="utf-8")
    with sayso.open_ledger(tmp_path / "orle.db", create=True) as ledger:
        summary = sayso.add(ledger, tmp_path / "bridge.txt")
        again = sayso.add(ledger, tmp_path / "bridge.txt")
        [row] = ledger.who("Kord")
    assert (summary.pages, summary.statements, again.pages, again.sightings) == (1, 1, 0, 1)
    assert (row.content, row.name, row.published) == ("“I would not walk over it,”", "bridge", "2025-05-06T08:30")
