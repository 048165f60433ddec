"""What linking one page costs in a ledger of 1,000 pages and in one of 100,000, and whether the order of adding matters.

Pages of the collections are added to a ledger and linked, but for some, which are the new ones. Larger ledgers are simulated:
the rows that linking keeps are copied many times over, each copy of the archive 13 days later than the one before, with other
row numbers, entries, addresses and sentences, but with the same names, places and words. So every look-up meets as many rows as
it would. The new pages are then linked one by one, each in a transaction that is taken back.

For the order, the pages of the invented events are added by their dates, and shuffled, and all groups are compared.

python -m bench.linking [SHARED]
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, Integer, String, func, insert, literal, select
from sqlalchemy.sql import ColumnElement

import sayso
from bench.planted import events, ledger_of
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.schema import pages
from sayso.page.page import Kind
from sayso.sources.files import documents
from sayso.stories import linking, traces
from sayso.stories.dossiers import dossiers
from sayso.stories.traces import derived

SHARED = Path(__file__).parents[2] / "shared"
PAGES, NEW = 500, 40
"""Pages that are linked for real, and pages that are then added to them."""
DAYS = 13
"""Days between two copies of the archive in a simulated ledger."""
STEP = 10_000
SEED = 11


def measure(shared: Path) -> dict[str, float]:
    """Milliseconds of linking a page at three sizes, the database's file, peak memory, and whether orders agree."""
    found: dict[str, float] = {"order_same": float(_order_same())}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "linking.db"
        sample = random.Random(SEED).sample(list(documents([shared / "collections"])), PAGES + NEW)
        archive = Path(folder) / "archive"
        archive.mkdir()
        for number, document in enumerate(sample):
            suffix = Path(document.name).suffix if document.kind is not Kind.RECORD else ".jsonl"
            (archive / f"{number:03d}{suffix or '.txt'}").write_bytes(document.data)
        with open_ledger(path, create=True) as ledger:
            sayso.add(ledger, str(archive))
            return found | _costs(ledger)


def _costs(ledger: Ledger) -> dict[str, float]:
    found: dict[str, float] = {}
    engine: Engine = ledger.store._engine  # a transaction that is taken back is nobody's but a measurement's
    with engine.connect() as connection:
        rows = list(connection.execute(select(pages.c.id).order_by(pages.c.id)).scalars())
        old, new = rows[:-NEW], rows[-NEW:]
    with ledger.store.writing() as connection:
        traces.make_again(connection, linking._version(linking.FINDERS))
        for page in old:
            linking._link(connection, page, linking.FINDERS)
    copies = 1
    for name, wanted in (("1000", 2), ("10000", 20), ("100000", 200)):
        with ledger.store.writing() as connection:
            for number in range(copies, wanted):
                _copy(connection, number)
        copies = wanted
        with ledger.store.reading() as connection:
            found[f"pages_{name}"] = float(connection.execute(select(func.count()).select_from(traces.traced_pages)).scalar_one())
        times = [_timed(engine, page) for page in new]
        found[f"ms_at_{name}"] = statistics.mean(times)
        found[f"ms_at_{name}_longest"] = max(times)
        print(f"{name} pages: {found[f'ms_at_{name}']:.1f} ms a page, the longest {max(times):.1f}", file=sys.stderr, flush=True)
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found["ledger_mb"] = ledger.path.stat().st_size / 1e6
    return found


def _timed(engine: Engine, page: int) -> float:
    """Milliseconds that linking a page takes; nothing of it is kept."""
    with engine.connect() as connection:
        connection = connection.execution_options(sayso_writes=True)
        transaction = connection.begin()
        begun = time.perf_counter()
        linking._link(connection, page, linking.FINDERS)
        took = time.perf_counter() - begun
        transaction.rollback()
    return took * 1000


def _copy(connection: Connection, number: int) -> None:
    """Copy the rows of the pages that are linked for real, as of an archive so many times 13 days later."""
    for table in derived.tables.values():
        if "page_id" not in table.c:
            continue
        kept = [c for c in table.columns if not (c.name == "id" and c.primary_key)]
        shifted = select(*(_shifted(c, number).label(c.name) for c in kept)).where(table.c.page_id <= STEP)
        connection.execute(insert(table).from_select([c.name for c in kept], shifted))


def _shifted(column: Column[object], number: int) -> ColumnElement[object]:
    if column.name in ("page_id", "other_page_id", "reading_id"):
        return column + number * STEP
    if column.name == "day":
        return column + number * DAYS
    if column.name == "band":
        return column + number
    if isinstance(column.type, Integer):
        return column
    if isinstance(column.type, String) and (column.name.endswith("entry") or column.name in ("one", "other")):
        return func.substr(column, 1, 58) + literal(f"{number:06d}")
    if column.name == "address":
        return column + literal(f"?{number}")
    return column


def _order_same() -> bool:
    """Whether the groups are the same in whatever order the pages of the invented events are added."""
    groups = []
    told = list(events())
    for seed in (None, 1):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "order.db"
            ledger_of(told, path, seed=seed)
            groups.append(_groups(path))
    return groups[0] == groups[1]


def _groups(path: Path) -> set[tuple[str, frozenset[str]]]:
    from sayso.stories.events import stories

    with open_ledger(path) as ledger, ledger.store.reading() as connection:
        found = {("dossier", frozenset(member.entry for member in dossier.members)) for dossier in dossiers(connection)}
        digests = {row.id: row.digest for row in connection.execute(select(pages.c.id, pages.c.digest))}
        found |= {("story", frozenset(page.id for page in story.pages)) for story in stories(connection)}
        for name in ("traced_copies", "traced_events"):
            table = derived.tables[name]
            pairs = connection.execute(select(table.c.page_id, table.c.other_page_id)).tuples()
            found |= {(name, frozenset((digests[one], digests[other]))) for one, other in pairs}
    return found


def main() -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    for name, value in measure(parser.parse_args().shared).items():
        print(f"{name:24} {value:,.1f}")


if __name__ == "__main__":
    main()
