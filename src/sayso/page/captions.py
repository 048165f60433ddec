"""Captions and credits among the lines of a text, and posts with the lines that sign them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sayso.page.lines import Line
from sayso.page.page import Role
from sayso.text import Span

_LONGEST_CAPTION = 80
_LONGEST_CREDIT = 8
_FEWEST_WORDS_TWICE = 5

_NAMED_CREDIT = re.compile(
    r"(?:(?<=[.!?”’\"')\s])|^)[(\[]?"
    r"(?:(?:picture|photograph|photo|image|credit|illustration|video|composite|file photo)s?(?: credit| by)?\s?[:/]\s?[^.]{2,80}"
    r"|(?:bild(?:rechte|quelle|nachweis)?|fotos?|quelle|grafik|crédits?(?: photo)?|fuente|foto(?:grafía)?|fonte|imagen|kuva|"
    r"fot\.|zdj\.|фото|источник|джерело|写真|사진)\s?[:：©=/]\s?[^.]{2,80}"
    r"|©\s?.{2,60}"
    r"|[^.]{2,60}/\s?(?:via )?(?:afp|ap|getty|reuters|epa|alamy|shutterstock|pa|rex|anadolu)\b[^.]{0,60})[)\]]?\.?$",
    re.IGNORECASE,
)
_AGENCIES = (
    r"AP|AFP|EPA|PA|NPA|Reuters|REUTERS|Getty|dpa|DPA|imago|Imago|IMAGO|APA|ANP|EFE|ANSA|Belga|NTB|TT|Ritzau|Scanpix|"
    r"Keystone|KEYSTONE|PAP|Lusa|LUSA"
)
_CREDIT_IN_BRACKETS = re.compile(
    r"(?<=[.!?”’\"'] )[(\[][^()\[\]]{0,50}\b(?:AP|AFP|EPA|PA|NPA|Reuters|REUTERS|Getty|Supplied|Photo|File|via [A-Z]\w+)\b"
    r"[^()\[\]]{0,40}[)\]]$"
    rf"|(?<=\w )\([^()]{{0,40}}\b(?:{_AGENCIES})\b[^()]{{0,40}}\)$"
    r"|[（(][^（()）]{0,20}(?:撮影|提供)[）)]$"
)


_MAYBE_CREDIT = re.compile(r"[:/©(\[：（]")
_REACH = 120


def credit_at(words: str) -> int | None:
    """Where the credit of a caption begins (*… by a lake. Picture: Northern Wire*); ``None`` where there is none."""
    start = max(0, len(words) - _REACH)
    if not _MAYBE_CREDIT.search(words, start):
        return None
    match = _NAMED_CREDIT.search(words, start) or _CREDIT_IN_BRACKETS.search(words, start)
    return match.start() if match and match.start() > 12 else None


_REPORTS = re.compile(r"\b(?:said|says|told|added|according to)\b")


def settle_captions(lines: Sequence[Line]) -> None:
    """A line with a credit at its end or below it is a caption; so is a picture's text that stands beside it in its words."""
    for line in lines:
        if line.role is None and line.count <= _LONGEST_CAPTION and credit_at(line.words):
            line.role = Role.CAPTION
    for line in lines:
        if line.form and line.form.picture and credit_at(line.words):
            line.role = Role.CAPTION
    for line, below in pairwise(lines):
        if line.role in (None, Role.CAPTION) and below.role in (None, Role.CAPTION) and _twice(line, below):
            line.role = below.role = Role.CAPTION
        elif (
            line.role is None
            and below.role is Role.CREDIT
            and below.form
            and below.form.picture
            and 4 <= line.count <= _LONGEST_CAPTION
        ):
            line.role = None if _REPORTS.search(line.words) else Role.CAPTION


def _twice(line: Line, other: Line) -> bool:
    """Whether one of the two is the other again, but for a few words of credit."""
    short, long = sorted((line, other), key=lambda each: len(each.words))
    if (
        short.count < _FEWEST_WORDS_TWICE
        or long.count - short.count > _LONGEST_CREDIT
        or not long.words.startswith(short.words.rstrip("."))
    ):
        return False
    return short.words.endswith(".") or Role.CAPTION in (line.role, other.role)


def settle_posts(lines: Sequence[Line]) -> None:
    """The line above *— Name (@name)* is the post that it signs."""
    for line, below in pairwise(lines):
        if below.role is Role.EMBED and below.form and line.role is None:
            line.role = Role.EMBED


def pieces_of(line: Line, text: str) -> Iterator[tuple[Span, Role]]:
    """The line as blocks with their roles: a caption apart from its credit."""
    assert line.role is not None
    if line.role is Role.CAPTION and (at := credit_at(line.span.of(text))):
        middle = line.span.start + at
        yield Span(line.span.start, middle).trimmed(text), Role.CAPTION
        yield Span(middle, line.span.end), Role.CREDIT
    else:
        yield line.span, line.role
