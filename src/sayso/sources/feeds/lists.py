"""Any list of pages, its form told by its bytes: what a server or a file name says of it is often wrong."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from datetime import UTC, datetime

from sayso.sources.feeds.json_feed import json_feed
from sayso.sources.feeds.listing import LARGEST, Collected, Form, Item, Listing
from sayso.sources.feeds.sitemaps import opml, sitemap
from sayso.sources.feeds.syndicated import syndicated
from sayso.sources.fetch.decoding import TooLarge, Undecodable, decoded

_HEAD = 4096
_COMMENTS = re.compile(r"<\?.*?\?>|<!--.*?-->|\s+", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\s+([\w:.-]+)[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_DECLARED = re.compile(r"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["'][^>]*\?>""", re.IGNORECASE)
_FEED_LINK = re.compile(r"<link\b[^>]{0,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")


def listing_of(data: bytes, *, url: str | None = None, charset: str | None = None, now: datetime | None = None) -> Listing:
    """What a list says; for what is none, ``form`` says what it seems to be.

    ``url`` is where it was found, from which relative addresses lead on; ``charset`` is what the server names. What is broken is
    read as far as it can be, and ``notes`` say so. Nothing raises, whatever the bytes are. Entities that a list defines are not
    expanded, nothing that it names is loaded, and of sizes and numbers there is a limit.

    Raises:
        ExtraMissing: it is RSS or Atom, and feedparser is not installed.
    """
    now = now or datetime.now(UTC)
    if data[:2] == b"\x1f\x8b":
        try:
            data = decoded(data, "gzip", largest=LARGEST)
        except TooLarge:
            return Listing(Form.UNKNOWN, notes=(_too_large(),))
        except Undecodable as error:
            return Listing(Form.UNKNOWN, notes=(str(error),))
    if len(data) > LARGEST:
        return Listing(Form.UNKNOWN, notes=(_too_large(),))
    if data[:5] == b"%PDF-":
        return Listing(Form.PAGE)
    text = _text(data, charset)
    start = text[:_HEAD].lstrip("\ufeff \t\r\n")
    if not start:
        return Listing(Form.EMPTY, notes=("it is empty",))
    if start[0] in "{[":
        return json_feed(text, url=url, now=now)
    if start[0] == "<":
        return _markup(text, url, now)
    return _plain(text, now)


def _too_large() -> str:
    return f"it is larger than {LARGEST >> 20} MB, and not read"


def _text(data: bytes, charset: str | None) -> str:
    """The characters: by a byte order mark, by what the server says, by the XML declaration, or as UTF-8 (RFC 7303, 3)."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if data[:4] in (b"<\0?\0", b"\0<\0?"):
        return data.decode("utf-16-le" if data[0] else "utf-16-be", "replace")
    declared = _DECLARED.match(data[:_HEAD].decode("latin-1"))
    for name in filter(None, (charset, declared[1] if declared else None, "utf-8")):
        try:
            return data.decode(name)
        except (LookupError, ValueError, TypeError):  # unknown, wrong, or no character set at all (base64)
            continue
    return data.decode("windows-1252", "replace")


def _markup(text: str, url: str | None, now: datetime) -> Listing:
    """XML or HTML: by its outermost element."""
    root = _root(text)
    if root is None:
        return Listing(Form.UNKNOWN, notes=("it is neither a feed, nor a list, nor a page",))
    text = _bare(text)
    match root.lower():
        case "rss" | "rdf" | "feed" | "channel":
            return syndicated(text, url=url, now=now)
        case "urlset" | "sitemapindex":
            return sitemap(text, url=url, now=now)
        case "opml":
            return opml(text, url=url, now=now)
        case "html" | "head" | "body" | "div" | "p" | "title" | "meta" | "article" | "script":
            return Listing(Form.PAGE, feeds=_named_feeds(text, url))
        case other:
            return Listing(Form.UNKNOWN, notes=(f"it is XML of a kind that lists no pages (<{other[:40]}>)",))


def _root(text: str) -> str | None:
    """The name of the outermost element, or that a DOCTYPE gives it."""
    at = 1 if text.startswith("\ufeff") else 0
    for _ in range(100):
        if (skipped := _COMMENTS.match(text, at)) is not None:
            at = skipped.end()
        elif (doctype := _DOCTYPE.match(text, at)) is not None:
            if doctype[1].lower() == "html":
                return "html"
            at = doctype.end()
        else:
            break
    found = _ROOT.match(text, at)
    return found[1] if found else None


def _bare(text: str) -> str:
    """The text without XML declaration, which names other bytes than these are now, and without DOCTYPE and its entities."""
    text = _DECLARED.sub("", text.removeprefix("\ufeff"), count=1)
    text = _DOCTYPE.sub("", text, count=1) if "<!doctype" in text[:_HEAD].lower() else text
    # of what was cut off in the middle the last address may be half of one
    return text if text.rstrip().endswith(">") else text[: text.rfind("</")] if "</" in text else text


def _named_feeds(text: str, url: str | None) -> tuple[str, ...]:
    """The feeds that a page names in its head."""
    collected = Collected(url)
    for link in _FEED_LINK.findall(text[: 1 << 18]):
        said = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(link)}
        if "alternate" in said.get("rel", "").lower() and said.get("type", "").lower() in _FEED_TYPES:
            collected.add(Item(said.get("href", "").replace("&amp;", "&")))
    return tuple(item.url for item in collected.listing(Form.PAGE, now=datetime.now(UTC)).items[:5])


def _plain(text: str, now: datetime) -> Listing:
    """Addresses, one a line, perhaps with words after them; empty lines and those that begin with # are remarks."""
    collected = Collected(None)
    wrong: list[int] = []
    for number, line in enumerate(text.splitlines(), start=1):
        entry = line.strip().lstrip("\ufeff")
        if not entry or entry.startswith("#"):
            continue
        if not entry.lower().startswith(("http://", "https://")):
            wrong.append(number)
            continue
        address, *rest = entry.split(maxsplit=1)
        collected.add(Item(address, title=rest[0].lstrip("# ") if rest else None))
    listing = collected.listing(Form.PLAIN, now=now)
    if not listing.items:
        return Listing(Form.UNKNOWN, notes=("it is neither a feed, nor a list of addresses, nor a page",))
    if wrong:
        lines = ", ".join(map(str, wrong[:5])) + (f" and {len(wrong) - 5:,} more" if len(wrong) > 5 else "")
        listing = replace(listing, notes=(f"no address stands on line {lines}", *listing.notes))
    return listing
