"""The command line: arguments, output, exit codes."""


def main() -> None:
    """The entry point of the ``sayso`` command."""
    from sayso.cli.app import app

    app(prog_name="sayso")
