"""Stories: whether pages about one event come together and others stay out, what a page costs, and whether order matters.

Planted: the invented events of ``events/``, all in one ledger, each with pages of other events among them. An event lasts for ten
days, so it may well be several stories: recall is over pairs of its pages that are at most two days apart, precision over all
pairs of pages in one story. Real: links drawn at random from the collections and judged by reading both pages (``stories.tsv``);
the share of those still linked that are right, and how large the largest story of each collection is. Cost: pages linked to
ledgers of 1,000 and of 100,000 pages that are simulated, with names and days of real pages exchanged.

    python -m bench.run stories
    python -m bench.stories draw       60 links drawn from the collections, with the beginnings of both pages, to be judged
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path

from sqlalchemy import Connection, insert, select

from sayso.claims.report import Report
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.schema import pages as stored_pages
from sayso.page.page import Document, Kind, Page
from sayso.page.pages import pages_of
from sayso.sources.files import documents
from sayso.stories import events, linking, traces
from sayso.stories.telling import Sort, telling_of
from sayso.stories.traces import Traced, day_of

HERE = Path(__file__).parent
EVENTS = HERE / "events"
JUDGED = HERE / "stories.tsv"
COLLECTIONS = ("syria", "egypt", "haiti", "h1n1", "ukraine-2022/articles.jsonl")
NOON = datetime(2033, 1, 1, 12, tzinfo=UTC)
_DRAWN = 60
_NEAR = 2
_SIZES = (1_000, 100_000)
_MEASURED = 200
_YEARS = 4
_OF_AN_EVENT = 8
_CROWD = 1_000


def measure(shared: Path) -> dict[str, float]:
    """Precision and recall on planted events, precision on real pages, cost, and whether another order gives other stories."""
    figures = planted()
    real = {name.split("/")[0]: _pages_under(shared / "collections" / name) for name in COLLECTIONS}
    figures |= _real(real)
    figures |= _cost([page for pages in real.values() for page in pages])
    return figures


def planted(*, held: bool = False) -> dict[str, float]:
    """Pairs of pages in one story, on the invented events; with ``held`` the wordings held back."""
    suffix = ".held.json" if held else ".json"
    paths = sorted(path for path in EVENTS.glob("*.json") if path.name.endswith(".held.json") == held)
    event_of: dict[str, str] = {}
    docs = []
    for path in paths:
        for page in json.loads(path.read_text(encoding="utf-8"))["pages"]:
            event_of[page["id"]] = page["id"] if "-x" in page["id"] else path.name.removesuffix(suffix)
            docs.append(_document(page))
    pages = [page for doc in docs for page in pages_of(doc)]
    with _ledger(docs) as ledger:
        found = _stories(ledger)
    together = {frozenset(two) for story in found for two in combinations(story, 2)}
    right = {two for two in together if len({event_of[name] for name in two}) == 1}
    days = {page.name: day_of(page.published) or 0 for page in pages}
    near = {frozenset((a, b)) for a, b in combinations(days, 2) if event_of[a] == event_of[b] and abs(days[a] - days[b]) <= _NEAR}
    return {
        "planted events": len(paths),
        "planted pages": len(pages),
        "planted pairs in one story": len(together),
        "planted precision": len(right) / max(1, len(together)),
        "planted recall, two days": len(near & right) / max(1, len(near)),
        "planted pages of other events joined": len({n for two in together - right for n in two if "-x" in n}),
        "planted stories the same in three other orders": float(
            all(_in_order(docs, seed) == _sorted(found) for seed in (1, 2, 3))
        ),
    }


def _in_order(docs: Sequence[Document], seed: int) -> list[list[str]]:
    shuffled = list(docs)
    random.Random(seed).shuffle(shuffled)
    with _ledger(shuffled) as ledger:
        return _sorted(_stories(ledger))


def _real(real: dict[str, list[tuple[Document, Page]]]) -> dict[str, float]:
    figures: dict[str, float] = {}
    linked: set[tuple[str, frozenset[str]]] = set()
    for name, found in real.items():
        with _ledger([doc for doc, _ in found]) as ledger:
            stories = _stories(ledger)
            linked |= {(name, two) for two in _links(ledger)}
        several = [story for story in stories if len(story) > 1]
        figures[f"{name}: pages"] = len(found)
        figures[f"{name}: stories of several pages"] = len(several)
        figures[f"{name}: pages of the largest story"] = max(map(len, stories))
    judged = list(_judged())
    still = [verdict for name, two, verdict in judged if (name, two) in linked]
    return figures | {
        "links in the collections": len(linked),
        "links judged": len(judged),
        "judged links that are still found": len(still),
        "judged: about one event": still.count("same") / max(1, len(still)),
        "judged: about one event, disaster, outbreak or siege": 1 - still.count("other") / max(1, len(still)),
    }


def _judged() -> Iterator[tuple[str, frozenset[str], str]]:
    for line in JUDGED.read_text(encoding="utf-8").splitlines() if JUDGED.exists() else []:
        if line and not line.startswith("#"):
            name, one, other, verdict, *_ = line.split("\t")
            yield name, frozenset((one, other)), verdict


def draw(shared: Path, seed: int = 6) -> None:
    """Print links drawn from the collections, for a judge."""
    drawn: list[tuple[str, Page, Page]] = []
    for name in COLLECTIONS:
        found = _pages_under(shared / "collections" / name)
        by_name = {page.name: page for _, page in found}
        with _ledger([doc for doc, _ in found]) as ledger:
            for two in sorted(sorted(two) for two in _links(ledger)):
                drawn.append((name.split("/")[0], by_name[two[0]], by_name[two[1]]))
    for number, (name, one, other) in enumerate(random.Random(seed).sample(drawn, _DRAWN), 1):
        print(f"{number}\t{name}\t{one.name}\t{other.name}")
        for page in (one, other):
            print("     ", page.published, "|", page.headline, "|", " ".join(page.body.split())[:420])


# Cost


def _cost(pages: Sequence[tuple[Document, Page]]) -> dict[str, float]:
    figures = {}
    base = [page for _, page in pages if page.published]
    for size in _SIZES:
        with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "simulated.db", create=True) as ledger:
            with ledger.store.writing() as connection:
                traces.make_again(connection, 1)
                _simulate(connection, base, size)
            chance, taken = random.Random(size), []
            with ledger.store.writing() as connection:
                for n in range(_MEASURED):
                    page = _moved(chance.choice(base), chance)
                    traced = Traced(row=size + n + 1, report=Report(page), seen="", first_seen="")
                    begun = time.process_time()
                    events.link(connection, traced)
                    taken.append(1000 * (time.process_time() - begun))
        figures[f"ms a page at {size:,} pages"] = statistics.mean(taken)
        figures[f"ms a page at {size:,} pages, slowest of twenty"] = sorted(taken)[-_MEASURED // 20]
    figures["ms a page, the last of 1,000 about one event on one day"] = _crowd(base)
    begun = time.process_time()
    for page in base[:_MEASURED]:
        telling_of(page)
    return figures | {"of that ms to read what a page tells": 1000 * (time.process_time() - begun) / _MEASURED}


def _crowd(base: Sequence[Page]) -> float:
    """What the last pages take where a thousand of one day are about one event: each is linked with all of them."""
    few = [page for page in base if "Haiti" in page.text][:50]
    with (
        tempfile.TemporaryDirectory() as folder,
        open_ledger(Path(folder) / "crowd.db", create=True) as ledger,
        ledger.store.writing() as connection,
    ):
        traces.make_again(connection, 1)
        for n in range(_CROWD):
            begun = time.process_time()
            page = replace(few[n % len(few)], published="2010-01-14")
            events.link(connection, Traced(row=n + 1, report=Report(page), seen="", first_seen=""))
    return 1000 * (time.process_time() - begun)


def _simulate(connection: Connection, base: Sequence[Page], size: int) -> None:
    """Traces of many pages: of each event some, with names of its own, on days over some years."""
    chance = random.Random(0)
    told = [telling_of(page) for page in base]
    rows: list[dict[str, int]] = []
    for page in range(1, size + 1):
        event = chance.randrange(max(1, size // _OF_AN_EVENT))
        day = date(2020, 1, 1).toordinal() + random.Random(event).randrange(365 * _YEARS) + chance.randrange(3)
        kept = [
            # one name in three is named with other events too, as countries are
            each._replace(stem=each.stem if each.sort is Sort.WORD or len(each.stem) % 3 == 0 else f"{each.stem}{event}")
            for each in chance.choice(told)
        ]
        rows += events.features_of(page, day, kept)
        if len(rows) > 200_000 or page == size:
            connection.execute(insert(events.traced_features), rows)
            rows = []


def _moved(page: Page, chance: random.Random) -> Page:
    day = date.fromordinal(date(2020, 1, 1).toordinal() + chance.randrange(365 * _YEARS))
    return replace(page, published=day.isoformat())


# Ledgers


def _pages_under(path: Path) -> list[tuple[Document, Page]]:
    return [(doc, page) for doc in documents([str(path)]) for page in pages_of(doc)]


def _document(page: dict[str, str | list[str]]) -> Document:
    record = {key: page[key] for key in ("id", "url", "outlet", "headline", "published")} | {
        "text": "\n\n".join(page["paragraphs"])
    }
    name = str(page["id"])
    return Document(json.dumps(record).encode(), Kind.RECORD, name, seen=name, url=str(page["url"]), outlet=str(page["outlet"]))


@contextmanager
def _ledger(docs: Iterable[Document]) -> Iterator[Ledger]:
    """A ledger of documents in this order, with what links stories, whose claims nobody read."""
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "ledger.db", create=True) as ledger:
        run = ledger.begin([folder], at=NOON)
        for doc in docs:
            ledger.record(doc, [Report(page) for page in pages_of(doc)], seen_at=NOON, run=run)
        linking.link(ledger, finders=(events,))
        yield ledger


def _stories(ledger: Ledger) -> list[list[str]]:
    with ledger.store.reading() as connection:
        return [[page.name for page in story.pages] for story in events.stories(connection)]


def _sorted(stories: list[list[str]]) -> list[list[str]]:
    return sorted(sorted(story) for story in stories)


def _links(ledger: Ledger) -> set[frozenset[str]]:
    with ledger.store.reading() as connection:
        name = {row.id: row.name for row in connection.execute(select(stored_pages.c.id, stored_pages.c.name))}
        return {frozenset((name[one], name[other])) for one, other in events.joins(connection)}


if __name__ == "__main__":
    shared = HERE.parent.parent / "shared"
    if sys.argv[1:] == ["draw"]:
        draw(shared)
    else:
        for figure, value in measure(shared).items():
            print(f"{figure:55} {value:10,.3f}")
