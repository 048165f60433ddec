"""The README and the guide: every command in them prints what stands below it."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.examples import PAGES, renewed


@pytest.mark.model
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_example_prints_what_the_page_says(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert page == renewed(page), "write it again with: make docs; then look at what changed"


def test_the_readme_tells_the_way_in_on_its_first_screen() -> None:
    first = "\n".join(PAGES[0].read_text(encoding="utf-8").splitlines()[:30])
    way_in = ("make demo", "make test", "$ sayso read", "$ sayso add", "$ sayso who")
    assert [words for words in way_in if words not in first] == []
