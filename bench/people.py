"""Which speakers of several pages are taken for one: made cases, links of real pages judged by reading, order of adding, cost.

python -m bench.people                     the cases, and what the judgements say
python -m bench.people LEDGER …            also the order of adding and the cost, on copies of these ledgers
python -m bench.people --draw LEDGER …     prints links at random, to be judged into people_judged.tsv
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

from sqlalchemy import select

from sayso.claims.report import Report
from sayso.claims.statement import Stance, Statement, StatementKind
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.schema import pages
from sayso.page.page import Block, Document, Kind, Page, Role, State
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.stories import people
from sayso.stories.linking import link
from sayso.stories.people.tracing import traced_speakers
from sayso.stories.traces import Traced
from sayso.text import Span, digest

HERE = Path(__file__).parent
NOON = datetime(2025, 5, 6, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    """A speaker of a page: name, kind, role, and words that stand on the page."""

    name: str
    kind: str
    role: str | None = None
    words: str = ""

    @classmethod
    def read(cls, written: str) -> Told:
        """As it stands in the table."""
        parts = [part.strip() for part in written.split(" / ")] if " // " not in written else None
        if parts is None:
            head, _, words = written.partition(" // ")
            parts = [part.strip() for part in head.split(" / ")]
            return cls(parts[0], parts[1], parts[2] if len(parts) > 2 else None, words)
        return cls(parts[0], parts[1], parts[2] if len(parts) > 2 else None)


@dataclass(frozen=True)
class Case:
    """Two speakers, those beside them, and whether the two are to be one."""

    one: Told
    other: Told
    others: tuple[Told, ...]
    are_one: bool
    shows: str


def cases() -> Iterator[Case]:
    """The made cases."""
    for line in (HERE / "people_cases.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            verdict, one, other, others, shows = line.split("\t")
            beside = tuple(Told.read(each) for each in others.split(" | ")) if others else ()
            yield Case(Told.read(one), Told.read(other), beside, verdict == "one", shows)


def add(ledger: Ledger, told: Sequence[Told], *, name: str, published: str = "2025-05-06") -> str:
    """Add a page on which each of these says something; gives the page's id."""
    lines = [f"{each.words} {each.name} said it was so in matter {number}." for number, each in enumerate(told)]
    text = f"News {name}\n\n" + "\n".join(lines)
    of = Document(text.encode(), Kind.PLAIN, name, f"/news/{name}.txt")
    body = Block(Span(text.index("\n\n") + 2, len(text)), Role.BODY)
    page = Page(
        name=name,
        blob=digest(of.data),
        text=text,
        blocks=(Block(Span(0, text.index("\n")), Role.HEADLINE), body),
        state=State.READ,
        extractor="plain-1",
        headline=f"News {name}",
        language="en",
        published=published,
    )
    said = []
    for number, each in enumerate(told):
        at = text.index(f"{each.name} said it was so in matter {number}.")
        source, cue = Span(at, at + len(each.name)), Span(at + len(each.name) + 1, at + len(each.name) + 5)
        speaker = Speaker(each.name, SpeakerKind(each.kind), Reason.AS_NAMED, each.role)
        content = (Span(cue.end + 1, cue.end + 10),)
        said.append(Statement(f"s{number}", StatementKind.INDIRECT, Stance.NEUTRAL, (source,), (cue,), content, speaker))
    ledger.record(of, [Report(page, tuple(said), "made-1")], seen_at=NOON, run=ledger.begin([of.seen], at=NOON))
    return page.id


def are_one(ledger: Ledger, one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether the speakers of two pages, each as a page's id and a name, are taken for one."""
    with ledger.store.reading() as connection:
        groups = people.groups_of(connection, [one[1], other[1]])
        found = []
        for page, name in (one, other):
            rows = connection.execute(
                select(traced_speakers.c.form, traced_speakers.c.page_id)
                .join(pages, pages.c.id == traced_speakers.c.page_id)
                .where(pages.c.digest == page, traced_speakers.c.name == name)
            ).one()
            found.append(next(group for group in groups for form in group.forms if _is(form, rows.form, rows.page_id)))
    return found[0] is found[1] and not found[0].open


def _is(form: people.Form, id_: str, page: int) -> bool:
    return form.id == id_ and (form.page == page or (form.page is None and page not in form.without))


def outcome(case: Case, path: Path, *, turned: bool = False) -> bool:
    """Whether the two are taken for one, in a ledger made at the path."""
    with open_ledger(path, create=True) as ledger:
        every = [("one", case.one), ("other", case.other), *((f"beside-{n}", each) for n, each in enumerate(case.others))]
        ids = {name: add(ledger, [told], name=name) for name, told in (reversed(every) if turned else every)}
        link(ledger, finders=(people,))
        return are_one(ledger, (ids["one"], case.one.name), (ids["other"], case.other.name))


# Real pages


def partition(ledger: Ledger) -> frozenset[frozenset[tuple[str, str]]]:
    """All groups of a ledger, as the names and forms in them: the same however its pages were linked."""
    with ledger.store.reading() as connection:
        return frozenset(frozenset((form.name, form.id) for form in group.forms) for group in people.all_groups(connection))


def shuffled(ledger: Ledger, seed: int) -> frozenset[frozenset[tuple[str, str]]]:
    """The groups after the pages were linked in another order."""
    from sayso.ledger import queries
    from sayso.stories import traces

    with ledger.store.writing() as connection:
        traces.make_again(connection, -1)
        rows = list(connection.execute(select(pages.c.id)).scalars())
        random.Random(seed).shuffle(rows)
        for row in rows:
            report = queries.report(connection, row)
            people.link(connection, Traced(row=row, report=report, seen="", first_seen=""))
    return partition(ledger)


def cost(ledger: Ledger) -> float:
    """Milliseconds that a page takes, without what it takes to read it from the ledger."""
    from sayso.ledger import queries
    from sayso.stories import traces

    with ledger.store.reading() as connection:
        ids = list(connection.execute(select(pages.c.id)).scalars())
        reports = [Traced(row=row, report=queries.report(connection, row), seen="", first_seen="") for row in ids]
    with ledger.store.writing() as connection:
        traces.make_again(connection, -1)
        began = time.perf_counter()
        for report in reports:
            people.link(connection, report)
        return 1000 * (time.perf_counter() - began) / max(1, len(reports))


@dataclass(frozen=True)
class Drawn:
    """Two names, or one, on two pages that are taken for one speaker's."""

    ledger: str
    one: str
    page: str
    other: str
    other_page: str


def draw(paths: Iterable[Path], *, different: int, same: int, seed: int = 6) -> list[Drawn]:
    """Links at random: between different names, each pair of names once, and between pages with the same name."""
    apart: list[Drawn] = []
    alike: list[Drawn] = []
    rng = random.Random(seed)
    for path in paths:
        with open_ledger(path) as ledger, ledger.store.reading() as connection:
            link(ledger, finders=(people,))
            where: dict[str, list[tuple[str, str]]] = {}
            rows = select(traced_speakers.c.form, traced_speakers.c.name, pages.c.digest).join(
                pages, pages.c.id == traced_speakers.c.page_id
            )
            for form, name, page in connection.execute(rows):
                where.setdefault(form, []).append((name, page))
            for group in people.all_groups(connection):
                if group.open:
                    continue
                ends = [end for form in group.forms for end in where[form.id]]
                by_name: dict[str, list[str]] = {}
                for name, page in ends:
                    by_name.setdefault(name, []).append(page)
                for one, other in combinations(sorted(by_name), 2):
                    apart.append(Drawn(path.name, one, rng.choice(by_name[one]), other, rng.choice(by_name[other])))
                for name, on in by_name.items():
                    if len(set(on)) > 1:
                        first, second = rng.sample(sorted(set(on)), 2)
                        alike.append(Drawn(path.name, name, first, name, second))
    return rng.sample(apart, min(different, len(apart))) + rng.sample(alike, min(same, len(alike)))


def judged() -> dict[str, float]:
    """What the judgements say: the share of links that are right."""
    path = HERE / "people_judged.tsv"
    if not path.exists():
        return {}
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    found = {}
    for kind in ("other", "same"):
        right = [row[1] == "right" for row in rows if row[0] == kind]
        found[f"precision of links between {'different names' if kind == 'other' else 'the same name'} ({len(right)})"] = round(
            sum(right) / max(1, len(right)), 3
        )
    return found


def measure(shared: Path | None = None, ledgers: Sequence[Path] = ()) -> dict[str, float]:
    """All figures; ``shared`` is not needed."""
    right = wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, case in enumerate(cases()):
            found = {outcome(case, Path(folder) / f"{number}-{turned}.db", turned=turned) for turned in (False, True)}
            if found == {case.are_one}:
                right += 1
            else:
                wrong += 1
                print(f"  wrong: {case.shows}: {case.one} and {case.other}")
        figures: dict[str, float] = {
            "made cases": right + wrong,
            "made cases right": round(right / (right + wrong), 3),
        } | judged()
        for path in ledgers:
            copy = Path(folder) / path.name
            shutil.copy(path, copy)
            with open_ledger(copy) as ledger:
                link(ledger, finders=(people,))
                before = partition(ledger)
                same = all(shuffled(ledger, seed) == before for seed in (1, 2))
                figures[f"{path.stem}: same groups in three orders"] = float(same)
                figures[f"{path.stem}: ms a page"] = round(cost(ledger), 2)
    return figures


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["--draw"]:
        for each in draw(map(Path, arguments[1:]), different=100, same=50):
            print("\t".join((each.ledger, each.one, each.page[:12], each.other, each.other_page[:12])))
    else:
        for figure, value in measure(ledgers=[Path(each) for each in arguments]).items():
            print(f"{figure}: {value}")
