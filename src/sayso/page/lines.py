"""The lines of a plain text, each with what its form alone says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from sayso.page.bylines import is_byline
from sayso.page.dates import Printed, clock_of, times_in
from sayso.page.forms import Form, form_of
from sayso.page.page import Role
from sayso.page.phrases import role_by_words
from sayso.text import Span

_ENDS = (".", "!", "?", "…", "。", "！", "？", "｡", "।", "॥", "؟", "۔", "։")
"""What ends a sentence, in the scripts of the world."""
_CLOSING = ")]\"'”’“»«›」』）】》* "
_OPENS = "\"'“‘„«»「『"
_CLOSES = "\"'”’“»«」』"
_BETWEEN_NAMES = re.compile(r"\s*[|/,;&·•]\s*|\s+(?:and|und|et|y|e|en|og|och|i|и)\s+")
_NAME = re.compile(r"(?:[A-Z][\w.’'-]+ ){1,3}[A-Z][\w.’'-]+")
_LIST_MARK = re.compile(r"(?:[•*·▪●○◦■□‣⁃–—-]|\(?\d{1,2}[.)]|\(?[a-h]\))(?:\s+|$)")
_MARKDOWN = re.compile(r"(?:#{1,6}|>)\s+|\*{1,2}(?=[^\s*])|_{1,2}(?=[^\s_])")
"""What opens a heading, a quotation or emphasis where a text is written in Markdown."""
_TURN = re.compile(r"[QA]: ")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]")
_SIGNS_A_WORD = 2
_CONTENT_WORD = re.compile(r"(?:[^\W\d_]|[\u064b-\u0652\u0900-\u0d7f]){4,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,3}")
_STEM = 6
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
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"[0-2]\d:\d\d")
_BARS = re.compile(r"\s[|•·]\s")
_LABELS = 25
_LONGEST_SIGNATURE = 10
_FEWEST_RUNNING_ON = 3
_LONGEST_PHRASE = 25


SETS_NOTHING_APART = (Role.CAPTION, Role.CREDIT, Role.PLAYER, Role.DATE, Role.BYLINE, Role.EMBED)
"""The roles of lines that stand among the paragraphs of one article."""


def count_of(words: str) -> int:
    """How many words there are, about; scripts that set no space between words have one of every two signs.

    >>> count_of("a dam above Port Sorrel"), count_of("津波注意報を出した。")
    (5, 5)
    """
    count = len(words.split())
    return count if words.isascii() else count + len(_UNSPACED.findall(words)) // _SIGNS_A_WORD


@dataclass(eq=False)
class Line:
    """A paragraph of the text. ``role`` is settled step by step; ``None`` while it is open."""

    span: Span
    words: str
    """Its words; of a list's item without the mark."""
    count: int
    item: bool = False
    """Whether it bears the mark of a list's item."""
    bulleted: bool = False
    """Whether that mark is no number."""
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
        if inside.endswith(_ENDS) or (inside.endswith(",") and inside != words):
            return True
        return self.count > 4 and words[0] in _OPENS and words[-1] in _CLOSES

    @property
    def prose(self) -> bool:
        """Whether it reads as a paragraph of an article."""
        return self.role in (None, Role.BODY) and self.reads_as_prose

    @cached_property
    def reads_as_prose(self) -> bool:
        """Whether its words read so, whatever its role."""
        return (self.ends and (self.count >= 4 or self.words[0] in _OPENS)) or (self.count >= _MANY_WORDS and self._flows)

    @property
    def _flows(self) -> bool:
        """Whether it is no mere list of names, as a menu is: most of its words are in lower case."""
        return sum(word[0].islower() for word in self.words.split()) > 0.4 * self.count

    @property
    def stray(self) -> bool:
        """Whether it is open and no paragraph: a heading, a teaser, an item of a list or a menu."""
        return self.role is None and not self.reads_as_prose

    @cached_property
    def runs_on(self) -> bool:
        """Whether it is a part of something longer: a sentence that was broken, an item of a list."""
        words = self.words
        if self.count < _FEWEST_RUNNING_ON:
            return False
        return words[0].islower() or words.endswith((":", "：", ";", ",", "; and", "; or")) or bool(_TURN.match(words))

    @property
    def leads(self) -> bool:
        """Whether it leads up to what stands below it: a list, a quotation."""
        return self.words.endswith((":", "："))

    @cached_property
    def name_alone(self) -> bool:
        """Whether it is nothing but a name (of an author, a commenter), or several."""
        names = _BETWEEN_NAMES.split(self.words) if self.count > 4 else [self.words]
        return self.count <= 8 and not self.words.isupper() and all(_NAME.fullmatch(name) for name in names)

    @property
    def signs(self) -> bool:
        """Whether it is a name with what its bearer is, as stands below a quotation that is set apart."""
        name, comma, rest = self.words.partition(", ")
        return bool(comma and rest and self.count <= _LONGEST_SIGNATURE and _NAME.fullmatch(name) and not self.ends)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words that tell what it speaks of, by their beginnings, which inflection and compounds leave alone; of scripts
        that set no space between words each two signs that stand together."""
        stems: set[str] = set()
        for word in _CONTENT_WORD.findall(self.words.casefold()):
            if _UNSPACED.match(word):
                stems.update(word[i : i + 2] for i in range(len(word) - 1))
            elif word not in _EVERYWHERE:
                stems.add(word[:_STEM])
        return frozenset(stems)


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
    lines = [_line(span, span.of(text)) for span in spans]
    for above, line in pairwise(lines):
        if above.role is Role.DATE and line.role is Role.PLAYER and _CLOCK.fullmatch(line.words):
            line.role = Role.DATE  # below a date a time of day, elsewhere a film's length
    return lines


def _line(span: Span, words: str) -> Line:
    """The line with what its form alone tells."""
    mark = _LIST_MARK.match(words)
    bare = words[mark.end() :] if mark else words
    if written := _MARKDOWN.match(bare):
        bare = bare[written.end() :]
    line = Line(span, bare or words, count_of(bare), item=mark is not None, bulleted=mark is not None and not words[0].isdigit())
    line.form = form_of(words, line.count) or (form_of(bare, line.count) if bare and bare != words else None)
    if line.count <= _MANY_WORDS and not line.ends and any(is_byline(part) for part in _BARS.split(bare)):
        line.role, line.form = Role.BYLINE, None
        line.words, line.dates = bare, tuple(times_in(bare) or times_in(bare, short_years=True))
    elif line.form:
        line.role = line.form.role
    elif line.count <= _LONGEST_PHRASE and (role := role_by_words(line.words)):
        line.role = role
    elif line.count <= _MANY_WORDS and _DIGIT.search(words):
        printed = tuple(times_in(words) or times_in(words, short_years=True))
        if printed and _is_date_line(words, printed, ends=line.ends):
            line.role, line.words, line.dates = Role.DATE, words, printed
        elif (clock := clock_of(words)) and (clock.what or _LETTER.search(words)):
            line.role, line.words = Role.DATE, words
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


def _is_date_line(words: str, printed: tuple[Printed, ...], *, ends: bool) -> bool:
    taken = sum(len(date.labelled or date.span) for date in printed)
    rest = len(words) - taken
    return rest <= taken and rest <= _DATE_LINE_REST and (rest <= _LABELS or not ends)
