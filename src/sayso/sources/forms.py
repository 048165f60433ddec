"""What a file holds, told by its first bytes and not by its name."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from pathlib import Path

from sayso.errors import SourceUnreadable
from sayso.page.decoding import decode, what_binary
from sayso.page.record import field_of

HEAD = 65_536
"""So many of the first bytes are looked at."""

DELIMITERS = "\t,;|"
_WITH_WORDS = frozenset({"body", "paragraphs", "standfirst"})
_TABLES = frozenset([".csv", ".tsv"])
_PACKED = (".gz", ".zst")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|title|meta|script|\?xml)[\s>/]", re.IGNORECASE)
_TAGS = re.compile(rb"</?(?:p|div|a|span|br|h[1-6]|li|td|img|script)\b[^>]*>", re.IGNORECASE)
_MHTML = re.compile(rb"(?:^|\n)content-type:\s*multipart/related\b", re.IGNORECASE)
_MAIL = re.compile(rb"[!-9;-~]+:[ \t]")
_TTML = re.compile(r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*){0,3}<(?:\w+:)?tt[\s>]", re.DOTALL)
_CUES = re.compile(r"\d+[ \t]*\n\d{1,3}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->")


def form_at(path: Path | str, head: bytes) -> str:
    """What a file is by its bytes; one that calls itself a table is none of prose, and must have a column to read.

    Raises:
        SourceUnreadable: it is a table, but none of its columns is known to hold articles.
    """
    form = form_of(head)
    if form == "table":
        columns = next(csv.reader([decode(head).text.split("\n", 1)[0]], delimiter=delimiter_of(head) or ","), [])
        if not {field_of(column) for column in columns} & _WITH_WORDS and any(field_of(column) is None for column in columns):
            raise SourceUnreadable(no_text_in(path, columns))
    if form != "plain" or Path(without_packing(str(path))).suffix.lower() not in _TABLES:
        return form
    if delimiter_of(head, fewest=1):
        return "table"
    first = decode(head).text.split("\n", 1)[0]
    columns = max((next(csv.reader([first], delimiter=mark), []) for mark in DELIMITERS), key=len)
    if len(columns) < 2:
        return form
    raise SourceUnreadable(no_text_in(path, columns))


def no_text_in(path: Path | str, columns: Sequence[str]) -> str:
    """That none of the columns is known to hold the text of articles, and what to do."""
    named = ", ".join(columns[:8]) + (f" and {len(columns) - 8} more" if len(columns) > 8 else "")
    return f"{path} has no column with text; the columns are {named}; call one of them text, and add it again"


def form_of(head: bytes) -> str:
    """What the first bytes of a file say that it is.

    One of ``html``, ``plain``, ``pdf``, ``transcript`` (WebVTT, SRT, TTML), ``mhtml``, ``json lines``, ``json``, ``table``,
    ``warc`` and ``binary``.
    """
    if head.startswith(b"%PDF-"):
        return "pdf"
    if what_binary(head):
        return "binary"
    if head.startswith(b"WARC/"):
        return "warc"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _is_transcript(decode(head[:4096]).text.lstrip()):
        return "transcript"
    if _MAIL.match(start) and _MHTML.search(re.split(rb"\r?\n\r?\n", start[:16_384], maxsplit=1)[0]):
        return "mhtml"
    if start[:1] == b"{":
        lines = start.split(b"\n", 2)
        whole = len(lines) > 1 or len(head) < HEAD
        if any(_is_object(line) for line in lines[: 2 if len(lines) > 2 else 1]) or not whole:
            return "json lines"
        return "json" if re.match(rb'\{\s*"', start) else "plain"
    if re.match(rb"\[\s*[{\]]", start):
        return "json"
    if _HTML.match(start[:200]) or start[:4] == b"<!--" or len(_TAGS.findall(head[:8192])) > 8:
        return "html"
    if delimiter_of(head):
        return "table"
    return "plain"


def _is_transcript(start: str) -> bool:
    return bool(re.match(r"WEBVTT(?:\s|$)", start) or _CUES.match(start) or _TTML.match(start))


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def without_packing(name: str) -> str:
    """A file's name without the suffix of what packs it (``.gz``, ``.zst``)."""
    return next((name[: -len(suffix)] for suffix in _PACKED if name.lower().endswith(suffix)), name)


def delimiter_of(head: bytes, *, fewest: int = 2) -> str | None:
    """What parts the columns, where the first line names enough fields of an article, one of them its text or headline."""
    first = decode(head).text.split("\n", 1)[0]
    for delimiter in DELIMITERS:
        columns = next(csv.reader([first], delimiter=delimiter), [])
        fields = {field_of(column) for column in columns} - {None}
        if (
            len(columns) > 1
            and len(fields) >= fewest
            and fields & {"body", "headline"}
            and all(len(c.split()) <= 4 for c in columns)
        ):
            return delimiter
    return None
