"""Script: a page's text as it is asked for who is on the page: its names, sentences, quotations, and turns of speech."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence

from sayso.reading.lexicon import lexicon
from sayso.reading.names import SURNAME_LIKE, Name, Sort
from sayso.reading.quotes import Quotation
from sayso.text import Span

_SENTENCE = re.compile(
    r"(?<![A-Z][.])(?<!\b(?:Mr|Ms|Dr|St|Lt|Jr|Sr|vs)\.)(?<!\b(?:Mrs|Gen|Rep|Sen|Gov|Col|Maj|Rev|Hon)\.)(?<=[.!?])[”’\"')]*\s+(?=[“‘\"'(]?[A-Z0-9])|(?<=[^\w\s])[”’\"]\s+(?=[A-Z])"
)
STAMP = re.compile(r"(?:[01]\d|2[0-3])[:.]?[0-5]\d\s+(?=[A-Z])")
"""*1943 US officials say*: the time of an entry in a running report."""
_TURN = re.compile(r"^([A-Z](?:[A-Z.'’-]|Mc|Mac| (?=[A-Z]))+)(, [A-Z“\"][^a-z:\n]{1,90})?(?:\s*\([^)\n]{1,40}\))?:(?=\s|$)", re.M)
"""*KURTZ:*, *HOWARD KURTZ, HOST:*, *KURTZ (voice-over):*"""
_TURNS = 2
"""How many turns make a page a transcript."""


class Script:
    """One text with its names."""

    def __init__(
        self,
        text: str,
        names: Sequence[Name],
        blocks: Sequence[Span],
        quotations: Sequence[Quotation],
        turns: Sequence[tuple[Span, int]] = (),
    ) -> None:
        self.text = text
        self.names = tuple(names)
        self.times = Counter(n.text for n in self.names)
        """How often each name stands."""
        self.words = {w for n in self.names for w in n.words}
        self.starts = sorted(
            {b.start for b in blocks} | {m.end() for b in blocks for m in _SENTENCE.finditer(text, b.start, b.end)}
        )
        """Where sentences begin."""
        self.name_starts = [n.span.start for n in self.names]
        self._quoted = sorted((p.start, p.end) for q in quotations if q.depth == 0 for p in q.pieces)
        headed = _turns(text)
        self.turns = list(turns) or headed
        heads = [head for head, _ in headed]
        self._turn_starts = {h.start for h in heads}
        self._turn_names = {h.of(text) for h in heads if " " not in h.of(text)}
        self._introduced_turns = {
            h.start for h in heads if text[h.end] == "," or h.of(text).rpartition(" ")[2] in self._turn_names
        }

    def names_within(self, span: Span) -> tuple[Name, ...]:
        """The names that stand in a span."""
        first = bisect.bisect_left(self.name_starts, span.start)
        last = bisect.bisect_left(self.name_starts, span.end)
        return tuple(n for n in self.names[first:last] if n.span.end <= span.end)

    def name_before(self, position: int) -> Name | None:
        """The last name that ends at or before a position."""
        i = bisect.bisect_left(self.name_starts, position) - 1
        return self.names[i] if i >= 0 and self.names[i].span.end <= position else None

    def sentence(self, position: int) -> int:
        """The number of the sentence in which a position stands."""
        return bisect.bisect_right(self.starts, position) - 1

    def sentence_start(self, number: int) -> int:
        """Where a sentence begins: the first where the number is below 0, the end of the text where it is too high."""
        return self.starts[max(0, number)] if number < len(self.starts) else len(self.text)

    def is_quoted(self, position: int) -> bool:
        """Whether a position stands in a quotation."""
        i = bisect.bisect_right(self._quoted, (position, 1 << 60)) - 1
        return i >= 0 and self._quoted[i][0] <= position < self._quoted[i][1]

    def turn_at(self, position: int) -> Span | None:
        """The name at the head of the turn of a transcript in which a position stands."""
        i = bisect.bisect_right(self.turns, position, key=lambda turn: turn[0].end) - 1
        return self.turns[i][0] if i >= 0 and position < self.turns[i][1] else None

    def heads_a_turn(self, n: Name) -> bool:
        """Whether it is a bare surname under which a turn stands: *EXAMPLE:*."""
        return n.text in self._turn_names and n.span.start in self._turn_starts

    def takes_turns(self, n: Name) -> bool:
        """Whether a name of two or three words is one under which somebody speaks in a transcript, there or elsewhere."""
        if not (self._turn_starts and 2 <= len(n.words) <= 3 and n.sort is Sort.UNKNOWN and _is_alphabetic(n)):
            return False
        if n.text.isupper():
            named = n.span.start in self._introduced_turns
            return named and not any(w.title() in lexicon().organisation_words or lexicon().noun(w) for w in n.words)
        last = n.words[-1]
        opener = n.words[0].casefold() in lexicon().openers or last in SURNAME_LIKE  # *Capitol Hill* does not speak
        return last.upper() in self._turn_names and not self.after_the(n) and not opener

    def after_the(self, n: Name) -> bool:
        """Whether an article stands before the name."""
        return self.text[max(0, n.span.start - 4) : n.span.start].casefold() == "the "


def _is_alphabetic(n: Name) -> bool:
    return "".join(n.words).replace(".", "").isalpha()


def _turns(text: str) -> list[tuple[Span, int]]:
    """The turns of a transcript: the name at the head of each, and where it ends."""
    heads = [Span(m.start(1), m.end(1)) for m in _TURN.finditer(text)]
    return list(zip(heads, [h.start for h in heads[1:]] + [len(text)], strict=True)) if len(heads) >= _TURNS else []
