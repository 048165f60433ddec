"""How fast pages come in, and whether anything is lost or doubled when it is killed: ``python -m bench.fetching``.

Three things are measured, each on one core: fetched and stored (network, archive, ledger; pages are made, not read), with the
model reading them too, and at the usual pace (a second between two requests to one host) from many hosts. Then a run is killed
at random moments, over and over, and taken up again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from sayso.ledger.integrity import audit
from sayso.ledger.ledger import open_ledger
from sayso.sources.archive_files import archive_beside
from tests.site import Site

TARGET = 300
"""Pages a minute, fetched and stored, on one core."""

GATHERING = """
import sys, time
from collections.abc import Iterable
from sayso.gathering import gather
from sayso.ledger.ledger import open_ledger
from sayso.reading.reading import Reading
from sayso.sources.fetch import Settings

class Nothing:
    name = "none-1"
    def read(self, page): return Reading((), self.name)
    def read_many(self, pages): return (self.read(page) for page in pages)

path, reads, delay, *urls = sys.argv[1:]
if reads == "model":
    from sayso.reading.reader import Reader
    reader = Reader.load()
else:
    reader = Nothing()
began = time.monotonic()
with open_ledger(path, create=True) as ledger:
    settings = Settings(allow_private=True, delay=float(delay))
    gathered = gather(ledger, urls, reader, settings, on_page=lambda _: print(".", flush=True))
print(time.monotonic() - began, gathered.got, len(gathered.failed), flush=True)
"""


def _command(path: Path, urls: list[str], *, reads: str, delay: float, core: int | None) -> list[str]:
    pinned = ["taskset", "-c", str(core)] if core is not None else []
    return [*pinned, sys.executable, "-c", GATHERING, str(path), reads, str(delay), *urls]


def pages_a_minute(site: Site, number: int, *, hosts: int, reads: str, delay: float, core: int | None) -> float:
    """How many pages a minute come in, of so many from so many hosts."""
    with tempfile.TemporaryDirectory() as folder:
        urls = [site.url(f"host{n % hosts}", f"/gzip/page/{n}" if n % 2 else f"/page/{n}") for n in range(number)]
        command = _command(Path(folder) / "sayso.db", urls, reads=reads, delay=delay, core=core)
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1].split()
        assert told[1:] == [str(number), "0"], told
        return number / float(told[0]) * 60


def killed(site: Site, number: int, kills: int, *, seed: int = 7) -> dict[str, int]:
    """What a run comes to that is killed so often: addresses lost, fetched twice, archived twice; faults of the audit."""
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sayso.db"
        urls = [site.url(f"host{n % 8}", f"/page/{n}") for n in range(number)]
        command = _command(path, urls, reads="none", delay=0, core=None)
        done = 0
        while done < kills:
            process = subprocess.Popen(command, stdout=subprocess.PIPE)
            assert process.stdout is not None
            ahead = dice.randrange(1, max(2, number // kills))
            if not all(process.stdout.readline() for _ in range(ahead)):
                raise RuntimeError("the run came to its end before it was killed; give more pages or fewer kills")
            time.sleep(dice.random() * 0.03)
            process.send_signal(signal.SIGKILL)
            process.wait()
            process.stdout.close()
            done += 1
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        with open_ledger(path) as ledger:
            rows = Counter(row.asked for row in ledger.fetches())
            archived = Counter(found.fetch.asked for found in _found(ledger.path))
            faults = len(audit(ledger).faults)
            pages = sum(1 for _ in ledger.pages())
        return {
            "pages": pages,
            "lost": sum(not (rows[url] and archived[url]) for url in urls),
            "fetched twice": sum(rows[url] > 1 for url in urls),
            "archived twice": sum(archived[url] > 1 for url in urls),
            "faults": faults,
            "kills": done,
        }


def _found(path: Path):  # type: ignore[no-untyped-def]
    from sayso.sources.archive_files import Archive

    return Archive(archive_beside(path)).found()


def measure(_shared: Path | None = None) -> dict[str, float]:
    """Pages a minute on one core, and what is lost or doubled by forty kills."""
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    with Site() as site:
        found = {
            "pages_a_minute": pages_a_minute(site, 600, hosts=8, reads="none", delay=0, core=1),
            "pages_a_minute_with_reading": pages_a_minute(site, 300, hosts=8, reads="model", delay=0, core=1),
        }
        told = killed(site, 1600, 40)
    found["kills"] = told["kills"]
    found["lost_or_doubled"] = told["lost"] + told["fetched twice"] + told["archived twice"] + told["faults"]
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=600)
    options.add_argument("--kills", type=int, default=40)
    options.add_argument("--core", type=int, default=1, help="the core that sayso runs on")
    options.add_argument("--json", action="store_true")
    asked = options.parse_args()
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    measured: dict[str, object] = {}
    with Site() as site:
        for name, number, hosts, reads, delay in (
            ("fetched and stored", asked.pages, 8, "none", 0.0),
            ("with reading", asked.pages // 2, 8, "model", 0.0),
            ("at the usual pace, 20 hosts", asked.pages // 4, 20, "none", 1.0),
        ):
            measured[name] = round(pages_a_minute(site, number, hosts=hosts, reads=reads, delay=delay, core=asked.core))
            print(f"{name}: {measured[name]:,} pages a minute on one core (target: {TARGET})", file=sys.stderr)
        measured["killed"] = killed(site, 40 * asked.kills, asked.kills)
    if asked.json:
        print(json.dumps(measured))
    else:
        for name, value in measured.items():
            print(f"{name}: {value}")


if __name__ == "__main__":
    main()
