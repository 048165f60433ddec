"""How pages are fetched: whom sayso says it is, how fast it asks, and what it refuses."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Self

AGENT = "sayso"
"""The name by which robots.txt may speak of sayso."""


def software() -> str:
    """Name and version of sayso, as it tells others."""
    try:
        return f"{AGENT}/{version('sayso')}"
    except PackageNotFoundError:  # run from its source
        return AGENT


@dataclass(frozen=True, slots=True)
class Settings:
    """How pages are fetched. Times are in seconds, sizes in bytes."""

    contact: str | None = None
    """An address or mailbox of whoever fetches, for the people whose server is asked; it stands in the agent string."""
    robots: bool = True
    """Whether robots.txt is asked for and kept to (RFC 9309), its Crawl-delay too."""
    allow_private: bool = False
    """Whether addresses of private networks and of this machine may be asked."""
    proxy: str | None = None
    """``http://…`` or ``https://…`` of a proxy, which then asks in our place and resolves the names of hosts."""
    delay: float = 1.0
    """Between the beginnings of two requests to one host, of which one at a time is under way."""
    hosts_at_once: int = 16
    retries: int = 2
    """How often it is tried again where nothing or an error of the moment comes (408, 429, 5xx, a broken line)."""
    connecting: float = 10.0
    """Until a connection stands."""
    waiting: float = 20.0
    """Until the next bytes come."""
    longest: float = 60.0
    """For one whole exchange, however steadily it trickles."""
    longest_wait: float = 60.0
    """A ``Retry-After`` or ``Crawl-delay`` up to this is waited for; what asks for more is left for later."""
    largest: int = 16 * 1024 * 1024
    """On the wire."""
    largest_decoded: int = 32 * 1024 * 1024
    """After gzip, deflate or brotli is undone, so that a small answer cannot fill the memory."""
    redirects: int = 10
    certificates: Path | None = None
    """A file of certificate authorities to trust instead of the usual ones (PEM)."""

    @classmethod
    def of_environment(cls) -> Self:
        """The settings where nobody is there to give any: contact, proxy and certificates as the environment has them.

        ``SAYSO_CONTACT``, ``SAYSO_PROXY``, ``SAYSO_CERTIFICATES``, and ``SAYSO_ALLOW_PRIVATE`` (any but an empty value or ``0``).
        """
        said = os.environ
        certificates = said.get("SAYSO_CERTIFICATES")
        return cls(
            contact=said.get("SAYSO_CONTACT") or None,
            proxy=said.get("SAYSO_PROXY") or None,
            certificates=Path(certificates) if certificates else None,
            allow_private=said.get("SAYSO_ALLOW_PRIVATE", "0") not in ("", "0", "false", "no"),
        )

    @property
    def agent(self) -> str:
        """The agent string: name and version, what it is, and whom to ask about it."""
        said = ["news archiving"] if self.contact is None else ["news archiving", f"contact: {self.contact}"]
        return f"{software()} ({'; '.join(said)})"
