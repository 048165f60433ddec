"""Parquet files of articles: each row is a document."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sayso.errors import SourceUnreadable
from sayso.page.page import Kind
from sayso.page.pages import pages_of
from sayso.sources.files import count, documents
from sayso.sources.parquet import count_in, documents_of

pyarrow = pytest.importorskip("pyarrow")
from pyarrow import parquet  # noqa: E402

ROWS = [
    {
        "url": "https://post.example/1",
        "title": "Dam holds",
        "text": "The dam held, the mayor said.",
        "date": datetime(2025, 3, 1, 9, tzinfo=UTC),
    },
    {"url": "https://post.example/2", "title": None, "text": "Rain fell for “three” days, police said.", "date": None},
]


def test_each_row_is_a_record(tmp_path: Path) -> None:
    path = tmp_path / "articles.parquet"
    parquet.write_table(pyarrow.Table.from_pylist(ROWS * 100), path)
    found = list(documents_of(str(path), "articles"))
    assert (len(found), count_in(str(path))) == (200, 200)
    assert [(d.kind, d.name, d.seen) for d in found[1:2]] == [(Kind.RECORD, "articles:2", f"{path}:2")]
    assert json.loads(found[1].data) == {"url": "https://post.example/2", "text": "Rain fell for “three” days, police said."}
    [page] = pages_of(found[0])
    assert (page.headline, page.url, page.published) == ("Dam holds", "https://post.example/1", "2025-03-01T09:00:00+00:00")


def test_what_holds_no_articles_says_so(tmp_path: Path) -> None:
    path = tmp_path / "numbers.parquet"
    parquet.write_table(pyarrow.table({"height": [1, 2], "width": [3, 4]}), path)
    with pytest.raises(SourceUnreadable, match="no column with text; the columns are height, width; call one of them text"):
        list(documents_of(str(path), "numbers"))
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(SourceUnreadable, match="cannot be read as Parquet"):
        list(documents_of(str(path), "numbers"))


def test_a_file_is_known_by_its_bytes(tmp_path: Path) -> None:
    parquet.write_table(pyarrow.Table.from_pylist(ROWS), tmp_path / "articles.parquet")
    assert [d.name for d in documents([tmp_path])] == ["articles:1", "articles:2"]
    assert count([tmp_path]) == 2
    with (tmp_path / "articles.parquet").open("rb") as stream, pytest.raises(SourceUnreadable, match="read from a file"):
        list(documents(["-"], stdin=stream))
