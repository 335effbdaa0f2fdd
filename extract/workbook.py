"""Any file a village may send, read into one shape or refused with one clear reason.

The content decides what a file is, never its name. This module only chooses the reader: each format has its own module in
`extract/formats`. It opens nothing (bytes in), runs nothing (macros stay asleep) and finds no tables.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from expectations.catalogue import CatalogueError
from expectations.personal_numbers import masked_apart
from extract.formats.bare_xls import read_bare_xls
from extract.formats.limits import MAX_FILE_BYTES
from extract.formats.refusals import not_a_spreadsheet
from extract.formats.sniff import sniff_format
from extract.grid import Grid, Workbook

_LOCK_PREFIXES = ("~$", ".~lock.")


def read_workbook(data: bytes, name: str) -> Workbook:
    """All sheets of a file.

    `name` is the file's name: it names the one sheet of formats without sheet names and betrays lock files. Numbers are float
    (xls also int), text is str; a csv holds text only. In names of sheets numbers of persons are masked. Raises CatalogueError,
    each way of failing with its own rule: `file_empty`, `file_lock`, `file_too_large`, `file_not_a_spreadsheet`,
    `file_password_protected`, `file_corrupt`, `file_unpacks_too_large`, `file_too_many_cells`, `file_too_many_sheets`,
    `file_encoding_unclear`, `file_quote_open`.
    """
    if PurePath(name).name.startswith(_LOCK_PREFIXES):
        raise CatalogueError("file_lock")
    if len(data) > MAX_FILE_BYTES:
        raise CatalogueError("file_too_large", megabytes=len(data) // 2**20, limit=MAX_FILE_BYTES // 2**20)
    workbook = _read(data, PurePath(name).stem)
    for grid, shown in zip(workbook.sheets, masked_apart(grid.name for grid in workbook.sheets), strict=True):
        grid.name = shown
    return workbook


def _read(data: bytes, stem: str) -> Workbook:
    kind = sniff_format(data)
    if kind == "empty":
        raise CatalogueError("file_empty")
    if kind == "encrypted":
        return _read_encrypted(data)
    if kind == "csv":
        return _read_text(data, stem)
    if kind == "html":
        return _read_page(data, stem)
    if kind == "bare_xls":
        return Workbook("xls", read_bare_xls(data, stem))
    return Workbook(kind, _reader(kind)(data))


def _reader(kind: str) -> Callable[[bytes], list[Grid]]:
    """The reader of a format with sheets of its own; imported here so that a csv does not pay for the others."""
    if kind in ("xlsx", "xlsm"):
        from extract.formats.xlsx import read_xlsx

        return read_xlsx
    if kind == "xls":
        from extract.formats.xls import read_xls

        return read_xls
    if kind == "xlsb":
        from extract.formats.xlsb import read_xlsb

        return read_xlsb
    if kind in ("ods", "fods"):
        from extract.formats.ods import read_flat_ods, read_ods

        return read_ods if kind == "ods" else read_flat_ods
    if kind == "xml":
        from extract.formats.spreadsheetml import read_spreadsheetml

        return read_spreadsheetml
    raise not_a_spreadsheet(kind)


def _read_encrypted(data: bytes) -> Workbook:
    """A workbook encrypted with the default password every spreadsheet program knows; any other raises."""
    from extract.formats.ole import decrypted

    inside = decrypted(data)
    kind = sniff_format(inside)
    return Workbook(kind, _reader(kind)(inside))


def _read_text(data: bytes, stem: str) -> Workbook:
    from extract.formats.delimited import read_delimited

    grids, proof = read_delimited(data, stem)
    return Workbook("csv", grids, proof)


def _read_page(data: bytes, stem: str) -> Workbook:
    from extract.formats.encoding import decode_page
    from extract.formats.html_sheet import read_html

    decoded = decode_page(data)
    return Workbook("html", read_html(decoded.text, stem), {"encoding": decoded.encoding, "encoding_why": decoded.why})
