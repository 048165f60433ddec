"""How well articles that were copied as text are read: the body kept, and the furniture read as body.

Every English article of ``pages/`` whose body is written in paragraphs is turned into what a browser copies when the whole page
is selected: the visible text of each block in order, menus, related links and footers too. Each line is labelled by the page's
gold body. Even pages are for looking, odd ones confirm.

python bench/copied.py [SHARED] [--half look|confirm] [--misses]
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html

from sayso.page.decoding import canonical
from sayso.page.encoding import decode_html
from sayso.page.language import language_of
from sayso.page.page import BODY_AS_READ, Document, Kind, Page, Role
from sayso.page.pages import pages_of
from sayso.page.walk import runs_of

SHARED = Path(__file__).parents[1].parent / "shared"
PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "figure", "table", "pre"])


@dataclass(frozen=True)
class Copied:
    """A page as copied text, with what each line is: ``body``, ``furniture``, or ``either`` where the gold cannot tell."""

    name: str
    text: str
    labels: dict[str, str]
    headline: str | None
    """Where the gold has it, and the text has it as a line of its own."""
    day: str | None


def copied(shared: Path, half: str | None = None) -> Iterator[Copied]:
    """The English pages as copied text."""
    at = 0
    for gold_path in sorted(shared.glob("pages/*/*.json")):
        gold = json.loads(gold_path.read_text("utf-8"))
        body, other = _gold(gold)
        if language_of("\n".join(body)) != "en" or not _in_paragraphs(body):
            continue
        at += 1
        if half and half != ("look", "confirm")[at % 2]:
            continue
        page = gzip.decompress(gold_path.with_suffix(".html.gz").read_bytes())
        text = canonical(_selected(page))
        labels = _labels(text, body, other)
        if _in_one_piece(labels):
            title = next((line for line in labels if gold.get("title") and _plain(line) == _plain(str(gold["title"]))), None)
            yield Copied(gold_path.stem, text, labels, title, str(gold["published"])[:10] if gold.get("published") else None)


def _in_paragraphs(body: list[str]) -> bool:
    """Whether most lines of the body are sentences: no list of offers, results or opening hours."""
    lines = [line.strip() for line in body if line.strip()]
    return sum(line[-1] in '.!?…:"”’)' for line in lines) >= 0.7 * len(lines)


def _in_one_piece(labels: dict[str, str]) -> bool:
    """Whether most lines between the first and the last of the body are body: no shopping guide, no live page."""
    kinds = list(labels.values())
    inside = kinds[kinds.index("body") : len(kinds) - kinds[::-1].index("body")] if "body" in kinds else []
    return bool(inside) and inside.count("furniture") <= 0.5 * len(inside)


def _gold(gold: dict[str, object]) -> tuple[list[str], list[str]]:
    """The paragraphs of the body, and the texts that may be read as body or not: the headline and the standfirst."""
    if isinstance(article := gold.get("articleBody"), str):
        return article.split("\n"), []
    paragraphs = [words for part in gold["sections"] for words in part["headline"] + part["paragraphs"]]  # type: ignore[attr-defined]
    return paragraphs, [str(gold["title"]), *gold["summary"]]  # type: ignore[misc]


def _selected(page: bytes) -> str:
    root = html.document_fromstring(decode_html(page))
    pieces: list[str] = []
    for run in runs_of(root):
        apart = any(place.tag in PARAGRAPHS for place in [run.block, *([run.block.parent] if run.block.parent else [])])
        pieces.append(run.text + ("\n\n" if apart else "\n"))
    return "".join(pieces)


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


def _shingles(words: str) -> list[tuple[str, ...]]:
    each = words.split()
    return [tuple(each[i : i + 4]) for i in range(len(each) - 3)]


def _shared(words: str, known: set[tuple[str, ...]]) -> float:
    mine = _shingles(words)
    return sum(shingle in known for shingle in mine) / len(mine)


def _labels(text: str, body: list[str], other: list[str]) -> dict[str, str]:
    paragraphs = {_plain(words) for words in body} - {""}
    whole = " ".join(_plain(words) for words in body)
    known = set(_shingles(whole))
    neither = {_plain(words) for words in other}
    labels = {}
    for line in filter(None, map(str.strip, text.split("\n"))):
        words = _plain(line)
        count = len(words.split())
        if words in neither or not words:
            labels[line] = "either"
        elif words in paragraphs or (count >= 6 and (words in whole or _shared(words, known) >= 0.8)):
            labels[line] = "body"
        elif count >= 1 and words in whole:
            labels[line] = "either"
        else:
            labels[line] = "furniture"
    return labels


def read(page: Copied) -> Page:
    """The copied text as sayso reads it."""
    return pages_of(Document(page.text.encode(), Kind.PLAIN, page.name, page.name))[0]


def role_of_lines(page: Page) -> dict[str, Role]:
    """The role that each line was given (of its first piece that is more than a credit)."""
    roles: dict[str, Role] = {}
    for block in page.blocks:
        start = page.text.rfind("\n", 0, block.span.start) + 1
        end = page.text.find("\n", block.span.end)
        roles.setdefault(page.text[start : end if end >= 0 else None].strip(), block.role)
    return roles


def measure(shared: Path, half: str | None = "confirm", *, misses: bool = False) -> dict[str, float]:
    """Share of body lines kept and of furniture lines read as body (each averaged over all lines), and the speed."""
    body = kept = furniture = leaked = words = pages = 0
    titles: list[bool] = []
    days: list[bool] = []
    taken = 0.0
    for page in copied(shared, half):
        begun = time.perf_counter()
        got = read(page)
        taken += time.perf_counter() - begun
        words += len(page.text.split())
        pages += 1
        roles = role_of_lines(got)
        if page.headline:
            titles.append(_plain(got.headline or "") == _plain(page.headline))
        if page.day and got.published:
            days.append(got.published[:10] == page.day)
        if misses:
            print(f"\n=== {page.name}: {got.headline!r} by {got.authors}, {got.published}, {got.modified} ({got.state})")
        for line, label in page.labels.items():
            read_as_body = roles.get(line) in BODY_AS_READ
            body += label == "body"
            kept += label == "body" and read_as_body
            furniture += label == "furniture"
            leaked += label == "furniture" and read_as_body
            if misses and ((label == "body" and not read_as_body) or (label == "furniture" and read_as_body)):
                print(f"  {label:9} read as {roles.get(line)!s:11} {line[:150]}")
    return {
        "pages": pages,
        "body lines kept": round(kept / body, 4),
        "furniture lines read as body": round(leaked / furniture, 4),
        "headlines right": round(sum(titles) / len(titles), 4),
        "days right where given": round(sum(days) / len(days), 4),
        "words a second": round(words / taken),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--half", choices=["look", "confirm"])
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args()
    print(measure(given.shared, given.half, misses=given.misses))
