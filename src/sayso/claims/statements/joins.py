"""Joins: one speech is one statement, over interruptions, sentences and paragraphs.

The reader sees one paragraph at a time and wants a cue for everything. Quotations that run on over paragraphs, that a colon
introduces, or that simply follow, are put here to the statement whose speech they continue. Where the page does not say clearly
whose words they are, they are left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sayso.claims.statements.labels import signed
from sayso.claims.statements.pieces import Draft, Sheet
from sayso.reading.cues import is_verb_of_speech
from sayso.reading.quotes import SINGLE, Quotation
from sayso.text import Span

_SPOKEN = 4
"""How many words a quotation needs to be taken for speech rather than for a title or a doubtful term."""
_TAIL = 14
"""How many words may stand between a statement and the quotation that continues it (*he told reporters in the port.*)."""
_ENDS_SENTENCE = re.compile(r"[.!?…][\"”’»')\]]*\s*$")
_INNER_END = re.compile(r"[.!?…]\s*[\"”’»')\]]*$")
_AUXILIARIES = frozenset(
    "has have had is was are were be been can could will would may might must did does do then also later further heard "
    "reportedly still again already recently once even just who".split()
)
_WITH = re.compile(r",\s+with\s+(?P<who>[^.;:?!“”\"\n]{2,90})$")
_FROM = re.compile(r"\s*(?:(?:And|But|Then)\s+)?(?:then )?[Ff]rom\s+")
"""*And from Ana Ruiz:*"""
_SAYING = re.compile(r"(?!according)\w+ing\b", re.I)
_SENTENCE_BREAK = re.compile(r"(?<=[.!?…])[\"”’»')\]]*\s+(?=[A-Z“\"‘])")


def joined(drafts: Sequence[Draft], sheet: Sheet) -> list[Draft]:
    """The drafts with the quotations that continue them; those without cue and source that continue nothing are gone."""
    kept = _parted([d for d in drafts if d.cue or d.source], sheet)
    for quotation in sheet.quotations:
        kept = _run_on(kept, quotation, sheet)
    for quotation in sheet.quotations:
        if not _holders(kept, quotation.pieces, sheet):
            kept = _taken_up(kept, quotation, sheet)
    return _distinct(kept)


def _parted(drafts: list[Draft], sheet: Sheet) -> list[Draft]:
    """The drafts, where *…, with the mayor, Ana Ruiz,* | *saying …* follows another's content, with each its own words."""
    parted = list(drafts)
    for i, d in enumerate(drafts):
        tail = _WITH.search(sheet.text, d.content[-1].start, d.content[-1].end)
        if tail is None or tail.end() != d.content[-1].end:
            continue
        for j, other in enumerate(drafts):
            gap = Span(tail.end(), max(tail.end(), other.cue[0].start)) if other.cue else None
            if gap and 0 < len(gap) <= 2 and gap.of(sheet.text).strip() == "," and _SAYING.match(sheet.text, gap.end):
                parted[i] = replace(parted[i], content=(*d.content[:-1], Span(d.content[-1].start, tail.start())))
                parted[j] = replace(parted[j], source=(Span(*tail.span("who")),))
    return [d for d in parted if d.content[-1].start < d.content[-1].end]


def _holders(drafts: Sequence[Draft], pieces: Sequence[Span], sheet: Sheet) -> list[int]:
    """The drafts that have at least half of these pieces as content, without standing inside them."""
    whole = sum(len(p) for p in pieces)
    found = []
    begin, end = pieces[0].start, pieces[-1].end
    for i, d in enumerate(drafts):
        if d.end <= begin or d.start >= end:
            continue
        if any(p.covers(c) for p in pieces for c in (*d.cue, *d.source)):
            continue
        shared = sum(max(0, min(p.end, c.end) - max(p.start, c.start)) for p in pieces for c in d.content)
        if 2 * shared >= whole:
            found.append(i)
    return found


def _run_on(drafts: list[Draft], quotation: Quotation, sheet: Sheet) -> list[Draft]:
    """A quotation of several paragraphs belongs to whoever holds its first, or else its last."""
    if len(quotation.pieces) < 2:
        return drafts
    held = [_holders(drafts, [piece], sheet) for piece in quotation.pieces]
    current = held[0][0] if held[0] else next((h[0] for h in held if h), None)
    if current is None:
        return drafts
    drafts = list(drafts)
    for piece, holders in zip(quotation.pieces, held, strict=True):
        if holders and current not in holders:
            current = holders[0]  # a paragraph with a cue of its own
        elif not holders:
            drafts[current] = drafts[current].said([piece])
    return drafts


def _taken_up(drafts: list[Draft], quotation: Quotation, sheet: Sheet) -> list[Draft]:
    """A quotation that nobody holds: introduced by a colon, or following what the same speaker said."""
    if not _is_speech(quotation, sheet):
        return drafts
    label = signed(quotation, sheet)
    if label is not None:
        return [*drafts, label]
    before = _clause_before(quotation, sheet)
    if before is not None:
        return _introduced(drafts, quotation, before, sheet)
    if _has_own_clause(quotation, sheet):
        return drafts
    i = _last_before(drafts, quotation.start, sheet)
    if i is None or not _leads_up_to(drafts[i], quotation, sheet):
        return drafts
    drafts = list(drafts)
    drafts[i] = drafts[i].said(quotation.pieces)
    return drafts


def _is_speech(quotation: Quotation, sheet: Sheet) -> bool:
    """Whole sentences, not a scare quote, a nickname or a title: they open a sentence and end one."""
    words = quotation.pieces[0].of(sheet.text).strip("\"“”‘’'«»„` ")
    long_enough = len(words.split()) >= _SPOKEN or len(quotation.pieces) > 1 or words[-1:] in "!?"
    if not long_enough or not (words[:1].isupper() or words[:1].isdigit() or words[:3] in ("...", "…")):
        return False
    block = sheet.blocks[sheet.block_at(quotation.start)]
    lead = sheet.text[block.start : quotation.start]
    return not lead.strip() or bool(_ENDS_SENTENCE.search(lead[-20:])) or lead.rstrip().endswith((":", ","))


def _has_own_clause(quotation: Quotation, sheet: Sheet) -> bool:
    """Whether a reporting clause of its own follows (*…," she said*): then it continues nobody else's speech."""
    inner = quotation.pieces[-1].of(sheet.text)
    block = sheet.blocks[sheet.block_at(quotation.end - 1)]
    after = sheet.text[quotation.end : block.end].lstrip()
    if not _INNER_END.search(inner) and not after.startswith((".", "!", "?")) and after:
        return True
    return after[:1].islower() or bool(re.match(r"[-–—]", after))


def _last_before(drafts: Sequence[Draft], position: int, sheet: Sheet) -> int | None:
    """The last statement that is over before a position, the outermost where several end there."""
    over = [(d.end, d.size, i) for i, d in enumerate(drafts) if d.end <= position]
    if not over:
        return None
    latest = max(end for end, _, _ in over)
    return max((size, i) for end, size, i in over if end >= latest - 1 or _same_sentence(end, latest, sheet))[1]


def _same_sentence(a: int, b: int, sheet: Sheet) -> bool:
    return (
        b - a < 120
        and sheet.block_at(a) == sheet.block_at(b)
        and not _SENTENCE_BREAK.search(sheet.text[a:b])
        and "\n" not in sheet.text[a:b]
    )


def _leads_up_to(draft: Draft, quotation: Quotation, sheet: Sheet) -> bool:
    """Whether a quotation follows a statement at once: in the same paragraph or at the start of the next."""
    here, there = sheet.block_at(quotation.start), sheet.block_at(draft.end - 1)
    if here - there > 1 or (here != there and _is_heading(draft, quotation, sheet)):
        return False
    block = sheet.blocks[there]
    gap = sheet.text[draft.end : quotation.start if here == there else block.end]
    if here != there and sheet.has_words(sheet.blocks[here].start, quotation.start):
        return False
    if len(gap.split()) > _TAIL or _SENTENCE_BREAK.search(gap.rstrip() + " "):
        return False
    if here == there and gap.strip() and not _ENDS_SENTENCE.search(sheet.text[max(0, quotation.start - 20) : quotation.start]):
        return False
    was_quoted = any(sheet.quoted_in(c) for c in draft.content)
    return was_quoted or (here == there or bool(draft.source))


def _is_heading(draft: Draft, quotation: Quotation, sheet: Sheet) -> bool:
    """Whether a quotation is all of its paragraph, in single marks after words in double ones: a heading between two parts."""
    block = sheet.blocks[sheet.block_at(quotation.start)].trimmed(sheet.text)
    double = any(sheet.text[p.start] not in SINGLE for c in draft.content for p, _ in sheet.quoted_in(c))
    return double and sheet.text[quotation.start] in SINGLE and block == Span(quotation.start, quotation.end)


def _clause_before(quotation: Quotation, sheet: Sheet) -> Span | None:
    """The clause that introduces a quotation with a colon, in its own paragraph or at the end of the one before."""
    i = sheet.block_at(quotation.start)
    start, end = sheet.blocks[i].start, quotation.start
    if not sheet.has_words(start, end):
        if i == 0:
            return None
        start, end = sheet.blocks[i - 1].start, sheet.blocks[i - 1].end
    lead = sheet.text[start:end].rstrip()
    if not lead.endswith(":"):
        return None
    breaks = [m.end() for m in _SENTENCE_BREAK.finditer(lead)]
    first = start + (breaks[-1] if breaks else 0)
    return Span(first, start + len(lead) - 1)


def _introduced(drafts: list[Draft], quotation: Quotation, clause: Span, sheet: Sheet) -> list[Draft]:
    """Put a quotation after a colon to the statement whose cue stands there, or make one where the clause is plain."""
    for i, d in enumerate(drafts):
        if any(clause.covers(c) for c in d.cue) and not any(c.covers(clause) for c in d.content):
            drafts = list(drafts)
            drafts[i] = d.said(quotation.pieces)
            return drafts
    words = list(re.finditer(r"[^\s,]+,?", clause.of(sheet.text)))
    verb = next((k for k in range(len(words) - 1, -1, -1) if is_verb_of_speech(words[k][0].strip(',"“”'))), None)
    if verb is None:
        passed = _FROM.match(sheet.text, clause.start, clause.end)
        name = Span(passed.end() if passed else clause.start, clause.end).trimmed(sheet.text)
        plain = 0 < len(name.of(sheet.text).split()) <= 4 and all(w[0].isupper() for w in name.of(sheet.text).split())
        return [*drafts, Draft((name,), (), quotation.pieces, 0.6)] if plain else drafts
    first = verb
    while first > 0 and words[first - 1][0].casefold() in _AUXILIARIES:
        first -= 1
    begin = first
    while begin > 0 and not words[begin - 1][0].endswith(","):
        begin -= 1
    if begin == first or first - begin > 12:
        return drafts
    source = Span(clause.start + words[begin].start(), clause.start + words[first - 1].end())
    cue = Span(clause.start + words[first].start(), clause.start + words[verb].end())
    return [*drafts, Draft((source,), (cue,), quotation.pieces, 0.8)]


def _distinct(drafts: Sequence[Draft]) -> list[Draft]:
    """Without drafts that say the same twice: the same content by the same cue."""
    seen: dict[tuple[object, ...], int] = {}
    kept: list[Draft] = []
    for d in drafts:
        key = (d.content, d.cue)
        if key in seen:
            i = seen[key]
            kept[i] = replace(kept[i], source=kept[i].source or d.source, confidence=max(kept[i].confidence, d.confidence))
        else:
            seen[key] = len(kept)
            kept.append(d)
    return kept
