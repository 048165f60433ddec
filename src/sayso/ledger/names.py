"""Names that are spelt almost alike: proposals for somebody who asks for one, never a reason to take two for the same."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sayso.ledger.search import in_a_row, orders_of, tokens

_SLIPS = ((4, 0), (7, 1))
"""A word of fewer letters than this may differ in so many; a longer one in two (*Kadhafi*, *Gaddafi*)."""


def close_names(asked: str, names: Iterable[str], *, answered: bool = False) -> list[list[str]]:
    """The names that may be meant by ``asked`` but do not contain it, the likelier groups first.

    First those that have all its words in any order, each perhaps spelt a little otherwise; then those that have its surname.
    Where names that contain it have ``answered`` already, only those that end with the surname (*Annan* is no *Adnan Zoric*); and
    of the second group only those all of whose words it has (*Lavrov* for *Sergei Lavrov*).

    >>> names = ["Kemal Orle", "Orle", "Ada Orle", "Kamal Orle", "Ruiz"]
    >>> close_names("Kamal Orle", names)
    [['Kemal Orle'], ['Orle', 'Ada Orle']]
    >>> close_names("Kamal Orle", names, answered=True)
    [['Kemal Orle'], ['Orle']]
    """
    wanted = tokens(asked)
    if not wanted:
        return []
    answers = [in_a_row(words) for words in orders_of(asked)]
    surname = (tokens(asked.partition(",")[0]) or wanted)[-1]
    known = {name: _tokens(name) for name in names}
    vocabulary = {word for called in known.values() for word in called}
    alike = {word: _close_words(word, vocabulary) for word in wanted}
    whole, shorter = [], []
    for name, called in known.items():
        if alike[surname].isdisjoint(called[-1:] if answered else called):
            continue
        if any(answer in in_a_row(called) for answer in answers):
            continue
        if all(not alike[word].isdisjoint(called) for word in wanted):
            whole.append(name)
        elif not answered or all(any(each in alike[word] for word in wanted) for each in called):
            shorter.append(name)
    return [group for group in (whole, shorter) if group]


@lru_cache(maxsize=200_000)
def _tokens(name: str) -> tuple[str, ...]:
    """The words of a name; one ledger's names are gone through several times for one answer."""
    return tuple(tokens(name))


def _close_words(word: str, among: Iterable[str]) -> set[str]:
    """Those of many words that ``is_close`` finds alike, the others left out as cheaply as can be."""
    limit = _limit(word)
    if not limit:
        return {word}
    letters = str.maketrans("", "", word)
    shortest, longest = len(word) - limit, len(word) + limit
    return {
        each
        for each in among
        if shortest <= len(each) <= longest and len(each.translate(letters)) <= limit and is_close(word, each)
    }


def is_close(one: str, other: str) -> bool:
    """Whether two words (as ``tokens`` gives them) may be one, spelt otherwise.

    >>> [is_close("zelenskiy", other) for other in ("zelensky", "zelenskij", "zaluzhnyi")]
    [True, True, False]
    """
    if one == other:
        return True
    limit = _limit(one)
    if not limit or abs(len(one) - len(other)) > limit or len(set(one) - set(other)) > limit:
        return False
    return _slips(one, other) <= limit


def _limit(word: str) -> int:
    """In how many letters a word may differ."""
    return next((slips for length, slips in _SLIPS if len(word) < length), 2)


def _slips(one: str, other: str) -> int:
    """How many letters are put in, left out, changed or turned round between two words."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one):
        earlier, before, row = before, row, [i + 1]
        for j, b in enumerate(other):
            slips = min(before[j + 1] + 1, row[j] + 1, before[j] + (a != b))
            if i and j and a == other[j - 1] and one[i - 1] == b:
                slips = min(slips, earlier[j - 1] + 1)
            row.append(slips)
    return row[-1]
