"""A spaCy component: ``nlp.add_pipe("sayso")`` puts statements, figures and marks on a ``Doc``.

    >>> nlp = spacy.blank("en"); nlp.add_pipe("sayso")
    >>> doc = nlp(article)
    >>> doc.spans["sayso_content"][0], doc.spans["sayso_content"][0].label_    # what is said, and on whose word
    >>> doc._.sayso.statements[0].speaker.role                                # all that was read, as ``sayso.read_text`` gives it

A span of a ``Doc`` begins and ends with a token, a citation with a character: where the two differ, the span is widened to whole
tokens, and ``doc._.sayso`` keeps the exact characters, counted in ``doc._.sayso.page.text`` (which is ``doc.text`` with CRLF
turned to LF). The component reads the text by itself and needs no other component; it changes nothing that others made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from sayso.claims.report import Report
from sayso.page.page import Document, Kind
from sayso.text import Pieces

GROUPS = ("sayso_source", "sayso_cue", "sayso_content", "sayso_figure", "sayso_mark")
"""The span groups: the label of a source or content is the speaker's name (empty where it is unresolved), of a cue its stance, of
a figure its sort, of a mark its status; the id of each span is the id in the report (``s1``, ``f1``, ``m1``)."""


class Sayso:
    """Reads docs; made by spaCy from the factory's name. ``min_confidence`` leaves out statements that are less sure."""

    def __init__(self, min_confidence: float = 0.0) -> None:
        self.min_confidence = min_confidence
        if not Doc.has_extension("sayso"):
            Doc.set_extension("sayso", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """The same doc, with what was read on it."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 16) -> Iterator[Doc]:
        """The docs in order; some are read together, which is faster."""
        from itertools import islice

        from sayso import _reader, pipeline

        docs = iter(stream)
        while group := list(islice(docs, batch_size)):
            documents = [Document(doc.text.encode("utf-8", "replace"), Kind.PLAIN, "doc", "doc") for doc in group]
            for doc, report in zip(group, pipeline.read(documents, _reader()), strict=True):
                yield _with(doc, report.confident(self.min_confidence))


def _with(doc: Doc, report: Report) -> Doc:
    doc._.sayso = report
    groups = {name: SpanGroup(doc, name=name) for name in GROUPS}
    places = _places(doc.text, report.page.text)

    def put(group: str, pieces: Pieces, label: str, own: str) -> None:
        for piece in pieces:
            span = doc.char_span(places(piece.start), places(piece.end), label=label, span_id=own, alignment_mode="expand")
            if span is not None:
                groups[group].append(span)

    for said in report.statements:
        put("sayso_source", said.source, said.speaker.name or "", said.id)
        put("sayso_cue", said.cue, said.stance.value, said.id)
        put("sayso_content", said.content, said.speaker.name or "", said.id)
    for figure in report.figures:
        put("sayso_figure", (figure.span,), figure.sort.value, figure.id)
    for mark in report.marks:
        put("sayso_mark", mark.spans, mark.status.value, mark.id)
    for name, spans in groups.items():
        doc.spans[name] = spans
    return doc


def _places(raw: str, text: str) -> Any:
    """From a place in the page's text to the one in the doc's, which may have CRLF and a mark of byte order besides."""
    if raw == text:
        return lambda at: at
    table, at = [], 1 if raw.startswith("\ufeff") else 0
    while at < len(raw):
        table.append(at)
        at += 2 if raw.startswith("\r\n", at) else 1
    table.append(len(raw))
    return table.__getitem__


@Language.factory("sayso", default_config={"min_confidence": 0.0}, assigns=["doc._.sayso"])
def make(nlp: Language, name: str, min_confidence: float) -> Sayso:
    """The component, as spaCy asks for it by its name."""
    return Sayso(min_confidence)
