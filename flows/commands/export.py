"""`pmv export`: the marts as open data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from load.exporting.descriptor import WrittenFile

NAME = "export"


def command(
    output: Annotated[
        Path, typer.Option("--output", "-o", file_okay=False, help="Folder to write to: empty, or an earlier export.")
    ],
    output_format: Annotated[Literal["parquet", "csv", "both"], typer.Option("--format", help="Formats to write.")] = "both",
    licence: Annotated[str, typer.Option(help="Licence the package is given out under.")] = "CC-BY-4.0",
) -> None:
    """Write every view of mart as CSV and Parquet with a datapackage.json (Data Package v2), for publishing as open data."""
    from flows.warehouses import open_warehouse
    from load.export import FORMATS, export

    formats = [name for name in FORMATS if output_format in (name, "both")]
    _show(export(open_warehouse(), output, formats, licence), output)


def _show(written: list[WrittenFile], output: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(header_style="bold")
    for heading in ("View", "Rows", "File"):
        table.add_column(heading, overflow="fold", justify="right" if heading == "Rows" else "left")
    for file in written:
        table.add_row(f"mart.{file.view.name}", f"{file.rows:,}", file.path)
    console = Console()
    console.print(table)
    console.print(f"{len(written)} files and datapackage.json in {output}", style="dim", soft_wrap=True)
