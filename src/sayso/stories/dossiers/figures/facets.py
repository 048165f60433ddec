"""Facets: what a figure is told apart by and compared by, read off its own words, or else its sentence, its page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sayso.claims.figure import OUTLET, Figure, Precision, Sort
from sayso.claims.report import Report
from sayso.claims.statement import Statement
from sayso.ledger.figures import figure_entry
from sayso.stories.dossiers.figures.scene import Scene, Spot, happening, spot_of, stem
from sayso.stories.dossiers.figures.tables import classes, families, happenings
from sayso.stories.traces import day_of
from sayso.text import Span, words_of

LOCAL_DAYS, WIDE_DAYS = 6, 12
SIDE_DAYS = 60
"""The same of what a side lost in a war, which is told seldom, and of all since it began."""
TOWN_DAYS = 2
"""Days within which violence in one town is taken for the same happening."""
"""Figures of one spot, or of a region, whose days are at most so many apart may be of the same happening."""

_HARM = {
    Sort.KILLED: "killed",
    Sort.CASUALTIES: "killed",
    Sort.INJURED: "injured",
    Sort.MISSING: "missing",
}
_PEOPLE_FAMILIES = frozenset(
    [
        "killed",
        "injured",
        "missing",
        "rescued",
        "recovered",
        "trapped",
        "in need",
        "homeless",
        "evacuated",
        "fled abroad",
        "displaced",
        "arrested",
        "hostages",
        "released",
        "treated",
        "aboard",
        "crowd",
        "suspected cases",
        "confirmed cases",
        "cases",
    ]
)
_BOTH = re.compile(r"\b(?:killed|dead|died)\b.{0,20}\b(?:wounded|injured|hurt)\b|\bcasualties\b", re.IGNORECASE)
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
_PART = re.compile(
    r"^\W*(?:of them|of those|of these|of the (?:dead|victims|injured|missing|\w+)|among them|more|others?|new|alone)\b",
    re.IGNORECASE,
)
_PART_BEFORE = re.compile(
    r"(?:\bof (?:them|these|those|which|whom|the \w+)\b,?|\bamong (?:them|the \w+)|\bincluding(?: at least)?"
    r"|\banother|\ba further|\bonly .* of)\W*(?:were |was |are )?$",
    re.IGNORECASE,
)
_ENEMY = re.compile(r"\b(?:the )?(?:enemy|enemies|enemy's|occupiers?|invaders?|aggressors?|attackers)\b", re.IGNORECASE)
_OWN = re.compile(
    r"\b(?:our|(?:the|his|her) country[’']s|its own|their own|we have lost|we lost|own (?:dead|losses|troops"
    r"|soldiers|men))\b",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"\b(?:(?:past|last|previous|latest|preceding) (?:24|twenty-four|48|12|few)? ?(?:hours|day|night|week"
    r"|month)|same (?:24|twenty-four|48) hours)\b|\bovernight\b|\bsince midnight\b"
    r"|\b(?:24|twenty-four)[- ]hours?\b|\b(?:today|yesterday|night|day|evening) alone\b|\bin (?:a"
    r"|one) (?:single )?(?:day|night)\b|\bper day\b"
    r"|\ba day\b(?! (?:earlier|before|later|after))|\bnew (?:\w+ )?(?:cases|deaths|infections)\b"
    r"|\bbetween dawn and dusk\b|\bthis week\b|\bdaily\b",
    re.IGNORECASE,
)
_ON_A_DAY = re.compile(
    r"\b(?:on|last|this|late on|early on) (?:\w+ )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|morning"
    r"|evening|night|\d{1,2} \w+)|\byesterday\b|\btonight\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\b(?:tolls?|total|in all|altogether|so far|number of|stands? at|stood at|now|rises?|rose|climb\w*"
    r"|reach\w*|pass\w*|since|cumulative|overall|nationwide|tally|count)\b",
    re.IGNORECASE,
)
_LOCAL = re.compile(
    r"\b(?:(?:of|in|from|at) (?:this|the|his|her|our|one) (?:\w+ )?(?:town|city|village|district|hospital|ward"
    r"|province|region|neighbourhood|suburb|camp|school|clinic)"
    r"|here\b|hospital has|wards?|clinics?|mortuary|there\b|at home|in hospitals?|outside the|local)\b",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"\b[A-Z][a-z]{3,}\b")
_MILITARY = frozenset(["soldiers", "tank", "aircraft", "helicopter", "vehicle", "artillery", "drone", "vessel"])
_MILITARY_NOUN = re.compile(
    r"\b(?:soldiers?|troops?|servicemen|forces|army|fighters|losses|lost|tanks?|garrison|casualties)\b", re.IGNORECASE
)
_LOSER = re.compile(r"\b([A-Z][a-z]{3,})(?:[’']s (?:army|forces|troops))? (?:has |have |had )?(?:already )?(?:lost|suffered)\b")
_WIPED_OUT = re.compile(r"\b(?:eliminat|neutrali[sz]|liquidat|wiped out|destroy|annihilat|shot down|downed)", re.IGNORECASE)
_ARMED = re.compile(r"\b(?:soldiers?|troops?|servicemen|army|enemy|garrison|forces|military|armed)\b", re.IGNORECASE)
_LOSES = re.compile(r"\b(?:los(?:e|es|ing)|dying|may die|giv(?:e|en|ing) their lives|sacrificed)\b", re.IGNORECASE)
_GENERAL = frozenset(["dead", "toll", "death toll", "deaths", "losses", "men", "casualties", "fallen", "fatalities", "loss"])
_CLAUSE_ENDS = re.compile(r"[,;:()\n]|\s[–—-]\s|\b(?:while|but|whereas|although)\b")
_BACKGROUND = re.compile(
    r"\b(?:(?:every|each|per) year|a year\b(?! (?:ago|later|earlier))|annually|seasonal|world war|spanish flu"
    r"|hong kong flu|asian flu|pandemic of \d"
    r"|(?:could|would|might) (?:\w+ )?(?:die|kill|infect|be (?:killed|infected)|claim)|expected to \w+"
    r"|(?:killed|dead),? (?:injured|wounded|hurt),? or (?:left )?homeless|people affected|of each other"
    r"|at risk of|vowed to|plan(?:s|ned)?(?: was| is| were)? to|hop(?:es|ed|ing) to|intend\w* to|aim(?:s"
    r"|ed)? to|if there|in 19\d\d|1918)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:no truth (?:in|to)|den(?:ied|ies)|dismissed|rejected|refuted|false|untrue|invented"
    r"|fabricated)\s+(?:that|as \w+|(?:the|a|any|reports?|claims?|rumours?"
    r"|allegations?|figures?|numbers?|tolls?|of|its|their))(?:\s+(?:the|claims?|reports?|figures?|numbers?"
    r"|tolls?|of|that|some|more|than|over|as|many|high)\b)*\s*$",
    re.IGNORECASE,
)
_ESTIMATE = re.compile(
    r"\b(?:could|may|might|feared?|estimat\w+|believed?|as (?:high|many) as|up to|suspect\w*|anticipat\w*"
    r"|guess\w*|probably|likely|expect\w*|fears?|possibl[ey]|thought)\b",
    re.IGNORECASE,
)
_VOTED_FOR = re.compile(r"\s*(?:percent|per cent|%)?\s*(?:of the (?:vote|ballots) )?for ((?:[A-Z]\w+ ?)+)")
_DESTROYER = re.compile(
    r"\b(?:shot down|brought down|destroyed|knocked out|downed|burned|captured|killed|eliminated|taken out)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_OTHER_PLIGHT = re.compile(
    r"\s*(?:\w+\s+){0,2}(?:made ill|sickened|homeless|trapped|infected|missing|unaccounted)\b", re.IGNORECASE
)
_BY_TOWN = frozenset(
    ["killed", "injured", "missing", "rescued", "arrested", "held", "crowd", "hostages", "trapped", "destroyed", "damaged"]
)
_WARLIKE = ("violence", "attack", None)


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
    said = {s.id: s for s in report.statements}
    ends = sorted(f.span for f in report.figures)
    for figure in report.figures:
        if figure.low is None and figure.high is None:
            continue
        found = _Reading(report, scene, figure, said, ends).facets()
        if found is not None:
            yield found


class _Reading:
    """One figure with the words around it."""

    def __init__(self, report: Report, scene: Scene, figure: Figure, said: Mapping[str, Statement], ends: list[Span]) -> None:
        self._report, self._scene, self._figure, self._said = report, scene, figure, said
        self._text = text = report.page.text
        self._sentence = sentence = scene.sentence(figure.span)
        before = max((s.end for s in ends if sentence.start <= s.end <= figure.span.start), default=sentence.start)
        after = min((s.start for s in ends if figure.span.end <= s.start <= sentence.end), default=sentence.end)
        self._before = text[max(before, figure.span.start - 90) : figure.span.start]
        self._after = text[figure.span.end : min(after, figure.span.end + 110)]
        self._counts = words_of(figure.counts, text).casefold()
        self._event = words_of(figure.event, text).casefold()
        self._who = words_of(figure.who, text).casefold()
        self._core = f"{figure.span.of(text)} {self._counts} {self._event} | {self._after}"

    def facets(self) -> Facets | None:
        """The facets; ``None`` where what is counted or what happened is not told well enough to compare."""
        figure, scene = self._figure, self._scene
        family = self._family()
        if family is None or _BACKGROUND.search(
            f"{self._before[-70:]} {figure.span.of(self._text)} {self._counts} {self._after}"
        ):
            return None
        what = self._what(family)
        if what is None:
            return None
        kind, own_kind = self._kind(family, what)
        if family == "treated" and kind != "outbreak":
            family = "injured"
        spots = scene.places_in(self._sentence)
        if figure.place is not None:
            own = figure.place.means.name if figure.place.means else figure.place.span.of(self._text)
            if (spot := spot_of(own, located=True)) is not None:
                spots = tuple(dict.fromkeys((spot, *spots)))
        spots = self._nearest(spots)
        day, year = self._day()
        side = self._side(what, family)
        group = ""
        if what in ("people", "soldiers", "vehicle") and (
            m := _GROUPS.search(f"{self._counts} {self._after[:24]}" if family != "prisoners" else self._after[:0])
        ):
            group = m[1].casefold()
        elif family in ("killed", "missing") and kind != "outbreak" and (m := _PATIENTS.search(self._counts)):
            group = m[0].casefold()  # of one hospital; in an outbreak they are all
        elif (
            what == "people"
            and (m := _NATIONALS.search(words_of(figure.counts, self._text)))
            and stem(m[0]) not in {s.key for s in scene.places}
        ):
            group = m[0].casefold()
        as_of = figure.as_of.value if figure.as_of and figure.as_of.value else None
        published = self._report.page.published
        keys = tuple(dict(reversed([*self._keys(family, what, side, kind, own_kind, spots, day, year)])).items())
        return Facets(
            entry=figure_entry(self._report.page.text_digest, figure.span),
            printed=figure.span.of(self._text),
            low=figure.low,
            high=figure.high,
            family=family,
            what=what,
            side=side,
            group=group if group != what else "",
            kind=kind or "",
            spots=spots,
            inherited=not own_kind or not spots,
            both=(figure.sort is Sort.CASUALTIES and "victim" not in self._counts) or bool(_BOTH.search(self._event)),
            part=figure.part_of is not None or self._is_part(),
            total=self._is_total(),
            estimated=bool(
                _ESTIMATE.search(f"{self._before[-60:]} {figure.span.of(self._text)} {self._event} {self._after[:60]}")
            ),
            short=self._short(),
            local=bool(_LOCAL.search(f"{self._before[-60:]} {self._counts} {self._after[:70]}")),
            at=published or "",
            near=self._near_spots(),
            denied=self._denied(),
            main=tuple(spot.key for spot in scene.places),
            since=figure.period.value if figure.period and figure.period.opens else None,
            day=day,
            as_of=as_of or (published or "")[:16],
            own_time=as_of is not None,
            head=(head := self._head(family, what, side, kind, spots, year)),
            topic=f"{head}:{kind}" if head and kind not in (None, "attack") else "",
            keys=keys,
        )

    def _nearest(self, spots: tuple[Spot, ...]) -> tuple[Spot, ...]:
        """Of places in several countries those that stand in the figure's own clause."""
        if len({spot.country for spot in spots}) < 2:
            return spots
        clause = Span(
            max(self._sentence.start, self._figure.span.start - 30), min(self._sentence.end, self._figure.span.end + 60)
        )
        near = {spot.key for spot in self._scene.places_in(clause)}
        return tuple(spot for spot in spots if spot.key in near) or spots

    def _is_loose(self, kind: str | None, family: str, spots: tuple[Spot, ...]) -> bool:
        """Whether it may be of any of many happenings in a land: not told of all, nor of the land, nor of a town."""
        if kind not in ("violence", "attack") or family not in _BY_TOWN or not any(s.country for s in self._scene.places):
            return False
        return not (
            self._is_total()
            or any(spot.is_country for spot in spots)
            or self._incident(kind, family, spots) not in ("", "nowhere")
        )

    def _is_total(self) -> bool:
        words = f"{self._before[-70:]} {self._counts} {self._event} {self._after}"
        return bool(_TOTAL.search(words)) or bool(self._figure.period and self._figure.period.opens)

    def _land(self, spots: tuple[Spot, ...]) -> str:
        """The country that it is told of, where it is a known one."""
        told = {spot.country for spot in spots if spot.country} or {s.country for s in self._scene.places[:1] if s.country}
        return "+".join(sorted(told))

    def _incident(self, kind: str | None, family: str, spots: tuple[Spot, ...]) -> str:
        """The town that it is told of where violence there is another happening than that in its land as a whole."""
        if kind not in ("violence", "attack") or family not in _BY_TOWN:
            return ""
        towns = sorted(spot.key for spot in spots if spot.country and not spot.is_country)
        if not towns and kind == "attack":
            main = [spot for spot in self._scene.places if spot.country]
            towns = [spot.key for spot in main if not spot.is_country][:1] or ["nowhere" for _ in main[:1]]
        return "+".join(towns)

    def _family(self) -> str | None:
        sort = self._figure.sort
        if sort in (Sort.MONEY, Sort.SHARE) and sort is Sort.MONEY:
            return None
        for evidence in self._evidence(sort):
            for family in families():
                if sort.value not in family.takes:
                    continue
                if evidence is None:
                    if family.before is not None and family.before.search(self._before):
                        return family.name
                elif family.around.search(evidence):
                    return family.name
        if sort is Sort.HELD and self._scene.kind not in _WARLIKE:
            return None
        return "held" if sort is Sort.HELD else _HARM.get(sort)

    def _evidence(self, sort: Sort) -> Iterator[str | None]:
        """The words that may tell what happened, the nearest first; ``None`` for those right before the number."""
        yield None
        head = f"{self._figure.span.of(self._text)} {self._counts}"
        if sort in _HARM:
            if _OTHER_PLIGHT.match(self._after):
                yield self._after[:30]
            yield f"{self._counts} {self._event}"
            if self._event:
                return
        yield f"{self._counts} {_CLAUSE_ENDS.split(self._after, maxsplit=1)[0]}"
        yield f"{head} {self._event}"
        if sort not in _HARM:
            yield f"{_CLAUSE_ENDS.split(self._before)[-1]} {head}"

    def _what(self, family: str) -> str | None:
        named = self._class_of(self._who) or self._class_of(self._counts)
        if family in _PEOPLE_FAMILIES or family in ("prisoners", "held", "deployed"):
            if family == "prisoners" and named != "animals":
                return "soldiers"
            if family == "deployed" and named != "soldiers":
                return None
            if self._figure.sort in (Sort.EQUIPMENT, Sort.PROPERTY) and family != "killed":
                return named if family == "aboard" else None
            if self._counts in ("casualties", "losses") and self._scene.kind == "violence" and not self._of_soldiers():
                return None  # in a war nobody knows whether of soldiers
            if named is None and self._counts in _GENERAL and self._scene.kind in ("violence", "attack") and self._of_soldiers():
                return "soldiers"
            return named if named in ("soldiers", "police", "attackers", "animals") else "people"
        if family in ("turnout", "vote share"):
            return self._whose_vote() if family == "vote share" else "voters"
        return named if named not in (None, "soldiers", "police", "attackers") else None

    def _of_soldiers(self) -> bool:
        """Whether a bare *dead* or *losses* is of soldiers: its sentence speaks of them before it, or they are a
        side's losses.
        """
        before = self._text[self._sentence.start : self._figure.span.start]
        demonym = self._counts.rstrip("s") and any(
            stem(n) in self._scene.sides for n in _CAPITAL.findall(words_of(self._figure.counts, self._text))
        )
        return bool(_ARMED.search(before)) or (bool(demonym) and self._figure.sort is Sort.CASUALTIES)

    def _whose_vote(self) -> str | None:
        if m := _VOTED_FOR.match(self._after):
            return f"votes for {m[1].split()[-1]}"
        for words in (_CLAUSE_ENDS.split(self._before)[-1], words_of(self._figure.counts, self._text), self._after[:60]):
            names = [
                n
                for n in re.findall(r"\b[A-Z]\w{3,}\b", words)
                if n.casefold() not in ("president", "percent", "monday", "sunday")
            ]
            if names:
                return f"votes for {names[-1]}"
        return None

    def _class_of(self, words: str) -> str | None:
        found = classes()
        for part in dict.fromkeys((words.split(" of ")[0], words)):
            tokens = re.findall(r"[\w-]+", part)
            for size in (3, 2, 1):
                for start in range(len(tokens) - size, -1, -1):
                    if (name := found.get(" ".join(tokens[start : start + size]))) is not None:
                        return name
        return None

    def _kind(self, family: str, what: str) -> tuple[str | None, bool]:
        """What it happened in, and whether its own sentence says so."""
        if what == "soldiers" or family in ("prisoners", "deployed"):
            return self._scene.kind, False
        words = self._sentence.of(self._text)
        page = self._scene.kind
        own = [h.kind for h in happenings() if h.words.search(words)]
        if page in own:
            return page, True
        if len(own) == 1:
            return own[0], True
        return page, False

    def _side(self, what: str, family: str) -> str:
        """Whose they are: *Merovian soldiers*, *our men*, *the enemy lost*; empty where the words leave it open."""
        scene = self._scene
        if what not in _MILITARY or (what != "soldiers" and (scene.kind not in _WARLIKE or not scene.sides)):
            return ""
        text, figure = self._text, self._figure
        counts = f"{words_of(figure.counts, text)} {words_of(figure.who, text)}"
        after = _CLAUSE_ENDS.split(self._after, maxsplit=1)[0]
        before = _CLAUSE_ENDS.split(self._before)[-1]
        for words in (counts, after[:60]):
            for name in _CAPITAL.findall(words):
                if (side := stem(name)) in scene.sides:
                    return side
        holder = self._holder_side()
        if _ENEMY.search(counts) or _ENEMY.search(before) or _ENEMY.search(after[:60]):
            return scene.other_side(holder)
        if _OWN.search(before) or _OWN.search(counts) or _OWN.search(after[:50]):
            return holder
        if holder and family == "killed" and _LOSES.search(f"{self._event} {after}"):
            return holder
        if m := _LOSER.search(before):
            return stem(m[1])
        for name in reversed(_CAPITAL.findall(before)):
            is_people = name.endswith("s") and what == "soldiers"  # *the number of dead Merovians at 2,500*
            side = stem(name)
            if (is_people and len(side) == 2) or (side in scene.sides and (is_people or _MILITARY_NOUN.search(before))):
                return side
        told = self._side_in_sentence()
        if told:
            return scene.other_side(told) if _DESTROYER.search(self._before) else told
        if family in ("destroyed", "prisoners") or _WIPED_OUT.search(f"{self._event} {after}"):
            return scene.other_side(holder)
        return ""

    def _side_in_sentence(self) -> str:
        """The one side that its sentence names before it, but for who says so."""
        said = [piece for s in self._said.values() for piece in s.source]
        found = {
            stem(m[0])
            for m in _CAPITAL.finditer(self._text, self._sentence.start, self._figure.span.start)
            if not any(piece.overlaps(Span(m.start(), m.end())) for piece in said)
        } & set(self._scene.sides)
        return found.pop() if len(found) == 1 else ""

    def _holder_side(self) -> str:
        """The side that the holder of the figure speaks for; where that is not told, the one side that speaks on the page."""
        held = self._figure.holder
        while held != OUTLET and held in self._said:
            s = self._said[held]
            if side := self._scene.side_of(s):
                return side
            held = s.within or OUTLET
        spoken = self._scene.holders.most_common(2)
        return spoken[0][0] if len(spoken) == 1 or (spoken and spoken[0][1] >= 3 * spoken[1][1]) else ""

    def _day(self) -> tuple[int | None, int | None]:
        """The day for joining, and the year instead where it is told of another time."""
        figure, scene = self._figure, self._scene
        published = day_of(self._report.page.published)
        when = figure.as_of
        others = {y for y in scene.years_in(self._sentence) if scene.year is not None and y != scene.year}
        if when is not None and when.value is not None:
            if when.precision is Precision.DAY:
                day = day_of(when.value)
                if day is not None and published is not None and not -400 < day - published < 40:
                    return None, int(when.value[:4])
                return day or published, None
            if scene.year is not None and when.value[:4].isdigit() and int(when.value[:4]) != scene.year:
                return None, int(when.value[:4])
        if others and published is not None:
            since = figure.period.value[:4] if figure.period and figure.period.value else ""
            if str(min(others)) != since or max(others) < (scene.year or 0) - 1:
                return None, min(others)
        return published, None

    def _is_part(self) -> bool:
        if _PART.match(self._after) or _PART_BEFORE.search(self._before) or self._before.strip() in ("-", "–", "—", ":", "("):
            return True
        return self._before.endswith(" the ") and (self._figure.high or 99) < 20  # *the two* were told of before

    def _near_spots(self) -> tuple[str, ...]:
        figure, sentence = self._figure, self._sentence
        clause = Span(max(sentence.start, figure.span.start - 50), min(sentence.end, figure.span.end + 80))
        keys = {spot.key for spot in self._scene.places_in(clause) if not spot.is_country}
        if figure.place is not None and figure.place.means is not None:
            keys |= {s.key for s in [spot_of(figure.place.means.name, located=True)] if s is not None and not s.is_country}
        return tuple(sorted(keys))

    def _denied(self) -> str:
        found = _DENIES.search(self._text[max(self._sentence.start, self._figure.span.start - 70) : self._figure.span.start])
        return found[0] if found else ""

    def _short(self) -> str:
        period = self._figure.period
        near = f"{self._counts} {self._after} "
        if period is not None and (not period.opens or _SHORT.search(words_of((period.span,), self._text))):
            return "a short time"
        if _SHORT.search(near) or _SHORT.search(self._before[-60:]):
            return "a short time"
        around = f"{self._before} {near} {self._event}"
        return "maybe" if _ON_A_DAY.search(around) and not _TOTAL.search(around) else ""

    def _head(self, family: str, what: str, side: str, kind: str | None, spots: tuple[Spot, ...], year: int | None) -> str:
        if year is not None or self._is_foreign(spots) or (self._scene.places and not spots and not self._scene.is_of_one_land):
            return ""
        if what == "soldiers" and not side and self._scene.kind in _WARLIKE:
            return ""  # nobody knows whose: it would join two sides
        if family == "crowd" and self._scene.kind != "violence":
            return ""
        if self._is_loose(kind, family, spots) and not (side and what in _MILITARY):
            return ""
        apart = "attack" if kind == "attack" and what == "people" else ""
        land = "" if side and what in _MILITARY else self._land(spots)
        day = ""
        if (town := self._incident(kind, family, spots)) == "nowhere":
            return ""  # one of many attacks in a land, and nobody knows where
        if town:
            day = f":{town}:{(self._day()[0] or 0) // TOWN_DAYS}"
        return f"{family}:{what}:{side}:{apart}:{land}{day}"

    def _is_foreign(self, spots: tuple[Spot, ...]) -> bool:
        """Whether its own words set it in another country than its page is set in."""
        main = self._scene.places
        return (
            bool(spots)
            and bool(main)
            and all(s.country is not None and main[0].country is not None and s.country != main[0].country for s in spots)
        )

    def _keys(
        self,
        family: str,
        what: str,
        side: str,
        kind: str | None,
        own_kind: bool,
        spots: tuple[Spot, ...],
        day: int | None,
        year: int | None,
    ) -> Iterator[tuple[str, str]]:
        """What it is joined by: what is counted and what happened, at a place, in a time."""
        if day is None and year is None:
            return
        scene = self._scene
        head = f"{family}:{what}:{side}"
        told = f"{what}, {family}" + (f", of {side}" if side else "")
        main = scene.places
        if side and what in _MILITARY:
            yield from _in_time(f"{head}:war", told, day, year, SIDE_DAYS)
            return
        if kind is None or (what in _MILITARY and kind in _WARLIKE) or (main and not spots and not scene.is_of_one_land):
            return
        reach = happening(kind)
        name = scene.disease if kind == "outbreak" else kind
        if name is None or (family == "crowd" and kind != "violence"):
            return
        foreign = self._is_foreign(spots)
        days = LOCAL_DAYS if reach.is_local else WIDE_DAYS
        if (town := self._incident(kind, family, spots)) == "nowhere":
            return
        if town:
            yield from _in_time(
                f"{head}:{name}:{town}", f"{told}; {name}, {', '.join(s.name for s in spots) or town}", day, year, TOWN_DAYS
            )
            return
        if kind in ("ship", "crash") and scene.ship is not None and year is None and not foreign:
            yield from _in_time(f"{head}:{kind}:{scene.ship}", f"{told}; {scene.ship}", day, year, days)
            return
        if self._is_loose(kind, family, spots):
            return
        land = self._land(spots)
        if "+" in land:
            yield from _in_time(f"{head}:{name}:{land}", f"{told}; {name}, {land}", day, year, days)
            return
        if year is not None or foreign:
            where: tuple[Spot, ...] = spots
        elif reach.is_local:
            where = spots or main[:1]
        else:
            where = (*spots, *main)
        for spot in where:
            if spot.country in (None, land):
                yield from _in_time(f"{head}:{name}:{spot.key}", f"{told}; {name}, {spot.name}", day, year, days)
            if spot.country and spot.country == land and not spot.is_country and not reach.is_local:
                yield from _in_time(f"{head}:{name}:{spot.country}", f"{told}; {name}, {spot.country}", day, year, days)


def _in_time(key: str, told: str, day: int | None, year: int | None, days: int) -> Iterator[tuple[str, str]]:
    """Two keys, one of them shared by all days that are at most so many apart."""
    if year is not None or day is None:
        yield f"{key}:y{year}", f"{told}; {year}"
        return
    for begin in (day // days, day // days + 1):
        yield f"{key}:{days}:{begin}", told
