"""Files, folders, globs, archives and standard input as documents."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import SourceUnreadable
from sayso.page.page import Document, Kind
from sayso.sources.files import count, documents, ending_of, form_of, passed_over

HTML = b"<!doctype html><title>Flood</title><p>He said so."
LINES = b'{"title": "A", "text": "He said so."}\n\n{"title": brok\n[1]\n{"title": "B", "text": "She said so."}\n'
TABLE = 'title,date,text\r\n"Flood, and after",2031-03-03,"He said so.\nShe did not."\r\nbroken,row\r\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b.txt").write_text("He said so.")
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(HTML))
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "c.jsonl").write_bytes(LINES)
    (tmp_path / ".hidden.txt").write_text("not this")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return tmp_path


def told(found: list[Document]) -> list[tuple[str, Kind, bool]]:
    return [(document.name, document.kind, document.trouble is not None) for document in found]


def test_a_folder(folder: Path) -> None:
    found = list(documents([folder]))
    assert told(found) == [
        ("a", Kind.HTML, False),
        ("b", Kind.PLAIN, False),
        ("c:1", Kind.RECORD, False),
        ("c:3", Kind.RECORD, True),
        ("c:4", Kind.RECORD, True),
        ("c:5", Kind.RECORD, False),
    ]
    assert found[0].data == HTML
    assert found[2].data == b'{"title": "A", "text": "He said so."}'
    assert found[3].seen == f"{folder}/deep/c.jsonl:3"
    assert found[3].trouble == (
        "line 3 is not JSON (Expecting value: line 1 column 11 (char 10)); mend it and add the archive again"
    )
    assert count([folder]) == 6


def test_a_glob_and_a_named_file_of_any_suffix(folder: Path) -> None:
    assert told(list(documents([f"{folder}/*.txt", folder / "picture.png"]))) == [
        ("b", Kind.PLAIN, False),
        ("picture.png", Kind.BINARY, False),
    ]


def test_standard_input_may_be_packed() -> None:
    (found,) = documents(["-"], stdin=io.BytesIO(gzip.compress(b"He said so.")))
    assert (found.data, found.kind, found.seen) == (b"He said so.", Kind.PLAIN, "-")
    assert count(["-"]) is None


def test_a_table(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TABLE, newline="")
    good, broken = documents([tmp_path / "t.csv"])
    assert json.loads(good.data) == {"title": "Flood, and after", "date": "2031-03-03", "text": "He said so.\nShe did not."}
    assert good.data == json.dumps(json.loads(good.data), sort_keys=True, ensure_ascii=False).encode()
    assert broken.trouble == "row 2 has 2 columns, the first line names 3; mend it and add the archive again"


@pytest.mark.parametrize(
    ("name", "table", "told_of"),
    [
        ("t.csv", "nr,text\n1,He said so.\n", [("t:1", Kind.RECORD, False)]),  # one known column is enough in a table
        ("t.tsv", "nr\ttext\n1\tHe said so.\n", [("t:1", Kind.RECORD, False)]),
        ("t.txt", "nr,text\n1,He said so.\n", [("t", Kind.PLAIN, False)]),
        ("t.csv", "He said so.\nShe did not.\n", [("t", Kind.PLAIN, False)]),
    ],
)
def test_what_calls_itself_a_table(tmp_path: Path, name: str, table: str, told_of: list[tuple[str, Kind, bool]]) -> None:
    (tmp_path / name).write_text(table)
    assert told(list(documents([tmp_path / name]))) == told_of
    assert count([tmp_path / name]) == 1


@pytest.mark.parametrize("row", ["id,foo,bar", "id;foo;bar", "id\tfoo\tbar"])
def test_a_table_without_a_known_column_names_those_that_it_has(tmp_path: Path, row: str) -> None:
    (tmp_path / "odd.csv").write_text(f"{row}\n1\n")
    with pytest.raises(
        SourceUnreadable, match=r"odd\.csv has no column with text; the columns are id, foo, bar; call one of them"
    ):
        list(documents([tmp_path]))
    assert count([tmp_path]) == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('[{"title": "A", "text": "x"}, {"title": "B", "text": "y"}]', ["f:1", "f:2"]),
        ('{"status": "ok", "articles": [{"title": "A", "text": "x"}]}', ["f:1"]),
        ('{\n "title": "A",\n "text": "x"\n}', ["f"]),
    ],
)
def test_json_of_other_shapes(tmp_path: Path, text: str, names: list[str]) -> None:
    (tmp_path / "f.json").write_text(text)
    assert [document.name for document in documents([tmp_path / "f.json"])] == names


def test_a_folder_of_markdown_and_json(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Flood\n\nHe said so.\n")
    (tmp_path / "b.json").write_text('{"title": "Flood", "text": "He said so."}')
    (tmp_path / "c.json.gz").write_bytes(gzip.compress(b'[{"title": "A", "text": "x"},\n {"title": "B", "text": "y"}]'))
    (tmp_path / "d.json").write_text('{"title": "Flood"')
    (tmp_path / "e.yaml").write_text("title: Flood")
    assert told(list(documents([tmp_path]))) == [
        ("a", Kind.PLAIN, False),
        ("b:1", Kind.RECORD, False),
        ("c:1", Kind.RECORD, False),
        ("c:2", Kind.RECORD, False),
        ("d", Kind.RECORD, True),
    ]
    assert count([tmp_path]) == 5


def test_an_archive_that_grew_keeps_the_bytes_of_its_records(tmp_path: Path) -> None:
    path = tmp_path / "f.jsonl"
    path.write_bytes(LINES)
    before = [document.data for document in documents([path])]
    path.write_bytes(LINES + b'{"title": "C", "text": "z"}\n')
    assert [document.data for document in documents([path])][: len(before)] == before


def test_what_cannot_be_opened_is_reported_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "cut.txt.gz").write_bytes(gzip.compress(b"x" * 1000)[:20])
    troubles: list[SourceUnreadable] = []
    targets = [folder / "none.txt", folder / "cut.txt.gz", f"{folder}/*.zip", folder / "b.txt"]
    assert [document.name for document in documents(targets, on_trouble=troubles.append)] == ["b"]
    assert [str(trouble).replace(str(folder), "F") for trouble in troubles] == [
        "No file or folder F/none.txt; check the name, or give a folder, a glob, or - for standard input",
        "F/cut.txt.gz cannot be unpacked (Compressed file ended before the end-of-stream marker was reached); "
        "check the file, or leave it out",
        "No file matches F/*.zip; check the pattern, and quote it so that the shell leaves it alone",
    ]
    with pytest.raises(SourceUnreadable):
        list(documents([folder / "none.txt"]))


@given(st.binary(max_size=400))
def test_the_form_of_any_bytes_can_be_told(head: bytes) -> None:
    assert form_of(head) in {"html", "plain", "binary", "json lines", "json", "table", "pdf", "warc", "mhtml", "transcript"}


def test_a_table_without_a_known_text_is_refused_before_anything_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "articles.csv"
    path.write_text("title,date,url,Artikelinhalt\nDam holds,2025-03-01,https://post.example/1,The dam held.\n", encoding="utf-8")
    with pytest.raises(SourceUnreadable, match="no column with text; the columns are title, date, url, Artikelinhalt; call one"):
        list(documents([path]))
    path.write_text("title,date,url\nDam holds,2025-03-01,https://post.example/1\n", encoding="utf-8")
    assert len(list(documents([path]))) == 1


def test_what_a_folder_holds_beside_pages_is_named(folder: Path) -> None:
    (folder / "deep" / "note.DOCX").write_bytes(b"PK")
    (folder / "deep" / ".git").mkdir()
    (folder / "deep" / ".git" / "object.bin").write_bytes(b"")
    (folder / "a.html").write_bytes(HTML)
    (folder / "a_files").mkdir()
    (folder / "a_files" / "style.css").write_bytes(b"")
    (folder / "dump.sql.gz").write_bytes(gzip.compress(b""))
    over = [folder / "deep" / "note.DOCX", folder / "dump.sql.gz", folder / "picture.png"]
    assert passed_over([folder, "-", folder / "deep"]) == over
    assert [ending_of(path) for path in over] == [".docx", ".sql.gz", ".png"]
    assert passed_over([folder, folder / "picture.png", folder / "nowhere"]) == over[:2]
