"""``sayso figures``: what it prints, as text, as a chart, as JSON and as a table, and what goes wrong without a traceback."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sayso.claims.figure import Bound, Figure, Sort
from sayso.cli.app import app
from sayso.cli.chart import _Scale
from sayso.cli.exits import Exit
from sayso.cli.figures import write_csv
from sayso.ledger.ledger import open_ledger
from sayso.text import Span
from tests.ledger.build import NOON, document
from tests.ledger.test_reported import monday, tuesday
from tests.test_cli import Ended

Run = Callable[..., Ended]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command beside a ledger with two reports of a ferry that sank, 80 columns wide."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("SAYSO_LEDGER", raising=False)
    with open_ledger("sayso.db", create=True) as ledger:
        for report in (monday(), tuesday()):
            of = document(report.page.text, name=report.page.name, url=report.page.url, outlet=report.page.outlet)
            ledger.record(of, [report], seen_at=NOON, run=ledger.begin(["/news"], at=NOON))

    def command(*arguments: str) -> Ended:
        ended = CliRunner().invoke(app, list(arguments))
        return Ended(ended.exit_code, ended.stdout, ended.stderr)

    return command


def test_figures_are_told_with_their_words_and_on_whose_word(run: Run) -> None:
    assert run("figures", "--sort", "killed", "--outlet", "orle post") == Ended(
        Exit.FINE,
        """\
Ferry sinks off Orle
Orle Post · 5 May 2025 · monday
    at least 14 people · killed · as of 5 May 2025 (“on Monday”) · at Orle (XB)
    The coast guard · said
    monday, 43–54 · nothing said about verification

    three children · killed · part of “at least 14”
    The coast guard · said
    monday, 101–106 · nothing said about verification

    30 bodies · killed
    “a diver”, unresolved · told
    monday, 144–146 · unverified: “His count could not be confirmed” (in the
      page’s own words)

killed: lowest and highest of 2 figures, 1 left out as part of another or
    replaced
    lowest   at least 14 people · The coast guard, via Orle Post · as of 5 May
             2025 · nothing said about verification
    highest  30 bodies · “a diver”, unresolved, via Orle Post · published 5 May
             2025 · unverified

3 figures on 1 page of 1 outlet.
Looked through: 1 page of 1 outlet, 5 May 2025.
""",
        "",
    )


def test_a_vague_word_is_shown_as_the_word_that_it_is(run: Run) -> None:
    for more in ([], ["--series"]):
        shown = run("figures", "--sort", "missing", *more).out
        assert "Dozens" in shown
        assert "24" not in shown.replace("2024", "")


def test_the_series_of_each_source_are_drawn(run: Run) -> None:
    assert run("figures", "--sort", "killed", "--series").out == (
        """\
killed, by source over time
                                  0───────────────────────────────────────────50
the Coast Guard
  5 May 2025  at least 14 people               ├─▷
  6 May 2025  21 people                              ●
The owner
  6 May 2025  no more than 20                     ◁─┤
“a diver”, unresolved (Orle Post)
  5 May 2025  30 bodies                                      ●

● exact · ○ about · ├─┤ between · ├─▷ or more · ◁─┤ or less · ┄┄▷ a vague word

killed: lowest and highest of 4 figures, 2 left out as part of another or
    replaced
    lowest   at least 14 people · The coast guard, via Orle Post · as of 5 May
             2025 · nothing said about verification
    highest  30 bodies · “a diver”, unresolved, via Orle Post · published 5 May
             2025 · unverified

6 figures on 2 pages of 2 outlets.
Looked through: 2 pages of 2 outlets, 5 to 6 May 2025.
"""
    )


def test_figures_are_given_as_json_with_their_count_and_extremes(run: Run) -> None:
    found = json.loads(run("figures", "--sort", "killed", "-n", "1", "--json").out)
    assert found["count"] | {"scope": None} == {
        "figures": 6,
        "sorts": {"killed": 6},
        "sources": 4,
        "pages": 2,
        "outlets": 2,
        "copies": 0,
        "scope": None,
    }
    assert [figure["printed"] for figure in found["figures"]] == ["21"]
    [killed] = found["extremes"]
    assert [(row["printed"], row["as_of"], row["status"]) for row in killed["lowest"]] == [
        ("at least 14", "2025-05-05", "nothing said")
    ]
    series = json.loads(run("figures", "--sort", "killed", "--series", "--json").out)["series"]
    assert [point["printed"] for point in series[0]["points"]] == ["at least 14", "21"]


def test_figures_are_given_as_a_table(run: Run) -> None:
    table = list(csv.DictReader(io.StringIO(run("figures", "--csv", "--speaker", "coast guard").out)))
    columns = ("printed", "low", "high", "bound", "counts", "source", "via", "as_of", "country", "part_of", "replaced")
    assert [[row[column] for column in columns] for row in table] == [
        ["21", "21", "21", "exact", "people", "the Coast Guard", "Harbour Post", "", "", "", "no"],
        ["14", "14", "14", "exact", "people", "the Coast Guard", "Harbour Post", "", "", "", "yes"],
        ["at least 14", "14", "", "at_least", "people", "The coast guard", "Orle Post", "2025-05-05", "XB", "", "no"],
        ["three", "3", "3", "exact", "children", "The coast guard", "Orle Post", "", "", "at least 14", "no"],
    ]
    ended = run("figures", "--csv", "-n", "2")
    assert (ended.out.count("\n"), ended.err) == (3, "2 of 10 figures are written here; --limit 0 writes all\n")
    assert run("figures", "--csv", "--series", "--sort", "missing").out.count("\n") == 3


def test_a_table_runs_no_formula_of_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    write_csv([{"headline": "=HYPERLINK(1)", "low": -5, "outlet": None, "unattributed": True}])
    assert capsys.readouterr().out == "headline,low,outlet,unattributed\n'=HYPERLINK(1),-5,,yes\n"


def test_nothing_found_is_an_answer_too(run: Run) -> None:
    scope = "Looked through: 2 pages of 2 outlets, 5 to 6 May 2025.\n"
    assert run("figures", "--counts", "trams") == Ended(Exit.FINE, f"No figure answers that.\n{scope}", "")
    unplaced = "Not counted in: 9 figures for which no place is named.\n"
    assert run("figures", "--place", "Maren").out == f"No figure answers that.\n{unplaced}{scope}"
    assert "Names like it: The coast guard (1), the Coast Guard (1).\n" in run("figures", "--speaker", "Coost Guard").out
    assert run("figures", "--csv", "--counts", "trams") == Ended(Exit.FINE, "", "")


MISTAKES = [
    (["--sort", "lost"], "--sort: 'lost' is not one of killed, injured"),
    (["--status", "sure"], "--status: 'sure' is not one of nothing said, unverified, confirmed, conflicting"),
    (["--json", "--csv"], "--json and --csv are two forms of one output; give one of them"),
    (["--counts", "!"], "There is no word in '!'"),
    (["killed"], "'killed' stands alone; put before it what it is: --sort or --counts"),
]


@pytest.mark.parametrize(("arguments", "message"), MISTAKES, ids=[message for _, message in MISTAKES])
def test_a_mistake_gets_a_message_and_a_code(run: Run, arguments: list[str], message: str) -> None:
    ended = run("figures", *arguments)
    assert (ended.code, ended.out) == (Exit.USAGE, "")
    assert message in ended.err


def test_the_status_may_be_written_as_one_word(run: Run) -> None:
    assert run("figures", "--status", "nothing-said", "--json") == run("figures", "--status", "nothing said", "--json")


BARS = [
    (0, 0, Bound.EXACT, "●"),
    (100, 100, Bound.EXACT, " " * 20 + "●"),
    (50, 50, Bound.ABOUT, " " * 10 + "○"),
    (25, 75, Bound.RANGE, " " * 5 + "├─────────┤"),
    (50, None, Bound.AT_LEAST, " " * 10 + "├─▷"),
    (None, 50, Bound.AT_MOST, " " * 8 + "◁─┤"),
    (25, None, Bound.ORDER, " " * 5 + "┄┄▷"),
]


@pytest.mark.parametrize(("low", "high", "bound", "bar"), BARS)
def test_a_number_lies_on_its_column(low: float | None, high: float | None, bound: Bound, bar: str) -> None:
    scale = _Scale(0, 100, 21)
    assert scale.axis == "0─────────────────100"
    assert scale.bar(Figure("f1", Span(0, 1), low, high, bound, (), Sort.KILLED)) == bar


def test_numbers_far_apart_lie_on_a_logarithmic_scale() -> None:
    scale = _Scale(3, 9000, 22)
    assert scale.axis == "1───── log ─────10,000"
    assert [scale.column(value) for value in (1, 10, 100, 10_000)] == [0, 5, 10, 21]


def test_words_that_people_ask_with_mean_a_sort() -> None:
    from sayso.cli.options import SORTS

    assert set(SORTS.values()) <= {sort.value for sort in Sort}
    assert not set(SORTS) & {sort.value for sort in Sort}
