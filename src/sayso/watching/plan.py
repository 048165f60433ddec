"""What is to be watched: a small TOML file, or a plain list of feeds and pages, or an OPML file -> a plan."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sayso.errors import SourceUnreadable, UsageError
from sayso.sources.feeds import Form, Item, listing_of
from sayso.text import digest

EVERY = timedelta(minutes=15)
"""How often a list is looked at, unless a plan says otherwise."""

MOST = 100
"""So many of the newest addresses of a list are taken, unless a plan says otherwise."""

_SHORTEST = timedelta(minutes=1)
_LARGEST = 16 * 1024 * 1024
_UNITS = {"m": 60, "min": 60, "minute": 60, "h": 3600, "hour": 3600, "d": 86_400, "day": 86_400}
_EVERY = re.compile(r"(\d{1,5})\s*([a-z]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Watched:
    """One feed, list or page of a plan, and what is taken from it."""

    url: str
    name: str
    outlet: str | None = None
    """What the outlet is called, where its pages are to go by another name than they give themselves."""
    every: timedelta = EVERY
    words: tuple[str, ...] = ()
    """Any one of them must stand in the title or the address; ``flood*`` is the beginning of a word."""
    without: tuple[str, ...] = ()
    """None of them may."""
    since: datetime | None = None
    """Nothing that the list dates before this; what it does not date is taken."""
    most: int = MOST

    @property
    def key(self) -> str:
        """What it goes by in what is remembered of it."""
        return digest(self.url)

    @property
    def asks_for(self) -> str:
        """What is taken from it, as one word: with another one, a list that did not change has new pages all the same."""
        return digest(repr((self.words, self.without, self.since, self.most)))

    def wants(self, item: Item) -> bool:
        """Whether an item of the list is of those that are taken."""
        said = f"{item.title or ''} {item.url}".casefold()
        if self.since is not None and item.newest is not None and item.newest < self.since:
            return False
        if any(_stands_in(word, said) for word in self.without):
            return False
        return not self.words or any(_stands_in(word, said) for word in self.words)


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is watched."""

    path: str
    watched: tuple[Watched, ...]
    notes: tuple[str, ...] = field(default=())
    """What is odd about the file."""


def plan_of(path: str | Path) -> Plan:
    """The plan that a file holds.

    Raises:
        SourceUnreadable: the file cannot be opened.
        UsageError: it holds no plan, or is an address and no file; the message says where and what to write instead.
    """
    named, path = str(path), Path(path).expanduser()
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST)
    except OSError as error:
        if "://" in named:
            raise UsageError(
                f"{named} is an address, and what to watch is named in a file, one address a line; make one with this in it: "
                f"echo {shlex.quote(named)} > feeds.txt and give that: sayso watch feeds.txt"
            ) from error
        raise SourceUnreadable(
            f"{path} cannot be opened ({error.strerror}); write one address of a feed, list or page a line into it"
        ) from error
    addresses = re.search(rb"^\s*https?://", data, re.MULTILINE | re.IGNORECASE)
    if re.search(rb"^\s*\[\[?[ \w.-]+\]\]?\s*(#.*)?$", data, re.MULTILINE) or (path.suffix == ".toml" and not addresses):
        return _of_toml(data, path)
    listing = listing_of(data)
    if listing.form is Form.OPML:
        found = [(inner.url, inner.title) for inner in listing.inner]
    elif listing.form is Form.PLAIN:
        found = [(item.url, item.title) for item in listing.items]
    else:
        why = "; ".join(listing.notes) or f"it seems to be: {listing.form.value}"
        raise UsageError(
            f"{path} names nothing to watch ({why}); write one address a line, or a [[watch]] table for each, "
            'with url = "https://…"'
        )
    watched = {url: Watched(url, title or name_of(url)) for url, title in found}
    return Plan(str(path), tuple(watched.values()), listing.notes)


_KEYS = ("url", "name", "outlet", "every", "words", "without", "since", "most")
_DEFAULTS = ("every", "words", "without", "since", "most")


def _of_toml(data: bytes, path: Path) -> Plan:
    try:
        said = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is no TOML: {error}") from error
    tables = said.pop("watch", None)
    _refuse_unknown(said, _DEFAULTS, f"{path}")
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise UsageError(f'{path} names nothing to watch; write a [[watch]] table for each feed, with url = "https://…"')
    watched: dict[str, Watched] = {}
    for number, table in enumerate(tables, start=1):
        where = f"{path}, [[watch]] number {number}"
        _refuse_unknown(table, _KEYS, where)
        one = _watched({**said, **table}, where)
        if one.url in watched:
            raise UsageError(f"{where}: {one.url} is there twice; name it once, with all its words")
        watched[one.url] = one
    return Plan(str(path), tuple(watched.values()))


def _refuse_unknown(said: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in said:
        if key not in known:
            close = get_close_matches(key, known, n=1)
            raise UsageError(f"{where}: {key!r} is not one of {', '.join(known)}{f'; did you mean {close[0]}?' if close else ''}")


def _watched(said: Mapping[str, Any], where: str) -> Watched:
    url = said.get("url")
    if not isinstance(url, str) or not url.strip().lower().startswith(("http://", "https://")):
        raise UsageError(f"{where}: url must be an address that begins with https://, not {url!r}")
    url = url.strip()
    return Watched(
        url,
        name=_text(said, "name", where) or name_of(url),
        outlet=_text(said, "outlet", where),
        every=_every(said["every"], where) if "every" in said else EVERY,
        words=_words(said, "words", where),
        without=_words(said, "without", where),
        since=_since(said["since"], where) if "since" in said else None,
        most=_most(said["most"], where) if "most" in said else MOST,
    )


def name_of(url: str) -> str:
    """What to call an address that has no name: its host and path."""
    parts = urlsplit(url)
    return f"{parts.hostname or ''}{parts.path.rstrip('/')}"[:100] or url[:100]


def _text(said: Mapping[str, Any], key: str, where: str) -> str | None:
    value = said.get(key)
    if value is not None and (not isinstance(value, str) or not value.strip()):
        raise UsageError(f"{where}: {key} must be words in quotes, not {value!r}")
    return value


def _words(said: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = said.get(key, [])
    value = [value] if isinstance(value, str) else value
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip(" *") for word in value):
        raise UsageError(f'{where}: {key} must be a list of words, as ["flood*", "dam"], not {value!r}')
    return tuple(word.strip() for word in value)


def _every(value: Any, where: str) -> timedelta:
    found = _EVERY.fullmatch(value.strip()) if isinstance(value, str) else None
    unit = _UNITS.get(found[2].lower().removesuffix("s")) if found else None
    if found is None or unit is None:
        raise UsageError(f'{where}: every must be a time such as "15 min", "2 hours" or "1 day", not {value!r}')
    every = timedelta(seconds=int(found[1]) * unit)
    if every < _SHORTEST:
        raise UsageError(f"{where}: every must be a minute at least, or sites feel attacked")
    return every


def _since(value: Any, where: str) -> datetime:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        found = None
    if isinstance(found, date) and not isinstance(found, datetime):
        found = datetime(found.year, found.month, found.day)
    if not isinstance(found, datetime):
        raise UsageError(f"{where}: since must be a date such as 2031-03-11, not {value!r}")
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _most(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 50_000:
        raise UsageError(f"{where}: most must be a number from 1 to 50000, not {value!r}")
    return value


def _stands_in(word: str, said: str) -> bool:
    """Whether a word, or with an asterisk one that begins so, stands in casefolded words."""
    beginning = word.endswith("*")
    pattern = r"[\s\W_]+".join(map(re.escape, word.rstrip("*").casefold().split()))
    end = "" if beginning else r"(?![^\W_])"
    return re.search(rf"(?<![^\W_]){pattern}{end}", said) is not None
