"""Plain text -> Page: the roles of a text that was copied from a page, and what the page says of itself.

What each line is there for is told by its form (:mod:`sayso.page.lines`) and by where it stands (:mod:`sayso.page.layout`).
"""

from __future__ import annotations

import re

from sayso.page.bylines import authors_of
from sayso.page.captions import pieces_of
from sayso.page.dates import clock_of, dated_by_name, dated_by_url
from sayso.page.decoding import decode
from sayso.page.encoding import codec_of
from sayso.page.forms import notice_in
from sayso.page.language import language_of
from sayso.page.layout import settle
from sayso.page.lines import Line, lines_of
from sayso.page.page import BODY_AS_READ, Block, Dated, Document, Page, Role, State
from sayso.text import digest

EXTRACTOR = "plain-1"
_WHOLE_CLOCK = re.compile(r"\d\d:\d\d")
_MARKED = re.compile(r"(?:#{1,6}|[•*])\s+|\*\*|title:\s+")
_HEAD = 3
"""How many paragraphs may stand above a date that does not say what it is."""


def pages_from_plain(document: Document) -> list[Page]:
    """The page of a plain text file: one text, the blocks with their roles, and what the page says of itself."""
    decoded = decode(document.data, named=codec_of(document.charset))
    return [page_of_text(document, decoded.text, note=decoded.doubt)]


def page_of_text(document: Document, text: str, *, note: str | None = None) -> Page:
    """The page of a canonical text that is known already."""
    lines = lines_of(text)
    settle(lines)
    blocks = blocks_of(lines, text)
    elsewhere = (dated_by_url(document.url) if document.url else None, dated_by_name(document.name))
    dates = dates_of(lines) + [date for date in elsewhere if date]
    body = "\n".join(b.span.of(text) for b in blocks if b.role in BODY_AS_READ)
    language = language_of(body or text)
    state, why = state_of(text, body, language)
    bylines = [line.words for line in lines if line.role is Role.BYLINE]
    return Page(
        name=document.name,
        blob=digest(document.data),
        text=text,
        blocks=tuple(blocks),
        state=state,
        extractor=EXTRACTOR,
        url=document.url,
        outlet=document.outlet,
        headline=next((_unmarked(b.span.of(text)) for b in blocks if b.role is Role.HEADLINE), None),
        authors=tuple(dict.fromkeys(name for byline in bylines[:2] for name in authors_of(byline))),
        published=next((d.value for d in dates if d.what == "published"), None),
        modified=next((d.value for d in dates if d.what == "modified"), None),
        dates=tuple(dates),
        language=language,
        note="; ".join(filter(None, (why, note))) or None,
    )


def _unmarked(headline: str) -> str:
    """A headline without the marks of a list or of Markdown, and without the name of its field (*# Bridge closed*)."""
    return _MARKED.sub("", headline).strip('*_"') if _MARKED.match(headline) else headline


def blocks_of(lines: list[Line], text: str) -> list[Block]:
    """The blocks of settled lines, in order and never overlapping."""
    return [Block(piece, role) for line in lines for piece, role in pieces_of(line, text)]


def dates_of(lines: list[Line]) -> list[Dated]:
    """The dates that the lines print for the page itself: those at its head, then those that say what they are.

    A time of day on a line of its own (*09:59*, *Updated: 11:02*) is of the day on the line before it.
    """
    head: list[Dated] = []
    labelled: list[Dated] = []
    paragraphs = 0
    day: Dated | None = None
    for line in lines:
        paragraphs += line.prose
        if day and (timed := _timed(day, line)):
            head.insert(head.index(day), timed)
            continue
        day = None
        for date in line.dates:
            if paragraphs < _HEAD:
                head.append(date.dated(line.words))
                day = head[-1] if line.role is Role.DATE and "T" not in head[-1].value else None
            elif date.what:
                labelled.append(date.dated(line.words))
    return head + labelled


def _timed(day: Dated, line: Line) -> Dated | None:
    """The time of day that is all of a line, on that day."""
    clock = clock_of(line.words)
    if clock is None or not (clock.what or _WHOLE_CLOCK.match(line.words)):
        return None
    return Dated(clock.what or day.what, f"{day.value}T{clock.value}", day.evidence, clock.span.of(line.words))


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
