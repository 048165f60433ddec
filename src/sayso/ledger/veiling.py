"""Veiling: the secret key that veils are made with, and the log of who looked behind one.

Both are files beside the ledger (``sayso.db.veil-key``, ``sayso.db.unveiled``), or in the user's own settings where there is no
ledger. The key is no part of the ledger on purpose: whoever gets a copy of the ledger's exports cannot test guesses against their
tokens. The log is only ever added to; each line holds the digest of the line before it, so that a line that was changed or taken
out from before others shows.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sayso.errors import LedgerDamaged, LedgerError, UsageError
from sayso.ledger.rows import moment
from sayso.text import digest

_KEY_BYTES = 32


def key_beside(ledger: Path) -> Path:
    """Where the key of a ledger lies."""
    return ledger.with_name(ledger.name + ".veil-key")


def log_beside(ledger: Path) -> Path:
    """Where the log of a ledger lies."""
    return ledger.with_name(ledger.name + ".unveiled")


def settings() -> Path:
    """The folder of the user's own settings, for pages that are in no ledger."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "sayso"


def key_at(path: Path) -> bytes:
    """The key in a file, which is made, for its owner's eyes alone, if there is none.

    Raises ``LedgerError`` if it cannot be read or made, ``LedgerDamaged`` if something else is in it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _made(path)
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as error:
        raise LedgerError(f"The key of the veil cannot be kept at {path} ({error.strerror}); check the permissions") from error
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise LedgerDamaged(f"{path} is no key of a veil; restore it from a copy, or remove it and names get other tokens")
    return key


def _made(path: Path) -> None:
    """Put a new key there whole or not at all; one that another process was quicker with stays."""
    new = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_hex(_KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(new, path)
    except FileExistsError:
        pass
    finally:
        new.unlink()


@dataclass(frozen=True, slots=True)
class Unveiling:
    """That somebody looked behind the veil of a page. ``face`` is through what: ``show``, ``json``, ``api``, ``export``."""

    page: str
    by: str
    at: str
    face: str
    reason: str | None
    before: str
    """Digest of the line before, ``""`` for the first."""


def log_unveiling(path: Path, *, page: str, by: str, at: datetime, face: str, reason: str | None = None) -> Unveiling:
    """Note an unveiling, before the names are shown.

    Raises ``UsageError`` without somebody's name, ``LedgerError`` if it cannot be noted: nothing is to be shown then.
    """
    if not by.strip():
        raise UsageError("Names that are withheld are shown only to somebody who gives a name; it is noted")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+", encoding="utf-8") as file:
            _hold(file.fileno())
            *_, last = ["", *file.read().splitlines()]
            noted = Unveiling(page, by, moment(at), face, reason, digest(last) if last else "")
            file.write(json.dumps(asdict(noted)) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise LedgerError(f"The unveiling cannot be noted at {path} ({error.strerror}), so no name is shown") from error
    return noted


def _hold(file: int) -> None:
    """Let nobody else write until the file is closed, where the system can do that."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(file, fcntl.LOCK_EX)


def unveilings(path: Path) -> Iterator[Unveiling]:
    """The log, oldest first; nothing if there is no file.

    Raises ``LedgerDamaged`` at a line that does not follow from the one before.
    """
    if not path.exists():
        return
    before = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            noted = Unveiling(**json.loads(line))
        except (ValueError, TypeError) as error:
            raise LedgerDamaged(f"Line {number} of {path} cannot be read ({error}); the log was changed") from error
        if noted.before != before:
            raise LedgerDamaged(f"Line {number} of {path} does not follow from the line before it; the log was changed")
        before = digest(line)
        yield noted
