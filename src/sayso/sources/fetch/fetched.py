"""What a fetch brings: the exchanges on the wire, how it ended, and what is kept of it as evidence."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from sayso.page.page import Document, Kind


class Outcome(enum.StrEnum):
    """How a fetch ended."""

    GOT = "got"
    """Bytes came."""
    UNCHANGED = "unchanged"
    """The server says that they are those of the last time (304)."""
    FAILED = "failed"


class Failure(enum.StrEnum):
    """Why a fetch failed."""

    ADDRESS = "address"
    """It is no address that can be fetched."""
    REFUSED = "refused"
    """It leads to a private network or to this machine."""
    ROBOTS = "robots"
    """The site's robots.txt asks programs to stay away."""
    NAME = "name"
    """There is no host of this name."""
    CONNECTION = "connection"
    """No connection came about, or it broke off."""
    TLS = "tls"
    """The server could not prove that it is who it says."""
    TIME = "time"
    SIZE = "size"
    CODING = "coding"
    """The bytes could not be unpacked."""
    REDIRECTS = "redirects"
    """It leads round in a circle, too far, or nowhere."""
    STATUS = "status"
    """The server says that it will not or cannot (404, 410, 451, 503, …)."""
    SEALED = "sealed"
    """What came was sealed in this ledger, and is not kept again."""


LATER = frozenset({Failure.CONNECTION, Failure.TIME, Failure.NAME})
"""Failures that may be gone in a moment."""


class Purpose(enum.StrEnum):
    """What an exchange was for."""

    PAGE = "page"
    ROBOTS = "robots"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and the answer to it, as they went over the wire; of the body only the transfer coding (chunks) is undone."""

    url: str
    at: datetime
    method: str
    sent: tuple[tuple[str, str], ...]
    """The headers of the request."""
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    protocol: str = "HTTP/1.1"
    address: str | None = None
    """The IP address that was asked; of a proxy none."""
    cut: str | None = None
    """Why the body is not whole, in the words of WARC: ``length``, ``time`` or ``disconnect``."""
    purpose: Purpose = Purpose.PAGE

    def header(self, name: str) -> str | None:
        """The value of a header, ``None`` without it."""
        return next((value for key, value in self.headers if key.lower() == name), None)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an address from the last time: by that the server can say that nothing changed."""

    url: str
    """Where the bytes were found in the end; only there the question makes sense."""
    etag: str | None
    last_modified: str | None
    data: Callable[[], bytes]
    """The bytes of then."""
    content_type: str | None = None
    """What the server said then that they are."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One address that was asked for, and all that came of it."""

    asked: str
    url: str
    """Where the last answer came from, after all redirects."""
    at: datetime
    outcome: Outcome
    exchanges: tuple[Exchange, ...] = ()
    """In order: those for robots.txt, redirects and failed attempts, the last one being what it came to."""
    data: bytes | None = None
    """The bytes as a browser would take them: content coding undone. ``None`` unless they were got."""
    failure: Failure | None = None
    trouble: str | None = None
    """In words, what went wrong and what can be done."""
    retry_at: datetime | None = None
    """Before this moment the server wants no more requests."""

    @property
    def last(self) -> Exchange | None:
        """The exchange that it came to."""
        return self.exchanges[-1] if self.exchanges and self.exchanges[-1].purpose is Purpose.PAGE else None

    @property
    def status(self) -> int | None:
        """The status of the last answer."""
        return self.last.status if self.last else None

    @property
    def redirects(self) -> tuple[tuple[int, str], ...]:
        """Each redirect: its status, and the address that sent it."""
        pages = [e for e in self.exchanges if e.purpose is Purpose.PAGE]
        return tuple((e.status, e.url) for e in pages if e.status in REDIRECTS and e.header("location"))

    @property
    def etag(self) -> str | None:
        """The server's name for this version."""
        return self.last.header("etag") if self.last else None

    @property
    def last_modified(self) -> str | None:
        """When the server says that it was changed last, in its words."""
        return self.last.header("last-modified") if self.last else None

    @property
    def content_type(self) -> str | None:
        """What the server says that it is."""
        return self.last.header("content-type") if self.last else None

    @property
    def charset(self) -> str | None:
        """The character set that the server names with the bytes."""
        return charset_of(self.content_type)


REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Record:
    """Where one WARC record lies: a gzip member of its own."""

    id: str
    type: str
    offset: int
    length: int
    block: str
    """Digest of all that stands in it after its WARC headers, as ``sha256:…``."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """What a ledger keeps of a fetch, beside the bytes themselves."""

    asked: str
    url: str
    at: datetime
    outcome: Outcome
    status: int | None = None
    redirects: tuple[tuple[int, str], ...] = ()
    etag: str | None = None
    last_modified: str | None = None
    content_type: str | None = None
    address: str | None = None
    failure: Failure | None = None
    trouble: str | None = None
    file: str | None = None
    """The WARC file that its records lie in, in the archive beside the ledger; ``None`` where nothing came over the wire."""
    record: str | None = None
    """The id of the record of its last answer."""
    payload: str | None = None
    """Digest of that answer's body as it was sent, ``sha256:…``."""
    records: tuple[Record, ...] = ()
    """All of its records, in order."""

    @property
    def place(self) -> tuple[int, int] | None:
        """Offset and length of the record of its last answer."""
        return next(((r.offset, r.length) for r in self.records if r.id == self.record), None)


@dataclass(frozen=True, slots=True)
class FetchedDocument(Document):
    """A document that was fetched, with the evidence that it was so."""

    fetch: Fetch | None = None


def document_of(fetched: Fetched, fetch: Fetch | None, data: bytes) -> FetchedDocument:
    """The document of bytes that were fetched, or found unchanged; their form is told by the bytes, then by the server.

    ``fetch`` is what a ledger keeps of it; ``None`` where no ledger does.
    """
    from sayso.sources.forms import HEAD, form_of

    form = form_of(data[:HEAD])
    said = (fetched.content_type or (fetch.content_type if fetch else None) or "").partition(";")[0].strip().lower()
    kind = Kind(form) if form in set(map(str, Kind)) else Kind.PLAIN
    if form in ("json", "json lines") and data.lstrip().startswith(b"{"):
        kind = Kind.RECORD
    if kind is Kind.PLAIN and said in ("text/html", "application/xhtml+xml"):
        kind = Kind.HTML
    return FetchedDocument(
        data=data,
        kind=kind,
        name=name_of(fetched.url),
        seen=fetched.asked,
        url=fetched.url,
        seen_at=fetched.at,
        charset=charset_of(fetched.content_type or (fetch.content_type if fetch else None)),
        fetch=fetch,
    )


def name_of(url: str) -> str:
    """A short name for what stands at an address: the last part of its path without extension, or its host."""
    parts = urlsplit(url)
    last = PurePosixPath(unquote(parts.path)).name
    if last.lower().startswith(("index.", "default.")):
        last = PurePosixPath(unquote(parts.path)).parent.name
    stem, dot, suffix = last.rpartition(".")
    name = stem if dot and len(suffix) <= 5 and stem else last
    return name or parts.hostname or url


def charset_of(content_type: str | None) -> str | None:
    """The character set that a Content-Type names (RFC 9110, 8.3); ``None`` without one."""
    for parameter in (content_type or "").split(";")[1:]:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            return value.strip().strip("\"'").strip().lower()[:40] or None
    return None
