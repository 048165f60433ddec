"""Sides: two versions beside each other, with what both comparisons of statements and of figures ask of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sayso.claims.report import Report
from sayso.claims.statement import Statement
from sayso.page.page import Role
from sayso.stories.revisions.alignment import Alignment, Sentence, align, at, sentences_of
from sayso.stories.revisions.announced import notices_of
from sayso.stories.revisions.words import FUNCTION, Word, words_in
from sayso.text import Pieces, Span


@dataclass(frozen=True)
class Side:
    """One version: its report and its sentences."""

    report: Report
    sentences: Sequence[Sentence]

    @property
    def text(self) -> str:
        """The page's text."""
        return self.report.page.text

    @cached_property
    def headline(self) -> Span | None:
        """Where the headline stands in the text."""
        return next((block.span for block in self.report.page.blocks_for_claims() if block.role is Role.HEADLINE), None)

    @cached_property
    def notices(self) -> tuple[Span, ...]:
        """Where the page says that it was changed, which is no claim of what it reports."""
        return tuple(notice.span for notice in notices_of(self.report.page))

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The statements of the article itself; the headline is compared by itself."""
        aside = (*self.notices, *((self.headline,) if self.headline else ()))
        return tuple(s for s in self.report.statements if not any(p.overlaps(span) for p in s.content for span in aside))

    @cached_property
    def running(self) -> str:
        """The words of all sentences in a row, without case and signs, a space before and after."""
        return f" {' '.join(word.low for sentence in self.sentences for word in sentence.words)} "

    def words(self, pieces: Pieces, *, without: Sequence[Span] = ()) -> list[Word]:
        """The words of some pieces, those in ``without`` left out."""
        found = [word for piece in pieces for word in words_in(self.text, piece)]
        return [word for word in found if not any(word.span.overlaps(span) for span in without)]

    def told(self, pieces: Pieces, *, without: Sequence[Span] = ()) -> frozenset[str]:
        """Stems of the words that tell something."""
        return frozenset(word.stem for word in self.words(pieces, without=without) if word.stem not in FUNCTION)

    @cached_property
    def mark_spans(self) -> tuple[Span, ...]:
        """The words of marks that are no statements: *could not be verified*."""
        own = {(*s.source, *s.cue) for s in self.report.statements}
        held = [span for spans in own for span in spans]
        return tuple(p for m in self.report.marks for p in m.spans if not any(p.overlaps(span) for span in held))


@dataclass(frozen=True)
class Versions:
    """An older and a newer version, their sentences aligned."""

    old: Side
    new: Side
    alignment: Alignment

    @classmethod
    def of(cls, old: Report, new: Report) -> Versions:
        """Two reports beside each other."""
        sides = [Side(report, sentences_of(report.page)) for report in (old, new)]
        one, other = sides
        return cls(one, other, align(one.sentences, other.sentences))

    def is_kept(self, pieces: Pieces, *, old: bool) -> bool:
        """Whether all sentences that the pieces stand in are the same in the other version."""
        side, same = (self.old, self.alignment.same) if old else (self.new, self.alignment.same_back)
        places = at(side.sentences, pieces)
        return bool(places) and all(place in same for place in places)

    def across(self, pieces: Pieces, *, old: bool) -> list[Sentence]:
        """The sentences of the other version that stand in the place of those in which the pieces stand, rewritten or not."""
        side, other = (self.old, self.new) if old else (self.new, self.old)
        same = self.alignment.same if old else self.alignment.same_back
        places = at(side.sentences, pieces)
        found = {same[place] for place in places if place in same}
        found |= {b if old else a for a, b in self.alignment.joined if (a if old else b) in places}
        return [other.sentences[place] for place in sorted(found)]

    def are_joined(self, old: Pieces, new: Pieces) -> bool:
        """Whether two runs stand in sentences that belong together."""
        ours, theirs = at(self.old.sentences, old), at(self.new.sentences, new)
        same = self.alignment.same
        return any(same.get(a) == b or (a, b) in self.alignment.joined for a in ours for b in theirs)
