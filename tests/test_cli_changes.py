"""``sayso changes``: what it prints as text and as JSON, and what it says where there is nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from typer.testing import CliRunner

import sayso
from sayso.cli.app import app
from sayso.cli.exits import Exit
from sayso.ledger.ledger import open_ledger
from tests.test_cli import Ended

pytestmark = pytest.mark.model
Run = Callable[..., Ended]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of three pages of the sample collection, two of which are versions of one article."""
    path = tmp_path_factory.mktemp("sample") / "sayso.db"
    with as_file(files("sayso") / "sample") as sample, open_ledger(path, create=True) as ledger:
        day = sample / "2025-03-11"
        names = ("morrow-gazette-dam-v2", "meridian-dam-burst", "morrow-gazette-dam-v1")
        sayso.add(ledger, *(day / f"{name}.html" for name in names))
    return path


@pytest.fixture
def run(kept: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on it, 100 columns wide."""
    monkeypatch.setenv("COLUMNS", "100")

    def command(*arguments: str) -> Ended:
        ended = CliRunner().invoke(app, [*arguments, "--ledger", str(kept)])
        return Ended(ended.exit_code, ended.stdout, ended.stderr)

    return command


CHANGED = """\
Fifty-two dead after shelled dam collapses above town in eastern Ardovia
The Morrow Gazette · 11 March 2025, 13:20 UTC (morrow-gazette-dam-v1) → 11 March 2025, 21:05 UTC
(morrow-gazette-dam-v2)
    headline: number        “At least 38” → “Fifty-two”
                            the page says so
    figure changed          “At least 38” → “Fifty-two”
                            people · killed · Pavel Dorrin · paragraph 2 · the page says so
    bound lost              “At least 38” → “Fifty-two”
                            people · killed · Pavel Dorrin · paragraph 2 · the page says so
    attribution dropped     “Ardovian officials said” has gone; the page says now: “At least four
                            artillery shells hit the Torrin Gorge dam shortly before it failed”
                            paragraph 3
    mark removed            “that the Gazette could not independently verify” has gone
                            paragraph 4
    figure changed          “12km” → “9km”
                            paragraph 4
    statement added         Lena Marr, surgeon at the district hospital · said · “staff had counted
                            58 bodies by nightfall”
                            paragraph 7
    statement added         Lena Marr, surgeon at the district hospital · said · ‘We have stopped
                            writing the names on paper because the paper is wet,’
                            paragraph 7
    The page says of it: “• This article was amended on 11 March 2025. It was updated with a later
        number of deaths.”
    8 changes, 5 of them silent.

8 changes on 1 page.
"""
SCOPE = "Looked through: 3 pages of 2 outlets, 11 March 2025.\n"


def test_the_changes_of_the_sample_article(run: Run) -> None:
    assert run("changes") == Ended(Exit.FINE, CHANGED + SCOPE, "")


@pytest.mark.parametrize(
    "name",
    [
        "morrow-gazette-dam-v1",
        "morrow-gazette-dam-v2",
        "https://www.morrowgazette.example/world/2025/mar/11/ardovia-torrin-gorge-dam-collapse-halvery",
        "http://morrowgazette.example/world/2025/mar/11/ardovia-torrin-gorge-dam-collapse-halvery/?utm_source=feed",
    ],
)
def test_a_page_is_named_by_any_version_and_any_variant_of_its_address(run: Run, name: str) -> None:
    assert run("changes", name) == Ended(Exit.FINE, CHANGED, "")


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (["--since", "2025-03-11"], True),
        (["--until", "2025-03"], True),
        (["--outlet", "morrow gazette"], True),
        (["--since", "2025-03-12"], False),
        (["--until", "2025-03-10"], False),
        (["--outlet", "Meridian"], False),
    ],
)
def test_changes_are_chosen_by_date_and_outlet(run: Run, options: list[str], shown: bool) -> None:
    ended = run("changes", *options)
    assert ended.code == Exit.FINE
    assert ("bound lost" in ended.out) is shown


def test_the_changes_of_a_story_are_those_of_all_its_pages(run: Run) -> None:
    assert run("changes", "meridian-dam-burst", "--story") == Ended(Exit.FINE, CHANGED, "")
    assert run("changes", "--story").code == Exit.USAGE


def test_as_json_each_change_cites_both_versions(run: Run) -> None:
    (revision,) = json.loads(run("changes", "--json").out)["revisions"]
    texts = {side: json.loads(run("show", revision[side]["page"], "--json").out)["text"] for side in ("older", "newer")}
    for change in revision["changes"]:
        for side, text in (("old", texts["older"]), ("new", texts["newer"])):
            words = change[side]["words"] or ""
            assert all(text[start:end] in words for start, end in change[side]["spans"])
    kinds = [(change["kind"], change["announced"]) for change in revision["changes"]]
    assert kinds == [
        ("headline: number", "named"),
        ("figure changed", "named"),
        ("bound lost", "named"),
        ("attribution dropped", "silent"),
        ("mark removed", "silent"),
        ("figure changed", "silent"),
        ("statement added", "silent"),
        ("statement added", "silent"),
        ("modified", "silent"),
    ]
    assert [notice["kind"] for notice in revision["notices"]] == ["amended"]


def test_names_that_are_withheld_stay_so_in_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first = files("sayso").joinpath("sample/2025-03-12/velmar-courier-captives.html").read_text(encoding="utf-8")
    second = first.replace("Kostan says in the recording", "an unnamed soldier says in the recording").replace("three", "four")
    for name, text in (("first", first), ("second", second)):
        Path(f"{name}.html").write_text(text, encoding="utf-8")
    with open_ledger("sayso.db", create=True) as ledger:
        sayso.add(ledger, "first.html", "second.html")
    for form in ([], ["--json"]):
        shown = CliRunner().invoke(app, ["changes", *form]).stdout
        assert "name withheld" in shown
        assert "Kostan" not in shown
    assert "Kostan" in CliRunner().invoke(app, ["changes", "--unveil"]).stdout


def test_where_nothing_changed_it_says_what_to_do(run: Run, tmp_path: Path) -> None:
    assert run("changes", "meridian-dam-burst").out == (
        "It is here in one version only. Add it again when it has changed, with: sayso add\n"
    )
    assert "Nothing changed in that time" in run("changes", "--since", "2030").out
    with open_ledger(tmp_path / "empty.db", create=True):
        pass
    ended = CliRunner().invoke(app, ["changes", "--ledger", str(tmp_path / "empty.db")])
    assert ended.stdout.startswith("No page is here in two versions. Add one again when it has changed")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["changes", "no-such-page"], Exit.LEDGER, "No page called 'no-such-page'"),
        (["changes", "--since", "yesterday"], Exit.USAGE, "'yesterday' is no date"),
    ],
)
def test_what_goes_wrong_is_said_without_a_traceback(run: Run, arguments: list[str], code: Exit, words: str) -> None:
    ended = run(*arguments)
    assert ended.code == code
    assert words in ended.err


NOTICE = """<html><head><title>Ferry stopped at Port Maren</title>
<link rel="canonical" href="https://www.courier.example/ferry"></head>
<body><article><h1>Ferry stopped</h1><p>Subscribe to continue reading this article.</p></article></body></html>"""
FERRY = """<html><head><title>Ferry stopped at Port Maren</title>
<meta property="og:site_name" content="The Maren Courier"><link rel="canonical" href="https://www.courier.example/ferry"></head>
<body><article><h1>Ferry stopped at Port Maren</h1><p>The ferry to Port Maren was stopped on Monday because of a storm.</p>
<p>Mayor Ilse Brandt said {number} people were waiting at the harbour. She said that nobody had been hurt.</p>
<p>The company that runs the ferry, Maren Lines, said it would sail again when the wind dropped.
</p></article></body></html>"""


@pytest.mark.parametrize("after", [False, True])
def test_a_notice_in_place_of_the_article_takes_nothing_out_of_it(
    after: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    texts = {"first": FERRY.format(number="nine"), "notice": NOTICE} | ({"third": FERRY.format(number="forty")} if after else {})
    for name, text in texts.items():
        Path(f"{name}.html").write_text(text, encoding="utf-8")
        with open_ledger("sayso.db", create=True) as ledger:
            sayso.add(ledger, f"{name}.html")
    for named in ([], ["https://www.courier.example/ferry"], ["--outlet", "Maren Courier"]):
        shown = CliRunner().invoke(app, ["changes", *named]).stdout
        assert "1 version could not be read, and is not compared:\n    could not be read at " in shown
        assert "no article: a paywall notice stands where the article should be" in " ".join(shown.split())
        assert "dropped" not in shown
        assert "has gone" not in shown
        assert ("“nine” → “forty”" in shown) is after
        assert ("1 change on 1 page." in shown) is after
        told = json.loads(CliRunner().invoke(app, ["changes", *named, "--json"]).stdout)
        assert [(r["older"]["name"], r["newer"]["name"]) for r in told["revisions"]] == ([("first", "third")] if after else [])
        (unread,) = told["unread"]
        assert (unread["name"], unread["state"], unread["by"]) == ("notice", "stub", "first seen")
        assert unread["why"].startswith("no article: a paywall notice")
    assert "Looked through" in CliRunner().invoke(app, ["changes"]).stdout
    if not after:
        shown = CliRunner().invoke(app, ["changes", "https://www.courier.example/ferry"]).stdout
        assert "It is here in one version that could be read." in shown
