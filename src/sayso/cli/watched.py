"""Watching for somebody who looks on, or for a machine that looks in the morning."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from rich.console import Console
from rich.text import Text

from sayso.cli.adding import NAMED_AT_MOST, Course, show_course
from sayso.cli.exits import Exit, say
from sayso.cli.linking import bring_up_to_date
from sayso.cli.phrases import counted, time_of
from sayso.cli.reports import print_hanging
from sayso.cli.terminal import console, print_json, safe
from sayso.errors import LedgerBusy, LedgerError
from sayso.ledger.file import refuse_if_missing
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.reading.reader import Reader
from sayso.sources.feeds import Form
from sayso.sources.fetch import Fetcher, Outcome, Settings
from sayso.watching import Looked, PageLook, Plan, Round, Watching, alone, checked, plan_of
from sayso.watching.rounds import SHORTEST_PAUSE


def _now() -> datetime:
    return datetime.now(UTC)


def watch_plan(
    file: str,
    path: str,
    settings: Settings,
    *,
    once: bool,
    link: bool,
    verbose: bool,
    as_json: bool,
    now: Callable[[], datetime] = _now,
    sleep: Callable[[float], None] = time.sleep,
) -> Exit:
    """Keeps to the plan in a file: one round, or round after round until Ctrl-C."""
    plan = plan_of(file)
    reader = Reader.load()
    with _ended_by_signals(), open_ledger(path, create=True) as ledger, alone(ledger.path):
        told = _Told(path, once=once, verbose=verbose, as_json=as_json)
        watching = Watching(
            ledger,
            plan,
            reader,
            settings,
            now=now,
            on_list=told.on_list,
            on_page=told.on_page,
            on_added=lambda added: told.course.note(added),
            on_note=say,
        )
        with watching:
            told.begins(plan, watching)
            try:
                while True:
                    ended = _round(watching, told, ledger, once=once, link=link)
                    if once or ended is Exit.INTERRUPTED:
                        return ended if once else Exit.FINE
                    due = watching.next_at
                    if due is None:
                        say("Nothing is left to watch: all that the file names is gone")
                        return Exit.UNREADABLE
                    sleep(max((due - now()).total_seconds(), SHORTEST_PAUSE.total_seconds()))
            except KeyboardInterrupt:
                # what came in is kept, and what did not is fetched the next time
                return Exit.INTERRUPTED if once else Exit.FINE


def _round(watching: Watching, told: _Told, ledger: Ledger, *, once: bool, link: bool) -> Exit:
    """One round, and how a command that is only this ends."""
    told.course = Course()
    try:
        done = watching.round(prompt=once)
        if link and not done.interrupted and (done.new or done.changed or done.unread or once):
            bring_up_to_date(ledger)
    except LedgerBusy as busy:  # somebody adds a long page
        if once:
            raise
        say(str(busy))
        return Exit.LEDGER
    if done.gathered is not None:
        told.course.summary = done.gathered.summary
    told.round(done)
    if done.interrupted:
        return Exit.INTERRUPTED
    return Exit.UNREADABLE if done.troubled or done.failed else told.course.ended


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """A service is stopped with SIGTERM; that is as good as Ctrl-C."""

    def stop(_number: int, _frame: Any) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not in the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


_WHAT = {"unread": "could not be read"}
"""What became of a page, in words where the word alone does not tell."""


class _Told:
    """What is told while it goes on."""

    def __init__(self, path: str, *, once: bool, verbose: bool, as_json: bool) -> None:
        self._path, self._once, self._verbose, self._as_json = path, once, verbose, as_json
        self._out = console()
        self.course = Course()
        self._shown: dict[str, object] = {}
        """What was said of each list the last time, lest it is said every quarter of an hour."""

    def begins(self, plan: Plan, watching: Watching) -> None:
        for note in plan.notes:
            say(f"{plan.path}: {note}")
        for watched, _ in watching.gone():
            say(f"{watched.name} is gone for good, and is not looked at any more; take it out of {plan.path}")
        if not self._once and not self._as_json:
            what = f"Watching {counted(len(plan.watched), 'feed, list or page', 'feeds, lists and pages')} for {self._path}"
            print_hanging(self._out, Text(safe(f"{what}; Ctrl-C ends it"), style="headline"))

    def on_list(self, looked: Looked) -> None:
        if self._as_json:
            print_json(_list_as_json(looked))
            return
        said = looked.trouble, looked.moved_to, looked.notes
        is_new = any(said) and self._shown.get(looked.url) != said
        if looked.outcome is not Outcome.UNCHANGED:
            self._shown[looked.url] = said
        if self._verbose or is_new:
            _show_look(self._out, looked)

    def on_page(self, look: PageLook) -> None:
        if self._as_json:
            print_json({"what": "page", "url": look.url, "outcome": look.what, "trouble": look.trouble})
        elif self._verbose or look.what in ("changed", "unread"):
            print_hanging(
                self._out,
                Text(safe(f"  {_WHAT.get(look.what, look.what)}: {look.url}{f' — {look.trouble}' if look.trouble else ''}")),
                hang=4,
            )

    def round(self, done: Round) -> None:
        if self._as_json:
            print_json(_round_as_json(done, self.course, self._path))
            return
        happened = done.new or done.changed or done.unread or done.failed or done.troubled or done.interrupted
        if self._once or happened or self._verbose:
            print_hanging(self._out, Text(safe(_line(done, with_time=not self._once)), style="headline"))
        if self._once:
            if done.gathered is not None and done.gathered.failed and not self._verbose:
                for failed in done.gathered.failed[:NAMED_AT_MOST]:
                    print_hanging(self._out, Text(safe(f"  {failed.asked} — {failed.trouble}"), style="trouble"), hang=4)
                if done.gathered.failed[NAMED_AT_MOST:]:
                    more = len(done.gathered.failed) - NAMED_AT_MOST
                    print_hanging(self._out, Text(f"  and {more:,} more, named with --verbose", style="trouble"))
            if done.gathered is not None:
                show_course(self._out, self.course, self._path, verbose=self._verbose)
            _show_next(self._out, done)


def _line(done: Round, *, with_time: bool) -> str:
    looked = f"Looked at {counted(len(done.lists), 'list')}" if done.lists else "Looked at no list"
    facts = [f"{done.new:,} new"] if done.new else []
    facts += [f"{done.changed:,} changed"] if done.changed else []
    facts += [f"{done.unchanged:,} unchanged"] if done.unchanged else []
    facts += [f"{done.unread:,} that could not be read"] if done.unread else []
    facts += [f"{done.failed.total():,} failed"] if done.failed else []
    pages = f"pages: {', '.join(facts)}" if facts else "no page was due" if done.gathered is None else "no page came"
    return f"{f'{done.at.astimezone():%d.%m. %H:%M}  ' if with_time else ''}{looked}; {pages}."


def _show_next(out: Console, done: Round) -> None:
    facts = [f"{counted(done.waiting, 'page')} to be fetched yet"] if done.waiting else []
    facts += [f"{counted(done.followed, 'page')} followed for changes"] if done.followed else []
    if done.next_at is not None:
        facts.append(f"next look due {time_of(done.next_at.astimezone(UTC).isoformat(timespec='minutes'))}")
    if facts:
        print_hanging(out, Text(f"  {' · '.join(facts)}", style="quiet"))


def _show_look(out: Console, looked: Looked) -> None:
    """A line for a list, and more where there is more to say."""
    print_hanging(out, Text(safe(f"  {_look_line(looked)}"), style="trouble" if looked.trouble else ""), hang=4)
    if looked.gone:
        print_hanging(out, Text("    It is not looked at any more; take it out of the file.", style="trouble"))
    if looked.moved_to:
        print_hanging(
            out, Text(safe(f"    It moved for good to {looked.moved_to}; change it in the file."), style="trouble"), hang=6
        )
    for note in looked.notes:
        print_hanging(out, Text(safe(f"    {note}"), style="quiet"), hang=6)


def _look_line(looked: Looked) -> str:
    name = looked.watched.name if looked.url == looked.watched.url else f"{looked.watched.name}: {looked.url}"
    if looked.trouble is not None:
        return f"{name} — {looked.trouble}"
    if looked.outcome is Outcome.UNCHANGED:
        return f"{name}: unchanged"
    if looked.form is Form.PAGE:
        return f"{name}: a web page, looked at itself"
    form = looked.form.value if looked.form else "list"
    if looked.inner:
        return f"{name}: {form}, {counted(len(looked.inner), 'list')} in it"
    left = f", {counted(looked.left, 'older one')} left out (most = {looked.watched.most})" if looked.left else ""
    return f"{name}: {form}, {counted(looked.items, 'address', 'addresses')}, {looked.new:,} new{left}"


def _list_as_json(looked: Looked) -> dict[str, object]:
    return {
        "what": "list",
        "name": looked.watched.name,
        "watched": looked.watched.url,
        "url": looked.url,
        "outcome": looked.outcome.value,
        "form": looked.form.value if looked.form else None,
        "addresses": looked.items,
        "taken": len(looked.wanted),
        "left_out": looked.left,
        "lists": len(looked.inner),
        "new": looked.new,
        "trouble": looked.trouble,
        "gone": looked.gone,
        "moved_to": looked.moved_to,
        "rest_seconds": int(looked.rest.total_seconds()) if looked.rest else None,
        "notes": list(looked.notes),
    }


def _round_as_json(done: Round, course: Course, path: str) -> dict[str, object]:
    return {
        "what": "round",
        "ledger": path,
        "at": done.at.isoformat(),
        "lists": len(done.lists),
        "lists_failed": len(done.troubled),
        "new": done.new,
        "changed": done.changed,
        "unchanged": done.unchanged,
        "unread": done.unread,
        "failed": dict(done.failed),
        "statements": course.summary.statements,
        "states": {state.value: number for state, number in course.summary.states.items()},
        "troubles": [{"name": t.name, "seen": t.seen, "words": t.words} for t in course.summary.troubles],
        "waiting": done.waiting,
        "followed": done.followed,
        "next_at": done.next_at.isoformat() if done.next_at else None,
        "interrupted": done.interrupted,
    }


# Checking


def check_plan(file: str, path: str, settings: Settings, *, verbose: bool, as_json: bool) -> Exit:
    """Says what each feed and list of a plan is, and what would be fetched; neither pages nor a ledger are touched."""
    plan = plan_of(file)
    out = console()
    for note in plan.notes:
        say(f"{plan.path}: {note}")
    with Fetcher(settings) as fetcher:
        found = checked(plan, fetcher, now=_now)
    missing = _not_in(path, found)
    for looked in found:
        if as_json:
            taken = [
                {
                    "url": item.url,
                    "title": item.title,
                    "published": item.published.isoformat() if item.published else None,
                    "updated": item.updated.isoformat() if item.updated else None,
                    "language": item.language,
                    "known": item.url not in missing,
                }
                for item in looked.wanted
            ]
            new = sum(item.url in missing for item in looked.wanted)
            print_json(
                {**_list_as_json(looked), "new": new, "every_seconds": int(looked.watched.every.total_seconds()), "items": taken}
            )
        else:
            _show_checked(out, looked, missing, path, verbose=verbose)
    return Exit.UNREADABLE if any(looked.trouble for looked in found) else Exit.FINE


def _not_in(path: str, found: list[Looked]) -> set[str]:
    """The addresses that a ledger has nothing of yet."""
    urls = {item.url for looked in found for item in looked.wanted}
    try:
        refuse_if_missing(path)
    except LedgerError:
        return urls
    with open_ledger(path) as ledger:
        return {url for url in urls if next(iter(ledger.fetches(url)), None) is None}


def _show_checked(out: Console, looked: Looked, missing: set[str], path: str, *, verbose: bool) -> None:
    print_hanging(out, Text(safe(looked.watched.name), style="headline"))
    print_hanging(out, Text(safe(f"  {looked.url}"), style="quiet"))
    if looked.trouble is not None:
        print_hanging(out, Text(safe(f"  {looked.trouble}"), style="trouble"), hang=4)
    elif looked.form is Form.PAGE:
        print_hanging(out, Text("  a web page, which would be looked at itself"))
    elif looked.inner and looked.form is not None:
        print_hanging(out, Text(f"  {looked.form.value}, {counted(len(looked.inner), 'list')} in it"))
    elif looked.form is not None:
        title = f" “{looked.title}”" if looked.title else ""
        new = sum(item.url in missing for item in looked.wanted)
        taken = len(looked.wanted)
        said = f"{looked.form.value}{title}: {counted(looked.items, 'address', 'addresses')}"
        said += "" if taken == looked.items else f", of which {taken:,} would be taken"
        said += f"; {new:,} not in {path} yet" if taken else ""
        print_hanging(out, Text(safe(f"  {said}")), hang=4)
        if looked.left:
            print_hanging(
                out, Text(f"  {counted(looked.left, 'older one')} left out: most = {looked.watched.most}", style="quiet")
            )
        if newest := max((item.newest for item in looked.wanted if item.newest), default=None):
            print_hanging(out, Text(f"  newest of {time_of(newest.isoformat(timespec='minutes'))}", style="quiet"))
    if looked.moved_to:
        print_hanging(
            out, Text(safe(f"  It moved for good to {looked.moved_to}; change it in the file."), style="trouble"), hang=4
        )
    for note in looked.notes:
        print_hanging(out, Text(safe(f"  {note}"), style="quiet"), hang=4)
    if looked.trouble is None and looked.url == looked.watched.url:
        asks = f"; it asks for {_span(looked.rest)}" if looked.rest and looked.rest > looked.watched.every else ""
        print_hanging(out, Text(f"  looked at every {_span(looked.watched.every)}{asks}", style="quiet"))
    for item in looked.wanted if verbose else ():
        print_hanging(out, Text(safe(f"    {'new' if item.url in missing else 'known'}  {item.url}")), hang=10)


def _span(time: timedelta) -> str:
    seconds = int(time.total_seconds())
    for unit, size in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds % size == 0 and seconds >= size:
            return counted(seconds // size, unit)
    return counted(max(1, round(seconds / 60)), "minute")
