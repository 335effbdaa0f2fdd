"""What `pmv tables` shows on a terminal: each table as printed, then the findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

_NUMERIC = set("0123456789.,-–% ()")


def show(name: str, reading: Mapping[str, Any], console: Console | None = None) -> None:
    """Print a publication as `tables` gives it."""
    console = console or Console()
    console.print(f"[bold]{escape(name)}[/bold]  [bright_black]{len(reading['tables'])} tables[/bright_black]")
    for table in reading["tables"]:
        console.print(_table(table))
    for finding in reading["findings"]:
        place = f"p{finding['page']}" + (f" {finding['table']}" if finding["table"] else "")
        console.print(Text.assemble((finding["code"], "yellow"), "  ", (place, "bright_black"), f"\n  {finding['detail']}"))


def _table(table: Mapping[str, Any]) -> Table:
    """One table; numbers to the right, a page change as a line, the total in bold."""
    pages = sorted({*table["row_pages"], *([table["total_page"]] if table["total_page"] else [])}) or [table["page"]]
    pages_text = f"p{pages[0]}" if len(pages) == 1 else f"p{pages[0]}-{pages[-1]}"
    flag = " [yellow]flagged[/yellow]" if table["status"] == "flagged" else ""
    grid = Table(title=f"[cyan]{pages_text}[/cyan] {escape(table['title'])}{flag}", title_justify="left", box=box.SIMPLE_HEAD)
    for index, column in enumerate(table["columns"]):
        grid.add_column(escape(column), justify="right" if _is_numeric(table["rows"], index) else "left", overflow="fold")
    for row, page, following in zip(table["rows"], table["row_pages"], [*table["row_pages"][1:], None], strict=True):
        grid.add_row(*map(_cell, row), end_section=following not in (page, None))
    if table["total_row"]:
        grid.add_section()
        grid.add_row(*map(_cell, table["total_row"]), style="bold")
    return grid


def _cell(cell: str | None) -> str:
    return escape(cell or "")


def _is_numeric(rows: Sequence[Sequence[str | None]], index: int) -> bool:
    cells = [row[index] for row in rows if row[index]]
    return bool(cells) and sum(set(cell) <= _NUMERIC for cell in cells if cell) > 0.5 * len(cells)
