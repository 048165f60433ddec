"""Lone: names of one word that no fuller name explains: a person whom everybody knows, a land, a company."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from sayso.reading.cast.script import Script
from sayso.reading.cast.someone import Someone
from sayso.reading.descriptions import describe
from sayso.reading.lexicon import lexicon
from sayso.reading.names import Name, Sort
from sayso.reading.roles import role_after
from sayso.reading.speaker import SpeakerKind
from sayso.text import Span

_GENDERED = re.compile(r"\b(?:he|she|him|his|her|himself|herself)\b", re.I)
_NEUTER = re.compile(r"\b(?:its|itself)\b|[.,] it\b|[.] It\b", re.I)
_INNER_CAPITAL = re.compile(r"(?!Mc|Mac|De|Di|Du|La|Le|Van|Fitz)\w*[a-z][A-Z]")
"""*ExampleCorp*, which is nobody's surname."""
_MANY = re.compile(r"[a-z](?:ators|itors|ists|icians|sians|anians)$")
"""Ends of words for many people that are nobody's surname: *Mediators* at the start of a sentence."""
_PLACING = frozenset(
    "the in at near into around outside inside across through towards toward above below beyond a an via".split()
)
_REGIONS = frozenset("north south east west northern southern eastern western central north-east south-east".split())


class Lone:
    """The names of one word to which nobody is known yet."""

    def __init__(self, script: Script, known: Set[Span], sources: Set[tuple[int, int]]) -> None:
        self.things: set[str] = set()
        """Those that are no person's, by what stands beside them: places, companies."""
        self.lands: set[str] = set()
        """Those of them that are places'."""
        self.people: list[tuple[Someone, list[Name]]] = []
        """Bare surnames of people whom everybody knows: one word that speaks, or stands twice, never where places stand."""
        lone: dict[str, list[Name]] = {}
        for n in script.names:
            if n.span not in known and n.sort is Sort.UNKNOWN and len(n.words) == 1 and _is_one_name(n.words[0]):
                lone.setdefault(n.words[0], []).append(n)
        for word, names in lone.items():
            speaks = any((n.span.start, n.span.end) in sources for n in names)
            if _is_placed(script.text, names) or names_a_land(word, script.words):
                self.lands.add(word)
            it = _is_called_it(script.text, names) or any(_is_said_to_be_a_thing(script.text, n) for n in names)
            if word in self.lands or it or _INNER_CAPITAL.match(word):
                self.things.add(word)
            elif _may_be_a_surname(word) and (speaks or len(names) > 1):
                first = names[0]
                someone = Someone(word, SpeakerKind.PERSON, first.span, first.words, introduced=first.span.start)
                self.people.append((someone, names))


def _is_placed(text: str, names: Sequence[Name]) -> bool:
    """Whether a preposition of place or a region stands before a name: *in Example*, *western Example*."""
    before = (text[max(0, n.span.start - 9) : n.span.start].split()[-1:] for n in names)
    return any(b[0].casefold() in _PLACING or b[0].casefold() in _REGIONS for b in before if b)


def _is_called_it(text: str, names: Sequence[Name]) -> bool:
    """Whether what follows a lone name speaks of it as *it*, never as *he* or *she*."""
    person = thing = 0
    for n in names[:20]:
        after = text[n.span.end : n.span.end + 140].partition("\n")[0]
        person += bool(_GENDERED.search(after)) + 3 * after.startswith(", who ")
        thing += bool(_NEUTER.search(after)) + 3 * after.startswith(", which ")
    return thing > person


def _is_said_to_be_a_thing(text: str, n: Name) -> bool:
    """*Example, a software application,* is nobody."""
    words = role_after(text, n)
    said = describe(words) if words is not None and words.startswith(("a ", "an ")) else None
    return said is not None and bool(said.head) and said.kind not in (SpeakerKind.ANONYMOUS, SpeakerKind.GROUP)


def _may_be_a_surname(word: str) -> bool:
    lex = lexicon()
    return not (word.isupper() or _MANY.search(word) or word.casefold() in lex.nouns or word in lex.demonyms)


def perhaps(n: Name, others: Set[str]) -> Someone | None:
    """Somebody who cannot be named, for a bare name that may be a person's: a pronoun may mean them."""
    lex = lexicon()
    if n.sort is not Sort.UNKNOWN or len(n.words) > 1 or not n.words[0].isalpha() or not n.words[0][1:].islower():
        return None
    if (
        names_a_land(n.words[0], others)
        or n.words[0] in lex.demonyms
        or lex.noun(n.words[0])
        or n.words[0].casefold() in lex.openers
        or not n.possessive
    ):
        return None
    return Someone("", SpeakerKind.PERSON, n.span, n.words)


def names_a_land(word: str, others: Set[str]) -> bool:
    """Whether a word names a place by the company it keeps: *Ruritania* where *Ruritanian* stands, *Sella* where *SELLA* does."""
    if len(word) > 3 and word.upper() in others:
        return True
    return any(word + end in others for end in ("n", "an", "ian", "ns", "ans", "ians", "ese")) or (
        word[-1] in "aeo" and any(word[:-1] + end in others for end in ("ian", "an", "ans", "ians"))
    )


def _is_one_name(word: str) -> bool:
    """*Example*, *Example-Sample*"""
    parts = word.split("-")
    if parts[-1].endswith(("fifths", "quarters", "thirds", "half")) and len(parts) > 1:
        return False
    return all(part.isalpha() and part[0].isupper() and part not in lexicon().places for part in parts)
