"""The command line: arguments, output, exit codes."""

import sys


def main() -> None:
    """The entry point of the ``sayso`` command."""
    from sayso.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal without these characters shows a ? for them
    app(prog_name="sayso")
