"""Relatives: whom *who* and *which* mean: what stands just before them."""

from __future__ import annotations

import re

from sayso.reading.cast import Cast, Someone
from sayso.reading.descriptions import describe
from sayso.reading.lexicon import lexicon
from sayso.reading.names import Sort
from sayso.reading.referents.heads import Heads
from sayso.reading.referents.named import Named
from sayso.reading.referents.phrases import ARTICLE
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.text import Span


class Relatives:
    """Resolves the relative pronouns of one page."""

    def __init__(self, text: str, cast: Cast, heads: Heads, named: Named) -> None:
        self.text = text
        self.cast = cast
        self.heads = heads
        self.named = named
        self.lex = lexicon()

    def resolve(self, span: Span) -> tuple[Speaker, Someone | None]:
        """Whom a relative pronoun there means."""
        name = self.cast.name_before(span.start)
        bearer = self.cast.name_before(name.span.start) if name and name.sort is not Sort.PERSON else None
        if name and bearer and bearer.sort is Sort.PERSON and not self.text[name.span.end : span.start].strip(" ,"):
            of = self.text[bearer.span.end : name.span.start]
            if of in (" of ", " of the "):
                return self.named.one(bearer, bearer.span)  # *President Example of Ruritania, who*
        between = self.text[name.span.end : span.start] if name else ""
        if (
            name
            and not name.possessive
            and not self.heads.is_noun(name)
            and (
                re.fullmatch(r"(?: (?:him|her|it)self)?\s*,?\s*", between)
                or (re.fullmatch(r",[^.;:\n“”\"]{1,90},\s*", between) and name.sort is Sort.PERSON)
            )
        ):
            return self.named.one(name, name.span)
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
                return Speaker(ARTICLE.sub("", nearest).strip(" -–—"), d.kind, Reason.DESCRIBED, at=at), Someone(
                    nearest, d.kind, at, (), d.gender
                )
        return self._many(Span(start, start + len(before))) or (Speaker(None, None, Reason.NONE_FITS), None)

    def _many(self, before: Span) -> tuple[Speaker, Someone] | None:
        """*rebel fighters who say*: people without an article."""
        words = re.search(r"(?:\b([a-z-]+) )?\b([a-z-]+)$", before.of(self.text))
        noun = self.lex.noun(words[2]) if words else None
        if words is None or noun is None or noun.kind is not SpeakerKind.GROUP:
            return None
        modified = words[1] is not None and (words[1] in self.lex.modifiers or self.lex.noun(words[1]) is not None)
        at = Span(before.start + words.start(0 if modified else 2), before.end)
        return Speaker(at.of(self.text), noun.kind, Reason.DESCRIBED, at=at), Someone(
            at.of(self.text), noun.kind, at, plural=True
        )
