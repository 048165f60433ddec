"""What stands in a list of pages, whatever its form."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

LARGEST = 50 * 1024 * 1024
"""Bytes of a list, unpacked; no sitemap may have more (sitemaps.org)."""

MOST_ITEMS = 50_000
"""Addresses of one list; no sitemap may have more (sitemaps.org)."""

_LONGEST_WORDS = 1000
_LONGEST_ADDRESS = 2048


class Form(enum.StrEnum):
    """What a list is, told by its bytes."""

    RSS = "RSS"
    """RSS 0.9x, 1.0 (which is RDF) or 2.0."""
    ATOM = "Atom"
    """RFC 4287, or the 0.3 before it."""
    JSON_FEED = "JSON Feed"
    """jsonfeed.org, 1.0 or 1.1."""
    SITEMAP = "sitemap"
    NEWS_SITEMAP = "news sitemap"
    SITEMAP_INDEX = "sitemap index"
    OPML = "OPML"
    PLAIN = "list of addresses"
    PAGE = "web page"
    """No list at all, but a page that can be looked at itself."""
    EMPTY = "empty"
    UNKNOWN = "unknown"


IS_LIST = frozenset(Form) - {Form.PAGE, Form.EMPTY, Form.UNKNOWN}
"""The forms that list something."""


@dataclass(frozen=True, slots=True)
class Item:
    """One address in a list. Times are in UTC; one without a zone is taken to be so."""

    url: str
    title: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    language: str | None = None

    @property
    def newest(self) -> datetime | None:
        """The later one of its times."""
        return max((t for t in (self.published, self.updated) if t is not None), default=None)


@dataclass(frozen=True, slots=True)
class Inner:
    """A list that a list leads to: a sitemap of an index, a feed of an OPML file."""

    url: str
    title: str | None = None
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list says."""

    form: Form
    items: tuple[Item, ...] = ()
    inner: tuple[Inner, ...] = ()
    title: str | None = None
    language: str | None = None
    rest: timedelta | None = None
    """How long it asks to be left alone between two looks (``ttl`` of RSS, ``sy:updatePeriod``)."""
    ended: bool = False
    """Whether it says that nothing will be added any more (``expired`` of JSON Feed)."""
    feeds: tuple[str, ...] = ()
    """Of a web page: the feeds that it names."""
    notes: tuple[str, ...] = ()
    """What is broken or odd about it, in words."""

    @property
    def is_list(self) -> bool:
        """Whether it lists anything."""
        return self.form in IS_LIST


class Collected:
    """Items as they are found: addresses made whole, those of no use left out and counted, the same address once."""

    def __init__(self, base: str | None) -> None:
        self._base = base
        self._items: dict[str, Item] = {}
        self._inner: dict[str, Inner] = {}
        self._without = 0
        self._elsewhere = 0
        self._too_many = False

    @property
    def is_full(self) -> bool:
        """Whether no more are taken."""
        return self._too_many

    def add(self, item: Item) -> None:
        """Take an item, whose address may be a relative one."""
        if (url := self._whole(item.url)) is not None and url not in self._items and not self._is_over():
            self._items[url] = replace(item, url=url, title=words(item.title))

    def lead(self, inner: Inner) -> None:
        """Take a list that this one leads to."""
        if (url := self._whole(inner.url)) is not None and url not in self._inner and not self._is_over():
            self._inner[url] = replace(inner, url=url, title=words(inner.title))

    def listing(self, form: Form, *, now: datetime, notes: Iterable[str] = ()) -> Listing:
        """All that was taken, and what there is to say of the rest."""
        said = list(notes)
        if self._without:
            said.append(f"{_many(self._without, 'entry has', 'entries have')} no address")
        if self._elsewhere:
            said.append(f"{_many(self._elsewhere, 'address is', 'addresses are')} none of the web, and left out")
        if self._too_many:
            said.append(f"there are more than {MOST_ITEMS:,} addresses, of which the first {MOST_ITEMS:,} are taken")
        if ahead := sum(item.newest is not None and item.newest > now + timedelta(days=1) for item in self._items.values()):
            said.append(f"{_many(ahead, 'entry is', 'entries are')} dated in the future")
        return Listing(form, tuple(self._items.values()), tuple(self._inner.values()), notes=tuple(said))

    def _is_over(self) -> bool:
        self._too_many = self._too_many or len(self._items) + len(self._inner) >= MOST_ITEMS
        return self._too_many

    def _whole(self, url: str) -> str | None:
        url = "".join(url.split())
        if not url:
            self._without += 1
            return None
        try:
            whole = urljoin(self._base, url) if self._base else url
            parts = urlsplit(whole)
            usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and len(whole) <= _LONGEST_ADDRESS
        except ValueError:
            usable = False
        if not usable:
            self._elsewhere += 1
            return None
        return whole


def words(text: str | None) -> str | None:
    """Words on one line, of a length to be shown; ``None`` without any."""
    if text is None:
        return None
    return " ".join(text[: 4 * _LONGEST_WORDS].split())[:_LONGEST_WORDS] or None


def moment(text: str | None) -> datetime | None:
    """The moment that a W3C date or RFC 3339 time names (``2031-03-11``, ``2031-03-11T09:30Z``); ``None`` for other words."""
    if not text or len(text) > 40:
        return None
    text = text.strip()
    if len(text) in (4, 7):  # a year or a month alone, as W3C dates may be
        text = f"{text}-01-01"[: len("2031-01-01")] if len(text) == 4 else f"{text}-01"
    try:
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _many(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"
