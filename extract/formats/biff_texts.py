"""How much memory the shared texts of an xls take once every cell has its own copy: the cell reader copies them.

A text of 65,000 characters named by a million cells is a small file and 65 GB. Only lengths are looked at, and only where the
file is large enough for that to matter.
"""

from __future__ import annotations

import struct

from extract.formats.limits import MAX_TEXT_BYTES
from extract.formats.ole import biff_records
from extract.formats.refusals import unpacks_too_large

_TEXTS, _CONTINUED, _TEXT_CELL = 0xFC, 0x3C, 0xFD
_CELL_RECORD_BYTES = 14
_COUNTS_BYTES = 8
_WIDE, _WITH_EXTENSION, _WITH_FORMATS = 0x01, 0x04, 0x08


def check_texts(stream: bytes) -> None:
    """Raises CatalogueError `file_unpacks_too_large`."""
    if sum(map(len, _segments(stream))) * (len(stream) // _CELL_RECORD_BYTES) <= MAX_TEXT_BYTES:
        return
    lengths = text_lengths(stream)
    total = 0
    for kind, at, size in biff_records(stream):
        if kind == _TEXT_CELL and size >= 10 and at + 10 <= len(stream):
            (index,) = struct.unpack_from("<I", stream, at + 6)
            total += lengths[index] if index < len(lengths) else 0
    if total > MAX_TEXT_BYTES:
        raise unpacks_too_large(total, MAX_TEXT_BYTES)


def _segments(stream: bytes) -> list[bytes]:
    """The bodies of the shared-text record and of the records that continue it."""
    segments: list[bytes] = []
    for kind, at, size in biff_records(stream):
        if kind == _TEXTS or (kind == _CONTINUED and segments):
            segments.append(stream[at : at + size])
        elif segments:
            break
    return segments


def text_lengths(stream: bytes) -> list[int]:
    """Bytes of each shared text in memory, in order; what cannot be followed ends the list."""
    reader = _Segments(_segments(stream), _COUNTS_BYTES)
    lengths: list[int] = []
    try:
        while reader.has_more():
            characters, flags = reader.unpack("<HB")
            formats = reader.unpack("<H")[0] if flags & _WITH_FORMATS else 0
            extension = reader.unpack("<I")[0] if flags & _WITH_EXTENSION else 0
            lengths.append(2 * characters)
            reader.skip_characters(characters, is_wide=bool(flags & _WIDE))
            reader.skip(4 * formats + extension)
    except (struct.error, IndexError):
        return lengths
    return lengths


class _Segments:
    """A position in the shared texts. Characters that go on in the next segment begin there with a new width."""

    def __init__(self, segments: list[bytes], at: int) -> None:
        self._segments = segments
        self._index = 0
        self._at = at

    def has_more(self) -> bool:
        if self._at >= len(self._segments[self._index]) and self._index + 1 < len(self._segments):
            self._next(0)
        return self._at < len(self._segments[self._index])

    def unpack(self, shape: str) -> tuple[int, ...]:
        values = struct.unpack_from(shape, self._segments[self._index], self._at)
        self._at += struct.calcsize(shape)
        return values

    def skip(self, count: int) -> None:
        while count > (room := len(self._segments[self._index]) - self._at):
            count -= room
            self._next(0)
        self._at += count

    def skip_characters(self, count: int, *, is_wide: bool) -> None:
        while count > (room := (len(self._segments[self._index]) - self._at) // (1 + is_wide)):
            count -= room
            self._next(1)
            is_wide = bool(self._segments[self._index][0] & _WIDE)
        self._at += count * (1 + is_wide)

    def _next(self, at: int) -> None:
        self._index += 1
        self._at = at
        if self._index >= len(self._segments):
            raise IndexError("the shared texts end inside a text")
