"""Spellings: how else a page writes a captive's name (*Sean* and *Shaun*, *Alex* and *Alexander*), and who his kin are there.

A name that is withheld in one spelling and shown in another is told all the same; so is one whose mother is named.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher

from sayso.claims.care.passages import table
from sayso.reading.lexicon import lexicon
from sayso.text import Span

_CAPITALISED = re.compile(r"\b[A-Z][^\W\d_]{2,}")
_FULL = r"[A-Z][^\W\d_]+(?:-[A-Z][^\W\d_]+)?(?: (?:[A-Z]\. )?[A-Z][^\W\d_]+(?:-[A-Z][^\W\d_]+)?){1,2}"
_SHORTEST = 5
"""Letters of the shortest surname that may be written otherwise: *Hill* and *Hall* are two."""
_ALIKE = 0.72
"""The share of its letters that a spelling of a surname has in common with the other."""


def other_spellings(name: str, text: str) -> tuple[str, ...]:
    """How else a page writes somebody's full name: with a first name or a surname that sounds alike, or a short form."""
    *first, surname = name.split()
    if not first:
        return ()
    words = _capitalised_in(text)
    lex = lexicon()
    surnames = [surname]
    if len(surname) >= _SHORTEST:
        sound = _sound(surname)
        surnames += [
            word
            for word in words
            if word[0] == surname[0] and word != surname and _sound(word) == sound and _is_spelling(word, surname, text)
        ]
    firsts = [first[0]]
    for word in words:
        if word[0] == first[0][0] and word != first[0] and word in lex.first_names:
            short = first[0].startswith(word) or word.startswith(first[0])
            if short or (_sound(word) == _sound(first[0]) and any(f"{word} {each}" in text for each in surnames)):
                firsts.append(word)
    spelt = (" ".join((one, *first[1:], each)) for one in firsts for each in surnames)
    return tuple(other for other in dict.fromkeys(spelt) if other != name)


def kin_of(surnames: Collection[str], text: str) -> list[Span]:
    """Where a page names the mother, the wife or another of the kin of those with these surnames, full names alone."""
    if not surnames:
        return []
    either = "|".join(re.escape(each) for each in sorted(surnames))
    kin = table().kin
    patterns = (
        rf"\b(?:{either})['’]s? (?:[a-z-]+ ){{0,2}}(?:{kin}),? ({_FULL})",
        rf"\b(?:{kin}),? ((?:[A-Z][^\W\d_]+ ){{1,2}}(?:{either}))\b",
        rf"\b({_FULL}), (?:the )?(?:{kin}) of (?:[A-Z]\w+ ){{0,2}}(?:{either})\b",
        rf"\b({_FULL}), (?:[A-Z]\w+ )?(?:{either})['’]s? (?:[a-z-]+ ){{0,2}}(?:{kin})\b",
    )
    found = {Span(*m.span(1)) for pattern in patterns for m in re.finditer(pattern, text)}
    return sorted(span for span in found if not _is_office(span.of(text)))


def _is_office(name: str) -> bool:
    first = name.split()[0].casefold()
    return first in table().offices or first in lexicon().titles or first in lexicon().openers


@functools.lru_cache(maxsize=4)
def _capitalised_in(text: str) -> Sequence[str]:
    return sorted(set(_CAPITALISED.findall(text)))


def _is_spelling(word: str, surname: str, text: str) -> bool:
    """Whether a word that sounds like a surname is one: no place, no word that the page has in small letters too."""
    lex = lexicon()
    if word in lex.places or word in lex.demonyms or word in lex.first_names or word.casefold() in lex.openers:
        return False
    alike = SequenceMatcher(None, word.casefold(), surname.casefold()).ratio()
    return alike >= _ALIKE and re.search(rf"\b{re.escape(word.casefold())}\b", text) is None


def _sound(name: str) -> str:
    """What of a name is heard whatever the spelling: its first letter, and its consonants without *h*."""
    low = name.casefold()
    return low[:1] + re.sub(r"[aeiouhy]|(.)(?=\1)", "", low[1:].replace("w", "v").replace("ph", "f").replace("ck", "k"))
