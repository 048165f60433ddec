"""Addresses as they are asked for: http and https, without fragment, name or password."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sayso.extras import needs
from sayso.sources.fetch.fetched import Failure, Fetched, Outcome
from sayso.sources.fetch.guard import Refused, refuse_written

if TYPE_CHECKING:
    import httpx

_LONGEST = 2048
"""Longer ones are of machines, and no database keeps an index of them."""


class NoAddress(Exception):
    """What cannot be fetched; the message says why."""


def address_of(asked: str, *, base: httpx.URL | None = None) -> httpx.URL:
    """The address to ask, from ``base`` where it is a relative one.

    Raises ``NoAddress`` where it is none of the web, or has a name and a password in it, which would be kept for all to read.
    """
    httpx = needs("httpx", extra="web", to="fetch pages")
    asked = "".join(asked.split()) if base is None else asked.strip()
    if len(asked) > _LONGEST:
        raise NoAddress(f"the address is longer than {_LONGEST:,} characters")
    try:
        url = httpx.URL(asked) if base is None else base.join(asked)
        host = url.host
    except (httpx.InvalidURL, ValueError, TypeError, UnicodeError) as error:
        raise NoAddress(f"{asked[:200]} is no address ({error})") from error
    if url.scheme not in ("http", "https"):
        raise NoAddress(f"{asked[:200]} is no address of the web; only http and https are fetched")
    if not host:
        raise NoAddress(f"{asked[:200]} names no host")
    if url.port is not None and not 0 < url.port < 65_536:
        raise NoAddress(f"{asked[:200]} is no address ({url.port} is no port)")
    if url.userinfo:
        raise NoAddress("the address has a name or password in it, which would be kept in the archive; take it out")
    url = url.copy_with(fragment=None)
    return url if url.raw_path else url.copy_with(path="/")


def unasked(asked: str, *, allow_private: bool, at: datetime) -> Fetched | None:
    """The failure of an address of which its writing tells that it is none, or may not be asked; ``None`` for others."""
    try:
        refuse_written(address_of(asked).host, allow_private=allow_private)
    except NoAddress as error:
        return Fetched(asked, asked, at, Outcome.FAILED, failure=Failure.ADDRESS, trouble=str(error))
    except Refused as error:
        return Fetched(asked, asked, at, Outcome.FAILED, failure=Failure.REFUSED, trouble=str(error))
    return None


def origin_of(url: httpx.URL) -> str:
    """Scheme, host and port: what a robots.txt speaks for."""
    port = f":{url.port}" if url.port is not None else ""
    return f"{url.scheme}://{url.host}{port}"


def host_of(url: httpx.URL) -> str:
    """Host and port: what one at a time is asked of."""
    return f"{url.host}:{url.port or ''}".rstrip(":")
