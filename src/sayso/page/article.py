"""Which runs of a document are the article: the judge of what is body.

Running prose is weighed and its weight summed up the tree; the article is the innermost element that holds most of it. What the
publisher itself declares as the article's text (JSON-LD ``articleBody``) outweighs the tree where a page has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sayso.page.signs import TAGS, Sign, signs_of
from sayso.page.walk import HEADINGS, Place, Run

ALIEN = int(
    Sign.NAV | Sign.RELATED | Sign.COMMENT | Sign.SIGNUP | Sign.ADVERT | Sign.SHARE | Sign.TOOLS | Sign.PLAYER | Sign.ASIDE
)
"""Signs of elements whose prose is not the article's."""

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
class Article:
    """Where the article is, and what each run's surroundings say."""

    container: Place | None
    inside: list[bool]
    """For each run: whether it stands in the container."""
    signs: list[int]
    """For each run: the signs of its place and of all it stands in, up to the container."""
    prose: list[int]
    """For each run: its weight as running prose, 0 for anything else."""
    declared: list[bool] = field(default_factory=list)
    """For each run: whether the publisher's declared text of the article has it."""


def prose_weight(run: Run, signs: int) -> int:
    """How much running prose a run is; 0 for headings, link lists, labels and what stands in alien surroundings."""
    text = run.text
    if signs & NOT_PROSE or len(text) < 12 or run.block.tag in HEADINGS:
        return 0
    length = length_of(text)
    if length < 25 or run.linked > 0.5 * len(text):
        return 0
    paragraph = run.block.tag == "p"
    if not SENTENCE_END.search(text) and not (paragraph and length > 120):
        return 0
    weight = min(length, 1500)
    if paragraph:
        return weight
    return weight * 2 // 3 if run.block.tag not in ("li", "td", "th", "dd") else weight // 3


LEAVES = frozenset(("p", "li", "span", "blockquote"))


class Surroundings:
    """Signs inherited down the tree.

    A name that most of the page's prose stands under says nothing about a paragraph (``has-sidebar`` on the whole page,
    ``paywall`` on each paragraph), so signs of elements of such names are not heard. Comments are always heard: they can be
    longer than the article.
    """

    def __init__(self, runs: list[Run], weights: list[int]) -> None:
        self._known: dict[Place, int] = {}
        total = sum(weights)
        under: dict[tuple[str, str], int] = {}
        leaves: dict[tuple[str, int], int] = {}
        for run, weight in zip(runs, weights, strict=True):
            if weight:
                for names in {(place.tag, place.names) for place in run.place.up() if place.names or place.tag in TAGS}:
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
        chain: list[Place] = []
        here: Place | None = place
        while here is not None and here not in self._known:
            chain.append(here)
            here = here.parent
        signs = self._known[here] if here is not None else 0
        for each in reversed(chain):
            if each.depth > 1:
                mine = signs_of(each.tag, each.names)
                if each.tag in self._worn:
                    mine &= ~self._worn[each.tag]
                signs |= mine & int(Sign.COMMENT) if (each.tag, each.names) in self._unheard else mine
            self._known[each] = signs
        return signs


def add_up(runs: list[Run], weights: list[int]) -> int:
    """Sum the weights of the runs up the tree; the total."""
    for run in runs:
        for place in run.place.up():
            place.prose = 0
    total = 0
    for run, weight in zip(runs, weights, strict=True):
        if weight:
            total += weight
            for place in run.place.up():
                place.prose += weight
    return total


HARD_TAGS = {"nav", "footer", "aside", "button", "figcaption"}


def in_hard_tag(place: Place) -> bool:
    return any(each.tag in HARD_TAGS for each in place.up())


def article_of(runs: list[Run], *, declared: str | None = None) -> Article:
    """Find the article among the runs; ``declared`` is the publisher's own text of it, if any."""
    if not runs:
        return Article(None, [], [], [])
    text = squeezed(declared) if declared else ""
    is_declared = [bool(text) and stands_in(run.text, text) for run in runs]

    weights = [0 if in_hard_tag(run.place) else prose_weight(run, 0) for run in runs]
    surroundings = Surroundings(runs, weights)
    signs = [surroundings.of(run.place) for run in runs]
    weights = [prose_weight(run, sign) for run, sign in zip(runs, signs, strict=True)]
    told = sum(weight for weight, yes in zip(weights, is_declared, strict=True) if yes)
    if told >= 200 or (text and told > 0.3 * len(text)):
        weights = [weight if yes else weight // 5 for weight, yes in zip(weights, is_declared, strict=True)]
    total = add_up(runs, weights)
    container = container_of(runs, total)
    inside = [container is not None and container in set(run.place.up()) for run in runs]
    return Article(container, inside, signs, weights, is_declared)


def stands_in(text: str, declared: str) -> bool:
    """Whether a run's text, or at least its beginning and end, stands in the squeezed declared text."""
    short = squeezed(text)
    if len(short) < 20:
        return False
    return short in declared or (len(short) > 80 and short[:30] in declared and short[-30:] in declared)


def container_of(runs: list[Run], total: int) -> Place | None:
    """The innermost element that holds most of the prose."""
    if not total:
        return None
    best = max((run.place for run in runs), key=lambda place: place.prose)
    best = next((place for place in best.up() if place.prose * 10 >= total * 8), best)
    inner = best
    seen: dict[Place, None] = {}
    for run in runs:
        for place in run.place.up():
            if place in seen:
                break
            seen[place] = None
    for place in seen:
        if place.block and place.depth > inner.depth and place.prose * 10 >= total * 8 and holds_paragraphs(place):
            inner = place
    return inner


def holds_paragraphs(place: Place) -> bool:
    return place.tag not in ("p", "span", "li", "td") or place.prose >= 600
