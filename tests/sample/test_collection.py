"""The sample collection agrees with itself: pages, manifest, expected results and marked statements.

``expected.json`` has for each page what its reader must find, and under ``not_read`` words on it that are no part of the article.
``gold/NAME.txt`` is what is read for claims (headline, standfirst, captions, body, posts) in the order of the page, one block a
paragraph, and ``gold/NAME.json`` the statements, figures and marks in it; ``complete`` says whether all are marked.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import lxml.html
import pytest

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "src" / "sayso" / "sample"
MANIFEST: dict[str, Any] = json.loads((SAMPLE / "collection.json").read_text(encoding="utf-8"))
EXPECTED: list[dict[str, Any]] = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
GOLD = sorted((HERE / "gold").glob("*.json"))
BY_FILE = {page["file"]: page for page in EXPECTED}

VOCABULARIES = {"schema.org", "www.w3.org"}
"""Hosts that name a vocabulary, not a place: markup cannot do without them."""

WORDS: dict[str, set[Any]] = {
    "kind": {"direct", "indirect", "mixed"},
    "speaker_kind": {"person", "organisation", "group", "anonymous", "document", "outlet", "footage", "post", None},
    "stance": {"neutral", "distancing", "confirming", "showing", "denying", "estimating", "demanding"},
    "bound": {"exact", "about", "at_least", "at_most", "range", "order"},
    "sort": {"killed", "injured", "casualties", "missing", "gathered", "displaced", "held", "affected", "forces"}
    | {"equipment", "property", "money", "share", "other"},
    "status": {"unverified", "unclear", "hedged", "confirmed", "disputed", "denied", "corrected"},
}
"""The labels that a marked page may use."""


def visible(page: dict[str, Any]) -> str:
    """What a reader may see of a page: its text without scripts, styles and tags, white space collapsed."""
    tree = lxml.html.document_fromstring((SAMPLE / page["file"]).read_bytes().decode(page["encoding"]))
    for hidden in tree.xpath("//head | //script | //style | //noscript | //template"):
        hidden.drop_tree()
    return squeezed(tree.text_content())


def squeezed(words: str) -> str:
    return " ".join(words.split())


def located(text: str, piece: str) -> tuple[int, int]:
    """Where a marked piece stands; ``words#2`` is the second time that *words* stand in the text."""
    numbered = re.fullmatch(r"(.*)#(\d+)", piece, re.DOTALL)
    words, nth = (numbered[1], int(numbered[2])) if numbered and piece not in text else (piece, 1)
    at = -1
    for _ in range(nth):
        at = text.find(words, at + 1)
        assert at >= 0, f"not in the text: {piece!r}"
    return at, at + len(words)


def test_manifest_and_files_name_the_same_pages() -> None:
    on_disk = {path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*.html")}
    assert {page["file"] for page in MANIFEST["pages"]} == on_disk == set(BY_FILE)


def test_manifest_and_expected_results_agree() -> None:
    for page in MANIFEST["pages"]:
        for key in ("outlet", "url", "published", "modified", "language", "state"):
            assert page[key] == BY_FILE[page["file"]][key], (page["file"], key)
        assert page["shows"], page["file"]


def test_readme_describes_every_page() -> None:
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert [page["file"] for page in MANIFEST["pages"] if Path(page["file"]).stem not in readme] == []


def test_no_file_names_a_real_domain() -> None:
    for path in [*SAMPLE.rglob("*.*"), HERE / "expected.json", *GOLD]:
        for host in re.findall(rb"(?:https?:)?//([A-Za-z0-9.-]+\.[A-Za-z]+)", path.read_bytes()):
            name = host.decode("ascii")
            assert name.endswith(".example") or name in VOCABULARIES, f"{path.name} names {name}"


@pytest.mark.parametrize("page", EXPECTED, ids=[page["file"] for page in EXPECTED])
def test_what_is_expected_stands_on_the_page(page: dict[str, Any]) -> None:
    text = visible(page)
    words = [page["headline"], page["standfirst"], page["first_paragraph"], page["last_paragraph"]]
    words += page["captions"] + page["credits"] + page["not_read"]
    words += [embed["text"] for embed in page["embeds"]]
    words += [entry[key] for entry in page.get("entries", []) for key in ("heading", "first_paragraph", "last_paragraph")]
    assert [w for w in words if w and squeezed(w) not in text] == []
    source = (SAMPLE / page["file"]).read_bytes().decode(page["encoding"])
    assert [name for name in page["authors"] if name not in source] == []


@pytest.mark.parametrize("page", EXPECTED, ids=[page["file"] for page in EXPECTED])
def test_what_must_not_be_read_is_outside_the_marked_text(page: dict[str, Any]) -> None:
    if page["gold"]:
        read = squeezed((HERE / page["gold"]).with_suffix(".txt").read_text(encoding="utf-8"))
        assert [words for words in page["not_read"] if squeezed(words) in read] == []


def test_every_marked_page_is_expected() -> None:
    assert {page["gold"] for page in EXPECTED if page["gold"]} == {f"gold/{path.name}" for path in GOLD}


@pytest.mark.parametrize("page", [p for p in EXPECTED if p["gold"]], ids=[p["file"] for p in EXPECTED if p["gold"]])
def test_marks_stand_in_the_visible_text(page: dict[str, Any]) -> None:
    path = HERE / page["gold"]
    text, seen = path.with_suffix(".txt").read_text(encoding="utf-8"), visible(page)
    at = 0
    for line in filter(None, text.split("\n")):
        at = seen.find(squeezed(line), at)
        assert at >= 0, f"not on the page, or not in this order: {line!r}"
        at += len(squeezed(line))

    gold = json.loads(path.read_text(encoding="utf-8"))
    statements, figures, marks = gold["statements"], gold["figures"], gold["marks"]
    ids = [item["id"] for item in statements + figures]
    assert len(ids) == len(set(ids))
    spoken = {s["id"] for s in statements}
    for statement in statements:
        assert statement["content"]
        for piece in statement["source"] + statement["cue"] + statement["content"]:
            located(text, piece)
        assert statement["within"] is None or statement["within"] in spoken - {statement["id"]}
        assert all(statement[key] in WORDS[key] for key in ("kind", "speaker_kind", "stance")), statement["id"]
    for figure in figures:
        located(text, figure["printed"])
        if figure["counts"]:
            located(text, figure["counts"])
        assert figure["bound"] in WORDS["bound"], figure["id"]
        assert figure["sort"] in WORDS["sort"], figure["id"]
        assert figure["holder"] in spoken | {"outlet"}, figure["id"]
    for mark in marks:
        for piece in mark["words"]:
            located(text, piece)
        assert mark["status"] in WORDS["status"]
        assert set(mark["about"]) <= {*ids, "outlet"}
