"""WARC archives -> documents, one a page that a crawl was sent (WARC 1.0 and 1.1, ISO 28500).

An archive is read as a stream, whatever its size: plain, each record gzipped by itself as crawls write it, gzipped as a whole, or
zstandard with or without a dictionary. Of its records only those are taken that hold a page: an answer of status 200 with HTML,
plain text or a PDF. What a record says only of another one (*the page was as it was on Monday*) is looked up there. A record that
is broken is a document with its trouble, and the archive is read on from the next one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import IO, Any

from sayso.extras import needs
from sayso.page.decoding import LARGEST
from sayso.page.page import Document, Kind
from sayso.sources.answers import answer_of, is_digest_of
from sayso.sources.forms import form_of
from sayso.sources.unpacking import Endless, Place, Unpackable, Unpacked

STARTS = b"WARC/"
"""The first bytes of each record."""

RECORDS_KNOWN = 100_000
"""So many of the pages before are remembered by place, for records that say that nothing has changed since."""

_LONGEST_HEADER = 1 << 20
_FORMS = {
    "text/html": ("html", "plain", "table"),
    "application/xhtml+xml": ("html",),
    "text/plain": ("html", "plain"),
    "application/pdf": ("pdf",),
    "": ("html", "pdf"),
}
"""What the bytes may be that are called so; ``""`` where they are called nothing."""
_NO_PAGE = re.compile(
    r"(?:^https?://[^/]+/(?:robots|ads|app-ads|humans|llms|security)\.txt|/\.well-known/[^?#]*"
    r"|\.(?:js|mjs|css|json|xml|csv|tsv|map|png|jpe?g|gif|webp|avif|svg|ico|woff2?|ttf|eot|mp[34]|webm|m4[av]|ts|m3u8|zip|gz))"
    r"(?:[?#]|$)",
    re.IGNORECASE,
)
"""Addresses of files that are no pages, whatever the server calls them."""
_MEND = "fetch the archive again, or leave the record out"
_LOST = (
    "the record says only that the page was the same as before, and what it was stands in no archive read here; "
    "add the archive that holds it together with this one"
)


@dataclass(slots=True)
class Known:
    """Where pages stand that were met in the archives of one run, so that a later record can refer to them."""

    opened: Callable[[str], IO[bytes]] | None = None
    """Opens an archive again by where it was seen; without it, nothing can be looked up."""
    places: dict[int, tuple[str, Place]] = field(default_factory=dict)
    passed: list[tuple[str, Place]] = field(default_factory=list)
    """Archives of which the beginning was passed over, since a run that was broken off had read it, and how far."""

    def note(self, record: _Record, seen: str, place: Place) -> None:
        """Remember where a page stands, by its record's id, its digest, and its address and time."""
        for key in record.keys:
            self.places.pop(hash(key), None)
            self.places[hash(key)] = seen, place
        while len(self.places) > 3 * RECORDS_KNOWN:
            del self.places[next(iter(self.places))]

    def find(self, keys: list[str]) -> _Record | None:
        """The record that one of the keys is of."""
        if self.opened is None:
            return None
        while True:
            for key in keys:
                where = self.places.get(hash(key))
                if where is not None and (found := self._read(*where)) is not None and key in found.keys:
                    return found
            if not self.passed:
                return None
            seen, until = self.passed.pop()
            with self.opened(seen) as raw:
                for place, record in _Records(raw).until(until):
                    if isinstance(record, _Record) and record.kind != "revisit":
                        self.note(record, seen, place)

    def _read(self, seen: str, place: Place) -> _Record | None:
        assert self.opened is not None
        try:
            with self.opened(seen) as raw:
                records = _Records(raw)
                records.stream.go_to(place)
                found = next(iter(records), (place, None))[1]
        except (OSError, Unpackable):
            return None
        return found if isinstance(found, _Record) else None


def documents_of_warc(
    raw: IO[bytes], name: str, seen: str, *, known: Known | None = None, start: Place | None = None
) -> Iterator[Document]:
    """The pages of an archive, in order. ``raw`` stands at its first byte; with ``start`` it is read from that place on.

    Each is named after the archive (``name``) and the place of its record, which also stands in its ``seen``
    (``crawl.warc.gz#48213``: at which byte the record begins). Its ``url`` is the address that was asked for, and ``seen_at``
    when the crawl was there.

    Raises:
        ExtraMissing: warcio, or for zstandard its library, is not installed.
        OSError: the archive cannot be read.
    """
    known = Known() if known is None else known
    records = _Records(raw)
    if start is not None:
        known.passed.append((seen, start))
        records.stream.go_to(start)
    for place, record in records:
        found = _document(record, known)
        if found is not None:
            if isinstance(record, _Record) and record.kind != "revisit":
                known.note(record, seen, place)
            yield replace(found, name=f"{name}:{place}", seen=f"{seen}#{place}")


def start_of(places: list[str], seen: str) -> Place | None:
    """The earliest of some places in the archive ``seen`` (``crawl.warc.gz#48213``); ``None`` where one is not in it."""
    found = [Place.named(words.removeprefix(f"{seen}#")) for words in places]
    return min(filter(None, found), default=None) if None not in found else None


@dataclass(frozen=True, slots=True)
class _Record:
    """A record that may hold a page: what it says of itself, what the server said, and the bytes that it sent."""

    headers: Any
    answer: Any | None
    """Status and headers of the server; ``None`` where the record has none."""
    payload: bytes
    """As they were sent, up to a little more than is read as one page."""

    @property
    def kind(self) -> str:
        return (self.said("WARC-Type") or "").lower()

    @property
    def url(self) -> str:
        return (self.said("WARC-Target-URI") or "").removeprefix("<").removesuffix(">").strip().replace(" ", "%20")

    @property
    def media(self) -> tuple[str, str | None]:
        """What the payload is called, and in which character set; ``""`` where it is called nothing."""
        words = self.answered("Content-Type") if self.kind != "resource" else self.said("Content-Type")
        media, _, more = (words or "").partition(";")
        charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", more, re.IGNORECASE)
        return media.strip().lower(), charset[1] if charset else None

    @property
    def keys(self) -> list[str]:
        """By what another record may refer to it."""
        named = (self.said("WARC-Record-ID"), self.said("WARC-Payload-Digest"))
        return [*filter(None, named), f"{self.url} {self.said('WARC-Date')}"]

    @property
    def refers_to(self) -> list[str]:
        """The keys of the record that it refers to, the surest first."""
        url, date = self.said("WARC-Refers-To-Target-URI"), self.said("WARC-Refers-To-Date")
        same = self.said("WARC-Payload-Digest")
        return [*filter(None, (self.said("WARC-Refers-To"), f"{url} {date}" if url and date else None, same))]

    def said(self, name: str) -> str | None:
        value = self.headers.get_header(name)
        return value.strip() or None if isinstance(value, str) else None

    def answered(self, name: str) -> str | None:
        value = self.answer.get_header(name) if self.answer is not None else None
        return value.strip() if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class _Broken:
    """A record that cannot be read: in which way, what there is of it, and of what address it is, if that can be told."""

    words: str
    data: bytes
    url: str = ""


class _Records:
    """The records of an archive that may hold a page, and those that are broken, each with its place."""

    def __init__(self, raw: IO[bytes]) -> None:
        self.stream = Unpacked(raw)
        heads = needs("warcio.statusandheaders", extra="archives", to="read web archives")
        self._of_record = heads.StatusAndHeadersParser([], verify=False)
        self._limited = needs("warcio.limitreader", extra="archives", to="read web archives").LimitReader

    def __iter__(self) -> Iterator[tuple[Place, _Record | _Broken]]:
        return self.until(None)

    def until(self, end: Place | None) -> Iterator[tuple[Place, _Record | _Broken]]:
        """The same, from where the stream stands to the record at ``end``, which is not read."""
        stream = self.stream
        place = Place(0)
        line = b""
        while True:
            stream.record_starts = None
            try:
                if not line:
                    stream.kept.clear()
                    place = stream.place
                    line = stream.readline(_LONGEST_HEADER)
                if not line or (end is not None and place >= end):
                    return
                if not line.strip():
                    line = b""
                elif not line.startswith(STARTS):
                    broken = place
                    place, line = self._next_start()
                    yield broken, _Broken("what stands here is no record", bytes(stream.kept))
                else:
                    stream.record_starts = STARTS
                    record = self._record(line)
                    line = b""
                    if record is not None:
                        yield place, record
            except Unpackable as error:
                stream.record_starts = None
                place = max(place, Place(stream.member))
                yield place, _Broken(f"it cannot be unpacked ({error})", bytes(stream.kept))
                line = b""
                try:
                    if not stream.go_to_member_after(stream.member, STARTS):
                        return
                except OSError:
                    return

    def _next_start(self) -> tuple[Place, bytes]:
        """The first line from here on that begins a record, with its place; no line if there is none."""
        begins = True
        while True:
            place = self.stream.place
            line = self.stream.readline(_LONGEST_HEADER)
            if not line or (begins and line.startswith(STARTS)):
                return place, line
            begins = line.endswith(b"\n")

    def _record(self, line: bytes) -> _Record | _Broken | None:
        """The record that begins with this line, read to its end; ``None`` for one that holds no page."""
        stream = self.stream
        try:
            headers = self._of_record.parse(self._limited(stream, _LONGEST_HEADER), line)
            length = int(headers.get_header("Content-Length"))
            if length < 0:
                raise ValueError
        except (Endless, TypeError, ValueError):
            return _Broken("its header cannot be parsed, or does not say how long it is", bytes(stream.kept))
        record = _Record(headers, None, b"")
        if record.kind not in ("response", "resource", "revisit") or not record.url.lower().startswith(("http://", "https://")):
            wanted, left = False, length
        else:
            block = self._limited(stream, length)
            try:
                record, wanted = self._with_answer(record, block)
            except Endless:
                record, wanted = record, False
            if wanted:
                record = replace(record, payload=block.read(LARGEST + 1))
            left = block.limit
        whole = stream.skip(left) == left
        if not whole and (wanted or record.kind not in ("request", "metadata", "warcinfo")):
            return _Broken("it is cut off: less of it is there than it says", bytes(stream.kept), record.url)
        return record if wanted else None

    def _with_answer(self, record: _Record, block: Any) -> tuple[_Record, bool]:
        """The record with what the server said, and whether what it sent may be a page."""
        if record.kind == "resource":
            return record, record.media[0] in _FORMS and record.media[0] != "" and not _NO_PAGE.search(record.url)
        try:
            answer = self._of_record.parse(block)
        except EOFError:  # a record that refers to another need not have one
            answer = None
        if answer is not None and not answer.protocol.upper().startswith("HTTP/"):
            return record, record.kind == "revisit"
        record = replace(record, answer=answer)
        if _NO_PAGE.search(record.url):
            return record, False
        status = (answer.get_statuscode() or "")[:3] if answer is not None else None
        if record.kind == "revisit":
            return record, status in (None, "200", "304") and record.media[0] in _FORMS
        return record, status == "200" and record.media[0] in _FORMS


def _document(record: _Record | _Broken, known: Known) -> Document | None:
    """The document of a record, without name and place; ``None`` where it holds no page after all."""
    if isinstance(record, _Broken):
        return _aside(record.data, record.url, f"{record.words}; {_MEND}")
    at, late = _moment(record.said("WARC-Date"))
    if record.kind == "revisit":
        before = known.find(record.refers_to)
        if before is None:
            return replace(_aside(_written(record), record.url, _LOST), seen_at=at)
        found = _document(before, Known()) if before.kind != "revisit" else None
        return found and replace(found, url=record.url, seen_at=at)
    if len(record.payload) > LARGEST:
        trouble = f"it is longer than what is read as one page ({LARGEST >> 20} MB), and only its start is kept"
        return replace(_aside(record.payload[: 1 << 16], record.url, trouble), seen_at=at)
    answer = answer_of(record.payload, record.answered("Transfer-Encoding"), record.answered("Content-Encoding"))
    media, charset = record.media
    form = form_of(answer.data[: 1 << 16]) if answer.data.strip() and not answer.trouble else _FORMS[media][0]
    if form not in _FORMS[media]:
        return None
    cut = record.said("WARC-Truncated")
    notes = [answer.doubt, late]
    if cut:
        notes.append(f"the crawl kept only its beginning ({cut[:40]})")
    elif (named := record.said("WARC-Payload-Digest")) and not any(is_digest_of(named, each) for each in answer.stages):
        notes.append(f"its bytes are not those of the digest that the archive gives ({named[:80]}): they were changed or damaged")
    return Document(
        answer.data,
        Kind.HTML if media in ("text/html", "application/xhtml+xml") else Kind(form),
        "",
        "",
        url=record.url,
        trouble=answer.trouble,
        note="; ".join(filter(None, notes)) or None,
        seen_at=at,
        how="archive",
        charset=charset,
    )


def _aside(data: bytes, url: str, trouble: str) -> Document:
    """What there is of a record that cannot be read, kept aside."""
    return Document(data, Kind.BINARY, "", "", url=url or None, trouble=trouble, how="archive")


def _written(record: _Record) -> bytes:
    return bytes(record.headers.to_bytes())


def _moment(words: str | None) -> tuple[datetime | None, str | None]:
    """A time as WARC has it (``2031-03-03T09:59:12.345678901Z``), or, in words, that it is none."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?Z", words or "", re.IGNORECASE)
    try:
        if found:
            at = datetime.fromisoformat(found[1]).replace(tzinfo=UTC)
            return at.replace(microsecond=int((found[2] or ".0")[1:7].ljust(6, "0"))), None
    except ValueError:
        pass
    return None, "the archive does not say when it was seen"
