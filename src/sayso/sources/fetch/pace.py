"""How fast each host is asked: one request at a time, with a pause between two, and longer if it asks for that."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


class Host:
    """One host, as long as it is asked."""

    def __init__(self, delay: float) -> None:
        self.delay = delay
        self.closed_until: datetime | None = None
        """Until then it wants no requests, which is longer than anybody waits here."""
        self._turns = asyncio.Lock()
        self._free_at = 0.0

    @asynccontextmanager
    async def turn(self, *, at_once: bool = False) -> AsyncIterator[None]:
        """The turn to ask it; ``at_once`` for what belongs to the request before (a redirect, say), which needs no pause."""
        loop = asyncio.get_running_loop()
        while True:
            if not at_once and (left := self._free_at - loop.time()) > 0:
                await asyncio.sleep(left)
                continue
            async with self._turns:
                if not at_once and self._free_at > loop.time():  # somebody else was quicker
                    continue
                self._free_at = max(self._free_at, loop.time() + self.delay)
                yield
                return

    def rest(self, seconds: float) -> None:
        """Leave it alone for so long."""
        self._free_at = max(self._free_at, asyncio.get_running_loop().time() + seconds)


def backing_off(attempt: int) -> float:
    """Seconds before another attempt: longer each time, and never the same for all who wait."""
    return float(2.0 ** (attempt - 1) * (0.5 + random.random()))


def wait_asked(value: str | None, now: datetime) -> float | None:
    """The seconds that a ``Retry-After`` asks for (RFC 9110, 10.2.3): a number, or a date; ``None`` where it says neither."""
    if value is None:
        return None
    if value.strip().isdigit():
        return float(min(int(value.strip()[:9]), 365 * 86_400))
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())
