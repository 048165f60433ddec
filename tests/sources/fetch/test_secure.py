"""HTTP/2 over TLS, and servers that cannot prove who they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from sayso.sources.archive_files import Archive
from sayso.sources.fetch import Failure, Fetcher, Outcome, Settings
from tests.site import article
from tests.site.secure import SecureSite

PAGE = article(9).encode()
QUICK = Settings(allow_private=True, delay=0, retries=0, waiting=2.0, longest=5.0)


def test_http_2_is_spoken_where_the_server_speaks_it(tmp_path: Path) -> None:
    with SecureSite(tmp_path, PAGE) as site, Fetcher(replace(QUICK, certificates=site.certificates)) as fetcher:
        (found,) = fetcher.fetch([f"{site.url}/flood"])
    assert (found.outcome, found.status, found.data) == (Outcome.GOT, 200, PAGE)
    assert [(e.protocol, e.status, e.reason, e.address) for e in found.exchanges] == [
        ("HTTP/2", 404, "Not Found", "127.0.0.1"),
        ("HTTP/2", 200, "OK", "127.0.0.1"),
    ]
    archive = Archive(tmp_path / "x.warc")
    archive.append([found])
    with archive.files()[0].open("rb") as file:
        answers = [
            (r.rec_headers.get_header("WARC-Protocol"), r.http_headers.statusline, r.content_stream().read())
            for r in ArchiveIterator(file, check_digests="raise")
            if r.rec_type == "response"
        ]
    assert answers == [("h2", "404 Not Found", b""), ("h2", "200 OK", PAGE)]


def test_a_server_that_nobody_vouches_for_is_not_believed(tmp_path: Path) -> None:
    with SecureSite(tmp_path, PAGE) as site, Fetcher(replace(QUICK, robots=False)) as fetcher:
        (found,) = fetcher.fetch([f"{site.url}/flood"])
    assert (found.failure, found.exchanges) == (Failure.TLS, ())
    assert "secure.localhost cannot prove that it is who it says" in (found.trouble or "")
