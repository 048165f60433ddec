"""Timestamps: got from a service on loopback, checked with an independent library; refused where they are of something else."""

from __future__ import annotations

import hashlib
import socket

import pytest
from rfc3161_client import VerifierBuilder, decode_timestamp_response

from sayso.errors import UsageError
from sayso.export.proof.timestamps import NotStamped, stamped
from sayso.export.proof.verify import imprint_of
from tests.export.authority import BEFORE, Authority, serving

DATA = b'{"what": "a manifest"}'


def test_a_token_attests_the_digest_and_its_signature_holds() -> None:
    authority = Authority(at=BEFORE)
    with serving(authority) as service:
        token = stamped(DATA, service)
    imprint, when = imprint_of(token)
    assert (imprint, when) == (hashlib.sha256(DATA).digest(), "20240508093100Z")
    verifier = VerifierBuilder(roots=[authority.certificate]).build()
    assert verifier.verify_message(decode_timestamp_response(token), DATA)


@pytest.mark.parametrize(
    ("authority", "words"),
    [
        (Authority(at=BEFORE, refuses=True), "refused to give a timestamp|is no timestamp"),
        (Authority(at=BEFORE, instead=hashlib.sha256(b"else").digest()), "stamped something else"),
    ],
    ids=["refused", "of something else"],
)
def test_what_is_no_timestamp_of_it_is_not_taken(authority: Authority, words: str) -> None:
    with serving(authority) as service, pytest.raises(NotStamped, match=words):
        stamped(DATA, service)


def test_a_service_that_is_not_there_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(NotStamped, match="gave no timestamp"):
        stamped(DATA, f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize("service", ["file:///etc/passwd", "ftp://127.0.0.1/", "clock", "https://"])
def test_only_addresses_of_the_web_are_asked(service: str) -> None:
    with pytest.raises(UsageError, match="is no address of a timestamp service"):
        stamped(DATA, service)
