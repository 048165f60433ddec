"""RSS 0.9x, 1.0 and 2.0 and Atom, by feedparser, which knows the ways in which they are broken."""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

from sayso.extras import needs
from sayso.sources.feeds.listing import Collected, Form, Item, Listing, words

_LARGEST = 8 * 1024 * 1024
_LONGEST_REST = timedelta(days=366)
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_TAG = re.compile(r"<[^<>]*>")


def syndicated(text: str, *, url: str | None, now: datetime) -> Listing:
    """What a feed in XML says; the text is without XML declaration and DOCTYPE.

    Raises ``ExtraMissing`` where feedparser is not installed.
    """
    feedparser = needs("feedparser", extra="web", to="read feeds")
    notes: list[str] = []
    if len(text) > _LARGEST:
        notes.append(f"it is larger than {_LARGEST >> 20} MB, and only its beginning was read")
        text = text[:_LARGEST]
    said = {"content-type": "application/xml; charset=utf-8"}
    if url is not None:
        said["content-location"] = url
    try:
        # of a stream it reads only that; a string it would take for an address or a file
        feed = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers=said,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # of what nobody foresaw that a feed may hold
        return Listing(Form.UNKNOWN, notes=(f"it is a broken feed that cannot be read ({type(error).__name__}: {error})",))
    if feed.get("bozo"):
        why = str(feed.get("bozo_exception") or "").replace("<unknown>:", "line ")
        notes.append(f"it is broken XML, and what could be read was ({' '.join(why.split())[:200]})")
    channel = feed.get("feed") or {}
    language = _words(channel, "language")
    collected = Collected(url)
    for entry in feed.get("entries", ()):
        collected.add(
            Item(
                _words(entry, "link") or "",
                title=_title(entry),
                published=_time(entry, "published_parsed") or _time(entry, "created_parsed"),
                updated=_time(entry, "updated_parsed"),
                language=_words(entry, "language") or _language_of(entry) or language,
            )
        )
        if collected.is_full:
            break
    form = Form.ATOM if str(feed.get("version", "")).startswith("atom") else Form.RSS
    listing = collected.listing(form, now=now, notes=notes)
    return replace(listing, title=_title(channel), language=language, rest=_rest(channel))


def _words(said: Mapping[str, Any], name: str) -> str | None:
    # its dictionary gives another key's value for one that is missing, with a warning; a plain look does not
    value = dict.get(said, name) if isinstance(said, dict) else None
    return value.strip() or None if isinstance(value, str) else None


def _title(said: Mapping[str, Any]) -> str | None:
    """The title as plain words: feeds put HTML there, said or unsaid."""
    title = _words(said, "title")
    detail = dict.get(said, "title_detail") if isinstance(said, dict) else None
    if title is not None and isinstance(detail, dict) and detail.get("type") in ("text/html", "application/xhtml+xml"):
        title = unescape(_TAG.sub("", title))
    return words(title)


def _language_of(entry: Mapping[str, Any]) -> str | None:
    """The language that ``xml:lang`` gives the entry's title."""
    detail = dict.get(entry, "title_detail") if isinstance(entry, dict) else None
    return _words(detail, "language") if isinstance(detail, dict) else None


def _time(entry: Mapping[str, Any], name: str) -> datetime | None:
    value = dict.get(entry, name) if isinstance(entry, dict) else None
    try:
        return None if value is None else datetime.fromtimestamp(timegm(value), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _rest(channel: Mapping[str, Any]) -> timedelta | None:
    """How long the feed wants to be left alone: the longer one of what its two elements say."""
    asked = []
    ttl = _words(channel, "ttl")
    if ttl is not None and ttl.isdigit():
        asked.append(timedelta(minutes=min(int(ttl[:9]), 366 * 1440)))
    period = _PERIODS.get((_words(channel, "sy_updateperiod") or "").lower())
    if period is not None:
        times = _words(channel, "sy_updatefrequency") or "1"
        asked.append(period / max(1, int(times[:6])) if times.isdigit() else period)
    rest = max(asked, default=timedelta())
    return min(rest, _LONGEST_REST) if rest else None
