"""Subjects: the source of words that the reader left without one, where the sentence or the headline is plain about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sayso.claims.statements.labels import labelled
from sayso.claims.statements.pieces import Draft, Sheet
from sayso.reading.cues import is_verb_of_speech, known
from sayso.reading.descriptions import describe
from sayso.reading.lexicon import lexicon
from sayso.reading.names import Name
from sayso.text import Span

_WORDS = 9
"""How long a subject may be."""
_BEFORE = re.compile(
    r"(?:^|[.!?;:“”\"]\s+|,\s+(?:but |and |while |as )?|\b(?:but|and|while|that)\s+)(?P<subject>[^.!?;:,“”\"]{2,80}?)\s+$"
)
_AFTER = re.compile(r"\s+(?P<subject>[^.!?;:,“”\"\n]{2,80}?)\s*(?=[.!?;:,\n]|$)")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\b")
_TELLING = re.compile(r"\b(?:tells?|told|telling|informed|assured)$")
_CLAUSE = re.compile(r"\b(?:who|which|that|is|are|was|were|has|have|had|said|says|will|would|can|could|to)\b")


def with_subjects(drafts: Sequence[Draft], sheet: Sheet, names: Sequence[Name]) -> list[Draft]:
    """The drafts, those without a source given the subject that stands beside the verb; addressees taken for sources gone.

    What a headline gives under somebody's name without a verb comes first.
    """
    by_start = {(n.span.start - (len(n.title) + 1 if n.title else 0)) for n in names}
    found = [_with_subject(_without_addressee(d, sheet), sheet, by_start) for d in drafts]
    return [*labelled(sheet, found, names), *found]


def _without_addressee(d: Draft, sheet: Sheet) -> Draft:
    """*told Example News* names who was told, not who tells."""
    if d.source and d.cue and _TELLING.search(d.cue[-1].of(sheet.text)):
        gap = sheet.text[d.cue[-1].end : d.source[0].start]
        if d.source[0].start > d.cue[-1].end and gap.strip() in ("", "the", "a"):
            return replace(d, source=())
    return d


def _with_subject(d: Draft, sheet: Sheet, names: set[int]) -> Draft:
    if d.source or len(d.cue) != 1:
        return d
    cue = d.cue[0]
    words = cue.of(sheet.text).split()
    if not (is_verb_of_speech(words[-1]) or known(words[-1])) or words[-1].endswith("ing") or _PASSIVE.search(cue.of(sheet.text)):
        return d
    block = sheet.blocks[sheet.block_at(cue.start)]
    before = _BEFORE.search(sheet.text[max(block.start, cue.start - 120) : cue.start])
    if before:
        at = cue.start - (len(sheet.text[max(block.start, cue.start - 120) : cue.start]) - before.start("subject"))
        found = _subject(Span(at, at + len(before["subject"])), d, sheet, names)
        if found is not None:
            return replace(d, source=(found,))
    trailing = [p for p in d.content if p.start >= cue.end]
    if len(trailing) == 1 and len(d.content) > 1 and not sheet.has_words(cue.end, trailing[0].start):  # *…, says Ruritania*
        rest = replace(d, content=d.content[:-1])
        found = _subject(trailing[0], rest, sheet, names)
        if found is not None and found == trailing[0]:
            return replace(rest, source=(found,))
    over = d.content[-1].end <= cue.start and not sheet.has_words(d.content[-1].end, cue.start)
    after = _AFTER.match(sheet.text, cue.end, block.end) if over else None
    if after and not _TELLING.search(cue.of(sheet.text)):
        found = _subject(Span(after.start("subject"), after.end("subject")), d, sheet, names)
        if found is not None:
            return replace(d, source=(found,))
    return d


def _subject(span: Span, d: Draft, sheet: Sheet, names: set[int]) -> Span | None:
    """The span, if it is a name, a pronoun or a described speaker and nothing else."""
    span = span.trimmed(sheet.text)
    words = span.of(sheet.text)
    if not words or len(words.split()) > _WORDS or _CLAUSE.search(words) or any(span.overlaps(p) for p in d.content):
        return None
    if words.casefold() == "it" and not is_verb_of_speech(d.cue[-1].of(sheet.text).split()[-1]):
        return None  # *it seems*, *it appears*: nobody
    if words.casefold() in ("he", "she", "they", "it", "i", "we"):
        return span
    if span.start in names:
        return span
    description = describe(words)
    determined = (
        words.split()[0].casefold() in ("the", "a", "an", "one", "some", "many", "his", "her", "its", "their")
        or words[0].isupper()
    )
    return span if description.kind is not None and lexicon().noun(description.head) and determined else None
