"""A picture of a place on a PDF page, so that a finding can be looked at.

Needs the bytes of the publication; nothing is read off the picture.
"""

from __future__ import annotations

import io

from extract.publications.model import Place

_RESOLUTION = 110
_MARGIN = 24.0


class CannotDrawError(Exception):
    """A page that the renderer gives up on; what was read from it is not touched by that."""


def picture(data: bytes, page: int, place: Place | None = None) -> bytes:
    """A PNG of a page (1-based), cut to a place with a margin around it; the whole page without one.

    Raises IndexError for a page the document does not have, CannotDrawError for one that cannot be drawn.
    """
    from pypdfium2 import PdfiumError

    try:
        return _drawn(data, page, place)
    except (PdfiumError, ValueError) as fault:
        raise CannotDrawError(f"page {page}") from fault


def _drawn(data: bytes, page: int, place: Place | None) -> bytes:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        sheet = document.pages[page - 1]
        if place is not None:
            left, top, right, bottom = place
            x0, y0, x1, y1 = sheet.bbox
            around = (left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN)
            sheet = sheet.crop((max(around[0], x0), max(around[1], y0), min(around[2], x1), min(around[3], y1)))
        target = io.BytesIO()
        sheet.to_image(resolution=_RESOLUTION).original.convert("RGB").save(target, format="PNG", optimize=True)
    return target.getvalue()
