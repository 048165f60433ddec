"""The hash chain of a page: each link is a digest over the link before it and over what was added to the page."""

from __future__ import annotations

from typing import Any, Self

from sqlalchemy import Connection, insert, select

from sayso.ledger.rows import link_digest
from sayso.ledger.schema import links, pages


class Chain:
    """The end of one page's chain, to which links are added; ``write`` stores them."""

    def __init__(self, connection: Connection, page: int, *, length: int, end: str) -> None:
        self._connection = connection
        self._page = page
        self._length = length
        self._end = end
        self._new: list[dict[str, Any]] = []

    @classmethod
    def begun(cls, connection: Connection, page: int, page_id: str) -> Self:
        """The chain of a new page: it begins with the page's id."""
        return cls(connection, page, length=0, end=page_id)

    @classmethod
    def of(cls, connection: Connection, page: int) -> Self:
        """The chain of a page that is there."""
        last = connection.execute(
            select(links.c.position, links.c.digest).where(links.c.page_id == page).order_by(links.c.position.desc()).limit(1)
        ).first()
        if last is not None:
            return cls(connection, page, length=last.position + 1, end=last.digest)
        page_id = connection.execute(select(pages.c.digest).where(pages.c.id == page)).scalar_one()
        return cls.begun(connection, page, page_id)

    def add(self, what: str, row: int, subject: str) -> Self:
        """Link the digest of a row of the table for ``what``: ``page``, ``sighting``, ``reading``."""
        self._end = link_digest(self._end, what, subject)
        self._new.append(
            {
                "page_id": self._page,
                "position": self._length,
                "what": what,
                "row": row,
                "subject": subject,
                "digest": self._end,
            }
        )
        self._length += 1
        return self

    def write(self) -> None:
        """Store the links that were added."""
        if self._new:
            self._connection.execute(insert(links), self._new)
            self._new = []
