"""Any publication into one shape, by what its bytes are.

This module only chooses the reader. What the figures mean is understood elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from extract.publications.model import Publication

_PDF_WITHIN = 1024
"""Bytes at the start of a file in which a PDF says what it is; some servers write a line before it."""


def read_publication(data: bytes, name: str, sidecar: Mapping[str, str] | None = None) -> Publication:
    """The tables and running text of a PDF, web page, workbook or CSV. `sidecar` is what was declared beside the file.

    Raises CatalogueError with the rule of the cause (`pdf_...` here, `file_...` of the workbook reader).
    """
    publication = _reader(data)(data, name)
    publication.sidecar = dict(sidecar or {})
    return publication


def _reader(data: bytes) -> Callable[[bytes, str], Publication]:
    """The reader for these bytes; imported here so that none pays for the others."""
    if b"%PDF-" in data[:_PDF_WITHIN]:
        from extract.publications.pdf import read_pdf

        return read_pdf
    from extract.formats.sniff import sniff_format

    if sniff_format(data) == "html":
        from extract.publications.html import read_html_page

        return read_html_page
    from extract.publications.sheets import read_sheets_of

    return read_sheets_of
