"""Places: the places that a page names, and which place of that name it means.

Between places of one name the page's own subject decides: how often it speaks of each country, and how many people live there.
Where that does not tell them clearly apart, the place stays open, with its candidates and the reason.
"""

from __future__ import annotations

import bisect
import functools
import math

from sayso.claims.figure import Candidate, Place
from sayso.claims.settings.gazetteer import ACTING, Known, country_names, is_otherwise_named, meant_elsewhere
from sayso.claims.settings.whereabouts import Found, Naming, namings_in
from sayso.page.page import Page

_MOST = 5
"""Candidates that are kept."""
_CLEARLY = 3.0
"""How much likelier one candidate must be than the next."""
_ELSEWHERE = 0.005
"""What a country weighs of which the page says nothing, beside one of which alone it speaks."""
_MUCH = 0.2
"""The share from which a page speaks of a country enough for a small town in it to be meant."""
_MOSTLY = 0.5
"""The same where the town has the name only beside its own."""
_FAME = {"country": 4.0, "capital": 4.0, "seat": 40.0}
"""What a place weighs more that is meant where its country is not named."""
_SEAT = 0.1
"""The share of a region's people from which a town of its name is meant rather than the region."""
_LARGE = 50_000
_KNOWN_EVERYWHERE = 500_000
"""People from which a town is meant without its country being named."""
_KNOWN_ALONE = 100_000
"""The same where no other place has the name."""


class Places:
    """The places of one page. Nothing is looked for before the first question."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def places_in(self, start: int, end: int) -> list[Place]:
        """The places in ``text[start:end]``, in order, never overlapping."""
        first = bisect.bisect_left(self._all, start, key=lambda place: place.span.start)
        last = bisect.bisect_left(self._all, end, key=lambda place: place.span.start)
        return [place for place in self._all[first:last] if place.span.end <= end]

    @functools.cached_property
    def _all(self) -> tuple[Place, ...]:
        found = namings_in(self._page.text, tuple(block.span for block in self._page.blocks_for_claims()))
        subject = _Subject(found)
        return tuple(place for naming in found.namings if (place := subject.place(naming)))


class _Subject:
    """What the page is about, as far as countries go."""

    def __init__(self, found: Found) -> None:
        self._spoken = found.countries
        self._most = max(found.countries.values(), default=1)
        self._named = {n.name: k for n in found.namings if (n.beside or n.region) and (k := _beside(n))}
        """What a name means once it stands beside its country."""
        self._firm = {n.name for n in found.namings if n.firm}

    def place(self, naming: Naming) -> Place | None:
        """What the name means; ``None`` where it is no more likely a place than anything else."""
        if meant := self._named.get(naming.name):
            own = naming.beside or naming.region
            because = "its country or region stands beside it" if own else "as named elsewhere beside its country or region"
            return _place(naming, meant, (meant,), because)
        known = _of_one_name(naming.known)
        elsewhere = [k for k in meant_elsewhere(naming.name, known) if k.country not in self._spoken]
        known = tuple(k for k in known if k not in elsewhere)
        clear = naming.name in self._firm or (not naming.doubtful and any(self._is_subject(k) for k in known))
        if (naming.unlocated or naming.doubtful) and not clear:
            return None
        likely = sorted(known, key=self._weight, reverse=True)
        best, rest = likely[0], likely[1:]
        candidates = tuple(likely[:_MOST])
        if not self._may_be_meant(best) and (rest or best.people < _KNOWN_ALONE):
            if not naming.firm:
                return None
            return _place(naming, None, candidates, f"the page does not speak of {_country(best)}, where a place of this name is")
        if best.loose or any(k.loose and k.country == best.country for k in known):
            others = ", ".join(dict.fromkeys(_country(k) for k in rest)) or "other countries"
            most = f"most likely {best.name} ({_country(best)}), of which the page speaks"
            return _place(naming, None, candidates, f"{most}; but there are places of this name in {others}")
        much = _MOSTLY if is_otherwise_named(best, naming.name) else _MUCH
        if not rest and best.people < _KNOWN_ALONE and self._share(best) < much:
            return _place(naming, None, candidates, f"the page speaks little of {_country(best)}, where a place of this name is")
        if not rest:
            return _place(naming, best, candidates, "the only place of this name that is known")
        if self._weight(best) >= _CLEARLY * self._weight(rest[0]):
            return _place(naming, best, candidates, self._reason(best, rest))
        if naming.unlocated or naming.doubtful:
            return None
        several = "; ".join(f"{k.name} ({_country(k)})" for k in candidates)
        return _place(naming, None, candidates, f"several places have this name: {several}")

    def _share(self, known: Known) -> float:
        """How often the page speaks of its country, beside the one of which it speaks most."""
        return self._spoken.get(known.country, 0) / self._most

    def _weight(self, known: Known) -> float:
        share = max(self._share(known), _ELSEWHERE)
        return share * math.pow(known.people, 1.5) * _FAME.get(known.kind, 1.0)

    def _may_be_meant(self, known: Known) -> bool:
        return known.country in self._spoken or known.people >= _KNOWN_EVERYWHERE or known.kind in ACTING

    def _is_subject(self, known: Known) -> bool:
        """Whether a town is large and in a country that the page speaks much of."""
        return known.people >= _LARGE and self._share(known) >= 0.5

    def _reason(self, best: Known, rest: list[Known]) -> str:
        if all(k.country == best.country for k in rest):
            return f"the largest place of this name in {_country(best)}"
        if self._spoken.get(best.country, 0) >= max(
            (self._spoken.get(k.country, 0) for k in rest if k.country != best.country), default=0
        ):
            return (
                f"the page speaks of {_country(best)}"
                if best.country in self._spoken
                else "by far the largest place of this name"
            )
        return "by far the largest place of this name"


def _beside(naming: Naming) -> Known | None:
    """The place in the country or region that stands beside its name."""
    fitting = [
        k
        for k in _of_one_name(naming.known)
        if not k.loose and (k.country == naming.beside if naming.beside else f"{k.country}.{k.code}" == naming.region)
    ]
    return max(fitting, key=lambda k: k.people, default=None)


def _of_one_name(known: tuple[Known, ...]) -> tuple[Known, ...]:
    """One for what one name means in one country: the country before its capital, a region or the town that it is called after.

    *in Homs* is in the town, or around it; *in California* in no village of that name.
    """
    countries = {k.country for k in known if k.kind == "country"}
    towns: dict[str, int] = {}
    regions: dict[str, int] = {}
    for k in known:
        kept = regions if k.kind == "region" else towns
        kept[k.country] = max(kept.get(k.country, 0), k.people)
    return tuple(
        k
        for k in known
        if k.kind == "country"
        or (
            k.country not in countries
            and (
                towns.get(k.country, 0) < regions[k.country] * _SEAT
                if k.kind == "region"
                else k.people >= regions.get(k.country, 0) * _SEAT
            )
        )
    )


def _place(naming: Naming, means: Known | None, candidates: tuple[Known, ...], because: str) -> Place:
    return Place(naming.span, _candidate(means) if means else None, tuple(map(_candidate, candidates)), because)


def _candidate(known: Known) -> Candidate:
    return Candidate(known.name, known.country, known.latitude, known.longitude)


def _country(known: Known) -> str:
    """The name of the country; its code where the gazetteer has none."""
    return country_names().get(known.country, known.country)
