"""Linking for somebody who looks on: what many pages tell together is brought up to date with them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rich.text import Text

from sayso.cli.exits import Exit
from sayso.cli.phrases import counted
from sayso.cli.progress import progress
from sayso.cli.reports import print_hanging
from sayso.cli.terminal import console, print_json, safe
from sayso.errors import LedgerBusy
from sayso.ledger.ledger import Ledger, open_ledger

if TYPE_CHECKING:
    from sayso.stories.linking import Linked


def bring_up_to_date(ledger: Ledger, *, anew: bool = False) -> Linked:
    """Links all pages that are not linked yet; that is long work if there are many, so it tells how far it has come."""
    from sayso.stories.linking import link

    with progress("Linking", "pages") as on_done:
        return link(ledger, anew=anew, on_page=on_done)


def link_pages(path: str, *, anew: bool, watch: float | None, as_json: bool) -> Exit:
    """Links the pages of the ledger at the path; with ``watch`` again after so many seconds, until Ctrl-C."""
    with open_ledger(path) as ledger:
        try:
            linked = bring_up_to_date(ledger, anew=anew)
            _tell(linked, path, as_json=as_json)
            while watch is not None:
                time.sleep(watch)
                try:
                    linked = bring_up_to_date(ledger)
                except LedgerBusy:  # somebody adds a long page; there is time
                    continue
                if linked.pages or linked.forgotten:
                    _tell(linked, path, as_json=as_json)
        except KeyboardInterrupt:
            return Exit.FINE if watch is not None else Exit.INTERRUPTED  # what is linked stays, and the rest goes on from there
    return Exit.FINE


def _tell(linked: Linked, path: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"ledger": path, "pages": linked.pages, "forgotten": linked.forgotten, "anew": linked.anew})
        return
    out = console()
    done = f"{counted(linked.pages, 'page')} of {path} linked" if linked.pages else f"All pages of {path} are linked already"
    print_hanging(out, Text(safe(f"{done}."), style="headline"))
    if linked.forgotten:
        gone = f"{counted(linked.forgotten, 'page')} read again, sealed or replaced since: the old links are gone"
        print_hanging(out, Text(f"{gone}.", style="quiet"))
    if linked.pages:
        print_hanging(out, Text("See: sayso stories, origins, changes, dossiers, disputes, series, who", style="quiet"))
