"""Which runs of a document are the article: the judge of what is body.

Running prose is weighed and its weight summed up the tree; the article is the innermost element that holds most of it. What the
publisher itself declares as the article's text (JSON-LD ``articleBody``) outweighs the tree where a page has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from sayso.page.signs import LEAVES, Sign, signs_of
from sayso.page.walk import HEADINGS, Place, Run, Within

ALIEN = int(
    Sign.NAV
    | Sign.RELATED
    | Sign.COMMENT
    | Sign.SIGNUP
    | Sign.ADVERT
    | Sign.SHARE
    | Sign.TOOLS
    | Sign.PLAYER
    | Sign.ASIDE
    | Sign.PAYWALL
    | Sign.CONSENT
    | Sign.INFOBOX
)
"""Signs of elements whose prose is not the article's."""

OWN_TEXT = int(Sign.STANDFIRST | Sign.BODY)
OUTWEIGHED = int(Sign.CAPTION | Sign.AUTHOR | Sign.DATE | Sign.SHARE | Sign.TOOLS | Sign.KICKER)
"""What surroundings say is outweighed by an element that names itself as the article's text: a standfirst in the byline's box."""

CAPTION, COMMENT, BODY = int(Sign.CAPTION), int(Sign.COMMENT), int(Sign.BODY)
OUTWEIGHED_BY_CAPTION = int(Sign.ADVERT | Sign.SHARE | Sign.TOOLS | Sign.PLAYER | Sign.DATE | Sign.AUTHOR)

NOT_PROSE = ALIEN | int(Sign.CAPTION | Sign.CREDIT | Sign.AUTHOR | Sign.DATE | Sign.EMBED)

SENTENCE_END = re.compile(r"[.!?…。！？।۔؟][\"'”’»“›)\]」』]*(?:\s|$)|[。！？」]")
WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
SQUEEZE = re.compile(r"[\W_]+")


def squeezed(text: str) -> str:
    """Letters and digits alone, in lower case: for comparing texts that differ in spaces and marks."""
    return SQUEEZE.sub("", text).casefold()


def length_of(text: str) -> int:
    """Length in characters of an alphabet; an ideograph or syllable counts as two and a half."""
    wide = len(WIDE.findall(text)) if len(text) > 8 and not text.isascii() else 0
    return len(text) + wide * 3 // 2


@dataclass(slots=True)
class Titles:
    """What the page declares as its headline and its summary, squeezed."""

    headlines: frozenset[str]
    summaries: frozenset[str]


@dataclass(slots=True)
class Article:
    """Where the article is, and what each run's surroundings say."""

    container: Place | None
    inside: list[bool]
    """For each run: whether it stands in the container."""
    signs: list[int]
    """For each run: the signs of its place and of all it stands in, up to the container."""
    prose: list[int]
    """For each run: its weight as running prose, 0 for anything else."""
    headline: int | None = None
    """Which run shows the headline."""
    declared: list[bool] = field(default_factory=list)
    """For each run: whether the publisher's declared text of the article has it."""


def prose_weight(run: Run) -> int:
    """How much running prose a run is; 0 for headings, link lists and labels."""
    text = run.text
    if len(text) < 12 or run.block.tag in HEADINGS:
        return 0
    length = length_of(text)
    paragraph = run.block.tag == "p"
    if length < 25 or run.linked > (0.7 if paragraph else 0.5) * len(text):
        return 0
    if not SENTENCE_END.search(text) and not (paragraph and length > 120):
        return 0
    weight = min(length, 1500)
    if paragraph:
        return weight
    return weight * 2 // 3 if run.block.tag not in ("li", "td", "th", "dd") else weight // 3


def named_up(place: Place) -> Iterator[Place]:
    """Of a place and all that it stands in, innermost first, those that say what they are for."""
    named = place.named
    while named is not None:
        yield named
        named = named.parent.named if named.parent is not None else None


class Surroundings:
    """Signs inherited down the tree.

    A name that most of the page's prose stands under says nothing about a paragraph (``has-sidebar`` on the whole page,
    ``paywall`` on each paragraph), so signs of elements of such names are not heard, nor those of the elements around the
    headline. Comments are heard else: they can be longer than the article.
    """

    def __init__(self, runs: list[Run], weights: list[int], around: set[Place]) -> None:
        self._around = around
        total = sum(weights)
        under: dict[tuple[str, str], int] = {}
        leaves: dict[tuple[str, int], int] = {}
        for run, weight in zip(runs, weights, strict=True):
            if weight:
                for names in {(place.tag, place.names) for place in named_up(run.place)}:
                    under[names] = under.get(names, 0) + weight
                if run.block.tag in LEAVES:
                    signs = signs_of(run.block.tag, run.block.names)
                    while signs:
                        bit = signs & -signs
                        signs ^= bit
                        leaves[run.block.tag, bit] = leaves.get((run.block.tag, bit), 0) + weight
        self._unheard = {names for names, weight in under.items() if weight * 5 > total * 2}
        self._worn: dict[str, int] = {}
        for (tag, bit), weight in leaves.items():
            if weight * 5 > total * 2:
                self._worn[tag] = self._worn.get(tag, 0) | bit

    def of(self, place: Place) -> int:
        """The signs of a place and of all it stands in."""
        chain: list[Place] = []
        signs = 0
        for here in named_up(place):
            if here.signs >= 0:
                signs = here.signs
                break
            chain.append(here)
        for each in reversed(chain):
            if each.depth > 2 and each not in self._around:
                mine = signs_of(each.tag, each.names)
                if each.tag in self._worn:
                    mine &= ~self._worn[each.tag]
                if mine & OWN_TEXT:
                    signs &= ~OUTWEIGHED
                elif mine & CAPTION:
                    signs &= ~OUTWEIGHED_BY_CAPTION
                signs |= mine & COMMENT if (each.tag, each.names) in self._unheard else mine
            each.signs = signs
        return signs


def forget(runs: list[Run]) -> None:
    """Make the elements that hold the runs as if the article had not been looked for."""
    for run in runs:
        for place in run.place.up():
            place.prose, place.signs, place.hard = 0, -1, -1


def add_up(runs: list[Run], weights: list[int]) -> int:
    """Sum the weights of the runs up the tree; the total."""
    total = 0
    for run, weight in zip(runs, weights, strict=True):
        if weight:
            total += weight
            place: Place | None = run.place
            while place is not None:
                place.prose += weight
                place = place.parent
    return total


HARD_TAGS = frozenset(("nav", "footer", "aside", "button", "figcaption"))
HARD_SIGNS = int(Sign.CONSENT | Sign.COMMENT)


def stands_apart(place: Place, around: set[Place]) -> bool:
    """Whether an element, or one that it stands in, holds text that is none of the article's beyond doubt."""
    chain = []
    apart = False
    for here in named_up(place):
        if here.hard >= 0:
            apart = here.hard > 0
            break
        chain.append(here)
    for each in reversed(chain):
        if not apart and each.depth > 2 and each not in around:
            apart = each.tag in HARD_TAGS or bool(signs_of(each.tag, each.names) & HARD_SIGNS)
        each.hard = int(apart)
    return apart


def headline_at(runs: list[Run], titles: Titles) -> int | None:
    """Which run shows the headline: a heading that the page declares too, else its first heading of the first order.

    A heading at the end of a trail of links (*Home › Politics › …*) is not the headline of a page that shows another.
    """
    headings = [i for i, run in enumerate(runs) if run.block.tag in HEADINGS or of_first_order(run)]
    shown = [i for i in headings if not in_trail(runs[i].block)]
    found = _headline_among(shown, runs, titles) if shown else None
    if found is None:
        found = _headline_among(headings, runs, titles)
    if found is not None:
        return found
    return next((i for i, run in enumerate(runs) if len(run.text) > 20 and squeezed(run.text) in titles.headlines), None)


def of_first_order(run: Run) -> bool:
    """Whether a run stands in a heading of the first order."""
    block = run.block
    if block.tag == "h1":
        return True
    above = block.parent
    return above is not None and (above.tag == "h1" or (above.parent is not None and above.parent.tag == "h1"))


def in_trail(heading: Place) -> bool:
    """Whether a heading stands in a trail of links, or in a list."""
    return any(place.tag in ("li", "nav") or "breadcrumb" in place.names.lower() for place in islice(heading.up(), 5))


def trail_of(runs: list[Run]) -> str | None:
    """The heading of the first order that ends a trail of links, if the page has one."""
    return next((run.text for run in runs if run.block.tag == "h1" and in_trail(run.block)), None)


def _headline_among(headings: list[int], runs: list[Run], titles: Titles) -> int | None:
    first_level = [i for i in headings if of_first_order(runs[i])]
    short = {i: squeezed(runs[i].text) for i in headings}
    long = tuple(title for title in titles.headlines if len(title) > 12)
    tests: tuple[tuple[list[int], Callable[[str], bool]], ...] = (
        (first_level, lambda text: text in titles.headlines),
        (headings, lambda text: text in titles.headlines and len(text) > 12),
        (headings, lambda text: text.endswith(long)),
        (first_level, lambda text: len(text) > 12 and any(text in title or title in text for title in long)),
        (first_level, lambda text: len(text) > 12),
    )
    for candidates, fits in tests:
        found = next((i for i in candidates if fits(short[i])), None)
        if found is not None:
            return found
    return None


def other_articles(runs: list[Run], weights: list[int], headline: int, titles: Titles) -> set[Place]:
    """Elements after the article that hold another one, with a headline of the first order of its own."""
    last = next((i for i in range(len(runs) - 1, headline, -1) if of_first_order(runs[i])), headline)
    around = set(runs[headline].place.up())
    others = set()
    passed = 0
    begun = set(around)  # elements that hold prose before this point begin with the article itself
    for i in range(headline + 1, last + 1):
        if weights[i]:
            passed += weights[i]
            begun.update(runs[i].place.up())
        if passed < 400:
            continue
        place = next((p for p in runs[i].place.up() if p.tag == "h1"), None)
        if place is None or place in begun or len(runs[i].text) < 15 or squeezed(runs[i].text) in titles.headlines:
            continue
        outer = place
        for each in place.up():
            if each in begun:
                break
            outer = each
        if outer is not place and outer.letters > 3 * len(runs[i].text):
            others.add(outer)
    return others


def article_of(runs: list[Run], titles: Titles, *, declared: str | None = None) -> Article:
    """Find the article among the runs; ``declared`` is the publisher's own text of it, if any."""
    if not runs:
        return Article(None, [], [], [])
    headline = headline_at(runs, titles)
    around = set(runs[headline].block.up()) if headline is not None else set()
    text = squeezed(declared) if declared else ""
    is_declared = [bool(text) and stands_in(run.text, text) for run in runs]

    prose = [prose_weight(run) for run in runs]
    weights = [weight and (0 if stands_apart(run.place, around) else weight) for run, weight in zip(runs, prose, strict=True)]
    surroundings = Surroundings(runs, weights, around)
    signs = [surroundings.of(run.place) for run in runs]
    weights = [0 if sign & NOT_PROSE else weight for weight, sign in zip(prose, signs, strict=True)]
    if headline is not None and (others := other_articles(runs, weights, headline, titles)):
        in_another = Within(others.__contains__)
        for i, run in enumerate(runs):
            if in_another(run.place):
                signs[i] |= int(Sign.RELATED)
                weights[i] = 0
    told = sum(weight for weight, yes in zip(weights, is_declared, strict=True) if yes)
    if told >= 200 or (text and told > 0.3 * len(text)):
        weights = [weight if yes else weight // 5 for weight, yes in zip(weights, is_declared, strict=True)]
    total = add_up(runs, weights)
    container = container_of(runs, weights, total)
    inside = [container is not None and run.place.within(container) for run in runs]
    return Article(container, inside, signs, weights, headline, is_declared)


def stands_in(text: str, declared: str) -> bool:
    """Whether a run's text, or at least its beginning and end, stands in the squeezed declared text."""
    short = squeezed(text)
    if len(short) < 20:
        return False
    return short in declared or (len(short) > 80 and short[:30] in declared and short[-30:] in declared)


def container_of(runs: list[Run], weights: list[int], total: int) -> Place | None:
    """The innermost element that holds most of the prose, or the element around it that names itself as the article's text."""
    half = 0  # what holds most of the prose holds the middle of it
    middle = None
    for run, weight in zip(runs, weights, strict=True):
        half += weight
        if 2 * half >= total > 0:
            middle = run.place
            break
    inner: Place | None = None
    for place in middle.up() if middle else ():
        enough = place.prose * 10 >= total * 8 and (place.block or inner is None)
        if enough and holds_paragraphs(place):
            inner = place
            break
    if inner is None:
        return None
    for place in list(inner.up())[1:7]:
        if place.depth > 3 and signs_of(place.tag, place.names) & BODY:
            return place
    return inner


def holds_paragraphs(place: Place) -> bool:
    """Whether the element can hold an article: a single paragraph does only if it is a long one."""
    return place.tag not in ("p", "span", "li", "td", "a", "em", "strong", "b", "i", "font") or place.prose >= 600
