"""Fetching: addresses -> the bytes that stand there, with all that was said on the wire.

Nothing here knows of a ledger. Whoever fetches says what is known of an address already (``Known``), and gets each answer as a
``Fetched``; its exchanges are for the archive, its decoded bytes for a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sayso.sources.fetch.fetched import (
    Exchange,
    Failure,
    Fetch,
    Fetched,
    FetchedDocument,
    Known,
    Outcome,
    Purpose,
    Record,
    document_of,
)
from sayso.sources.fetch.settings import Settings

if TYPE_CHECKING:
    from sayso.sources.fetch.fetcher import Fetcher

__all__ = [
    "Exchange",
    "Failure",
    "Fetch",
    "Fetched",
    "FetchedDocument",
    "Fetcher",
    "Known",
    "Outcome",
    "Purpose",
    "Record",
    "Settings",
    "document_of",
]


def __getattr__(name: str) -> Any:
    """``Fetcher`` only when it is asked for: what it needs takes long to import."""
    if name == "Fetcher":
        from sayso.sources.fetch.fetcher import Fetcher

        return Fetcher
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
