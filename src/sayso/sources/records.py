"""Archives of articles that are text: JSON lines, JSON and tables -> documents, one an article."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import IO, Any

from sayso.page.decoding import LARGEST, decode
from sayso.page.page import Document, Kind
from sayso.page.record import field_of
from sayso.sources.forms import HEAD, delimiter_of

_WRAPPERS = ("articles", "items", "documents", "docs", "results", "data", "records", "stories", "response", "entries", "news")


def json_lines(stream: IO[bytes], name: str, seen: str) -> Iterator[Document]:
    """The articles of a file with a JSON object a line; a line that cannot be parsed is a document with its trouble."""
    number = 0
    while line := stream.readline(LARGEST + 1):
        number += 1
        trouble = None
        if len(line) > LARGEST and not line.endswith(b"\n"):
            while (more := stream.readline(HEAD)) and not more.endswith(b"\n"):
                pass
            line, trouble = line[:HEAD], f"line {number} is longer than {LARGEST >> 20} MB, and only its start is kept"
        data = line.strip()
        if number == 1:
            data = data.removeprefix(b"\xef\xbb\xbf")
        if not data:
            continue
        trouble = trouble or _trouble_with(data, f"line {number}")
        if number == 1 and trouble is None and (inside := _wrapped(json.loads(data))) is not None:
            yield from _listed(inside, name, seen)
        else:
            yield _record(data, name, seen, number, trouble)


def _trouble_with(data: bytes, where: str) -> str | None:
    try:
        record = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        return f"{where} is not JSON ({error}); mend it and add the archive again"
    return (
        None
        if isinstance(record, dict)
        else f"{where} is no JSON object with the fields of an article; give one object an article"
    )


def _record(data: bytes, name: str, seen: str, number: int, trouble: str | None) -> Document:
    return Document(data, Kind.RECORD, f"{name}:{number}", f"{seen}:{number}", trouble=trouble)


def json_file(data: bytes, name: str, seen: str) -> Iterator[Document]:
    """The articles of a JSON file: one object, a list, or an object that wraps a list."""
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError) as error:
        trouble = (
            f"the file is not JSON ({error}); mend it, or make it JSON lines so that one broken article takes no other with it"
        )
        yield Document(data, Kind.RECORD, name, seen, trouble=trouble)
        return
    records = _wrapped(whole)
    if records is None:
        yield Document(data, Kind.RECORD, name, seen)
    else:
        yield from _listed(records, name, seen)


def _listed(records: list[Any], name: str, seen: str) -> Iterator[Document]:
    for number, record in enumerate(records, start=1):
        raw = _canonical_json(record)
        yield _record(raw, name, seen, number, _trouble_with(raw, f"article {number}"))


def _wrapped(whole: Any) -> list[Any] | None:
    """The list of articles in a JSON file; ``None`` where the file is one article."""
    if isinstance(whole, list):
        return whole
    if any(field_of(key) in ("body", "headline") and isinstance(value, str) for key, value in whole.items()):
        return None
    for key in _WRAPPERS:
        inner = whole.get(key)
        if isinstance(inner, list) and all(isinstance(each, dict) for each in inner):
            return inner
        if isinstance(inner, dict) and (deeper := _wrapped(inner)) is not None:
            return deeper
    return None


def _canonical_json(record: Any) -> bytes:
    return json.dumps(record, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")


def table(stream: IO[bytes], head: bytes, name: str, seen: str) -> Iterator[Document]:
    """The articles of a table, a row each; a row that cannot be parsed is a document with its trouble."""
    encoding = decode(head).encoding
    csv.field_size_limit(LARGEST)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig" if encoding == "utf-8" else encoding, errors="replace", newline="")
    rows = csv.reader(
        (line.replace("\0", "�") for line in text), delimiter=delimiter_of(head) or delimiter_of(head, fewest=1) or ","
    )
    columns = next(rows)
    number = 0
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield _record(b"", name, seen, number, f"row {number} cannot be parsed ({error}); mend it and add the archive again")
            continue
        if not row:
            continue
        trouble = None
        if len(row) != len(columns):
            trouble = (
                f"row {number} has {len(row)} columns, the first line names {len(columns)}; mend it and add the archive again"
            )
        record = dict(zip(columns, row, strict=False)) if trouble is None else {"row": row}
        yield _record(_canonical_json(record), name, seen, number, trouble)
