"""Files, folders, globs, archives and standard input -> documents, one by one.

What a file holds is told by its bytes, not by its name. A file is opened when its turn comes and read as a stream, so an archive
of any size takes no more memory than its longest record. gzip and zstandard are opened on the way: what is archived are the bytes
inside.
"""

from __future__ import annotations

import glob
import gzip
import io
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import IO, Any

from sayso.errors import ExtraMissing, SourceUnreadable
from sayso.page.decoding import LARGEST
from sayso.page.page import Document, Kind
from sayso.sources.forms import HEAD, form_at, form_of, without_packing
from sayso.sources.posts import posts_in
from sayso.sources.records import json_file, json_lines, table
from sayso.sources.saved import SAVED, is_beside_page, saved_from
from sayso.sources.unpacking import DICTIONARY, GZIP, ZSTANDARD, Endless, Unpackable, Unpacked
from sayso.sources.warc import STARTS, Known, documents_of_warc, start_of

__all__ = ["PAGE_SUFFIXES", "STANDARD_INPUT", "Reached", "count", "documents", "ending_of", "form_of", "passed_over", "paths_of"]

STANDARD_INPUT = "-"
PARQUET = b"PAR1"
PARTS = "sayso-parts.json"
"""The file by which a folder is known that holds what was read over a cluster; it is no folder of pages."""
PAGE_SUFFIXES = frozenset(
    (
        ".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson", ".json", ".csv", ".tsv", "",
        ".warc", ".wacz", ".mhtml", ".mht", ".pdf", ".vtt", ".srt", ".ttml", ".parquet",
    )
)  # fmt: skip
"""What is taken from a folder (also with ``.gz`` or ``.zst``); a file that is named itself may be called anything."""

Reached = Callable[[str], list[str]]
"""Asked with the ``seen`` of an archive, it gives the ``seen`` of what a run that was broken off added of it last: enough that
all before the earliest of these is done. None, if it is to be read from its start."""

_ZIP = b"PK\x03\x04"
_OnTrouble = Callable[[SourceUnreadable], None]


def documents(
    targets: Iterable[str | Path],
    *,
    on_trouble: _OnTrouble | None = None,
    stdin: IO[bytes] | None = None,
    reached: Reached | None = None,
) -> Iterator[Document]:
    """The documents of all targets, in the order given; the files of a folder or glob sorted by path.

    A target is a file, an address of the web (which is fetched), a folder (read with its folders; hidden files, files with other
    suffixes than ``PAGE_SUFFIXES``, and what a browser saved beside a page are left out), a glob, or ``-`` for standard input. A
    record of an archive that cannot be parsed is a document with ``trouble``. A file that cannot be opened or read to its end
    goes to ``on_trouble``, and the rest goes on. With ``reached``, archives of which a part is done already are gone on with from
    there.

    Raises:
        SourceUnreadable: a file cannot be read and there is no ``on_trouble``.
    """
    known = Known(_opened_again)
    for target in targets:
        try:
            if "://" in str(target) and not Path(target).exists():
                yield _fetched(str(target))
                continue
            for path in paths_of(target):
                try:
                    yield from _documents_at(path, stdin, known, reached)
                except SourceUnreadable as error:
                    if on_trouble is None:
                        raise
                    on_trouble(error)
        except SourceUnreadable as error:
            if on_trouble is None:
                raise
            on_trouble(error)


def count(targets: Iterable[str | Path]) -> int | None:
    """How many documents the targets hold, told cheaply; ``None`` where it cannot be (standard input, archives of crawls)."""
    total = 0
    for target in targets:
        if str(target) == STANDARD_INPUT:
            return None
        if "://" in str(target) and not Path(target).exists():
            total += 1
            continue
        try:
            for path in paths_of(target):
                if (there := _count_at(Path(path))) is None:
                    return None
                total += there
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
        found = [each for each in _in_folder(path) if _is_page(each)]
        if not found:
            raise SourceUnreadable(
                f"No pages in the folder {path}; it should hold files that end in .txt, .md, .html, .json, .jsonl, .csv, .pdf, "
                ".warc, .wacz, .mhtml, .vtt, .srt, .ttml, .parquet, or these with .gz"
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
        raise SourceUnreadable(f"{target} is an address, and no file; fetch it with: sayso fetch {target}")
    else:
        raise SourceUnreadable(f"No file or folder {path}; check the name, or give a folder, a glob, or - for standard input")


def passed_over(targets: Iterable[str | Path]) -> list[Path]:
    """The files of the folders among the targets that are not read for their suffix, in order, but for those named themselves.

    Hidden files and what a browser saved beside a page are none of them.
    """
    paths = [Path(target).expanduser() for target in targets if str(target) != STANDARD_INPUT]
    named = {path.absolute() for path in paths}
    found = (each for path in paths if path.is_dir() for each in _in_folder(path) if not _is_page(each))
    return [each for each in dict.fromkeys(found) if each.absolute() not in named]


def ending_of(path: Path) -> str:
    """What a file's name ends in, that of what packs it as well (``.docx``, ``.bin.gz``)."""
    bare = without_packing(path.name)
    return (Path(bare).suffix + path.name[len(bare) :]).lower()


def _in_folder(folder: Path) -> list[Path]:
    """The files of a folder and of those in it, sorted: neither hidden ones nor what a browser saved beside a page."""
    beside = cache(is_beside_page)

    def is_shown(path: Path) -> bool:
        within = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in within.parts)
        return not hidden and not any(beside(folder / each) for each in list(within.parents)[:-1])

    return sorted(path for path in folder.rglob("*") if path.is_file() and is_shown(path))


def _is_page(path: Path) -> bool:
    return Path(without_packing(path.name)).suffix.lower() in PAGE_SUFFIXES


def _name_of(path: Path | str) -> str:
    """The file's name without its extensions (``X.html.gz`` -> ``X``)."""
    name = without_packing(Path(path).name)
    suffix = Path(name).suffix
    return name[: -len(suffix)] if suffix and suffix.lower() in PAGE_SUFFIXES else name


class _Stream(io.RawIOBase):
    """A stream of bytes whose first ones were read already, so that what it is could be told."""

    def __init__(self, head: bytes, rest: IO[bytes] | io.BufferedIOBase | Unpacked) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        return len(data)


def _opened(path: Path | str, stdin: IO[bytes] | None, stack: ExitStack) -> tuple[bytes, IO[bytes]]:
    """The first bytes of a file or of standard input as they lie there, and all of it as a stream."""
    if path != STANDARD_INPUT:
        raw = stack.enter_context(open(path, "rb"))  # noqa: PTH123, SIM115
        head = raw.read(HEAD)
        raw.seek(0)
        return head, raw
    piped = stdin or sys.stdin.buffer
    head = piped.read(HEAD)
    return head, io.BufferedReader(_Stream(head, piped), HEAD)


def _opened_again(seen: str) -> IO[bytes]:
    """An archive that was read before, by where it was seen."""
    path, mark, inside = seen.rpartition("#")
    if not mark or Path(seen).is_file():
        return open(seen, "rb")  # noqa: PTH123
    from sayso.sources.wacz import opened_in

    return opened_in(path, inside)


def _is_warc(head: bytes) -> bool:
    if head[:4] == DICTIONARY:
        return True
    if head[:2] != GZIP and head[:4] != ZSTANDARD:
        return head.startswith(STARTS)
    try:
        return Unpacked(io.BytesIO(head)).read(len(STARTS)) == STARTS
    except Unpackable:
        return False


def _is_wacz(head: bytes, raw: IO[bytes]) -> bool:
    if not head.startswith(_ZIP):
        return False
    from sayso.sources.wacz import is_wacz  # imported late, and so below: few files need it

    return is_wacz(raw)


def _unpacked(raw: IO[bytes], packed: bytes, stack: ExitStack) -> tuple[bytes, IO[bytes]]:
    """The first bytes of what a file holds, and all of it as a stream; gzip and zstandard are opened."""
    if packed[:2] == GZIP:
        stream: io.BufferedIOBase | IO[bytes] = stack.enter_context(gzip.GzipFile(fileobj=raw))
    elif packed[:4] == ZSTANDARD:
        stream = io.BufferedReader(_Stream(b"", Unpacked(raw)), HEAD)
    else:
        stream = raw
    head = stream.read(HEAD)
    return head, io.BufferedReader(_Stream(head, stream), HEAD)


def _documents_at(path: Path | str, stdin: IO[bytes] | None, known: Known, reached: Reached | None) -> Iterator[Document]:
    name, seen = ("standard input", STANDARD_INPUT) if path == STANDARD_INPUT else (_name_of(path), str(path))
    try:
        with ExitStack() as stack:
            packed, raw = _opened(path, stdin, stack)
            if _is_warc(packed):
                start = start_of(reached(seen), seen) if reached else None
                found = documents_of_warc(raw, name, seen, known=known, start=start)
                yield from found if start else _some(found, seen)
            elif path != STANDARD_INPUT and _is_wacz(packed, raw):
                from sayso.sources.wacz import documents_of_wacz

                places = reached(seen) if reached else []
                found = documents_of_wacz(Path(path), name, seen, known=known, reached=places)
                yield from found if places else _some(found, seen)
            else:
                yield from _documents_in(*_unpacked(raw, packed, stack), path, name, seen)
    except (OSError, EOFError, zlib.error, Unpackable, Endless) as error:
        unpacking = isinstance(error, (EOFError, zlib.error, gzip.BadGzipFile, Unpackable, Endless))
        what = "cannot be unpacked" if unpacking else "cannot be read"
        raise SourceUnreadable(f"{seen} {what} ({error}); check the file, or leave it out") from error
    except ExtraMissing as error:
        raise SourceUnreadable(f"{seen} cannot be read: {error}") from error


def _fetched(url: str) -> Document:
    """The document that stands at an address.

    Raises:
        SourceUnreadable: it could not be had, or what fetches is not installed.
    """
    from sayso.sources.fetch import Fetcher, Outcome, Settings, document_of

    try:
        with Fetcher(Settings.of_environment()) as fetcher:
            (fetched,) = fetcher.fetch([url])
    except ExtraMissing as error:
        raise SourceUnreadable(f"{url} cannot be fetched: {error}") from error
    if fetched.outcome is not Outcome.GOT or fetched.data is None:
        raise SourceUnreadable(f"{url} could not be fetched: {fetched.trouble}")
    return document_of(fetched, None, fetched.data)


def _some(found: Iterator[Document], seen: str) -> Iterator[Document]:
    """The documents of a crawl. Raises ``SourceUnreadable`` if there is none."""
    first = next(found, None)
    if first is None:
        raise SourceUnreadable(
            f"{seen} holds no page: none of its records is an answer of status 200 with HTML, text or a PDF; "
            "look into it with: warcio index"
        )
    yield first
    yield from found


def _documents_in(head: bytes, stream: IO[bytes], path: Path | str, name: str, seen: str) -> Iterator[Document]:
    if head.startswith(PARQUET):
        from sayso.sources.parquet import documents_of

        if path == STANDARD_INPUT or "://" in seen:
            raise SourceUnreadable(f"{seen} is Parquet, which is read from a file: save it, and name the file")
        yield from documents_of(str(path), name)
        return
    form = form_at(path, head)
    if (posts := posts_in(head, stream, form, name, seen)) is not None:
        yield from posts
        return
    if form == "json lines":
        yield from json_lines(stream, name, seen)
        return
    if form == "table":
        yield from table(stream, head, name, seen)
        return
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise SourceUnreadable(
            f"{seen} holds more than is read as one page ({LARGEST >> 20} MB); split it, or make it JSON lines"
        )
    if form == "json":
        yield from json_file(data, name, seen)
    elif form == "mhtml":
        from sayso.sources.mhtml import documents_of_mhtml

        yield from documents_of_mhtml(data, name, seen)
    else:
        document = Document(data, Kind(form), name, seen)
        if form == "html" and (saved := saved_from(data)):
            document = replace(document, url=saved.url, seen_at=saved.at, how=SAVED)
        yield document


def _count_at(path: Path) -> int | None:
    try:
        with ExitStack() as stack:
            packed, raw = _opened(path, None, stack)
            if _is_warc(packed) or _is_wacz(packed, raw):
                return None
            head, stream = _unpacked(raw, packed, stack)
            if head.startswith(PARQUET):
                from sayso.sources.parquet import count_in

                return count_in(str(path))
            form = form_at(path, head)
            if form in ("json", "json lines") and posts_in(head, stream, form, "", "") is not None:
                return None
            if form == "json lines":
                return sum(1 for line in stream if line.strip())
            if form == "table":
                return sum(1 for _ in table(stream, head, "", ""))
            if form == "json":
                return sum(1 for _ in json_file(stream.read(LARGEST), "", ""))
            return 1
    except (OSError, EOFError, zlib.error, Unpackable, SourceUnreadable, ExtraMissing):
        return 1
