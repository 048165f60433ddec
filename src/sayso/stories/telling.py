"""Telling: by which names, words and numbers a page shows which event it is about.

What a page names first and most often tells of its event; what is named everywhere does not. How telling a word is at all comes
from a table that never changes (``meaning.weight_of``), never from the ledger: so what a page shows is a function of that page,
whatever else is there. A small town tells more than a capital; a surname more than a first name; NATO, the words that every
report of a war or of an outbreak has, those who only speak (``heard``) and the reporter's own name tell little. ``telling.tsv``
lists such names and words. What happens once at its place tells an event by itself (``happenings``).
"""

from __future__ import annotations

import enum
import math
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from sayso.claims.settings.gazetteer import known_as
from sayso.page.page import Page, Role
from sayso.reading.lexicon import lexicon
from sayso.stories.happenings import happenings
from sayso.stories.heard import heard
from sayso.stories.meaning import weight_of
from sayso.stories.wording import WORD, Word, stem_of, words_of

READ = 300
"""Words of a page that are looked at, from its beginning: further down pages tell of what went before."""
NAMES, WORDS = 16, 36
"""So many names, and so many words and numbers, are kept of a page: the most telling."""

_HEADLINE = 1.5
_FIRST, _SOON, _LATER = (50, 1.0), (120, 0.7), 0.45
"""What a word counts by where it stands: among the first fifty, up to the 120th, after that."""
_OFTEN = 2.2
"""What all its places count at most."""
_STANDING, _KIND, _FIRST_NAME, _PEOPLE = 0.3, 0.35, 0.3, 0.6
"""What is left of the weight of standing names, words of the kind of event, first names, and peoples and countries."""
_HEARD = 0.5
"""What is left of the weight of those who only speak."""
_PLACES = {"country": 0.6, "capital": 0.6, "seat": 0.6, "region": 0.6}
_LARGE, _LARGE_CITY = 1_500_000, 0.6
_LEAST_NAME, _LEAST_WORD = 0.1, 0.3
"""Names and words of less weight are left out."""
_LEAST_NORM = 1.2
"""A page that shows next to nothing is not taken for one that shows one thing clearly."""
READ_FOR_EVENTS = frozenset({Role.STANDFIRST, Role.BODY, Role.SUBHEADING})

_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w])|(?<![\w.,])\d{2,7}(?![\w])")
_CAPITAL = re.compile(r"[A-ZÀ-Þ]\w|[A-ZÀ-Þ][’'-]|[a-z]{1,3}-[A-ZÀ-Þ]")
"""*Torrin*, *O'Hara*, *al-Shughour*."""
_CONTRACTED = re.compile(r"[’'](?:m|re|ve|ll|d|t)$")
_BYLINE = re.compile(
    r"(?:\bBy|\bBBC['’]s|\b[Rr]eporters?|\b[Cc]orrespondents?|\b[Ee]ditors?)\s+((?:[A-Z][\w’'-]+(?:\s+|\b)){1,4}(?:and\s+(?:[A-Z][\w’'-]+\s*){1,3})?)"
)
_YEARS = range(1900, 2100)


class Sort(enum.IntEnum):
    """What a telling thing is; names are compared with names only."""

    NAME = 0
    WORD = 1
    HAPPENING = 2


class Telling(NamedTuple):
    """A name, a word or number, or a happening, with how much it says about the page's event.

    The squares of those of one sort on a page add up to 1 at most.
    """

    sort: Sort
    stem: str
    """By which it is compared: without case, accents and endings."""
    printed: str
    weight: float


def telling_of(page: Page) -> list[Telling]:
    """What tells which event a page is about, most telling first, names before words and these before happenings.

    Nothing if it could not be read.
    """
    headline, text = opening_of(page)
    heading, words = words_of(headline, heading=True), words_of(text)
    named = _named(words)
    lists = _lists()
    speak = heard(words, set(named), lists["office"])
    left_out = {stem_of(word) for author in page.authors for word in WORD.findall(author)} | _bylines(text)
    counts: dict[str, float] = {}
    printed: dict[str, str] = {}
    for place, word in enumerate(words):
        counts[word.stem] = counts.get(word.stem, 0.0) + _counted(place)
        printed.setdefault(word.stem, word.printed)
    for word in heading:
        counts[word.stem] = counts.get(word.stem, 0.0) + _HEADLINE
        printed.setdefault(word.stem, word.printed)
    names: dict[str, float] = {}
    others: dict[str, float] = {}
    for stem, count in counts.items():
        if len(stem) < 2 or stem in lists["date"] or stem in left_out or stem in _outlets():
            continue
        weight, often = weight_of(printed[stem]), math.sqrt(min(count, _OFTEN))
        if stem in named:
            weight *= _share_of_name(stem, named[stem]) * (_HEARD if stem in speak else 1.0)
            if weight > _LEAST_NAME:
                names[stem] = weight * often
        elif weight > _LEAST_WORD:
            weight *= _STANDING if stem in lists["standing"] else 1.0
            weight *= _KIND if stem in lists["kind"] else 1.0
            others[stem] = weight * often
    others |= _numbers(text)
    standing = lists["standing"] | lists["date"] | _bodies() | _outlets()
    places = {stem: name for stem, name in named.items() if stem not in speak and stem not in standing}
    return [
        *_kept(Sort.NAME, names, named, NAMES),
        *_kept(Sort.WORD, others, printed, WORDS),
        *(
            Telling(Sort.HAPPENING, f"{each.kind} {each.place}", f"{each.kind} {named[each.place]}", each.weight)
            for each in happenings(heading, words, places)
        ),
    ]


def opening_of(page: Page) -> tuple[str, str]:
    """The headline, and as much of the rest as is looked at."""
    blocks = [b for b in page.blocks_for_claims() if b.role in READ_FOR_EVENTS]
    text = "\n".join(b.span.of(page.text) for b in blocks)
    end = 0
    for place, found in enumerate(WORD.finditer(text)):
        if place == READ:
            break
        end = found.end()
    return (page.headline or "") if blocks else "", text[:end]


def _named(words: list[Word]) -> dict[str, str]:
    """The words that are names or parts of one, by stem, as printed: with a capital, and nowhere without.

    Where a sentence begins every word has a capital: there only what has it elsewhere too, or has the rest of a name behind it.
    """
    small = {word.printed for word in words if word.printed.islower()}
    inside = {word.printed for word in words if not word.opens}
    capital = [bool(_CAPITAL.match(word.printed)) and word.printed.casefold() not in small for word in words]
    found: dict[str, str] = {}
    before: Word | None = None
    for place, word in enumerate(words):
        goes_on = place + 1 < len(words) and capital[place + 1] and not words[place + 1].opens
        if not capital[place] or not (word.printed in inside or goes_on) or _CONTRACTED.search(word.printed):
            before = None
            continue
        found.setdefault(word.stem, word.printed)
        if before is not None and not word.opens and _place(both := f"{before.printed} {word.printed}") is not None:
            found[word.stem] = found[before.stem] = both  # *Hong Kong*, *New York*
        before = word
    return found


def _share_of_name(stem: str, name: str) -> float:
    """What is left of a name's weight, by what it names."""
    if stem in _lists()["standing"] or stem in _bodies():
        return _STANDING
    if stem in _peoples():
        return _PEOPLE
    place = _place(name)
    if stem in _first_names() and place in (None, 1.0):
        return _FIRST_NAME
    return 1.0 if place is None else place


@lru_cache(maxsize=65536)
def _place(name: str) -> float | None:
    """What is left of a place's weight: of a small one all, for it is seldom named; ``None`` where none has the name."""
    known = known_as(name)
    if not known:
        return None
    return _PLACES.get(known[0].kind, _LARGE_CITY if known[0].people > _LARGE else 1.0)


def _numbers(text: str) -> dict[str, float]:
    """Numbers by how many digits are not round: pages with 412 cases count the same ones; years and small numbers tell little."""
    found = {}
    for m in _NUMBER.finditer(text):
        digits = m[0].replace(",", "")
        if int(digits) in _YEARS and "," not in m[0]:
            continue
        exact = len(digits.rstrip("0"))
        found[digits] = 0.25 if len(digits) < 3 else {1: 0.15, 2: 0.4, 3: 0.8}.get(exact, 1.0)
    return found


def _kept(sort: Sort, weights: dict[str, float], printed: dict[str, str], most: int) -> list[Telling]:
    kept = sorted(weights.items(), key=lambda each: (-each[1], each[0]))[:most]
    norm = max(_LEAST_NORM, math.sqrt(sum(weight * weight for _, weight in kept)))
    return [Telling(sort, stem, printed.get(stem, stem), weight / norm) for stem, weight in kept]


def _counted(place: int) -> float:
    for until, counts in (_FIRST, _SOON):
        if place < until:
            return counts
    return _LATER


def _bylines(text: str) -> set[str]:
    """Who reports: *By Ann Example*, *the BBC's Ann Example says*. A reporter sends from many events."""
    return {stem_of(word) for m in _BYLINE.finditer(text) for word in WORD.findall(m[1])}


@cache
def _lists() -> dict[str, frozenset[str]]:
    """The words of ``telling.tsv`` by sort."""
    found: dict[str, set[str]] = {}
    for line in files("sayso.stories").joinpath("telling.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            sort, words, _example = line.split("\t")
            found.setdefault(sort, set()).update(stem_of(word.strip()) for word in words.split(","))
    return {sort: frozenset(words) for sort, words in found.items()}


@cache
def _first_names() -> frozenset[str]:
    return frozenset(stem_of(name) for name in lexicon().first_names)


@cache
def _peoples() -> frozenset[str]:
    lex = lexicon()
    return frozenset(stem_of(word) for name in (*lex.demonyms, *lex.places) for word in name.split())


@cache
def _bodies() -> frozenset[str]:
    lex = lexicon()
    return frozenset(stem_of(word) for word in (*lex.organisation_words, *lex.outlet_words))


@cache
def _outlets() -> frozenset[str]:
    return frozenset(stem_of(word) for outlet in lexicon().outlets for word in outlet.split()) - {"the", "of", "and"}
