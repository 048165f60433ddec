"""Compared: what runs of words tell that the others do not, whatever their typography, spelling and tense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sayso.stories.revisions.words import FUNCTION, Word, is_misspelt, meanings
from sayso.text import Pieces, Span

NOT = "not"
"""What every word that denies a sentence means."""
_NEGATIONS = frozenset({"not", "never", "neither", "nor", "without", "cannot"})
_LONGEST = 3
"""So many words a line of the table of meanings has at most."""


def told_otherwise(old: Sequence[Word], new: Sequence[Word], *, few: int) -> tuple[Pieces, Pieces] | None:
    """The words that went and those that came, if together they tell something else; ``None`` if they do not.

    Up to ``few`` words that only went, or only came, tell nothing else unless they deny something.
    """
    if "".join(word.low for word in old) == "".join(word.low for word in new):
        return None  # *air strike* and *airstrike*
    ours, theirs = _meant(old), _meant(new)
    common = Counter(each for each, _ in ours) & Counter(each for each, _ in theirs)
    gone, come = _left(ours, common), _left(theirs, common)
    for one in list(gone):
        if match := next((other for other in come if is_misspelt(one[0], other[0]) or _is_part_of(one[0], other[0])), None):
            gone.remove(one)
            come.remove(match)
    denies = any(meaning == NOT for meaning, _ in (*gone, *come))
    if (gone and come) or denies or len(gone) > few or len(come) > few:
        return tuple(span for _, span in gone), tuple(span for _, span in come)
    return None


def _meant(words: Sequence[Word]) -> list[tuple[str, Span]]:
    """What the words mean: by the table of words that say the same, or their stem; not those that tell nothing."""
    table, found, i = meanings(), list[tuple[str, Span]](), 0
    while i < len(words):
        for length in range(_LONGEST, 0, -1):
            run = words[i : i + length]
            meaning = table.get(" ".join(word.stem for word in run)) if len(run) == length else None
            if meaning is not None:
                found.append((meaning, Span(run[0].span.start, run[-1].span.end)))
                break
        else:
            length, word = 1, words[i]
            if word.stem in _NEGATIONS or word.low.endswith(("n't", "n’t")):
                found.append((NOT, word.span))
            elif word.stem not in FUNCTION and not word.low.isdigit():
                found.append((word.stem, word.span))
        i += length
    return found


def _left(words: Sequence[tuple[str, Span]], common: Counter[str]) -> list[tuple[str, Span]]:
    """The words whose meaning does not stand on the other side, each meaning once."""
    seen: dict[str, Span] = {}
    for meaning, span in words:
        if not common[meaning]:
            seen.setdefault(meaning, span)
    return list(seen.items())


def _is_part_of(one: str, other: str) -> bool:
    """Whether one is a part of the other, a compound: *fast* and *fast-growing*."""
    short, long = sorted((one, other), key=len)
    return len(short) >= 4 and (long.startswith(short) or long.endswith(short))
