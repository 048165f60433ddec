"""Scene: a number in its sentence, with the figures before it, and the figure that it makes.

What stands after the number decides first; where nothing does, what is meant stands before it: a death toll, an earlier figure.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sayso.claims.figure import Bound, Figure, Sort
from sayso.claims.figures.clause import Clause
from sayso.claims.figures.counted import ABSTRACT_NOUNS, Noun, class_of, is_person, noun_from, tally_before, with_complement
from sayso.claims.figures.happened import Event, blamed_by, event_of
from sayso.claims.figures.numerals import Numeral
from sayso.claims.figures.plights import plight_after
from sayso.claims.figures.purposes import before, fuller, measured_by, past_bracket, purpose_of
from sayso.claims.figures.sorts import Sorts
from sayso.claims.figures.standing import labelled, nominal, standing
from sayso.text import Pieces, Span

_PART = re.compile(r"\b(?:including|among (?:them|those|whom)|of (?:them|those|whom|these|which))\b[^.;]{0,40}$", re.IGNORECASE)
_THEM = frozenset({"them", "whom", "those", "these", "which"})
_HOUSES = frozenset("has have had houses housed house holds held hold shelters sheltered hosts hosted".split())
_BARE_TALLIES = frozenset({"number", "numbers", "total", "figure", "estimate", "estimates"})
_PROTESTS = ("protest", "demonstrat", "march", "rall", "mourn", "attend", "part", "street", "demand", "chant")
_VAGUE_WORDS = frozenset({"dozens", "scores", "hundreds", "thousands", "millions", "tens", "billions"})
_CLOSING = frozenset({"”", '"', "’"})
_BODIES = frozenset({"nato", "eu", "bloc", "alliance", "opec", "league", "commonwealth"})
_DASHES = (" -", " –", " —")
_IN_LIST = re.compile(r" [-–—] | [\w’'-]+(?: [\w’'-]+)?(?:,? and |,? as well as |, )(?:another |also )?")
_SOME_OF = re.compile(r" of (?:[^,.;:]{0,30} )?$")
_OLD = re.compile(r"\b(?:from|up from|down from|compared (?:with|to)|previously|against)\s+$", re.IGNORECASE)
_NEW = re.compile(r"\bfrom\b[^.;]{1,40}\bto\s+$", re.IGNORECASE)
_HARM = frozenset({Sort.KILLED, Sort.INJURED, Sort.CASUALTIES, Sort.DISPLACED, Sort.HELD, Sort.MISSING, Sort.AFFECTED})
_BLAMED = frozenset({Sort.KILLED, Sort.INJURED, Sort.CASUALTIES, Sort.HELD, Sort.PROPERTY, Sort.EQUIPMENT})
_OF_PEOPLE = frozenset({Sort.KILLED, Sort.INJURED, Sort.CASUALTIES, Sort.GATHERED})
_MORE = frozenset({"more", "others", "other"})
_STRONG = frozenset({"strong", "member", "man", "person", "bed"})
_AMOUNTS = frozenset(
    "make makes made making account accounts accounted represent represents represented constitute comprise".split()
)
_PRONOUN = frozenset("other this that no any every the which a each last another only is was".split())
"""Before *one* where it stands for something said before."""
_VERBS = frozenset("are were is was have had has remain remained remains could may might will would".split())
_PASSIVES = frozenset({"were", "was", "been", "being", "is", "are", "be"})
_FORTUNE = 1_000_000
_MONEYS = frozenset(
    "aid assistance funding funds loans loan support damage damages revenue revenues investment investments exports imports "
    "sales losses grants subsidies debt debts costs profits cash taxes relief".split()
)
_RAISED = frozenset("raise raises raised raising cost costs costing worth spent donated donate".split())
_PEOPLED = frozenset({"population", "community", "minority", "majority", "diaspora", "workforce", "staff"})
_FRACTIONS = frozenset({"half", "halves", "third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth", "tenths"})
_PERCENT = frozenset({"percent", "%", "cent", "points", "point", "percentage"})
_LISTED = frozenset({"from", "in", "at", "of", "more", "others", "near", "on", "by"})
_NOT_FOR = frozenset({"case", "mwe", "nsubj", "nsubjpass", "nmod:tmod", "advmod"})
_LIST = frozenset({",", "and", "or", ";", ":", "with", "plus", "—", "–", "-", "including", "another"})
_AROUND = frozenset(
    {"a", "an", "per", "each", "every", "the", "its", "their", "his", "her", "(", "this", "that", "these", "those", "worth"}
)
_ESCAPES = frozenset({"escaped", "escape", "escapes", "broke out", "break out", "broken out", "breaking out", "on the run"})
_RALLIES = frozenset("protest protests march rally demonstration vigil sit-in marches rallies demonstrations".split())
_STAGED = {"by": frozenset({"attended", "watched", "cheered", "joined"}), "to": frozenset({"played", "play", "plays", "playing"})}
_JETS = frozenset({"jets", "jet", "planes", "plane", "aircraft", "bombers"})
_SETTLEMENTS = frozenset("towns villages settlements cities suburbs hamlets".split())
_TAKEN = frozenset(
    "liberated liberate recaptured recapture captured capture seized seize retaken retake retook regained destroyed destroy "
    "shelled shell bombed burned burnt razed flattened overran overrun".split()
)
_COLLECTIVE = frozenset("team group contingent force unit crew squad party delegation".split())
_OPENING = frozenset({"a", "an", "the", "this", "its", "their", "his", "her", "our", "another"})
_MEANT = (["VBN"], ["VBD"], ["NNS"], ["NN"], ["JJ"])
_GOALS = frozenset("target targets goal goals threshold limit mark benchmark pledge commitment".split())
_EMPTY = frozenset("idea figure level number mark line plan proposal rule hurdle".split())
"""Nouns that do not say what a share is of: *the 2.5% idea*."""
_TOTAL_NOUNS = frozenset("average total rate maximum minimum high low record pace".split())
_OWNED = frozenset("' ’ s 's ’s $ £ € million billion trillion about some almost nearly".split())
_NO_PURPOSE = frozenset({"thanks", "people", "today", "million", "billion"})
_SAME_SUM = re.compile(r"[ ,;/(]*(?:or |to |about |around |that is |compared (?:to|with) |(?:up |down )?from )*")
_ABSTRACT = frozenset({Sort.KILLED, Sort.INJURED, Sort.CASUALTIES})
_TOLLED = _HARM | frozenset({Sort.FORCES, Sort.GATHERED})
"""What a total is taken of that does not say of what."""
_TESTED = frozenset({"confirmed", "suspected", "probable", "detected", "identified", "recorded", "registered"})
_TESTED_AFTER = frozenset({"others", "more", "other", "are", "were", "is", "was", "have", "been", "now"})
_NAMES_OF = (
    (Sort.MISSING, frozenset({"missing"})),
    (Sort.KILLED, frozenset({"dead", "died", "killed", "perished", "fallen", "deaths", "victims"})),
    (Sort.OTHER, frozenset({"manifest", "passenger", "passengers"})),
)
_SAYS = frozenset("say says said claim claims claimed count counts counted report reports reported".split())
_ELSEWHERE = frozenset("globally worldwide nationwide elsewhere abroad offshore overseas".split())
_FURTHER = frozenset({"additional", "remaining", "another", "further"})
_HAVE = frozenset({"has", "have", "had"})
_BE = frozenset({"are", "were", "be", "been"})
_COUNTS_OF = frozenset("figure count total tally number estimate".split())
_ENDING = frozenset({".", ",", ";", "?", "!", "”", "“", '"', ")"})
_MANY = 10
"""People of whom nothing is said to have happened are counted from so many on."""
_CROWD = 50
"""So many that they are a crowd, even where they are said to say something."""
_BACK = 14
"""Words back over which *others* look for what they are."""
_FAR = 400
"""Characters between a total and the last figure of the paragraph before, which it may be a total of, at most."""
_NEAR = 90
"""Characters between a new number and the old one that it replaces, at most."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A figure in the making, with what later ones in the same breath may take over from it."""

    figure: Figure
    sentence: Span
    people: bool


class Scene:
    """A number in its sentence, and the figures before it."""

    def __init__(
        self, numeral: Numeral, clause: Clause, before: Sequence[Draft], sources: Sequence[Span], table: Sorts, name: str
    ) -> None:
        self._numeral, self._clause, self._before, self._table, self._name = numeral, clause, before, table, name
        self._sources = sources
        self._first = clause.at(numeral.span.start)
        self._last = clause.at(numeral.span.end - 1)

    def draft(self) -> Draft | None:
        """The figure; ``None`` where nothing is counted that could be harmed, moved, held, used or paid."""
        if self._last >= len(self._clause):
            return None
        if self._numeral.unit == "money" or self._is_sum():
            return self._money()
        if self._numeral.unit == "share":
            return self._share()
        noun = self._noun()
        if noun is not None and (noun.first != noun.last or self._clause.low[noun.head] not in self._table.state):
            return self._counted(noun)
        return self._elliptical()

    # what stands after the number

    def _noun(self) -> Noun | None:
        after = self._last + 1
        if after >= len(self._clause):
            return None
        if self._clause.low[after] in _CLOSING and self._clause.glued(after) and after + 1 < len(self._clause):
            after += 1  # “about a dozen” tanks
        if (further := self._or_more(after)) is not None:
            return noun_from(self._clause, further)
        if self._clause.low[after : after + 3] in (["the", "number", "of"], ["the", "total", "of"]):
            return noun_from(self._clause, after + 3)  # brings to 16 the number of civilians killed
        if self._clause.low[after] == "of":
            those = self._clause.low[after + 1 : after + 2] in (["those"], ["these"])
            of_noun = those and self._clause.tags[after + 2 : after + 3] == ["NNS"]  # seven of those deaths
            if after + 1 < len(self._clause) and self._clause.low[after + 1] in _THEM and not of_noun:
                return None
            after += 1
        elif self._clause.low[after] in ("-", "–", "—") and not self._clause.glued(after):
            return None  # a toll of 38 - 24 civilians and 14 soldiers
        elif self._clause.low[after] == "-" and self._clause.glued(after):  # a 9,000-strong force, and not a 14-year-old
            if after + 2 >= len(self._clause) or self._clause.low[after + 1] not in _STRONG:
                return None
            after += 2
        return noun_from(self._clause, after)

    def _or_more(self, after: int) -> int | None:
        """Where the noun of both begins in *hundreds or even thousands of casualties*."""
        if self._numeral.bound is not Bound.ORDER or self._clause.low[after] not in ("or", "if", ","):
            return None
        for i in range(after + 1, min(after + 4, len(self._clause) - 2)):
            if self._clause.low[i] in _VAGUE_WORDS and self._clause.low[i + 1] == "of":
                return i + 2
        return None

    def _counted(self, noun: Noun) -> Draft | None:
        kind, default = class_of(self._clause, noun, self._table)
        if kind == "unknown" and noun.last != noun.head:  # ammunition and logistics stores
            kind, default = class_of(self._clause, Noun(noun.first, noun.last, noun.last), self._table)
        if kind == "measure" or (self._clause.low[noun.head] == "arms" and not self._is_many()):
            return None  # two arms tied behind the back
        if self._clause.low[noun.head] in _MORE:
            return self._elliptical()
        clause = self._clause
        one_of = self._numeral.high == 1 and clause.low[self._last + 1] == "of"
        if self._is_name() or one_of or clause.low[self._last + 1] == "another":
            return None
        whole_noun = with_complement(clause, noun)
        if self._is_strong() and clause.low[noun.last] in _COLLECTIVE and clause.low[noun.last + 1 : noun.last + 2] == ["of"]:
            inner = noun_from(clause, noun.last + 2)
            if inner is not None and clause.tags[inner.head] == "NNS":
                noun = whole_noun = inner  # a 61-strong team of firefighters
        body = clause.low[whole_noun.last - 1 : whole_noun.last + 1]
        if clause.low[noun.head] in ("members", "member") and (body[-1] in _BODIES or body == ["security", "council"]):
            return None  # countries
        event = event_of(clause, (self._first, self._last), whole_noun, self._table)
        if (
            event is None
            and kind in ("people", "role", "unknown")
            and (found := plight_after(clause, whole_noun.last)) is not None
        ):
            buried = found.sort is Sort.KILLED  # in their graves
            known = found.sort is not Sort.OTHER and (kind == "people" or is_person(clause, noun))
            event = found if buried or known else None
        if event is None and kind == "people":
            event = self._of_camp(noun)
        if event is None or event.sort is Sort.GATHERED:
            event = event if event or kind not in ("people", "role") else self._gathered()
        if event is None and kind != "thing":
            event = self._joined_fate(whole_noun)
        if event is None and clause.low[noun.first : noun.last + 1] == ["fighters"] and _has_jets(clause):
            kind, default = "thing", Sort.EQUIPMENT
        if self._is_base() or (kind == "thing" and event is not None and event.sort in _OF_PEOPLE):
            event = None  # said of some of them only, or of people in the same breath
        if event is None and self._speaks(noun):
            return None
        if kind == "uncounted" and clause.low[noun.head] in _SETTLEMENTS and (taken := self._taken(noun)) is not None:
            return self._made(self._span_of(whole_noun), Sort.PROPERTY, taken, None, noun=noun, people=False)
        whole = self._whole()
        part = whole is not None and bool(whole.figure.event) and kind in ("people", "role")
        if part and event is not None and whole and clause.words[event.words[-1]].span.end <= whole.figure.span.start:
            event = None  # detained and deported 90 people, including 20 children
        sort: Sort | None = None
        if self._is_strong():
            sort, event = (Sort.OTHER if clause.low[noun.head] in _PEOPLED else Sort.FORCES), None
        elif kind == "thing":
            sort = default
        elif kind == "happening":
            sort = event.sort if event and default not in _ABSTRACT else default
            massed = event is not None and event.sort is Sort.GATHERED and not clause.low[event.words[-1]].startswith(_PROTESTS)
            if default is Sort.FORCES and event is not None and (massed or not self._suffer(event)):
                sort = default  # 10,000 troops crossed the border
            if self._clause.low[noun.head] in ABSTRACT_NOUNS:
                sort = event.sort if event is not None and event.sort is Sort.MISSING else default
            if default is Sort.HELD and not _ESCAPES.isdisjoint(self._after_words(whole_noun.last)):
                sort, event = Sort.OTHER, None  # 5,000 prisoners broke out
            if default is Sort.AFFECTED and (found := plight_after(clause, whole_noun.last)) and found.sort is Sort.INJURED:
                sort, event = found.sort, found  # patients with fractures
            if event is None and default is Sort.FORCES:
                if (listed := self._listed(noun)) is not None and listed.figure.sort in _HARM:
                    return self._made(
                        self._span_of(whole_noun), listed.figure.sort, None, listed, noun=noun, people=True, part=False
                    )
                if whole is not None and whole.figure.event and whole.figure.sort in _HARM:
                    sort = whole.figure.sort  # 60 people were killed, among them 12 soldiers
        elif event is not None and (kind != "uncounted" or (event.sort in _HARM and is_person(clause, noun))):
            sort = event.sort
        elif (
            (tally := tally_before(clause, self._first, self._table)) is not None and tally.sort is not None and kind == "people"
        ):
            sort, event = tally.sort, Event(tally.sort, _range(tally.words))
        elif kind in ("people", "role") and (listed := self._listed(noun)) is not None:
            sort, event = listed.figure.sort, None
            return self._made(self._span_of(whole_noun), sort, None, listed, noun=noun, people=True, part=False)
        elif kind in ("people", "role") and whole is not None:
            sort = whole.figure.sort
        elif (
            kind == "people"
            and self._is_many()
            and (self._first == 0 or clause.low[self._first - 1] not in ("'s", "s", "’s", "'", "’"))
        ):
            sort = Sort.OTHER
        found = plight_after(clause, whole_noun.last) if sort is None and kind in ("people", "role") else None
        if found is not None and found.words[0] <= whole_noun.last + 3:
            sort, event = found.sort, found  # four citizens were on board
        if sort is None and clause.low[noun.head] == "names":
            sort = self._of_names()
        if sort is None:
            return None
        if kind == "unknown" and sort in (Sort.FORCES, Sort.AFFECTED):
            sort = Sort.OTHER  # 10 million food packs were sent
        if event is None and kind == "happening" and (default in _ABSTRACT or clause.low[noun.head] in ABSTRACT_NOUNS):
            event = Event(sort, (noun.head,))
        return self._made(self._span_of(whole_noun), sort, event, whole, noun=noun, people=kind != "thing")

    def _of_names(self) -> Sort | None:
        """Whose names they are, as the words before or after say: *the list of the dead has 41 names*."""
        text, span = self._clause.text, self._numeral.span
        near = text[max(0, span.start - 160) : span.start].rpartition("\n\n")[2] + text[span.end : self._clause.span.end]
        words = set(re.findall(r"[a-z]+", near.lower()))
        for sort, of in _NAMES_OF:
            if not words.isdisjoint(of):
                return sort
        return None

    def _taken(self, noun: Noun) -> Event | None:
        """*liberated 44 villages*, *12 towns were shelled*."""
        clause, verb = self._clause, self._clause.heads[noun.head]
        if verb is None or clause.low[verb] not in _TAKEN or not clause.is_verb(verb):
            return None
        return Event(Sort.PROPERTY, (verb,)) if clause.relations[noun.head] in ("dobj", "nsubjpass") else None

    def _after_words(self, last: int) -> list[str]:
        """The next words after a noun, two by two and one by one."""
        low = self._clause.low[last + 1 : last + 5]
        return low + [f"{a} {b}" for a, b in pairwise(low)]

    def _gathered(self) -> Event | None:
        """*a protest in Tarsk by 150 people*, *was attended by 20 guests*, *played to 3,000 people*."""
        clause, before = self._clause, self._first - 1
        if before > 0 and clause.tags[before] == "RB":
            before -= 1
        if before < 1 or clause.low[before] not in ("by", "to"):
            return None
        first = clause.low[before - 1]
        if first in _STAGED[clause.low[before]]:
            return Event(Sort.GATHERED, (before - 1,))
        if clause.low[before] == "by":
            for i in range(before - 1, max(-1, before - 5), -1):
                if clause.low[i] in _RALLIES and clause.is_noun(i):
                    return Event(Sort.GATHERED, (i,))
                if clause.is_verb(i) or clause.low[i] in (",", ";"):
                    return None
        return None

    def _joined_fate(self, noun: Noun) -> Event | None:
        """What befell the whole group, whose part stands in between: *a group, including four guards, went missing*."""
        clause, i = self._clause, noun.last + 1
        inside = self._first > 0 and clause.low[self._first - 1] == "including"
        if not inside or clause.low[i : i + 1] != [","]:
            return None
        i += 1
        while i < len(clause) and clause.low[i] in ("were", "was", "have", "had", "been", "are", "went", "gone", "also"):
            i += 1
        if i >= len(clause) or (i == noun.last + 2 and clause.tags[i] != "VBD"):
            return None
        passive = clause.low[i - 1] in _PASSIVES
        low = clause.low[i]
        sort = (self._table.befalls.get(low) if passive else None) or self._table.state.get(low) or self._table.undergoes.get(low)
        return Event(sort, (i,)) if sort in _HARM else None

    def _listed(self, noun: Noun) -> Draft | None:
        """The figure before it in one list: *ten Tarskians, three Lowmarkers and one Orvanian were killed*."""
        if not self._before or self._before[-1].sentence != self._clause.span or not self._before[-1].figure.event:
            return None
        before = self._before[-1]
        between = self._clause.text[before.figure.span.end : self._numeral.span.start]
        own = any(c.overlaps(e) for c in before.figure.counts for e in before.figure.event)  # dead bodies
        own = own and not between.startswith(_DASHES)  # a toll of 38 - 24 civilians and 14 soldiers
        return before if before.people and not own and _IN_LIST.fullmatch(between) else None

    def _of_camp(self, noun: Noun) -> Event | None:
        """*The largest camp has 7,000 residents.*"""
        clause, verb = self._clause, self._clause.heads[noun.head]
        if verb is None or clause.relations[noun.head] != "dobj" or clause.low[verb] not in _HOUSES:
            return None
        in_camp = any(clause.low[i] in ("camp", "camps") for i in clause.children(verb, "nsubj"))
        return Event(Sort.DISPLACED, (verb,)) if in_camp else None

    def _is_base(self) -> bool:
        """Whether an earlier number counts some of these: *98 of the 120 members were injured*."""
        if not self._before or self._before[-1].sentence != self._clause.span:
            return False
        return bool(_SOME_OF.match(self._clause.text[self._before[-1].figure.span.end : self._numeral.span.start]))

    def _suffer(self, event: Event) -> bool:
        """Whether an event makes more of soldiers than soldiers: they flee and fall ill, but cross borders and are provided."""
        first = self._clause.low[event.words[-1]]
        if event.sort is Sort.DISPLACED:
            return event.befalls or first.startswith("fle")
        return event.sort is not Sort.AFFECTED or not first.startswith(
            ("provid", "serv", "help", "assist", "need", "wait", "await")
        )

    def _is_strong(self) -> bool:
        """*an 80-strong rescue team*."""
        return "strong" in self._clause.low[self._last + 2 : self._last + 3] and self._clause.glued(self._last + 2)

    def _is_name(self) -> bool:
        """Whether the number belongs to the name before it: *the North Line 1 pipeline*."""
        clause, before = self._clause, self._first - 1
        return (
            before >= 0
            and clause.tags[before] in ("NNP", "NNPS")
            and not clause.is_time(before)
            and clause.text[self._numeral.span.start].isdigit()
            and (clause.relations[before] == "compound" or clause.heads[before] == self._first)
            and (clause.heads[before] or 0) >= self._first
        )

    def _is_many(self) -> bool:
        """Whether so many are meant that they count for themselves: *his two colleagues* are no figure."""
        return (self._numeral.low or self._numeral.high or 0) >= _MANY

    def _speaks(self, noun: Noun) -> bool:
        """Whether the number stands in words that name who says something: speakers are not counted."""
        if (self._numeral.low or 0) >= _CROWD:
            return False
        at = bisect.bisect_right(self._sources, Span(self._numeral.number.start, 10**9)) - 1
        return (
            at >= 0
            and self._sources[at].start <= self._numeral.number.start
            and self._clause.words[noun.head].span.end <= self._sources[at].end
        )

    def _elliptical(self) -> Draft | None:
        clause, numeral, table = self._clause, self._numeral, self._table
        them = self._them()
        if (
            clause.low[self._last] == "of"
            and them is None
            and "".join(clause.low[self._last + 1 : self._last + 2]) not in table.state
        ):
            return None
        if numeral.high == 1 and self._first and clause.low[self._first - 1] in _PRONOUN:
            return None
        if numeral.low is not None and numeral.low % 1:
            return None  # a quake of 7.1
        old = self._antecedent()
        words_before = clause.text[clause.span.start : numeral.span.start]
        if old is not None and old.sentence == clause.span and numeral.span.start - old.figure.span.end < _NEAR:
            between = clause.text[old.figure.span.end : numeral.span.start]
            if _OLD.search(between) or (_NEW.search(words_before) and between.strip() == "to"):
                return self._made_like(old)
        tally = tally_before(clause, self._first, table)
        groups = tally is not None and tally.sort in (Sort.FORCES, Sort.GATHERED)
        nearer = standing(clause, self._first, table) if groups else None
        if tally is not None and nearer is not None and nearer.sort is not None and nearer.noun.first > tally.words.last:
            tally = None  # the garrison put its own dead at 214
        if tally is not None:
            noun, sort = tally.counted, tally.sort
            event = event_of(clause, (noun.first, noun.first), noun, table) if sort is None else None
            kind, default = class_of(clause, noun, table)
            if kind in ("uncounted", "measure") and tally.counted is not tally.words:
                return None  # the number of countries
            sort = (
                sort
                or (event.sort if event and kind != "thing" else None)
                or default
                or (Sort.OTHER if kind == "people" else None)
            )
            if sort is not None:
                bare = tally.counted is tally.words and clause.low[noun.head] in _BARE_TALLIES
                counts = () if bare else self._span_of(noun)  # the number killed
                if event is None and (default in _ABSTRACT or tally.sort or clause.low[noun.head] in ABSTRACT_NOUNS):
                    event = Event(sort, _range(tally.words if tally.sort else noun))
                return self._made(counts, sort, event, None, noun=noun, people=True)
        if (stood := self._stood(old)) is not None:
            return stood
        event = event_of(clause, (self._first, self._last if them is None else them), None, table)
        part = self._whole()
        old = part or old
        after = clause.low[self._last + 1] if self._last + 1 < len(clause) else ""
        verb_follows = (
            after in _MORE and clause.low[self._last + 2 : self._last + 3] != [] and clause.low[self._last + 2] in _VERBS
        )
        if event is None and old is not None and old.sentence == clause.span and not verb_follows:
            before = clause.low[self._first - 1] if self._first else ""
            listed = (after in _LISTED and before in _LIST) or part is not None
            if listed and not clause.is_time(self._last):
                return self._made_like(old, whole=part)
        if event is None and (grown := self._grown()) is not None:
            return grown
        if event is None:
            if words_before.endswith("(") and after == ")":
                return self._in_brackets()
            again = self._said_again(self._antecedent(things=True))
            if again is None and old is not None and (after in _VERBS or verb_follows) and self._is_many():
                return self._made(old.figure.counts, Sort.OTHER, None, None, noun=None, people=True)  # 30 had been found safe
            return again or self._aboard() or self._of_dash() or self._of_crowd()
        counts = old.figure.counts if old is not None and old.people and old.figure.counts != old.figure.event else ()
        if event.sort in (Sort.EQUIPMENT, Sort.PROPERTY):
            thing = self._before[-1].figure if self._before and self._before[-1].sentence == clause.span else None
            same = thing is not None and thing.sort in (Sort.EQUIPMENT, Sort.PROPERTY)
            of = thing.counts if thing is not None and same else self._others(event.sort) if after in _MORE else ()
            sort = thing.sort if thing is not None and same else event.sort
            return self._made(of, sort, event, None, noun=None, people=False)  # and two more were shot down
        if not counts and after in table.state and event.words == (self._last + 1,):
            counts = (clause.words[self._last + 1].span,)  # 12 dead and 40 injured
        return self._made(counts, event.sort, event, part, noun=None, people=True)

    def _stood(self, old: Draft | None) -> Draft | None:
        """*The dead now number 352*, *Persons on board: 423*, *21 of the dead*; *the total to 66*, of what stands before."""
        clause, table = self._clause, self._table
        if clause.is_time(self._last):
            return None
        told = nominal(clause, self._last, table) or standing(clause, self._first, table) or labelled(clause, self._first, table)
        if told is None:
            return None
        if told.sort is None:
            if old is None and self._before and self._numeral.span.start - self._before[-1].figure.span.end < _FAR:
                old = self._before[-1]  # It brings the total to 508
            this = told.noun.first > 0 and clause.low[told.noun.first - 1] in ("this", "that")
            tolled = old is not None and (old.figure.sort in _TOLLED or (this and old.people))
            meant = old is not None and tolled and old.figure.part_of is None
            return self._made_like(old) if old is not None and meant else None
        event = Event(told.sort, _range(told.noun))
        return self._made(self._span_of(told.noun), told.sort, event, None, noun=told.noun, people=told.sort in _HARM)

    def _said_again(self, old: Draft | None) -> Draft | None:
        """*Prosecutors say 423*, *96 confirmed by laboratory*: a number of what an earlier one has counted."""
        clause, after = self._clause, self._last + 1
        if (
            old is None
            or clause.is_time(self._last)
            or clause.text[old.figure.span.end : self._numeral.span.start].count(".") > 1
        ):
            return None
        if old.figure.sort in (Sort.AFFECTED, Sort.KILLED):
            i = after
            while i < len(clause) and clause.low[i] in _TESTED_AFTER:
                i += 1
            if i < len(clause) and clause.low[i] in _TESTED and clause.tags[i + 1 : i + 2] not in (["NN"], ["NNS"]):
                return self._made_like(old)
        ends = after >= len(clause) or clause.low[after] in _ENDING
        if after < len(clause) and clause.low[after] in _ELSEWHERE and old.sentence == clause.span:
            return self._made_like(old)  # 36,000 people in Tarsk and 250,000 worldwide
        more = (not ends and clause.low[after] in _MORE) or (self._first and clause.low[self._first - 1] in _FURTHER)
        if more and old.figure.sort in (Sort.EQUIPMENT, Sort.PROPERTY):
            return self._made_like(old)  # 16 tanks; four more arrived
        before = clause.low[self._first - 1] if self._first else ""
        if (
            ends
            and before in _BE
            and old.sentence == clause.span
            and "there" in clause.low[max(0, self._first - 4) : self._first]
        ):
            return self._made_like(old)  # there were no more than four
        if ends and before in _HAVE and old.figure.sort in _HARM and old.sentence == clause.span:
            return self._made_like(old)  # Orlec has had 147 confirmed cases, Venn has had 37
        of = before == "of" and after < len(clause) and clause.low[after] in ("is", "was", "has", "had")
        joined = before in _SAYS and after < len(clause) and clause.low[after] == "and"
        if not (ends or of or joined) or not (before in _SAYS or (before == "of" and clause.low[self._first - 2] in _COUNTS_OF)):
            return None
        return self._made_like(old) if old.figure.sort is not Sort.OTHER or self._is_many() else None

    def _aboard(self) -> Draft | None:
        """*423 on board*, *with 47 requiring surgery*: what the words right after it tell."""
        clause = self._clause
        plight = plight_after(clause, self._last)
        if plight is None or plight.sort is Sort.DISPLACED:
            return None  # a mother of three living outside the town
        between = clause.low[self._last + 1 : plight.words[0]]
        if not all(w in _VERBS or w in ("still", "been", "also") for w in between):
            return None
        return self._made((), plight.sort, plight, None, noun=None, people=True)

    def _grown(self) -> Draft | None:
        """*will raise its monitors from a handful to 300*: what changes is counted."""
        clause = self._clause
        if not self._first or clause.low[self._first - 1] not in ("from", "to") or clause.is_time(self._last):
            return None
        noun = measured_by(clause, self._first, self._last)
        if noun is None or clause.tags[noun.head] != "NNS":
            return None
        kind, sort = class_of(clause, noun, self._table)
        if kind not in ("people", "happening", "thing"):
            return None
        return self._made(self._span_of(noun), sort or Sort.OTHER, None, None, noun=noun, people=kind != "thing")

    def _others(self, sort: Sort) -> Pieces:
        """The thing that was named before in the sentence: *destroyed the school and damaged several others*."""
        for i in range(self._first - 1, max(-1, self._first - _BACK), -1):
            if self._clause.is_noun(i) and self._table.thing.get(self._clause.low[i]) is sort:
                return (self._clause.words[i].span,)
        return ()

    def _in_brackets(self) -> Draft | None:
        """*Spain (93), Britain (39)*: what is counted stands before the list."""
        clause, table = self._clause, self._table
        if self._before and self._before[-1].sentence == clause.span and self._is_bracketed(self._before[-1].figure.span):
            return self._made_like(self._before[-1])
        for i in range(self._first - 1, -1, -1):
            if clause.is_noun(i) and (sort := table.happening.get(clause.low[i])) is not None:
                return self._made((clause.words[i].span,), sort, Event(sort, (i,)), None, noun=None, people=True)
        if not self._before or self._numeral.span.start - self._before[-1].figure.span.end > _NEAR:
            return None
        return self._made_like(self._before[-1]) if self._is_bracketed(self._before[-1].figure.span) else None

    def _is_bracketed(self, span: Span) -> bool:
        text = self._clause.text
        return text[span.start - 1] == "(" and text[span.end : span.end + 1] == ")"

    def _of_dash(self) -> Draft | None:
        """*The cases — about 16 have been reported — …*"""
        clause, before = self._clause, self._first - 1
        if before < 1 or clause.low[before] not in ("—", "–", "-") or not clause.is_noun(before - 1):
            return None
        noun = self._with_modifiers(before - 1)
        sort = class_of(clause, noun, self._table)[1]
        return self._made(self._span_of(noun), sort, None, None, noun=noun, people=True) if sort is not None else None

    def _of_crowd(self) -> Draft | None:
        """*seen by millions*: a vague word by itself is for people."""
        if self._numeral.bound is not Bound.ORDER or not self._is_many() or self._clause.is_time(self._last):
            return None
        before = self._clause.low[self._first - 1] if self._first else ""
        after = self._clause.low[self._last + 1 : self._last + 4]
        if before in _RAISED or ("spent" in after and (not _PASSIVES.isdisjoint(after) or self._is_fortune(after))):
            return self._made((), Sort.MONEY, None, None, noun=None, people=False)
        if (plight := plight_after(self._clause, self._last)) is not None and plight.sort is not Sort.OTHER:
            return self._made((), plight.sort, plight, None, noun=None, people=True)  # thousands spent a night in the open
        if before in ("the", "their") and self._first > 1 and self._clause.low[self._first - 2] == "in":
            return self._made((), Sort.GATHERED, None, None, noun=None, people=True)  # they came out in their thousands
        return self._made((), Sort.OTHER, None, None, noun=None, people=True)

    def _antecedent(self, *, things: bool = False) -> Draft | None:
        """The figure before it in the same paragraph whose noun may be meant; with ``things`` not of people alone."""
        for draft in reversed(self._before):
            if "\n" in self._clause.text[draft.figure.span.end : self._numeral.span.start]:
                return None
            if (draft.people or things) and draft.figure.part_of is None and draft.figure.sort not in (Sort.MONEY, Sort.SHARE):
                return draft
        return None

    def _whole(self) -> Draft | None:
        """The figure that this one is part of: *14 people, among them three children*."""
        clause, start = self._clause, self._numeral.span.start
        of_them = self._them() is not None
        found = self._antecedent(things=of_them)
        if found is None or (found.sentence != clause.span and not of_them):
            return None
        between = clause.text[found.figure.span.end : start]
        if not of_them and not _PART.search(between):
            return None
        if found.figure.part_of is not None:
            found = next((d for d in self._before if d.figure.id == found.figure.part_of), found)
        largest = found.figure.low or found.figure.high
        own = self._numeral.low or self._numeral.high
        return found if largest is None or own is None or own <= largest else None

    def _them(self) -> int | None:
        """The word in *of them*, *of whom* after the number."""
        clause = self._clause
        i = self._last if clause.low[self._last] == "of" else self._last + 1
        return i + 1 if clause.low[i : i + 1] == ["of"] and "".join(clause.low[i + 1 : i + 2]) in _THEM else None

    # money and shares

    def _money(self) -> Draft | None:
        clause, after = self._clause, self._last + 1
        if (earlier := self._same_sum()) is not None:
            return self._made(earlier.figure.counts, Sort.MONEY, None, None, noun=None, people=False)
        opened = self._is_opened()
        if opened:
            after = past_bracket(clause, after)  # a $5m (£4m) package
        noun = noun_from(clause, after) if after < len(clause) and clause.low[after] not in _AROUND else None
        apart = noun is not None and clause.relations[noun.head] in _NOT_FOR and not opened
        if noun is not None and (apart or clause.low[noun.last] in _NO_PURPOSE):
            noun = None
        if noun is not None and (clause.is_time(noun.head) or clause.low[noun.head] in self._table.measure):
            noun = None
        noun = fuller(clause, noun) if noun is not None else purpose_of(clause, self._first, self._last, self._table)
        return self._made(self._span_of(noun), Sort.MONEY, None, None, noun=None, people=False)

    def _is_opened(self) -> bool:
        """Whether an article, maybe with an adjective, stands before the sum, so that a noun must follow: *a $40bn tax cut*."""
        clause, before = self._clause, self._first - 1
        if before > 0 and clause.tags[before] == "JJ":
            before -= 1
        return before >= 0 and clause.low[before] in _OPENING

    def _is_sum(self) -> bool:
        """*billions in military aid*: a vague word for money that does not say so."""
        after = self._clause.low[self._last + 1 : self._last + 6]
        if self._numeral.bound is not Bound.ORDER or after[:1] != ["in"] or (self._numeral.low or 0) < _FORTUNE:
            return False
        noun = noun_from(self._clause, self._last + 2) if self._last + 2 < len(self._clause) else None
        return noun is not None and not _MONEYS.isdisjoint(self._clause.low[noun.first : noun.last + 1])

    def _is_fortune(self, after: list[str]) -> bool:
        """*trillions spent on wars*, and not *thousands spent the night*."""
        return after[:1] == ["spent"] and (self._numeral.low or 0) >= _FORTUNE

    def _same_sum(self) -> Draft | None:
        """The sum before it that is the same in another currency, or the old one of the new: *$5m (£4m)*, *to $5m from $4m*."""
        if not self._before or self._before[-1].sentence != self._clause.span or not self._before[-1].figure.counts:
            return None
        before = self._before[-1].figure
        gap = self._clause.text[before.span.end : self._numeral.span.start]
        return self._before[-1] if before.sort is Sort.MONEY and _SAME_SUM.fullmatch(gap) else None

    def _share(self) -> Draft | None:
        return self._made(self._shared(), Sort.SHARE, None, None, noun=None, people=False)

    def _shared(self) -> Pieces:
        """What a share is a share of: what stands after it, else what an earlier one in the sentence is of, else the subject."""
        clause, after = self._clause, self._last + 1
        of = after < len(clause) and clause.low[after] == "of"
        them = self._them()
        if them is not None and not (clause.low[them] == "those" and clause.tags[them + 1 : them + 2] in _MEANT):
            whole = self._antecedent()
            if whole is not None and whole.sentence == clause.span:
                return whole.figure.counts
            return self._span_of(self._before_comma()) or (whole.figure.counts if whole is not None else ())
        up = clause.heads[self._last]
        rated = before(clause, self._first) if self._first and clause.low[self._first - 1] == "of" else None
        if rated is not None and clause.low[rated.head] in ("rate", "rates", "margin") and rated.first < rated.head:
            return self._span_of(rated)  # a top tax rate of 3%
        if of and clause.low[after + 1 : after + 2] == ["what"]:
            return ()  # 10% of what it asked for
        noun = self._base(after + of, of=of) if after < len(clause) else None
        if noun is None and clause.low[self._first - 1] in ("of", "at") and up is not None:
            noun = self._with_modifiers(up) if up < self._first and clause.is_noun(up) else None
        if noun is not None and noun.head < self._first and clause.low[noun.head] in _TOTAL_NOUNS:
            noun = None  # growing at an average of 5 percent
        if noun is None and clause.low[self._first - 1] == "of" and self._first:
            noun = before(clause, self._first)
        if up is not None and clause.low[up] in _AMOUNTS:
            noun = self._making_up(up) or noun
        if noun is None and not self._acts() and (moved := measured_by(clause, self._first, self._last)) is not None:
            return self._span_of(moved)
        no_noun = noun is None or clause.low[noun.last] in _GOALS | _EMPTY or clause.low[noun.head] in self._table.tally
        if no_noun and (earlier := self._earlier_share()) is not None:
            return earlier
        if noun is not None and not of and clause.low[noun.last] in _GOALS | _EMPTY and noun.first == noun.last:
            return ()  # a target of what is not said
        return self._span_of(noun or self._subject())

    def _base(self, start: int, *, of: bool) -> Noun | None:
        """The noun after a share: *of the 4,000 homes*, *of Lowmark's $6bn of reserves*, *reduction in gas use*."""
        clause = self._clause
        noun = noun_from(clause, start)
        if noun is None and of:  # a third of the public thought
            last = start + (clause.tags[start] == "DT")
            return Noun(last, last, last) if clause.tags[last : last + 1] == ["JJ"] else None
        if noun is None:
            return None
        if of and clause.low[noun.last] in _GOALS and noun.last > noun.first and clause.relations[noun.first] != "amod":
            return Noun(noun.first, noun.last - 1, noun.last - 1)  # the 2% of output target
        if not of:
            return fuller(clause, noun)
        i = noun.last + 1
        while i < len(clause) and i <= noun.last + 6 and clause.low[i] != "of":
            if clause.tags[i] not in ("POS", "CD", "$") and clause.low[i] not in _OWNED:
                return noun
            i += 1
        if noun.last + 1 < i < len(clause) and clause.low[i] == "of":
            return noun_from(clause, i + 1) or noun
        return noun

    def _before_comma(self) -> Noun | None:
        """The noun that *of whom* goes back to: *the villagers, half of whom are old*."""
        end = self._first - 1
        if end > 0 and self._clause.low[end] in (",", "—", "–"):
            end -= 1
        return self._with_modifiers(end) if end >= 0 and self._clause.is_noun(end) else None

    def _acts(self) -> bool:
        """Whether the share is itself the subject: *three quarters believed it*."""
        return any(self._clause.relations[i] in ("nsubj", "nsubjpass") for i in (self._first, self._last))

    def _earlier_share(self) -> Pieces | None:
        """What an earlier share in the sentence is of; or one before it, where *it* goes back to that: *It stood at 34%.*"""
        if not self._before or self._before[-1].figure.sort is not Sort.SHARE or not self._before[-1].figure.counts:
            return None
        earlier = self._before[-1]
        if earlier.sentence == self._clause.span:
            return earlier.figure.counts
        verb = self._clause.heads[self._last]
        gap = self._clause.text[earlier.sentence.end : self._clause.span.start]
        back = verb is not None and any(self._clause.low[i] == "it" for i in self._clause.children(verb, "nsubj"))
        return earlier.figure.counts if back and not gap.strip() else None

    def _making_up(self, verb: int) -> Noun | None:
        """Who is a share of something: *farmers who make up 40 percent of the population*."""
        clause = self._clause
        head = clause.heads[verb] if clause.relations[verb] == "acl:relcl" else None
        subjects = [head] if head is not None else clause.children(verb, "nsubj")
        return next((self._with_modifiers(i) for i in subjects if clause.is_noun(i)), None)

    def _subject(self) -> Noun | None:
        """The subject of the verb that a share belongs to: *unemployment stands at 12 percent*."""
        clause = self._clause
        for up in {clause.heads[self._last], clause.heads[self._first]}:
            for verb in (up, clause.heads[up] if up is not None else None):
                for subject in clause.children(verb, "nsubj", "nsubjpass") if verb is not None else ():
                    own = self._first <= subject <= self._last or clause.low[subject] in _PERCENT
                    if clause.is_noun(subject) and not own and clause.low[subject].rpartition("-")[2] not in _FRACTIONS:
                        return self._with_modifiers(subject)
        return None

    def _with_modifiers(self, head: int) -> Noun:
        clause, first = self._clause, head
        while first > 0 and clause.relations[first - 1] in ("compound", "amod") and clause.heads[first - 1] == head:
            first -= 1
        last = head
        while last + 1 < len(clause) and clause.glued(last + 1) and (clause.low[last + 1] == "-" or clause.low[last] == "-"):
            last += 1
        return Noun(first, last, head)

    # the figure itself

    def _span_of(self, noun: Noun | None) -> Pieces:
        return (self._clause.over(noun.first, noun.last),) if noun is not None else ()

    def _made(
        self,
        counts: Pieces,
        sort: Sort,
        event: Event | None,
        whole: Draft | None,
        *,
        noun: Noun | None,
        people: bool,
        part: bool = True,
    ) -> Draft:
        clause = self._clause
        happened = _pieces(clause, event.words) if event is not None else (whole.figure.event if whole else ())
        figure = Figure(
            id=self._name,
            span=self._numeral.span,
            low=self._numeral.low,
            high=self._numeral.high,
            bound=self._numeral.bound,
            counts=counts,
            sort=sort,
            event=happened,
            who=tuple(
                w.span for w in clause.words[noun.first : noun.last + 1] if w.span.of(clause.text).casefold() in self._table.who
            )
            if noun and people
            else (),
            blamed=self._blamed(event, counts, sort),
            part_of=None if whole is None else whole.figure.id if part else whole.figure.part_of,
            replaces=None,
        )
        return Draft(figure, clause.span, people)

    def _blamed(self, event: Event | None, counts: Pieces, sort: Sort) -> Pieces:
        if event is None or event.sort not in _BLAMED or (event.sort is not sort and sort not in (Sort.PROPERTY, Sort.EQUIPMENT)):
            return ()
        blamed = blamed_by(self._clause, event, self._table)
        return () if any(b.overlaps(c) for b in blamed for c in counts) else blamed

    def _made_like(self, other: Draft, *, whole: Draft | None = None) -> Draft:
        """A number of the same count as another in the same breath."""
        figure = replace(
            other.figure,
            id=self._name,
            span=self._numeral.span,
            low=self._numeral.low,
            high=self._numeral.high,
            bound=self._numeral.bound,
            part_of=whole.figure.id if whole else other.figure.part_of,
            replaces=None,
        )
        return Draft(figure, self._clause.span, other.people)


def _has_jets(clause: Clause) -> bool:
    """Whether fighters are aircraft in a sentence."""
    return any(a == "fighter" and b in _JETS for a, b in pairwise(clause.low))


def _range(noun: Noun) -> tuple[int, ...]:
    return tuple(range(noun.first, noun.last + 1))


def _pieces(clause: Clause, words: Sequence[int]) -> Pieces:
    """Words as spans, neighbours in one."""
    found: list[Span] = []
    for n, i in enumerate(words):
        if n and words[n - 1] == i - 1:
            found[-1] = Span(found[-1].start, clause.words[i].span.end)
        else:
            found.append(clause.words[i].span)
    return tuple(found)
