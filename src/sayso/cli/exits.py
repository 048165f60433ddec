"""Exit codes: what a script can tell from how a command ended."""

from __future__ import annotations

import enum
import os
import sys
from collections import Counter
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from sayso.errors import ExtraMissing, LedgerError, ModelDamaged, SaysoError, SourceUnreadable, UsageError


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
    Exit.USAGE: "The command makes no sense as it stands: an unknown option, a date that never was. Nothing was done.",
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
        case UsageError() | ExtraMissing():
            return Exit.USAGE
        case LedgerError():
            return Exit.LEDGER
        case ModelDamaged():
            return Exit.DAMAGED
        case SourceUnreadable():
            return Exit.UNREADABLE
        case _:
            return Exit.UNREADABLE


class Command(TyperCommand):
    """A command that refuses an option given twice, where all but the last would be lost without a word.

    It also says which option a word may belong to that stands alone where none is taken.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments as the command takes them; ends with a usage error if one that can be given once is there twice."""
        _, left, given = self.make_parser(ctx).parse_args(args=list(args))
        options = [p.opts[0] for p in self.params if p.param_type_name == "option"]
        if left and len(options) == len(self.params):
            ctx.fail(f"{left[0]!r} stands alone; put before it what it is: {' or '.join(options[:2])}")
        for param, times in Counter(p for p in given if p.param_type_name == "option").items():
            if times > 1 and not param.multiple and not getattr(param, "is_flag", False):
                ctx.fail(f"{param.opts[0]} is given {times} times; give it once")
        return super().parse_args(ctx, args)


_LAST = ("audit", "seal", "demo")


class Commands(TyperGroup):
    """The group of all commands: ends each of them with a message and a code, never with a traceback for what a user did."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All commands: those for every day first, those for keeping the ledger last."""
        return sorted(super().list_commands(ctx), key=lambda name: name in _LAST)

    def invoke(self, ctx: Any) -> Any:
        """Runs the command; what it raises becomes a message on standard error and an exit code."""
        try:
            ended = super().invoke(ctx)
            sys.stdout.flush()  # a reader that has gone shows here, not after the end
            return ended
        except SaysoError as error:
            say(str(error))
            raise typer.Exit(exit_of(error)) from error
        except KeyboardInterrupt as stop:
            say(str(stop) or "Interrupted.")
            raise typer.Exit(Exit.INTERRUPTED) from stop
        except BrokenPipeError as gone:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or Python complains again when it closes standard output
            raise typer.Exit(Exit.PIPE) from gone
        except Exception as bug:
            if isinstance(bug, typer.Exit | typer.Abort) or hasattr(bug, "exit_code") or os.environ.get("SAYSO_DEBUG"):
                raise
            say(
                f"sayso met an error of its own: {type(bug).__name__}: {bug}\n"
                "Please report it with the command that you gave; SAYSO_DEBUG=1 before the command shows all of it."
            )
            raise typer.Exit(Exit.BUG) from bug


def say(message: str) -> None:
    """A message on standard error, apart from the output."""
    from sayso.cli.terminal import console, safe

    console(stderr=True).print(safe(message), style="error", soft_wrap=True)
