"""Which encoding a text file is in, with the reason. Never guesses: a text that is half UTF-8 is refused, not mangled."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from expectations.catalogue import CatalogueError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "begins with the UTF-8 mark"),
    (codecs.BOM_UTF16_LE, "utf-16", "begins with the UTF-16 mark"),
    (codecs.BOM_UTF16_BE, "utf-16", "begins with the UTF-16 mark"),
)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)
_PAGE_ENCODINGS = {"utf-8": "utf-8", "utf8": "utf-8", "windows-1252": "cp1252", "iso-8859-1": "cp1252", "us-ascii": "ascii"}
"""What Indonesian pages declare, read as browsers read it. Python knows encodings that would take minutes over a large page."""
_ZERO_SHARE = 0.4
_SAMPLE_BYTES = 4096


class Decoded(NamedTuple):
    """Text, the Python name of its encoding and why it is that one."""

    text: str
    encoding: str
    why: str


def decode(data: bytes) -> Decoded:
    """The text in `data`. Raises CatalogueError `file_encoding_unclear` where no encoding fits all of it."""
    for mark, encoding, why in _MARKS:
        if data.startswith(mark):
            return Decoded(_strictly(data, encoding), encoding, why)
    wide = _wide_encoding(data[:_SAMPLE_BYTES])
    if wide:
        return Decoded(_strictly(data, wide), wide, "every other byte is zero")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        return _single_byte(data, fault)
    beyond = len(data) - len(text)
    return Decoded(text, "utf-8", f"valid UTF-8, {beyond} bytes beyond ASCII" if beyond else "ASCII only")


def decode_page(data: bytes) -> Decoded:
    """The text of a web page: a mark or wide characters first, then the charset it declares, then as `decode`."""
    declared = _CHARSET.search(data[:_SAMPLE_BYTES])
    if declared and not data.startswith(tuple(mark for mark, _, _ in _MARKS)):
        encoding = _PAGE_ENCODINGS.get(declared[1].decode("ascii").lower(), "")
        try:
            return Decoded(data.decode(encoding), encoding, "declared by the page")
        except (LookupError, UnicodeDecodeError):
            pass  # a wrong declaration is common; the bytes decide
    return decode(data)


def _wide_encoding(sample: bytes) -> str | None:
    even, odd = sample[::2], sample[1::2]
    if not odd:
        return None
    if odd.count(0) / len(odd) > _ZERO_SHARE and not even.count(0):
        return "utf-16-le"
    return "utf-16-be" if even.count(0) / len(even) > _ZERO_SHARE and not odd.count(0) else None


def _single_byte(data: bytes, fault: UnicodeDecodeError) -> Decoded:
    """cp1252, unless part of the text is UTF-8: then one of the two readings would mangle it."""
    if any(character > "\x7f" for character in data.decode("utf-8", errors="ignore")):
        raise CatalogueError("file_encoding_unclear", position=fault.start + 1) from fault
    return Decoded(_strictly(data, "cp1252"), "cp1252", f"byte {fault.start + 1} is not UTF-8 and nothing else is")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        raise CatalogueError("file_encoding_unclear", position=fault.start + 1) from fault
