"""Pieces: the words of a statement, cut clean: inside the blocks that are read, with their quotation marks, without the comma
or full stop that only closes the reporting sentence."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sayso.reading.quotes import MARKS, Quotation
from sayso.reading.reading import Attribution
from sayso.reading.runs import DATES
from sayso.text import Pieces, Span

_WORD = re.compile(r"\w")
_ABBREVIATED = re.compile(r"(?:\b(?:[A-Z]\.){2,}|\b(?:Mr|Mrs|Dr|Inc|Ltd|Co|Corp|Jr|Sr|No|a\.m|p\.m)\.)$")
_WHEN = DATES | frozenset("week year night today yesterday tonight tomorrow morning evening afternoon recently ago last".split())
_BEFORE_WHEN = frozenset("on in last earlier late early this next".split())
_DOUBT = re.compile(
    r",?\s+(?:but|although|though|however)\s[^.!?“”\"]{0,60}?\b(?:not|n't|n’t|yet to|unable to|impossible to)\b[^.!?“”\"]{0,40}?"
    r"\b(?:verif|confirm|corroborat|authenticat)\w+"
)
"""Where the page adds its own doubt to what somebody said: *…, but this figure has not been verified*."""
_DATELINE = re.compile(
    r"[A-Z][A-Z.’'-]+(?:[ /,]+(?:[A-Z][A-Z.’'-]+|[A-Z][a-z]+\.?|\d{1,2})){0,6},?\s*"
    r"(?:\([A-Z][\w .,’'/-]{1,30}\)\s*(?:[-–—]{1,2}\s*)?|[-–—]{1,2}\s+)"
)
_WORDS = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_SENTENCE = 5
"""Words that a quotation has at least to be a sentence."""
_OWN_CLAUSE = re.compile(
    r"\s+(?:[A-Z][\w.’'-]+|he|she|they|it|the|an?|one|two|officials|residents)\b[^.!?“”\"\n]{0,120}?"
    r"\b(?:said|says|told|added|wrote|explained|warned|saying|quoted|according)\b"
)
_CLOCK = re.compile(r"\d{1,2}[.:]\d{2}(?=[A-Z][a-z])")
"""The time of an entry of a live page, stuck to its first word (*09.44Ships of the coast guard*)."""
_NEW_SENTENCE = re.compile(
    r"\b(?:[ap]\.m\.(?=\s+[A-Z][a-z]+\s+(?!time\b|on\b|to\b)[a-z])|(?:Inc|Ltd|Corp|Co|Jr|Sr|[ap]\.m|(?:[A-Z]\.)+[A-Z])\."
    r"(?=\s+(?:The|He|She|They|It|We|But|In|On|At|This|That|These|Those|Its|His|Her|An|Some|Many|After|Meanwhile|Earlier)\s))"
)
"""An abbreviation that a sentence ends with: a word begins the next that is written small within one."""
_AHEAD = 30
"""Characters behind a piece that tell whether its last word begins a sentence."""
_FUSED = re.compile(
    r"(?<=[a-z]{2})[.!?](?=[A-Z“\"][\w’]*\s)"
    r"|(?<=[a-z]{3})(?=[A-Z][a-z]{2,}[\s,:])"
    r"|(?<=[a-z]{2}\s)(?=The\s(?:[a-z]|UN\b|US\b|EU\b|UK\b)"
    r"|(?:It|He|She|They|We|There|This|These|In|On|At|But|An|Some|More|After|When|While|As)\s[a-z])"
)
"""Where two lines of a page were run together: *the villages.Orlec*, *before WednesdayDam burst*, *in the valley The dam was*."""
_WHOLE_WORD = re.compile(r"\w+")
_TWO_CAPITALS = frozenset(
    "WhatsApp AstraZeneca LinkedIn BuzzFeed GlaxoSmithKline SoundCloud PolitiFact HuffPost SurveyMonkey FedEx MasterCard".split()
)
"""Names that are written so."""
_DAY = re.compile(r"\s(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today)$")
_CALLED = re.compile(
    r"what (?:he|she|they|it|the \w+) (?:has |have |had )?(?:called|described as|termed|dubbed)\s+", re.IGNORECASE
)
"""*Hailed | what she called | a turning point*: the page's own words before somebody's."""
_ANOTHER_CLAUSE = frozenset("after as when while where because since although before until".split())
_ASIDE = re.compile(r",\s+(?:after|as|while|when|where|since|although|though|because|which|who)\s+$")
_MAIN_VERB = re.compile(r",\s+(?=(?:has|have|had|is|are|was|were|will|would|can|could|may|might|must)\s)")
_CAME_AS = re.compile(
    r"(?:The|This|That|His|Her|Their|Its) (?:[\w-]+ ){1,4}(?:came|comes|followed|follows) (?:(?:[\w-]+ ){1,3}(?=after|before))?"
    r"(?:as|after|before|amid|while|when)\s+"
)
_IT_SAID = re.compile(
    r"(?:It|He|She|They) (?:also )?(?:said|claimed|added|stressed|insisted|noted|warned|alleged)(?: that)? (?=\w)"
)
"""*It claimed | the bridge had fallen, | the ministry said*: the page names who says it at the end."""
_BARE_NOUN = re.compile(r"(?:that )?(?:the|its|their|his|her|all|both|these|those)(?: [\w’'-]+){1,3}")
_ASIDE_AND_VERB = re.compile(
    r", [^.!?;:\n“”\"()]{3,220}?, (?:will|would|has|have|had|is|are|was|were|can|could|may|might|must|should|did|does|do)\b"
    r"[^.!?\n“”\"]*"
)
_BETWEEN = 2
"""How many words may stand between two pieces that are one."""
_APART = re.compile(r"[.!?:;()\[\]\n“”\"«»—–]")
_JOINING = frozenset("and or but nor which who whom whose that because while when where if than".split())
_HOLDING_ON = _JOINING | frozenset(
    "a an the of to in for with by from at into about between among against his her its their our my your until during despite "
    "including".split()
)
"""Words that no phrase ends with."""
_EMPTY = frozenset("this these those them him her".split())
"""Words that alone say nothing."""
_A_DAY = re.compile(r"\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_CLAUSE_REST = re.compile(r"\s+[^\s.,;:!?…“”\"()–—][^.,;:!?…“”\"()–—\n]{0,90}?(?=\s*[.,;:!?…“”\"()–—\n]|\s*$)")
_SHORT_REST = re.compile(r"[^.!?\n]{1,60}[.!?]?[”\"’'»]")
"""What is left of a quotation whose beginning is in somebody's words."""
_BRACKET_REST = re.compile(r"[^.;!?()\n]{0,40}\)")
_HALF_CLOCK = re.compile(r"\d[.:]\d{2}")
_CLOSING = "\"”»’'"


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement in the making."""

    source: Pieces
    cue: Pieces
    content: Pieces
    confidence: float = 1.0

    start: int = field(init=False)
    """Where anything of it begins."""
    end: int = field(init=False)
    """Where anything of it ends."""
    size: int = field(init=False)
    """How long its content is."""

    def __post_init__(self) -> None:
        pieces = (*self.source, *self.cue, *self.content)
        object.__setattr__(self, "start", min(p.start for p in pieces))
        object.__setattr__(self, "end", max(p.end for p in pieces))
        object.__setattr__(self, "size", sum(p.end - p.start for p in self.content))

    def said(self, more: Iterable[Span]) -> Draft:
        """The same with more content; pieces that touch or overlap become one."""
        return replace(self, content=merged((*self.content, *more)))


class Sheet:
    """The blocks of a page that are read, with their quotations: what pieces are cut to."""

    def __init__(self, text: str, blocks: Sequence[Span], quotations: Sequence[Quotation]) -> None:
        self.text = text
        self.blocks = list(blocks)
        self.quotations = [q for q in quotations if q.depth == 0]
        self._starts = [b.start for b in self.blocks]
        self._quoted = sorted((p.start, p.end, q) for q in self.quotations for p in q.pieces) if self.quotations else []
        self._quoted_starts = [s for s, _, _ in self._quoted]

    def block_at(self, position: int) -> int:
        """The number of the block in which a position stands, or of the one before it; -1 if there is none."""
        return bisect.bisect_right(self._starts, position) - 1

    def quoted_in(self, span: Span) -> list[tuple[Span, Quotation]]:
        """The pieces of quotations that overlap a span."""
        i = max(0, bisect.bisect_right(self._quoted_starts, span.start) - 1)
        found = []
        while i < len(self._quoted) and self._quoted[i][0] < span.end:
            start, end, quotation = self._quoted[i]
            if end > span.start:
                found.append((Span(start, end), quotation))
            i += 1
        return found

    def has_words(self, start: int, end: int) -> bool:
        """Whether anything but marks and white space stands between two places."""
        return start < end and bool(_WORD.search(self.text, start, end))

    def clean(self, a: Attribution) -> Draft | None:
        """An attribution with clean pieces; ``None`` if no content is left in the blocks that are read."""
        source = tuple(s for p in self._kept(a.source) if (s := self._unpunctuated(p)) is not None)
        cue = tuple(self._undated(p) for p in self._kept(a.cue))
        own = (*source, *cue)
        content = merged(
            cut
            for clipped in self._of_its_own(self._kept(a.content), source, cue)
            for whole in (self._unintroduced(self._undoubted(self._unfused(clipped, cue), own), cue),)
            for part in self._without(self._unglued(self._undatelined(whole), own), own)
            if (cut := self._trimmed(self._snapped(self._ended_with_its_sentence(part, source, cue), own))) is not None
        )
        if len(content) > 1:
            content = tuple(p for p in content if not self._is_nothing(p, content)) or content
        if len(content) == 1 and cue and cue[-1].end <= content[0].start:
            content = (self._past_an_aside(content[0], own),)
        content = self._bracketed(self._ended(self._bridged(content, own), own), own) if content else ()
        return Draft(source, cue, content, a.confidence) if content else None

    def _unfused(self, piece: Span, cue: Pieces) -> Span:
        """A piece without what was copied onto it without a space (*… before WednesdayDam burst: …*): the side of its cue."""
        for join in _FUSED.finditer(self.text, piece.start, min(len(self.text), piece.end + 1)):
            at = join.end()
            word = _WHOLE_WORD.match(self.text, _word_start(self.text, at))
            apart = self.text[at - 1].isspace() or word is None
            once = apart or (word is not None and word[0] not in _TWO_CAPITALS and self.text.count(word[0]) == 1)
            if piece.start < at < piece.end and cue and once and not any(q.start < at < q.end for q, _ in self.quoted_in(piece)):
                if cue[-1].end <= piece.start:
                    return Span(piece.start, at).trimmed(self.text)
                if cue[0].start >= piece.end:
                    return self._unfused(Span(at, piece.end).trimmed(self.text), cue)
        return piece

    def _unintroduced(self, piece: Span, cue: Pieces) -> Span:
        """A piece before its cue without what the page itself puts it in the time of: *The call came as | nine were killed*."""
        if not cue or cue[0].start < piece.end:
            return piece
        opening = _CAME_AS.match(self.text, piece.start, piece.end) or _IT_SAID.match(self.text, piece.start, piece.end)
        return Span(opening.end(), piece.end) if opening else piece

    def _past_an_aside(self, piece: Span, own: Pieces) -> Span:
        """A bare noun that breaks off at an aside, to the end of its sentence: *the sanctions | , due in May, will hurt*."""
        if not _BARE_NOUN.fullmatch(self.text, piece.start, piece.end) or self.quoted_in(piece):
            return piece
        block = self.blocks[self.block_at(piece.start)]
        rest = _ASIDE_AND_VERB.match(self.text, piece.end, block.end)
        whole = Span(piece.start, rest.end()) if rest else piece
        return piece if any(whole.overlaps(p) for p in own) else whole

    def _of_its_own(self, content: Pieces, source: Pieces, cue: Pieces) -> Pieces:
        """Content without words before its *X says* that have to do with another: *… where | X says | …*, *…” X says | …*."""
        if not source or not cue or source[-1].end > cue[0].start:
            return content
        before = [p for p in content if p.end <= source[0].start]
        if not before or len(before) == len(content):
            return content
        gap = self.text[before[-1].end : source[0].start]
        words = before[-1].of(self.text)
        another = (gap.strip() in _ANOTHER_CLAUSE and words.rstrip(_CLOSING)[-1:] not in ",.!?") or (
            words[-1] in '”"' and not gap.strip() and words[-2:-1].isalnum()
        )
        return content[len(before) :] if another else content

    def _bridged(self, content: Pieces, own: Pieces) -> Pieces:
        """Pieces with a word or two between them that are nobody's (*allowed to video*-call *his mother*) as one."""
        joined = [content[0]]
        for piece in content[1:]:
            gap = Span(joined[-1].end, piece.start)
            between = gap.of(self.text)
            if len(between.split()) <= _BETWEEN and not _APART.search(between) and not any(gap.overlaps(p) for p in own):
                joined[-1] = Span(joined[-1].start, piece.end)
            else:
                joined.append(piece)
        return tuple(joined)

    def _ended(self, content: Pieces, own: Pieces) -> Pieces:
        """Content that does not break off at *the*, *of* or *which*: led on to the end of its clause, or cut back.

        Nothing is left of a content that has only such words (*this*, *the*), unless they are quoted.
        """
        words = [m for p in content for m in _WORDS.finditer(self.text, p.start, p.end)]
        if all(m[0].casefold() in _HOLDING_ON | _EMPTY for m in words) and not self.quoted_in(content[-1]):
            return ()
        last = content[-1]
        final = next((m for m in reversed(words) if m.start() >= last.start), None)
        if final is not None and final.end() == last.end and final[0] == "on" and _A_DAY.match(self.text, last.end):
            return (*content[:-1], Span(last.start, final.start()).trimmed(self.text)) if final.start() > last.start else content
        if final is None or final.end() != last.end or final[0].casefold() not in _HOLDING_ON:
            return content
        on = _CLAUSE_REST.match(self.text, last.end)
        if on and final[0].casefold() not in _JOINING and not any(last.end < p.end and p.start < on.end() for p in own):
            return (*content[:-1], Span(last.start, on.end()))
        end = last.end
        for m in reversed(words):
            if (
                m.start() < last.start
                or m[0].casefold() not in _HOLDING_ON
                or (not self.text[m.end() : end].isspace() and m.end() < end)
            ):
                break
            end = m.start()
        cut = self._trimmed(Span(last.start, max(last.start, end)))
        return (*content[:-1], cut) if cut is not None else content[:-1]

    def _is_nothing(self, piece: Span, content: Pieces) -> bool:
        """Whether a piece beside others says nothing: the *it* of *it was announced that*, half a time of day."""
        words = piece.of(self.text)
        if words.isdigit():
            return bool(_HALF_CLOCK.match(self.text, max(0, piece.start - 2)))
        rest = content[content.index(piece) + 1 :]
        return words.casefold() == "it" and bool(rest) and self.text.startswith("that", rest[0].start)

    def _bracketed(self, content: Pieces, own: Pieces) -> Pieces:
        """Content that does not break off inside brackets: led on to where they close, or cut back to before them."""
        if not content:
            return content
        last = content[-1]
        opened = self.text.rfind("(", last.start, last.end)
        if opened < 0 or self.text.find(")", opened, last.end) >= 0:
            return content
        rest = _BRACKET_REST.match(self.text, last.end)
        if rest and not any(p.start < rest.end() and last.end < p.end for p in own):
            return (*content[:-1], Span(last.start, rest.end()))
        cut = self._trimmed(Span(last.start, opened)) if opened > last.start else None
        return (*content[:-1], cut) if cut is not None else content

    def _kept(self, pieces: Pieces) -> Pieces:
        """The pieces inside the blocks, trimmed; those without a letter or figure are gone (*a colon is no cue*)."""
        kept = []
        for piece in pieces:
            for block in self.blocks[max(0, self.block_at(piece.start)) :]:
                if block.start >= piece.end:
                    break
                start, end = max(block.start, piece.start), min(block.end, piece.end)
                if self.has_words(start, end):
                    kept.append(self._whole_words(Span(start, end).trimmed(self.text)))
        return tuple(kept)

    def _unpunctuated(self, source: Span) -> Span | None:
        """A source without the commas and lone brackets around it."""
        words = source.of(self.text)
        left = len(words) - len(words.lstrip(',;:.–—-"“”‘’) '))
        right = words.rstrip(',;:–—-"“”‘ ' + ("" if "(" in words else ")"))
        right = _DAY.sub("", right)
        right = re.sub(r"\s*(?:\(|,?\s(?:and|or|but|that|who|which|in|on|of|at|by|from|to|with|as))$", "", right)
        return Span(source.start + left, source.start + len(right)) if left < len(right) else None

    def _whole_words(self, piece: Span) -> Span:
        """A piece that begins or ends inside a word, to its ends; without a time that is stuck to its first word."""
        start, end = piece.start, piece.end
        for clock in _CLOCK.finditer(self.text, max(0, start - 6), min(end, start + 6)):
            if clock.start() <= start <= clock.end():
                return self._to_word_end(Span(clock.end(), end))
        while start > 0 and self.text[start].isalnum() and self.text[start - 1].isalnum():
            start -= 1
        return self._to_word_end(Span(start, end))

    def _to_word_end(self, piece: Span) -> Span:
        end = piece.end
        while end < len(self.text) and self.text[end].isalnum() and self.text[end - 1].isalnum():
            end += 1
        return Span(piece.start, end)

    def _undated(self, cue: Span) -> Span:
        """*said on Monday* without the day."""
        words = cue.of(self.text).rstrip(" :,").split(" ")
        kept = list(words)
        while len(kept) > 1 and kept[-1].casefold() in (_WHEN if len(kept) == len(words) else _WHEN | _BEFORE_WHEN):
            kept.pop()
        return Span(cue.start, cue.start + len(" ".join(kept)))

    def _undoubted(self, piece: Span, own: Pieces) -> Span:
        """A piece without the page's own *but this has not been verified* at its end."""
        doubt = _DOUBT.search(self.text, piece.start, piece.end)
        if (
            doubt is None
            or len(self.text[doubt.end() : piece.end].split()) > 4
            or any(q.start < doubt.start() < q.end for q, _ in self.quoted_in(piece))
        ):
            return piece
        return Span(piece.start, doubt.start()) if doubt.start() > piece.start else piece

    def _unglued(self, piece: Span, own: Pieces) -> Span:
        """A piece without a quotation behind it that has a reporting clause of its own (*… is tense “We wait here,” he said*)."""
        for quoted, quotation in self.quoted_in(piece):
            words = quoted.of(self.text).strip("\"“”‘’'«» ")
            behind = piece.start < quoted.start and self.text[piece.start : quoted.start].rstrip()[-1:].isalnum()
            whole = len(words.split()) >= _SENTENCE and words[0].isupper() and words.endswith(",") and len(quotation.pieces) == 1
            if behind and whole and _OWN_CLAUSE.match(self.text, quoted.end) and all(p.end <= quoted.start for p in own):
                return Span(piece.start, quoted.start)
        return piece

    def _ended_with_its_sentence(self, piece: Span, source: Pieces, cue: Pieces) -> Span:
        """A piece that follows its cue, unquoted, without what the page goes on to say in its own voice."""
        if not cue or cue[-1].end > piece.start or self.quoted_in(piece) or ":" in self.text[cue[-1].end : piece.start]:
            return piece
        end = _NEW_SENTENCE.search(self.text, piece.start, min(len(self.text), piece.end + _AHEAD))
        if end and end.end() < piece.end:
            piece = Span(piece.start, end.end())
        if source and source[-1].end <= cue[0].start and _ASIDE.search(self.text, max(0, source[0].start - 12), source[0].start):
            verb = _MAIN_VERB.search(self.text, piece.start, piece.end)
            if verb and self.text.find(",", piece.start, piece.end) == verb.start() > piece.start:
                piece = Span(piece.start, verb.start())
        return piece

    def _undatelined(self, piece: Span) -> Span:
        """A piece without the place, day and agency that a report begins with (*ORLEC, March 7 (Northern Wire) —*)."""
        block = self.blocks[self.block_at(piece.start)]
        line = _DATELINE.match(self.text, block.start, block.end)
        return Span(min(max(piece.start, line.end()), piece.end), piece.end) if line else piece

    def _without(self, piece: Span, own: Pieces) -> list[Span]:
        """A piece that runs over its own *he said* is broken there."""
        inside = [p for p in own if piece.covers(p) and p != piece]
        if not inside:
            return [piece]
        start, end = min(p.start for p in inside), max(p.end for p in inside)
        return [Span(s, e) for s, e in ((piece.start, start), (end, piece.end)) if self.has_words(s, e)]

    def _snapped(self, piece: Span, own: Pieces) -> Span:
        """The piece with the marks of quotations that it fills, or fills by half."""
        start, end = piece.start, piece.end
        for quoted, _ in self.quoted_in(Span(max(0, start - 2), end + 3)):
            if any(quoted.covers(p) for p in own):
                continue  # reported inside somebody's quotation: those marks are not its own
            covered = min(end, quoted.end) - max(start, quoted.start)
            by_half = 2 * covered >= len(quoted)
            if quoted.start < start < quoted.end and (by_half or not self.has_words(quoted.start, start)):
                start = self._unless_own(quoted.start, start, own, start)
            rest = quoted.start > piece.start and _SHORT_REST.fullmatch(self.text, end, quoted.end)
            if quoted.start < end < quoted.end and (by_half or rest or not self.has_words(end, quoted.end)):
                end = self._unless_own(end, quoted.end, own, end, up=True)
            elif quoted.end == start or (quoted.start >= end):
                continue
        return Span(start, end)

    def _unless_own(self, start: int, end: int, own: Pieces, keep: int, *, up: bool = False) -> int:
        if any(p.overlaps(Span(start, end)) for p in own):
            return keep
        return end if up else start

    def _trimmed(self, piece: Span) -> Span | None:
        start, end = piece.start, piece.end
        if (called := _CALLED.match(self.text, start, end)) is not None:
            start = called.end()
        quoted = self.quoted_in(piece)
        ends, starts = {q.end for q, _ in quoted}, {q.start for q, _ in quoted}
        while (
            start < end
            and start not in starts
            and (self.text[start].isspace() or (self.text[start] in ",;:.–—)”’-" and not self._word_dash(start)))
        ):
            start += 1
        while end > start and end not in ends:
            last = self.text[end - 1]
            if (
                last in ",;:–—(“‘-"
                or last.isspace()
                or (last == "." and not self.text[start:end].endswith("..") and not _ABBREVIATED.search(self.text[start:end]))
                or (last in MARKS and last not in _CLOSING)
            ):
                end -= 1
            else:
                break
        return Span(start, end) if self.has_words(start, end) else None

    def _word_dash(self, at: int) -> bool:
        return self.text[at] in ".’-" and at + 1 < len(self.text) and (self.text[at + 1].isalnum() or self.text[at + 1] == ".")


def _word_start(text: str, at: int) -> int:
    while at > 0 and text[at - 1].isalnum():
        at -= 1
    return at


def merged(pieces: Iterable[Span]) -> Pieces:
    """Pieces in text order, those that overlap or touch as one."""
    joined: list[Span] = []
    for piece in sorted(pieces):
        if joined and piece.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, piece.end))
        else:
            joined.append(piece)
    return tuple(joined)
