"""How well articles that were copied as text are read: the body kept, and the furniture read as body.

Every page of ``pages/`` whose body is written in paragraphs is turned into what a browser copies when the whole page is
selected: menus, related links and footers too. Each line is labelled by the page's gold body. A half of the pages, drawn by the
digest of their names, is for looking; the other confirms. The target holds for **articles**: ten pages of prose, drawn from those
of the half by the digest of their names, and the seed page, a real copy labelled line by line. ``prose.*`` are all the half's
pages of prose; the figures without a word before them are of all pages, among them lists, guides, reviews and blogs.

Labelling is unfair where the gold of the pages counts the same thing in here and out there, or where a text could be read either
way. Such lines are ``either``, by these rules and no others: the headline, the standfirst and the page's own description;
signatures, credits, captions and rows of tables that a gold body holds; links set as paragraphs; posts; and of what a gold body
lacks, sentences and headings set as those of the body are, lists among its paragraphs or of sentences above them (the article in
points), and quotations set apart inside it, which say words of the article again. Captions, cards of other articles and notes on
the author stay furniture, however much they read like paragraphs.

python -m bench.copied [SHARED] [--half look|confirm] [--misses] [--page NAME]
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from lxml import etree, html

from sayso.page.decoding import canonical
from sayso.page.encoding import decode_html
from sayso.page.lines import count_of
from sayso.page.page import BODY_AS_READ, Document, Kind, Page, Role
from sayso.page.pages import pages_of

SHARED = Path(__file__).parents[1].parent / "shared"
SEED = "copied"
HALVES = ("look", "confirm")

APART = frozenset("p h1 h2 h3 h4 h5 h6 blockquote ul ol dl figure table pre hr fieldset".split())
"""What a browser sets off by a margin, and copies with a blank line on either side."""
OWN_LINE = APART | frozenset(
    "html body main article section div li dt dd figcaption caption tr thead tbody tfoot header footer nav aside form legend "
    "address details summary center hgroup menu dir dialog".split()
)
NOT_COPIED = frozenset(
    "head script style noscript template svg math iframe object embed canvas audio video map select option datalist textarea "
    "input img picture source track meta link base title noembed noframes frameset dialog rp".split()
)
NOT_BODY = re.compile(
    r"(?i)[—–-] .{2,60}\(@\w+\).{0,40}|[^.!?]{0,60}\s\S+@\S+\.\w{2,}|\[(?:사진|写真|photos?)\s?[=:：][^\]]+\]"
    r"|leggi anche|staff reports?|story continues .{0,40}|share this .{0,40}|.*무단전재.*"
)
"""What the gold of a few pages counts in, and no reader would: who signs a post, links, bylines, notices."""
NOT_SHOWN = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
FOR_EARS = re.compile(
    r"(?:^|[\s_-])(?:visually-?hidden|sr-only|screen-?reader(?:-text|-only|s)?|a11y-hidden|u-hidden|is-hidden|offscreen|"
    r"print-only|only-print|show-for-print|show-for-sr|d-none|assistive-text)(?:$|\s)"
    r"|^(?!.*\w:(?:block|flex|grid|inline))(?:.*\s)?hidden(?:\s|$)",
    re.IGNORECASE,
)
"""Class names by which style sheets, which are not saved with a page, commonly hide an element."""
SPACES = re.compile(r"[ \t\n\r\f]+")
ENDS = tuple(".!?…:;。！？।؟۔")
CLOSING = " \"'”’“‘«»)]」』"
LISTED = frozenset(["li", "dt", "dd", "td", "th"])
HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6"])
BESIDE_BODY = frozenset(["figcaption", "cite"])
LONGEST_LINK = 160
POST = "twitter-tweet"
FEWEST_PARAGRAPHS = 5
MOST_WORDS = 2000
ARTICLES = 10
SEED_PAGE = "seed-lbc-2022-03-03"
SEED_FURNITURE = frozenset((2, 3, 4, 5, 7, 8, 17, 21, 22, 29, 33, 34, 38, 41, 42))
"""By the numbers of its lines; the first is the headline, all others are body."""
Piece = tuple[int, int, etree._Element]
UNSEEN = str.maketrans(dict.fromkeys("\u00ad\u200b\u2060\ufeff"))


@dataclass(frozen=True)
class Copied:
    """A page as copied text, with what each line is: ``body``, ``furniture``, or ``either`` where the gold cannot tell."""

    name: str
    text: str
    lines: tuple[tuple[str, str], ...]
    """Every line that is not empty, in order, with its label."""
    headline: str | None
    """Where the gold has it, and the text has it as a line of its own."""
    day: str | None

    @property
    def prose(self) -> bool:
        """Whether it is a plain article: nearly all of its body is sentences, few enough for a report."""
        body = [line for line, label in self.lines if label == "body"]
        words = sum(count_of(line) for line in body)
        sentences = sum(line.rstrip(CLOSING)[-1:] in ENDS or line[-1] in CLOSING for line in body)
        return len(body) >= FEWEST_PARAGRAPHS and words <= MOST_WORDS and sentences >= 0.85 * len(body)


def half_of(name: str) -> str:
    """Which half a page is in; the same for ever, whatever pages come or go."""
    return HALVES[hashlib.sha256(f"{SEED}:{name}".encode()).digest()[0] % 2]


def copied(shared: Path, half: str | None = None) -> Iterator[Copied]:
    """The pages as copied text."""
    for gold_path in sorted(shared.glob("pages/*/*.json")):
        if half and half != half_of(gold_path.stem):
            continue
        gold = json.loads(gold_path.read_text("utf-8"))
        body, other = _gold(gold)
        if not _in_paragraphs(body):
            continue
        page = decode_html(gzip.decompress(gold_path.with_suffix(".html.gz").read_bytes()))
        root = html.document_fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
        other += root.xpath("//meta[@name='description' or @property='og:description' or @property='og:title']/@content")
        selection = selected(root, bullets=gold_path.stem < "m")
        text = canonical(str(selection))
        lines = tuple(labelled(text, selection.pieces, body, other))
        if _shown(body, lines):
            title = _plain(str(gold.get("title") or ""))
            headline = next((line for line, _ in lines if title and _plain(line) == title), None)
            yield Copied(gold_path.stem, text, lines, headline, str(gold["published"])[:10] if gold.get("published") else None)


def _in_paragraphs(body: list[str]) -> bool:
    """Whether most lines of the body are sentences: no list of offers, results or opening hours."""
    lines = [line.strip() for line in body if line.strip()]
    return sum(line.rstrip(CLOSING)[-1:] in ENDS or line[-1] in CLOSING for line in lines) >= 0.6 * len(lines)


def _shown(body: list[str], lines: tuple[tuple[str, str], ...]) -> bool:
    """Whether the saved page shows nearly all of the body: it is not put there by a script, nor kept for subscribers."""
    wanted = sum(len(_plain(words)) for words in body)
    return sum(len(_plain(line)) for line, label in dict.fromkeys(lines) if label == "body") >= 0.8 * wanted


def _gold(gold: dict[str, object]) -> tuple[list[str], list[str]]:
    """The paragraphs of the body, and the texts that may be read as body or not: the headline and the standfirst."""
    if isinstance(article := gold.get("articleBody"), str):
        return article.split("\n"), []
    paragraphs = [words for part in gold["sections"] for words in part["headline"] + part["paragraphs"]]  # type: ignore[attr-defined]
    return paragraphs, [str(gold["title"]), *gold["summary"]]  # type: ignore[misc]


class _Selection:
    """What a browser puts on the clipboard as plain text, bit by bit."""

    def __init__(self, *, bullets: bool) -> None:
        self._bullets = bullets
        self._out: list[str] = []
        self._at = 0
        self.pieces: list[tuple[int, int, etree._Element]] = []
        """Where each piece of text begins and ends, and the element that it stands in."""
        self._breaks = 0
        """Line ends owed before the next text."""
        self._space = False
        self._empty = True
        self._mark = ""
        """The mark of a list's item whose text is still to come."""

    def text(self, words: str, element: etree._Element | None, *, kept: bool) -> None:
        """Text of an element, white space collapsed unless it is kept."""
        words = words.translate(UNSEEN)
        if kept:
            self._put(words, element)
            return
        words = SPACES.sub(" ", words)
        if words.strip(" ") == "":
            self._space = self._space or bool(words)
            return
        self._space = self._space or words[0] == " "
        self._put(words.strip(" "), element)
        self._space = words[-1] == " "

    def _put(self, words: str, element: etree._Element | None = None) -> None:
        if self._breaks:
            self._add("\n" * self._breaks)
        elif self._space and not self._empty:
            self._add(" ")
        self._add(self._mark)
        self._breaks, self._space, self._empty, self._mark = 0, False, False, ""
        if element is not None:
            self.pieces.append((self._at, self._at + len(words), element))
        self._add(words)

    def _add(self, words: str) -> None:
        self._out.append(words)
        self._at += len(words)

    def apart(self, count: int) -> None:
        """At least so many line ends between what was and what comes."""
        if not self._empty:
            self._breaks = max(self._breaks, count)

    def line_end(self) -> None:
        """One line end more."""
        if not self._empty:
            self._breaks += 1

    def tab(self) -> None:
        """The way to the next cell of a row."""
        if not self._breaks and not self._empty:
            self._add("\t")
            self._space = False

    def bullet(self, mark: str) -> None:
        """The mark of a list's item, where this browser copies it."""
        if self._bullets:
            self._mark = mark + " "

    def __str__(self) -> str:
        return "".join(self._out)


def selected(root: etree._Element, *, bullets: bool) -> _Selection:
    """What is copied when all of a page is selected; browsers differ in whether list marks come with it."""
    selection = _Selection(bullets=bullets)
    kept = 0
    numbers: list[int] = []
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        tag = str(element.tag)
        if event in ("comment", "pi"):
            selection.text(element.tail or "", element.getparent(), kept=bool(kept))
            continue
        if event == "start":
            if _hidden(tag, element):
                walker.skip_subtree()
                continue
            kept += tag == "pre"
            if tag == "br":
                selection.line_end()
            elif tag in OWN_LINE:
                selection.apart(2 if tag in APART and element.getparent() is not None else 1)
            if tag in ("ul", "ol"):
                numbers.append(0)
            elif tag == "li" and numbers:
                numbers[-1] += 1
                parent = element.getparent()
                if any(text.strip() for text in element.itertext()):
                    selection.bullet(f"{numbers[-1]}." if parent is not None and parent.tag == "ol" else "•")
            selection.text(element.text or "", element, kept=bool(kept))
        else:
            if not _hidden(tag, element):
                kept -= tag == "pre"
                if tag in ("ul", "ol"):
                    numbers.pop()
                if tag in OWN_LINE:
                    selection.apart(2 if tag in APART else 1)
                elif tag in ("td", "th") and element.getnext() is not None:
                    selection.tab()
            selection.text(element.tail or "", element.getparent(), kept=bool(kept))
    return selection


def _hidden(tag: str, element: etree._Element) -> bool:
    if tag in ("html", "body", "main", "article"):
        return False
    if tag in NOT_COPIED or element.get("aria-hidden") == "true" or element.get("hidden") not in (None, "until-found"):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    folded = (parent := element.getparent()) is not None and parent.tag == "details" and parent.get("open") is None
    return bool(NOT_SHOWN.search(element.get("style") or "")) or bool(FOR_EARS.search(names)) or (folded and tag != "summary")


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


def _shingles(words: str) -> list[tuple[str, ...]]:
    each = words.split()
    return [tuple(each[i : i + 4]) for i in range(len(each) - 3)]


def _shared(words: str, known: set[tuple[str, ...]]) -> float:
    mine = _shingles(words)
    return sum(shingle in known for shingle in mine) / len(mine)


def labelled(text: str, pieces: list[Piece], body: list[str], other: list[str]) -> Iterator[tuple[str, str]]:
    """Each line that is not empty with its label."""
    by_gold = list(_by_gold(text, body, other))
    elements = _elements_of(by_gold, pieces)
    places = [_block(element) for element in elements]
    parents = [
        block.getparent() for (_, label, _), block in zip(by_gold, places, strict=True) if label == "body" and block is not None
    ]
    settings = {
        setting
        for setting, times in Counter(
            _set(b) for (_, label, _), b in zip(by_gold, places, strict=True) if label == "body" and b is not None
        ).items()
        if times > 1
    }
    beside = {parent for parent in parents if parent is not None}
    numbers = [i for i, (_, label, _) in enumerate(by_gold) if label == "body"] or [0]
    for i, ((line, label, _), element, block) in enumerate(zip(by_gold, elements, places, strict=True)):
        inside = set() if element is None else {str(e.tag) for e in (element, *element.iterancestors())}
        post = element is not None and any(POST in (e.get("class") or "") for e in element.iterancestors())
        if label == "body" and post:
            label = "either"  # a post: the reader has a role of its own for it
        elif label == "body" and (inside & BESIDE_BODY or ("\t" in line and inside & {"td", "th"})):
            label = "either"  # a caption, who says a quotation that is set apart, a row of a table
        elif label == "body" and block is not None and _linked(block) > 0.5 and not _ends(line):
            label = "either"  # a link with a word before it
        elif label == "body" and block is not None and _linked(block) > 0.9 and len(line) < LONGEST_LINK:
            label = "either"  # a link set as a paragraph, which the gold counts in on some pages and not on others
        elif label == "furniture" and block is not None and _set(block) in settings and _runs(line) and _linked(block) < 0.5:
            label = "either"  # a sentence set as the paragraphs around it are, which the gold has left out
        elif label == "furniture" and block is not None and block.tag in LISTED and _listed_in(block, beside):
            label = "either"  # the gold leaves out lists that stand between the paragraphs
        elif label == "furniture" and block is not None and block.tag in HEADINGS and block.getparent() in beside:
            label = "either" if _linked(block) < 0.5 else label  # a heading among the paragraphs, which the gold has left out
        elif label == "furniture" and block is not None and _runs(line) and _linked(block) < 0.2:
            points = block.tag == "li" and i < numbers[0]
            quotation = "blockquote" in inside and numbers[0] < i < numbers[-1] and not post
            label = "either" if points or quotation else label  # the article in points above it, a quotation set apart inside it
        yield line, label


def _elements_of(lines: list[tuple[str, str, int]], pieces: list[Piece]) -> list[etree._Element | None]:
    """The element in which each line begins."""
    found: list[etree._Element | None] = []
    i = 0
    for line, _, at in lines:
        while i < len(pieces) and pieces[i][1] <= at:
            i += 1
        found.append(pieces[i][2] if i < len(pieces) and pieces[i][0] < at + len(line) else None)
    return found


def _block(element: etree._Element | None) -> etree._Element | None:
    while element is not None and element.tag not in OWN_LINE and element.tag not in LISTED:
        element = element.getparent()
    return element


def _set(block: etree._Element) -> tuple[etree._Element | None, str, str]:
    """How a block is set: what it stands in, its tag and its class."""
    return block.getparent(), str(block.tag), block.get("class") or ""


def _runs(line: str) -> bool:
    return len(line.split()) >= 8 and _ends(line)


def _ends(line: str) -> bool:
    return line.rstrip(CLOSING)[-1:] in ENDS


def _linked(block: etree._Element) -> float:
    """What share of a block's letters stands in links."""
    whole = sum(map(len, block.itertext()))
    links = [block] if any(e.tag == "a" for e in block.iterancestors()) else block.iter("a")
    return sum(len(text) for link in links for text in link.itertext()) / (whole or 1)


def _listed_in(block: etree._Element, beside: set[etree._Element]) -> bool:
    """Whether a list's item is running text, and its list stands among the paragraphs of the body."""
    lists = (e for e in block.iterancestors() if e.tag in ("ul", "ol", "dl", "table"))
    return _linked(block) < 0.5 and any(each.getparent() in beside for each in lists)


def _by_gold(text: str, body: list[str], other: list[str]) -> Iterator[tuple[str, str, int]]:
    """Each line with its label by the gold alone, and where it begins."""
    paragraphs = {_plain(words) for words in body} - {""}
    whole = " ".join(_plain(words) for words in body)
    known = set(_shingles(whole))
    neither = {_plain(words) for words in other}
    summaries = set(_shingles(" ".join(_plain(words) for words in other)))
    at = 0
    for raw in text.split("\n"):
        line = raw.strip()
        words = _plain(line)
        count = len(words.split())
        if not line:
            pass
        elif words in neither or not words or NOT_BODY.fullmatch(line):
            yield line, "either", at + raw.index(line)
        elif words in paragraphs or (count >= 6 and (words in whole or _shared(words, known) >= 0.8)):
            yield line, "body", at + raw.index(line)
        elif words in whole or (count >= 6 and _shared(words, summaries) >= 0.8):
            yield line, "either", at + raw.index(line)
        else:
            yield line, "furniture", at + raw.index(line)
        at += len(raw) + 1


def read(page: Copied) -> Page:
    """The copied text as sayso reads it."""
    return pages_of(Document(page.text.encode(), Kind.PLAIN, "copied", "copied.txt"))[0]  # the names of the files hold days


def roles_of_lines(page: Page) -> list[Role | None]:
    """The role of each line that is not empty (of its first piece that is more than a credit)."""
    roles: list[Role | None] = []
    blocks = list(page.blocks)
    at = 0
    for raw in page.text.split("\n"):
        if raw.strip():
            roles.append(next((b.role for b in blocks if b.span.start < at + len(raw) and b.span.end > at), None))
        at += len(raw) + 1
        while blocks and blocks[0].span.end <= at:
            blocks.pop(0)
    return roles


@dataclass
class Tally:
    body: int = 0
    kept: int = 0
    furniture: int = 0
    leaked: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(mine + its for mine, its in zip(astuple(self), astuple(other), strict=True)))

    def figures(self, name: str = "") -> dict[str, float]:
        """The shares."""
        return {
            f"{name}body_lines_kept": round(self.kept / max(1, self.body), 4),
            f"{name}furniture_as_body": round(self.leaked / max(1, self.furniture), 4),
        }


def seed_page(shared: Path) -> Copied:
    """The seed page: an article that was copied from a browser, labelled by hand."""
    text = canonical((shared / "gold" / f"{SEED_PAGE}.txt").read_text("utf-8"))
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    labels = ("either" if n == 1 else "furniture" if n in SEED_FURNITURE else "body" for n in range(1, len(lines) + 1))
    return Copied(SEED_PAGE, text, tuple(zip(lines, labels, strict=True)), lines[0], "2022-03-03")


def measure(shared: Path, half: str | None = "confirm", *, misses: bool = False, only: str | None = None) -> dict[str, float]:
    """Share of body lines kept and of furniture lines read as body (each averaged over all lines), and the speed."""
    tallies: dict[str, Tally] = {}
    prose: list[str] = []
    words = 0
    titles: list[bool] = []
    days: list[bool] = []
    taken = 0.0
    for page in copied(shared, half):
        if only and only not in page.name:
            continue
        begun = time.process_time()
        got = read(page)
        taken += time.process_time() - begun
        words += len(page.text.split())
        if page.headline:
            titles.append(_plain(got.headline or "") == _plain(page.headline))
        if page.day and got.published:
            days.append(got.published[:10] == page.day)
        if misses:
            print(f"\n=== {page.name}: {got.headline!r} by {got.authors}, {got.published}, {got.modified} ({got.state})")
        tallies[page.name] = counted(page, got, shown=misses)
        if page.prose:
            prose.append(page.name)
    drawn = sorted(prose, key=lambda name: hashlib.sha256(f"{SEED}:article:{name}".encode()).digest())[:ARTICLES]
    seed = seed_page(shared)
    return {
        **sum((tallies[name] for name in drawn), counted(seed, read(seed), shown=misses)).figures("articles."),
        **sum((tallies[name] for name in prose), Tally()).figures("prose."),
        **sum(tallies.values(), Tally()).figures(),
        "pages": len(tallies),
        "prose.pages": len(prose),
        "headlines_right": round(sum(titles) / max(1, len(titles)), 4),
        "days_right_where_given": round(sum(days) / max(1, len(days)), 4),
        "words_per_cpu_second": round(words / max(taken, 1e-9)),
    }


def counted(page: Copied, got: Page, *, shown: bool) -> Tally:
    tally = Tally()
    roles = roles_of_lines(got)
    read_as_body = {_plain(line) for (line, _), role in zip(page.lines, roles, strict=True) if role in BODY_AS_READ}
    seen: set[str] = set()
    for (line, label), role in zip(page.lines, roles, strict=True):
        words = re.sub(r"^\d+ ", "", _plain(line))
        if label == "body" and words not in seen:  # a line that stands there twice, as a pull quote say, is to be kept once
            seen.add(words)
            tally.body += 1
            tally.kept += _plain(line) in read_as_body or words in read_as_body
            if shown and _plain(line) not in read_as_body:
                print(f"  body      read as {role!s:11} {line[:150]}")
        elif label == "furniture":
            tally.furniture += 1
            tally.leaked += role in BODY_AS_READ
            if shown and role in BODY_AS_READ:
                print(f"  furniture read as {role!s:11} {line[:150]}")
    return tally


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--half", choices=HALVES)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--page", help="only pages whose name holds this")
    given = parser.parse_args()
    print(measure(given.shared, given.half, misses=given.misses, only=given.page))
