"""Fetches as WARC records (ISO 28500:2017), and back again."""

from __future__ import annotations

import hashlib
import io
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from sayso.extras import needs
from sayso.sources.archive_members import Member, payload_of
from sayso.sources.fetch.fetched import Exchange, Failure, Fetch, Fetched, Outcome, Record

_UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_SAME = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The record of an earlier answer that a new one is the same as."""

    record: str
    url: str
    at: datetime
    payload: str


@dataclass(frozen=True, slots=True)
class Found:
    """A fetch whose records lie in the archive though no ledger may name them."""

    fetch: Fetch
    run: int | None
    data: bytes | None
    """Its bytes; ``None`` where it brought none, or the same as another."""


@dataclass(frozen=True, slots=True)
class Made:
    id: str
    type: str
    data: bytes
    block: str


def member_of(kind: str, headers: Mapping[str, str], block: bytes, *, at: datetime | None = None) -> Made:
    """One record as a gzip member."""
    needs("warcio", extra="web", to="keep what is fetched as WARC")
    from warcio.recordloader import ArcWarcRecord
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    name = f"<urn:uuid:{uuid.uuid4()}>"
    whole = f"sha256:{hashlib.sha256(block).hexdigest()}"
    first = {
        "WARC-Type": kind,
        "WARC-Record-ID": name,
        "WARC-Date": date_of(at or datetime.now(UTC)),
        **headers,
        "WARC-Block-Digest": whole,
    }
    content_type = first.pop("Content-Type")
    said = StatusAndHeaders("", [(key, _one_line(value)) for key, value in first.items()], protocol="WARC/1.1")
    said.add_header("Content-Type", content_type)
    if not said.get_header("WARC-Payload-Digest"):
        said.add_header("WARC-Payload-Digest", whole)  # or warcio adds one of its own kind
        record = ArcWarcRecord("warc", kind, said, io.BytesIO(block), None, content_type, len(block))
        said.remove_header("WARC-Payload-Digest")
    else:
        record = ArcWarcRecord("warc", kind, said, io.BytesIO(block), None, content_type, len(block))
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    writer.ensure_digest = lambda *_, **__: None  # they are there
    if kind == "revisit":  # of one without parsed headers warcio would leave out the block
        record.rec_type = "response"
    writer.write_record(record)
    return Made(name, kind, out.getvalue(), whole)


def records_of(
    fetched: Fetched, run: int | None, earlier: Callable[[Fetched, str | None], Earlier | None]
) -> tuple[Fetch, list[Made]]:
    """What is kept of a fetch but for the places of its records, and the records."""
    made: list[Made] = []
    payload = record = None
    for exchange in fetched.exchanges:
        answer, payload = _answer(exchange, fetched, earlier, is_last=exchange is fetched.last)
        record = answer.id
        made += [answer, _request(exchange, answer)]
    if fetched.last is None:
        payload = record = None
    last = fetched.last
    fetch = Fetch(
        asked=fetched.asked,
        url=fetched.url,
        at=fetched.at,
        outcome=fetched.outcome,
        status=fetched.status,
        redirects=fetched.redirects,
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        content_type=fetched.content_type,
        address=last.address if last else None,
        failure=fetched.failure,
        trouble=fetched.trouble,
        record=record,
        payload=payload,
    )
    if made:
        about = {"Content-Type": "application/json", "WARC-Target-URI": fetched.exchanges[-1].url}
        if record is not None:
            about["WARC-Concurrent-To"] = record
        made.append(
            member_of("metadata", about, json.dumps({"run": run, **_as_json(fetch)}, ensure_ascii=False).encode(), at=fetch.at)
        )
    return fetch, made


def _answer(
    exchange: Exchange, fetched: Fetched, earlier: Callable[[Fetched, str | None], Earlier | None], *, is_last: bool
) -> tuple[Made, str]:
    """The record of an answer, and the digest of its body: whole, or a revisit where an earlier one says the same."""
    renamed = (
        (("X-Archive-Orig-" + key if key.lower() == "transfer-encoding" else key), value) for key, value in exchange.headers
    )
    lines = [f"HTTP/1.1 {exchange.status} {exchange.reason}", *(f"{key}: {_one_line(value)}" for key, value in renamed)]
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
    payload = f"sha256:{hashlib.sha256(exchange.body).hexdigest()}"
    headers = {
        "WARC-Target-URI": exchange.url,
        "WARC-Payload-Digest": payload,
        "Content-Type": "application/http; msgtype=response",
    }
    if exchange.address is not None:
        headers["WARC-IP-Address"] = exchange.address
    if exchange.protocol.upper().startswith("HTTP/2"):
        headers["WARC-Protocol"] = "h2"
    if exchange.cut is not None:
        headers["WARC-Truncated"] = exchange.cut
    unchanged = is_last and fetched.outcome is Outcome.UNCHANGED
    same = unchanged or (is_last and fetched.outcome is Outcome.GOT)
    before = earlier(fetched, None if unchanged else payload) if same else None
    if before is None:
        return member_of("response", headers, head + exchange.body, at=exchange.at), payload
    headers |= {
        "WARC-Payload-Digest": before.payload,
        "WARC-Profile": _UNCHANGED if unchanged else _SAME,
        "WARC-Refers-To": before.record,
        "WARC-Refers-To-Target-URI": before.url,
        "WARC-Refers-To-Date": date_of(before.at),
    }
    return member_of("revisit", headers, head, at=exchange.at), before.payload


def _request(exchange: Exchange, answer: Made) -> Made:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"{exchange.method} {target} HTTP/1.1", *(f"{key}: {_one_line(value)}" for key, value in exchange.sent)]
    headers = {
        "WARC-Target-URI": exchange.url,
        "WARC-Concurrent-To": answer.id,
        "Content-Type": "application/http; msgtype=request",
    }
    return member_of("request", headers, ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace"), at=exchange.at)


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")


def date_of(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


# Out of records


def _as_json(fetch: Fetch) -> dict[str, Any]:
    return {
        "asked": fetch.asked,
        "url": fetch.url,
        "at": fetch.at.astimezone(UTC).isoformat(),
        "outcome": fetch.outcome.value,
        "status": fetch.status,
        "redirects": [list(each) for each in fetch.redirects],
        "etag": fetch.etag,
        "last_modified": fetch.last_modified,
        "content_type": fetch.content_type,
        "address": fetch.address,
        "failure": fetch.failure.value if fetch.failure else None,
        "trouble": fetch.trouble,
        "record": fetch.record,
        "payload": fetch.payload,
    }


def found_in(file: str, batch: Sequence[Member]) -> Found | None:
    """The fetch of a whole run of records; ``None`` for what is none (the first record of a file, a withdrawn one)."""
    if batch[-1].type != "metadata" or batch[-1].headers.get("content-type") != "application/json":
        return None
    try:
        said = json.loads(batch[-1].data)
        run = said.pop("run")
        fetch = Fetch(
            asked=said["asked"],
            url=said["url"],
            at=datetime.fromisoformat(said["at"]),
            outcome=Outcome(said["outcome"]),
            status=said["status"],
            redirects=tuple((int(status), str(url)) for status, url in said["redirects"]),
            etag=said["etag"],
            last_modified=said["last_modified"],
            content_type=said["content_type"],
            address=said["address"],
            failure=Failure(said["failure"]) if said["failure"] else None,
            trouble=said["trouble"],
            file=file,
            record=said["record"],
            payload=said["payload"],
            records=tuple(Record(m.id, m.type, m.offset, m.length, m.block) for m in batch),
        )
    except (ValueError, KeyError, TypeError):
        return None
    last = next((m for m in batch if m.id == fetch.record), None)
    whole = last is not None and last.type == "response" and fetch.outcome is Outcome.GOT
    return Found(fetch, run, payload_of(last.data) if whole and last is not None else None)
