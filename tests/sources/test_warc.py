"""Archives of crawls, packed in every way, whole and broken."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import SourceUnreadable
from sayso.page.page import Document, Kind, State
from sayso.page.pages import pages_of
from sayso.sources.files import count, documents
from sayso.sources.unpacking import Place
from sayso.sources.warc import documents_of_warc, start_of
from tests.sources.crawl import PACKED, Sent, article, gzipped, gzipped_whole, page, plain, records, zstandarded

OTHERS = [
    Sent("", kind="warcinfo"),
    Sent("https://halvery-post.example/2031/1", kind="request"),
    Sent("https://halvery-post.example/logo.png", b"\x89PNG\r\n\x1a\n" * 400, "image/png"),
    Sent("https://halvery-post.example/old", b"moved", status="301 Moved Permanently"),
    Sent("https://halvery-post.example/gone", article(9), status="404 Not Found"),
    Sent("https://halvery-post.example/robots.txt", b"User-agent: *\nDisallow:", "text/plain"),
    Sent("https://halvery-post.example/api", b'{"title": "A"}'),
    Sent("https://halvery-post.example/picture", b"\xff\xd8\xff\xe0" + b"\0" * 400),
    Sent("urn:pageinfo:https://halvery-post.example/", b"{}", "application/json", kind="resource"),
    Sent("dns:halvery-post.example", b"20310303100000\n127.0.0.1", "text/dns", kind="resource"),
    Sent("https://halvery-post.example/2031/1", b"fetchTimeMs: 12", "application/warc-fields", kind="metadata"),
]
"""Records that hold no page."""


def read(data: bytes, **more: object) -> list[Document]:
    return list(documents_of_warc(io.BytesIO(data), "crawl", "crawl.warc", **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("name", PACKED)
def test_a_crawl_however_it_is_packed(tmp_path: Path, name: str, version: str) -> None:
    made = records([page(1), *OTHERS, page(2), page(3)], version=version)
    path = tmp_path / name
    path.write_bytes(PACKED[name](made))
    found = list(documents([tmp_path]))
    assert [document.data for document in found] == [article(1), article(2), article(3)]
    assert count([path]) is None
    first = found[0]
    assert (first.kind, first.url, first.how, first.charset) == (
        Kind.HTML,
        "https://halvery-post.example/2031/1",
        "archive",
        "utf-8",
    )
    assert first.seen_at == datetime(2031, 3, 3, 10, tzinfo=UTC)
    assert first.note is None
    assert first.trouble is None
    place = first.seen.removeprefix(f"{path}#")
    assert first.name == f"{name.partition('.')[0]}:{place}"
    if name == "crawl.warc.gz":
        assert [Place.named(each.seen.rpartition("#")[2]) for each in found] == [
            Place(len(gzipped(made[:at]))) for at in (0, len(OTHERS) + 1, len(OTHERS) + 2)
        ]


@pytest.mark.parametrize("name", PACKED)
def test_it_can_be_read_on_from_each_place(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(PACKED[name](records([page(n) if n % 3 else OTHERS[2] for n in range(1, 9)])))
    found = list(documents([path]))
    for number, document in enumerate(found):
        on = list(documents([path], reached=lambda _, seen=document.seen: [seen]))  # type: ignore[misc]
        assert on == found[number:]


def test_from_a_pipe() -> None:
    for pack in (plain, gzipped, gzipped_whole, zstandarded):
        found = list(documents(["-"], stdin=_Pipe(pack(records([page(1), page(2)])))))
        assert [(each.data, each.seen.startswith("-#")) for each in found] == [(article(1), True), (article(2), True)]


class _Pipe(io.BytesIO):
    def seekable(self) -> bool:
        return False


CHUNKED = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (article(1)[:100], article(1)[100:])) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (gzip.compress(article(1)), (("Content-Encoding", "gzip"),)),
        (gzip.compress(article(1)[:50]) + gzip.compress(article(1)[50:]), (("Content-Encoding", "x-gzip"),)),
        (zlib.compress(article(1)), (("Content-Encoding", "deflate"),)),
        (zlib.compress(article(1))[2:-4], (("Content-Encoding", "deflate"),)),
        (brotli.compress(article(1)), (("Content-Encoding", "br"),)),
        (zstandard.compress(article(1)), (("Content-Encoding", "zstd"),)),
        (CHUNKED, (("Transfer-Encoding", "chunked"),)),
        (
            b"%x\r\n%b\r\n0\r\n\r\n" % (len(gzip.compress(article(1), mtime=0)), gzip.compress(article(1), mtime=0)),
            (("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")),
        ),
        (article(1), (("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"))),  # undone by the crawl already
        (gzip.compress(gzip.compress(article(1))), (("Content-Encoding", "gzip, gzip"),)),
    ],
)
def test_what_was_packed_on_its_way(body: bytes, coding: tuple[tuple[str, str], ...]) -> None:
    (found,) = read(plain(records([Sent("https://halvery-post.example/a", body, coding=coding)])))
    assert (found.data, found.trouble, found.note) == (article(1), None, None)


def test_an_answer_that_cannot_be_unpacked_to_its_end() -> None:
    body = gzip.compress(article(1, more="The boats. " * 4000))[:-40]
    (found,) = read(plain(records([Sent("https://halvery-post.example/a", body, coding=(("Content-Encoding", "gzip"),))])))
    assert found.data.startswith(article(1)[:400])
    assert found.note == "only its beginning could be unpacked (gzip: the end is missing)"
    (made,) = pages_of(found)
    assert made.state is State.READ
    assert made.note == found.note


def test_what_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("warc", "answers"):
        monkeypatch.setattr(f"sayso.sources.{module}.LARGEST", 1 << 16)
    bomb = Sent("https://halvery-post.example/b", gzip.compress(b"a" * (1 << 20)), coding=(("Content-Encoding", "gzip"),))
    long = Sent("https://halvery-post.example/l", article(1, more="The boats. " * 9000))
    packed, sent, after = read(gzipped(records([bomb, long, page(3)])))
    assert "unpacks to more than is read as one page" in (packed.trouble or "")
    assert packed.data == bomb.body
    assert "it is longer than what is read as one page" in (sent.trouble or "")
    assert sent.data == long.body[: 1 << 16]
    assert after.data == article(3)


@pytest.mark.parametrize("media", ["text/html", "application/xhtml+xml", "text/plain", "application/pdf", None])
def test_what_is_called_a_page(media: str | None) -> None:
    body = {"text/plain": b"He said so on Monday.", "application/pdf": b"%PDF-1.7 "}.get(media or "", article(1))
    (found,) = read(plain(records([Sent("https://halvery-post.example/a", body, media)])))
    assert (found.data, found.kind) == (
        body,
        {"text/plain": Kind.PLAIN, "application/pdf": Kind.PDF}.get(media or "", Kind.HTML),
    )


def test_a_page_that_was_saved_without_its_answer() -> None:
    (found,) = read(plain(records([Sent("https://halvery-post.example/a", article(1), "text/html", kind="resource")])))
    assert (found.data, found.url) == (article(1), "https://halvery-post.example/a")


def test_the_character_set_that_the_server_named() -> None:
    body = "<title>Ciudad</title><p>В Галверах поднялась вода, сообщили в среду.</p>".encode("cp1251")
    (found,) = read(plain(records([Sent("https://halvery-post.example/a", body, "text/html; charset=windows-1251")])))
    assert pages_of(found)[0].text == "В Галверах поднялась вода, сообщили в среду."


def test_a_page_that_does_not_name_its_outlet_is_of_its_host() -> None:
    (found,) = read(plain(records([page(1)])))
    (made,) = pages_of(found)
    assert (made.outlet, made.url) == ("halvery-post.example", "https://halvery-post.example/2031/1")


# Digests, dates, and what was cut off


@pytest.mark.parametrize(
    ("said", "note"),
    [
        (
            {"WARC-Payload-Digest": "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
            "its bytes are not those of the digest that the archive gives (sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA): "
            "they were changed or damaged",
        ),
        ({"WARC-Payload-Digest": "xyz:AAAA"}, None),
        ({"WARC-Truncated": "length"}, "the crawl kept only its beginning (length)"),
        ({"WARC-Date": "yesterday"}, "the archive does not say when it was seen"),
        ({"WARC-Date": "2031-03-03T10:00:00.123456789Z"}, None),
    ],
)
def test_doubts(said: dict[str, str], note: str | None) -> None:
    (found,) = read(plain(records([page(1, said=said)])))
    assert (found.data, found.note) == (article(1), note)
    assert found.seen_at == {
        "2031-03-03T10:00:00.123456789Z": datetime(2031, 3, 3, 10, 0, 0, 123456, tzinfo=UTC),
        "yesterday": None,
    }.get(said.get("WARC-Date", ""), datetime(2031, 3, 3, 10, tzinfo=UTC))


def test_digests_in_every_writing() -> None:
    import base64
    import hashlib

    made = hashlib.sha256(article(1)).digest()
    for written in (made.hex(), base64.b32encode(made).decode(), base64.b64encode(made).decode(), made.hex().upper()):
        (found,) = read(plain(records([page(1, said={"WARC-Payload-Digest": f"sha-256:{written}"})])))
        assert found.note is None


# Records that refer to others

SAME = {"WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"}


def revisit(number: int, **said: str) -> Sent:
    at = "2031-03-04T10:00:00Z"
    return Sent(f"https://halvery-post.example/2031/{number}", kind="revisit", said={**SAME, **said}, date=at)


@pytest.mark.parametrize("pack", [plain, gzipped, gzipped_whole, zstandarded])
def test_a_page_seen_again(tmp_path: Path, pack: Callable[[list[bytes]], bytes]) -> None:
    again = revisit(
        1, **{"WARC-Refers-To-Target-URI": "https://halvery-post.example/2031/1", "WARC-Refers-To-Date": "2031-03-03T10:00:00Z"}
    )
    path = tmp_path / "crawl.warc"
    path.write_bytes(pack(records([page(1), page(2), again])))
    first, second, third = documents([path])
    assert (third.data, third.url) == (article(1), first.url)
    assert third.seen_at == datetime(2031, 3, 4, 10, tzinfo=UTC)
    assert len({first.seen, second.seen, third.seen}) == 3


def test_a_page_seen_again_in_another_archive_and_after_a_run_was_broken_off(tmp_path: Path) -> None:
    (digest,) = [
        line.split(b": ")[1].strip().decode()
        for line in records([page(1)])[0].split(b"\n")
        if line.startswith(b"WARC-Payload-Digest")
    ]
    (tmp_path / "a.warc.gz").write_bytes(gzipped(records([page(1), page(2), page(3)])))
    (tmp_path / "b.warc.gz").write_bytes(gzipped(records([page(4), revisit(1, **{"WARC-Payload-Digest": digest})])))
    whole = list(documents([tmp_path]))
    assert [each.data for each in whole] == [article(n) for n in (1, 2, 3, 4, 1)]
    done = {str(tmp_path / "a.warc.gz"): [whole[2].seen]}
    assert list(documents([tmp_path], reached=lambda seen: done.get(seen, []))) == whole[2:]


def test_a_page_seen_again_of_which_there_is_no_copy() -> None:
    picture = Sent("https://halvery-post.example/a.png", kind="revisit", said=SAME)
    lost, after = read(gzipped(records([revisit(1), picture, page(3)])))
    assert lost.trouble == (
        "the record says only that the page was the same as before, and what it was stands in no archive read here; "
        "add the archive that holds it together with this one"
    )
    assert lost.url == "https://halvery-post.example/2031/1"
    assert b"WARC-Type: revisit" in lost.data
    assert after.data == article(3)


def test_a_crawl_without_a_page_says_so(tmp_path: Path) -> None:
    (tmp_path / "crawl.warc.gz").write_bytes(gzipped(records(OTHERS)))
    with pytest.raises(SourceUnreadable, match=r"crawl\.warc\.gz holds no page: none of its records is an answer of status 200"):
        list(documents([tmp_path]))


# Broken archives


def test_a_record_that_is_broken_is_kept_aside() -> None:
    made = records([page(n) for n in range(5)])
    members = [gzip.compress(each, mtime=0) for each in made]
    damaged = bytearray(members[1])
    damaged[len(damaged) // 2 : len(damaged) // 2 + 8] = b"\xff" * 8
    cut = gzip.compress(made[3][: len(made[3]) // 2])
    found = read(b"".join((members[0], bytes(damaged), members[2], cut, members[4])))
    assert [each.trouble is None for each in found] == [True, False, True, False, True]
    assert [each.data for each in found if not each.trouble] == [article(0), article(2), article(4)]
    assert (found[1].trouble or "").startswith("it cannot be unpacked (Error -3 while decompressing data")
    assert found[1].seen == f"crawl.warc#{len(members[0])}"
    assert found[3].trouble == "it is cut off: less of it is there than it says; fetch the archive again, or leave the record out"
    assert found[3].url == "https://halvery-post.example/2031/3"
    (kept,) = pages_of(found[3])
    assert kept.state is State.DAMAGED
    assert kept.text.endswith("<title>River rises, day 3")


@pytest.mark.parametrize("pack", [plain, gzipped, gzipped_whole, zstandarded])
def test_what_is_no_record(pack: Callable[[list[bytes]], bytes]) -> None:
    made = records([page(1), page(2), page(3)])
    headless = made[1].replace(b"Content-Length", b"Content-Width", 1)
    found = read(pack([made[0], b"<html>what is this\r\n\r\n", headless, made[2]]))
    assert [each.data for each in found if not each.trouble] == [article(1), article(3)]
    troubles = [each.trouble.partition(";")[0] for each in found if each.trouble]
    assert troubles[:2] == ["what stands here is no record", "its header cannot be parsed, or does not say how long it is"]


@pytest.mark.parametrize("pack", [plain, gzipped, gzipped_whole, zstandarded])
def test_a_file_that_breaks_off_anywhere(pack: Callable[[list[bytes]], bytes]) -> None:
    data = pack(records([page(1), page(2)]))
    whole = read(data)
    for end in range(5, len(data) - 4, 41):
        found = read(data[:end])
        good = [each for each in found if not each.trouble]
        assert good == whole[: len(good)]
        assert len(found) <= len(whole) + 1


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([plain, gzipped, gzipped_whole, zstandarded]), st.data())
def test_changed_bytes_break_nothing_else(pack: Callable[[list[bytes]], bytes], data: st.DataObject) -> None:
    whole = bytearray(pack(records([page(1), page(2)])))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    for document in read(bytes(whole)):
        assert pages_of(document)


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_any_bytes_after_a_head(data: bytes) -> None:
    for head in (b"WARC/1.0\r\n", b"\x1f\x8b\x08\0\0\0\0\0\0\0", b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18"):
        try:
            read(head + data)
        except Exception as error:
            assert type(error).__name__ == "Unpackable"  # noqa: PT017


def test_a_header_without_an_end_takes_no_memory() -> None:
    endless = b"WARC/1.0\r\n" + b"A: " + b"a" * (3 << 20) + b"\r\n\r\n"
    found = read(endless + records([page(1)])[0])
    assert [bool(each.trouble) for each in found][-1] is False
    assert max(len(each.data) for each in found) < 1 << 17


def test_places() -> None:
    assert start_of(["a#b.warc#12+7", "a#b.warc#12", "a#b.warc#900"], "a#b.warc") == Place(12)
    assert start_of(["a#b.warc#12", "a#7"], "a") is None  # of a file whose name goes on in that of another
    assert start_of([], "a") is None


@pytest.mark.parametrize(
    ("missing", "pack", "told"),
    [
        ("warcio", gzipped, "warcio is not installed, and sayso needs it to read web archives; "),
        ("zstandard", zstandarded, "zstandard is not installed, and sayso needs it to open what zstandard packed; "),
    ],
)
def test_what_a_library_is_missing_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str, pack: Callable[[list[bytes]], bytes], told: str
) -> None:
    (tmp_path / "a.warc").write_bytes(pack(records([page(1)])))
    (tmp_path / "b.txt").write_text("He said so.")
    for name in [each for each in sys.modules if each.partition(".")[0] == missing]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, missing, None)
    troubles: list[SourceUnreadable] = []
    assert [each.name for each in documents([tmp_path], on_trouble=troubles.append)] == ["b"]
    assert f"{tmp_path}/a.warc cannot be read: {told}" in str(troubles[0])
