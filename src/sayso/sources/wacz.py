"""WACZ: a crawl as one zip, with its WARC archives, the list of its pages, and the digests of all files -> documents.

Only the WARC files of ``archive/`` are read, each as a stream out of the zip: nothing is unpacked to disk, so a path in the zip
is a name and nothing else. What ``datapackage.json`` gives as a file's digest is compared while the file is read (WACZ 1.1).
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from sayso.errors import SourceUnreadable
from sayso.page.page import Document, Kind
from sayso.sources.unpacking import Place, Unpackable
from sayso.sources.warc import Known, documents_of_warc, start_of

_DESCRIBED_IN = "datapackage.json"
_LARGEST_DESCRIPTION = 1 << 24
_WARCS = (".warc", ".warc.gz", ".warc.zst")
_MOST_FILES = 100_000
_DAMAGED = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, Unpackable)
_CHUNK = 1 << 20


def is_wacz(raw: IO[bytes]) -> bool:
    """Whether a zip is a WACZ: it holds WARC files, and says what is in it."""
    try:
        with zipfile.ZipFile(raw) as zipped:
            return _DESCRIBED_IN in zipped.NameToInfo and bool(_warcs(zipped))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    finally:
        raw.seek(0)


def documents_of_wacz(path: Path, name: str, seen: str, *, known: Known, reached: list[str]) -> Iterator[Document]:
    """The pages of a WACZ, file after file; ``seen`` is ``crawl.wacz#archive/data.warc.gz#48213``.

    ``reached`` are places as ``seen`` has them, from the earliest of which on it is read.

    Raises:
        SourceUnreadable: the zip, or a file in it, cannot be opened.
    """
    try:
        with zipfile.ZipFile(path) as zipped:
            digests = _digests(zipped)
            warcs = _warcs(zipped)
            within = [f"{seen}#{each.filename}" for each in warcs]
            files = [next((i for i, file in enumerate(within) if place.startswith(f"{file}#")), 0) for place in reached]
            first = min(files, default=0)
            for number, info in enumerate(warcs):
                if number < first:
                    known.passed.append((f"{seen}#{info.filename}", Place(1 << 62)))
                    continue
                mine = [place for place, file in zip(reached, files, strict=True) if file == number == first]
                start = start_of(mine, within[number])
                try:
                    yield from _documents_in(path, info, digests.get(info.filename), name, seen, known, start)
                except _DAMAGED as error:
                    trouble = f"{info.filename} cannot be read to its end ({error}); fetch the archive again"
                    where = f"{seen}#{info.filename}"
                    yield Document(where.encode("utf-8", "replace"), Kind.BINARY, name, where, trouble=trouble, how="archive")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError) as error:
        raise SourceUnreadable(f"{seen} cannot be read as a WACZ ({error}); fetch it again") from error


def opened_in(path: str, inside: str) -> IO[bytes]:
    """A file of a zip as a stream that can go back and on; cheap where it is not packed, as WACZ has it.

    Raises:
        OSError: there is none.
    """
    try:
        with zipfile.ZipFile(path) as zipped:
            info = zipped.getinfo(inside)
            if info.compress_type != zipfile.ZIP_STORED:
                return zipped.open(info)
        raw = open(path, "rb")  # noqa: PTH123, SIM115 -- closed with the stream
        raw.seek(info.header_offset + 26)
        sizes = raw.read(4)
        start = info.header_offset + 30 + int.from_bytes(sizes[:2], "little") + int.from_bytes(sizes[2:], "little")
        return io.BufferedReader(_Window(raw, start, info.file_size), 1 << 16)
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError) as error:
        raise OSError(str(error)) from error


class _Window(io.RawIOBase):
    """A stretch of a file as a file."""

    def __init__(self, raw: IO[bytes], start: int, size: int) -> None:
        self._raw, self._start, self._size, self._at = raw, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        base = (0, self._at, self._size)[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        self._raw.seek(self._start + self._at)
        data = self._raw.read(max(0, min(len(buffer), self._size - self._at)))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        self._raw.close()
        super().close()


def _documents_in(
    path: Path,
    info: zipfile.ZipInfo,
    digest: str | None,
    name: str,
    seen: str,
    known: Known,
    start: Place | None,
) -> Iterator[Document]:
    """The pages of one WARC file of the zip, each with the doubt if the file's digest is not the one that is given."""
    doubt = _doubt_of(path, info.filename, digest)
    inside = Path(info.filename).name
    for suffix in sorted(_WARCS, key=len, reverse=True):
        inside = inside.removesuffix(suffix)
    with opened_in(str(path), info.filename) as raw:
        for document in documents_of_warc(raw, f"{name}:{inside}", f"{seen}#{info.filename}", known=known, start=start):
            yield replace(document, note="; ".join(filter(None, (document.note, doubt)))) if doubt else document


def _doubt_of(path: Path, inside: str, digest: str | None) -> str | None:
    """What is to be said of a file whose digest is another one; nothing where the archive gives none."""
    if digest is None:
        return None
    kind, _, value = digest.partition(":")
    try:
        made = hashlib.new(kind.replace("-", ""), usedforsecurity=False)
    except (ValueError, TypeError):
        return None
    with opened_in(str(path), inside) as raw:
        while chunk := raw.read(_CHUNK):
            made.update(chunk)
    if made.hexdigest() == value.lower():
        return None
    return "the file that holds it is not the one of the digest in the archive: it was changed or damaged"


def _warcs(zipped: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    if len(zipped.filelist) > _MOST_FILES:
        raise ValueError(f"it holds more than {_MOST_FILES:,} files")
    return [i for i in zipped.infolist() if i.filename.startswith("archive/") and i.filename.lower().endswith(_WARCS)]


def _digests(zipped: zipfile.ZipFile) -> dict[str, str]:
    """The digest of each file, as the archive gives them; none where its list cannot be read."""
    info = zipped.NameToInfo.get(_DESCRIBED_IN)
    if info is None or info.file_size > _LARGEST_DESCRIPTION:
        return {}
    try:
        with zipped.open(info) as file:
            said = json.loads(file.read(_LARGEST_DESCRIPTION))
        return {
            each["path"]: each["hash"]
            for each in said["resources"]
            if isinstance(each.get("path"), str) and isinstance(each.get("hash"), str)
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
