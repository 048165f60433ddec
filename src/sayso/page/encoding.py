"""Bytes of an HTML document to text: byte order mark, UTF-8, the declared character set, then as any other text."""

from __future__ import annotations

import codecs
import re

from sayso.page.decoding import canonical, decode

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


def decode_html(data: bytes) -> str:
    """The text of an HTML document; never raises. Bytes that no character set explains become U+FFFD."""
    declared = declared_encoding(data)
    if declared is None or declared == "utf-8":
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
    label = found.group(1).decode("ascii").lower()
    try:
        name = codecs.lookup(AS_BROWSERS_DO.get(label, label)).name
    except LookupError:
        return None
    return None if name.startswith(("utf-16", "utf-32", "utf-7", "idna", "punycode", "unicode_escape")) else name
