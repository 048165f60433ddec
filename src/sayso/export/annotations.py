"""Annotations: every entry at its place, in the Web Annotation Data Model of the W3C (https://www.w3.org/TR/annotation-model/).

A target is the page's address, in the state of it that was archived (``TimeState``): the words with what stands before and after
(``TextQuoteSelector``), and their positions in the archived text, in code points (``TextPositionSelector``). Where names are
withheld, words and positions are those of the text that may be shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from sayso.export.linked_data import address_iri, entry_iri, page_iri
from sayso.export.rows import printed_of
from sayso.export.selection import Exhibit, OnPage, Selection
from sayso.text import Pieces, Span, words_of

CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {"sayso": "urn:sayso:terms:", "sayso:scope": {"@type": "@json"}},
]

AROUND = 32
"""So many code points before and after the words are given with them."""

Annotation = dict[str, Any]


def write_annotations(selection: Selection, stream: BinaryIO, *, scope: Mapping[str, Any], on_page: OnPage | None = None) -> int:
    """Write one ``AnnotationCollection`` with all annotations on its first page, one a line; how many there are."""
    stream.write(
        f'{{"@context":{_json(CONTEXT)},"id":"urn:sayso:annotations","type":"AnnotationCollection",'
        f'"label":"What was read by sayso","sayso:scope":{_json(dict(scope))},"first":{{'
        '"id":"urn:sayso:annotations:1","type":"AnnotationPage","startIndex":0,"items":[\n'.encode()
    )
    total = 0
    for exhibit in selection.pages(on_page=on_page):
        for annotation in annotations_on(exhibit):
            stream.write((",\n" if total else "").encode() + _json(annotation).encode())
            total += 1
    stream.write(f'\n]}},"total":{total}}}\n'.encode())
    return total


def annotations_on(exhibit: Exhibit) -> Iterator[Annotation]:
    """The annotations on a page: what is said, the numbers, and the words that say how far something is established."""
    text, entries = exhibit.shown.page.text, exhibit.entries
    for s in exhibit.shown.statements:
        if s.id in exhibit.statements:
            who = s.speaker.name or words_of(s.source, text) or "nobody named"
            said = f"{who} · {words_of(s.cue, text)}" if s.cue else who
            status = exhibit.status(s.id).state.value
            tags = ["statement", s.kind.value, s.stance.value, f"status as reported: {status}"]
            yield _annotation(exhibit, entries[s.id], {"content": s.content, "source": s.source, "cue": s.cue}, said, tags)
    shown = {f.id: f for f in exhibit.shown.figures}
    for row in exhibit.figure_rows():
        f = shown[row.figure.id]
        tags = ["figure", f.sort.value, f.bound.value, f"status as reported: {row.status.state.value}"]
        about = f"{printed_of(row)} · {row.source}"
        yield _annotation(exhibit, row.entry, {"printed": (f.span,), "counts": f.counts}, about, tags)
    for m in exhibit.shown.marks:
        if m.id in exhibit.marks:
            about = words_of(m.by, text) or "the page"
            yield _annotation(exhibit, entries[m.id], {"words": m.spans}, f"{m.status.value} · {about}", ["mark", m.status.value])


def _annotation(exhibit: Exhibit, entry: str, cited: Mapping[str, Pieces], said: str, tags: list[str]) -> Annotation:
    targets = [_target(exhibit, what, piece) for what, pieces in cited.items() for piece in pieces]
    return {
        "id": entry_iri(exhibit.stored.page.id, entry),
        "type": "Annotation",
        "motivation": "describing",
        "created": exhibit.first_seen.replace("+00:00", "Z"),
        "body": [
            {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": " ".join(said.split())},
            *({"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": tag} for tag in tags),
        ],
        "target": targets,
    }


def _target(exhibit: Exhibit, what: str, piece: Span) -> Annotation:
    text, page = exhibit.shown.page.text, page_iri(exhibit.stored.page.id)
    quote = {
        "type": "TextQuoteSelector",
        "exact": piece.of(text),
        "prefix": text[max(0, piece.start - AROUND) : piece.start],
        "suffix": text[piece.end : piece.end + AROUND],
    }
    return {
        "type": "SpecificResource",
        "source": address_iri(exhibit.shown.page.url) or page,
        "sayso:part": what,
        "state": {"type": "TimeState", "sourceDate": exhibit.first_seen.replace("+00:00", "Z"), "cached": page},
        "selector": [quote, {"type": "TextPositionSelector", "start": piece.start, "end": piece.end}],
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
