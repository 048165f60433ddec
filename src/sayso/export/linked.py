"""The rows of the tables of what many pages tell together: speakers, dossiers, disputes and origins.

The ledger is linked before (``sayso.stories.linking.link``). Words that a dossier is called by, or that say why it is joined,
may be of any of its pages: they are shown as the veils of all of these let them be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from sayso.claims.care.veil import Veil
from sayso.errors import UsageError
from sayso.export.columns import Table
from sayso.export.rows import Row, printed_of
from sayso.export.selection import Exhibit, OnPage, Selection
from sayso.ledger.schema import pages
from sayso.stories import people
from sayso.stories.disputes import relations
from sayso.stories.dossiers import dossiers
from sayso.stories.dossiers.dossier import Dossier, Relation
from sayso.stories.origins import Evidence, origins_of
from sayso.text import words_of

_AT_ONCE = 400


def speakers(selection: Selection) -> Iterator[Row]:
    """The speakers of the statements asked for, who said most first.

    Raises ``UsageError`` where figures are asked for: their sources are in the table of figures.
    """
    asked = selection.asked
    if asked.of_figures or asked.status:
        raise UsageError("Speakers are those of statements: ask for them by speaker, words, stance, kind, confidence or page")
    for who in people.everybody(selection.shown, asked.statements, list(selection.shown.speakers(asked.statements))):
        yield {
            "speaker": who.row.name,
            "kind": who.row.kind,
            "names": [{"name": n.name, "statements": n.statements, "because": n.because} for n in who.names],
            "statements": who.row.statements,
            "pages": who.row.pages,
            "outlets": who.row.outlets,
            "first": who.row.first,
            "last": who.row.last,
            "open": who.open,
        }


@dataclass(frozen=True, slots=True)
class _Known:
    """A page of a dossier."""

    id: str
    outlet: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A dossier with its pages and how its words may be shown."""

    dossier: Dossier
    pages: dict[int, _Known]
    veils: Sequence[Veil]

    def shown(self, words: str) -> str:
        """Any words of its pages as they may be shown."""
        for veil in self.veils:
            words = veil.of(words)
        return words

    @property
    def head(self) -> Row:
        """What its rows begin with."""
        return {"dossier": self.dossier.id, "type": self.dossier.type.value, "title": self.shown(self.dossier.title)}


def dossiers_asked(selection: Selection, *, on_page: OnPage | None = None) -> Iterator[Kept]:
    """The dossiers that have an entry asked for, the largest first."""
    asked = selection.asked
    wanted: set[str] | None = None
    if not (asked.everything and asked.pages == type(asked.pages)()):
        wanted = {exhibit.entries[name] for exhibit in selection.pages() for name in exhibit.statements | exhibit.figures}
    with selection.ledger.store.reading() as connection:
        every = [d for d in dossiers(connection) if wanted is None or any(m.entry in wanted for m in d.members)]
        for done, found in enumerate(every, 1):
            known = _known(connection, sorted({member.page for member in found.members}))
            veils = [veil for page in known.values() if (veil := selection.veils.over_page(connection, page.id)) is not None]
            yield Kept(found, known, veils)
            if on_page is not None:
                on_page(done, len(every))


def dossier_rows(selection: Selection, *, on_page: OnPage | None = None) -> Iterator[Row]:
    """A row a dossier."""
    for kept in dossiers_asked(selection, on_page=on_page):
        days = [member.day for member in kept.dossier.members if member.day is not None]
        with selection.ledger.store.reading() as connection:
            disputed = sum(relation.kind.is_dispute for relation in relations(connection, kept.dossier))
        yield {
            **kept.head,
            "entries": [member.entry for member in kept.dossier.members],
            "pages": [page.id for page in kept.pages.values()],
            "outlets": _outlets(kept.pages.values()),
            "first": date.fromordinal(min(days)) if days else None,
            "last": date.fromordinal(max(days)) if days else None,
            "joined": [f"{j.one[:12]} and {j.other[:12]}: {kept.shown(j.because)}" for j in kept.dossier.joins],
            "disputes": disputed,
        }


def dispute_rows(selection: Selection, *, on_page: OnPage | None = None) -> Iterator[Row]:
    """A row a pair of entries that stand to each other in some way."""
    for kept in dossiers_asked(selection, on_page=on_page):
        with selection.ledger.store.reading() as connection:
            told = relations(connection, kept.dossier)
        ends = {entry for relation in told for entry in (relation.one, relation.other)}
        rows = sorted({member.page for member in kept.dossier.members if member.entry in ends})
        said = {entry: row for exhibit in selection.of_rows(rows) for entry, row in _said(exhibit, ends)}
        for relation in sorted(told, key=lambda r: (not r.kind.is_dispute, r.kind, r.one, r.other)):
            yield kept.head | _relation(kept, relation) | _end("one", relation.one, said) | _end("other", relation.other, said)


def origin_rows(selection: Selection, *, on_page: OnPage | None = None) -> Iterator[Row]:
    """A row an origin of a dossier's entries, the traced ones first."""
    for kept in dossiers_asked(selection, on_page=on_page):
        with selection.ledger.store.reading() as connection:
            found = origins_of(connection, (member.entry for member in kept.dossier.members))
            for root in found.traced:
                yield kept.head | {
                    "origin": kept.shown(root.name),
                    "traced": True,
                    "entries": list(root.entries),
                    "pages": list(root.pages),
                    "outlets": list(root.outlets),
                    "evidence": [_evidence(connection, selection, each) for each in root.evidence],
                }
        for group in found.untraced:
            yield kept.head | {
                "origin": None,
                "traced": False,
                "entries": list(group.entries),
                "pages": list(group.pages),
                "outlets": list(group.outlets),
                "evidence": [],
            }


def linked_rows(selection: Selection, table: Table, *, on_page: OnPage | None = None) -> Iterator[Row]:
    """The rows of one of these tables."""
    match table:
        case Table.SPEAKERS:
            return speakers(selection)
        case Table.DOSSIERS:
            return dossier_rows(selection, on_page=on_page)
        case Table.DISPUTES:
            return dispute_rows(selection, on_page=on_page)
        case Table.ORIGINS:
            return origin_rows(selection, on_page=on_page)
    raise ValueError(f"{table} is a table of what stands on pages")


def _known(connection: Connection, rows: Sequence[int]) -> dict[int, _Known]:
    return {
        row.id: _Known(row.digest, row.outlet, row.published)
        for start in range(0, len(rows), _AT_ONCE)
        for row in connection.execute(
            select(pages.c.id, pages.c.digest, pages.c.outlet, pages.c.published)
            .where(pages.c.id.in_(rows[start : start + _AT_ONCE]))
            .order_by(pages.c.digest)
        )
    }


def _outlets(known: Iterable[_Known]) -> list[str]:
    return sorted({page.outlet for page in known if page.outlet})


def _relation(kept: Kept, relation: Relation) -> Row:
    return {
        "kind": relation.kind.value,
        "dispute": relation.kind.is_dispute,
        "because": kept.shown(relation.because),
    }


def _end(end: str, entry: str, said: dict[str, Row]) -> Row:
    found = said.get(entry, {})
    told = {f"{end}_{what}": found.get(what) for what in ("words", "source", "outlet", "published", "page")}
    return {f"{end}_entry": entry, **told}


def _said(exhibit: Exhibit, wanted: set[str]) -> Iterator[tuple[str, Row]]:
    """What entries of a page say, and on whose word, in the words that may be shown."""
    page, entries = exhibit.shown.page, exhibit.entries
    of_page = {"outlet": page.outlet, "published": page.published, "page": exhibit.stored.page.id}
    for statement in exhibit.shown.statements:
        if entries[statement.id] in wanted:
            source = statement.speaker.name or words_of(statement.source, page.text) or None
            yield entries[statement.id], {"words": words_of(statement.content, page.text), "source": source, **of_page}
    if any(entries[figure.id] in wanted for figure in exhibit.stored.figures):
        for row in exhibit.figure_rows():
            if row.entry in wanted:
                yield row.entry, {"words": printed_of(row), "source": row.source, **of_page}


def _evidence(connection: Connection, selection: Selection, evidence: Evidence) -> Row:
    veil = selection.veils.over_page(connection, evidence.page)
    words = evidence.words if veil is None else veil.of(evidence.words)
    return {"page": evidence.page, "because": evidence.because, "words": words}
