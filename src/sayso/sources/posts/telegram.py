"""Telegram: the JSON that its desktop application exports of one chat (``result.json``) or of all -> documents.

Each message is a document.
"""

from __future__ import annotations

import bisect
import json
import re
from array import array
from collections.abc import Iterator
from typing import IO, Any

from sayso.page.page import Document, Kind
from sayso.sources.posts.streamed import OPENED, Broken, Streamed

_CHATS = (
    "personal_chat|bot_chat|saved_messages|replies|verification_codes|private_group|private_supergroup|public_supergroup|"
    "private_channel|public_channel"
)
_OF_CHAT = re.compile(rb'"type":\s*"(?:' + _CHATS.encode() + rb')"')
_WHOLE = re.compile(rb'\A\s*(?:\xef\xbb\xbf)?\s*\{\s*"about":\s*"Here is the data you requested')
_KEPT = ("name", "type", "id", "username")
"""What is said of a chat; the rest of it are its messages."""


def is_export(head: bytes) -> bool:
    """Whether a file's first bytes are those of such an export."""
    return bool(_WHOLE.match(head) or (_OF_CHAT.search(head) and b'"messages"' in head))


def documents(stream: IO[bytes], name: str, seen: str) -> Iterator[Document]:
    """The messages of an export in order; where the file is broken, a document with its trouble comes last.

    A reply whose original stands nowhere before it in the export has a note that says so.
    """
    chat: dict[str, Any] = {}
    known = array("q")
    number = 0
    try:
        for path, value in Streamed(stream).values(_opens):
            if value is OPENED:
                if path in _CHATS_AT:
                    chat, known = {}, array("q")
                continue
            if path[-2:] != ("messages", "*"):
                if path and path[-1] in _KEPT and path[:-1] in _CHATS_AT:
                    chat[path[-1]] = value
                continue
            number += 1
            document = _document(value, chat, f"{name}:{number}", f"{seen}:{number}", known)
            if document is not None:
                yield document
    except Broken as broken:
        where = f"{seen}:{number + 1}"
        trouble = f"the export is {broken}"
        yield Document(b"", Kind.POST, f"{name}:{number + 1}", where, trouble=trouble, how="archive")


_CHATS_AT = ((), ("chats", "list", "*"), ("left_chats", "list", "*"))
_INSIDE = ((), ("list",), ("list", "*"), ("list", "*", "messages"))
_OPENED = frozenset([(), ("messages",), *((top, *inside) for top in ("chats", "left_chats") for inside in _INSIDE)])


def _opens(path: tuple[str, ...]) -> bool:
    return path in _OPENED


def _document(message: Any, chat: dict[str, Any], name: str, seen: str, known: array[int]) -> Document | None:
    """The document of a message; ``None`` for a message of the service itself."""
    if isinstance(message, dict) and message.get("type") == "service":
        _note(known, message.get("id"))
        return None
    data = json.dumps({"chat": chat, "message": message}, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    if not isinstance(message, dict):
        return Document(data, Kind.POST, name, seen, trouble="it is no message; export the chat again", how="archive")
    answered = message.get("reply_to_message_id")
    note = None
    if isinstance(answered, int) and not _has(known, answered) and not message.get("reply_to_peer_id"):
        note = f"it answers message {answered}, which is not in the export"
    elif message.get("reply_to_peer_id"):
        note = f"it answers message {answered} of another chat ({message['reply_to_peer_id']}), which is not in the export"
    _note(known, message.get("id"))
    return Document(data, Kind.POST, name, seen, note=note, how="archive")


def _note(known: array[int], number: Any) -> None:
    if isinstance(number, int) and abs(number) < 1 << 62:
        if not known or number > known[-1]:
            known.append(number)
        else:
            bisect.insort(known, number)


def _has(known: array[int], number: int) -> bool:
    at = bisect.bisect_left(known, number) if abs(number) < 1 << 62 else len(known)
    return at < len(known) and known[at] == number
