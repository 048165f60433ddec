"""Where the article stands among the lines of a copied page, and what each line is there for.

The paragraphs of an article end as sentences do; what stands around and between them (menus, teasers, players, related links)
does not. So the article is the stretch of the text where sentences are dense, its headline the line above it that shares its
words, and a line inside it that has the form of a headline is a subheading if it is short or speaks of the paragraph below it,
and a teaser if not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sayso.page.lines import Line
from sayso.page.page import Role
from sayso.text import Span

_WORTH = 40
_COST: dict[Role | None, int] = {
    None: 9,
    Role.FURNITURE: 5,
    Role.RELATED: 3,
    Role.DATE: 3,
    Role.BYLINE: 3,
}
"""What a line that is no paragraph takes from the density of a stretch; of other roles nothing."""
_CLOSES = 400
_ABOVE = 40
_LONGEST_SUBHEADING = 6
_LONGEST_HEADLINE = 30
_LONGEST_CAPTION = 80
_SMALL_SEGMENT = 2
_STRANGE = 0.3
"""Of the paragraphs of articles one in six shares less of its words with the rest, of the cards around them three in four."""
_SETS_APART = (Role.FURNITURE, Role.RELATED)


def settle(lines: Sequence[Line]) -> None:
    """Settle the role of every line that its form has left open."""
    _settle_captions(lines)
    _settle_posts(lines)
    first, last = _stretch(lines)
    last = _without_cards(lines, first, last)
    first = _settle_head(lines, first)
    _settle_inside(lines, first, last)


_NAMED_CREDIT = re.compile(
    r"(?:(?<=[.!?”’\"')\s])|^)[(\[]?"
    r"(?:(?:picture|photograph|photo|image|credit|illustration|video|composite|file photo)s?(?: credit| by)?\s?[:/]\s?[^.]{2,80}"
    r"|©\s?.{2,60}"
    r"|[^.]{2,60}/\s?(?:via )?(?:afp|ap|getty|reuters|epa|alamy|shutterstock|pa|rex|anadolu)\b[^.]{0,60})[)\]]?\.?$",
    re.IGNORECASE,
)
_CREDIT_IN_BRACKETS = re.compile(
    r"(?<=[.!?”’\"'] )[(\[][^()\[\]]{0,50}\b(?:AP|AFP|EPA|PA|NPA|Reuters|REUTERS|Getty|Supplied|Photo|File|via [A-Z]\w+)\b[^()\[\]]{0,40}[)\]]$"
)


def credit_at(words: str) -> int | None:
    """Where the credit of a caption begins (*… by a lake. Picture: Northern Wire*); ``None`` where there is none."""
    match = _NAMED_CREDIT.search(words) or _CREDIT_IN_BRACKETS.search(words)
    return match.start() if match and match.start() > 12 else None


def _settle_captions(lines: Sequence[Line]) -> None:
    """A line with a credit at its end or below it is a caption; so is the picture's text that stands above it in the same words."""
    for line in lines:
        if line.role is None and line.count <= _LONGEST_CAPTION and credit_at(line.words):
            line.role = Role.CAPTION
    for line, below in pairwise(lines):
        if line.role is None and below.form and below.form.picture and 4 <= line.count <= _LONGEST_CAPTION:
            line.role = Role.CAPTION
        elif line.role is None and below.role is Role.CAPTION and line.count >= 4 and _same_words(line, below):
            line.role = Role.CAPTION


def _same_words(line: Line, below: Line) -> bool:
    return below.words.startswith(line.words.rstrip("."))


def _settle_posts(lines: Sequence[Line]) -> None:
    """The line above *— Name (@name)* is the post that it signs."""
    for line, below in pairwise(lines):
        if below.role is Role.EMBED and below.form and line.role is None:
            line.role = Role.EMBED


def _stretch(lines: Sequence[Line]) -> tuple[int, int]:
    """The first and the last line of the stretch where prose is densest; the whole text where there is no prose."""
    best = total = 0
    first, last, start = 0, len(lines) - 1, 0
    for i, line in enumerate(lines):
        if line.prose:
            total += min(line.count, _WORTH)
        else:
            total -= _CLOSES if line.form and line.form.closes else _COST.get(line.role, 0)
        if total <= 0:
            total, start = 0, i + 1
        elif total > best:
            best, first, last = total, start, i
    return first, last


def _without_cards(lines: Sequence[Line], first: int, last: int) -> int:
    """The last line of the article without the cards of other articles below it: a paragraph or two at a time, apart from the
    rest, that speak of something else."""
    while True:
        start, above = _last_segment(lines, first, last)
        segment = [line for line in lines[start : last + 1] if line.prose]
        if above < first or len(segment) > _SMALL_SEGMENT:
            return last
        topic = _topic(lines[first : above + 1])
        if not all(_strange(line, topic) for line in segment):
            return last
        last = above


def _last_segment(lines: Sequence[Line], first: int, last: int) -> tuple[int, int]:
    """Where the last run of paragraphs begins, and the last paragraph above it (before ``first`` if there is none)."""
    start, apart = last, False
    for i in range(last, first - 1, -1):
        if lines[i].prose:
            if apart:
                return start, i
            start = i
        elif lines[i].stray or lines[i].role in _SETS_APART:
            apart = True
    return start, first - 1


def _topic(lines: Sequence[Line]) -> frozenset[str]:
    """The words that tell what the paragraphs speak of."""
    return frozenset().union(*(line.vocabulary for line in lines if line.prose))


def _strange(line: Line, topic: frozenset[str]) -> bool:
    """Whether a line speaks of something else."""
    return len(line.vocabulary & topic) < _STRANGE * len(line.vocabulary)


def _settle_head(lines: Sequence[Line], first: int) -> int:
    """Settle the headline and what stands between it and the first paragraph; where the body begins."""
    known = _topic(lines[first : first + 15])
    headline = _headline(lines, first, known)
    led = headline is None
    for i in range(first):
        line = lines[i]
        if line.role is not None:
            continue
        if headline is None or i < headline:
            line.role = Role.FURNITURE
        elif i == headline:
            line.role = Role.HEADLINE
        elif line.count >= 6 and len(line.vocabulary & known) >= 2 and (line.prose or not led):
            line.role = Role.STANDFIRST
            led = True
        else:
            line.role = Role.FURNITURE
    if headline is not None:
        lines[headline].role = Role.HEADLINE
        return max(first, headline + 1)
    return first


def _headline(lines: Sequence[Line], first: int, known: frozenset[str]) -> int | None:
    """The line above the body that shares most of its words; of several that share about as many, the first."""
    scores: dict[int, float] = {}
    for i in range(max(0, first - _ABOVE), min(first + 1, len(lines))):
        line = lines[i]
        if line.role is None and 3 <= line.count <= _LONGEST_HEADLINE and not (line.ends and line.words[-1] not in "?!\"'”’"):
            shared = len(line.vocabulary & known)
            scores[i] = shared * shared / (len(line.vocabulary) or 1) + 0.01 * min(line.count, 12)
    if not scores:
        return None
    enough = 0.6 * max(scores.values())
    best = next(i for i, score in scores.items() if score >= enough)
    # a trail of links often ends in the headline, which then follows it
    return next((i for i in scores if i > best and lines[best].words.endswith(lines[i].words)), best)


def _settle_inside(lines: Sequence[Line], first: int, last: int) -> None:
    """Settle the rest: paragraphs, lists, subheadings and teasers inside the article, furniture after it."""
    listing = False
    for i, line in enumerate(lines):
        if line.role is not None:
            listing = False
        elif i > last:
            line.role = Role.FURNITURE
        elif line.prose or line.ends or i < first:
            line.role = Role.BODY
            listing = line.words.endswith(":")
        elif line.runs_on or listing or (i and _broken(lines[i - 1], line)):
            line.role = Role.BODY
            listing = listing or line.words.endswith(":")
        else:
            line.role = _heading(line, lines[i + 1] if i < last else None)


def _broken(above: Line, line: Line) -> bool:
    """Whether a sentence was broken between the two."""
    return above.role is Role.BODY and above.words[-1].isalnum() and above.count > _LONGEST_SUBHEADING and line.words[0].islower()


def _heading(line: Line, below: Line | None) -> Role:
    """What a line with the form of a headline is, by the paragraph below it."""
    if below is None or not below.prose:
        return Role.RELATED if line.count > _LONGEST_SUBHEADING else Role.FURNITURE
    if line.count <= _LONGEST_SUBHEADING:
        return Role.SUBHEADING
    shared = len(line.vocabulary & below.vocabulary)
    return Role.SUBHEADING if shared >= 2 and shared >= 0.3 * len(line.vocabulary) else Role.RELATED


def pieces_of(line: Line, text: str) -> Iterator[tuple[Span, Role]]:
    """The line as blocks with their roles: a caption apart from its credit."""
    assert line.role is not None
    if line.role is Role.CAPTION and (at := credit_at(line.words)):
        middle = line.span.start + at
        yield Span(line.span.start, middle).trimmed(text), Role.CAPTION
        yield Span(middle, line.span.end), Role.CREDIT
    else:
        yield line.span, line.role
