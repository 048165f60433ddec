"""Where a ledger is kept: in a file, or, for a desk that shares one, in a database on a server that a URL names.

What belongs to a ledger but not into it, the key of its veils above all, lies beside the file. A database has no such place, so
it lies in a folder of its own: the one that ``SAYSO_LEDGER_FILES`` names, or else one in the user's settings. Colleagues who
share a ledger share that folder too; with keys of their own they would see other tokens for the same withheld names.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote

from sayso.text import digest

FILES = "SAYSO_LEDGER_FILES"
"""The setting that names the folder for what lies beside ledgers that are no files."""

_TELLING = ("host", "hostaddr", "port", "dbname", "service", "options")
"""What a URL may say in its query of where a ledger is; all else in it is for the driver, and may be a secret."""


def is_address(place: str | Path) -> bool:
    """Whether a ledger is named by a URL."""
    return "://" in str(place)


def shown(place: str | Path) -> str:
    """What a ledger is called in messages: the path, or the URL without a password.

    >>> shown("postgresql://rhea:secret@desk.example/sayso?sslmode=require&host=/run/pg")
    'postgresql://rhea@desk.example/sayso?host=/run/pg'
    """
    if not is_address(place):
        return str(place)
    scheme, _, rest = str(place).partition("://")
    user, at, where = rest.rpartition("@")  # the last one: whatever stands before it may be part of a password
    where, _, query = where.partition("?")
    told = "&".join(f"{key}={quote(value, safe='/:,')}" for key, value in parse_qsl(query) if key in _TELLING)
    return f"{scheme}://{re.split('[:/?]', user)[0]}{at}{where}{'?' if told else ''}{told}"


def put_aside_password(place: str) -> str:
    """The URL without its password, which the driver then finds in the environment of this process; any path as it is.

    A face that does so need not fear that it shows, logs or hands on the password with the place of a ledger.
    """
    if not is_address(place):
        return place
    scheme, _, rest = place.partition("://")
    user, at, where = rest.rpartition("@")
    name, _, password = user.partition(":")
    where, mark, query = where.partition("?")
    given = parse_qsl(query, keep_blank_values=True)
    secret = dict(given).get("password", unquote(password))
    if not secret:
        return place
    os.environ["PGPASSWORD"] = secret
    kept = "&".join(f"{key}={quote(value, safe='/:,')}" for key, value in given if key != "password")
    return f"{scheme}://{name}{at}{where}{mark if kept else ''}{kept}"


def beside(place: str | Path) -> Path:
    """The file of a ledger, or, of one that is no file, the path at which what belongs beside it is to lie."""
    if not is_address(place):
        return Path(place)
    where = shown(place).partition("://")[2].rpartition("@")[2]
    server, _, query = where.partition("?")
    server, _, database = server.partition("/")
    told = dict(parse_qsl(query))
    name = re.sub(r"[^\w-]+", "_", unquote(told.get("dbname", database)))[:60] or "ledger"
    if folder := os.environ.get(FILES):
        return Path(folder).expanduser() / name
    from sayso.ledger.veiling import settings

    which = digest(" ".join([server, told.get("host", ""), told.get("port", ""), told.get("service", ""), name]))
    return settings() / "ledgers" / f"{name}-{which[:8]}"
