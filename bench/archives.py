"""Archives of crawls: how fast and in how much memory they are read, and whether a run that is killed goes on where it was.

A WARC of 1 GB is made of invented pages, with pictures and requests between them as a crawl has it, plain and gzipped record by
record, and removed afterwards. The source alone reads each; then ``sayso add`` reads a part of it: undisturbed; and killed with
kill -9 at several records, and taken up again each time. Two ledgers are the same if they have the same fingerprint, which is
over all bytes, pages, readings, statements and sightings, without the times. Seconds are those of the clock; CPU seconds tell
what it takes where others are at work.

python -m bench.run archives
"""

from __future__ import annotations

import gzip
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import SaysoError
from sayso.ledger.integrity import audit, fingerprint
from sayso.ledger.ledger import open_ledger

SIZE = 1 << 30
PAGES = 160
"""Pages of the part that ``sayso add`` reads."""
KILLED_AT = (1, 15, 16, 17, 40, 77, 120, 158)
"""How many pages are there when it is killed, each time in a ledger that it had begun before."""
SEED = 2031

_COUNT = """
import sys, time
from sayso.sources.files import documents
begun = time.perf_counter()
found = [0, 0]
for document in documents(sys.argv[1:]):
    found[0] += 1
    found[1] += len(document.data)
print(*found, time.perf_counter() - begun)
"""
_WORDS = (
    "river harbour council water town morning school road bridge dam province governor office people boat house night rain "
    "storm wall field market church valley pump crew officer engineer villager driver nurse number report plan week year"
).split()
_NAMES = ("Ada Ruiz", "Piet Olssen", "Dana Corvath", "Jonas Feld", "Mira Tennant", "Halim Orse")


@dataclass(frozen=True)
class Ended:
    """What a command took, and what it said."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    said: str
    code: int


def measure(shared: Path) -> dict[str, float]:
    """Records a second and peak memory of the source and of ``sayso add``; whether runs that were killed ended in the same."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        for name in ("crawl.warc", "crawl.warc.gz"):
            path = Path(folder) / name
            records = _make(path, SIZE)
            ended = _run([sys.executable, "-c", _COUNT, str(path)])
            pages, data, seconds = (float(each) for each in ended.said.split())
            packed = "gzip" if name.endswith(".gz") else "plain"
            figures |= {
                f"{packed}.records_per_second": records / seconds,
                f"{packed}.mb_per_second": SIZE / 1e6 / seconds,
                f"{packed}.cpu_seconds": ended.cpu_seconds,
                f"{packed}.peak_mb": ended.peak_mb,
                f"{packed}.records": float(records),
                f"{packed}.pages": pages,
                f"{packed}.page_mb": data / 1e6,
                f"{packed}.file_mb": path.stat().st_size / 1e6,
            }
            path.unlink()
        figures |= _added(Path(folder))
    return figures


def _added(folder: Path) -> dict[str, float]:
    """What ``sayso add`` takes for a part, and what it leaves when it is killed."""
    part, whole = folder / "part.warc.gz", folder / "whole.db"
    _make(part, None, pages=PAGES)
    ended = _run(_add(part, whole))
    with open_ledger(whole) as ledger:
        expected, pages, sound = fingerprint(ledger), ledger.scope().pages, audit(ledger).sound
    broken = folder / "broken.db"
    for at in KILLED_AT:
        _run(_add(part, broken), killed=(broken, at))
        with open_ledger(broken) as ledger:
            sound = sound and audit(ledger).sound
    last = _run(_add(part, broken))
    with open_ledger(broken) as ledger:
        same = fingerprint(ledger) == expected and ledger.scope().pages == pages == PAGES
        sound = sound and audit(ledger).sound
    return {
        "add.pages": float(pages),
        "add.pages_per_cpu_minute": 60 * pages / ended.cpu_seconds,
        "add.peak_mb": ended.peak_mb,
        "add.seconds_of_last_resume": last.seconds,
        "add.kills": float(len(KILLED_AT)),
        "resumed_same": float(same),
        "sound": float(sound),
    }


def _add(archive: Path, ledger: Path) -> list[str]:
    return [sys.executable, "-m", "sayso", "add", str(archive), "--ledger", str(ledger)]


def _run(command: list[str], *, killed: tuple[Path, int] | None = None) -> Ended:
    """Runs a command to its end, or kills it when so many pages are in a ledger."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    if killed is not None:
        while _pages_in(killed[0]) < killed[1] and os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if killed is None and process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {said}")
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return Ended(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale, said, process.returncode)


def _pages_in(path: Path) -> int:
    try:
        with open_ledger(path) as ledger:
            return ledger.scope().pages
    except SaysoError:  # it is not there yet
        return 0


# Invented crawls


def _make(path: Path, size: int | None, *, pages: int | None = None) -> int:
    """Writes an archive of so many bytes before packing, or of so many pages; how many records it has."""
    written = number = 0
    packed = path.suffix == ".gz"
    with path.open("wb") as file:
        for record, is_page in _records():
            file.write(gzip.compress(record, 1, mtime=0) if packed else record)
            written += len(record)
            number += 1
            if pages is not None:
                pages -= is_page
                if not pages:
                    break
            elif size is not None and written >= size:
                break
    return number


def _records() -> Iterator[tuple[bytes, bool]]:
    """Records of a crawl without end, each with whether it is a page: after each page its request and a picture."""
    drawn = random.Random(SEED)
    filler = [_menu(drawn) for _ in range(64)]
    picture = drawn.randbytes(1 << 16)
    number = 0
    yield _record("warcinfo", "", b"software: invented\r\n", 0), False
    while True:
        number += 1
        url = f"https://halvery-post.example/2031/{number % 12 + 1:02}/story-{number}"
        html = _page(drawn, number, filler)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(html)
        yield _record("response", url, head + html, number), True
        yield _record("request", url, b"GET / HTTP/1.1\r\nHost: halvery-post.example\r\n\r\n", number), False
        shown = picture[: drawn.randrange(4_000, 60_000)]
        yield _record("response", f"{url}.jpg", b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n" + shown, number), False


def _record(kind: str, url: str, block: bytes, number: int) -> bytes:
    media = {"response": "application/http; msgtype=response", "request": "application/http; msgtype=request"}
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
        f"WARC-Date: 2031-03-{number % 28 + 1:02}T{number % 24:02}:{number % 60:02}:00Z\r\n"
        + (f"WARC-Target-URI: {url}\r\n" if url else "")
        + f"Content-Type: {media.get(kind, 'application/warc-fields')}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _page(drawn: random.Random, number: int, filler: list[str]) -> bytes:
    """A page of some 50 kB, of which 3 kB are the article."""
    paragraphs = "".join(f"<p>{_paragraph(drawn)}</p>\n" for _ in range(9))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Story {number}: {drawn.choice(_WORDS)}</title>'
        f'<meta property="article:published_time" content="2031-03-{number % 28 + 1:02}T09:59:00Z"></head><body>'
        f"{drawn.choice(filler)}<article><h1>The {drawn.choice(_WORDS)} and the {drawn.choice(_WORDS)} on day {number}</h1>\n"
        f"{paragraphs}</article>{drawn.choice(filler)}</body></html>"
    ).encode()


def _paragraph(drawn: random.Random) -> str:
    said = f"{drawn.choice(_NAMES)} said that {drawn.randrange(2, 900)} {drawn.choice(_WORDS)}s had been counted by the morning."
    return " ".join([said, *(_sentence(drawn) for _ in range(3))])


def _sentence(drawn: random.Random) -> str:
    a, b, c, d = drawn.choices(_WORDS, k=4)
    return f"The {a} of the {b} stood beside the {c} for a week, and nobody had asked the {d} why it was so."


def _menu(drawn: random.Random) -> str:
    """What stands around an article: menus and scripts."""
    links = "".join(
        f'<li class="menu-item"><a href="/{drawn.choice(_WORDS)}/{n}">{drawn.choice(_WORDS).title()}</a></li>' for n in range(150)
    )
    script = "".join(f"var v{n}={drawn.random()};" for n in range(400))
    return f"<nav><ul>{links}</ul></nav><script>{script}</script>"


if __name__ == "__main__":
    for figure, value in measure(Path(__file__).parents[2] / "shared").items():
        print(f"{figure:28} {value:12,.2f}")
