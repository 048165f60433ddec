"""WACZ: WARC files in a zip, read where they lie."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from sayso.page.page import Kind
from sayso.sources.files import count, documents
from tests.sources.crawl import article, gzipped, page, plain, records, zstandarded


def wacz(path: Path, files: dict[str, bytes], *, packed: bool = False, wrong: str = "") -> Path:
    """A WACZ with these files; the digest of ``wrong`` is another one's."""
    resources = [
        {"name": Path(name).name, "path": name, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "bytes": len(data)}
        for name, data in files.items()
    ]
    for each in resources:
        if each["path"] == wrong:
            each["hash"] = f"sha256:{hashlib.sha256(b'').hexdigest()}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as zipped:
        for name, data in files.items():
            zipped.writestr(name, data)
        zipped.writestr(
            "datapackage.json", json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": resources})
        )
    return path


FILES = {
    "archive/a.warc.gz": gzipped(records([page(1), page(2)])),
    "archive/deep/b.warc": plain(records([page(3)])),
    "archive/c.warc.zst": zstandarded(records([page(4)])),
    "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n',
    "../../archive/out.warc": plain(records([page(5)])),
    "indexes/index.cdx": b"",
}


@pytest.mark.parametrize("packed", [False, True])
def test_the_pages_of_all_archives(tmp_path: Path, packed: bool) -> None:
    path = wacz(tmp_path / "crawl.wacz", FILES, packed=packed)
    found = list(documents([tmp_path]))
    assert [each.data for each in found] == [article(n) for n in (1, 2, 3, 4)]
    assert [each.note for each in found] == [None] * 4
    assert found[0].seen == f"{path}#archive/a.warc.gz#0"
    assert [each.name for each in found][2:] == ["crawl:b:0", "crawl:c:0"]
    assert count([path]) is None
    assert sorted(each.name for each in tmp_path.iterdir()) == ["crawl.wacz"]


def test_it_can_be_read_on_from_each_place(tmp_path: Path) -> None:
    path = wacz(tmp_path / "crawl.wacz", FILES)
    found = list(documents([path]))
    for number, document in enumerate(found):
        assert list(documents([path], reached=lambda _, seen=document.seen: [seen])) == found[number:]  # type: ignore[misc]


def test_a_file_of_another_digest_is_said(tmp_path: Path) -> None:
    path = wacz(tmp_path / "crawl.wacz", FILES, wrong="archive/deep/b.warc")
    assert [bool(each.note) for each in documents([path])] == [False, False, True, False]
    assert [each.note for each in documents([path])][2] == (
        "the file that holds it is not the one of the digest in the archive: it was changed or damaged"
    )


def test_a_page_seen_again_in_another_of_its_files(tmp_path: Path) -> None:
    from tests.sources.test_warc import revisit

    said = {"WARC-Refers-To-Target-URI": "https://halvery-post.example/2031/1", "WARC-Refers-To-Date": "2031-03-03T10:00:00Z"}
    files = {"archive/a.warc.gz": gzipped(records([page(1)])), "archive/b.warc.gz": gzipped(records([revisit(1, **said)]))}
    for packed in (False, True):
        path = wacz(tmp_path / "crawl.wacz", files, packed=packed)
        assert [each.data for each in documents([path])] == [article(1), article(1)]


def test_a_zip_that_is_no_wacz_is_no_text(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as zipped:
        zipped.writestr("article.txt", "He said so.")
    (found,) = documents([tmp_path / "a.zip"])
    assert found.kind is Kind.BINARY
    assert count([tmp_path / "a.zip"]) == 1


def test_a_wacz_that_breaks_off(tmp_path: Path) -> None:
    whole = wacz(tmp_path / "crawl.wacz", FILES).read_bytes()
    (tmp_path / "cut.wacz").write_bytes(whole[: len(whole) // 2])
    (found,) = documents([tmp_path / "cut.wacz"])  # without its list of files, which stands at the end, it is any zip
    assert found.kind is Kind.BINARY
    assert next(documents(["-"], stdin=io.BytesIO(whole))).kind is Kind.BINARY


def test_bytes_that_were_changed_inside(tmp_path: Path) -> None:
    path = wacz(tmp_path / "crawl.wacz", FILES, packed=True)
    data = bytearray(path.read_bytes())
    data[60:90] = b"\xff" * 30
    path.write_bytes(bytes(data))
    found = list(documents([path]))
    assert [(each.trouble or "").partition(" (")[0] for each in found if each.trouble] == [
        "archive/a.warc.gz cannot be read to its end"
    ]
    assert [each.data for each in found][-2:] == [article(3), article(4)]
