"""Cast: who is on a page: its people, bodies and places, each with the names, roles and gender that the page itself gives."""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field

from sayso.reading.cues import known
from sayso.reading.descriptions import Description, describe
from sayso.reading.lexicon import lexicon
from sayso.reading.names import SURNAME_LIKE, Name, Sort
from sayso.reading.quotes import Quotation
from sayso.reading.roles import fits_role, is_noun_phrase, names_a_role, printed, role_after, role_before, role_of
from sayso.reading.speaker import SpeakerKind
from sayso.text import Span

_SENTENCE = re.compile(
    r"(?<![A-Z][.])(?<!\b(?:Mr|Ms|Dr|St|Lt|Jr|Sr|vs)\.)(?<!\b(?:Mrs|Gen|Rep|Sen|Gov|Col|Maj|Rev|Hon)\.)(?<=[.!?])[”’\"')]*\s+(?=[“‘\"'(]?[A-Z0-9])|(?<=[^\w\s])[”’\"]\s+(?=[A-Z])"
)
_GENDERED = re.compile(r"\b(he|she|him|his|her|himself|herself)\b", re.I)
_NEUTER = re.compile(r"\b(?:its|itself)\b|[.,] it\b|[.] It\b", re.I)
STAMP = re.compile(r"(?:[01]\d|2[0-3])[:.]?[0-5]\d\s+(?=[A-Z])")
"""*1943 US officials say*: the time of an entry in a running report."""
_TURN = re.compile(r"^([A-Z](?:[A-Z.'’-]|Mc|Mac| (?=[A-Z]))+)(, [A-Z“\"][^a-z:\n]{1,90})?(?:\s*\([^)\n]{1,40}\))?:(?=\s|$)", re.M)
"""*KURTZ:*, *HOWARD KURTZ, HOST:*, *KURTZ (voice-over):*"""
_TURNS = 2
"""How many turns make a page a transcript."""
_ATTRIBUTE = re.compile(r" ((?:[a-z-]+ ){0,2}[a-z-]+) (?=[A-Z][a-z])")
_AGE_BEHIND = re.compile(r",\s*(?:aged )?\d\d\b")
_CREDIT = re.compile(
    r"(?:\b(?:[Pp]hotos?|[Pp]hotographs?|[Pp]ictures?|[Ii]mages?|[Vv]ideos?|[Cc]redits?|[Ii]llustration|[Ff]ilmed|[Ss]hot)\s*(?::|by\b|credit:?)|/)\s*$"
)
_AGENCY = re.compile(r"\s*/\s*[A-Z]|\s+(?:for|via)\s+(?:[A-Z][\w.]+\s?){1,3}[)\n]")
_FOLLOWS_HEAD = re.compile(r"\s*(?:,|\(|(?:of|from|at|with|in)\b)")
"""What follows the name in a source that begins with a person's: *Ann Example of the institute*, *Ann Example, the envoy*."""
_TELLS = re.compile(r"\b(?:said|says|told|that|added|argued|claimed|revealed|believes?)\b")
_SHE = frozenset(("she", "her", "herself"))
_RECENT = 5
"""Within how many sentences a bare surname that several bear means the one who was named last."""
_KIN = frozenset(
    "wife husband father mother son daughter brother sister widow widower spouse partner cousin uncle aunt half-brother".split()
)
_OPENS_WITH = re.compile(
    r"(?:(?:In|On|At|After|Before|During|From) [^,.\n]{1,40}, )?((?:[Tt]he|[Aa]n?|[Oo]ne) [^,.;:“”\"\n]{3,60})"
)
_TO_ITS_NAME = re.compile(r" |,? (?:of|for|in|at|from|with|to) [^,.]{1,45}, |, ")
_BORNE = frozenset("Prince Princess King Queen Pope Lord Lady Sister Emperor Empress Sultan Duke Duchess".split())
"""Titles without which a single name says too little."""
_WOMAN = frozenset("Mrs Mrs. Lady".split())
"""Titles that a wife bears with her husband's surname."""
_NAMED = re.compile(r"\b(?:named|called|as)\s$")
_INNER_CAPITAL = re.compile(r"(?!Mc|Mac|De|Di|Du|La|Le|Van|Fitz)\w*[a-z][A-Z]")
"""*ExampleCorp*, which is nobody's surname."""
_MANY = re.compile(r"[a-z](?:ators|itors|ists|icians|sians|anians)$")
"""Ends of words for many people that are nobody's surname: *Mediators* at the start of a sentence."""
_PAPERS = frozenset(
    "Poll Report Treaty Act Accord Accords Agreement Constitution Charter Index Protocol Concept Doctrine".split()
)
"""Last words of names that are documents', not bodies'."""
_PLACING = frozenset("the in at near into around outside inside across through towards toward above below beyond a an".split())
_REGIONS = frozenset("north south east west northern southern eastern western central north-east south-east".split())
_PREPOSITIONS = frozenset(
    "of to with by for from against about than and or like between among on over after before as including at in".split()
)


@dataclass(eq=False, slots=True)
class Someone:
    """One person, body, place or described voice on a page."""

    name: str
    kind: SpeakerKind
    at: Span
    """Where the fullest name stands."""
    words: tuple[str, ...] = ()
    gender: str | None = None
    roles: list[Description] = field(default_factory=list)
    role: str | None = None
    """The fullest title or affiliation, as printed."""
    introduced: int = 0
    """Where the full name first stands."""
    plural: bool = False
    guessed: bool = False
    """Whether the gender is only what a pronoun or two near the name suggest."""
    perhaps: bool = False
    """Whether this may as well be a person: a name of two or three words of which nothing shows what it names."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Someone, where they are mentioned."""

    span: Span
    who: Someone
    subject: bool
    """Whether it stands where a subject stands: no preposition before it, no *'s* and no full stop after it."""
    opens: bool
    """Whether it opens its sentence."""
    quoted: bool
    """Whether it stands in somebody's quotation."""
    possessive: bool = False
    """Whether *'s* follows: *Example's plan* brings her up, though as no subject."""
    aside: bool = False
    """Whether a pronoun can hardly mean it: *cross-examined by Example*."""


class Cast:
    """Everybody on a page, and where they are mentioned.

    ``sources`` are the spans of words that the reader took for sources: a name that speaks is a person's or a body's. Where two
    people share a surname and nothing tells which is meant, the mention belongs to nobody.
    """

    def __init__(
        self,
        text: str,
        names: Sequence[Name],
        blocks: Sequence[Span],
        sources: Iterable[Span] = (),
        quotations: Sequence[Quotation] = (),
    ) -> None:
        self.text = text
        self.names = tuple(names)
        self.people: list[Someone] = []
        self.bodies: dict[str, Someone] = {}
        self.mentions: list[Mention] = []
        self._starts = sorted(
            {b.start for b in blocks} | {m.end() for b in blocks for m in _SENTENCE.finditer(text, b.start, b.end)}
        )
        self._quoted = sorted((p.start, p.end) for q in quotations if q.depth == 0 for p in q.pieces)
        self._name_starts = [n.span.start for n in self.names]
        self._of_name: dict[Span, Someone | None] = {}
        self.ambiguous: set[Span] = set()
        """Names that several people on the page bear."""
        self.things: set[str] = set()
        """Single names that are no person's, by what stands beside them: places, companies."""
        self.lands: set[str] = set()
        """Those of them that are places'."""
        self._words = {w for n in self.names for w in n.words}
        self._by_last: dict[str, list[Someone]] = {}
        self._by_first: dict[str, list[Someone]] = {}
        self._lone_people: dict[tuple[str, ...], Someone] = {}
        self.turns = _turns(text)
        heads = [head for head, _ in self.turns]
        self._turn_starts = {h.start for h in heads}
        self._turn_names = {h.of(text) for h in heads if " " not in h.of(text)}
        self._introduced_turns = {
            h.start for h in heads if text[h.end] == "," or h.of(text).rpartition(" ")[2] in self._turn_names
        }
        self._cast_people(list(sources))
        self._cast_bodies()
        self._by_role: dict[str, list[Someone]] = {}
        for p in self.people:
            for head in {role.head.rpartition(" ")[2] for role in p.roles}:
                self._by_role.setdefault(head, []).append(p)
        self._bodies_by_word: dict[str, list[Someone]] = {}
        for body in self.bodies.values():
            for word in {w.casefold() for w in body.words} if len(body.words) > 1 else ():
                self._bodies_by_word.setdefault(word, []).append(body)
        named = [
            self._mention(n, who)
            for n in self.names
            if not (n.sort is Sort.PLACE and n.text.isupper() and len(n.text) > 3)  # a dateline
            and (who := self._of_name.get(n.span) or self._one_of_several(n) or self._perhaps(n))
            and not self._in_credit(n)
        ]
        self.mentions = sorted([*named, *self._described()], key=lambda m: m.span.start)
        self._hear_pronouns(blocks)
        self.mention_starts = [m.span.start for m in self.mentions]

    def who(self, name: Name) -> Someone | None:
        """Whom a name means; ``None`` where several people fit."""
        return self._of_name.get(name.span)

    def names_within(self, span: Span) -> tuple[Name, ...]:
        """The names that stand in a span."""
        first = bisect.bisect_left(self._name_starts, span.start)
        last = bisect.bisect_left(self._name_starts, span.end)
        return tuple(n for n in self.names[first:last] if n.span.end <= span.end)

    def name_before(self, position: int) -> Name | None:
        """The last name that ends at or before a position."""
        i = bisect.bisect_left(self._name_starts, position) - 1
        return self.names[i] if i >= 0 and self.names[i].span.end <= position else None

    def sentence(self, position: int) -> int:
        """The number of the sentence in which a position stands."""
        return bisect.bisect_right(self._starts, position) - 1

    def sentence_start(self, number: int) -> int:
        """Where a sentence begins: the first where the number is below 0, the end of the text where it is too high."""
        return self._starts[max(0, number)] if number < len(self._starts) else len(self.text)

    def mentions_between(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions that begin in ``[start, end)``."""
        return self.mentions[bisect.bisect_left(self.mention_starts, start) : bisect.bisect_left(self.mention_starts, end)]

    def is_quoted(self, position: int) -> bool:
        """Whether a position stands in a quotation."""
        i = bisect.bisect_right(self._quoted, (position, 1 << 60)) - 1
        return i >= 0 and self._quoted[i][0] <= position < self._quoted[i][1]

    def turn_at(self, position: int) -> Span | None:
        """The name at the head of the turn of a transcript in which a position stands."""
        i = bisect.bisect_right(self.turns, position, key=lambda turn: turn[0].end) - 1
        return self.turns[i][0] if i >= 0 and position < self.turns[i][1] else None

    # who is there

    def _heads_a_turn(self, n: Name) -> bool:
        return n.text in self._turn_names and n.span.start in self._turn_starts

    def _takes_turns(self, n: Name) -> bool:
        """Whether a name of two or three words is one under which somebody speaks in a transcript, there or elsewhere."""
        if not (self.turns and 2 <= len(n.words) <= 3 and n.sort is Sort.UNKNOWN and "".join(n.words).replace(".", "").isalpha()):
            return False
        if n.text.isupper():
            named = n.span.start in self._introduced_turns
            return named and not any(w.title() in lexicon().organisation_words or lexicon().noun(w) for w in n.words)
        last = n.words[-1]
        opener = n.words[0].casefold() in lexicon().openers or last in SURNAME_LIKE  # *Capitol Hill* does not speak
        return last.upper() in self._turn_names and not self._after_the(n) and not opener

    def _cast_people(self, sources: list[Span]) -> None:
        ends = {s.end for s in sources}
        starts = {m.end() if (m := STAMP.match(self.text, s.start, s.end)) else s.start for s in sources}
        opening = sorted(sources)
        whole = {(s.start, s.end) for s in sources}
        likely: list[Name] = []
        for n in self.names:
            speaks = (n.span.start, n.span.end) in whole or (n.span.end in ends and len(n.words) in (2, 3))
            leads = len(n.words) in (2, 3) and (
                (n.span.start in starts and _FOLLOWS_HEAD.match(self.text, n.span.end))
                or self._is_introduced(n, opening)
                or self._employer(n) is not None
            )
            turn = self._takes_turns(n)
            heads_a_line = _in_capitals(n) and self._heads_a_line(n) and (n.span.start, n.span.end) in whole
            if (
                n.sort is Sort.PERSON
                or heads_a_line
                or turn
                or (
                    n.sort is Sort.UNKNOWN
                    and not n.text.isupper()
                    and (speaks or leads)
                    and len(n.words) > 1
                    and n.words[-1] not in _PAPERS
                    and not self._after_the(n)
                    and not self._is_said_to_be_a_body(n)
                )
            ):
                likely.append(n)
        same = _Same()
        for n in sorted((n for n in likely if len(n.words) > 1), key=lambda n: (-len(n.words), n.span.start)):
            key = _key(n.words)
            someone = same.get(key)
            if someone is None:
                someone = Someone(n.text, SpeakerKind.PERSON, n.span, n.words, introduced=n.span.start)
                self.people.append(someone)
                same.add(key, someone)
                self._by_last.setdefault(key[-1], []).append(someone)
                self._by_first.setdefault(key[0], []).append(someone)
            elif someone.name.isupper() and not n.text.isupper():
                someone.name, someone.words, someone.at = n.text, n.words, n.span
            someone.introduced = min(someone.introduced, n.span.start)
            self._of_name[n.span] = someone
        for n in self.names:
            if (someone := self._of_name.get(n.span)) is not None:
                self._introduce(n, someone)
        likely_spans = {n.span for n in likely}
        latest: dict[int, int] = {}
        owners: set[int] = set()
        for n in self.names:
            someone = self._of_name.get(n.span)
            if someone is not None and not self._in_passing(n):
                latest[id(someone)] = self.sentence(n.span.start)
            if someone is not None or not (n.sort in (Sort.PERSON, Sort.UNKNOWN) or _in_capitals(n) or self._heads_a_turn(n)):
                continue
            fits = self._bearers(n)
            if len(fits) > 1 and not _AGE_BEHIND.match(self.text, n.span.end):
                here = self.sentence(n.span.start)
                recent = [p for p in fits if here - latest.get(id(p), -_RECENT - 1) <= _RECENT]
                owner = [p for p in fits if id(p) in owners]
                fits = recent if len(recent) == 1 else owner if len(owner) == 1 and (not recent or owner[0] in recent) else fits
            if len(fits) == 1:
                self._of_name[n.span] = fits[0]
                latest[id(fits[0])] = self.sentence(n.span.start)
                if len(n.words) == 1:
                    owners.add(id(fits[0]))
            elif fits:
                self._of_name[n.span] = None
                self.ambiguous.add(n.span)
            elif n.span in likely_spans and (n.sort is Sort.PERSON or _in_capitals(n)):
                self._of_name[n.span] = self._lone(n)
        for n in self.names:  # a surname that stands alone everywhere but once after a title
            if n.span not in self._of_name and n.sort is Sort.UNKNOWN and len(n.words) == 1:
                lone = self._lone_people.get(_key(n.words))
                if lone is not None:
                    self._of_name[n.span] = lone
        self._cast_maybe(whole)
        for n in self.names:
            someone = self._of_name.get(n.span)
            if someone is not None and someone.words != n.words:
                self._introduce(n, someone)

    def _in_passing(self, n: Name) -> bool:
        """Whether a full name stands as part of something else (*a photograph of X*), so that it introduces nobody."""
        return not n.title and self.text[max(0, n.span.start - 12) : n.span.start].split()[-1:] in (["of"], ["with"], ["like"])

    def _cast_maybe(self, sources: set[tuple[int, int]]) -> None:
        """Bare surnames of people whom everybody knows: one word that speaks, or stands twice, never where places stand."""
        lone: dict[str, list[Name]] = {}
        for n in self.names:
            if n.span not in self._of_name and n.sort is Sort.UNKNOWN and len(n.words) == 1 and _is_one_name(n.words[0]):
                lone.setdefault(n.words[0], []).append(n)
        for word, names in lone.items():
            speaks = any((n.span.start, n.span.end) in sources for n in names)
            before = [self.text[max(0, n.span.start - 9) : n.span.start].split()[-1:] for n in names]
            placed = sum(b[0].casefold() in _PLACING or b[0].casefold() in _REGIONS for b in before if b)
            land = placed or _names_a_land(word, self._words)
            if land:
                self.lands.add(word)
            thing = land or self._is_a_thing(names) or _INNER_CAPITAL.match(word)
            if thing:
                self.things.add(word)
            if (
                thing
                or word.isupper()
                or _MANY.search(word)
                or word.casefold() in lexicon().nouns
                or word in lexicon().demonyms
                or not (speaks or len(names) > 1)
            ):
                continue
            someone = Someone(word, SpeakerKind.PERSON, names[0].span, names[0].words, introduced=names[0].span.start)
            for n in names:
                self._of_name[n.span] = someone

    def surnamed(self, word: str) -> Someone | None:
        """The only person on the page with this surname, even where the word looks like a noun at the start of a sentence."""
        fits = self._by_last.get(_norm(word), ())
        return fits[0] if len(fits) == 1 else None

    def _is_a_thing(self, names: Sequence[Name]) -> bool:
        """Whether what follows a lone name speaks of it as *it*, never as *he* or *she*."""
        person = thing = 0
        for n in names[:20]:
            after = self.text[n.span.end : n.span.end + 140].partition("\n")[0]
            person += bool(_GENDERED.search(after)) + 3 * after.startswith(", who ")
            thing += bool(_NEUTER.search(after)) + 3 * after.startswith(", which ")
        return thing > person

    def _bearers(self, n: Name) -> list[Someone]:
        """The people whom a short name may mean: by surname, else by first name. *Lady Example* is not *Sir Ian Example*."""
        key = _key(n.words)
        by_last = [p for p in self._by_last.get(key[-1], ()) if _key(p.words)[-len(key) :] == key]
        by_first = self._by_first.get(key[0], ())
        if not by_last and _NAMED.search(self.text[max(0, n.span.start - 10) : n.span.start]):
            return []  # *a student named Ian* is introduced here
        if not by_last and n.title is None:
            by_last = [p for p in by_first if _key(p.words)[: len(key)] == key]
        elif not by_last and len(key) == 1:
            by_last = [p for p in by_first if p.words[0] not in lexicon().first_names] or [
                p for p in by_first if n.gender in (None, p.gender)
            ]
        if n.gender:
            by_last = [p for p in by_last if p.gender in (None, n.gender)]
        if n.title and n.title.split()[-1] in _WOMAN and (words := role_after(self.text, n)) and describe(words).head in _KIN:
            by_last = [p for p in by_last if p.gender == "f"]
        if len(by_last) > 1 and _AGE_BEHIND.match(self.text, n.span.end):
            return by_last  # somebody who is introduced here: not whoever was named before
        if len(by_last) > 1:
            already = [p for p in by_last if p.introduced < n.span.start]
            by_last = already if len(already) == 1 else by_last
        if len(by_last) > 1:
            by_last = [p for p in by_last if not any(role.head in _KIN for role in p.roles)] or by_last
        return by_last

    def _lone(self, n: Name) -> Someone:
        key = _key(n.words)
        beside = key[-1] in self._by_last and n.gender is not None  # somebody else bears the surname too
        if beside:
            key = (n.gender or "", *key)
        known = self._lone_people.get(key)
        if known is None:
            title = n.title.split()[-1] if n.title else ""
            name = f"{title} {n.text}" if title and (beside or title in _BORNE) else n.text
            known = Someone(name, SpeakerKind.PERSON, n.span, n.words, n.gender, introduced=n.span.start)
            self.people.append(known)
            self._lone_people[key] = known
        return known

    def _is_introduced(self, n: Name, sources: Sequence[Span]) -> bool:
        """Whether a role stands before the name in its source: *author Ann Example*."""
        i = bisect.bisect_right(sources, Span(n.span.start, len(self.text))) - 1
        if i < 0 or not sources[i].covers(n.span):
            return False
        last = self.text[sources[i].start : n.span.start].split()[-1:]
        noun = lexicon().noun(last[0]) if last else None
        return noun is not None and noun.kind is SpeakerKind.PERSON and not noun.plural

    def _heads_a_line(self, n: Name) -> bool:
        """Whether the name opens a paragraph with a colon behind it, as in a transcript."""
        before = self.text[max(0, n.span.start - 1) : n.span.start]
        return before in ("", "\n") and self.text[n.span.end : n.span.end + 1] == ":"

    def _is_said_to_be_a_body(self, n: Name) -> bool:
        """*Example Dolphin, a firm of brokers,* says a body."""
        words = role_after(self.text, n)
        return words is not None and describe(words).kind in (
            SpeakerKind.ORGANISATION,
            SpeakerKind.OUTLET,
            SpeakerKind.DOCUMENT,
        )

    def _perhaps(self, n: Name) -> Someone | None:
        """Somebody who cannot be named, for a bare name that may be a person's: a pronoun may mean them."""
        lex = lexicon()
        if n.sort is not Sort.UNKNOWN or len(n.words) > 1 or not n.words[0].isalpha() or not n.words[0][1:].islower():
            return None
        if (
            _names_a_land(n.words[0], self._words)
            or n.words[0] in lex.demonyms
            or lex.noun(n.words[0])
            or n.words[0].casefold() in lex.openers
            or not n.possessive
        ):
            return None
        return Someone("", SpeakerKind.PERSON, n.span, n.words)

    def _in_credit(self, n: Name) -> bool:
        """Whether the name is a photographer's under a picture."""
        before = self.text[max(0, n.span.start - 24) : n.span.start]
        return bool(_CREDIT.search(before) or _AGENCY.match(self.text, n.span.end, n.span.end + 40))

    def _one_of_several(self, n: Name) -> Someone | None:
        """Whoever bears an ambiguous name: nobody who can be named, but somebody whom a pronoun may mean."""
        return Someone("", SpeakerKind.PERSON, n.span, n.words) if n.span in self.ambiguous else None

    def _after_the(self, n: Name) -> bool:
        return self.text[max(0, n.span.start - 4) : n.span.start].casefold() == "the "

    def _is_said_to_be_a_group(self, n: Name) -> bool:
        """*The Example Monitor, a volunteer group,* is no newspaper."""
        words = role_after(self.text, n)
        return words is not None and describe(words).kind in (SpeakerKind.ORGANISATION, SpeakerKind.GROUP)

    def _cast_bodies(self) -> None:
        groups: set[str] = set()
        spelled: dict[str, Name] = {}
        for n in self.names:
            if n.span in self._of_name or n.sort is Sort.PERSON:
                continue
            bracket = re.match(r"\s*\(([A-Z][A-Za-z.&-]{1,9})\)", self.text[n.span.end : n.span.end + 14])
            if bracket and len(n.words) > 1 and bracket[1][0].casefold() == n.words[0][0].casefold():
                spelled[bracket[1].replace(".", "")] = n
        for n in self.names:
            if len(n.words) > 1 and n.sort is not Sort.PERSON:
                initials = "".join(w[0] for w in n.words if w[0].isupper())
                if len(initials) > 1 and n.sort is Sort.ORGANISATION:
                    spelled.setdefault(initials, n)
        for n in self.names:
            if (
                n.span in self._of_name
                or n.sort is Sort.PERSON
                or (n.sort is Sort.UNKNOWN and len(n.words) == 1 and not n.words[0].isupper())
            ):
                continue
            full = spelled.get(n.text.replace(".", ""), n) if len(n.words) == 1 and n.sort is not Sort.PLACE else n
            kind = SpeakerKind.OUTLET if full.sort is Sort.OUTLET or n.sort is Sort.OUTLET else SpeakerKind.ORGANISATION
            if kind is SpeakerKind.OUTLET and n.text not in lexicon().outlets and self._is_said_to_be_a_group(n):
                groups.add(full.text.casefold())
            if kind is SpeakerKind.ORGANISATION and full.words[-1] in _PAPERS:
                kind = SpeakerKind.DOCUMENT
            body = self.bodies.get(full.text.casefold())
            if body is None:
                body = self.bodies[full.text.casefold()] = Someone(
                    full.text, kind, full.span, full.words, introduced=n.span.start, perhaps=self._may_be_somebody(full)
                )
            self._of_name[n.span] = body
        for name in groups:
            self.bodies[name].kind = SpeakerKind.ORGANISATION

    def _may_be_somebody(self, n: Name) -> bool:
        lex = lexicon()
        return (
            n.sort is Sort.UNKNOWN
            and len(n.words) in (2, 3)
            and all(w.isalpha() and not w.isupper() and w not in lex.places and w not in lex.demonyms for w in n.words)
            and not any(w.casefold() in lex.modifiers or lex.noun(w) for w in n.words)
            and not self._after_the(n)
        )

    # what the page says of them

    def _introduce(self, n: Name, someone: Someone) -> None:
        someone.gender = someone.gender or n.gender
        before = role_before(self.text, n)
        untitled = before.removesuffix(n.title).rstrip() if before and n.title else None
        for words in (before, untitled, role_after(self.text, n), self._employer(n)):
            if not words:
                continue
            role = role_of(words)
            if role.kind is SpeakerKind.ANONYMOUS and not role.plural and is_noun_phrase(words, role):
                someone.roles.append(role)
                someone.gender = someone.gender or role.gender
                shown = printed(untitled if words == before and untitled and names_a_role(untitled) else words)
                if shown and (someone.role is None or (" " not in someone.role and len(someone.role) < len(shown) < 80)):
                    someone.role = shown

    def _employer(self, n: Name) -> str | None:
        """*CNN's Ann Example* is a correspondent of CNN."""
        previous = self.name_before(n.span.start)
        if (
            previous
            and previous.possessive
            and previous.sort is Sort.OUTLET
            and n.span.start - previous.span.end == 3
            and not n.title
        ):
            return f"{previous.text} correspondent"
        return None

    def _mention(self, n: Name, who: Someone) -> Mention:
        start = n.span.start - (len(n.title) + 1 if n.title else 0)
        before = self.text[max(0, start - 16) : start].split()
        prep = bool(before) and before[-1].casefold() in _PREPOSITIONS
        if before and before[-1].casefold() in ("the", "a") and len(before) > 1:
            prep = before[-2].casefold() in _PREPOSITIONS
        opens = not re.search(r"\w", self.text[self.sentence_start(self.sentence(start)) : start])
        ends = self.text[n.span.end : n.span.end + 1] in (".", ";", "!", "?")
        paragraph = self.text[self.text.rfind("\n", 0, start) + 1 : start]
        aside = re.fullmatch(r"\s*[—–-]+\s*", paragraph) is not None or (
            bool(before) and before[-1].casefold() == "by" and self.text[n.span.end : n.span.end + 1] in (",", ".", ")")
        )
        aside = aside or self._describes_another(n)
        if before and not opens and before[-1].islower() and before[-1].endswith(("ed", "ing")) and not n.title:
            prep = prep or not known(before[-1])  # *rebels captured Example*
        aside = aside or (
            opens and paragraph.strip() != "" and self.text[n.span.end : n.span.end + 1] == ":"
        )  # a headline within
        return Mention(
            n.span,
            who,
            opens or not (prep or ends or n.possessive),
            opens,
            self.is_quoted(n.span.start),
            n.possessive and not prep,
            aside,
        )

    def _describes_another(self, n: Name) -> bool:
        """*Example lawyer Ann Sample*, *the Example aide Ian Sample*: only says whose lawyer speaks."""
        m = _ATTRIBUTE.match(self.text, n.span.end, n.span.end + 60)
        noun = lexicon().noun(m[1].rpartition(" ")[2]) if m else None
        return noun is not None and noun.kind is SpeakerKind.PERSON and not noun.plural

    def _described(self) -> Iterator[Mention]:
        """Sentences that open with somebody who is described, not named: whoever bears that role, or somebody without a name."""
        lex = lexicon()
        for start in self._starts:
            m = _OPENS_WITH.match(self.text, start, start + 110)
            if m is None or self.is_quoted(start):
                continue
            words = m[1].split()
            last = next(
                (k for k in range(min(5, len(words) - 1), 0, -1) if (noun := lex.noun(words[k])) and noun.kind == "person"), 0
            )
            phrase = " ".join(words[: last + 1])
            d = describe(phrase) if last else None
            if d is None or d.kind is not SpeakerKind.ANONYMOUS or d.plural:
                continue
            span = Span(m.start(1), m.start(1) + len(phrase))
            if self._is_named_next(span):
                continue
            fits = self.bearers_of(d)
            yield Mention(
                span, fits[0] if len(fits) == 1 else Someone("", SpeakerKind.PERSON, span, (), d.gender), True, True, False
            )

    def _is_named_next(self, described: Span) -> bool:
        """Whether the name of the one described follows at once: *the head of the mission, Ann Example, said*."""
        i = bisect.bisect_left(self._name_starts, described.end)
        for n in self.names[i : i + 4]:
            who = self._of_name.get(n.span)
            if who is not None and who.kind is SpeakerKind.PERSON:
                start = n.span.start - (len(n.title) + 1 if n.title else 0)
                return bool(_TO_ITS_NAME.fullmatch(self.text, described.end, max(start, described.end)))
        return False

    def bearers_of(self, d: Description) -> list[Someone]:
        """The people whose role a description may mean."""
        return [
            p
            for p in self._by_role.get(d.head.rpartition(" ")[2], ())
            if any(fits_role(d, role) for role in p.roles) and (d.gender is None or p.gender in (None, d.gender))
        ]

    def bodies_called(self, head: str) -> Sequence[Someone]:
        """The bodies in whose names of several words a word stands."""
        return self._bodies_by_word.get(head, ())

    def is_other_than(self, gender: str, m: Mention) -> bool:
        """Whether a pronoun of that gender before the mention, in its own sentence, means somebody else: *she runs against X*."""
        start = self.sentence_start(self.sentence(m.span.start))
        first = bisect.bisect_left(self._heard, (start, ""))
        last = bisect.bisect_left(self._heard, (m.span.start, ""))
        return any(heard == gender for _, heard in self._heard[first:last])

    def _is_another_s(self, pronoun: re.Match[str], m: Mention) -> bool:
        """Whether a pronoun hardly means the one named last: *he says that her case is weak*, *she runs against X*."""
        between = self.text[m.span.end : pronoun.start()]
        owned = pronoun[1].casefold() not in ("he", "she")
        return (owned and bool(_TELLS.search(between))) or self.is_other_than(self._heard[-1][1], m)

    def _hear_pronouns(self, blocks: Sequence[Span]) -> None:
        """Gender from *he* and *she* where only one person can be meant: alone in the sentence and in the one before."""
        votes: dict[int, list[str]] = {}
        self._heard: list[tuple[int, str]] = []
        self.mention_starts = [m.span.start for m in self.mentions]
        voted = -1
        for block in blocks:
            for m in _GENDERED.finditer(self.text, block.start, block.end):
                if self.is_quoted(m.start()):
                    continue
                self._heard.append((m.start(), "f" if m[1].casefold() in _SHE else "m"))
                here = self.sentence(m.start())
                if here == voted:
                    continue  # only the first of a sentence can be trusted to mean whoever was named before it
                voted = here
                near = self.mentions_between(self.sentence_start(here - 1), m.start())
                people = {id(x.who): x for x in near if x.who.kind is SpeakerKind.PERSON and not (x.quoted or x.aside)}
                if len(people) == 1 and not self._is_another_s(m, next(iter(people.values()))):
                    votes.setdefault(next(iter(people)), []).append(self._heard[-1][1])
        for someone in self.people:
            heard = votes.get(id(someone), [])
            best = max(("m", "f"), key=heard.count)
            if someone.gender is None and heard.count(best) >= 1 and heard.count(best) >= 3 * (len(heard) - heard.count(best)):
                someone.gender = best
                someone.guessed = heard.count(best) < 3


def _turns(text: str) -> list[tuple[Span, int]]:
    """The turns of a transcript: the name at the head of each, and where it ends."""
    heads = [Span(m.start(1), m.end(1)) for m in _TURN.finditer(text)]
    return list(zip(heads, [h.start for h in heads[1:]] + [len(text)], strict=True)) if len(heads) >= _TURNS else []


def _names_a_land(word: str, others: Set[str]) -> bool:
    """Whether a word names a place by the company it keeps: *Ruritania* where *Ruritanian* stands, *Sella* where *SELLA* does."""
    if len(word) > 3 and word.upper() in others:
        return True
    return any(word + end in others for end in ("n", "an", "ian", "ns", "ans", "ians", "ese")) or (
        word[-1] in "aeo" and any(word[:-1] + end in others for end in ("ian", "an", "ans", "ians"))
    )


def _is_one_name(word: str) -> bool:
    """*Example*, *Example-Sample*"""
    parts = word.split("-")
    if parts[-1].endswith(("fifths", "quarters", "thirds", "half")) and len(parts) > 1:
        return False
    return all(part.isalpha() and part[0].isupper() and part not in lexicon().places for part in parts)


def _in_capitals(n: Name) -> bool:
    """Whether a name is one word in capitals, as in a transcript: an acronym, or somebody's surname."""
    return len(n.words) == 1 and n.words[0].isupper() and n.words[0].isalpha() and len(n.words[0]) > 3


class _Same:
    """People by full name, so that two spellings are found to be one without asking everybody."""

    def __init__(self) -> None:
        self._whole: dict[tuple[str, ...], Someone] = {}
        self._ends: dict[tuple[str, ...], Someone] = {}
        """By the ends of names, of two words and more."""
        self._outer: dict[tuple[str, str], Someone] = {}
        """By first and last word."""
        self._begins: dict[tuple[str, ...], Someone | None] = {}
        """By the beginnings of names, of two words and more; nobody where several names begin so."""

    def add(self, key: tuple[str, ...], someone: Someone) -> None:
        self._whole.setdefault(key, someone)
        self._outer.setdefault((key[0], key[-1]), someone)
        for i in range(len(key) - 1):
            self._ends.setdefault(key[i:], someone)
        for i in range(2, len(key)):
            self._begins[key[:i]] = someone if self._begins.get(key[:i], someone) is someone else None

    def get(self, key: tuple[str, ...]) -> Someone | None:
        """Whoever has the same first and last word, or all of the shorter name at the end of the longer."""
        return (
            self._outer.get((key[0], key[-1]))
            or self._ends.get(key)
            or self._begins.get(key)
            or next((p for i in range(1, len(key) - 1) if (p := self._whole.get(key[i:]))), None)
        )


@functools.lru_cache(maxsize=1 << 14)
def _norm(word: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).casefold()
    return re.sub(r"^(?:al|el|ad|as)-", "", plain).replace("’", "'")


@functools.lru_cache(maxsize=1 << 14)
def _key(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name as they are compared: no case, no accents, no middle initials."""
    kept = tuple(_norm(w) for i, w in enumerate(words) if i in (0, len(words) - 1) or not re.fullmatch(r"\w\.?", w))
    return kept if kept[-1].rstrip(".") not in ("jr", "sr", "ii", "iii") or len(kept) < 3 else kept[:-1]
