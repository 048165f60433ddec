"""Writes the generated pages of ``docs/``: the reference of the command line from its commands, that of exports from their code.

python -m docs.generate            write them
python -m docs.generate --check    say which are stale, and end with 1 if any is
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import typer

from docs.exports import exports
from sayso.cli.app import app
from sayso.cli.exits import MEANING

HERE = Path(__file__).parent


def reference() -> str:
    """The command line as Markdown: each command with its arguments, options and examples, then the exit codes."""
    root: Any = typer.main.get_command(app)
    parts = [
        "<!-- Written by `make docs` from src/sayso/cli; changes made here are lost. -->",
        "# The command line",
        _plain(root.help),
        "\n".join(f"- [`sayso {name}`](#sayso-{name}): {_first(command.help)}" for name, command in root.commands.items()),
        *(part for name, command in root.commands.items() for part in _command(name, command)),
        "## Exit codes",
        "| code | meaning |\n| --- | --- |\n" + "\n".join(f"| {code.value} | {meaning} |" for code, meaning in MEANING.items()),
    ]
    return "\n\n".join(parts) + "\n"


def _command(name: str, command: Any) -> list[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and not p.hidden]
    usage = " ".join(["sayso", name, *("[OPTIONS]" for _ in options[:1]), *(_argument(a) for a in arguments)])
    parts = [f"## sayso {name}", _plain(command.help), f"```\n{usage}\n```"]
    rows = [f"| `{_argument(a)}` | {a.help} |" for a in arguments]
    rows += [f"| `{', '.join(o.opts)}{' ' + o.metavar if o.metavar else ''}` | {o.help}{_default(o)} |" for o in options]
    if rows:
        parts.append("| | |\n| --- | --- |\n" + "\n".join(rows))
    if command.epilog:
        parts.append("```\n" + _plain(command.epilog).removeprefix("Examples:\n").replace("\n  ", "\n").strip() + "\n```")
    return parts


def _argument(argument: Any) -> str:
    return f"{argument.metavar}{'...' if argument.nargs == -1 else ''}"


def _default(option: Any) -> str:
    environment = f" In the environment: `{option.envvar}`." if option.envvar else ""
    shown = option.default not in (None, False, "") and not callable(option.default)
    return environment + (f" Without it: `{getattr(option.default, 'value', option.default)}`." if shown else "")


def _plain(words: str | None) -> str:
    return (words or "").replace("\b\n", "").replace("\b", "").strip()


def _first(words: str | None) -> str:
    return " ".join(_plain(words).split("\n\n")[0].split())


PAGES = {HERE / "cli.md": reference, HERE / "exports.md": exports}


def main() -> int:
    """Writes or checks all pages; the number of stale ones decides the exit code."""
    stale = [path for path, make in PAGES.items() if not path.exists() or path.read_text(encoding="utf-8") != make()]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"docs/{path.name} is stale; write it again with: make docs")
        return 1 if stale else 0
    for path in stale:
        path.write_text(PAGES[path](), encoding="utf-8")
        print(f"wrote docs/{path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
