"""What a file is, by its content; its name is not asked. Names formats we read and, for a useful refusal, some we do not."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

from extract.formats import ole
from extract.formats.bare_xls import BARE_XLS

_HEAD_BYTES = 8192
_OTHER_KINDS = (
    (b"%PDF", "PDF document"),
    (b"\x89PNG", "picture (PNG)"),
    (b"\xff\xd8\xff", "picture (JPEG)"),
    (b"GIF8", "picture (GIF)"),
    (b"{\\rtf", "RTF document"),
    (b"Rar!", "RAR archive"),
    (b"7z\xbc\xaf", "7-Zip archive"),
    (b"\x1f\x8b", "gzip archive"),
    (b"PAR1", "Parquet file"),
    (b"SQLite format 3", "SQLite database"),
    (b"MIME-Version:", "web archive"),
)
_HTML = re.compile(rb"<\s*(!doctype\s+html|html|table|meta|body|head)\b", re.IGNORECASE)
_JSON = re.compile(rb"[\[{]\s*[\[{\"]")
_WIDE_TEXT = (b"\xff\xfe", b"\xfe\xff")


def sniff_format(data: bytes) -> str:
    """The format of some bytes: `xlsx`, `xlsm`, `xlsb`, `xls`, `bare_xls` (xls records without a container), `ods`, `fods`,
    `xml` (SpreadsheetML 2003), `html`, `csv` (any other text), `encrypted` (an OLE file with an encrypted workbook), `empty`,
    or the plain English name of something that is no spreadsheet.

    Raises CatalogueError `file_corrupt` for an OLE file whose directory cannot be read.
    """
    head = data[:_HEAD_BYTES]
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        return "empty" if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf") else "csv"
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if head.startswith(ole.MAGIC):
        return _ole_kind(data)
    if head.startswith(b"BM") and head[6:10] == bytes(4):  # two letters alone would take "BMI;Nama" for a picture
        return "picture (BMP)"
    if head.startswith(BARE_XLS):
        return "bare_xls"
    for magic, kind in _OTHER_KINDS:
        if head.startswith(magic):
            return kind
    return _text_kind(head)


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/") for name in archive.namelist()}
            is_other = b"spreadsheet" not in _media_type(archive)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError, struct.error):
        return "xlsx"  # cut in transfer most likely: its reader will say that it is broken
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "xl/workbook.xml" in names:
        return "xlsm" if "xl/vbaProject.bin" in names else "xlsx"
    if names & {"content.xml", "encrypted-package"}:
        return "OpenDocument file without a sheet" if is_other else "ods"
    return "Word document" if "word/document.xml" in names else "zip archive"


def _media_type(archive: zipfile.ZipFile) -> bytes:
    """What an OpenDocument package says it is; some writers leave that out, then a spreadsheet is assumed."""
    info = next((info for info in archive.infolist() if info.filename == "mimetype"), None)
    return archive.read(info) if info and info.file_size < 200 else b"spreadsheet"


def _ole_kind(data: bytes) -> str:
    names = ole.streams(data)
    if "EncryptedPackage" in names:
        return "encrypted"
    if names & {"Workbook", "Book"} or not names:
        return "xls"  # without a stream it is broken, which the reader will say
    return "Word document" if "WordDocument" in names else "Office document without a sheet"


def _text_kind(head: bytes) -> str:
    plain = head.replace(b"\x00", b"") if head.startswith(_WIDE_TEXT) or _looks_wide(head) else head
    if b"\x00" in plain:
        return "binary file"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in plain and b"<?xml" in plain[:100]:
        return "xml"
    if b"office:document" in plain and b"opendocument" in plain:
        return "fods"
    first = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if first.startswith(b"<") and _HTML.search(plain):
        return "html"
    if first.startswith(b"<?xml"):
        return "XML document"
    return "JSON document" if _JSON.match(first) else "csv"


def _looks_wide(head: bytes) -> bool:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    return len(head) >= 4 and min(head[::2].count(0), head[1::2].count(0)) == 0 and head.count(0) >= len(head) * 2 // 5
