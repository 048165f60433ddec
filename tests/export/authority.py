"""A timestamp authority of RFC 3161 for the tests, on loopback, with a key and certificate made on the spot."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SHA256 = "2.16.840.1.101.3.4.2.1"


def der(tag: int, *contents: bytes) -> bytes:
    data = b"".join(contents)
    size = len(data)
    if size < 0x80:
        return bytes((tag, size)) + data
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(digits))) + digits + data


def number(value: int) -> bytes:
    return der(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def oid(name: str) -> bytes:
    first, second, *rest = map(int, name.split("."))
    data = bytes((first * 40 + second,))
    for part in rest:
        digits = [part & 0x7F]
        while part := part >> 7:
            digits.append(0x80 | part & 0x7F)
        data += bytes(reversed(digits))
    return der(0x06, data)


def sequence(*contents: bytes) -> bytes:
    return der(0x30, *contents)


def set_of(*contents: bytes) -> bytes:
    return der(0x31, *sorted(contents))


def algorithm(name: str) -> bytes:
    return sequence(oid(name), der(0x05))


class Authority:
    """Signs what it is asked to, as of ``at``; with ``instead`` a digest of its own, with ``refuses`` nothing."""

    def __init__(self, *, at: datetime, instead: bytes | None = None, refuses: bool = False) -> None:
        self.at, self.instead, self.refuses = at, instead, refuses
        self.key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Clock of Orle")])
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(77)
            .not_valid_before(at - timedelta(days=1))
            .not_valid_after(at + timedelta(days=3650))
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
            .sign(self.key, hashes.SHA256())
        )

    def answer(self, imprint: bytes, nonce: bytes) -> bytes:
        """The answer to a request about a digest."""
        if self.refuses:
            return sequence(sequence(number(2)))
        info = sequence(
            number(1),
            oid("1.3.6.1.4.1.99999.1"),
            sequence(algorithm(SHA256), der(0x04, self.instead or imprint)),
            number(4711),
            der(0x18, self.at.strftime("%Y%m%d%H%M%SZ").encode()),
            nonce,
        )
        own = hashlib.sha256(self.certificate.public_bytes(Encoding.DER)).digest()
        attributes = [
            sequence(oid("1.2.840.113549.1.9.3"), set_of(oid("1.2.840.113549.1.9.16.1.4"))),
            sequence(oid("1.2.840.113549.1.9.4"), set_of(der(0x04, hashlib.sha256(info).digest()))),
            sequence(oid("1.2.840.113549.1.9.16.2.47"), set_of(sequence(sequence(sequence(der(0x04, own)))))),
        ]
        signed = set_of(*attributes)
        signature = self.key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
        issuer = self.certificate.issuer.public_bytes()
        signer = sequence(
            number(1),
            sequence(issuer, number(self.certificate.serial_number)),
            algorithm(SHA256),
            b"\xa0" + signed[1:],
            algorithm("1.2.840.113549.1.1.1"),
            der(0x04, signature),
        )
        data = sequence(
            number(3),
            set_of(algorithm(SHA256)),
            sequence(oid("1.2.840.113549.1.9.16.1.4"), der(0xA0, der(0x04, info))),
            der(0xA0, self.certificate.public_bytes(Encoding.DER)),
            set_of(signer),
        )
        token = sequence(oid("1.2.840.113549.1.7.2"), der(0xA0, data))
        return sequence(sequence(number(0)), token)


def parts(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Tag, content and whole of each value in DER."""
    at = 0
    while at < len(data):
        tag, size, begin = data[at], data[at + 1], at + 2
        if size & 0x80:
            begin, size = begin + (size & 0x7F), int.from_bytes(data[begin : begin + (size & 0x7F)], "big")
        yield tag, data[begin : begin + size], data[at : begin + size]
        at = begin + size


@contextmanager
def serving(authority: Authority) -> Iterator[str]:
    """The address of a service that answers with it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            [(_, request, _)] = parts(self.rfile.read(int(self.headers["Content-Length"])))
            fields = list(parts(request))
            imprint = next(content for tag, content, _ in parts(fields[1][1]) if tag == 0x04)
            nonce = next(whole for tag, _, whole in fields[2:] if tag == 0x02)
            answer = authority.answer(imprint, nonce)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


BEFORE = datetime(2024, 5, 8, 9, 31, tzinfo=UTC)
