"""Headings: what a page is called where it has no headline."""

from __future__ import annotations

from sqlalchemy import Connection, select

from sayso.claims.figures.clause import sentences_in
from sayso.cli.phrases import on_a_line
from sayso.ledger.rows import page_from
from sayso.ledger.schema import blobs, pages
from sayso.ledger.veils import Veils
from sayso.page.page import Page, Role

LONGEST = 70
"""Characters of a first sentence that are shown at most."""
_SHORTEST = 3
"""A line of fewer words, *By Ada Ruiz*, tells nothing of what a page is about."""


def heading_of(connection: Connection, page: str, veils: Veils) -> str:
    """The headline of the page of an id, or else the beginning of its first sentence, or its name, as it may be shown."""
    row = connection.execute(select(pages, blobs.c.digest.label("blob")).join(blobs).where(pages.c.digest == page))
    found = row.mappings().one()
    words = heading_in(page_from(found, found["blob"]))
    veil = veils.over_page(connection, page)
    return words if veil is None else veil.of(words)


def heading_in(page: Page) -> str:
    """The same of a page, with all names.

    What is no heading of its own is in quotation marks: nobody at the outlet made it one.
    """
    if page.headline:
        return page.headline
    for block in page.blocks:
        if block.role in (Role.STANDFIRST, Role.BODY):
            for sentence in sentences_in(page.text, block.span):
                words = on_a_line(sentence.of(page.text))
                if len(words.split()) > _SHORTEST:
                    return f"“{_cut(words)}”"
    return page.name


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rsplit(' ', 1)[0]} …"
