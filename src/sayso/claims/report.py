"""Report: everything that sayso reads off one page, in the shape that all faces share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sayso.claims.statement import SaidAt, Statement
from sayso.page.page import Page
from sayso.text import Pieces

FORMAT = 1
"""Version of the reading format that ``as_json`` gives."""

RULES = "rules-1"
"""Version of everything after the model that makes statements; a reading is (page, model, rules)."""


@dataclass(frozen=True, slots=True)
class Report:
    """A page with its statements. ``model`` is ``None`` where the page could not be read for claims."""

    page: Page
    statements: tuple[Statement, ...] = ()
    model: str | None = None
    rules: str = RULES

    def confident(self, least: float) -> Report:
        """The report with what is read with this much confidence alone; what stood within another that is gone stands alone."""
        kept = {s.id for s in self.statements if s.confidence >= least}
        held = tuple(s if s.within in kept else replace(s, within=None) for s in self.statements if s.id in kept)
        return replace(self, statements=held)

    def as_json(self) -> dict[str, Any]:
        """The reading format: one JSON object a page; spans are ``[start, end]`` in code points of ``text``."""
        page = self.page
        return {
            "id": page.name,
            "url": page.url,
            "outlet": page.outlet,
            "headline": page.headline,
            "authors": list(page.authors),
            "published": page.published,
            "modified": page.modified,
            "dates": [{"what": d.what, "value": d.value, "evidence": d.evidence, "words": d.words} for d in page.dates],
            "language": page.language,
            "section": page.section,
            "text": page.text,
            "blocks": [
                {"span": [b.span.start, b.span.end], "role": b.role.value}
                | ({"author": b.author} if b.author else {})
                | ({"time": b.time} if b.time else {})
                for b in page.blocks
            ],
            "statements": [statement_json(s) for s in self.statements],
            "figures": [],
            "marks": [],
            "state": page.state.value,
            "note": page.note,
            "format": FORMAT,
            "model": self.model,
            "rules": self.rules,
        }


def statement_json(s: Statement) -> dict[str, Any]:
    """A statement in the reading format."""
    return {
        "id": s.id,
        "kind": s.kind.value,
        "speaker": s.speaker.name,
        "speaker_kind": s.speaker.kind.value if s.speaker.kind else None,
        "role": s.speaker.role,
        "because": s.speaker.because.value,
        "source": _spans_json(s.source),
        "cue": _spans_json(s.cue),
        "stance": s.stance.value,
        "content": _spans_json(s.content),
        "within": s.within,
        "said_at": _said_at_json(s.circumstances.said_at),
        "medium": _spans_json(s.circumstances.medium) or None,
        "translated": _spans_json(s.circumstances.translated) or None,
        "reading_confidence": round(s.confidence, 3),
    }


def _said_at_json(said_at: SaidAt | None) -> dict[str, Any] | None:
    return {"span": [said_at.span.start, said_at.span.end], "value": said_at.value} if said_at else None


def _spans_json(pieces: Pieces) -> list[list[int]]:
    return [[p.start, p.end] for p in pieces]
