"""Names that are spelt almost alike: proposals for somebody who asks for one, never a reason to take two for the same."""

from __future__ import annotations

from collections.abc import Iterable

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
    known: dict[str, list[str]] = {}
    for name in names:
        called = tokens(name)
        if not any(answer in in_a_row(called) for answer in answers):
            known[name] = called
    surname = (tokens(asked.partition(",")[0]) or wanted)[-1]
    vocabulary = {word for called in known.values() for word in called}
    alike = {word: {each for each in vocabulary if is_close(word, each)} for word in wanted}
    whole, shorter = [], []
    for name, called in known.items():
        if not alike[surname] & set(called[-1:] if answered else called):
            continue
        if all(alike[word] & set(called) for word in wanted):
            whole.append(name)
        elif not answered or all(any(each in alike[word] for word in wanted) for each in called):
            shorter.append(name)
    return [group for group in (whole, shorter) if group]


def is_close(one: str, other: str) -> bool:
    """Whether two words (as ``tokens`` gives them) may be one, spelt otherwise.

    >>> [is_close("zelenskiy", other) for other in ("zelensky", "zelenskij", "zaluzhnyi")]
    [True, True, False]
    """
    if one == other:
        return True
    limit = next((slips for length, slips in _SLIPS if len(one) < length), 2)
    if not limit or abs(len(one) - len(other)) > limit or len(set(one) - set(other)) > limit:
        return False
    return _slips(one, other) <= limit


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
