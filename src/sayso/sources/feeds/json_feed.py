"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from sayso.sources.feeds.listing import Collected, Form, Item, Listing, moment, words

_VERSION = "jsonfeed.org/version/"


def json_feed(text: str, *, url: str | None, now: datetime) -> Listing:
    """What a JSON Feed says; other JSON is of unknown form."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        why = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        return Listing(Form.UNKNOWN, notes=(f"it is broken JSON ({why})",))
    if not isinstance(said, dict) or not isinstance(said.get("items"), list):
        return Listing(Form.UNKNOWN, notes=("it is JSON, but no JSON Feed: it has no items",))
    notes = [] if _VERSION in str(said.get("version")) else ["it names no version of JSON Feed"]
    language = _words(said, "language")
    collected = Collected(url)
    broken = 0
    for item in said["items"]:
        if not isinstance(item, dict):
            broken += 1
            continue
        # an id is a permanent address where there is no url, or should be
        address = _words(item, "url") or _address(_words(item, "id")) or _words(item, "external_url")
        collected.add(
            Item(
                address or "",
                title=_words(item, "title") or _words(item, "summary"),
                published=moment(_words(item, "date_published")),
                updated=moment(_words(item, "date_modified")),
                language=_words(item, "language") or language,
            )
        )
        if collected.is_full:
            break
    if broken:
        notes.append(f"{broken:,} of its items are none")
    listing = collected.listing(Form.JSON_FEED, now=now, notes=notes)
    return replace(listing, title=words(_words(said, "title")), language=language, ended=said.get("expired") is True)


def _words(said: dict[str, Any], name: str) -> str | None:
    value = said.get(name)
    return value if isinstance(value, str) and value.strip() else None


def _address(name: str | None) -> str | None:
    return name if name is not None and name.startswith(("http://", "https://")) else None
