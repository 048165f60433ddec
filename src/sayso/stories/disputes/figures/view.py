"""Views: figures of dossiers with all that relations are told by, read off their pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from sayso.claims.figure import OUTLET, Bound, Figure
from sayso.claims.mark import Status
from sayso.claims.report import Report
from sayso.claims.statement import Stance, Statement
from sayso.ledger import queries
from sayso.ledger.figures import figure_entry
from sayso.stories.disputes.figures.words import Words
from sayso.stories.dossiers.dossier import Member
from sayso.stories.dossiers.figures.scene import Scene, stem
from sayso.text import Span, words_of

ABOUT = 0.1
"""How far *about 200* may be from what it rounds."""
ROUNDED = 0.02
"""How far a round number may be from the exact one, though it does not say *about*."""
NEAR_BY = 450
"""So many characters after a figure are kept, to see how another one is set beside it."""


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
    lands_of_source: frozenset[str]
    """The codes of the countries that the source is of."""
    own_voice: bool
    """Whether the page says it itself."""
    outlet: str
    denying: bool
    """Whether it stands in words that deny it."""
    confirmed_by: str
    """The words by which somebody else confirms it."""
    moment: datetime | None
    """The time that it is of, as exactly as it is told."""
    is_exact: bool
    """Whether that time is of an hour, not of a day only."""
    words: Words
    """What stands around it in its sentence."""
    following: str
    """The text after it."""
    lands: frozenset[str]
    """The codes of the countries that its sentence names, but for those in the names of who says it."""
    seats: frozenset[str]
    """Towns that its sentence names only as the seats of those who rule: *the government in Orle*."""

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

    @property
    def who(self) -> str:
        """Who gives it, in words for people."""
        return self.source or self.outlet or "nobody named"

    @property
    def is_estimated(self) -> bool:
        """Whether its words say that nobody has counted."""
        return "estimated" in self.facets or self.words.has("estimate")

    @property
    def status(self) -> str:
        """Of sick people: whether they are only suspected to be, or confirmed."""
        found = {name for name in ("suspected", "confirmed") if name in self.facets.get("family", "") or self.words.has(name)}
        if not found:
            whole = Words(self.words.before.replace(",", ""), self.words.after.replace(",", ""))
            found = {name for name in ("suspected", "confirmed") if whole.has(name)}
        return min(found) if len(found) == 1 else "suspected" if found else ""


def _is_round(value: float) -> bool:
    """Whether it ends in as many noughts as a number does that was rounded."""
    digits = f"{value:.0f}"
    return len(digits) >= 3 and len(digits.rstrip("0")) <= max(1, len(digits) - 2)


class Views:
    """The figures of dossiers, each page read once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._pages: dict[int, tuple[Report, dict[str, Figure], Scene]] = {}

    def of(self, member: Member) -> View | None:
        """The member as relations see it; ``None`` where it is gone from its page."""
        if member.page not in self._pages:
            report = queries.report(self._connection, member.page)
            figures = {figure_entry(report.page.text_digest, f.span): f for f in report.figures}
            self._pages[member.page] = report, figures, Scene(report)
        report, figures, scene = self._pages[member.page]
        figure = figures.get(member.entry)
        return None if figure is None else _view(report, scene, figure, member)


def view_of(report: Report, page: int, member: Member) -> View | None:
    """The figure of a report that a dossier's member is; ``None`` where the report has it no more."""
    for figure in report.figures:
        if figure_entry(report.page.text_digest, figure.span) == member.entry:
            return _view(report, Scene(report), figure, member)
    return None


_ANAPHOR = re.compile(r"(?:its|his|her|their|the same|same|this|that|these|those|another)\b", re.IGNORECASE)
_FORMAL = frozenset(
    """the a an of and for at in to on its his her their ministry minister department spokesman spokeswoman spokesperson official
    officials representative chief head office director deputy state government president statement report bulletin figures
    count counts counting mr ms mrs dr colonel major general captain lieutenant officer service services agency union national
    central council press news media health interior defence defense foreign rights human relief aid emergency local regional
    provincial medical police army military rescue opposition activists activist authorities estimates estimate world
    international group groups organisation organization committee network leader secretary commissioner high based""".split()
)
"""Words that many sources have in their names or roles, and that tell none from another."""
_COUNTER = re.compile(
    r"(?:^|[,;:]\s|\b(?:while|but|and|whereas)\s)\s*((?:(?:the|an?)\s)?(?:[\w’'-]+\s){0,7}?[\w’'-]+)\s"
    r"(?:itself\s)?(?:has\s|have\s|had\s)?(?:also\s|now\s|since\s|already\s)?"
    r"(?:put|puts|gives?|gave|counts?|counted|lists?|listed|records?|recorded|shows?|speaks? of|spoke of|names|named|logged"
    r"|documented|registered|tallied|estimates?|estimated|admits?|admitted|claims?|claimed|reports|reported|acknowledge[sd]?)\b"
    r"[^.;:,\d]{0,60}$",
    re.IGNORECASE,
)
"""*The registry's lists show 40*: who counts, where no statement was read."""
_WHICH = re.compile(
    r"(?:^|[,;]\s)\s*((?:the|an?)\s[^,.;:]{2,50}), (?:which|who)\s(?:\w+\s){0,3}"
    r"(?:put|puts|gives?|gave|counts?|counted|speaks? of|spoke of|names|named|claims?|claimed"
    r"|admits?|admitted|reports|reported|says?|said)\b[^.;:]{0,40}$",
    re.IGNORECASE,
)
"""*The port, which on Monday spoke of 40*."""
_SEAT = re.compile(
    r"\b(?:governments?|ministry|ministries|army|parliament|administration|cabinet|authorities|headquarters) in ([A-Z][\w-]+)"
)
_IS = re.compile(r"\b(?:is|are|was|were|been|be|has|have|had|toll|number|according|not|so far)\b", re.IGNORECASE)
_ISSUED = re.compile(
    r"(?:^|[,;]\s)\s*(?:meanwhile|later|also|then)?,?\s*((?:the|an?)\s[^.;:,]{2,50}?|(?-i:[A-Z])[^.;:,]{2,50}?)\s(?:has\s|have\s)?(?:also\s|now\s)?"
    r"(?:gave|announced|published|issued|released|posted|gave out|handed out)\s[^.;:]{2,50}:\s[^.;]{0,60}$",
    re.IGNORECASE,
)
"""*The port published its bulletin: 14 boats, 40 dead*."""
_TALLY_OF = re.compile(
    r"\b((?:the\s)?(?:[\w-]+\s){0,3}[\w-]+)[’']s\s(?:own\s|latest\s|official\s|final\s|daily\s|death\s){0,3}"
    r"(?:totals?|tall(?:y|ies)|counts?|tolls?|figures?|estimates?|lists?)\b[^.;]{0,70}$",
    re.IGNORECASE,
)
"""*The union says that the ministry's own count is 40*: the ministry counts, though the union says so."""
_ENDS = re.compile(r"[a-z0-9)\]”\"’%][.!?][”\"’)]*\s+$")
_NO_COUNTER = frozenset(
    """it he she they we you i this that these those there which who what people estimates reports others some many numbers
    figures nobody and but or so that now""".split()
)


def _view(report: Report, scene: Scene, figure: Figure, member: Member) -> View:
    text = report.page.text
    said = {s.id: s for s in report.statements}
    chain = list(_chain(figure, said))
    first = chain[0].speaker if chain else None
    resolved = first is not None and first.name is not None and not _ANAPHOR.match(first.name)
    source = first.name or "" if first is not None and resolved else ""
    told = f"{source} {first.role or ''}" if first is not None and resolved else ""
    sentence = scene.sentence(figure.span)
    before = text[sentence.start : figure.span.start]
    words = Words("" if _ENDS.search(before) else before, text[figure.span.end : sentence.end])
    denying = _is_denied(figure, chain) or bool(member.facets.get("denied")) or words.has("denied")
    if not denying and (
        counter := _tally_of(words.before) or (_counter(words.before) if not source and figure.holder == OUTLET else "")
    ):
        source = told = counter
    marks = [m for m in report.marks if figure.id in m.about or (chain and chain[0].id in m.about)]
    names = [piece for s in chain for piece in (*s.source, *s.cue)]
    moment = _moment(member.facets)
    return View(
        entry=member.entry,
        page=member.page,
        figure=figure,
        facets=member.facets,
        printed=figure.span.of(text),
        source=source,
        tokens=frozenset(
            w
            for w in re.findall(r"\w+", told)
            if w.casefold() not in _FORMAL and (len(w) > 2 or (w.isupper() and len(w) == 2)) and not _is_land(w)
        ),
        lands_of_source=frozenset(_lands(told, Span(0, len(told)), [])),
        own_voice=figure.holder == OUTLET and not source,
        outlet=report.page.outlet or "",
        denying=denying,
        confirmed_by=next((words_of(m.spans, text) for m in marks if m.status is Status.CONFIRMED and m.by), ""),
        moment=moment,
        is_exact=moment is not None and not _is_of_a_day(member.facets),
        words=words,
        following=text[figure.span.end : figure.span.end + NEAR_BY],
        lands=frozenset(_lands(text, words.clause_at(figure.span), names)) or frozenset(_lands(text, sentence, names)),
        seats=frozenset(stem(found[1]).replace(" ", "_") for found in _SEAT.finditer(text, sentence.start, sentence.end)),
    )


def _counter(before: str) -> str:
    """Who counts, by the words before a number; empty where none is told."""
    if (found := _WHICH.search(before) or _COUNTER.search(before) or _ISSUED.search(before)) is None:
        return ""
    who = found[1].strip()
    if {who.split()[0].casefold(), who.split()[-1].casefold()} & _NO_COUNTER or _IS.search(who):
        return ""
    return who


_THINGS = frozenset(
    "country world land event quake earthquake storm fire war city town region province year month week day".split()
)


def _tally_of(before: str) -> str:
    """Whose count the words before a number say it is; empty where they do not, or where it is a place's or an event's."""
    if (found := _TALLY_OF.search(before)) is None:
        return ""
    who = re.sub(r"^.*\b(?=the\s)|^.*\b(?:that|says?|said|and|but|by|of|in|to|with|from)\s", "", found[1])
    words = who.split()
    if not words or words[-1].casefold() in _THINGS or words[-1].casefold() in _NO_COUNTER or _is_land(words[-1]):
        return ""
    return "" if all(w.casefold() in ("the", "a", "an") for w in words) else who


_CAPITALS = re.compile(r"\bU\.S\.|\bU\.K\.|\b[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")


def _lands(text: str, sentence: Span, names: list[Span]) -> Iterator[str]:
    for found in _CAPITALS.finditer(text, sentence.start, sentence.end):
        if any(piece.overlaps(Span(found.start(), found.end())) for piece in names):
            continue
        name = re.sub(r"^The |[’']s?$", "", found[0]).replace(".", "")
        yield from (stem(part) for part in (name, *(name.split() if " " in name else ())) if _is_land(part))


def _is_land(name: str) -> bool:
    """Whether it is the name of a country that the gazetteer has, or its adjective."""
    key = stem(name)
    return len(key) == 2 and key.isupper()


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


def _told_time(facets: Mapping[str, str]) -> str:
    at, as_of = facets.get("at", ""), facets.get("as_of", "")
    return at if not as_of or at[:10] == as_of[:10] else as_of


def _is_of_a_day(facets: Mapping[str, str]) -> bool:
    return len(_told_time(facets)) <= 10


def _moment(facets: Mapping[str, str]) -> datetime | None:
    """The page's time where that lies on the day of the figure, else the noon of that day; ``None`` where only a
    month is told.
    """
    told = _told_time(facets)
    try:
        moment = datetime.fromisoformat(told[:16])
    except ValueError:
        return None
    return moment.replace(hour=12) if len(told) <= 10 else moment
