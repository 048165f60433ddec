from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.ledger.ledger import Ledger, open_ledger
from tests.ledger.build import NOON, flood, gone, strike, stub


@pytest.fixture(scope="session")
def new_ledger(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a ledger that was just made."""
    path = tmp_path_factory.mktemp("new") / "ledger.db"
    open_ledger(path, create=True).close()
    return path.read_bytes()


@pytest.fixture
def ledger(tmp_path: Path, new_ledger: bytes) -> Iterator[Ledger]:
    """An empty ledger."""
    path = tmp_path / "ledger.db"
    path.write_bytes(new_ledger)
    with open_ledger(path) as opened:
        yield opened


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """A ledger with three pages: two read, one a stub; and a fetch that brought nothing."""
    run = ledger.begin(["/news"], at=NOON)
    for document, report in (flood(), strike(), stub()):
        ledger.record(document, [report], seen_at=NOON, run=run)
    ledger.note_fetch(gone(), run=run)
    ledger.end(run, at=NOON)
    return ledger
