"""Veils: over which pages a face draws a veil, and how the answers of a ledger look from behind it.

By default a veil lies over the pages that show prisoners of war. Whoever looks behind it is noted first. The index
is veiled before anything is looked up in it, so that a name that is withheld is not found, counted or proposed either.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select

from sayso.claims.care.care import Care, care_of
from sayso.claims.care.passages import may_show_prisoners
from sayso.claims.care.veil import Veil
from sayso.claims.report import Report
from sayso.ledger import queries, search
from sayso.ledger.answers import PageFilter, StatementFilter
from sayso.ledger.conditions import CURRENT_READING, any_of, page_conditions
from sayso.ledger.named import IS_CURRENT_PAGE
from sayso.ledger.names import close_names
from sayso.ledger.schema import pages, readings, statements
from sayso.ledger.veiling import key_at, key_beside, log_beside, log_unveiling, settings
from sayso.page.page import State
from sayso.text import Pieces

TOKEN_WORD = "withheld"
"""Whoever looks for a token looks for what only stands where somebody is withheld."""


class Wish(enum.Enum):
    """Over which pages somebody wants a veil."""

    PRISONERS = "where a page shows prisoners of war"
    ALWAYS = "wherever private people are named with captives, the dead or children"
    NEVER = "nowhere"


class Veils:
    """The veils over all that one command, or one request, shows."""

    def __init__(
        self,
        wish: Wish,
        *,
        key: Path,
        log: Path,
        by: str,
        face: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """``by`` is who looks and ``face`` through what, for the log of those who look behind a veil."""
        self.wish = wish
        self.withheld: dict[str, int] = {}
        """The pages that lay under a veil so far, by id, with how many people it hides."""
        self._key, self._log, self._by, self._face, self._now = key, log, by, face, now
        self._made: dict[str, Veil | None] = {}
        self._shadowed: dict[int, list[search.Shadow]] = {}
        self._close: dict[tuple[tuple[str, ...], int | None], frozenset[str]] = {}

    @classmethod
    def beside(cls, ledger: Path, wish: Wish, *, by: str, face: str) -> Self:
        """With the key and the log of a ledger."""
        return cls(wish, key=key_beside(ledger), log=log_beside(ledger), by=by, face=face)

    @classmethod
    def of_settings(cls, wish: Wish, *, by: str, face: str) -> Self:
        """With the key and the log of the user's own settings, for pages of no ledger."""
        return cls(wish, key=settings() / "veil-key", log=settings() / "unveiled", by=by, face=face)

    def over(self, report: Report) -> Veil | None:
        """The veil over a page, ``None`` if there is none. That one which lies there by default is taken off is noted first.

        Raises ``LedgerError`` if that cannot be noted, or the key cannot be read.
        """
        page = report.page
        if page.id not in self._made:
            self._made[page.id] = self._over(report)
        return self._made[page.id]

    def _over(self, report: Report) -> Veil | None:
        page = report.page
        care = self._care(report)
        if care is None:
            return None
        if self.wish is Wish.NEVER:
            log_unveiling(self._log, page=page.id, by=self._by, at=self._now(), face=self._face)
            return None
        self.withheld[page.id] = len(care.people)
        return Veil(page, care, key_at(self._key))

    def _care(self, report: Report) -> Care | None:
        """What the veil over a page hides; ``None`` where there is nobody to hide, or no reason to."""
        if report.page.state is not State.READ or not self._may_lie_over(report.page.text):
            return None
        care = care_of(report.page, report.statements)
        return care if care.people and (care.veils or self.wish is Wish.ALWAYS) else None

    def report(self, report: Report) -> Report:
        """A report as it is shown: itself where no veil lies over its page."""
        veil = self.over(report)
        return report if veil is None else veil.report(report)

    # Over the answers of a ledger

    def over_page(self, connection: Connection, page: str) -> Veil | None:
        """The veil over the page of an id."""
        if page not in self._made:
            self._made[page] = None
            for row in self._may_veil(connection, pages.c.digest == page):
                self._made[page] = self._over(queries.report(connection, row))
        return self._made.get(page)

    @contextmanager
    def drawn(self, connection: Connection, asked: PageFilter, *, all_speakers: bool = False) -> Iterator[None]:
        """Draws the veils over the index, so that inside, names that are withheld are neither found nor counted.

        Only statements that a search can meet are looked at: those with one of the words or names asked for, or by somebody with
        a name like it; with ``all_speakers`` all that somebody named says.
        """
        if self.wish is Wish.NEVER and not all_speakers:
            yield
            return
        speakers = any_of(asked.speaker) if isinstance(asked, StatementFilter) else ()  # figures are looked up as they are shown
        touched: list[ColumnElement[bool]] = [statements.c.id.in_(search.statements_by(name)) for name in speakers]
        if isinstance(asked, StatementFilter) and asked.others:
            touched.append(statements.c.speaker.in_(asked.others.names))
        words = asked.words if isinstance(asked, StatementFilter) else None
        if words is not None:
            touched.append(statements.c.id.in_(search.statements_touching(words)))
        if speakers:
            touched.append(statements.c.speaker.in_(self._close_to(connection, speakers)))
        if all_speakers:
            touched = [statements.c.speaker.is_not(None)]
        if any(TOKEN_WORD in search.tokens(each) for each in (*speakers, words or "")):
            touched = [statements.c.id.is_not(None)]
        if not touched:
            yield
            return
        said = select(statements.c.reading_id).where(or_(*touched))
        newer = readings.alias("newer")
        on = select(readings.c.page_id).where(  # asked without the page, or a database asks it of each
            readings.c.id.in_(said),
            ~exists().where(newer.c.page_id == readings.c.page_id, newer.c.id > readings.c.id),
        )
        looked_at = select(pages.c.id, pages.c.text).where(
            pages.c.id.in_(on), IS_CURRENT_PAGE, *page_conditions(connection, asked)
        )
        shadows: list[search.Shadow] = []
        for page, text in connection.execute(looked_at, execution_options={"yield_per": 100}):
            if page not in self._shadowed:
                self._shadowed[page] = list(self._shadows(connection, page)) if self._may_lie_over(text) else []
            shadows += self._shadowed[page]
        with search.shadowed(connection, shadows):
            yield

    def _close_to(self, connection: Connection, speakers: tuple[str, ...]) -> frozenset[str]:
        """The names in the ledger that are like one of these; looked up once as long as nothing is added."""
        newest = connection.execute(select(func.max(statements.c.id))).scalar()
        if (speakers, newest) not in self._close:
            known = connection.execute(select(statements.c.speaker).distinct().where(statements.c.speaker.is_not(None))).scalars()
            names = [name for name in known if name is not None]
            close = frozenset(each for name in speakers for group in close_names(name, names) for each in group)
            self._close = {(speakers, newest): close}
        return self._close[speakers, newest]

    def _may_veil(self, connection: Connection, *conditions: ColumnElement[bool]) -> Iterator[int]:
        """The pages that a veil may lie over, by row number."""
        for page, text in connection.execute(select(pages.c.id, pages.c.text).where(*conditions)):
            if self._may_lie_over(text):
                yield page

    def _may_lie_over(self, text: str) -> bool:
        return self.wish is Wish.ALWAYS or may_show_prisoners(text)

    def _shadows(self, connection: Connection, page: int) -> Iterator[search.Shadow]:
        """The statements of a page in which somebody is withheld, as the index is to see them."""
        report = queries.report(connection, page)
        veil = self.over(report)
        if veil is None:
            return
        shown = veil.report(report)
        ids = connection.execute(
            select(statements.c.id)
            .join(readings, readings.c.id == statements.c.reading_id)
            .join(pages, pages.c.id == readings.c.page_id)
            .where(pages.c.id == page, readings.c.id == CURRENT_READING)
            .order_by(statements.c.position)
        ).scalars()
        for row, said, seen in zip(ids, report.statements, shown.statements, strict=True):
            name, words = seen.speaker.name, _words((*seen.source, *seen.cue, *seen.content), shown.page.text)
            if name != said.speaker.name or words != _words((*said.source, *said.cue, *said.content), report.page.text):
                yield search.Shadow(row, name, words)

    def may_withhold(self, connection: Connection) -> bool:
        """Whether anything in the ledger may be under a veil; said without looking for whom."""
        return next(self._may_veil(connection, IS_CURRENT_PAGE), None) is not None


def _words(pieces: Pieces, text: str) -> list[str]:
    return [piece.of(text) for piece in sorted(pieces)]
