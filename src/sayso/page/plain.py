"""Plain text -> Page: the roles of a text that was copied from a page, told by the forms of its lines and by where they stand.

The paragraphs of an article end as sentences do; what stands around and between them (menus, teasers, players, related links)
does not. So the article is the stretch of the text where sentences are dense, its headline the line above it that shares its
words, and a line inside it that has the form of a headline is a subheading if it is short and a teaser if it is long.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sayso.page.bylines import authors_of, is_byline
from sayso.page.dates import Printed, dated_by_name, dated_by_url, times_in
from sayso.page.decoding import decode
from sayso.page.forms import notice_in, role_by_form
from sayso.page.language import language_of
from sayso.page.page import BODY_AS_READ, Block, Dated, Document, Page, Role, State
from sayso.text import Span, digest

EXTRACTOR = "plain-1"

_SENTENCE_END = re.compile(r"""[.!?…][)\]"'”’»]*\s*$""")
_QUOTE_OPENS = "\"'“‘„«"
_WORD = re.compile(r"[^\W\d_]{4,}")
_LONGEST_SUBHEADING = 6
_DATE_LINE_REST = 40
_NOT_PROSE_COSTS = 9
_PROSE_IS_WORTH = 40


@dataclass(slots=True)
class _Line:
    """A paragraph of the text with what its form says."""

    span: Span
    words: str
    count: int
    role: Role | None = None
    """The role that is settled; ``None`` while it is open."""

    @property
    def ends(self) -> bool:
        """Whether it ends as a sentence does."""
        return bool(_SENTENCE_END.search(self.words))

    @property
    def prose(self) -> bool:
        """Whether it reads as a paragraph of an article."""
        return self.role is None and (self.count >= 30 or (self.ends and (self.count >= 4 or self.words[0] in _QUOTE_OPENS)))


def pages_from_plain(document: Document) -> list[Page]:
    """The page of a plain text file: one text, the blocks with their roles, and what the page says of itself."""
    decoded = decode(document.data)
    return [page_of_text(document, decoded.text, note=decoded.doubt)]


def page_of_text(document: Document, text: str, *, note: str | None = None) -> Page:
    """The page of a canonical text that is known already."""
    blocks, dates = read_lines(text)
    headline = next((b.span.of(text) for b in blocks if b.role is Role.HEADLINE), None)
    bylines = [b.span.of(text) for b in blocks if b.role is Role.BYLINE]
    for also in (dated_by_url(document.url) if document.url else None, dated_by_name(document.name)):
        if also:
            dates.append(also)
    body = "\n".join(b.span.of(text) for b in blocks if b.role in BODY_AS_READ)
    language = language_of(body or text)
    state, why = state_of(text, body, language)
    return Page(
        name=document.name,
        blob=digest(document.data),
        text=text,
        blocks=tuple(blocks),
        state=state,
        extractor=EXTRACTOR,
        url=document.url,
        outlet=document.outlet,
        headline=headline,
        authors=tuple(dict.fromkeys(name for line in bylines[:2] for name in authors_of(line))),
        published=next((d.value for d in dates if d.what == "published"), None),
        modified=next((d.value for d in dates if d.what == "modified"), None),
        dates=tuple(dates),
        language=language,
        note="; ".join(filter(None, (why, note))) or None,
    )


def state_of(text: str, body: str, language: str | None) -> tuple[State, str | None]:
    """Whether the claims of an article with this body can be read, and if not, why and what to do, in words."""
    if not text.strip():
        return State.EMPTY, "there is no text in it; if there should be, fetch or copy the page again"
    if len(body.split()) < 80 and (notice := notice_in(text)):
        return State.STUB, f"{notice} stands where the article should be; open the page in a browser and add what it shows"
    if not body.strip():
        return State.EMPTY, "no article was found in the text; if there is one, add a copy that starts at its headline"
    if language not in (None, "en"):
        return State.NOT_ENGLISH, f"the text is in another language ({language}); only English pages are read for claims"
    return State.READ, None


def read_lines(text: str) -> tuple[list[Block], list[Dated]]:
    """The blocks of a canonical text, in order and never overlapping, and the dates that its lines print."""
    lines = _lines(text)
    dates = [date for line in lines for date in _settle(line, text)]
    first, last = _stretch(lines)
    _settle_captions(lines)
    _settle_head(lines, first)
    _settle_inside(lines, first, last)
    blocks = [Block(piece, role) for line in lines for piece, role in _pieces(line, text)]
    return blocks, sorted(dates, key=lambda dated: dated.evidence != "visible text")


def _lines(text: str) -> list[_Line]:
    lines = []
    at = 0
    for raw in text.split("\n"):
        words = raw.strip()
        if words:
            start = at + raw.index(words[0])
            lines.append(_Line(Span(start, start + len(words)), words, len(words.split())))
        at += len(raw) + 1
    return lines


def _settle(line: _Line, text: str) -> list[Dated]:
    """Settle what the line's form alone tells; the dates it prints where it is a line of dates."""
    if line.count <= 30:
        printed = times_in(line.words)
        if printed and _is_date_line(line.words, printed):
            line.role = Role.DATE
            return [p.dated(line.words) for p in printed]
        if is_byline(line.words):
            line.role = Role.BYLINE
            return [p.dated(line.words) for p in printed]
        line.role = role_by_form(line.words)
    return []


def _is_date_line(words: str, printed: Sequence[Printed]) -> bool:
    taken = sum(len(p.labelled or p.span) for p in printed)
    rest = len(words) - taken
    return rest <= taken and rest <= _DATE_LINE_REST and not _SENTENCE_END.search(words)


def _stretch(lines: Sequence[_Line]) -> tuple[int, int]:
    """The first and the last line of the stretch where prose is densest; the whole text where there is no prose."""
    best = total = 0
    first, last, start = 0, len(lines) - 1, 0
    for i, line in enumerate(lines):
        total += min(line.count, _PROSE_IS_WORTH) if line.prose else -_NOT_PROSE_COSTS
        if total <= 0:
            total, start = 0, i + 1
        elif total > best:
            best, first, last = total, start, i
    return first, last


def _settle_captions(lines: Sequence[_Line]) -> None:
    """A line that stands again at the start of the next, with a credit after it, is a picture's text and its caption."""
    for line, following in pairwise(lines):
        if line.count >= 4 and len(line.words) < len(following.words) and following.words.startswith(line.words.rstrip(".")):
            line.role = following.role = Role.CAPTION
    for line in lines:
        if line.role is None and line.count <= 80 and _credit_at(line.words):
            line.role = Role.CAPTION


def _settle_head(lines: Sequence[_Line], first: int) -> None:
    """Settle the headline and what stands between it and the first paragraph."""
    body = set(_WORD.findall(" ".join(line.words for line in lines[first : first + 12]).casefold()))
    best, headline = 0.0, None
    for i in range(max(0, first - 30), min(first + 1, len(lines))):
        line = lines[i]
        if line.role is None and 3 <= line.count <= 30 and not _SENTENCE_END.search(line.words.rstrip("?!")):
            own = _WORD.findall(line.words.casefold())
            shared = sum(word in body for word in own)
            score = shared * shared / (len(own) or 1) + 0.01 * min(line.count, 12)
            if score > best:
                best, headline = score, i
    for i in range(first):
        if lines[i].role is None:
            if headline is not None and i > headline and lines[i].count >= 6:
                lines[i].role = Role.STANDFIRST
            elif i != headline:
                lines[i].role = Role.FURNITURE
    if headline is not None:
        lines[headline].role = Role.HEADLINE


def _settle_inside(lines: Sequence[_Line], first: int, last: int) -> None:
    """Settle the rest: paragraphs, subheadings and teasers inside the article, furniture after it."""
    for i, line in enumerate(lines):
        if line.role is not None:
            continue
        if i > last:
            line.role = Role.FURNITURE
        elif line.prose or line.ends or i < first or line.words.endswith(":") or line.words[0] in "•*-–":
            line.role = Role.BODY
        elif line.count <= _LONGEST_SUBHEADING:
            line.role = Role.SUBHEADING
        else:
            line.role = Role.RELATED


_CREDIT = re.compile(
    r"(?:(?<=[.!?”’\"')\s])|^)\(?"
    r"(?:(?:picture|photograph|photo|image|credit|illustration|video|composite|file photo)s?(?: credit| by)?\s?[:/]\s?[^.]{2,80}"
    r"|[^.]{2,60}/(?:afp|ap|getty|reuters|epa|alamy|shutterstock|pa|rex|anadolu)\b[^.]{0,60})\)?\.?$",
    re.IGNORECASE,
)


def _credit_at(words: str) -> int | None:
    """Where the credit of a caption begins (*… by a lake. Picture: Northern Wire*); ``None`` where there is none."""
    match = _CREDIT.search(words)
    return match.start() if match and match.start() > 12 else None


def _pieces(line: _Line, text: str) -> list[tuple[Span, Role]]:
    """The line as blocks: a caption apart from its credit."""
    assert line.role is not None
    if line.role is Role.CAPTION and (at := _credit_at(line.words)):
        middle = line.span.start + at
        return [
            (Span(line.span.start, middle).trimmed(text), Role.CAPTION),
            (Span(middle, line.span.end), Role.CREDIT),
        ]
    return [(line.span, line.role)]
