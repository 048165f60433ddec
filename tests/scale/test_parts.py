"""Parts of a reading: written, read back the same, and taken into a ledger as if the pages had been read there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import sayso
from sayso import pipeline
from sayso.errors import SourceUnreadable
from sayso.page.page import Document, Kind
from sayso.scale.adding import add_parts
from sayso.scale.cluster import Done, Unit, read_unit, units_of
from sayso.scale.parts import Failed, Part, Parts
from sayso.sources.files import PARTS as MANIFEST

pytestmark = pytest.mark.model

PAGES = [
    "Dam holds\n\nAt least 12 people were killed in Halvery, mayor Ana Corvath said. “We could not verify it,” she added.",
    "No claims here\n\nThe river is long and the day was fair.",
    "Dam holds, again\n\nThe ministry denied that 40 had died. It was unclear who opened the gates, Petr Dorrin told the Post.",
]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    records = [{"url": f"https://post.example/{n}", "outlet": "The Post", "text": text} for n, text in enumerate(PAGES * 30)]
    lines = [json.dumps({**record, "id": str(n)}) for n, record in enumerate(records)]
    lines.insert(5, '{"broken": ')
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _read(path: Path, parts: Parts, *, of: int = 1) -> list[Done]:
    return [read_unit(Unit(str(path), share, of), parts, sayso._reader(), part_of=16) for share in range(of)]


def _said(path: Path) -> Iterator[object]:
    with sayso.open_ledger(path) as ledger:
        yield from (row.as_json() for row in ledger.statements())
        yield from (row.as_json() for row in ledger.figures())
        yield from ((row.id, row.state, row.note, row.url, row.model) for row in ledger.pages())


def test_a_ledger_of_parts_is_that_of_the_pages(articles: Path, tmp_path: Path) -> None:
    parts = Parts(str(tmp_path / "parts"))
    parts.begin()
    done = sum(_read(articles, parts, of=3), Done())
    assert (done.documents, done.known, done.unread, done.failed) == (91, 0, 1, 0)
    assert len(parts.names()) == 6
    with sayso.open_ledger(tmp_path / "parts.db", create=True) as ledger:
        summary = sayso.add(ledger, parts.folder)
    assert summary.pages == 91
    assert summary.troubles == []
    with sayso.open_ledger(tmp_path / "own.db", create=True) as ledger:
        sayso.add(ledger, articles)
    assert list(_said(tmp_path / "parts.db")) == list(_said(tmp_path / "own.db"))


def test_what_is_there_is_not_read_again(articles: Path, tmp_path: Path) -> None:
    parts = Parts(str(tmp_path / "parts"))
    parts.begin()
    _read(articles, parts, of=2)
    before = {path: path.read_bytes() for path in (tmp_path / "parts").rglob("*.parquet")}
    lost = sorted((tmp_path / "parts" / "documents").iterdir())[2]
    lost.unlink()  # broken off before it was written
    [done] = _read(articles, parts)
    assert (done.documents, done.known) == (91, 75)
    assert {path: path.read_bytes() for path in (tmp_path / "parts").rglob("*.parquet")} == before


def test_added_again_they_are_seen_again(articles: Path, tmp_path: Path) -> None:
    parts = Parts(str(tmp_path / "parts"))
    parts.begin()
    _read(articles, parts)
    with sayso.open_ledger(tmp_path / "parts.db", create=True) as ledger:
        add_parts(ledger, parts.folder)
        again = add_parts(ledger, parts.folder)
    assert (again.pages, again.sightings) == (0, 91)


def test_a_page_that_its_bytes_do_not_give_is_left_out(tmp_path: Path) -> None:
    parts = Parts(str(tmp_path / "parts"))
    parts.begin()
    document = Document(PAGES[0].encode(), Kind.PLAIN, "one", "one.txt")
    other = Document(PAGES[0].replace("12", "120").encode(), Kind.PLAIN, "one", "one.txt")
    [(_, reports)] = pipeline.read_each([other], sayso._reader())
    from dataclasses import replace

    from sayso.text import digest

    forged = [replace(report, page=replace(report.page, blob=digest(document.data))) for report in reports]
    parts.write("forged", Part([(document, forged)], [Failed("x", "x.warc", "cut off")]))
    with sayso.open_ledger(tmp_path / "parts.db", create=True) as ledger:
        summary = add_parts(ledger, parts.folder)
        assert list(ledger.pages()) == []
    assert [(t.seen, t.words) for t in summary.troubles] == [
        ("x.warc", "cut off"),
        ("one.txt", "its pages in the parts are not those that its bytes give with this version of sayso; add the file itself"),
    ]


def test_damaged_parts_say_so(tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    parts = Parts(str(folder))
    with pytest.raises(SourceUnreadable, match=f"holds no parts .it has no {MANIFEST}.*sayso scale"):
        parts.names()
    parts.begin()
    parts.write("one", Part())
    (folder / "pages" / "one.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(SourceUnreadable, match=r"the part one of .* cannot be read"):
        parts.read("one")
    (folder / MANIFEST).write_text('{"format": 99}', encoding="utf-8")
    with pytest.raises(SourceUnreadable, match="format 99; install a newer sayso"):
        parts.names()


def test_few_files_are_shared_out(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = units_of([str(tmp_path)], workers=2)
    assert [(Path(unit.file).name, unit.share, unit.of) for unit in found] == [
        (n, s, 4) for n in ("a.txt", "b.txt") for s in range(4)
    ]
    assert units_of(["s3://bucket/x.warc.gz"], workers=1)[0] == Unit("s3://bucket/x.warc.gz", 0, 4)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:ray")
def test_a_cluster_reads_the_same(articles: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray")
    from sayso.scale.cluster import read_over_cluster

    done = read_over_cluster([str(articles)], str(tmp_path / "parts"), workers=1)
    assert (done.documents, done.failed) == (91, 0)
    here = Parts(str(tmp_path / "here"))
    here.begin()
    read_unit(Unit(str(articles), 0, 1), here, sayso._reader())
    assert {p.name: p.read_bytes() for p in (tmp_path / "parts").rglob("*.parquet")} == {
        p.name: p.read_bytes() for p in (tmp_path / "here").rglob("*.parquet")
    }
