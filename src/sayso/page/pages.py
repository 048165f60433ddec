"""Document -> pages, by the kind of its bytes; bad input is a state of the page, never an exception."""

from __future__ import annotations

from dataclasses import replace

from sayso.page.decoding import LARGEST, decode, what_binary
from sayso.page.page import Block, Document, Kind, Page, Role, State
from sayso.text import Span, digest

EXTRACTOR = "bytes-2"
"""Of pages whose bytes are no text, or too many."""


def pages_of(document: Document) -> list[Page]:
    """The pages of a document, at least one; what cannot be read is a page whose state and note say why and what to do.

    What the document itself has in doubt stands in the note of each page.
    """
    pages = _pages_of(document)
    if document.note:
        pages = [replace(page, note="; ".join(filter(None, (page.note, document.note)))) for page in pages]
    return pages


def _pages_of(document: Document) -> list[Page]:
    data = document.data
    if document.trouble and document.kind not in (Kind.RECORD, Kind.POST):
        return [_unread(document, State.DAMAGED, document.trouble)]
    if len(data) > LARGEST:
        return [
            _unread(document, State.TOO_LARGE, f"{_size(data)} are more than is read as one page ({LARGEST >> 20} MB); split it")
        ]
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf") and not (document.trouble and document.kind is Kind.POST):
        return [_unread(document, State.EMPTY, "there is nothing in it; fetch or copy the page again")]
    if data.startswith(b"%PDF-"):
        from sayso.page.pdf import pages_from_pdf  # imported late, as each that follows: few pages need it

        return pages_from_pdf(document)
    if document.kind in (Kind.BINARY, Kind.PDF) or (what := what_binary(data)):
        what = what_binary(data) or "binary data"
        return [_unread(document, State.NOT_TEXT, f"the bytes are {what}, not text; save the article as HTML or plain text")]
    if document.kind is Kind.HTML:
        from sayso.page.html import pages_from_html

        return pages_from_html(document)
    if document.kind is Kind.RECORD:
        from sayso.page.record import pages_from_record

        return pages_from_record(document)
    if document.kind is Kind.POST:
        from sayso.page.post import pages_from_post

        return pages_from_post(document)
    if document.kind is Kind.TRANSCRIPT:
        from sayso.page.transcript import pages_from_transcript

        return pages_from_transcript(document)
    from sayso.page.plain import pages_from_plain

    return pages_from_plain(document)


def _unread(document: Document, state: State, note: str) -> Page:
    """A page whose text is not read; a damaged one keeps its characters, so that a person can look at them."""
    text = decode(document.data).text if state is State.DAMAGED else ""
    return Page(
        name=document.name,
        blob=digest(document.data),
        text=text,
        blocks=(Block(Span(0, len(text)), Role.FURNITURE),) if text else (),
        state=state,
        extractor=EXTRACTOR,
        url=document.url,
        outlet=document.outlet,
        note=note,
    )


def _size(data: bytes) -> str:
    return f"{len(data) / (1 << 20):.0f} MB"
