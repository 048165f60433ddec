"""Settling: which of several things that fit each other or not are one, whatever the order in which they come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

_Thing = TypeVar("_Thing")

FAR_MORE = 10
"""So many times as many pages must tell of one than of all others before a page that tells nothing is taken to mean that one."""


@dataclass(frozen=True, slots=True)
class Settled(Generic[_Thing]):
    """Things that are one; ``open`` where it fits several that are not one, and so is taken for none of them."""

    things: tuple[_Thing, ...]
    open: bool = False


def settled(
    things: Sequence[_Thing],
    *,
    fits: Callable[[_Thing, _Thing], bool],
    rivals: Callable[[_Thing, _Thing], bool],
    weight: Callable[[_Thing], int],
) -> list[Settled[_Thing]]:
    """The things in groups.

    Those that fit are one. But a thing that fits two which are rivals is linked to neither, unless one side is on far more pages:
    *George Bush* beside *George W. Bush* and *George H. W. Bush*. So no group holds what its own members speak against.
    """
    count = len(things)
    near = [0] * count
    against = [0] * count
    for i in range(count):
        for j in range(i + 1, count):
            if fits(things[i], things[j]):
                near[i] |= 1 << j
                near[j] |= 1 << i
            if rivals(things[i], things[j]):
                against[i] |= 1 << j
                against[j] |= 1 << i
    clear = [not any(against[j] & near[i] for j in _bits(near[i])) for i in range(count)]
    group = list(range(count))

    def root(i: int) -> int:
        while group[i] != i:
            i = group[i]
        return i

    for i in range(count):
        for j in _bits(near[i]):
            if clear[i] and clear[j]:
                group[max(root(i), root(j))] = min(root(i), root(j))
    members: dict[int, list[int]] = {}
    for i in range(count):
        if clear[i]:
            members.setdefault(root(i), []).append(i)
    mine = {first: sum(weight(things[i]) for i in group_of) for first, group_of in members.items()}
    joining: dict[int, list[int]] = {}
    alone: list[int] = []
    for i in range(count):
        if clear[i]:
            continue
        fitting = [first for first, of_it in members.items() if any(near[i] >> j & 1 for j in of_it)]
        fitting = [first for first in fitting if not any(against[i] >> j & 1 for j in members[first])]
        best = max(fitting, key=lambda first: mine[first], default=None)
        rest = sum(mine[first] for first in fitting if first != best)
        if best is not None and mine[best] >= FAR_MORE * rest:
            joining.setdefault(best, []).append(i)
        else:
            alone.append(i)
    found = [Settled(tuple(things[i] for i in (*of_it, *joining.get(first, ())))) for first, of_it in members.items()]
    return found + [Settled((things[i],), open=True) for i in alone]


def _bits(mask: int) -> list[int]:
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found
