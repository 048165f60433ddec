"""Circumstances of a statement: when it was made, through what, and whether it is given in translation, where the page says so.

Only the reporting clause is looked at: the words of the sentence around the cue that are nobody's content. The patterns are in
``circumstances.tsv``, each with an example.
"""

from __future__ import annotations

import bisect
import datetime
import functools
import re
from collections.abc import Sequence
from importlib import resources

from sayso.claims.statement import NOTHING_MORE, Circumstances, SaidAt
from sayso.text import Pieces, Span

_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTHS = "january february march april may june july august september october november december".split()
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
    pieces = {what: _first(text, clause, cue[-1], pattern) for what, pattern in _patterns().items()}
    when = _first(text, clause, cue[-1], _WHEN)
    return Circumstances(
        SaidAt(Span(when.start("day"), when.end("day")), _day(when, published)) if when else None,
        *((Span(m.start(), m.end()),) if (m := pieces[what]) else () for what in ("medium", "translated")),
    )


def _first(text: str, clause: Sequence[Span], cue: Span, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """The first place in the clause that belongs to the cue: in it, soon after it, or where the sentence begins."""
    for number, run in enumerate(clause):
        for m in pattern.finditer(text, run.start, run.end):
            after = text[cue.end : m.start()]
            opens = (
                number == 0
                and not _DATELINE_REST.match(text, m.end())
                and m.end() <= cue.start
                and len(text[run.start : m.start()].split()) <= 1
            )
            follows = run.start <= cue.end <= m.start() and len(after.split()) <= _NEAR and not _BREAK.search(after)
            if opens or follows or cue.overlaps(Span(m.start(), m.end())):
                return m
    return None


def _clause(text: str, block: Span, cue: Span, contents: Sequence[Span]) -> list[Span]:
    """The runs of the cue's sentence that stand in no content."""
    start, end = block.start, block.end
    near = contents[: bisect.bisect_left(contents, block.end, key=lambda c: c.start)]
    inside = [c for c in near[-_MOST:] if c.end > block.start and not c.covers(cue)]
    for m in _SENTENCE_END.finditer(text, block.start, block.end):
        if any(c.start < m.start() < c.end - 1 for c in inside):
            continue  # a sentence's end within what is said
        if m.end() <= cue.start:
            start = m.end()
        elif m.start() >= cue.end:
            end = m.end()
            break
    runs, at = [], start
    for c in sorted(inside):
        if at < min(c.start, end):
            runs.append(Span(at, min(c.start, end)))
        at = max(at, c.end)
    return [*runs, Span(at, end)] if at < end else runs


_WHEN = re.compile(
    r"(?<!\bnext )(?<!\buntil )(?<!\bby )(?<!\bsince )(?<!\bfrom )(?<!\bbefore )(?<!\bafter )(?<!\bfor )(?<!['’]s )"
    r"\b(?P<day>(?:late |early |earlier )?(?:on )?(?:late |early )?(?:"
    r"(?P<weekday>" + "|".join(_DAYS) + r")(?!['’-])(?:\s(?:morning|afternoon|evening|night))?"
    r"|(?P<date>\d{1,2})\s(?P<month>" + "|".join(_MONTHS) + r")\b(?:\s(?P<year>\d{4}))?"
    r"|(?P<month2>" + "|".join(_MONTHS) + r")\s(?P<date2>\d{1,2})\b(?:,\s(?P<year2>\d{4}))?"
    r"|(?P<relative>yesterday|today|tonight|this (?:morning|afternoon|evening)|last night|overnight)))\b",
    re.IGNORECASE,
)


def _day(m: re.Match[str], published: str | None) -> str | None:
    """The day meant, counted from the page's own; the last one of that name, since what is reported has been said."""
    if not published:
        return None
    try:
        own = datetime.date.fromisoformat(published[:10])
    except ValueError:
        return None
    if m["relative"]:
        word = m["relative"].casefold()
        if word == "overnight":
            return None
        return (own - datetime.timedelta(days=word in ("yesterday", "last night"))).isoformat()
    if m["weekday"]:
        back = (own.weekday() - _DAYS.index(m["weekday"].casefold())) % 7
        return (own - datetime.timedelta(days=back)).isoformat()
    month = _MONTHS.index((m["month"] or m["month2"]).casefold()) + 1
    year = m["year"] or m["year2"]
    try:
        day = datetime.date(int(year or own.year), month, int(m["date"] or m["date2"]))
        return (day if year or day <= own else day.replace(year=own.year - 1)).isoformat()
    except ValueError:
        return None


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """What each circumstance looks like, one pattern of all its lines."""
    lines = resources.files("sayso.claims").joinpath("circumstances.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {
        what: re.compile(r"\b(?:" + "|".join(pattern for kind, pattern, _ in rows if kind == what) + r")(?![\w-])", re.IGNORECASE)
        for what in ("medium", "translated")
    }
