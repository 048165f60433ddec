"""Options that several commands of ``sayso`` have, and what they may be given."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, TypeVar

import typer

from sayso.claims.statement import Stance, StatementKind
from sayso.errors import UsageError

DEFAULT_LEDGER = "sayso.db"

Targets = Annotated[
    list[str],
    typer.Argument(metavar="PAGE", help="A file, an address, a folder, a glob in quotes, an archive, or - for standard input."),
]


def _there(path: str) -> str:
    """The path, if a ledger lies there: said at once, before all that answers from one is loaded."""
    from sayso.ledger.file import refuse_if_missing

    refuse_if_missing(path)
    return _unsecret(path)


def _unsecret(path: str) -> str:
    """The path or URL as it may be shown: a password in it is kept apart."""
    from sayso.ledger.address import put_aside_password

    return put_aside_password(path)


def _dated(asked: str | None) -> str | None:
    """The date as it is given, if it is one."""
    from sayso.ledger.dates import date_of

    if asked is not None:
        date_of(asked)
    return asked


def _one_of(option: str, among: type[StrEnum]) -> Callable[[list[str] | None], list[str] | None]:
    """What an option is given, if it is of these values: said before a ledger is looked for."""

    def known(given: list[str] | None) -> list[str] | None:
        chosen(option, given, among)
        return given

    return known


_LEDGER_HELP = "The file that the ledger is kept in, or the URL of a PostgreSQL database: postgresql://user@host/name."
LedgerPath = Annotated[
    str, typer.Option("--ledger", "-l", metavar="PATH", envvar="SAYSO_LEDGER", callback=_there, help=_LEDGER_HELP)
]
NewLedgerPath = Annotated[
    str, typer.Option("--ledger", "-l", metavar="PATH", envvar="SAYSO_LEDGER", callback=_unsecret, help=_LEDGER_HELP)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Outlet = Annotated[list[str] | None, typer.Option("--outlet", metavar="NAME", help="Published by an outlet of this name.")]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="DATE", callback=_dated, help="Published on this date or later: 2025-03-11, 2025-03 or 2025."
    ),
]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", callback=_dated, help="Published on this date or earlier.")]
AsOfSince = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="DATE", callback=_dated, help="Of this date or later, by its words or else by its page: 2025-03-11."
    ),
]
AsOfUntil = Annotated[str | None, typer.Option("--until", metavar="DATE", callback=_dated, help="Of this date or earlier.")]
ChangedSince = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", callback=_dated, help="Changed on this date or later: 2025-03-11, 2025-03 or 2025."),
]
ChangedUntil = Annotated[
    str | None, typer.Option("--until", metavar="DATE", callback=_dated, help="Changed on this date or earlier.")
]
Ids = Annotated[bool, typer.Option("--ids", help="End each entry with the first eight digits of its id, which sayso cite takes.")]
Why = Annotated[bool, typer.Option("--why", help="Show also the reasons: why entries are linked, and the words that say so.")]
StanceIs = Annotated[
    list[str] | None,
    typer.Option(
        "--stance", metavar="STANCE", callback=_one_of("--stance", Stance), help=f"How the cue reports: {', '.join(Stance)}."
    ),
]
KindIs = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        callback=_one_of("--kind", StatementKind),
        help=f"All, none or some of it in quotation marks: {', '.join(StatementKind)}.",
    ),
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
