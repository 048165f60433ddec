"""Streamed: the items of the lists in a JSON document of any size, one by one, each parsed by itself.

The standard library's parser takes a whole document; here it is given one value at a time, and what is around the lists that are
asked for is walked through.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator
from typing import IO, Any

from sayso.errors import SourceUnreadable

LARGEST_VALUE = 16 * 1024 * 1024
"""Characters of a single item, or of a value beside the lists, at most."""
_CHUNK = 256 * 1024
_DEEPEST = 12
_SPACE = re.compile(r"[ \t\r\n]*")

OPENED = object()
"""Stands for an object or list that is gone into, before what is in it."""

Found = tuple[tuple[str, ...], Any]
"""A value, and by which keys it is reached; ``*`` stands for a place in a list."""


class Broken(SourceUnreadable):
    """The document ends too early, or is no JSON from some place on."""


class Streamed:
    """A JSON document that is read as a stream."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._parser = json.JSONDecoder()
        self._text = ""
        self._at = 0
        self._passed = 0
        self._ended = False

    def values(self, opens: Callable[[tuple[str, ...]], bool]) -> Iterator[Found]:
        """All values in order; objects and lists whose path ``opens`` says so are gone into, all others come whole.

        Of what is gone into, ``OPENED`` comes first.

        Raises:
            Broken: the document is no JSON from some place on, or a value is larger than ``LARGEST_VALUE``; what stands before
                was given.
        """
        if self._peek() == "\ufeff":
            self._at += 1
        yield from self._value((), opens)

    def goes_on(self) -> bool:
        """Whether another document follows the one that was read, as on the next line."""
        return bool(self._peek())

    def _value(self, path: tuple[str, ...], opens: Callable[[tuple[str, ...]], bool]) -> Iterator[Found]:
        opening = self._peek()
        if opening not in ("{", "[") or len(path) > _DEEPEST or not opens(path):
            yield path, self._whole()
            return
        self._at += 1
        yield path, OPENED
        closing = "}" if opening == "{" else "]"
        if self._peek() == closing:
            self._at += 1
            return
        while True:
            key = "*"
            if opening == "{":
                key = str(self._whole())
                self._expect(":")
            yield from self._value((*path, key), opens)
            if self._peek() == closing:
                self._at += 1
                return
            self._expect(",")

    def _whole(self) -> Any:
        """The value that comes next, parsed."""
        self._peek()
        wanted = _CHUNK
        while True:
            try:
                value, end = self._parser.raw_decode(self._text, self._at)
            except RecursionError as error:
                raise self._broken("a value stands too deep in others") from error
            except ValueError as error:
                if self._ended:
                    raise self._broken(str(error)) from error
                end = -1
            # a number at the end of what is read may go on
            if end >= 0 and (self._ended or self._text[end - 1] in '"}]le' or self._text[end:].strip("+-.eE0123456789")):
                self._at = end
                return value
            if len(self._text) - self._at > LARGEST_VALUE:
                raise self._broken(f"no value ends within {LARGEST_VALUE >> 20} million characters")
            self._more(wanted)
            wanted *= 2  # so that a long value is not parsed again and again

    def _peek(self) -> str:
        """The next character that is no white space; empty at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text) or self._ended:
                return self._text[self._at : self._at + 1]
            self._more(_CHUNK)

    def _expect(self, mark: str) -> None:
        if self._peek() != mark:
            raise self._broken(f"“{mark}” is missing")
        self._at += 1

    def _more(self, wanted: int) -> None:
        read = self._stream.read(wanted)
        self._ended = not read
        self._passed += self._at
        self._text = self._text[self._at :] + self._decode(read, not read)
        self._at = 0

    def _broken(self, why: str) -> Broken:
        where = self._passed + self._at
        return Broken(f"no JSON from character {where:,} on ({why[:120]}); export it again, or mend it there")
