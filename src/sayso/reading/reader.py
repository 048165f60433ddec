"""The reader: from a page to its reading."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np

from sayso.page.page import Page
from sayso.reading.cues import holds_report
from sayso.reading.encoder import MODEL, Encoder
from sayso.reading.links import Linked, link
from sayso.reading.quotes import MARKS
from sayso.reading.reading import Attribution, Reading
from sayso.reading.signatures import signature_in
from sayso.reading.spans import OUTSIDE, Found, best_tags, found_spans, log_softmax
from sayso.reading.syntax import Syntax, Tagged
from sayso.reading.windows import Window, windows_of
from sayso.text import Pieces, Span, words_of

PAGES_AT_ONCE = 16

DEPTH = 2
"""How many levels of speech within speech are looked for."""

SURE = 0.4
"""How sure the model must be of speech within speech: below that, as much of it is wrong as is right."""

_LEAST = 5
"""Words in a content at least that can hold another statement."""

_OPENING = re.compile(r"[“\"‘'«„]*(?:(?:that|whether|if)\s)?[“\"‘'«„]*")
_CLOSING = re.compile(r",?[”\"’'»]+$")
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")


class Reader:
    """Finds attributions in pages with the shipped model."""

    def __init__(self, encoder: Encoder, *, calibrated: bool = True) -> None:
        self._encoder = encoder
        self._own, self._right = zip(*(encoder.confidence if calibrated else ((0, 0), (1, 1))), strict=True)

    @classmethod
    def load(cls, folder: Path = MODEL, *, threads: int | None = None, calibrated: bool = True) -> Reader:
        """The reader with the model in ``folder``; ``threads`` is how many cores it may use (all, unless given).

        ``calibrated`` gives confidence as the share of attributions that are right, otherwise as the model has it.

        Raises:
            ModelDamaged: a model file is missing or is not the one that was shipped.
        """
        return cls(Encoder.load(folder, threads=threads), calibrated=calibrated)

    @cached_property
    def name(self) -> str:
        """Name and version of the model, with the first eight digits of its checksum."""
        return self._encoder.name

    def read(self, page: Page) -> Reading:
        """The reading of one page."""
        return next(self.read_many([page]))

    def read_many(self, pages: Iterable[Page]) -> Iterator[Reading]:
        """The readings of pages, in order; pages go through the model together, which is faster than one by one."""
        remaining = iter(pages)
        while group := list(itertools.islice(remaining, PAGES_AT_ONCE)):
            syntax: list[Syntax] = []
            found = self.attributions([(p.text, paragraphs_of(p)) for p in group], syntax=syntax)
            yield from (Reading(attributions, self.name, words) for attributions, words in zip(found, syntax, strict=True))

    def attributions(
        self, texts: list[tuple[str, list[Span]]], *, depth: int = DEPTH, syntax: list[Syntax] | None = None
    ) -> list[tuple[Attribution, ...]]:
        """The attributions of texts whose paragraphs are given, each text's in order of their contents.

        To ``syntax``, if it is given, the words of each text are added.

        What somebody is said to say is read again by itself where it holds a cue, ``depth`` times: the corpus that the model
        learnt from marks no speech within speech, but *a hospital had reported nine deaths* reads like any sentence once
        *the mayor said that* is gone.
        """
        found = [list(each) for each in self._one_level(texts, syntax)]
        level: list[Sequence[Attribution]] = [list(each) for each in found]
        for _ in range(depth):
            inner = self._one_level([(text, _contents(text, outer)) for (text, _), outer in zip(texts, level, strict=True)])
            level = [
                [a for a in new if _reports(a, text) and all(a.content != o.content for o in old)]
                for (text, _), new, old in zip(texts, inner, found, strict=True)
            ]
            if not any(level):
                break
            for old, new in zip(found, level, strict=True):
                old += new
        return [tuple(sorted(each, key=lambda a: (a.content[0].start, a.content[-1].end))) for each in found]

    def _one_level(self, texts: list[tuple[str, list[Span]]], syntax: list[Syntax] | None = None) -> list[list[Attribution]]:
        windows: list[Window] = []
        owner: list[int] = []
        for number, (text, paragraphs) in enumerate(texts):
            if paragraphs:
                cut = windows_of(text, paragraphs, self._encoder.tokenizer)
                windows += cut
                owner += [number] * len(cut)
        found: list[list[Attribution]] = [[] for _ in texts]
        heads = self._encoder.run(windows, syntax=syntax is not None) if windows else []
        if syntax is not None:
            tagged: list[list[Tagged]] = [[] for _ in texts]
            for number, each in zip(owner, heads, strict=True):
                if each.syntax is not None:
                    tagged[number].append(each.syntax)
            syntax += [Syntax(text, words) for (text, _), words in zip(texts, tagged, strict=True)]
        if not windows:
            return found
        log_odds = [log_softmax(h.bio) for h in heads]
        for window, scores in zip(windows, log_odds, strict=True):
            scores[window.starts < 0] = OUTSIDE  # no span crosses a paragraph's end
        for i, tags in enumerate(best_tags(log_odds)):
            spans, window = found_spans(tags, log_odds[i]), windows[i]
            for linked in link(spans, heads[i].link, self._encoder.weights, window.paragraphs, window.introducing):
                if (attribution := self._attribution(linked, windows[i])) is not None:
                    found[owner[i]].append(_signed(attribution, texts[owner[i]][0]))
        return found

    def _attribution(self, linked: Linked, window: Window) -> Attribution | None:
        """The attribution in the page's own offsets; ``None`` where another window answers for it."""
        contents = [c for c in linked.contents if c.first >= window.fresh]
        if not contents or (linked.cue is not None and linked.cue.first < window.fresh and not _introduced(linked, window)):
            return None
        spans = [s for s in (linked.source, linked.cue) if s is not None] + contents
        return Attribution(
            source=_pieces(linked.source, window),
            cue=_pieces(linked.cue, window),
            content=tuple(piece for c in contents for piece in _pieces(c, window)),
            confidence=float(np.interp(min(linked.probability, *(s.probability for s in spans)), self._own, self._right)),
        )


def paragraphs_of(page: Page) -> list[Span]:
    """The paragraphs of a page's blocks that are read for claims, trimmed, in text order."""
    return [
        Span(m.start(), m.end()).trimmed(page.text)
        for block in page.blocks_for_claims()
        for m in _PARAGRAPH.finditer(page.text, block.span.start, block.span.end)
    ]


def _introduced(linked: Linked, window: Window) -> bool:
    """Whether the words stand in the paragraph after the one with their cue: they may be in another window than it."""
    paragraphs = window.paragraphs
    return linked.cue is not None and bool(paragraphs[linked.cue.first] != paragraphs[linked.contents[0].first])


def _signed(found: Attribution, text: str) -> Attribution:
    """Words without a cue, with the source that signs them, if one does."""
    content = found.content[-1]
    if found.cue or found.source or text[content.end - 1] not in MARKS or text[found.content[0].start] not in MARKS:
        return found
    who = signature_in(text, content.end, len(text))
    return found if who is None else replace(found, source=(who,))


def _reports(inner: Attribution, text: str) -> bool:
    """Whether what was read within somebody's words is taken for speech within speech."""
    return inner.confidence >= SURE and holds_report(words_of(inner.cue, text))


def _contents(text: str, attributions: Iterable[Attribution]) -> list[Span]:
    """What is to be read again: the paragraphs of contents that hold a cue, without the *that* before them and the marks
    around them; each place once."""
    spans: list[Span] = []
    for content in sorted({a.content for a in attributions}, key=lambda c: (c[0].start, -c[-1].end)):
        for piece in content:
            for m in _PARAGRAPH.finditer(text, piece.start, piece.end):
                words = m[0].strip()
                if (not spans or spans[-1].end <= m.start()) and len(words.split()) >= _LEAST and holds_report(words):
                    start, end = m.start(), m.end()
                    if opening := _OPENING.match(text, start, end):
                        start = opening.end()
                    if closing := _CLOSING.search(text, start, end):
                        end = closing.start()
                    spans.append(Span(start, end).trimmed(text))
    return spans


def _pieces(found: Found | None, window: Window) -> Pieces:
    """The characters of a span of word pieces."""
    return (Span(int(window.starts[found.first]), int(window.ends[found.end - 1])),) if found is not None else ()
