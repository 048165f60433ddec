"""Adding an archive to a ledger on one core: speed, memory, and whether a run that was broken off ends in the same ledger.

The archive is added three times by ``sayso add``: undisturbed; stopped half-way with Ctrl-C and taken up again; killed half-way
and taken up again. Two ledgers are the same if they have the same fingerprint: all bytes, pages, readings, statements and
sightings, without the times. Seconds are from the start of the command to its end; CPU seconds tell what it takes where others
are at work. The code must not change while it runs: the parts of one ledger would then be read by different rules.

python -m bench.run adding
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import SaysoError
from sayso.ledger.integrity import audit, fingerprint
from sayso.ledger.ledger import open_ledger

ARCHIVE = "collections/ukraine-2022/articles.jsonl"


@dataclass(frozen=True)
class Ended:
    """What a command took."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


def measure(shared: Path) -> dict[str, float]:
    """Words a second and peak memory of an undisturbed run, and whether runs that were broken off ended in the same ledger."""
    archive = shared / ARCHIVE
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.db"
        ended = _add(archive, whole)
        with open_ledger(whole) as ledger:
            print_of_whole = fingerprint(ledger)
            pages = list(ledger.pages())
            statements = ledger.count().statements
            begun = time.perf_counter()
            sound = audit(ledger).sound
            audited = time.perf_counter() - begun
        size = whole.stat().st_size
        again = _add(archive, whole)
        same = {}
        for how in (signal.SIGINT, signal.SIGKILL):
            path = Path(folder) / f"{how.name}.db"
            _add(archive, path, stop=how, at=len(pages) // 2)
            with open_ledger(path) as ledger:
                done = ledger.scope().pages
                assert 0 < done < len(pages), f"{how.name} came too early or too late: {done} pages were there"
                sound = sound and audit(ledger).sound
            _add(archive, path)
            with open_ledger(path) as ledger:
                same[how] = fingerprint(ledger) == print_of_whole and audit(ledger).sound
        words = sum(page.words for page in pages)
        return {
            "words_per_second": words / ended.seconds,
            "words_per_cpu_second": words / ended.cpu_seconds,
            "peak_mb": ended.peak_mb,
            "resumed_same": float(all(same.values())),
            "resumed_same_after_ctrl_c": float(same[signal.SIGINT]),
            "resumed_same_after_kill": float(same[signal.SIGKILL]),
            "sound": float(sound),
            "words": float(words),
            "pages": float(len(pages)),
            "statements": float(statements),
            "seconds": ended.seconds,
            "seconds_to_add_again": again.seconds,
            "seconds_to_audit": audited,
            "ledger_mb": size / 1e6,
        }


def _add(archive: Path, ledger: Path, *, stop: signal.Signals | None = None, at: int = 0) -> Ended:
    """``sayso add`` on one core, in a process of its own; ``stop`` is sent when ``at`` pages are in the ledger."""
    command = [sys.executable, "-m", "sayso", "add", str(archive), "--ledger", str(ledger)]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if hasattr(os, "sched_setaffinity"):  # before its threads are made, which then stay on that core too
        os.sched_setaffinity(process.pid, {max(os.sched_getaffinity(0))})
    if stop is not None:
        while _pages_in(ledger) < at and os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            time.sleep(0.1)
        process.send_signal(stop)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    code = process.returncode = os.waitstatus_to_exitcode(status)
    assert process.stderr is not None
    if code != (0 if stop is None else 130 if stop is signal.SIGINT else -stop):
        raise RuntimeError(f"{' '.join(command)} ended with {code}: {process.stderr.read().decode()}")
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return Ended(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)


def _pages_in(path: Path) -> int:
    try:
        with open_ledger(path) as ledger:
            return ledger.scope().pages
    except SaysoError:  # it is not there yet
        return 0


if __name__ == "__main__":
    for figure, value in measure(Path(__file__).parents[2] / "shared").items():
        print(f"{figure:28} {value:12,.2f}")
