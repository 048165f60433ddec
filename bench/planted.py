"""Dossiers and disputes on invented events whose truth is known: 40 pages each, and 20 held back in other wordings.

The events lie in ``bench/events``: pages by invented outlets, the entries that belong to one dossier, and pairs of entries with
how they stand to each other. They were written without sight of the program. Files that end in ``.held.json`` are for the end:
what is found by looking at them must not be mended by them.

    links recall      pairs of entries on two pages that one dossier of the truth has and one of ours too, of all such pairs;
                      an entry that the reading does not find at all counts as missed
    links precision   of the pairs of known entries that one of our dossiers has, those that one dossier of the truth has
    disputes recall   pairs that are a contradiction or a denial, and are called one
    called a dispute  pairs that are none and are called one: none may be

All pages of all events go into one ledger, so that events can be taken for one another.

python -m bench.planted [--held] [--event NAME] [--show links|disputes|wrong]
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import sayso
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.stories.dossiers.dossier import Kind
from sayso.stories.linking import link
from sayso.text import Span

EVENTS = Path(__file__).parent / "events"
DISPUTES = ("contradiction", "denied")


@dataclass(frozen=True)
class Known:
    """An entry of the truth: the words on a page, and the number in them if it is a figure."""

    page: str
    words: str
    number: str | None

    @classmethod
    def of(cls, told: dict[str, Any]) -> Known:
        return cls(told["page"], told["words"], told.get("number"))


def events(*, held: bool = False, names: tuple[str, ...] = ()) -> Iterator[dict[str, Any]]:
    """The events, with ``held`` those with the pages held back added to them."""
    for path in sorted(EVENTS.glob("*.json")):
        if path.stem.endswith(".held") or (names and path.stem not in names):
            continue
        event = json.loads(path.read_text(encoding="utf-8"))
        if held:
            more = json.loads(path.with_suffix(".held.json").read_text(encoding="utf-8"))
            event["held"] = more
        yield event


def ledger_of(found: list[dict[str, Any]], path: Path, *, seed: int | None = None) -> None:
    """A linked ledger of all pages of the events, added in the order of their dates, or shuffled."""
    records = [
        {
            "id": page["id"],
            "url": page["url"],
            "outlet": page["outlet"],
            "published": page["published"],
            "headline": page["headline"],
            "byline": page.get("byline", ""),
            "text": "\n\n".join(page["paragraphs"]),
        }
        for event in found
        for page in [*event["pages"], *event.get("held", {"pages": []})["pages"]]
    ]
    records.sort(key=lambda record: (record["published"], record["id"]))
    if seed is not None:
        random.Random(seed).shuffle(records)
    lines = path.with_suffix(".jsonl")
    lines.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    with open_ledger(path, create=True) as ledger:
        sayso.add(ledger, str(lines))
        link(ledger)


class Seen:
    """The entries of a ledger by the words of the truth."""

    def __init__(self, ledger: Ledger, found: list[dict[str, Any]]) -> None:
        told = [page for event in found for page in [*event["pages"], *event.get("held", {"pages": []})["pages"]]]
        name = {page["url"]: page["id"] for page in told}
        self._url = {page["id"]: page["url"] for page in told}
        self._texts: dict[str, str] = {}
        self._figures: dict[str, list[tuple[Span, str]]] = defaultdict(list)
        self._statements: dict[str, list[tuple[tuple[Span, ...], str]]] = defaultdict(list)
        for row in ledger.figures():
            self._figures[name[row.url or ""]].append((row.figure.span, row.entry))
        for said in ledger.statements():
            self._statements[name[said.url or ""]].append((said.statement.content, said.entry))
        self._ledger = ledger

    def entries(self, known: Known) -> list[str]:
        """The entries that the words of the truth are: statements whose contents overlap them by half, the best first."""
        if known.page not in self._texts:
            self._texts[known.page] = self._ledger.page(self._url[known.page]).page.text
        text = self._texts[known.page]
        at = text.find(known.words)
        if at < 0:
            raise SystemExit(f"{known.page} does not have the words {known.words!r}")
        span = Span(at, at + len(known.words))
        if known.number is not None:
            start = at + known.words.find(known.number)
            span = Span(start, start + len(known.number))
            return [entry for own, entry in self._figures[known.page] if own.overlaps(span)]
        shared = []
        for pieces, entry in self._statements[known.page]:
            common = sum(max(0, min(p.end, span.end) - max(p.start, span.start)) for p in pieces)
            if common >= len(span) / 2:
                shared.append((common / (sum(map(len, pieces)) + len(span) - common), entry))
        return [entry for _, entry in sorted(shared, reverse=True)]


def measure(_shared: Path | None = None, *, held: bool = False, names: tuple[str, ...] = (), show: str = "") -> dict[str, float]:
    """The scores; ``held`` scores the pages that are held back, and pairs of them with the others."""
    from sayso.stories.disputes import relation_between
    from sayso.stories.dossiers import dossier_of

    found = list(events(held=held, names=names))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "planted.db"
        ledger_of(found, path)
        with open_ledger(path) as ledger, ledger.store.reading() as connection:
            seen = Seen(ledger, found)
            mine: dict[str, str | None] = {}

            def dossiers(known: Known) -> set[str]:
                for entry in seen.entries(known):
                    if entry not in mine:
                        mine[entry] = dossier_of(connection, entry)
                return {own for entry in seen.entries(known) if (own := mine[entry]) is not None}

            total: Counter[str] = Counter()
            everything: list[tuple[str, str, Known, set[str]]] = []
            for event in found:
                told = event["held"] if held else event
                stray = {p["id"] for p in told["pages"] if "-x" in p["id"]}
                both = {d["name"]: [Known.of(e) for e in d["entries"]] for d in event["dossiers"]} if held else {}
                for dossier in told["dossiers"]:
                    own = [Known.of(e) for e in dossier["entries"]]
                    pairs = list(combinations(own, 2)) + [(a, b) for a in own for b in both.get(dossier["name"], ())]
                    hit = missed = 0
                    for a, b in pairs:
                        if a.page == b.page:
                            continue
                        together = bool(dossiers(a) & dossiers(b))
                        hit, missed = hit + together, missed + (not together)
                    total["pairs"] += hit + missed
                    total["pairs hit"] += hit
                    total[f"{dossier['type']} pairs"] += hit + missed
                    total[f"{dossier['type']} pairs hit"] += hit
                    for known in own:
                        total["entries"] += 1
                        total["entries read"] += bool(seen.entries(known))
                        everything.append((event["event"], dossier["name"], known, dossiers(known)))
                        if show == "links":
                            print(event["event"], dossier["name"][:40], known, sorted(x[:6] for x in dossiers(known)), sep=" | ")
                    if show:
                        print(f"{event['event']:9} {dossier['type']:10} {hit:4} of {hit + missed:4}  {dossier['name']}")
                for pair in told["relations"]:
                    a, b = Known.of(pair["a"]), Known.of(pair["b"])
                    is_dispute = pair["kind"] in DISPUTES
                    kinds = {
                        relation.kind
                        for one in seen.entries(a)[:1]
                        for other in seen.entries(b)[:1]
                        if (relation := relation_between(connection, one, other)) is not None
                    }
                    called = any(kind.is_dispute for kind in kinds)
                    total["disputes"] += is_dispute
                    total["disputes found"] += is_dispute and called
                    total["others"] += not is_dispute
                    total["others called disputes"] += called and not is_dispute
                    total["kinds"] += pair["kind"] not in ("neither",)
                    total["kinds right"] += Kind(pair["kind"]) in kinds if pair["kind"] != "neither" else 0
                    if show == "disputes" or (show == "wrong" and is_dispute != called):
                        print(pair["kind"], [k.value for k in kinds], a.words, "<>", b.words, pair["why"], sep=" | ")
                total["stray joined"] += sum(known.page in stray for _, _, known, own in everything if own)
            ours = [(x, y) for x, y in combinations(everything, 2) if x[2].page != y[2].page and x[3] & y[3]]
            good = sum(x[:2] == y[:2] for x, y in ours)
            if show == "wrong":
                for x, y in ours:
                    if x[:2] != y[:2]:
                        print("joined:", x[:2], x[2].words, "<>", y[:2], y[2].words)
    return {
        "entries_read": total["entries read"] / max(total["entries"], 1),
        "links_recall": total["pairs hit"] / max(total["pairs"], 1),
        "links_recall_figures": total["figures pairs hit"] / max(total["figures pairs"], 1),
        "links_recall_statements": total["statements pairs hit"] / max(total["statements pairs"], 1),
        "links_precision": good / max(len(ours), 1),
        "disputes_recall": total["disputes found"] / max(total["disputes"], 1),
        "called_disputes_wrongly": float(total["others called disputes"]),
        "not_disputes": float(total["others"]),
        "disputes": float(total["disputes"]),
        "kinds_right": total["kinds right"] / max(total["kinds"], 1),
    }


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held", action="store_true", help="score what is held back; for the end")
    parser.add_argument("--event", action="append", default=[], help="these events alone")
    parser.add_argument("--show", choices=["dossiers", "links", "disputes", "wrong"], default="", help="print what was found")
    asked = parser.parse_args()
    for name, value in measure(held=asked.held, names=tuple(asked.event), show=asked.show).items():
        print(f"{name:28} {value:.3f}" if value <= 1 else f"{name:28} {value:,.0f}")


if __name__ == "__main__":
    main()
