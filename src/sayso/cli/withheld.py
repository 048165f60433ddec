"""Withheld names: what a command's options say about them, and how somebody is told that there are some."""

from __future__ import annotations

from collections.abc import Iterable
from getpass import getuser
from pathlib import Path

from rich.console import Console
from rich.text import Text

from sayso.cli.phrases import counted
from sayso.cli.reports import print_hanging
from sayso.errors import UsageError
from sayso.ledger.address import beside
from sayso.ledger.ledger import Ledger
from sayso.ledger.veils import Veils, Wish


def wish_of(*, veil: bool, unveil: bool) -> Wish:
    """What the two options mean. Raises ``UsageError`` for both."""
    if veil and unveil:
        raise UsageError("--veil withholds names and --unveil shows them; give one of the two")
    return Wish.NEVER if unveil else Wish.ALWAYS if veil else Wish.PRISONERS


def veils_of(ledger: str | Path | None, wish: Wish, *, face: str) -> Veils:
    """The veils over what one command shows, of pages in a ledger or, with ``None``, in none."""
    by = _login_name()
    return Veils.of_settings(wish, by=by, face=face) if ledger is None else Veils.beside(beside(ledger), wish, by=by, face=face)


def withheld_on(veils: Veils, pages: Iterable[str]) -> list[str]:
    """Those of the pages shown that lie under a veil."""
    return [page for page in dict.fromkeys(pages) if page in veils.withheld]


def show_withheld(out: Console, pages: list[str]) -> None:
    """On how many pages of an answer names are withheld."""
    if pages:
        words = f"Withheld: the names of private people on {counted(len(pages), 'page')} here; {_HOW}."
        print_hanging(out, Text(words, style="quiet"))


def show_not_searched(out: Console, ledger: Ledger) -> None:
    """Where nobody of a name was found: that some names are not searched. It is said of any name, so it tells nothing of one."""
    if ledger.may_withhold():
        words = (
            "Names that are withheld, as those of prisoners of war are, are not searched; --unveil does, and notes who looked."
        )
        print_hanging(out, Text(words, style="quiet"))


_HOW = "--unveil shows them, and notes who looked"


def _login_name() -> str:
    try:
        return getuser()
    except (OSError, KeyError):  # a user that the system has no name for
        return ""
