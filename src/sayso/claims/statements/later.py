"""Later: who is meant by a description at the head of a page, where the page names somebody further down for the same words.

News begins with *a health official said the river was safe* and comes to *Ana Ruiz of the health ministry said the water was safe
to drink* three paragraphs on. The description is taken for the name only where both say much the same, and nobody else does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sayso.claims.statement import Statement
from sayso.page.page import Page, Role
from sayso.reading.speaker import Reason, SpeakerKind
from sayso.text import Pieces, words_of

_HEAD = 3
"""Paragraphs of the body that are the head of a page, besides what stands above them."""
_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
_COMMON = frozenset(
    "that this these those with from have been were will would could about after before under over into more than they their "
    "them there which while when what said also some other such only most people first says told".split()
)
_ALIKE = 3
"""Words of weight that two statements share at least."""
_SHARE = 0.3
"""Of the fewer words of the two."""
_ONE = (SpeakerKind.ANONYMOUS, SpeakerKind.PERSON)
_NAMED = (Reason.AS_NAMED, Reason.FULLER_NAME, Reason.SURNAME, Reason.PRONOUN)


def with_later_names(statements: Sequence[Statement], page: Page) -> tuple[Statement, ...]:
    """The statements, those of one person who is only described at the head of the page with the name that comes later."""
    head = _end_of_head(page)
    weights = {s.id: _stems(s.content, page.text) for s in statements}
    said = {s.id: s for s in statements}
    named = [s for s in statements if s.speaker.kind is SpeakerKind.PERSON and s.speaker.because in _NAMED and s.speaker.name]
    out = []
    for s in statements:
        if s.speaker.because is Reason.DESCRIBED and s.speaker.kind in _ONE and s.content[0].start < head:
            found = [n for n in named if n.content[0].start > s.content[-1].end and _alike(weights[s.id], weights[n.id])]
            holder = said.get(s.within) if s.within else None
            own = holder is not None and not holder.cue and holder.speaker.name  # whoever has a turn speaks of somebody else
            if found and {n.speaker.name for n in found} == {found[0].speaker.name} != {own} and _may_be(s, found[0]):
                s = replace(s, speaker=replace(found[0].speaker, because=Reason.LATER))
        out.append(s)
    return tuple(out)


def _end_of_head(page: Page) -> int:
    body = [b.span.end for b in page.blocks if b.role is Role.BODY]
    return body[min(_HEAD, len(body)) - 1] if body else 0


def _alike(a: set[str], b: set[str]) -> bool:
    shared = len(a & b)
    return shared >= _ALIKE and shared >= _SHARE * min(len(a), len(b))


def _may_be(described: Statement, named: Statement) -> bool:
    """Whether nothing in the description speaks against the role that the name has."""
    role, own = named.speaker.role, described.speaker.name
    if not role or not own:
        return True
    of_role, of_own = (set(re.findall(r"\w{4,}", words.casefold())) for words in (role, own))
    return bool(of_role & of_own) or bool(of_own & _GENERIC)


_GENERIC = frozenset(
    "official officials leader minister spokesman spokeswoman spokesperson expert scientist doctor chief head".split()
)
"""Heads of descriptions that any role may be told with."""


def _stems(content: Pieces, text: str) -> set[str]:
    words = (w.casefold() for w in _WORD.findall(words_of(content, text, gap=" ")))
    return {w[:6] for w in words if w not in _COMMON}
