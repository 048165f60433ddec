"""Referents: who a source means, read over the whole page, each with the reason. Where two fit, none is taken."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.reading.cast import STAMP, Cast, Mention, Someone
from sayso.reading.descriptions import Description, describe
from sayso.reading.lexicon import lexicon
from sayso.reading.names import DATES, Name, Sort
from sayso.reading.reading import Attribution
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.text import Pieces, Span

_SEGMENT = re.compile(r"\s*[,(;]\s*|\s+[–—-]\s+|\s+(?=who\b|whose\b|which\b)")
_AND_ONE = re.compile(r"([^,]*[a-z]) and (?=[A-Z])")
"""*several ministers and Ann Example*"""
_OF_A_BODY = re.compile(r"\b[A-Z]\w+ (?:of|for) (?:the )?(?:[A-Z]\w+ )+([a-z]\w+)$")
_OWNED = re.compile(r"(?:the|that|this) ([a-z]+)['’]s ", re.I)
"""*that league's plan*"""
_LISTED = re.compile(r"(?:, | and |, and )(?:the )?")
"""What stands between the names of a list."""
_JOINED = re.compile(r"(?:,? and |, | or )(?:[\w.]+ ){0,4}")
_SOMEBODYS = frozenset(
    "spokesman spokeswoman spokesperson aide aides adviser advisor assistant lawyer attorney solicitor representative agent "
    "ally friend colleague source envoy bodyguard doctor supporter critic rival wife husband widow widower mother father "
    "parents sister brother son daughter cousin uncle aunt niece nephew partner fiancee fiance girlfriend boyfriend".split()
)
"""Those who are somebody's: whoever is named after *for*, *to* or *of* is another."""
_AFTER_NAME = re.compile(r"(?:of|in|at|from|for|with|on|as|speaking|both|too|also|himself|herself|[\d(])(?:\b|$)")
_PREPOSITIONS = frozenset(
    "of from for with to by at in on about against near than inside outside within across among around behind under over between "
    "into through like including".split()
)
_ARTICLE = re.compile(r"^(?:the)\s+", re.I)
_RELATIVE_FIRST = frozenset({"who", "which", "whose", "whom"})
_ARTICLES = frozenset({"the", "a", "an"})
_NOBODY = frozenset(
    ("no one", "nobody", "none", "there", "here", "it's", "that's", "what", "this", "one", "this one", "that one")
)
_POINTS_BACK = frozenset(
    "agency body group company organisation organization firm institution department institute union party".split()
)
_PAPERS = frozenset("newspaper daily weekly magazine broadcaster channel".split())
"""Words that point back to an outlet alone."""
_AND_OTHERS = frozenset("he she they".split())
_PRONOMINAL = frozenset(
    "each another other others second first third former latter same such ones neither either none least".split()
)
"""Words that mean nobody by themselves: who *each* or *the other* is stands elsewhere."""
_HUMAN = frozenset("man woman boy girl person child guy lady gentleman someone somebody individual".split())
"""Nouns that say only that somebody speaks: *the man* is whoever was described before, or nobody."""
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’-]+(?:,? [A-Z][A-Z.'’-]+)*(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)*)?"
    r"(?:, (?:\w+ )?\d{1,2}(?: \w+)?)?(?: ?\([A-Z][\w /.]+\))?\s+[-–—]+\s+"
)
"""*PARIS (Agency) —* before the first words of an article."""
_NAMED = (Reason.AS_NAMED, Reason.ACRONYM)
_IS = re.compile(r",?\s*(?:is|was|are|were|has|have|had)\b")
_THAT = re.compile(r"[\s,]*(?:that\b)?[\s,]*")
_AGENCY_BEFORE = re.compile(r"\s*(?:\([A-Z][\w /.]+\))?\s*[-–—]")
_REMEMBERED = 20
"""Of how many speakers before it a pronoun may mean one."""
_CLEAR = 0.5
"""By how much the best candidate for a pronoun has to lead."""
_SURE = 3.5
"""How good the best candidate has to be for the pronoun to tell their gender."""
_VAGUE = 2.6
"""How good the best candidate has to be if nothing tells their gender."""
_SAME_SENTENCE = 1.2
"""The same where another candidate stands in the pronoun's own sentence: *X told Y that he*."""
_NEAR = 3
"""How many sentences back a pronoun may point."""
_FAR = 400
"""How many sources back a described one may point, so that the time a word takes does not grow with the page."""
_PHRASE = 80
"""Characters of a phrase that introduces something, at most."""
_BEHIND = 10_000
"""How many characters back a thing may be introduced, for the same reason."""


@dataclass(slots=True)
class _Said:
    """A source that is resolved already: what later pronouns and short descriptions may point back to."""

    at: int
    sentence: int
    until: int
    """The sentence in which what was said ends."""
    speaker: Speaker
    who: Someone | None
    description: Description | None
    nested: bool
    source: Span
    content: Pieces


class Referents:
    """Resolves the sources of one page in text order."""

    def __init__(self, text: str, cast: Cast) -> None:
        self.text = text
        self.cast = cast
        self.lex = lexicon()
        self.said: list[_Said] = []
        self.strangers: dict[str, Someone] = {}
        """Those who are named once, in a source, and of whom nothing else is known."""

    def speakers_of(self, attributions: Sequence[Attribution], parents: Sequence[int | None]) -> tuple[Speaker, ...]:
        """The speaker of each; ``parents`` has the attribution in whose content one stands."""
        resolved: dict[int, Speaker] = {}
        order = sorted(range(len(attributions)), key=lambda i: (_place(attributions[i]), parents[i] is not None))
        for i in order:
            parent = parents[i]
            holder = resolved.get(parent) if parent is not None else None
            resolved[i] = self._resolve(attributions[i], holder, nested=parent is not None)
        self._look_ahead(attributions, resolved)
        self._look_around(attributions, resolved)
        return tuple(resolved[i] for i in range(len(attributions)))

    def _resolve(self, a: Attribution, holder: Speaker | None, *, nested: bool) -> Speaker:
        if not a.source:
            return Speaker(None, None, Reason.NOBODY)
        span = Span(a.source[0].start, a.source[-1].end)
        main = max(a.source, key=len) if len(a.source) > 1 else span
        if (dateline := _DATELINE.match(self.text, main.start, main.end)) is not None:
            main = Span(dateline.end(), main.end)
        if self.text[main.start - 1 : main.start] in ("", "\n") and (stamp := STAMP.match(self.text, main.start, main.end)):
            main = Span(stamp.end(), main.end)
        words = main.of(self.text)
        key = words.casefold().strip(" ,.:;\"“”'‘")
        if len(words) > 1 and words.isupper() and words not in ("HE", "SHE", "THEY"):
            key = words  # the WHO is no relative pronoun
        who: Someone | None = None
        description: Description | None = None
        first = key.split()[0] if key.split() else ""
        if key in self.lex.pronouns or (
            first in self.lex.pronouns
            and len(key.split()) == 2
            and key.split()[1] in ("both", "all", "also", "too", "himself", "herself")
        ):
            speaker, who = self._pronoun(self.lex.pronouns[first], main, a, holder, nested=nested)
        elif key in _NOBODY or key in _ARTICLES or self._is_dateline(main):
            speaker = Speaker(None, None, Reason.NOBODY)
        elif key.removeprefix("the ").removeprefix("a ").removeprefix("an ") in _PRONOMINAL:
            speaker = Speaker(None, None, Reason.NONE_FITS)
        elif re.match(r"(?:one|some|many|most|several|both|all|two|three) of (?:(?:them|these|us)\b|those$)", key):
            one = first == "one"
            speaker = Speaker(None, SpeakerKind.ANONYMOUS if one else SpeakerKind.GROUP, Reason.NONE_FITS)
        elif first in _AND_OTHERS and key.startswith(f"{first} and "):
            speaker = self._with_others(first, main, a, holder, nested=nested)
        elif key in self.lex.relatives or (first in _RELATIVE_FIRST and not words[:3].isupper()):
            end = main.start + len(first)
            rest = Span(min(end + 1, main.end), main.end)
            if rest and not _IS.match(self.text, end) and describe(_tidy(rest.of(self.text))).kind is not None:
                speaker, who, description = self._phrase(rest, a)
            else:
                speaker, who = self._relative(Span(main.start, end))
        else:
            speaker, who, description = self._phrase(main, a)
        self.said.append(
            _Said(
                span.start,
                self.cast.sentence(span.start),
                self.cast.sentence(a.content[-1].end),
                speaker,
                who,
                description,
                nested,
                span,
                a.content,
            )
        )
        return speaker

    def _is_dateline(self, span: Span) -> bool:
        """Whether a source is but the place in capitals before an article's first words."""
        words = span.of(self.text).strip(" (-–—")
        opens = span.start == 0 or self.text[span.start - 1] == "\n"
        return opens and words.isupper() and words.title() in self.lex.places and bool(_AGENCY_BEFORE.match(self.text, span.end))

    def _with_others(self, first: str, span: Span, a: Attribution, holder: Speaker | None, *, nested: bool) -> Speaker:
        """*She and her neighbours*: with the name in place of the pronoun, where it is clear."""
        one, _ = self._pronoun(self.lex.pronouns[first], Span(span.start, span.start + len(first)), a, holder, nested=nested)
        if one.name is None:
            return Speaker(None, SpeakerKind.GROUP, one.because)
        return Speaker(one.name + span.of(self.text)[len(first) :], SpeakerKind.GROUP, Reason.PRONOUN, at=one.at)

    # names and descriptions

    def _phrase(self, span: Span, a: Attribution) -> tuple[Speaker, Someone | None, Description | None]:
        heads = self._heads(span)
        if len(heads) == 1 and (several := _AND_ONE.match(span.of(self.text))) is not None:
            others = describe(several[1])
            if (
                several.end() + span.start >= heads[0].span.start - len(heads[0].title or "") - 1
                and others.plural
                and others.head
            ):
                name = _tidy(span.of(self.text))
                return Speaker(name, SpeakerKind.GROUP, Reason.DESCRIBED, at=span), None, None
        if len(heads) > 1:
            return self._together(heads, span), None, None
        if heads:
            speaker, who = self._named(heads[0], span)
            return speaker, who, None
        words = _tidy(span.of(self.text))
        if words.isalpha() and words[0].isupper() and (person := self.cast.surnamed(words)) is not None:
            return Speaker(person.name, person.kind, Reason.SURNAME, person.role, person.at), person, None
        description = describe(words)
        if description.kind is SpeakerKind.ORGANISATION and (end := _OF_A_BODY.search(words)) is not None:
            voice = describe(end[1])  # *the Ministry of Foreign Affairs spokesperson*
            if voice.kind is SpeakerKind.ANONYMOUS and self.lex.noun(end[1]) and not voice.plural:
                description = dataclasses.replace(
                    voice, determiner=description.determiner, modifiers=description.modifiers | {description.head}, bare=False
                )
        if description.kind is SpeakerKind.ANONYMOUS and not description.plural:
            return self._somebody(span, words, description, a)
        return (*self._something(span, words, description), description)

    def _heads(self, span: Span) -> list[Name]:
        """The names that a source is about: its head, the name in apposition to its head, or several joined by *and*."""
        names = [n for n in self.cast.names_within(span) if (not n.possessive or n.span.end == span.end) and not self._is_noun(n)]
        if not names:
            return []
        cuts = [span.start, *(span.start + m.end() for m in _SEGMENT.finditer(span.of(self.text))), span.end]
        segments = [Span(s, e) for s, e in itertools.pairwise(cuts) if e > s]
        first = segments[0]
        inside = [n for n in names if first.covers(n.span) and not self._after_preposition(first, n)]
        if [n.sort for n in inside[:2]] == [Sort.PERSON, Sort.OUTLET] and inside[0].span.end + 1 == inside[1].span.start:
            return inside[:1]  # *Ann Example BBC News, Sella*
        chain = self._chain(inside)
        if len(names) > 2 and self._is_list(names, span):
            return names
        if len(chain) == 1 and len(segments) > 1 and re.match(r"both\b", first.of(self.text), re.I):
            last = [n for n in names if segments[-1].covers(n.span) and n.span.end == segments[-1].end]
            return [*chain, *last]
        rest = self.text[chain[-1].span.end : first.end].strip(" ,.(:;-–—") if chain else ""
        if len(chain) > 1 and (not rest or _AFTER_NAME.match(rest)):
            return chain
        for n in reversed(inside):
            rest = self.text[n.span.end : first.end].strip(" ,.(:;-–—")
            if not rest or _AFTER_NAME.match(rest):
                return [n]
            who = self.cast.who(n)
            if who is not None and n is inside[0] and any(r.head == describe(rest).head for r in who.roles):
                return [n]  # a role set behind the name without a comma, as under a pulled quotation
        lead = describe(first.of(self.text))
        if lead.kind is not SpeakerKind.ANONYMOUS or (lead.plural and lead.determiner != "a"):  # *one of the authors* is one
            return []
        for segment in segments[1:3]:
            if self.text[: segment.start].rstrip().endswith("("):
                continue
            words = segment.of(self.text).rstrip(" ,.:;)")
            for n in names:
                whole = segment.covers(n.span) and n.span.end >= segment.start + len(words)
                if whole and n.sort in (Sort.PERSON, Sort.UNKNOWN) and words.startswith((n.title or n.words[0], n.words[0])):
                    return [n]
                if whole and n.sort is Sort.PERSON and self._is_role(Span(segment.start, n.span.start - len(n.title or ""))):
                    return [n]  # *one of the authors, the biologist Ann Example, said*
        return []

    def _is_role(self, span: Span) -> bool:
        """Whether words before a name are what its bearer is: *the biologist*, not *a friend of*."""
        words = span.of(self.text).strip()
        role = describe(words)
        determined = role.determiner in ("the", "a") and not _PREPOSITIONS & {*words.casefold().split()}
        return determined and role.kind is SpeakerKind.ANONYMOUS and not role.plural

    def _is_list(self, names: list[Name], span: Span) -> bool:
        """Whether a source is names and nothing else: *the JIP, the Communist Party and Komeito*."""
        gaps = [self.text[a.span.end : b.span.start] for a, b in itertools.pairwise(names)]
        ends = self.text[names[-1].span.end : span.end].strip(" ,.")
        begins = self.text[span.start : names[0].span.start]
        return "and" in gaps[-1] and not ends and begins.casefold() in ("", "the ") and all(map(_LISTED.fullmatch, gaps))

    def _is_noun(self, n: Name) -> bool:
        """Whether a capital only makes a noun look like a name (*the West*, *state TV*)."""
        who = self.cast.who(n)
        return len(n.words) == 1 and self.lex.noun(n.text) is not None and (who is None or who.kind is not SpeakerKind.PERSON)

    def _chain(self, names: list[Name]) -> list[Name]:
        """The names at the end that *and* or commas join."""
        chain = names[-1:]
        for n in reversed(names[:-1]):
            if not _JOINED.fullmatch(self.text[n.span.end : chain[0].span.start]):
                break
            chain.insert(0, n)
        return chain

    def _after_preposition(self, segment: Span, n: Name) -> bool:
        """Whether a preposition makes the name part of something else: *a spokesman for President X*, not *head of Y Ann Z*."""
        titled = len(n.title) + 1 if n.title else 0  # *Secretary of State Ann Example* is no part of a state
        masked = list(self.text[segment.start : max(segment.start, n.span.start - titled)])
        for other in self.cast.names_within(Span(segment.start, n.span.start)):
            if other.span.end - segment.start <= len(masked):
                masked[other.span.start - segment.start : other.span.end - segment.start] = "X" * len(other.span)
        before = "".join(masked).casefold().split()
        at = max((i for i, w in enumerate(before) if w in _PREPOSITIONS), default=-1)
        if at < 0:
            return False
        if n.title and at == len(before) - 1:
            return True
        office = self.lex.noun(" ".join(before[at - 1 :])) if at else None
        if office is not None and office.kind is SpeakerKind.PERSON and not office.plural:
            return False  # *the secretary of state Ann Example*
        if at and before[at - 1] in _SOMEBODYS:
            return True  # *a spokesman for opposition leader Ann Example* is not Ann Example
        return not any(
            (noun := self.lex.noun(w)) and noun.kind is SpeakerKind.PERSON and not noun.plural
            for w in [*before[at + 1 :], *(n.title or "").casefold().split()]
        )

    def _named(self, n: Name, span: Span) -> tuple[Speaker, Someone | None]:
        who = self.cast.who(n)
        if who is None and n.sort in (Sort.PERSON, Sort.UNKNOWN) and self._several(n):
            return Speaker(None, SpeakerKind.PERSON, Reason.SEVERAL_FIT), None
        if who is None:
            article = self.text[max(span.start, n.span.start - 4) : n.span.start].casefold() == "the "
            thing = article or n.text in self.cast.things or any(part in self.lex.places for part in n.text.split("-"))
            if thing or (n.words[0].isupper() and len(n.words[0]) > 1):
                body = self.strangers.setdefault(n.text, Someone(n.text, SpeakerKind.ORGANISATION, n.span, n.words))
                return Speaker(n.text, SpeakerKind.ORGANISATION, Reason.AS_NAMED, at=n.span), body
            known = self.strangers.setdefault(n.text, Someone(n.text, SpeakerKind.PERSON, n.span, n.words))
            return Speaker(known.name, known.kind, Reason.AS_NAMED, at=n.span), known
        if who.kind is SpeakerKind.PERSON:
            shorter = len(n.words) < len(who.words)
            reason = (Reason.SURNAME if len(n.words) == 1 else Reason.FULLER_NAME) if shorter else Reason.AS_NAMED
            return Speaker(who.name, who.kind, reason, who.role, who.at), who
        if len(n.words) == 1 and len(who.words) > 1:
            return Speaker(who.name, who.kind, Reason.ACRONYM, at=who.at), who
        owner = re.match(r"(?:the\s+)?(.{2,40}?['’]s?\s)", self.text[span.start : n.span.start], re.I)
        name = (owner[1] + n.text) if owner and n.sort is Sort.ORGANISATION else who.name
        return Speaker(name, who.kind, Reason.AS_NAMED, at=n.span), who

    def _several(self, n: Name) -> bool:
        return n.span in self.cast.ambiguous

    def _together(self, heads: list[Name], span: Span) -> Speaker:
        speakers = [self._named(n, span)[0] for n in heads]
        if any(s.name is None for s in speakers):
            return Speaker(None, SpeakerKind.GROUP, Reason.SEVERAL_FIT)
        names = [s.name or "" for s in speakers]
        bodies = all(s.kind is not SpeakerKind.PERSON or self.cast.who(n) is None for s, n in zip(speakers, heads, strict=True))
        kind = SpeakerKind.ORGANISATION if bodies else SpeakerKind.GROUP
        return Speaker(", ".join(names[:-1]) + " and " + names[-1], kind, Reason.AS_NAMED, at=heads[0].span)

    def _somebody(
        self, span: Span, words: str, d: Description, a: Attribution
    ) -> tuple[Speaker, Someone | None, Description | None]:
        """One person without a name: somebody on the page with that role, or an unnamed voice."""
        here = self.cast.sentence(span.start)
        if d.determiner != "a":
            fits = self.cast.bearers_of(d)
            if len(fits) > 1:
                last = self._last(here, lambda s: s.who in fits)
                near = last.who if last and here - last.sentence <= _NEAR else None
                fits = [near] if near is not None else fits
            if len(fits) == 1:
                who = fits[0]
                return Speaker(who.name, who.kind, Reason.ROLE, who.role, who.at), who, d
            if len(fits) > 1:
                return Speaker(None, SpeakerKind.PERSON, Reason.SEVERAL_FIT), None, d
        if d.determiner == "the":
            earlier = self._last(here, lambda s: s.description is not None and s.description.head == d.head and s.who is not None)
            if earlier and earlier.who:
                return Speaker(earlier.who.name, earlier.who.kind, Reason.ROLE, at=earlier.who.at), earlier.who, d
            if (
                d.bare
                and (last := self._last(here, lambda s: s.who is not None and s.who.kind is SpeakerKind.PERSON))
                and here - last.sentence <= 2
            ):
                return Speaker(None, SpeakerKind.PERSON, Reason.NONE_FITS), None, d
        if d.bare and d.head in _HUMAN and d.determiner != "a":
            return Speaker(None, SpeakerKind.ANONYMOUS, Reason.NONE_FITS), None, d
        name = self._with_owner(words, d, span)
        who = Someone(name, SpeakerKind.ANONYMOUS, span, (), d.gender)
        return Speaker(name, SpeakerKind.ANONYMOUS, Reason.DESCRIBED, at=span), who, d

    def _something(self, span: Span, words: str, d: Description) -> tuple[Speaker, Someone | None]:
        """A body, a group, a document: the one on the page that its noun points back to, else what it is called here."""
        here = self.cast.sentence(span.start)
        kind = d.kind or (SpeakerKind.ORGANISATION if d.head else None)
        if d.determiner in ("the", "it", "they") and not d.plural and kind is SpeakerKind.ORGANISATION and self.lex.noun(d.head):
            named = [
                b for b in self.cast.bodies_called(d.head) if b.introduced < span.start and not self._is_elsewhere(b.words, span)
            ]
            if d.modifiers:
                named = [b for b in named if d.modifiers <= {self.lex.country.get(w.casefold(), w).casefold() for w in b.words}]
            if len(named) == 1 and d.determiner == "the":
                return Speaker(named[0].name, named[0].kind, Reason.ROLE, at=named[0].at), named[0]
        if d.determiner == "the" and not d.modifiers:
            earlier = self._last(
                here, lambda s: s.description is not None and s.description.head == d.head and bool(s.description.modifiers)
            )
            if earlier and earlier.speaker.name and not self._is_elsewhere(earlier.speaker.name.split(), span):
                return Speaker(earlier.speaker.name, earlier.speaker.kind, Reason.ROLE, at=earlier.speaker.at), earlier.who
        if d.determiner == "the" and d.head in _POINTS_BACK | _PAPERS and len(d.modifiers) < 2:
            bodies = (SpeakerKind.ORGANISATION, SpeakerKind.OUTLET)
            last = self._last(here, lambda s: s.speaker.kind in bodies and not s.nested)
            if last and d.head in _PAPERS and last.speaker.kind is not SpeakerKind.OUTLET:
                last = None
            if (
                last
                and here - last.sentence <= _NEAR
                and last.who is not None
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
            return Speaker(full.of(self.text), kind, Reason.ROLE, at=full), Someone(
                full.of(self.text), kind or SpeakerKind.ORGANISATION, full
            )
        if d.determiner == "the" and d.bare and d.head in ("document", "text", "paper"):
            papers = {s.speaker.name: s for s in self.said[-_FAR:] if s.speaker.kind is SpeakerKind.DOCUMENT}
            if len(papers) == 1 and (paper := next(iter(papers.values()))).speaker.name:
                return Speaker(paper.speaker.name, kind, Reason.ROLE, at=paper.speaker.at), paper.who
            return Speaker(None, kind, Reason.SEVERAL_FIT if papers else Reason.NONE_FITS), None
        if d.determiner == "the" and d.bare and d.head in _POINTS_BACK:
            return Speaker(None, kind, Reason.NONE_FITS), None
        if d.kind is None and d.bare and d.determiner is None and len(words.split()) < 2:
            return Speaker(None, None, Reason.NONE_FITS), None  # a word cut loose: *End*, *Second*
        name = self._with_owner(words, d, span)
        who = Someone(name, kind or SpeakerKind.ORGANISATION, span, plural=d.plural)
        return Speaker(name, kind, Reason.DESCRIBED, at=span), who

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
            owner, who = self._pronoun(d.determiner, Span(span.start, span.start + 1), own, None, nested=False)
            if owner.name and self._is_near(owner, who, span.start):
                return (
                    f"{owner.name}{'’' if '’' in self.text else chr(39)}s {words.split(maxsplit=1)[1]}" if " " in words else words
                )
        if (owned := _OWNED.match(words)) is not None:
            bodies = [b for b in self.cast.bodies_called(owned[1]) if b.introduced < span.start]
            if len(bodies) == 1 and not self._is_elsewhere(bodies[0].words, span):
                return f"{bodies[0].name}{words[owned.end(1) :]}"
        bare = _ARTICLE.sub("", words)
        return bare[0].lower() + bare[1:] if re.match(r"(?:An?|One|Some|Many|His|Her|Its|Their)\b", bare) else bare

    def _is_near(self, owner: Speaker, who: Someone | None, position: int) -> bool:
        """Whether the owner was named or spoke in the same sentence or the one before."""
        here = self.cast.sentence(position)
        near = self.cast.mentions_between(self.cast.sentence_start(here - 1), position)
        return any(m.who is who for m in near) or any(
            s.speaker == owner and here - max(s.sentence, s.until) <= 1 for s in self.said[-_REMEMBERED:]
        )

    # pronouns

    def _relative(self, span: Span) -> tuple[Speaker, Someone | None]:
        """*who* and *which* mean what stands just before them."""
        name = self.cast.name_before(span.start)
        bearer = self.cast.name_before(name.span.start) if name and name.sort is not Sort.PERSON else None
        if name and bearer and bearer.sort is Sort.PERSON and not self.text[name.span.end : span.start].strip(" ,"):
            of = self.text[bearer.span.end : name.span.start]
            if of in (" of ", " of the "):
                return self._named(bearer, bearer.span)  # *President Example of Ruritania, who*
        between = self.text[name.span.end : span.start] if name else ""
        if (
            name
            and not name.possessive
            and not self._is_noun(name)
            and (
                re.fullmatch(r"\s*,?\s*", between)
                or (re.fullmatch(r",[^.;:\n“”\"]{1,90},\s*", between) and name.sort is Sort.PERSON)
            )
        ):
            return self._named(name, name.span)
        start = max(self.cast.sentence_start(self.cast.sentence(span.start)), span.start - 70)
        before = self.text[start : span.start].rstrip(" ,")
        determined = list(
            re.finditer(
                r"\b(?:the|an?|one|some|many|several|two|three|his|her|its|their|those|these)\s[^,.;:“”\"]+$", before, re.I
            )
        )
        if determined:
            phrase = determined[-1][0]
            nearest = re.split(
                r"\b(?=(?:the|an?|one|some|many|several|two|three|his|her|its|their|those|these)\s)", phrase, flags=re.I
            )[-1]
            at = Span(start + len(before) - len(nearest), start + len(before))
            d = describe(nearest)
            if d.kind is not None:
                return Speaker(_ARTICLE.sub("", nearest).strip(" -–—"), d.kind, Reason.DESCRIBED, at=at), Someone(
                    nearest, d.kind, at, (), d.gender
                )
        return Speaker(None, None, Reason.NONE_FITS), None

    def _pronoun(
        self, pronoun: str, span: Span, a: Attribution, holder: Speaker | None, *, nested: bool
    ) -> tuple[Speaker, Someone | None]:
        if pronoun == "I":
            one = holder if holder is not None and holder.name else self._who_has_the_turn(span.start)
            if one is not None:
                return Speaker(one.name, one.kind, Reason.PRONOUN, one.role, one.at), None
            return Speaker(None, SpeakerKind.PERSON, Reason.NONE_FITS), None
        if pronoun == "we" and holder is not None and holder.kind is SpeakerKind.ORGANISATION and holder.because in _NAMED:
            return Speaker(holder.name, holder.kind, Reason.PRONOUN, holder.role, holder.at), None
        if pronoun in ("we", "you"):
            return Speaker(None, SpeakerKind.GROUP if pronoun == "we" else None, Reason.NONE_FITS), None
        if pronoun in ("he", "she"):
            gender = "m" if pronoun == "he" else "f"
            if holder is not None and (same := self._same_as_holder(gender, span, holder)) is not None:
                return Speaker(same.name, same.kind, Reason.PRONOUN, holder.role, holder.at), same
            return self._he_or_she(gender, span, a, holder, nested=nested)
        return self._it_or_they(pronoun, span, a, nested=nested)

    def _who_has_the_turn(self, position: int) -> Speaker | None:
        """Whoever speaks in a transcript at a position, outside what they quote."""
        turn = self.cast.turn_at(position)
        if turn is None or self.cast.is_quoted(position):
            return None
        who = self._person_at(turn)
        return Speaker(who.name, who.kind, Reason.PRONOUN, who.role, who.at) if who is not None else None

    def _person_at(self, span: Span) -> Someone | None:
        """The person whose name stands in a span."""
        named = [self.cast.who(n) for n in self.cast.names_within(span)]
        return next((who for who in named if who is not None and who.kind is SpeakerKind.PERSON), None)

    def _same_as_holder(self, gender: str, span: Span, holder: Speaker) -> Someone | None:
        """*X said he believed*: he is X, where *he* is the first word of what X is said to have said, and nobody else is near."""
        said = next((s for s in reversed(self.said) if s.speaker is holder), None)
        if said is None or said.who is None or said.who.kind is not SpeakerKind.PERSON or not said.who.name:
            return None
        who, first = said.who, said.content[0]
        opens = first.start <= span.start and bool(_THAT.fullmatch(self.text, first.start, span.start))
        if not opens or self.cast.is_quoted(span.start) or who.gender not in (None, gender) or said.source.start > span.start:
            return None
        start = self.cast.sentence_start(self.cast.sentence(span.start))
        others = [
            m
            for m in self.cast.mentions_between(start, span.start)
            if m.who is not who and not m.aside and not said.source.covers(m.span) and m.who.gender in (None, gender)
        ]
        people = (SpeakerKind.PERSON, SpeakerKind.ANONYMOUS)
        return None if any(m.who.kind in people or m.who.perhaps for m in others) else who

    def _he_or_she(
        self, gender: str, span: Span, a: Attribution, holder: Speaker | None, *, nested: bool
    ) -> tuple[Speaker, Someone | None]:
        began = min(span.start, a.content[0].start) if not nested else span.start
        here = self.cast.sentence(began)
        scores: dict[int, tuple[float, Someone]] = {}

        latest: dict[int, int] = {}
        turn = self.cast.turn_at(span.start)
        speaking = self._person_at(turn) if turn is not None else None
        quoted = holder.name if holder is not None and self.cast.is_quoted(span.start) else None

        def may_be_meant(who: Someone) -> bool:
            human = who.kind in (SpeakerKind.PERSON, SpeakerKind.ANONYMOUS) or who.perhaps
            if who is speaking or (quoted is not None and who.name == quoted):
                return False  # whoever speaks does not call themselves *he*
            return who.gender in (None, gender) and human and not who.plural

        def weigh(who: Someone, points: float, at: int) -> None:
            if may_be_meant(who):
                latest[id(who)] = max(at, latest.get(id(who), 0))
                known = 0.25 if who.gender == gender else 0.0
                old = scores.get(id(who), (-9.0, who))[0]
                scores[id(who)] = (max(old, points + known), who)

        window = self.cast.mentions_between(self.cast.sentence_start(here - _NEAR), span.start)
        own = [] if nested else a.content
        described = [s.source for s in self.said[: -_REMEMBERED - 1 : -1] if s.who is not None]
        for m in window:
            if any(p.covers(m.span) for p in own) or (not m.who.name and any(d.covers(m.span) for d in described)):
                continue
            back = max(0, here - self.cast.sentence(m.span.start))
            if (m.aside and (m.opens or m.who.gender is None)) or (m.who.gender is None and self.cast.is_other_than(gender, m)):
                continue
            set_back = (2.5 if m.quoted and not nested else 0.0) + (2.5 if m.aside else 0.0)
            weigh(m.who, 4.0 - 1.5 * back + 0.7 * m.subject + 0.5 * m.opens - set_back, m.span.start)
        for s in self.said[: -_REMEMBERED - 1 : -1]:
            back = max(0, here - max(s.sentence, s.until))
            if s.at >= span.start or s.who is None or back > _NEAR + 1:
                continue
            weigh(s.who, 5.5 - 1.5 * back - (1.5 if s.nested else 0.0), s.at)
        ranked = sorted(scores.values(), key=lambda pair: -pair[0])
        if not ranked:
            return Speaker(None, SpeakerKind.PERSON, Reason.NONE_FITS), None
        together = [
            m.who
            for m in window
            if m.span.start >= self.cast.sentence_start(self.cast.sentence(span.start))
            and m.who is not ranked[0][1]
            and not m.aside
        ]
        rivals = any(who is ranked[1][1] for who in together) if len(ranked) > 1 and began == span.start else False
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < (_SAME_SENTENCE if rivals else _CLEAR):
            return Speaker(None, SpeakerKind.PERSON, Reason.SEVERAL_FIT), None
        who = ranked[0][1]
        after = latest[id(who)]
        told = [p for s in self.said[: -_REMEMBERED - 1 : -1] if s.who is who for p in s.content]
        between = any(
            after < m.span.start < span.start
            and m.who is not who
            and (m.subject or m.possessive)
            and not (m.who.gender is None and self.cast.is_other_than(gender, m))
            and not (m.quoted or m.aside or (not m.who.name and any(d.covers(m.span) for d in described)))
            and (may_be_meant(m.who) or m.who.guessed)
            and not any(p.covers(m.span) for p in ((*own, *told) if who.gender else told))
            for m in window
        )
        spoke = any(s.who is who for s in self.said[: -_REMEMBERED - 1 : -1])
        firm = spoke or any(m.subject and m.who is who for m in window)
        alone = len(ranked) == 1 and firm and who.kind is not SpeakerKind.ANONYMOUS
        about = not spoke and any(self._speaks_of(gender, p) for p in own)
        vague = about or (ranked[0][0] < _VAGUE and (not firm or (who.gender is None and not alone)))
        if not who.name or who.perhaps or between or vague:
            return Speaker(None, SpeakerKind.PERSON, Reason.SEVERAL_FIT), None
        if who.gender is None and ranked[0][0] >= _SURE:
            who.gender, who.guessed = gender, True
        return Speaker(who.name, who.kind, Reason.PRONOUN, who.role, who.at), who

    def _speaks_of(self, gender: str, content: Span) -> bool:
        """Whether quoted words begin with the pronoun: *“He learnt it there,” he said* is said by somebody else than him."""
        opening = re.match(r"[“\"‘'\s]*(he|she)\b", content.of(self.text), re.I)
        quoted = self.cast.is_quoted(content.start) or self.cast.is_quoted(content.start + 1)
        return opening is not None and quoted and (opening[1].casefold() == "she") == (gender == "f")

    def _it_or_they(self, pronoun: str, span: Span, a: Attribution, *, nested: bool) -> tuple[Speaker, Someone | None]:
        here = self.cast.sentence(span.start)
        people = (SpeakerKind.PERSON, SpeakerKind.ANONYMOUS)
        last = self._last(
            here,
            lambda s: (
                s.at < span.start
                and s.speaker.name is not None
                and here - s.sentence <= 2
                and (s.nested == nested or not s.nested)
            ),
        )
        default = SpeakerKind.GROUP if pronoun == "they" else SpeakerKind.ORGANISATION
        subject = self._body_before(span, here) if pronoun == "it" else None
        if subject is not None and (
            last is None or self.cast.sentence(subject.span.start) > max(last.sentence, min(last.until, here))
        ):
            return Speaker(subject.who.name, subject.who.kind, Reason.PRONOUN, at=subject.who.at), subject.who
        if last is not None and last.speaker.kind not in people:
            plural = last.speaker.kind is SpeakerKind.GROUP or (last.who is not None and last.who.plural)
            if pronoun == "they" or not plural:
                return Speaker(last.speaker.name, last.speaker.kind, Reason.PRONOUN, last.speaker.role, last.speaker.at), last.who
        if subject is not None and last is not None and last.speaker.kind is SpeakerKind.GROUP:
            return Speaker(subject.who.name, subject.who.kind, Reason.PRONOUN, at=subject.who.at), subject.who
        return Speaker(None, default, Reason.NONE_FITS), None

    def _body_before(self, span: Span, here: int) -> Mention | None:
        """The body that opens this sentence or the one before: what *it* means at the start of a sentence."""
        bodies = (SpeakerKind.ORGANISATION, SpeakerKind.OUTLET, SpeakerKind.DOCUMENT)
        near = self.cast.mentions_between(self.cast.sentence_start(here - 1), span.start)
        opening = [m for m in near if m.subject and m.who.kind in bodies and not m.quoted and self._opens_or_nearly(m)]
        return opening[-1] if len({id(m.who) for m in opening}) == 1 else None

    def _opens_or_nearly(self, m: Mention) -> bool:
        return m.opens or m.span.start - self.cast.sentence_start(self.cast.sentence(m.span.start)) <= len("The ")

    def _last(self, here: int, fits) -> _Said | None:  # type: ignore[no-untyped-def]
        return next((s for s in self.said[: -_FAR - 1 : -1] if s.sentence <= here and fits(s)), None)

    # forward

    def _look_ahead(self, attributions: Sequence[Attribution], resolved: dict[int, Speaker]) -> None:
        """A lead that says *Turkey's foreign minister* is answered by the name that follows without an introduction."""
        ends = {a.source[0].start: a for a in attributions if a.source}
        for i, a in enumerate(attributions):
            speaker = resolved[i]
            if speaker.because is not Reason.DESCRIBED or speaker.kind is not SpeakerKind.ANONYMOUS or not a.source:
                continue
            d = describe(_tidy(a.source[0].of(self.text)))
            if not _distinct(d) or d.determiner == "a":
                continue  # *an official* stays without a name, even where one is named next
            here = self.cast.sentence(a.source[0].start)
            who = self._unintroduced(here, ends)
            if who is not None and (d.gender is None or who.gender in (None, d.gender)):
                resolved[i] = Speaker(
                    who.name, who.kind, Reason.ROLE, who.role or _ARTICLE.sub("", a.source[0].of(self.text)), who.at
                )

    def _look_around(self, attributions: Sequence[Attribution], resolved: dict[int, Speaker]) -> None:
        """*I* in a quotation is whoever is quoted there, if only one is in that paragraph."""
        quoted: dict[int, dict[str, Speaker]] = {}
        for i, a in enumerate(attributions):
            speaker = resolved[i]
            if speaker.name is None or not a.source or self.cast.is_quoted(a.source[0].start):
                continue
            for piece in a.content:
                if any(map(self.cast.is_quoted, (piece.start, piece.start + 1))):
                    quoted.setdefault(self._line(piece.start), {})[speaker.name] = speaker
        for i, a in enumerate(attributions):
            if resolved[i].name is None and a.source and self.lex.pronouns.get(a.source[0].of(self.text).casefold()) == "I":
                own = a.source[0].start
                said = quoted.get(self._line(own), {})
                one = next(iter(said.values())) if len(said) == 1 and self.cast.is_quoted(own) else None
                if one is not None and one.kind in (SpeakerKind.PERSON, SpeakerKind.ANONYMOUS):
                    resolved[i] = Speaker(one.name, one.kind, Reason.PRONOUN, one.role, one.at)

    def _line(self, position: int) -> int:
        return self.text.rfind("\n", 0, position)

    def _unintroduced(self, here: int, sources: dict[int, Attribution]) -> Someone | None:
        for m in self.cast.mentions_between(self.cast.sentence_start(here + 1), self.cast.sentence_start(here + 3)):
            if m.who.kind is not SpeakerKind.PERSON or m.quoted:
                continue
            first_time = m.who.introduced == m.span.start and len(m.who.words) > 1
            speaks = m.span.start in sources or self.cast.sentence_start(self.cast.sentence(m.span.start)) == m.span.start
            return m.who if first_time and not m.who.roles and speaks and m.subject else None
        return None


def _distinct(d: Description) -> bool:
    """Whether a description says enough to mean one person: *Turkey's foreign minister*, *a WHO official*."""
    return bool(d.modifiers)


def _tidy(words: str) -> str:
    """A description without brackets, datelines and what is set behind it with a comma."""
    words = re.sub(r"\s*\([^)]*\)", "", words).strip(' ,;:.()[]"“”–—-')
    words = re.sub(r"^(?:But|And|Yet|So|While|Although|Though|As|When|If)\s+(?=[a-z])", "", words)
    words = re.sub(r"\s(?:yesterday|today|tonight)$", "", words)
    words = re.split(r",\s+(?:the|an?|who|which|whose|whom|where|now|then|[a-z]+ed|[a-z]+ing)\b", words, maxsplit=1)[0]
    first, _, rest = words.partition(" ")
    return re.sub(r"\s+", " ", rest if first.casefold() in DATES and rest else words)


def _place(a: Attribution) -> int:
    pieces = a.source or a.cue or a.content
    return pieces[0].start
