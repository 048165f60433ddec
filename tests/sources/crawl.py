"""Invented crawls: WARC records by warcio, which is another's hand than ours, packed in every way that crawls are."""

from __future__ import annotations

import gzip
import io
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Sent:
    """One record: what a server sent, or what kind of record it is instead."""

    url: str
    body: bytes = b""
    media: str | None = HTML
    status: str = "200 OK"
    kind: str = "response"
    coding: tuple[tuple[str, str], ...] = ()
    said: dict[str, str] = field(default_factory=dict)
    date: str = "2031-03-03T10:00:00Z"


def article(number: int, *, more: str = "") -> bytes:
    """A page of an invented outlet; ``number`` makes it another one."""
    return f"""<!doctype html><html lang="en"><head><title>River rises, day {number}</title>
<meta property="article:published_time" content="2031-03-{number % 28 + 1:02}T09:59:00Z"></head><body><article>
<h1>River rises in Port Maren, day {number}</h1>
<p>The water stood at the doors of the old harbour on the morning of day {number}, and the schools stayed closed.</p>
<p>Ada Ruiz said that {number} boats had left the harbour before the water came. She runs the ferry with her brother.</p>
<p>The harbour office had no comment on the boats that it had counted on the evening before.{more}</p>
</article></body></html>""".encode()


def page(number: int, **more: object) -> Sent:
    """An answer with an article."""
    return Sent(f"https://halvery-post.example/2031/{number}", article(number), **more)  # type: ignore[arg-type]


def records(sent: Iterable[Sent], *, version: str = "1.1") -> list[bytes]:
    """Each record as it stands in an archive that is not packed."""
    return [_record(each, version) for each in sent]


def _record(sent: Sent, version: str) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version=version)
    if sent.kind == "warcinfo":
        writer.write_record(writer.create_warcinfo_record("crawl.warc.gz", {"software": "a test"}))
        return out.getvalue()
    answer = None
    if sent.kind in ("response", "revisit") and sent.status:
        headers = [("Content-Type", sent.media)] if sent.media else []
        answer = StatusAndHeaders(sent.status, [*headers, *sent.coding], protocol="HTTP/1.1")
    if sent.kind == "request":
        answer = StatusAndHeaders("GET / HTTP/1.1", [("Host", "halvery-post.example")], is_http_request=True)
    name = uuid.uuid5(uuid.NAMESPACE_URL, repr(sent))  # the same archive each time it is made
    record = writer.create_warc_record(
        sent.url,
        sent.kind,
        payload=io.BytesIO(sent.body),
        http_headers=answer,
        warc_content_type="" if sent.kind in ("response", "request", "revisit") else (sent.media or ""),
        warc_headers_dict={"WARC-Record-ID": f"<urn:uuid:{name}>", "WARC-Date": sent.date, **sent.said},
    )
    writer.write_record(record)
    if digest := sent.said.get("WARC-Payload-Digest"):  # warcio writes the right one
        line = rb"WARC-Payload-Digest: [^\r]*"
        return re.sub(line, f"WARC-Payload-Digest: {digest}".encode(), out.getvalue(), count=1)
    return out.getvalue()


def plain(made: list[bytes]) -> bytes:
    """Not packed."""
    return b"".join(made)


def gzipped(made: list[bytes]) -> bytes:
    """Each record by itself, as crawls do it."""
    return b"".join(gzip.compress(each, mtime=0) for each in made)


def gzipped_whole(made: list[bytes]) -> bytes:
    """All records as one member, as people do it."""
    return gzip.compress(b"".join(made), mtime=0)


def zstandarded(made: list[bytes]) -> bytes:
    """Each record a frame."""
    return b"".join(zstandard.ZstdCompressor().compress(each) for each in made)


def zstandarded_with_dictionary(made: list[bytes], *, packed: bool = True) -> bytes:
    """Each record a frame, all by one dictionary that stands in front of them in a frame to be skipped."""
    dictionary = zstandard.train_dictionary(4096, [bytes(each) for each in made] * 8)
    held = dictionary.as_bytes()
    held = zstandard.ZstdCompressor().compress(held) if packed else held
    frames = b"".join(zstandard.ZstdCompressor(dict_data=dictionary).compress(each) for each in made)
    return b"\x5d\x2a\x4d\x18" + len(held).to_bytes(4, "little") + held + frames


PACKED = {
    "crawl.warc": plain,
    "crawl.warc.gz": gzipped,
    "whole.warc.gz": gzipped_whole,
    "crawl.warc.zst": zstandarded,
    "dictionary.warc.zst": zstandarded_with_dictionary,
}
