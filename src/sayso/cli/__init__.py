"""The command line: arguments, output, exit codes."""

import sys


def main() -> None:
    """The entry point of the ``sayso`` command."""
    try:
        from sayso.cli.app import app

        for stream in (sys.stdout, sys.stderr):  # a terminal without these characters shows a ? for them
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
        app(prog_name="sayso")
    except KeyboardInterrupt:  # before any command has begun, or after it has ended
        sys.exit(130)
