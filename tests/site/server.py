"""The server of the test site: plain asyncio in a thread of its own."""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
import zlib
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from html import escape
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

from sayso.text import digest
from tests.site.articles import article, pdf

OUTLETS = {"courier": "The Maren Courier", "post": "Harbour Post", "meridian": "Meridian Press", "ledger": "Harbor Ledger"}
"""The outlets with names of their own; any other host answers too."""

_FIRST = datetime(2031, 3, 11, 9, 30, tzinfo=UTC)
_NUMBERS = {"/flood": 1, "/strike": 2, "/bridge": 3}
_ROBOTS = {
    "strict": "User-agent: *\nDisallow: /\n",
    "part": "User-agent: *\nDisallow: /\n\nUser-agent: sayso\nDisallow: /not-sayso\nDisallow: /private\n",
    "slowly": "User-agent: *\nCrawl-delay: 0.3\n",
}

Answer = tuple[int, dict[str, str], bytes]


class Site:
    """A running site; ``with`` stops it."""

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        """``port`` is any that is free, unless one is named."""
        self.hits: Counter[str] = Counter()
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.names: dict[str, list[str]] = {}
        """What other names mean, for ``resolve``: each look-up takes the first address, and the last one stays."""
        self.breaks_off: set[str] = set()
        """Paths whose next answer breaks off in the middle."""
        self._host, self._port = host, port
        self._bodies: dict[str, tuple[str, datetime]] = {}
        self._feeds: dict[str, list[str]] = {}
        self._remarks: dict[str, str] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="test-site", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, self._host, self._port), self._loop
        ).result()
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        async def stop() -> None:
            self._server.close()
            for task in asyncio.all_tasks():
                if task is not asyncio.current_task():
                    task.cancel()

        asyncio.run_coroutine_threadsafe(stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def url(self, outlet: str, path: str) -> str:
        """An address on the site."""
        return f"http://{outlet}.localhost:{self.port}{path}"

    def change(self, path: str, body: str, *, at: datetime | None = None) -> None:
        """A new version of the article at a path, of every host, changed at a time."""
        changed = self._bodies.get(path, ("", _FIRST))[1] + timedelta(hours=1)
        self._bodies[path] = (body, at or changed)

    def remark(self, path: str, words: str) -> None:
        """From now on, other bytes at a path that show the same: a remark in the source of the page."""
        self._remarks[path] = f"<!-- {words} -->"

    def feed(self, outlet: str, paths: Iterable[str]) -> None:
        """What stands in the feeds and lists of an outlet."""
        self._feeds[outlet] = list(paths)

    async def resolve(self, host: str, port: int) -> list[str]:
        """The addresses of a name, as ``names`` has them; unknown to all others."""
        known = self.names.get(host)
        if not known:
            raise OSError(f"no address associated with {host}")
        return [known.pop(0) if len(known) > 1 else known[0]]

    # Serving

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (request := await self._request(reader)) is not None:
                host, path, headers = request
                self.hits[urlsplit(path).path] += 1
                self.requests.append((host, path, headers))
                if not await self._answer(host, path, headers, writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    @staticmethod
    async def _request(reader: asyncio.StreamReader) -> tuple[str, str, dict[str, str]] | None:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines if line)
        headers = {key.strip().lower(): value.strip() for key, _, value in pairs}
        host = headers.get("host", "").partition(":")[0]
        target = first.split(" ")[1]
        if target.startswith("http://"):  # as a proxy is asked
            host = urlsplit(target).hostname or ""
            target = target.split("/", 3)[-1].join(("/", ""))
        return host.removesuffix(".localhost"), target, headers

    async def _answer(self, host: str, path: str, headers: dict[str, str], writer: asyncio.StreamWriter) -> bool:
        """Answers one request; whether the connection is still good."""
        bare = urlsplit(path).path
        first = bare.strip("/").split("/")[0]
        if first == "slow":
            _, seconds, rest = bare.strip("/").split("/", 2)
            await asyncio.sleep(float(seconds))
            bare = path = f"/{rest}"
        elif first == "trickle":
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
            for _ in range(100_000):
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.05)
        elif first == "cut" or bare in self.breaks_off:
            self.breaks_off.discard(bare)
            _, _, body = self._page(host, bare.removeprefix("/cut"), headers)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body))
            writer.write(body[: len(body) // 2])
            await writer.drain()
            return False
        elif first == "chunked":
            _, said, body = self._page(host, bare.removeprefix("/chunked"), headers)
            writer.write(_head(200, {**said, "Transfer-Encoding": "chunked"}))
            for at in range(0, len(body), 400):
                part = body[at : at + 400]
                writer.write(b"%x\r\n%s\r\n" % (len(part), part))
            writer.write(b"0\r\n\r\n")
            await writer.drain()
            return True
        elif first == "huge":
            writer.write(_head(200, {"Content-Type": "text/html", "Transfer-Encoding": "chunked"}))
            chunk = b"10000\r\n" + b"<p>x</p>" * 8192 + b"\r\n"
            for _ in range(4096):
                writer.write(chunk)
                await writer.drain()
            return False
        status, said, body = self._page(host, path, headers)
        writer.write(_head(status, {**said, "Content-Length": str(len(body))}) + (b"" if status == 304 else body))
        await writer.drain()
        return True

    def _page(self, host: str, path: str, headers: dict[str, str]) -> Answer:
        parts = urlsplit(path)
        bare, asked = parts.path, parse_qs(parts.query)
        first, _, rest = bare.strip("/").partition("/")
        html = {"Content-Type": "text/html; charset=utf-8"}
        match first:
            case "robots.txt":
                return self._robots(host)
            case "gzip" | "br" | "deflate":
                _, said, body = self._page(host, f"/{rest}", {})
                return 200, {**said, "Content-Encoding": first}, _packed(body, first)
            case "to":
                left, _, at = rest.partition("/")
                onward = f"/to/{int(left) - 1}/{at}" if int(left) > 1 else f"/{at}"
                return 302, {"Location": onward}, b""
            case "around":
                return 302, {"Location": "/around-again"}, b""
            case "around-again":
                return 301, {"Location": "/around"}, b""
            case "nowhere":
                return 302, {"Location": "javascript:void(0)"}, b""
            case "leads":
                return 302, {"Location": unquote(asked["to"][0])}, b""
            case "status":
                return int(rest), html, f"<p>status {rest}</p>".encode()
            case "busy":
                if self.hits[bare] <= int(rest):
                    return 429, {"Retry-After": asked.get("after", ["0"])[0]}, b""
                return 200, html, article(4).encode()
            case "short":
                return 200, html, b"<p>short"
            case "bomb":
                return 200, {**html, "Content-Encoding": "gzip"}, _bomb("gzip")
            case "bomb-br":
                return 200, {**html, "Content-Encoding": "br"}, _bomb("br")
            case "charset":
                name, named = ("iso-8859-1", "iso-8859-1") if rest == "wrong" else (rest, rest)
                body = article(
                    7,
                    body="Le maire a dit que la rivière était montée à minuit, près de l’église, et que « personne » était là.",
                )
                encoding = "utf-8" if rest == "wrong" else name
                return 200, {"Content-Type": f'text/html; charset="{named}"'}, body.encode(encoding, "replace")
            case "app":
                return 200, html, _APP
            case "empty":
                return 200, html, b""
            case "notice":
                return 200, html, b"<html><body><h1>Flood</h1><p>Subscribe to continue reading.</p></body></html>"
            case "cookie":
                if "seen=yes" in headers.get("cookie", ""):
                    return 200, html, article(5).encode()
                return 302, {"Location": "/cookie", "Set-Cookie": "seen=yes; Path=/"}, b""
            case "report.pdf":
                return 200, {"Content-Type": "application/pdf"}, pdf()
            case "feed.rss" | "feed.atom" | "feed.json" | "sitemap.xml" | "news-sitemap.xml" | "sitemap-index.xml" | "list.txt":
                return self._listed(host, first, headers)
        return self._article(host, bare, headers)

    def _article(self, host: str, path: str, headers: dict[str, str]) -> Answer:
        body, changed = self._bodies.get(path, (None, _FIRST))
        if body is None:
            number = _NUMBERS.get(path)
            if number is None and path.startswith("/page/") and path[6:].isdigit():
                number = int(path[6:])
            if number is None:
                return 404, {"Content-Type": "text/html"}, b"<p>There is no such page.</p>"
            body = article(number, outlet=OUTLETS.get(host, "Orle Times"))
        else:
            body = article(1, outlet=OUTLETS.get(host, "Orle Times"), body=body)
        body += self._remarks.get(path, "")
        return _unless_known(body.encode(), {"Content-Type": "text/html; charset=utf-8"}, changed, headers)

    def _robots(self, host: str) -> Answer:
        if host == "ill":
            return 503, {}, b""
        if host in _ROBOTS:
            return 200, {"Content-Type": "text/plain"}, _ROBOTS[host].encode()
        return 404, {"Content-Type": "text/plain"}, b"none"

    def _listed(self, host: str, kind: str, headers: dict[str, str]) -> Answer:
        urls = [self.url(host, path) for path in self._feeds.get(host, list(_NUMBERS))]
        items = [(url, f"Story {number}", _FIRST + timedelta(minutes=number)) for number, url in enumerate(urls)]
        text, what = _FORMS[kind](self.url(host, ""), items)
        return _unless_known(text.encode(), {"Content-Type": what}, _FIRST, headers)


def _unless_known(body: bytes, said: dict[str, str], changed: datetime, headers: dict[str, str]) -> Answer:
    etag = f'"{digest(body)[:16]}"'
    said = {**said, "ETag": etag, "Last-Modified": format_datetime(changed, usegmt=True)}
    return (304, said, b"") if headers.get("if-none-match") == etag else (200, said, body)


def _head(status: int, headers: dict[str, str]) -> bytes:
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Said"
    lines = [f"HTTP/1.1 {status} {phrase}", *(f"{key}: {value}" for key, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _packed(body: bytes, coding: str) -> bytes:
    if coding == "br":
        import brotli

        return bytes(brotli.compress(body))
    return gzip.compress(body, mtime=0) if coding == "gzip" else zlib.compress(body)


@cache
def _bomb(coding: str) -> bytes:
    if coding == "br":
        import brotli

        return bytes(brotli.compress(bytes(48 << 20), quality=1))
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(48)) + packer.flush()


_APP = b"""<!doctype html><html lang="en"><head><title>Harbour Post</title>
<script src="/static/js/main.8f3.js" defer></script></head>
<body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div></body></html>"""

_Items = list[tuple[str, str, datetime]]


def _rss(home: str, items: _Items) -> tuple[str, str]:
    entries = "".join(
        f"<item><title>{title}</title><link>{escape(url)}</link><guid>{escape(url)}</guid>"
        f"<pubDate>{format_datetime(at, usegmt=True)}</pubDate></item>"
        for url, title, at in items
    )
    head = f"<title>Feed</title><link>{home}</link><description>News</description>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{entries}</channel></rss>', "application/rss+xml"


def _atom(home: str, items: _Items) -> tuple[str, str]:
    entries = "".join(
        f'<entry><title>{title}</title><id>{escape(url)}</id><link href="{escape(url)}"/>'
        f"<updated>{at.isoformat()}</updated></entry>"
        for url, title, at in items
    )
    head = f"<title>Feed</title><id>{home}</id><updated>{_FIRST.isoformat()}</updated>"
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{head}{entries}</feed>', "application/atom+xml"


def _json_feed(home: str, items: _Items) -> tuple[str, str]:
    listed = [{"id": url, "url": url, "title": title, "date_published": at.isoformat()} for url, title, at in items]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Feed", "home_page_url": home, "items": listed}
    return json.dumps(feed), "application/feed+json"


def _sitemap(_home: str, items: _Items) -> tuple[str, str]:
    listed = "".join(f"<url><loc>{escape(url)}</loc><lastmod>{at.isoformat()}</lastmod></url>" for url, _, at in items)
    return (
        f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>',
        "application/xml",
    )


def _news_sitemap(_home: str, items: _Items) -> tuple[str, str]:
    listed = "".join(
        f"<url><loc>{escape(url)}</loc><news:news><news:publication><news:name>Courier</news:name><news:language>en"
        f"</news:language></news:publication><news:publication_date>{at.isoformat()}</news:publication_date>"
        f"<news:title>{title}</news:title></news:news></url>"
        for url, title, at in items
    )
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f'<?xml version="1.0"?><urlset {spaces}>{listed}</urlset>', "application/xml"


def _sitemap_index(home: str, _items: _Items) -> tuple[str, str]:
    listed = "".join(f"<sitemap><loc>{home}{path}</loc></sitemap>" for path in ("/sitemap.xml", "/news-sitemap.xml"))
    return (
        f'<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</sitemapindex>',
        "text/xml",
    )


def _plain_list(_home: str, items: _Items) -> tuple[str, str]:
    return "# addresses\n" + "\n".join(url for url, _, _ in items) + "\n", "text/plain"


_FORMS = {
    "feed.rss": _rss,
    "feed.atom": _atom,
    "feed.json": _json_feed,
    "sitemap.xml": _sitemap,
    "news-sitemap.xml": _news_sitemap,
    "sitemap-index.xml": _sitemap_index,
    "list.txt": _plain_list,
}
