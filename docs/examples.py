"""The examples in the README and the guide: commands that are run, with what they print.

    python -m docs.examples            run them all and write what they print
    python -m docs.examples --check    say which print something else now, and end with 1 if any does

An example is a fenced block of ``console``: lines that begin with ``$ `` are commands, what follows is their output. They run
in a shell, in the order of the page, in an empty folder that has the repository's ``src`` in it, and a key of its own for
names that are withheld, so that their tokens are the same each time. How far long work has come is left out: that depends on
the machine.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", ROOT / "docs" / "guide.md")
COLUMNS = "100"
_KEY = "0f" * 32 + "\n"

_COURSE = re.compile(r"^(?:Linking [\d,]+ pages; [\d,]+ done so far|[\d,]+ pages done in [\d,]+ seconds)\n", re.MULTILINE)
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """One command of a page and what it prints, as the page has it."""

    command: str
    output: str


def examples_of(block: str) -> list[Example]:
    """The commands of one block with their outputs."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)[1:]
    return [Example(command, output) for command, output in zip(parts[::2], parts[1::2], strict=True)]


def run(command: str, folder: Path) -> str:
    """What the command prints on standard output and error, with trailing white space left out."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SAYSO_", "FORCE_COLOR"))}
    environment |= {
        "COLUMNS": COLUMNS,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
        "XDG_CONFIG_HOME": str(folder / "settings"),
    }
    ended = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    printed = _COURSE.sub("", ended.stdout)
    return "\n".join(line.rstrip() for line in printed.rstrip().splitlines()) + "\n" if printed.strip() else ""


def renewed(page: str) -> str:
    """The page with the output of each command as it is now."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "src").symlink_to(ROOT / "src")
        (Path(folder) / "settings" / "sayso").mkdir(parents=True)
        for key in ("sayso.db.veil-key", "settings/sayso/veil-key"):
            (Path(folder) / key).write_text(_KEY, encoding="ascii")

        def block(found: re.Match[str]) -> str:
            shown = [f"$ {e.command}\n{run(e.command, Path(folder))}" for e in examples_of(found[1])]
            return "```console\n" + "\n".join(shown) + "```"

        return _BLOCK.sub(block, page)


def main() -> int:
    """Writes or checks the pages; the number of stale ones decides the exit code."""
    only_check = "--check" in sys.argv[1:]
    stale = 0
    for path in PAGES:
        old = path.read_text(encoding="utf-8")
        new = renewed(old)
        if new != old:
            stale += 1
            if not only_check:
                path.write_text(new, encoding="utf-8")
            print(path.relative_to(ROOT), "is stale; write it again with: make docs" if only_check else "written")
    return 1 if stale and only_check else 0


if __name__ == "__main__":
    sys.exit(main())
