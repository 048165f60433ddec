"""PolNeAR as training material: articles with their attributions and, a word at a time, the automatic layer beside them.

PolNeAR: Edward Newell, Drew Margolin and Derek Ruths, *An Attribution Relations Corpus for Political News*, LREC 2018.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sayso.text import Span

NO_ATTRIBUTIONS = frozenset(
    {"breitbart_2016-04-19_clinton-wins-democratic-presiden", "breitbart_2016-06-29_donald-trump-denies-mike-tyson-i"}
)
"""Train articles that nobody marked: left out."""


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """One marked attribution; each role is a list of spans in text order, and may be empty."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """One token of the automatic layer. ``head`` is the index of the word that it depends on, in the article; -1 for a root."""

    span: Span
    pos: str
    entity: str
    head: int
    dependency: str


@dataclass(frozen=True, slots=True)
class Article:
    name: str
    text: str
    attributions: tuple[GoldAttribution, ...]
    words: tuple[Word, ...]

    @property
    def paragraphs(self) -> list[Span]:
        return paragraphs_of(self.text)


def paragraphs_of(text: str) -> list[Span]:
    """Runs between line breaks that hold more than white space, trimmed."""
    return [Span(m.start(), m.end()).trimmed(text) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]


def articles(folder: Path, split: str) -> Iterator[Article]:
    """The articles of ``train`` or ``dev`` below PolNeAR's folder, each with its first annotator."""
    for path in sorted((folder / split / "text").glob("*.txt")):
        name = path.stem
        if name in NO_ATTRIBUTIONS:
            continue
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        marked = sorted((folder / split / "attributions").glob(f"{_escaped(name)}_*.ann"))
        silver = folder / "silver" / split / f"{name}.tsv"
        yield Article(name, text, _attributions(marked[0]) if marked else (), _words(silver) if silver.exists() else ())


def _escaped(name: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", name)


def _attributions(path: Path) -> tuple[GoldAttribution, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        raw = file.read()
    spans = {
        number: tuple(Span(*map(int, piece.split())) for piece in pieces.split(";"))
        for number, pieces in re.findall(r"^T(\d+)\t\S+ (\d+ \d+(?:;\d+ \d+)*)\t", raw, re.M)
    }
    found = []
    for arguments in re.findall(r"^E\d+\tAttribution\S*?:T\d+[ \t]*(.*)$", raw, re.M):
        roles: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
        for role, number in re.findall(r"(Source|Cue|Content)\d*:T(\d+)", arguments):
            roles[role] += spans.get(number, ())
        if roles["Content"]:
            found.append(GoldAttribution(*(tuple(sorted(roles[role])) for role in ("Source", "Cue", "Content"))))
    return tuple(found)


def _words(path: Path) -> tuple[Word, ...]:
    words: list[Word] = []
    base = 0  # heads are numbered within a sentence, which an empty line ends
    with path.open(encoding="utf-8", newline="") as file:
        for line in file:
            row = line.rstrip("\r\n").split("\t")
            if len(row) < 9:
                base = len(words)
                continue
            head = int(row[5])
            words.append(Word(Span(int(row[7]), int(row[8])), row[3], row[4], base + head - 1 if head else -1, row[6]))
    return tuple(words)
