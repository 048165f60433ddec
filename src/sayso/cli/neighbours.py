"""The commands for other tools."""

from __future__ import annotations

import typer

from sayso.cli.exits import Command
from sayso.cli.options import DEFAULT_LEDGER, LedgerPath, examples

app = typer.Typer()


@app.command(cls=Command, epilog=examples("sayso mcp --ledger desk.db"))
def mcp(ledger: LedgerPath = DEFAULT_LEDGER) -> None:
    """Serve a ledger to an assistant, over standard input and output (Model Context Protocol).

    The assistant can search statements and figures, ask who said what, see disputes, and cite, but change nothing; so it can
    quote the ledger rather than invent. Name this command, with the full path of the ledger, in the assistant's settings. Names
    of private people are withheld on pages that show prisoners of war. Needs sayso[mcp].
    """
    from sayso.neighbours.assistants import serve

    serve(ledger)
