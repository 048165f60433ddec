"""Meaning: how alike two short texts are in what they speak of, and how telling a word is.

Every word has a vector of its own (static: no sentence around it changes it), distilled from a sentence encoder; a text is the
sum of its words, each by how telling it is. That tells what a text is about, not which side it takes. Numbers count for nearly
nothing: two statements that differ in a number alone are about the same thing. ``training/meaning.py`` makes ``vectors.npz``;
the manifest has its checksum.
"""

from __future__ import annotations

import functools
import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sayso.errors import ModelDamaged

__all__ = ["vectors_of", "weight_of", "words_of"]

FOLDER = Path(__file__).parent

_WORD = re.compile(r"(?<![^\W_])[^\W\d_][^\W_]*")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion hundreds thousands "
    "millions billions dozen dozens".split()
)
_NUMBER = 0.05
"""How much of its weight a number in words keeps."""
_COMMON = 1e-3
"""The share of all words from which a word tells little."""
_RAREST = 1e-6


class _Table(NamedTuple):
    place: dict[str, int]
    rows: NDArray[np.int8]
    scales: NDArray[np.float32]
    """What each row is multiplied with in a sum: its scale by its weight."""
    weights: NDArray[np.float32]


def words_of(text: str) -> list[str]:
    """The words of a text in order, without case, accents and the possessive's *s*; what begins with a digit is none."""
    text = _POSSESSIVE.sub("", text)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _WORD.findall(text.lower())


def vectors_of(texts: Sequence[str]) -> NDArray[np.float32]:
    """One row a text, of length one; the product of two rows is how alike they are (-1 to 1).

    A text without any known word is a row of zeros. What a row is does not depend on the other texts.

    Raises:
        ModelDamaged: the file is missing or is not the one that was shipped.
    """
    table = _table()
    vectors = np.zeros((len(texts), table.rows.shape[1]), dtype=np.float32)
    for row, text in enumerate(texts):
        places = [place for word in words_of(text) for place in _places(word)]
        if places:
            total = table.scales[places] @ table.rows[places].astype(np.float32)
            vectors[row] = total / max(float(np.linalg.norm(total)), _RAREST)
    return vectors


@functools.lru_cache(maxsize=65536)
def weight_of(word: str) -> float:
    """How telling a word is: near 0 for *said*, 1 for a word that is not known, and 0 for what is no word (*14*, a comma)."""
    words = words_of(word)
    if not words:
        return 0.0
    table = _table()
    return max(float(table.weights[table.place[w]]) if w in table.place else 1.0 for w in words)


@functools.lru_cache(maxsize=65536)
def _places(word: str) -> tuple[int, ...]:
    """The row of a word, or else those of the longest pieces that it can be cut into, from its beginning."""
    place = _table().place
    if word in place:
        return (place[word],)
    found, begin = [], 0
    while begin < len(word):
        for end in range(len(word), begin, -1):
            piece = word[begin:end] if begin == 0 else f"##{word[begin:end]}"
            if piece in place:
                found.append(place[piece])
                break
        else:
            return ()
        begin = end
    return tuple(found)


@functools.cache
def _table() -> _Table:
    manifest = FOLDER / "manifest.json"
    if not manifest.exists():
        raise ModelDamaged(f"No vectors in {FOLDER}: {manifest.name} is missing. Install sayso again.")
    [(name, wanted)] = json.loads(manifest.read_text(encoding="utf-8"))["files"].items()
    path = FOLDER / name
    if not path.exists():
        raise ModelDamaged(f"The file {path} is missing. Install sayso again.")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != wanted:
        raise ModelDamaged(f"The file {path} is not the one that was shipped (its checksum differs). Install sayso again.")
    with np.load(io.BytesIO(data)) as file:
        names, rows, scales, share = (file[key] for key in ("names", "rows", "scales", "share"))
    place = {word: row for row, word in enumerate(names.tobytes().decode().split("\n"))}
    damped = np.ones(len(share), dtype=np.float32)
    damped[[place[number] for number in _NUMBERS if number in place]] = _NUMBER
    weights = damped * np.log1p(_COMMON / (share + _RAREST)) / np.log1p(_COMMON / _RAREST)
    return _Table(place, rows, scales * damped * _COMMON / (_COMMON + share), weights.astype(np.float32))
