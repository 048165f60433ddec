"""Pages that a browser saved: as one file, with a folder beside them, and what they say of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from sayso.page.page import Kind, State
from sayso.page.pages import pages_of
from sayso.sources.files import count, documents
from sayso.sources.saved import Saved, saved_from
from tests.sources.crawl import article

URL = "https://halvery-post.example/2031/river-rises"


@pytest.mark.parametrize(
    ("head", "saved"),
    [
        (f"<!DOCTYPE html>\n<!-- saved from url=(0044){URL} -->\n<html>", Saved(URL)),
        (f"\ufeff<!DOCTYPE html><html lang=en><!-- saved from url=(0044){URL} --><head>", Saved(URL)),
        ("<!DOCTYPE html>\n<!-- saved from url=(0014)about:internet -->\n<html>", None),
        ("<!-- saved from url=(0044)javascript:alert(1) -->", None),
        ("<!DOCTYPE html><html><title>A", None),
        (
            f"<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: {URL} \n "
            "saved date: Mon Mar 03 2031 11:03:11 GMT+0100 (Central European Standard Time)\n--><meta charset=utf-8>",
            Saved(URL, datetime(2031, 3, 3, 11, 3, 11, tzinfo=timezone(timedelta(hours=1)))),
        ),
        (f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: tomorrow\n-->", Saved(URL)),
    ],
)
def test_what_a_page_says_of_its_saving(head: str, saved: Saved | None) -> None:
    assert saved_from(head.encode()) == saved


def test_a_page_saved_with_its_folder(tmp_path: Path) -> None:
    for name, folder in (("River rises", "River rises_files"), ("Fluss", "Fluss-Dateien"), ("fjord", "fjord_filer")):
        html = article(len(name)).replace(b"<html", f"<!-- saved from url=(0044){URL} -->\n<html".encode(), 1)
        (tmp_path / f"{name}.html").write_bytes(html)
        (tmp_path / folder / "inner").mkdir(parents=True)
        (tmp_path / folder / "frame.html").write_text("<p>An advertisement.")
        (tmp_path / folder / "inner" / "more.htm").write_text("<p>Another.")
    (tmp_path / "case_files").mkdir()
    (tmp_path / "case_files" / "letter.html").write_bytes(article(1))
    found = list(documents([tmp_path]))
    assert [each.name for each in found] == ["Fluss", "River rises", "letter", "fjord"]
    assert [(each.url, each.how) for each in found] == [(URL, "saved page")] * 2 + [(None, None), (URL, "saved page")]
    assert count([tmp_path]) == 4
    assert pages_of(found[0])[0].url == URL


MHTML = f"""From: <Saved by Blink>\r
Snapshot-Content-Location: {URL}\r
Subject: River rises in Port Maren\r
Date: Mon, 3 Mar 2031 10:03:11 -0000\r
MIME-Version: 1.0\r
Content-Type: multipart/related;\r
\ttype="text/html";\r
\tboundary="----MultipartBoundary--abc----"\r
\r
\r
------MultipartBoundary--abc----\r
Content-Type: text/html\r
Content-ID: <frame-1@mhtml.blink>\r
Content-Transfer-Encoding: quoted-printable\r
Content-Location: {URL}\r
\r
<!doctype html><html lang=3D"en"><head><meta charset=3D"utf-8"></head><body><h1>River rises in Port =\r
Maren</h1><p>Ada Ruiz said that 14 boats had left the harbour =E2=80=93 before the water came, and that she knew them.</p>\r
<p>The harbour office had no comment on the boats that it had counted on the evening before the storm.</p></body></html>\r
------MultipartBoundary--abc----\r
Content-Type: text/html\r
Content-Transfer-Encoding: base64\r
Content-Location: https://ads.example/frame\r
\r
PHA+QW4gYWR2ZXJ0aXNlbWVudC4=\r
------MultipartBoundary--abc------\r
""".encode()


def test_mhtml(tmp_path: Path) -> None:
    for name in ("a.mhtml", "b.mht", "c.mhtml.gz"):
        (tmp_path / name).write_bytes(MHTML)
    found = list(documents([tmp_path]))
    assert [each.name for each in found] == ["a", "b", "c"]
    first = found[0]
    assert (first.kind, first.url, first.seen, first.how) == (Kind.HTML, URL, f"{tmp_path}/a.mhtml#1", "saved page")
    assert first.seen_at == datetime(2031, 3, 3, 10, 3, 11, tzinfo=UTC)
    (page,) = pages_of(first)
    assert (page.state, page.headline, page.note) == (State.READ, "River rises in Port Maren", None)
    assert "14 boats had left the harbour – before the water came" in page.text
    assert "advertisement" not in page.text
    assert count([tmp_path]) == 3


@pytest.mark.parametrize(
    ("data", "trouble", "note"),
    [
        (MHTML.replace(b"text/html", b"text/plain"), "none of its parts is a page; save the page again", None),
        (MHTML[: MHTML.index(b"storm")], None, "the file breaks off before its end; save the page again"),
        (MHTML.replace(b"Date: Mon", b"Date: Nonday"), None, None),
        (
            MHTML.replace(b"Content-Type: text/html\r\nContent-ID", b"Content-Type: text/html; charset=utf-8\r\nContent-ID"),
            None,
            None,
        ),
    ],
)
def test_mhtml_in_doubt(tmp_path: Path, data: bytes, trouble: str | None, note: str | None) -> None:
    (tmp_path / "a.mhtml").write_bytes(data)
    (found,) = documents([tmp_path])
    assert (found.trouble, found.note) == (trouble, note)
    (page,) = pages_of(found)
    assert page.state is (State.DAMAGED if trouble else State.READ)


def test_the_page_that_the_message_names(tmp_path: Path) -> None:
    data = MHTML.replace(b'type="text/html";', b'type="text/html"; start="<main>";')
    data = data.replace(b"Content-Transfer-Encoding: base64", b"Content-ID: <main>\r\nContent-Transfer-Encoding: base64")
    (tmp_path / "a.mhtml").write_bytes(data)
    (found,) = documents([tmp_path])
    assert (found.data, found.seen) == (b"<p>An advertisement.", f"{tmp_path}/a.mhtml#2")


def test_a_plain_mail_is_no_saved_page(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Subject: River\r\nContent-Type: text/plain\r\n\r\nContent-Type: multipart/related\r\n")
    (found,) = documents([tmp_path])
    assert found.kind is Kind.PLAIN
