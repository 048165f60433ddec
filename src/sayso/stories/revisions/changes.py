"""Changes: what a newer version of a page claims otherwise than an older one. The door of this part of sayso.

What is compared are claims: statements with their speakers, figures, marks, and the headline's sense. A paragraph that was moved,
typography, spelling and words that say the same are no changes. What a page says otherwise in its own voice is a change only
where it is a number, a mark or the headline.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sayso.claims.report import Report
from sayso.stories.revisions.announced import new_notices, with_notices
from sayso.stories.revisions.change import Change, ChangeKind
from sayso.stories.revisions.counted import counted_in
from sayso.stories.revisions.headlines import headline_changes
from sayso.stories.revisions.marked import marked_in
from sayso.stories.revisions.said import said_in
from sayso.stories.revisions.sides import Versions
from sayso.text import Span


def changes_between(old: Report, new: Report) -> list[Change]:
    """What the newer version claims otherwise: the headline first, then in the order of the text, the page's times last.

    Both reports must be whole, with all names. Spans of ``Change.old`` are places in the older text, of ``Change.new`` in the
    newer one. Empty where nothing of what they claim changed.
    """
    if old.page.text_digest == new.page.text_digest:
        return list(_times(old, new))
    versions = Versions.of(old, new)
    said = said_in(versions)
    found = [*said.changes, *counted_in(versions, said), *marked_in(versions, said)]
    found = sorted(_alone_only(found), key=_place)
    whole = [*_headline(versions), *found, *_times(old, new)]
    return with_notices(whole, old, new, new_notices(old.page, new.page))


def _alone_only(found: list[Change]) -> Iterator[Change]:
    """The changes without figures that came or went with a whole statement: that says so already."""
    whole = [c for c in found if c.kind in (ChangeKind.STATEMENT_ADDED, ChangeKind.STATEMENT_DROPPED)]
    for change in found:
        told = change.kind in (ChangeKind.FIGURE_ADDED, ChangeKind.FIGURE_DROPPED) and any(
            any(a.covers(b) for a in w.old for b in change.old) or any(a.covers(b) for a in w.new for b in change.new)
            for w in whole
        )
        if not told:
            yield change


def _place(change: Change) -> tuple[int, int]:
    """By the place in the newer text, what has gone by its place in the older one: good enough to read in order."""
    pieces = change.new or change.old
    return min(piece.start for piece in pieces), 0 if change.new else 1


def _headline(versions: Versions) -> Iterator[Change]:
    old, new = versions.old, versions.new
    if old.headline is None or new.headline is None:
        words = old.report.page.headline, new.report.page.headline
        if words[0] and words[1]:
            for change in headline_changes(words[0], words[1]):
                yield replace(change, old=(), new=(), old_value=words[0], new_value=words[1])
        return
    for change in headline_changes(old.headline.of(old.text), new.headline.of(new.text)):
        spans = [
            tuple(piece.shifted(within.start) for piece in pieces)
            for pieces, within in ((change.old, old.headline), (change.new, new.headline))
        ]
        yield replace(change, old=spans[0], new=spans[1])


def _times(old: Report, new: Report) -> Iterator[Change]:
    for kind, was, is_now in (
        (ChangeKind.PUBLISHED, old.page.published, new.page.published),
        (ChangeKind.MODIFIED, old.page.modified, new.page.modified),
    ):
        if was and is_now and was != is_now:
            yield Change(kind, _cited(old, was), _cited(new, is_now), old_value=was, new_value=is_now)


def _cited(report: Report, value: str) -> tuple[Span, ...]:
    """The words of the page's text that give a time, where it does so visibly."""
    for dated in report.page.dates:
        if dated.value == value and dated.evidence == "visible text" and (at := report.page.text.find(dated.words)) >= 0:
            return (Span(at, at + len(dated.words)),)
    return ()
