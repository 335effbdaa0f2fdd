"""The OLE compound file: holds an old xls, or an encrypted workbook of any age.

Excel writes "protected but anyone may read" workbooks encrypted with a fixed, publicly known password and opens them without
asking; so do we. Any other password is the sender's, and we do not guess it.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator

from expectations.catalogue import CatalogueError
from extract.formats.refusals import reader_faults

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105 - published in MS-OFFCRYPTO 2.4.2.3, not a secret
_KEY_ROUNDS = re.compile(rb'spinCount="(\d{1,12})"')
_MAX_KEY_ROUNDS = 1_000_000
"""Excel writes 100,000; the format allows 10 million, which would keep us busy for a minute."""
_FILEPASS = 0x2F
BEGIN_OF_SUBSTREAM = 0x809
_WORKBOOKS = ("Workbook", "Book")


def streams(data: bytes) -> set[str]:
    """Names of the top-level streams. Raises `file_corrupt` where the compound file is broken."""
    import olefile  # type: ignore[import-untyped]

    with reader_faults("the OLE directory"), olefile.OleFileIO(data) as compound:
        return {path[0] for path in compound.listdir()}


def workbook_stream(data: bytes) -> bytes:
    """The BIFF records of an xls. Raises `file_corrupt`."""
    import olefile

    with reader_faults("the workbook stream"), olefile.OleFileIO(data) as compound:
        name = next(name for name in _WORKBOOKS if compound.exists(name))
        content: bytes = compound.openstream(name).read()
    return content


def biff_records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """(record type, offset of its body, length of its body) of each BIFF record; stops where the stream is cut."""
    position, last = 0, len(stream) - 4
    while position <= last:
        kind, size = struct.unpack_from("<HH", stream, position)
        position += 4
        yield kind, position, size
        position += size


def is_encrypted_xls(stream: bytes) -> bool:
    """Whether the workbook's globals (the first substream) say that the rest is encrypted."""
    substreams = 0
    for kind, _, _ in biff_records(stream):
        substreams += kind == BEGIN_OF_SUBSTREAM
        if kind == _FILEPASS or substreams > 1:
            return kind == _FILEPASS
    return False


def decrypted(data: bytes) -> bytes:
    """The workbook inside, where Excel's default password opens it. Raises `file_password_protected` where it does not."""
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

    if any(int(count) > _MAX_KEY_ROUNDS for count in _KEY_ROUNDS.findall(data)):
        raise CatalogueError("file_password_protected")
    content = io.BytesIO()
    with reader_faults("the encryption"):
        try:
            office = msoffcrypto.OfficeFile(io.BytesIO(data))
            office.load_key(password=_DEFAULT_PASSWORD)
            office.decrypt(content)
        except (DecryptionError, InvalidKeyError) as fault:
            raise CatalogueError("file_password_protected") from fault
    return content.getvalue()
