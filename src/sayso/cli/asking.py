"""Asking a ledger: statements, a speaker, one page."""

from __future__ import annotations

from dataclasses import asdict, replace

from rich.console import Console

from sayso.cli.answers import show_close, show_count, show_pages, show_rows, show_scope, show_speakers
from sayso.cli.marked import show_marked
from sayso.cli.terminal import console, print_json
from sayso.ledger.answers import PageFilter, Scope, StatementFilter
from sayso.ledger.conditions import any_of
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.names import close_names


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
        show_scope_of(out, ledger, asked, count.scope)


def list_speakers(path: str, asked: StatementFilter, *, as_json: bool) -> None:
    """All speakers that are named, who said most first."""
    with open_ledger(path) as ledger:
        speakers, count = list(ledger.speakers(asked)), ledger.count(replace(asked, limit=None))
        if as_json:
            print_json({"count": count.as_json(), "speakers": [asdict(speaker) for speaker in speakers]})
            return
        out = console()
        show_speakers(out, speakers, count)
        show_scope_of(out, ledger, asked, count.scope)


def list_pages(path: str, asked: StatementFilter, *, as_json: bool) -> None:
    """All pages, newest first."""
    with open_ledger(path) as ledger:
        pages, scope = list(ledger.pages(asked)), ledger.scope(replace(asked, limit=None))
        if as_json:
            print_json({"scope": scope.as_json(), "pages": [asdict(page) for page in pages]})
            return
        out = console()
        show_pages(out, pages, scope)
        show_scope_of(out, ledger, asked, scope)


def show_scope_of(out: Console, ledger: Ledger, asked: PageFilter, scope: Scope) -> None:
    """What was looked through; where that was nothing, what would have been there."""
    if scope.pages:
        show_scope(out, scope)
        return
    whole = ledger.scope()
    named = [name for outlet in any_of(asked.outlet) for group in close_names(outlet, whole.outlets) for name in group]
    show_scope(out, scope, whole=whole if whole.pages else None, outlets=tuple(dict.fromkeys(named)))


def show_page(path: str, name: str, *, unfold: bool, as_json: bool) -> None:
    """One page, or all parts of a live page, with its statements marked."""
    with open_ledger(path) as ledger:
        report = ledger.page(name)
    if as_json:
        print_json(report.as_json())
    else:
        show_marked(console(), report, unfold=unfold)
