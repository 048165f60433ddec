"""The terminal: where output goes, how wide it is, and what the words of a page may do to it."""

from __future__ import annotations

import json
import sys
import unicodedata
from typing import Any

from rich.console import Console
from rich.theme import Theme

WIDEST = 100
"""Longer lines than this are hard to read, however wide the terminal is."""

THEME = Theme(
    {
        "headline": "bold",
        "quiet": "dim",
        "speaker": "bold cyan",
        "unresolved": "bold yellow",
        "cue": "italic",
        "words": "default",
        "bar": "cyan",
        "trouble": "yellow",
        "error": "bold red",
        "content": "underline",
        "figure": "bold",
        "mark": "yellow",
    }
)

# Directional overrides can make a terminal show words in another order than they stand on the page.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class _Pipe(Console):
    def on_broken_pipe(self) -> None:
        raise BrokenPipeError  # one place decides how a command ends: sayso.cli.exits


def console(*, stderr: bool = False) -> Console:
    """A console for standard output (or error) that never reads markup into a page's words; honours NO_COLOR and pipes."""
    made = _Pipe(stderr=stderr, theme=THEME, highlight=False, markup=False, emoji=False, soft_wrap=False)
    made.width = min(made.width, WIDEST)
    return made


def safe(words: str) -> str:
    """The words with control characters made visible, so that no page can steer the terminal; line breaks and tabs stay."""
    return "".join(_visible(c) for c in words)


def _visible(character: str) -> str:
    if character in "\n\t":
        return character
    return "\ufffd" if character in _TURNING or unicodedata.category(character) in ("Cc", "Cs") else character


def print_json(value: Any) -> None:
    """One JSON value on one line of standard output; escaped where standard output cannot hold all characters."""
    whole = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    sys.stdout.write(json.dumps(value, ensure_ascii=not whole) + "\n")
