"""Writing what leaves a ledger: whole under its name or not there at all, and over nothing unless that is wanted."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from sayso.errors import SaysoError, UsageError


class Unwritable(SaysoError):
    """Something cannot be written there."""


def refuse_if_there(path: Path, *, force: bool) -> None:
    """Raises ``UsageError`` if something lies there that is not to be written over, or if there is no folder for it."""
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}; make it first, or name another")
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file in it")
    if path.exists() and not force:
        raise UsageError(f"{path} is there already; name another file, or write over it with --force")


@contextmanager
def written(path: Path, *, force: bool) -> Iterator[BinaryIO]:
    """A stream to a file that has its name only when all is written; where something fails, nothing is left.

    Raises ``UsageError`` if it is there and ``force`` is not set, ``Unwritable`` if the disk is full, say.
    """
    refuse_if_there(path, force=force)
    new = beside(path)
    try:
        with new.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        named(new, path, force=force)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise Unwritable(f"{path} cannot be written ({error.strerror or error}); nothing was left there") from error
    finally:
        new.unlink(missing_ok=True)


def beside(path: Path) -> Path:
    """A name that nothing has, in the same folder."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")


def named(new: Path, path: Path, *, force: bool) -> None:
    """Give a finished file its name; without ``force`` never that of another that came there meanwhile."""
    if force:
        new.replace(path)
        return
    try:
        path.hardlink_to(new)
    except FileExistsError:
        raise UsageError(f"{path} came to be there meanwhile; it was left as it is. Name another file") from None
    except OSError:  # a disk that knows no links
        new.rename(path)


def refuse_folder(path: Path, *, force: bool, is_ours: str) -> None:
    """Raises ``UsageError`` for a folder that is there, but for an empty one and, with ``force``, one that has ``is_ours``."""
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}; make it first, or name another")
    there = path.exists() and not (path.is_dir() and not any(path.iterdir()))
    if there and not force:
        raise UsageError(f"{path} is there already; name another folder, or write over it with --force")
    if there and not (path / is_ours).is_file():
        raise UsageError(f"{path} is there and holds something else, which is left as it is; name another folder")


@contextmanager
def written_folder(path: Path, *, force: bool, is_ours: str) -> Iterator[Path]:
    """A folder that has its name only when all is in it. With ``force``, one that has a file ``is_ours`` is replaced.

    Raises ``UsageError`` if something else is there, or anything without ``force``.
    """
    refuse_folder(path, force=force, is_ours=is_ours)
    new, old = beside(path), beside(path)
    try:
        new.mkdir()
        yield new
        if path.exists():
            path.rename(old)
        new.rename(path)
    except OSError as error:
        if old.exists() and not path.exists():
            old.rename(path)
        raise Unwritable(f"{path} cannot be written ({error.strerror or error}); nothing was left there") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
