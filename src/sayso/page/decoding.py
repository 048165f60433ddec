"""Bytes -> the canonical text of a page.

Order of trust: a byte order mark, strict UTF-8, what a server named with the bytes, UTF-16 without a mark (every second byte is
NUL), UTF-8 with a few broken bytes, Windows-1252 where only the typographer's characters of a Western text stand outside ASCII,
then charset-normalizer.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

LARGEST = 64 * 1024 * 1024
"""More bytes than this are not read as one page."""

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive, or an office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"RIFF", "a picture, sound or video"),
    (b"OggS", "a sound or video"),
    (b"ID3", "a sound"),
    (b"\x1a\x45\xdf\xa3", "a video"),
    (b"\x00\x00\x00\x18ftyp", "a video"),
    (b"\x00\x00\x00\x20ftyp", "a video"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x1f\x8b", "gzip within gzip"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "a zstandard archive"),
)
"""First bytes of what is no text, with its name in words."""

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\f\x1a\x1b") + b"\x7f"
# the bytes of Windows-1252 that a Western news text holds: quotation marks, dashes, dots, signs of money, accented letters
_WESTERN = bytes([0x80, 0x85, *range(0x91, 0x98), 0x99, 0xA0, 0xA3, 0xA7, 0xA9, 0xAB, 0xAD, 0xAE, 0xB0, 0xB7, 0xBB, 0xBD])
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A canonical text, the encoding that it was read by, and what was in doubt, in words."""

    text: str
    encoding: str
    doubt: str | None = None


def canonical(text: str) -> str:
    """The text as it is cited: CRLF and lone CR turned to LF, NUL and lone surrogates to U+FFFD one for one, nothing else."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NOT_TEXT.sub("�", text)


def what_binary(data: bytes) -> str | None:
    """What the bytes are, in words, where they are no text; ``None`` where they may be."""
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            return name
    if _marked(data) or _utf16(data[:_SAMPLE]):
        return None
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > 3 and controls > 0.02 * len(sample):
        return "binary data"
    return None


def decode(data: bytes, *, named: str | None = None) -> Decoded:
    """The canonical text of bytes that are taken for text; never fails. ``named`` is a codec that a server named with them."""
    if marked := _marked(data):
        mark, encoding = marked
        return _decoded(data[len(mark) :], encoding)
    try:
        return Decoded(canonical(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        pass
    return _decoded(data, named or _likely(data))


def is_marked(data: bytes) -> bool:
    """Whether the bytes begin with a byte order mark."""
    return _marked(data) is not None


def _marked(data: bytes) -> tuple[bytes, str] | None:
    return next(((mark, encoding) for mark, encoding in _MARKS if data.startswith(mark)), None)


def _decoded(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    broken = text.count("�")
    doubt = f"{broken} characters could not be decoded as {encoding} and stand as U+FFFD" if broken else None
    return Decoded(canonical(text), encoding, doubt)


def _utf16(sample: bytes) -> str | None:
    """UTF-16 of a Latin text without a mark: nearly every second byte is NUL, and no other."""
    half = len(sample) // 2
    if half < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.02 * half:
        return "utf-16-be"
    return None


def _likely(data: bytes) -> str:
    """The likely encoding of bytes that are not whole UTF-8."""
    sample = data[:_SAMPLE]
    if utf16 := _utf16(sample):
        return utf16
    repaired = sample.decode("utf-8", errors="replace")
    broken, whole = repaired.count("�"), sum(c > "\x7f" for c in repaired)
    if whole - broken > 4 * broken:  # a UTF-8 file that was cut or patched
        return "utf-8"
    high = sample.translate(None, bytes(range(0x80)))
    letters = high.translate(None, _WESTERN)
    if all(b >= 0xC0 for b in letters) and len(letters) < 0.08 * len(sample):
        return "cp1252"
    from charset_normalizer import from_bytes  # imported late: most pages never need it

    best = from_bytes(sample).best()
    return best.encoding if best is not None else "cp1252"
