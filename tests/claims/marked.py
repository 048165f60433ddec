"""Texts with a reading marked in them, so that a case can be read at a glance.

``<s1>The mayor</s1> <c1>said</c1> <t1>the bridge was closed</t1>`` marks source, cue and content of the first attribution.
Paragraphs are lines.
"""

import re

from sayso.claims.statement import Statement
from sayso.claims.statements.statements import statements_of
from sayso.page.page import Block, Page, Role, State
from sayso.reading.reading import Attribution, Reading
from sayso.text import Span, digest

_TAG = re.compile(r"<(/?)([sct])(\d+)>")


def read(marked: str, *, roles: dict[int, Role] | None = None) -> tuple[Page, tuple[Statement, ...]]:
    """The page and the statements of a marked text; ``roles`` gives blocks by number another role than body."""
    text, spans, opened, at = "", {}, {}, 0
    for m in _TAG.finditer(marked):
        text += marked[at : m.start()]
        at = m.end()
        key = (int(m[3]), m[2])
        if m[1]:
            spans.setdefault(key, []).append(Span(opened.pop(key), len(text)))
        else:
            opened[key] = len(text)
    text += marked[at:]
    blocks = tuple(
        Block(Span(m.start(), m.end()), (roles or {}).get(i, Role.BODY)) for i, m in enumerate(re.finditer(r"[^\n]+", text))
    )
    page = Page("case", digest(text), text, blocks, State.READ, "test")
    found = [
        Attribution(*(tuple(spans.get((n, part), ())) for part in "sct"))
        for n in sorted({n for n, _ in spans})
        if (n, "t") in spans
    ]
    return page, statements_of(page, Reading(tuple(found), "by hand"))


def told(marked: str, **kwargs: dict[int, Role] | None) -> list[tuple[str, str, str | None, list[str]]]:
    """Of each statement: kind, stance, speaker's name, pieces of content."""
    page, statements = read(marked, **kwargs)
    return [(s.kind.value, s.stance.value, s.speaker.name, [p.of(page.text) for p in s.content]) for s in statements]
