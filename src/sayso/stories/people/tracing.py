"""The traces of speakers: whom each page names, what their names are compared by, and which acronyms it spells out."""

from __future__ import annotations

import re
from datetime import date
from hashlib import blake2b

from sqlalchemy import Column, Connection, Integer, String, Table, Text, insert

from sayso.claims.statement import Statement
from sayso.ledger.rows import compact
from sayso.reading.speaker import Reason, SpeakerKind
from sayso.stories.people.facts import Facts, born_in, facts_of
from sayso.stories.people.names import body_key, is_acronym, office_key, person_name, spelt_out
from sayso.stories.traces import Traced, derived
from sayso.text import words_of

VERSION = 3

PERSON, BODY, OFFICE, LOOSE = "person", "body", "office", "loose"
"""Sorts of speakers: a loose one (*officials*, *a witness*) is linked to nothing."""

traced_speakers = Table(
    "traced_speakers",
    derived,
    Column("id", Integer, primary_key=True),
    Column("page_id", Integer, nullable=False, index=True),
    Column("name", Text, nullable=False, index=True),  # as the statements of the page have it
    Column("kind", String(16)),
    Column("sort", String(8), nullable=False),
    Column("key", Text, index=True),  # NULL for what is never linked by itself
    Column("bucket", Text, index=True),  # of people: the last name
    Column("facts", Text, nullable=False),
    Column("roles", Text, nullable=False),  # JSON: as printed
    Column("form", String(16), nullable=False, index=True),  # the same for all speakers of the same name, kind, key and facts
    Column("statements", Integer, nullable=False),
)

traced_namings = Table(
    "traced_namings",
    derived,
    Column("id", Integer, primary_key=True),
    Column("page_id", Integer, nullable=False, index=True),
    Column("sort", String(8), nullable=False),
    Column("key", Text, nullable=False, index=True),  # of the acronym, or of the name before
    Column("whole", Text, nullable=False, index=True),  # the key of what it stands for
    Column("words", Text, nullable=False),  # as the page says so
)

_BORN = re.compile(r"((?:[A-Z][\w’'-]+ ){1,2}[A-Z][\w’'-]+)(?: \(|, )(?:née|nee|formerly) ([A-Z][\w’'-]+)[),]")
"""*Ana Orle (née Holm)*"""


def trace(connection: Connection, page: Traced) -> None:
    """Keep the speakers that a page names."""
    text = page.report.page.text
    year = date.fromordinal(page.day).year if page.day else None
    namings = _namings(text, page.report.statements)
    short = {key: whole for sort, key, whole, _ in namings if sort == BODY}
    rows = []
    for (name, kind), said in _speakers(page.report.statements).items():
        roles = sorted({s.speaker.role for s in said if s.speaker.role})
        sort, key, bucket, facts = _compared(name, kind, roles, text, year, page.row)
        rows.append(
            {
                "page_id": page.row,
                "name": name,
                "kind": kind,
                "sort": sort,
                "key": short.get(key, key) if key and sort == BODY else key,
                "bucket": bucket,
                "facts": facts.written(),
                "roles": compact(roles),
                "form": "",
                "statements": len(said),
            }
        )
        rows[-1]["form"] = _form(*(str(rows[-1][column]) for column in ("name", "kind", "sort", "key", "facts")))
    if rows:
        connection.execute(insert(traced_speakers), rows)
    if namings:
        connection.execute(
            insert(traced_namings),
            [{"page_id": page.row, "sort": s, "key": k, "whole": w, "words": words} for s, k, w, words in namings],
        )


def _speakers(statements: tuple[Statement, ...]) -> dict[tuple[str, str | None], list[Statement]]:
    found: dict[tuple[str, str | None], list[Statement]] = {}
    for s in statements:
        if s.speaker.name is not None:
            found.setdefault((s.speaker.name, s.speaker.kind.value if s.speaker.kind else None), []).append(s)
    return found


def _compared(
    name: str, kind: str | None, roles: list[str], text: str, year: int | None, page: int
) -> tuple[str, str | None, str | None, Facts]:
    """What a speaker is compared by: sort, key, bucket and facts."""
    nothing = Facts()
    if kind == SpeakerKind.PERSON.value:
        person = person_name(name)
        if person is None:
            return LOOSE, None, None, nothing
        facts = facts_of(person, roles, born=born_in(text, name, year), page=page)
        key = person.key
        if person.royal:
            if len(facts.countries) != 1 and person.royal != "pope":
                return LOOSE, None, None, nothing
            key = f"{person.royal} {person.first}@{next(iter(facts.countries), '')}"
        return PERSON, key, person.bucket, facts
    if kind in (SpeakerKind.ORGANISATION.value, SpeakerKind.OUTLET.value):
        found = body_key(name)
        return (BODY, found, None, nothing) if found else (LOOSE, None, None, nothing)
    if kind == SpeakerKind.ANONYMOUS.value and (office := office_key(name)):
        return OFFICE, office, None, nothing
    return LOOSE, None, None, nothing


def _namings(text: str, statements: tuple[Statement, ...]) -> list[tuple[str, str, str, str]]:
    """Acronyms with what they stand for, and people with the name that they had before."""
    found: dict[tuple[str, str, str], str] = {}
    for acronym, name, _ in spelt_out(text):
        short, whole = body_key(acronym), body_key(name)
        if short and whole and short != whole:
            found.setdefault((BODY, short, whole), f"{name} ({acronym})")
    for s in statements:
        if s.speaker.because is Reason.ACRONYM and s.speaker.name is not None:
            said = words_of(s.source, text)
            for acronym in re.findall(r"\b[A-Z][A-Za-z]*[A-Z]\b", said):
                short, whole = body_key(acronym), body_key(s.speaker.name)
                if short and whole and short != whole and is_acronym(acronym, s.speaker.name):
                    found.setdefault((BODY, short, whole), f"{acronym} for {s.speaker.name}")
    for match in _BORN.finditer(text) if "née" in text or "nee " in text or "formerly" in text else ():
        person = person_name(match[1])
        former = person_name(f"{match[1].split()[0]} {match[2]}")
        if person and former:
            found.setdefault((PERSON, former.key, person.key), match[0].strip(" ,"))
    return [(sort, key, whole, words) for (sort, key, whole), words in found.items()]


def _form(*said: str) -> str:
    return blake2b("\x00".join(said).encode("utf-8", "replace"), digest_size=8).hexdigest()
