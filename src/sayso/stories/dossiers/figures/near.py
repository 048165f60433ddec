"""Near: a figure with the words around it, and what these say of its reach: a part, all, a short time, one place, a guess."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from sayso.claims.figure import Figure
from sayso.claims.report import Report
from sayso.stories.dossiers.figures.scene import Scene
from sayso.text import Span, words_of

_BOTH = re.compile(r"\b(?:killed|dead|died)\b.{0,20}\b(?:wounded|injured|hurt)\b|\bcasualties\b", re.IGNORECASE)
_PART = re.compile(
    r"^\W*(?:of them|of those|of these|of the (?:dead|victims|injured|missing|\w+)|among them|more|others?|new|alone)\b",
    re.IGNORECASE,
)
_PART_BEFORE = re.compile(
    r"(?:\bof (?:them|these|those|which|whom|the \w+)\b,?|\bamong (?:them|the \w+)|\bincluding(?: at least)?"
    r"|\banother|\ba further|\bonly .* of)\W*(?:were |was |are )?$",
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
_RATE = re.compile(
    r"\b(?:a|per|each|every) (?:single )?(?:day|hour|week|month)\b(?! (?:earlier|before|later|after|ago|at|on|in a row))"
    r"|\b(?:daily|weekly|hourly|monthly)\b|\bon average\b",
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
_WORLD = re.compile(
    r"\b(?:world-?wide|around the (?:world|globe)|across the (?:world|globe)|throughout the world|globally|the world's"
    r"|of the world|in the world|global (?:\w+ )?(?:total|toll|tally|count|deaths|cases)"
    r"|(?:in|across) (?:(?:more than|at least|over|some|almost|nearly) )?"
    r"(?:\d+|[a-z]+teen|twenty|thirty|forty|fifty)(?:-\w+)? (?:countries|nations))\b",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(
    r"\b(?:(?:every|each|per) year|a year\b(?! (?:ago|later|earlier))|annually|seasonal|world war|spanish flu"
    r"|hong kong flu|asian flu|pandemic of \d"
    r"|(?:could|would|might) (?:\w+ )?(?:die|kill|infect|be (?:killed|infected)|claim)|expected to \w+"
    r"|(?:killed|dead),? (?:injured|wounded|hurt),? or (?:left )?homeless|people affected|of each other"
    r"|at risk of|vowed to|plan(?:s|ned)?(?: was| is| were)? to|hop(?:es|ed|ing) to|intend\w* to|aim(?:s"
    r"|ed|ing)? (?:to|at)|if there|in 19\d\d|1918"
    # what may still come
    r"|predict\w*|forecast\w*|projection\w*|doomsday|worst[- ]case|avert\w*|will (?:\w+ )?(?:die|be (?:killed|infected)|lose)"
    r"|will (?:\w+ )?have (?:died|been killed|been infected|lost)|(?:may|might|could|would) (?:\w+ )?lose"
    # what is told for comparison
    r"|(?:could|may|might|would) (?:\w+ )?(?:see|reach)|(?:normal|ordinary|typical|average|usual) (?:\w+ )?(?:season|year|winter)"
    r"|on the roads?|road (?:deaths?|accidents?|crashes)|(?:are|is|were|was) (?:\w+ly )?dying"
    r"|(?:last|previous|earlier) (?:\w+ )?(?:pandemic|epidemic|earthquake|quake|war))\b",
    re.IGNORECASE,
)
_STRONG = re.compile(r"\s*-?strong\b", re.IGNORECASE)
"""*a 9,000-strong mission*."""
_ENOUGH_FOR = re.compile(
    r"\b(?:aid|food|water|shelter|supplies|tents|beds|kits|rations|meals|room|space|places|blankets|medicines?|vaccines?) for"
    r" (?:up to |some |about |over |more than |at least |another )?$",
    re.IGNORECASE,
)
_IF = re.compile(r"\bif (?:only )?(?:some |about |even )?$", re.IGNORECASE)
"""*if a million people had died*."""
_WOUNDS = re.compile(r"\bwounds\b")
"""*with two bullet wounds*: not people."""
_BASE = re.compile(r"\s*(?:people\s+)?(?:out )?of (?:the|its|their|a total of)\s+(?:\w+'s\s+)?$", re.IGNORECASE)
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
CLAUSE_ENDS = re.compile(r"[,;:()\n]|\s[–—-]\s|\b(?:while|but|whereas|although)\b")


class Near:
    """A figure with the words around it, up to the next figures of its sentence; ``ends`` are the spans of all figures."""

    def __init__(self, report: Report, scene: Scene, figure: Figure, ends: Iterable[Span]) -> None:
        self.report, self.scene, self.figure = report, scene, figure
        self.text = text = report.page.text
        self.sentence = sentence = scene.sentence(figure.span)
        ends = list(ends)
        before = max((s.end for s in ends if sentence.start <= s.end <= figure.span.start), default=sentence.start)
        after = min((s.start for s in ends if figure.span.end <= s.start <= sentence.end), default=sentence.end)
        self.before = text[max(before, figure.span.start - 90) : figure.span.start]
        self.after = text[figure.span.end : min(after, figure.span.end + 110)]
        self.counted = words_of(figure.counts, text)
        """What it counts, as printed; ``counts`` in small letters."""
        self.counts = self.counted.casefold()
        self.event = words_of(figure.event, text).casefold()
        self.who = words_of(figure.who, text).casefold()
        self.printed = figure.span.of(text)

    @property
    def clause_before(self) -> str:
        """The words before it in its clause; before a colon too, that says what it counts: *Persons on board: 423*."""
        words = self.before.rstrip()
        return CLAUSE_ENDS.split(words[:-1])[-1] + ": " if words.endswith(":") else CLAUSE_ENDS.split(self.before)[-1]

    @property
    def clause_after(self) -> str:
        """The words after it in its clause."""
        return CLAUSE_ENDS.split(self.after, maxsplit=1)[0]

    @functools.cached_property
    def sentence_before(self) -> Span:
        """The sentence before its own, in the same paragraph; empty where its own is the first."""
        return self.scene.sentence_before(self.sentence)

    @property
    def is_background(self) -> bool:
        """Whether it is told for comparison, may only come, or is what is there for: *40,000 could die*, *tents for 300*."""
        if _STRONG.match(self.after) or _ENOUGH_FOR.search(self.before) or _IF.search(self.before) or _WOUNDS.search(self.counts):
            return True
        return bool(_BACKGROUND.search(f"{self.before[-70:]} {self.printed} {self.counts} {self.after}"))

    @property
    def is_rate(self) -> bool:
        """Whether it is of each day or week: *100 a day*."""
        return bool(_RATE.search(f"{self.clause_before[-30:]} | {self.counts} {self.clause_after[:60]}"))

    @property
    def is_of_the_world(self) -> bool:
        """Whether its own clause is told of many countries: *worldwide*, *in 33 countries*."""
        return bool(_WORLD.search(f"{self.clause_before} {self.printed} {self.clause_after}"))

    @property
    def may_be_of_the_world(self) -> bool:
        """Whether its sentence speaks of many countries."""
        return bool(_WORLD.search(self.sentence.of(self.text)))

    @property
    def is_base(self) -> bool:
        """Whether it is what another number is a part of: *three million of the nine million people*."""
        return bool(_BASE.match(self.before)) and self.figure.part_of is None

    @property
    def is_total(self) -> bool:
        """Whether its words say that it is of all: *so far*, *since*, *death toll*."""
        words = f"{self.before[-70:]} {self.counts} {self.event} {self.after}"
        return bool(_TOTAL.search(words)) or bool(self.figure.period and self.figure.period.opens)

    @property
    def is_both(self) -> bool:
        """Whether it counts killed and injured together."""
        return bool(_BOTH.search(self.event))

    @property
    def is_part(self) -> bool:
        """Whether its words say that it is a part of another: *among them*, *of those*, *alone*."""
        if _PART.match(self.after) or _PART_BEFORE.search(self.before) or self.before.strip() in ("-", "–", "—", ":", "("):
            return True
        return self.before.endswith(" the ") and (self.figure.high or 99) < 20  # *the two* were told of before

    @property
    def is_estimated(self) -> bool:
        """Whether its words say that it is no count: *feared*, *could be*, *estimates*."""
        return bool(_ESTIMATE.search(f"{self.before[-60:]} {self.printed} {self.event} {self.after[:60]}"))

    @property
    def is_local(self) -> bool:
        """Whether its words say that it is of one town or one house only, without a name."""
        return bool(_LOCAL.search(f"{self.before[-60:]} {self.counts} {self.after[:70]}"))

    @property
    def short(self) -> str:
        """Whether it covers a short time, such as a day: *a short time*, *maybe*, or empty."""
        period = self.figure.period
        near = f"{self.counts} {self.after} "
        if period is not None and (not period.opens or _SHORT.search(words_of((period.span,), self.text))):
            return "a short time"
        if _SHORT.search(near) or _SHORT.search(self.before[-60:]):
            return "a short time"
        around = f"{self.before} {near} {self.event}"
        return "maybe" if _ON_A_DAY.search(around) and not _TOTAL.search(around) else ""

    @property
    def denied(self) -> str:
        """The words before it by which somebody denies it; empty where there are none."""
        found = _DENIES.search(self.text[max(self.sentence.start, self.figure.span.start - 70) : self.figure.span.start])
        return found[0] if found else ""
