"""Atoms: what numbers are made of. Digits with their letter, and the words that have a value.

The words and their values are in ``numbers.tsv``. Digits that belong to a name, a time, an address or a code are no atoms.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from importlib import resources
from typing import NamedTuple


class Atom(NamedTuple):
    """Digits or one word of a number."""

    start: int
    end: int
    kind: str
    """*digits*, or the kind of the table."""
    value: float
    suffix: str = ""
    scale: float = 1


_TOKEN = re.compile(
    r"([0-9]{1,3}(?:[ \u00a0\u202f\u2009][0-9]{3}){1,4}(?![0-9]|[,.:/-][0-9])|[0-9]+(?:[.,'’][0-9]+)*)"
    r"([½¼¾]|[A-Za-z]+)?|[A-Za-z]+"
)
_GROUPED = re.compile(
    r"[0-9]{1,3}(?:([,'’ \u00a0\u202f\u2009])[0-9]{3})(?:\1[0-9]{3})*(?:\.[0-9]+)?|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}"
)
_DOTTED = re.compile(r"[0-9]{1,3}(?:\.000|(?:\.[0-9]{3}){2,})")
_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_MOST_DIGITS = 15
"""A longer run of digits is an identifier."""
_QUOTED = re.compile(r" [a-z]{4}")
_PRICED = re.compile(r"[$£€#][0-9][0-9.,]* $")


def atoms_in(text: str, *, hashed: bool = False) -> Iterator[Atom]:
    """The atoms of a text in order; ``hashed`` where the page writes ``#`` for the pound sign."""
    table = _table()
    for m in _TOKEN.finditer(text):
        digits = m[1]
        if digits is None:
            known = table.get(m[0].lower())
            if known is not None and _stands_alone(text, m.start(), m.end()):
                kind, value = known
                if kind != "suffix":
                    yield Atom(m.start(), m.end(), kind, value)
                elif len(m[0]) > 1 or _PRICED.search(text, max(0, m.start() - 16), m.start()):  # 2.5 bn, $2.5 m
                    yield Atom(m.start(), m.end(), "scale", value)
        elif (atom := _of_digits(text, m, digits, table, hashed=hashed)) is not None:
            yield atom


@functools.cache
def _table() -> dict[str, tuple[str, float]]:
    table = {}
    lines = resources.files("sayso.claims.figures").joinpath("numbers.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            kind, words, _example = line.split("\t")
            for entry in words.split(", "):
                word, value = entry.split()
                table[word] = (kind, float(value))
    return table


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a number word is a word by itself: not *one's*, *no-one*, *Post-Two*; but *forty-two*."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before and (before[-1].isalnum() or (before[-1] in "_’'@#/" and before[:1].isalnum())):
        return False
    if (after[:1] in ("’", "'") and after[1:].isalpha()) or after[:1] in ("_", "@") or after[:1].isalnum():
        return False
    if before[-1:] == "-" and before[:1].isalpha():
        words = re.split(r"[\s-]", text[max(0, start - 12) : start - 1])
        return words[-1].lower() in _table() or words[-1].lower() in ("a", "and")
    return True


def _of_digits(
    text: str, m: re.Match[str], digits: str, table: dict[str, tuple[str, float]], *, hashed: bool = False
) -> Atom | None:
    """The number in digits, with its letter; ``None`` where they belong to a name, a time, an address or a code."""
    start, end, rest = m.start(), m.end(), m[2] or ""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    one = before[-1:]
    if (
        one.isalnum()
        or one in ("_", "/", "@", "=", "&", "\\", "+", ".")
        or (one in ("-", "–", ":", ",") and before[:-1].isalpha() and one != ":")
    ):
        return None
    if (one == ":" and before[:1].isdigit()) or (one == "-" and before[:1].isspace()):
        return None
    if (
        one == "#"
        and not (hashed and len(digits) > 1)
        and before[:-1].isspace()
        and not rest
        and digits.isdigit()
        and not text.startswith(" m", end)
    ):
        return None  # comment #41; but #346m is a sum, see ``numerals``
    if one in ("'", "’") and len(digits) == 2 and not (one == "'" and _QUOTED.match(text, end)):
        return None  # the ’50s, the class of ’89
    if after[:1] in ("_", "@", "\\", "=", "°", "º") or (after[:1] in (":", "/") and after[1:].isdigit()):
        return None
    if after[:1] in (".", "'", "’") and after[1:].isalpha() and not rest:
        return None
    value = _value(digits)
    if value is None:
        return None
    if not rest:
        return Atom(start, end, "digits", value)
    if rest in _FRACTIONS:
        return Atom(start, end, "digits", value + _FRACTIONS[rest])
    if rest == "s" and value in (10, 100, 1000):
        return Atom(start, end, "order", 2 * value)
    kind, scale = table.get(rest.lower(), ("", 0.0))
    return Atom(start, end, "digits", round(value * scale, 2), rest, scale) if kind == "suffix" else None


def _value(digits: str) -> float | None:
    if len(digits) > _MOST_DIGITS + 8 or sum(c.isdigit() for c in digits) > _MOST_DIGITS:
        return None
    if _DOTTED.fullmatch(digits):
        return float(digits.replace(".", ""))
    if _GROUPED.fullmatch(digits):
        return float(re.sub(r"[,'’\s]", "", digits))
    return float(digits) if _DECIMAL.fullmatch(digits) else None
