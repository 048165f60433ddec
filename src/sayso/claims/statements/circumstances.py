"""Circumstances of a statement: when it was made, through what, and whether it is given in translation, where the page says so.

Only the reporting clause is looked at: the words of the sentence around the cue that are nobody's content. The patterns are in
``circumstances.tsv``, each with an example; the days come from ``times.py``.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator, Sequence
from importlib import resources

from sayso.claims.settings.times import days_in
from sayso.claims.statement import NOTHING_MORE, Circumstances, SaidAt
from sayso.text import Pieces, Span

_SENTENCE_END = re.compile(r"[.!?…][\"”’»')\]]*\s+(?=[A-Z“\"‘«])|\n")
_MOST = 200
"""Pieces of content that are looked at before a paragraph's end: more than any paragraph has."""
_NEAR = 5
"""Words that may stand between the cue and what belongs to it."""
_DATELINE_REST = re.compile(r"(?:,? \d{4})?[^.]{0,24}\(")
"""How a dateline goes on after its day: *March 7 (Northern Wire)*."""
_BREAK = re.compile(r"[,;:]|\b(?:that|which|who|after|before|when)\b")


def circumstances_of(text: str, block: Span, cue: Pieces, contents: Sequence[Span], published: str | None) -> Circumstances:
    """The circumstances of the statement with this cue.

    ``block`` is the paragraph; ``contents`` are the pieces of content of all statements of the page, in order: they are not
    looked at. ``published`` is the page's own time, from which *on Monday* is counted back.
    """
    if not cue:
        return NOTHING_MORE
    clause = _clause(text, block, cue[0], contents)
    pieces = {
        what: next(
            (span for run in clause for span in _spans(pattern, text, run) if _belongs(text, clause, cue[-1], run, span)), None
        )
        for what, pattern in _patterns().items()
    }
    when = next(
        (
            when
            for run in clause
            for when in days_in(text, run.start, run.end, published)
            if _belongs(text, clause, cue[-1], run, when.span)
        ),
        None,
    )
    return Circumstances(
        SaidAt(when.span, when.value) if when else None,
        *((span,) if (span := pieces[what]) else () for what in ("medium", "translated")),
    )


def _spans(pattern: re.Pattern[str], text: str, run: Span) -> Iterator[Span]:
    return (Span(m.start(), m.end()) for m in pattern.finditer(text, run.start, run.end))


def _belongs(text: str, clause: Sequence[Span], cue: Span, run: Span, span: Span) -> bool:
    """Whether words in a run of the clause belong to the cue: in it, soon after it, or where the sentence begins."""
    after = text[cue.end : span.start]
    opens = (
        run is clause[0]
        and not _DATELINE_REST.match(text, span.end)
        and span.end <= cue.start
        and len(text[run.start : span.start].split()) <= 1
    )
    follows = run.start <= cue.end <= span.start and len(after.split()) <= _NEAR and not _BREAK.search(after)
    return opens or follows or cue.overlaps(span)


def _clause(text: str, block: Span, cue: Span, contents: Sequence[Span]) -> list[Span]:
    """The runs of the cue's sentence that stand in no content."""
    near = contents[: bisect.bisect_left(contents, block.end, key=lambda c: c.start)]
    inside = [c for c in near[-_MOST:] if c.end > block.start and not c.covers(cue)]
    ends = _sentence_ends(text, block)
    after = bisect.bisect_left(ends, cue.end, key=lambda m: m.start)
    before = bisect.bisect_right(ends, cue.start, key=lambda m: m.end)
    end = next((m.end for m in ends[after:] if _ends_outside(m, inside)), block.end)
    start = next((m.end for m in reversed(ends[:before]) if _ends_outside(m, inside)), block.start)
    runs, at = [], start
    for c in sorted(inside):
        if at < min(c.start, end):
            runs.append(Span(at, min(c.start, end)))
        at = max(at, c.end)
    return [*runs, Span(at, end)] if at < end else runs


@functools.lru_cache(maxsize=64)
def _sentence_ends(text: str, block: Span) -> list[Span]:
    return [Span(m.start(), m.end()) for m in _SENTENCE_END.finditer(text, block.start, block.end)]


def _ends_outside(end: Span, contents: Sequence[Span]) -> bool:
    """Whether a sentence's end is not one within what is said."""
    return not any(c.start < end.start < c.end - 1 for c in contents)


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """What each circumstance looks like, one pattern of all its lines."""
    lines = resources.files("sayso.claims.statements").joinpath("circumstances.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {
        what: re.compile(r"\b(?:" + "|".join(pattern for kind, pattern, _ in rows if kind == what) + r")(?![\w-])", re.IGNORECASE)
        for what in ("medium", "translated")
    }
