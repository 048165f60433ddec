"""Asking a ledger: statements, a speaker, one page."""

from __future__ import annotations

from dataclasses import asdict, replace

from sayso.cli.answers import show_close, show_count, show_pages, show_rows, show_scope, show_speakers
from sayso.cli.marked import show_marked
from sayso.cli.terminal import console, print_json
from sayso.ledger.answers import StatementFilter
from sayso.ledger.ledger import open_ledger


def ask(path: str, asked: StatementFilter, *, as_json: bool) -> None:
    """The statements asked for, then their count with its scope."""
    with open_ledger(path) as ledger:
        count = ledger.count(replace(asked, limit=None))
        close = ledger.close_speakers(asked) if asked.speaker else {}
        if as_json:
            found = [row.as_json() for row in ledger.statements(asked)]
            print_json({"count": count.as_json(), "close": close, "statements": found})
            return
        out = console()
        shown = show_rows(out, ledger.statements(asked))
        known = not asked.speaker or bool(count.statements or ledger.count(StatementFilter(speaker=asked.speaker)).statements)
        show_count(out, count, shown=shown, known=known)
        show_close(out, close, found=bool(count.statements))
        show_scope(out, count.scope)


def list_speakers(path: str, asked: StatementFilter, *, as_json: bool) -> None:
    """All speakers that are named, who said most first."""
    with open_ledger(path) as ledger:
        speakers, count = list(ledger.speakers(asked)), ledger.count(replace(asked, limit=None))
    if as_json:
        print_json({"count": count.as_json(), "speakers": [asdict(speaker) for speaker in speakers]})
    else:
        show_speakers(console(), speakers, count)


def list_pages(path: str, asked: StatementFilter, *, as_json: bool) -> None:
    """All pages, newest first."""
    with open_ledger(path) as ledger:
        pages, scope = list(ledger.pages(asked)), ledger.scope(replace(asked, limit=None))
    if as_json:
        print_json({"scope": scope.as_json(), "pages": [asdict(page) for page in pages]})
    else:
        show_pages(console(), pages, scope)


def show_page(path: str, name: str, *, unfold: bool, as_json: bool) -> None:
    """One page, or all parts of a live page, with its statements marked."""
    with open_ledger(path) as ledger:
        report = ledger.page(name)
    if as_json:
        print_json(report.as_json())
    else:
        show_marked(console(), report, unfold=unfold)
