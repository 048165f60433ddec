"""Bytes of an HTML document to text: byte order mark, UTF-8, the character set that the server or the document names, then as
any other text.
"""

from __future__ import annotations

import codecs
import re

from sayso.page.decoding import canonical, decode, is_marked

DECLARED = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
XML_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})", re.I)
AS_BROWSERS_DO = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
}
"""Labels that browsers read as a larger character set (WHATWG Encoding Standard)."""


def decode_html(data: bytes, *, charset: str | None = None) -> str:
    """The text of an HTML document; never raises. Bytes that no character set explains become U+FFFD.

    ``charset`` is what a server named with the bytes, which goes before what the document says (WHATWG Encoding Standard).
    """
    named = codec_of(charset)
    declared = declared_encoding(data) if named in (None, "utf-8") else named
    if is_marked(data) or declared is None or declared == "utf-8":
        return decode(data).text
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return canonical(data.decode(declared, "replace"))
    # a seven-bit set looks like UTF-8 until it is read as what it says it is
    return canonical(data.decode(declared, "replace") if declared.startswith("iso2022") else text)


def declared_encoding(data: bytes) -> str | None:
    """The character set that the document names, by Python's name for what browsers take it to be; ``None`` without one.

    UTF-16 and UTF-32 are never believed: a document that can be searched for its ``<meta>`` as bytes is in neither.
    """
    found = XML_DECLARED.search(data[:1024]) or DECLARED.search(data[:65536])
    if found is None:
        return None
    return codec_of(found.group(1).decode("ascii"))


def codec_of(label: str | None) -> str | None:
    """Python's name for a character set that is believed, as browsers take its label; ``None`` for others."""
    if label is None:
        return None
    label = label.strip().lower()
    try:
        name = codecs.lookup(AS_BROWSERS_DO.get(label, label)).name
        b"a".decode(name, "replace")  # some codecs are for no text
    except (LookupError, ValueError):
        return None
    return None if name.startswith(("utf-16", "utf-32", "utf-7", "idna", "punycode", "unicode_escape")) else name
