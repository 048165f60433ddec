"""Answers: statements of a ledger under the pages that they stand on, each answer with its scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from sayso.cli.phrases import STATES, counted, days_of, said_in, scope_of, time_of
from sayso.cli.reports import print_hanging, show_said
from sayso.cli.terminal import safe
from sayso.ledger.answers import Count, PageRow, Scope, StatementRow
from sayso.ledger.named import SHORT_ID
from sayso.ledger.reported import FigureRow
from sayso.page.page import State

if TYPE_CHECKING:
    from sayso.stories.people.answers import Named, Who

_NAMED_AT_MOST = 4


def show_rows(out: Console, rows: Iterable[StatementRow], *, ids: bool = False) -> int:
    """The statements in their order, those of one page together under its headline, with ``ids`` each with the beginning of its
    entry's id; how many there were.
    """
    shown = 0
    for _, group in groupby(rows, key=lambda row: row.page):
        for place, row in enumerate(group):
            if place == 0:
                show_page_of(out, row)
            show_said(out, said_in(row), numbered=False, entry=row.entry[:SHORT_ID] if ids else None)
            out.print()
            shown += 1
    return shown


def show_count(out: Console, count: Count, *, shown: int, known: bool = True) -> None:
    """How many statements answer; ``known`` tells whether anybody of the name asked for says anything in the ledger."""
    found = "No statement answers that" if known else "No speaker of this name"
    if count.statements:
        found = f"{counted(count.statements, 'statement')} on {counted(count.pages, 'page')}"
        found += f" of {counted(count.outlets, 'outlet')}" if count.outlets else ""
        found += repeated(count.copies)
    print_hanging(out, Text(f"{found}{more(shown, count.statements)}.", style="headline"))


def show_close(out: Console, close: Mapping[str, int], *, found: bool) -> None:
    """Speakers with names like the one asked for, with how many statements each has; none of them was taken for it."""
    if close:
        names = ", ".join(f"{name} ({number:,})" for name, number in close.items())
        said = "Names like it, not counted here" if found else "Names like it"
        print_hanging(out, Text(safe(f"{said}: {names}.")), hang=4)


def show_names(out: Console, who: Sequence[Who]) -> None:
    """Under which names each speaker stands, and why they are taken for one; nothing where each has one name of its own."""
    for each in who if len(who) > 1 or any(len(each.names) > 1 for each in who) else ():
        line = Text(safe(each.row.name), style="speaker").append(f"  {counted(each.row.statements, 'statement')}", style="quiet")
        line.append(f" · {counted(each.row.pages, 'page')}", style="quiet")
        line.append("; which one is not said" if each.open and each.row.pages > 1 else "", style="quiet")
        print_hanging(out, line, hang=4)
        for named in each.names if len(each.names) > 1 else ():
            if named.name != each.row.name:
                print_hanging(out, Text(safe(f"    also {named.name} ({named.statements:,}): {named.because}")), hang=8)


def show_apart(out: Console, command: str | None) -> None:
    """That speakers were not taken for one, and how to say that two are."""
    if command is not None:
        print_hanging(out, Text(safe(f"Not taken for one speaker. If two are: {command}")), hang=4)


def _also(names: Sequence[Named]) -> str | None:
    """The names beside the main one."""
    if not names:
        return None
    more = f" and {len(names) - _NAMED_AT_MOST} more" if len(names) > _NAMED_AT_MOST else ""
    return "also " + ", ".join(named.name for named in names[:_NAMED_AT_MOST]) + more


def show_speakers(out: Console, who: Sequence[Who], count: Count) -> None:
    """How much each speaker said, on how many pages, and when; one a line."""
    widest = max((len(f"{each.row.statements:,}") for each in who), default=0)
    for each in who:
        speaker = each.row
        facts = [counted(speaker.pages, "page"), counted(speaker.outlets, "outlet") if speaker.outlets else None]
        facts += [days_of(speaker.first, speaker.last) if speaker.first and speaker.last else None, _also(each.names[1:])]
        line = Text(f"{speaker.statements:>{widest},}  ", style="quiet").append(safe(speaker.name), style="speaker")
        line.append(safe("  " + " · ".join(fact for fact in [speaker.kind, *facts] if fact)), style="quiet")
        print_hanging(out, line, hang=widest + 4)
    if who:
        out.print()
    others = more(len(who), count.speakers)
    print_hanging(out, Text(f"{counted(count.speakers, 'named speaker')}, those who said most first{others}.", style="headline"))
    if count.copies:
        print_hanging(out, Text(f"{counted(count.statements, 'statement')} in all{repeated(count.copies)}."))


def show_pages(out: Console, pages: Sequence[PageRow], scope: Scope) -> None:
    """What is known of each page: two lines, with the short id and the name, each of which ``sayso show`` takes."""
    for page in pages:
        print_hanging(out, Text(safe(page.headline or page.name), style="headline"))
        read = counted(page.statements, "statement") if page.state is State.READ else None
        facts = [page.outlet, time_of(page.published) if page.published else "no date", read]
        facts += [f"seen {page.sightings:,} times" if page.sightings > 1 else None]
        facts = [page.id[:SHORT_ID], page.name, *facts]
        print_hanging(out, Text(safe("    " + " · ".join(fact for fact in facts if fact)), style="quiet"))
        if page.state is not State.READ:
            label, meaning = STATES[page.state]
            print_hanging(out, Text(safe(f"    {label}: {page.note or meaning}"), style="trouble"))
        elif page.note:
            print_hanging(out, Text(safe(f"    In doubt: {page.note}"), style="quiet"))
    if pages:
        out.print()
    print_hanging(out, Text(f"{counted(scope.pages, 'page')}{more(len(pages), scope.pages)}.", style="headline"))


def show_scope(out: Console, scope: Scope, *, whole: Scope | None = None, outlets: tuple[str, ...] = ()) -> None:
    """What was looked through; where that was nothing, what the ``whole`` ledger holds, and which ``outlets`` may be meant."""
    print_hanging(out, Text(safe(f"Looked through: {scope_of(scope)}."), style="quiet"))
    if outlets:
        print_hanging(out, Text(safe(f"Outlets with a name like it: {', '.join(outlets)}.")))
    if whole is not None and not scope.pages:
        print_hanging(out, Text(safe(f"The ledger holds: {scope_of(whole)}.")))


def repeated(copies: int) -> str:
    """That the same page was kept more than once, so that nobody takes its words for said twice."""
    if not copies:
        return ""
    what = "a repetition on another copy" if copies == 1 else "repetitions on other copies"
    return f", {copies:,} of them {what} of the same page"


def more(shown: int, found: int) -> str:
    """That there are more than are shown, and how to see them."""
    return f"; {shown:,} shown here, --limit 0 shows all" if shown < found else ""


def show_page_of(out: Console, row: StatementRow | FigureRow) -> None:
    """The page that a row stands on: its headline, outlet and date."""
    print_hanging(out, Text(safe(row.headline or row.name), style="headline"))
    facts = [row.outlet, time_of(row.published) if row.published else "no date", row.name if row.headline else None]
    print_hanging(out, Text(safe(" · ".join(fact for fact in facts if fact)), style="quiet"))
