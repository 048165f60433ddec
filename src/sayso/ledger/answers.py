"""What a ledger is asked, and what it answers with: statements, speakers, pages, and counts that carry their scope."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sayso.claims.report import statement_json
from sayso.claims.statement import Stance, Statement, StatementKind
from sayso.page.page import State
from sayso.text import Span

if TYPE_CHECKING:  # it takes longer to import than all of sayso's reading
    from sqlalchemy import Connection, Select


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFilter:
    """On which pages something is looked for, and how much of it is given.

    ``outlet`` matches whole words of the name, whatever the case and accents. ``since`` and ``until`` are dates of publication as
    ``2022``, ``2022-03`` or ``2022-03-01``, both included; pages without a date are then left out, and the scope says how many.
    ``page`` is a page's id or its beginning, its name, its URL, where it was seen, or words of its name or headline.
    """

    outlet: str | tuple[str, ...] | None = None
    since: str | None = None
    until: str | None = None
    page: str | None = None
    oldest_first: bool = False
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Others:
    """Speakers of other names who are the one asked for: their names, and a query of the row numbers of their statements."""

    names: tuple[str, ...]
    statements: Callable[[Connection], Select[tuple[int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFilter(PageFilter):
    """Which statements are asked for; all that is given must hold, and of several values in a tuple any one.

    ``speaker`` matches whole words of the name, whatever the case and accents: ``johnson``, ``Johnson, Boris``.
    ``words`` are looked for in source, cue and content; words in double quotes stand in a row, ``bomb*`` is all that begins so,
    ``-nuclear`` must not be there, and of ``bomb OR shell`` one is enough. With ``others``, what they said is asked for too.
    """

    speaker: str | tuple[str, ...] | None = None
    words: str | None = None
    stance: Stance | tuple[Stance, ...] | None = None
    kind: StatementKind | tuple[StatementKind, ...] | None = None
    min_confidence: float | None = None
    others: Others | None = None


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement of the ledger with its exact words and its place."""

    entry: str
    """The entry's id, the same in any ledger that has this text."""
    statement: Statement
    source: str
    cue: str
    content: str
    page: str
    """The page's id."""
    name: str
    headline: str | None
    outlet: str | None
    published: str | None
    url: str | None
    seen: str
    """Where the page's bytes were first seen."""
    model: str

    @property
    def span(self) -> Span:
        """From the first to the last of its characters in the page's text."""
        s = self.statement
        pieces = (*s.source, *s.cue, *s.content)
        return Span(min(p.start for p in pieces), max(p.end for p in pieces))

    def as_json(self) -> dict[str, Any]:
        """The statement as in the reading format, with its words and its page."""
        return {
            "entry": self.entry,
            "page": self.page,
            "name": self.name,
            "headline": self.headline,
            "outlet": self.outlet,
            "published": self.published,
            "url": self.url,
            "seen": self.seen,
            **statement_json(self.statement),
            "words": {"source": self.source, "cue": self.cue, "content": self.content},
            "model": self.model,
        }


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A speaker as named in the ledger: how much was said, on how many pages of how many outlets, and from when to when."""

    name: str
    kind: str | None
    statements: int
    pages: int
    outlets: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page of the ledger without its text. ``model`` is ``None`` where its claims were not read."""

    id: str
    name: str
    part: str | None
    headline: str | None
    outlet: str | None
    published: str | None
    url: str | None
    seen: str
    state: State
    note: str | None
    language: str | None
    words: int
    statements: int
    sightings: int
    model: str | None


@dataclass(frozen=True, slots=True)
class Scope:
    """What an answer was looked for in, so that no count stands alone.

    ``pages`` counts all pages looked at, ``unread`` those of them whose claims could not be read, by state. ``first`` and
    ``last`` are dates of publication. ``undated`` counts the pages without one: they are among ``pages``, unless dates were asked
    for.
    """

    pages: int
    outlets: tuple[str, ...]
    first: str | None
    last: str | None
    undated: int
    unread: Mapping[State, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "pages": self.pages,
            "outlets": list(self.outlets),
            "first": self.first,
            "last": self.last,
            "undated": self.undated,
            "unread": {state.value: n for state, n in self.unread.items()},
        }


@dataclass(frozen=True, slots=True)
class Count:
    """How many statements there are, of how many named speakers, on how many pages and by how many outlets; and in what scope.

    ``copies`` of the statements only repeat others word for word on another copy of the same page: one saved again from the same
    address, or, of pages without an address, one with the same text.
    """

    statements: int
    speakers: int
    pages: int
    outlets: int
    scope: Scope
    copies: int = 0

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "statements": self.statements,
            "speakers": self.speakers,
            "pages": self.pages,
            "outlets": self.outlets,
            "copies": self.copies,
            "scope": self.scope.as_json(),
        }
