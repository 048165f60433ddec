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
    ("export", "x.xlsx", "--as", "csv"): "x.xlsx says something else than --as csv; end it in .csv; spreadsheets open CSV",
    ("export", "x.parquet", "--as", "jsonl"): "end it in .jsonl or .ndjson",
    ("export", "x.hxl.csv", "--what", "statements"): "HXL holds figures about people and nothing else",
    ("export", "-", "--as", "hxl", "--what", "marks"): "HXL holds figures about people and nothing else",
    ("export", "--proof", "x"): "paths of this machine, as /news/",
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
        ended = run("export", "--proof", "dam.zip", "--clear", "--yes", "--paths", "--timestamp", service)
    assert ended.code == Exit.FINE
    assert ended.err.startswith("The bundle will hold 2 archived pages as published, with the names of private\npeople: captives")
    assert ended.out.startswith("15 entries on 5 pages in dam.zip, with 5 archived files.\n")
    assert f"Stamped by {service}." in ended.out
    assert [u.face for u in unveilings(log_beside(Path("sayso.db")))] == ["proof"]
    verifier = Path(sys.modules["sayso"].__file__ or "").parent / "export" / "proof" / "verify.py"
    checked = subprocess.run(
        [sys.executable, "-I", str(verifier), "dam.zip"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (checked.returncode, checked.stdout.splitlines()[-1]) == (0, "All of it matches.")


def test_a_bundle_of_others_is_checked_by_ones_own_sayso(run: Run) -> None:
    run("export", "--proof", "dam", "--paths")
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
    ended = run("export", "--proof", "dam", "--paths", "--json")
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


# Paths of this machine


@pytest.mark.parametrize("name", ["x.csv", "figures.jsonl", "pages.csv", "x.jsonld", "x.annotations.json", "x.hxl.csv", "-"])
def test_folders_of_this_machine_stay_here_unless_they_are_asked_for(run: Run, name: str) -> None:
    form = ("--as", "jsonl") if name == "-" else ()
    ended = run("export", name, "--page", "/news/bridge.html", *form)
    written = ended.out + "".join(file.read_text() for file in Path().glob(f"{name}*"))
    assert (ended.code, "/news/" in written) == (Exit.FINE, False)


def test_paths_are_whole_where_they_are_asked_for(run: Run) -> None:
    seen = [json.loads(run("export", "-", "--as", "jsonl", "-w", "searching", *more).out)["seen"] for more in ([], ["--paths"])]
    assert seen == ["flood.txt", "/news/flood.txt"]
    with open_ledger("sayso.db") as ledger:
        [entry] = {row.entry for row in ledger.statements() if row.content.startswith("“We are")}
    told = [json.loads(run("cite", entry, "--json", *more).out)["citations"][0]["seen"] for more in ([], ["--paths"])]
    assert told == seen


def test_a_bundle_says_which_paths_it_holds(run: Run) -> None:
    ended = run("export", "--proof", "dam", "--words", "searching")
    assert (ended.code, "The bundle will hold 1 path of this machine, as /news/flood.txt" in ended.err) == (Exit.USAGE, True)
    assert not Path("dam").exists()
    ended = run("export", "--proof", "dam", "--words", "searching", "--yes")
    assert (ended.code, "1 path of this machine" in ended.err) == (Exit.FINE, True)
    assert run("verify", "dam").code == Exit.FINE


# What nothing answers


@pytest.mark.parametrize(
    "to", [("x.csv",), ("tables/",), ("x.jsonld",), ("x.hxl.csv",), ("-", "--as", "csv"), ("--proof", "x.zip")]
)
def test_where_nothing_answers_nothing_is_written(run: Run, to: tuple[str, ...]) -> None:
    ended = run("export", *to, "--speaker", "Ilsa Brandt")
    said, out = (ended.err, ended.out) if to[0] == "-" else (ended.out, ended.err)
    assert (ended.code, out) == (Exit.FINE, "")
    assert said.startswith(
        "No speaker of this name; nothing was written (--empty writes it all the same).\nNames like it: Ilse Brandt"
    )
    assert "Looked through: 5 pages" in said
    assert [file.name for file in Path().iterdir() if not file.name.startswith("sayso.db")] == []


def test_nothing_is_written_all_the_same_where_that_is_asked_for(run: Run) -> None:
    assert run("export", "x.csv", "--speaker", "Zzz", "--empty").out.startswith("0 statements in x.csv.\n")
    assert len(Path("x.csv").read_text().splitlines()) == 1
    assert json.loads(run("export", "y.csv", "--words", "zzz", "--json").out)["files"] == []
    assert not Path("y.csv").exists()


def test_figures_are_written_where_only_they_are_asked_for(run: Run) -> None:
    ended = run("export", "toll.csv", "--sort", "missing")
    assert ended.out.startswith("1 figure in toll.csv.\nOnly figures are asked for, so these; --what statements writes")
    assert run("export", "statements.csv", "--sort", "missing").out.startswith("1 statement in statements.csv.\nWhat was")
    assert run("export", "both.csv", "--sort", "missing", "--words", "missing").out.startswith(
        "1 statement in both.csv.\nWhat was"
    )


def test_what_is_withheld_is_told_of_pages_that_are_in_it(run: Run) -> None:
    assert "Withheld" not in run("export", "x.csv", "--words", "searching").out
    assert "private people on 1 page here" in run("export", "y.csv").out
    assert len(json.loads(Path("y.csv.scope.json").read_text())["withheld"]) == 1


# Ids


def test_ids_are_printed_where_they_are_asked_for_and_cited(run: Run) -> None:
    with open_ledger("sayso.db") as ledger:
        [said] = [row for row in ledger.statements() if row.content.startswith("“We are")]
        [figure] = [row for row in ledger.figures() if row.printed == "least 14"]
    assert f" · {said.entry[:8]}\n" in run("statements", "--words", "searching", "--ids").out
    assert said.entry[:8] not in run("statements", "--words", "searching").out
    assert f" · {figure.entry[:8]}\n" in run("figures", "--sort", "missing", "--ids").out
    assert f" · {said.entry[:8]}\n" in run("show", said.page[:12], "--ids").out
    assert f" · {figure.entry[:8]}\n" in run("show", "bridge", "--ids").out
    assert figure.entry[:8] not in run("show", "bridge").out


def test_a_page_is_not_cited_but_what_stands_on_it(run: Run) -> None:
    with open_ledger("sayso.db") as ledger:
        page = ledger.page("bridge").page.id
    ended = run("cite", page[:10])
    assert (ended.code, " ".join(ended.err.split())) == (
        Exit.LEDGER,
        f"{page[:10]} is the id of a page, and cited is an entry on one; see the ids of its entries with: "
        f"sayso show {page[:8]} --ids",
    )
    assert run("cite", "abcdef012345").err.startswith("No entry on a current page has an id that begins with abcdef012345")
