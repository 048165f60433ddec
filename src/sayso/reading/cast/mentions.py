"""Mentions: where people and bodies are mentioned, by name or as *the mayor*, and how: as a subject, in a quotation."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator, Sequence

from sayso.reading.cast.lone import perhaps
from sayso.reading.cast.people import People
from sayso.reading.cast.script import Script
from sayso.reading.cast.someone import Mention, Someone
from sayso.reading.cues import known
from sayso.reading.descriptions import Description, describe
from sayso.reading.lexicon import lexicon
from sayso.reading.names import Name, Sort
from sayso.reading.speaker import SpeakerKind
from sayso.text import Span

_ATTRIBUTE = re.compile(r" ((?:[a-z-]+ ){0,2}[a-z-]+) (?=[A-Z][a-z])")
_CREDIT = re.compile(
    r"(?:\b(?:[Pp]hotos?|[Pp]hotographs?|[Pp]ictures?|[Ii]mages?|[Vv]ideos?|[Cc]redits?|[Ii]llustration|[Ff]ilmed|[Ss]hot)\s*(?::|by\b|credit:?)|/)\s*$"
)
_AGENCY = re.compile(r"\s*/\s*[A-Z]|\s+(?:for|via)\s+(?:[A-Z][\w.]+\s?){1,3}[)\n]")
_OPENS_WITH = re.compile(
    r"(?:(?:In|On|At|After|Before|During|From) [^,.\n]{1,40}, )?((?:[Tt]he|[Aa]n?|[Oo]ne) [^,.;:“”\"\n]{3,60})"
)
_TO_ITS_NAME = re.compile(r" |,? (?:of|for|in|at|from|with|to) [^,.]{1,45}, |, ")
_PREPOSITIONS = frozenset(
    "of to with by for from against about than and or like between among on over after before as including at in".split()
)


class Mentions:
    """Finds the mentions of one page."""

    def __init__(self, script: Script, people: People) -> None:
        self.script = script
        self.of_name = people.of_name
        self.ambiguous = people.ambiguous

    def all(self, bearers_of: Callable[[Description], Sequence[Someone]]) -> list[Mention]:
        """All mentions in text order; ``bearers_of`` gives the people whose role a description may mean."""
        named = [
            self._mention(n, who)
            for n in self.script.names
            if not (n.sort is Sort.PLACE and n.text.isupper() and len(n.text) > 3)  # a dateline
            and (who := self.of_name.get(n.span) or self._one_of_several(n) or perhaps(n, self.script.words))
            and not self._in_credit(n)
        ]
        return sorted([*named, *self._described(bearers_of)], key=lambda m: m.span.start)

    def _one_of_several(self, n: Name) -> Someone | None:
        """Whoever bears an ambiguous name: nobody who can be named, but somebody whom a pronoun may mean."""
        return Someone("", SpeakerKind.PERSON, n.span, n.words) if n.span in self.ambiguous else None

    def _mention(self, n: Name, who: Someone) -> Mention:
        start = n.span.start - (len(n.title) + 1 if n.title else 0)
        before = self.script.text[max(0, start - 16) : start].split()
        prep = bool(before) and before[-1].casefold() in _PREPOSITIONS
        if before and before[-1].casefold() in ("the", "a") and len(before) > 1:
            prep = before[-2].casefold() in _PREPOSITIONS
        opens = not re.search(r"\w", self.script.text[self.script.sentence_start(self.script.sentence(start)) : start])
        ends = self.script.text[n.span.end : n.span.end + 1] in (".", ";", "!", "?")
        paragraph = self.script.text[self.script.text.rfind("\n", 0, start) + 1 : start]
        aside = re.fullmatch(r"\s*[—–-]+\s*", paragraph) is not None or (
            bool(before) and before[-1].casefold() == "by" and self.script.text[n.span.end : n.span.end + 1] in (",", ".", ")")
        )
        aside = aside or self._describes_another(n)
        if before and not opens and before[-1].islower() and before[-1].endswith(("ed", "ing")) and not n.title:
            prep = prep or not known(before[-1])  # *rebels captured Example*
        aside = aside or (
            opens and paragraph.strip() != "" and self.script.text[n.span.end : n.span.end + 1] == ":"
        )  # a headline within
        return Mention(
            n.span,
            who,
            opens or not (prep or ends or n.possessive),
            opens,
            self.script.is_quoted(n.span.start),
            n.possessive and not prep,
            aside,
        )

    def _describes_another(self, n: Name) -> bool:
        """*Example lawyer Ann Sample*, *the Example aide Ian Sample*: only says whose lawyer speaks."""
        m = _ATTRIBUTE.match(self.script.text, n.span.end, n.span.end + 60)
        noun = lexicon().noun(m[1].rpartition(" ")[2]) if m else None
        return noun is not None and noun.kind is SpeakerKind.PERSON and not noun.plural

    def _in_credit(self, n: Name) -> bool:
        """Whether the name is a photographer's under a picture."""
        before = self.script.text[max(0, n.span.start - 24) : n.span.start]
        return bool(_CREDIT.search(before) or _AGENCY.match(self.script.text, n.span.end, n.span.end + 40))

    def _described(self, bearers_of: Callable[[Description], Sequence[Someone]]) -> Iterator[Mention]:
        """Sentences that open with somebody who is described, not named: whoever bears that role, or somebody without a name."""
        lex = lexicon()
        for start in self.script.starts:
            m = _OPENS_WITH.match(self.script.text, start, start + 110)
            if m is None or self.script.is_quoted(start):
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
            fits = bearers_of(d)
            yield Mention(
                span, fits[0] if len(fits) == 1 else Someone("", SpeakerKind.PERSON, span, (), d.gender), True, True, False
            )

    def _is_named_next(self, described: Span) -> bool:
        """Whether the name of the one described follows at once: *the head of the mission, Ann Example, said*."""
        i = bisect.bisect_left(self.script.name_starts, described.end)
        for n in self.script.names[i : i + 4]:
            who = self.of_name.get(n.span)
            if who is not None and who.kind is SpeakerKind.PERSON:
                start = n.span.start - (len(n.title) + 1 if n.title else 0)
                return bool(_TO_ITS_NAME.fullmatch(self.script.text, described.end, max(start, described.end)))
        return False
