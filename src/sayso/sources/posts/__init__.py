"""Posts: exports of channels and accounts -> documents, one a post.

Three forms are known by their first bytes: the JSON that Telegram's desktop application exports (``telegram``), ActivityPub as
Mastodon exports it (``activitypub``), and tables or JSON lines of posts from any other place (``table``). What is archived of a
post is its own record, word for word as JSON, and of Telegram with it which chat it stands in. Messages of the service itself
(*joined the group*), likes and deletions are passed over. All are read as streams.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from sayso.page.page import Document
from sayso.sources.posts import activitypub, table, telegram

__all__ = ["posts_in"]


def posts_in(head: bytes, stream: IO[bytes], form: str, name: str, seen: str) -> Iterator[Document] | None:
    """The posts of a file whose first bytes are ``head`` and whose form is ``form`` (see ``sayso.sources.forms``).

    ``None`` where the file holds no posts; nothing was read of ``stream`` then.
    """
    if form in ("json", "json lines"):
        if telegram.is_export(head):
            return telegram.documents(stream, name, seen)
        if activitypub.is_export(head):
            return activitypub.documents(stream, name, seen)
    if form in ("table", "json lines") and table.is_table(head, form):
        return table.documents(stream, head, form, name, seen)
    return None
