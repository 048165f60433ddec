"""Lexicon: the tables of words by which people, bodies, documents and places are told apart.

The tables lie in ``words/`` as data, each line with an example or a reason; they are read once, at the first use.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from sayso.reading.speaker import SpeakerKind


@dataclass(frozen=True, slots=True)
class Noun:
    """What a noun says of whoever it describes: *spokeswoman* is one person, *rebels* a group, *the clip* footage."""

    kind: SpeakerKind
    gender: str | None = None
    """``m`` or ``f`` where the noun itself tells."""
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables; every word is in lower case but for those that only count with a capital."""

    nouns: dict[str, Noun]
    places: frozenset[str]
    """Countries, capitals, great cities, as printed."""
    demonyms: frozenset[str]
    country: dict[str, str]
    """Adjective and names of a country to its first name: *syrian*, *syria* to *Syria*; capitals stay what they are."""
    first_names: frozenset[str]
    pronouns: dict[str, str]
    relatives: frozenset[str]
    titles: dict[str, str | None]
    """Words before a name, lower case without a full stop, to the gender that they tell."""
    modifiers: frozenset[str]
    organisation_words: frozenset[str]
    joiners: frozenset[str]
    particles: frozenset[str]
    openers: frozenset[str]
    outlet_words: frozenset[str]
    outlets: frozenset[str]

    def noun(self, words: str) -> Noun | None:
        """What the noun or noun phrase says, in any case; ``None`` where the tables do not know it."""
        return self.nouns.get(words.casefold())


def plural_of(noun: str) -> str:
    """The regular English plural, and *-men*: *spokesman* to *spokesmen*, *ministry* to *ministries*."""
    head, *rest = noun.split(" of ")
    if rest:
        return " of ".join([plural_of(head), *rest])
    if noun.endswith(("man", "men")) and noun != "human":
        return noun[:-2] + "en"
    if noun.endswith("wife"):
        return noun[:-2] + "ves"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return {"child": "children", "person": "people", "secretary-general": "secretaries-general"}.get(noun, noun + "s")


@functools.cache
def lexicon() -> Lexicon:
    """The tables, read once."""
    nouns = _nouns()
    places, demonyms, country = _places()
    words = dict(_words())
    pronouns = {w.casefold(): kind.split()[1] for kind, listed in words.items() if kind.startswith("pronoun") for w in listed}
    titles: dict[str, str | None] = {w.casefold().rstrip("."): None for w in words["title"]}
    titles |= {w.casefold().rstrip("."): "m" for w in words["title m"]} | {
        w.casefold().rstrip("."): "f" for w in words["title f"]
    }
    return Lexicon(
        nouns=nouns,
        places=places,
        demonyms=demonyms,
        country=country,
        first_names=frozenset(line for line in _lines("first_names.txt")),
        pronouns=pronouns,
        relatives=frozenset(words["relative"]),
        titles=titles,
        modifiers=frozenset(words["modifier"]),
        organisation_words=frozenset(words["organisation word"]),
        joiners=frozenset(words["joiner"]),
        particles=frozenset(words["particle"]),
        openers=frozenset(words["opener"]),
        outlet_words=frozenset(words["outlet word"]),
        outlets=frozenset(words["outlet"]),
    )


def _nouns() -> dict[str, Noun]:
    table: dict[str, Noun] = {}
    plurals: dict[str, Noun] = {}
    for line in _lines("nouns.tsv"):
        kind, listed, gender, _example = line.split("\t")
        for noun in listed.split(", "):
            table.setdefault(noun.casefold(), Noun(SpeakerKind(kind), gender or None))
            of_many = SpeakerKind.GROUP if kind == "person" else SpeakerKind(kind)
            plurals.setdefault(plural_of(noun.casefold()), Noun(of_many, None, plural=True))
    return plurals | table


def _places() -> tuple[frozenset[str], frozenset[str], dict[str, str]]:
    places: set[str] = set()
    demonyms: set[str] = set()
    country: dict[str, str] = {}
    for line in _lines("places.tsv"):
        names, adjectives, capitals = (part.split(",") if part else [] for part in line.split("\t"))
        places.update(names, capitals)
        for adjective in adjectives:
            demonyms.update((adjective, adjective + "s"))
            country[adjective.casefold()] = names[0]
        if adjectives:
            country.update((name.casefold(), names[0]) for name in names)
    return frozenset(places), frozenset(demonyms), country


def _words() -> Iterator[tuple[str, list[str]]]:
    for line in _lines("words.tsv"):
        kind, listed, _why = line.split("\t")
        yield kind, listed.split(", ")


def _lines(name: str) -> Iterator[str]:
    text = resources.files("sayso.reading").joinpath("words", name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))
