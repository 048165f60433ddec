"""Cast: who is on a page: its people, bodies and places, each with the names, roles and gender that the page itself gives."""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sayso.reading.descriptions import Description, describe
from sayso.reading.lexicon import lexicon
from sayso.reading.names import Name, Sort
from sayso.reading.quotes import Quotation
from sayso.reading.speaker import SpeakerKind
from sayso.text import Span

_SENTENCE = re.compile(
    r"(?<![A-Z][.])(?<!\b(?:Mr|Ms|Dr|St|Lt|Jr|Sr|vs)\.)(?<!\b(?:Mrs|Gen|Rep|Sen|Gov|Col|Maj|Rev|Hon)\.)(?<=[.!?])[”’\"')]*\s+(?=[“‘\"'(]?[A-Z0-9])|[”’\"]\s+(?=[A-Z])"
)
_GENDERED = re.compile(r"\b(he|she|him|his|her|himself|herself)\b", re.I)
_DETERMINED = re.compile(r"(?:\b(?:the|its|their|our|his|her|an?|one|another)\s|\b[A-Z][\w.]*['’]s?\s)", re.I)
_AGE = re.compile(r",?\s*\(?(?:aged )?\d{1,3}\)?,?\s*")
_AFTER = re.compile(r"\s*[,(]\s*(?:\d{1,3}[,)]\s*)?(?:who (?:is|was|has been)\s)?([^,;:.“”\"()\n]{3,90})")
_RECENT = 5
"""Within how many sentences a bare surname that several bear means the one who was named last."""
_KIN = frozenset(
    "wife husband father mother son daughter brother sister widow widower spouse partner cousin uncle aunt half-brother".split()
)
_PEOPLES = re.compile(r"(?:ers|ists|ians|ans|[oi]s)$")
"""Endings of words for peoples and parties: *Latinos*, *Islamists*."""
_NOT_ROLE = frozenset(
    "former ex- then acting deputy vice another other new first second previous next late outgoing incoming".split()
)
"""Words that make another of a role: *the former president* is not the president."""
_OPENS_WITH = re.compile(
    r"(?:(?:In|On|At|After|Before|During|From) [^,.\n]{1,40}, )?((?:[Tt]he|[Aa]n?|[Oo]ne) [^,.;:“”\"\n]{3,60})"
)
_TO_ITS_NAME = re.compile(r" |,? (?:of|for|in|at|from|with|to) [^,.]{1,45}, |, ")
_HONORIFIC = re.compile(r"\s+(?:Mr|Mrs|Ms|Dr|Sir|Prof)\.?$")
_PAPERS = frozenset("Poll Report Treaty Act Accord Accords Agreement Constitution Charter Index Protocol".split())
"""Last words of names that are documents', not bodies'."""
_PLACING = frozenset("the in at near into around outside inside across through towards toward a an".split())
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
        self._cast_people(list(sources))
        self._cast_bodies()
        named = [self._mention(n, who) for n in self.names if (who := self._of_name.get(n.span) or self._one_of_several(n))]
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

    # who is there

    def _cast_people(self, sources: list[Span]) -> None:
        ends = {s.end for s in sources}
        whole = {(s.start, s.end) for s in sources}
        likely: list[Name] = []
        for n in self.names:
            speaks = (n.span.start, n.span.end) in whole or (n.span.end in ends and len(n.words) in (2, 3))
            if n.sort is Sort.PERSON or (n.sort is Sort.UNKNOWN and speaks and len(n.words) > 1 and not self._after_the(n)):
                likely.append(n)
        for n in sorted((n for n in likely if len(n.words) > 1), key=lambda n: (-len(n.words), n.span.start)):
            key = _key(n.words)
            someone = next((p for p in self.people if _same(key, _key(p.words))), None)
            if someone is None:
                someone = Someone(n.text, SpeakerKind.PERSON, n.span, n.words, introduced=n.span.start)
                self.people.append(someone)
            someone.introduced = min(someone.introduced, n.span.start)
            self._of_name[n.span] = someone
        for n in self.names:
            if (someone := self._of_name.get(n.span)) is not None:
                self._introduce(n, someone)
        full = list(self.people)
        likely_spans = {n.span for n in likely}
        latest: dict[int, int] = {}
        owners: set[int] = set()
        for n in self.names:
            someone = self._of_name.get(n.span)
            if someone is not None and not self._in_passing(n):
                latest[id(someone)] = self.sentence(n.span.start)
            if someone is not None or n.sort not in (Sort.PERSON, Sort.UNKNOWN):
                continue
            fits = self._bearers(n, full)
            if len(fits) > 1:
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
            elif n.span in likely_spans and n.sort is Sort.PERSON:
                self._of_name[n.span] = self._lone(n)
        for n in self.names:  # a surname that stands alone everywhere but once after a title
            if n.span not in self._of_name and n.sort is Sort.UNKNOWN and len(n.words) == 1:
                lone = [p for p in self.people if len(p.words) == 1 and _norm(p.words[0]) == _norm(n.words[0])]
                if lone:
                    self._of_name[n.span] = lone[0]
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
            if n.span not in self._of_name and n.sort is Sort.UNKNOWN and len(n.words) == 1 and n.words[0].isalpha():
                lone.setdefault(n.words[0], []).append(n)
        for word, names in lone.items():
            speaks = any((n.span.start, n.span.end) in sources for n in names)
            before = [self.text[max(0, n.span.start - 9) : n.span.start].split()[-1:] for n in names]
            placed = sum(b[0].casefold() in _PLACING for b in before if b)
            if (
                word.isupper()
                or word.casefold() in lexicon().nouns
                or word in lexicon().demonyms
                or placed
                or not (speaks or len(names) > 1)
            ):
                continue
            someone = Someone(word, SpeakerKind.PERSON, names[0].span, names[0].words, introduced=names[0].span.start)
            for n in names:
                self._of_name[n.span] = someone

    def _bearers(self, n: Name, full: list[Someone]) -> list[Someone]:
        """The people whom a short name may mean: by surname, else by first name."""
        key = _key(n.words)
        by_last = [p for p in full if _key(p.words)[-len(key) :] == key]
        if not by_last and n.title is None:
            by_last = [p for p in full if _key(p.words)[: len(key)] == key]
        elif not by_last:
            by_last = [p for p in full if _key(p.words)[:1] == key and p.words[0] not in lexicon().first_names] or [
                p
                for p in full
                if _key(p.words)[:1] == key and len(key) == 1 and n.gender is None and len(p.words) > 1 and n.title
            ]
        if len(by_last) > 1 and n.gender:
            by_last = [p for p in by_last if p.gender in (None, n.gender)]
        if len(by_last) > 1:
            already = [p for p in by_last if p.introduced < n.span.start]
            by_last = already if len(already) == 1 else by_last
        if len(by_last) > 1:
            by_last = [p for p in by_last if not any(role.head in _KIN for role in p.roles)] or by_last
        return by_last

    def _lone(self, n: Name) -> Someone:
        known = next((p for p in self.people if _key(p.words) == _key(n.words)), None)
        if known is None:
            known = Someone(n.text, SpeakerKind.PERSON, n.span, n.words, introduced=n.span.start)
            self.people.append(known)
        return known

    def _one_of_several(self, n: Name) -> Someone | None:
        """Whoever bears an ambiguous name: nobody who can be named, but somebody whom a pronoun may mean."""
        return Someone("", SpeakerKind.PERSON, n.span, n.words) if n.span in self.ambiguous else None

    def _after_the(self, n: Name) -> bool:
        return self.text[max(0, n.span.start - 4) : n.span.start].casefold() == "the "

    def _cast_bodies(self) -> None:
        spelled: dict[str, Name] = {}
        for n in self.names:
            if n.span in self._of_name or n.sort is Sort.PERSON:
                continue
            bracket = re.match(r"\s*\(([A-Z][A-Za-z.&-]{1,9})\)", self.text[n.span.end : n.span.end + 14])
            if bracket and len(n.words) > 1:
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
            if kind is SpeakerKind.ORGANISATION and full.words[-1] in _PAPERS:
                kind = SpeakerKind.DOCUMENT
            body = self.bodies.get(full.text.casefold())
            if body is None:
                body = self.bodies[full.text.casefold()] = Someone(
                    full.text, kind, full.span, full.words, introduced=n.span.start
                )
            self._of_name[n.span] = body

    # what the page says of them

    def _introduce(self, n: Name, someone: Someone) -> None:
        someone.gender = someone.gender or n.gender
        before = self._role_before(n)
        untitled = before.removesuffix(n.title).rstrip() if before and n.title else None
        for words in (before, untitled, self._role_after(n), self._employer(n)):
            if not words:
                continue
            role = describe(words)
            if role.kind is SpeakerKind.ANONYMOUS and not role.plural:
                someone.roles.append(role)
                someone.gender = someone.gender or role.gender
                printed = _HONORIFIC.sub("", _without_article(untitled if words == before and untitled else words))
                if someone.role is None or (" " not in someone.role and len(someone.role) < len(printed) < 80):
                    someone.role = printed

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

    def _role_before(self, n: Name) -> str | None:
        """*Defence Ministry spokesman Major General* before the name, or *the foreign minister,*."""
        start = n.span.start
        line = self.text.rfind("\n", 0, start) + 1
        before = self.text[max(line, start - 120) : start]
        if before.endswith(", "):
            phrase = before[:-2]
            for m in reversed(list(_DETERMINED.finditer(phrase))):
                words = phrase[m.start() :]
                if re.search(r"[,;:.“”\"()]\s", words):
                    return None
                role = describe(words)
                if role.kind is SpeakerKind.ANONYMOUS and not role.plural:
                    return words
            return None
        lex = lexicon()
        tokens = before.split()
        kept: list[str] = []
        for token in reversed(tokens):
            bare = re.sub(r"['’]s?$", "", token)
            key = bare.casefold().rstrip(".")
            if not bare or set(token) & set("()[]/") or (token[-1] in ',;:.?!”"' and key not in lex.titles):
                break
            known = key in lex.modifiers or key in lex.nouns or bare[0].isupper() or "-" in bare or bare != token
            if not known or key in ("the", "a", "an", "that", "said", "says") or (key in lex.openers and key not in lex.nouns):
                break
            kept.append(token)
        words = " ".join(reversed(kept))
        return words if words and (n.title or not kept[0][0].isupper()) else None

    def _role_after(self, n: Name) -> str | None:
        """*, the governor of the province,* after the name."""
        m = _AFTER.match(self.text, n.span.end, min(len(self.text), n.span.end + 140))
        if not m:
            return None
        words = m[1].strip()
        return None if _GENDERED.match(words) and words.split()[0].casefold() not in ("his", "her") else words

    def _mention(self, n: Name, who: Someone) -> Mention:
        start = n.span.start - (len(n.title) + 1 if n.title else 0)
        before = self.text[max(0, start - 16) : start].split()
        prep = bool(before) and before[-1].casefold() in _PREPOSITIONS
        if before and before[-1].casefold() in ("the", "a") and len(before) > 1:
            prep = before[-2].casefold() in _PREPOSITIONS
        opens = not re.search(r"\w", self.text[self.sentence_start(self.sentence(start)) : start])
        ends = self.text[n.span.end : n.span.end + 1] in (".", ";", "!", "?")
        return Mention(n.span, who, opens or not (prep or ends or n.possessive), opens, self.is_quoted(n.span.start))

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
            for p in self.people
            if any(fits_role(d, role) for role in p.roles) and (d.gender is None or p.gender in (None, d.gender))
        ]

    def _hear_pronouns(self, blocks: Sequence[Span]) -> None:
        """Gender from *he* and *she* where only one person can be meant: alone in the sentence and in the one before."""
        votes: dict[int, list[str]] = {}
        self.mention_starts = [m.span.start for m in self.mentions]
        for block in blocks:
            for m in _GENDERED.finditer(self.text, block.start, block.end):
                if self.is_quoted(m.start()):
                    continue
                here = self.sentence(m.start())
                near = self.mentions_between(self.sentence_start(here - 1), m.start())
                people = {id(x.who): x.who for x in near if x.who.kind is SpeakerKind.PERSON and not x.quoted}
                if len(people) == 1:
                    votes.setdefault(next(iter(people)), []).append("f" if m[1].casefold() in ("she", "her", "herself") else "m")
        for someone in self.people:
            heard = votes.get(id(someone), [])
            best = max(("m", "f"), key=heard.count)
            if someone.gender is None and heard.count(best) >= 1 and heard.count(best) >= 3 * (len(heard) - heard.count(best)):
                someone.gender = best


def fits_role(d: Description, role: Description) -> bool:
    """Whether a description may mean the bearer of a role: *the foreign minister* one who is *Ruritania's foreign minister*."""
    if d.head != role.head and not d.head.endswith(" " + role.head) and not role.head.endswith(" " + d.head):
        return False
    if d.head != role.head and "prime minister" in (d.head, role.head):
        return False
    if (d.modifiers ^ role.modifiers) & _NOT_ROLE:
        return False
    return d.modifiers <= role.modifiers  # *Ruritania's president* is no other country's *president*


def _without_article(words: str) -> str:
    return re.sub(r"^(?:the|an?)\s+", "", words, flags=re.I)


@functools.lru_cache(maxsize=1 << 14)
def _norm(word: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).casefold()
    return re.sub(r"^(?:al|el|ad|as)-", "", plain).replace("’", "'")


@functools.lru_cache(maxsize=1 << 14)
def _key(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name as they are compared: no case, no accents, no middle initials."""
    kept = tuple(_norm(w) for i, w in enumerate(words) if i in (0, len(words) - 1) or not re.fullmatch(r"\w\.?", w))
    return kept if kept[-1].rstrip(".") not in ("jr", "sr", "ii", "iii") or len(kept) < 3 else kept[:-1]


def _same(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names are one: the same first and last word, or all of the shorter at the end of the longer."""
    short, long = sorted((a, b), key=len)
    return (short[0] == long[0] and short[-1] == long[-1]) or (len(short) > 1 and long[-len(short) :] == short)
