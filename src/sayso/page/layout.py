"""Where the article stands among the lines of a copied page, and what each line is there for.

The paragraphs of an article end as sentences do; what stands around and between them (menus, teasers, players, related links)
does not. So the article is the stretch of the text where sentences are dense, its headline the line above it that shares its
words, and a line inside it that has the form of a headline is a subheading if it is short or speaks of the paragraph below it,
and a teaser if not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from sayso.page.captions import settle_captions, settle_posts
from sayso.page.heads import settle_head
from sayso.page.likeness import likeness_of
from sayso.page.lines import SETS_NOTHING_APART, Line
from sayso.page.page import Role
from sayso.page.stretch import commenters_of, stretch_of

_LONGEST_SUBHEADING = 62
"""Characters of a subheading that shares but a word with its paragraph."""
_TIED = 0.3
_LONGEST_LABEL = 12
_LONGEST_ENTRY = 6
"""Words of an entry in a menu; longer ones are headlines of other articles."""
_FEWEST_BEFORE_HEADINGS = 2
"""Paragraphs before which a name alone is more likely the author than a heading."""
_DIGITS = re.compile(r"\d+")
_FEWEST_SECTIONS = 6
_LIKE = 0.3
_LIKE_BESIDE = 0.15
_UNLIKE = 0.05
"""How like the article a line is that is taken for its furniture wrongly, at least (by itself and below a paragraph), and one
that is taken for its text wrongly, at most. A lost paragraph hurts more than a teaser that is kept."""
_LONGER_THAN_TEASERS = 20


def settle(lines: Sequence[Line]) -> None:
    """Settle the role of every line that its form has left open, on a page copied with what stands around the article."""
    settle_captions(lines)
    settle_posts(lines)
    first, last = stretch_of(lines)
    over = min((i for i in commenters_of(lines) if i > last), default=len(lines))
    likeness = likeness_of(lines, first, last)[:over]
    doubtful = [(line, like) for line, like in zip(lines, likeness, strict=False) if line.role is None]
    first = settle_head(lines, first)
    _settle_inside(lines, first, last)
    _settle_repeated(lines[first : last + 1])
    _settle_by_likeness(doubtful)


def settle_body(lines: Sequence[Line]) -> None:
    """The same where the lines are known to be an article's body: no headline, nothing around it."""
    settle_captions(lines)
    settle_posts(lines)
    _settle_inside(lines, 0, len(lines) - 1)


def _settle_inside(lines: Sequence[Line], first: int, last: int) -> None:
    """Settle the rest: paragraphs, lists, subheadings and teasers inside the article, furniture after it."""
    _settle_lists(lines, first, last)
    listing = False
    paragraphs = 0
    above: Line | None = None
    for i, line in enumerate(lines):
        if line.role is not None:
            listing = listing and line.role in SETS_NOTHING_APART
        elif i > last:
            line.role = Role.FURNITURE
        elif line.prose or line.ends or line.runs_on or listing or i < first or line.count >= _LONGER_THAN_TEASERS:
            line.role = Role.BODY
            listing = line.leads or (listing and not line.prose)
            above = line
            paragraphs += 1
        elif line.signs or (line.name_alone and paragraphs < _FEWEST_BEFORE_HEADINGS):
            line.role = Role.FURNITURE
        else:
            line.role = _heading(lines, i, above, last)
    _settle_sections(lines[first : last + 1])


def _settle_lists(lines: Sequence[Line], first: int, last: int) -> None:
    """A list that a paragraph leads up to, or whose items are sentences, is of the body; any other is links or a menu."""
    i = first
    while i <= last:
        end = i
        while end <= last and lines[end].item:
            end += 1
        if items := [line for line in lines[i:end] if line.role is None]:
            above = next((lines[k] for k in range(i - 1, -1, -1) if lines[k].role not in SETS_NOTHING_APART), None)
            led = above is not None and above.role in (None, Role.BODY) and above.leads
            sentences = sum(line.prose or line.runs_on for line in items)
            long = sum(line.count > _LONGEST_ENTRY for line in items)
            if led or 2 * sentences > len(items):
                role: Role | None = Role.BODY
            elif end - i == 1 and end <= last and lines[end].prose:
                role = None  # a heading with a number
            else:
                role = Role.RELATED if 2 * long > len(items) else Role.FURNITURE
            for line in items:
                line.role = role
        i = max(end, i + 1)


def _heading(lines: Sequence[Line], i: int, above: Line | None, last: int) -> Role:
    """What a line with the form of a headline is, by where it stands and by the paragraphs around it.

    A subheading stands right above its paragraph, and most often alone; a teaser may stand anywhere.
    """
    line, rest = lines[i], (lines[k] for k in range(i + 1, last + 1))
    otherwise = Role.RELATED if line.count > _LONGEST_ENTRY else Role.FURNITURE
    below = next((other for other in rest if other.prose or other.stray), None)
    if below is None or not below.prose:
        return otherwise
    shared = len(line.vocabulary & below.vocabulary)
    around = next((lines[k] for k in range(i - 1, -1, -1) if lines[k].role is not Role.FURNITURE or lines[k].form), None)
    if around is not None and (around.prose or around.role in SETS_NOTHING_APART):
        near = max(shared, len(line.vocabulary & above.vocabulary) if above else 0)
        tied = near >= 2 and near >= _TIED * len(line.vocabulary)
        small = line.count <= _LONGEST_ENTRY or (shared and len(line.words) <= _LONGEST_SUBHEADING)
        return Role.SUBHEADING if tied or small else otherwise
    if line.name_alone and not shared:
        return Role.FURNITURE
    return Role.SUBHEADING if shared and len(line.words) <= _LONGEST_SUBHEADING else otherwise


def _settle_repeated(lines: Sequence[Line]) -> None:
    """A heading that stands above several paragraphs in the same words is none: the mark of advertisements, the name of a
    speaker. Nor is a short sentence a paragraph that stands among furniture in the same words again and again."""
    short = [
        (line, 1 if line.role is Role.SUBHEADING else 2)
        for line, beside in zip(lines, zip([None, *lines], [*lines[1:], None], strict=False), strict=False)
        if line.role is Role.SUBHEADING
        or (line.role is Role.BODY and line.count <= _LONGEST_LABEL and any(o and o.role is not Role.BODY for o in beside))
    ]
    times = Counter(_DIGITS.sub("0", line.words) for line, _ in short)
    for line, most in short:
        if times[_DIGITS.sub("0", line.words)] > most:
            line.role = Role.FURNITURE


def _settle_by_likeness(doubtful: Sequence[tuple[Line, float | None]]) -> None:
    """Take up the lines below the headline that are much like those of the article, and leave out those that are not at all."""
    below = started = False
    above: Line | None = None
    for line, like in doubtful:
        below = below or line.role is Role.HEADLINE
        if like is None:
            pass
        elif line.role in (Role.BODY, Role.SUBHEADING) and like < _UNLIKE and started:
            line.role = Role.RELATED if line.count > _LONGEST_ENTRY else Role.FURNITURE
        elif line.role in (Role.FURNITURE, Role.RELATED) and below:
            beside = line.reads_as_prose and above is not None and above.role is Role.BODY
            sentence = line.reads_as_prose or line.ends or line.runs_on or line.item or line.count >= _LONGER_THAN_TEASERS
            if like >= (_LIKE_BESIDE if beside else _LIKE) and (sentence or line.count <= _LONGEST_ENTRY):
                line.role = Role.BODY if sentence else Role.SUBHEADING  # a longer one that shares no words is a teaser
        started = started or line.role is Role.BODY
        above = line


def _settle_sections(lines: Sequence[Line]) -> None:
    """On a page of many sections with headlines of their own, a headline that shares a word with its section is one of them."""
    long = [(line, below) for line, below in pairwise(lines) if line.count > _LONGEST_ENTRY and below.prose and line.form is None]
    headings = [line for line, _ in long if line.role is Role.SUBHEADING]
    teasers = [(line, below) for line, below in long if line.role is Role.RELATED]
    if len(headings) >= max(_FEWEST_SECTIONS, 2 * len(teasers)):
        for line, below in teasers:
            if line.vocabulary & below.vocabulary:
                line.role = Role.SUBHEADING
