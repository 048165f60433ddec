"""Facets: what a figure is told apart by and compared by, read off its own words, or else its sentence, its page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sayso.claims.figure import Sort
from sayso.claims.report import Report
from sayso.ledger.figures import figure_entry
from sayso.stories.dossiers.figures.keys import Facts, day_and_year, head_of, keys_of
from sayso.stories.dossiers.figures.near import Near
from sayso.stories.dossiers.figures.quantity import Quantity, quantity_of
from sayso.stories.dossiers.figures.scene import WORLD, Scene, Spot, spot_of, stem
from sayso.stories.dossiers.figures.sides import NO_SIDE, Side, Sides
from sayso.stories.dossiers.figures.tables import happenings
from sayso.text import Span

_GROUPS = re.compile(
    r"\b(child(?:ren)?|minors?|infants?|bab(?:y|ies)|girls?|boys?|women|woman|staff|prisoners?|inmates?"
    r"|(?<!and )crew|passengers?(?! and crew)|peacekeepers?|tourists?"
    r"|foreigners?|students?|journalists?|medics?|doctors?|nurses?|nationals?|police|soldiers?|lorries|under sixteen"
    r"|teenagers?|generals?|commanders?|colonels?|captured fighters|workers?|members of the [\w-]+"
    r"|volunteers?|pilgrims?|senators?|relatives|family|pupils)\b",
    re.IGNORECASE,
)
_PATIENTS = re.compile(r"\bpatients?\b", re.IGNORECASE)
_NATIONALS = re.compile(r"\b(?:[A-Z][a-z]+(?:ans?|ese|ish|ians?|is|ons)|UN|French|Dutch|Greeks?|Czechs?|Swiss|Welsh)\b")
_LASTING = ("violence", "outbreak", "famine")
"""Kinds that go on in many places at a time; what happens at once is joined on pages of one topic though one does not name it."""
_AT_ONCE = "at once"
_FOLLOWS_FROM = {
    "earthquake": frozenset(["collapse", "fire", "storm", "attack"]),
    "storm": frozenset(["collapse", "ship", "fire"]),
    "attack": frozenset(["collapse", "fire"]),
    "ship": frozenset(["storm", "fire", "collapse", "crash"]),
    "crash": frozenset(["fire", "collapse"]),
}
"""What comes of a happening, and is no other one: buildings that collapse in an earthquake."""


@dataclass(frozen=True, slots=True)
class Facets:
    """What a figure counts, in words that are the same for all that may be compared; ``keys`` are what it is joined by."""

    entry: str
    printed: str
    low: float | None
    high: float | None
    family: str
    """What happened: *killed*, *confirmed cases*."""
    what: str
    """The class of what is counted: *people*, *soldiers*, *tank*."""
    side: str
    """Whose, as a stem or a code; empty where it is not told."""
    group: str
    """A part of the class that is meant: *children*."""
    kind: str
    """What it happened in: *earthquake*."""
    spots: tuple[Spot, ...]
    """Where, by its own sentence."""
    inherited: bool
    """Whether where and in what are taken from the page and not from its own sentence."""
    both: bool
    """Killed and injured in one number."""
    part: bool
    """Whether its words say that it is a part of another: *among them*, *of those*, *alone*."""
    total: bool
    """Whether its words say that it is of all: *so far*, *since*, *death toll*."""
    estimated: bool
    """Whether its words say that it is no count: *feared*, *could be*, *estimates*."""
    short: str
    """Whether it covers a short time, such as a day, and not all since it began: *a short time*, *maybe*, or empty."""
    local: bool
    """Whether its words say that it is of one town or one house only, without a name."""
    since: str | None
    """When the time begins that it covers, where the page says so."""
    day: int | None
    """Of the happening or the count, for joining; ``None`` where nothing tells."""
    as_of: str
    """The time that it is of."""
    at: str
    """When its page was published."""
    near: tuple[str, ...]
    """The places, but for countries, that its own clause sets it in."""
    denied: str
    """The words beside it by which somebody denies it."""
    main: tuple[str, ...]
    """The places that its page is set in."""
    own_time: bool
    """Whether its own words give that time; otherwise it is the page's."""
    head: str
    """What is joined on pages about the same event; empty where it is told of another happening than its page's, or
    of too little.
    """
    topic: str
    """What is joined on pages about the same topic: the same, with what it happened in; empty where that is not told."""
    keys: tuple[tuple[str, str], ...]
    """What it shares with those that it is joined to, and that in words for people."""

    def words(self) -> Mapping[str, str]:
        """As a dossier shows them."""
        told = {
            "printed": self.printed,
            "low": "" if self.low is None else repr(self.low),
            "high": "" if self.high is None else repr(self.high),
            "family": self.family,
            "what": self.what,
            "side": self.side,
            "group": self.group,
            "kind": self.kind,
            "place": ", ".join(spot.name for spot in self.spots),
            "inherited": "kind and place of the page" if self.inherited else "",
            "both": "killed and injured" if self.both else "",
            "part": "part" if self.part else "",
            "short": self.short,
            "total": "total" if self.total else "",
            "estimated": "estimated" if self.estimated else "",
            "local": "local" if self.local else "",
            "spots": " ".join(key.replace(" ", "_") for key in self.near),
            "denied": self.denied,
            "main": " ".join(key.replace(" ", "_") for key in self.main),
            "at": self.at,
            "since": self.since or "",
            "as_of": self.as_of,
            "own_time": "own words" if self.own_time else "",
        }
        return {what: value for what, value in told.items() if value}


def facets_of(report: Report) -> Iterator[Facets]:
    """The facets of each figure of a page that can be joined with others; those of which too little is told are left out."""
    scene = Scene(report)
    text = report.page.text
    ends = sorted(f.span for f in report.figures)
    sides = Sides(scene, {s.id: s for s in report.statements}, list(report.figures), text)
    earlier: tuple[Near, Quantity] | None = None
    sided: tuple[Near, Side] | None = None
    wholes: dict[str, tuple[Quantity, Side]] = {}
    for figure in sorted(report.figures, key=lambda f: f.span):
        if figure.low is None and figure.high is None:
            continue
        near = Near(report, scene, figure, ends)
        quantity = None if near.is_background else quantity_of(near, earlier)
        if quantity is None:
            continue
        whole = wholes.get(figure.part_of or "")
        if whole is not None and whole[0].family == quantity.family and quantity.what == "people":
            quantity, side = whole  # *2,600 dead, of whom 430 fell at the airfield*
        else:
            side = sides.of(near, quantity, sided)
        wholes[figure.id] = quantity, side
        earlier = near, quantity
        if side != NO_SIDE:
            sided = near, side
        yield _facets(near, quantity, side)


def _facets(near: Near, quantity: Quantity, side: Side) -> Facets:
    scene, figure, report = near.scene, near.figure, near.report
    kind, own_kind = _kind(near, quantity)
    if quantity.family == "treated" and kind != "outbreak":
        quantity = Quantity("injured", quantity.what)
    facts = Facts(near, quantity, side, kind, _spots(near))
    head = head_of(facts)
    as_of = figure.as_of.value if figure.as_of and figure.as_of.value else None
    published = report.page.published
    group = _group(near, quantity, kind)
    return Facets(
        entry=figure_entry(report.page.text_digest, figure.span),
        printed=near.printed,
        low=figure.low,
        high=figure.high,
        family=quantity.family,
        what=quantity.what,
        side=side.own,
        group=group if group != quantity.what else "",
        kind=kind or "",
        spots=facts.spots,
        inherited=not own_kind or not facts.spots,
        both=(figure.sort is Sort.CASUALTIES and "victim" not in near.counts) or near.is_both,
        part=figure.part_of is not None or near.is_part,
        total=near.is_total,
        estimated=near.is_estimated,
        short=near.short,
        local=near.is_local,
        at=published or "",
        near=_near_spots(near),
        denied=near.denied,
        main=tuple(spot.key for spot in scene.places),
        since=figure.period.value if figure.period and figure.period.opens else None,
        day=day_and_year(near)[0],
        as_of=as_of or (published or "")[:16],
        own_time=as_of is not None,
        head=head,
        topic=f"{head}:{kind if kind in _LASTING else _AT_ONCE}" if head and kind != "attack" else "",
        keys=tuple(keys_of(facts).items()),
    )


def _spots(near: Near) -> tuple[Spot, ...]:
    """The places that its own sentence sets it in, of those in several countries the ones in its own clause."""
    scene, figure = near.scene, near.figure
    spots = scene.places_in(near.sentence)
    if figure.place is not None:
        own = figure.place.means.name if figure.place.means else figure.place.span.of(near.text)
        spot = spot_of(own, located=True)
        if spot is not None and not (spot.is_country and any(s.country == spot.country for s in spots)):
            spots = tuple(dict.fromkeys((spot, *spots)))
    if len({spot.country for spot in spots}) > 1:
        clause = Span(max(near.sentence.start, figure.span.start - 30), min(near.sentence.end, figure.span.end + 60))
        close = {spot.key for spot in scene.places_in(clause)}
        spots = tuple(spot for spot in spots if spot.key in close) or spots
    if near.is_of_the_world and not any(not spot.is_country for spot in spots):
        return (WORLD,)
    if not spots and scene.kind == "outbreak" and (land := scene.land_of_people_in(near.sentence)) is not None:
        return (land,)
    return (WORLD,) if not spots and near.may_be_of_the_world else spots


def _near_spots(near: Near) -> tuple[str, ...]:
    figure, sentence = near.figure, near.sentence
    clause = Span(max(sentence.start, figure.span.start - 50), min(sentence.end, figure.span.end + 80))
    keys = {spot.key for spot in near.scene.places_in(clause) if not spot.is_country}
    if figure.place is not None and figure.place.means is not None:
        keys |= {s.key for s in [spot_of(figure.place.means.name, located=True)] if s is not None and not s.is_country}
    return tuple(sorted(keys))


def _kind(near: Near, quantity: Quantity) -> tuple[str | None, bool]:
    """What it happened in, and whether its own sentence says so."""
    page = near.scene.kind
    if quantity.what == "soldiers" or quantity.family in ("prisoners", "deployed"):
        return page, False
    words = near.sentence.of(near.text)
    own = [h.kind for h in happenings() if h.words.search(words)]
    if page in own:
        return page, True
    if len(own) == 1 and own[0] not in _FOLLOWS_FROM.get(page or "", ()):
        return own[0], True
    return page, False


def _group(near: Near, quantity: Quantity, kind: str | None) -> str:
    """The part of the class that is meant: *children*, *Danes*."""
    counted = "" if quantity.family == "prisoners" else f"{near.counts} {near.after[:24]}"
    if quantity.what in ("people", "soldiers", "vehicle") and (m := _GROUPS.search(counted)):
        return m[1].casefold()
    if quantity.family in ("killed", "missing") and kind != "outbreak" and (m := _PATIENTS.search(near.counts)):
        return m[0].casefold()  # of one hospital; in an outbreak they are all
    if quantity.what == "people" and (m := _NATIONALS.search(near.counted)):
        return m[0].casefold() if stem(m[0]) not in {s.key for s in near.scene.places} else ""
    return ""
