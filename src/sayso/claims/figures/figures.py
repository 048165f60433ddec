"""Figures: from the numbers of a page to what is counted, what happened, and on whose word it stands.

The door of this part of sayso is :func:`figures_of`.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sayso.claims.figure import OUTLET, Figure, Sort
from sayso.claims.figures.clause import Clause, sentences_in
from sayso.claims.figures.numerals import hashed_in, numerals_in
from sayso.claims.figures.scene import Draft, Scene
from sayso.claims.figures.sorts import sorts
from sayso.claims.statement import Statement
from sayso.page.page import Page
from sayso.reading.syntax import Syntax
from sayso.text import Span, words_of

_PEOPLE = re.compile(r"(?<![’'] )\bpeople\b(?![’'])")
_FEW = 70
"""Characters by which a content may have been cut short of a figure, at most."""
_GOES_ON = re.compile(
    r"[.,][0-9]+(?:bn|m|k)? \(|(?:,? (?:up|down) from "
    r"|,(?: effectively)? an? (?:increase|rise|drop|fall|decline|jump) [^,.;:]{0,50}"
    r"|, (?:higher|lower|more|less|fewer) than [^,.;:]{0,30}|, compared (?:with|to) [^,.;:]{0,30}|,? including |, amounting to "
    r"| (?!(?:after|while|as|but|although|when|since|and|which|where|until|before|with)\b)[a-z][\w’'-]*(?: [a-z][\w’'-]*){0,4} )"
)
_AGENTLESS = re.compile(r"^reportedly$|^(?:(?:is|are|was|were|has|have|had|been|now) )+(?:confirmed|pledged)$")
_INTENDS = re.compile(r"(?:(?:is|are|was|were) )?(?:plan|plans|planned|planning)|(?:(?:was|were|is|are) )?(?:so )?stressed about")
"""Cues for what somebody means to do or feels: what is counted there stands on the page's own word."""
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})


def figures_of(page: Page, statements: Sequence[Statement], syntax: Syntax) -> tuple[Figure, ...]:
    """The figures of a page in text order, named ``f1``, ``f2``, …

    ``syntax`` is what the model says of the page's words. Empty for a page whose claims are not read.
    """
    text, table = page.text, sorts()
    hashed = hashed_in(text)
    sources = sorted(piece for s in statements for piece in s.source)
    drafts: list[Draft] = []
    replaced: dict[Span, Span] = {}
    for block in page.blocks_for_claims():
        numerals = numerals_in(text, block.span.start, block.span.end, hashed=hashed)
        if not numerals:
            continue
        sentences = sentences_in(text, block.span)
        starts = [s.start for s in sentences]
        clause: Clause | None = None
        replaced |= {n.span: n.change for n in numerals if n.change is not None}
        for numeral in numerals:
            sentence = sentences[bisect.bisect_right(starts, numeral.span.start) - 1]
            if clause is None or clause.span != sentence:
                clause = Clause.of(text, sentence, syntax)
            draft = Scene(numeral, clause, drafts, sources, table, f"f{len(drafts) + 1}").draft()
            if draft is not None:
                drafts.append(draft)
                _share_event(text, drafts)
    drafts = _with_people(text, drafts)
    holder_of = Holders(statements, text)
    named = {d.figure.span: d.figure.id for d in drafts}
    return tuple(
        replace(
            d.figure,
            holder=holder_of(d.figure.span),
            replaces=named.get(replaced[d.figure.span]) if d.figure.span in replaced else None,
        )
        for d in drafts
    )


def _share_event(text: str, drafts: list[Draft]) -> None:
    """What is said of a part that stands inside is said of the whole: *110 people, including 30 children, were killed*."""
    part = drafts[-1].figure
    for i, draft in enumerate(drafts):
        whole = draft.figure
        if whole.id == part.part_of and not whole.event and part.event and draft.people and draft.sentence == drafts[-1].sentence:
            if any(w in _RELATIVE for w in text[part.span.end : part.event[0].start].split()):
                continue
            drafts[i] = replace(draft, figure=replace(whole, sort=part.sort, event=part.event))


def _with_people(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """Who is meant where nobody is named, as in *12 were killed*: the *people* that stand nearest by a number, or at all."""
    if not any(d.people and not d.figure.counts for d in drafts):
        return list(drafts)
    counted = [c for d in drafts for c in d.figure.counts if c.of(text).casefold() == "people"]
    named = counted or [Span(m.start(), m.end()) for m in _PEOPLE.finditer(text)]
    if not named:
        return list(drafts)

    def with_people(draft: Draft) -> Draft:
        figure = draft.figure
        told = figure.sort is not Sort.OTHER or text.startswith(" who ", figure.span.end)  # but clusters of billions
        if not draft.people or figure.counts or not (counted or told):
            return draft
        return replace(draft, figure=replace(figure, counts=(min(named, key=lambda c: _apart(c, figure.span)),)))

    return [with_people(d) for d in drafts]


def _apart(a: Span, b: Span) -> int:
    return max(a.start - b.end, b.start - a.end)


class Holders:
    """Says on whose word a place of the page stands: the innermost statement whose content holds it."""

    def __init__(self, statements: Sequence[Statement], text: str = "") -> None:
        statements = [s for s in statements if not _is_own(s, text)]
        outer = {s.id: s.within for s in statements}
        ranked = [((sum(map(len, s.content)), -_depth(s.id, outer), s.id), s) for s in statements]
        self._pieces = sorted(((p, rank) for rank, s in ranked for p in s.content), key=lambda each: each[0].start)
        self._starts = [p.start for p, _ in self._pieces]
        self._text = text
        self._cut = sorted((s.content[-1].end, s.id) for s in statements if s.content and _may_be_cut(s, text))

    def __call__(self, span: Span) -> str:
        """The id of the statement, or ``"outlet"``."""
        before = self._pieces[: bisect.bisect_right(self._starts, span.start)]
        holding = [rank for piece, rank in before if piece.end >= span.end or piece.end > span.start]
        return min(holding)[-1] if holding else self._going_on(span)

    def _going_on(self, span: Span) -> str:
        """The statement whose content ends a few words before, in words that go on with it: *said 60 had come, up from 40*."""
        at = bisect.bisect_right(self._cut, (span.start + 1, "")) - 1
        if at < 0 or span.start - self._cut[at][0] > _FEW:
            return OUTLET
        end, name = self._cut[at]
        return name if _GOES_ON.fullmatch(self._text, end, span.start) else OUTLET


def _depth(name: str, outer: Mapping[str, str | None]) -> int:
    """In how many others a statement stands: a post and what it passes on have the same words."""
    depth, held = 0, outer.get(name)
    while held is not None and depth < len(outer):
        depth, held = depth + 1, outer.get(held)
    return depth


def _is_own(statement: Statement, text: str) -> bool:
    """Whether the page itself speaks: *reportedly killed 26*, *$3m has been pledged*, *she plans to spend $3m*."""
    if not text or not statement.cue:
        return False
    words = words_of(statement.cue, text).casefold()
    if not statement.source:
        return _AGENTLESS.search(words) is not None
    return _INTENDS.fullmatch(words) is not None


def _may_be_cut(statement: Statement, text: str) -> bool:
    """Whether more of a content may follow: it is reported after its cue, and no closing quotation mark ends it."""
    if not statement.source or not statement.cue or statement.cue[0].start > statement.content[0].start:
        return False
    end = statement.content[-1].end
    return end < len(text) and text[end - 1] not in "”\"’'" and text[end] not in "”\"’'"
