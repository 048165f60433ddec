"""Counted: what became of the numbers of the older version, figures or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.claims.figure import OUTLET, Figure, Sort
from sayso.stories.revisions.change import Change, ChangeKind
from sayso.stories.revisions.numbers import Number, NumberChange, bound_changes, number_changes, numbers_in
from sayso.stories.revisions.said import Said
from sayso.stories.revisions.sides import Side, Versions
from sayso.text import Span

_ONE_SIDED = frozenset({ChangeKind.FIGURE_ADDED, ChangeKind.FIGURE_DROPPED})


def counted_in(versions: Versions, said: Said) -> list[Change]:
    """The numbers that changed in sentences that belong together, then figures that came or went with a sentence."""
    found: list[NumberChange] = []
    alignment = versions.alignment
    paired_new = set[int]()
    paired_old = set[int]()
    for i, j in sorted(alignment.joined):
        one, other = versions.old.sentences[i], versions.new.sentences[j]
        whole = alignment.pairs.get(i) == j
        changes = number_changes(numbers_in(versions.old.text, one.span), numbers_in(versions.new.text, other.span))
        found += [change for change in changes if whole or change.kind not in _ONE_SIDED]
        paired_old.add(i)
        paired_new.add(j)
    for side, paired, kind in (
        (versions.old, paired_old | alignment.same.keys(), ChangeKind.FIGURE_DROPPED),
        (versions.new, paired_new | alignment.same_back.keys(), ChangeKind.FIGURE_ADDED),
    ):
        for place, sentence in enumerate(side.sentences):
            if place not in paired:
                numbers = numbers_in(side.text, sentence.span)
                dropped = kind is ChangeKind.FIGURE_DROPPED
                found += [NumberChange(kind, n if dropped else None, None if dropped else n) for n in numbers]
    return list(_changes(versions, said, _once(found)))


def _once(found: Sequence[NumberChange]) -> list[NumberChange]:
    seen: dict[tuple[ChangeKind, Span | None, Span | None], NumberChange] = {}
    for change in found:
        place = (change.kind, change.old.span if change.old else None, change.new.span if change.new else None)
        seen.setdefault(place, change)
    return list(seen.values())


def _changes(versions: Versions, said: Said, found: Sequence[NumberChange]) -> Iterator[Change]:
    gone = [change.old for change in found if change.kind is ChangeKind.FIGURE_DROPPED and change.old]
    come = [change.new for change in found if change.kind is ChangeKind.FIGURE_ADDED and change.new]
    paired: list[NumberChange] = []
    for one, other in list(_across(versions, said, gone, come)):
        gone.remove(one)
        come.remove(other)
        if one.value != other.value:
            paired.append(NumberChange(ChangeKind.FIGURE_CHANGED, one, other))
        paired += bound_changes(one, other)
    for change in (*(change for change in found if change.kind not in _ONE_SIDED), *paired):
        yield _change(versions, change)
    for side, far, numbers, kind in (
        (versions.old, versions.new, gone, ChangeKind.FIGURE_DROPPED),
        (versions.new, versions.old, come, ChangeKind.FIGURE_ADDED),
    ):
        for number in numbers:
            figure = _figure(side, number)
            if figure is None or any(f.low == figure.low and f.high == figure.high for f in far.report.figures):
                continue  # counts nothing, or is told there as well
            dropped = kind is ChangeKind.FIGURE_DROPPED
            yield _change(versions, NumberChange(kind, number if dropped else None, None if dropped else number))


def _across(versions: Versions, said: Said, gone: Sequence[Number], come: Sequence[Number]) -> Iterator[tuple[Number, Number]]:
    """Figures of one quantity in sentences that were written anew: of one sort and on one word, each the only one of its side."""
    ours = [(n, f) for n in gone if (f := _figure(versions.old, n)) is not None]
    theirs = [(n, f) for n in come if (f := _figure(versions.new, n)) is not None]
    for number, figure in ours:
        like = [(n, f) for n, f in theirs if _is_like(versions, said, figure, f)]
        back = [f for _, f in ours if like and _is_like(versions, said, f, like[0][1])]
        if len(like) == 1 and len(back) == 1:
            yield number, like[0][0]


def _is_like(versions: Versions, said: Said, one: Figure, other: Figure) -> bool:
    if one.sort is not other.sort or one.sort in (Sort.OTHER, Sort.MONEY, Sort.SHARE):
        return False
    if (one.part_of is None) != (other.part_of is None):
        return False
    names = [_holder(side, figure) for side, figure in ((versions.old, one), (versions.new, other))]
    if names[0] != names[1] and said.matched.get(one.holder) != other.holder:
        return False
    places = [
        figure.place.span.of(side.text).casefold() if figure.place else None for side, figure in _sides(versions, one, other)
    ]
    return places[0] is None or places[1] is None or places[0] == places[1]


def _sides(versions: Versions, one: Figure, other: Figure) -> tuple[tuple[Side, Figure], tuple[Side, Figure]]:
    return (versions.old, one), (versions.new, other)


def _holder(side: Side, figure: Figure) -> str | None:
    if figure.holder == OUTLET:
        return OUTLET
    return next((s.speaker.name for s in side.report.statements if s.id == figure.holder), None)


def _figure(side: Side, number: Number) -> Figure | None:
    return next((f for f in side.report.figures if f.span.overlaps(number.span)), None)


def _change(versions: Versions, change: NumberChange) -> Change:
    was, now = ((number.span,) if number else () for number in (change.old, change.new))
    one = _figure(versions.old, change.old) if change.old else None
    other = _figure(versions.new, change.new) if change.new else None
    return Change(change.kind, was, now, one.id if one else None, other.id if other else None)
