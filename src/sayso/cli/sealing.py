"""Sealing a page of a ledger for somebody who knows what that means: asked once, told all that it did."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from getpass import getuser

from rich.console import Console
from rich.text import Text

from sayso.cli.exits import Exit
from sayso.cli.phrases import counted
from sayso.cli.reports import print_hanging
from sayso.cli.terminal import console, print_json, safe
from sayso.cli.withheld import veils_of
from sayso.errors import PageSealed, UsageError
from sayso.ledger.address import is_address
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.named import SHORT_ID
from sayso.ledger.sealing import Seal
from sayso.ledger.veils import Wish

_NAMED_AT_MOST = 5


def seal_page(path: str, name: str, *, reason: str, by: str | None, sure: bool, as_json: bool) -> Exit:
    """Withdraws the page that ``name`` means, once the one who asks for it has seen which that is, and says what was done."""
    with open_ledger(path) as ledger:
        if not sure and not _is_meant(ledger.shown(veils_of(path, Wish.PRISONERS, face="seal")), name):
            print_hanging(console(stderr=True), Text("Nothing was done."))
            return Exit.FINE
        sealed = ledger.seal(name, by=by or getuser(), reason=reason, at=datetime.now(UTC))
    if as_json:
        print_json({"ledger": path, **asdict(sealed)})
    else:
        _tell(console(), sealed)
        if is_address(path):
            words = "So are the server's write-ahead log, its archives, backups and standbys; the guide says what to do there."
            print_hanging(console(), Text(words, style="quiet"))
    return Exit.FINE


def _is_meant(ledger: Ledger, name: str) -> bool:
    """Shows which page would be sealed and asks; to finish the seal of one that is sealed already needs no asking."""
    try:
        reports = ledger.reports(name)
    except PageSealed:
        return True
    if not sys.stdin.isatty():
        raise UsageError("Sealing cannot be undone, and nobody is there to ask; if you are sure, add --yes")
    out = console(stderr=True)
    page = reports[0].page
    print_hanging(out, Text(safe(page.headline or page.name), style="headline"))
    entries = counted(sum(len(report.statements) for report in reports), "statement")
    facts = [
        page.id[:SHORT_ID],
        page.outlet,
        page.url or page.name,
        entries,
        counted(len(reports), "part") if reports[1:] else None,
    ]
    print_hanging(out, Text(safe("    " + " · ".join(fact for fact in facts if fact)), style="quiet"))
    out.print(Text("Withdraw it for good, with its archived file and all that was read off it? [y/N] "), end="")
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def _tell(out: Console, sealed: Seal) -> None:
    short = sealed.page[:SHORT_ID]
    if sealed.again:
        done = f"Page {short} was sealed on {sealed.at[:10]} by {sealed.by} ({sealed.reason}); the file was wiped again."
    else:
        done = f"Page {short} is sealed: its text, archived file, sightings, entries and index are gone from the ledger."
    print_hanging(out, Text(safe(done), style="headline"))
    if sealed.pages[1:]:
        print_hanging(out, Text(f"With it went the other pages of the same file, {counted(len(sealed.pages), 'page')} in all."))
    print_hanging(
        out, Text(safe(f"The tombstone stays: sealed by {sealed.by}, {sealed.reason}. The same file is not added again."))
    )
    if sealed.others:
        ids = ", ".join(other[:SHORT_ID] for other in sealed.others[:_NAMED_AT_MOST])
        more = f" and {len(sealed.others) - _NAMED_AT_MOST:,} more" if sealed.others[_NAMED_AT_MOST:] else ""
        left = f"Left as they are, with the same address or text: {ids}{more}. Seal each that endangers somebody too."
        print_hanging(out, Text(left, style="trouble"))
    print_hanging(
        out, Text("Copies of the ledger, exports and the pages' own files are out of reach: see to them.", style="quiet")
    )
