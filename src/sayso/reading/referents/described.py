"""Described: the speakers of sources without a name: *the spokesman*, *the ministry*, *their report*."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.reading.cast import Cast, Someone
from sayso.reading.descriptions import Description, describe
from sayso.reading.lexicon import lexicon
from sayso.reading.reading import Attribution
from sayso.reading.referents.phrases import ARTICLE
from sayso.reading.referents.pronouns import Pronouns
from sayso.reading.referents.said import NEAR, Memory
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.text import Span

_OWNED = re.compile(r"(?:the|that|this) ([a-z]+)['’]s ", re.I)
"""*that league's plan*"""
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net)")
_HANDLE = re.compile(r"@?[a-z]\w{2,}")
_WRITES = re.compile(r"(?:wrote|writes|tweet(?:s|ed)|post(?:s|ed)|blog(?:s|ged)|comment(?:s|ed))\b")
"""*jsample3 tweets*: what those do who bear a name of their own making."""
_POINTS_BACK = frozenset(
    "agency body group company organisation organization firm institution department institute union party".split()
)
_PAPERS = frozenset("newspaper daily weekly magazine broadcaster channel".split())
"""Words that point back to an outlet alone."""
_HUMAN = frozenset("man woman boy girl person child guy lady gentleman someone somebody individual".split())
"""Nouns that say only that somebody speaks: *the man* is whoever was described before, or nobody."""
_RANKS = frozenset("senior top chief leading high-ranking unnamed anonymous same".split())
"""Words that do not tell one bearer of an office from another."""
_OFFICES = tuple(
    frozenset(line.split())
    for line in (
        "minister secretary chancellor",
        "leader president premier chairman chairwoman head chief",
        "official spokesman spokeswoman spokesperson",
        "scientist professor researcher expert epidemiologist virologist",
        "politician lawmaker senator congressman congresswoman",
        "officer general colonel major captain commander",
    )
)
"""Offices of which one may be called by another's name."""
_PRONOUN = re.compile(r"(?:his|her|its|their)\s", re.I)
_PHRASE = 80
"""Characters of a phrase that introduces something, at most."""
_BEHIND = 10_000
"""How many characters back a thing may be introduced, for the same reason."""


class Described:
    """Resolves descriptions to speakers on one page."""

    def __init__(self, text: str, cast: Cast, memory: Memory, pronouns: Pronouns) -> None:
        self.text = text
        self.cast = cast
        self.memory = memory
        self.pronouns = pronouns
        self.lex = lexicon()

    def somebody(
        self, span: Span, words: str, d: Description, a: Attribution
    ) -> tuple[Speaker, Someone | None, Description | None]:
        """One person without a name: somebody on the page with that role, or an unnamed voice."""
        here = self.cast.sentence(span.start)
        speaking = self.cast.speaking_at(span.start)  # whoever has the turn of a transcript does not describe themselves
        if d.determiner != "a":
            fits = self.cast.bearers_of(d)
            if not fits and d.bare:
                fits = self._titled(d) or self._in_like_office(d, here)
            fits = [who for who in fits if who is not speaking]
            if len(fits) > 1:
                last = self.memory.last(here, lambda s: s.who in fits)
                near = last.who if last and here - last.sentence <= NEAR else None
                fits = [near] if near is not None else fits
            if len(fits) == 1:
                who = fits[0]
                return Speaker(who.name, who.kind, Reason.ROLE, who.role, who.at), who, d
            if len(fits) > 1:
                return Speaker(None, SpeakerKind.PERSON, Reason.SEVERAL_FIT), None, d
        if d.determiner == "the":
            earlier = self.memory.last(
                here,
                lambda s: (
                    s.description is not None
                    and s.description.head == d.head
                    and s.who is not None
                    and s.who is not speaking
                    and {w for w in d.modifiers - _RANKS if not w.endswith("-old")} <= s.description.modifiers
                ),
            )
            if earlier and earlier.who:
                return Speaker(earlier.who.name, earlier.who.kind, Reason.ROLE, at=earlier.who.at), earlier.who, d
            if (
                d.bare
                and (last := self.memory.last(here, lambda s: s.who is not None and s.who.kind is SpeakerKind.PERSON))
                and here - last.sentence <= 2
            ):
                return Speaker(None, SpeakerKind.PERSON, Reason.NONE_FITS), None, d
        if d.bare and d.head in _HUMAN and d.determiner != "a":
            return Speaker(None, SpeakerKind.ANONYMOUS, Reason.NONE_FITS), None, d
        name = self._with_owner(words, d, span)
        who = Someone(name, SpeakerKind.ANONYMOUS, span, (), d.gender)
        return Speaker(name, SpeakerKind.ANONYMOUS, Reason.DESCRIBED, at=span), who, d

    def _titled(self, d: Description) -> list[Someone]:
        """Whoever is named with it as a title: *King Example* for *the king*."""
        return [
            p for p in self.cast.people if p.name.casefold().startswith(f"{d.head} ") and p.gender in (None, d.gender or p.gender)
        ]

    def _in_like_office(self, d: Description, here: int) -> list[Someone]:
        """Whoever alone has spoken of late, if their office is of that sort or not told: a *secretary* for *the minister*."""
        alike = next((offices for offices in _OFFICES if d.head in offices), None)
        near = [s.who for s in self.memory.recent() if here - NEAR <= s.sentence <= here and not s.nested]
        who = near[0] if near else None
        if alike is None or who is None or any(other is not who for other in near):
            return []
        office = any(r.head.rpartition(" ")[2] in alike for r in who.roles) or (not who.roles and len(near) > 1)
        return [who] if who.kind is SpeakerKind.PERSON and who.name and office else []

    def something(self, span: Span, words: str, d: Description, a: Attribution) -> tuple[Speaker, Someone | None]:
        """A body, a group, a document: the one on the page that its noun points back to, else what it is called here."""
        here = self.cast.sentence(span.start)
        kind = d.kind or (SpeakerKind.ORGANISATION if d.head else None)
        if d.determiner in ("the", "it", "they") and not d.plural and kind is SpeakerKind.ORGANISATION and self.lex.noun(d.head):
            named = [
                b for b in self.cast.bodies_called(d.head) if b.introduced < span.start and not self._is_elsewhere(b.words, span)
            ]
            if d.modifiers:
                named = [b for b in named if d.modifiers <= {self.lex.country.get(w.casefold(), w).casefold() for w in b.words}]
            if len(named) == 1 and d.determiner == "the" and not self._is_described_since(named[0], d, here):
                return Speaker(named[0].name, named[0].kind, Reason.ROLE, at=named[0].at), named[0]
        if d.determiner == "the" and not d.modifiers:
            earlier = self.memory.last(
                here,
                lambda s: (
                    s.description is not None
                    and s.description.head == d.head
                    and bool(s.description.modifiers)
                    and not (s.speaker.name or "").startswith(("neither ", "either ", "both "))
                ),
            )
            if earlier and earlier.speaker.name and not self._is_elsewhere(earlier.speaker.name.split(), span):
                return Speaker(earlier.speaker.name, earlier.speaker.kind, Reason.ROLE, at=earlier.speaker.at), earlier.who
        if d.determiner == "the" and d.head in _POINTS_BACK | _PAPERS and len(d.modifiers) < 2:
            bodies = (SpeakerKind.ORGANISATION, SpeakerKind.OUTLET)
            last = self.memory.last(here, lambda s: s.speaker.kind in bodies and not s.nested)
            if last and d.head in _PAPERS and last.speaker.kind is not SpeakerKind.OUTLET:
                last = None
            if (
                last
                and here - last.sentence <= NEAR
                and last.who is not None
                and last.who is not self.cast.speaking_at(span.start)
                and last.who.words
                and not self._is_place(last.who)
            ):
                return Speaker(last.speaker.name, last.speaker.kind, Reason.ROLE, at=last.speaker.at), last.who
        capital = words.rpartition(" ")[2][:1].isupper()  # *the City* has a name of its own
        if (
            d.determiner == "the"
            and d.bare
            and not d.plural
            and not capital
            and (full := self._first_called(d.head, span.start)) is not None
        ):
            called = full.of(self.text)
            if called.casefold().startswith(("its ", "their ")):  # whose is told, or it is called what it is called here
                called = self._with_owner(called, describe(called), full)
            if not _PRONOUN.match(called):
                return Speaker(called, kind, Reason.ROLE, at=full), Someone(called, kind or SpeakerKind.ORGANISATION, full)
        if d.determiner == "the" and d.bare and d.head in ("document", "text", "paper"):
            papers = {s.speaker.name: s for s in self.memory.within_reach() if s.speaker.kind is SpeakerKind.DOCUMENT}
            if len(papers) == 1 and (paper := next(iter(papers.values()))).speaker.name:
                return Speaker(paper.speaker.name, kind, Reason.ROLE, at=paper.speaker.at), paper.who
            return Speaker(None, kind, Reason.SEVERAL_FIT if papers else Reason.NONE_FITS), None
        if d.determiner == "the" and d.bare and d.head in _POINTS_BACK:
            return Speaker(None, kind, Reason.NONE_FITS), None
        if d.kind is None and _SITE.fullmatch(words):
            return Speaker(words, SpeakerKind.ORGANISATION, Reason.AS_NAMED, at=span), None
        if d.kind is None and _HANDLE.fullmatch(words) and any(_WRITES.match(cue.of(self.text)) for cue in a.cue):
            return Speaker(words, SpeakerKind.ANONYMOUS, Reason.DESCRIBED, at=span), None
        if d.kind is None and d.bare and d.determiner is None and len(words.split()) < 2:
            return Speaker(None, None, Reason.NONE_FITS), None  # a word cut loose: *End*, *Second*
        name = self._with_owner(words, d, span)
        who = Someone(name, kind or SpeakerKind.ORGANISATION, span, plural=d.plural)
        return Speaker(name, kind, Reason.DESCRIBED, at=span), who

    def _is_described_since(self, named: Someone, d: Description, here: int) -> bool:
        """Whether another such body has spoken last, without a name: *Ruritania's foreign ministry … the ministry*."""
        last = self.memory.last(here, lambda s: s.who is named or (s.description is not None and _is_such(s.description, d)))
        return not d.modifiers and last is not None and last.who is not named and here - last.sentence <= NEAR

    def _is_elsewhere(self, called: Sequence[str], span: Span) -> bool:
        """Whether the country named last is another than the body's: *in Finland, the government* is not the Swedish one."""
        own = {self.lex.country[w.casefold()] for w in called if w.casefold() in self.lex.country}
        if not own:
            return False
        start = self.cast.sentence_start(self.cast.sentence(span.start))
        named = [n for n in self.cast.names_within(Span(start, span.start)) if n.text.casefold() in self.lex.country]
        return bool(named) and self.lex.country[named[-1].text.casefold()] not in own

    def _is_place(self, who: Someone) -> bool:
        return who.name in self.lex.places or who.name in self.cast.lands

    def _first_called(self, head: str, before: int) -> Span | None:
        """The only phrase earlier on the page that introduces such a thing: *a draft resolution* for *the resolution*."""
        behind = max(0, before - _BEHIND)
        words = r"(?:(?!(?:of|in|on|by|for|that|to|the|and|after|before|with|at|as|from|\w+ing)\b)[\w.'’-]+\s){0,6}"
        about = r"(?:\s(?:on|by|from|for|about)\s(?:the\s)?[A-Z]\w+)?"
        called = re.compile(
            rf"\b(?:an?|its|his|her|their|(?!It|That|He|She|What|There|Here|Let|Who)[A-Z]\w+['’]s)\s{words}{re.escape(head)}\b{about}"
        )
        found: list[Span] = []
        for m in re.finditer(rf"\b{re.escape(head)}\b", self.text[behind:before]):  # fast: most words are no such thing
            start = max(found[-1].end if found else 0, behind + m.start() - _PHRASE)
            end = min(before, behind + m.end() + _PHRASE)
            found += [Span(p.start(), p.end()) for p in called.finditer(self.text, start, end) if p.start() <= behind + m.start()]
        return found[0] if len({f.of(self.text).casefold() for f in found}) == 1 else None

    def _with_owner(self, words: str, d: Description, span: Span) -> str:
        """*his campaign* with the owner's name, where the pronoun can be resolved; articles taken off."""
        if d.determiner in ("he", "she", "it", "they"):
            own = Attribution((), (), (span,))
            owner, who = self.pronouns.resolve(d.determiner, Span(span.start, span.start + 1), own, None, nested=False)
            if owner.name and self._is_near(owner, who, span.start):
                return (
                    f"{owner.name}{'’' if '’' in self.text else chr(39)}s {words.split(maxsplit=1)[1]}" if " " in words else words
                )
        if (owned := _OWNED.match(words)) is not None:
            bodies = [b for b in self.cast.bodies_called(owned[1]) if b.introduced < span.start]
            if len(bodies) == 1 and not self._is_elsewhere(bodies[0].words, span):
                return f"{bodies[0].name}{words[owned.end(1) :]}"
        bare = ARTICLE.sub("", words)
        return bare[0].lower() + bare[1:] if re.match(r"(?:An?|One|Some|Many|His|Her|Its|Their)\b", bare) else bare

    def _is_near(self, owner: Speaker, who: Someone | None, position: int) -> bool:
        """Whether the owner was named or spoke in the same sentence or the one before."""
        here = self.cast.sentence(position)
        near = self.cast.mentions_between(self.cast.sentence_start(here - 1), position)
        return any(m.who is who for m in near) or any(
            s.speaker == owner and here - max(s.sentence, s.until) <= 1 for s in self.memory.recent()
        )


def _is_such(told: Description, d: Description) -> bool:
    """Whether what was told of more fully is such a thing: *the foreign ministry* a *ministry*."""
    return told.head.rpartition(" ")[2] == d.head and (told.head != d.head or bool(told.modifiers))
