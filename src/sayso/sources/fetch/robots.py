"""robots.txt: what a site asks programs to leave alone (RFC 9309), as Protego reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sayso.extras import needs
from sayso.sources.fetch.fetched import Exchange, Failure
from sayso.sources.fetch.settings import AGENT

KEPT = timedelta(hours=1)
"""After so long it is asked for again."""

LARGEST = 512 * 1024
"""More of it is not read; the standard asks for 500 KiB at least."""


@dataclass(frozen=True, slots=True)
class Robots:
    """What one site asks."""

    at: datetime
    rules: Any = None
    why_not: str | None = None
    """Why nothing may be fetched, where what the site asks could not be learnt."""
    failure: Failure | None = None
    """What kept it from being learnt, where no answer came."""

    def refusal(self, url: str) -> str | None:
        """Why an address may not be fetched, in words."""
        if self.why_not is not None:
            return self.why_not
        if self.rules is None or self.rules.can_fetch(url, AGENT):
            return None
        return "the site's robots.txt asks programs to leave it alone; --ignore-robots fetches it all the same"

    @property
    def delay(self) -> float | None:
        """The seconds between two requests that it asks for."""
        if self.rules is None:
            return None
        asked = self.rules.crawl_delay(AGENT)
        rate = self.rules.request_rate(AGENT)
        by_rate = rate.seconds / rate.requests if rate is not None and rate.requests else 0.0
        return max(float(asked or 0.0), by_rate) or None


def robots_of(exchange: Exchange, body: bytes) -> Robots:
    """What an answer to the question for robots.txt says: none is leave, and a server in trouble is none (RFC 9309, 2.3.1)."""
    if exchange.status >= 500 or exchange.status == 429:
        return Robots(
            exchange.at,
            why_not=f"its robots.txt could not be had (status {exchange.status}), so that it is not known what the site asks; "
            "try again later, or use --ignore-robots",
        )
    if exchange.status != 200:
        return Robots(exchange.at)
    protego = needs("protego", extra="web", to="keep to robots.txt")
    try:
        return Robots(exchange.at, protego.Protego.parse(body[:LARGEST].decode("utf-8", "replace").removeprefix("\ufeff")))
    except Exception:  # whatever a hostile file makes of the parser, it forbids nothing that can be read
        return Robots(exchange.at)
