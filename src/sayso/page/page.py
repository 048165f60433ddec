"""Page: one version of one document, as bytes, one canonical text, and blocks with roles.

The canonical text never changes and is stored, never derived again. For plain text it is the decoded file (BOM removed,
CRLF and lone CR turned to LF, NUL and lone surrogates to U+FFFD one for one, nothing else). For HTML, records of an archive,
posts, PDF and transcripts it is the texts of the blocks in document order joined by blank lines.
"""

from __future__ import annotations

import bisect
import enum
from dataclasses import dataclass, field
from datetime import datetime

from sayso.text import Span, digest


class Role(enum.StrEnum):
    """What a run of a page's text is there for."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BODY = "body"
    SUBHEADING = "subheading"
    CAPTION = "caption"
    CREDIT = "credit"
    BYLINE = "byline"
    DATE = "date"
    RELATED = "related"
    PLAYER = "player"
    EMBED = "embed"
    FURNITURE = "furniture"


READ_FOR_CLAIMS = frozenset({Role.HEADLINE, Role.STANDFIRST, Role.BODY, Role.SUBHEADING, Role.CAPTION, Role.EMBED})
"""The roles whose blocks are read for claims; all others are kept but not read."""

BODY_AS_READ = frozenset({Role.STANDFIRST, Role.BODY, Role.SUBHEADING})
"""The roles that together are the body that a person reads."""


class State(enum.StrEnum):
    """Whether a page's claims can be read, or why not."""

    READ = "read"
    EMPTY = "empty"
    NOT_TEXT = "not-text"
    NOT_ENGLISH = "not-english"
    STUB = "stub"
    """A paywall, cookie or error notice where the article should be, or a script-only page."""
    DAMAGED = "damaged"
    """A record that cannot be parsed (a broken line of an archive, say)."""
    TOO_LARGE = "too-large"
    SEALED = "sealed"
    """Its content was withdrawn from the ledger, because it endangers somebody."""


class Kind(enum.StrEnum):
    """In what form the bytes of a document are."""

    HTML = "html"
    PLAIN = "plain"
    RECORD = "record"
    """One article of an archive: a JSON object, or a CSV row as the JSON object of its columns."""
    PDF = "pdf"
    TRANSCRIPT = "transcript"
    """What was said in a recording, with times: WebVTT, SRT or TTML."""
    POST = "post"
    """One post of an export: a message of a channel, an activity, a row of a table of posts, as a JSON object."""
    BINARY = "binary"


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes as they were seen, before they are a page.

    ``data`` is what is archived, unchanged. ``name`` is the file's name without its extensions (``X.html.gz`` -> ``X``), with the
    record's number for archives (``articles:14``). ``seen`` tells where the bytes were seen: a path, a path and line, the
    place of a record in an archive (``crawl.warc.gz#48213``), a URL or ``-``.
    ``trouble`` is set where the source already knows that the bytes cannot be read (a broken line of an archive), in words;
    ``note`` where they can be read, but something about them is in doubt (a digest that does not match).
    """

    data: bytes
    kind: Kind
    name: str
    seen: str
    url: str | None = None
    outlet: str | None = None
    trouble: str | None = None
    note: str | None = None
    seen_at: datetime | None = None
    """When the bytes were seen, where an archive says so (the time of a crawl); without it, they are seen when they are added."""
    how: str | None = None
    """How they were seen (``archive``, ``saved page``), where ``seen`` and ``kind`` do not tell."""
    charset: str | None = None
    """The character set that a server named with the bytes."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of a page's text with one role. Blocks are in text order, never overlap, and are never dropped."""

    span: Span
    role: Role
    author: str | None = None
    """Of a post: who wrote it, as the page has it."""
    time: str | None = None
    """Of an embedded post or live entry: when, ISO 8601, where the page says so; of what is said in a recording: how far into
    it, as an ISO 8601 duration (``PT1M4S``)."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A time that a page gives for itself, with where it was read.

    ``value`` is ISO 8601 to the precision given (``2022-03-03``, ``2022-03-03T09:59``, ``…+00:00`` only where the page gives an
    offset); ``what`` is ``published`` or ``modified``; ``evidence`` is ``json-ld``, ``meta``, ``time element``, ``microdata``,
    ``visible text``, ``url``, ``record``, ``pdf metadata`` or ``file name``; ``words`` are the characters that say so.
    """

    what: str
    value: str
    evidence: str
    words: str


def identity(blob: str, part: str | None, extractor: str) -> str:
    """The id of a page: a digest over which bytes, which part of them, and what made text and blocks out of them."""
    return digest("\x1f".join((blob, part or "", extractor)))


@dataclass(frozen=True, slots=True)
class Page:
    """One version of one document."""

    name: str
    blob: str
    """SHA-256 of the archived bytes."""
    text: str
    blocks: tuple[Block, ...]
    state: State
    extractor: str
    """Name and version of what made text and blocks out of the bytes, as ``html-1``."""
    part: str | None = None
    """Which part of the bytes, for live pages: the entry's own id or number."""
    url: str | None = None
    outlet: str | None = None
    headline: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    dates: tuple[Dated, ...] = ()
    """All times found with their evidence; ``published`` and ``modified`` are the ones trusted."""
    language: str | None = None
    """ISO 639-1 code, as detected from the text or declared by the page."""
    section: str | None = None
    note: str | None = None
    """In words, why the state is what it is, or what was in doubt."""
    text_digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text_digest", digest(self.text))

    @property
    def id(self) -> str:
        """Identity: (blob, part, extractor version), as a digest."""
        return identity(self.blob, self.part, self.extractor)

    def blocks_for_claims(self) -> tuple[Block, ...]:
        """The blocks that are read for claims, in text order; none unless the state is ``read``."""
        return tuple(b for b in self.blocks if b.role in READ_FOR_CLAIMS) if self.state is State.READ else ()

    def said_at(self, position: int) -> str | None:
        """The time from which *today* is counted at a place of the text: that of the post which stands there, or the page's."""
        at = bisect.bisect_right(self.blocks, position, key=lambda b: b.span.start) - 1
        block = self.blocks[at] if at >= 0 else None
        return block.time if block is not None and block.role is Role.EMBED and block.time else self.published

    def words(self, role: Role) -> tuple[str, ...]:
        """The texts of all blocks of one role."""
        return tuple(b.span.of(self.text) for b in self.blocks if b.role is role)

    @property
    def body(self) -> str:
        """The body that a person reads: standfirst, subheadings and body, one paragraph a line."""
        return "\n".join(b.span.of(self.text) for b in self.blocks if b.role in BODY_AS_READ)
