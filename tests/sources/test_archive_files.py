"""The archive beside a ledger: what is written is WARC that others read, and it is whole whatever happens."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from sayso.sources.archive_files import Archive, _nothing
from sayso.sources.archive_members import Torn, members
from sayso.sources.archive_records import Earlier
from sayso.sources.fetch import Exchange, Failure, Fetch, Fetched, Outcome
from sayso.sources.files import documents
from sayso.text import digest

NOON = datetime(2031, 3, 11, 12, 0, 0, 500, tzinfo=UTC)
SENT = (("Host", "courier.example"), ("User-Agent", "sayso/test"))


def exchange(url: str, body: bytes, status: int = 200, **more: str) -> Exchange:
    headers = (("Content-Type", "text/html"), *((key.replace("_", "-"), value) for key, value in more.items()))
    return Exchange(url, NOON, "GET", SENT, status, "OK", headers, body, address="192.0.2.7")


def fetched(name: str, body: bytes | None = None, **more: str) -> Fetched:
    """A fetch that was led on once."""
    asked, url = f"https://courier.example/go/{name}", f"https://courier.example/{name}"
    body = f"<p>{name} was flooded</p>".encode() if body is None else body
    exchanges = (exchange(asked, b"", 302, Location=url), exchange(url, body, **more))
    return Fetched(asked, url, NOON, Outcome.GOT, exchanges, data=body)


def read(path: Path) -> list[tuple[str, str | None, bytes]]:
    """The records as an independent reader has them, their digests checked."""
    with path.open("rb") as file:
        return [
            (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.content_stream().read())
            for r in ArchiveIterator(file, check_digests="raise")
        ]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "sayso.db.warc")


def test_the_records_of_a_fetch(archive: Archive) -> None:
    (fetch,) = archive.append([fetched("maren")], run=3)
    go, url = "https://courier.example/go/maren", "https://courier.example/maren"
    (path,) = archive.files()
    first, *records = read(path)
    assert first[0] == "warcinfo"
    assert [(kind, at) for kind, at, _ in records] == [
        ("response", go),
        ("request", go),
        ("response", url),
        ("request", url),
        ("metadata", url),
    ]
    assert records[2][2] == b"<p>maren was flooded</p>"
    assert (fetch.file, fetch.status, fetch.redirects, fetch.address) == ("00001.warc.gz", 200, ((302, go),), "192.0.2.7")
    assert fetch.payload == f"sha256:{digest(b'<p>maren was flooded</p>')}"
    with path.open("rb") as file:  # each record can be read from its place
        for kept in fetch.records:
            file.seek(kept.offset)
            record = next(iter(ArchiveIterator(file)))
            assert (record.rec_headers.get_header("WARC-Record-ID"), record.rec_type) == (kept.id, kept.type)
    assert archive.member("00001.warc.gz", *[fetch.place[0]] if fetch.place else []).block == fetch.records[2].block


def test_headers_say_what_was_asked_when_and_of_whom(archive: Archive) -> None:
    archive.append([fetched("maren", Transfer_Encoding="chunked")])
    with archive.files()[0].open("rb") as file:
        _, _, _, answer, request, about = [(r.rec_headers, r.http_headers) for r in ArchiveIterator(file)]
    assert answer[0].protocol == "WARC/1.1"
    assert answer[0].get_header("WARC-Date") == "2031-03-11T12:00:00.000500Z"
    assert answer[0].get_header("WARC-IP-Address") == "192.0.2.7"
    assert answer[1].get_header("X-Archive-Orig-Transfer-Encoding") == "chunked"
    assert answer[1].get_header("Transfer-Encoding") is None
    assert request[0].get_header("WARC-Concurrent-To") == answer[0].get_header("WARC-Record-ID")
    assert request[1].get_header("User-Agent") == "sayso/test"
    assert about[0].get_header("WARC-Concurrent-To") == answer[0].get_header("WARC-Record-ID")


def test_an_answer_that_is_the_same_is_named_and_not_kept_twice(archive: Archive) -> None:
    first = fetched("maren")
    (kept,) = archive.append([first])
    assert kept.record is not None
    assert kept.payload is not None
    earlier = Earlier(kept.record, kept.url, NOON, kept.payload)
    unchanged = replace(first, outcome=Outcome.UNCHANGED, data=None, exchanges=(exchange(first.url, b"", 304),))
    again = archive.append([first, unchanged], earlier=lambda _, __: earlier)
    with archive.files()[0].open("rb") as file:
        revisits = [r.rec_headers for r in ArchiveIterator(file) if r.rec_type == "revisit"]
    assert [r.get_header("WARC-Profile").rsplit("/", 1)[1] for r in revisits] == [
        "identical-payload-digest",
        "server-not-modified",
    ]
    assert {r.get_header("WARC-Refers-To") for r in revisits} == {kept.record}
    assert {r.get_header("WARC-Refers-To-Target-URI") for r in revisits} == {kept.url}
    assert [f.payload for f in again] == [kept.payload, kept.payload]
    assert [f.place is not None for f in again] == [True, True]


def test_what_was_cut_off_says_so(archive: Archive) -> None:
    cut = replace(exchange("https://courier.example/x", b"<p>half"), cut="disconnect")
    broken = Fetched(
        "https://courier.example/x", "https://courier.example/x", NOON, Outcome.FAILED, (cut,), failure=Failure.CONNECTION
    )
    archive.append([broken])
    with archive.files()[0].open("rb") as file:
        said = [r.rec_headers.get_header("WARC-Truncated") for r in ArchiveIterator(file) if r.rec_type == "response"]
    assert said == ["disconnect"]


def test_of_what_never_came_nothing_is_written(archive: Archive) -> None:
    none = Fetched("https://x.example/", "https://x.example/", NOON, Outcome.FAILED, failure=Failure.NAME, trouble="no such host")
    (fetch,) = archive.append([none])
    assert fetch == Fetch(
        "https://x.example/", "https://x.example/", NOON, Outcome.FAILED, failure=Failure.NAME, trouble="no such host"
    )
    assert not archive.folder.exists()


def test_a_new_file_is_begun_where_one_grows_large(archive: Archive) -> None:
    archive.largest = 4000
    kept = [archive.append([fetched(f"place{number}")])[0] for number in range(6)]
    assert [path.name for path in archive.files()] == ["00001.warc.gz", "00002.warc.gz", "00003.warc.gz"]
    assert sorted({fetch.file for fetch in kept if fetch.file}) == [path.name for path in archive.files()]
    assert sum(kind == "response" for path in archive.files() for kind, _, _ in read(path)) == 12


def test_wherever_a_write_is_broken_off_the_next_goes_on_whole(archive: Archive) -> None:
    archive.append([fetched("maren")])
    path = archive.files()[0]
    whole = path.stat().st_size
    (second,) = archive.append([fetched("halvery")])
    data = path.read_bytes()
    ends = {r.offset + r.length for r in second.records}
    for at in sorted({whole + 1, whole + 7, *ends, *(end - 1 for end in ends), *range(whole, len(data), 97)} - {len(data)}):
        path.write_bytes(data[:at])
        notes: list[str] = []
        after = Archive(archive.folder, on_note=notes.append)
        after.append([fetched("orle")])
        assert [url for kind, url, _ in read(path) if kind == "metadata"] == [
            "https://courier.example/maren",
            "https://courier.example/orle",
        ]
        assert len(notes) == (at > whole)
        assert all(f"the last {at - whole:,} bytes were of a fetch that was broken off" in note for note in notes)


def test_whole_fetches_can_be_found_again(archive: Archive) -> None:
    kept = archive.append([fetched("maren"), fetched("halvery")], run=7)
    found = list(archive.found())
    assert [(f.fetch, f.run, f.data) for f in found] == [
        (kept[0], 7, b"<p>maren was flooded</p>"),
        (kept[1], 7, b"<p>halvery was flooded</p>"),
    ]
    assert [f.fetch for f in archive.found(lambda _: kept[0].records[-1].offset + kept[0].records[-1].length)] == [kept[1]]


@pytest.mark.parametrize("how", ["id", "bytes", "address"])
def test_what_is_withdrawn_leaves_no_byte_and_moves_nothing(archive: Archive, how: str) -> None:
    kept = archive.append([fetched(name) for name in ("maren", "halvery", "orle")])
    path = archive.files()[0]
    before = path.read_bytes()
    gone = kept[1]
    match how:
        case "id":
            count = archive.withdraw(ids={gone.records[2].id}, blobs=())
        case "bytes":
            count = archive.withdraw(ids=(), blobs={digest(b"<p>halvery was flooded</p>")})
        case _:
            count = archive.withdraw(ids=(), blobs=(), urls={gone.url})
    assert count == 5
    after = path.read_bytes()
    assert len(after) == len(before)
    start, end = gone.records[0].offset, gone.records[-1].offset + gone.records[-1].length
    assert (after[:start], after[end:]) == (before[:start], before[end:])
    assert b"halvery" not in after + b"".join(body for _, _, body in read(path))
    assert gone.records[2].id.encode() not in after
    for fetch in (kept[0], kept[2]):
        assert [archive.member(path.name, r.offset).id for r in fetch.records] == [r.id for r in fetch.records]
    archive.append([fetched("dorrin")])
    assert [f.fetch.asked.rsplit("/", 1)[1] for f in archive.found()] == ["maren", "orle", "dorrin"]
    assert [path.name for path in archive.folder.iterdir() if path.suffix == ".part"] == []


def test_of_an_address_other_versions_stay(archive: Archive) -> None:
    old, new = archive.append([fetched("maren"), fetched("maren", b"<p>new words</p>")])
    archive.withdraw(ids={r.id for r in old.records}, blobs=(), urls={old.url, old.asked}, keep={r.id for r in new.records})
    assert [f.data for f in archive.found()] == [b"<p>new words</p>"]


@pytest.mark.parametrize("length", [300, 65_535, 65_541, 65_558, 65_559, 131_093, 131_098, 300_001])
def test_what_stands_in_place_of_records_is_as_long_as_they_were(tmp_path: Path, length: int) -> None:
    path = tmp_path / "00001.warc.gz"
    path.write_bytes(_nothing(length))
    (member,) = members(path)
    assert (member.length, member.type) == (length, "metadata")
    with path.open("rb") as file:
        assert [r.rec_type for r in ArchiveIterator(file)] == ["metadata"]


def test_other_bytes_are_no_records(tmp_path: Path) -> None:
    import gzip

    path = tmp_path / "00001.warc.gz"
    for data in (
        b"nonsense",
        gzip.compress(b"no record"),
        gzip.compress(bytes(1 << 20)),
        gzip.compress(b"WARC/1.1\r\n\r\n")[:-3],
    ):
        path.write_bytes(data)
        with pytest.raises(Torn):
            list(members(path))


def test_several_may_write_at_once(archive: Archive) -> None:
    def write(who: int) -> None:
        mine = Archive(archive.folder, largest=20_000)
        for number in range(12):
            mine.append([fetched(f"place-{who}-{number}")], run=who)

    writers = [threading.Thread(target=write, args=(who,)) for who in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    found = sorted(f.fetch.asked.rsplit("/", 1)[1] for f in archive.found())
    assert found == sorted(f"place-{who}-{number}" for who in range(4) for number in range(12))
    assert len(archive.files()) > 2
    for each in archive.found():
        assert [archive.member(each.fetch.file or "", r.offset).id for r in each.fetch.records] == [
            r.id for r in each.fetch.records
        ]


def test_the_folder_holds_nothing_else_that_is_read_as_a_page(archive: Archive) -> None:
    archive.append([fetched("maren")], run=3)
    assert sorted(path.name for path in archive.folder.iterdir()) == [".lock", "00001.warc.gz"]
    assert [document.trouble for document in documents([archive.folder])] == [None]
