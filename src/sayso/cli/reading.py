"""Reading pages for somebody who looks on: each report as soon as it is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso import pipeline
from sayso.claims.report import Report
from sayso.cli.exits import Exit, say
from sayso.cli.marked import show_marked
from sayso.cli.reports import show_report
from sayso.cli.terminal import console, print_json
from sayso.cli.withheld import veils_of
from sayso.errors import SourceUnreadable
from sayso.ledger.veils import Wish
from sayso.page.page import State
from sayso.pipeline import Trouble
from sayso.reading.reader import Reader
from sayso.sources.files import documents


def read_pages(targets: Sequence[str], *, as_json: bool, marked: bool, least: float = 0.0, wish: Wish = Wish.PRISONERS) -> Exit:
    """Shows all pages of the targets; says on standard error what cannot be opened or read, and goes on.

    ``least`` is the confidence that a statement has to be read with, ``wish`` over which pages a veil is to lie.
    """
    ended = Exit.FINE
    veils = veils_of(None, wish, face="json" if as_json else "read")

    def trouble(error: SourceUnreadable | Trouble) -> None:
        nonlocal ended
        ended = Exit.UNREADABLE
        say(f"{error.seen}: {error.words}" if isinstance(error, Trouble) else str(error))

    found = documents(targets, on_trouble=trouble)
    for report in _told_apart(pipeline.read(found, Reader.load(), on_trouble=trouble), as_json=as_json):
        if report.page.state is not State.READ:
            ended = Exit.UNREADABLE
        report = veils.report(report)
        if least:
            report = report.confident(least)
        if as_json:
            print_json(report.as_json())
        elif marked:
            show_marked(console(), report)
        else:
            show_report(console(), report)
    return ended


def _told_apart(reports: Iterator[Report], *, as_json: bool) -> Iterator[Report]:
    for number, report in enumerate(reports):
        if number and not as_json:
            console().rule(style="quiet")
        yield report
