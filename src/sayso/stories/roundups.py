"""Roundups: pages that tell of several events, such as a live page, a morning briefing or *what we know on the tenth day*.

Such a page shares something with the pages of every event that it tells of, and would join them all into one story.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from sayso.page.page import Page
from sayso.stories.telling import READ_FOR_EVENTS, opening_of

_HEAD, _PROGRAMME = 160, 300
"""Characters of the text that stand for a headline where there is none, and in which a programme says what it is."""
_STAMPS = 4
"""So many paragraphs of a page begin with a time of day if it was written as things went on."""
_STAMP = re.compile(r"(?:\d+[hm] ago\s*)?\d{1,2}[.:]\d{2}(?!\d)")


def is_roundup(page: Page) -> bool:
    """Whether a page says of itself that it tells of several events, or is written as one."""
    headline, text = opening_of(page)
    head = headline or text[:_HEAD]
    for kind, pattern in _patterns():
        if pattern.search(text[:_PROGRAMME] if kind == "programme" else head):
            return True
    starts = (b.span.of(page.text) for b in page.blocks_for_claims() if b.role in READ_FOR_EVENTS)
    return sum(_STAMP.match(start) is not None for start in starts) >= _STAMPS


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    lines = files("sayso.stories").joinpath("roundups.tsv").read_text(encoding="utf-8").splitlines()
    found = (line.split("\t") for line in lines if not line.startswith("#"))
    return tuple((kind, re.compile(pattern, re.IGNORECASE | re.MULTILINE)) for kind, pattern, _example in found)
