"""Answers: statements of a ledger under the pages that they stand on, each answer with its scope."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich.console import Console
from rich.text import Text

from sayso.cli.phrases import counted, said_in, scope_of, time_of
from sayso.cli.reports import print_hanging, show_said
from sayso.cli.terminal import safe
from sayso.ledger.answers import Count, StatementRow


def show_rows(out: Console, rows: Iterable[StatementRow]) -> int:
    """The statements in their order, those of one page together under its headline; how many there were."""
    shown = 0
    for _, group in groupby(rows, key=lambda row: row.page):
        for place, row in enumerate(group):
            if place == 0:
                _show_page(out, row)
            show_said(out, said_in(row), numbered=False)
            out.print()
            shown += 1
    return shown


def show_count(out: Console, count: Count, *, shown: int) -> None:
    """How many statements answer, and what was looked through for them."""
    found = "No statement answers that"
    if count.statements:
        found = f"{counted(count.statements, 'statement')} on {counted(count.pages, 'page')}"
        found += f" of {counted(count.outlets, 'outlet')}" if count.outlets else ""
    more = f"; the first {shown:,} are shown, --limit 0 shows all" if shown < count.statements else ""
    print_hanging(out, Text(f"{found}{more}.", style="headline"))
    print_hanging(out, Text(safe(f"Looked through: {scope_of(count.scope)}."), style="quiet"))


def _show_page(out: Console, row: StatementRow) -> None:
    out.print(Text(safe(row.headline or row.name), style="headline"))
    facts = [row.outlet, time_of(row.published) if row.published else "no date", row.name if row.headline else None]
    out.print(Text(safe(" · ".join(fact for fact in facts if fact)), style="quiet"))
