"""Cardinals: numbers in digits or words and the values that they have, before anybody asks what bounds them and what they count.

A grammar over ``atoms``: one run of the text, once; what costs is done only where a number stands.
"""

from __future__ import annotations

import enum
import math
import re
from dataclasses import dataclass

from sayso.claims.figures.atoms import Atom, atoms_in


class Form(enum.Enum):
    """How the number is put."""

    PLAIN = enum.auto()
    VAGUE = enum.auto()
    """*several*, *dozens*, *tens of thousands*: ``low`` is the least that it allows."""
    SHARE = enum.auto()
    """*a third*, *two in five*: in percent."""


@dataclass(frozen=True, slots=True)
class Cardinal:
    """One number; ``[start, end)`` are its words alone."""

    start: int
    end: int
    low: float
    high: float | None
    form: Form = Form.PLAIN
    scale: float = 1
    """What its last word multiplies by: in *two to three million* the two are millions too."""
    digits: bool = False
    suffix: str = ""
    """The letter of *1.2m*: without a currency it may be metres."""


_SPACE = frozenset({" ", "-", "\u2011", "\u00a0"})
_AND = frozenset({" and ", "-and-", "\u00a0and "})
_AND_A_HALF = re.compile(r"[ -]and[ -]a[ -]half\b")
_OF_A = re.compile(r" of an? $")
_PER = re.compile(r"(?: out)? of (?:every )?$| in (?:every )?$")
_ARTICLE = re.compile(r"(?:^|(?<=[^\w-]))(an?) $", re.IGNORECASE)
_MORE = re.compile(r"(?:^|(?<=[^\w-]))(?:another|further|extra|additional|a good|nearly a|per) $", re.IGNORECASE)
_HALF_OF = re.compile(r" (?:of|the|its|their|his|her|our|my|all|those|these|were|are|have|had|that|who)\b")
_NOT_HALF = re.compile(
    r"\b(?:and|first|second|other|latter|better|final|last|top|bottom|upper|lower|back|opening|[nsew]\w{3,4}ern)(?: a)? $",
    re.IGNORECASE,
)
_SHARED = re.compile(
    r"\b(?:nearly|almost|about|than|over|roughly|by|least|around|some|only|just|to|approximately) (?:a )?$", re.IGNORECASE
)
_SCORES = re.compile(r" of (?![0-9])| (?:were|are|have|had|more|others|killed|dead|wounded|injured|missing|arrested|hurt|died)\b")
_BARE_SCORES = re.compile(
    r"(?:^|[^\w\s] ?|\n|\b(?:and|or|but|that|as|while|where|with|said|say|says|[a-z]+ing|killed|left|injured) )$"
)
_ENDS = re.compile(r" of\b|[,.;:!?)]|$")
_FEWEST = 200
"""What *hundreds* are at the least: from here on a plural may be a scale too."""
_PEER = frozenset({3, 5, 10, 20, 100, 1000})
"""*two in five* is a share; *two in four attacks* hardly is."""


def cardinals_in(text: str, *, hashed: bool = False) -> list[Cardinal]:
    """The numbers of a text in order, never overlapping, whether or not they count anything."""
    atoms = list(atoms_in(text, hashed=hashed))
    found, i = [], 0
    while i < len(atoms):
        cardinal, i = _read(text, atoms, i)
        if cardinal is not None:
            found.append(cardinal)
    return found


def _gap(text: str, atoms: list[Atom], i: int) -> str:
    """What stands between an atom and the next; a mark that joins nothing where there is none or it is far."""
    if i + 1 >= len(atoms) or atoms[i + 1].start - atoms[i].end > 14:
        return "|"
    return text[atoms[i].end : atoms[i + 1].start]


def _read(text: str, atoms: list[Atom], i: int) -> tuple[Cardinal | None, int]:
    """The number that begins at this atom, or ``None`` if none does; and the atom to go on from."""
    kind = atoms[i].kind
    if kind in ("digits", "unit", "teen", "tens"):
        return _counted(text, atoms, i, atoms[i].start)
    if kind in ("hundred", "scale", "dozen"):
        return _with_article(text, atoms, i)
    if kind == "vague":
        return _vague(text, atoms, i)
    if kind == "order":
        return _order(text, atoms, i)
    return _half(text, atoms, i) if kind == "half" else _part(text, atoms, i)


def _article(text: str, at: int) -> int | None:
    """Where *a* begins that stands right before."""
    m = _ARTICLE.search(text, max(0, at - 4), at)
    return m.start(1) if m else None


def _with_article(text: str, atoms: list[Atom], i: int) -> tuple[Cardinal | None, int]:
    """*a hundred*, *a dozen*, *another million*; but not *million-dollar*."""
    start = _article(text, atoms[i].start)
    if start is None:
        if not _MORE.search(text, max(0, atoms[i].start - 12), atoms[i].start):
            return None, i + 1
        start = atoms[i].start
    return _counted(text, atoms, i, start)


def _counted(text: str, atoms: list[Atom], i: int, start: int) -> tuple[Cardinal | None, int]:
    """A number from its first atom on: *forty-two*, *1.5 million*, *two and a half thousand*, *two-thirds*, *one in five*."""
    first = atoms[i]
    value, scale, j = (_digits if first.kind == "digits" else _words)(text, atoms, i)
    if _gap(text, atoms, j) == " " and scale == 1 and _is_scale(text, atoms[j + 1]):
        j += 1
        value, scale = round(value * atoms[j].value / 2, 2), atoms[j].value / 2
    end = atoms[j].end
    half = _AND_A_HALF.match(text, end)
    if half and j + 1 < len(atoms) and atoms[j + 1].kind == "half":
        value, end, j = value + 0.5 * scale, half.end(), j + 1
        if _gap(text, atoms, j) in _SPACE and atoms[j + 1].kind in ("hundred", "scale"):
            j += 1
            value, scale, end = value * atoms[j].value, atoms[j].value, atoms[j].end
    gap = _gap(text, atoms, j)
    if gap in _SPACE and atoms[j + 1].kind == "part" and scale == 1 and 1 <= value < atoms[j + 1].value:
        part = atoms[j + 1]
        if text[part.end - 1] == "s" if value > 1 else text[part.end - 1] != "s":
            return _share(text, atoms, j + 1, start, value / part.value)
    if scale == 1 and _PER.fullmatch(gap) and value >= 1:
        whole = atoms[j + 1]
        if whole.kind in ("digits", "unit", "teen", "tens", "hundred") and _is_share(value, whole.value, gap):
            return Cardinal(start, whole.end, _percent(value / whole.value), _percent(value / whole.value), Form.SHARE), j + 2
    return Cardinal(start, end, value, value, Form.PLAIN, scale, first.kind == "digits", first.suffix), j + 1


def _is_scale(text: str, atom: Atom) -> bool:
    """Whether a plural after a number is its scale: *fifty thousands*; but not *1040 Hundreds of people …* in a list of times."""
    return atom.kind == "order" and atom.value >= _FEWEST and text[atom.start].islower()


def _is_share(value: float, whole: float, gap: str) -> bool:
    if value != int(value) or not value < whole <= 1000:
        return False
    return "out" in gap or (" in " in gap and (value == 1 or whole in _PEER))


def _digits(text: str, atoms: list[Atom], i: int) -> tuple[float, float, int]:
    value, scale, j = atoms[i].value, atoms[i].scale, i
    while _gap(text, atoms, j) in _SPACE and atoms[j + 1].kind in ("hundred", "scale", "dozen") and atoms[j + 1].value > scale:
        j += 1
        value, scale = round(value * atoms[j].value, 2), scale * atoms[j].value  # 64.9 million is whole
    return value, scale, j


def _words(text: str, atoms: list[Atom], i: int) -> tuple[float, float, int]:
    """Value, scale and last atom of a number in words: thousands before hundreds before tens before units."""
    total, group, top, scale, last, j = 0.0, 0.0, math.inf, 1.0, atoms[i].kind, i
    if last in ("hundred", "dozen"):
        group, scale = atoms[i].value, atoms[i].value
    elif last == "scale":
        total, top, scale = atoms[i].value, atoms[i].value, atoms[i].value
    else:
        group = atoms[i].value
    while True:
        gap = _gap(text, atoms, j)
        if gap not in _SPACE and gap not in _AND and gap != ", ":
            break
        kind, value = atoms[j + 1].kind, atoms[j + 1].value
        if gap == ", ":
            if not (last == "scale" and kind == "unit" and _gap(text, atoms, j + 1) == " " and atoms[j + 2].kind == "hundred"):
                break
            group += value
        elif kind == "unit" and last == "tens" and gap in _SPACE:
            group += value
        elif kind in ("unit", "teen", "tens") and last in ("hundred", "scale"):
            if gap in _AND and _starts_anew(text, atoms, j + 1, last, top):
                break
            group += value
        elif kind == "hundred" and last in ("unit", "teen") and group < 20 and gap in _SPACE:
            group, scale = group * value, value
        elif kind == "scale" and gap in _SPACE and ((group and value < top) or (not group and value > top)):
            total, group, top, scale = (
                (total + group * value, 0.0, value, value) if group else (total * value, 0.0, value, scale * value)
            )
        elif kind == "dozen" and last in ("unit", "teen") and not total and gap in _SPACE:
            return group * value, value, j + 1
        else:
            break
        if kind in ("unit", "teen", "tens"):
            scale = 1
        j, last = j + 1, kind
    return total + group, scale, j


def _starts_anew(text: str, atoms: list[Atom], j: int, last: str, top: float) -> bool:
    """Whether a second number begins after *and*: *between one hundred | and | two hundred*."""
    if atoms[j].kind == "tens" and _gap(text, atoms, j) in _SPACE and atoms[j + 1].kind == "unit":
        j += 1
    if _gap(text, atoms, j) not in _SPACE:
        return False
    following = atoms[j + 1]
    return (following.kind == "hundred" and last == "hundred") or (following.kind == "scale" and following.value >= top)


def _percent(share: float) -> float:
    return round(100 * share, 1)


def _share(text: str, atoms: list[Atom], j: int, start: int, share: float) -> tuple[Cardinal | None, int]:
    """A share that ends at this atom; *a quarter of a million* is a number."""
    gap = _gap(text, atoms, j)
    if _OF_A.fullmatch(gap) and atoms[j + 1].kind in ("hundred", "scale"):
        whole = atoms[j + 1]
        return Cardinal(start, whole.end, share * whole.value, share * whole.value, scale=whole.value), j + 2
    return Cardinal(start, atoms[j].end, _percent(share), _percent(share), Form.SHARE), j + 1


def _part(text: str, atoms: list[Atom], i: int) -> tuple[Cardinal | None, int]:
    """*a third of the town*; but not *a third man*, *the first quarter*."""
    atom, start = atoms[i], _article(text, atoms[i].start)
    if start is None or text[atom.end - 1] == "s":
        return None, i + 1
    shared = _ENDS.match(text, atom.end) and (
        text.startswith(" of", atom.end) or _SHARED.search(text, max(0, start - 16), start) is not None
    )
    return _share(text, atoms, i, start, 1 / atom.value) if shared else (None, i + 1)


def _half(text: str, atoms: list[Atom], i: int) -> tuple[Cardinal | None, int]:
    """*half a million*, *half of the harvest*; but not *half an hour*, *the first half*."""
    atom = atoms[i]
    gap = _gap(text, atoms, i)
    if gap in (" a ", "-a-", " ") and atoms[i + 1].kind in ("hundred", "scale", "dozen"):
        start = (_article(text, atom.start) if gap == " " else None) or atom.start
        value = 0.5 * atoms[i + 1].value
        return Cardinal(start, atoms[i + 1].end, value, value, scale=atoms[i + 1].value), i + 2
    left = max(0, atom.start - 16)
    shared = _HALF_OF.match(text, atom.end) or (_SHARED.search(text, left, atom.start) and _ENDS.match(text, atom.end))
    if not shared or _NOT_HALF.search(text, left, atom.start) or text[atom.end - 1] == "s":
        return None, i + 1
    return _share(text, atoms, i, atom.start, 0.5)


def _vague(text: str, atoms: list[Atom], i: int) -> tuple[Cardinal | None, int]:
    """*several*, *a few hundred*, *a couple of dozen*; but not *few*, *the couple*."""
    atom = atoms[i]
    start = atom.start if text[atom.start] in "sS" else _article(text, atom.start)
    if start is None:
        return None, i + 1
    value, scale, j = atom.value, 1.0, i
    while _gap(text, atoms, j) in (" ", " of ") and atoms[j + 1].kind in ("hundred", "scale", "dozen"):
        j += 1
        value, scale = value * atoms[j].value, atoms[j].value
    if j == i and atom.value < 4 and text[atom.start] in "cChH" and not text.startswith(" of ", atom.end):
        return None, i + 1
    return Cardinal(start, atoms[j].end, value, None, Form.VAGUE, scale), j + 1


def _order(text: str, atoms: list[Atom], i: int) -> tuple[Cardinal | None, int]:
    """*dozens*, *tens of thousands*, *thousands upon thousands*; but not *a man in his tens*, *test scores*."""
    atom, j = atoms[i], i
    value = atom.value
    while _gap(text, atoms, j) in (" of ", " and ", " upon ") and atoms[j + 1].kind in ("order", "scale"):
        grows = _gap(text, atoms, j) == " of "
        if not grows and atoms[j + 1].value != atom.value:
            break
        j += 1
        if grows:
            value *= atoms[j].value / (2 if atoms[j].kind == "order" else 1)
    if j == i and not _is_many(text, atom):
        return None, i + 1
    return Cardinal(atom.start, atoms[j].end, value, None, Form.VAGUE, value / 2), j + 1


def _is_many(text: str, atom: Atom) -> bool:
    """Whether the word means many: *scores of shops*, *scores were killed*; but not *test scores were poor*, *in tens*."""
    word = text[atom.start : atom.end].lower()
    if word[0].isdigit():  # 1000s of people, but not 10s
        return text.startswith(" of ", atom.end)
    if word not in ("tens", "scores") or text.startswith(" of ", atom.end):
        return word != "scores" or _SCORES.match(text, atom.end) is not None
    bare = _BARE_SCORES.search(text, max(0, atom.start - 12), atom.start)
    return word == "scores" and bare is not None and _SCORES.match(text, atom.end) is not None
