"""Alignment: which sentence of the newer version stands in the place of which of the older one, wherever it was moved to."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sayso.claims.figures.clause import sentences_in
from sayso.page.page import Page, Role
from sayso.stories.revisions.announced import notices_of
from sayso.stories.revisions.words import FUNCTION, Word, key_of, words_in
from sayso.text import Pieces, Span

ALIKE = 0.45
"""Sentences that have this share of their words in common are versions of one sentence, if none fits better."""
HELD = 0.75
"""A sentence of which the other holds this share of the words was taken into it, or cut out of it."""
_FEWEST = 3
_TOO_COMMON = 30
"""A word of more sentences than these says little about which is which."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a page; its place and its words."""

    span: Span
    words: tuple[Word, ...]
    told: frozenset[str]
    """Stems of the words that tell something."""


def sentences_of(page: Page) -> list[Sentence]:
    """The sentences of all that is read for claims, without headlines and notices of changes."""
    found = []
    notices = [notice.span for notice in notices_of(page)]
    for block in page.blocks_for_claims():
        if block.role is Role.HEADLINE:
            continue
        for span in sentences_in(page.text, block.span):
            words = tuple(words_in(page.text, span))
            if words and not any(span.overlaps(notice) for notice in notices):
                told = frozenset(word.stem for word in words if word.stem not in FUNCTION)
                found.append(Sentence(span.trimmed(page.text), words, told))
    return found


@dataclass(frozen=True)
class Alignment:
    """The sentences of two versions, and which of them belong together.

    ``same`` are those that differ in typography at most, ``pairs`` those that were rewritten, both from old to new. ``into`` are
    sentences that were taken into a longer one, ``out_of`` new ones that were cut out of a longer one.
    """

    old: Sequence[Sentence]
    new: Sequence[Sentence]
    same: dict[int, int]
    pairs: dict[int, int]
    into: dict[int, int]
    out_of: dict[int, int]

    @cached_property
    def same_back(self) -> dict[int, int]:
        """From new to old."""
        return {new: old for old, new in self.same.items()}

    @cached_property
    def joined(self) -> frozenset[tuple[int, int]]:
        """All that belong together and are not the same."""
        return frozenset((*self.pairs.items(), *self.into.items(), *((old, new) for new, old in self.out_of.items())))


def at(sentences: Sequence[Sentence], pieces: Pieces) -> frozenset[int]:
    """Which sentences a run of pieces stands in."""
    found = set[int]()
    for piece in pieces:
        i = max(bisect_right(sentences, piece.start, key=lambda sentence: sentence.span.start) - 1, 0)
        while i < len(sentences) and sentences[i].span.start < piece.end:
            if sentences[i].span.overlaps(piece):
                found.add(i)
            i += 1
    return frozenset(found)


def align(old: Sequence[Sentence], new: Sequence[Sentence]) -> Alignment:
    """Sentences that are the same first, then the likest: a paragraph that was moved stays what it was."""
    same = _same(old, new)
    left = [i for i in range(len(old)) if i not in same]
    taken = set(same.values())
    right = [j for j in range(len(new)) if j not in taken]
    scored = sorted(_scored(old, new, left, right), key=lambda found: (-found[0], abs(found[1] - found[2]), found[1], found[2]))
    pairs: dict[int, int] = {}
    for score, i, j in scored:
        if score >= ALIKE and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    into: dict[int, int] = {}
    out_of: dict[int, int] = {}
    for _, i, j in scored:
        shared = len(old[i].told & new[j].told)
        if shared < _FEWEST:
            continue
        if i not in pairs and shared >= HELD * len(old[i].told):
            into.setdefault(i, j)
        if j not in taken and shared >= HELD * len(new[j].told):
            out_of.setdefault(j, i)
    return Alignment(old, new, same, pairs, into, out_of)


def _same(old: Sequence[Sentence], new: Sequence[Sentence]) -> dict[int, int]:
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for j in range(len(new) - 1, -1, -1):
        places[key_of(new[j].words)].append(j)
    found = {}
    for i, sentence in enumerate(old):
        if free := places.get(key_of(sentence.words)):
            found[i] = free.pop()
    return found


def _scored(
    old: Sequence[Sentence], new: Sequence[Sentence], left: Sequence[int], right: Sequence[int]
) -> list[tuple[float, int, int]]:
    """Pairs with words in common, with the share that they have in common."""
    of_word: defaultdict[str, list[int]] = defaultdict(list)
    for j in right:
        for word in new[j].told:
            of_word[word].append(j)
    found = []
    for i in left:
        near = Counter(j for word in old[i].told if len(of_word.get(word, ())) <= _TOO_COMMON for j in of_word.get(word, ()))
        for j in near:
            shared = len(old[i].told & new[j].told)
            found.append((2 * shared / (len(old[i].told) + len(new[j].told)), i, j))
    return found
