"""The tables of words by which figures are told apart: families of what happened, classes of what is counted, kinds
of happenings.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from sayso.reading.lexicon import plural_of


@dataclass(frozen=True, slots=True)
class Family:
    """What happened to what is counted; ``takes`` are the sorts that its words may take a figure from."""

    name: str
    takes: frozenset[str]
    around: re.Pattern[str]
    before: re.Pattern[str] | None
    """Words that must stand right before the number."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What a page or a sentence may be about."""

    kind: str
    is_local: bool
    words: re.Pattern[str]


@functools.cache
def families() -> tuple[Family, ...]:
    """The families, those that are asked first coming first."""
    return tuple(_family(*row) for row in rows("families"))


@functools.cache
def happenings() -> tuple[Happening, ...]:
    """The kinds of happenings, as the table has them."""
    return tuple(
        Happening(kind, reach == "local", re.compile(rf"\b(?:{_any(words.split(', '))})\b", re.IGNORECASE))
        for kind, reach, words, _ in rows("happenings")
    )


@functools.cache
def classes() -> dict[str, str]:
    """Nouns, in either number, to the class of what is counted."""
    found: dict[str, str] = {}
    for name, nouns, _ in rows("classes"):
        for noun in nouns.split(", "):
            for form in (noun.casefold(), plural_of(noun.casefold())):
                found.setdefault(form, name)
    return found


def rows(table: str) -> Iterator[list[str]]:
    """The lines of a table, without those for people."""
    text = resources.files("sayso.stories.dossiers.figures").joinpath(f"{table}.tsv").read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))


def _family(name: str, sorts: str, words: str, _example: str) -> Family:
    listed = words.split(", ")
    around, before = [w for w in listed if w[0] != "@"], [w.removeprefix("@before ") for w in listed if w[0] == "@"]
    takes = frozenset(sorts.split(", "))
    return Family(
        name,
        takes,
        re.compile(rf"\b(?:{_any(around)})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{_any(before)})\s+(?:[\w-]+\s+)?$", re.IGNORECASE) if before else None,
    )


def _any(words: list[str]) -> str:
    return "|".join(
        re.escape(word).replace(r"\*", r"[\w'-]*").replace(r"\ \.\.\ ", r"(?:\s+\S+){0,3}?\s+").replace(r"\ ", r"\s+")
        for word in words
    )
