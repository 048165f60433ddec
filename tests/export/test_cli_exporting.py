"""``sayso export`` and ``sayso cite``: what they write, what they say, and what goes wrong without a traceback."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet
import pytest
from typer.testing import CliRunner

from sayso.cli.app import app
from sayso.cli.exits import Exit
from sayso.export.columns import Form, Table
from sayso.ledger.ledger import open_ledger
from sayso.ledger.veiling import log_beside, unveilings
from tests.export.authority import BEFORE, Authority, serving
from tests.ledger.build import NOON
from tests.test_cli import Ended
from tests.test_cli_veils import NAME

Run = Callable[..., Ended]


@pytest.fixture
def run(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command beside the ledger, 80 columns wide."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("SAYSO_LEDGER", raising=False)
    assert path.name == "sayso.db"

    def command(*arguments: str) -> Ended:
        ended = CliRunner().invoke(app, list(arguments))
        return Ended(ended.exit_code, ended.stdout, ended.stderr)

    return command


def test_a_table_is_written_with_its_scope_beside_it(run: Run) -> None:
    assert run("export", "out.csv", "--words", "searching") == Ended(
        Exit.FINE,
        """\
1 statement in out.csv.
What was asked for and looked through stands in out.csv.scope.json.
Withheld: the names of private people on 1 page here; --unveil shows them, and
notes who looked.
Looked through: 5 pages of 4 outlets, 6 May 2024 to 7 May 2025, 1 without a
date; 1 could not be read (1 no article).
""",
        "",
    )
    [row] = csv.DictReader(io.StringIO(Path("out.csv").read_text(encoding="utf-8"), newline=""))
    assert row["content"] == "“We are still searching,”"
    scope = json.loads(Path("out.csv.scope.json").read_text())
    assert (scope["rows"], scope["asked"], scope["scope"]["pages"]) == ({"statements": 1}, {"words": "searching"}, 5)
    assert set(scope) >= {"sayso", "exported", "format", "ledger_head", "withheld"}


def test_the_file_says_which_table(run: Run) -> None:
    assert run("export", "figures.jsonl", "--sort", "missing").code == Exit.FINE
    assert [json.loads(line)["printed"] for line in Path("figures.jsonl").read_text().splitlines()] == ["least 14"]
    assert run("export", "held.parquet", "--what", "marks").code == Exit.FINE
    assert pyarrow.parquet.read_table("held.parquet").num_rows == 2
    assert not Path("held.parquet.scope.json").exists()


def test_a_folder_takes_all_tables(run: Run) -> None:
    ended = run("export", "tables/", "--as", "jsonl", "--json")
    told = json.loads(ended.out)
    assert sorted(told["rows"]) == sorted(Table)
    assert sorted(file.name for file in Path("tables").iterdir()) == sorted([*(f"{t}.jsonl" for t in Table), "scope.json"])
    assert len(told["files"]) == len(Table)


def test_of_figures_a_folder_has_no_speakers(run: Run) -> None:
    told = json.loads(run("export", "tables/", "--sort", "killed", "--json").out)
    assert sorted(told["rows"]) == sorted(set(Table) - {Table.SPEAKERS})


def test_standard_output_takes_one_table_and_the_rest_is_said_beside_it(run: Run) -> None:
    ended = run("export", "-", "--as", "jsonl", "--what", "marks")
    assert (ended.code, len(ended.out.splitlines())) == (Exit.FINE, 2)
    assert ended.err.startswith("2 marks.\n")
    assert "Looked through: 5 pages" in ended.err


@pytest.mark.parametrize("name", ["graph.jsonld", "notes.annotations.json", "people.hxl.csv"])
def test_other_forms_are_told_by_the_ending(run: Run, name: str) -> None:
    ended = run("export", name)
    assert (ended.code, ended.err) == (Exit.FINE, "")
    assert Path(name).stat().st_size > 500
    assert Path(f"{name}.scope.json").exists() is name.endswith(".csv")


USAGE = {
    ("export",): "Say where to",
    ("export", "x.csv", "--proof", "y.zip"): "Say where to",
    ("export", "x.txt"): "The ending of x.txt does not say what to write",
    ("export", "-"): "Say in what form to standard output",
    ("export", "-", "--as", "csv", "--what", "marks", "--what", "pages"): "Standard output takes one table",
    ("export", "-", "--as", "csv", "--json"): "Standard output takes the export or --json",
    ("export", "x.csv", "--what", "sources"): "--what: 'sources' is not one of statements",
    ("export", "x.csv", "--as", "xml"): "--as: 'xml' is not one of csv",
    ("export", "x.csv", "--status", "likely"): "--status: 'likely' is not one of",
    ("export", "x.jsonld", "--what", "marks"): "--what is for tables",
    ("export", "x/", "--as", "hxl"): "A folder holds tables",
    ("export", "no/x.csv"): "There is no folder no",
    ("export", "x.csv", "--timestamp", "http://127.0.0.1/"): "belong to --proof",
    ("export", "--proof", "x", "--what", "marks"): "--proof has a form of its own",
    ("export", "--proof", "x", "--unveil"): "are taken in with --clear",
    ("export", "--proof", "x", "--clear"): "if you are sure, add --yes",
    ("export", "x.csv", "--veil", "--unveil"): "give one of the two",
    ("export", "speakers.csv", "--sort", "killed"): "Speakers are those of statements",
    ("cite", "flood"): "is no entry's id",
    ("cite", "abcdef", "--json", "--bibtex"): "give one of them",
}


@pytest.mark.parametrize(("arguments", "words"), USAGE.items(), ids=map(" ".join, USAGE))
def test_what_makes_no_sense_is_refused_and_nothing_written(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    ended = run(*arguments)
    assert (ended.code, words in " ".join(ended.err.split())) == (Exit.USAGE, True), ended
    assert [file.name for file in tmp_path.iterdir() if not file.name.startswith("sayso.db")] == []


def test_nothing_is_written_over_without_force(run: Run) -> None:
    Path("x.csv").write_text("mine")
    assert "is there already" in run("export", "x.csv").err
    assert Path("x.csv").read_text() == "mine"
    assert run("export", "x.csv", "--force").code == Exit.FINE
    assert "is there already" in run("export", "x.csv").err


FORMS = {Form.CSV: "x.csv", Form.JSON_LD: "x.jsonld", Form.ANNOTATIONS: "x.annotations.json", Form.HXL: "x.hxl.csv"}


@pytest.mark.parametrize("name", FORMS.values())
def test_names_are_withheld_unless_somebody_is_noted(run: Run, name: str) -> None:
    assert not NAME.search(run("export", name).out + Path(name).read_text())
    assert not log_beside(Path("sayso.db")).exists()
    run("export", name, "--unveil", "--force")
    assert NAME.search(Path(name).read_text())
    assert [u.face for u in unveilings(log_beside(Path("sayso.db")))] == ["export"]


def test_a_bundle_says_whose_names_it_holds_and_is_checked(run: Run, tmp_path: Path) -> None:
    with serving(Authority(at=BEFORE)) as service:
        ended = run("export", "--proof", "dam.zip", "--clear", "--yes", "--timestamp", service)
    assert ended.code == Exit.FINE
    assert ended.err.startswith("The bundle will hold 2 archived pages with the names of private people")
    assert ended.out.startswith("15 entries on 5 pages in dam.zip, with 5 archived files.\n")
    assert f"Stamped by {service}." in ended.out
    assert [u.face for u in unveilings(log_beside(Path("sayso.db")))] == ["proof"]
    verifier = Path(sys.modules["sayso"].__file__ or "").parent / "export" / "proof" / "verify.py"
    checked = subprocess.run(
        [sys.executable, "-I", str(verifier), "dam.zip"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (checked.returncode, checked.stdout.splitlines()[-1]) == (0, "All of it matches.")


def test_a_bundle_of_others_is_checked_by_ones_own_sayso(run: Run) -> None:
    run("export", "--proof", "dam")
    ended = run("verify", "dam")
    assert (ended.code, ended.out.splitlines()[-1]) == (Exit.FINE, "All of it matches.")
    readme = Path("dam/README.txt")
    readme.write_text(readme.read_text().replace("does not say what is true", "says what is true"))
    assert run("verify", "dam").code == Exit.AUDIT
    [fault] = json.loads(run("verify", "dam", "--json").out)["faults"]
    assert fault.startswith("README.txt: its SHA-256 is now ")
    assert run("verify", "nowhere").code == Exit.UNREADABLE
    assert run("verify", "sayso.db").code == Exit.UNREADABLE


def test_a_bundle_without_names_asks_nobody(run: Run) -> None:
    ended = run("export", "--proof", "dam", "--json")
    told = json.loads(ended.out)
    assert (ended.code, told["pages"], len(told["withheld"]), told["archives"]) == (Exit.FINE, 5, 1, 4)
    assert len(told["manifest"]) == 64
    assert Path("dam/verify.py").is_file()


def test_an_entry_is_cited(run: Run) -> None:
    with open_ledger("sayso.db") as ledger:
        [entry] = {row.entry for row in ledger.statements() if row.content.startswith("“We are")}
    plain, bibtex, told = (run("cite", entry[:10], *more) for more in ([], ["--bibtex"], ["--json"]))
    assert plain.out.startswith("Ilse Brandt, “We are still searching,” (said). In: Tomas Reed, Ana Luz, ")
    assert bibtex.out.startswith(f"@misc{{sayso-{entry[:12]},\n")
    [cited] = json.loads(told.out)["citations"]
    assert (cited["entry"], cited["text"] + "\n", cited["bibtex"] + "\n") == (entry, plain.out, bibtex.out)
    with open_ledger("sayso.db") as ledger:
        ledger.seal("flood", by="R", reason="r", at=NOON)
    assert run("cite", entry).code == Exit.LEDGER
