"""Wording: the words of a page's text as stories look at them, and by what two words are the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_OPENS = re.compile(r"(?:^|[.!?…:;][\"'”’)\]]*\s+|[“\"«(\[\n–—]\s*)$")
_ENDS = (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text."""

    printed: str
    stem: str
    opens: bool
    """Whether a sentence or a quotation begins with it."""
    comma: bool
    """Whether a comma follows it."""

    @property
    def capital(self) -> bool:
        """Whether its first letter is large."""
        return self.printed[:1].isupper()


def words_of(text: str, *, heading: bool = False) -> list[Word]:
    """The words of a text in order; in a heading no sentence begins."""
    return [
        Word(
            m[0],
            stem_of(m[0]),
            not heading and (m.start() == 0 or bool(_OPENS.search(text, max(0, m.start() - 6), m.start()))),
            text.startswith(",", m.end()),
        )
        for m in WORD.finditer(text)
    ]


def run_from(words: Sequence[Word], start: int, names: frozenset[str] | set[str]) -> int:
    """Where the name that begins at a place ends: with the sentence, a comma, or the next word that is no name."""
    end = start + 1
    while end < len(words) and not words[end].opens and not words[end - 1].comma:
        if not words[end].capital or words[end].stem not in names:
            break
        end += 1
    return end


@lru_cache(maxsize=65536)
def stem_of(word: str) -> str:
    """A word without case, possessive and its commonest endings."""
    stem = word.casefold().replace("’", "'").removesuffix("'s").removesuffix("'")
    for end, instead in _ENDS:
        if stem.endswith(end) and len(stem) - len(end) >= _SHORTEST:
            stem = stem.removesuffix(end) + instead
            break
    return stem.removesuffix("e") if len(stem) > _SHORTEST else stem
