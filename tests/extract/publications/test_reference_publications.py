"""Cells of the reference publications, made and real, against their hand-checked tables. Skipped where those are not at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extract.publications.model import Publication
from extract.publications.pdf import read_pdf

REFERENCE = Path(__file__).parents[4] / "shared" / "data" / "pdf"
DOCUMENTS = sorted(REFERENCE.glob("*/*.pdf"))


def rows_of(publication: Publication) -> set[tuple[int, str]]:
    """Every row read, total rows too, as its page and its text without spaces."""
    rows = {
        (page, "".join("".join(cell.split()) for cell in row if cell))
        for table in publication.tables
        for row, page in zip(table.rows, table.row_pages, strict=True)
    }
    totals = {
        (table.total_page or 0, "".join("".join(cell.split()) for cell in table.total_row or [] if cell))
        for table in publication.tables
    }
    return rows | totals


@pytest.mark.skipif(not DOCUMENTS, reason="the reference publications are not beside this checkout")
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_row_of_a_reference_publication_is_read_as_printed(path: Path) -> None:
    truth: dict[str, Any] = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
    read = rows_of(read_pdf(path.read_bytes(), path.name, lambda data, tables, heights: {}))
    for table in truth["tables"]:
        expected = list(zip(table["rows"], table["row_pages"], strict=True))
        expected += [(table["total_row"], table["total_page"])] if table["total_row"] else []
        printed = [(page, "".join("".join(str(cell).split()) for cell in row if cell)) for row, page in expected]
        assert [row for row in printed if row not in read] == []
