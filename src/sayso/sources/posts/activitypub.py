"""ActivityPub: the outbox of an account as Mastodon exports it (``outbox.json``), or activities and notes by themselves.

A boost (``Announce``) is a document, and so is each ``Note``, ``Article`` and ``Question``. See
https://www.w3.org/TR/activitystreams-vocabulary/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import IO, Any

from sayso.page.page import Document, Kind
from sayso.sources.posts.streamed import OPENED, Broken, Streamed

_STREAMS = re.compile(rb'"https?://www\.w3\.org/ns/activitystreams[#"]')
_POST = re.compile(rb'"type":\s*"(?:OrderedCollection(?:Page)?|Collection|Create|Update|Announce|Note|Question)"')
_LISTS = frozenset(["orderedItems", "items"])
POSTED = frozenset(["Create", "Update", "Announce", "Note", "Article", "Question", "Page"])
"""The types of activities and objects that are posts."""


def is_export(head: bytes) -> bool:
    """Whether a file's first bytes are those of an outbox, an activity or a note."""
    return bool(_STREAMS.search(head) and _POST.search(head))


def documents(stream: IO[bytes], name: str, seen: str) -> Iterator[Document]:
    """The posts of an outbox in order, or of a file of activities, one a line or one alone.

    Where the file is broken, a document with its trouble comes last.
    """
    whole: dict[str, Any] = {}
    number = 0
    try:
        streamed = Streamed(stream)
        while True:
            for path, value in streamed.values(_opens):
                if value is OPENED:
                    continue
                if len(path) >= 2 and path[-1] == "*":
                    number += 1
                    if (document := _document(value, f"{name}:{number}", f"{seen}:{number}")) is not None:
                        yield document
                elif len(path) == 1:
                    whole[path[0]] = value
            if str(whole.get("type")) in POSTED:
                number += 1
                if (document := _document(whole, f"{name}:{number}", f"{seen}:{number}")) is not None:
                    yield document
            whole = {}
            if not streamed.goes_on():
                return
    except Broken as broken:
        where = f"{seen}:{number + 1}"
        yield Document(b"", Kind.POST, f"{name}:{number + 1}", where, trouble=f"the export is {broken}", how="archive")


def _opens(path: tuple[str, ...]) -> bool:
    return not path or (len(path) == 1 and path[0] in _LISTS) or path == ("first",) or (len(path) == 2 and path[1] in _LISTS)


def _document(item: Any, name: str, seen: str) -> Document | None:
    """The document of an activity; ``None`` for one by which nothing is posted (a like, a deletion)."""
    if isinstance(item, dict) and str(item.get("type")) not in POSTED:
        return None
    data = json.dumps(item, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    trouble = None if isinstance(item, dict) else "it is an address or a value, and no activity; export the outbox again"
    return Document(data, Kind.POST, name, seen, trouble=trouble, how="archive")
