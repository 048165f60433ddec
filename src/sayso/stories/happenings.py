"""Happenings: what happens once at its place, such as an earthquake, and is by that alone one event.

Two towns may be shelled on one day, and a country at war has a hundred attacks in a week; but where pages of one week are about
an earthquake in the same country, they are about the same one, whatever else they tell: the first shocks, the dead, the rescue.
So a kind of happening with its place tells an event that no single word tells. ``happenings.tsv`` lists the kinds; those that a
country may have several of in one week count with a town, not with the country.

A page tells a happening as far as it is about the thing itself: what it did has to stand there too. A concert for its victims is
another event.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from sayso.claims.settings.gazetteer import known_as
from sayso.stories.wording import Word, stem_of

READ = 120
"""Words of a page's text that are looked at, besides its headline."""
_SOON, _LATER = 60, 0.6
"""Words after the sixtieth count so much."""
_NAMED, _DONE, _DONE_COUNTS = 3.0, 5, 0.4
"""How often it counts that a happening is named, and how much of what it did."""
_FULL = 4.0
_AFTER = 0.2
"""What each word of what others do because of it takes away."""
LEAST = 0.55
"""A page that is less about the thing itself tells of something else."""
PLACES = 3


class Happening(NamedTuple):
    """A kind of happening at a place, with how much the page is about it; the squares of a page's add up to 1 at most."""

    kind: str
    place: str
    weight: float


class _Lists(NamedTuple):
    kinds: dict[str, str]
    wide: frozenset[str]
    does: frozenset[str]
    after: frozenset[str]
    at: frozenset[str]
    part: frozenset[str]


def happenings(headline: Sequence[Word], text: Sequence[Word], names: Mapping[str, str]) -> list[Happening]:
    """What a page tells of happening where: one kind, at its few places, the most named first.

    ``names`` are the words that may name a place, by stem, as printed.
    """
    lists = _lists()
    words = [*headline, *text[:READ]]
    sentence = _sentences(words, len(headline))
    named: dict[str, float] = defaultdict(float)
    where: dict[str, set[int]] = defaultdict(set)
    for at, word in enumerate(words):
        kind = lists.kinds.get(word.stem)
        if kind is None or (at >= len(headline) and word.capital and word.stem in names):
            continue
        named[kind] += 1.0 if at < len(headline) + _SOON else _LATER
        where[kind].add(sentence[at])
    if not named:
        return []
    kind = max(named, key=lambda each: (named[each], each))
    stems = {word.stem for word in words}
    done = min(_DONE, len(stems & lists.does))
    about = min(1.0, (min(_NAMED, named[kind]) + _DONE_COUNTS * done) / _FULL) - _AFTER * len(stems & lists.after)
    if about < LEAST:
        return []
    places = Counter(
        word.stem
        for at, word in enumerate(words)
        if word.capital and word.stem in names and sentence[at] in where[kind] and _is_place(words, at, kind, sentence, names)
    )
    best = sorted(places.items(), key=lambda each: (-each[1], each[0]))[:PLACES]
    norm = math.sqrt(sum(often for _, often in best))
    return [Happening(kind, stem, about * math.sqrt(often) / norm) for stem, often in best]


def _is_place(words: Sequence[Word], at: int, kind: str, sentence: Sequence[int], names: Mapping[str, str]) -> bool:
    """Whether a name is one of a place where this kind of thing may have happened once."""
    lists = _lists()
    known = known_as(names[words[at].stem])
    if known:
        return kind in lists.wide or known[0].kind != "country"
    before = words[at - 1].printed.casefold() if at else ""
    if before in lists.at or (before == "of" and at > 1 and words[at - 2].printed.casefold() in lists.part):
        return True
    after = at + 1  # *the Senn earthquake*
    return after < len(words) and sentence[after] == sentence[at] and lists.kinds.get(words[after].stem) == kind


def _sentences(words: Sequence[Word], headline: int) -> list[int]:
    """The number of the sentence that each word stands in; the headline is one."""
    found, number = [], 0
    for at, word in enumerate(words):
        number += at == headline or (at > headline and word.opens)
        found.append(number)
    return found


@cache
def _lists() -> _Lists:
    """The words of ``happenings.tsv``: those of kinds by stem, the rest as a set each."""
    kinds: dict[str, str] = {}
    wide: set[str] = set()
    sets: dict[str, frozenset[str]] = {}
    for line in files("sayso.stories").joinpath("happenings.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, reach, words, _example = line.split("\t")
        each = [word.strip() for word in words.split(",")]
        if reach == "-":
            sets[kind] = frozenset(each if kind in ("at", "part") else map(stem_of, each))
            continue
        kinds |= {stem_of(word): kind for word in each}
        if reach == "wide":
            wide.add(kind)
    return _Lists(kinds, frozenset(wide), sets["does"], sets["after"], sets["at"], sets["part"])
