"""The shipped model on plain cases: what it finds is exact words of the page."""

import json
import shutil
from pathlib import Path

import pytest

from sayso.errors import ModelDamaged
from sayso.page.page import Document, Kind, Page
from sayso.page.pages import pages_of
from sayso.reading.encoder import MODEL, Encoder
from sayso.reading.reader import Reader
from sayso.text import words_of

pytestmark = pytest.mark.model

ARTICLE = """Dam at Velm gives way after night of shelling

Three villages below the Velm dam were under water on Tuesday, the regional governor said.

"We have lost the lower road and both bridges," Governor Irena Castellan told reporters in Orlec. "Do not try to drive there."

The army of Tavria denied that its guns had hit the dam.

According to the rescue service, at least 14 people are missing.

The weather has been dry for weeks.
"""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def page_of(text: str) -> Page:
    (page,) = pages_of(Document(text.encode(), Kind.PLAIN, "velm", "velm.txt"))
    return page


def found(reader: Reader, text: str) -> list[tuple[str, str, str]]:
    page = page_of(text)
    return [tuple(words_of(p, page.text) for p in (a.source, a.cue, a.content)) for a in reader.read(page).attributions]


def test_a_plain_article(reader: Reader) -> None:
    read = found(reader, ARTICLE)
    assert ("the regional governor", "said", "Three villages below the Velm dam were under water on Tuesday") in [
        (s, c, w.rstrip(",")) for s, c, w in read
    ]
    assert any(s == "Governor Irena Castellan" and c.startswith("told") for s, c, _ in read)
    assert any(s == "The army of Tavria" and c == "denied" for s, c, _ in read)
    assert any(s == "the rescue service" and c == "According to" and "at least 14 people are missing" in w for s, c, w in read)
    assert not any("weather" in w for _, _, w in read)


def test_many_pages_are_read_as_one_by_one(reader: Reader) -> None:
    pages = [page_of(ARTICLE), page_of("Empty words.\n"), page_of(ARTICLE * 30)]
    assert list(reader.read_many(pages)) == [reader.read(p) for p in pages]


def test_more_threads_change_nothing() -> None:
    page = page_of(ARTICLE * 10)
    assert Reader.load(threads=1).read(page) == Reader.load(threads=2).read(page)


@pytest.mark.parametrize("text", ["", "x", '"', "“”‘’" * 50, "\n\n\n", "said " * 3000, '"' * 999])
def test_odd_texts_are_read_without_complaint(reader: Reader, text: str) -> None:
    page = page_of(text)
    for attribution in reader.read(page).attributions:
        assert all(p.of(page.text) for p in attribution.content)


def test_a_changed_model_file_is_found_and_named(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    with (folder / "reader.onnx").open("r+b") as file:
        file.seek(1000)
        file.write(b"\x00\x01\x02\x03")
    with pytest.raises(ModelDamaged, match=r"reader\.onnx is not the one that was shipped"):
        Encoder.load(folder)


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match="Install sayso again"):
        Encoder.load(tmp_path)


def test_the_manifest_names_every_file() -> None:
    manifest = json.loads((MODEL / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["files"]) == {"reader.onnx", "tokenizer.json"}


WITHIN = [
    (
        "The Orlec Herald reported on Monday that the health ministry had confirmed nine deaths in the valley.",
        ("the health ministry", "had confirmed", "nine deaths in the valley"),
    ),
    (
        "“The governor told us that the dam would hold,” Mira Dalen, a teacher, said.",
        ("The governor", "told", "that the dam would hold"),
    ),
]


@pytest.mark.parametrize(("text", "inner"), WITHIN)
def test_speech_within_speech(reader: Reader, text: str, inner: tuple[str, str, str]) -> None:
    assert inner in found(reader, f"Dam at Velm gives way\n\n{text}\n")


def test_a_plan_or_a_state_within_speech_says_nothing(reader: Reader) -> None:
    text = "Dam at Velm gives way\n\nThe governor said that the state would support a plan against floods.\n"
    assert [content for _, _, content in found(reader, text)] == ["that the state would support a plan against floods"]
