"""Files, folders, globs, archives and standard input -> documents, one by one.

What a file holds is told by its bytes, not by its name. A file is opened when its turn comes and read as a stream, so an archive
of any size takes no more memory than its longest record. gzip is opened on the way: what is archived are the bytes inside.
"""

from __future__ import annotations

import csv
import glob
import gzip
import io
import json
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from sayso.errors import SourceUnreadable
from sayso.page.decoding import LARGEST, decode, what_binary
from sayso.page.page import Document, Kind
from sayso.page.record import field_of

STANDARD_INPUT = "-"
PAGE_SUFFIXES = frozenset([".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ""])
"""What is taken from a folder (also with ``.gz``); a file that is named itself may be called anything."""

_TABLES = frozenset([".csv", ".tsv"])
_DELIMITERS = "\t,;|"
_HEAD = 65_536
_OnTrouble = Callable[[SourceUnreadable], None]
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|title|meta|script|\?xml)[\s>/]", re.IGNORECASE)
_TAGS = re.compile(rb"</?(?:p|div|a|span|br|h[1-6]|li|td|img|script)\b[^>]*>", re.IGNORECASE)
_WRAPPERS = ("articles", "items", "documents", "docs", "results", "data", "records", "stories", "response", "entries", "news")


def documents(
    targets: Iterable[str | Path], *, on_trouble: _OnTrouble | None = None, stdin: IO[bytes] | None = None
) -> Iterator[Document]:
    """The documents of all targets, in the order given; the files of a folder or glob sorted by path.

    A target is a file, a folder (read with its folders; hidden files and files with other suffixes than ``PAGE_SUFFIXES`` are
    left out), a glob, or ``-`` for standard input. A record of an archive that cannot be parsed is a document with ``trouble``.
    A file that cannot be opened or read to its end goes to ``on_trouble``, and the rest goes on.

    Raises:
        SourceUnreadable: a file cannot be read and there is no ``on_trouble``.
    """
    for target in targets:
        try:
            for path in paths_of(target):
                try:
                    yield from _documents_at(path, stdin)
                except SourceUnreadable as error:
                    if on_trouble is None:
                        raise
                    on_trouble(error)
        except SourceUnreadable as error:
            if on_trouble is None:
                raise
            on_trouble(error)


def count(targets: Iterable[str | Path]) -> int | None:
    """How many documents the targets hold, told cheaply; ``None`` where that cannot be told (standard input, say)."""
    total = 0
    for target in targets:
        if str(target) == STANDARD_INPUT:
            return None
        try:
            for path in paths_of(target):
                total += _count_at(Path(path))
        except SourceUnreadable:
            continue
    return total


def paths_of(target: str | Path) -> Iterator[Path | str]:
    """The files that a target names, in order.

    Raises:
        SourceUnreadable: there is no such file or folder, or nothing that a glob or folder names.
    """
    if str(target) == STANDARD_INPUT:
        yield STANDARD_INPUT
        return
    path = Path(target).expanduser()
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if p.is_file() and _is_page(p, path))
        if not found:
            raise SourceUnreadable(
                f"No pages in the folder {path}; it should hold files that end in .txt, .md, .html, .json, .jsonl, .csv, "
                "or these with .gz"
            )
        yield from found
    elif path.exists():
        yield path
    elif glob.has_magic(str(path)):
        matches = glob.glob(str(path), recursive=True)  # noqa: PTH207 -- Path.glob takes no absolute pattern
        matched = sorted(p for p in map(Path, matches) if p.is_file())
        if not matched:
            raise SourceUnreadable(f"No file matches {path}; check the pattern, and quote it so that the shell leaves it alone")
        yield from matched
    elif "://" in str(target):
        raise SourceUnreadable(f"{target} is an address; sayso fetches no pages: save it from a browser, and name the file")
    else:
        raise SourceUnreadable(f"No file or folder {path}; check the name, or give a folder, a glob, or - for standard input")


def _is_page(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return not hidden and Path(_without_gz(path.name)).suffix.lower() in PAGE_SUFFIXES


def _without_gz(name: str) -> str:
    return name[:-3] if name.lower().endswith(".gz") else name


def _name_of(path: Path | str) -> str:
    """The file's name without its extensions (``X.html.gz`` -> ``X``)."""
    name = _without_gz(Path(path).name)
    suffix = Path(name).suffix
    return name[: -len(suffix)] if suffix and suffix.lower() in PAGE_SUFFIXES else name


class _Stream(io.RawIOBase):
    """A stream of bytes whose first ones were read already, so that what it is could be told."""

    def __init__(self, head: bytes, rest: IO[bytes] | io.BufferedIOBase) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        return len(data)


def _opened(path: Path | str, stdin: IO[bytes] | None, stack: ExitStack) -> tuple[bytes, IO[bytes]]:
    """The first bytes of a file or of standard input, and all of it as a stream; gzip is opened."""
    raw = (stdin or sys.stdin.buffer) if path == STANDARD_INPUT else stack.enter_context(open(path, "rb"))  # noqa: PTH123, SIM115
    magic = raw.read(2)
    stream: io.BufferedIOBase = io.BufferedReader(_Stream(magic, raw), _HEAD)
    if magic == b"\x1f\x8b":
        stream = stack.enter_context(gzip.GzipFile(fileobj=stream))
    head = stream.read(_HEAD)
    return head, io.BufferedReader(_Stream(head, stream), _HEAD)


def _documents_at(path: Path | str, stdin: IO[bytes] | None = None) -> Iterator[Document]:
    name, seen = ("standard input", STANDARD_INPUT) if path == STANDARD_INPUT else (_name_of(path), str(path))
    try:
        with ExitStack() as stack:
            head, stream = _opened(path, stdin, stack)
            form = _form_at(path, head)
            if form == "json lines":
                yield from _json_lines(stream, name, seen)
            elif form == "table":
                yield from _table(stream, head, name, seen)
            else:
                data = stream.read(LARGEST + 1)
                if len(data) > LARGEST:
                    raise SourceUnreadable(
                        f"{seen} holds more than is read as one page ({LARGEST >> 20} MB); split it, or make it JSON lines"
                    )
                if form == "json":
                    yield from _json(data, name, seen)
                else:
                    yield Document(data, Kind(form), name, seen)
    except (OSError, EOFError, zlib.error) as error:
        what = "cannot be unpacked" if isinstance(error, (EOFError, zlib.error, gzip.BadGzipFile)) else "cannot be read"
        raise SourceUnreadable(f"{seen} {what} ({error}); check the file, or leave it out") from error


def _form_at(path: Path | str, head: bytes) -> str:
    """What a file is by its bytes; one that calls itself a table is none of prose, and must have a column to read.

    Raises:
        SourceUnreadable: it is a table, but none of its columns is known to hold articles.
    """
    form = form_of(head)
    if form != "plain" or Path(_without_gz(str(path))).suffix.lower() not in _TABLES:
        return form
    if _delimiter(head, fewest=1):
        return "table"
    first = decode(head).text.split("\n", 1)[0]
    columns = max((next(csv.reader([first], delimiter=mark), []) for mark in _DELIMITERS), key=len)
    if len(columns) < 2:
        return form
    named = ", ".join(columns[:8]) + (f" and {len(columns) - 8} more" if len(columns) > 8 else "")
    raise SourceUnreadable(f"{path} has no column with text; the columns are {named}; call one of them text, and add it again")


def form_of(head: bytes) -> str:
    """What the first bytes of a file say that it is: ``html``, ``plain``, ``binary``, ``json lines``, ``json`` or ``table``."""
    if what_binary(head):
        return "binary"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] == b"{":
        lines = start.split(b"\n", 2)
        whole = len(lines) > 1 or len(head) < _HEAD
        if any(_is_object(line) for line in lines[: 2 if len(lines) > 2 else 1]) or not whole:
            return "json lines"
        return "json" if re.match(rb'\{\s*"', start) else "plain"
    if re.match(rb"\[\s*[{\]]", start):
        return "json"
    if _HTML.match(start[:200]) or start[:4] == b"<!--" or len(_TAGS.findall(head[:8192])) > 8:
        return "html"
    if _delimiter(head):
        return "table"
    return "plain"


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _json_lines(stream: IO[bytes], name: str, seen: str) -> Iterator[Document]:
    number = 0
    while line := stream.readline(LARGEST + 1):
        number += 1
        trouble = None
        if len(line) > LARGEST and not line.endswith(b"\n"):
            while (more := stream.readline(_HEAD)) and not more.endswith(b"\n"):
                pass
            line, trouble = line[:_HEAD], f"line {number} is longer than {LARGEST >> 20} MB, and only its start is kept"
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


def _json(data: bytes, name: str, seen: str) -> Iterator[Document]:
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


def _delimiter(head: bytes, *, fewest: int = 2) -> str | None:
    """What parts the columns, where the first line names enough fields of an article, one of them its text or headline."""
    first = decode(head).text.split("\n", 1)[0]
    for delimiter in _DELIMITERS:
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


def _table(stream: IO[bytes], head: bytes, name: str, seen: str) -> Iterator[Document]:
    encoding = decode(head).encoding
    csv.field_size_limit(LARGEST)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig" if encoding == "utf-8" else encoding, errors="replace", newline="")
    rows = csv.reader((line.replace("\0", "�") for line in text), delimiter=_delimiter(head) or _delimiter(head, fewest=1) or ",")
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


def _count_at(path: Path) -> int:
    try:
        with ExitStack() as stack:
            head, stream = _opened(path, None, stack)
            form = _form_at(path, head)
            if form == "json lines":
                return sum(1 for line in stream if line.strip())
            if form == "table":
                return sum(1 for _ in _table(stream, head, "", ""))
            if form == "json":
                return sum(1 for _ in _json(stream.read(LARGEST), "", ""))
            return 1
    except (OSError, EOFError, zlib.error, SourceUnreadable):
        return 1
