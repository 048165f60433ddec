"""Cast: everybody on a page, by name, by role and by place."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence

from sayso.reading.cast.bodies import bodies_of
from sayso.reading.cast.genders import Genders
from sayso.reading.cast.mentions import Mentions
from sayso.reading.cast.people import People
from sayso.reading.cast.script import Script
from sayso.reading.cast.someone import Mention, Someone
from sayso.reading.descriptions import Description
from sayso.reading.names import Name
from sayso.reading.quotes import Quotation
from sayso.reading.roles import fits_role
from sayso.text import Span


class Cast:
    """Everybody on a page, and where they are mentioned.

    ``sources`` are the spans of words that the reader took for sources: a name that speaks is a person's or a body's. Where two
    people share a surname and nothing tells which is meant, the mention belongs to nobody. ``turns`` are those of a recording, by
    the name at its head and where it ends; without, those that capitals before a colon show.
    """

    def __init__(
        self,
        text: str,
        names: Sequence[Name],
        blocks: Sequence[Span],
        sources: Iterable[Span] = (),
        quotations: Sequence[Quotation] = (),
        turns: Sequence[tuple[Span, int]] = (),
    ) -> None:
        self.script = Script(text, names, blocks, quotations, turns)
        self._people = People(self.script, list(sources))
        self.people = self._people.everyone
        self.bodies = bodies_of(self.script, self._people.of_name)
        self.ambiguous = self._people.ambiguous
        """Names that several people on the page bear."""
        self.things, self.lands = self._people.things, self._people.lands
        """Single names that are no person's, by what stands beside them: places and companies; and places alone."""
        self.surnamed = self._people.surnamed
        self.names_within, self.name_before = self.script.names_within, self.script.name_before
        self.sentence, self.sentence_start = self.script.sentence, self.script.sentence_start
        self.is_quoted, self.turn_at = self.script.is_quoted, self.script.turn_at
        self._by_name: dict[str, list[Someone]] = {}
        for n in self.script.names:
            if (who := self.who(n)) is not None:
                self._by_name.setdefault(n.text, []).append(who)
        self._by_role: dict[str, list[Someone]] = {}
        for p in self.people:
            for head in {role.head.rpartition(" ")[2] for role in p.roles}:
                self._by_role.setdefault(head, []).append(p)
        self._bodies_by_word: dict[str, list[Someone]] = {}
        for body in self.bodies.values():
            for word in {w.casefold() for w in body.words} if len(body.words) > 1 else ():
                self._bodies_by_word.setdefault(word, []).append(body)
        self.mentions = Mentions(self.script, self._people).all(self.bearers_of)
        self.mention_starts = [m.span.start for m in self.mentions]
        genders = Genders(self.script, self.mentions_between)
        genders.hear(blocks, self.people)
        self.is_other_than = genders.is_other_than

    def who(self, name: Name) -> Someone | None:
        """Whom a name means; ``None`` where several people fit."""
        return self._people.of_name.get(name.span)

    def speaking_at(self, position: int) -> Someone | None:
        """Who has the turn of a transcript in which a position stands: whoever is named at its head, outside what they quote."""
        turn = self.turn_at(position)
        return next((who for n in self.names_within(turn) if (who := self.who(n)) is not None), None) if turn else None

    def called(self, words: str) -> Someone | None:
        """The only one on the page whom just these words name elsewhere."""
        bearers = self._by_name.get(words, [])
        return bearers[0] if bearers and all(who is bearers[0] for who in bearers) else None

    def mentions_between(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions that begin in ``[start, end)``."""
        return self.mentions[bisect.bisect_left(self.mention_starts, start) : bisect.bisect_left(self.mention_starts, end)]

    def bearers_of(self, d: Description) -> list[Someone]:
        """The people whose role a description may mean."""
        return [
            p
            for p in self._by_role.get(d.head.rpartition(" ")[2], ())
            if any(fits_role(d, role) for role in p.roles) and (d.gender is None or p.gender in (None, d.gender))
        ]

    def bodies_called(self, head: str) -> Sequence[Someone]:
        """The bodies in whose names of several words a word stands."""
        return self._bodies_by_word.get(head, ())
