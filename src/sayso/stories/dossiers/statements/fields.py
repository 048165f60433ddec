"""Fields of predicates: what can be so or not so of a thing (open or closed, free or held), and on which side words stand.

A field has two poles. Words name one of them, and a negation before them turns it: *not passable* stands where *blocked* does.
The table ``fields.tsv`` holds the words.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from sayso.stories.revisions.words import Word, stem, words_in

_NEGATIONS = frozenset(
    [
        "not",
        "no",
        "never",
        "nobody",
        "nothing",
        "none",
        "neither",
        "nor",
        "without",
        "cannot",
        "nowhere",
        "hardly",
        "barely",
        "n't",
        "no-one",
        "unable",
        "failed",
        "refused",
        "don't",
        "doesn't",
        "didn't",
        "isn't",
        "aren't",
        "wasn't",
        "weren't",
        "hasn't",
        "haven't",
        "hadn't",
        "won't",
        "can't",
        "couldn't",
        "wouldn't",
        "shouldn't",
        "ain't",
        "denied",
        "deny",
        "denies",
        "denying",
        "oppose",
        "opposes",
        "opposed",
        "opposing",
        "refuses",
        "refusing",
    ]
)
_ENDS_CLAUSE = re.compile(
    r"[;:.!?]\s|[—–]|, (?:and|but|while|whereas|although|though|which|who|because)\b|\b(?:but|while|because)\b"
)
_BUT = re.compile(r"[^.,;!?]*?\s(?:but|rather)\s", re.IGNORECASE)
_BUT_REACH = 60
_NEGATION_REACH = 6
"""A negation turns words that follow so many words after it at most, in its clause."""
_ARTICLES = frozenset(stem(word) for word in ["a", "an", "the", "its", "their", "his", "her", "our", "my", "your"])
_NOT_ONLY = frozenset(("only", "just", "least", "alone"))
_SIGNS = {"+": 1, "-": -1, "~": 0}


@dataclass(frozen=True, slots=True)
class Field:
    """A field: whether what it speaks of can change from day to day."""

    name: str
    is_state: bool
    is_wide: bool
    """Whether so much in one event is of it that it does not tell which statements are about the same."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that name a field: ``pole`` 1, -1, or 0 where they take no side; ``at`` is the number of their first word."""

    field: str
    pole: int
    at: int
    words: str
    stems: tuple[str, ...]
    negated: bool


@functools.cache
def fields() -> Mapping[str, Field]:
    """All fields by name."""
    return {name: Field(name, nature.startswith("state"), "wide" in nature) for name, nature, _, _ in _lines()}


@functools.cache
def _needed() -> Mapping[str, frozenset[str]]:
    """Of fields whose words mean many things: the stems of which one must be close to them."""
    return {
        name: frozenset(w.stem for w in words_in(words))
        for name, nature, pole, words in _lines()
        if nature.endswith("?") and pole == "~"
    }


@functools.cache
def _lines() -> tuple[tuple[str, str, str, str], ...]:
    lines = resources.files(__package__).joinpath("fields.tsv").read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((name, nature, pole, words) for name, nature, pole, words, *_ in cells)


@functools.cache
def _phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], str, int], ...]]:
    """Phrases by their first stem, the longest first: their stems, the field and the pole."""
    found: dict[str, list[tuple[tuple[str, ...], str, int]]] = {}
    for name, _, pole, words in _lines():
        for phrase in words.split(", "):
            stems = tuple(w.stem for w in words_in(phrase) if w.stem not in _ARTICLES)
            if stems:
                found.setdefault(stems[0], []).append((stems, name, _SIGNS[pole]))
    return {first: tuple(sorted(set(phrases), key=lambda p: (-len(p[0]), p))) for first, phrases in found.items()}


def negations_in(words: Sequence[Word]) -> list[int]:
    """The numbers of the words that negate; *not only* does not."""
    return [
        i
        for i, word in enumerate(words)
        if (word.low in _NEGATIONS or word.low.endswith("n't"))
        and not (i + 1 < len(words) and word.low == "not" and words[i + 1].low in _NOT_ONLY)
    ]


def hits_in(text: str, words: Sequence[Word], around: Collection[str] = ()) -> list[Hit]:
    """The words of fields in a text, in order; of words that one field has as part of longer ones only the longest.

    ``around`` are stems of the words around the text.
    """
    there = {word.stem for word in words}.union(around)
    needed = _needed()
    kept = [i for i, word in enumerate(words) if word.stem not in _ARTICLES]
    negations = set(negations_in(words))
    phrases = _phrases()
    ends = sorted(m.start() for m in _ENDS_CLAUSE.finditer(text))
    found: list[Hit] = []
    taken: dict[str, int] = {}
    for place, i in enumerate(kept):
        for stems, name, pole in phrases.get(words[i].stem, ()):
            if taken.get(name, -1) > place or (name in needed and not needed[name] & there):
                continue
            if len(stems) > 1 and tuple(words[k].stem for k in kept[place : place + len(stems)]) != stems:
                continue
            last = kept[min(place + len(stems), len(kept)) - 1]
            own = any(k in negations for k in range(i, last + 1))
            if place and words[kept[place - 1]].low == "to" and pole:
                pole = 0  # what somebody is to do is not done: *efforts to contain it*
            turned = 0 if own else _turns(text, words, negations, i, ends)
            if turned and _BUT.match(text, words[i].span.end, words[i].span.end + _BUT_REACH):
                pole = 0  # *not a crack, but a door*: another word for it, not the opposite
            found.append(
                Hit(name, -pole if turned % 2 else pole, i, " ".join(w.low for w in words[i : last + 1]), stems, bool(turned))
            )
            taken[name] = place + len(stems)
    return found


def _turns(text: str, words: Sequence[Word], negations: set[int], at: int, ends: Sequence[int]) -> int:
    """How many negations bear on the word at a place: those close before it in its clause, and *nor*."""
    turned = 0
    for k in range(max(0, at - _NEGATION_REACH), at):
        if k in negations and not any(words[k].span.start < end <= words[at].span.start for end in ends):
            turned += 1
    return turned
