"""How like a paragraph of the article each line of a copied page is: a score that was learned from pages of many outlets.

The rules of :mod:`sayso.page.layout` decide what is certain; the score decides about lines that they take for furniture though
nearly everything speaks for the article, and the other way round. It is the logistic function of a weighted sum of what can be
seen of a line, of its neighbours and of where it stands, in any language. ``likeness.tsv`` holds the weights;
``python -m training.likeness`` makes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise
from math import log1p

import numpy as np
from numpy.typing import NDArray

from sayso.page.lines import Line
from sayso.page.page import Role

Numbers = NDArray[np.float64]
Seen = dict[str, Sequence[float] | Numbers]

_ABOVE = 12
_BELOW = 25
_BEGINNING = 200
_FARTHEST = 60
_LONG = 15
_PARAGRAPH = 10
_APART = 2
"""So many characters between two lines hold an empty line."""

_OWN: tuple[tuple[str, Callable[[Line], float]], ...] = (
    ("words", lambda line: log1p(line.count)),
    ("ends", lambda line: line.ends),
    ("prose", lambda line: line.reads_as_prose),
    ("item", lambda line: line.item),
    ("runs_on", lambda line: line.runs_on),
    ("leads", lambda line: line.leads),
    ("name_alone", lambda line: line.name_alone),
    ("signs", lambda line: line.signs),
    ("digits", lambda line: _share(map(str.isdigit, line.words[:_BEGINNING]))),
    ("capitalised", lambda line: _share([word[0].isupper() for word in line.words[:_BEGINNING].split()])),
    ("commas", lambda line: line.words.count(",") / len(line.words)),
    ("begins_small", lambda line: line.words[0].islower()),
    ("question", lambda line: "?" in line.words),
    ("bars", lambda line: "|" in line.words or "\t" in line.words),
    ("address", lambda line: "@" in line.words or "http" in line.words),
)
"""What can be seen of a line by itself."""
_OF_NEIGHBOURS = ("words", "ends", "prose", "item", "runs_on", "leads", "name_alone", "digits", "capitalised")
_FAR = (Role.CAPTION, Role.CREDIT, Role.BYLINE, Role.RELATED, Role.FURNITURE)


def likeness_of(lines: Sequence[Line], first: int, last: int) -> list[float | None]:
    """How like the article each line is, from 0 to 1, while its role is still open; ``first`` and ``last`` bound the article.

    ``None`` for lines far from it.
    """
    start, end = near(lines, first, last)
    if start == end:
        return [None] * len(lines)
    names, columns = features_of(lines[start:end], first - start, last - start)
    weigh = weights()
    total = weigh["always"] + np.array([weigh[name] for name in names]) @ columns
    return [None] * start + list(1 / (1 + np.exp(-total))) + [None] * (len(lines) - end)


def near(lines: Sequence[Line], first: int, last: int) -> tuple[int, int]:
    """Where the lines begin and end that stand near enough to the article to be weighed."""
    return max(0, first - _ABOVE), min(len(lines), last + 1 + _BELOW)


@cache
def weights() -> dict[str, float]:
    table = resources.files("sayso.page").joinpath("likeness.tsv").read_text("utf-8")
    rows = (row.split("\t") for row in table.splitlines() if not row.startswith("#"))
    return {name: float(weight) for name, weight in rows}


def features_of(lines: Sequence[Line], first: int, last: int) -> tuple[list[str], Numbers]:
    """What is seen of the lines: the names of the features, and for each the numbers of all lines."""
    seen: Seen = {name: np.array([see(line) for line in lines], dtype=float) for name, see in _OWN}
    for name in _OF_NEIGHBOURS:
        seen[f"{name}_above"] = np.concatenate([[-1.0], seen[name][:-1]])
        seen[f"{name}_below"] = np.concatenate([seen[name][1:], [-1.0]])
    _see_forms(seen, lines)
    _see_place(seen, lines, first, last)
    _see_topic(seen, lines, first, last)
    _see_setting(seen, lines, first, last)
    return list(seen), np.array(list(seen.values()), dtype=float)


def _see_forms(seen: Seen, lines: Sequence[Line]) -> None:
    """How far those lines are whose forms give something away."""
    roles = [line.role for line in lines]
    marked = {str(role): [other is role for other in roles] for role in _FAR}
    marked["closing"] = [line.form is not None and line.form.closes for line in lines]
    for name, those in marked.items():
        seen[f"{name}_far_above"], seen[f"{name}_far_below"] = _far(those)


def _far(marked: Sequence[float] | Numbers) -> tuple[Numbers, Numbers]:
    """How many lines above and below each line the next of the marked lines stands, as logarithms."""
    at = np.arange(len(marked))
    places = np.flatnonzero(marked)
    if not len(places):
        nowhere = np.full(len(marked), np.log1p(_FARTHEST))
        return nowhere, nowhere
    after = np.searchsorted(places, at, side="right")
    before = np.searchsorted(places, at, side="left")
    above = np.where(before > 0, at - places[np.maximum(before - 1, 0)], _FARTHEST)
    below = np.where(after < len(places), places[np.minimum(after, len(places) - 1)] - at, _FARTHEST)
    return np.log1p(np.minimum(above, _FARTHEST)), np.log1p(np.minimum(below, _FARTHEST))


def _see_place(seen: Seen, lines: Sequence[Line], first: int, last: int) -> None:
    """Where the line stands in the stretch of the article, and among the paragraphs."""
    at = np.arange(len(lines))
    prose = np.array([line.prose for line in lines], dtype=float)
    above = np.cumsum(prose) - prose
    total = prose.sum()
    seen["place"] = at / len(lines)
    seen["share_above"] = above / max(1.0, total)
    seen["share_at_end"] = (above + prose) / max(1.0, total)
    seen["paragraphs_above"] = np.log1p(above)
    seen["paragraphs_below"] = np.log1p(total - above - prose)
    before, after = (at < first).astype(float), (at > last).astype(float)
    seen["before"], seen["after"], seen["inside"] = before, after, 1 - before - after
    seen["before_by"] = np.log1p(np.maximum(0, first - at))
    seen["after_by"] = np.log1p(np.maximum(0, at - last))
    seen["lines"] = np.full(len(lines), np.log1p(len(lines)))
    seen["dense"] = np.full(len(lines), total / len(lines))
    seen["long_far_above"], seen["long_far_below"] = _far([line.prose and line.count >= _LONG for line in lines])


def _see_topic(seen: Seen, lines: Sequence[Line], first: int, last: int) -> None:
    """Which of the line's words stand elsewhere in the article, and in the lines beside it."""
    topic = Counter(word for line in lines[first : last + 1] if line.prose for word in line.vocabulary)
    rows: list[tuple[float, ...]] = []
    nothing: frozenset[str] = frozenset()
    for i, line in enumerate(lines):
        words = line.vocabulary
        own = first <= i <= last and line.prose
        once = sum(topic[word] > own for word in words)
        often = sum(topic[word] > own + 1 for word in words)
        above = len(words & lines[i - 1].vocabulary) if i else 0
        below = len(words & (lines[i + 1].vocabulary if i + 1 < len(lines) else nothing))
        many = len(words) or 1
        rows.append((once / many, often / many, log1p(once), above / many, below / many, below, len(words)))
    names = ("topic", "topic_often", "topic_words", "shared_above", "shared_below", "words_shared_below", "vocabulary")
    seen.update(zip(names, np.array(rows, dtype=float).T, strict=True))


def _see_setting(seen: Seen, lines: Sequence[Line], first: int, last: int) -> None:
    """Whether the line is set off by empty lines as the article's paragraphs are, is as long, and stands there twice."""
    gaps = [True, *(below.span.start - above.span.end >= _APART for above, below in pairwise(lines)), True]
    setting = list(pairwise(gaps))
    paragraphs = [i for i in range(first, last + 1) if lines[i].prose and lines[i].count >= _PARAGRAPH]
    usual = Counter(setting[i] for i in paragraphs)
    length = sorted(lines[i].count for i in paragraphs)[len(paragraphs) // 2] if paragraphs else 0
    times = Counter(line.words for line in lines)
    seen["apart_above"] = gaps[:-1]
    seen["apart_below"] = gaps[1:]
    seen["set_as_usual"] = [(usual[each] + 0.5) / (len(paragraphs) + 1) for each in setting]
    seen["set_in_ways"] = [len(usual) > 1] * len(lines)
    seen["long_as_usual"] = np.log([(line.count + 1) / (length + 1) for line in lines])
    seen["set_as_above"] = [False, *(one == other for one, other in pairwise(setting))]
    seen["set_as_below"] = [*(one == other for one, other in pairwise(setting)), False]
    seen["times"] = np.log([times[line.words] for line in lines])


def _share(marked: Iterable[bool]) -> float:
    those = list(marked)
    return sum(those) / (len(those) or 1)
