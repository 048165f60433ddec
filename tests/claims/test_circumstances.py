"""When, through what, and whether in translation: only what the reporting clause says itself."""

import pytest

from sayso.claims.statements.circumstances import circumstances_of
from sayso.text import Span

PUBLISHED = "2025-03-13T09:00"  # a Thursday
CASES = {
    # sentence with {cue} and [content]: day meant, words of the day, medium, translated
    "Ana Ruiz {said} on Tuesday [that the dam would hold].": ("2025-03-11", "on Tuesday", None, None),
    "Ana Ruiz {told} state television late on Thursday [that the dam would hold].": (
        "2025-03-13",
        "late on Thursday",
        "told state television",
        None,
    ),
    "On 2 March, Ana Ruiz {said} in a video message [that the dam would hold].": (
        "2025-03-02",
        "On 2 March",
        "in a video message",
        None,
    ),
    "[The dam would hold], Ana Ruiz {said} yesterday.": ("2025-03-12", "yesterday", None, None),
    "Ana Ruiz {wrote} on Telegram [that the dam fell on Monday].": (None, None, "on Telegram", None),
    "A man is heard {saying} in Ukrainian: [“Nobody told them.”]": (None, None, None, "in Ukrainian"),
    "She {said} through an interpreter [that she had walked].": (None, None, None, "through an interpreter"),
    "Ana Ruiz {said} [the dam would hold until Monday].": (None, None, None, None),
    "Ana Ruiz, who left on Monday, {said} [the dam would hold].": (None, None, None, None),
    "ORLEC, March 12 (Northern Wire) - Ana Ruiz {said} [no].": (None, None, None, None),
    "People in Ukrainian-held towns {said} [no].": (None, None, None, None),
    "Ana Ruiz {said} on 30 December [that the dam would hold].": ("2024-12-30", "on 30 December", None, None),
}


@pytest.mark.parametrize("marked", CASES)
def test_circumstances(marked: str) -> None:
    text, spans, opened = "", {}, 0
    for c in marked:
        if c in "{[":
            opened = len(text)
        elif c in "}]":
            spans[c] = Span(opened, len(text))
        else:
            text += c
    found = circumstances_of(text, Span(0, len(text)), (spans["}"],), [spans["]"]], PUBLISHED)
    at = found.said_at
    assert (
        at.value if at else None,
        at.span.of(text) if at else None,
        *(pieces[0].of(text) if pieces else None for pieces in (found.medium, found.translated)),
    ) == CASES[marked]


def test_without_a_date_of_the_page_the_day_stays_open() -> None:
    text = "Ana Ruiz said on Tuesday no."
    found = circumstances_of(text, Span(0, len(text)), (Span(9, 13),), [Span(25, 27)], None).said_at
    assert found is not None
    assert (found.span.of(text), found.value) == ("on Tuesday", None)
