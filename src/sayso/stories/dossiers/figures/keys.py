"""Keys: what figures are joined by. Two that share a key count the same, at one place, in one time; each key says so in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.claims.figure import Precision, Sort
from sayso.stories.dossiers.figures.near import Near
from sayso.stories.dossiers.figures.quantity import Quantity
from sayso.stories.dossiers.figures.scene import Spot, happening
from sayso.stories.dossiers.figures.sides import MILITARY, WARLIKE, Side
from sayso.stories.traces import day_of

LOCAL_DAYS, WIDE_DAYS = 6, 12
"""Figures of one spot, or of a region, whose days are at most so many apart may be of the same happening."""
SIDE_DAYS = 60
"""The same of what a side lost in a war, which is told seldom, and of all since it began."""
TOWN_DAYS = 2
"""Days within which violence in one town is taken for the same happening."""
NUMBER_DAYS = 4
"""Days within which the same unusual number, of the same, beside the same name, is taken for the same count."""

_BY_TOWN = frozenset(
    ["killed", "injured", "missing", "rescued", "arrested", "held", "crowd", "hostages", "trapped", "destroyed", "damaged"]
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a figure's keys are made from."""

    near: Near
    quantity: Quantity
    side: Side
    kind: str | None
    spots: tuple[Spot, ...]

    @property
    def family(self) -> str:
        """What happened, apart for what happens each day."""
        return f"{self.quantity.family} a day" if self.near.is_rate else self.quantity.family

    @property
    def is_military(self) -> bool:
        """Whether it belongs to a side that is told."""
        return bool(self.side.own) and self.quantity.what in MILITARY

    @property
    def is_foreign(self) -> bool:
        """Whether its own words set it in another country than its page is set in."""
        main = self.near.scene.places
        return (
            bool(self.spots)
            and bool(main)
            and all(s.country is not None and main[0].country is not None and s.country != main[0].country for s in self.spots)
        )

    @property
    def land(self) -> str:
        """The country that it is told of, where it is a known one."""
        told = {spot.country for spot in self.spots if spot.country}
        return "+".join(sorted(told or {s.country for s in self.near.scene.places[:1] if s.country}))

    @property
    def town(self) -> str:
        """The town that it is told of where violence there is another happening than that in its land as a whole."""
        if self.kind not in ("violence", "attack") or self.quantity.family not in _BY_TOWN:
            return ""
        towns = sorted(spot.key for spot in self.spots if spot.country and not spot.is_country)
        if not towns and self.kind == "attack":
            main = [spot for spot in self.near.scene.places if spot.country]
            towns = [spot.key for spot in main if not spot.is_country][:1] or ["nowhere" for _ in main[:1]]
        return "+".join(towns)

    @property
    def is_loose(self) -> bool:
        """Whether it may be of any of many happenings in a land: not told of all, nor of the land, nor of a town."""
        if self.kind not in ("violence", "attack") or self.quantity.family not in _BY_TOWN:
            return False
        if not any(s.country for s in self.near.scene.places):
            return False
        return not (self.near.is_total or any(spot.is_country for spot in self.spots) or self.town not in ("", "nowhere"))


def day_and_year(near: Near) -> tuple[int | None, int | None]:
    """The day for joining, and the year instead where it is told of another time."""
    figure, scene = near.figure, near.scene
    published = day_of(near.report.page.published)
    when = figure.as_of
    others = {y for y in scene.years_in(near.sentence) if scene.year is not None and y != scene.year}
    if when is not None and when.value is not None:
        if when.precision is Precision.DAY:
            day = day_of(when.value)
            if day is not None and published is not None and not -400 < day - published < 40:
                return None, int(when.value[:4])
            return day or published, None
        if when.precision is Precision.MONTH and not when.opens and when.value[:7] != (near.report.page.published or "")[:7]:
            return day_of(f"{when.value[:7]}-15") or published, None  # *a blast in January* is not today's
        if scene.year is not None and when.value[:4].isdigit() and int(when.value[:4]) != scene.year:
            return None, int(when.value[:4])
    if others and published is not None:
        since = figure.period.value[:4] if figure.period and figure.period.value else ""
        if str(min(others)) != since or max(others) < (scene.year or 0) - 1:
            return None, min(others)
    if scene.year is not None and when is None and not others and not _NOW.search(near.sentence.of(near.text)):
        before = scene.years_in(near.sentence_before)
        if before and max(before) < scene.year - 5:  # *The epidemic of 1918 was the worst. It killed millions.*
            return None, max(before)
    return published, None


_NOW = re.compile(r"\b(?:now|so far|has|have|today|yesterday|this (?:week|month|year)|since|\w+day)\b", re.IGNORECASE)


def head_of(facts: Facts) -> str:
    """What is joined on pages about the same event; empty where it is told of another happening, or of one of many."""
    near, scene, what = facts.near, facts.near.scene, facts.quantity.what
    day, year = day_and_year(near)
    if year is not None or facts.is_foreign or (scene.places and not facts.spots and not scene.is_of_one_land):
        return ""
    if what == "soldiers" and not facts.side.own and scene.kind in WARLIKE:
        return ""  # nobody knows whose: it would join two sides
    if facts.quantity.family == "crowd" and scene.kind not in ("violence", None):
        return ""
    if facts.is_loose and not facts.is_military:
        return ""
    apart = "attack" if facts.kind == "attack" and what == "people" else ""
    land = "" if facts.is_military else facts.land
    if (town := facts.town) == "nowhere":
        return ""  # one of many attacks in a land, and nobody knows where
    when = f":{town}:{(day or 0) // TOWN_DAYS}" if town else ""
    return f"{facts.family}:{what}:{facts.side.own}:{apart}:{land}{when}"


def keys_of(facts: Facts) -> dict[str, str]:
    """The keys, each with why."""
    return dict(reversed([*_keys(facts)]))


def _keys(facts: Facts) -> Iterator[tuple[str, str]]:
    near, scene, what, kind, side = facts.near, facts.near.scene, facts.quantity.what, facts.kind, facts.side
    day, year = day_and_year(near)
    if day is None and year is None:
        return
    told = f"{what}, {facts.family}" + (f", of {side.own}" if side.own else "")
    if what in MILITARY and scene.kind in WARLIKE and (side.own or side.against):
        enemy = side.against or (scene.other_side(side.own) if len(scene.sides) == 2 else "")
        if side.own:
            yield from _in_time(f"{facts.family}:{what}:{side.own}:war", told, day, year, SIDE_DAYS)
        if enemy:
            against = f"{what}, {facts.family}, of the enemies of {enemy}"
            yield from _in_time(f"{facts.family}:{what}:against {enemy}:war", against, day, year, SIDE_DAYS)
        return
    head = f"{facts.family}:{what}:{side.own}"
    if side.own and what in MILITARY:
        yield from _in_time(f"{head}:war", told, day, year, SIDE_DAYS)
        return
    yield from _number_keys(facts, day, year)
    if kind is None or (what in MILITARY and kind in WARLIKE) or (scene.places and not facts.spots and not scene.is_of_one_land):
        return
    name = scene.disease if kind == "outbreak" else kind
    if name is None or (facts.quantity.family == "crowd" and kind != "violence"):
        return
    days = LOCAL_DAYS if happening(kind).is_local else WIDE_DAYS
    if (town := facts.town) == "nowhere":
        return
    if town:
        where = ", ".join(s.name for s in facts.spots) or town
        yield from _on_days(f"{head}:{name}:{town}", f"{told}; {name}, {where}", near, day, year)
        return
    if kind in ("ship", "crash") and scene.ship is not None and year is None and not facts.is_foreign:
        yield from _in_time(f"{head}:{kind}:{scene.ship}", f"{told}; {scene.ship}", day, year, days)
        return
    if facts.is_loose:
        return
    if "+" in facts.land:
        yield from _in_time(f"{head}:{name}:{facts.land}", f"{told}; {name}, {facts.land}", day, year, days)
        return
    yield from _at_places(facts, head, f"{told}; {name}", name, days)


def _at_places(facts: Facts, head: str, told: str, name: str, days: int) -> Iterator[tuple[str, str]]:
    """A key for each place that it is told of, and for its country."""
    day, year = day_and_year(facts.near)
    main, is_local = facts.near.scene.places, happening(facts.kind or "").is_local
    where: tuple[Spot, ...]
    if year is not None or facts.is_foreign:
        where = facts.spots
    elif is_local:
        where = facts.spots or main[:1]
    else:
        where = (*facts.spots, *main)
    land = facts.land
    for spot in where:
        if spot.country in (None, land):
            yield from _in_time(f"{head}:{name}:{spot.key}", f"{told}, {spot.name}", day, year, days)
        if spot.country and spot.country == land and not spot.is_country and not is_local:
            yield from _in_time(f"{head}:{name}:{spot.country}", f"{told}, {spot.country}", day, year, days)


def _number_keys(facts: Facts, day: int | None, year: int | None) -> Iterator[tuple[str, str]]:
    """The same unusual number of the same within days, beside the same name: a page that tells no place tells *268 dead*."""
    figure = facts.near.figure
    if figure.low is None or figure.low != figure.high or figure.sort is Sort.SHARE or year is not None:
        return
    number = f"{figure.low:.0f}"
    if len(number.strip("0")) < _TELLING_DIGITS:
        return
    told = f"the same number, {figure.span.of(facts.near.text)}, of {facts.quantity.what}, {facts.family}"
    for name in facts.near.scene.names:
        key = f"={number}:{facts.family}:{facts.quantity.what}:{facts.side.own}:{name}"
        yield from _in_time(key, f"{told}; both name {name.title()}", day, year, NUMBER_DAYS)


_TELLING_DIGITS = 3


def _on_days(key: str, told: str, near: Near, day: int | None, year: int | None) -> Iterator[tuple[str, str]]:
    """Of violence in a town: a figure whose day is told goes with that day; others with the day before; totals with two."""
    if year is not None or day is None:
        yield f"{key}:y{year}", f"{told}; {year}"
        return
    is_told = near.figure.as_of is not None and near.figure.as_of.precision is Precision.DAY and not near.is_total
    for back in range(1 if is_told else TOWN_DAYS + 1 if near.is_total else TOWN_DAYS):
        yield f"{key}:on {day - back}", told


def _in_time(key: str, told: str, day: int | None, year: int | None, days: int) -> Iterator[tuple[str, str]]:
    """Two keys, one of them shared by all days that are at most so many apart."""
    if year is not None or day is None:
        yield f"{key}:y{year}", f"{told}; {year}"
        return
    for begin in (day // days, day // days + 1):
        yield f"{key}:{days}:{begin}", told
