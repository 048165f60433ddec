"""Genders: who is *he* and who is *she*, from the page's own pronouns, where only one person can be meant."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Sequence

from sayso.reading.cast.script import Script
from sayso.reading.cast.someone import Mention, Someone
from sayso.reading.speaker import SpeakerKind
from sayso.text import Span

_GENDERED = re.compile(r"\b(he|she|him|his|her|himself|herself)\b", re.I)
_TELLS = re.compile(r"\b(?:said|says|told|that|added|argued|claimed|revealed|believes?)\b")
_SHE = frozenset(("she", "her", "herself"))


class Genders:
    """Hears the pronouns of one page; ``mentions_between`` gives the mentions that begin between two positions."""

    def __init__(self, script: Script, mentions_between: Callable[[int, int], Sequence[Mention]]) -> None:
        self.script = script
        self.mentions_between = mentions_between
        self._heard: list[tuple[int, str]] = []

    def is_other_than(self, gender: str, m: Mention) -> bool:
        """Whether a pronoun of that gender before the mention, in its own sentence, means somebody else: *she runs against X*."""
        start = self.script.sentence_start(self.script.sentence(m.span.start))
        first = bisect.bisect_left(self._heard, (start, ""))
        last = bisect.bisect_left(self._heard, (m.span.start, ""))
        return any(heard == gender for _, heard in self._heard[first:last])

    def _is_another_s(self, pronoun: re.Match[str], m: Mention) -> bool:
        """Whether a pronoun hardly means the one named last: *he says that her case is weak*, *she runs against X*."""
        between = self.script.text[m.span.end : pronoun.start()]
        owned = pronoun[1].casefold() not in ("he", "she")
        return (owned and bool(_TELLS.search(between))) or self.is_other_than(self._heard[-1][1], m)

    def hear(self, blocks: Sequence[Span], everyone: Sequence[Someone]) -> None:
        """Gender from *he* and *she* where only one person can be meant: alone in the sentence and in the one before."""
        votes: dict[int, list[str]] = {}
        voted = -1
        for block in blocks:
            for m in _GENDERED.finditer(self.script.text, block.start, block.end):
                if self.script.is_quoted(m.start()):
                    continue
                self._heard.append((m.start(), "f" if m[1].casefold() in _SHE else "m"))
                here = self.script.sentence(m.start())
                if here == voted:
                    continue  # only the first of a sentence can be trusted to mean whoever was named before it
                voted = here
                near = self.mentions_between(self.script.sentence_start(here - 1), m.start())
                people = {id(x.who): x for x in near if x.who.kind is SpeakerKind.PERSON and not (x.quoted or x.aside)}
                if len(people) == 1 and not self._is_another_s(m, next(iter(people.values()))):
                    votes.setdefault(next(iter(people)), []).append(self._heard[-1][1])
        for someone in everyone:
            heard = votes.get(id(someone), [])
            best = max(("m", "f"), key=heard.count)
            if someone.gender is None and heard.count(best) >= 1 and heard.count(best) >= 3 * (len(heard) - heard.count(best)):
                someone.gender = best
                someone.guessed = heard.count(best) < 3
