"""Heads: the names that a source is about: *Ann Example* in *the envoy, Ann Example*, nobody in *a spokesman for Ann Example*."""

from __future__ import annotations

import itertools
import re

from sayso.reading.cast import Cast
from sayso.reading.descriptions import Description, describe
from sayso.reading.lexicon import lexicon
from sayso.reading.names import Name, Sort
from sayso.reading.speaker import SpeakerKind
from sayso.text import Span

_SEGMENT = re.compile(r"\s*[,(;]\s*|\s+[–—-]\s+|\s+(?=who\b|whose\b|which\b)")
_AND_OTHERS = re.compile(r",? and (?:\w+ )?others?\b")
_LISTED = re.compile(r"(?:, | and |, and )(?:the )?")
"""What stands between the names of a list."""
_JOINED = re.compile(r"(?:,? and |, | or )(?:[\w.]+ ){0,4}")
_OWNS = re.compile(r"['’]s\s+(?!(?:said|says|told|tells|has|had|is|was|will|would|also|reported|reports|wrote)\b)[“\"]?\w")
"""*Example's decision* is Example's; *Example's said* is said by one whose name ends so."""
_AND_THEIR = re.compile(r",? and (?:his|her|its|their|the) [\w’'. -]{3,60},? ")
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


class Heads:
    """Finds the heads of the sources of one page."""

    def __init__(self, text: str, cast: Cast) -> None:
        self.text = text
        self.cast = cast
        self.lex = lexicon()

    def of(self, span: Span) -> list[Name]:
        """The names that a source is about: its head, the name in apposition to its head, or several joined by *and*."""
        end = span.end - 2 * (_OWNS.match(self.text, span.end - 2) is not None)
        names = [n for n in self.cast.names_within(span) if (not n.possessive or n.span.end == end) and not self.is_noun(n)]
        if not names:
            return []
        span = Span(span.start, end)
        ends = [Span(span.start + m.start(), span.start + m.end()) for m in _SEGMENT.finditer(span.of(self.text))]
        cuts = [span.start, *(e.end for e in ends if not any(n.span.covers(e) for n in names)), span.end]
        segments = [Span(s, e) for s, e in itertools.pairwise(cuts) if e > s]
        first = segments[0]
        inside = [n for n in names if first.covers(n.span) and not self._after_preposition(first, n)]
        if [n.sort for n in inside[:2]] == [Sort.PERSON, Sort.OUTLET] and inside[0].span.end + 1 == inside[1].span.start:
            return inside[:1]  # *Ann Example BBC News, Sella*
        chain = self._chain(inside)
        if names and _AND_OTHERS.match(self.text, names[-1].span.end, span.end):
            return []  # *Lowmark, Sella and other countries*: several, and not all of them named
        if len(names) > 2 and self._is_list(names, span):
            return names
        if len(chain) == 1 and len(segments) > 1 and re.match(r"both\b", first.of(self.text), re.I):
            last = [n for n in names if segments[-1].covers(n.span) and n.span.end == segments[-1].end]
            return [*chain, *last]
        rest = self.text[chain[-1].span.end : first.end].strip(" ,.(:;-–—") if chain else ""
        if len(chain) > 1 and (not rest or _AFTER_NAME.match(rest)):
            return chain
        for n in reversed(inside):
            if len(both := self._with_counterpart(n, names, span)) > 1:
                return both
            rest = self.text[n.span.end : first.end].strip(" ,.(:;-–—")
            if not rest or _AFTER_NAME.match(rest):
                return [n]
            who = self.cast.who(n)
            if who is not None and n is inside[0] and any(r.head == describe(rest).head for r in who.roles):
                return [n]  # a role set behind the name without a comma, as under a pulled quotation
        lead = describe(first.of(self.text))
        if (body := self._body_behind(lead, segments, names)) is not None:
            return [body]
        one = first.of(self.text).strip(" ,").casefold() == "one"
        if (not one and lead.kind is not SpeakerKind.ANONYMOUS) or (
            lead.plural and lead.determiner != "a"
        ):  # *one of the authors* is one
            return []
        for segment in segments[1:3]:
            if self.text[: segment.start].rstrip().endswith("("):
                continue
            words = segment.of(self.text).rstrip(" ,.:;)")
            for n in names:
                whole = segment.covers(n.span) and n.span.end >= segment.start + len(words)
                if whole and n.sort in (Sort.PERSON, Sort.UNKNOWN) and words.startswith((n.title or n.words[0], n.words[0])):
                    return self._with_counterpart(n, names, span)
                rest = self.text[n.span.end : segment.start + len(words)]
                if n.sort is Sort.PERSON and words.startswith(n.title or n.words[0]) and re.match(r" (?:of|from|at|with) ", rest):
                    return [n]  # *an official, Dr Ann Example of the institute*
                if whole and n.sort is Sort.PERSON and self._is_role(Span(segment.start, n.span.start - len(n.title or ""))):
                    return [n]  # *one of the authors, the biologist Ann Example, said*
        return []

    def _with_counterpart(self, n: Name, names: list[Name], span: Span) -> list[Name]:
        """With whom somebody speaks, if their name follows what they are: *Ann Example and her counterpart, Ian Sample*."""
        last = names[-1]
        if last is n or last.span.end < span.end - 1 or Sort.PERSON not in (n.sort, last.sort):
            return [n]
        joined = _AND_THEIR.fullmatch(self.text, n.span.end, last.span.start - (len(last.title) + 1 if last.title else 0))
        return [n, last] if joined else [n]

    def _body_behind(self, lead: Description, segments: list[Span], names: list[Name]) -> Name | None:
        """The body whose name stands behind what it is: *the rights body, Example Watch*."""
        if lead.plural or lead.determiner not in ("the", "a") or lead.kind not in (None, SpeakerKind.ORGANISATION):
            return None
        last = segments[-1]
        if "(" in self.text[max(0, last.start - 2) : last.start]:
            return None
        whole = (n for n in names if len(segments) == 2 and n.span.start == last.start and n.span.end + 2 > last.end)
        return next((n for n in whole if n.sort is Sort.ORGANISATION or (n.sort is Sort.UNKNOWN and len(n.words) > 1)), None)

    def _is_role(self, span: Span) -> bool:
        """Whether words before a name are what its bearer is: *the biologist*, *leasing magnate*, not *a friend of*."""
        words = span.of(self.text).strip()
        role = describe(words)
        office = self.lex.noun(words.rpartition(" ")[2])
        bare = role.determiner is None and words.islower() and office is not None and office.kind is SpeakerKind.PERSON
        determined = (bare or role.determiner in ("the", "a")) and not _PREPOSITIONS & {*words.casefold().split()}
        return determined and role.kind is SpeakerKind.ANONYMOUS and not role.plural

    def _is_list(self, names: list[Name], span: Span) -> bool:
        """Whether a source is names and nothing else: *the JIP, the Communist Party and Komeito*."""
        titled = [n.span.start - (len(n.title) + 1 if n.title else 0) for n in names]
        gaps = [self.text[a.span.end : start] for a, start in zip(names, titled[1:], strict=False)]
        ends = self.text[names[-1].span.end : span.end].strip(" ,.")
        begins = self.text[span.start : titled[0]]
        return "and" in gaps[-1] and not ends and begins.casefold() in ("", "the ") and all(map(_LISTED.fullmatch, gaps))

    def is_noun(self, n: Name) -> bool:
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
        noun = self.lex.noun(before[at - 1]) if at else None
        if n.sort is Sort.PERSON and noun is not None and noun.kind is SpeakerKind.PERSON and not noun.plural:
            between = before[at + 1 :]
            if between and all(set(w) == {"x"} for w in between):
                return False  # *the ambassador to Ruritania Ann Example*
        return not any(
            (noun := self.lex.noun(w)) and noun.kind is SpeakerKind.PERSON and not noun.plural
            for w in [*before[at + 1 :], *(n.title or "").casefold().split()]
        )
