"""Figures: from the numbers of a page to what is counted, what happened, and on whose word it stands.

The door of this part of sayso is :func:`figures_of`.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import replace

from sayso.claims.clause import Clause, sentences_in
from sayso.claims.figure import OUTLET, Figure
from sayso.claims.numerals import numerals_in
from sayso.claims.scene import Draft, Scene
from sayso.claims.sorts import sorts
from sayso.claims.statement import Statement
from sayso.page.page import Page
from sayso.reading.syntax import Syntax
from sayso.text import Span

_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})


def figures_of(page: Page, statements: Sequence[Statement], syntax: Syntax) -> tuple[Figure, ...]:
    """The figures of a page in text order, named ``f1``, ``f2``, …

    ``syntax`` is what the model says of the page's words. Empty for a page whose claims are not read.
    """
    text, table = page.text, sorts()
    sources = sorted(piece for s in statements for piece in s.source)
    drafts: list[Draft] = []
    replaced: dict[Span, Span] = {}
    for block in page.blocks_for_claims():
        numerals = numerals_in(text, block.span.start, block.span.end)
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
    holder_of = Holders(statements)
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
        if whole.id == part.part_of and not whole.event and part.event and draft.sentence == drafts[-1].sentence:
            if any(w in _RELATIVE for w in text[part.span.end : part.event[0].start].split()):
                continue
            drafts[i] = replace(draft, figure=replace(whole, sort=part.sort, event=part.event))


def _with_people(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """Who is meant where nobody is named, as in *12 were killed*: the *people* that stand nearest by a number."""
    named = [c for d in drafts for c in d.figure.counts if c.of(text).casefold() == "people"]
    return [
        replace(d, figure=replace(d.figure, counts=(min(named, key=lambda c: _apart(c, d.figure.span)),)))
        if named and d.people and not d.figure.counts
        else d
        for d in drafts
    ]


def _apart(a: Span, b: Span) -> int:
    return max(a.start - b.end, b.start - a.end)


class Holders:
    """Says on whose word a place of the page stands: the innermost statement whose content holds it."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        sized = [(sum(map(len, s.content)), s) for s in statements]
        self._pieces = sorted(((p, size, s.id) for size, s in sized for p in s.content), key=lambda each: each[0].start)
        self._starts = [p.start for p, _, _ in self._pieces]

    def __call__(self, span: Span) -> str:
        """The id of the statement, or ``"outlet"``."""
        before = self._pieces[: bisect.bisect_right(self._starts, span.start)]
        holding = [(size, name) for piece, size, name in before if piece.end >= span.end]
        return min(holding)[1] if holding else OUTLET
