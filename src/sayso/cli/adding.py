"""Adding pages to a ledger for somebody who looks on: how far it has come, and what became of every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
from rich.text import Text

import sayso
from sayso.cli.exits import Exit, say
from sayso.cli.phrases import STATES, counted, reason_of, unread_of
from sayso.cli.reports import print_hanging
from sayso.cli.terminal import console, print_json, safe
from sayso.cli.withheld import veils_of
from sayso.errors import SourceUnreadable
from sayso.ledger.address import is_address
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.veils import Veils, Wish
from sayso.page.page import Page, State
from sayso.pipeline import Added, Summary
from sayso.sources.files import count, documents, ending_of, passed_over

ENDINGS_AT_MOST = 8
"""So many endings of files that were passed over are named, those of most files first."""
NAMED_AT_MOST = 3
"""So many pages are named with each reason that they could not be read for; ``--verbose`` names all."""


@dataclass
class Course:
    """What a run met with, beside what it added."""

    summary: Summary = field(default_factory=Summary)
    unread: dict[tuple[State, str], list[Page]] = field(default_factory=dict)
    """Pages that could not be read, by state and reason."""
    doubted: dict[str, list[Page]] = field(default_factory=dict)
    """Pages that were read, but in part only or with a doubt, by what the doubt is."""
    veils: Veils = field(default_factory=lambda: veils_of(None, Wish.PRISONERS, face="add"))
    """Over the pages that are named."""
    unopened: list[str] = field(default_factory=list)
    """Files that could not be opened, with the reason."""
    passed_over: list[Path] = field(default_factory=list)
    """Files of folders that were not read for their endings."""

    def note(self, added: Added) -> None:
        """Remember what could not be read, or was in doubt."""
        for report in added.reports:
            page = self.veils.report(report).page if report.page.note else report.page
            page = replace(page, text="", blocks=())
            if page.state is not State.READ:
                self.unread.setdefault((page.state, reason_of(page)), []).append(page)
            elif page.note:
                self.doubted.setdefault(reason_of(page), []).append(page)

    def unopen(self, error: SourceUnreadable) -> None:
        """Remember a file that could not be opened, and say so at once."""
        self.unopened.append(str(error))
        say(str(error))

    @property
    def ended(self) -> Exit:
        """The exit code that this ends with."""
        if self.summary.interrupted:
            return Exit.INTERRUPTED
        unread = sum(n for state, n in self.summary.states.items() if state is not State.READ)
        return Exit.UNREADABLE if unread or self.unopened or self.summary.troubles else Exit.FINE


def add_pages(targets: Sequence[str], path: str, *, verbose: bool, as_json: bool) -> Exit:
    """Adds all pages of the targets to the ledger at the path, and says what became of them."""
    course = Course()
    total = count(targets)
    if total == 0 and not is_address(path) and not Path(path).exists():
        for _ in documents(targets, on_trouble=course.unopen):  # says why there is nothing; no ledger is made for that
            pass
        return Exit.UNREADABLE
    with open_ledger(path, create=True) as ledger:
        add_to(ledger, targets, course, total=total)
    course.passed_over = [each for each in passed_over(targets) if is_address(path) or not _is_of_ledger(each, Path(path))]
    if as_json:
        print_json(_as_json(course, path))
    else:
        show_course(console(), course, path, verbose=verbose)
    return course.ended


def _is_of_ledger(file: Path, ledger: Path) -> bool:
    """Whether a file is the ledger itself, or one that is kept beside it."""
    ledger, file = ledger.absolute(), file.absolute()
    return any(each.parent == ledger.parent and each.name.startswith(ledger.name) for each in (file, *file.parents))


def add_to(ledger: Ledger, targets: Sequence[str], course: Course, *, total: int | None) -> None:
    """Adds all pages of the targets, with a progress bar where standard error is a terminal."""
    screen = console(stderr=True)
    columns = (TextColumn("Adding"), BarColumn(bar_width=24), _Pages())
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as progress:
        task = progress.add_task("", total=total, words=0)
        words = 0

        def on_page(added: Added) -> None:
            nonlocal words
            words += added.words
            course.note(added)
            progress.update(task, advance=1, words=words)

        course.summary = sayso.add(ledger, *targets, on_trouble=course.unopen, on_page=on_page)


def show_course(out: Console, course: Course, path: str, *, verbose: bool = False) -> None:
    """What was added, what was known, what could not be read, and, after Ctrl-C, how to go on."""
    summary = course.summary
    added = f"{counted(summary.pages, 'page')} added to {path}, with {counted(summary.statements, 'statement')}"
    out.print(Text(safe(added if summary.pages else f"Nothing new for {path}"), style="headline"))
    facts = [f"{counted(summary.sightings, 'file')} known already: noted as seen again"] if summary.sightings else []
    facts += [f"{counted(summary.skipped, 'file')} added before this run was broken off"] if summary.skipped else []
    facts += [f"{counted(len(course.unopened), 'file')} could not be opened"] if course.unopened else []
    for fact in facts:
        print_hanging(out, Text("  " + safe(fact)))
    if course.unread:
        unread = sum(map(len, course.unread.values()))
        head = f"  {counted(unread, 'page')} kept, but not read; sayso pages tells what can be done:"
        print_hanging(out, Text(head, style="trouble"))
        for (state, reason), pages in sorted(course.unread.items(), key=lambda group: -len(group[1])):
            _show_group(out, f"{len(pages):,} {STATES[state][0]}: {reason}", pages, verbose=verbose, style="trouble")
    if course.doubted:
        print_hanging(out, Text(f"  {counted(sum(map(len, course.doubted.values())), 'page')} read, but in doubt:"))
        for reason, pages in sorted(course.doubted.items(), key=lambda group: -len(group[1])):
            _show_group(out, f"{len(pages):,}: {reason}", pages, verbose=verbose, style="quiet")
    if course.passed_over:
        _show_passed_over(out, course.passed_over, verbose=verbose)
    for trouble in summary.troubles:
        print_hanging(out, Text(safe(f"{trouble.seen}: {trouble.words}"), style="error"))
    if summary.interrupted:
        print_hanging(out, Text("Interrupted. All of this is kept; the same command goes on from here.", style="trouble"))


def _show_passed_over(out: Console, files: Sequence[Path], *, verbose: bool) -> None:
    """How many files of other endings lie in the folders, lest somebody takes them for read."""
    endings = [ending for ending, _ in Counter(map(ending_of, files)).most_common()]
    more = f" and {counted(len(endings) - ENDINGS_AT_MOST, 'more ending')}" if len(endings) > ENDINGS_AT_MOST else ""
    words = f"  {counted(len(files), 'file')} passed over: {', '.join(endings[:ENDINGS_AT_MOST])}{more}; name one to have it read"
    print_hanging(out, Text(safe(words), style="quiet"), hang=4)
    for file in files if verbose else ():
        print_hanging(out, Text(safe(f"      {file}"), style="quiet"), hang=8)


def _show_group(out: Console, words: str, pages: Sequence[Page], *, verbose: bool, style: str) -> None:
    """One line for a reason, with the first names in it; a line for each name where all are asked for."""
    named = ", ".join(page.name for page in pages[:NAMED_AT_MOST])
    more = f" and {len(pages) - NAMED_AT_MOST:,} more, named with --verbose" if len(pages) > NAMED_AT_MOST else ""
    print_hanging(out, Text(safe(f"    {words}" + ("" if verbose else f" ({named}{more})")), style=style), hang=6)
    for page in pages if verbose else ():
        print_hanging(out, Text(safe(f"      {page.name}"), style=style), hang=8)


class _Pages(ProgressColumn):
    """How many pages are done, how fast, and how long the rest will take."""

    def render(self, task: Task) -> Text:
        total = f" of {task.total:,.0f}" if task.total is not None else ""
        elapsed = task.elapsed or 0
        rate = f" · {task.fields['words'] / elapsed:,.0f} words a second" if elapsed > 1 else ""
        left = f" · {_minutes(task.time_remaining)} left" if task.time_remaining else ""
        return Text(f"{task.completed:,.0f}{total} pages{rate}{left}", style="quiet")


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 60 else f"{seconds // 60:,.0f} min {seconds % 60:02.0f} s"


def _as_json(course: Course, path: str) -> dict[str, object]:
    summary = course.summary
    return {
        "ledger": path,
        "documents": summary.documents,
        "pages": summary.pages,
        "readings": summary.readings,
        "statements": summary.statements,
        "words": summary.words,
        "seen_again": summary.sightings,
        "done_before": summary.skipped,
        "states": {state.value: n for state, n in summary.states.items()},
        "not_read": [unread_of(page) for pages in course.unread.values() for page in pages],
        "in_doubt": [f"{page.name} — {page.note}" for pages in course.doubted.values() for page in pages],
        "not_opened": course.unopened,
        "passed_over": [str(file) for file in course.passed_over],
        "troubles": [{"name": t.name, "seen": t.seen, "words": t.words} for t in summary.troubles],
        "resumed": summary.resumed,
        "interrupted": summary.interrupted,
    }
