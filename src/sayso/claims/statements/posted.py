"""Posted: a post is on its author's word, whether it stands alone or is shown in an article.

All its words are one statement of who posted it; what it reports stands within that. A post that passes on another's is two: what
is passed on, and within it the words of whose post it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.claims.mark import Mark
from sayso.claims.statement import Statement
from sayso.claims.statements.pieces import Draft
from sayso.page.page import READ_FOR_CLAIMS, Block, Page, Role
from sayso.page.post import is_post
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.text import Span

SURE = 0.98
"""How sure it is that a post is its author's words: it does not depend on a reading of them."""


@dataclass(frozen=True)
class Posted:
    """Words that are on the word of one account."""

    draft: Draft
    speaker: Speaker
    through: Draft | None = None
    """What the post says that passes these words on."""


def posted_on(page: Page) -> list[Posted]:
    """The posts of a page whose author it names, those that pass on another's before what they pass on."""
    if is_post(page):
        return list(_of_post(page))
    return [posted for run, signed in _shown_on(page) if (posted := _signed(page, run, signed)) is not None]


def _of_post(page: Page) -> Iterator[Posted]:
    said = tuple(b.span for b in page.blocks if b.role in READ_FOR_CLAIMS)
    by = next((b.span for b in page.blocks if b.role is Role.BYLINE), None)
    of = next((b for b in page.blocks if b.role is Role.CREDIT), None)
    if not said:
        return
    name = next((b.author for b in page.blocks if b.author and b.role in READ_FOR_CLAIMS), None)
    passing = Draft((by,), (), said, SURE) if by is not None else None
    if by is not None and passing is not None:
        yield Posted(passing, _account(name, by))
    if of is not None:
        yield Posted(Draft((of.span,), (), said, SURE), _account(of.author, of.span), passing)


def _account(name: str | None, at: Span) -> Speaker:
    if name is None:
        return Speaker(None, SpeakerKind.POST, Reason.NOBODY)
    return Speaker(name, SpeakerKind.POST, Reason.AS_NAMED, at=at)


def _shown_on(page: Page) -> Iterator[tuple[list[Block], Block | None]]:
    """The posts that an article shows, each with the block that signs it: it stands right behind or right before it."""
    run: list[Block] = []
    before: Block | None = None
    for number, block in enumerate([*page.blocks, None]):
        if block is not None and block.role is Role.EMBED and block.author and (not run or run[-1].author == block.author):
            if not run:
                before = page.blocks[number - 1] if number else None
            run.append(block)
            continue
        if run:
            yield run, next((b for b in (block, before) if b is not None and _signs(page, b, run)), None)
        run = []
        if block is not None and block.role is Role.EMBED and block.author:
            before = page.blocks[number - 1]
            run = [block]


def _signs(page: Page, block: Block, run: list[Block]) -> bool:
    return block.role in (Role.CREDIT, Role.BYLINE) and (run[0].author or "") in block.span.of(page.text)


def _signed(page: Page, run: list[Block], signed: Block | None) -> Posted | None:
    if signed is None or not run[0].author:
        return None
    start = signed.span.start + signed.span.of(page.text).index(run[0].author)
    at = Span(start, start + len(run[0].author))
    return Posted(Draft((at,), (), tuple(b.span for b in run), SURE), _account(run[0].author, at))


def passed_on(parents: Sequence[int | None], drafts: Sequence[Draft], posts: Sequence[Posted]) -> list[int | None]:
    """The parents of the drafts, where a post passes on another's: that stands within it, and all that it reports in that.

    Both have the same words, so which holds the other does not show in them.
    """
    number = {id(d): i for i, d in enumerate(drafts)}
    found = list(parents)
    for post in posts:
        if post.through is not None:
            outer, inner = number[id(post.through)], number[id(post.draft)]
            found = [inner if parent == outer else parent for parent in found]
            found[inner] = outer
    return found


def not_of_themselves(marks: Sequence[Mark], statements: Sequence[Statement]) -> tuple[Mark, ...]:
    """The marks, none about the whole post in which it stands where it is about something in it.

    *We could not verify the number* is about the number, not about all that the post says.
    """
    posts = {s.id: s.content for s in statements if s.speaker.kind is SpeakerKind.POST and s.source and not s.cue}
    if not posts:
        return tuple(marks)
    kept = []
    for mark in marks:
        own = {i for i in mark.about if any(c.covers(p) for c in posts.get(i, ()) for p in mark.spans)}
        rest = tuple(i for i in mark.about if i not in own)
        kept.append(replace(mark, about=rest) if own and rest else mark)
    return tuple(kept)
