"""The timed entries of a live page: each is read as a page of its own, with its own time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.page.article import Article, squeezed
from sayso.page.dates import clock_of, iso_of, times_in
from sayso.page.jsonld import Declared, string
from sayso.page.page import Dated
from sayso.page.signs import Sign, signs_of
from sayso.page.walk import HEADINGS, Place, Run

FEWEST = 3
ENTRY = int(Sign.ENTRY)
ALIEN = int(Sign.COMMENT | Sign.NAV | Sign.RELATED | Sign.ASIDE)


@dataclass(slots=True)
class Entry:
    """One entry: which runs it is made of, its own id, its heading and its time."""

    id: str
    runs: range
    heading: int | None
    dated: Dated | None
    title: str | None = None
    """Its heading without the clock in front of it."""
    note: str | None = None
    """What is in doubt about its time."""


def entries_of(runs: list[Run], signs: list[int], article: Declared | None) -> list[Entry]:
    """The entries of a live page in their order on it; none where the page is not a live page beyond doubt.

    Entries are sisters in the tree, at least three, each with a machine-readable time or a heading that the page declares as an
    entry's; and the page declares itself a live page, or names its entries so.
    """
    updates = {
        squeezed(title): update for update in (article.updates if article else ()) if (title := string(update.get("headline")))
    }
    live = bool(updates) or (article is not None and article.type == "liveblogposting")
    sisters: dict[tuple[Place, str], dict[Place, None]] = {}
    for i, run in enumerate(runs):
        if signs[i] & ALIEN or not (any(value for value, _ in run.times) or (updates and squeezed(run.text) in updates)):
            continue
        for place in run.place.up():
            if place.parent is not None and place.block:
                sisters.setdefault((place.parent, place.tag), {})[place] = None
    groups = [list(places) for places in sisters.values() if len(places) >= FEWEST]
    if not live:
        groups = [places for places in groups if all(named_entry(place) for place in places)]
    if not groups:
        return []
    places = max(groups, key=lambda group: (len(group), -group[0].depth))
    return [entry_of(number, place, runs, span, updates) for number, (place, span) in enumerate(spans_of(places, runs), 1)]


def named_entry(place: Place) -> bool:
    """Whether an element, or the one around it, names itself as an entry of a live page."""
    above = place.parent
    return bool((signs_of(place.tag, place.names) | (signs_of(above.tag, above.names) if above else 0)) & ENTRY)


def spans_of(places: list[Place], runs: list[Run]) -> Iterator[tuple[Place, range]]:
    """Which runs stand in each of the places."""
    wanted = set(places)
    first: dict[Place, int] = {}
    last: dict[Place, int] = {}
    for i, run in enumerate(runs):
        place = next((each for each in run.place.up() if each in wanted), None)
        if place is not None:
            first.setdefault(place, i)
            last[place] = i
    for place in places:
        yield place, range(first[place], last[place] + 1)


def entry_of(number: int, place: Place, runs: list[Run], span: range, updates: dict[str, dict[str, object]]) -> Entry:
    """One entry, with the time of its ``<time>`` element, or else the one that is declared for its heading."""
    heading = next((i for i in span if runs[i].block.tag in HEADINGS or squeezed(runs[i].text) in updates), None)
    dated = None
    for i in span:
        value = next((value for value, _ in runs[i].times if iso_of(value)), None)
        if value is not None and dated is None:
            dated = Dated("published", iso_of(value) or "", "time element", value)
    if dated is None and heading is not None and (update := updates.get(squeezed(runs[heading].text))):
        value = string(update.get("datePublished"))
        moment = iso_of(value) if value else None
        dated = Dated("published", moment, "json-ld", value or "") if moment else None
    return Entry(place.id or str(number), span, heading, dated)


LIVE = re.compile(
    r"^\W*live\b|\blive(?:[ -]?blog|[ -]?ticker| updates?| coverage| news| reporting)\b|\blive\s*[:|–—-]|[–—|:-]\s*live\W*$"
    r"|\b(?:news|live)[ -]?(?:ticker|blog)\b|as it happened|minute by minute"
    r"|\ben direct\b|\ben directo\b|\bin diretta\b|\bao vivo\b",
    re.IGNORECASE,
)
"""What the headline of a live page says."""
CLOCK = re.compile(
    r"(?P<clock>(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:Uhr|[A-Z]{2,4}\b))?)(?:\s*[:|–—-]\s+|\s+|$)(?P<rest>.*)",
    re.DOTALL,
)
"""*9.05 am: Divers at the pier*."""


def entries_by_clock(runs: list[Run], article: Article, *, headline: str | None, days: set[str]) -> list[Entry]:
    """The entries of a live page that gives only the clock of each: *9.05 am: Divers at the pier*.

    ``days`` are the days that the page gives for itself. The day of an entry is the one printed above it in the same column, else
    the page's own if it names only one; where neither is there the entry has no time, and its note says why.
    """
    if not headline or not LIVE.search(headline):
        return []
    inside = [i for i in range(len(runs)) if article.inside[i] and not article.signs[i] & ALIEN]
    clocked = {i: lead for i in inside if len(runs[i].text) <= 200 and (lead := CLOCK.fullmatch(runs[i].text))}
    settings: dict[tuple[Place | None, str, str], list[int]] = {}
    for i in clocked:
        block = runs[i].block
        settings.setdefault((block.parent, block.tag, block.names), []).append(i)
    starts = max(settings.values(), key=len, default=[])
    if len(starts) < FEWEST:
        return []
    ends = [*starts[1:], inside[-1] + 1]
    day = next(iter(days)) if len(days) == 1 else None
    found: list[Entry] = []
    at = inside[0]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        printed = [each.value for i in range(at, start) if len(runs[i].text) < 60 for each in times_in(runs[i].text)]
        day, at = (printed[-1][:10] if printed else day), start
        clock = clock_of(clocked[start]["clock"])
        rest = clocked[start]["rest"].strip() or None
        after = start + 1 if start + 1 < end and runs[start + 1].block.tag in HEADINGS else None
        heading = start if rest and len(rest) <= 150 else after
        dated = Dated("published", f"{day}T{clock.value}", "visible text", clocked[start]["clock"]) if day and clock else None
        note = None if dated else f"the page gives only a clock for this entry: {clocked[start]['clock']}"
        found.append(Entry(str(number), range(start, end), heading, dated, rest if heading == start else None, note))
    return found
