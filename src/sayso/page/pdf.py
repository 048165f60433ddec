"""PDF with text -> Page.

The characters are those that pypdf extracts, in its order. Lines are put together to paragraphs by how they are set (their
distance, size and indent): the canonical text is the paragraphs joined by blank lines, a line break inside of one is a space, or
nothing after a hyphen, which stands as it is (*govern-ment*): whether it belongs to the word cannot be told. A paragraph that
goes on after a page break is one; what is repeated at the head and the foot of pages, and their numbers, is furniture and stands
after it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from sayso.page.bylines import authors_of
from sayso.page.dates import dated_by_name, dated_by_url
from sayso.page.decoding import canonical
from sayso.page.language import language_of
from sayso.page.layout import settle_body
from sayso.page.lines import Line, lines_of
from sayso.page.page import BODY_AS_READ, Dated, Document, Page, Role, State
from sayso.page.pdf_lines import LONGEST
from sayso.page.plain import blocks_of, dates_of, state_of
from sayso.text import digest

EXTRACTOR = "pdf-1"
NOT_TRIED = "none-pdf"
"""Of pages that could not be tried, since pypdf is not installed: no extractor in use, so they are tried when seen again."""

_PROGRAM = Path(__file__).with_name("pdf_lines.py")
_PATIENCE = LONGEST + 30
_ENDS = re.compile(r"[.!?:;…][\"”’'»)\]]*$")
_STARTS_ITEM = re.compile(r"(?:[•●▪■◦‣∙·–—*o-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_NUMBER_ALONE = re.compile(r"\W*(?:page\s*|p\.\s*)?\d{1,4}(?:\s*(?:of|/|von|de|sur)\s*\d{1,4})?\W*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_HYPHENS = ("-", "\u2010", "\u00ad")
_NO_TITLE = re.compile(
    r"untitled|document\d*|title|microsoft (?:word|powerpoint|excel)\b.*|powerpoint presentation"
    r"|.*\.(?:docx?|indd|pdf|qxd|rtf|txt|odt|pptx?)",
    re.IGNORECASE,
)
"""What programs write in place of a title."""
_DATE = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z)|([+-]\d\d)'?(\d\d)?)?")
_LARGER, _EQUAL, _APART, _INDENT, _SHORT = 1.15, 0.12, 1.35, 0.7, 0.66
_HEADLINE_AT_MOST = 40
_FEWEST_REPEATED = 3


@dataclass(frozen=True, slots=True)
class _Set:
    """A line as it is set on its page, in points: its left edge, its height above the bottom, the size of its letters."""

    words: str
    left: float
    height: float
    size: float
    bold: bool


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together."""

    lines: list[_Set] = field(default_factory=list)
    page: int = 0
    furniture: bool = False

    @property
    def words(self) -> str:
        """Its words on one line."""
        said = ""
        for line in self.lines:
            said += line.words if not said or said.endswith(_HYPHENS) else f" {line.words}"
        return said

    @property
    def size(self) -> float:
        return max(line.size for line in self.lines)

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)


def pages_from_pdf(document: Document) -> list[Page]:
    """The page of a PDF; one that is locked, scanned, damaged or endless is a page whose state and note say so."""
    if find_spec("pypdf") is None:
        note = "the bytes are a PDF; to read it, install pypdf with: pip install 'sayso[archives]', and add it again"
        return [_unread(document, State.NOT_TEXT, note, NOT_TRIED)]
    told = _told(document.data)
    if "locked" in told:
        return [_unread(document, State.NOT_TEXT, "the PDF is locked with a password; save a copy without one")]
    if "large" in told:
        return [_unread(document, State.TOO_LARGE, f"the PDF holds {told['large']}; split it")]
    if "damaged" in told:
        return [_unread(document, State.DAMAGED, f"the PDF cannot be parsed ({told['damaged']}); fetch it again")]
    pages = [[_Set(canonical(words).strip(), *place) for words, *place in lines] for lines in told["pages"]]
    paragraphs = list(_paragraphs(pages))
    if not any(any(map(str.isalpha, paragraph.words)) for paragraph in paragraphs):
        pictures = "its pages are pictures without text (a scan)" if told["pictures"] else "there is no text on its pages"
        return [_unread(document, State.NOT_TEXT, f"{pictures}; add a copy with text (from text recognition, say)")]
    return [_page(document, paragraphs, told["said"], scanned=told["pictures"], of=len(pages))]


def _told(data: bytes) -> dict[str, Any]:
    """What the program in ``pdf_lines`` tells of a PDF."""
    try:
        ended = subprocess.run([sys.executable, "-P", str(_PROGRAM)], input=data, capture_output=True, timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        return {"large": f"more than can be read in {LONGEST} seconds"}
    if ended.returncode < 0:
        return {"large": f"more than can be read in {LONGEST} seconds, or in the memory that is given to one page"}
    try:
        found: dict[str, Any] = json.loads(ended.stdout)
    except ValueError:
        return {"damaged": ended.stderr.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1][:200] or "no reason was given"}
    return found


def _paragraphs(pages: Sequence[Sequence[_Set]]) -> Iterator[_Paragraph]:
    """The paragraphs of all pages in order; heads, feet and numbers of pages are each one that is furniture."""
    repeated = _repeated(pages)
    body = _body_size(pages)
    longest = _usual_length(pages)
    open_: _Paragraph | None = None
    waiting: list[_Paragraph] = []
    for number, lines in enumerate(pages):
        shown = [line for line in lines if line.words]
        apart = _leading(shown, body) * _APART / (body or 1.0)
        edges = {*shown[:2], *shown[-2:]} if shown else set()
        before: _Set | None = None
        blank = False
        for line in lines:
            if not line.words:
                blank = True
                continue
            if line in edges and (_NUMBER_ALONE.fullmatch(line.words) or _DIGITS.sub("0", line.words) in repeated):
                waiting.append(_Paragraph([line], number, furniture=True))
                if open_ is None:
                    yield waiting.pop()
                continue
            last = open_.lines[-1] if open_ else None
            if open_ is None or last is None:
                goes_on = False
            elif before is None or line.height > before.height + body:  # a new page or column
                goes_on = _runs_on(last, line)
            else:
                goes_on = not blank and _is_next(before, line, apart, longest)
            if goes_on and open_ is not None:
                open_.lines.append(line)
            else:
                if open_ is not None:
                    yield open_
                    yield from waiting
                    waiting = []
                open_ = _Paragraph([line], number)
            before, blank = line, False
    if open_ is not None:
        yield open_
    yield from waiting


def _is_next(before: _Set, line: _Set, apart: float, longest: float) -> bool:
    """Whether a line goes on with the paragraph of the one above it; ``apart`` is how many sizes apart they may be."""
    if not _alike(before, line) or before.height - line.height > apart * line.size:
        return False
    if _STARTS_ITEM.match(line.words):
        return False
    if abs(before.height - line.height) < line.size / 4:  # on the same line: a piece of it that stands apart
        return True
    if line.left > before.left + _INDENT * line.size and _ENDS.search(before.words):
        return False
    return not (len(before.words) < _SHORT * longest and _ENDS.search(before.words) and not line.words[0].islower())


def _runs_on(last: _Set, line: _Set) -> bool:
    """Whether a paragraph goes on at the top of another page or column."""
    return _alike(last, line) and not _ENDS.search(last.words) and (line.words[0].islower() or last.words.endswith(_HYPHENS))


def _alike(one: _Set, other: _Set) -> bool:
    return abs(one.size - other.size) <= _EQUAL * max(one.size, other.size) and one.bold == other.bold


def _repeated(pages: Sequence[Sequence[_Set]]) -> frozenset[str]:
    """What stands at the head or the foot of several pages, numbers aside."""
    counted: Counter[str] = Counter()
    for lines in pages:
        shown = [line.words for line in lines if line.words]
        counted.update({_DIGITS.sub("0", words) for words in (*shown[:2], *shown[-2:])})
    fewest = max(_FEWEST_REPEATED, len(pages) // 3)
    return frozenset(words for words, times in counted.items() if times >= fewest)


def _body_size(pages: Sequence[Sequence[_Set]]) -> float:
    """The size that most characters are set in."""
    counted: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            counted[line.size] += len(line.words)
    return counted.most_common(1)[0][0] if counted else 0.0


def _usual_length(pages: Sequence[Sequence[_Set]]) -> float:
    """How many characters a full line has."""
    lengths = sorted(len(line.words) for lines in pages for line in lines if len(line.words) > 20)
    return float(lengths[int(len(lengths) * 0.8)]) if lengths else 0.0


def _leading(lines: Sequence[_Set], body: float) -> float:
    """How far apart the lines of a paragraph are set on a page."""
    gaps = [a.height - b.height for a, b in pairwise(lines) if _alike(a, b)]
    usual = [gap for gap in gaps if body / 2 < gap < 3 * body]
    return median(usual) if usual else 1.5 * body


def _page(document: Document, paragraphs: Sequence[_Paragraph], said: dict[str, str], *, scanned: int, of: int) -> Page:
    text = "\n\n".join(paragraph.words for paragraph in paragraphs)
    lines = lines_of(text)
    title = _title_in(said)
    headline = _headline(paragraphs, title)
    body_size = _body_size([paragraph.lines for paragraph in paragraphs if not paragraph.furniture])
    at = 0
    starts: dict[int, _Paragraph] = {}
    for paragraph in paragraphs:
        starts[at] = paragraph
        at += len(paragraph.words) + 2
    for line in lines:
        _settle(line, starts.get(line.span.start), headline, body_size)
    settle_body([line for line in lines if line.role not in (Role.HEADLINE, Role.FURNITURE, Role.SUBHEADING)])
    blocks = blocks_of(lines, text)
    dates = _dates(document, lines, said)
    body = "\n".join(b.span.of(text) for b in blocks if b.role in BODY_AS_READ)
    language = language_of(body or text)
    state, why = state_of(text, body, language)
    pictures = f"{scanned} of its {of} pages are pictures without text" if scanned else None
    bylines = [line.words for line in lines if line.role is Role.BYLINE][:2] or ([said["Author"]] if "Author" in said else [])
    return Page(
        name=document.name,
        blob=digest(document.data),
        text=text,
        blocks=tuple(blocks),
        state=state,
        extractor=EXTRACTOR,
        url=document.url,
        outlet=document.outlet,
        headline=headline.words if headline else title,
        authors=tuple(dict.fromkeys(name for byline in bylines for name in authors_of(byline))),
        published=next((d.value for d in dates if d.what == "published"), None),
        modified=next((d.value for d in dates if d.what == "modified"), None),
        dates=tuple(dates),
        language=language,
        note="; ".join(filter(None, (why, pictures))) or None,
    )


def _settle(line: Line, paragraph: _Paragraph | None, headline: _Paragraph | None, body_size: float) -> None:
    """The role of a line, where how it is set tells."""
    if paragraph is None:
        return
    if paragraph.furniture:
        line.role = Role.FURNITURE
    elif paragraph is headline:
        line.role = Role.HEADLINE
    elif line.role is None and line.count <= 20 and not line.ends and not line.item:
        larger = paragraph.size > _LARGER * body_size
        if larger or (paragraph.bold and line.count <= 12):
            line.role = Role.SUBHEADING


def _headline(paragraphs: Sequence[_Paragraph], title: str | None) -> _Paragraph | None:
    """The paragraph on the first page that is the title of the file, or else the first of those set largest."""
    first = [p for p in paragraphs if p.page == 0 and not p.furniture and 0 < len(p.words.split()) <= _HEADLINE_AT_MOST]
    if title and (named := next((p for p in first if _letters(p.words) == _letters(title)), None)):
        return named
    first = [p for p in first if len(p.words.split()) > 1]
    usual = _body_size([p.lines for p in paragraphs])
    larger = [p for p in first if p.size > _LARGER * usual]
    if larger:
        return max(larger, key=lambda p: p.size)
    return next((p for p in first[:2] if p.bold and not _ENDS.search(p.words)), None)


def _title_in(said: dict[str, str]) -> str | None:
    title = " ".join(canonical(said.get("Title", "")).split())
    return title if title and " " in title and not _NO_TITLE.fullmatch(title) else None


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))


def _dates(document: Document, lines: list[Line], said: dict[str, str]) -> list[Dated]:
    """The times that it prints for itself, then those of its address and name, then when the file was made and changed."""
    elsewhere = (dated_by_url(document.url) if document.url else None, dated_by_name(document.name))
    made = [_made(what, said[name]) for what, name in (("published", "CreationDate"), ("modified", "ModDate")) if name in said]
    return dates_of(lines) + [dated for dated in (*elsewhere, *made) if dated]


def _made(what: str, words: str) -> Dated | None:
    """A time as PDF writes it (``D:20310303095900+01'00'``)."""
    from sayso.page.dates import iso_of

    found = _DATE.match(words)
    if found is None:
        return None
    year, month, day, hour, minute, second, utc, hours, minutes = found.groups()
    offset = "Z" if utc else f"{hours}:{minutes or '00'}" if hours else ""
    clock = f"T{hour}:{minute}:{second or '00'}{offset}" if hour else ""
    value = iso_of(f"{year}-{month}-{day}{clock}")
    return Dated(what, value, "pdf metadata", words) if value else None


def _unread(document: Document, state: State, note: str, extractor: str = EXTRACTOR) -> Page:
    return Page(
        name=document.name,
        blob=digest(document.data),
        text="",
        blocks=(),
        state=state,
        extractor=extractor,
        url=document.url,
        outlet=document.outlet,
        note=note,
    )
