"""The README and the guide: every command in them prints what stands below it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sayso
from docs.examples import PAGES, ROOT, renewed


@pytest.mark.model
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_example_prints_what_the_page_says(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert page == renewed(page), "write it again with: make docs; then look at what changed"


def test_the_readme_tells_the_way_in_on_its_first_screen() -> None:
    first = "\n".join(PAGES[0].read_text(encoding="utf-8").splitlines()[:30])
    way_in = ("make demo", "make test", "$ sayso read", "$ sayso add", "$ sayso who")
    assert [words for words in way_in if words not in first] == []


@pytest.mark.model
def test_the_python_in_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "src").symlink_to(ROOT / "src")
    made = re.search(r"sayso demo --ledger (\S+)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert made
    with sayso.open_ledger(made[1], create=True) as ledger:
        sayso.add(ledger, "src/sayso/sample/2025-03-11/meridian-dam-burst.html")
    [code] = re.findall(r"^```python\n(.*?)^```$", PAGES[0].read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    exec(code, {})
    assert re.search(r"^2025-03-11T12:42\S* Meridian Press \S", capsys.readouterr().out, re.MULTILINE)
