"""Places where pages were seen, as they leave: of a file of this machine its name alone, of the web the whole address."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"(?!file:)[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_FOLDERS = re.compile(r".*[/\\](?=[^/\\])", re.DOTALL)


def is_path(place: str) -> bool:
    """Whether a place names folders of a machine.

    >>> is_path("/home/rhea/source-7/dam.html"), is_path("dam.html"), is_path("https://courier.example/dam")
    (True, False, False)
    """
    return not _ADDRESS.match(place) and bool(_FOLDERS.match(place))


def without_folders(place: str) -> str:
    """The place with the folders of a machine left out; what stands behind a file's name stays, as the line of an archive.

    >>> without_folders("/home/rhea/source-7/wire.jsonl:12")
    'wire.jsonl:12'
    >>> without_folders("https://courier.example/dam")
    'https://courier.example/dam'
    """
    return _FOLDERS.sub("", place, count=1) if is_path(place) else place
