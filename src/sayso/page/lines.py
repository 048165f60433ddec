"""The lines of a plain text, each with what its form alone says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from sayso.page.bylines import is_byline
from sayso.page.dates import Printed, times_in
from sayso.page.forms import Form, form_of
from sayso.page.page import Dated, Role
from sayso.text import Span

_CLOSING = ")]\"'”’»› "
_OPENS = "\"'“‘„«"
_CLOSES = "\"'”’»"
_NAME = re.compile(r"(?:[A-Z][\w.’'-]+ ){1,3}[A-Z][\w.’'-]+")
_LIST_ITEM = re.compile(r"[•*·▪●–—-]\s|\(?\d{1,2}[.)]\s|\(?[a-h]\)\s|[QA]: ")
_CONTENT_WORD = re.compile(r"[^\W\d_]{4,}")
_EVERYWHERE = frozenset(
    "about after also been before could does from have here into just like made make many more most much only other "
    "over said some such than that their them then there these they this those time very well were what when where "
    "which while will with would your".split()
)
"""Words of four letters and more that stand in every text, and tell nothing of what it speaks of."""
_MANY_WORDS = 30
_DATE_LINE_REST = 40
_LABELS = 25


@dataclass(eq=False)
class Line:
    """A paragraph of the text. ``role`` is settled step by step; ``None`` while it is open."""

    span: Span
    words: str
    count: int
    role: Role | None = None
    form: Form | None = None

    @cached_property
    def ends(self) -> bool:
        """Whether it ends as a sentence does, or is a whole quotation."""
        words = self.words
        if words.endswith(("…", "...")) and not re.search(r"[a-z][.!?,] |[“\"]", words):
            return False  # a teaser that was cut
        inside = words.rstrip(_CLOSING)
        if inside.endswith((".", "!", "?", "…")) or (inside.endswith(",") and inside != words):
            return True
        return self.count > 4 and words[0] in _OPENS and words[-1] in _CLOSES

    @property
    def prose(self) -> bool:
        """Whether it reads as a paragraph of an article."""
        return self.role in (None, Role.BODY) and self._prose

    @cached_property
    def _prose(self) -> bool:
        return (self.ends and (self.count >= 4 or self.words[0] in _OPENS)) or (self.count >= _MANY_WORDS and self._flows)

    @property
    def _flows(self) -> bool:
        """Whether it is no mere list of names, as a menu is: most of its words are in lower case."""
        return sum(word[0].islower() for word in self.words.split()) > 0.4 * self.count

    @property
    def stray(self) -> bool:
        """Whether it is open and no paragraph: a heading, a teaser, an item of a list or a menu."""
        return self.role is None and not self._prose

    @cached_property
    def runs_on(self) -> bool:
        """Whether it is a part of something longer: a sentence that was broken, an item of a list."""
        words = self.words
        return words[0].islower() or words.endswith((":", ";", ",", "; and", "; or")) or bool(_LIST_ITEM.match(words))

    @cached_property
    def name_alone(self) -> bool:
        """Whether it is nothing but a name (of an author, a commenter)."""
        return self.count <= 4 and bool(_NAME.fullmatch(self.words)) and not self.words.isupper()

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words that tell what it speaks of."""
        return frozenset(_CONTENT_WORD.findall(self.words.casefold())) - _EVERYWHERE


def lines_of(text: str) -> tuple[list[Line], list[Dated]]:
    """The lines of a canonical text that are not empty, with the roles that their forms give away, and the dates they print."""
    lines: list[Line] = []
    dates: list[Dated] = []
    at = 0
    for raw in text.split("\n"):
        if words := raw.strip():
            start = at + raw.index(words[0])
            line = Line(Span(start, start + len(words)), words, len(words.split()))
            dates += _settle(line)
            lines.append(line)
        at += len(raw) + 1
    return lines, dates


def _settle(line: Line) -> list[Dated]:
    """Settle what the line's form alone tells; the dates it prints where it is a line of dates or a byline."""
    line.form = form_of(line.words, line.count)
    if line.form:
        line.role = line.form.role
    elif line.count <= _MANY_WORDS:
        printed = times_in(line.words)
        if printed and _is_date_line(line, printed):
            line.role = Role.DATE
        elif is_byline(line.words):
            line.role = Role.BYLINE
        if line.role:
            return [date.dated(line.words) for date in printed]
    return []


def _is_date_line(line: Line, printed: list[Printed]) -> bool:
    taken = sum(len(date.labelled or date.span) for date in printed)
    rest = len(line.words) - taken
    return rest <= taken and rest <= _DATE_LINE_REST and (rest <= _LABELS or not line.ends)
