"""Statements: from what the reader found to who says what.

The door of this part of sayso is :func:`statements_of`.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import replace

from sayso.claims.statement import Statement, StatementKind
from sayso.claims.statements.circumstances import circumstances_of
from sayso.claims.statements.confidence import confidence_of, signs_of
from sayso.claims.statements.joins import joined
from sayso.claims.statements.later import with_later_names
from sayso.claims.statements.overlooked import with_overlooked
from sayso.claims.statements.pieces import Draft, Sheet
from sayso.claims.statements.posted import passed_on, posted_on
from sayso.claims.statements.said import said
from sayso.claims.statements.stance import stance_of
from sayso.claims.statements.subjects import with_subjects
from sayso.claims.statements.turns import said_in, turns_of, without_heads
from sayso.page.page import Page, Role
from sayso.reading.cast import Cast
from sayso.reading.names import names_in
from sayso.reading.quotes import Quotation, quotations_of
from sayso.reading.reading import Attribution, Reading
from sayso.reading.referents import Referents
from sayso.reading.speaker import Speaker, SpeakerKind
from sayso.text import Span, words_of

_WHOLE = 0.95
"""How much of a statement has to stand in another's content to stand within it: readers cut ends by a character or two."""


def statements_of(page: Page, reading: Reading, *, weighed: bool = True) -> tuple[Statement, ...]:
    """The statements of a page, in text order of their content, the outer before the inner, named ``s1``, ``s2``, …

    Empty for a page whose claims are not read. Every span lies inside one of the blocks that are read, but for the signature
    that is the source of a post. ``weighed`` gives each the confidence that its words and speaker are read rightly, otherwise
    the reader's own.
    """
    blocks = page.blocks_for_claims()
    if not blocks:
        return ()
    text = page.text
    spans = [b.span for b in blocks]
    body = [b.span for b in blocks if b.role is Role.BODY]
    apart = [b.span for b in blocks if b.role is not Role.BODY]  # a heading's open mark does not run on into the text
    quotations = sorted(
        (q for group in (body, *([span] for span in apart)) for q in quotations_of(text, group)), key=lambda q: (q.start, -q.end)
    )
    sheet = Sheet(text, spans, quotations)
    drafts = joined([d for a in reading.attributions if (d := sheet.clean(a)) is not None], sheet)
    names = names_in(text, spans)
    drafts = with_overlooked(drafts, sheet, names)
    drafts = [s for d in with_subjects(drafts, sheet, names) if (s := said(d, text)) is not None]
    posts = {id(p.draft): p for p in posted_on(page)}
    turns = turns_of(page)
    spoken = list(said_in(turns, text))
    drafts = [*without_heads(drafts, turns, text), *spoken]
    heads = [(turn.head, turn.end) for turn in turns]
    cast = Cast(text, names, spans, [p for d in drafts for p in d.source], quotations, heads)
    drafts += [p.draft for p in posts.values()]
    drafts.sort(key=lambda d: (d.content[0].start, -d.size))
    parents = passed_on(_parents(drafts), drafts, list(posts.values()))
    attributions = [Attribution(d.source, d.cue, d.content, d.confidence) for d in drafts]
    spoken_by = {id(d) for d in spoken}
    given = {f"s{i + 1}" for i, d in enumerate(drafts) if id(d) in posts or id(d) in spoken_by}
    accounts = {i: posts[id(d)].speaker for i, d in enumerate(drafts) if id(d) in posts}
    speakers = Referents(text, cast).speakers_of(attributions, parents, known=accounts)
    starts = [q.start for q in quotations]
    furthest = list(itertools.accumulate((q.pieces[-1].end for q in quotations), max))
    statements: list[Statement] = []
    contents = sorted(piece for d in drafts for piece in d.content)
    for i, (draft, speaker) in enumerate(zip(drafts, speakers, strict=True)):
        parent = None if _is_heard(i, parents, speakers) else parents[i]
        first = bisect.bisect_right(furthest, draft.content[0].start)  # those before it have ended
        statements.append(
            Statement(
                id=f"s{i + 1}",
                kind=StatementKind.DIRECT
                if i in accounts
                else _kind(draft, text, quotations[first : bisect.bisect_left(starts, draft.content[-1].end)]),
                stance=stance_of(words_of(draft.cue, text, gap=" "), draft.content[0].of(text), speaker.kind),
                source=draft.source,
                cue=draft.cue,
                content=draft.content,
                speaker=speaker,
                within=f"s{parent + 1}" if parent is not None else None,
                confidence=draft.confidence,
                circumstances=circumstances_of(
                    text, sheet.blocks[sheet.block_at(draft.start)], draft.cue, contents, page.said_at(draft.start)
                ),
            )
        )
    named = with_later_names(statements, page)
    if not weighed:
        return named
    return tuple(s if s.id in given else replace(s, confidence=round(confidence_of(signs_of(s, page)), 3)) for s in named)


def _is_heard(i: int, parents: Sequence[int | None], speakers: Sequence[Speaker]) -> bool:
    """People without a name who are heard in a film have statements of their own."""
    parent = parents[i]
    unnamed = speakers[i].kind in (SpeakerKind.GROUP, SpeakerKind.ANONYMOUS)
    return parent is not None and speakers[parent].kind is SpeakerKind.FOOTAGE and unnamed


def _parents(drafts: Sequence[Draft]) -> list[int | None]:
    """For each, the innermost other statement whose content holds it: its content and the words that report it."""
    reach = [(d.content[-1].end, d.size) for d in drafts]
    starts = [d.content[0].start for d in drafts]
    furthest = list(itertools.accumulate((end for end, _ in reach), max))
    return [
        _parent(i, range(bisect.bisect_left(furthest, d.content[0].end), bisect.bisect_right(starts, reach[i][0])), drafts, reach)
        for i, d in enumerate(drafts)
    ]


def _parent(i: int, near: range, drafts: Sequence[Draft], reach: Sequence[tuple[int, int]]) -> int | None:
    """The parent among those ``near``: outside them nothing reaches as far, or begins as early."""
    inner = drafts[i]
    start, size = inner.content[0].end, reach[i][1]
    best: int | None = None
    for j in near:
        end, larger = reach[j]
        if end < start or larger <= size or j == i or (best is not None and larger >= reach[best][1]):
            continue
        outer = drafts[j]
        told = inner.cue or inner.source
        if all(any(o.covers(p) for o in outer.content) for p in told) and _held(inner, outer) >= _WHOLE:
            best = j
    return best


def _held(inner: Draft, outer: Draft) -> float:
    shared = sum(max(0, min(p.end, o.end) - max(p.start, o.start)) for p in inner.content for o in outer.content)
    return shared / max(1, inner.size)


def _kind(draft: Draft, text: str, quotations: Sequence[Quotation]) -> StatementKind:
    """By the statement's own marks alone: those that open, or where the opening is lost, close in its content."""
    own: list[Span] = []
    first = draft.content[0].start
    for q in quotations:
        if q.pieces[-1].end <= first:
            continue
        mark = q.start if q.opened else q.end - 1
        if any(c.start <= mark < c.end for c in draft.content):
            own.extend(q.pieces)
    quoted = plain = 0
    for piece in draft.content:
        words = sum(c.isalnum() for c in piece.of(text))
        inside = 0
        covered = piece.start
        for o in sorted(own):
            start, end = max(o.start, covered), min(o.end, piece.end)
            if start < end:
                inside += sum(c.isalnum() for c in text[start:end])
                covered = end
        quoted += inside
        plain += words - inside
    if not quoted:
        return StatementKind.INDIRECT
    return StatementKind.MIXED if plain else StatementKind.DIRECT
