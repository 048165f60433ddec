"""The walk over an HTML document: its visible text as runs, each with its place in the tree.

A run is what a browser sets as one paragraph: white space collapsed as shown, ``<br>`` as LF, hidden elements left out, and
characters that show nothing (soft hyphens, zero-width spaces) left out as well. The walk is iterative and linear, so that
neither very deep nor very long pages can hurt it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from sayso.page.signs import Sign, signs_of

_NEVER_SHOWN = (
    "head script style noscript template svg math iframe object embed canvas audio video map select option datalist "
    "textarea input img picture source track meta link base title param col colgroup frame frameset noembed "
    "noframes area dialog"
)
NEVER_SHOWN = frozenset(_NEVER_SHOWN.split())
_BLOCKS = (
    "html body main article section div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote figure figcaption table "
    "caption thead tbody tfoot tr td th pre header footer nav aside form fieldset legend address hr details summary "
    "center hgroup menu dir button search marquee"
)
BLOCKS = frozenset(_BLOCKS.split())
PICTURES = frozenset(("img", "video", "amp-img", "iframe"))
INLINE = frozenset(("span", "small", "em", "i", "cite", "strong", "b", "a"))
CREDIT = int(Sign.CREDIT)
PICTURE = int(Sign.CAPTION | Sign.FIGURE)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])

HIDDEN_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
HIDDEN_WORDS = re.compile(
    r"(?:^|[\s_-])(?:visually-?hidden|visuallyhidden|sr-only|screen-?reader(?:-text|-only|s)?|a11y-hidden|u-hidden|is-hidden|offscreen|"
    r"hidden-print-only|print-only|only-print|show-for-print|show-for-sr|d-none|assistive-text)(?:$|[\s_-])",
    re.I,
)
UNSEEN = str.maketrans(dict.fromkeys("\u00ad\u200b\u2060\ufeff"))
"""Soft hyphen, zero-width space, word joiner, byte order mark: a browser shows nothing for them."""

SPACES = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
BREAK = "\x00"  # cannot stand in a parsed document
AROUND_BREAK = re.compile(r" ?\x00 ?")
PARAGRAPHS = re.compile(r"\x00{2,}")


@dataclass(slots=True, eq=False)
class Place:
    """A visible element, seen from the text in it."""

    element: etree._Element
    tag: str
    names: str
    """Its class, id and kindred attributes in one string, for the vocabulary of roles."""
    parent: Place | None
    depth: int
    block: bool
    letters: int = 0
    """How many characters of text it holds."""
    pictures: int = 0
    """How many pictures and videos it holds."""
    prose: int = 0
    """How much running prose it holds (filled in by the judge of the body)."""

    def up(self) -> Iterator[Place]:
        """The place itself and everything it stands in, innermost first."""
        place: Place | None = self
        while place is not None:
            yield place
            place = place.parent


@dataclass(slots=True, eq=False)
class Run:
    """What a browser shows as one paragraph."""

    text: str
    place: Place
    """The innermost element that holds all of the text."""
    block: Place
    """The innermost block element that holds it."""
    linked: int
    """How many of its characters are in links."""
    unlinked: str
    """The words of it that stand outside links."""
    order: int = 0
    times: list[etree._Element] = field(default_factory=list)
    """The ``<time>`` elements in it."""


def shared(a: Place, b: Place) -> Place:
    """The innermost place that holds both."""
    while a is not b:
        if a.depth >= b.depth:
            a = a.parent or a
            if a.parent is None and a is not b and b.depth == 0:
                return a
        else:
            b = b.parent or b
    return a


def names_of(element: etree._Element) -> str:
    """Class, id and the attributes by which templates name what an element is for."""
    get = element.get
    names = get("class") or ""
    for attribute in ("id", "itemprop", "data-testid", "data-component", "data-qa", "role"):
        value = get(attribute)
        if value:
            names = f"{names} {value}"
    return names[:400]


class Walk:
    """Collects the runs of one document."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._pieces: list[str] = []
        self._place: Place | None = None
        self._linked = 0
        self._free: list[str] = []
        self._times: list[etree._Element] = []

    def over(self, root: etree._Element) -> list[Run]:
        """All runs of the document, in order."""
        walker = etree.iterwalk(root, events=("start", "end"))
        here: Place | None = None
        block: Place | None = None
        in_link = 0
        kept = 0  # depth of `pre`
        hidden_names: dict[str, bool] = {}
        for event, element in walker:
            tag = element.tag
            if event == "start":
                if not isinstance(tag, str):
                    continue
                skipped = tag in NEVER_SHOWN
                names = ""
                if not skipped and element.attrib:
                    names = names_of(element)
                    hidden = hidden_names.get(names)
                    if hidden is None:
                        hidden = hidden_names[names] = bool(HIDDEN_WORDS.search(names))
                    skipped = hidden or is_hidden(element)
                if tag in PICTURES:
                    up = here
                    while up is not None and up.depth > 1:
                        up.pictures += 1
                        up = up.parent
                if skipped:
                    walker.skip_subtree()
                    if here is None:
                        continue
                    here = Place(element, tag, names, here, here.depth + 1, False)
                    continue
                is_block = tag in BLOCKS or ("-" in tag and here is not None and here.tag != "p" and here.tag != "span")
                if not is_block and names and tag in INLINE and signs_of(tag, names) & CREDIT and in_picture(here):
                    is_block = True  # a credit beside its caption is a text of its own
                if tag == "br":
                    self._pieces.append(BREAK)
                elif is_block:
                    self._close(block)
                here = Place(element, tag, names, here, 0 if here is None else here.depth + 1, is_block)
                if is_block or block is None:
                    block = here
                elif tag == "a":
                    in_link += 1
                elif tag == "time":
                    self._times.append(element)
                if tag == "pre":
                    kept += 1
                text = element.text
                if text:
                    self._add(text, here, in_link, kept)
            else:
                if not isinstance(tag, str):
                    continue
                if here is None or here.element is not element:
                    continue
                if here.block:
                    self._close(block)
                elif tag == "a" and block is not here:
                    in_link = max(0, in_link - 1)
                if tag == "pre":
                    kept = max(0, kept - 1)
                here = here.parent
                if here is None:
                    break
                block = here
                while not block.block and block.parent is not None:
                    block = block.parent
                tail = element.tail
                if tail:
                    self._add(tail, here, in_link, kept)
        self._close(block)
        return self.runs

    def _add(self, text: str, place: Place, in_link: int, kept: int) -> None:
        if kept:
            text = text.replace("\n", BREAK)
        self._pieces.append(text)
        if text.isspace():
            return
        self._place = place if self._place is None else shared(self._place, place)
        if in_link:
            self._linked += len(text)
        else:
            self._free.append(text)

    def _close(self, block: Place | None) -> None:
        if self._place is None:
            self._pieces.clear()
        else:
            text = "".join(self._pieces).translate(UNSEEN)
            text = AROUND_BREAK.sub(BREAK, SPACES.sub(" ", text)).strip(" \x00")
            self._pieces.clear()
            parts = [part for part in PARAGRAPHS.split(text) if part.strip()]
            whole = sum(map(len, parts)) or 1
            free = SPACES.sub(" ", " ".join(self._free)).strip() if self._linked else text
            for part in parts:
                run = Run(
                    text=part.strip(" \x00").replace(BREAK, "\n"),
                    place=self._place,
                    block=block or self._place,
                    linked=min(len(part), round(self._linked * len(part) / whole)),
                    unlinked=free,
                    order=len(self.runs),
                    times=self._times,
                )
                self.runs.append(run)
                up: Place | None = self._place
                while up is not None:
                    up.letters += len(part)
                    up = up.parent
        self._place = None
        self._linked = 0
        self._free = []
        self._times = []


def in_picture(place: Place | None) -> bool:
    """Whether the place stands in a figure or a caption, by its tags or names."""
    for _ in range(4):
        if place is None:
            return False
        if place.tag in ("figure", "figcaption") or signs_of(place.tag, place.names) & PICTURE:
            return True
        place = place.parent
    return False


def is_hidden(element: etree._Element) -> bool:
    """Whether the element says of itself that it is not shown."""
    get = element.get
    if get("hidden") is not None and get("hidden") != "until-found":
        return True
    style = get("style")
    return bool(style and HIDDEN_STYLE.search(style))


def runs_of(root: etree._Element) -> list[Run]:
    """The visible text of a document as runs, in document order."""
    return Walk().over(root)
