"""How fast it starts: each command in a new process, the median of five runs, in seconds."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

import sayso

SAMPLE = Path(sayso.__file__).parent / "sample"
RUNS = 5


def measure(_shared: Path) -> dict[str, float]:
    """Seconds for ``import sayso``, for the help, and for reading one page of the sample."""
    page = min(SAMPLE.glob("**/*.html"))
    return {
        "import_sayso": _seconds("-c", "import sayso"),
        "help": _seconds("-m", "sayso", "--help"),
        "read_one_page": _seconds("-m", "sayso", "read", str(page)),
    }


def _seconds(*arguments: str) -> float:
    taken = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        taken.append(time.perf_counter() - begun)
    return round(statistics.median(taken), 3)
