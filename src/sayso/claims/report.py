"""Report: everything that sayso reads off one page, in the shape that all faces share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sayso.claims.figure import OUTLET, Candidate, Figure, Place, When
from sayso.claims.mark import Mark
from sayso.claims.statement import SaidAt, Statement
from sayso.page.page import Page
from sayso.text import Pieces, Span, words_of

FORMAT = 1
"""Version of the reading format that ``as_json`` gives."""

RULES = "rules-3"
"""Version of everything after the model that makes statements; a reading is (page, model, rules)."""


@dataclass(frozen=True, slots=True)
class Report:
    """A page with its statements, figures and marks. ``model`` is ``None`` where the page could not be read for claims.

    ``withheld`` is set where private people's names are veiled in it (to how many), which is for showing and never stored.
    """

    page: Page
    statements: tuple[Statement, ...] = ()
    model: str | None = None
    rules: str = RULES
    figures: tuple[Figure, ...] = ()
    marks: tuple[Mark, ...] = ()
    withheld: int | None = None

    def confident(self, least: float) -> Report:
        """The report without the statements that are read with less confidence than this.

        What stood within one that is gone stands alone. A figure or mark that one held is held by the next outer statement that
        is kept, or else by the outlet, on whose page it stands in any case. A mark is no longer about what is gone, and is gone
        itself where that was all.
        """
        kept = {s.id for s in self.statements if s.confidence >= least}
        if len(kept) == len(self.statements):
            return self
        within = {s.id: s.within for s in self.statements}

        def holder(name: str) -> str:
            held: str | None = name
            while held is not None and held not in kept:
                held = within.get(held)
            return held or OUTLET

        gone = within.keys() - kept
        about = {m.id: tuple(name for name in m.about if name not in gone) for m in self.marks}
        return replace(
            self,
            statements=tuple(s if s.within in kept else replace(s, within=None) for s in self.statements if s.id in kept),
            figures=tuple(replace(f, holder=holder(f.holder)) for f in self.figures),
            marks=tuple(replace(m, about=about[m.id], holder=holder(m.holder)) for m in self.marks if about[m.id]),
        )

    def as_json(self) -> dict[str, Any]:
        """The reading format: one JSON object a page; spans are ``[start, end]`` in code points of ``text``."""
        page = self.page
        said = partial(words_of, text=page.text)
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
            "figures": [figure_json(f, said) for f in self.figures],
            "marks": [mark_json(m, page.text) for m in self.marks],
            "state": page.state.value,
            "note": page.note,
            "format": FORMAT,
            "model": self.model,
            "rules": self.rules,
            "withheld": self.withheld,
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
        "inferred": {"of": s.whose.name, "from": _spans_json(s.whose.cited)} if s.whose else None,
        "source": _spans_json(s.source),
        "cue": _spans_json(s.cue),
        "stance": s.stance.value,
        "content": _spans_json(s.content),
        "within": s.within,
        "said_at": _said_at_json(s.circumstances.said_at),
        "medium": _spans_json(s.circumstances.medium) or None,
        "translated": _spans_json(s.circumstances.translated) or None,
        "places": [_place_json(place) for place in s.places],
        "reading_confidence": round(s.confidence, 3),
    }


def figure_json(f: Figure, said: Callable[[Pieces], str]) -> dict[str, Any]:
    """A figure in the reading format; ``said`` gives the words of what it cites."""
    cited = {"counts": f.counts, "event": f.event, "who": f.who, "blamed": f.blamed}
    return {
        "id": f.id,
        "span": _span_json(f.span),
        "printed": said((f.span,)),
        "low": number(f.low),
        "high": number(f.high),
        "bound": f.bound.value,
        "sort": f.sort.value,
        **{what: said(pieces) or None for what, pieces in cited.items()},
        "as_of": _when_json(f.as_of, said),
        "period": _when_json(f.period, said),
        "place": {"words": said((f.place.span,)), **_place_json(f.place)} if f.place else None,
        "part_of": f.part_of,
        "replaces": f.replaces,
        "holder": f.holder,
        "cited": {what: _spans_json(pieces) for what, pieces in cited.items()},
    }


def mark_json(m: Mark, text: str) -> dict[str, Any]:
    """A mark in the reading format; ``text`` is that of its page."""
    return {
        "id": m.id,
        "spans": _spans_json(m.spans),
        "words": words_of(m.spans, text),
        "status": m.status.value,
        "by": words_of(m.by, text) or None,
        "about": list(m.about),
        "holder": m.holder,
    }


def number(value: float | None) -> int | float | None:
    """The number without a point where it is whole."""
    return int(value) if value is not None and value == int(value) else value


def _when_json(when: When | None, said: Callable[[Pieces], str]) -> dict[str, Any] | None:
    if when is None:
        return None
    precision = when.precision.value if when.precision else None
    found = {"value": when.value, "precision": precision, "words": said((when.span,)), "span": _span_json(when.span)}
    return found | {"opens": True} if when.opens else found


def _place_json(place: Place) -> dict[str, Any]:
    return {
        "span": _span_json(place.span),
        "means": _candidate_json(place.means) if place.means else None,
        "candidates": [_candidate_json(c) for c in place.candidates],
        "because": place.because,
    }


def _candidate_json(c: Candidate) -> dict[str, Any]:
    return {"name": c.name, "country": c.country, "latitude": c.latitude, "longitude": c.longitude}


def _said_at_json(said_at: SaidAt | None) -> dict[str, Any] | None:
    return {"span": _span_json(said_at.span), "value": said_at.value} if said_at else None


def _spans_json(pieces: Pieces) -> list[list[int]]:
    return [_span_json(p) for p in pieces]


def _span_json(span: Span) -> list[int]:
    return [span.start, span.end]
