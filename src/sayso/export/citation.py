"""Citation: one entry of a ledger as it is cited, in plain text and in BibTeX."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from sayso.claims.report import Report
from sayso.errors import NotInLedger, UsageError
from sayso.export.rows import printed_of
from sayso.export.selection import Exhibit, Selection
from sayso.ledger.conditions import CURRENT_READING
from sayso.ledger.named import IS_CURRENT_PAGE, SHORT_ID
from sayso.ledger.schema import figures, marks, pages, readings, statements
from sayso.text import Pieces, words_of

_ENTRY = re.compile(r"[0-9a-f]{6,64}")
_MONTHS = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """An entry on a page, with all that a reader needs to find it again and to check it.

    Digests are ``None`` where names are withheld on the page: a name could be tested against them.
    """

    entry: str
    type: str
    """``statement``, ``figure`` or ``mark``."""
    words: str
    """What is said, the printed number with what it counts, or the words of the mark."""
    said_by: str | None
    cue: str | None
    authors: tuple[str, ...]
    headline: str | None
    outlet: str | None
    published: str | None
    url: str | None
    seen: str
    first_seen: str
    last_seen: str
    page: str
    positions: tuple[tuple[int, int], ...]
    """Where the words stand in the page's stored text, in code points, end exclusive."""
    text_digest: str | None
    blob: str | None
    status: str | None
    withheld: int | None

    def as_json(self) -> dict[str, Any]:
        """As plain values, with the two forms of it."""
        told = {name: getattr(self, name) for name in self.__slots__}
        told |= {"authors": list(self.authors), "positions": [list(at) for at in self.positions]}
        return told | {"text": self.text(), "bibtex": self.bibtex()}

    def text(self) -> str:
        """In plain text: who and what, where it was published, when it was seen, and where it stands, by digest."""
        said = (
            f"“{_line(self.words)}”"
            if self.type != "statement" or not self.words.startswith(("“", '"', "‘"))
            else _line(self.words)
        )
        who = f"{_line(self.said_by)}, " if self.said_by else ""
        cue = f" ({_line(self.cue)})" if self.cue else ""
        place = [", ".join(self.authors) or None, f"“{_line(self.headline)}”" if self.headline else None, self.outlet]
        place += [_day(self.published) if self.published else "no date"]
        where = ", ".join(part for part in place if part)
        seen = f"Seen {_moment(self.first_seen)}" + (
            f", last {_moment(self.last_seen)}" if self.last_seen != self.first_seen else ""
        )
        lines = [f"{who}{said}{cue}. In: {where}.", f"{self.url or self.seen}. {seen}."]
        at = ", ".join(f"{start}–{end}" for start, end in self.positions)
        lines.append(f"Characters {at} of page {self.page}; entry {self.entry}.")
        if self.text_digest and self.blob:
            lines.append(f"SHA-256 of the page's text {self.text_digest}, of its archived bytes {self.blob}.")
        if self.status:
            lines.append(f"Status as reported: {self.status}.")
        if self.withheld is not None:
            lines.append("Names of private people are withheld on this page.")
        return "\n".join(lines)

    def bibtex(self) -> str:
        """As an entry of BibTeX, UTF-8, that BibTeX and BibLaTeX take."""
        year, month = (self.published or "")[:4], (self.published or "")[5:7]
        positions = ", ".join(f"{start}--{end}" for start, end in self.positions)
        digests = f"; SHA-256 of the text {self.text_digest}, of the archived bytes {self.blob}" if self.text_digest else ""
        who = f"{_tex(_line(self.said_by))}: " if self.said_by else ""
        note = f"{who}``{_tex(_line(self.words))}''; characters {positions} of page {self.page}{digests}; entry {self.entry}"
        fields = {
            "author": " and ".join(_author(name, self.outlet) for name in self.authors),
            "title": f"{{{_tex(_line(self.headline))}}}" if self.headline else "",
            "organization": _tex(self.outlet or ""),
            "year": year,
            "month": str(int(month)) if month.isdigit() else "",
            "date": (self.published or "")[:10],
            "url": re.sub(r"[{}\\\s]", lambda m: f"%{ord(m[0]):02X}", self.url or ""),
            "urldate": self.first_seen[:10],
            "note": note,
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        return "\n".join([f"@misc{{sayso-{self.entry[:12]},", *lines, "}"])


def citations(selection: Selection, name: str) -> list[Citation]:
    """The entry that begins so on each current page that has it, the newest first seen last.

    Raises ``UsageError`` for what cannot be an entry, ``NotInLedger`` if there is none, or if several begin so.
    """
    if not _ENTRY.fullmatch(name):
        raise UsageError(f"{name!r} is no entry's id; give six or more of its digits, as sayso statements --ids prints it")
    with selection.ledger.store.reading() as connection:
        found = _found(connection, name)
    entries = {entry for entry, _ in found}
    if not entries:
        with selection.ledger.store.reading() as connection:
            page = connection.execute(select(pages.c.digest).where(pages.c.digest >= name, pages.c.digest < name + "g")).scalar()
        if page is not None:
            raise NotInLedger(
                f"{name} is the id of a page, and cited is an entry on one; see the ids of its entries with: "
                f"sayso show {page[:SHORT_ID]} --ids"
            )
        raise NotInLedger(f"No entry on a current page has an id that begins with {name}; see them with: sayso statements --ids")
    if len(entries) > 1:
        raise NotInLedger(f"{len(entries)} entries have ids that begin with {name}; give more of it")
    [entry] = entries
    exhibits = selection.of_rows(sorted({row for _, row in found}))
    return [_citation(exhibit, entry) for exhibit in sorted(exhibits, key=lambda each: (each.first_seen, each.stored.page.id))]


def _found(connection: Connection, name: str) -> list[tuple[str, int]]:
    return [
        (row.entry, row.id)
        for table in (statements, figures, marks)
        for row in connection.execute(
            select(table.c.entry, pages.c.id)
            .join(readings, readings.c.id == table.c.reading_id)
            .join(pages, pages.c.id == readings.c.page_id)
            .where(table.c.entry >= name, table.c.entry < name + "g", readings.c.id == CURRENT_READING, IS_CURRENT_PAGE)
            .limit(50)
        )
    ]


def _citation(exhibit: Exhibit, entry: str) -> Citation:
    page = exhibit.shown.page
    type, words, by, cue, pieces, status = _entry(exhibit, exhibit.stored, entry)
    clear = exhibit.withheld is None
    return Citation(
        entry=entry,
        type=type,
        words=words,
        said_by=by,
        cue=cue,
        authors=page.authors,
        headline=page.headline,
        outlet=page.outlet,
        published=page.published,
        url=exhibit.url,
        seen=exhibit.seen,
        first_seen=exhibit.first_seen,
        last_seen=exhibit.last_seen,
        page=exhibit.stored.page.id,
        positions=tuple((piece.start, piece.end) for piece in pieces),
        text_digest=page.text_digest if clear else None,
        blob=page.blob if clear else None,
        status=status,
        withheld=exhibit.withheld,
    )


def _entry(exhibit: Exhibit, stored: Report, entry: str) -> tuple[str, str, str | None, str | None, Pieces, str | None]:
    """Its type, words, on whose word it is, the words that report, where it stands, and its status as reported."""
    text = exhibit.shown.page.text
    [name] = [name for name, of in exhibit.entries.items() if of == entry][:1]
    for said, s in zip(stored.statements, exhibit.shown.statements, strict=True):
        if s.id == name:
            by = s.speaker.name or words_of(s.source, text) or None
            cue = words_of(s.cue, text) or None
            return "statement", words_of(s.content, text), by, cue, said.content, exhibit.status(name).state.value
    for row in exhibit.figure_rows():
        if row.figure.id == name:
            return "figure", printed_of(row), row.source, None, (row.figure.span,), row.status.state.value
    [(kept, mark)] = [(k, m) for k, m in zip(stored.marks, exhibit.shown.marks, strict=True) if m.id == name]
    return "mark", words_of(mark.spans, text), words_of(mark.by, text) or None, None, kept.spans, None


_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "_": r"\_", "%": r"\%", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip


def _tex(words: str) -> str:
    """Words in which nothing is a command of TeX."""
    return "".join(_TEX.get(c, c) for c in words)


_BODY = frozenset(
    "agencies agency and army association board bureau centre center committee correspondents council department desk editors "
    "for foundation group institute ministry network news newsroom newspaper of office organisation organization police "
    "press radio reporters service services staff team television the times tv union university writers wire".split()
)
"""Words that stand in the names of bodies and not in those of people."""


def _author(name: str, outlet: str | None) -> str:
    """An author as BibTeX takes one: a person as a name that it may take apart, a body in braces of its own as one name."""
    words = _line(name)
    folded = words.casefold()
    parts = re.findall(r"[^\W_]+", folded)
    outlets = (outlet or "").casefold()
    is_body = not _BODY.isdisjoint(parts) or "," in words or "&" in words or len(parts) < 2  # one word is nobody's full name
    is_body = is_body or folded in outlets
    return f"{{{_tex(words)}}}" if is_body else _tex(words)


def _line(words: str | None) -> str:
    return " ".join((words or "").split())


def _day(value: str) -> str:
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return value
    clock = f", {value[11:16]}" if len(value) > 15 else ""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}{clock}"


def _moment(value: str) -> str:
    return f"{_day(value)} UTC"
