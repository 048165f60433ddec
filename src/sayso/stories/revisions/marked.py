"""Marked: which words for how far something is established came, and which have gone."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.claims.figure import OUTLET
from sayso.claims.mark import Mark, Status
from sayso.stories.revisions.change import Change, ChangeKind
from sayso.stories.revisions.said import Said
from sayso.stories.revisions.sides import Versions
from sayso.stories.revisions.words import key_of
from sayso.text import Pieces

_OPEN = frozenset({Status.UNVERIFIED, Status.UNCLEAR, Status.DISPUTED})
"""Marks that are told by a sentence of their own: *it is unclear what caused the fire*."""


def marked_in(versions: Versions, said: Said) -> Iterator[Change]:
    """Marks of one version alone whose claim both have: what goes with its claim, or comes with it, is no change of its own."""
    ours, theirs = (_marks(versions, old=old) for old in (True, False))
    free = list(theirs)
    for mark in ours:
        same = [m for m in free if m.status is mark.status]
        match = next((m for m in same if versions.are_joined(mark.spans, m.spans) or _is_about_same(mark, m, said)), None)
        if match is not None:
            free.remove(match)
        elif _claim_is_there(versions, said, mark, old=True) and not _words_are_there(versions, mark, old=True):
            yield Change(ChangeKind.MARK_REMOVED, mark.spans, _claim(versions, said, mark, old=True), mark.id)
    for mark in free:
        if _claim_is_there(versions, said, mark, old=False) and not _words_are_there(versions, mark, old=False):
            yield Change(ChangeKind.MARK_ADDED, _claim(versions, said, mark, old=False), mark.spans, None, mark.id)


def _marks(versions: Versions, *, old: bool) -> list[Mark]:
    """The marks of sentences that are not the same in the other version; those of the headline are compared with it."""
    side = versions.old if old else versions.new
    aside = (*side.notices, *((side.headline,) if side.headline else ()))
    marks = [m for m in side.report.marks if not any(p.overlaps(span) for p in m.spans for span in aside)]
    return [m for m in marks if not versions.is_kept(m.spans, old=old)]


def _is_about_same(old: Mark, new: Mark, said: Said) -> bool:
    return any(said.matched.get(entry) in new.about for entry in old.about if entry in said.matched)


def _claim_is_there(versions: Versions, said: Said, mark: Mark, *, old: bool) -> bool:
    """Whether what the mark is about stands in the other version too."""
    side = versions.old if old else versions.new
    lost = said.gone if old else said.come
    own = [s for s in side.report.statements if any(p.overlaps(q) for p in mark.spans for q in (*s.source, *s.cue))]
    if any(s.id in lost for s in own):
        return False  # the mark is that statement
    known = said.matched.keys() if old else set(said.matched.values())
    for entry in mark.about:
        if entry == OUTLET:
            if mark.status in _OPEN or versions.across(mark.spans, old=old):
                return True
            continue
        about = [*(s.content for s in side.report.statements if s.id == entry)]
        about += [(f.span,) for f in side.report.figures if f.id == entry]
        if entry in known or any(versions.across(pieces, old=old) for pieces in about):
            return True
    return False


def _words_are_there(versions: Versions, mark: Mark, *, old: bool) -> bool:
    """Whether the words of the mark stand on, and were only read otherwise."""
    side = versions.old if old else versions.new
    key = " ".join(key_of(side.words(mark.spans)))
    across = [" ".join(key_of(sentence.words)) for sentence in versions.across(mark.spans, old=old)]
    return any(f" {key} " in f" {words} " for words in across)


def _claim(versions: Versions, said: Said, mark: Mark, *, old: bool) -> Pieces:
    """The words of the other version that the mark was, or is, about."""
    far = versions.new if old else versions.old
    back = {new: older for older, new in said.matched.items()}
    for entry in mark.about:
        other = said.matched.get(entry) if old else back.get(entry)
        for s in far.report.statements:
            if s.id == other:
                return s.content
    sentences = versions.across(mark.spans, old=old)
    return (sentences[0].span,) if sentences else ()
