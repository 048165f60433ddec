"""Setting: as of when, over which period and where a figure holds, by the times and places that stand nearest to it."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from sayso.claims.figure import Figure, Place, Precision, When
from sayso.claims.figures.clause import sentences_in
from sayso.claims.settings.places import Places
from sayso.claims.settings.reach import is_as_of, is_of_figure, is_of_office, is_where, says_there
from sayso.claims.settings.times import times_in
from sayso.claims.statement import Statement
from sayso.page.page import Page
from sayso.text import Span

_BACK = 150
"""Characters before a figure in which a place can be what *there* means."""


class _Spanned(Protocol):
    @property
    def span(self) -> Span: ...


Found = TypeVar("Found", bound=_Spanned)


def set_in(page: Page, statements: Sequence[Statement], figures: Sequence[Figure], places: Places) -> tuple[Figure, ...]:
    """The figures with their time, period and place.

    Looked for in the sentence of the figure alone: first between it and the next figure, then between it and the one before,
    then anywhere in the sentence; never in another clause. The day on which somebody said something is not the day of what he
    said, unless there is no other; then it is that of the statement that holds the figure.
    """
    by_id = {s.id: s for s in statements}
    said = {s.circumstances.said_at.span for s in statements if s.circumstances.said_at is not None}
    out: list[Figure] = []
    for sentence, group in _by_sentence(page, figures):
        times = [w for w in times_in(page.text, sentence.start, sentence.end, page.said_at(sentence.start)) if w.span not in said]
        where = [p for p in places.places_in(sentence.start, sentence.end) if not any(p.span.overlaps(w.span) for w in times)]
        edges = [sentence.start, *(f.span.start for f in group), sentence.end]
        ends = [sentence.start, *(f.span.end for f in group)]
        for i, figure in enumerate(group):
            own = (ends[i], figure.span.start, figure.span.end, edges[i + 2])
            near = [w for w in times if is_of_figure(w, figure.span, page.text, sentence)]
            as_of = _nearest([w for w in near if is_as_of(w, page.text, page.said_at(w.span.start))], *own)
            out.append(
                replace(
                    figure,
                    as_of=as_of or _said(by_id.get(figure.holder), by_id),
                    period=_nearest([w for w in near if w.opens], *own),
                    place=_place_of(figure.span, where, own, page.text, places),
                )
            )
    return tuple(out)


def placed(statements: Sequence[Statement], places: Places) -> tuple[Statement, ...]:
    """The statements with the places that their contents name."""
    return tuple(
        replace(s, places=tuple(p for piece in s.content for p in places.places_in(piece.start, piece.end))) for s in statements
    )


def _by_sentence(page: Page, figures: Sequence[Figure]) -> list[tuple[Span, list[Figure]]]:
    groups: list[tuple[Span, list[Figure]]] = []
    sentences: list[Span] = []
    block: Span | None = None
    for figure in figures:
        if block is None or not block.covers(figure.span):
            block = next(b.span for b in page.blocks if b.span.covers(figure.span))
            sentences = sentences_in(page.text, block)
        at = bisect.bisect_right(sentences, figure.span.start, key=lambda s: s.start) - 1
        if groups and groups[-1][0] == sentences[at]:
            groups[-1][1].append(figure)
        else:
            groups.append((sentences[at], [figure]))
    return groups


def _place_of(figure: Span, where: Sequence[Place], own: tuple[int, int, int, int], text: str, places: Places) -> Place | None:
    """Where a figure holds: at the nearest place that nothing parts from it, before one that only somebody is set over."""
    if says_there(figure, own[3], text):
        start = max(text.rfind("\n", 0, figure.start) + 1, figure.start - _BACK)
        return next(reversed(places.places_in(start, figure.start)), None)
    near = [p for p in where if is_where(p, figure, text)]
    return _nearest([p for p in near if not is_of_office(p, text)], *own) or _nearest(near, *own)


def _nearest(found: Sequence[Found], before: int, start: int, end: int, after: int) -> Found | None:
    """What stands next behind a figure and before another, else next before it and behind another, else nearest of all."""
    behind = [f for f in found if end <= f.span.start < after]
    if behind:
        return behind[0]
    ahead = [f for f in found if before <= f.span.start and f.span.end <= start]
    if ahead:
        return ahead[-1]
    apart = lambda f: min(abs(f.span.start - end), abs(start - f.span.end))  # noqa: E731
    return min((f for f in found if not f.span.overlaps(Span(start, end))), key=apart, default=None)


def _said(holder: Statement | None, by_id: dict[str, Statement]) -> When | None:
    """The day on which the holder of a figure spoke, or whoever reported that holder."""
    while holder is not None:
        at = holder.circumstances.said_at
        if at is not None:
            return When(at.span, at.value, Precision.DAY if at.value and len(at.value) == len("2022-03-02") else None)
        holder = by_id.get(holder.within) if holder.within else None
    return None
