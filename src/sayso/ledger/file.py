"""The file of a ledger before it is opened: whether there is one at all. It is quick to ask, for nothing need be loaded."""

from __future__ import annotations

from pathlib import Path

from sayso.errors import NoLedger, NotALedger
from sayso.ledger.address import is_address

_SQLITE_MAGIC = b"SQLite format 3\x00"


def refuse_if_missing(path: str | Path) -> None:
    """Raises ``NoLedger`` where there is no ledger, ``NotALedger`` for something else; at a URL only the server can tell."""
    if not is_address(path) and not is_database(path):
        raise NoLedger(f"No ledger at {path}; make one with: sayso add FILE")


def is_database(path: str | Path) -> bool:
    """Whether a database lies at ``path``; an empty file is none yet.

    Raises ``NotALedger`` if something else does, ``NoLedger`` if not even its folder is there.
    """
    path = Path(path)
    try:
        if path.is_dir():
            raise NotALedger(f"{path} is a folder, not a ledger; name a file in it, such as {path / 'ledger.db'}")
        with path.open("rb") as file:
            start = file.read(len(_SQLITE_MAGIC))
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise NoLedger(f"No ledger at {path}: there is no folder {path.parent}; make it first") from None
        return False
    except OSError as error:
        raise NotALedger(f"{path} cannot be opened ({error.strerror}); check its permissions") from error
    if start and start != _SQLITE_MAGIC:
        raise NotALedger(f"{path} is not a ledger of sayso; name another file")
    return bool(start)
