"""Which addresses may be asked: none of a private network or of this machine, whatever name, redirect or spelling leads there.

Names are resolved here, once for each connection, and the connection is made to the very address that was looked at: what a name
server answers a moment later changes nothing (DNS rebinding). See RFC 6890 for the special-purpose addresses, RFC 6052 for NAT64
and RFC 6761 for ``localhost``.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]
"""The IP addresses of a host's name; raises ``OSError`` where there is none."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")
_SIX_TO_FOUR = ipaddress.ip_network("2002::/16")
_COMPATIBLE = ipaddress.ip_network("::/96")
_RELAYS = ipaddress.ip_network("192.88.99.0/24")
_NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)")


_OF_MACHINES = frozenset({"100.100.100.200", "fd00:ec2::254"})
"""Where clouds tell a machine its own secrets, besides link-local addresses; nobody publishes there."""


class Refused(Exception):
    """An address that may not be asked; the message says which and why."""


def what_private(address: str) -> str | None:
    """What an IP address is, in words, where it is none of the public network; ``None`` where it is."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "no IP address"
    if isinstance(ip, ipaddress.IPv6Address) and (inner := _within(ip)) is not None:
        what = what_private(str(inner))
        return f"{what}, written as IPv6 ({inner})" if what else None
    if ip.is_unspecified:
        return "no address of anybody"
    if ip.is_loopback:
        return "this machine itself"
    if ip.is_link_local:
        return "a link-local address"
    if ip.is_multicast:
        return "a multicast address"
    if isinstance(ip, ipaddress.IPv6Address) and (ip.is_site_local or ip in _NAT64_LOCAL):
        return "an address of a private network"
    if ip in _RELAYS or ip.is_reserved:
        return "a reserved address"
    if not ip.is_global:
        return "an address of a private network"
    return None


def what_refused(address: str, *, allow_private: bool) -> str | None:
    """What an IP address is, in words, where it may not be asked; with ``allow_private`` that is only where no page ever lies:
    link-local addresses, and those at which clouds tell a machine its own secrets.
    """
    what = what_private(address)
    if not allow_private or what is None:
        return what
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return what
    inner = _within(ip) if isinstance(ip, ipaddress.IPv6Address) else None
    return what if any(each.is_link_local or str(each) in _OF_MACHINES for each in (ip, inner or ip)) else None


def _within(ip: ipaddress.IPv6Address) -> IPAddress | None:
    """The IPv4 address that an IPv6 address stands for."""
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip in _NAT64 or (ip in _COMPATIBLE and int(ip) > 0xFFFF):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip in _SIX_TO_FOUR and ip.sixtofour is not None:
        return ip.sixtofour
    return None


def written_out(host: str) -> str | None:
    """The IP address that a host is written as, in any spelling that systems take (``127.1``, ``0x7f000001``, ``017700000001``).

    ``None`` for a name. ``localhost`` and what ends in it is this machine, whatever a name server says.
    """
    bare = host.strip("[]").rstrip(".")
    if bare.lower() == "localhost" or bare.lower().endswith(".localhost"):
        return "127.0.0.1"
    try:
        return str(ipaddress.ip_address(bare.partition("%")[0]))
    except ValueError:
        pass
    if all(_NUMBER.fullmatch(part) for part in bare.split(".")):
        try:
            return socket.inet_ntoa(socket.inet_aton(bare))
        except OSError:
            return None
    return None


def refuse_written(host: str, *, allow_private: bool) -> None:
    """Raises ``Refused`` for a host that is written as an address which may not be asked; what a name means is not looked up."""
    address = written_out(host)
    if address is not None and (what := what_refused(address, allow_private=allow_private)):
        raise Refused(words_of_refusal(host, address, what))


async def permitted(host: str, port: int, resolve: Resolve, *, allow_private: bool) -> list[str]:
    """The addresses of a host that may be asked.

    Raises ``Refused`` if it has none but those that may not, ``OSError`` if it has none at all.
    """
    address = written_out(host)
    found = [address] if address is not None else await resolve(host, port)
    refused = {each: what for each in found if (what := what_refused(each, allow_private=allow_private))}
    allowed = [each for each in found if each not in refused]
    if not allowed and refused:
        raise Refused(words_of_refusal(host, *next(iter(refused.items()))))
    return allowed


def words_of_refusal(host: str, address: str, what: str) -> str:
    """Why a host is not asked, and what to do if it should be."""
    where = host if host.strip("[]") == address else f"{host} ({address})"
    if what_refused(address, allow_private=True):
        return f"{where} is {what}, where no page lies, and is never asked; check the address"
    return f"{where} is {what}, and is not asked; if you trust whoever gave you the address, add --allow-private"


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, as this system knows them."""
    import asyncio

    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
