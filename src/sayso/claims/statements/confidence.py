"""Confidence: how sure sayso is that it has read a statement rightly, words and speaker; never that it is true.

The model says how sure it is of its spans and links. That is one sign among others: who is named in full is more surely right
than who is meant by *he*; *said* reports more surely than *wanted*; words in quotation marks have certain ends. The confidence is
the logistic function of a weighted sum of such signs. ``confidence.tsv`` holds the weights, each with an example;
``python -m training.confidence`` makes them from statements that were judged one by one.
"""

from __future__ import annotations

import bisect
import functools
import math
import re
from collections.abc import Iterator
from importlib import resources

from sayso.claims.statement import Statement, StatementKind
from sayso.page.page import Page, Role
from sayso.reading.cues import WORD, cues, known
from sayso.reading.speaker import Reason, SpeakerKind
from sayso.text import words_of

ALWAYS = "always"
MODEL = "model"

_MODAL = frozenset("will would should shall may might must could can going to 'll ll 'd".split())
_NEGATED = frozenset("not never no nor cannot n't hardly without".split())
_FIRST_AND_SECOND = frozenset("i we you us me".split())
_THIRD = frozenset("he she they it who which that one him her them his their its this".split())
_HEAD, _LEDE = 12, 2
"""Blocks that are looked at, and paragraphs of the body that may stand before: there people are told of before they are named."""
_LEAST, _MOST = 0.02, 0.98
_QUESTIONS = frozenset("what how why who whom which where when whether if".split())
_FEW, _MANY = 3, 50
"""Words of a content that are few, and many."""
_TURN = re.compile(r"[A-Z][A-Z.'’-]+(?: [A-Z.'’-]+){0,3}(?:,[^:\n]{0,60})?(?: \([^)\n]*\))?: ")
"""How a turn of a transcript begins: *KURTZ:*, *DANA ORLEY, HOST:*."""
_NEXT_SENTENCE = re.compile(r"[.!?][”\"’']?\s+[“\"‘']?[A-Z]")


def confidence_of(signs: dict[str, float]) -> float:
    """How sure the reading of a statement with these signs is, from 0 to 1."""
    table = weights()
    total = sum(table.get(name, 0.0) * value for name, value in signs.items())
    return 1 / (1 + math.exp(-total))


def signs_of(statement: Statement, page: Page) -> dict[str, float]:
    """What can be seen of a statement that bears on whether it is read rightly, by name; what is not there is left out.

    The confidence of the statement is the reader's own.
    """
    text = page.text
    sure = min(_MOST, max(_LEAST, statement.confidence))
    names = (
        *_of_cue(words_of(statement.cue, text, gap=" ")),
        *_of_source(words_of(statement.source, text, gap=" ")),
        *_of_content(statement, text),
        *_of_place(statement, page),
        f"stance {statement.stance.value}",
        *_of_speaker(statement, page),
    )
    return {ALWAYS: 1.0, MODEL: math.log(sure / (1 - sure))} | dict.fromkeys(names, 1.0)


def _of_speaker(statement: Statement, page: Page) -> Iterator[str]:
    speaker = statement.speaker
    yield f"speaker {speaker.because.name.lower().replace('_', ' ')}"
    if speaker.because is not Reason.DESCRIBED or speaker.kind is SpeakerKind.GROUP:
        return
    words = words_of(statement.source, page.text, gap=" ").split()
    yield "described one, not one of many" if words and words[0].casefold() in ("a", "an") else "described one, as known"
    if sum(b.role is Role.BODY and b.span.end <= statement.content[0].start for b in page.blocks[:_HEAD]) < _LEDE:
        yield "described one, at the head of the page"


def _of_cue(cue: str) -> Iterator[str]:
    words = [w.casefold() for w in WORD.findall(cue)]
    if not words:
        yield "no cue"
        return
    table = cues()
    if not any((entry := table.get(w)) is not None and entry.reports for w in words):
        yield "cue may report" if known(cue) else "cue unknown"
    if any(w in _MODAL for w in words):
        yield "cue with a modal"
    if any(w in _NEGATED or w.endswith(("n't", "n’t")) for w in words):
        yield "cue negated"
    if len(words) > 3:
        yield "cue of many words"


def _of_source(source: str) -> Iterator[str]:
    words = [w.casefold() for w in WORD.findall(source)]
    if not words:
        yield "no source"
    elif words[0] in _FIRST_AND_SECOND:
        yield "source I or you"
    elif words[0] in _THIRD:
        yield "source a pronoun"


def _of_content(statement: Statement, text: str) -> Iterator[str]:
    content, cue = statement.content, statement.cue
    yield f"kind {statement.kind.value}"
    words = words_of(content, text, gap=" ")
    count = len(words.split())
    if count <= _FEW:
        yield "few words"
    if count > _MANY:
        yield "many words"
    if len(content) > 1:
        yield "several pieces"
    if statement.kind is not StatementKind.DIRECT:
        if any(_NEXT_SENTENCE.search(piece.of(text)) for piece in content):
            yield "runs over a sentence's end"
        first = WORD.search(words)
        opening = first[0].casefold() if first else ""
        if opening in ("that", "to"):
            yield f"begins with {opening}"
        elif opening in _QUESTIONS:
            yield "begins with a question word"
        if cue and content[-1].end <= cue[0].start:
            yield "before its cue"
    if words.count("“") != words.count("”") or words.count('"') % 2:
        yield "a mark without its other"


def _of_place(statement: Statement, page: Page) -> Iterator[str]:
    start = statement.content[0].start
    block = bisect.bisect_right(page.blocks, start, key=lambda b: b.span.start) - 1
    if page.blocks[block].role is not Role.BODY:
        yield "outside the body"
    if _TURN.match(page.text, page.text.rfind("\n", 0, start) + 1):
        yield "in a transcript"
    if statement.within is not None:
        yield "within another"


@functools.cache
def weights() -> dict[str, float]:
    """The weight of each sign."""
    table = resources.files("sayso.claims.statements").joinpath("confidence.tsv").read_text("utf-8")
    rows = (row.split("\t") for row in table.splitlines() if not row.startswith("#"))
    return {name: float(weight) for name, weight, *_ in rows}
