"""Exit codes: what a script can tell from how a command ended."""

from __future__ import annotations

import enum

from sayso.errors import LedgerError, ModelDamaged, SaysoError, SourceUnreadable, UsageError


class Exit(enum.IntEnum):
    """How a command ended."""

    FINE = 0
    UNREADABLE = 1
    USAGE = 2
    LEDGER = 3
    AUDIT = 4
    DAMAGED = 5
    BUG = 70
    INTERRUPTED = 130
    PIPE = 141


MEANING: dict[Exit, str] = {
    Exit.FINE: "All that was asked was done. A question that nothing in the ledger answers is also fine.",
    Exit.UNREADABLE: "Done, but some pages could not be read, or a file could not be opened; the output says which and why.",
    Exit.USAGE: "The command makes no sense as it stands: an unknown option, a bad date. Nothing was done.",
    Exit.LEDGER: "There is no ledger at the path, or it is damaged, too new or busy, or what was asked for is not in it.",
    Exit.AUDIT: "`sayso audit` found something that does not match; the output lists it.",
    Exit.DAMAGED: "sayso's own installation is damaged: its model is missing or does not match its checksum.",
    Exit.BUG: "An error of sayso's own; the message says how to report it.",
    Exit.INTERRUPTED: "Interrupted with Ctrl-C. Pages already added stay; the same command goes on from there.",
    Exit.PIPE: "The program that the output went to (`head`, say) stopped reading.",
}


def exit_of(error: SaysoError) -> Exit:
    """The exit code that an error ends a command with."""
    match error:
        case UsageError():
            return Exit.USAGE
        case LedgerError():
            return Exit.LEDGER
        case ModelDamaged():
            return Exit.DAMAGED
        case SourceUnreadable():
            return Exit.UNREADABLE
        case _:
            return Exit.UNREADABLE
