"""Table: posts as CSV, or as JSON lines, from whatever place -> documents, one a row.

The columns are named by ``sayso.page.posts.tsv``. A file of posts is told from one of articles by a column that only posts have
(whom it answers, from whom it is forwarded, a handle), and by having no headline.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from sayso.page.decoding import decode
from sayso.page.page import Document, Kind
from sayso.page.post import field_of_post, only_posts_have
from sayso.page.record import field_of
from sayso.sources.forms import delimiter_of
from sayso.sources.records import json_lines
from sayso.sources.records import table as rows_of


def is_table(head: bytes, form: str) -> bool:
    """Whether a file's first bytes are those of a table of posts, or of JSON lines of them."""
    columns = _columns(head, form)
    fields = {field_of_post(column) for column in columns}
    headed = any(field_of(column) == "headline" and field_of_post(column) is None for column in columns)
    return "text" in fields and bool(fields & {"author", "handle"}) and any(map(only_posts_have, columns)) and not headed


def _columns(head: bytes, form: str) -> list[str]:
    if form == "table":
        delimiter = delimiter_of(head) or delimiter_of(head, fewest=1) or ","
        return next(csv.reader([decode(head).text.split("\n", 1)[0]], delimiter=delimiter), [])
    try:
        first = json.loads(head.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0])
    except (ValueError, RecursionError):
        return []
    return [str(key) for key in first] if isinstance(first, dict) else []


def documents(stream: IO[bytes], head: bytes, form: str, name: str, seen: str) -> Iterator[Document]:
    """The posts of a table or of JSON lines, in order; a row that cannot be parsed is a document with its trouble."""
    records = rows_of(stream, head, name, seen) if form == "table" else json_lines(stream, name, seen)
    for record in records:
        yield replace(record, kind=Kind.POST, how="archive")
