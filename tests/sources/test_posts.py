"""Exports of posts: what is a post, what its document holds, and what its page says."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from sayso.page.page import Document, Kind, Page, State
from sayso.page.pages import pages_of
from sayso.sources.files import count, documents
from sayso.sources.posts.streamed import OPENED, Broken, Streamed

CHANNEL = {"name": "Norlund Watch", "type": "public_channel", "id": 1500000001, "username": "norlundwatch"}
FIRST = {
    "id": 2, "type": "message", "date": "2031-03-03T09:59:00", "date_unixtime": "1930298340",
    "edited": "2031-03-03T11:02:00", "edited_unixtime": "1930302120", "from": "Norlund Watch", "from_id": "channel1500000001",
    "text": ["At least ", {"type": "bold", "text": "14 people"}, " were killed in Port Sorrel."],
}  # fmt: skip
FORWARDED = {
    "id": 3, "type": "message", "date": "2031-03-03T10:20:00", "from": "Norlund Watch", "forwarded_from": "Sorrel Eyes",
    "reply_to_message_id": 2, "file": "video_files/bridge.mp4", "media_type": "video_file", "text": "The bridge was hit at dawn.",
}  # fmt: skip
DELETED = {
    "id": 4, "type": "message", "date": "2031-03-03T10:30:00", "from": "Norlund Watch", "forwarded_from": None,
    "forwarded_from_id": "user991", "reply_to_message_id": 1400, "text": "The ferry terminal is burning.",
}  # fmt: skip
SERVICE = {"id": 1, "type": "service", "date": "2031-03-02T08:00:00", "action": "create_channel", "text": ""}


def telegram(*messages: Any, **chat: Any) -> dict[str, Any]:
    return {**(chat or CHANNEL), "messages": list(messages)}


def written(folder: Path, name: str, what: Any) -> Path:
    path = folder / name
    path.write_text(what if isinstance(what, str) else json.dumps(what, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def pages_in(path: Path) -> list[Page]:
    return [page for document in documents([path]) for page in pages_of(document)]


def told(page: Page) -> list[tuple[str, str | None, str]]:
    return [(b.role.value, b.author, b.span.of(page.text)) for b in page.blocks]


def test_a_channel(tmp_path: Path) -> None:
    first, forwarded, deleted = pages_in(written(tmp_path, "result.json", telegram(SERVICE, FIRST, FORWARDED, DELETED)))
    assert told(first) == [
        ("byline", None, "Norlund Watch"),
        ("body", "Norlund Watch", "At least 14 people were killed in Port Sorrel."),
    ]
    facts = (first.name, first.state, first.outlet, first.url, first.authors, first.published, first.modified, first.note)
    assert facts == (
        "result:2", State.READ, "Norlund Watch", "https://t.me/norlundwatch/2", ("Norlund Watch",),
        "2031-03-03T09:59:00+00:00", "2031-03-03T11:02:00+00:00", None,
    )  # fmt: skip
    assert told(forwarded) == [
        ("byline", None, "Norlund Watch"),
        ("credit", "Sorrel Eyes", "Sorrel Eyes"),
        ("body", "Norlund Watch", "The bridge was hit at dawn."),
        ("player", None, "video: video_files/bridge.mp4"),
        ("related", None, "answers: 2"),
    ]
    assert (forwarded.published, forwarded.note) == ("2031-03-03T10:20:00", None)  # no zone is made up
    assert told(deleted)[1] == ("credit", None, "user991")
    assert deleted.note == (
        "whose post it passes on is not said: the account is deleted, and the export has no name of it; "
        "it answers message 1400, which is not in the export"
    )


def test_all_chats_keep_to_themselves(tmp_path: Path) -> None:
    private = {"type": "saved_messages", "id": 7, "messages": [{**FIRST, "from": "Ana Ruiz"}]}
    whole = {
        "about": "Here is the data you requested.", "personal_information": {"username": "@anaruiz"}, "contacts": {"list": [{}]},
        "chats": {"about": "", "list": [telegram(FIRST), private]},
    }  # fmt: skip
    channel, own = pages_in(written(tmp_path, "all.json", whole))
    assert (channel.outlet, channel.url) == ("Norlund Watch", "https://t.me/norlundwatch/2")
    assert (own.outlet, own.url, own.authors) == (None, None, ("Ana Ruiz",))


@pytest.mark.parametrize(
    ("message", "state", "note"),
    [
        ({"text": "", "photo": "photos/1.jpg"}, State.EMPTY, "a post without words, with photo: photos/1.jpg"),
        (
            {"text": "Міст зруйновано, повідомляє міська рада. Це сталося вранці, і ми не знаємо, хто це зробив."},
            State.NOT_ENGLISH,
            "the text is in another language (uk); only English pages are read for claims",
        ),
        (
            {"text": "The bridge is shut.", "from": None, "from_id": "user77"},
            State.READ,
            "who posted it is not said: the account is deleted, and the export has no name of it",
        ),
    ],
)
def test_what_a_message_lacks(tmp_path: Path, message: dict[str, Any], state: State, note: str) -> None:
    base = {"id": 9, "type": "message", "date": "2031-03-03T10:31:00", "from": "Norlund Watch"}
    (page,) = pages_in(written(tmp_path, "result.json", telegram({**base, **message})))
    assert (page.state, page.note) == (state, note)


def test_a_url_only_with_a_user_name(tmp_path: Path) -> None:
    for name in ("", "a/../b", "x?y", 5, None):
        (page,) = pages_in(written(tmp_path, "result.json", telegram(FIRST, **{**CHANNEL, "username": name})))
        assert page.url is None


def test_a_broken_export_keeps_what_stands_before(tmp_path: Path) -> None:
    whole = json.dumps(telegram(FIRST, FORWARDED, DELETED), indent=1)
    path = written(tmp_path, "result.json", whole[: whole.index("forwarded_from_id") + 5])
    *read, broken = pages_in(path)
    assert [page.state for page in read] == [State.READ, State.READ]
    assert broken.state is State.DAMAGED
    assert "no JSON from character" in (broken.note or "")


def test_a_message_that_is_none_is_damaged(tmp_path: Path) -> None:
    first, broken, last = pages_in(written(tmp_path, "result.json", telegram(FIRST, "what?", DELETED)))
    assert [page.state for page in (first, broken, last)] == [State.READ, State.DAMAGED, State.READ]


def test_a_large_export_is_streamed(tmp_path: Path) -> None:
    """Longer than what is read as one page; packed, so that the disk does not feel it."""
    path = tmp_path / "result.json.gz"
    message = json.dumps({**FIRST, "text": "x" * 100_000})
    with gzip.open(path, "wt", compresslevel=1) as out:
        out.write('{"name": "Norlund Watch", "type": "public_channel", "id": 1, "messages": [\n')
        out.write(",\n".join([message] * 700))
        out.write("]}")
    assert sum(1 for _ in documents([path])) == 700
    assert count([path]) is None


class _Drip(io.RawIOBase):
    """A stream that gives a byte at a time."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def read(self, size: int = -1) -> bytes:
        return self._data.read(min(size, 1)) if size >= 0 else self._data.read()


@pytest.mark.parametrize(
    "value", [[], {}, [1, 22, -3.5e7], {"a": [True, None, "x\\“”"], "ü": {"b": ""}}, [[[]], {"c": {}}], "é", 12]
)
def test_streamed_is_what_the_parser_reads(value: Any) -> None:
    data = json.dumps(value, ensure_ascii=False).encode()
    assert [v for _, v in Streamed(_Drip(data)).values(lambda path: False)] == [value]  # type: ignore[arg-type]
    opened = [v for path, v in Streamed(_Drip(data)).values(lambda path: not path) if v is not OPENED]  # type: ignore[arg-type]
    inside: Iterable[Any] = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
    assert opened == list(inside)


@pytest.mark.parametrize("data", [b"", b"{", b'{"a" 1}', b"[1 2]", b"[" * 100_000, b'{"a": tru', b'"\\u12"'])
def test_what_is_no_json_is_said_to_be_broken(data: bytes) -> None:
    with pytest.raises(Broken, match="no JSON from character"):
        list(Streamed(io.BytesIO(data)).values(lambda path: not path))


# ActivityPub

ANA = "https://social.example/users/anaruiz"
CONTENT = "<p>The harbour office said <b>three</b> boats sank.</p><p>One &amp; all<br>are safe.</p>"
NOTE = {
    "id": f"{ANA}/statuses/1", "type": "Note", "summary": "strike", "inReplyTo": "https://social.example/users/tom/statuses/9",
    "published": "2031-03-03T10:05:00Z", "updated": "2031-03-03T10:15:00Z", "url": "https://social.example/@anaruiz/1",
    "attributedTo": ANA, "content": CONTENT, "contentMap": {"en": CONTENT},
    "attachment": [{"type": "Document", "mediaType": "image/jpeg", "url": "/media/1.jpg", "name": "A boat on its side."}],
}  # fmt: skip


def outbox(*items: Any) -> dict[str, Any]:
    return {"@context": "https://www.w3.org/ns/activitystreams", "type": "OrderedCollection", "orderedItems": list(items)}


def test_an_outbox(tmp_path: Path) -> None:
    boosted = {"type": "Note", "attributedTo": "https://other.example/@norlund", "content": "<p>The bridge is closed.</p>"}
    items = (
        {"type": "Create", "actor": ANA, "published": "2031-03-03T10:05:00Z", "object": NOTE},
        {"type": "Like", "actor": ANA, "object": "https://other.example/1"},
        {"id": f"{ANA}/2", "type": "Announce", "actor": ANA, "published": "2031-03-03T12:05:00Z", "object": boosted},
        {"id": f"{ANA}/3", "type": "Announce", "actor": ANA, "object": "https://other.example/users/norlund/statuses/5"},
    )
    for indent in (None, 1):
        path = written(tmp_path, "outbox.json", json.dumps(outbox(*items), indent=indent))
        own, boost, lost = pages_in(path)
        assert told(own) == [
            ("byline", None, ANA),
            ("standfirst", "@anaruiz@social.example", "strike"),
            ("body", "@anaruiz@social.example", "The harbour office said three boats sank.\n\nOne & all\nare safe."),
            ("caption", "@anaruiz@social.example", "A boat on its side."),
            ("player", None, "photo: /media/1.jpg"),
            ("related", None, "answers: https://social.example/users/tom/statuses/9"),
        ]
        assert (own.url, own.outlet, own.published, own.modified, own.language) == (
            "https://social.example/@anaruiz/1", "social.example", "2031-03-03T10:05:00+00:00", "2031-03-03T10:15:00+00:00", "en",
        )  # fmt: skip
        assert told(boost)[1:] == [
            ("credit", "@norlund@other.example", "https://other.example/@norlund"),
            ("body", "@anaruiz@social.example", "The bridge is closed."),
        ]
        assert (lost.state, lost.note) == (
            State.EMPTY,
            "a post without words; the post that it passes on is not in the export, only its address",
        )


@pytest.mark.parametrize("change", [{"actor": "https://[x/users/ana"}, {"type": ["Create"]}, {"object": [NOTE]}, {"actor": [5]}])
def test_odd_values_stop_nothing(tmp_path: Path, change: dict[str, Any]) -> None:
    """Found by changing exports at random."""
    items = ({"type": "Create", "actor": ANA, "object": NOTE, **change}, {"type": "Create", "actor": ANA, "object": NOTE})
    path = written(tmp_path, "outbox.json", outbox(*items))
    assert pages_in(path)[-1].state is State.READ


def test_notes_a_line_and_one_alone(tmp_path: Path) -> None:
    alone = {"@context": "https://www.w3.org/ns/activitystreams", **NOTE}
    several = written(tmp_path, "notes.jsonl", f"{json.dumps(alone)}\n{json.dumps(alone)}\n")
    assert [page.url for page in pages_in(several)] == ["https://social.example/@anaruiz/1"] * 2
    assert [page.url for page in pages_in(written(tmp_path, "note.json", alone))] == ["https://social.example/@anaruiz/1"]


# Tables

ROW = {
    "post_id": "4711", "user": "Ana Ruiz", "created_at": "2031-03-03T10:40:00Z", 
    "full_text": "The council said 20 families left.",
    "post_url": "https://posts.example/anaruiz/4711", "forwarded_from": "Sorrel Eyes", "reply_to": "4700",
    "platform": "Brightfeed",
}  # fmt: skip


def test_a_table_and_lines_say_the_same(tmp_path: Path) -> None:
    rows = ",".join(ROW) + "\n" + ",".join(ROW.values()) + "\n"
    for path in (written(tmp_path, "posts.csv", rows), written(tmp_path, "posts.jsonl", json.dumps(ROW) + "\n")):
        (document,) = documents([path])
        assert document.kind is Kind.POST
        (page,) = pages_of(document)
        assert told(page) == [
            ("byline", None, "Ana Ruiz"),
            ("credit", "Sorrel Eyes", "Sorrel Eyes"),
            ("body", "Ana Ruiz", "The council said 20 families left."),
            ("related", None, "answers: 4700"),
        ]
        assert (page.url, page.published, page.outlet) == (
            "https://posts.example/anaruiz/4711",
            "2031-03-03T10:40:00+00:00",
            "Brightfeed",
        )


@pytest.mark.parametrize(
    "columns",
    ["headline,author,date,text,url", "title,byline,published,body", "id,author,date,text,url"],
)
def test_a_table_of_articles_is_none_of_posts(tmp_path: Path, columns: str) -> None:
    path = written(tmp_path, "articles.csv", columns + "\n" + ",".join("a" for _ in columns.split(",")) + "\n")
    assert [document.kind for document in documents([path])] == [Kind.RECORD]


@pytest.mark.parametrize(
    "data", [b"", b"nothing", b"[]", b"5", b'{"message": {}, "chat": {}}', b'{"type": "Create", "object": []}']
)
def test_bad_bytes_are_a_state(data: bytes) -> None:
    (page,) = pages_of(Document(data, Kind.POST, "post", "post"))
    assert page.state in (State.EMPTY, State.DAMAGED)
    assert page.note
