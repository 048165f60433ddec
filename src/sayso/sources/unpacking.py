"""A file of gzip members, of zstandard frames, or of neither, as one stream that knows where it is and can go back there.

Archives of crawls pack each record by itself, so that one can be read without those before it. A :class:`Place` names a byte of
the unpacked stream by the packed member that it stands in, and how far into that; where nothing is packed, every byte of the
file is a place of its own. Memory is that of one buffer, whatever the file packs.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import IO, Any

from sayso.extras import needs

GZIP, ZSTANDARD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
DICTIONARY = b"\x5d\x2a\x4d\x18"
"""First bytes of a skippable frame that holds the dictionary of all frames after it (zstandard in WARC, IIPC proposal)."""

LONGEST_LINE = 1 << 20
KEPT = 1 << 16
_CHUNK = 1 << 16
_ZSTANDARD_CHUNK = 1 << 10  # a frame may unpack to thirty thousand times its size, and cannot be asked for less of it
_LARGEST_DICTIONARY = 1 << 24
_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")


class Unpackable(Exception):
    """The packed bytes of a member are damaged."""


class Endless(Exception):
    """A line is longer than any line of an archive."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A byte of an unpacked stream: at which byte of the file its member begins, and how far into that it stands."""

    member: int
    within: int = 0

    def __str__(self) -> str:
        return f"{self.member}+{self.within}" if self.within else str(self.member)

    @classmethod
    def named(cls, words: str) -> Place | None:
        """The place that ``str`` of one names; ``None`` where the words are none."""
        found = re.fullmatch(r"(\d{1,18})(?:\+(\d{1,18}))?", words)
        return cls(int(found[1]), int(found[2] or 0)) if found else None


class Unpacked:
    """The unpacked bytes of a file; ``raw`` stands at its first byte."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self._step = _CHUNK
        self._packed = raw.read(_CHUNK)
        """Bytes of the file that are read, but not unpacked yet."""
        self._raw_at = len(self._packed)
        self._buffer = b""
        self._at = 0
        self._member = self._before = 0
        """Where the member of the buffer begins, and how much of it was unpacked before the buffer."""
        self._unpacker: Any = None
        self._dictionary: Any = None
        start = self._packed[:4]
        self.packing = "gzip" if start[:2] == GZIP else "zstd" if start in (ZSTANDARD, DICTIONARY) else None
        """``gzip``, ``zstd`` or ``None``."""
        if self.packing == "zstd":
            self._step = 4 * _ZSTANDARD_CHUNK  # what is read, but not unpacked yet, is copied with each step
            self._zstandard = needs("zstandard", extra="archives", to="open what zstandard packed")
        if start == DICTIONARY:
            self._read_dictionary()
        self.kept = bytearray()
        """What was read since it was emptied, up to ``KEPT`` bytes: all that there is of a record that turns out to be broken."""
        self.record_starts: bytes | None = None
        """While a record is read: with what another one would begin. A member that begins so ends it, though it was cut off."""

    # Reading

    def read(self, size: int) -> bytes:
        """So many bytes; fewer only at the end."""
        parts: list[bytes] = []
        while size > 0 and self._fill():
            part = self._buffer[self._at : self._at + size]
            self._at += len(part)
            size -= len(part)
            parts.append(part)
            self._keep(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def readline(self, limit: int | None = None) -> bytes:
        """The next line with its end, or as much of it as ``limit`` says. Raises ``Endless`` for one that is too long."""
        most = LONGEST_LINE if limit is None else limit
        parts: list[bytes] = []
        while most > 0 and self._fill():
            end = self._buffer.find(b"\n", self._at) + 1 or len(self._buffer)
            part = self._buffer[self._at : min(end, self._at + most)]
            self._at += len(part)
            most -= len(part)
            parts.append(part)
            self._keep(part)
            if part.endswith(b"\n"):
                break
        else:
            if limit is None and most <= 0:
                raise Endless(f"a line is longer than {LONGEST_LINE >> 20} MB")
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def skip(self, size: int) -> int:
        """Pass over so many bytes; how many there were."""
        left = size
        if self.packing is None and size > len(self._buffer) - self._at and self._raw.seekable():
            here = self.place.member
            end = self._raw.seek(0, 2)
            self.go_to(Place(min(here + size, end)))
            return min(size, end - here)
        while left > 0 and self._fill():
            step = min(left, len(self._buffer) - self._at)
            self._at += step
            left -= step
        return size - left

    @property
    def place(self) -> Place:
        """Where the next byte stands."""
        self._fill()
        if self.packing is None:
            return Place(self._before + self._at)
        return Place(self._member, self._before + self._at)

    def go_to(self, place: Place) -> None:
        """Stand at a place, of which ``place`` was told before; further on only, where the file itself cannot go back."""
        if self._raw.seekable():
            self._raw.seek(place.member)
            self._packed, self._raw_at = b"", place.member
        else:
            ahead = place.member - (self._raw_at - len(self._packed))
            if ahead < 0:
                raise OSError("the stream cannot be read again from an earlier place")
            while ahead > len(self._packed):
                ahead -= len(self._packed)
                if not self._read_raw():
                    break
            self._packed = self._packed[ahead:]
        self._begin(place.member)
        self.skip(place.within)

    def _begin(self, member: int) -> None:
        """Unpack nothing of what was before; the next byte is the first of this member."""
        self._unpacker, self._buffer, self._at = None, b"", 0
        self._member, self._before = member, member if self.packing is None else 0

    def go_to_member_after(self, member: int, starts: bytes) -> bool:
        """Stand at the next member whose contents start so, after one that cannot be unpacked; ``False`` if there is none."""
        at = member + 1
        if self._raw.seekable():
            self._raw.seek(at)
            self._packed, self._raw_at = b"", at
        pattern = _MEMBER if self.packing == "gzip" else re.compile(re.escape(ZSTANDARD))
        while True:
            found = pattern.search(self._packed)
            if found is None:
                self._packed = self._packed[-3:]
                if not self._read_raw(keep=True):
                    return False
                continue
            self._packed = self._packed[found.start() :]
            at = self._raw_at - len(self._packed)
            if len(self._packed) < _CHUNK:
                self._read_raw(keep=True)
            if self._unpacks_to(starts):
                self._begin(at)
                return True
            self._packed = self._packed[1:]

    @property
    def member(self) -> int:
        """Where the member begins that is unpacked now, or was last."""
        return self._member

    # Filling

    def _keep(self, part: bytes) -> None:
        if (room := KEPT - len(self.kept)) > 0:
            self.kept += part[:room]

    def _read_raw(self, *, keep: bool = False) -> bool:
        more = self._raw.read(self._step)
        self._raw_at += len(more)
        self._packed = self._packed + more if keep else more
        return bool(more)

    def _fill(self) -> bool:
        """Whether there is a byte to be read; what is unpacked next is read into the buffer if that is used up."""
        if self._at < len(self._buffer):
            return not self._is_another_record()
        self._before += len(self._buffer)
        self._buffer, self._at = b"", 0
        while not self._buffer:
            if self.packing is None:
                if not self._packed and not self._read_raw():
                    return False
                self._buffer, self._packed = self._packed, b""
                continue
            if self._unpacker is None:
                self._packed = self._packed.lstrip(b"\0")  # some writers fill up a block with them
                if not self._packed and not self._read_raw():
                    return False
                if self._packed[:1] == b"\0":
                    continue
                self._member, self._before = self._raw_at - len(self._packed), 0
                self._unpacker = self._new_unpacker()
            self._buffer = self._unpack()
        return not self._is_another_record()

    def _is_another_record(self) -> bool:
        return (
            self.record_starts is not None
            and self._before == 0
            and self._at == 0
            and self.packing is not None
            and self._buffer.startswith(self.record_starts)
        )

    def _unpack(self) -> bytes:
        """Some more of the member, of any length down to none."""
        unpacker = self._unpacker
        if not self._packed and not self._read_raw():
            raise Unpackable("the file ends in the middle of it")
        try:
            if self.packing == "gzip":
                data: bytes = unpacker.decompress(self._packed, _CHUNK)
                self._packed = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
            else:
                step, rest = self._packed[:_ZSTANDARD_CHUNK], self._packed[_ZSTANDARD_CHUNK:]
                data = unpacker.decompress(step)
                self._packed = unpacker.unused_data + rest if unpacker.eof else rest
        except zlib.error as error:
            raise Unpackable(str(error)) from error
        except Exception as error:
            if self.packing == "zstd" and isinstance(error, self._zstandard.ZstdError):
                raise Unpackable(str(error)) from error
            raise
        if unpacker.eof:
            self._unpacker = None
        return data

    def _new_unpacker(self) -> Any:
        if self.packing == "gzip":
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        return self._zstandard.ZstdDecompressor(dict_data=self._dictionary).decompressobj()

    def _unpacks_to(self, starts: bytes) -> bool:
        """Whether what is read of the file, but not unpacked yet, is a member that holds this at its start."""
        unpacker = self._new_unpacker()
        try:
            if self.packing == "gzip":
                return bool(unpacker.decompress(self._packed[:_CHUNK], len(starts)).startswith(starts))
            data = b""
            for at in range(0, len(self._packed), _ZSTANDARD_CHUNK):
                data += unpacker.decompress(self._packed[at : at + _ZSTANDARD_CHUNK])
                if data or unpacker.eof:
                    break
            return data.startswith(starts)
        except Exception:  # whatever it is, no member begins here
            return False

    def _read_dictionary(self) -> None:
        size = int.from_bytes(self._packed[4:8], "little")
        if size > _LARGEST_DICTIONARY:
            raise Unpackable(f"its dictionary would be {size >> 20} MB")
        while len(self._packed) < 8 + size:
            if not self._read_raw(keep=True):
                raise Unpackable("the file ends in the middle of its dictionary")
        dictionary, self._packed = self._packed[8 : 8 + size], self._packed[8 + size :]
        if dictionary.startswith(ZSTANDARD):
            unpacker = self._zstandard.ZstdDecompressor().decompressobj()
            data = b""
            try:
                for at in range(0, size, _ZSTANDARD_CHUNK):
                    if unpacker.eof:
                        break
                    data += unpacker.decompress(dictionary[at : at + _ZSTANDARD_CHUNK])
                    if len(data) > _LARGEST_DICTIONARY:
                        raise Unpackable("its dictionary is too large")
            except self._zstandard.ZstdError as error:
                raise Unpackable(f"its dictionary is damaged ({error})") from error
            dictionary = data
        self._dictionary = self._zstandard.ZstdCompressionDict(dictionary)
