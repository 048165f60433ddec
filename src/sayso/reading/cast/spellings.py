"""Spellings: one person by several names: *Igor J. Valen* and *Igor Valen*, *Karim al-Dassi* and *Dassi*."""

from __future__ import annotations

import functools
import re
import unicodedata

from sayso.reading.cast.someone import Someone

_DOUBLED = re.compile(r"([a-z])\1")
_TRANSCRIBED = re.compile(r"[eiy]*[iy]$")
"""How names end that other alphabets write in one way: *-y*, *-iy*, *-yy*, *-ei*, *-ey*."""


class Same:
    """People by full name, so that two spellings are found to be one without asking everybody."""

    def __init__(self) -> None:
        self._whole: dict[tuple[str, ...], Someone] = {}
        self._ends: dict[tuple[str, ...], Someone] = {}
        """By the ends of names, of two words and more."""
        self._outer: dict[tuple[str, str], Someone] = {}
        """By first and last word."""
        self._by_last: dict[str, list[tuple[str, Someone]]] = {}
        """First names, as they are compared, by last name."""
        self._begins: dict[tuple[str, ...], Someone | None] = {}
        """By the beginnings of names, of two words and more; nobody where several names begin so."""

    def add(self, key: tuple[str, ...], someone: Someone) -> None:
        """Somebody new, by the words of their name as they are compared."""
        self._whole.setdefault(key, someone)
        self._outer.setdefault((key[0], key[-1]), someone)
        self._by_last.setdefault(key[-1], []).append((key[0], someone))
        for i in range(len(key) - 1):
            self._ends.setdefault(key[i:], someone)
        for i in range(2, len(key)):
            self._begins[key[:i]] = someone if self._begins.get(key[:i], someone) is someone else None

    def get(self, key: tuple[str, ...]) -> Someone | None:
        """Whoever has the same first and last word, or all of the shorter name at the end of the longer."""
        return (
            self._outer.get((key[0], key[-1]))
            or self._ends.get(key)
            or self._begins.get(key)
            or next((p for first, p in self._by_last.get(key[-1], ()) if _is_slip(first, key[0])), None)
            or next((p for i in range(1, len(key) - 1) if (p := self._whole.get(key[i:]))), None)
        )


def _is_slip(one: str, other: str) -> bool:
    """Whether one long name differs from another by a letter within it: *Volodymr* and *Volodymyr*."""
    if min(len(one), len(other)) < 7 or abs(len(one) - len(other)) > 1 or one[0] != other[0] or one[-1] != other[-1]:
        return False
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return any(one[same + i :] == other[same + j :] for i, j in ((1, 1), (1, 0), (0, 1)))


@functools.lru_cache(maxsize=1 << 14)
def norm(word: str) -> str:
    """A word as it is compared: no case, no accents, no Arabic article; *Sergey* as *Sergei*, *Mohammed* as *Mohamed*."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).casefold()
    bare = re.sub(r"^(?:al|el|ad|as)-", "", plain).replace("’", "'")
    return _TRANSCRIBED.sub("i", _DOUBLED.sub(r"\1", bare)) if len(bare) > 4 else bare


@functools.lru_cache(maxsize=1 << 14)
def key_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name as they are compared: no case, no accents, no middle initials."""
    kept = tuple(norm(w) for i, w in enumerate(words) if i in (0, len(words) - 1) or not re.fullmatch(r"\w\.?", w))
    return kept if kept[-1].rstrip(".") not in ("jr", "sr", "ii", "iii") or len(kept) < 3 else kept[:-1]
