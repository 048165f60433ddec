"""Forms of reporting, from a text to its statements: the shipped model and the rules after it together.

The cases lie in ``forms/``: a name, the text, and after ``--`` every statement of it, one a line: source, cue and content
(``-`` where there is none, ``[…]`` between pieces), kind and stance, and ``in 1`` where it stands within the first. Empty lines
part paragraphs. ``fails:`` under the name says why a case is known to fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import sayso
from sayso.text import words_of

FORMS = Path(__file__).parent / "forms"


def cases() -> Iterator[object]:
    """Name, text and expected statements of every case."""
    for path in sorted(FORMS.glob("*.txt")):
        for case in re.split(r"(?m)^# ", path.read_text(encoding="utf-8"))[1:]:
            name, body = case.split("\n", 1)
            reason = re.match(r"fails: (.+)\n", body)
            text, expected = (body[reason.end() :] if reason else body).split("\n--", 1)
            marks = [pytest.mark.xfail(reason=reason[1], strict=False)] if reason else []
            yield pytest.param(text, expected.strip().splitlines(), id=f"{path.stem}: {name}", marks=marks)


def statements(text: str) -> list[str]:
    """Every statement of a text, one a line, as the cases have them."""
    report = sayso.read_text(text)
    number = {s.id: n for n, s in enumerate(report.statements, 1)}
    lines = []
    for s in report.statements:
        spans = (words_of(p, report.page.text).replace("\n\n", " […] ") or "-" for p in (s.source, s.cue, s.content))
        within = f" | in {number[s.within]}" if s.within else ""
        lines.append(" | ".join([*spans, f"{s.kind.value} {s.stance.value}"]) + within)
    return lines


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_form(text: str, expected: list[str]) -> None:
    assert statements(text) == expected
