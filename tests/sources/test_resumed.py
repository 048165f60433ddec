"""Archives added to a ledger: when their pages were seen, and runs that are broken off at any record."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from sayso.ledger.integrity import audit, fingerprint
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.schema import sightings
from sayso.page.page import Document
from sayso.pipeline import DOCUMENTS_AT_ONCE, Added, Summary, add
from sayso.sources.files import Reached, documents
from tests.sources.crawl import PACKED, Sent, article, gzipped, page, records
from tests.sources.test_wacz import wacz
from tests.test_pipeline import PatternReader

NOON = datetime(2031, 6, 1, 12, tzinfo=UTC)


class BrokenOff(Exception):
    """In place of kill -9: nothing after it is done."""


def run(ledger: Ledger, path: Path, *, after: int | None = None) -> tuple[Summary | None, list[str]]:
    """Adds an archive, and is broken off ``after`` so many documents; also what was read of it."""
    given: list[str] = []

    def noted(found: Iterable[Document]) -> Iterable[Document]:
        for document in found:
            given.append(document.seen)
            yield document

    def from_there(reached: Reached) -> Iterable[Document]:
        return noted(documents([path], reached=reached))

    done = 0

    def on_page(added: Added) -> None:
        nonlocal done
        done += 1
        if done == after:
            raise BrokenOff

    try:
        return add(ledger, from_there, PatternReader(), targets=[str(path)], now=lambda: NOON, on_page=on_page), given
    except BrokenOff:
        return None, given


def crawl(number: int) -> list[bytes]:
    """Short pages, among them some of the same bytes, so that some are known when they are met."""
    drawn = random.Random(2031)
    days = [n if n < 10 or drawn.random() < 0.7 else drawn.randrange(8) for n in range(number)]
    said = "Flood\n\nAda Ruiz said that {} boats had left the harbour before the water came to the doors of the houses.\n"
    return records(
        [
            Sent(f"https://halvery-post.example/{n}", said.format(day).encode(), "text/plain; charset=utf-8")
            for n, day in enumerate(days)
        ]
    )


@pytest.mark.parametrize(
    ("name", "after"),
    [
        *(("crawl.warc.gz", after) for after in (1, 16, 17, 33, 34, 50, 59)),
        *((name, 40) for name in (*PACKED, "crawl.wacz") if name != "crawl.warc.gz"),
    ],
)
def test_a_run_broken_off_at_any_record_goes_on_there(tmp_path: Path, name: str, after: int) -> None:
    path = tmp_path / name
    made = crawl(60)
    if name == "crawl.wacz":
        wacz(path, {"archive/a.warc.gz": gzipped(made[:20]), "archive/b.warc.gz": gzipped(made[20:])})
    else:
        path.write_bytes(PACKED[name](made))
    with open_ledger(tmp_path / "whole.db", create=True) as whole:
        run(whole, path)
        expected = fingerprint(whole)
    with open_ledger(tmp_path / "broken.db", create=True) as ledger:
        assert run(ledger, path, after=after)[0] is None
        summary, given = run(ledger, path)
        assert fingerprint(ledger) == expected
        assert audit(ledger).sound
    assert summary is not None
    assert (summary.resumed, summary.interrupted) == (True, False)
    assert summary.skipped >= after
    at_most_again = DOCUMENTS_AT_ONCE * 2 + 1
    assert len(given) <= 60 - after + at_most_again


def test_broken_off_again_and_again(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(gzipped(crawl(60)))
    with open_ledger(tmp_path / "whole.db", create=True) as whole:
        run(whole, path)
        expected = fingerprint(whole)
    with open_ledger(tmp_path / "often.db", create=True) as ledger:
        times = 0
        while run(ledger, path, after=40)[0] is None:
            times += 1
            assert times < 10
        assert times > 1
        assert fingerprint(ledger) == expected


def test_a_page_is_seen_when_the_crawl_was_there(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    again = Sent("https://halvery-post.example/2031/1", article(1), date="2031-03-05T08:30:00Z")
    path.write_bytes(gzipped(records([page(1), again])))
    with open_ledger(tmp_path / "a.db", create=True) as ledger:
        run(ledger, path)
        with ledger.store.reading() as connection:
            found = connection.execute(select(sightings).order_by(sightings.c.seen_at)).all()
        assert [(row.seen_at[:19], row.how, row.kind, row.url) for row in found] == [
            ("2031-03-03T10:00:00", "archive", "html", "https://halvery-post.example/2031/1"),
            ("2031-03-05T08:30:00", "archive", "html", "https://halvery-post.example/2031/1"),
        ]
        assert found[0].blob_id == found[1].blob_id
        assert ledger.scope().pages == 1
        assert audit(ledger).sound


LIVE = """<!doctype html><html lang="en"><head><title>Live: the river rises</title><script type="application/ld+json">
{"@type": "LiveBlogPosting", "headline": "Live: the river rises", "datePublished": "2031-03-03T08:00:00Z"}</script></head><body>
<main><h1>Live: the river rises</h1>%s</main></body></html>"""


def entry(number: int) -> str:
    return f"""<section class="live-entry" id="e{number}"><time datetime="2031-03-03T0{number}:15:00Z">0{number}.15</time>
<h2>Entry {number} from the harbour of the town</h2><p>Ada Ruiz said that {number} boats had left the harbour before the
water came to the doors of the houses on the lower road.</p></section>"""


def test_each_entry_of_a_live_page_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    html = (LIVE % "".join(map(entry, range(4, 9)))).encode()
    path.write_bytes(gzipped(records([Sent("https://halvery-post.example/live", html)])))
    with open_ledger(tmp_path / "a.db", create=True) as ledger:
        summary, _ = run(ledger, path)
        assert summary is not None
        times = sorted((report.page.published or "")[:16] for report in ledger.reports("https://halvery-post.example/live"))
        assert times == sorted(["2031-03-03T08:00", *(f"2031-03-03T0{n}:15" for n in range(4, 9))])
        assert summary.pages == 6


def test_broken_records_are_kept_and_said(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    made = records([page(1), page(2)])
    path.write_bytes(made[0] + b"<p>nothing of a record\r\n" + made[1][:-200])
    with open_ledger(tmp_path / "a.db", create=True) as ledger:
        summary, _ = run(ledger, path)
        assert summary is not None
        assert {str(row.state): row.note for row in ledger.pages()} == {
            "read": None,
            "damaged": "it is cut off: less of it is there than it says; fetch the archive again, or leave the record out",
        }
        assert len(list(ledger.pages())) == 3
