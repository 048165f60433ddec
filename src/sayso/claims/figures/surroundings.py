"""Surroundings: the words around a number, and the tables that say what such words are.

The words are in ``uncounted.tsv``, each kind with an example.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources

from sayso.claims.figures.cardinals import Cardinal

_BEFORE = re.compile(r"(?:([\w.’'-]+),? )?([\w.’'-]+)(,?) [(“\"‘']?$")
_WORD = re.compile(r"[ \u00a0]+[(“\"‘']?([A-Za-z][\w’'.-]*)")
_BACK = 40
"""Characters before a number in which its last two words are looked for."""
_REACH = 6
"""How many words after a number are looked at."""
_NOUNS = ("time", "measure", "event", "document", "abstract", "place")
"""The kinds of the table that are nouns, with singular and plural."""
_MORE = frozenset({"more", "others", "other", "further", "additional"})
_AUXILIARIES = frozenset("was were has have had been is are also who being later reportedly".split())


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A number of a text and the words at both sides of it."""

    text: str
    number: Cardinal
    before: int
    """Where the words before it end, its bound left out."""
    after: int
    """Where the words after it begin, its unit left out."""
    bounded: bool
    """Whether words bound it: *at least*, *or more*."""
    last: str
    """The word before, as printed; empty where there is none."""
    comma: bool
    """Whether a comma parts it from the word before."""
    earlier: str
    """The word before the last."""
    words: list[str]
    """Up to six words that follow, as far as no punctuation parts them."""

    @property
    def elliptical(self) -> bool:
        """Whether no noun follows at once; one does in *100-strong*."""
        return self.right[:1] != "-" and is_elliptical(self.words)

    @property
    def first(self) -> str:
        """The word that follows, as printed."""
        return self.words[0] if self.words else ""

    @property
    def right(self) -> str:
        """The characters that follow."""
        return self.text[self.after : self.after + 24]

    @property
    def single(self) -> bool:
        """Whether it is *one*."""
        return self.number.low == 1 and self.number.high == 1

    def left(self, pattern: re.Pattern[str], reach: int) -> re.Match[str] | None:
        """Where the pattern, which ends in ``$``, stands right before."""
        return pattern.search(self.text, max(0, self.before - reach), self.before)

    def last_is(self, *kinds: str) -> bool:
        """Whether the word before is of one of the kinds."""
        return any(self.last.lower() in vocabulary()[kind] for kind in kinds)

    def first_is(self, *kinds: str) -> bool:
        """Whether the word that follows is of one of the kinds."""
        return any(self.first.lower() in vocabulary()[kind] for kind in kinds)


def around(text: str, number: Cardinal, before: int, after: int, *, bounded: bool) -> Surroundings:
    """The surroundings of a number whose bound begins at ``before`` and whose unit ends at ``after``."""
    left = _BEFORE.search(text, max(0, before - _BACK), before)
    earlier, last, comma = (left[1] or "", left[2], bool(left[3])) if left else ("", "", False)
    return Surroundings(text, number, before, after, bounded, last, comma, earlier, following(text, after))


@functools.cache
def vocabulary() -> dict[str, frozenset[str]]:
    """Each kind of word to its words; of nouns the singular under the kind, the plural under the kind with an *s*."""
    table: dict[str, frozenset[str]] = {}
    lines = resources.files("sayso.claims.figures").joinpath("uncounted.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            kind, words, _example = line.split("\t")
            table[kind] = frozenset(word.removeprefix("=") for word in words.split(", "))
            if kind in _NOUNS:
                listed = [word for word in words.split(", ") if not word.startswith("=")]
                table[f"{kind}s"] = table[kind] - frozenset(listed) | frozenset(_plural(word) for word in listed)
    table["noun"] = frozenset().union(*(table[kind] for kind in _NOUNS if kind != "place"))
    table["nouns"] = frozenset().union(*(table[f"{kind}s"] for kind in _NOUNS if kind != "place"))
    return table


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "sh", "ch", "x")) else "s")


def following(text: str, at: int) -> list[str]:
    """Up to six words that follow, as far as no punctuation parts them."""
    found: list[str] = []
    while len(found) < _REACH and (m := _WORD.match(text, at)):
        word, at = m[1].rstrip(".'’"), m.end()
        found.append(word)
        if "." in m[1][len(word) :] and (len(word) > 2 or not text.startswith(" ", at)):
            break  # a full stop ends more than *U.S.*
    return found


def is_change(word: str) -> bool:
    """Whether a word says that a number rises, falls or is set anew: *rose*, *revised*."""
    return word.lower() in vocabulary()["change"]


def is_plural(word: str) -> bool:
    """Whether a word in lower case looks like what is counted: *boats*, *people*."""
    return word in vocabulary()["people"] or (len(word) > 3 and word.endswith("s") and not word.endswith("ss"))


def is_elliptical(words: list[str]) -> bool:
    """Whether no noun follows at once: *three from Jordan*, *10 more missing*, *rose to 21*."""
    rest = [word.lower() for word in words if word.lower() not in _MORE]
    return not rest or rest[0] in vocabulary()["function"] or rest[0] in vocabulary()["fate"]


def is_more(words: list[str]) -> bool:
    """Whether they are in addition to others: *10 more*, *two others*."""
    return bool(words) and words[0].lower() in _MORE


def has_fate(words: list[str]) -> bool:
    """Whether what became of them follows at once: *were killed*, *have been wounded*."""
    for word in words[:3]:
        if word.lower() in vocabulary()["fate"]:
            return True
        if word.lower() not in _AUXILIARIES:
            return False
    return False
