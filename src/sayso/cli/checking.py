"""Checking a ledger: what was looked at, and what does not match."""

from __future__ import annotations

from dataclasses import asdict

from rich.text import Text

from sayso.cli.exits import Exit
from sayso.cli.phrases import counted
from sayso.cli.reports import print_hanging
from sayso.cli.terminal import console, print_json, safe
from sayso.errors import LedgerDamaged
from sayso.ledger.integrity import AuditResult, Fault, FaultKind, audit
from sayso.ledger.ledger import open_ledger


def check(path: str, *, as_json: bool) -> Exit:
    """Audits the ledger at the path and shows every fault."""
    try:
        with open_ledger(path) as ledger:
            result = audit(ledger)
    except LedgerDamaged as error:  # it cannot even be opened: a finding, not a failure to look
        result = AuditResult((Fault(FaultKind.FILE, "the file", str(error)),), 0, 0, 0, 0, 0, head="")
    if as_json:
        print_json({"ledger": path, "sound": result.sound, **asdict(result)})
        return Exit.FINE if result.sound else Exit.AUDIT
    out = console()
    looked = [
        counted(result.blobs, "archived file"),
        counted(result.sightings, "sighting"),
        counted(result.pages, "page"),
        counted(result.readings, "reading"),
        counted(result.statements, "statement"),
        *(counted(found, what) for found, what in ((result.figures, "figure"), (result.marks, "mark")) if found),
        *([counted(result.fetches, "fetch", "fetches")] if result.fetches else []),
    ]
    for fault in result.faults:
        print_hanging(out, Text(safe(f"{fault.where}: {fault.words}"), style="error"), hang=4)
    verdict = (
        "everything matches"
        if result.sound
        else f"{counted(len(result.faults), 'thing does', 'things do')} not match, listed above"
    )
    print_hanging(out, Text(safe(f"{path}: {verdict}."), style="headline" if result.sound else "error"))
    print_hanging(out, Text(f"Recomputed: {', '.join(looked)}.", style="quiet"))
    if any(fault.kind is not FaultKind.INDEX for fault in result.faults):
        print_hanging(out, Text("Restore the ledger from a copy, and add to that what has come since.", style="quiet"))
    if result.head:
        print_hanging(out, Text(f"Head of all chains, to be written down elsewhere: {result.head}", style="quiet"))
    return Exit.FINE if result.sound else Exit.AUDIT
