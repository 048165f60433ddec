"""Scene: what a page as a whole tells about its figures: the places it is set in, what it is about, whose sides it names."""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from sayso.claims.report import Report
from sayso.claims.settings.gazetteer import Known, folded, known_as
from sayso.claims.statement import Statement
from sayso.page.page import Role
from sayso.reading.lexicon import lexicon
from sayso.stories.dossiers.figures.tables import Happening, happenings
from sayso.text import Span, words_of

_LARGE = 100_000
"""People from which a town is taken for itself wherever it is named; a smaller one that only shares its name may be another."""
_MOST_PLACES = 3
_MOSTLY, _MOSTLY_SICK = 0.4, 0.55
"""The share of a country in all that a page says of countries from which it is set there, and its figures with it. Pages about an
outbreak go through many lands."""
_BESIDE_MAIN = 0.34
"""The share of the weight of a page's main place from which another one is told of beside it."""

_NAME = re.compile(r"[A-Z][\w’'-]*(?:[ -](?:(?:de|la|al|el|of|the)[ -])?[A-Z][\w’'-]*)*")
_LOCATED = re.compile(
    r"\b(?:in|at|near|outside|around|across|inside|into|throughout|off|over|hit|struck|reached"
    r"|besieged)\s+(?:the\s+)?(?:\w+\s+)?"
    r"(?:(?:city|town|village|province|region|district|port|state|island|capital|area|suburb|country|strait"
    r"|bay|gulf)\s+(?:of\s+)?)?$",
)
_KIND_BEFORE = re.compile(
    r"\b(?:city|town|village|province|region|district|port|island|capital|suburb|country|mayor|governor)\s+(?:of\s+)?$"
)
_KIND_AFTER = re.compile(
    r"\s+(?:province|region|city|district|town|county|oblast|governorate|strait|valley|airport|peninsula"
    r"|(?:earth)?quake|floods?|cyclone|outbreak|epidemic|siege|massacre)\b"
    r"|[’']s?\s+(?:\w+\s+){0,2}?(?:death toll|toll|dead|injured|wounded|missing|homeless|(?:earth)?quake|outbreak"
    r"|epidemic|election)\b"
)
"""What tells that a name is a place: *Lower Tarn valley*, *the Tarn earthquake*, *Tarnia's official death toll*."""
_NOT_PLACES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october
    november december parliament congress god english internet twitter facebook telegram christmas easter ramadan mr mrs ms dr the
    a an it he she they we you i this that these those but and or if as by for from with no not his her their our its on at in
    after before while when since more most some many all according meanwhile however there here what who how why church state
    east west north south coast central harbour bay river lake island strait front border town hall square street
    bridge station hospital strong strongest powerful major deadly deadliest huge massive great big biggest second third new
    latest another two fresh government police army today yesterday officials authorities ministry union""".split()
)
CAPITAL = re.compile(r"\b[A-Z][a-z]{3,}\b")
"""A word that may be a name."""
_CENTURY = re.compile(r"\b(?:18|19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as links go by it."""

    key: str
    """The same for all spellings: a country's code, ``town@code``, or the stem of a name that no gazetteer has."""
    country: str | None
    """The code of its country, where it is known."""
    name: str
    """As the page prints it."""
    large: bool = True
    """Whether it is known without its country: a country, a capital, a city of a million."""

    @property
    def is_country(self) -> bool:
        return self.key == self.country


WORLD = Spot("world", "world", "the world")
"""Where worldwide counts are set."""


class Scene:
    """What a page tells. Nothing is looked for before the first question."""

    def __init__(self, report: Report) -> None:
        self._report = report
        page = report.page
        self._text = page.text
        self._blocks = page.blocks_for_claims()
        self.is_of_one_land = True
        """Whether it speaks mostly of one country, where those are known; told once its places are."""
        self.year = int(page.published[:4]) if page.published and page.published[:4].isdigit() else None

    @functools.cached_property
    def headline(self) -> str:
        """The headline's words."""
        words = self._report.page.words(Role.HEADLINE)
        return words[0] if words else self._report.page.headline or ""

    @functools.cached_property
    def places(self) -> tuple[Spot, ...]:
        """The places it is set in, the main one first; others only where they may lie in the same country."""
        weights: dict[str, float] = defaultdict(float)
        spots: dict[str, Spot] = {}
        demonyms: Counter[str] = Counter()
        for place, block in enumerate(self._blocks):
            heading = block.role is Role.HEADLINE
            for found in _NAME.finditer(self._text, block.span.start, block.span.end):
                spot = self._spot(found, block.span)
                if spot is None:
                    demonyms[stem(found[0].split()[0].split("-")[0])] += 1
                    continue
                weights[spot.key] += 4 if heading else 2 if place < 4 else 1
                spots.setdefault(spot.key, spot)
        for key in spots:
            if "@" not in key and demonyms[key]:
                weights[key] += demonyms[key] / 2
        lands_named = {key for key in weights if "@" not in key}
        for key in [key for key in weights if "@" in key and not spots[key].large and spots[key].country not in lands_named]:
            del weights[key]  # a town far away that only shares its name
        if not weights:
            return ()
        lands: dict[str, float] = defaultdict(float)
        for key, weight in weights.items():
            if (country := spots[key].country) is not None:
                lands[country] += weight
        mostly = _MOSTLY_SICK if self.kind == "outbreak" else _MOSTLY
        self.is_of_one_land = not lands or max(lands.values()) >= mostly * sum(lands.values())
        ranked = sorted(weights, key=lambda key: (-weights[key], key))
        top = spots[ranked[0]]
        kept = [spots[key] for key in ranked if weights[key] >= _BESIDE_MAIN * weights[top.key]]
        kept = [spot for spot in kept if spot is top or top.country is None or spot.country in (None, top.country)]
        return tuple(kept[:_MOST_PLACES])

    def _spot(self, found: re.Match[str], block: Span) -> Spot | None:
        name = found[0]
        if name.casefold() in _NOT_PLACES:
            return None
        before = self._text[max(found.start() - 40, block.start) : found.start()]
        after = self._text[found.end() : found.end() + 16]
        return spot_of(name, located=bool(_LOCATED.search(before) or _KIND_BEFORE.search(before) or _KIND_AFTER.match(after)))

    def places_in(self, span: Span) -> tuple[Spot, ...]:
        """The places that a sentence sets something in."""
        found: dict[str, Spot] = {}
        for name in _NAME.finditer(self._text, span.start, span.end):
            before = self._text[max(name.start() - 40, span.start) : name.start()]
            after = self._text[name.end() : name.end() + 16]
            named_thing = before.endswith("the ") and " " in name[0] and not _KIND_AFTER.match(after)  # *in the Northern Star*
            located = not named_thing and bool(_LOCATED.search(before) or _KIND_BEFORE.search(before) or _KIND_AFTER.match(after))
            if (
                name[0].casefold() not in _NOT_PLACES
                and (spot := spot_of(name[0], located=located))
                and (
                    located or (spot.is_country and self.kind == "outbreak")  # *Mexico has had 1,100 cases*
                )
            ):
                if spot.is_country and _OUTSIDE.search(before):
                    continue
                if self.ship is not None and folded(name[0]) == self.ship:
                    continue
                if spot.is_country and spot.country is not None and (part := _DIRECTION.search(before)):
                    spot = Spot(f"{part[1].casefold()} of {spot.key}", spot.country, f"{part[1]} {spot.name}")
                found.setdefault(spot.key, spot)
        return tuple(found.values())

    def land_of_people_in(self, span: Span) -> Spot | None:
        """The one country whose people a sentence names: *Argentine health officials say*; ``None`` where there are others."""
        found = {stem(name[0]): name[0] for name in CAPITAL.finditer(self._text, span.start, span.end) if len(stem(name[0])) == 2}
        return Spot(key, key, name) if len(found) == 1 and (key := next(iter(found))) and (name := found[key]) else None

    @functools.cached_property
    def kinds(self) -> Counter[str]:
        """What it is about: how much of each kind of happening."""
        found: Counter[str] = Counter()
        for place, block in enumerate(self._blocks):
            words = block.span.of(self._text)
            for happening in happenings():
                n = len(happening.words.findall(words))
                found[happening.kind] += n * (5 if block.role is Role.HEADLINE else 2 if place < 3 else 1)
        return +found

    @functools.cached_property
    def kind(self) -> str | None:
        """What it is about most."""
        if self.kinds:
            return max(self.kinds, key=lambda kind: (self.kinds[kind], kind == "attack"))  # more telling than the war around it
        return "violence" if len(_OF_WAR.findall(self._text)) > 1 else None

    @functools.cached_property
    def disease(self) -> str | None:
        """The disease of which it speaks most."""
        named = Counter(match.casefold() for match in _DISEASE.findall(self._text))
        return _SAME_DISEASE.get(first := named.most_common(1)[0][0], first) if named else None

    @functools.cached_property
    def sides(self) -> tuple[str, ...]:
        """The sides whose soldiers, losses or armies it speaks of, those it speaks of most first, as stems."""
        named: Counter[str] = Counter()
        for m in _OF_A_SIDE.finditer(self._text):
            word = m[1].casefold()
            if word not in _NOT_PLACES and word not in _NO_SIDE and word not in lexicon().organisation_words:
                named[stem(m[1])] += 1
        for name in CAPITAL.findall(self._text):
            if (side := stem(name)) in named:
                named[side] += 1
        return tuple(side for side, _ in sorted(named.items(), key=lambda each: (-each[1], each[0]))[:4])

    @functools.cached_property
    def holders(self) -> Counter[str]:
        """How many of its statements are of a speaker of each side."""
        return Counter(side for s in self._report.statements if (side := self.side_of(s)))

    def side_of(self, statement: Statement) -> str:
        """The side that a speaker speaks for, as far as the page says."""
        if statement.whose is not None and (side := stem(statement.whose.name)) in self.sides:
            return side
        name = statement.speaker.name
        told = f"{name or ''} {statement.speaker.role or ''} {words_of(statement.source, self._text)}"
        if name is not None and (at := self._text.find(name.split()[-1])) > 0:  # *Ukraine's president, Ada Ruiz*
            told += f" {_VERB.split(_CLOSE.search(self._text[max(0, at - 70) : at])[0])[-1]}"  # type: ignore[index]
        return next((side for name in CAPITAL.findall(told) if (side := stem(name)) in self.sides), "")

    def other_side(self, side: str) -> str:
        """The one other side that it speaks of."""
        others = [other for other in self.sides[:3] if other != side]
        return others[0] if side in self.sides and others else ""

    def sentence(self, span: Span) -> Span:
        """The sentence that something stands in."""
        [block] = [b.span for b in self._blocks if b.span.covers(span)] or [Span(0, len(self._text))]
        start = max((m.end() for m in _STOP.finditer(self._text, block.start, span.start)), default=block.start)
        stop = _STOP.search(self._text, span.end, block.end)
        return Span(start, stop.start() + 1 if stop else block.end)

    def sentence_before(self, sentence: Span) -> Span:
        """The sentence before one, in the same paragraph; empty where there is none."""
        end = len(self._text[: sentence.start].rstrip())
        if end == 0 or "\n" in self._text[end : sentence.start]:
            return Span(sentence.start, sentence.start)
        return Span(self.sentence(Span(end - 1, end)).start, sentence.start)

    def years_in(self, span: Span) -> set[int]:
        """Years that a sentence names."""
        return {int(y) for y in _CENTURY.findall(self._text, span.start, span.end)}

    @functools.cached_property
    def ship(self) -> str | None:
        """The name of the ship, train or hall of which it speaks most, where what happened has a name of its own."""
        named: Counter[str] = Counter()
        for pattern in (_NAMED_THING, _THING_NAMED, *((_ABOARD, _IT_SANK) if self.kind == "ship" else ())):
            named.update(m[1] for m in pattern.finditer(self._text))
        named = Counter(
            {
                name: n
                for name, n in named.items()
                if not {w.casefold() for w in name.split()} & (_NOT_PLACES | _WATERS)
                and not any(w.casefold() in lexicon().organisation_words for w in name.split())
            }
        )
        return folded(named.most_common(1)[0][0]) if named else None

    @functools.cached_property
    def is_election(self) -> bool:
        """Whether it speaks of an election more than once."""
        return len(_ELECTION.findall(self._text)) > 1

    @functools.cached_property
    def candidates(self) -> tuple[str, ...]:
        """The surnames of people that it gives with their full names and names again, those it names most first."""
        full = {m[1] for m in _FULL_NAME.finditer(self._text) if m[1].casefold() not in _NOT_PLACES}
        named = Counter(name for name in CAPITAL.findall(self._text) if name in full)
        return tuple(name for name, n in sorted(named.items(), key=lambda each: (-each[1], each[0])) if n > 1)[:4]

    def candidate_before(self, at: int) -> str | None:
        """Whom *she* or *him* stands for at a place: of those it names most the one that was named last."""
        found = [m[0] for m in CAPITAL.finditer(self._text, max(0, at - 400), at) if m[0] in self.candidates[:2]]
        return found[-1] if found else None

    @functools.cached_property
    def names(self) -> tuple[str, ...]:
        """Stems of the names that it is most about, those that it repeats first."""
        named: Counter[str] = Counter()
        for name in CAPITAL.findall(f"{self.headline}\n{self._text}"):
            if name.casefold() not in _NOT_PLACES and name.casefold() not in _NO_NAME:
                named[stem(name)] += 1
        ranked = sorted(named.items(), key=lambda each: (-each[1], each[0]))
        return tuple(name for name, _ in ranked)[:_MOST_NAMES]


_STOP = re.compile(r"(?<=[a-z0-9)\]”\"’%])[.!?][”\"’)]*\s+(?=[A-Z“\"‘'(\d])|(?<=[a-z]{3})\.(?=[A-Z][a-z])|\n\s*\n")
_DISEASE = re.compile(
    r"\b(?:cholera|measles|swine flu|bird flu|H1N1|influenza A|ebola|polio|typhoid|malaria|coronavirus"
    r"|Covid(?:-19)?|SARS|dengue"
    r"|diphtheria|plague|meningitis|zika|yellow fever|mpox|anthrax|influenza|flu)\b",
    re.IGNORECASE,
)
_SAME_DISEASE = {
    "h1n1": "influenza",
    "swine flu": "influenza",
    "influenza a": "influenza",
    "flu": "influenza",
    "covid": "coronavirus",
    "covid-19": "coronavirus",
    "bird flu": "avian influenza",
}
_NO_SIDE = frozenset(
    """general defence defense interior foreign joint special national armed state government united rebel about some
    more over nearly
    around several hundreds thousands dozens many three four five six seven eight nine ten twelve another only own
    total other fellow
    front british-made elite western allied security free supreme commander chief local military army navy killed
    dead regime opposition
    islamic islamist""".split()
)
_VERB = re.compile(r"\b(?:has|have|had|was|were|is|are|be|been|said|says|told|that|killed|lost)\b")
_CLOSE = re.compile(r"[^.;:“”\"\n]*$")
_OF_A_SIDE = re.compile(
    r"\b([A-Z][a-z]{3,})(?:[’']s?)?\s+(?:\w+\s+){0,2}?(?:soldiers?|troops?|servicemen|forces|army|militants"
    r"|warriors|fighters|losses|navy"
    r"|armed forces|general staff|defen[cs]e ministry|ministry of defen[cs]e|warplanes|tanks|aircraft"
    r"|air force|invasion|jets|military)\b",
)
_OUTSIDE = re.compile(r"\b(?:outside|outside of|beyond|except(?: for)?|apart from)\s+(?:the\s+)?$", re.IGNORECASE)
_WATERS = frozenset("strait sea ocean gulf channel sound lake peninsula cape islands archipelago".split())
_DIRECTION = re.compile(
    r"\b((?:north|south|east|west|central|north-?east|north-?west|south-?east|south-?west)(?:ern)?)\s+$", re.IGNORECASE
)
"""*in eastern Merovia* is a part of the country."""
_OF_WAR = re.compile(
    r"\b(?:battles?|soldiers|servicemen|garrison|enemy|combat|shelled|gunfire|gunmen|infantry|airfield|attackers)\b",
    re.IGNORECASE,
)
"""Words that make a page one about a war where nothing else tells what it is about; soldiers also help in a flood."""
_MOST_NAMES = 12
_NO_NAME = frozenset(
    """they there their then than when where what which about after before police officials authorities ministry government
    minister president people news agency state interior health defence defense foreign reuters spokesman
    spokeswoman major colonel
    general doctor service union council commission committee court country nation city town
    most least many more over some such""".split()
)
_ELECTION = re.compile(r"\b(?:election|elections|electoral|ballots?|votes?|voters?|polls|polling|turnout)\b", re.IGNORECASE)
_FULL_NAME = re.compile(r"\b[A-Z]\w+ ([A-Z][a-z]{3,})\b")
_VESSEL = r"(?:ferry|ship|trawler|liner|tanker|freighter|yacht|cruise ship|excursion boat|car ferry|submarine)"
_NAMED_THING = re.compile(rf"\b{_VESSEL}\s+(?:the\s+)?([A-Z]\w+(?: [A-Z]\w+)*)")
_THING_NAMED = re.compile(rf"\bthe ([A-Z]\w+(?: [A-Z]\w+)*) {_VESSEL}\b")
_ABOARD = re.compile(
    r"\b(?:[Aa]board|[Oo]n board|[Oo]n|(?:[Ss]inking|[Ww]reck|[Cc]aptain|[Ss]kipper|[Oo]wners?|[Hh]ull|[Dd]eck|[Cc]rew"
    r"|[Ss]urvivors|[Ll]oss|[Pp]assengers|[Vv]ictims|[Dd]ead|[Ll]ast [Vv]oyage) (?:of|from|on))\s+the\s+([A-Z]\w+ [A-Z]\w+)\b"
)
_IT_SANK = re.compile(
    r"\b[Tt]he ([A-Z]\w+(?: [A-Z]\w+)?) (?:had |was |has )?(?:sank|sunk|went down|gone down|capsized|listed|keeled|foundered"
    r"|sailed|left port|overloaded|disaster|sinking|tragedy|accident|inquiry)\b"
)
"""How the name of a ship stands: *aboard the Grey Heron*, *the Grey Heron sank*."""


@functools.lru_cache(maxsize=4096)
def spot_of(name: str, *, located: bool) -> Spot | None:
    """The place of a name; of one that no gazetteer has only where it is ``located``: *in Vessen*, *Vessen province*."""
    if name.isupper() and len(name) > 3:
        name = name.title()
    key = folded(name)
    if key in lexicon().country or (known := _known(name)) is not None:
        known = _known(lexicon().country.get(key, name))
        if known is None:
            return None
        if known.kind == "country":
            return Spot(known.country, known.country, name)
        if known.kind != "capital" and not located and known.people < 5 * _LARGE:
            return None
        return Spot(
            f"{folded(known.name)}@{known.country}", known.country, name, known.kind == "capital" or known.people >= 10 * _LARGE
        )
    words = re.sub(r"[’']s?$", "", name).split()
    if not located or len(words) > 3 or any(w.casefold() in lexicon().organisation_words for w in words):
        return None
    if (
        {w.casefold() for w in words} & _NOT_PLACES
        or words[0] in lexicon().first_names
        or words[0] in lexicon().demonyms
        or words[0].casefold() in _NOT_PLACES
    ):
        return None
    while len(words) > 1 and words[-1].casefold() in _PLACE_WORDS:
        words.pop()
    return Spot(stem(" ".join(words)), None, name)


_PLACE_WORDS = frozenset("province region city district town county airport strait valley bay island".split())


def _known(name: str) -> Known | None:
    known = known_as(name)
    if not known:
        return None
    best = max(known, key=lambda k: (k.kind == "country", k.kind == "capital", not k.loose, k.people))
    return best if best.kind in ("country", "capital") or (best.people >= _LARGE and not best.loose) else None


@functools.lru_cache(maxsize=4096)
def stem(name: str) -> str:
    """The same for a land, its adjective and its people: *Merovia*, *Merovian*, *Merovians*; a country's code where
    it is known.
    """
    key = folded(name)
    country = lexicon().country
    known = _known(country.get(key) or country.get(key.removesuffix("s")) or "") if key else None
    if known is not None:
        return known.country if known.kind == "country" else key
    if " " in key:
        return key
    short = re.sub(r"(?:ians?|eans?|ese|ish|ans?|ns?|is?|ic|ers?|s)$", "", key) if len(key) > 5 else key
    short = short.rstrip("aeiou")
    return short if len(short) >= 3 else key


def happening(kind: str) -> Happening:
    """The line of a kind."""
    return next(h for h in happenings() if h.kind == kind)
