"""Words of a text as they are compared: with their places, without what is only typography, spelling or tense."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from sayso.text import Span

_WORD = re.compile(r"[$£€¥]?[^\W_]+(?:[.,’'][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_BRITISH = (
    (re.compile(r"is(e[srd]?|ing|ations?)$"), r"iz\1"),
    (re.compile(r"(?<=[lbv])our(ed|ing|s|able|ite|ites|er|ers)?$"), r"or\1"),
    (re.compile(r"(?<=[a-z]{2})tre(s|d)?$"), r"ter\1"),
    (re.compile(r"ll(ed|ing|er|ers)$"), r"l\1"),
    (re.compile(r"ogue(s)?$"), r"og\1"),
    (re.compile(r"efenc(e|es)$"), r"efens\1"),
)
"""Spellings on either side of the Atlantic, in the order in which they are undone."""


@functools.cache
def _plain(kind: str) -> tuple[tuple[str, ...], ...]:
    """The lines of one kind in the table of plain words."""
    lines = resources.files(__package__).joinpath("plain.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(tuple(words.split()) for found, words in rows if found == kind)


_IRREGULAR = {form: forms[0] for forms in _plain("irregular") for form in forms}


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its place. ``low`` is it without case, accents and the signs around it, ``stem`` also without its ending."""

    span: Span
    low: str
    stem: str


def words_in(text: str, span: Span | None = None) -> list[Word]:
    """The words of a text, or of a run of it, in order."""
    found = []
    for m in _WORD.finditer(text, *((span.start, span.end) if span else ())):
        low = _low(m[0])
        found.append(Word(Span(m.start(), m.end()), low, stem(low)))
    return found


def key_of(words: Sequence[Word]) -> tuple[str, ...]:
    """What two runs of words have in common that differ in typography alone."""
    return tuple(word.low for word in words)


@functools.lru_cache(maxsize=100_000)
def _low(printed: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", printed) if not unicodedata.combining(c))
    bare = _POSSESSIVE.sub("", bare.casefold().replace("’", "'"))
    return bare.replace(".", "") if bare[:1].isalpha() else bare


@functools.lru_cache(maxsize=100_000)
def stem(low: str) -> str:
    """A word without number, tense and national spelling, roughly: good for comparing, not for showing."""
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if not low.isalpha() or len(low) < 4:
        return low
    for spelling, instead in _BRITISH:
        low = spelling.sub(instead, low)
    for ending, instead in (("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", "")):
        if low.endswith(ending) and len(low) - len(ending) + len(instead) >= 3 and not low.endswith(("ss", "us", "is")):
            low = low.removesuffix(ending) + instead
            break
    if len(low) > 3 and low[-1] == low[-2] and low[-1] in "bdgmnprt":
        low = low[:-1]
    return low.removesuffix("e") if len(low) > 3 else low


FUNCTION = frozenset(stem(word) for words in _plain("function") for word in words)
"""Stems that tell nothing by themselves."""

OF_NOTICES = frozenset(stem(word) for words in _plain("notice") for word in words)
"""Stems that a notice of a change has whatever it is about."""


@functools.cache
def meanings() -> dict[str, str]:
    """Stems, or two to three of them with spaces between, and the first of their line in the table: they say the same."""
    found: dict[str, str] = {}
    lines = resources.files(__package__).joinpath("same.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            first, *others = (" ".join(word.stem for word in words_in(each)) for each in line.split("\t")[0].split(","))
            for each in (first, *others):
                found.setdefault(each, found.get(first, first))
    return found


def is_misspelt(one: str, other: str) -> bool:
    """Whether two words are one but for a letter that is wrong, missing or too many, or for two that changed places.

    Short words are never: *man* is no *men*, and *bomb* no *tomb*.
    """
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 1 or one[0] != other[0] or one.isdigit() or other.isdigit():
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[2:] == b[2:] and a[:2] == b[1::-1])
