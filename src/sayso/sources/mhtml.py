"""MHTML: a page saved as one file with all that it shows (RFC 2557) -> the document of its HTML.

The file is a message of many parts; the page is the part that the message names as its start, or else the first of HTML. Frames,
pictures and styles are parts too, and no pages. What is archived is the HTML itself, its transfer coding undone.
"""

from __future__ import annotations

import email
import email.errors
import email.policy
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from sayso.page.page import Document, Kind
from sayso.sources.saved import SAVED

_HTML = ("text/html", "application/xhtml+xml")
_CUT = (email.errors.CloseBoundaryNotFoundDefect, email.errors.StartBoundaryNotFoundDefect)


def documents_of_mhtml(data: bytes, name: str, seen: str) -> Iterator[Document]:
    """The page in a file; a file in which there is none is a document with its trouble."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        parts = [part for part in message.walk() if not part.is_multipart()]
        main = _main(message, parts)
        html = None if main is None else main.get_payload(decode=True)
    except (ValueError, LookupError, RecursionError, TypeError) as error:
        yield Document(data, Kind.BINARY, name, seen, trouble=f"it cannot be parsed ({error}); save the page again", how=SAVED)
        return
    if main is None or not isinstance(html, bytes):
        yield Document(data, Kind.BINARY, name, seen, trouble="none of its parts is a page; save the page again", how=SAVED)
        return
    cut = main is parts[-1] and any(isinstance(defect, _CUT) for part in message.walk() for defect in part.defects)
    yield Document(
        html,
        Kind.HTML,
        name,
        f"{seen}#{parts.index(main) + 1}",
        url=next(filter(None, map(_address, (main["Content-Location"], message["Snapshot-Content-Location"]))), None),
        note="the file breaks off before its end; save the page again" if cut else None,
        seen_at=_moment(message["Date"]),
        how=SAVED,
        charset=main.get_content_charset(),
    )


def _main(message: Message, parts: list[Message]) -> Message | None:
    """The part that is the page."""
    start = message.get_param("start")
    pages = [part for part in parts if part.get_content_type() in _HTML]
    return next((part for part in pages if start and part["Content-ID"] == start), pages[0] if pages else None)


def _address(header: object) -> str | None:
    words = "".join(str(header).split()) if header is not None else ""
    return words if words.lower().startswith(("http://", "https://")) else None


def _moment(header: object) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(header))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
