"""Pronouns: whom *he*, *she*, *it*, *they*, *I* and *we* mean. Two who fit as well are nobody."""

from __future__ import annotations

import re

from sayso.reading.cast import Cast, Mention, Someone
from sayso.reading.reading import Attribution
from sayso.reading.referents.said import NEAR, Memory
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.text import Span

_NAMED = (Reason.AS_NAMED, Reason.ACRONYM)
_WHO_SPEAK = (SpeakerKind.PERSON, SpeakerKind.ANONYMOUS, SpeakerKind.GROUP, SpeakerKind.ORGANISATION, SpeakerKind.POST)
"""Those who can say *I*: a report cannot."""
_THAT = re.compile(r"[\s,]*(?:that\b)?[\s,]*")
_ADDRESSED = 200
"""How many characters on a turn's holder may be spoken to, which shows that the turn is over."""
_CLEAR = 0.5
"""By how much the best candidate for a pronoun has to lead."""
_SURE = 3.5
"""How good the best candidate has to be for the pronoun to tell their gender."""
_VAGUE = 2.6
"""How good the best candidate has to be if nothing tells their gender."""
_SAME_SENTENCE = 1.2
"""The same where another candidate stands in the pronoun's own sentence: *X told Y that he*."""


class Pronouns:
    """Resolves the pronouns of one page."""

    def __init__(self, text: str, cast: Cast, memory: Memory) -> None:
        self.text = text
        self.cast = cast
        self.memory = memory

    def resolve(
        self, pronoun: str, span: Span, a: Attribution, holder: Speaker | None, *, nested: bool
    ) -> tuple[Speaker, Someone | None]:
        """Whom a pronoun of that kind means; ``holder`` is the speaker in whose words it stands."""
        if pronoun == "I":
            one = self._who_has_the_turn(span.start)  # *the minister said I lied*: not the minister
            if one is None and holder is not None and holder.name and holder.kind in _WHO_SPEAK:
                one = holder
            if one is not None:
                return Speaker(one.name, one.kind, Reason.PRONOUN, one.role, one.at), None
            return Speaker(None, SpeakerKind.PERSON, Reason.NONE_FITS), None
        if pronoun == "we" and holder is not None and holder.kind is SpeakerKind.ORGANISATION and holder.because in _NAMED:
            return Speaker(holder.name, holder.kind, Reason.PRONOUN, holder.role, holder.at), None
        if pronoun == "we" and (one := self._who_has_the_turn(span.start)) is not None:
            return Speaker(one.name, one.kind, Reason.PRONOUN, one.role, one.at), None
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
        called = re.compile(rf", {re.escape(who.words[0])}[,.?!]", re.I) if who is not None else None
        heard = called.search(self.text, turn.end, position + _ADDRESSED) if called is not None else None
        if heard is not None and self.cast.turn_at(heard.start()) == turn:
            return None  # *It is over, Ann, …*: somebody else speaks to whoever had the turn
        return Speaker(who.name, who.kind, Reason.PRONOUN, who.role, who.at) if who is not None else None

    def _person_at(self, span: Span) -> Someone | None:
        """The person whose name stands in a span."""
        named = [self.cast.who(n) for n in self.cast.names_within(span)]
        return next((who for who in named if who is not None and who.kind is SpeakerKind.PERSON), None)

    def _same_as_holder(self, gender: str, span: Span, holder: Speaker) -> Someone | None:
        """*X said he believed*: he is X, where *he* is the first word of what X is said to have said, and nobody else is near."""
        said = self.memory.of(holder)
        if said is None or said.who is None or said.who.kind is not SpeakerKind.PERSON or not said.who.name:
            return None
        who, first = said.who, said.content[0]
        if who is self.cast.speaking_at(span.start):
            return None  # whoever has the turn of a transcript does not call themselves *he*
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

        window = self.cast.mentions_between(self.cast.sentence_start(here - NEAR), span.start)
        own = [] if nested else a.content
        described = [s.source for s in self.memory.recent() if s.who is not None]
        for m in window:
            if any(p.covers(m.span) for p in own) or (not m.who.name and any(d.covers(m.span) for d in described)):
                continue
            if turn is not None and self.cast.turn_at(m.span.end) == m.span:
                continue  # the name at the head of a turn
            back = max(0, here - self.cast.sentence(m.span.start))
            if (m.aside and (m.opens or m.who.gender is None)) or (m.who.gender is None and self.cast.is_other_than(gender, m)):
                continue
            set_back = (2.5 if m.quoted and not nested else 0.0) + (2.5 if m.aside else 0.0)
            weigh(
                m.who,
                4.0 - 1.5 * back + 0.7 * (m.subject and not m.possessive) + 0.5 * (m.opens and not m.possessive) - set_back,
                m.span.start,
            )
        for s in self.memory.recent():
            back = max(0, here - max(s.sentence, s.until))
            if s.at >= span.start or s.who is None or back > NEAR + 1 or self.cast.turn_at(s.at) != turn:
                continue  # whoever had another turn of a transcript is *you* there
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
        told = [p for s in self.memory.recent() if s.who is who for p in s.content]
        own_sentence = self.cast.sentence(span.start)
        between = any(
            after < m.span.start < span.start
            and m.who is not who
            and (m.subject or m.possessive or m.aside)
            and not (m.who.gender is None and self.cast.is_other_than(gender, m))
            and not (
                m.quoted
                or (m.aside and (m.opens or self.cast.sentence(m.span.start) == own_sentence))
                or (not m.who.name and any(d.covers(m.span) for d in described))
            )
            and (may_be_meant(m.who) or m.who.guessed)
            and not any(p.covers(m.span) for p in ((*own, *told) if who.gender else told))
            for m in window
        )
        spoke = any(s.who is who for s in self.memory.recent())
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
        opens = pronoun == "it" and span.start == self.cast.sentence_start(here)  # what the sentence before is about is nearer
        last = self.memory.last(
            here,
            lambda s: (
                s.at < span.start
                and s.speaker.name is not None
                and here - s.sentence <= 2
                and not (opens and here - max(s.sentence, min(s.until, here)) > 1)
                and (s.nested == nested or not s.nested)
            ),
        )
        default = SpeakerKind.GROUP if pronoun == "they" else SpeakerKind.ORGANISATION
        speaking = self.cast.speaking_at(span.start)
        if last is not None and last.who is not None and last.who is speaking:
            last = None
        subject = self._body_before(span, here) if pronoun == "it" else None
        if subject is not None and subject.who is speaking:
            subject = None
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
