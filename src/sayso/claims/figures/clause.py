"""Clause: one sentence's words with their heads, and what can be asked of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sayso.reading.syntax import Syntax, Word
from sayso.text import Span

NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
VERBS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
_TIMES = frozenset({"DATE", "TIME", "DURATION"})

_END = re.compile(r"[.!?][”\"’')\]]*\s+(?=[“\"‘'(\[]?[A-Z0-9])|\n+")
_SHORT = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|Prof|Rep|Sen|Gov|No|St|Rev|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec))$"
)


def sentences_in(text: str, span: Span) -> list[Span]:
    """The sentences of a stretch of text, roughly: a full stop after a short form or a single letter ends none."""
    found: list[Span] = []
    start = span.start
    for m in _END.finditer(text, span.start, span.end):
        if text[m.start()] == "." and _SHORT.search(text, max(start, m.start() - 6), m.start()):
            continue
        found.append(Span(start, m.end()))
        start = m.end()
    if start < span.end:
        found.append(Span(start, span.end))
    return found


@dataclass(frozen=True)
class Clause:
    """The words of one sentence, by number."""

    text: str
    span: Span
    words: Sequence[Word]

    @classmethod
    def of(cls, text: str, span: Span, syntax: Syntax) -> Clause:
        """The sentence that stands in a span."""
        return cls(text, span, syntax.words_in(span))

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def low(self) -> list[str]:
        """Each word in lower case."""
        return [self.text[w.span.start : w.span.end].casefold() for w in self.words]

    @cached_property
    def tags(self) -> list[str]:
        """Each word's part of speech."""
        return [w.part_of_speech for w in self.words]

    @cached_property
    def relations(self) -> list[str]:
        """Each word's relation to its head."""
        return [w.relation for w in self.words]

    @cached_property
    def heads(self) -> list[int | None]:
        """The number of each word's head; ``None`` where it is the root, or stands in another sentence."""
        at = {w.span.start: i for i, w in enumerate(self.words)}
        found = [None if w.head is None else at.get(w.head) for w in self.words]
        return [None if head == i else head for i, head in enumerate(found)]

    def children(self, head: int, *relations: str) -> list[int]:
        """The words that depend on one in any of these relations, in text order."""
        return [i for i, h in enumerate(self.heads) if h == head and self.relations[i] in relations]

    def at(self, place: int) -> int:
        """The number of the first word that ends after a place; ``len`` if there is none."""
        return next((i for i, w in enumerate(self.words) if w.span.end > place), len(self.words))

    def is_noun(self, i: int) -> bool:
        """Whether it is a noun or a name, and no time."""
        return self.tags[i] in NOUNS and not self.is_time(i)

    def is_time(self, i: int) -> bool:
        """Whether it is part of a date, an hour or a duration."""
        return self.words[i].entity in _TIMES or self.relations[i] == "nmod:tmod"

    def is_verb(self, i: int) -> bool:
        """Whether it is a form of a verb."""
        return self.tags[i] in VERBS

    def is_passive(self, verb: int) -> bool:
        """Whether a verb happens to its subject."""
        return self.tags[verb] in ("VBN", "VBD") and bool(self.children(verb, "nsubjpass", "auxpass"))

    def glued(self, i: int) -> bool:
        """Whether a word stands right at the one before it, as in *15-year-old*."""
        return i > 0 and self.words[i - 1].span.end == self.words[i].span.start

    def over(self, first: int, last: int) -> Span:
        """From the first word to the last."""
        return Span(self.words[first].span.start, self.words[last].span.end)
