"""The commands, with a reader made by hand: what they print, how they end, and what goes wrong without a traceback."""

from __future__ import annotations

import gzip
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

import sayso
from sayso.cli.app import app
from sayso.cli.exits import Exit
from sayso.page.page import Page
from sayso.reading.reader import Reader
from sayso.reading.reading import Attribution, Reading
from sayso.text import Span
from tests.conftest import changed

BRIDGE = """\
Bridge at Orle closed after cracks are found

6 May 2025, 08:30

“I would not walk over it,” Pavel Kord said. The town has closed the bridge to lorries and to buses since Monday morning.
"""
FERRY = """\
Ferry takes the place of the bridge at Orle

8 May 2025, 10:00

“The ferry is safe,” Ada Ruiz said. It takes twenty cars at a time and runs until midnight on every day of the week.
"""


class HandReader:
    """Finds ``“…” Somebody said``."""

    name = "by-hand-1"

    def read(self, page: Page) -> Reading:
        """All of them on the page."""
        found = re.finditer(r"(“[^”]+”) ([A-Z]\w+ [A-Z]\w+) (said)", page.text)
        spans = [[(Span(*m.span(group)),) for group in (2, 3, 1)] for m in found]
        return Reading(tuple(Attribution(*each) for each in spans), self.name)

    def read_many(self, pages: Iterable[Page]) -> Iterator[Reading]:
        """The readings, in order."""
        return (self.read(page) for page in pages)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Ended]]:
    """Runs a command in an empty folder, on a page 80 columns wide."""
    monkeypatch.setattr(Reader, "load", lambda *_, **__: HandReader())
    sayso._reader.cache_clear()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("SAYSO_LEDGER", raising=False)

    def command(*arguments: str, stdin: bytes | None = None) -> Ended:
        ended = CliRunner().invoke(app, list(arguments), input=stdin)
        return Ended(ended.exit_code, ended.stdout, ended.stderr)

    yield command
    sayso._reader.cache_clear()


@pytest.fixture
def pages(run: object, tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (tmp_path / "pages" / "ferry.txt").write_text(FERRY, encoding="utf-8")
    return tmp_path / "pages"


@pytest.fixture
def ledger(run: Callable[..., Ended], pages: Path) -> Path:
    assert run("add", "pages").code == Exit.FINE
    return Path("sayso.db")


def test_a_page_is_read_aloud(run: Callable[..., Ended], pages: Path) -> None:
    assert run("read", "pages/bridge.txt") == Ended(
        Exit.FINE,
        """\
Bridge at Orle closed after cracks are found
published 6 May 2025, 08:30
1 statement · 1 speaker

 1  Pavel Kord · said
    │ “I would not walk over it,”
    paragraph 1, 65–92 · direct

""",
        "",
    )


def test_a_page_is_read_as_json_with_its_text_and_spans(run: Callable[..., Ended], pages: Path) -> None:
    ended = run("read", "pages", "--json")
    bridge, ferry = map(json.loads, ended.out.splitlines())
    [statement] = bridge["statements"]
    assert (ended.code, bridge["id"], ferry["id"], bridge["state"]) == (Exit.FINE, "bridge", "ferry", "read")
    assert bridge["text"] == BRIDGE
    assert [BRIDGE[start:end] for start, end in statement["content"]] == ["“I would not walk over it,”"]
    assert (statement["speaker"], statement["kind"], bridge["published"]) == ("Pavel Kord", "direct", "2025-05-06T08:30")


def test_a_page_comes_from_standard_input(run: Callable[..., Ended]) -> None:
    assert "Pavel Kord · said" in run("read", "-", stdin=BRIDGE.encode()).out


def test_a_page_is_shown_whole_with_its_statements_marked(run: Callable[..., Ended], pages: Path) -> None:
    shown = run("read", "pages/bridge.txt", "--marked").out
    assert "¹⟨“I would not walk over it,”⟩ Pavel Kord said. The town has closed" in shown


def test_one_bad_page_never_stops_the_rest(run: Callable[..., Ended], pages: Path) -> None:
    (pages / "a-picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)))
    (pages / "broken.txt.gz").write_bytes(gzip.compress(BRIDGE.encode())[:-40])
    (pages / "empty.txt").write_bytes(b"")
    ended = run("read", "pages", "nowhere.txt")
    assert ended.code == Exit.UNREADABLE
    assert ended.out.count("· said") == 2
    assert "a-picture — not text: " in ended.out
    assert "empty — empty: " in ended.out
    assert "broken.txt.gz" in ended.err
    assert "No file or folder nowhere.txt" in ended.err


def test_pages_are_added_and_known_again(run: Callable[..., Ended], pages: Path) -> None:
    assert run("add", "pages") == Ended(Exit.FINE, "2 pages added to sayso.db, with 2 statements\n", "")
    assert run("add", "pages") == Ended(Exit.FINE, "Nothing new for sayso.db\n  2 files known already: noted as seen again\n", "")


def test_adding_says_what_could_not_be_read(run: Callable[..., Ended], pages: Path) -> None:
    (pages / "empty.txt").write_bytes(b"")
    ended = run("add", "pages", "--ledger", "desk.db")
    assert ended.code == Exit.UNREADABLE
    assert ended.out.splitlines()[:3] == [
        "3 pages added to desk.db, with 2 statements",
        "  1 page kept, but not read; sayso pages tells what can be done:",
        "    1 empty: there is nothing in it (empty)",
    ]


def test_adding_many_bad_pages_gives_one_line_a_reason(run: Callable[..., Ended], pages: Path) -> None:
    for number in range(5):
        (pages / f"leer-{number}.txt").write_bytes(b"")
    dates = "".join(f'Ferry,0{n}/03/2025,"“The ferry is safe,” Ada Ruiz said. It runs until {n}."\n' for n in range(4, 8))
    (pages / "ferries.csv").write_text(f"title,date,text\n{dates}", encoding="utf-8")
    told = [
        "  5 pages kept, but not read; sayso pages tells what can be done:",
        "    5 empty: there is nothing in it (leer-0, leer-1, leer-2 and 2 more, named",
        "      with --verbose)",
        "  4 pages read, but in doubt:",
        "    4: no date, for it can be read in two ways or in none (ferries:1, ferries:2,",
        "      ferries:3 and 1 more, named with --verbose)",
    ]
    assert run("add", "pages").out.splitlines()[1:] == told
    shown = run("add", "pages", "--verbose", "--ledger", "desk.db").out.splitlines()
    assert shown[2:8] == ["    5 empty: there is nothing in it", *(f"      leer-{n}" for n in range(5))]
    assert "In doubt: no date, for it can be read in two ways or in none: “04/03/2025”;" in " ".join(
        run("pages", "-n", "0").out.split()
    )


def test_a_table_without_texts_is_not_taken_for_prose(run: Callable[..., Ended], pages: Path) -> None:
    (pages / "odd.csv").write_text("id,foo,bar\n1,2,3\n", encoding="utf-8")
    ended = run("read", "pages/odd.csv")
    assert (ended.code, ended.out) == (Exit.UNREADABLE, "")
    assert (
        ended.err
        == "pages/odd.csv has no column with text; the columns are id, foo, bar; call one of them text, and add it again\n"
    )


def test_adding_as_json_gives_all_counts(run: Callable[..., Ended], pages: Path) -> None:
    (pages / "empty.txt").write_bytes(b"")
    added = json.loads(run("add", "pages", "nowhere", "--json").out)
    assert (added["documents"], added["pages"], added["statements"]) == (3, 3, 2)
    assert added["states"] == {"read": 2, "empty": 1}
    assert [words.split(";")[0] for words in added["not_opened"]] == ["No file or folder nowhere"]


def test_adding_a_folder_says_what_it_passed_over(run: Callable[..., Ended], pages: Path) -> None:
    for name in ("memo.docx", "one.JPG", "two.jpg", ".hidden.doc"):
        (pages / name).write_bytes(b"\xff\xd8")
    first = run("add", "pages", "--ledger", "pages/own.db")
    assert first.out.splitlines()[1:] == ["  3 files passed over: .jpg, .docx; name one to have it read"]
    assert first.code == Exit.FINE
    assert run("add", "pages", "--ledger", "pages/own.db", "-v").out.splitlines()[2:] == [
        "  3 files passed over: .jpg, .docx; name one to have it read",
        "      pages/memo.docx",
        "      pages/one.JPG",
        "      pages/two.jpg",
    ]
    named = json.loads(run("add", "pages", "pages/memo.docx", "--json").out)
    assert named["passed_over"] == ["pages/one.JPG", "pages/own.db", "pages/two.jpg"]


def test_a_slip_of_the_pen_makes_no_ledger(run: Callable[..., Ended]) -> None:
    ended = run("add", "paegs")
    assert (ended.code, ended.out) == (Exit.UNREADABLE, "")
    assert "No file or folder paegs" in ended.err
    assert not Path("sayso.db").exists()


def test_the_ledger_may_be_named_in_the_environment(
    run: Callable[..., Ended], pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAYSO_LEDGER", "desk.db")
    run("add", "pages")
    assert (Path("desk.db").exists(), Path("sayso.db").exists()) == (True, False)


ANSWERS: list[tuple[list[str], list[str]]] = [
    ([], ["The ferry is safe", "I would not walk"]),
    (["--speaker", "kord"], ["I would not walk"]),
    (["--words", "ferry"], ["The ferry is safe"]),
    (["--words", '"walk over"'], ["I would not walk"]),
    (["--since", "2025-05-07"], ["The ferry is safe"]),
    (["--until", "2025-05-06"], ["I would not walk"]),
    (["--kind", "direct", "--stance", "neutral", "-n", "1"], ["The ferry is safe"]),
    (["--stance", "denying"], []),
    (["--stance", "denying", "--stance", "neutral"], ["The ferry is safe", "I would not walk"]),
    (["-s", "Kord", "-s", "Ruiz, Ada"], ["The ferry is safe", "I would not walk"]),
    (["--words", "ferry OR walk"], ["The ferry is safe", "I would not walk"]),
    (["--words", "ferry OR walk", "--words", "-over"], ["The ferry is safe"]),
    (["--outlet", "The Orle Post"], []),
]


@pytest.mark.parametrize(("arguments", "answers"), ANSWERS, ids=lambda value: " ".join(value) if value else "all")
def test_statements_are_found(run: Callable[..., Ended], ledger: Path, arguments: list[str], answers: list[str]) -> None:
    ended = run("statements", *arguments, "--json")
    found = [
        row["words"]["content"].strip("“”,")[: len(answer)]
        for row, answer in zip(json.loads(ended.out)["statements"], answers, strict=True)
    ]
    assert (ended.code, found) == (Exit.FINE, answers)


def test_an_answer_has_its_page_and_its_scope(run: Callable[..., Ended], ledger: Path) -> None:
    assert run("who", "Ruiz").out == (
        """\
Ferry takes the place of the bridge at Orle
8 May 2025, 10:00 · ferry
    Ada Ruiz · said
    │ “The ferry is safe,”
    ferry, 64–84 · direct

1 statement on 1 page.
Looked through: 2 pages, 6 to 8 May 2025.
"""
    )


def test_nothing_found_is_an_answer_too(run: Callable[..., Ended], ledger: Path) -> None:
    scope = "Looked through: 2 pages, 6 to 8 May 2025.\n"
    assert run("statements", "-w", "tram") == Ended(Exit.FINE, f"No statement answers that.\n{scope}", "")
    assert run("who", "Nobody") == Ended(Exit.FINE, f"No speaker of this name.\n{scope}", "")


def test_a_name_spelt_otherwise_is_proposed_and_not_taken_for_the_other(run: Callable[..., Ended], ledger: Path) -> None:
    shown = "No speaker of this name.\nNames like it: Ada Ruiz (1).\nLooked through: 2 pages, 6 to 8 May 2025.\n"
    assert run("who", "Ruis") == run("who", "Ruis, Ada") == Ended(Exit.FINE, shown, "")
    assert json.loads(run("who", "Ruis", "--json").out)["close"] == {"Ada Ruiz": 1}
    assert "Ada Ruiz · said" in run("who", "Ruiz, Ada").out
    assert run("who", "Ada", "Ruiz") == run("who", "Ada Ruiz")


def test_where_nothing_was_looked_through_it_is_said_what_there_is(run: Callable[..., Ended], ledger: Path, pages: Path) -> None:
    holds = "The ledger holds: 2 pages, 6 to 8 May 2025.\n"
    assert run("pages", "--since", "2026").out == f"0 pages.\nLooked through: no pages.\n{holds}"
    (pages / "x.jsonl").write_text(json.dumps({"title": "Ferry", "text": FERRY, "outlet": "The Orle Post"}), encoding="utf-8")
    run("add", "pages/x.jsonl")
    told = run("pages", "--outlet", "Orel Post").out.splitlines()
    assert told[1:3] == ["Looked through: no pages.", "Outlets with a name like it: The Orle Post."]
    assert run("who", "--until", "2024").out.endswith("The ledger holds: 3 pages of 1 outlet, 6 to 8 May 2025.\n")


def test_the_same_page_kept_twice_does_not_pass_for_two(run: Callable[..., Ended], pages: Path) -> None:
    html = f"<!doctype html><meta property='og:url' content='https://orle.example/ferry'><h1>Ferry</h1><p>{FERRY * 3}</p>"
    for number in range(2):
        (pages / f"saved-{number}.html").write_text(f"{html}<!-- {number} -->", encoding="utf-8")
    run("add", "pages/saved-0.html", "pages/saved-1.html")
    told = "6 statements on 2 pages of 1 outlet, 3 of them repetitions on other copies of\nthe same page."
    assert told in run("statements").out
    assert json.loads(run("who", "Ruiz", "--json").out)["count"]["copies"] == 3
    assert "6 statements in all, 3 of them repetitions on other copies of the same page." in run("who").out


def test_speakers_are_listed(run: Callable[..., Ended], ledger: Path) -> None:
    assert run("who").out.splitlines()[:2] == [
        "1  Ada Ruiz  person · 1 page · 8 May 2025",
        "1  Pavel Kord  person · 1 page · 6 May 2025",
    ]


def test_pages_are_listed(run: Callable[..., Ended], ledger: Path) -> None:
    assert run("pages", "-n", "1").out == (
        """\
Ferry takes the place of the bridge at Orle
    9d44a771 · ferry · 8 May 2025, 10:00 · 1 statement

2 pages; 1 shown here, --limit 0 shows all.
Looked through: 2 pages, 6 to 8 May 2025.
"""
    )


def test_a_page_is_shown_by_the_id_that_pages_prints_or_by_its_headline(run: Callable[..., Ended], ledger: Path) -> None:
    whole = run("show", "ferry").out
    assert (run("show", "9d44a771").out, run("show", "takes the place").out, run("show", "ferry.txt").out) == (whole,) * 3
    ended = run("show", "bridge at Orle")
    assert (ended.code, ended.out) == (Exit.LEDGER, "")
    assert ended.err.startswith(
        "2 pages have 'bridge at Orle' in their name or headline; say which by its id:\n  9d44a771  Ferry"
    )


def test_a_page_of_the_ledger_is_shown(run: Callable[..., Ended], ledger: Path) -> None:
    assert run("show", "bridge").out == run("read", "pages/bridge.txt", "--marked").out
    assert json.loads(run("show", "bridge", "--json").out) == json.loads(run("read", "pages/bridge.txt", "--json").out)


def test_a_sound_ledger_passes_the_audit(run: Callable[..., Ended], ledger: Path) -> None:
    ended = run("audit")
    assert (ended.code, ended.out.splitlines()[0]) == (Exit.FINE, "sayso.db: everything matches.")
    assert json.loads(run("audit", "--json").out)["sound"] is True


def test_an_edited_ledger_does_not_pass_the_audit_and_is_not_answered_from(run: Callable[..., Ended], ledger: Path) -> None:
    changed(ledger, "UPDATE statements SET speaker = 'Somebody Else' WHERE speaker = 'Ada Ruiz'")
    ended = run("audit")
    assert ended.code == Exit.AUDIT
    assert "(ferry), statement s1" in ended.out
    assert "sayso.db: 1 thing does not match, listed above." in ended.out
    assert json.loads(run("audit", "--json").out)["sound"] is False
    for asked in (["statements"], ["show", "ferry"]):
        ended = run(*asked)
        assert (ended.code, ended.out) == (Exit.LEDGER, "")
        assert re.match(r"Statement s1 of ferry \(\w{12}\) is not what was stored; see what else with: sayso audit\n", ended.err)


@pytest.mark.sqlite
@pytest.mark.parametrize("table", ["sqlite_master", "statements", "pages"])
def test_a_damaged_ledger_is_named_by_the_audit_and_not_written_to(
    run: Callable[..., Ended], ledger: Path, pages: Path, table: str
) -> None:
    with sqlite3.connect(ledger) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone() or (1,)
    connection.close()
    at = (root[0] - 1) * size + (100 if table == "sqlite_master" else 0)
    whole = ledger.read_bytes()
    ledger.write_bytes(whole[:at] + b"\xaa" * 50 + whole[at + 50 :])
    ended = run("audit")
    assert (ended.code, ended.err) == (Exit.AUDIT, "")
    assert "not match, listed above." in ended.out
    assert json.loads(run("audit", "--json").out)["faults"][0]["kind"] == "file"
    (pages / "new.txt").write_text(BRIDGE.replace("Monday", "Sunday"), encoding="utf-8")
    ended = run("add", "pages")
    assert (ended.code, ended.out) == (Exit.LEDGER, "")
    assert re.search(r"sayso.db is damaged \(.+\).* [Rr]estore it from a copy", ended.err)


MISTAKES: list[tuple[list[str], Exit, str]] = [
    (["statements"], Exit.LEDGER, "No ledger at sayso.db; make one with: sayso add FILE"),
    (["who", "Kord", "--ledger", "pages"], Exit.LEDGER, "pages is a folder, not a ledger"),
    (["pages", "--ledger", "pages/bridge.txt"], Exit.LEDGER, "pages/bridge.txt is not a ledger of sayso"),
    (["read", "http://10.9.8.7/1"], Exit.UNREADABLE, "http://10.9.8.7/1 could not be fetched: 10.9.8.7 is an address of"),
    (["read", "nowhere/*.txt"], Exit.UNREADABLE, "No file matches nowhere/*.txt"),
    (["read"], Exit.USAGE, "Missing argument"),
    (["raed", "pages"], Exit.USAGE, "No such command 'raed'"),
    (["statements", "--stance", "sure"], Exit.USAGE, "--stance: 'sure' is not one of neutral, distancing"),
    (["statements", "--stance", "denied"], Exit.USAGE, "did you mean denying?"),
    (["statements", "--kind", "quote"], Exit.USAGE, "--kind: 'quote' is not one of direct, indirect, mixed"),
    (["statements", "Kord"], Exit.USAGE, "'Kord' stands alone; put before it what it is: --speaker or --words"),
    (["pages", "--since", "2025", "Post"], Exit.USAGE, "'Post' stands alone; put before it what it is: --outlet or --since"),
    (["statements", "--since", "2025", "--since", "2024"], Exit.USAGE, "--since is given 2 times; give it once"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), MISTAKES, ids=lambda value: value if isinstance(value, str) else None)
def test_a_mistake_gets_a_message_and_a_code(
    run: Callable[..., Ended], pages: Path, arguments: list[str], code: Exit, message: str
) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.out) == (code, "")
    assert message in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["statements", "--since", "yesterday"], Exit.USAGE, "yesterday"),
        (["statements", "--since", "2025-02-30"], Exit.USAGE, "There is no 2025-02-30 in the calendar"),
        (["pages", "--since", "2025-03", "--until", "2025-02"], Exit.USAGE, "turn the two dates round"),
        (["statements", "--words", "!!"], Exit.USAGE, "There is no word to search for"),
        (["show", "birdge"], Exit.LEDGER, "birdge"),
    ],
)
def test_a_question_that_makes_no_sense_gets_a_message_and_a_code(
    run: Callable[..., Ended], ledger: Path, arguments: list[str], code: Exit, message: str
) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.out) == (code, "")
    assert message in ended.err


def test_after_ctrl_c_the_same_command_goes_on(run: Callable[..., Ended], pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(40):
        (pages / f"more-{number:02}.txt").write_text(BRIDGE.replace("Tuesday", str(number)) + f"\n{number}", encoding="utf-8")
    whole = HandReader.read

    def stopped(self: HandReader, page: Page) -> Reading:
        if page.name == "more-20":
            raise KeyboardInterrupt
        return whole(self, page)

    monkeypatch.setattr(HandReader, "read", stopped)
    ended = run("add", "pages")
    assert ended.code == Exit.INTERRUPTED
    assert "Interrupted. All of this is kept; the same command goes on from here." in ended.out
    monkeypatch.setattr(HandReader, "read", whole)
    kept = int(ended.out.split(" pages added")[0])
    ended = run("add", "pages")
    assert ended.out.splitlines() == [
        f"{42 - kept} pages added to sayso.db, with {42 - kept} statements",
        f"  {kept} files added before this run was broken off",
    ]


def test_ctrl_c_while_reading_ends_quietly(run: Callable[..., Ended], pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(HandReader, "read_many", stopped)
    ended = run("read", "pages")
    assert (ended.code, ended.err) == (Exit.INTERRUPTED, "Interrupted.\n")


def test_an_error_of_our_own_says_how_to_report_it(
    run: Callable[..., Ended], pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no such thing")

    monkeypatch.setattr(Reader, "load", broken)
    ended = run("read", "pages")
    assert ended.code == Exit.BUG
    assert ended.err.startswith("sayso met an error of its own: RuntimeError: no such thing\nPlease report it")


def test_a_page_on_which_sayso_fails_is_reported_and_the_rest_goes_on(
    run: Callable[..., Ended], pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = HandReader.read

    def broken(self: HandReader, page: Page) -> Reading:
        if page.name == "bridge":
            raise RuntimeError("no such thing")
        return whole(self, page)

    monkeypatch.setattr(HandReader, "read", broken)
    ended = run("read", "pages")
    assert ended.code == Exit.UNREADABLE
    assert "Ada Ruiz · said" in ended.out
    assert "bridge.txt: sayso failed on it (RuntimeError: no such thing)" in ended.err


def test_the_version_is_told(run: Callable[..., Ended]) -> None:
    assert run("--version") == Ended(Exit.FINE, f"sayso {sayso.__version__}\n", "")


def test_a_reader_that_leaves_early_is_no_trouble(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number:03}.txt").write_bytes(b"")
    command = f"set -o pipefail; {sys.executable} -m sayso read {tmp_path} --json | head -n 1"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert (json.loads(ended.stdout)["id"], ended.stderr, ended.returncode) == ("000", "", Exit.PIPE)


def test_a_pipe_gets_no_colours(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    ended = subprocess.run([sys.executable, "-m", "sayso", "read", str(tmp_path)], capture_output=True, text=True)
    assert "\x1b" not in ended.stdout
    assert ended.returncode == Exit.UNREADABLE


def test_a_terminal_without_unicode_gets_question_marks_and_escaped_json(tmp_path: Path) -> None:
    (tmp_path / "brücke.txt").write_bytes(b"")
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "sayso", "read", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert ended.stdout.startswith("br?cke ? empty: ")
    ended = subprocess.run([*command, "--json"], capture_output=True, text=True, env=environment)
    assert json.loads(ended.stdout)["id"] == "brücke"


@pytest.mark.model
@pytest.mark.parametrize("kept", [[], ["--ledger", "halvery.db"]], ids=["thrown away", "kept"])
def test_the_demo_reads_the_sample_and_answers(kept: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    ended = CliRunner().invoke(app, ["demo", *kept])
    assert ended.exit_code == Exit.FINE
    assert [path.name for path in tmp_path.glob("*.db")] == kept[1:]
    for words in ("How many are dead", "Lenna Valley Monitor · ", "Grigor Asten", "¹⟨", "not in English"):
        assert words in ended.stdout
