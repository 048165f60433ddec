"""Quotations: where quotation marks open and close on a page, over its paragraphs.

News prose has three habits that matter: a speech of several paragraphs opens its mark again at each and closes it at the last;
some pages cut a quotation into paragraphs without opening it again; and marks get lost. Nothing here fails on an odd number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.reading.cues import holds_report
from sayso.text import Pieces, Span

DOUBLE = '"“”„‟«»＂'
SINGLE = "'‘’‚‛‹›"
MARKS = frozenset(DOUBLE + SINGLE)
_MARK = re.compile(r"``|''|[\"“”„‟«»＂'‘’‚‛‹›]")
_ENDS_SENTENCE = re.compile(r"[.!?…][\"”’»')\]]*\s+$")
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s+[A-Z“\"‘«])")
_LONG = 400
"""Characters that a paragraph with a lost closing mark may have to be taken for a quotation to its end."""
_FAR = 6
"""How many paragraphs without a mark a quotation may run on before its closing mark."""
_CUT = 8
"""How many paragraphs a page needs to show that it is cut into sentences, one a paragraph."""
_INNER_BREAK = re.compile(r"[a-z]{3}[.!?][\"”’)]*\s+[\"“‘]?[A-Z]")
_TEASERS = 2
"""How many paragraphs may stand between a mark left open and the one that opens it again."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks, the marks included: one piece a paragraph.

    ``depth`` is 0 for the outermost. ``opened`` and ``closed`` tell whether the mark stands there; a missing one is put at the
    start of the paragraph, or at its end.
    """

    pieces: Pieces
    depth: int = 0
    opened: bool = True
    closed: bool = True

    @property
    def start(self) -> int:
        """Where its first piece begins."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Where its last piece ends."""
        return self.pieces[-1].end


@dataclass(frozen=True, slots=True)
class _Mark:
    at: Span
    double: bool
    may_open: bool
    may_close: bool
    opens: bool | None
    """Whether the character itself says so (“ or ”); ``None`` for straight marks."""


def quotations_of(text: str, blocks: Sequence[Span]) -> tuple[Quotation, ...]:
    """All quotations in these blocks, in order of their start, the outer before the inner.

    A quotation left open at the end of a block runs on in the next where that opens with a mark again, or where a closing mark
    follows that nothing else opened. Blocks between belong to it where the page is cut into sentences; else they are captions and
    teasers that interrupt it.
    """
    cut = _is_cut(text, blocks)
    marks = [_marks(text, block) for block in blocks]
    found: list[Quotation] = []
    open_pieces: list[Span] | None = None
    resumes = 0
    for i, block in enumerate(blocks):
        if open_pieces is not None and i < resumes:
            continue
        carried, open_pieces = open_pieces, None
        here = marks[i]
        if carried is not None and here and _reopens(here[0], block):
            here = here[1:]
        carried, left = _read_block(here, block, text, carried, found)
        if carried is None and left is None:
            continue
        pieces = [*carried, block] if carried is not None else [Span(left.at.start, block.end)] if left is not None else []
        resumes = _resumes(blocks, marks, i, cut=cut)
        if resumes:
            between = blocks[i + 1 : resumes] if cut else []
            open_pieces = [*pieces, *(() if any(_reports(b.of(text)) for b in between) else between)]
        else:
            found.append(Quotation((*pieces[:-1], _unclosed(pieces[-1], text)), closed=False))
    return tuple(sorted(found, key=lambda q: (q.start, -q.end)))


def _read_block(
    marks: Sequence[_Mark], block: Span, text: str, carried: list[Span] | None, found: list[Quotation]
) -> tuple[list[Span] | None, _Mark | None]:
    """Add what closes in this block to ``found``; return what still runs on: the quotation carried in, or the mark left open."""
    stack: list[_Mark] = []
    for n, mark in enumerate(marks):
        opener = next((k for k in range(len(stack) - 1, -1, -1) if stack[k].double == mark.double), None)
        if mark.may_close and opener is not None and not (mark.opens and mark.may_open):
            found.append(Quotation((Span(stack[opener].at.start, mark.at.end),), depth=opener + (carried is not None)))
            del stack[opener:]
        elif mark.may_close and mark.double and opener is None and carried is not None:
            found.append(Quotation((*carried, Span(block.start, mark.at.end))))
            carried = None
        elif (
            opener is not None
            and mark.double
            and mark.may_open
            and _ENDS_SENTENCE.search(text[max(0, mark.at.start - 12) : mark.at.start])
        ):
            continue  # paragraphs of one speech, run together: it is opened again, and closed once
        elif mark.may_open and (mark.double or any(m.may_close and not m.double for m in marks[n + 1 :])):
            stack.append(mark)  # an apostrophe opens nothing: single marks count only in pairs
        elif mark.may_close and mark.double and mark.opens is False and not stack:
            after = max((q.end for q in found if q.end > block.start), default=block.start)
            found.append(Quotation((Span(Span(after, mark.at.start).trimmed(text).start, mark.at.end),), opened=False))
    return carried, next((mark for mark in stack if mark.double), None)


def _unclosed(piece: Span, text: str) -> Span:
    """A piece whose closing mark is lost: its paragraph, or of a long one no more than the first sentence."""
    if len(piece) <= _LONG:
        return piece
    end = _SENTENCE_END.search(text, piece.start, piece.end)
    return Span(piece.start, end.end()) if end else piece


def _reopens(mark: _Mark, block: Span) -> bool:
    return mark.double and mark.may_open and mark.at.start == block.start


def _reports(words: str) -> bool:
    return "according to" in words.casefold() or holds_report(words)


def _is_cut(text: str, blocks: Sequence[Span]) -> bool:
    """Whether a page has one sentence a paragraph, as collections of texts often have them."""
    breaks = sum(_INNER_BREAK.search(text, block.start, block.end) is not None for block in blocks)
    return len(blocks) >= _CUT and breaks <= len(blocks) // 50


def _resumes(blocks: Sequence[Span], marks: Sequence[list[_Mark]], i: int, *, cut: bool) -> int:
    """The block where a double mark left open in block ``i`` is taken up again; 0 if nowhere."""
    for j in range(i + 1, min(len(blocks), i + 1 + _FAR)):
        first = next((m for m in marks[j] if m.double), None)
        if first is None:
            continue
        if _reopens(first, blocks[j]):
            return j if cut or j - i <= _TEASERS + 1 else 0
        return i + 1 if first.may_close and not (first.may_open and first.opens is not False) else 0
    return 0


def _marks(text: str, block: Span) -> list[_Mark]:
    found = []
    for m in _MARK.finditer(text, block.start, block.end):
        word, at = m[0], Span(m.start(), m.end())
        before = text[at.start - 1] if at.start > block.start else " "
        after = text[at.end] if at.end < block.end else " "
        double = word in DOUBLE or len(word) == 2
        if not double and before.isalnum() and after.isalnum():
            continue  # an apostrophe inside a word
        free_before = before.isspace() or before in "([{—–-/…" or before in MARKS
        free_after = after.isspace() or after in ")]}—–-/….,;:!?" or after in MARKS
        touches_after = not after.isspace() and (after.isalnum() or after in "([$£€#@¿¡…." or after in MARKS)
        if word in "“‘„‚‛‟``":
            opens: bool | None = True
            may_close = word == "“" and free_after and not free_before  # as in „so“
            may_open = not may_close
        elif word in ("”", "’", "''"):
            opens = False
            may_open, may_close = (
                double and free_before and touches_after and before not in MARKS,
                not (free_before and touches_after),
            )
        elif word in "«»‹›":
            opens = None
            may_open = (before.isspace() or before in "([") and (word in "«‹" or after.isalnum())  # « so », »so«
            may_close = not may_open
        else:
            opens = None
            may_open = free_before and touches_after
            may_close = not before.isspace() and not (free_before and before not in MARKS and touches_after)
            if double and before.isdigit() and not free_after:
                continue
        if not double and word in "'’" and may_open and after.isdigit():
            may_open = False  # the '90s
        if may_open or may_close:
            found.append(_Mark(at, double, may_open, may_close, opens))
    return found
