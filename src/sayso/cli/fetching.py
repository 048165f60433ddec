"""Fetching for somebody who looks on: what came, what did not change, and what failed and why."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from sayso.cli.adding import NAMED_AT_MOST, Course, show_course
from sayso.cli.exits import Exit, say
from sayso.cli.phrases import counted, unread_of
from sayso.cli.progress import progress
from sayso.cli.reports import print_hanging
from sayso.cli.terminal import console, print_json, safe
from sayso.errors import SourceUnreadable, UsageError
from sayso.gathering import Gathered, gather
from sayso.ledger.address import is_address
from sayso.ledger.ledger import open_ledger
from sayso.pipeline import Added
from sayso.reading.reader import Reader
from sayso.sources.fetch.addresses import unasked
from sayso.sources.fetch.fetched import Failure, Fetched, Outcome
from sayso.sources.fetch.settings import Settings

_LARGEST_LIST = 64 * 1024 * 1024

WHY: dict[Failure, str] = {
    Failure.ADDRESS: "no address that can be fetched",
    Failure.REFUSED: "on a private network",
    Failure.ROBOTS: "kept from programs by robots.txt",
    Failure.NAME: "without a host of that name",
    Failure.CONNECTION: "without a connection",
    Failure.TLS: "without proof of who the server is",
    Failure.TIME: "too slow",
    Failure.SIZE: "too large, or empty",
    Failure.CODING: "damaged on the way",
    Failure.REDIRECTS: "leading round or nowhere",
    Failure.STATUS: "refused by the server",
    Failure.SEALED: "sealed in this ledger",
}
"""What to call the addresses that failed."""


def fetch_pages(given: Sequence[str], path: str, settings: Settings, *, verbose: bool, as_json: bool) -> Exit:
    """Fetches all addresses into the ledger at the path, and says what became of them."""
    urls, malformed = addresses_in(given)
    course = Course()
    if (refused := _refused(urls, settings, path)) is not None:
        gathered = Gathered(failed=[*malformed, *refused])
        if as_json:
            print_json(_as_json(gathered, course, path))
        else:
            _show_fetched(console(), gathered, verbose=verbose)
        return Exit.UNREADABLE
    reader = Reader.load()
    with open_ledger(path, create=True) as ledger, progress("Fetching", "pages") as on_done:
        done = 0

        def on_fetch(fetched: Fetched) -> None:
            nonlocal done
            done += 1
            on_done(done, len(urls))

        def on_page(added: Added) -> None:
            course.note(added)

        gathered = gather(ledger, urls, reader, settings, on_page=on_page, on_fetch=on_fetch, on_note=say)
    gathered.failed[:0] = malformed
    course.summary = gathered.summary
    if as_json:
        print_json(_as_json(gathered, course, path))
    else:
        _show(console(), gathered, course, path, verbose=verbose)
    return Exit.UNREADABLE if course.ended is Exit.FINE and gathered.failed else course.ended


def _refused(urls: Sequence[str], settings: Settings, path: str) -> list[Fetched] | None:
    """Why none of the addresses is asked, if their writing tells; no ledger is made for that. ``None`` where there is one."""
    if is_address(path) or Path(path).exists():
        return None
    now = datetime.now(UTC)
    refused: list[Fetched] = []
    for url in urls:
        if (failed := unasked(url, allow_private=settings.allow_private, at=now)) is None:
            return None
        refused.append(failed)
    return refused


def addresses_in(given: Sequence[str]) -> tuple[list[str], list[Fetched]]:
    """The addresses that are given, and those in files and on standard input: one a line, but for empty lines and remarks (#).

    Beside them, what was given that is neither an address nor a file, as failures: it does not stop the others.

    Raises:
        SourceUnreadable: nothing that was given is an address or a file.
        UsageError: there are no addresses at all.
    """
    found: list[str] = []
    malformed: list[Fetched] = []
    for word in given:
        if "://" in word:
            found.append(word)
            continue
        try:
            data = sys.stdin.buffer.read(_LARGEST_LIST) if word == "-" else _read(Path(word).expanduser())
        except OSError as error:
            words = f"no address and no file with addresses ({error.strerror}); an address begins with https://"
            malformed.append(Fetched(word, word, datetime.now(UTC), Outcome.FAILED, failure=Failure.ADDRESS, trouble=words))
            continue
        lines = (line.strip() for line in data.decode("utf-8-sig", "replace").splitlines())
        found += [line.split()[0] for line in lines if line and not line.startswith("#")]
    if not found and malformed:
        raise SourceUnreadable("\n".join(f"{failed.asked} is {failed.trouble}" for failed in malformed))
    if not found:
        raise UsageError("There is no address to fetch; give some, or a file with one a line")
    return list(dict.fromkeys(found)), malformed


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LARGEST_LIST)


def _show(out: Console, gathered: Gathered, course: Course, path: str, *, verbose: bool) -> None:
    _show_fetched(out, gathered, verbose=verbose)
    show_course(out, course, path, verbose=verbose)


def _show_fetched(out: Console, gathered: Gathered, *, verbose: bool) -> None:
    asked = gathered.got + gathered.unchanged + len(gathered.failed)
    facts = [f"{counted(gathered.got, 'page')} came"] if gathered.got else []
    facts += [f"{counted(gathered.unchanged, 'page')} had not changed"] if gathered.unchanged else []
    facts += [f"{counted(len(gathered.failed), 'address', 'addresses')} failed"] if gathered.failed else []
    facts += (
        [f"{gathered.skipped + gathered.adopted:,} were there from before it was broken off"] if gathered.summary.resumed else []
    )
    fetched = f"Fetched {counted(asked, 'address', 'addresses')}"
    print_hanging(out, Text(safe(f"{fetched}: {', '.join(facts)}." if facts else f"{fetched}."), style="headline"))
    groups: dict[Failure, list[Fetched]] = {}
    for failed in gathered.failed:
        groups.setdefault(failed.failure or Failure.CONNECTION, []).append(failed)
    for failure, those in sorted(groups.items(), key=lambda group: -len(group[1])):
        print_hanging(out, Text(f"  {len(those):,} {WHY[failure]}:", style="trouble"))
        for failed in those if verbose else those[:NAMED_AT_MOST]:
            print_hanging(out, Text(safe(f"    {failed.asked} — {failed.trouble}"), style="trouble"), hang=6)
        if not verbose and those[NAMED_AT_MOST:]:
            more = len(those) - NAMED_AT_MOST
            print_hanging(out, Text(f"    and {more:,} more, named with --verbose", style="trouble"))


def _as_json(gathered: Gathered, course: Course, path: str) -> dict[str, object]:
    summary = gathered.summary
    return {
        "ledger": path,
        "got": gathered.got,
        "unchanged": gathered.unchanged,
        "failed": [
            {
                "asked": failed.asked,
                "url": failed.url,
                "status": failed.status,
                "failure": failed.failure.value if failed.failure else None,
                "trouble": failed.trouble,
                "retry_at": failed.retry_at.isoformat() if failed.retry_at else None,
            }
            for failed in gathered.failed
        ],
        "done_before": gathered.skipped + gathered.adopted,
        "pages": summary.pages,
        "readings": summary.readings,
        "statements": summary.statements,
        "seen_again": summary.sightings,
        "states": {state.value: number for state, number in summary.states.items()},
        "not_read": [unread_of(page) for pages in course.unread.values() for page in pages],
        "troubles": [{"name": t.name, "seen": t.seen, "words": t.words} for t in summary.troubles],
        "notes": gathered.notes,
        "resumed": summary.resumed,
        "interrupted": summary.interrupted,
    }
