"""The walk over an HTML document: its visible text as runs, each with its place in the tree.

A run is what a browser sets as one paragraph: white space collapsed as shown, ``<br>`` as LF, hidden elements left out, and
characters that show nothing (soft hyphens, zero-width spaces) left out as well. The walk is iterative and linear, so that
neither very deep nor very long pages can hurt it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from sayso.page.signs import TAGS, Sign, signs_of

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
OTHER, BLOCK, LINK, BREAKS, UNSHOWN = range(5)
KINDS = dict.fromkeys(BLOCKS, BLOCK) | dict.fromkeys(NEVER_SHOWN, UNSHOWN) | {"a": LINK, "br": BREAKS}
"""What a tag means to the walk."""
NAMING = frozenset(("class", "id", "itemprop", "data-testid", "data-component", "data-qa", "role"))
"""The attributes by which templates name what an element is for."""
ENTRIES = frozenset(("article", "li", "div", "section"))
IN_LINE = frozenset(("p", "span", "a", "em", "strong", "b", "i"))
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
UNSEEN = "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Soft hyphen, zero-width space, word joiner, byte order mark, marks of direction: a browser shows nothing for them."""

_SPACE = r"\t\n\r\f\v\x1c-\x1f\x85\u2028\u2029"
SPACES = re.compile(rf"[{_SPACE}][ {_SPACE}]*| [ {_SPACE}]+")
"""White space that is not a single space already."""
BREAK = "\x00"  # cannot stand in a parsed document


@dataclass(slots=True, eq=False)
class Place:
    """A visible element, seen from the text in it."""

    tag: str
    names: str
    """Its class, id and kindred attributes in one string, for the vocabulary of signs."""
    parent: Place | None
    depth: int
    block: bool
    id: str = ""
    named: Place | None = None
    """The innermost of it and what it stands in that says by its names or tag what it is for."""
    letters: int = 0
    """How many characters of text it holds."""
    pictures: int = 0
    """How many pictures and videos it holds."""
    prose: int = 0
    """How much running prose it holds (filled in by the judge of the article)."""
    signs: int = -1
    """The signs of it and of all it stands in; -1 before the judge of the article has looked."""
    hard: int = -1
    """Whether its text is none of the article's beyond doubt; -1 before the judge of the article has looked."""

    def up(self) -> Iterator[Place]:
        """The place itself and everything it stands in, innermost first."""
        place: Place | None = self
        while place is not None:
            yield place
            place = place.parent

    def within(self, other: Place) -> bool:
        """Whether it is the other place, or stands in it."""
        place: Place | None = self
        while place is not None and place.depth > other.depth:
            place = place.parent
        return place is other


@dataclass(slots=True, eq=False)
class Run:
    """What a browser shows as one paragraph."""

    text: str
    place: Place
    """The innermost element that holds all of the text."""
    block: Place
    """The innermost block element that holds it."""
    linked: int = 0
    """How many of its characters are in links."""
    unlinked: str = ""
    """The words of it that stand outside links."""
    times: tuple[tuple[str, str], ...] = ()
    """Of the ``<time>`` elements in it: machine time and names."""


class Within:
    """Whether places are, or stand in, one that fits; each place is looked at once."""

    def __init__(self, fits: Callable[[Place], bool]) -> None:
        self._fits = fits
        self._known: dict[Place, bool] = {}

    def __call__(self, place: Place) -> bool:
        known = self._known
        if (told := known.get(place)) is not None:
            return told
        passed = []
        here: Place | None = place
        while here is not None and (told := known.get(here)) is None:
            passed.append(here)
            if self._fits(here):
                told = True
                break
            here = here.parent
        known.update(dict.fromkeys(passed, bool(told)))
        return bool(told)


def shared(a: Place, b: Place) -> Place:
    """The innermost place that holds both."""
    while a is not b:
        if a.depth >= b.depth and a.parent is not None:
            a = a.parent
        elif b.parent is not None:
            b = b.parent
        else:
            break
    return a


class Walk:
    """Collects the runs of one document."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._pieces: list[str] = []
        self._place: Place | None = None
        self._linked = 0
        self._free: list[str] = []
        self._times: list[tuple[str, str]] = []
        self._in_link = 0
        self._kept = 0  # depth of `pre`
        self._hidden: dict[str, bool] = {}

    def over(self, root: etree._Element) -> list[Run]:
        """All runs of the document, in order."""
        walker = etree.iterwalk(root, events=("start", "end"))
        path: list[Place | None] = []  # None stands for an element that is not shown
        pieces, kinds = self._pieces, KINDS
        here = Place("", "", None, 0, True)
        block = here
        for event, element in walker:
            if event == "start":
                tag = str(element.tag)
                kind = kinds.get(tag, OTHER)
                if kind == BREAKS:
                    pieces.append(BREAK)
                    path.append(None)
                    continue
                if tag in PICTURES:
                    add_picture(here)
                names, own_id, hidden = "", "", kind == UNSHOWN
                if not hidden and (attributes := element.items()):
                    names, hidden = self._read(attributes)
                    if tag in ENTRIES:
                        own_id = element.get("id") or element.get("data-post-id") or ""
                if tag == "button" and block.tag == "p" and not any(map(str.isalnum, "".join(element.itertext()))):
                    hidden = True  # a mark to click on within a sentence
                if hidden:
                    walker.skip_subtree()
                    path.append(None)
                    continue
                is_block = (
                    (kind == BLOCK and (tag != "button" or block.tag != "p"))
                    or (names and opens_block(tag, names, here))
                    or ("-" in tag and here.tag not in IN_LINE)
                )
                if is_block and pieces:
                    self._close(block)
                named = here.named
                here = Place(tag, names, here, here.depth + 1, bool(is_block), own_id, named)
                if names or tag in TAGS:
                    here.named = here
                path.append(here)
                if is_block:
                    block = here
                if kind == LINK:
                    self._in_link += 1
                elif tag == "time":
                    self._times.append((element.get("datetime") or "", names))
                elif tag == "abbr" and (title := element.get("title")) and title[:4].isdigit():  # the microformat of weblogs
                    self._times.append((title, names))
                if tag == "pre":
                    self._kept += 1
                if text := element.text:
                    self._add(text, here)
            else:
                left = path.pop()
                if left is not None:
                    if left.block:
                        if pieces:
                            self._close(block)
                        if left.tag == "pre":
                            self._kept -= 1
                    if left.tag == "a":
                        self._in_link -= 1
                    here = left.parent or here
                    if left is block:
                        block = here
                        while not block.block and block.parent is not None:
                            block = block.parent
                if text := element.tail:
                    self._add(text, here)
        self._close(block)
        return self.runs

    def _read(self, attributes: list[tuple[str, str]]) -> tuple[str, bool]:
        """The names of an element, and whether it says of itself that it is not shown."""
        names = ""
        hidden = False
        for attribute, value in attributes:
            if attribute in NAMING:
                names = f"{names} {value}" if names else value
            elif attribute == "style":
                hidden = hidden or HIDDEN_STYLE.search(value) is not None
            elif attribute == "hidden":
                hidden = hidden or value != "until-found"
        if not names or hidden:
            return names, hidden
        names = names[:400]
        by_name = self._hidden.get(names)
        if by_name is None:
            by_name = self._hidden[names] = HIDDEN_WORDS.search(names) is not None
        return names, by_name

    def _add(self, text: str, place: Place) -> None:
        if self._kept:
            text = text.replace("\n", BREAK)
        self._pieces.append(text)
        if text.isspace():
            return
        self._place = place if self._place is None else shared(self._place, place)
        if self._in_link:
            self._linked += len(text)
        else:
            self._free.append(text)

    def _close(self, block: Place) -> None:
        pieces = self._pieces
        if self._place is None:
            if pieces:
                pieces.clear()
            return
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        pieces.clear()
        text = " ".join(text.split()) if text.isascii() else SPACES.sub(" ", without_unseen(text)).strip(" ")
        if BREAK in text:
            lines = text.replace(" " + BREAK, BREAK).replace(BREAK + " ", BREAK)
            parts = [part for each in lines.split(BREAK + BREAK) if (part := each.strip(" " + BREAK)).strip()]
        else:
            parts = [text] if text.strip() else []
        unlinked = SPACES.sub(" ", " ".join(self._free)).strip() if self._linked else text
        whole = sum(map(len, parts)) or 1
        times = tuple(self._times)
        for part in parts:
            linked = min(len(part), round(self._linked * len(part) / whole)) if self._linked else 0
            self.runs.append(Run(part.replace(BREAK, "\n"), self._place, block, linked, unlinked, times))
        place: Place | None = self._place
        while place is not None:
            place.letters += whole
            place = place.parent
        self._place = None
        self._linked = 0
        self._free.clear()
        self._times.clear()


def without_unseen(text: str) -> str:
    """The text without the characters for which a browser shows nothing."""
    for character in UNSEEN:
        if character in text:
            text = text.replace(character, "")
    return text


def add_picture(place: Place) -> None:
    """Count a picture in all that it stands in."""
    for each in place.up():
        each.pictures += 1


def opens_block(tag: str, names: str, place: Place) -> bool:
    """Whether an inline element is a text of its own: the credit beside a caption."""
    return tag in INLINE and bool(signs_of(tag, names) & CREDIT) and in_picture(place)


def in_picture(place: Place | None) -> bool:
    """Whether the place stands in a figure or a caption, by its tags or names."""
    for _ in range(4):
        if place is None:
            return False
        if place.tag in ("figure", "figcaption") or signs_of(place.tag, place.names) & PICTURE:
            return True
        place = place.parent
    return False


def runs_of(root: etree._Element) -> list[Run]:
    """The visible text of a document as runs, in document order."""
    return Walk().over(root)
