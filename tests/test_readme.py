"""The README and the guide: every command in them prints what stands below it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import sayso
from docs.examples import PAGES, ROOT, examples_of, renewed
from tests.site import Site

GUIDE = PAGES[1]


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


@pytest.mark.model
def test_the_python_in_the_guide_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with sayso.open_ledger("sayso.db", create=True) as ledger:
        sayso.add(ledger, str(ROOT / "src" / "sayso" / "sample" / "2025-03-11" / "meridian-dam-burst.html"))
    printed = []
    for code in re.findall(r"^```python\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        exec(code, {})
        printed.append(capsys.readouterr().out)
    frames, spacy = printed
    assert "At least 31" in frames
    assert spacy == "Milena Corvath | At least 31 people were killed in Halvery\nInterior Minister\n"


@pytest.mark.model
def test_the_way_from_feeds_to_a_bundle_of_proof_is_as_the_guide_says(tmp_path: Path) -> None:
    chapter = GUIDE.read_text(encoding="utf-8").split("## From feeds to a bundle of proof\n")[1].split("\n## ")[0]
    [block] = re.findall(r"^```\n(.*?)^```$", chapter, re.MULTILINE | re.DOTALL)
    told = examples_of(block)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SAYSO_")}
    environment |= {"SAYSO_ALLOW_PRIVATE": "1", "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    with Site() as site:
        site.feed("post", ["/page/4", "/page/5"])
        site.feed("ledger", ["/page/6", "/flood"])
        here = re.sub(r"https://(\w+)\.example", lambda host: site.url(host[1], ""), told[0].output)
        (tmp_path / "feeds.txt").write_text(here, encoding="utf-8")
        for example in told:
            command = f"{example.command} --delay 0" if "sayso watch" in example.command else example.command
            ended = subprocess.run(["bash", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True)
            assert (example.command, ended.returncode, ended.stderr.count("Traceback")) == (example.command, 0, 0), ended.stderr
            if "--once" in command:
                assert "7 pages added to sayso.db, with 35 statements" in ended.stdout
    assert "All of it matches." in ended.stdout
