"""Sorts: the table of words by which it is told what happened to what is counted.

The table lies in ``sorts.tsv``, each line with an example; it is read once, at the first use.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from sayso.claims.figure import Sort
from sayso.reading.lexicon import plural_of

_DOUBLED = {
    "trap",
    "swap",
    "ship",
    "stab",
    "trim",
    "bus",
    "hit",
    "cut",
    "run",
    "jam",
    "kidnap",
    "drag",
    "drop",
    "rob",
    "gun",
    "strip",
}


@dataclass(frozen=True, slots=True)
class Sorts:
    """All words, in lower case and in every form, to what they say."""

    befalls: dict[str, Sort]
    """Verbs that happen to their object: *kill*, *arrest*."""
    undergoes: dict[str, Sort]
    """Verbs that happen to their subject: *die*, *flee*."""
    state: dict[str, Sort]
    """*dead*, *missing*, *homeless*."""
    after: dict[str, Sort]
    """Phrases after the noun or its verb: *in custody*, *without power*."""
    happening: dict[str, Sort]
    """Nouns that hold by themselves what happened: *deaths*, *refugees*, *protesters*."""
    thing: dict[str, Sort]
    people: frozenset[str]
    tally: dict[str, Sort | None]
    """Nouns that stand for a count: *death toll*, *number*."""
    light: frozenset[str]
    """Verbs between a noun and what happened: *are known to have died*."""
    who: frozenset[str]
    not_people: frozenset[str]
    """Nobody can be made answerable: *the quake*."""
    measure: frozenset[str]
    uncounted: frozenset[str]
    """Nouns whose number is no figure: *countries*, *attempts*, *officials*."""


@functools.cache
def sorts() -> Sorts:
    """The table, read once."""
    of: dict[str, dict[str, Sort | None]] = {}
    for says, sort, words, _example in _rows():
        forms = _FORMS.get(says, _noun_forms)
        for word in words.split(", "):
            for form in forms(word.casefold()):
                of.setdefault(says, {}).setdefault(form, Sort(sort) if sort else None)
    known = {says: {w: s for w, s in words.items() if s is not None} for says, words in of.items()}
    return Sorts(
        befalls=known["befalls"],
        undergoes=known["undergoes"],
        state=known["state"],
        after=known["after"],
        happening=known["happening"],
        thing=known["thing"],
        people=frozenset(of["people"]),
        tally=of["tally"],
        light=frozenset(of["light"]),
        who=frozenset(of["who"]),
        not_people=frozenset(of["not people"]),
        measure=frozenset(of["measure"]),
        uncounted=frozenset(of["uncounted"]),
    )


def _rows() -> Iterator[list[str]]:
    text = resources.files("sayso.claims.figures").joinpath("sorts.tsv").read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))


def _as_printed(word: str) -> Iterator[str]:
    yield from word.split("/")


def _noun_forms(word: str) -> Iterator[str]:
    first, *others = word.split("/")
    yield first
    yield from others or [plural_of(first)]


def _verb_forms(word: str) -> Iterator[str]:
    if " " in word:
        verb, rest = word.split(" ", 1)
        yield from (f"{form} {rest}" for form in _verb_forms(verb))
        return
    first, *others = word.split("/")
    stem = first + first[-1] if first in _DOUBLED else first
    yield first
    yield (
        first[:-1] + "ies"
        if first.endswith("y") and first[-2] not in "aeiou"
        else first + ("es" if first.endswith(("s", "x", "ch", "sh")) else "s")
    )
    yield (first[:-1] if first.endswith("e") and not first.endswith("ee") else stem) + "ing"
    if others:
        yield from others
    elif first.endswith("e"):
        yield first + "d"
    else:
        yield first[:-1] + "ied" if first.endswith("y") and first[-2] not in "aeiou" else stem + "ed"


_FORMS = {"befalls": _verb_forms, "undergoes": _verb_forms, "light": _verb_forms, "state": _as_printed, "after": _as_printed}
"""How the words of a line are bent; as nouns, unless it says otherwise."""
