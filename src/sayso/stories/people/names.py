"""Names as they are compared across pages: the spellings of one name have one key, and what a key leaves out is kept beside it.

A surname or a first name alone has no key, for it says too little; nor has a body of which nothing says whose it is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from sayso.ledger.names import is_close
from sayso.ledger.search import tokens
from sayso.reading.cast.spellings import norm
from sayso.reading.lexicon import lexicon

_SUFFIXES = frozenset("jr sr ii iii iv".split())
_ARTICLES = frozenset("al el as ad an ar at az ul".split())
_PARTICLES = frozenset("van von der den de da di del della la le du dos das bin ibn bint ben ter ten zu st".split())
_ROYAL = frozenset("king queen prince princess pope emir sultan emperor patriarch shah duke duchess sheikh".split())
"""Titles that stand before a single name: it is one only together with a country."""
_KUNYA = frozenset("abu abo umm um om".split())
_STOPS = re.compile(r"[.'’ʼ`´“”\"]")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name as it is compared."""

    first: str
    last: str
    middles: tuple[str, ...] = ()
    suffix: str | None = None
    """``jr``, ``sr``, ``ii``, …"""
    royal: str | None = None
    """The title before a single name."""

    @property
    def words(self) -> tuple[str, ...]:
        """All its words but the suffix."""
        return (self.first, *self.middles, self.last)

    @property
    def is_initial(self) -> bool:
        """Whether of the first name no more than its initial is given."""
        return len(self.first) == 1

    @property
    def key(self) -> str:
        """First and last name; the same for all spellings."""
        return f"{self.first} {self.last}"

    @property
    def joined(self) -> str:
        """All letters, wherever hyphens and spaces stand."""
        return "".join(self.words)

    @property
    def bucket(self) -> str:
        """What its weaker forms have in common with it: the last part of the last name."""
        return self.last


def person_name(name: str) -> PersonName | None:
    """A person's name; ``None`` for a surname or a first name alone.

    >>> person_name("Volodymyr Zelenskyy").key == person_name("Volodymyr ZELENSKIY").key
    True
    >>> person_name("Zelensky") is None
    True
    """
    printed = [word for word in re.split(r"\s+", name.replace("‑", "-")) if word]
    royal = None
    while printed and _STOPS.sub("", printed[0]).casefold() in lexicon().titles | dict.fromkeys(_ROYAL):
        royal = bare if (bare := _STOPS.sub("", printed[0]).casefold()) in _ROYAL else royal
        printed = printed[1:]
    words: list[str] = []
    held = ""
    suffix = None
    for at, word in enumerate(printed):
        bare = _STOPS.sub("", word).casefold().strip(",")
        if not bare or (bare in _ARTICLES and 0 < at < len(printed) - 1):
            continue
        if at >= 2 and bare in _SUFFIXES and at == len(printed) - 1:
            suffix = bare
        elif bare in _PARTICLES and at < len(printed) - 1 and (at or word.islower()):
            held += bare
        else:
            words.append(held + folded(word))
            held = ""
    if not words or any(not word for word in words):
        return None
    if len(words) == 1:
        return PersonName(words[0], words[0], royal=royal) if royal else None
    if words[0] in _KUNYA and len(words) == 2:  # *Abu Ahmad*: what many are called
        return None
    return PersonName(words[0], words[-1], tuple(words[1:-1]), suffix)


@functools.lru_cache(maxsize=1 << 15)
def folded(word: str) -> str:
    """A word of a name as it is compared: no case, accents, hyphens and Arabic article, and one spelling of several.

    >>> [folded(word) for word in ("Zelensky", "Zelenskyy", "Zelenskiy", "al-Assad", "Assad", "Ki-Moon")]
    ['zelenski', 'zelenski', 'zelenski', 'asad', 'asad', 'kimoon']
    """
    return _spelled(_plain(word))


def _plain(word: str) -> str:
    bare = re.sub(r"^(?:al|el|ad|as|an|ar|at|az)[-’']", "", word.casefold().replace("’", "'"))
    bare = "".join(tokens(bare.replace("-", "").replace("'", "").replace(".", "")))
    bare = re.sub(r"([a-z])\1", r"\1", norm(bare)) if len(bare) > 3 else norm(bare)
    return re.sub(r"y", "i", bare) if len(bare) > 5 else bare


def _spelled(word: str) -> str:
    return _spellings().get(word, word)


@functools.cache
def _spellings() -> dict[str, str]:
    table: dict[str, str] = {}
    for word, others, _ in lines("spellings.tsv"):
        for other in (word, *others.split(", ")):
            table.setdefault(_plain(other), _plain(word))
    return table


@functools.cache
def _given() -> dict[str, int]:
    return {folded(name): number for number, (names, _) in enumerate(lines("given.tsv")) for name in names.split(", ")}


def related(one: PersonName, other: PersonName) -> str | None:
    """How one name may be a form of another with another key, in words; ``None`` if it is none.

    None of these is enough by itself.

    >>> related(person_name("V. Putin"), person_name("Vladimir Putin"))
    'initial'
    """
    if one.joined == other.joined:
        return "hyphens"
    if one.last == other.last:
        if one.is_initial != other.is_initial:
            return "initial" if one.first[0] == other.first[0] else None
        given = _given()
        if one.first in given and given[one.first] == given.get(other.first):
            return "another form of the first name"
        if _is_slip(one.first, other.first):
            return "a letter of the first name"
    shorter, longer = sorted((one.words, other.words), key=len)
    if 2 <= len(shorter) < len(longer) and longer[-len(shorter) :] == shorter:
        return "a shorter form of the name"
    return None


def _is_slip(one: str, other: str) -> bool:
    """Whether one long first name may be the other, misspelt within: *Volodomyr*."""
    return min(len(one), len(other)) > 4 and one[0] == other[0] and one[-1] == other[-1] and is_close(one, other)


# Bodies


_BASED = re.compile(r"\b\w+-based\s+")
_WORD = re.compile(r"[^\W_][\w.&'’-]*")
_WIDER = frozenset({"Africa", "Asia", "Europe", "European Union", "Latin America"})
"""Parts of the world, which own nothing as countries do: the *European Commission* is called so."""
_POSSESSIVE = re.compile(r"(?:['’]s?(?!\w))?")
_BOTH = re.compile(r"^[A-Z]\w+ and [A-Z]\w+$")
"""*Ostra and Vostra*: two, not one."""


@dataclass(frozen=True, slots=True)
class Owned:
    """A description with the country that it belongs to taken out."""

    words: tuple[str, ...]
    """The other words as they are printed, without *'s*."""
    countries: tuple[str, ...]


def owned(printed: str) -> Owned:
    """Whose something is: *Ukraine's Defence Ministry* and *the Ministry of Defence of Ukraine* are Ukraine's.

    A country behind another preposition than *of* owns nothing: *the embassy in Ukraine*.
    """
    countries: list[str] = []
    kept: list[str] = []
    at = 0
    for found in _country_words().finditer(printed):
        word = found[0]
        if not word[0].isupper() or (len(word) < 3 and not word.isupper()) or lexicon().country[word.casefold()] in _WIDER:
            continue
        before = printed[: found.start()].split()[-1:]
        before = printed[: found.start()].split()[-2:-1] if before == ["the"] else before
        if before and before[0].casefold() in ("in", "to", "on", "for", "from", "with", "at", "against", "and"):
            continue
        countries.append(lexicon().country[word.casefold()])
        kept.append(printed[at : found.start()])
        at = found.end() + len(_POSSESSIVE.match(printed, found.end())[0])  # type: ignore[index]
    rest = " ".join((*kept, printed[at:]))
    return Owned(tuple(_unowned(word) for word in _WORD.findall(rest)), tuple(dict.fromkeys(countries)))


def _unowned(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


@functools.cache
def _country_words() -> re.Pattern[str]:
    known = sorted(lexicon().country, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, known))})(?![\w-])", re.IGNORECASE)


def body_key(name: str) -> str | None:
    """The key of a body; ``None`` where nothing says which of many it is.

    >>> body_key("Ukraine’s Defence Ministry") == body_key("the Ukrainian Ministry of Defense")
    True
    >>> body_key("Defence Ministry") is None
    True
    """
    table = _bodies()
    if name.casefold().startswith(("a ", "an ")):
        return None
    plain = " ".join(_BASED.sub("", name).split()).strip("“”\"'‘’ ")
    stripped = re.sub(rf" (?:{'|'.join(table['stripped'])})$", "", plain, flags=re.IGNORECASE)
    if " " in plain and stripped and not _is_bare(stripped):
        plain = stripped
    whose = owned(plain)
    if (country := lexicon().country.get(plain.casefold().removeprefix("the "))) is not None:
        return f"country@{country}"
    if len(whose.countries) > 1 or _BOTH.search(plain):
        return None
    words = [word for word in map(_body_word, whose.words) if word and word not in table["filler"]]
    owner = whose.countries[0] if whose.countries else None
    if not words:
        return None
    if "foreign" in words and "affairs" in words:
        words.remove("affairs")
    written_large = owner is not None or all(word[0].isupper() for word in whose.words if word.casefold() not in table["filler"])
    known = table["owner"].get(" ".join(words)) or table["owner"].get(plain.casefold().removeprefix("the "))
    if known and written_large and owner in (None, lexicon().country.get(known.casefold(), known)):
        return f"{' '.join(sorted(words))}@{lexicon().country.get(known.casefold(), known)}"
    if all(word in table["bare"] or word in table["portfolio"] for word in words):
        if owner is None or not _is_one(words, whose.words):
            return None
        return f"{' '.join(sorted(words))}@{owner}"
    if _is_passing(whose.words[-1]) or not any(letter.isupper() for word in whose.words for letter in word):  # *aid agencies*
        return None
    return " ".join(words) + (f"@{owner}" if owner else "")


def _is_passing(last: str) -> bool:
    """Whether a name that ends so is no name, but one of several or for a while: *aid agencies*, *the UN mission*."""
    known = lexicon().noun(last)
    several = last.endswith("s") if known is None else known.plural
    return last.islower() and (several or last in _bodies()["passing"])


def _is_one(words: list[str], printed: tuple[str, ...]) -> bool:
    """Whether a country has but one of them: a ministry with what it is for, an army, or what has a name of its own."""
    table = _bodies()
    if " ".join(words) in table["unique"]:
        return True
    if {"ministry", "department", "minister"} & {*words}:
        return any(word in table["portfolio"] for word in words)
    return sum(word[0].isupper() for word in printed) >= 2 and len(words) >= 2 and "embassy" not in words


def _is_bare(name: str) -> bool:
    table = _bodies()
    return all(
        word in table["bare"] or word in table["filler"] or word in ("state",) for word in map(_body_word, owned(name).words)
    )


def _body_word(word: str) -> str:
    word = _unowned(word)
    bare = "".join(tokens(word.replace(".", "").replace("-", "")))
    return _bodies()["same"].get(bare, bare)


@functools.cache
def _bodies() -> dict[str, dict[str, str]]:
    """The table, each word to what it stands for."""
    table: dict[str, dict[str, str]] = {}
    for kind, words, _ in lines("bodies.tsv"):
        pairs = (word.partition("=") for word in words.split(", "))
        table[kind] = {word: other or word for word, _, other in pairs}
    return table


def office_key(name: str) -> str | None:
    """The key of an office that is named with its country and without who holds it: *Ostra's health minister*."""
    whose = owned(name)
    words = [word.casefold().replace("defense", "defence") for word in whose.words if word.casefold() not in ("the", "a", "an")]
    if len(whose.countries) != 1 or name.casefold().startswith(("a ", "an ")) or " ".join(words) not in _offices():
        return None
    return f"{' '.join(words)}@{whose.countries[0]}"


@functools.cache
def _offices() -> frozenset[str]:
    return frozenset(office for office, _ in lines("offices.tsv"))


def spelt_out(text: str) -> Iterator[tuple[str, str, int]]:
    """Acronyms in brackets behind the name that they stand for: acronym, name, and where it begins in the text.

    >>> list(spelt_out("The Organisation for Security and Co-operation in Orle (OSCO) said"))
    [('OSCO', 'Organisation for Security and Co-operation in Orle', 4)]
    """
    for found in _BRACKET.finditer(text):
        letters = re.sub(r"[^A-Za-z]", "", found[1]).casefold()
        before = list(_WORD.finditer(text, max(0, found.start() - 130), found.start()))[-14:]
        for back in range(len(before) - 1, -1, -1):
            span = text[before[back].start() : found.start()].strip()
            if "\n" in span or re.search(r"[.;:,]\s", span):
                break
            if before[back][0][0].isupper() and len(before) - back > 1 and is_acronym(letters, span):
                yield found[1], span, before[back].start()
                break


_BRACKET = re.compile(r"\s\(([A-Z][A-Za-z.&]{1,8})\)")


def is_acronym(letters: str, name: str) -> bool:
    """Whether an acronym spells the initials of a name, of its capitals alone or of the small words too."""
    words = [part for word in _WORD.findall(name) for part in word.split("-") if part]
    letters = letters.casefold().replace(".", "")
    capitals = "".join(word[0] for word in words if word[0].isupper()).casefold()
    every = "".join(word[0] for word in words).casefold()
    whole = "".join(word[0] for word in _WORD.findall(name) if word[0].isupper()).casefold()
    return len(letters) > 1 and letters in (capitals, every, whole)


def lines(table: str) -> Iterator[list[str]]:
    """The rows of a table of this package."""
    text = resources.files("sayso.stories.people").joinpath(table).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
