"""Where a bundle is written: a folder or a zip, each file noted with its digest as it goes in."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sayso.export.writing import refuse_folder, refuse_if_there, written, written_folder
from sayso.text import digest

MARK = "manifest.json"
"""The file by which a folder is known to be a bundle."""

_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the same bytes whenever it is written


class _Files(Protocol):
    def put(self, name: str, data: bytes) -> None: ...


class Sink:
    """Takes files by their names and keeps the digest and size of each."""

    def __init__(self, files: _Files) -> None:
        self._files = files
        self.digests: dict[str, str] = {}
        self.sizes: dict[str, int] = {}

    def write(self, name: str, data: bytes) -> None:
        """Take one file."""
        self._files.put(name, data)
        self.digests[name], self.sizes[name] = digest(data), len(data)


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, name: str, data: bytes) -> None:
        file = self._path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


class _Zip:
    def __init__(self, archive: zipfile.ZipFile, inside: str) -> None:
        self._archive, self._inside = archive, inside

    def put(self, name: str, data: bytes) -> None:
        info = zipfile.ZipInfo(f"{self._inside}/{name}", _BEGINNING)
        info.external_attr = 0o644 << 16
        info.compress_type = zipfile.ZIP_STORED if name.endswith(".gz") else zipfile.ZIP_DEFLATED
        self._archive.writestr(info, data)


def is_zip(path: Path) -> bool:
    """Whether a bundle of that name is a zip."""
    return path.suffix.casefold() == ".zip"


def refuse_bundle(path: Path, *, force: bool) -> None:
    """Raises ``UsageError`` where a bundle cannot be written, before any work is done."""
    if is_zip(path):
        refuse_if_there(path, force=force)
    else:
        refuse_folder(path, force=force, is_ours=MARK)


@contextmanager
def sink_at(path: Path, *, force: bool) -> Iterator[Sink]:
    """A bundle that has its name only when all is in it.

    Raises ``UsageError`` if something is there and ``force`` is not set, or something that is no bundle.
    """
    if is_zip(path):
        refuse_if_there(path, force=force)
        with written(path, force=force) as stream, zipfile.ZipFile(stream, "w") as archive:
            yield Sink(_Zip(archive, path.stem))
    else:
        with written_folder(path, force=force, is_ours=MARK) as folder:
            yield Sink(_Folder(folder))
