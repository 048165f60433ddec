"""Timestamps of RFC 3161: a service attests that a digest was there at a time, and sees nothing but the digest."""

from __future__ import annotations

import urllib.error
import urllib.request
from urllib.parse import urlsplit

from sayso.errors import SaysoError, UsageError
from sayso.extras import needs
from sayso.text import digest

PATIENCE = 30.0
"""Seconds to wait for the service."""
_LARGEST = 1 << 18


class NotStamped(SaysoError):
    """The service gave no timestamp, or one of something else."""


def stamped(data: bytes, service: str) -> bytes:
    """The answer of a timestamp service about the SHA-256 of ``data``, in DER; checked to be about that digest and this request.

    Who the service is, by its certificate, is for whoever trusts it to check; see the bundle's README.
    Raises ``UsageError`` for what is no address of the web, ``NotStamped`` where there is no answer or a wrong one.
    """
    if urlsplit(service).scheme not in ("http", "https") or not urlsplit(service).hostname:
        raise UsageError(f"{service!r} is no address of a timestamp service; give one that begins with https://")
    needs("rfc3161_client", extra="proof", to="have a bundle stamped")
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, decode_timestamp_response

    request = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).build()
    asking = urllib.request.Request(
        service,
        data=request.as_bytes(),
        headers={"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"},
    )
    try:
        with urllib.request.urlopen(asking, timeout=PATIENCE) as answer:
            token: bytes = answer.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise NotStamped(
            f"{service} gave no timestamp ({reason}); nothing was written. Try again, or leave --timestamp out"
        ) from error
    try:
        response = decode_timestamp_response(token)
        granted = int(response.status) in (0, 1)
        info = response.tst_info
        same = granted and info.message_imprint.message == bytes.fromhex(digest(data)) and info.nonce == request.nonce
    except (ValueError, TypeError) as error:
        raise NotStamped(
            f"What {service} answered is no timestamp ({error}); nothing was written. Try another service"
        ) from error
    if not granted:
        raise NotStamped(f"{service} refused to give a timestamp; nothing was written. Try again, or leave --timestamp out")
    if not same:
        raise NotStamped(f"{service} stamped something else than it was asked for; nothing was written. Try another service")
    return token
