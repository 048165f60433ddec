"""Overlooked: a source and verb of speech that the reader passed over, right before words that it gave to a later cue.

*Hours after Velmar claimed control of Orlec – the first town they claim to have taken*: control of Orlec is Velmar's claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sayso.claims.statements.pieces import Draft, Sheet
from sayso.reading.cues import cues
from sayso.reading.names import Name
from sayso.text import Span

_VERB = re.compile(r"(\w+)\s+$")
_FAR = 30
"""Characters before the words in which the verb stands."""
_BREAK = re.compile(r"\s+[-–—]\s+|,\s+")


def with_overlooked(drafts: Sequence[Draft], sheet: Sheet, names: Sequence[Name]) -> list[Draft]:
    """The drafts, and for each whose words follow another's name and verb directly, a draft of that other's own."""
    by_end = {n.span.end: n.span for n in names if not n.possessive}
    cued = {piece.end for d in drafts for piece in d.cue}
    out: list[Draft] = []
    for d in drafts:
        found = _found(d, sheet, by_end, cued)
        out += [d] if found is None else found
    return out


def _found(d: Draft, sheet: Sheet, by_end: dict[int, Span], cued: set[int]) -> list[Draft] | None:
    first = d.content[0]
    if not d.cue or d.cue[0].start < first.end or sheet.quoted_in(first):
        return None
    verb = _VERB.search(sheet.text, max(0, first.start - _FAR), first.start)
    if verb is None or verb.end(1) in cued or not _reports(verb[1]):
        return None
    name = by_end.get(verb.start() - 1)
    if name is None or any(name.overlaps(p) for p in d.source):
        return None
    parted = _BREAK.search(sheet.text, first.start, first.end)
    own = Span(first.start, parted.start()) if parted else first
    other = Draft((name,), (Span(verb.start(1), verb.end(1)),), (own,), d.confidence)
    rest = ((Span(parted.end(), first.end),) if parted else ()) + d.content[1:]
    return [other, replace(d, content=rest)] if rest else [other]


def _reports(verb: str) -> bool:
    entry = cues().get(verb.casefold())
    return entry is not None and entry.reports and verb.endswith(("ed", "said", "says", "told", "wrote", "es", "ms"))
