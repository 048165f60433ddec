"""A ledger on PostgreSQL beside one in a file: how fast pages are added, by one writer and by eight, and questions answered.

    python -m bench.postgres [PAGES]

The server is Debian's, on this machine, in a folder of its own (``tests.desk``) and with its data as safe as in a newsroom
(``fsync`` on). Pages are made from a seed and not read: what is measured is the database. Both must give the same answers.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sayso.errors import SaysoError
from sayso.ledger.answers import StatementFilter
from sayso.ledger.integrity import audit, fingerprint
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.reported import FigureFilter
from tests.desk import server
from tests.ledger.build import NOON
from tests.ledger.many import made, questions

PAGES = 1000
QUESTIONS = 100
WRITERS = 8

WRITER = """
import sys
from sayso.ledger.ledger import open_ledger
from tests.ledger.build import NOON
from tests.ledger.many import made

place, number, pages = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
reports = list(made(pages, seed=number))
with open_ledger(place, patience=300) as ledger:
    print("ready", flush=True)
    sys.stdin.readline()
    run = ledger.begin([str(number)], at=NOON)
    for document, report in reports:
        ledger.record(document, [report], seen_at=NOON, run=run)
"""


def measure(shared: Path, pages: int = PAGES) -> dict[str, float]:
    """Pages a second and milliseconds a question, of both."""
    figures: dict[str, float] = {}
    prints, answers = [], []
    safe = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
    with tempfile.TemporaryDirectory() as folder, server(**safe) as url:
        for name, place in (("SQLite", str(Path(folder) / "ledger.db")), ("PostgreSQL", url)):
            with open_ledger(place, create=True) as ledger:
                figures[f"{name}: pages a second, one writer"] = pages / _fill(ledger, pages)
                took, said = _asked(ledger)
                figures[f"{name}: ms a question, median"] = statistics.median(took)
                figures[f"{name}: ms a question, slowest of twenty"] = sorted(took)[int(len(took) * 0.95)]
                prints.append(fingerprint(ledger))
                answers.append(said)
            figures[f"{name}: pages a second, {WRITERS} writers"] = pages / _many(place, pages)
            with open_ledger(place) as ledger:
                begun = time.perf_counter()
                sound = audit(ledger).sound
                figures[f"{name}: seconds to audit {2 * pages:,} pages"] = time.perf_counter() - begun
                figures[f"{name}: sound after {WRITERS} writers (1 is yes)"] = float(sound)
    figures["same evidence in both (1 is yes)"] = float(prints[0] == prints[1])
    figures[f"same answers to {QUESTIONS} questions (1 is yes)"] = float(answers[0] == answers[1])
    return {name: round(value, 2) for name, value in figures.items()}


def _fill(ledger: Ledger, pages: int) -> float:
    reports = list(made(pages, seed=1000))
    begun = time.perf_counter()
    run = ledger.begin(["bench"], at=NOON)
    for document, report in reports:
        ledger.record(document, [report], seen_at=NOON, run=run)
    ledger.end(run, at=NOON)
    return time.perf_counter() - begun


def _asked(ledger: Ledger) -> tuple[list[float], list[object]]:
    took, said = [], []
    for asked in questions(QUESTIONS):
        begun = time.perf_counter()
        try:
            found: object = (
                [row.as_json() for row in ledger.figures(asked)]
                if isinstance(asked, FigureFilter)
                else ([row.as_json() for row in ledger.statements(asked)], ledger.count(asked).as_json())
            )
        except SaysoError as error:
            found = str(error)
        took.append(1000 * (time.perf_counter() - begun))
        said.append(found)
    assert any(isinstance(asked, StatementFilter) for asked in questions(QUESTIONS))
    return took, said


def _many(place: str, pages: int) -> float:
    """Seconds that several processes take to add so many pages together, from when all are ready."""
    command = [sys.executable, "-c", WRITER, place]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "cwd": Path(__file__).parents[1], "text": True}
    writers = [subprocess.Popen([*command, str(n), str(pages // WRITERS)], **pipes) for n in range(WRITERS)]  # type: ignore[call-overload]
    for writer in writers:
        writer.stdout.readline()
    begun = time.perf_counter()
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    ended = [writer.wait() for writer in writers]
    if any(ended):
        raise RuntimeError("a writer failed; see above")
    return time.perf_counter() - begun


if __name__ == "__main__":
    for name, value in measure(Path(), *map(int, sys.argv[1:])).items():
        print(f"{name:48} {value:>12,.2f}")
