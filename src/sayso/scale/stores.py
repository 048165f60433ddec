"""Documents out of files in an object store, as a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from sayso.errors import SourceUnreadable
from sayso.extras import needs
from sayso.page.page import Document
from sayso.sources.files import STANDARD_INPUT, documents

_UNNAMED = "standard input"


def documents_at(address: str, *, on_trouble: Callable[[SourceUnreadable], None]) -> Iterator[Document]:
    """The documents of one file by its address (``s3://bucket/crawl.warc.gz``), named by it; nothing of it is kept here."""
    arrow = needs("pyarrow", extra="ray", to="read from an object store")
    files = needs("pyarrow.fs", extra="ray", to="read from an object store")
    name = PurePosixPath(address).name.partition(".")[0]
    try:
        store, path = files.FileSystem.from_uri(address)
        with store.open_input_stream(path, compression=None) as stream:
            for document in documents([STANDARD_INPUT], stdin=stream, on_trouble=on_trouble):
                yield replace(
                    document,
                    name=name + document.name.removeprefix(_UNNAMED),
                    seen=document.seen if "://" in document.seen else address + document.seen.removeprefix(STANDARD_INPUT),
                )
    except (OSError, arrow.ArrowException) as error:
        on_trouble(SourceUnreadable(f"{address} cannot be read ({error}); check the address and the rights to it"))
