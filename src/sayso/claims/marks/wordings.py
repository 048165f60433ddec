"""Wordings: the forms of words by which a page says how far something is established, and where they stand on it.

The forms are in ``marks.tsv``, each with an example.
"""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from sayso.claims.mark import Status
from sayso.claims.marks.bearing import Scene
from sayso.text import Span

_SENTENCE_END = re.compile(
    r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bMrs)(?<!\bGen)(?<!\bCol)(?<!\bSen)(?<!\bGov)(?<!\bU\.S)(?<!\bU\.N)(?<!\b[A-Z])"
    r"[.!?…][\"”’»')\]]*\s+(?=[A-Z“\"‘«(\d])|\n"
)
_CLAUSE_START = re.compile(
    r"[;:—…]\s*|\s[-–]+\s|,\s+(?=(?:but|yet|although|though|and|while|whilst|because|with|after|before|where|when|since|\w{3,}ing)\b)|"
    r"[“”\"]|\b(?:said|says|saying|say|added|adding|told \w+)(?: that)?\s|"
    r"\s(?:and|but)\s(?=(?:that|it|there|was|were|is|are|has|had)\b)|"
    r",\s(?=(?:he|she|they|it|we|I|you|there|(?:in )?an? (?:report|claim|charge|account|allegation|accusation|assertion))\b)|"
    r"\s(?=whose\b)"
)
_CLAUSE_END = re.compile(
    r"[;:—!?“”\"…]|\.(?=\s|$)|\s[-–]+\s|,?\s(?:but|because|although|though|whereas)\b|\sand\s(?:that|it|there)\b|"
    r",\s(?:and|as|while|he|she|they|it)\b|\sas (?:most|foreign)\b"
)
_LONGEST_SENTENCE = 2000
_LONGEST_SUBJECT = 16
"""Words before a verb that are still taken for its subject."""
_LONGEST_OBJECT = 40


class Scope(enum.StrEnum):
    """How it is found what a form is about; ``marks.tsv`` says what each means."""

    WORD = "word"
    CLAUSE = "clause"
    OPEN = "open"
    BACK = "back"
    OBJECT = "object"
    ASIDE = "aside"
    NOUN = "noun"
    NAMED = "named"
    COUNTED = "counted"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of words that mark something. ``stems``: in a sentence without any of them it does not stand."""

    status: Status
    scope: Scope
    stems: tuple[str, ...]
    pattern: re.Pattern[str]
    example: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form was found: the words that match it, their clause and their sentence."""

    form: Form
    core: Span
    clause: Span
    sentence: Span


@functools.cache
def forms() -> tuple[Form, ...]:
    """All forms, in the order in which they are tried, read once."""
    table = resources.files("sayso.claims.marks").joinpath("marks.tsv").read_text(encoding="utf-8")
    named: dict[str, str] = {}
    made: list[Form] = []
    for line in table.splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("@"):
            name, pattern = line[1:].split("\t")
            named[name] = pattern
            continue
        status, scope, stems, pattern, example = line.split("\t")
        whole = re.sub(r"\{([a-z]+)\}", lambda m: named[m[1]], pattern)
        compiled = re.compile(rf"(?<![\w-])(?:{whole})(?!\w)", re.IGNORECASE)
        made.append(Form(Status(status), Scope(scope), tuple(stems.split(",")), compiled, example))
    return tuple(made)


def places(scene: Scene) -> Iterator[Place]:
    """Where forms stand: a form listed earlier first, and no two on the same words."""
    text = scene.text
    for sentence, stems in _candidates(scene):
        taken: list[Span] = []
        for form in forms():
            if stems.isdisjoint(form.stems):
                continue
            for m in form.pattern.finditer(text, sentence.start, sentence.end):
                core = Span(m.start(), m.end()).trimmed(text)
                if not any(core.overlaps(t) for t in taken):
                    taken.append(core)
                    yield Place(form, core, _clause(core, sentence, scene), sentence)


def _candidates(scene: Scene) -> list[tuple[Span, frozenset[str]]]:
    """The sentences in which stems of forms stand, in order."""
    text, blocks = scene.text, scene.blocks
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters grow when they are made small
        lowered = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    by_block: dict[int, list[tuple[int, str]]] = {}
    for stem in {stem for form in forms() for stem in form.stems}:
        at = lowered.find(stem)
        while at >= 0:
            number = scene.block_at(at)
            if at < blocks[number].end:
                by_block.setdefault(number, []).append((at, stem))
            at = lowered.find(stem, at + len(stem))
    return [found for number in sorted(by_block) for found in _sentences(text, blocks[number], sorted(by_block[number]))]


def _sentences(text: str, block: Span, hits: list[tuple[int, str]]) -> Iterator[tuple[Span, frozenset[str]]]:
    i = 0
    for sentence in _cut(text, block):
        stems = set()
        while i < len(hits) and hits[i][0] < sentence.end:
            stems.add(hits[i][1])
            i += 1
        if stems:
            yield sentence.trimmed(text), frozenset(stems)


def _cut(text: str, block: Span) -> Iterator[Span]:
    """The sentences of a block; what goes on for longer than any sentence is cut, for the sake of pages without full stops."""
    start = block.start
    for end in (*(m.end() for m in _SENTENCE_END.finditer(text, block.start, block.end)), block.end):
        while end - start > _LONGEST_SENTENCE:
            space = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
            cut = space if space > 0 else start + _LONGEST_SENTENCE
            yield Span(start, cut)
            start = cut
        yield Span(start, end)
        start = end


def _clause(core: Span, sentence: Span, scene: Scene) -> Span:
    """The clause around words: with their subject and object, never out of the content in which they stand."""
    text = scene.text
    starts = [m.end() for m in _CLAUSE_START.finditer(text, sentence.start, core.end) if m.end() <= core.start]
    start = max(starts, default=sentence.start)
    ends = _CLAUSE_END.search(text, core.end, sentence.end)
    end = ends.start() if ends else sentence.end
    holder = scene.holding(core)
    for piece in holder.content if holder else ():
        if piece.covers(core):
            start, end = max(start, piece.start), min(end, piece.end)
    if len(text[start : core.start].split()) > _LONGEST_SUBJECT:
        comma = text.rfind(", ", start, core.start)
        start = comma + 2 if comma >= 0 and len(text[comma : core.start].split()) <= _LONGEST_SUBJECT else core.start
    if len(text[core.end : end].split()) > _LONGEST_OBJECT:
        end = core.end
    return Span(min(start, core.start), max(end, core.end)).trimmed(text)
