"""Where the article stands among the lines of a copied page: its first and its last line.

The article is the stretch of the text where sentences are dense; comments below it and the cards of other articles around it,
whose sentences are dense too, are told by what leads to them, by their shape, and by what they speak of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.page.forms import AGO
from sayso.page.lines import Line
from sayso.page.page import Role

_WORTH = 80
_COST: dict[Role | None, int] = {
    None: 9,
    Role.FURNITURE: 2,
    Role.RELATED: 2,
    Role.DATE: 3,
    Role.BYLINE: 3,
}
"""What a line that is no paragraph takes from the density of a stretch; of other roles nothing."""
_COST_OF_ITEM = 3
_CLOSES = 400
_TIMES_LARGER = 1.5
_LARGEST_CARD = 2
_FEWEST_CARDS = 3
_STRANGE = 0.5
_FARTHEST = 25
_LONG = 40
_OF_THE_SAME = 0.35
_FEWEST_PARAGRAPHS = 4
_FEWEST_COMMENTERS = 4
_LONGEST_AGE = 8
_FEWEST_AGES = 3
_LONGEST_LEAD = 6


def stretch_of(lines: Sequence[Line]) -> tuple[int, int]:
    """The numbers of the article's first and last paragraph; of the first and last line where there is no prose."""
    closing = _closing(lines)
    first, last = _without_cards(lines, *_densest(lines, closing))
    return first, _last_of_all(lines, first, last, closing)


def _densest(lines: Sequence[Line], closing: frozenset[int]) -> tuple[int, int]:
    """The first and the last line of the stretch where prose is densest; the whole text where there is no prose."""
    best = total = 0
    needed = 0.0
    listed = False  # in a list that a paragraph leads up to
    first, last, start = 0, len(lines) - 1, 0
    for i, line in enumerate(lines):
        listed = line.stray and line.item and (listed or (i > 0 and lines[i - 1].role is None and lines[i - 1].leads))
        if line.prose:
            total += min(line.count, _WORTH)
        elif i in closing:
            total -= _CLOSES
            needed = _TIMES_LARGER * best if total <= 0 else needed  # comments may be longer than the article
        elif not listed and not (line.role is None and line.runs_on and not line.item):
            total -= _COST_OF_ITEM if line.role is None and line.item else _COST.get(line.role, 0)
        if total <= 0:
            total, start = 0, i + 1
        elif total > max(best, needed):
            best, first, last = total, start, i
            needed = 0.0
    return first, last


_SPEAKS = " says:"
_LONGEST_COMMENTER = 46


def _closing(lines: Sequence[Line]) -> frozenset[int]:
    """The lines below which the article is over (where comments begin, say), unless they stand below every entry of it."""
    closing = [i for i, line in enumerate(lines) if line.form and line.form.closes]
    times = Counter(lines[i].words for i in closing)
    return frozenset(i for i in closing if times[lines[i].words] <= 2) | commenters_of(lines) | _entries(lines)


def commenters_of(lines: Sequence[Line]) -> frozenset[int]:
    """The lines that name the speakers of comments: *harbourwatcher says:*, by several of them."""
    commenters = [i for i, line in enumerate(lines) if line.words.endswith(_SPEAKS) and len(line.words) <= _LONGEST_COMMENTER]
    return frozenset(commenters) if len({lines[i].words for i in commenters}) >= _FEWEST_COMMENTERS else frozenset()


def _entries(lines: Sequence[Line]) -> frozenset[int]:
    """The lines that say how long ago a comment or another article was put there: several below the article, none above it."""
    ages = [i for i, line in enumerate(lines) if line.count <= _LONGEST_AGE and not line.ends and AGO.search(line.words)]
    paragraphs = 0
    for i, line in enumerate(lines):
        paragraphs += line.prose
        if paragraphs >= _FEWEST_PARAGRAPHS:
            below = [age for age in ages if age > i]
            return frozenset(below) if len(below) >= _FEWEST_AGES and len(below) >= len(ages) - 1 else frozenset()
    return frozenset()


@dataclass(slots=True)
class _Segment:
    """Paragraphs with nothing between them that sets them apart, and how many lines above them do."""

    strays: int
    paragraphs: list[Line]


def _without_cards(lines: Sequence[Line], first: int, last: int) -> tuple[int, int]:
    """The stretch without the cards of other articles at its ends: a paragraph or two at a time under a title, that speak of
    something else than an article that runs on."""
    segments = _segments(lines[first : last + 1])
    core = max(range(len(segments)), key=lambda i: len(segments[i].paragraphs), default=0)
    if not segments or len(segments[core].paragraphs) < _FEWEST_PARAGRAPHS:
        return first, last
    begin, end = 0, len(segments)
    for i in range(len(segments) - 1, core, -1):
        if len(segments[i].paragraphs) > _LARGEST_CARD:
            break
        if _strange(segments[i:], segments[:i]):
            end = i
    end = min(end, _end_before_cards(lines, segments, core))
    for i in range(core):
        if len(segments[i].paragraphs) > _LARGEST_CARD:
            break
        if _strange(segments[: i + 1], segments[i + 1 : end]):
            begin = i + 1
    return lines.index(segments[begin].paragraphs[0]), lines.index(segments[end - 1].paragraphs[-1])


def _end_before_cards(lines: Sequence[Line], segments: Sequence[_Segment], core: int) -> int:
    """How many segments there are before the cards at the end: many with one paragraph each, or a few below a line that leads to
    other articles."""
    end = len(segments)
    while end > core + 1 and len(segments[end - 1].paragraphs) <= _LARGEST_CARD:
        end -= 1
    lone = len(segments)
    while lone > end and len(segments[lone - 1].paragraphs) == 1:
        lone -= 1
    usual = sorted(len(segment.paragraphs) for segment in segments[:lone])[lone // 2]
    if len(segments) - lone >= _FEWEST_CARDS and usual > 1:
        return lone
    for i in range(end, len(segments) - 1):
        above = lines.index(segments[i - 1].paragraphs[-1])
        below = lines.index(segments[i].paragraphs[0])
        if any(line.role is Role.RELATED and line.count <= _LONGEST_LEAD for line in lines[above:below]):
            return i
    return len(segments)


def _segments(lines: Sequence[Line]) -> list[_Segment]:
    segments: list[_Segment] = []
    strays = 1
    for line in lines:
        if line.prose:
            if strays:
                segments.append(_Segment(strays, []))
            segments[-1].paragraphs.append(line)
            strays = 0
        elif line.stray and line.words[-1].isalnum():
            strays += 1
    return segments


def _strange(segments: Sequence[_Segment], others: Sequence[_Segment]) -> bool:
    """Whether these paragraphs are scattered, and share far fewer words with the others than those do among themselves."""
    mine = [line for segment in segments for line in segment.paragraphs]
    theirs = [line for segment in others for line in segment.paragraphs]
    if sum(segment.strays for segment in segments) < len(mine) or len(theirs) < len(mine):
        return False
    topic = Counter(word for line in theirs for word in line.vocabulary)
    usual = _mean(sum(topic[word] > 1 for word in line.vocabulary) / len(line.vocabulary) for line in theirs if line.vocabulary)
    shared = _mean(sum(topic[word] > 0 for word in line.vocabulary) / len(line.vocabulary) for line in mine if line.vocabulary)
    return shared < _STRANGE * usual


def _last_of_all(lines: Sequence[Line], first: int, last: int, closing: frozenset[int]) -> int:
    """The last line of the article, also where long teasers part its last paragraphs from it: these are long, and speak of the
    same as those before them."""
    topic = Counter(word for line in lines[first : last + 1] if line.prose for word in line.vocabulary)
    i = last + 1
    while i < min(len(lines), last + _FARTHEST) and i not in closing:
        line = lines[i]
        if (
            line.prose
            and line.count >= _LONG
            and sum(topic[word] > 1 for word in line.vocabulary) > _OF_THE_SAME * len(line.vocabulary)
        ):
            last = i
        i += 1
    while last + 1 < len(lines) and lines[last + 1].role is None and lines[last + 1].ends and not lines[last + 1].item:
        last += 1  # a last paragraph of two or three words
    return last


def _mean(numbers: Iterable[float]) -> float:
    counted = list(numbers)
    return sum(counted) / len(counted) if counted else 0.0
