"""Options that several commands of ``sayso`` have, and what they may be given."""

from __future__ import annotations

from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, TypeVar

import typer

from sayso.claims.statement import Stance, StatementKind
from sayso.errors import UsageError

DEFAULT_LEDGER = "sayso.db"

Targets = Annotated[
    list[str],
    typer.Argument(metavar="PAGE", help="A file, a folder, a glob in quotes, an archive of articles, or - for standard input."),
]
LedgerPath = Annotated[
    str, typer.Option("--ledger", "-l", metavar="PATH", envvar="SAYSO_LEDGER", help="The file that the ledger is kept in.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Outlet = Annotated[list[str] | None, typer.Option("--outlet", metavar="NAME", help="Published by an outlet of this name.")]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Published on this date or later: 2025-03-11, 2025-03 or 2025.")
]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Published on this date or earlier.")]
StanceIs = Annotated[
    list[str] | None, typer.Option("--stance", metavar="STANCE", help=f"How the cue reports: {', '.join(Stance)}.")
]
KindIs = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="KIND", help=f"All, none or some of it in quotation marks: {', '.join(StatementKind)}."),
]
MinConfidence = Annotated[
    float,
    typer.Option(
        "--min-confidence",
        metavar="SHARE",
        min=0,
        max=1,
        show_default=False,
        help="Only what is read with at least this confidence: 0.9 means that nine in ten such readings are right.",
    ),
]
Limit = Annotated[int, typer.Option("--limit", "-n", metavar="N", min=0, help="Show so many at most; 0 shows all.")]

Veil = Annotated[
    bool,
    typer.Option("--veil", help="Withhold the names of private captives, dead and children on all pages, whoever they are."),
]
Unveil = Annotated[
    bool, typer.Option("--unveil", help="Show the names that are withheld where prisoners of war are; it is noted who looked.")
]


def examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


_Choice = TypeVar("_Choice", bound=StrEnum)


SORTS = {
    "dead": "killed",
    "deaths": "killed",
    "died": "killed",
    "wounded": "injured",
    "hurt": "injured",
    "arrested": "held",
    "captured": "held",
    "prisoners": "held",
    "detained": "held",
    "refugees": "displaced",
    "homeless": "displaced",
    "evacuated": "displaced",
}
"""Words that somebody may well ask with, and the sorts that they mean."""


def chosen(option: str, given: list[str] | None, among: type[_Choice]) -> tuple[_Choice, ...] | None:
    """The values that an option names. Raises ``UsageError`` for what is none of them."""
    known = {value.value: value for value in among}
    for word in given or ():
        if word.casefold() not in known:
            close = get_close_matches(word.casefold(), known, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            raise UsageError(f"{option}: {word!r} is not one of {', '.join(known)}{hint}")
    return tuple(known[word.casefold()] for word in given) if given else None
