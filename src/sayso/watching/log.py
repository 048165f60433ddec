"""The log of what watching did: JSON lines beside the ledger. Like what is remembered, it names lists, but no pages."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

LARGEST = 2 * 1024 * 1024
KEPT = 3
"""So many older files are kept beside the one that is written to."""


def log_beside(ledger: Path) -> Path:
    """The file that the log of a ledger is written to."""
    return ledger.with_name(ledger.name + ".watch-log.jsonl")


class Log:
    """A log that turns over when it is full: ``NAME.1`` is the last one before it, and so on."""

    def __init__(self, path: Path, *, largest: int = LARGEST) -> None:
        self.path = path
        self._largest = largest

    def write(self, entry: dict[str, Any]) -> None:
        """Add a line. A log that cannot be written stops nothing."""
        with suppress(OSError):
            if self.path.exists() and self.path.stat().st_size > self._largest:
                for number in range(KEPT - 1, 0, -1):
                    if (older := self._older(number)).exists():
                        older.replace(self._older(number + 1))
                self.path.replace(self._older(1))
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")

    def _older(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}")
