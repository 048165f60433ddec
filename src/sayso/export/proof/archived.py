"""The archived bytes of a bundle as WARC 1.1 (ISO 28500): records of fetches as they lie beside the ledger, or made of the bytes.

Bytes that came from a file were never sent over the wire while sayso looked on: a ``resource`` record says what they were, where
they were seen and when, and nothing more. Of a page that was fetched, the request and the answer are as they were recorded then;
a ``conversion`` record beside them has the bytes as they were read, without content coding.
"""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sayso.extras import needs
from sayso.text import digest

_TYPES = {"html": "text/html", "plain": "text/plain", "record": "application/json", "binary": "application/octet-stream"}
_SAID = (
    "Made of bytes that a ledger of sayso archived, when this bundle was written. The bytes came from a file, an archive or "
    "standard input: no exchange over a network was recorded."
)
_SAID_FETCHED = (
    "The request and response records are as they were written when the page was fetched; the conversion record holds the bytes "
    "of the answer without its content coding, as they were read."
)
_SAID_GONE = (
    "Made of bytes that a ledger of sayso archived, when this bundle was written. They were fetched, but the records of it were "
    "not beside the ledger any more."
)
_LONGEST = 1 << 28


def warc_of(
    blob: str, data: bytes, *, sighting: Mapping[str, Any], fetches: Sequence[Mapping[str, Any]], archive: Path
) -> tuple[bytes, bool]:
    """The WARC file of archived bytes, one gzip member a record, and whether records of a fetch are in it.

    ``sighting`` is the first of these bytes, ``fetches`` are their fetches in order; ``archive`` is the folder beside the ledger.
    The same bytes and rows give the same file.
    """
    needs("warcio", extra="proof", to="write WARC records")
    from warcio.warcwriter import WARCWriter

    recorded = [member for fetch in fetches for member in _members(fetch, archive)]
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True, warc_version="WARC/1.1")
    at = _date(sighting["seen_at"])
    description = _SAID_FETCHED if recorded else _SAID_GONE if fetches else _SAID
    said = {"software": "sayso", "format": "WARC File Format 1.1", "description": description}
    info = writer.create_warcinfo_record(f"{blob}.warc.gz", said)
    info.rec_headers.replace_header("WARC-Date", at)
    info.rec_headers.replace_header("WARC-Record-ID", _record_id("warcinfo", blob))
    writer.write_record(info)
    stream.write(b"".join(recorded))
    headers = {
        "WARC-Date": at,
        "WARC-Record-ID": _record_id("bytes", blob),
        "WARC-Block-Digest": f"sha256:{digest(data)}",
        "WARC-Payload-Digest": f"sha256:{digest(data)}",
    }
    brought = [fetch["record"] for fetch in fetches if fetch["outcome"] == "got" and fetch["record"]]
    if recorded and brought:
        headers["WARC-Refers-To"] = str(brought[0])
    record = writer.create_warc_record(
        _uri(sighting),
        "conversion" if recorded else "resource",
        payload=io.BytesIO(data),
        length=len(data),
        warc_content_type=_TYPES.get(sighting["kind"], "application/octet-stream"),
        warc_headers_dict=headers,
    )
    writer.write_record(record)
    return stream.getvalue(), bool(recorded)


def _members(fetch: Mapping[str, Any], archive: Path) -> list[bytes]:
    """The records of a fetch as they lie in the archive; none where the archive is not there any more."""
    file = fetch["file"]
    if not file or Path(file).name != file:
        return []
    found = []
    try:
        with (archive / file).open("rb") as stream:
            for _, _, offset, length, _ in json.loads(fetch["records"]):
                if not 0 < length <= _LONGEST:
                    return []
                stream.seek(offset)
                found.append(stream.read(length))
    except (OSError, ValueError):
        return []
    return found


def _uri(sighting: Mapping[str, Any]) -> str:
    """Where the bytes were seen: their address, or the file."""
    seen = str(sighting["seen"])
    if "://" in seen:
        return quote(seen, safe=":/?#[]@!$&'()*+,;=%~-._")
    return f"file:{quote(seen)}"


def _record_id(what: str, blob: str) -> str:
    return f"<{uuid.uuid5(uuid.NAMESPACE_URL, f'urn:sayso:{what}:{blob}').urn}>"


def _date(moment: str) -> str:
    return moment.replace("+00:00", "Z")
