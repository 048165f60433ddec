"""Bearing: which statements and figures the words of a mark are about, by where they stand and what they name.

A mark may hedge the words around it, name what was said before (*The claims could not be verified*) or answer somebody (*denied
the report*). Only blocks nearby are looked at, so that the work grows with the page and no faster.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from sayso.claims.figure import OUTLET, Figure
from sayso.claims.statement import Stance, Statement
from sayso.reading.speaker import SpeakerKind
from sayso.text import Span

_FAR = 12
"""How many blocks back somebody named is looked for, or who is denied."""
_NEAR = 3
"""How many blocks back *the claim* may be, with nobody's statement in between."""
_COMMON = 0.15
_COMMON_LEAST = 4
"""Words that stand in more than this share of a page's statements, and in more than so many, are common there."""
_REACH = 10_000
"""Characters that a statement may run on, and that are looked back over at most, however long a block is."""
_FAR_APART = 1000
"""Characters that may lie between words and what they point back to."""
_FIGURES = re.compile(r"(?:death )?(?:tolls?|figures?|numbers?|counts?|tally|tallies|estimates?|data|statistics|totals?)", re.I)
_FOOTAGE = re.compile(r"videos?|footage|clips?|images?|photos?|photographs?|pictures?|recordings?", re.I)
_NOUN = re.compile(
    r"\b(?P<noun>claims?|reports?|accounts?|allegations?|accusations?|assertions?|statements?|versions?|stor(?:y|ies)|rumou?rs?|"
    r"details?|information|news|charges?|testimon(?:y|ies)|figures?|numbers?|tolls?|counts?|tally|tallies|estimates?|data|"
    r"statistics|totals?|videos?|footage|clips?|images?|photos?|photographs?|pictures?|recordings?|authenticity|accuracy|"
    r"veracity|findings?|narratives?|comments|remarks)\b(?: (?:from|by|of) (?P<of>[^.,;:]{3,60}))?",
    re.I,
)
_OWNER = re.compile(r"([\w.-]+(?: [A-Z][\w-]+)*)['’]s (?:[\w-]+ ){0,3}$|([\w-]+s)['’] (?:[\w-]+ ){0,3}$|\b([A-Z][a-z]{3,}) $")
_BY_NAME = re.compile(r"\s(?:from|by|of) (?:the )?(?:[A-Za-z-]+ ){0,4}?(?P<name>(?:[A-Z][\w-]+ )*[A-Z][\w-]+)(?! [A-Z])")
_DETAIL = re.compile(r"\s*(?:that|of|about)\s")
_POINTS = re.compile(r"\b(?:it|this|that|these|those|they|which|neither|none|both)\b", re.I)
_MANY = re.compile(r"(?:s|data|information|footage|ies)$", re.I)
_WORD = re.compile(r"[^\W\d_][\w-]{2,}|\d[\d,.]*\d|\d")
_EMPTY = frozenset(
    "the and for was are not but had has his her its who all any can did may one two now out off how our she him per via "
    "that this these those with from have been were will would could should their there they them which what when where about "
    "into than then some more most over after before because while also only such other others being between under against said "
    "says people year years time country government state national according told reported during each every very just still "
    "even many much well does make made take taken any ever never".split()
)
_OF_NOBODY = frozenset("local forces social unconf confli".split())
"""Stems of words before *reports* that do not tell whose they are."""
_PEOPLE = frozenset({SpeakerKind.PERSON, SpeakerKind.ANONYMOUS, SpeakerKind.GROUP, SpeakerKind.ORGANISATION})

_SHOWS = frozenset({SpeakerKind.FOOTAGE, SpeakerKind.POST, SpeakerKind.DOCUMENT})


class Scene:
    """The statements and figures of one page, by the blocks in which they stand."""

    def __init__(self, text: str, blocks: Sequence[Span], statements: Sequence[Statement], figures: Sequence[Figure]) -> None:
        self.text = text
        self.blocks = blocks
        self._starts = [b.start for b in blocks]
        in_text = [*(s.id for s in statements), *(f.id for f in sorted(figures, key=lambda f: f.span))]
        self._order = {entry: i for i, entry in enumerate(in_text)}
        self._told: dict[str, frozenset[str]] = {}
        self._everywhere: frozenset[str] | None = None
        self.by_id = {s.id: s for s in statements}
        self._said = sorted(statements, key=_start)
        self._said_at = [_start(s) for s in self._said]
        self._counted = sorted(figures, key=lambda f: f.span)
        self._counted_at = [f.span.start for f in self._counted]

    def block_at(self, position: int) -> int:
        """The number of the block in which a position stands."""
        return max(0, bisect.bisect_right(self._starts, position) - 1)

    def _near(self, span: Span, reach: int = _REACH) -> list[Statement]:
        """The statements that begin in a run, or so little before it that they may reach into it."""
        first = bisect.bisect_left(self._said_at, span.start - reach)
        return self._said[first : bisect.bisect_right(self._said_at, span.end)]

    def _from(self, at: int, blocks: int) -> Span:
        """So many blocks before a place, and its own up to there."""
        start = self.blocks[max(0, self.block_at(at) - blocks)].start
        return Span(max(0, min(start, at), at - _REACH), at)

    def holding(self, span: Span) -> Statement | None:
        """The innermost statement in whose content the span stands."""
        around = [s for s in self._near(span) if any(p.covers(span) for p in s.content)]
        return min(reversed(around), key=lambda s: sum(len(p) for p in s.content), default=None)  # of the same words: the inner

    def reporting(self, span: Span) -> Statement | None:
        """The statement that the span reports: it stands in or just before its cue, or in a source that is nobody."""
        for s in self._near(Span(span.start, span.end + 1)):
            told = s.cue if s.speaker.kind in _PEOPLE and s.speaker.name else (*s.cue, *s.source)
            if any(p.start - 1 <= span.end and span.start < p.end for p in told):
                return s
        return None

    def within_sentence(self, sentence: Span, before: int) -> Statement | None:
        """The last outer statement of a sentence that ends before a place in it."""
        told = [s for s in self._near(sentence) if s.within is None and s.content[-1].end > sentence.start and _end(s) <= before]
        return max(told, key=lambda s: s.content[-1].end, default=None)

    def told_in(self, sentence: Span, at: int) -> list[Statement]:
        """The outer statement whose cue stands in a sentence nearest to a place."""
        here = [s for s in self._near(sentence) if s.within is None and any(sentence.covers(p) for p in s.cue)]
        return sorted(here, key=lambda s: abs(s.cue[0].start - at))[:1]

    def shown_by(self, clause: Span) -> list[Statement]:
        """The statements that what a clause speaks of makes itself (*The video, which …, shows the square*)."""
        return [s for s in self._near(clause) if s.speaker.kind in _SHOWS and any(clause.covers(p) for p in s.source)]

    def figures_in(self, span: Span, *, held: bool = True) -> list[Figure]:
        """The figures in a run, in order; without ``held`` those of the page's own voice alone."""
        first, last = (bisect.bisect_left(self._counted_at, at) for at in (span.start, span.end))
        return [f for f in self._counted[first:last] if f.span.end <= span.end and (held or f.holder == OUTLET)]

    def with_figures(self, statements: Iterable[Statement]) -> tuple[str, ...]:
        """The ids of statements, and of the figures in their contents."""
        said = sorted({s.id: s for s in statements}.values(), key=lambda s: s.content[0])
        counted = {f.id: f for s in said for p in s.content for f in self.figures_in(p)}
        return (*(s.id for s in said), *(f.id for f in sorted(counted.values(), key=lambda f: f.span)))

    def before(self, at: int, blocks: int) -> list[Statement]:
        """Outer statements that end before a place, the nearest first, from so many blocks."""
        ended = [s for s in self._near(self._from(at, blocks), 0) if s.content[-1].end <= at]
        turn = self._turn_at(at)
        here = [s for s in ended if turn is not None and s.within == turn.id]
        return sorted(here or [s for s in ended if s.within is None], key=lambda s: s.content[-1].end, reverse=True)

    def _turn_at(self, at: int) -> Statement | None:
        """The turn of a recording in which a place stands, where what it reports is nearer than what others said before it."""
        held = (s for s in self._near(Span(at, at)) if any(p.start <= at < p.end for p in s.content))
        return next((s for s in held if _is_turn(s, self.text)), None)

    def named(self, words: str, at: int, *, points: bool) -> tuple[str, ...]:
        """What the words before or after a verb name of all that was said before: *the claims*, *accounts from activists*, *it*.

        Empty where they name nothing of the kind, or nothing was said. ``points`` lets a pronoun name it.
        """
        found = list(_NOUN.finditer(words))
        if not found:
            return self.last_said(at, many=False, blocks=1) if points and _POINTS.search(words) else ()
        noun = found[-1]
        owner = _OWNER.search(words[: noun.start()])
        if owner and (said := self._last_of(next(g for g in owner.groups() if g), at)):
            return self.with_figures(said)
        if noun["of"] and (said := self._of(noun["of"], at) or self._of_people(noun, at)):
            return self.with_figures(said)
        if _FIGURES.fullmatch(noun["noun"]) and (counted := self._figures_before(at, noun["noun"])):
            return counted
        if _FOOTAGE.fullmatch(noun["noun"]):
            shown = [s for s in self.before(at, _NEAR) if s.speaker.kind in (SpeakerKind.FOOTAGE, SpeakerKind.POST)]
            return self.with_figures(shown[:1])
        return self.last_said(at, many=bool(_MANY.search(noun["noun"])), blocks=_NEAR)

    def last_said(self, at: int, *, many: bool, blocks: int) -> tuple[str, ...]:
        """The last statement before a place, with those of the same speaker that lead up to it."""
        return self.with_figures(self._run(at, many=many, blocks=blocks))

    def _run(self, at: int, *, many: bool, blocks: int) -> list[Statement]:
        said = self.before(at, blocks + (2 * _NEAR if many else 0))
        if not said or self.block_at(said[0].content[-1].end - 1) < self.block_at(at) - blocks:
            return []
        last = said[0]
        if at - last.content[-1].end > _FAR_APART:
            return []
        run = [last]
        for s in said[1:]:
            apart = self.block_at(run[-1].content[0].start) - self.block_at(s.content[-1].end - 1)
            far = run[-1].content[0].start - s.content[-1].end > _FAR_APART
            if far or not _same_speaker(s, last) or apart > (_NEAR if many else 0):
                break
            run.append(s)
        if many and len(run) == 1:
            block = self.block_at(last.content[-1].end - 1)
            run = [s for s in said if self.block_at(s.content[-1].end - 1) == block and at - s.content[-1].end <= _FAR_APART]
        return run

    def _last_of(self, whose: str, at: int) -> list[Statement]:
        """The last statements of one who is named (*the mayor's claims*), as far as they lie close together."""
        said = sorted((s for s in self._of(whose, at) if s.content[-1].end <= at), key=lambda s: s.content[-1].end, reverse=True)
        for i in range(1, len(said)):
            if self.block_at(said[i - 1].content[0].start) - self.block_at(said[i].content[-1].end - 1) > _NEAR:
                return said[:i]
        return said

    def told_by(self, subject: str, at: int) -> tuple[str, ...]:
        """The last statement before a place of whom a subject names (*the envoy later withdrew his statement*)."""
        return self.with_figures(self._last_of(subject, at)[:1])

    def _of(self, whose: str, at: int) -> list[Statement]:
        """The statements of those who are named (*accounts from activists*): of them all, and of what they go on to say."""
        stems = _stems(whose) - _OF_NOBODY
        last = self.blocks[min(self.block_at(at) + _FAR, len(self.blocks) - 1)].end
        near = Span(self._from(at, _FAR).start, max(at, min(last, at + _REACH)))
        return [
            s
            for s in self._near(near, 0)
            if s.within is None and stems & _stems(" ".join((s.speaker.name or "", *(p.of(self.text) for p in s.source))))
        ]

    def _of_people(self, noun: re.Match[str], at: int) -> list[Statement]:
        """What people without a name say, where accounts or reports *from the city* are spoken of, and nobody's in particular."""
        if noun["noun"].casefold() not in ("accounts", "reports", "claims", "information"):
            return []
        return [s for s in self.before(at, _FAR) if s.speaker.kind in (SpeakerKind.GROUP, SpeakerKind.ANONYMOUS)]

    def _figures_before(self, at: int, noun: str) -> tuple[str, ...]:
        counted = self.figures_in(self._from(at, 2))
        if not counted:
            return ()
        last = counted[-1]
        holder = self.by_id.get(last.holder)
        if holder is not None:
            run = self._run(at, many=True, blocks=_NEAR) if noun.casefold().endswith("s") else []
            return self.with_figures([holder, *(s for s in run if len(self.with_figures([s])) > 1)])
        own = [f for f in counted if f.holder == OUTLET and self.block_at(f.span.start) == self.block_at(last.span.start)]
        return tuple(f.id for f in (own if noun.casefold().endswith("s") else own[-1:]))

    def disputed(self, words: str, rest: str, at: int, teller: Statement | None) -> tuple[str, ...]:
        """What others said that is denied or disputed by these words: *the claims*, *the Russian claim*, *claims that …*."""
        if _DETAIL.match(rest):
            about = _stems(rest) - self._common()
            alike = [s for s in self.before(at, _FAR) if 2 <= len(about & self._telling(s)) >= 0.4 * len(about)]
            return self.of_others([s.id for s in alike], teller)
        if (by := _BY_NAME.match(rest)) and not self._of(by["name"], at):
            return ()  # of somebody who has not been heard
        owner = _OWNER.search(words[: noun.start()]) if (noun := _NOUN.search(words)) else None
        whose = next(g for g in owner.groups() if g) if owner else ""
        if whose and not self._of(whose, at):
            return ()
        return self.of_others(self.named(words, at, points=noun is None), teller)

    def answered(self, s: Statement, *, least: int, share: float) -> tuple[str, ...]:
        """The statements of others before this one that are about the same thing as it: words of their contents are the same."""
        own = self._telling(s) - self._common()
        if len(own) < least:
            return ()
        return tuple(
            other.id
            for other in reversed(self.before(s.content[0].start, _FAR))
            if not _same_speaker(other, s)
            and other.stance not in (Stance.DENYING, Stance.CONFIRMING)
            and len(shared := own & self._telling(other)) >= least + (s.content[0].start - other.content[-1].end > _FAR_APART)
            and len(shared) >= share * len(own)
        )

    def on_the_same(self, ids: tuple[str, ...], words: str) -> tuple[str, ...]:
        """Those of these statements, with their figures, in which some of the words are."""
        own = frozenset(_stems(words))
        kept = {i for i in ids if i in self.by_id and own & self._telling(self.by_id[i])}
        holder = {f.id: f.holder for f in self._counted}
        return tuple(i for i in ids if i in kept or holder.get(i) in kept)

    def _telling(self, s: Statement) -> frozenset[str]:
        if s.id not in self._told:
            self._told[s.id] = frozenset(_stems(" ".join(p.of(self.text) for p in s.content)))
        return self._told[s.id]

    def _common(self) -> frozenset[str]:
        """What so many statements of the page speak of that it tells no two apart."""
        if self._everywhere is None:
            seen = Counter(stem for s in self.by_id.values() for stem in self._telling(s))
            most = max(_COMMON_LEAST, len(self.by_id) * _COMMON)
            self._everywhere = frozenset(stem for stem, n in seen.items() if n > most)
        return self._everywhere

    def ordered(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Ids of statements and figures, each once: statements first, both in the order of the page."""
        return tuple(sorted(set(ids), key=lambda i: self._order.get(i, 0)))

    def of_others(self, ids: Iterable[str], s: Statement | None) -> tuple[str, ...]:
        """The ids without the statements of this one's own speaker, and without the figures in them."""
        own = {i for i in ids if s is not None and i in self.by_id and _same_speaker(self.by_id[i], s)}
        left = [i for i in ids if i in self.by_id and i not in own]
        return self.with_figures(self.by_id[i] for i in left) if left else ()


def names_words(words: str) -> bool:
    """Whether words name or point at what was said."""
    return bool(_NOUN.search(words) or _POINTS.search(words))


def _start(s: Statement) -> int:
    """Where anything of a statement begins."""
    return min(p.start for p in (*s.source, *s.cue, *s.content))


def _end(s: Statement) -> int:
    """Where anything of a statement ends."""
    return max(p.end for p in (*s.source, *s.cue, *s.content))


def _same_speaker(a: Statement, b: Statement) -> bool:
    if a.speaker.name is None or b.speaker.name is None:
        return a.speaker.name == b.speaker.name and not a.source and not b.source
    x, y = a.speaker.name.casefold(), b.speaker.name.casefold()
    return x == y or x.endswith(" " + y) or y.endswith(" " + x)


def _stems(words: str) -> set[str]:
    """What tells contents apart: their words but for common ones, cut to six letters."""
    return {w[:6].casefold() for w in _WORD.findall(words) if w.casefold() not in _EMPTY}


def _is_turn(statement: Statement, text: str) -> bool:
    """Whether a statement is the paragraph of a turn whose name stands right before it, not one that a cue reports."""
    if statement.cue or len(statement.source) != 1 or len(statement.content) != 1 or statement.within is not None:
        return False
    head, said = statement.source[0], statement.content[0]
    before = text[text.rfind("\n", 0, head.start) + 1 : head.start]
    return text.startswith(":", head.end) and not before.strip("> -–—") and head.end < said.start
