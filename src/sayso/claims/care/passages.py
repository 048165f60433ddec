"""Passages: sentences about captives, the dead and children, found by the words of ``care.tsv``."""

from __future__ import annotations

import bisect
import enum
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import resources

from sayso.text import Pieces, Span


class Concern(enum.StrEnum):
    """Why a passage asks for care."""

    CAPTIVE = "captive"
    """Prisoners of war, hostages, detainees."""
    DEAD = "dead"
    """Bodies, graves, and victims who are named."""
    CHILD = "child"


_CONCERN = {
    "prisoner": Concern.CAPTIVE,
    "captive": Concern.CAPTIVE,
    "dead": Concern.DEAD,
    "killed": Concern.DEAD,
    "child": Concern.CHILD,
}
_REACH = 3
"""How far back a pronoun is followed to the sentence that names whom it means, and how far on."""
_BESIDE = 2
"""How far from a sentence about captives or bodies those whom it means may be introduced by their age or their kin."""
_ENDS = re.compile(
    r"(?<!\b[A-Z]\.)(?<!\b(?:Mr|Ms|Dr|St|Lt|Jr|Sr)\.)(?<!\b(?:Mrs|Gen|Rep|Sen|Gov|Col|Maj|Rev|Sgt|Cpl|Pvt)\.)(?<!\bCapt\.)"
    r"(?:(?<=[.!?])[”’\"')\]]*\s+(?=[“‘\"'(]?[A-Z0-9])|\n+)"
)
_FULL_NAME = r"[A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+){1,3}"
_INTRODUCES_PAIR = re.compile(
    rf"{_FULL_NAME}(?:, \d\d,?)?(?: (?:of|from) [A-Z][\w-]+,?)?"
    rf"(?:,? (?:and|alongside) (?:[a-z-]+ ){{0,2}}{_FULL_NAME}| (?:of|from) [A-Z])"
)
"""How a sentence begins that names two, or one and where he is from: *Ana Ruiz of Sella and Ben Okoye of Tarn*."""
_COUNTED = re.compile(
    r"\b(?:a|an|another|both|two|three|four|five|several) (?:(?:[\w’'-]+) ){0,4}(?:soldiers?|servicem[ae]n|fighters?|marines?|"
    r"pilots?|volunteers?|citizens?|nationals?|m[ae]n|wom[ae]n|people|officers?|prisoners?|captives?|hostages?|journalists?)\b",
    re.I,
)
_FILLER = (
    r",? (?:(?:as|the|a|an|his|her|their|my|our|young|little|Mr|Mrs|Ms|Private|Pvt|Lt|Lieutenant|Sergeant|Sgt|Captain|Capt|"
    r"Corporal|Cpl|Major|Colonel)\.? ?)*$"
)


@dataclass(slots=True)
class Sentence:
    """A sentence, the words in it that ask for care, and what that makes of it."""

    span: Span
    hits: list[tuple[str, Span]]
    """Kind in the table, and where the words stand."""
    concern: Concern | None = None
    of_victims: bool = False
    """Whether it asks for care only for the victims that it names: *forty were killed* does not."""
    carried: bool = False
    """Whether it only goes on about whom another sentence speaks of, so that it asks for care if it names somebody."""
    names: bool = False
    """Whether it names one of those whom it is about."""
    about: list[Sentence] = field(default_factory=list)
    """Those before it that its pronoun leads back to."""

    @property
    def asks(self) -> bool:
        """Whether it is a passage after all."""
        return self.names or not (self.of_victims or self.carried) or any(s.names for s in self.about)

    @property
    def words(self) -> Pieces:
        """The words in it that ask for care."""
        return tuple(span for _, span in self.hits)


def hits_in(text: str, blocks: Iterable[Span]) -> list[tuple[str, Span]]:
    """Of each kind of words in the blocks, where they stand, in text order."""
    pattern, low = table().asking, _lowered(text)
    found = (m for block in blocks for m in pattern.finditer(low, block.start, block.end))
    return [(m.lastgroup, Span(m.start(), m.end())) for m in found if m.lastgroup is not None and m.lastgroup != "not"]


STEMS = ("prisoner", "pow", "captur", "captiv", "imprison", "intern", "surrender", "disarm", "parad", "blindfold")
"""One of these stands in all words that show prisoners of war."""


def may_show_prisoners(text: str) -> bool:
    """Whether a page with this text may show prisoners of war: a quick look, where many pages are to be looked through."""
    low = _lowered(text)
    return any(stem in low for stem in STEMS) and table().prisoners.search(low) is not None


def _lowered(text: str) -> str:
    """The text in lower case, character by character: a pattern that minds the case is tried several times as fast."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def sentences_asking(text: str, blocks: Sequence[Span], hits: Iterable[tuple[str, Span]]) -> list[Sentence]:
    """The sentences in which the hits stand, and those beside them that speak of the same people, each with its concern."""
    found = [Sentence(span, []) for block in blocks for span in sentences(text, block)]
    starts = [sentence.span.start for sentence in found]
    for hit in hits:
        found[bisect.bisect_right(starts, hit[1].start) - 1].hits.append(hit)
    for sentence in found:
        if sentence.hits:
            strong = next((kind for kind, _ in sentence.hits if kind != "killed"), None)
            sentence.concern, sentence.of_victims = _CONCERN[strong or "killed"], strong is None
    goes_on = table().goes_on
    for i, sentence in enumerate(found):
        if not sentence.hits:
            continue
        for at in range(i, max(0, i - _REACH), -1):
            if not goes_on.match(text, found[at].span.start, found[at].span.end):
                break
            _carry(sentence, found[at - 1])
            sentence.about.append(found[at - 1])
        for after in found[i + 1 : i + 1 + _REACH]:
            if not goes_on.match(text, after.span.start, after.span.end):
                break
            _carry(sentence, after)
        if i + 1 < len(found) and sentence.concern is Concern.CAPTIVE and _counts(text, sentence):
            after = found[i + 1]
            if _INTRODUCES_PAIR.match(text, after.span.start, after.span.end):
                _carry(sentence, after)
                after.of_victims = False  # captives may be told of by what they said in court
        if not sentence.of_victims and sentence.concern is not Concern.CHILD:
            for beside in (*found[max(0, i - _BESIDE) : i], *found[i + 1 : i + 1 + _BESIDE]):
                if table().introduces.search(text, beside.span.start, beside.span.end):
                    _carry(sentence, beside)
    return [sentence for sentence in found if sentence.concern]


def _counts(text: str, sentence: Sentence) -> bool:
    """Whether it counts captives whom the next sentence may name: *Two captured soldiers stood trial*."""
    return any(_COUNTED.search(text, max(sentence.span.start, hit.start - 60), hit.end + 30) for kind, hit in sentence.hits)


def _carry(sentence: Sentence, to: Sentence) -> None:
    if to.concern is None:
        to.concern, to.of_victims, to.carried = sentence.concern, sentence.of_victims, True


def sentences(text: str, block: Span) -> Iterator[Span]:
    """The sentences of a block, in order."""
    start = block.start
    for end in _ENDS.finditer(text, block.start, block.end):
        if end.start() > start:
            yield Span(start, end.start())
        start = end.end()
    if start < block.end:
        yield Span(start, block.end)


class Table:
    """The words of ``care.tsv``, compiled once."""

    def __init__(self, lines: Iterable[str]) -> None:
        rows = [line.split("\t") for line in lines]
        lists = {kind: words for kind, words, _ in rows if kind.isupper()}
        kinds: dict[str, list[str]] = {}
        for kind, pattern, _example in rows:
            if not kind.isupper():
                kinds.setdefault(kind, []).append(_NAMED_LIST.sub(lambda m: lists[m[0]], pattern))
        either = {kind: "|".join(patterns) for kind, patterns in kinds.items()}
        asking = ("not", "prisoner", "captive", "dead", "killed", "child")
        self.asking = re.compile(rf"\b(?:{'|'.join(f'(?P<{kind}>{either[kind]})' for kind in asking)})(?!\w)")
        self.prisoners = re.compile(rf"\b(?:{either['prisoner']})(?!\w)")
        self.goes_on = re.compile(rf"[“\"‘']?(?:{either['goes on']})\b", re.I)
        self.meant_before = re.compile(rf"\b(?:{either['meant before']}){_FILLER}", re.I)
        self.meant_after = re.compile(rf"(?:{either['meant after']})\b", re.I)
        self.person_before = re.compile(rf"\b(?:{either['person before']}){_FILLER}", re.I)
        self.person_after = re.compile(rf"(?:{either['person after']})(?!\w)", re.I)
        self.offices = frozenset(lists["OFFICE"].split("|"))
        self.introduces = re.compile(
            rf"[^\W\d_](?:, (?:aged )?[1-9]\d(?=,| and [^\d])| \([1-9]\d\))|(?:['’]s?|\b(?:his|her|their)) (?:{lists['KIN']})\b"
        )
        self.thing_before = re.compile(rf"\b(?:{lists['THING']}) (?:of|called|named|known as)\s$", re.I)
        self.thing_after = re.compile(rf"\s(?:{lists['THING']})\b", re.I)
        self.nobodies = frozenset(lists["NOBODY"].split("|"))
        self.callings = frozenset(lists["CALLING"].split("|"))
        self.power_before = re.compile(rf"\b{lists['POWER']} of (?:[A-Z]\w+ )?$")
        self.power_after = re.compile(rf"(?:['’]s? (?:[\w-]+ )?| ){lists['POWER']}\b")
        self.kin = lists["KIN"]
        self.known = frozenset(lists["KNOWN"].split("|"))
        offices = "|".join(sorted(self.offices, key=len, reverse=True))
        self.office_after = re.compile(
            rf", (?:(?!(?:who|whose|when|where|of|and|or|with|by|for|in|to)\b)[\w’'-]+ ){{0,3}}?(?i:{offices})"
            r"(?=[,.;]| (?:of|for|in|at)\b)"
        )
        public = "|".join(sorted(self.offices | self.callings, key=len, reverse=True))
        self.role_before = re.compile(
            rf"\b((?i:{public}))\.?(?:,? (?:of|for|to|in|at|on) (?:{_NO_VERB}[\w’'.&\[\]-]+ ){{0,6}}?{_NO_VERB}[\w’'.&\[\]-]+)?"
            r"(?: (?:Mr|Mrs|Ms|Dr|Gen|General|Major|Major-General|Colonel|Sir|Monsignor|Lt|Col)\.?)*,? $"
        )


_NO_VERB = r"(?!(?:said|says|was|were|is|are|has|have|had|about|who|that|told|and (?:said|was))\b)"
"""*A spokesperson for the Legion said they feared for Hill* makes nobody of Hill."""
_NAMED_LIST = re.compile(r"\b(?:KIN|PEOPLE|FORCES|DONE|APART)\b")


@functools.cache
def table() -> Table:
    """The table, read once."""
    text = resources.files("sayso.claims.care").joinpath("care.tsv").read_text(encoding="utf-8")
    return Table(line for line in text.splitlines() if line and not line.startswith("#"))
