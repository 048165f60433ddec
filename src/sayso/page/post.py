"""One post of an export -> Page.

A post is on its author's word. Its canonical text is, joined by blank lines, who posted it, whose post it passes on where it
does, its words, and what goes with them (descriptions of pictures, the names of media), each as it stands in the export; HTML is
read as a browser shows it. Its words are the body, and each block of it bears the author.

    byline      who posted it: the name, or the address of the account where the export has no name
    credit      whose post is passed on, with the name of the account; without, it is deleted, and the words are its number
    standfirst  a warning that the author put before it
    body        its words
    caption     what the author says of a picture
    player      media that go with it, by the file or address in the export (*video: bridge.mp4*)
    related     which post it answers (*answers: 14*)

What the export does not have is said in the page's note: a deleted account, the words of a post that was passed on, the original
of an answer.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from sayso.page.dates import dated_by_url, iso_of
from sayso.page.decoding import canonical, decode
from sayso.page.language import language_of
from sayso.page.page import Block, Dated, Document, Page, Role, State
from sayso.page.plain import state_of
from sayso.text import Span, digest

EXTRACTOR = "post-1"

MEDIA = ("photo", "video", "audio", "animation", "file")
"""What may go with a post, as the words before its file say it."""

_DELETED = "the account is deleted, and the export has no name of it"
_PLACE_IN_HANDLE = re.compile(r"/(?:users/|@)(?P<name>[\w.-]{1,80})/?$")
_CHANNEL = frozenset(["public_channel", "private_channel", "public_supergroup", "private_supergroup", "private_group"])
_USER_NAME = re.compile(r"[A-Za-z]\w{3,31}")
_MEDIA_OF = {
    "video_file": "video", "video_message": "video", "voice_message": "audio", "audio_file": "audio", "animation": "animation",
    "sticker": "file", "image": "photo", "video": "video", "audio": "audio",
}  # fmt: skip


@dataclass
class _Post:
    """What an export says of one post."""

    by: str | None = None
    """Who posted it, as it stands in the export."""
    name: str | None = None
    """By what name the author goes; the same as ``by`` where that is a name."""
    passed_on: bool = False
    of: str | None = None
    """Whose post it passes on, as it stands in the export."""
    of_name: str | None = None
    """By what name that account goes; ``None`` where it is deleted."""
    warning: str | None = None
    title: str | None = None
    words: str = ""
    alt: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    answers: str | None = None
    dates: list[Dated] = field(default_factory=list)
    url: str | None = None
    outlet: str | None = None
    language: str | None = None
    doubts: list[str] = field(default_factory=list)


def is_post(page: Page) -> bool:
    """Whether a page is one post by itself."""
    return page.extractor.startswith("post-")


def pages_from_post(document: Document) -> list[Page]:
    """The page of one post; one that cannot be parsed gives a page in state ``damaged``."""
    text = decode(document.data).text
    trouble, record = document.trouble, None
    if not trouble:
        try:
            record = json.loads(text)
        except (ValueError, RecursionError) as error:
            trouble = f"the post is not JSON ({error}); mend it and add the export again"
    if trouble or not isinstance(record, dict):
        return [
            Page(
                name=document.name,
                blob=digest(document.data),
                text=text,
                blocks=(Block(Span(0, len(text)), Role.FURNITURE),) if text else (),
                state=State.DAMAGED,
                extractor=EXTRACTOR,
                url=document.url,
                outlet=document.outlet,
                note=trouble or "it is no JSON object with the fields of a post; export it again",
            )
        ]
    return [_page(document, _post_of(record))]


def _post_of(record: dict[str, Any]) -> _Post:
    if isinstance(record.get("message"), dict) and isinstance(record.get("chat"), dict):
        return _of_telegram(record["message"], record["chat"])
    if isinstance(record.get("type"), str) and ("@context" in record or {"object", "attributedTo", "actor"} & record.keys()):
        return _of_activity(record)
    return _of_row(record)


def _page(document: Document, post: _Post) -> Page:
    parts = [
        (post.by, Role.BYLINE), (post.of, Role.CREDIT), (post.title, Role.HEADLINE), (post.warning, Role.STANDFIRST),
        (post.words, Role.BODY), *((words, Role.CAPTION) for words in post.alt), *((words, Role.PLAYER) for words in post.media),
        (post.answers and f"answers: {post.answers}", Role.RELATED),
    ]  # fmt: skip
    texts: list[str] = []
    blocks: list[Block] = []
    at = 0
    when = next((d.value for d in post.dates if d.what == "published"), None)
    for words, role in parts:
        text = canonical(words or "").strip() if role is not Role.BODY else canonical(words or "")
        if not text.strip():
            continue
        said = role in (Role.HEADLINE, Role.STANDFIRST, Role.BODY, Role.CAPTION)
        span = Span(at, at + len(text)).trimmed("\n" * at + text)
        author = post.name if said else post.of_name if role is Role.CREDIT else None
        blocks.append(Block(span, role, author, when if said else None))
        texts.append(text)
        at += len(text) + 2
    whole = "\n\n".join(texts)
    language = language_of(post.words) or post.language
    state, why = state_of(whole, post.words, language)
    if state is State.EMPTY:
        why = "a post without words" + (f", with {', '.join(post.media)}" if post.media else "")
    url = post.url or document.url
    dates = [*post.dates, *filter(None, [dated_by_url(url) if url and not post.dates else None])]
    return Page(
        name=document.name,
        blob=digest(document.data),
        text=whole,
        blocks=tuple(blocks),
        state=state,
        extractor=EXTRACTOR,
        url=url,
        outlet=post.outlet or document.outlet,
        headline=canonical(post.title).strip() or None if post.title else None,
        authors=(post.name,) if post.name else (),
        published=next((d.value for d in dates if d.what == "published"), None),
        modified=next((d.value for d in dates if d.what == "modified"), None),
        dates=tuple(dates),
        language=language,
        note="; ".join(filter(None, (why, *post.doubts))) or None,
    )


def _string(value: Any) -> str | None:
    """A text that is not empty, or a number as it is written."""
    if isinstance(value, str):
        return value if value.strip() else None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _dated(what: str, value: Any) -> list[Dated]:
    whole = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    iso = iso_of(int(value) if isinstance(value, str) and value.isdigit() and len(value) > 8 else value) if whole else None
    return [Dated(what, iso, "record", str(value))] if iso else []


# Telegram


def _of_telegram(message: dict[str, Any], chat: dict[str, Any]) -> _Post:
    """A message of an export of Telegram's desktop application."""
    post = _Post(words=_joined(message.get("text_entities") or message.get("text")))
    post.name = _string(message.get("from"))
    post.by = _string(message.get("author")) or post.name
    if post.by is None and message.get("from_id"):
        post.by = _string(message["from_id"])
        post.doubts.append(f"who posted it is not said: {_DELETED}")
    if post.name and post.by and post.by != post.name:
        post.name = post.by  # a channel's post that somebody signs
    if "forwarded_from" in message or "forwarded_from_id" in message:
        post.passed_on = True
        post.of = post.of_name = _string(message.get("forwarded_from"))
        if post.of is None:
            post.of = _string(message.get("forwarded_from_id"))
            post.doubts.append(f"whose post it passes on is not said: {_DELETED}")
    for what, unix in (("date", "date_unixtime"), ("edited", "edited_unixtime")):
        post.dates += _dated("published" if what == "date" else "modified", message.get(unix) or message.get(what))
    if str(chat.get("type")) in _CHANNEL:
        post.outlet = _string(chat.get("name"))
    public, number = chat.get("username"), message.get("id")
    if isinstance(public, str) and _USER_NAME.fullmatch(public) and isinstance(number, int):
        post.url = f"https://t.me/{public}/{number}"
    post.media += _media_of_message(message)
    post.answers = _string(message.get("reply_to_message_id"))
    return post


def _joined(text: Any) -> str:
    """The text of a message: its pieces, marked or not, one after the other."""
    if isinstance(text, str):
        return text
    if not isinstance(text, list):
        return ""
    pieces = (each if isinstance(each, str) else each.get("text") if isinstance(each, dict) else None for each in text)
    return "".join(piece for piece in pieces if isinstance(piece, str))


def _media_of_message(message: dict[str, Any]) -> Iterator[str]:
    if isinstance(message.get("photo"), str):
        yield f"photo: {message['photo']}"
    if isinstance(message.get("file"), str):
        kind = _MEDIA_OF.get(str(message.get("media_type"))) or _of_mime(message.get("mime_type")) or "file"
        named = message.get("file_name")
        said = f"{named} {message['file']}" if isinstance(named, str) and message["file"].startswith("(") else message["file"]
        yield f"{kind}: {said}"


def _of_mime(mime: Any) -> str | None:
    return _MEDIA_OF.get(mime.split("/")[0]) if isinstance(mime, str) else None


# ActivityPub


def _of_activity(activity: dict[str, Any]) -> _Post:
    """A note, or an activity by which one was posted or passed on."""
    note = activity.get("object") if activity.get("type") in ("Create", "Update", "Announce") else activity
    post = _Post()
    actor = activity.get("actor") or activity.get("attributedTo")
    if activity.get("type") == "Announce":
        post.passed_on = True
        post.url = _string(activity.get("id"))
        post.dates += _dated("published", activity.get("published"))
        if not isinstance(note, dict):
            post.of = post.of_name = _string(note)
            post.doubts.append("the post that it passes on is not in the export, only its address")
            note = {}
        elif (of := note.get("attributedTo") or note.get("actor")) is not None:
            post.of, post.of_name = _account(of)
    elif isinstance(note, dict):
        actor = actor or note.get("attributedTo")
    post.by, post.name = _account(actor)
    if isinstance(note, dict):
        _add_note(post, note)
    else:
        post.doubts.append("the words of the post are not in the export")
    if isinstance(actor, str) and (host := _host_of(actor)):
        post.outlet = host
    return post


def _add_note(post: _Post, note: dict[str, Any]) -> None:
    given = note.get("contentMap")
    translated: dict[str, Any] = given if isinstance(given, dict) else {}
    content = note.get("content")
    if not isinstance(content, str) and translated:
        content = next((words for words in translated.values() if isinstance(words, str)), "")
    languages = [code for code, words in translated.items() if words == content]
    if len(languages) == 1:
        post.language = str(languages[0])[:2].lower()
    plain = str(note.get("mediaType", "")).startswith("text/plain")
    post.words = (content if plain else _shown(content)) if isinstance(content, str) else ""
    post.title = _string(note.get("name"))
    post.warning = _shown(note["summary"]) if isinstance(note.get("summary"), str) else None
    if not post.passed_on:
        post.url = _address(note.get("url")) or _string(note.get("id"))
        post.dates += _dated("published", note.get("published"))
        post.dates += _dated("modified", note.get("updated"))
    post.answers = _string(note.get("inReplyTo"))
    attached = note.get("attachment")
    for each in attached if isinstance(attached, list) else [attached]:
        if isinstance(each, dict) and (address := _address(each.get("url"))):
            post.alt += [words] if (words := _string(each.get("name"))) else []
            post.media.append(f"{_of_mime(each.get('mediaType')) or 'file'}: {address}")


def _address(value: Any) -> str | None:
    """An address, of a link or of the first of several."""
    if isinstance(value, list):
        value = next(iter(value), None)
    return _string(value.get("href") if isinstance(value, dict) else value)


def _account(actor: Any) -> tuple[str | None, str | None]:
    """An account as it stands in the export, and the name by which it goes (*@ana@social.example*)."""
    if isinstance(actor, list):
        actor = next(iter(actor), None)
    if isinstance(actor, dict):
        name = _string(actor.get("name")) or _string(actor.get("preferredUsername"))
        return (name, name) if name else _account(actor.get("id"))
    address = _string(actor)
    if address and (found := _PLACE_IN_HANDLE.search(address)) and (host := _host_of(address)):
        return address, f"@{found['name']}@{host}"
    return address, address


def _host_of(address: str) -> str | None:
    """The host of an address of the web; ``None`` for anything else."""
    try:
        return urlsplit(address).hostname if "://" in address else None
    except ValueError:  # no address after all
        return None


def _shown(content: str) -> str:
    """HTML as a browser shows it, one paragraph after a blank line."""
    from sayso.page.html import parsed
    from sayso.page.walk import runs_of

    root = parsed(f"<html><body><div>{content}</div></body></html>")
    return "" if root is None else "\n\n".join(run.text for run in runs_of(root))


# Tables


@functools.cache
def _columns() -> dict[str, tuple[str, int, bool]]:
    """By what a column is called: its field, how early it stands in the table, and whether only posts have it."""
    lines = files("sayso.page").joinpath("posts.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {column: (name, rank, tells == "yes") for rank, (name, column, tells, _) in enumerate(rows)}


def _key(column: str) -> str:
    return re.sub(r"[\W_]+", "", column).casefold()


def field_of_post(column: str) -> str | None:
    """Which field of a post a column holds (``forwarded_from`` -> ``forwarded``); ``None`` for any other column."""
    found = _columns().get(_key(column))
    return found[0] if found else None


def only_posts_have(column: str) -> bool:
    """Whether a column of this name is one that articles do not have."""
    found = _columns().get(_key(column))
    return bool(found and found[2])


def _of_row(record: dict[str, Any]) -> _Post:
    """A row of a table, as the JSON object of its columns."""
    values: dict[str, tuple[int, Any]] = {}
    for column, value in record.items():
        found = _columns().get(_key(column))
        if found is None or value in (None, "", [], {}) or (isinstance(value, str) and not value.strip()):
            continue
        if found[0] not in values or found[1] < values[found[0]][0]:
            values[found[0]] = (found[1], value)
    fields = {name: value for name, (_, value) in values.items()}
    post = _Post(words=_string(fields.get("text")) or "")
    author = fields.get("author")
    if isinstance(author, dict):
        author = author.get("name") or author.get("username")
    post.by = _string(author) or _string(fields.get("handle"))
    post.name = post.by.strip() if post.by else None
    post.of = post.of_name = _string(fields.get("forwarded"))
    post.passed_on = post.of is not None
    post.dates += _dated("published", fields.get("time")) + _dated("modified", fields.get("edited"))
    post.url = _string(fields.get("url"))
    post.outlet = _string(fields.get("outlet"))
    post.language = (_string(fields.get("language")) or "")[:2].lower() or None
    media = fields.get("media")
    post.media += [words for each in (media if isinstance(media, list) else [media]) if (words := _string(each))]
    post.alt += [words] if (words := _string(fields.get("alt"))) else []
    post.answers = _string(fields.get("reply"))
    if "text" not in fields:
        post.doubts.append("its row has no words")
    return post
