"""Announced: what a page says itself of having been changed, and of which of its changes it says so."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import resources

from sayso.claims.report import Report
from sayso.page.page import Page
from sayso.stories.revisions.change import Announced, Change, ChangeKind
from sayso.stories.revisions.numbers import numbers_in
from sayso.stories.revisions.words import FUNCTION, OF_NOTICES, key_of, meanings, words_in
from sayso.text import Pieces, Span

_STEMS = "correct updat amend clarif version chang edit retract withdrawn removed wrong mis error record revis".split()
"""One of these stands in every notice."""
_FEWEST = 1
_LONGEST = 900
_KINDS = {
    "killed": "dead death toll kill body casualty victim fatality die",
    "injured": "injur wound hurt casualty",
    "missing": "miss",
    "held": "arrest detain prisoner captiv",
}
"""Words by which a notice may name figures of a sort."""
_OF_FIGURES = frozenset(
    {
        ChangeKind.FIGURE_CHANGED,
        ChangeKind.FIGURE_ADDED,
        ChangeKind.FIGURE_DROPPED,
        ChangeKind.BOUND_LOST,
        ChangeKind.BOUND_ADDED,
        ChangeKind.BOUND_CHANGED,
        ChangeKind.HEADLINE_NUMBER,
    }
)
_MADE_ANYHOW = frozenset({ChangeKind.MODIFIED, ChangeKind.PUBLISHED})


@dataclass(frozen=True, slots=True)
class Notice:
    """A paragraph by which a page says that it was changed; ``kind`` is *corrected*, *amended*, *updated*, …"""

    kind: str
    span: Span


def notices_of(page: Page) -> list[Notice]:
    """The notices of a page, wherever they stand on it, in text order."""
    found = []
    for block in page.blocks:
        for m in re.finditer(r"[^\n]+", block.span.of(page.text)):
            span = Span(block.span.start + m.start(), block.span.start + m.end()).trimmed(page.text)
            kind = _kind(span.of(page.text)) if len(span) <= _LONGEST else None
            if kind is not None:
                found.append(Notice(kind, span))
    return found


def new_notices(old: Page, new: Page) -> list[Notice]:
    """The notices of the newer version that the older one had not."""
    known = {key_of(words_in(old.text, notice.span)) for notice in notices_of(old)}
    return [notice for notice in notices_of(new) if key_of(words_in(new.text, notice.span)) not in known]


def with_notices(changes: Sequence[Change], old: Report, new: Report, notices: Sequence[Notice]) -> list[Change]:
    """The changes, each with whether the page announces it: by its words, or only that something was changed."""
    told = [(notice, _told(notice, new.page)) for notice in notices]
    return [change if change.kind in _MADE_ANYHOW else _announced(change, old, new, told) for change in changes]


def _announced(change: Change, old: Report, new: Report, told: Sequence[tuple[Notice, frozenset[str]]]) -> Change:
    if not told:
        return change
    own = _words_of(change, old, new)
    for notice, words in told:
        if len(words & own) > _FEWEST or _names_number(notice, change, old, new) or (words & _sort_words(change, old, new)):
            return replace(change, announced=Announced.NAMED, notice=(notice.span,))
    bare = next((notice for notice, words in told if not words), None)
    if bare is not None:
        return replace(change, announced=Announced.SOMETHING, notice=(bare.span,))
    return change


def _told(notice: Notice, page: Page) -> frozenset[str]:
    """What a notice names beside that the page was changed, and when."""
    words = words_in(page.text, notice.span)
    return frozenset(_meaning(word.stem) for word in words if word.stem not in FUNCTION | OF_NOTICES and not word.low.isdigit())


def _words_of(change: Change, old: Report, new: Report) -> frozenset[str]:
    both = [words_in(report.page.text, piece) for report, pieces in ((old, change.old), (new, change.new)) for piece in pieces]
    return frozenset(_meaning(word.stem) for words in both for word in words if word.stem not in FUNCTION)


def _names_number(notice: Notice, change: Change, old: Report, new: Report) -> bool:
    """Whether a number that came or went stands in the notice."""
    values = {number.value for number in numbers_in(new.page.text, notice.span)}
    pieces: Sequence[tuple[Report, Pieces]] = ((old, change.old), (new, change.new))
    return any(n.value in values for report, spans in pieces for span in spans for n in numbers_in(report.page.text, span))


def _sort_words(change: Change, old: Report, new: Report) -> frozenset[str]:
    """The words by which a notice would name a figure: those of what it counts, and of its sort."""
    found: set[str] = set()
    for report, pieces in ((old, change.old), (new, change.new)):
        for figure in report.figures:
            if change.kind in _OF_FIGURES and any(figure.span.overlaps(piece) for piece in pieces):
                found |= {_meaning(stem) for stem in _KINDS.get(figure.sort.value, "").split()}
                found |= {_meaning(word.stem) for piece in figure.counts for word in words_in(report.page.text, piece)}
    return frozenset(found)


def _meaning(stem: str) -> str:
    return meanings().get(stem, stem)


def _kind(words: str) -> str | None:
    low = words.casefold()
    if not any(stem in low for stem in _STEMS):  # nearly every paragraph
        return None
    return next((kind for kind, form in _forms() if form.search(words)), None)


@functools.cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(_rows())


def _rows() -> Iterator[tuple[str, re.Pattern[str]]]:
    names: dict[str, str] = {}
    for line in resources.files(__package__).joinpath("announced.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            name, pattern = line[1:].split("\t")
            names[name] = pattern
        elif line and not line.startswith("#"):
            kind, pattern, _ = line.split("\t")
            for name, meant in names.items():
                pattern = pattern.replace("{" + name + "}", meant)
            yield kind, re.compile(pattern, re.IGNORECASE)
