"""People: who on a page is a person, and which of them each name means."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from sayso.reading.cast.bodies import may_be_somebody
from sayso.reading.cast.introductions import employer, introduce
from sayso.reading.cast.lone import Lone
from sayso.reading.cast.script import STAMP, Script
from sayso.reading.cast.someone import Someone
from sayso.reading.cast.spellings import Same, key_of, norm
from sayso.reading.descriptions import describe
from sayso.reading.lexicon import lexicon
from sayso.reading.names import Name, Sort
from sayso.reading.roles import PAPERS, is_noun_phrase, names_a_role, role_after, role_before, role_of
from sayso.reading.speaker import SpeakerKind
from sayso.text import Span

_AGE_BEHIND = re.compile(r",\s*(?:aged )?\d\d\b")
_FOLLOWS_HEAD = re.compile(r"\s*(?:,|\(|(?:of|from|at|with|in)\b)")
"""What follows the name in a source that begins with a person's: *Ann Example of the institute*, *Ann Example, the envoy*."""
_RECENT = 5
"""Within how many sentences a bare surname that several bear means the one who was named last."""
_KIN = frozenset(
    "wife husband father mother son daughter brother sister widow widower spouse partner cousin uncle aunt half-brother".split()
)
_BORNE = frozenset("Prince Princess King Queen Pope Lord Lady Sister Emperor Empress Sultan Duke Duchess".split())
"""Titles without which a single name says too little."""
_WOMAN = frozenset("Mrs Mrs. Lady".split())
"""Titles that a wife bears with her husband's surname."""
_PARENTS = {"Abu": "m", "Abo": "m", "Umm": "f", "Um": "f", "Om": "f"}
"""Names for somebody's father or mother: *Umm Example*."""
_GLUED = re.compile(r"(?!Mc|Mac|De|Di|Du|La|Le|Van|Fitz|O’|O')\w*[a-z][A-Z]")
"""Two words that lost the space between them, where a heading ended: *RuritaniaAnn*."""
_NAMED = re.compile(r"\b(?:named|called|as)\s$")


class People:
    """The people of one page: first those with a full name, then whom the shorter names mean."""

    def __init__(self, script: Script, sources: list[Span]) -> None:
        self.script = script
        self.everyone: list[Someone] = []
        self.of_name: dict[Span, Someone | None] = {}
        """Whom each name means; ``None`` where several people bear it."""
        self.ambiguous: set[Span] = set()
        """Names that several people on the page bear."""
        self._by_last: dict[str, list[Someone]] = {}
        self._by_first: dict[str, list[Someone]] = {}
        self._lone_people: dict[tuple[str, ...], Someone] = {}
        whole = {(s.start, s.end) for s in sources}
        likely = self._likely(sources, whole)
        self._name_in_full([n for n in likely if len(n.words) > 1])
        for n in script.names:
            if (someone := self.of_name.get(n.span)) is not None:
                introduce(script, n, someone)
        self._name_in_short({n.span for n in likely})
        lone = Lone(script, self.of_name.keys(), whole)
        for someone, names in lone.people:
            self.of_name.update((n.span, someone) for n in names)
        self.things, self.lands = lone.things, lone.lands
        for n in script.names:
            someone = self.of_name.get(n.span)
            if someone is not None and someone.words != n.words:
                introduce(script, n, someone)

    def _likely(self, sources: list[Span], whole: set[tuple[int, int]]) -> list[Name]:
        """The names that are a person's: by themselves, by what stands beside them, or because they speak."""
        text = self.script.text
        owning = [Span(s.start, s.end - 2) for s in sources if text.endswith(("'s", "’s"), s.start, s.end)]
        sources = sources + owning
        whole = whole | {(s.start, s.end) for s in owning}
        ends = {s.end for s in sources}
        starts = {m.end() if (m := STAMP.match(text, s.start, s.end)) else s.start for s in sources}
        opening = sorted(sources)

        def speaks(n: Name) -> bool:
            if (n.span.start, n.span.end) in whole:
                return True
            if len(n.words) not in (2, 3):
                return False
            heads = n.span.start in starts and _FOLLOWS_HEAD.match(text, n.span.end)
            beside = self._is_introduced(n, opening) or employer(self.script, n) or self._is_said_to_be_somebody(n)
            return bool(n.span.end in ends or heads or beside)

        surnames = {n.text for n in self.script.names if len(n.words) == 1 and n.span.end in ends and self._is_surname(n, whole)}
        borne = {norm(n.words[-1]) for n in self.script.names if n.sort is Sort.PERSON and len(n.words) > 1}
        surnames = {s for s in surnames if norm(s) not in borne}

        def is_somebody(n: Name) -> bool:
            plain = n.sort is Sort.UNKNOWN and not n.text.isupper() and len(n.words) > 1 and n.words[-1] not in PAPERS
            plain = plain and not any(map(_GLUED.match, n.words)) and n.words[0].casefold() not in lexicon().modifiers
            known = n.words[-1] in surnames and self._is_full_name(n)
            return plain and (known or speaks(n)) and not self.script.after_the(n) and not self._is_said_to_be_a_body(n)

        return [
            n
            for n in self.script.names
            if n.sort is Sort.PERSON
            or (_in_capitals(n) and self._heads_a_line(n) and (n.span.start, n.span.end) in whole)
            or self.script.takes_turns(n)
            or is_somebody(n)
        ]

    def _name_in_full(self, names: list[Name]) -> None:
        """One person for all spellings of a full name, the longest first."""
        same = Same()
        for n in sorted(names, key=lambda n: (-len(n.words), n.span.start)):
            key = key_of(n.words)
            someone = same.get(key)
            if someone is None:
                gender = _PARENTS.get(n.words[0])
                someone = Someone(n.text, SpeakerKind.PERSON, n.span, n.words, gender, introduced=n.span.start)
                self.everyone.append(someone)
                same.add(key, someone)
                self._by_last.setdefault(key[-1], []).append(someone)
                self._by_first.setdefault(key[0], []).append(someone)
            elif (someone.name.isupper() and not n.text.isupper()) or _is_better_known(n.words, someone.words):
                someone.name, someone.words, someone.at = n.text, n.words, n.span
            someone.introduced = min(someone.introduced, n.span.start)
            self.of_name[n.span] = someone

    def _name_in_short(self, likely: set[Span]) -> None:
        """Whom surnames and first names mean: where several bear one, whoever was named last, or nobody."""
        script = self.script
        latest: dict[int, int] = {}
        owners: set[int] = set()
        halves: set[int] = set()
        for n in script.names:
            someone = self.of_name.get(n.span)
            if someone is not None and not self._in_passing(n):
                latest[id(someone)] = script.sentence(n.span.start)
                if len(n.words) > 1 and (first := self._half_before(n)) is not None:
                    other = [p for p in self._by_last.get(key_of(n.words)[-1], ()) if p.words[0] == first]
                    latest.update((id(p), latest[id(someone)]) for p in other)
                    halves.update([] if other else [id(someone)])
            may_be = n.sort in (Sort.PERSON, Sort.UNKNOWN) or _in_capitals(n) or script.heads_a_turn(n)
            if someone is not None or not may_be:
                continue
            fits = self._bearers(n)
            if len(fits) > 1 and not _AGE_BEHIND.match(script.text, n.span.end):
                here = script.sentence(n.span.start)
                recent = [p for p in fits if here - latest.get(id(p), -_RECENT - 1) <= _RECENT]
                owner = [p for p in fits if id(p) in owners]
                fits = recent if len(recent) == 1 else owner if len(owner) == 1 and (not recent or owner[0] in recent) else fits
            if (
                len(fits) == 1
                and len(n.words) == 1
                and n.gender is None
                and id(fits[0]) in halves
                and norm(n.text) in self._by_last
            ):
                self.of_name[n.span] = None  # *Ian and Ann Example*: either is *Example*
                self.ambiguous.add(n.span)
            elif len(fits) == 1:
                self.of_name[n.span] = fits[0]
                latest[id(fits[0])] = script.sentence(n.span.start)
                if len(n.words) == 1:
                    owners.add(id(fits[0]))
            elif fits:
                self.of_name[n.span] = None
                self.ambiguous.add(n.span)
            elif n.span in likely and (n.sort is Sort.PERSON or _in_capitals(n)):
                self.of_name[n.span] = self._lone(n)
        for n in script.names:  # a surname that stands alone everywhere but once after a title
            if n.span not in self.of_name and n.sort is Sort.UNKNOWN and len(n.words) == 1:
                lone = self._lone_people.get(key_of(n.words))
                if lone is not None:
                    self.of_name[n.span] = lone

    def _in_passing(self, n: Name) -> bool:
        """Whether a full name stands as part of something else (*a photograph of X*), so that it introduces nobody."""
        return not n.title and self.script.text[max(0, n.span.start - 12) : n.span.start].split()[-1:] in (
            ["of"],
            ["with"],
            ["like"],
        )

    def _half_before(self, n: Name) -> str | None:
        """*Ian* before *Ann Example*, where the two are *Ian and Ann Example*."""
        before = self.script.text[max(0, n.span.start - 40) : n.span.start].rpartition("\n")[2].split()
        couple = before[-1:] == ["and"] and not n.title and before[-2:-1] != [] and before[-2] in lexicon().first_names
        return before[-2] if couple and not (before[-3:-2] and before[-3][0].isupper()) else None

    def surnamed(self, word: str) -> Someone | None:
        """The only person on the page with this surname, even where the word looks like a noun at the start of a sentence."""
        fits = self._by_last.get(norm(word), ())
        return fits[0] if len(fits) == 1 else None

    def _bearers(self, n: Name) -> list[Someone]:
        """The people whom a short name may mean: by surname, else by first name. *Lady Example* is not *Sir Ian Example*."""
        key = key_of(n.words)
        by_last = [p for p in self._by_last.get(key[-1], ()) if key_of(p.words)[-len(key) :] == key]
        by_first = self._by_first.get(key[0], ())
        if not by_last and _NAMED.search(self.script.text[max(0, n.span.start - 10) : n.span.start]):
            return []  # *a student named Ian* is introduced here
        if not by_last and n.title is None:
            if re.match(r",\s+an?\s", self.script.text[n.span.end : n.span.end + 5]):
                return []  # *Ian, a student,* is somebody else than *Ian Example*
            first = n.words[0].casefold()
            by_last = [p for p in by_first if key_of(p.words)[: len(key)] == key and p.words[0].casefold() == first]
        elif not by_last and len(key) == 1:
            by_last = [p for p in by_first if p.words[0] not in lexicon().first_names] or [
                p for p in by_first if n.gender in (None, p.gender)
            ]
        if n.gender:
            by_last = [p for p in by_last if p.gender in (None, n.gender)]
        if (
            n.title
            and n.title.split()[-1] in _WOMAN
            and (words := role_after(self.script.text, n))
            and describe(words).head in _KIN
        ):
            by_last = [p for p in by_last if p.gender == "f"]
        if len(by_last) > 1 and _AGE_BEHIND.match(self.script.text, n.span.end):
            return by_last  # somebody who is introduced here: not whoever was named before
        if len(by_last) > 1:
            already = [p for p in by_last if p.introduced < n.span.start]
            by_last = already if len(already) == 1 else by_last
        if len(by_last) > 1:
            by_last = [p for p in by_last if not any(role.head in _KIN for role in p.roles)] or by_last
        if len(by_last) == 1 and n.title is None and n.gender is None and len(key) == 1 and _is_only_kin(by_last[0]):
            return []  # *his wife, Ann Example*: a bare *Example* is rather he
        return by_last

    def _lone(self, n: Name) -> Someone:
        key = key_of(n.words)
        beside = key[-1] in self._by_last and n.gender is not None  # somebody else bears the surname too
        if beside:
            key = (n.gender or "", *key)
        known = self._lone_people.get(key)
        if known is None:
            title = n.title.split()[-1] if n.title else ""
            name = f"{title} {n.text}" if title and (beside or title in _BORNE) else n.text
            known = Someone(name, SpeakerKind.PERSON, n.span, n.words, n.gender, introduced=n.span.start)
            self.everyone.append(known)
            self._lone_people[key] = known
        return known

    def _is_introduced(self, n: Name, sources: Sequence[Span]) -> bool:
        """Whether a role stands before the name in its source: *author Ann Example*."""
        i = bisect.bisect_right(sources, Span(n.span.start, len(self.script.text))) - 1
        if i < 0 or not sources[i].covers(n.span):
            return False
        last = self.script.text[sources[i].start : n.span.start].split()[-1:]
        noun = lexicon().noun(last[0]) if last else None
        return noun is not None and noun.kind is SpeakerKind.PERSON and not noun.plural

    def _is_surname(self, n: Name, whole: set[tuple[int, int]]) -> bool:
        """Whether a single name that speaks may be a person's: *Mr Example*, or *Example* and nothing more."""
        lex = lexicon()
        word = n.words[0]
        known = word in lex.places or word in lex.demonyms or lex.noun(word) is not None or word in lex.organisation_words
        alone = n.sort is Sort.UNKNOWN and (n.span.start, n.span.end) in whole
        return word.istitle() and not known and (alone or (n.sort is Sort.PERSON and n.title is not None))

    def _is_full_name(self, n: Name) -> bool:
        """Whether a name may be a person's whose surname speaks; *Given Example* at the start of a sentence is not."""
        start = self.script.sentence_start(self.script.sentence(n.span.start))
        opens = not any(c.isalnum() for c in self.script.text[start : n.span.start])
        return may_be_somebody(self.script, n) and (self.script.times[n.text] > 1 or not opens)

    def _heads_a_line(self, n: Name) -> bool:
        """Whether the name opens a paragraph with a colon behind it, as in a transcript."""
        before = self.script.text[max(0, n.span.start - 1) : n.span.start]
        return before in ("", "\n") and self.script.text[n.span.end : n.span.end + 1] == ":"

    def _is_said_to_be_somebody(self, n: Name) -> bool:
        """*The prime minister, Example Sample, sighed*: an office before the name, set off from it."""
        text = self.script.text
        words = role_before(text, n) if text[max(0, n.span.start - 2) : n.span.start] == ", " else None
        return words is not None and names_a_role(words) and is_noun_phrase(words, role_of(words))

    def _is_said_to_be_a_body(self, n: Name) -> bool:
        """*Example Dolphin, a firm of brokers,* says a body."""
        words = role_after(self.script.text, n)
        return words is not None and describe(words).kind in (
            SpeakerKind.ORGANISATION,
            SpeakerKind.OUTLET,
            SpeakerKind.DOCUMENT,
        )


def _is_better_known(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether one spelling has a first name that many bear and the other, as long, has not: *Volodymr* is a slip."""
    names = lexicon().first_names
    return len(words) == len(others) and words[0] in names and others[0] not in names


def _is_only_kin(someone: Someone) -> bool:
    """Whether all that the page says of somebody is whose wife or son they are."""
    return bool(someone.roles) and all(role.head in _KIN and role.determiner in ("he", "she") for role in someone.roles)


def _in_capitals(n: Name) -> bool:
    """Whether a name is one word in capitals, as in a transcript: an acronym, or somebody's surname."""
    return len(n.words) == 1 and n.words[0].isupper() and n.words[0].isalpha() and len(n.words[0]) > 3
