"""Named: the speakers of sources that name somebody, each with the fuller name and the role that the page gives."""

from __future__ import annotations

import re

from sayso.reading.cast import Cast, Someone
from sayso.reading.lexicon import lexicon
from sayso.reading.names import Name, Sort
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.text import Span

_CAPITALS = re.compile(r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}")
_ACRONYM = re.compile(r"[A-Z]{2,6}|(?:[A-Z]\.)+[A-Z]")
_INNER_CAPITAL = re.compile(r"[A-Z][a-z]+[A-Z]\w*")
"""*ExampleCorp*"""


class Named:
    """Resolves names to speakers on one page."""

    def __init__(self, text: str, cast: Cast) -> None:
        self.text = text
        self.cast = cast
        self.lex = lexicon()
        self.strangers: dict[str, Someone] = {}
        """Those who are named once, in a source, and of whom nothing else is known."""

    def one(self, n: Name, span: Span) -> tuple[Speaker, Someone | None]:
        """Whom a name in a source means."""
        who = self.cast.who(n)
        if who is None and n.sort in (Sort.PERSON, Sort.UNKNOWN) and n.span in self.cast.ambiguous:
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

    def bare(self, words: str, span: Span) -> tuple[Speaker, Someone | None] | None:
        """A name that nothing but the rest of the page shows to be one, as in a heading: *Ruritania Orders …*."""
        if not _CAPITALS.fullmatch(words) or words in self.lex.demonyms or self.lex.noun(words) is not None:
            return None
        who = self.cast.called(words)
        if who is not None:
            reason = Reason.FULLER_NAME if len(who.words) > len(words.split()) else Reason.AS_NAMED
            return Speaker(who.name, who.kind, reason, who.role, who.at), who
        words = re.sub(r"(?<=[A-Z])['’]s?$", "", words)
        acronym = _ACRONYM.fullmatch(words) is not None
        words += "." * (acronym and "." in words)
        if words in self.lex.places or acronym or _INNER_CAPITAL.fullmatch(words):
            body = self.strangers.setdefault(words, Someone(words, SpeakerKind.ORGANISATION, span, tuple(words.split())))
            return Speaker(words, SpeakerKind.ORGANISATION, Reason.AS_NAMED, at=span), body
        return None

    def together(self, heads: list[Name], span: Span) -> Speaker:
        """Several who speak at once."""
        speakers = [self.one(n, span)[0] for n in heads]
        if any(s.name is None for s in speakers):
            return Speaker(None, SpeakerKind.GROUP, Reason.SEVERAL_FIT)
        names = [s.name or "" for s in speakers]
        bodies = all(s.kind is not SpeakerKind.PERSON or self.cast.who(n) is None for s, n in zip(speakers, heads, strict=True))
        kind = SpeakerKind.ORGANISATION if bodies else SpeakerKind.GROUP
        return Speaker(", ".join(names[:-1]) + " and " + names[-1], kind, Reason.AS_NAMED, at=heads[0].span)
