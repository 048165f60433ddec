"""Every page of the sample is read as ``tests/sample/expected.json`` says that a person reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sayso.page.html import pages_from_html
from sayso.page.page import Document, Kind, Page, Role

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "src" / "sayso" / "sample"
EXPECTED: list[dict[str, Any]] = json.loads((ROOT / "tests" / "sample" / "expected.json").read_text(encoding="utf-8"))

NOT_ON_THE_PAGE = {
    "2025-03-13/halvery-voice-list.html": ("halveryvoice.example", "the page is empty: only its address names the outlet"),
    "2025-03-13/lenna-monitor-how-we-counted.html": (
        "lennamonitor.example",
        "only the masthead, which nothing marks as one, names it",
    ),
}
"""What is read as the outlet where nothing on the page says its name, and why."""


def squeezed(words: str | None) -> str | None:
    return None if words is None else " ".join(words.split())


def read(file: str) -> list[Page]:
    return pages_from_html(Document((SAMPLE / file).read_bytes(), Kind.HTML, Path(file).stem, file))


def shown(page: Page) -> dict[str, Any]:
    """A page in the form of ``expected.json``."""
    words = {role: [squeezed(each) for each in page.words(role)] for role in Role}
    body = words[Role.BODY] if page.blocks_for_claims() or page.state.value == "not-english" else []
    return {
        **{name: getattr(page, name) for name in ("outlet", "url", "headline", "published", "modified", "language")},
        "authors": list(page.authors),
        "state": page.state.value,
        "standfirst": next(iter(words[Role.STANDFIRST]), None),
        "captions": words[Role.CAPTION],
        "credits": words[Role.CREDIT],
        "first_paragraph": body[0] if body else None,
        "last_paragraph": body[-1] if body else None,
        "embeds": [
            {"author": block.author, "time": block.time, "text": squeezed(block.span.of(page.text))}
            for block in page.blocks
            if block.role is Role.EMBED
        ],
    }


@pytest.mark.parametrize("expected", EXPECTED, ids=[page["file"] for page in EXPECTED])
def test_a_page_of_the_sample(expected: dict[str, Any]) -> None:
    page = read(expected["file"])[0]
    found = shown(page)
    if expected["file"] in NOT_ON_THE_PAGE:
        assert found["outlet"] == NOT_ON_THE_PAGE[expected["file"]][0]
        found["outlet"] = expected["outlet"]
    assert found == {name: squeezed_all(expected[name]) for name in found}
    claims = " ".join(block.span.of(page.text) for block in page.blocks_for_claims())
    assert [words for words in expected["not_read"] if words in (squeezed(claims) or "")] == []


def squeezed_all(value: Any) -> Any:
    if isinstance(value, str):
        return squeezed(value)
    return [squeezed_all(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("expected", [p for p in EXPECTED if "entries" in p], ids=lambda page: page["file"])
def test_entries_of_a_live_page(expected: dict[str, Any]) -> None:
    found = [
        {
            "id": page.part,
            "time": page.published,
            "author": next(iter(page.authors), None),
            "heading": page.headline,
            "first_paragraph": squeezed(page.words(Role.BODY)[0]),
            "last_paragraph": squeezed(page.words(Role.BODY)[-1]),
        }
        for page in read(expected["file"])[1:]
    ]
    assert found == expected["entries"]
