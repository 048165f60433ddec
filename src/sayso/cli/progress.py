"""Progress on long work: a bar where standard error is a terminal, and else a line when it begins and one when it is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sayso.cli.terminal import console

LONG = 3.0
"""Work that is not done after so many seconds is long: only then is anything said of it where nobody watches."""

OnDone = Callable[[int, int], None]
"""Told how many are done, and how many there are in all."""


@contextmanager
def progress(doing: str, things: str, *, clock: Callable[[], float] = time.monotonic) -> Iterator[OnDone]:
    """Tells how far some work has come: ``doing`` is *Linking*, ``things`` are *pages*; to be called at each step.

    Standard output is never written to, so that what a command answers can be piped.
    """
    screen = console(stderr=True)
    if screen.is_terminal:
        with _bar(doing) as on_bar:
            yield on_bar
        return
    began, last = clock(), (0, 0)
    told = False

    def on_done(done: int, total: int) -> None:
        nonlocal last, told
        last = done, total
        if not told and clock() - began > LONG and done < total:
            screen.print(f"{doing} {total:,} {things}; {done:,} done so far", style="quiet", soft_wrap=True)
            told = True

    yield on_done
    if told:
        screen.print(f"{last[0]:,} {things} done in {clock() - began:,.0f} seconds", style="quiet", soft_wrap=True)


@contextmanager
def _bar(doing: str) -> Iterator[OnDone]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(doing), BarColumn(bar_width=24), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
