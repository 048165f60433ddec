"""The words by which a figure says of itself that it can, or cannot, be set against another."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources

from sayso.text import Span


@dataclass(frozen=True, slots=True)
class Words:
    """A figure's surroundings: what stands before and after its number in its sentence."""

    before: str
    after: str

    @property
    def clause(self) -> str:
        """The clause that the number stands in, the number as ``#``."""
        return f"{_CLAUSE.split(self.before)[-1]}#{_CLAUSE.split(self.after, maxsplit=1)[0]}"

    def clause_at(self, number: Span) -> Span:
        """Where that clause stands, if the number stands there."""
        before, _, after = self.clause.partition("#")
        return Span(number.start - len(before), number.end + len(after))

    def has(self, name: str) -> bool:
        """Whether some line of that name of the table is met."""
        return any(pattern.search(self._at(where)) for where, pattern in patterns().get(name, ()))

    def _at(self, where: str) -> str:
        match where:
            case "before":
                return _CLAUSE_HARD.split(self.before)[-1]
            case "after":
                return self.after
            case "clause":
                return self.clause
            case _:
                return f"{self.before}#{self.after}"


_CLAUSE = re.compile(r"(?<!\d)[,](?!\d)|[;:\n]|\s[–—-]\s|\b(?:while|but|whereas|although)\b")
_CLAUSE_HARD = re.compile(r"[;\n]")


def set_against(between: str) -> bool:
    """Whether the words between two numbers set one against the other."""
    return any(pattern.search(between) for _, pattern in patterns()["against"])


@functools.cache
def patterns() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """The names of the table, each with where it is looked for and its patterns."""
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for name, where, pattern, _ in rows():
        found.setdefault(name, []).append((where, re.compile(pattern, re.IGNORECASE)))
    return {name: tuple(lines) for name, lines in found.items()}


def rows() -> list[list[str]]:
    """The lines of the table, without those for people."""
    text = resources.files("sayso.stories.disputes.figures").joinpath("words.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
