"""Phrases: the words of a source, tidied for reading them as a description."""

from __future__ import annotations

import re

from sayso.reading.lexicon import lexicon
from sayso.reading.runs import DATES
from sayso.text import Span

ARTICLE = re.compile(r"^(?:the)\s+", re.I)

_ENDS = re.compile(
    r"(?<=[a-z])[.!?][”’\"')]*\s?(?=[A-Z][a-z])|(?<=[a-z]) (?=(?:The|He|She|It|They|Mr|Mrs)\s)"
    r"|(?<=Staff) (?=[A-Z])|(?<=[a-z])(?=(?:An?|The)\s[a-z])"
)
"""Where within a source a heading or a sentence ends: *the crowd.Example*, *Ann Example foreign minister The minister*."""
_GOES_ON = re.compile(r"\b(?:of|for|from|to|in|at|on|by|with|and|or|but|as|that|is|was|than|about|called|named|dr|st|mr)$", re.I)
_CLOCK = re.compile(r"[0-5]\d(?=[A-Z])")
"""*10.05Example reports*: the end of the time of an entry."""
_LISTED = re.compile(r"([A-Z][\w.]*(?: [A-Z][\w.]*)*?) (?=([A-Z][a-z]+)\b)")
_LISTED_BEFORE = re.compile(r"([A-Z][\w.]*(?: [A-Z][\w.]*)*), $")


def unglued(text: str, span: Span) -> Span:
    """A source without the end of the heading, the byline or the list that stands before it without a full stop."""
    lex = lexicon()
    start = span.start + (2 if _CLOCK.match(text, span.start, span.end) else 0)
    for m in _ENDS.finditer(text, span.start, span.end):
        if not _GOES_ON.search(text, span.start, m.start()) and not text[span.start : m.start()].endswith(("Mr", "Dr", "St")):
            start = m.end()
    listed = _LISTED.match(text, start, span.end)
    before = _LISTED_BEFORE.search(text, max(0, start - 40), start)
    goes_on = text[span.end : span.end + 2].strip()[:1].islower()  # else a heading in title case
    if listed and goes_on and before is not None and before[1] in lex.places and listed[1] in lex.places:
        noun = lex.noun(listed[2])
        start = listed.end() if noun is not None and noun.plural else start
    return Span(start, span.end) if start < span.end else span


def tidy(words: str) -> str:
    """A description without brackets, datelines and what is set behind it with a comma."""
    words = re.sub(r"\s*\([^)]*\)", "", words).strip(' ,;:.()[]"“”–—-')
    words = re.sub(r"^(?:But|And|Yet|So|While|Although|Though|As|When|If)\s+(?=[a-z])", "", words)
    words = re.sub(r"\s(?:yesterday|today|tonight)$", "", words)
    words = re.split(r",\s+(?:the|an?|who|which|whose|whom|where|now|then|[a-z]+ed|[a-z]+ing)\b", words, maxsplit=1)[0]
    words = re.sub(r"(?<=\w)(?:\s(?:and|or|of|the|an?))+$", "", words)
    first, _, rest = words.partition(" ")
    return re.sub(r"\s+", " ", rest if first.casefold() in DATES and rest else words)
