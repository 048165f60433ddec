"""What the base install takes: megabytes on disk and seconds, in a fresh virtual environment with the pip that it comes with."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def measure(_shared: Path) -> dict[str, float]:
    """Megabytes that the install adds to an empty environment, sayso and its model included, and the seconds it takes."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "venv"
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        before = _megabytes(home)
        begun = time.perf_counter()
        subprocess.run(
            [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", str(ROOT)], check=True, capture_output=True
        )
        taken = time.perf_counter() - begun
        subprocess.run([str(home / "bin" / "sayso"), "demo"], cwd=folder, check=True, capture_output=True)  # nothing is missing
        torch = list(home.glob("lib/*/site-packages/torch"))
        return {
            "megabytes": round(_megabytes(home) - before, 1),
            "seconds": round(taken, 1),
            "packages": len(list(home.glob("lib/*/site-packages/*.dist-info"))),
            "torch": len(torch),
        }


def _megabytes(folder: Path) -> float:
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_symlink()) / 1e6
