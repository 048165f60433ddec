"""Around: what is settled only when every source has been read: a name that follows, whoever is quoted in the same paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.reading.cast import Cast, Someone
from sayso.reading.descriptions import describe
from sayso.reading.lexicon import lexicon
from sayso.reading.reading import Attribution
from sayso.reading.referents.phrases import ARTICLE, tidy
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.text import Span

_NEAR = 600
"""Characters between a pronoun and the words of whoever is quoted beside it, at most: a running report may be one paragraph."""


class Around:
    """Looks ahead of the sources of one page, and around them."""

    def __init__(self, text: str, cast: Cast) -> None:
        self.text = text
        self.cast = cast

    def look_ahead(self, attributions: Sequence[Attribution], resolved: dict[int, Speaker]) -> None:
        """A lead that says *Turkey's foreign minister* is answered by the name that follows without an introduction."""
        ends = {a.source[0].start: a for a in attributions if a.source}
        for i, a in enumerate(attributions):
            speaker = resolved[i]
            if speaker.because is not Reason.DESCRIBED or speaker.kind is not SpeakerKind.ANONYMOUS or not a.source:
                continue
            d = describe(tidy(a.source[0].of(self.text)))
            if not d.modifiers or d.determiner == "a":
                continue  # *an official* stays without a name, even where one is named next
            here = self.cast.sentence(a.source[0].start)
            who = self._unintroduced(here, ends)
            if who is self.cast.speaking_at(a.source[0].start):
                continue
            if who is not None and (d.gender is None or who.gender in (None, d.gender)):
                resolved[i] = Speaker(
                    who.name, who.kind, Reason.ROLE, who.role or ARTICLE.sub("", a.source[0].of(self.text)), who.at
                )

    def look_around(self, attributions: Sequence[Attribution], resolved: dict[int, Speaker]) -> None:
        """*I* in a quotation is whoever is quoted there, if only one is in that paragraph, and near where it is a long one."""
        quoted: dict[int, list[tuple[Span, Speaker]]] = {}
        for i, a in enumerate(attributions):
            speaker = resolved[i]
            if not a.source or self.cast.is_quoted(a.source[0].start):
                continue
            for piece in a.content:
                if any(map(self.cast.is_quoted, (piece.start, piece.start + 1))):
                    quoted.setdefault(self._line(piece.start), []).append((piece, speaker))
        for i, a in enumerate(attributions):
            if resolved[i].name is None and a.source and lexicon().pronouns.get(a.source[0].of(self.text).casefold()) == "I":
                own = a.source[0].start
                said = {
                    speaker.name: speaker
                    for piece, speaker in quoted.get(self._line(own), ())
                    if piece.start - _NEAR <= own <= piece.end + _NEAR
                }
                one = next(iter(said.values())) if len(said) == 1 and self.cast.is_quoted(own) else None
                if one is not None and one.name is not None and one.kind in (SpeakerKind.PERSON, SpeakerKind.ANONYMOUS):
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
