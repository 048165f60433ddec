"""The lines of a plain text, each with what its form alone says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from sayso.page.bylines import is_byline
from sayso.page.dates import Printed, times_in
from sayso.page.forms import Form, form_of
from sayso.page.page import Role
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
_CREDIT = re.compile(
    r"\((?:Additional |Further )?(?:Reporting|Editing|Writing|Compiled|Edited|Reported)(?: and \w+)? by [^()]{3,300}\)"
)
_PLACE = re.compile(r"(?:[A-Z][A-Z.’'/-]+,? )+(?:[A-Z][a-z]+ )?\| $")
_RUN_IN = 300
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
    dates: tuple[Printed, ...] = ()
    """The dates that it prints, where it is a line of dates or a byline."""

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


def lines_of(text: str) -> list[Line]:
    """The lines of a canonical text that are not empty, with the roles that their forms give away."""
    spans: list[Span] = []
    at = 0
    for raw in text.split("\n"):
        if words := raw.strip():
            start = at + raw.index(words[0])
            spans.append(Span(start, start + len(words)))
        at += len(raw) + 1
    if spans:
        spans[-1:] = _apart(spans[-1], text, _credit_run_in(spans[-1].of(text)))
        spans[:1] = _apart(spans[0], text, _date_run_in(spans[0].of(text)))
    return [_line(span, span.of(text)) for span in spans]


def _line(span: Span, words: str) -> Line:
    """The line with what its form alone tells."""
    line = Line(span, words, len(words.split()))
    line.form = form_of(words, line.count)
    if line.form:
        line.role = line.form.role
    elif line.count <= _MANY_WORDS:
        printed = tuple(times_in(words))
        if printed and _is_date_line(line, printed):
            line.role = Role.DATE
        elif is_byline(words):
            line.role = Role.BYLINE
        if line.role:
            line.dates = printed
    return line


def _apart(span: Span, text: str, inner: Span | None) -> list[Span]:
    """A line as what stands before, in and after a part of it."""
    if inner is None:
        return [span]
    middle = inner.shifted(span.start)
    pieces = (Span(span.start, middle.start), middle, Span(middle.end, span.end))
    return [piece for piece in (each.trimmed(text) for each in pieces) if piece]


def _date_run_in(words: str) -> Span | None:
    """The date that an old copy has run into its first paragraph: *PORT SORREL | Tue Jun 16, 2031 10:20 am EDT PORT SORREL …*"""
    printed = next(
        (date for date in times_in(words[:_RUN_IN]) if "T" in date.value or words[: date.span.start].strip() == ""), None
    )
    if printed is None or len(words) - printed.span.end < _RUN_IN / 4:
        return None
    start = (printed.labelled or printed.span).start
    before = words[:start]
    if re.search(r"[.!?]\s|,\s*$|\b(?:on|in|at|of|by|from|since|until|before|after|and|the)\s*$", before):
        return None  # the date of a sentence
    place = _PLACE.search(before)
    return Span(place.start() if place else start, printed.span.end)


def _credit_run_in(words: str) -> Span | None:
    """The credit at the end of the last paragraph, with what an old copy has run into it from the page's foot."""
    found = _CREDIT.search(words)
    return Span(*found.span()) if found and found[0] != words else None


def _is_date_line(line: Line, printed: tuple[Printed, ...]) -> bool:
    taken = sum(len(date.labelled or date.span) for date in printed)
    rest = len(line.words) - taken
    return rest <= taken and rest <= _DATE_LINE_REST and (rest <= _LABELS or not line.ends)
