"""Addresses: which of them are of one document, however it was come by."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources
from urllib.parse import parse_qsl, urlencode, urlsplit


@dataclass(frozen=True, slots=True)
class _Table:
    hosts: tuple[str, ...]
    endings: tuple[str, ...]
    beginnings: tuple[str, ...]
    parameters: re.Pattern[str]
    caches: re.Pattern[str]


@functools.lru_cache(maxsize=10_000)
def canonical(url: str | None) -> str | None:
    """The address without what does not tell which document it is: scheme, ``www.``, tracking, fragment, variants for telephones.

    It is for comparing alone, and no address that could be fetched. ``None`` for what is no address of the web.

    >>> canonical("https://www.gazette.example/news/1/amp?utm_source=feed#top")
    'gazette.example/news/1'
    """
    if not url or not re.match(r"https?://", url.strip(), re.IGNORECASE):
        return None
    table = _table()
    rest = re.sub(r"^https?://", "", url.strip(), flags=re.IGNORECASE)
    if m := table.caches.match(rest):
        rest = re.sub(r"^https?:/+", "", rest[m.end() :], flags=re.IGNORECASE)
    try:
        parts = urlsplit("//" + rest)
        host = (parts.hostname or "").rstrip(".")
        port = parts.port
    except ValueError:  # no address after all
        return None
    if not host:
        return None
    while begins := next((each for each in table.hosts if host.startswith(each) and host.count(".") > 1), None):
        host = host.removeprefix(begins)
    path = re.sub(r"/{2,}", "/", parts.path)
    while ends := next((each for each in table.endings if path.lower().endswith(each)), None):
        path = path[: -len(ends)]
    for begins in table.beginnings:
        if path.lower().startswith(begins + "/"):
            path = path[len(begins) :]
    kept = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not table.parameters.fullmatch(k.lower()))
    place = f"{host}:{port}" if port not in (None, 80, 443) else host
    return f"{place}{path}" + (f"?{urlencode(kept)}" if kept else "")


@functools.cache
def _table() -> _Table:
    rows: dict[str, list[str]] = {}
    for line in resources.files(__package__).joinpath("addresses.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, what, _ = line.split("\t")
            rows.setdefault(kind, []).append(what)
    parameters = "|".join(re.escape(each).replace(r"\*", ".*") for each in rows["parameter"])
    caches = "|".join(rows["cache"])
    endings = tuple(sorted(rows["ending"], key=len, reverse=True))
    return _Table(
        tuple(rows["host"]),
        endings,
        tuple(rows["beginning"]),
        re.compile(parameters),
        re.compile(rf"(?:[\w-]+\.)*(?:{caches})", re.IGNORECASE),
    )
