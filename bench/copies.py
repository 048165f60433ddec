"""How well copies are found: 300 pages with known origin, made from real texts as the measurement runs, and what it costs.

    python -m bench.copies [SHARED] [--seed N] [--misses] [--growth PAGES] [--wires] [--pairs]

Base texts are drawn from ``collections/`` so that no two of them share ten words in a row; what others write of the same event on
the same days is among them. From some of them copies are made, each with another headline, outlet and credit line: ``full``;
``trimmed`` from the end; ``reparagraphed``, its paragraphs cut and joined otherwise; ``merged``, a passage in a base text of
others; ``rewritten``, half of the sentences in other words. Beside them stand pages that only quote the same speech, and every
outlet has lines of its own under all its pages.

Two pages are a true pair if three sentences at least of one base text stand in both, rewritten or not; pairs with one or two
are left out of the count. A pair is found if there is a link. ``second.*`` is the same with another seed, for which nothing was
tuned.

``--wires`` lists the pages of the collections that credit an agency; ``--pairs`` the pairs found there, with the judgements in
``copied_pairs.tsv``. ``--growth`` enters so many pages of mixed sentences, rows only, and prints what a page cost on the way.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path

from sqlalchemy import insert, select

from sayso.claims.report import Report
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.schema import blobs, pages
from sayso.page.page import Block, Document, Kind, Page, Role, State
from sayso.page.pages import pages_of
from sayso.sources.files import documents
from sayso.stories import copies, linking, origins
from sayso.stories.credits import credits_of
from sayso.stories.traces import Traced, derived
from sayso.text import Span

SHARED = Path(__file__).parents[1].parent / "shared"
COLLECTIONS = ("egypt", "h1n1", "haiti", "syria", "ukraine-2022")
SEEDS = (2026, 4711)
PAGES = 300
JUDGED = Path(__file__).parent / "copied_pairs.tsv"

_OUTLETS = (
    "Ormond Post",
    "Veldt Herald",
    "Karsten Times",
    "The Lowland Courier",
    "Sundry Gazette",
    "Bay Tribune",
    "Nordmark Daily",
)
_CREDITS = ("By Ada Ruiz", "Staff and agencies", "Reuters", "By Agence France-Presse", "PA Media", "By our correspondent", "")
_FURNITURE = {
    outlet: (
        f"The {outlet} brings the news of the region to its readers seven days a week in print and on the screen.\n\n"
        f"Readers of the {outlet} who wish to write to the editors find the rules for letters on the second page.\n\n"
        f"A year of the {outlet} costs less than a cup of coffee a week and keeps nineteen reporters in work."
    )
    for outlet in _OUTLETS
}
_OTHER_WORDS = dict(
    pair.split("=")
    for pair in (
        "said=stated told=informed killed=slain people=individuals government=administration officials=authorities "
        "also=additionally after=following before=prior_to during=amid because=since while=as although=though "
        "many=numerous several=a_number_of began=started ended=finished help=assistance country=nation city=town "
        "president=head_of_state minister=secretary soldiers=troops troops=soldiers army=military attack=assault "
        "attacks=assaults protesters=demonstrators protest=demonstration protests=demonstrations police=officers "
        "reported=recorded according_to=in_the_words_of including=among_them near=close_to against=versus about=roughly "
        "more_than=over over=more_than around=some least=minimum new=fresh first=initial last=past major=big large=huge "
        "big=large small=minor called=urged warned=cautioned added=went_on announced=made_known showed=revealed "
        "shot=gunned_down died=lost_their_lives injured=hurt wounded=hurt victims=casualties confirmed=established "
        "cases=instances disease=illness spread=expansion virus=pathogen health=medical world=globe "
        "international=foreign across=throughout would=was_to could=might must=has_to should=ought_to not=hardly "
        "and=as_well_as but=yet with=alongside from=out_of "
    ).split()
)


@dataclass(frozen=True)
class Base:
    """A real text: its name, day and paragraphs as sentences."""

    name: str
    day: str
    paragraphs: tuple[tuple[str, ...], ...]

    @property
    def sentences(self) -> list[str]:
        """All of them in order."""
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]


@dataclass
class Made:
    """A page that was made: its text, and of which base texts which sentences stand in it."""

    kind: str
    text: str
    day: str
    outlet: str
    credit: str
    holds: dict[str, set[int]] = field(default_factory=dict)


def pages_in(shared: Path, *names: str) -> dict[str, list[Page]]:
    """The pages of the collections that can be read."""
    found: dict[str, list[Page]] = {}
    for name in names or COLLECTIONS:
        made = (page for document in documents([str(shared / "collections" / name)]) for page in pages_of(document))
        found[name] = [page for page in made if page.state is State.READ]
    return found


_END = re.compile(r"(?<=[a-z]{2}[.!?])\s+(?=[A-Z])")


def bases_of(found: Sequence[Page], rng: random.Random, count: int) -> list[Base]:
    """Texts of a common length, no two of which share ten words in a row outside quotation marks."""
    runs: dict[str, str] = {}
    bases: list[Base] = []
    for page in rng.sample(list(found), len(found)):
        body = [b.span.of(page.text) for b in page.blocks if b.role is Role.BODY]
        paragraphs = tuple(
            tuple(s for s in _END.split(" ".join(p.split())) if s) for p in "\n".join(body).split("\n") if p.strip()
        )
        words = sum(len(s.split()) for p in paragraphs for s in p)
        if not 200 <= words <= 900 or page.published is None or sum(map(len, paragraphs)) < 10:
            continue
        plain = re.findall(r"\w+", re.sub(r"[“\"][^”\"]*[”\"]", " | ", " ".join(s for p in paragraphs for s in p)).lower())
        own = {" ".join(plain[n : n + 10]) for n in range(len(plain) - 9)}
        if own & runs.keys():
            continue
        runs |= dict.fromkeys(own, page.name)
        bases.append(Base(page.name, page.published[:10], paragraphs))
        if len(bases) == count:
            break
    return bases


def made_of(found: dict[str, list[Page]], seed: int) -> list[Made]:
    """The pages of one seed, in an order drawn as well."""
    rng = random.Random(seed)
    every = [base for name in sorted(found) for base in bases_of(found[name], rng, 30)]
    rng.shuffle(every)
    made: list[Made] = []
    copied, plain = every[:34], every[34:]
    for base in copied:
        made.append(_whole(base, rng, "base"))
        others = rng.sample(plain, 2)
        for kind in rng.sample(["full", "trimmed", "reparagraphed", "merged", "rewritten", "rewritten", "trimmed", "merged"], 5):
            made.append(_copy(base, kind, rng, others))
    for base in plain[: (PAGES - len(made)) * 2 // 3]:
        made.append(_whole(base, rng, "other"))
    while len(made) < PAGES:
        made.append(_quoting(rng.choice(copied), rng.choice(plain), rng))
    rng.shuffle(made)
    return made


def _whole(base: Base, rng: random.Random, kind: str) -> Made:
    return _page(kind, base, base.paragraphs, {base.name: set(range(len(base.sentences)))}, rng)


def _page(kind: str, base: Base, paragraphs: Sequence[Sequence[str]], holds: dict[str, set[int]], rng: random.Random) -> Made:
    outlet = rng.choice(_OUTLETS)
    text = "\n\n".join(" ".join(paragraph) for paragraph in paragraphs if paragraph)
    return Made(kind, f"{text}\n\n{_FURNITURE[outlet]}", base.day, outlet, rng.choice(_CREDITS), holds)


def _copy(base: Base, kind: str, rng: random.Random, others: Sequence[Base]) -> Made:
    number = {id(s): n for n, s in enumerate(base.sentences)}
    paragraphs = [list(paragraph) for paragraph in base.paragraphs]
    every = set(range(len(base.sentences)))
    match kind:
        case "full":
            return _page(kind, base, paragraphs, {base.name: every}, rng)
        case "trimmed":
            kept = max(4, int(len(every) * rng.uniform(0.35, 0.7)))
            return _page(kind, base, [base.sentences[:kept]], {base.name: set(range(kept))}, rng)
        case "reparagraphed":
            return _page(kind, base, list(_cut_otherwise(base.sentences, rng)), {base.name: every}, rng)
        case "merged":
            host = rng.choice(others)
            start = rng.randrange(max(1, len(every) - 8))
            taken = base.sentences[start : start + rng.randint(4, 8)]
            at = rng.randint(1, max(1, len(host.paragraphs) - 1))
            mixed = [*host.paragraphs[:at], taken, *host.paragraphs[at:]]
            held = {base.name: set(range(start, start + len(taken))), host.name: set(range(len(host.sentences)))}
            return _page(kind, base, mixed, held, rng)
    half = set(rng.sample(sorted(every), len(every) // 2))
    rewritten = [[_reworded(s, rng) if number[id(s)] in half else s for s in paragraph] for paragraph in base.paragraphs]
    return _page(kind, base, rewritten, {base.name: every}, rng)


def _cut_otherwise(sentences: Sequence[str], rng: random.Random) -> Iterator[list[str]]:
    """The sentences in paragraphs of other lengths, some joined into one or cut in two."""
    rest = list(sentences)
    while rest:
        size = rng.randint(1, 4)
        taken, rest = rest[:size], rest[size:]
        if len(taken) > 1 and rng.random() < 0.3:
            taken[:2] = [f"{taken[0].rstrip('.')}, and {taken[1][:1].lower()}{taken[1][1:]}"]
        if taken and ", and " in taken[-1] and rng.random() < 0.3:
            before, _, after = taken[-1].partition(", and ")
            taken[-1:] = [f"{before}.", f"{after[:1].upper()}{after[1:]}"]
        yield taken


def _reworded(sentence: str, rng: random.Random) -> str:
    """A sentence in other words: words replaced, a clause left out or put to the front, as a hurried sub-editor does."""
    words = [_OTHER_WORDS.get(word.lower(), word).replace("_", " ") if rng.random() < 0.8 else word for word in sentence.split()]
    text = " ".join(words)
    if ", " in text and rng.random() < 0.5:
        first, _, rest = text.partition(", ")
        text = rest if rng.random() < 0.4 and len(rest) > 40 else f"{rest.rstrip('.')}, {first[:1].lower()}{first[1:]}."
    if rng.random() < 0.4:
        text = f"Meanwhile {text[:1].lower()}{text[1:]}"
    return text


def _quoting(spoken: Base, host: Base, rng: random.Random) -> Made:
    """A page of other words that quotes three sentences which the base text has, in quotation marks as well or not."""
    speech = rng.sample(spoken.sentences, min(3, len(spoken.sentences)))
    quoted = [f"“{re.sub('[“”]', '', sentence)}”" for sentence in speech]
    paragraphs = [*host.paragraphs[:2], *([q] for q in quoted), *host.paragraphs[2:]]
    return _page("quoting", host, paragraphs, {host.name: set(range(len(host.sentences)))}, rng)


def truth_of(one: Made, other: Made) -> bool | None:
    """Whether two pages are a true pair; ``None`` where one or two sentences are too little to say."""
    shared = max((len(one.holds[b] & other.holds[b]) for b in one.holds.keys() & other.holds.keys()), default=0)
    return True if shared >= 3 else None if shared else False


def entered(ledger: Ledger, made: Sequence[Made]) -> list[int]:
    """The pages in a ledger, by row, in their order."""
    run = ledger.begin(["made"], at=datetime(2031, 1, 1, tzinfo=UTC))
    names = []
    for n, page in enumerate(made):
        record = {
            "url": f"https://{page.outlet.lower().replace(' ', '')}.example/{n}",
            "outlet": page.outlet,
            "title": f"What {page.outlet} knows of it, part {n}",
            "author": page.credit,
            "published": page.day,
            "text": page.text,
        }
        document = Document(json.dumps(record).encode(), Kind.RECORD, f"made:{n}", f"made:{n}", outlet=page.outlet)
        [read] = pages_of(document)
        ledger.record(document, [Report(read)], seen_at=datetime(2031, 1, 1, tzinfo=UTC), run=run)
        names.append(read.id)
    with ledger.store.reading() as connection:
        rows = {row.digest: row.id for row in connection.execute(select(pages.c.digest, pages.c.id))}
    return [rows[name] for name in names]


def scored(found: dict[str, list[Page]], seed: int, *, misses: bool = False) -> dict[str, float]:
    """Pairwise precision and recall on the pages of one seed, recall also by kind of copy, and milliseconds a page."""
    made = made_of(found, seed)
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "made.db", create=True) as ledger:
        rows = entered(ledger, made)
        begun = time.process_time()
        linking.link(ledger, finders=(copies, origins))
        spent = time.process_time() - begun
        with ledger.store.reading() as connection:
            linked = {frozenset((copy.page, copy.other)) for copy in copies.all_copies(connection)}
    right = wrong = missed = 0
    by_kind: Counter[str] = Counter()
    of_kind: Counter[str] = Counter()
    for (a, one), (b, other) in combinations(zip(rows, made, strict=True), 2):
        true, there = truth_of(one, other), frozenset((a, b)) in linked
        if true is None:
            continue
        kind = " and ".join(sorted({one.kind, other.kind}))
        if true:
            right, missed = right + there, missed + (not there)
            of_kind[kind] += 1
            by_kind[kind] += there
        wrong += there and not true
        if misses and there != true:
            print(f"  {'wrong' if there else 'missed'}: {one.kind} {sorted(one.holds)} · {other.kind} {sorted(other.holds)}")
    if misses:
        for kind, number in of_kind.most_common():
            print(f"  {kind:32} {by_kind[kind]:4} of {number}")
    return {
        "pages": len(made),
        "true_pairs": right + missed,
        "precision": right / max(1, right + wrong),
        "recall": right / max(1, right + missed),
        "ms_a_page": spent / len(made) * 1000,
    }


def growth(found: dict[str, list[Page]], count: int) -> list[tuple[int, float, float]]:
    """Pages of mixed sentences, a fifth of them copies: after each thousand, what one cost in ms, mean and worst."""
    rng = random.Random(7)
    sentences = [s for each in found.values() for page in each for b in page.blocks for s in _END.split(b.span.of(page.text))]
    sentences = [s for s in sentences if 8 <= len(s.split()) <= 45]
    told: list[tuple[int, float, float]] = []
    recent: list[str] = []
    costs: list[float] = []
    first = date(2031, 1, 1).toordinal()
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "grown.db", create=True) as ledger:
        with ledger.store.writing() as connection:
            derived.create_all(connection)
            connection.execute(insert(blobs).values(id=1, digest="0" * 64, size=0, packing="none", data=b""))
        for start in range(0, count, 50):
            with ledger.store.writing() as connection:
                for n in range(start + 1, start + 51):
                    if recent and rng.random() < 0.2:
                        text = rng.choice(recent[-200:])
                    else:
                        text = "\n\n".join(_salted(rng.choice(sentences), rng) for _ in range(25))
                    recent = [*recent[-400:], text]
                    page = Page(
                        name=f"p{n}", blob="0" * 64, text=text, blocks=(Block(Span(0, len(text)), Role.BODY),), state=State.READ,
                        extractor="x-1", outlet=rng.choice(_OUTLETS), published=date.fromordinal(first + n // 100).isoformat(),
                    )  # fmt: skip
                    _enter(connection, n, page)
                    begun = time.process_time()
                    copies.link(connection, Traced(n, Report(page), "", ""))
                    origins.link(connection, Traced(n, Report(page), "", ""))
                    costs.append(time.process_time() - begun)
            if (start + 50) % 1000 == 0:
                last = costs[-1000:]
                told.append((start + 50, sum(last), max(last) * 1000))
    return told


def _salted(sentence: str, rng: random.Random) -> str:
    """A sentence with one word in five another, so that few are alike, as in the news."""
    return " ".join(f"{word}{rng.randrange(10**6)}" if rng.random() < 0.2 else word for word in sentence.split())


def _enter(connection: object, n: int, page: Page) -> None:
    row = {"id": n, "digest": f"{n:064d}", "blob_id": 1, "seen": "", "extractor": "x-1", "state": "read", "name": page.name}
    row |= {"outlet": page.outlet, "published": page.published, "authors": "[]", "dates": "[]", "blocks": "[]", "words": 0}
    connection.execute(insert(pages).values(**row, text_digest="", text=""))  # type: ignore[attr-defined]


def wires(found: dict[str, list[Page]]) -> Iterator[tuple[str, str, str, str, str]]:
    """The pages of the collections that credit somebody: collection, page, whom, how and in which words."""
    for collection, each in found.items():
        for page in each:
            for credit in credits_of(page):
                yield collection, page.name, credit.name, credit.how.value, " ".join(credit.words.split())[:70]


def judged() -> dict[tuple[str, str, str], str]:
    """The judgements of those who read both pages: *copy* or *no copy*, by collection and the names of the two."""
    lines = JUDGED.read_text(encoding="utf-8").splitlines() if JUDGED.exists() else []
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def links_in(found: Sequence[Page]) -> list[tuple[Page, Page, copies.Copy]]:
    """The pairs that are found among pages of one collection."""
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "real.db", create=True) as ledger:
        with ledger.store.writing() as connection:
            derived.create_all(connection)
            connection.execute(insert(blobs).values(id=1, digest="0" * 64, size=0, packing="none", data=b""))
            for n, page in enumerate(found, 1):
                _enter(connection, n, page)
                copies.link(connection, Traced(n, Report(page), "", ""))
        with ledger.store.reading() as connection:
            return [(found[c.page - 1], found[c.other - 1], c) for c in copies.all_copies(connection)]


def order_same(found: Sequence[Page]) -> bool:
    """Whether two orders of adding the pages of a collection give the same links, with all that they say."""
    outcomes = []
    for seed in range(2):
        linked = links_in(random.Random(seed).sample(list(found), len(found)))
        ends = ((min(one.name, other.name), max(one.name, other.name), copy.kind, copy.words) for one, other, copy in linked)
        outcomes.append(sorted(ends))
    return outcomes[0] == outcomes[1]


def pairs(found: dict[str, list[Page]], count: int = 10) -> Iterator[tuple[str, Page, Page, copies.Copy]]:
    """So many pairs of each collection, drawn with a fixed seed."""
    for collection, each in found.items():
        linked = links_in(each)
        linked.sort(key=lambda link: (link[0].name, link[1].name))
        for one, other, copy in random.Random(53).sample(linked, min(count, len(linked))):
            yield collection, one, other, copy


def measure(shared: Path = SHARED) -> dict[str, float]:
    """All figures; ``pairs_right`` is the share of copies among the judged pairs found, ``pairs_lost`` the copies not found."""
    found = pages_in(shared)
    first, second = (scored(found, seed) for seed in SEEDS)
    grown = growth(found, 2000)
    verdicts = judged()
    linked = {(name, one.name, other.name) for name, each in found.items() for one, other, _ in links_in(each)}
    linked |= {(name, other, one) for name, one, other in linked}
    there = [verdict for pair, verdict in verdicts.items() if pair in linked]
    return {
        **first,
        **{f"second.{name}": value for name, value in second.items() if name in ("precision", "recall")},
        "ms_at_1000": grown[0][1],
        "pairs_judged": len(verdicts),
        "pairs_right": there.count("copy") / max(1, len(there)),
        "pairs_lost": sum(verdict == "copy" and pair not in linked for pair, verdict in verdicts.items()),
        "order_same": float(order_same(found["haiti"])),
        "wire_pages": len({line[:2] for line in wires(found)}),
    }


def main() -> None:
    """Prints the figures, or one of the lists."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--growth", type=int)
    parser.add_argument("--wires", action="store_true")
    parser.add_argument("--pairs", action="store_true")
    asked = parser.parse_args()
    found = pages_in(asked.shared)
    if asked.growth:
        for there, mean, worst in growth(found, asked.growth):
            print(f"{there:7,} pages: {mean:5.1f} ms a page, {worst:5.1f} ms at worst")
    elif asked.wires:
        for line in wires(found):
            print("\t".join(line))
    elif asked.pairs:
        known = judged()
        for collection, one, other, copy in pairs(found):
            verdict = known.get((collection, one.name, other.name), "?")
            print(f"{collection}\t{one.name}\t{other.name}\t{verdict}\t{copy.kind} {copy.words} {copy.share} {copy.other_share}")
    elif asked.seed or asked.misses:
        print(scored(found, asked.seed or SEEDS[0], misses=asked.misses))
    else:
        for figure, value in measure(asked.shared).items():
            print(f"{figure:20} {value:10.3f}")


if __name__ == "__main__":
    main()
