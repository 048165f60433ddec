"""One address after another over the wire: robots, pace, redirects, retries, and the limits of time and size."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import httpcore
import httpx

from sayso.errors import SaysoError
from sayso.sources.fetch.addresses import NoAddress, address_of, host_of, origin_of
from sayso.sources.fetch.decoding import ACCEPTED, TooLarge, Undecodable, decoded
from sayso.sources.fetch.fetched import REDIRECTS, Exchange, Failure, Fetched, Known, Outcome, Purpose
from sayso.sources.fetch.guard import Refused, Resolve
from sayso.sources.fetch.pace import Host, backing_off, wait_asked
from sayso.sources.fetch.robots import KEPT, Robots, robots_of
from sayso.sources.fetch.robots import LARGEST as LARGEST_ROBOTS
from sayso.sources.fetch.settings import Settings
from sayso.sources.fetch.transport import GuardedTransport, NoSuchHost, ProxiedTransport

ASKED_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
"""What a server says that may be well in a moment."""

_ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,application/xml;q=0.8,*/*;q=0.7"
_SAID: dict[int, str] = {
    401: "it wants a name and a password",
    402: "it wants to be paid",
    403: "it keeps us out; open it in a browser and add the saved page",
    404: "there is no such page, or no longer",
    407: "the proxy wants a name and a password",
    410: "the page is gone for good",
    429: "too much was asked of it; try again later",
    451: "it is withheld for legal reasons",
    503: "the server is too busy, or being mended; try again later",
}


_PHRASES: dict[int, str] = {status.value: status.phrase for status in HTTPStatus}


class NoAnswer(Exception):
    """Nothing came over the wire, or not all of it."""

    def __init__(self, failure: Failure, words: str, *, again: bool = False, cut: Exchange | None = None) -> None:
        super().__init__(words)
        self.failure = failure
        self.again = again
        self.cut = cut


@dataclass(slots=True)
class _Way:
    """How far one fetch has come."""

    asked: str
    at: datetime
    url: str
    exchanges: list[Exchange]

    def failed(self, failure: Failure, words: str, *, retry_at: datetime | None = None) -> Fetched:
        return Fetched(
            self.asked,
            self.url,
            self.at,
            Outcome.FAILED,
            tuple(self.exchanges),
            failure=failure,
            trouble=words,
            retry_at=retry_at,
        )


class Session:
    """The connections, hosts and robots of one fetcher. All of it runs in one event loop."""

    def __init__(self, settings: Settings, *, resolve: Resolve, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._now = now
        self.at_once = settings.hosts_at_once
        self._transport: httpx.AsyncBaseTransport = (
            ProxiedTransport(settings) if settings.proxy else GuardedTransport(settings, resolve)
        )
        self._hosts: dict[str, Host] = {}
        self._robots: dict[str, Robots] = {}
        self._asking_robots: dict[str, asyncio.Lock] = {}
        self._seats = asyncio.Semaphore(settings.hosts_at_once)
        self._timeouts = httpx.Timeout(settings.waiting, connect=settings.connecting).as_dict()

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.aclose()

    async def fetched(self, asked: str, known: Known | None) -> Fetched:
        """What an address comes to; never raises for what the network or a server does."""
        way = _Way(asked, self._now(), asked, [])
        try:
            return await self._on(way, address_of(asked), known)
        except NoAddress as error:
            return way.failed(Failure.ADDRESS, str(error))
        except SaysoError:
            raise
        except Exception as error:  # one address never stops the others
            words = f"sayso failed on it ({type(error).__name__}: {error}); please report this with the address"
            return way.failed(Failure.CONNECTION, words)

    async def _on(self, way: _Way, url: httpx.URL, known: Known | None) -> Fetched:
        cookies = httpx.Cookies()
        met = {(str(url), "")}
        attempt = 0
        pause = True
        while True:
            way.url = str(url)
            if (refusal := await self._refused_by_robots(url, way)) is not None:
                return way.failed(*refusal)
            question = known if known is not None and known.url == way.url else None
            host = self._host(url)
            if host.closed_until is not None and host.closed_until > self._now():
                words = f"{url.host} asked to be left alone until {host.closed_until:%Y-%m-%d %H:%M} UTC; try again after that"
                return way.failed(Failure.STATUS, words, retry_at=host.closed_until)
            request = self._request(url, cookies, question)
            try:
                exchange = await self._exchanged(request, host, at_once=not pause)
            except NoAnswer as none:
                if none.cut is not None:
                    way.exchanges.append(none.cut)
                if none.again and attempt < self._settings.retries:
                    attempt += 1
                    host.rest(backing_off(attempt))
                    pause = True
                    continue
                return way.failed(none.failure, str(none))
            way.exchanges.append(exchange)
            if exchange.status in ASKED_AGAIN:
                asked_for = wait_asked(exchange.header("retry-after"), self._now())
                wait = backing_off(attempt + 1) if asked_for is None else asked_for
                if wait <= self._settings.longest_wait and attempt < self._settings.retries:
                    attempt += 1
                    host.rest(wait)
                    pause = True
                    continue
                retry_at = None if asked_for is None else self._now() + timedelta(seconds=asked_for)
                if asked_for is not None and asked_for > self._settings.longest_wait:
                    host.closed_until = retry_at
                return way.failed(Failure.STATUS, _said(exchange, retry_at), retry_at=retry_at)
            location = exchange.header("location")
            if exchange.status not in REDIRECTS or not location:
                return self._ended(way, exchange, question)
            _take_cookies(cookies, request, exchange)
            try:
                url = address_of(location, base=url)
            except NoAddress as error:
                return way.failed(Failure.REDIRECTS, f"it leads on to what cannot be fetched: {error}")
            here = (str(url), _cookie_header(cookies, url))
            if here in met:
                return way.failed(Failure.REDIRECTS, f"it leads round in a circle, by {url}")
            met.add(here)
            if len(met) > self._settings.redirects + 1:
                return way.failed(Failure.REDIRECTS, f"it leads on more than {self._settings.redirects} times, last to {url}")
            pause = False
            attempt = 0

    def _ended(self, way: _Way, exchange: Exchange, question: Known | None) -> Fetched:
        """What the last answer comes to."""
        if exchange.status == 304 and question is not None:
            return Fetched(way.asked, way.url, way.at, Outcome.UNCHANGED, tuple(way.exchanges))
        if exchange.status not in (200, 203):
            return way.failed(Failure.STATUS, _said(exchange, None))
        try:
            data = decoded(exchange.body, exchange.header("content-encoding"), largest=self._settings.largest_decoded)
        except TooLarge:
            limit = _megabytes(self._settings.largest_decoded)
            return way.failed(Failure.SIZE, f"unpacked it is larger than {limit}, and is not taken for a page")
        except Undecodable as error:
            return way.failed(Failure.CODING, str(error))
        if not data:
            return way.failed(Failure.SIZE, "the server sent an empty page")
        return Fetched(way.asked, way.url, way.at, Outcome.GOT, tuple(way.exchanges), data=data)

    # Robots

    async def _refused_by_robots(self, url: httpx.URL, way: _Way) -> tuple[Failure, str] | None:
        """Why the site wants no program there, or why that cannot be learnt; asks for its robots.txt if need be."""
        if not self._settings.robots:
            return None
        origin = origin_of(url)
        async with self._asking_robots.setdefault(origin, asyncio.Lock()):
            robots = self._robots.get(origin)
            if robots is None or self._now() - robots.at > KEPT:
                robots = self._robots[origin] = await self._robots_at(url, way)
                host = self._host(url)
                if robots.delay is not None:
                    host.delay = max(self._settings.delay, min(robots.delay, self._settings.longest_wait))
        refusal = robots.refusal(str(url))
        return None if refusal is None else (robots.failure or Failure.ROBOTS, refusal)

    async def _robots_at(self, url: httpx.URL, way: _Way) -> Robots:
        at = url.copy_with(path="/robots.txt", query=None)
        for _ in range(6):
            try:
                exchange = await self._exchanged(
                    self._request(at, httpx.Cookies(), None), self._host(at), at_once=True, purpose=Purpose.ROBOTS
                )
            except NoAnswer as none:
                if none.cut is not None and none.failure is Failure.SIZE:
                    exchange = none.cut
                else:
                    # without it nothing may be fetched (RFC 9309, 2.3.1.4); it is asked for again with the next page
                    return Robots(self._now() - KEPT, why_not=str(none), failure=none.failure)
            way.exchanges.append(exchange)
            location = exchange.header("location")
            if exchange.status in REDIRECTS and location:
                try:
                    at = address_of(location, base=at)
                    continue
                except NoAddress:
                    break
            try:
                body = decoded(exchange.body, exchange.header("content-encoding"), largest=4 * LARGEST_ROBOTS)
            except (TooLarge, Undecodable):
                body = b""
            return robots_of(exchange, body)
        return Robots(self._now())

    # The wire

    def _host(self, url: httpx.URL) -> Host:
        key = host_of(url)
        if key not in self._hosts:
            self._hosts[key] = Host(self._settings.delay)
        return self._hosts[key]

    def _request(self, url: httpx.URL, cookies: httpx.Cookies, question: Known | None) -> httpx.Request:
        headers = {
            "User-Agent": self._settings.agent,
            "Accept": _ACCEPT,
            "Accept-Language": "en,*;q=0.5",
            "Accept-Encoding": ACCEPTED,
        }
        if question is not None and question.etag:
            headers["If-None-Match"] = question.etag
        if question is not None and question.last_modified:
            headers["If-Modified-Since"] = question.last_modified
        request = httpx.Request("GET", url, headers=headers, extensions={"timeout": self._timeouts})
        cookies.set_cookie_header(request)
        return request

    async def _exchanged(self, request: httpx.Request, host: Host, *, at_once: bool, purpose: Purpose = Purpose.PAGE) -> Exchange:
        """The answer to a request, when it is its turn. Raises ``NoAnswer``."""
        async with host.turn(at_once=at_once), self._seats:
            at = self._now()
            answer: httpx.Response | None = None
            parts: list[bytes] = []
            cut: NoAnswer | None = None
            try:
                async with asyncio.timeout(self._settings.longest):
                    answer = await self._transport.handle_async_request(request)
                    size = 0
                    largest = self._settings.largest if purpose is Purpose.PAGE else LARGEST_ROBOTS
                    assert isinstance(answer.stream, httpx.AsyncByteStream)
                    async for part in answer.stream:
                        parts.append(part[: largest - size])
                        size += len(part)
                        if size > largest:
                            limit = _megabytes(largest)
                            cut = NoAnswer(Failure.SIZE, f"it is larger than {limit}, and only its beginning was taken")
                            break
            except Exception as error:
                cut = _none_because(error, request.url, self._settings)
            finally:
                if answer is not None:
                    try:
                        async with asyncio.timeout(2):
                            await answer.aclose()
                    except Exception:  # a connection that breaks while it is closed is closed
                        pass
            if answer is None:
                assert cut is not None
                raise cut
            exchange = _exchange_of(request, answer, b"".join(parts), at, purpose)
            if cut is not None:
                cut.cut = replace(exchange, cut=_CUT.get(cut.failure, "disconnect"))
                raise cut
            return exchange


_CUT = {Failure.SIZE: "length", Failure.TIME: "time"}


def _exchange_of(request: httpx.Request, answer: httpx.Response, body: bytes, at: datetime, purpose: Purpose) -> Exchange:
    extensions: Any = answer.extensions
    protocol = extensions.get("http_version", b"HTTP/1.1").decode("ascii", "replace")
    reason = extensions.get("reason_phrase", b"").decode("latin-1")
    if not reason:  # HTTP/2 sends none
        reason = _PHRASES.get(answer.status_code, "")
    stream = extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    return Exchange(
        url=str(request.url),
        at=at,
        method=request.method,
        sent=tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in request.headers.raw),
        status=answer.status_code,
        reason=reason,
        headers=tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in answer.headers.raw),
        body=body,
        protocol=protocol,
        address=str(peer[0]) if peer else None,
        purpose=purpose,
    )


def _none_because(error: Exception, url: httpx.URL, settings: Settings) -> NoAnswer:
    """Why there is no answer, or not all of it, in words."""
    match error:
        case Refused():
            return NoAnswer(Failure.REFUSED, str(error))
        case NoSuchHost():
            return NoAnswer(Failure.NAME, f"{error}; check the address, or your connection")
        case TimeoutError():
            return NoAnswer(Failure.TIME, f"{url.host} took longer than {settings.longest:g} seconds", again=False)
        case httpx.TimeoutException() | httpcore.TimeoutException():
            return NoAnswer(Failure.TIME, f"{url.host} does not answer in time; try again later", again=True)
        case httpx.ProxyError() | httpcore.ProxyError():
            return NoAnswer(Failure.CONNECTION, f"the proxy does not let it through ({error})")
    if _is_about_certificates(error):
        words = f"{url.host} cannot prove that it is who it says ({_root(error)}); look at it in a browser"
        return NoAnswer(Failure.TLS, words)
    said = str(error) or type(_root(error)).__name__
    return NoAnswer(Failure.CONNECTION, f"the connection to {url.host} failed ({said}); try again later", again=True)


def _root(error: BaseException) -> BaseException:
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    return error


def _is_about_certificates(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _said(exchange: Exchange, retry_at: datetime | None) -> str:
    what = f"the server says {exchange.status}{f' {exchange.reason[:60]}' if exchange.reason else ''}"
    if retry_at is not None:
        return f"{what}: it wants no requests until {retry_at:%Y-%m-%d %H:%M} UTC; try again after that"
    return f"{what}: {_SAID[exchange.status]}" if exchange.status in _SAID else f"{what}; try again later"


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):,.0f} MB" if size >= 1 << 20 else f"{size:,} bytes"


def _take_cookies(cookies: httpx.Cookies, request: httpx.Request, exchange: Exchange) -> None:
    """Cookies live for one fetch: some sites set one and lead back to where they were."""
    said = [(key, value) for key, value in exchange.headers if key.lower() == "set-cookie"]
    if said:
        cookies.extract_cookies(httpx.Response(exchange.status, headers=said, request=request))


def _cookie_header(cookies: httpx.Cookies, url: httpx.URL) -> str:
    request = httpx.Request("GET", url)
    cookies.set_cookie_header(request)
    return str(request.headers.get("cookie", ""))
