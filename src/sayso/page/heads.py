"""The head of a copied page: the headline, and what stands between it and the first paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sayso.page.lines import SETS_NOTHING_APART, Line
from sayso.page.page import Role

_ABOVE = 40
_OPENING = 15
_FARTHER = 0.03
_LONGEST_HEADLINE = 30
_ITEM = 0.5
"""What is left of a headline's score where it bears the mark of a list's item."""
_STANDFIRSTS = 2
_FEWEST_OF_STANDFIRST = 12
_AGAIN = 0.75


def _topic(paragraphs: Iterable[Line]) -> frozenset[str]:
    """The words that tell what the paragraphs speak of."""
    return frozenset().union(*(line.vocabulary for line in paragraphs))


def settle_head(lines: Sequence[Line], first: int) -> int:
    """Settle the headline and what stands between it and the first paragraph; where the body begins."""
    known = _topic(line for line in lines[first : first + _OPENING] if line.prose)
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
        elif _same(line, lines[headline]):
            line.role = Role.FURNITURE
        elif line.count >= 6 and len(line.vocabulary & known) >= 2 and (line.prose or not led):
            line.role = Role.STANDFIRST
            led = True
        else:
            line.role = Role.FURNITURE
    if headline is not None:
        lines[headline].role = Role.HEADLINE
        return max(first, headline + 1)
    return first


_TIME = re.compile(r"\d{1,2}:\d\d(?!\d)")


def _same(line: Line, headline: Line) -> bool:
    """Whether a line is the headline again, with its section's name before it or some of its words left out."""
    one, other = line.words.casefold(), headline.words.casefold()
    shared = len(line.vocabulary & headline.vocabulary)
    return one in other or other in one or shared > _AGAIN * max(len(line.vocabulary), len(headline.vocabulary))


_SENTENCE = re.compile(r"""\.["'”’)]*$|,["'”’]$|[a-z][.!?,]["”’']?\s+(?:["“‘]|\w+ (?:said|told|added)\b)""")


def _reads_on(line: Line) -> bool:
    """Whether a line is a sentence or bears a time, and so is no headline."""
    return bool(_SENTENCE.search(line.words) or _TIME.search(line.words))


def _headline(lines: Sequence[Line], first: int, known: frozenset[str]) -> int | None:
    """The line above the body that shares most of its words."""
    scores: dict[int, float] = {}
    below = _topic(line for line in lines[first + 1 : first + _OPENING] if line.prose)
    for i in range(max(0, first - _ABOVE), min(first + 1, len(lines))):
        line = lines[i]
        if (
            (line.role is None or (line.form and line.form.heads))
            and 3 <= line.count <= _LONGEST_HEADLINE
            and not _reads_on(line)
        ):
            shared = len(line.vocabulary & (known if i < first else below))
            scores[i] = (
                (shared * shared / (len(line.vocabulary) or 1) + 0.01 * min(line.count, 12))
                / (1 + _FARTHER * (first - i))
                * (_ITEM if line.bulleted else 1)
            )
    if not scores:
        return None
    best = max(scores, key=lambda i: scores[i])
    for _ in range(_STANDFIRSTS):  # a standfirst shares more words with the body than the headline above it
        above = next((i for i in range(best - 1, -1, -1) if not _between(lines[i])), None)
        kicker = above is not None and above > 0 and lines[above].count < lines[best].count < _FEWEST_OF_STANDFIRST
        if kicker or above is None or above not in scores or lines[above].count < 4 or len(lines[above].vocabulary & known) < 2:
            break
        best = above
    # a trail of links often ends in the headline, and the window's title begins with it; the headline then follows
    whole = lines[best].words
    return next((i for i in scores if i > best and (whole.startswith(lines[i].words) or whole.endswith(lines[i].words))), best)


def _between(line: Line) -> bool:
    """Whether a line may stand between a headline and its standfirst: a picture's text, a player, a date, an author's name."""
    return line.role in SETS_NOTHING_APART or line.name_alone
