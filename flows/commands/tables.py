"""`pmv tables`: a publication's tables as printed, and what speaks against them.

Raw strings only; nothing is loaded and nothing corrected.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from extract.publications.model import PublishedTable

NAME = "tables"


def command(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A publication: PDF, web page, workbook or CSV.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show the tables of a publication as printed, and what does not add up in it. Nothing is loaded."""
    reading = tables(file)
    if as_json:
        sys.stdout.write(json.dumps(reading, ensure_ascii=False, indent=1) + "\n")
    else:
        from flows.commands.tables_view import show

        show(file.name, reading)


def tables(path: Path) -> dict[str, Any]:
    """`{"tables": [...], "findings": [...]}` of a publication. Raises CatalogueError for a file that cannot be read."""
    from extract.publications.read import read_publication
    from transform.figures.findings import reported
    from transform.figures.understand import find_publication_findings

    publication = read_publication(path.read_bytes(), path.name)
    findings = find_publication_findings(publication)
    flagged = {(finding.facts.get("page"), finding.facts.get("table")) for finding in findings}
    return {
        "tables": [_table(table, (table.page, table.title) in flagged) for table in publication.tables],
        "findings": reported(findings),
    }


def _table(table: PublishedTable, is_flagged: bool) -> dict[str, Any]:
    return {
        "page": table.page,
        "title": table.title,
        "columns": table.columns,
        "rows": table.rows,
        "row_pages": table.row_pages,
        "total_row": table.total_row,
        "total_page": table.total_page,
        "status": "flagged" if is_flagged else table.status,
    }
