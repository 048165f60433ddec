"""The tour: the sample collection read into a ledger, and three questions answered from it."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from sayso.cli.adding import Course, add_to, show_course
from sayso.cli.answers import show_count, show_rows, show_scope
from sayso.cli.exits import Exit
from sayso.cli.marked import show_marked
from sayso.cli.reports import print_hanging
from sayso.cli.terminal import console, safe
from sayso.cli.withheld import veils_of
from sayso.errors import ModelDamaged
from sayso.ledger.answers import StatementFilter
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.veils import Wish

SAMPLE = Path(__file__).parents[1] / "sample"


@dataclass(frozen=True)
class Question:
    """Something that a newsroom asks, and the command that answers it."""

    words: str
    command: str
    asked: StatementFilter


TOLL = Question(
    "How many are dead, and who counts them?",
    "sayso statements --words dead --limit 4",
    StatementFilter(words="dead", limit=4),
)
SPOKESMAN = Question(
    "What has Vostra's spokesman Grigor Asten said since?",
    "sayso who Asten --limit 5",
    StatementFilter(speaker="Asten", oldest_first=True, limit=5),
)
PAGE = "harbor-ledger-wall-of-water"


def tour(path: str | None) -> Exit:
    """Reads the collection into a ledger at the path, or into one that is thrown away, and shows what can be asked of it."""
    out = console()
    if path is not None:
        _walk(out, path)
        print_hanging(out, Text(safe(f"The ledger is kept in {path}. Ask it something of your own:"), style="headline"))
        out.print(f"  sayso statements --stance denying --ledger {safe(path)}", style="cue")
        out.print(f"  sayso who --ledger {safe(path)}", style="cue")
        return Exit.FINE
    with tempfile.TemporaryDirectory() as folder:
        _walk(out, str(Path(folder) / "demo.db"), shown="a ledger that is thrown away afterwards")
    print_hanging(out, Text("To keep the ledger and ask it something of your own:", style="headline"))
    out.print("  sayso demo --ledger demo.db", style="cue")
    return Exit.FINE


def sample_pages() -> list[Path]:
    """The files of the sample collection, in the order of its list."""
    listed = SAMPLE / "collection.json"
    if not listed.exists():
        raise ModelDamaged(f"The sample collection is missing from {SAMPLE}; install sayso again")
    return [SAMPLE / page["file"] for page in json.loads(listed.read_text(encoding="utf-8"))["pages"]]


def _walk(out: Console, path: str, *, shown: str | None = None) -> None:
    pages = [str(page) for page in sample_pages()]
    _title(out, "A dam breaks above the town of Halvery: three days in the news, all invented")
    print_hanging(out, Text(f"Reading {len(pages)} pages by invented outlets ..."))
    with open_ledger(path, create=True) as kept:
        course = Course()
        add_to(kept, pages, course, total=len(pages))
        ledger = kept.shown(veils_of(path, Wish.PRISONERS, face="demo"))
        show_course(out, course, shown or path)
        for question in (TOLL, SPOKESMAN):
            _answer(out, ledger, question, path if shown is None else None)
        _title(out, "One page, with its statements marked", _with_ledger(f"sayso show {PAGE}", path if shown is None else None))
        show_marked(out, ledger.page(PAGE))


def _answer(out: Console, ledger: Ledger, question: Question, path: str | None) -> None:
    _title(out, question.words, _with_ledger(question.command, path))
    shown = show_rows(out, ledger.statements(question.asked))
    count = ledger.count(StatementFilter(speaker=question.asked.speaker, words=question.asked.words))
    show_count(out, count, shown=shown)
    show_scope(out, count.scope)


def _with_ledger(command: str, path: str | None) -> str:
    return f"{command} --ledger {path}" if path else command


def _title(out: Console, words: str, command: str | None = None) -> None:
    out.print()
    out.rule(Text(words, style="headline"), align="left", style="quiet")
    if command:
        out.print(Text(f"$ {safe(command)}", style="cue"))
    out.print()
