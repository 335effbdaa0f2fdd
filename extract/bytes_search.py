"""Looks for a text in the bytes of any file, packed ones unpacked: what a reader of cells does not show is searched too."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

_LARGEST_PART = 256 << 20
_ENCODINGS = ("utf-8", "utf-16-le")


def bytes_hold(data: bytes, text: str) -> bool:
    """Whether the text stands in the bytes, or in a part of a zip package (xlsx, ods, docx), as UTF-8 or UTF-16."""
    needles = [text.encode(encoding) for encoding in _ENCODINGS]
    return any(needle in part for part in _parts(data) for needle in needles)


def _parts(data: bytes) -> Iterator[bytes]:
    yield data
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for entry in package.infolist():
                if entry.file_size <= _LARGEST_PART:
                    yield package.read(entry)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        return  # a broken package shows no more than its raw bytes, searched above
