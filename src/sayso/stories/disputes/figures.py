"""How two figures of one dossier stand to each other.

A contradiction is called only where nothing else explains that two numbers are apart: not that one is of a part, of another
time, of the day alone, a floor, an estimate, a later count. Where the words leave that open, it is *unclear*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from sayso.claims.figure import OUTLET, Bound, Figure
from sayso.claims.mark import Status
from sayso.claims.report import Report, number
from sayso.claims.statement import Stance, Statement
from sayso.ledger import queries
from sayso.ledger.figures import figure_entry
from sayso.stories.dossiers.dossier import Dossier, Kind, Member, Relation
from sayso.text import words_of

ABOUT = 0.1
"""How far *about 200* may be from what it rounds."""
ROUNDED = 0.02
"""How far a round number may be from the exact one, though it does not say *about*."""
CLEARLY = 1.25
"""How many times another number a number must be to contradict it where the hours between them are not known."""
LEAST = 1.03
"""How many times another number a number must be to contradict it at all."""
TWICE = 1.5
"""The same where the page leaves open whose number one of them is."""
MUCH = 2.5
"""From how many times less a later number of a growing toll is more likely one of a part."""
NEAR = 5
"""Up to how many times another number one of all may contradict one that does not say so, where a page sets them
against each other.
"""
FAR = 20
"""From how many times another number on two numbers are taken to be of something else, whatever the words say."""
HOURS = 4
"""Numbers of a growing toll by two sources that are not longer apart may contradict each other, whichever is higher."""
DAYS = 3
"""A number that is lower than what another source said before contradicts it for so long."""

_GROWING = frozenset(
    [
        "killed",
        "injured",
        "rescued",
        "recovered",
        "suspected cases",
        "confirmed cases",
        "cases",
        "arrested",
        "held",
        "prisoners",
        "destroyed",
        "damaged",
        "annulled",
        "homeless",
        "evacuated",
        "fled abroad",
        "displaced",
        "given",
        "treated",
        "hostages",
        "trapped",
        "in need",
    ]
)
_OF_PEOPLE = frozenset(["killed", "injured", "arrested", "held", "displaced", "missing"])
_SHRINKING = frozenset(["missing", "trapped"])


@dataclass(frozen=True, slots=True)
class View:
    """A figure with what relations are told by."""

    entry: str
    page: int
    figure: Figure
    facets: Mapping[str, str]
    printed: str
    source: str
    """Who is named for it; empty where nobody is, or only *he*."""
    tokens: frozenset[str]
    """The telling words of the source's name and role."""
    own_voice: bool
    """Whether the page says it itself."""
    outlet: str
    denying: bool
    """Whether it stands in words that deny it."""
    confirmed_by: str
    """The words by which somebody else confirms it."""
    moment: datetime | None
    """The time that it is of, as exactly as it is told."""

    @property
    def low(self) -> float:
        """The least that its words allow."""
        f = self.figure
        low = f.low if f.low is not None else 0.0
        return low * (1 - (ABOUT if f.bound is Bound.ABOUT else ROUNDED if _is_round(low) else 0))

    @property
    def high(self) -> float:
        """The most that they allow."""
        f = self.figure
        if f.high is None:
            return float("inf")
        return f.high * (1 + (ABOUT if f.bound is Bound.ABOUT else ROUNDED if _is_round(f.high) else 0))


def relation_of(one: View, other: View) -> tuple[Kind, str]:
    """How two figures of one dossier stand to each other, and why."""
    a, b = sorted((one, other), key=lambda view: (view.moment is None, view.moment or datetime.min, view.entry))
    if a.page == b.page and (told := _on_one_page(a, b)) is not None:
        return told
    fits = a.low <= b.high and b.low <= a.high
    if a.denying != b.denying:
        told_no, said = (a, b) if a.denying else (b, a)
        if fits and not _same_source(a, b):
            return Kind.DENIED, f"{_who(told_no)} denies the {said.printed} of {_who(said)}"
        return Kind.UNCLEAR, "one of them is told in words that deny it"
    if (told := _of_another_part(a, b)) is not None:
        return told
    equal = a.figure.low == b.figure.low and a.figure.high == b.figure.high
    if fits:
        for view, by in ((a, b), (b, a)):
            if view.confirmed_by and not _same_source(view, by):
                return Kind.VERIFIED, f"confirmed: “{view.confirmed_by}”"
        if equal:
            return Kind.SAME, "the same number" + (" by the same source" if _same_source(a, b) else "")
        return Kind.COMPATIBLE, "their words leave room for each other"
    return _apart(a, b)


def _on_one_page(a: View, b: View) -> tuple[Kind, str] | None:
    for x, y in ((a, b), (b, a)):
        if x.figure.part_of == y.figure.id:
            return Kind.SCOPE, f"{x.printed} is part of {y.printed}, says the page"
        if x.figure.replaces == y.figure.id:
            return Kind.UPDATE, f"the page gives {x.printed} in place of {y.printed}"
    return None


def _of_another_part(a: View, b: View) -> tuple[Kind, str] | None:
    """Where they are not of the same whole: a part, a place, a time."""
    x, y = a.facets, b.facets
    for facet, kind, words in (
        ("both", Kind.SCOPE, "one counts killed and injured together"),
        ("group", Kind.SCOPE, "one counts a part of them"),
        ("part", Kind.SCOPE, "the words of one say that it is a part"),
    ):
        if x.get(facet, "") != y.get(facet, ""):
            told = ", ".join(filter(None, (x.get(facet), y.get(facet))))
            return kind, f"{words}: {told}" if facet == "group" else words
    brief = "a short time" in (x.get("short"), y.get("short"))
    if brief and (x.get("short") != y.get("short") or x.get("as_of", "")[:10] != y.get("as_of", "")[:10]):
        return Kind.PERIOD, "they cover different times"
    here, there = set(x.get("spots", "").split()), set(y.get("spots", "").split())
    main = set(x.get("main", "").split()[:1]) | set(y.get("main", "").split()[:1])
    if here - main != there - main:
        return Kind.SCOPE, f"one is told of a place of its own: {', '.join(sorted((here ^ there) - main))}".replace("_", " ")
    if x.get("local", "") != y.get("local", ""):
        return Kind.SCOPE, "one is of one town or house only"
    if x.get("local") and not (set(x.get("main", "").split()) & set(y.get("main", "").split()) or a.page == b.page):
        return Kind.SCOPE, "each is of one town or house"
    return None


def _apart(a: View, b: View) -> tuple[Kind, str]:
    """Two whole counts whose words leave no room for each other; ``a`` is the earlier."""
    family = a.facets.get("family", "")
    same = _same_source(a, b)
    hours = _hours(a, b)
    later = "" if hours is None or hours == 0 else f", {_told(hours)} later"
    if same:
        if a.page == b.page:
            return Kind.UNCLEAR, "the same source gives both on one page"
        return Kind.UPDATE, f"{_who(b)} again{later}"
    for view in (a, b):
        if (why := _no_count_so_far(view)) is not None:
            return Kind.UNCLEAR, f"{view.printed} {why}"
    if family == "crowd" and a.facets.get("place") != b.facets.get("place"):
        return Kind.SCOPE, "each is of a place of its own"
    if (
        family in _OF_PEOPLE
        and a.facets.get("kind") in ("violence", "attack")
        and "maybe" in (a.facets.get("short"), b.facets.get("short"))
    ):
        return Kind.UNCLEAR, "one may be of one day only"
    if a.figure.bound is Bound.ORDER or b.figure.bound is Bound.ORDER:
        return Kind.UNCLEAR, "one is a vague word"
    if (
        family in _OF_PEOPLE
        and a.facets.get("kind") in ("violence", "attack")
        and a.facets.get("total") != b.facets.get("total")
        and (a.page != b.page or _ratio(a, b) > NEAR or not _set_against(a, b))
    ):
        return Kind.UNCLEAR, "one is of all, the other may be of one day or one place"
    if _ratio(a, b) > FAR:
        return Kind.UNCLEAR, "they are so far apart that they can hardly be of the same"
    grows = family in _GROWING or family in _SHRINKING
    unresolved = not (a.source or a.own_voice) or not (b.source or b.own_voice)
    if {a.source.casefold(), b.source.casefold()} & _NOBODY or (unresolved and grows):
        return Kind.UNCLEAR, "nobody in particular is named for one of them"
    if unresolved and (a.page == b.page or (grows and (b.low > a.high or _ratio(a, b) < TWICE))):
        return Kind.UNCLEAR, "the page leaves open whose number one of them is"
    if grows and "outbreak" in (a.facets.get("kind"), b.facets.get("kind")) and _confirmed(a) != _confirmed(b):
        return Kind.UNCLEAR, "one counts only what is confirmed"
    if family == "killed" and (_of_bodies(a) or _of_bodies(b)):
        return Kind.UNCLEAR, "one is of bodies that were found"
    named = not a.own_voice and not b.own_voice
    against = f"{a.printed} by {_who(a)}, {b.printed} by {_who(b)}"
    if grows and not _of_one_setting(a, b) and _ratio(a, b) > 2:
        return Kind.UNCLEAR, "their pages are set in different places"
    if a.page == b.page:
        of_one_time = not (a.facets.get("own_time") and b.facets.get("own_time")) or _of_one_day(a, b)
        spoken = named or (bool(a.source or b.source) and (not grows or (_set_against(a, b) and _ratio(a, b) >= 1 + ABOUT)))
        if spoken and of_one_time and not _told_before(a, b) and _ratio(a, b) >= LEAST:
            return Kind.CONTRADICTION, f"{against}, side by side on one page"
        return Kind.UNCLEAR, "on one page, which does not say that they are of one time"
    if not grows:
        if a.own_voice and b.own_voice:
            return Kind.UNCLEAR, "two outlets in their own voice"
        if _ratio(a, b) < LEAST:
            return Kind.UNCLEAR, "they are so near each other that one may be the other counted anew"
        return Kind.CONTRADICTION, against
    if not named:
        return Kind.UNCLEAR, "an outlet in its own voice, which may be behind or ahead"
    if hours is None:
        return Kind.UNCLEAR, "the time of one of them is not told"
    if _ratio(a, b) >= CLEARLY and (hours <= HOURS or _of_one_day(a, b)):
        return Kind.CONTRADICTION, f"{against}, of one time"
    if family in _GROWING and a.facets.get("estimated") != b.facets.get("estimated"):
        return Kind.UNCLEAR, "one is an estimate, the other a count"
    if family in _GROWING and b.high < a.low and _ratio(a, b) > MUCH:
        return Kind.UNCLEAR, "the later one is so much less that it may be of a part"
    if family in _GROWING and b.high < a.low and hours <= 24 * DAYS and _ratio(a, b) >= CLEARLY:
        return Kind.CONTRADICTION, f"{against}, {_told(hours)} later and yet fewer"
    if family in _GROWING and b.low > a.high:
        return Kind.UNCLEAR, f"another source{later}, and more: it may have grown"
    return Kind.UNCLEAR, "different sources, and nothing says that they are of one time"


_NOT_YET = re.compile(
    r"\b(?:may|might|could|would|will|shall|if|unless|fear(?:s|ed)?|expect(?:s|ed)?|predict\w*|project\w*|risk\w*|likely|possibl\w+|"
    r"plan\w*|threaten\w*)\b",
    re.IGNORECASE,
)
_A_DAY = re.compile(r"\b(?:each|every|per|a|an) (?:day|hour|week|month|night|year)\b|\b(?:daily|hourly|weekly)\b", re.IGNORECASE)
_BESIDES = re.compile(r"\b(?:additional|further|extra|another|more|new|other)\s*$", re.IGNORECASE)
_BESIDES_AFTER = re.compile(r"\s*(?:more|others?|additional|further|extra|new|newly)\b", re.IGNORECASE)
_NOBODY = frozenset("some many others people most several observers experts officials sources reports estimates".split())
_FEW = "two|three|four|five|six|seven|eight|nine|ten"
_OF_SO_MANY = re.compile(rf"\s+(?:out )?of (?:the |these |those |its |their )?(?:\d|{_FEW})", re.IGNORECASE)
_SO_MANY_OF = re.compile(rf"\b(?:\d+|one|{_FEW})(?: out)? of (?:the |these |its |their )?$", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:.!?\n]")


def _no_count_so_far(view: View) -> str | None:
    """Why a number is no count of what has happened so far, if it is none: a forecast, a rate, some more, some of so many."""
    before = _CLAUSE.split(view.facets["before"])[-1]
    after = _CLAUSE.split(view.facets["after"], maxsplit=1)[0]
    if _NOT_YET.search(f"{before[-30:]} {after[:60]}"):
        return "may be still to come"
    if _A_DAY.search(f"{before[-30:]} | {after[:60]}"):
        return "is of each day"
    if _BESIDES.search(before) or _BESIDES_AFTER.match(after):
        return "comes on top of others"
    if _OF_SO_MANY.match(after) or _SO_MANY_OF.search(before):
        return "is one of two numbers that belong together"
    if re.search(r"\bhere\b", after[:80]):
        return "is told of one place"
    return None


_AGAINST = re.compile(
    r"\b(?:but|while|however|whereas|although|yet|against|compared (?:with|to)|contradict\w*|disput\w*"
    r"|far (?:above|below|from)|own (?:count|tally|list|figures?)"
    r"|for (?:its|his|her|their) part|higher than|lower than|more than twice|instead|in contrast|conflicting|differ\w*)\b",
    re.IGNORECASE,
)


def _set_against(a: View, b: View) -> bool:
    """Whether the words between two figures of a page set one against the other."""
    return bool(_AGAINST.search(a.facets["after"]) if a.figure.span < b.figure.span else _AGAINST.search(b.facets["after"]))


def _confirmed(view: View) -> bool:
    return "confirm" in f"{view.facets['before'][-25:]} {view.facets['after'][:30]}".casefold()


def _of_bodies(view: View) -> bool:
    return bool(re.match(r"\W*(?:\w+\s+)?(?:bodies|corpses|remains)\b", view.facets["after"], re.IGNORECASE))


def _told_before(a: View, b: View) -> bool:
    """Whether one of them is told as what was before: *from 112*, *a day earlier*."""
    return any(_BEFORE.search(view.facets.get("before", "")) for view in (a, b))


_BEFORE = re.compile(r"\b(?:from|earlier|previous|before|last)\b")


def _of_one_setting(a: View, b: View) -> bool:
    """Whether their pages may be set in the same places."""
    here, there = a.facets.get("main", "").split(), b.facets.get("main", "").split()
    return not here or not there or bool(set(here) & set(there))


def _of_one_day(a: View, b: View) -> bool:
    """Whether the words of both give the same day."""
    x, y = a.facets, b.facets
    return bool(x.get("own_time") and y.get("own_time")) and x["as_of"][:10] == y["as_of"][:10] and len(x["as_of"]) >= 10


def _ratio(a: View, b: View) -> float:
    low, high = sorted((a, b), key=lambda view: view.low)
    return high.low / low.high if low.high else float("inf")


def _hours(a: View, b: View) -> float | None:
    if a.moment is None or b.moment is None:
        return None
    return abs((b.moment - a.moment).total_seconds()) / 3600


def _told(hours: float) -> str:
    return f"{hours / 24:.0f} days" if hours >= 36 else f"{hours:.0f} hours"


def _is_round(value: float) -> bool:
    """Whether it ends in as many noughts as a number does that was rounded."""
    digits = f"{value:.0f}"
    return len(digits) >= 3 and len(digits.rstrip("0")) <= max(1, len(digits) - 2)


def _who(view: View) -> str:
    return view.source or view.outlet or "nobody named"


_ANAPHOR = re.compile(r"(?:its|his|her|their|the same|same|this|that|these|those|another)\b", re.IGNORECASE)
_FORMAL = frozenset(
    """the a an of and for at in to on its his her their ministry minister department spokesman spokeswoman
    spokesperson official officials
    representative chief head office director deputy state government president statement report bulletin figures
    count mr ms mrs dr
    colonel major general captain lieutenant officer service services agency union national central council press news""".split()
)


def _same_source(a: View, b: View) -> bool:
    if a.own_voice and b.own_voice:
        return a.outlet == b.outlet
    if not a.source or not b.source:
        return False
    return a.source.casefold() == b.source.casefold() or bool(a.tokens & b.tokens) or _is_short_for(a.source, b.source)


def _is_short_for(one: str, other: str) -> bool:
    """Whether one name is made of the first letters of the other: *UN* and *the United Nations*."""
    short, whole = sorted((one, other), key=len)
    letters = "".join(word[0] for word in re.findall(r"\w+", whole) if word[0].isupper())
    return short.isupper() and short.replace(".", "") == letters


# Reading


def view_of(report: Report, page: int, member: Member) -> View | None:
    """The figure of a report that a dossier's member is."""
    for figure in report.figures:
        if figure_entry(report.page.text_digest, figure.span) == member.entry:
            return _view(report, page, figure, member)
    return None


def _view(report: Report, page: int, figure: Figure, member: Member) -> View:
    text = report.page.text
    said = {s.id: s for s in report.statements}
    chain = list(_chain(figure, said))
    named = [s for s in chain if s.speaker.name is not None]
    source = named[0] if chain and chain[0].speaker.name is not None and not _ANAPHOR.match(chain[0].speaker.name) else None
    told = f"{source.speaker.name} {source.speaker.role or ''}" if source else ""
    before = text[max(0, figure.span.start - 60) : figure.span.start]
    marks = [m for m in report.marks if figure.id in m.about or (chain and chain[0].id in m.about)]
    confirmed = next((words_of(m.spans, text) for m in marks if m.status is Status.CONFIRMED and m.by), "")
    return View(
        entry=member.entry,
        page=page,
        figure=figure,
        facets={**member.facets, "before": before, "after": text[figure.span.end : figure.span.end + 300]},
        printed=figure.span.of(text),
        source=source.speaker.name or "" if source else "",
        tokens=frozenset(w for w in re.findall(r"\w+", told.casefold()) if w not in _FORMAL and len(w) > 2),
        own_voice=figure.holder == OUTLET,
        outlet=report.page.outlet or "",
        denying=_is_denied(figure, chain) or bool(member.facets.get("denied")),
        confirmed_by=confirmed,
        moment=_moment(member.facets),
    )


_AT_ONCE = 30
"""So many characters into what is denied a number must stand: *denied that 500 died*, but not *denied the attack
that killed 23*.
"""


def _is_denied(figure: Figure, chain: list[Statement]) -> bool:
    if not chain or chain[0].stance is not Stance.DENYING:
        return False
    return figure.span.start - min(piece.start for piece in chain[0].content) <= _AT_ONCE


def _chain(figure: Figure, said: Mapping[str, Statement]) -> Iterator[Statement]:
    held: str | None = figure.holder
    while held is not None and held in said:
        yield said[held]
        held = said[held].within


def _moment(facets: Mapping[str, str]) -> datetime | None:
    """The page's time where that lies on the day of the figure, else the noon of that day; ``None`` where only a
    month is told.
    """
    at, as_of = facets.get("at", ""), facets.get("as_of", "")
    told = at if not as_of or at[:10] == as_of[:10] else as_of
    try:
        moment = datetime.fromisoformat(told[:16])
    except ValueError:
        return None
    return moment.replace(hour=12) if len(told) <= 10 else moment


class Views:
    """The figures of dossiers, each page read once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._reports: dict[int, Report] = {}

    def of(self, member: Member) -> View | None:
        """The member as relations see it."""
        if member.page not in self._reports:
            self._reports[member.page] = queries.report(self._connection, member.page)
        return view_of(self._reports[member.page], member.page, member)


def relations(connection: Connection, dossier: Dossier) -> list[Relation]:
    """How those stand to each other that say what: of each source and time the numbers it gives, not all pairs of pages."""
    views = Views(connection)
    plain: dict[tuple[object, ...], View] = {}
    for member in dossier.members[-READ:]:
        view = views.of(member)
        if view is not None:
            who = view.source.casefold() or (view.outlet if view.own_voice else view.entry)
            key = (
                who,
                view.facets.get("as_of", "")[:10],
                number(view.figure.low),
                number(view.figure.high),
                view.facets.get("group"),
            )
            plain.setdefault(key, view)
    return [_relation(a, b) for a, b in _near(list(plain.values()))]


PAIRED_DAYS = 7
"""Figures that are longer apart are not set beside each other for a list: what lies between them tells more."""
PAIRED = 150
"""So many figures of a dossier are set beside each other for a list, the newest."""


READ = 400
"""So many of the latest figures are looked at for a list."""


def _near(views: list[View]) -> Iterator[tuple[View, View]]:
    ordered = sorted((v for v in views if v.moment is not None), key=lambda v: (v.moment or datetime.min, v.entry))[-PAIRED:]
    for place, a in enumerate(ordered):
        for b in ordered[place + 1 :]:
            if (hours := _hours(a, b)) is not None and hours <= 24 * PAIRED_DAYS:
                yield a, b


def relation_between(connection: Connection, one: Member, other: Member) -> Relation | None:
    """How two members of one dossier stand to each other; ``None`` where one of them is gone from its page."""
    views = Views(connection)
    a, b = views.of(one), views.of(other)
    return _relation(a, b) if a is not None and b is not None else None


def _relation(a: View, b: View) -> Relation:
    return Relation(a.entry, b.entry, *relation_of(a, b))
