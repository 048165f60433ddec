"""Pages that a browser saved: from where, when, and which folder of pictures and scripts belongs to which page.

Browsers write where a page was saved from into a comment at its head: *saved from url=(0042)https://…* (Internet Explorer, and
all that learnt from it), or, by SingleFile, the address and the time. Whoever made the file may have written anything there, as
in its ``<link rel="canonical">``; it is what the file says of itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

SAVED = "saved page"
"""How a page was seen that a browser saved."""

HEAD = 16_384
FOLDERS = (
    "_files", ".files", "_file", "-Dateien", "_archivos", "_arquivos", "_ficheiros", "_fichiers", "_bestanden", "_filer",
    "_tiedostot", "_pliki", "_soubory", "_elemei", "_datoteke", "_dosyalar", "_файлы", "_файли", ".fld",
)  # fmt: skip
"""What browsers add to the name of a page for the folder that they save beside it, by the language that they speak."""

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)\s*(?P<url>https?://[^\s<>\"]{1,4000}?)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(?P<url>https?://\S{1,4000})"
    r"\s+saved date:\s*(?P<date>[^\n]{1,200}?)\s*(?:-->|\n)",
    re.IGNORECASE,
)
_DATE = re.compile(r"\w{3} (\w{3} \d{1,2} \d{4} \d\d:\d\d:\d\d) GMT([+-]\d{4})")


@dataclass(frozen=True, slots=True)
class Saved:
    """From where a page was saved, and when, where it says so."""

    url: str
    at: datetime | None = None


def saved_from(head: bytes) -> Saved | None:
    """What the first bytes of a page say of its saving; ``None`` where they say nothing of it."""
    start = head[:HEAD].decode("utf-8", "replace")
    if found := _SINGLE_FILE.search(start):
        dated = _DATE.match(found["date"])
        try:
            at = datetime.strptime(f"{dated[1]} {dated[2]}", "%b %d %Y %H:%M:%S %z") if dated else None
        except ValueError:
            at = None
        return Saved(found["url"], at)
    found = _SAVED_FROM.search(start)
    return Saved(found["url"]) if found else None


def is_beside_page(folder: Path) -> bool:
    """Whether a folder holds what a browser saved beside a page: pictures, scripts and frames, none a page of its own."""
    for ending in FOLDERS:
        if folder.name.lower().endswith(ending.lower()) and (stem := folder.name[: -len(ending)]):
            return any((folder.parent / f"{stem}{suffix}").is_file() for suffix in (".html", ".htm", ".xhtml"))
    return False
