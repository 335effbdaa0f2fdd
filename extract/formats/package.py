"""The zip inside xlsx, xlsb and ods, opened without trusting it.

Sizes are checked as declared before anything is unpacked, and again while unpacking: a header may lie. Unpacks to memory
only, never to disk.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from expectations.catalogue import CatalogueError
from extract.formats.limits import MAX_PARTS, MAX_UNPACKED_BYTES
from extract.formats.refusals import corrupt, unpacks_too_large

_ENCRYPTED = 0x1
_LOCAL_HEADER_BYTES = 30
_NAME_LENGTHS_AT = 26


class Package:
    """Parts of a zip by name. Raises CatalogueError where it is broken, encrypted or unpacks to too much."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._infos = _directory(data)

    @property
    def names(self) -> list[str]:
        """Names of all parts, in the order of the directory."""
        return list(self._infos)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def part(self, name: str) -> bytes:
        """One part, unpacked. Raises `file_corrupt` where it is missing, damaged or larger than declared."""
        info = self._infos.get(name)
        if info is None:
            raise corrupt(f"part {name} is missing")
        packed = self._packed(info)
        if info.compress_type == zipfile.ZIP_STORED:
            return packed
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = unpacker.decompress(packed, info.file_size + 1)
        except zlib.error as fault:
            raise corrupt(f"part {name} cannot be unpacked") from fault
        if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
            raise corrupt(f"part {name} is not what the directory declares")
        return content

    def _packed(self, info: zipfile.ZipInfo) -> bytes:
        """The part's compressed bytes; zipfile itself would stop reading at the declared size and hide a lie."""
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise corrupt(f"part {info.filename} is packed in an unusual way")
        try:
            name_bytes, extra_bytes = struct.unpack_from("<HH", self._data, info.header_offset + _NAME_LENGTHS_AT)
        except struct.error as fault:
            raise corrupt(f"part {info.filename} lies outside the file") from fault
        start = info.header_offset + _LOCAL_HEADER_BYTES + name_bytes + extra_bytes
        return self._data[start : start + info.compress_size]


def _directory(data: bytes) -> dict[str, zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, struct.error, ValueError, OSError, EOFError, RuntimeError) as fault:
        raise corrupt("the zip directory") from fault
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise CatalogueError("file_password_protected")
    unpacked = sum(info.file_size for info in infos)
    if unpacked > MAX_UNPACKED_BYTES or len(infos) > MAX_PARTS:
        raise unpacks_too_large(unpacked, MAX_UNPACKED_BYTES)
    return {info.filename: info for info in infos}
