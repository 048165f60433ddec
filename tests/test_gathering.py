"""Gathering: from addresses on the local site to a ledger and the archive beside it."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from warcio.archiveiterator import ArchiveIterator

from sayso.gathering import Gathered, gather
from sayso.ledger.integrity import FaultKind, audit
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.sources.archive_files import archive_beside
from sayso.sources.fetch import Failure, Outcome, Settings
from tests.site import Site
from tests.test_pipeline import PatternReader

QUICK = Settings(allow_private=True, delay=0, retries=0, waiting=1.0, longest=2.0)


@pytest.fixture
def ledger(tmp_path: Path):  # type: ignore[no-untyped-def]
    with open_ledger(tmp_path / "sayso.db", create=True) as opened:
        yield opened


def run(ledger: Ledger, site: Site, *paths: str, host: str = "courier") -> Gathered:
    return gather(ledger, [site.url(host, path) for path in paths], PatternReader(), QUICK)


def on_disk(ledger: Ledger) -> bytes:
    """All bytes of the ledger and its archive, and the archive's also as they are unpacked."""
    folder = archive_beside(ledger.path)
    files = [*ledger.path.parent.glob(ledger.path.name + "*"), *(folder.iterdir() if folder.is_dir() else ())]
    unpacked = []
    for path in folder.glob("*.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                body = record.raw_stream.read()
                coding = record.http_headers.get_header("Content-Encoding") if record.http_headers else None
                undone = {"gzip": gzip.decompress, "br": brotli.decompress}.get(coding or "", bytes)
                whole = body and record.rec_type == "response"
                unpacked.append(b"%r" % record.rec_headers.headers + (undone(body) if whole else body))
    return b"".join([path.read_bytes() for path in files if path.is_file()] + unpacked)


def test_pages_come_in_with_the_evidence_of_it(ledger: Ledger) -> None:
    with Site() as site:
        gathered = run(ledger, site, "/to/1/flood", "/gzip/strike", "/status/410", "/report.pdf")
        assert (gathered.got, gathered.unchanged, [f.failure for f in gathered.failed]) == (3, 0, [Failure.STATUS])
        page = ledger.page(site.url("courier", "/to/1/flood")).page
        assert (page.url, page.outlet) == (site.url("courier", "/flood"), "The Maren Courier")
        (fetch,) = ledger.fetches(site.url("courier", "/flood"))
        assert (fetch.asked, fetch.status, fetch.page, fetch.blob) == (
            site.url("courier", "/to/1/flood"),
            200,
            page.id,
            page.blob,
        )
        (gone,) = ledger.fetches(site.url("courier", "/status/410"))
        assert (gone.outcome, gone.status, gone.blob) == (Outcome.FAILED, 410, None)
    result = audit(ledger)
    assert (result.faults, result.fetches) == ((), 4)


def test_what_did_not_change_is_seen_again_and_nothing_else(ledger: Ledger) -> None:
    with Site() as site:
        run(ledger, site, "/flood", "/gzip/flood")
        again = run(ledger, site, "/flood", "/gzip/flood")
        assert (again.got, again.unchanged, again.summary.pages, again.summary.sightings) == (1, 1, 0, 2)
        unchanged, *_ = ledger.fetches(site.url("courier", "/flood"))
        assert (unchanged.outcome, unchanged.status, [r.type for r in unchanged.records[-3:]]) == (
            Outcome.UNCHANGED,
            304,
            ["revisit", "request", "metadata"],
        )
        same, *_ = ledger.fetches(site.url("courier", "/gzip/flood"))  # its server knows no validators: the same bytes come again
        assert (same.outcome, same.records[0].type) == (Outcome.GOT, "revisit")
        site.change("/flood", "The water has gone, Ada Ruiz said on Friday.")
        changed = run(ledger, site, "/flood")
        assert (changed.got, changed.summary.pages) == (1, 1)
        third = run(ledger, site, "/flood")
        assert (third.unchanged, third.summary.pages) == (1, 0)
    assert audit(ledger).faults == ()


def test_that_a_page_is_gone_stands_in_its_chain(ledger: Ledger) -> None:
    with Site() as site:
        site.change("/soon-gone", "The bridge will close, Ada Ruiz said.")
        run(ledger, site, "/soon-gone")
        before = audit(ledger).head
        del site._bodies["/soon-gone"]
        run(ledger, site, "/soon-gone")
        gone, was = ledger.fetches(site.url("courier", "/soon-gone"))
    assert (gone.outcome, gone.status, gone.blob) == (Outcome.FAILED, 404, was.blob)
    assert audit(ledger).faults == ()
    assert audit(ledger).head != before


def test_a_changed_or_missing_record_is_found(ledger: Ledger) -> None:
    with Site() as site:
        run(ledger, site, "/flood", "/strike")
    (path,) = archive_beside(ledger.path).glob("*.gz")
    (fetch,) = ledger.fetches(next(iter(ledger.fetches())).asked)
    data = bytearray(path.read_bytes())
    for record in fetch.records:
        changed = bytes(data[: record.offset + 40]) + bytes([data[record.offset + 40] ^ 1]) + bytes(data[record.offset + 41 :])
        path.write_bytes(changed)
        assert {fault.kind for fault in audit(ledger).faults} == {FaultKind.ARCHIVE}
    path.unlink()
    faults = audit(ledger).faults
    assert {fault.kind for fault in faults} == {FaultKind.ARCHIVE}
    assert "restore it from a copy" in faults[0].words


def test_not_a_byte_of_a_sealed_page_is_left_in_the_archive(ledger: Ledger) -> None:
    with Site() as site:
        site.change("/hiding", "The witness hides in Quay Street, Zelda Quirke said.")
        site.breaks_off.add("/hiding")
        assert run(ledger, site, "/hiding").failed[0].failure is Failure.CONNECTION
        run(ledger, site, "/br/hiding", "/hiding", "/gzip/hiding", "/strike")
        run(ledger, site, "/hiding", "/strike")
        assert b"Quirke" in on_disk(ledger)
        ledger.seal(site.url("courier", "/hiding"), by="Rhea Venn", reason="a hiding place", at=datetime.now(UTC))
        left = on_disk(ledger)
        assert [secret for secret in (b"Quirke", b"Quay Street", b"/hiding", b"hides in") if secret in left] == []
        assert b"/strike" in left
        assert audit(ledger).faults == ()
        again = run(ledger, site, "/hiding", "/br/hiding")
        assert [f.failure for f in again.failed] == [Failure.SEALED, Failure.SEALED]
        assert b"Quirke" not in on_disk(ledger)
        assert list(ledger.fetches(site.url("courier", "/hiding"))) == []
        assert audit(ledger).faults == ()


def test_the_text_of_a_sealed_page_does_not_come_back_in_other_bytes(ledger: Ledger) -> None:
    with Site() as site:
        site.change("/hiding", "The witness hides in Quay Street, Zelda Quirke said.")
        run(ledger, site, "/hiding")
        ledger.seal(site.url("courier", "/hiding"), by="Rhea Venn", reason="a hiding place", at=datetime.now(UTC))
        site.remark("/hiding", "made anew")
        again = run(ledger, site, "/hiding")
    assert (again.summary.pages, len(again.summary.troubles)) == (0, 1)
    assert "it was sealed as page" in again.summary.troubles[0].words
    assert b"Quirke" not in on_disk(ledger)
    assert audit(ledger).faults == ()


def test_what_was_archived_but_not_yet_named_is_taken_up(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill between the archive and the ledger: nothing is fetched twice, and nothing is lost."""
    with Site() as site:
        urls = [site.url("courier", f"/page/{n}") for n in range(5)]
        monkeypatch.setattr(Ledger, "record", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        broken = gather(ledger, urls, PatternReader(), QUICK)
        assert broken.summary.interrupted
        monkeypatch.undo()
        hits = settled(site)
        gathered = gather(ledger, urls, PatternReader(), QUICK)
        assert gathered.adopted + sum((site.hits - hits)[f"/page/{n}"] for n in range(5)) == 5
        assert gathered.adopted > 0
        assert gathered.summary.resumed
    assert once_each(ledger, urls) == []
    assert audit(ledger).faults == ()


def settled(site: Site) -> Counter[str]:
    """What the site was asked for, once it has noted the requests that were on their way when the run was broken off."""
    hits, before = Counter(site.hits), None
    while hits != before:
        time.sleep(0.2)
        hits, before = Counter(site.hits), hits
    return hits


def once_each(ledger: Ledger, urls: list[str]) -> list[str]:
    """The addresses that were not fetched, archived and sighted exactly once."""
    rows = Counter(row.asked for row in ledger.fetches())
    archived: Counter[str] = Counter()
    for path in archive_beside(ledger.path).glob("*.gz"):
        with path.open("rb") as file:
            archived.update(
                json.loads(r.content_stream().read())["asked"] for r in ArchiveIterator(file) if r.rec_type == "metadata"
            )
    pages = Counter(row.seen for row in ledger.pages())
    return [url for url in urls if not rows[url] == archived[url] == pages[url] == 1]


GATHERING = """
import sys
from sayso.gathering import gather
from sayso.ledger.ledger import open_ledger
from sayso.sources.fetch import Settings
from tests.test_pipeline import PatternReader
path, *urls = sys.argv[1:]
with open_ledger(path, create=True) as ledger:
    settings = Settings(allow_private=True, delay=0)
    gather(ledger, urls, PatternReader(pause=0.002), settings, on_page=lambda _: print(".", flush=True))
"""


def test_a_killed_run_is_taken_up_without_loss_or_duplicate(tmp_path: Path) -> None:
    path = tmp_path / "sayso.db"
    with Site() as site:
        urls = [site.url(f"host{n % 4}", f"/page/{n}") for n in range(80)]
        command = [sys.executable, "-c", GATHERING, str(path), *urls]
        dice = random.Random(7)
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
        kills = 0
        while kills < 4:
            process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
            assert process.stdout is not None
            for _ in range(dice.randrange(1, 16)):
                process.stdout.readline()
            time.sleep(dice.random() * 0.02)
            process.send_signal(signal.SIGKILL)
            process.wait()
            process.stdout.close()
            kills += 1
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    with open_ledger(path) as ledger:
        assert once_each(ledger, urls) == []
        assert audit(ledger).faults == ()
        assert sum(1 for _ in ledger.pages()) == 80
