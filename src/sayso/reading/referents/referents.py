"""Referents: the speakers of all sources of one page, in text order."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sayso.reading.cast import STAMP, Cast, Someone
from sayso.reading.descriptions import Description, describe
from sayso.reading.lexicon import lexicon
from sayso.reading.reading import Attribution
from sayso.reading.referents.around import Around
from sayso.reading.referents.described import Described
from sayso.reading.referents.heads import Heads
from sayso.reading.referents.named import Named
from sayso.reading.referents.phrases import tidy, unglued
from sayso.reading.referents.pronouns import Pronouns
from sayso.reading.referents.relatives import Relatives
from sayso.reading.referents.said import Memory, Said
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.text import Span

_AND_ONE = re.compile(r"([^,]*[a-z]) and (?=[A-Z])")
"""*several ministers and Ann Example*"""
_OF_A_BODY = re.compile(r"\b[A-Z]\w+ (?:of|for) (?:the )?(?:[A-Z]\w+ )+([a-z]\w+)$")
_RELATIVE_FIRST = frozenset({"who", "which", "whose", "whom"})
_ARTICLES = frozenset({"the", "a", "an"})
_NOBODY = frozenset(
    ("no one", "nobody", "none", "there", "here", "it's", "that's", "what", "this", "one", "this one", "that one")
)
_AND_OTHERS = frozenset("he she they".split())
_PRONOMINAL = frozenset(
    "each another other others second first third former latter same such ones neither either none least".split()
)
"""Words that mean nobody by themselves: who *each* or *the other* is stands elsewhere."""
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’-]+(?:,? [A-Z][A-Z.'’-]+)*(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)*)?"
    r"(?:, (?:\w+ )?\d{1,2}(?: \w+)?)?(?: ?\([A-Z][\w /.]+\))?\s+[-–—]+\s+"
)
"""*PARIS (Agency) —* before the first words of an article."""
_IS = re.compile(r",?\s*(?:is|was|are|were|has|have|had)\b")
_AGENCY_BEFORE = re.compile(r"\s*(?:\([A-Z][\w /.]+\))?\s*[-–—]")


class Referents:
    """Resolves the sources of one page in text order."""

    def __init__(self, text: str, cast: Cast) -> None:
        self.text = text
        self.cast = cast
        self.lex = lexicon()
        self.memory = Memory()
        self.heads = Heads(text, cast)
        self.named = Named(text, cast)
        self.pronouns = Pronouns(text, cast, self.memory)
        self.relatives = Relatives(text, cast, self.heads, self.named)
        self.described = Described(text, cast, self.memory, self.pronouns)
        self.around = Around(text, cast)

    def speakers_of(
        self,
        attributions: Sequence[Attribution],
        parents: Sequence[int | None],
        *,
        known: Mapping[int, Speaker] = MappingProxyType({}),
    ) -> tuple[Speaker, ...]:
        """The speaker of each; ``parents`` has the attribution in whose content one stands, ``known`` whose speaker is known."""
        resolved: dict[int, Speaker] = dict(known)
        order = sorted(range(len(attributions)), key=lambda i: (_place(attributions[i]), parents[i] is not None))
        for i in order:
            if i in known:
                continue
            parent = parents[i]
            holder = resolved.get(parent) if parent is not None else None
            resolved[i] = self._resolve(attributions[i], holder, nested=parent is not None)
        self.around.look_ahead(attributions, resolved)
        self.around.look_around(attributions, resolved)
        return tuple(known.get(i, resolved[i]) for i in range(len(attributions)))

    def _resolve(self, a: Attribution, holder: Speaker | None, *, nested: bool) -> Speaker:
        if not a.source:
            return Speaker(None, None, Reason.NOBODY)
        span = Span(a.source[0].start, a.source[-1].end)
        main = max(a.source, key=len) if len(a.source) > 1 else span
        if (dateline := _DATELINE.match(self.text, main.start, main.end)) is not None:
            main = Span(dateline.end(), main.end)
        if self.text[main.start - 1 : main.start] in ("", "\n") and (stamp := STAMP.match(self.text, main.start, main.end)):
            main = Span(stamp.end(), main.end)
        main = unglued(self.text, main)
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
            speaker, who = self.pronouns.resolve(self.lex.pronouns[first], main, a, holder, nested=nested)
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
            if rest and not _IS.match(self.text, end) and describe(tidy(rest.of(self.text))).kind is not None:
                speaker, who, description = self._phrase(rest, a)
            else:
                speaker, who = self.relatives.resolve(Span(main.start, end))
        else:
            speaker, who, description = self._phrase(main, a)
        self.memory.add(
            Said(
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
        pronoun = Span(span.start, span.start + len(first))
        one, _ = self.pronouns.resolve(self.lex.pronouns[first], pronoun, a, holder, nested=nested)
        if one.name is None:
            return Speaker(None, SpeakerKind.GROUP, one.because)
        return Speaker(one.name + span.of(self.text)[len(first) :], SpeakerKind.GROUP, Reason.PRONOUN, at=one.at)

    def _phrase(self, span: Span, a: Attribution) -> tuple[Speaker, Someone | None, Description | None]:
        heads = self.heads.of(span)
        if len(heads) == 1 and (several := _AND_ONE.match(span.of(self.text))) is not None:
            others = describe(several[1])
            if (
                several.end() + span.start >= heads[0].span.start - len(heads[0].title or "") - 1
                and others.plural
                and others.head
            ):
                name = tidy(span.of(self.text))
                return Speaker(name, SpeakerKind.GROUP, Reason.DESCRIBED, at=span), None, None
        if len(heads) > 1:
            return self.named.together(heads, span), None, None
        if heads:
            speaker, who = self.named.one(heads[0], span)
            return speaker, who, None
        words = tidy(span.of(self.text))
        if words.isalpha() and words[0].isupper() and (person := self.cast.surnamed(words)) is not None:
            return Speaker(person.name, person.kind, Reason.SURNAME, person.role, person.at), person, None
        if (named := self.named.bare(words, span)) is not None:
            return (*named, None)
        description = describe(words)
        if description.kind is SpeakerKind.ORGANISATION and (end := _OF_A_BODY.search(words)) is not None:
            voice = describe(end[1])  # *the Ministry of Foreign Affairs spokesperson*
            if voice.kind is SpeakerKind.ANONYMOUS and self.lex.noun(end[1]) and not voice.plural:
                description = dataclasses.replace(
                    voice, determiner=description.determiner, modifiers=description.modifiers | {description.head}, bare=False
                )
        if description.kind is SpeakerKind.ANONYMOUS and not description.plural:
            return self.described.somebody(span, words, description, a)
        return (*self.described.something(span, words, description, a), description)


def _place(a: Attribution) -> int:
    pieces = a.source or a.cue or a.content
    return pieces[0].start
