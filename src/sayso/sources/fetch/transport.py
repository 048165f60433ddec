"""The connections: httpx over a pool whose every connection goes to an address that was looked at first."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Iterable
from typing import Any

import httpcore
import httpx

from sayso.sources.fetch.guard import Refused, Resolve, permitted, refuse_written
from sayso.sources.fetch.settings import Settings

_LONGEST_NAME = 8.0
"""Seconds for a name server to answer."""


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to a permitted address of a host, and to no other."""

    def __init__(self, resolve: Resolve, *, allow_private: bool) -> None:
        self._resolve = resolve
        self._allow_private = allow_private
        self._plain = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first permitted address that answers.

        Raises ``Refused`` if none is permitted, ``NoSuchHost`` if there is none.
        """
        import asyncio

        try:
            async with asyncio.timeout(min(timeout or _LONGEST_NAME, _LONGEST_NAME)):
                addresses = await permitted(host, port, self._resolve, allow_private=self._allow_private)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"no name server answers for {host}") from error
        except (OSError, UnicodeError) as error:
            raise NoSuchHost(f"there is no host {host} ({_said(error)})") from error
        if not addresses:
            raise NoSuchHost(f"there is no address of the host {host}")
        for number, address in enumerate(addresses, start=1):
            try:
                return await self._plain.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses) or number == 3:
                    raise
        raise AssertionError

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Never: nothing on this machine is asked by a path."""
        raise Refused(f"{path} is a socket of this machine")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._plain.sleep(seconds)


class NoSuchHost(Exception):
    """No name server knows the host."""


def _said(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__


class _Body(httpx.AsyncByteStream):
    def __init__(self, parts: Any) -> None:
        self._parts = parts

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._parts:
            yield part

    async def aclose(self) -> None:
        await self._parts.aclose()


class GuardedTransport(httpx.AsyncBaseTransport):
    """What httpx sends its requests through: a pool of connections, HTTP/2 where the server speaks it, each one guarded."""

    def __init__(self, settings: Settings, resolve: Resolve) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=trusting(settings),
            max_connections=max(100, 4 * settings.hosts_at_once),
            max_keepalive_connections=4 * settings.hosts_at_once,
            keepalive_expiry=15.0,
            http1=True,
            http2=True,
            network_backend=GuardedBackend(resolve, allow_private=settings.allow_private),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; the body of the answer is still to be read."""
        assert isinstance(request.stream, httpx.AsyncByteStream)
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


class ProxiedTransport(httpx.AsyncHTTPTransport):
    """Through a proxy, which resolves names itself: only hosts that are written as an address can be looked at here."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(verify=trusting(settings), http2=True, proxy=settings.proxy)
        self._allow_private = settings.allow_private

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, unless its host is written as an address that may not be asked."""
        refuse_written(request.url.host, allow_private=self._allow_private)
        return await super().handle_async_request(request)


def trusting(settings: Settings) -> ssl.SSLContext:
    """Whom a server must be vouched for by."""
    if settings.certificates is not None:
        return ssl.create_default_context(cafile=str(settings.certificates))
    return httpx.create_ssl_context()
