"""How figures of one dossier stand to each other, and which of them are set beside each other."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain, combinations

from sqlalchemy import Connection

from sayso.claims.report import number
from sayso.stories.disputes.figures.relation import relation_of
from sayso.stories.disputes.figures.view import View, Views
from sayso.stories.dossiers.dossier import Dossier, Member, Relation

__all__ = ["View", "Views", "relation_between", "relation_of", "relations"]

PAIRED_DAYS = 7
"""Figures that are longer apart are not set beside each other for a list: what lies between them tells more."""
PAIRED = 150
"""With so many figures of a dossier after it each is set beside, at most."""
READ = 1500
"""So many of the latest figures are looked at for a list."""


def relations(connection: Connection, dossier: Dossier) -> list[Relation]:
    """How those stand to each other that say what: of each source and time the numbers it gives, not all pairs of pages."""
    views = Views(connection)
    every = [view for member in dossier.members[-READ:] if (view := views.of(member)) is not None]
    plain: dict[tuple[object, ...], View] = {}
    for view in every:
        plain.setdefault(_told(view), view)
    found: dict[tuple[object, ...], Relation] = {}
    for a, b in chain(_on_one_page(every), near(list(plain.values()))):
        pair = tuple(sorted((_told(a), _told(b)), key=repr))
        if pair not in found or not found[pair].kind.is_dispute:  # on its own page one may be set against the other
            found[pair] = _relation(a, b)
    return list(found.values())


def _told(view: View) -> tuple[object, ...]:
    """Who says what for which day; where that is the same, one page is as good as another."""
    who = view.source.casefold() or (view.outlet if view.own_voice else view.entry)
    day = view.facets.get("as_of", "")[:10]
    return who, day, number(view.figure.low), number(view.figure.high), view.facets.get("group")


def _on_one_page(views: list[View]) -> Iterator[tuple[View, View]]:
    pages: dict[int, list[View]] = defaultdict(list)
    for view in views:
        pages[view.page].append(view)
    for own in pages.values():
        yield from combinations(own, 2)


def near(views: list[View]) -> Iterator[tuple[View, View]]:
    """Those to be set beside each other, the earlier first."""
    ordered = sorted((v for v in views if v.moment is not None), key=lambda v: (v.moment or datetime.min, v.entry))
    moments = [v.moment or datetime.min for v in ordered]
    for place, a in enumerate(ordered):
        end = bisect_left(moments, moments[place] + timedelta(days=PAIRED_DAYS, seconds=1))
        yield from ((a, b) for b in ordered[place + 1 : min(end, place + 1 + PAIRED)])


def relation_between(connection: Connection, one: Member, other: Member) -> Relation | None:
    """How two members of one dossier stand to each other; ``None`` where one of them is gone from its page."""
    views = Views(connection)
    a, b = views.of(one), views.of(other)
    return _relation(a, b) if a is not None and b is not None else None


def _relation(a: View, b: View) -> Relation:
    return Relation(a.entry, b.entry, *relation_of(a, b))
