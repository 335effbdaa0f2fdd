"""What `pmv inspect` shows on a terminal: each sheet as it lies, table by table, with the reasons for the reading."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from extract.grid import address

_COLOURS = {
    "title": "magenta", "meta": "magenta", "header": "bold cyan", "column_number": "cyan", "data": "green", "total": "yellow",
    "section": "blue", "note": "bright_black", "signature": "bright_black", "nihil": "yellow", "other": "red",
}  # fmt: skip
_SURE, _LIKELY = 0.8, 0.5
_MOST_COLUMNS = 40
_BAR = 20


def show(name: str, reading: dict[str, Any], console: Console | None = None) -> None:
    """Print a reading as `inspect` gives it."""
    console = console or Console()
    facts = [reading["format"], *(f"{key} {value}" for key, value in reading["proof"].items())]
    console.print(f"[bold]{escape(name)}[/bold]  [bright_black]{escape(' · '.join(facts))}[/bright_black]")
    for sheet in reading["sheets"]:
        console.print(_sheet(sheet))


def _sheet(sheet: dict[str, Any]) -> RenderableType:
    title = f"[bold]{escape(sheet['sheet'])}[/bold]" + (" [red](hidden)[/red]" if sheet["hidden"] else "")
    parts: list[RenderableType] = []
    if sheet["ignored"]:
        parts.append(Text(sheet["ignored"]["advice_en"], style="yellow"))
    for number, table in enumerate(sheet["tables"], 1):
        parts += [*([Text("")] if number > 1 else []), *_table(number, table)]
    if sheet["ignored_rows"]:
        parts.append(Text.assemble("rows in no table  ", _kinds(sheet["ignored_rows"])))
    return Panel(Group(*parts), title=title, title_align="left", border_style="bright_black")


def _table(number: int, table: dict[str, Any]) -> Iterable[RenderableType]:
    place = f"{address(_top(table), table['first_col'])}:{address(_bottom(table), table['last_col'])}"
    yield Text.assemble(
        (f"Table {number}  ", "bold"), (place, "cyan"), f"  {table['layout']}  ", _confidence(table["confidence"]), "  ",
        (table["dataset"] or "no dataset of ours", "bold green" if table["dataset"] else "bright_black"),
    )  # fmt: skip
    yield Text.assemble("  rows  ", _kinds(table["rows"]))
    if any(table["columns"]):
        yield Padding(_columns(table), (0, 0, 0, 2))
    yield Padding(_evidence(table["evidence"]), (0, 0, 0, 2))
    for other in table["alternatives"]:
        rows = _ranges(other["header_rows"])
        yield Text(f"  or: header in row {rows} (confidence {other['confidence']:.2f})", style="yellow")


def _columns(table: dict[str, Any]) -> Table:
    grid = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for offset, text in enumerate(table["columns"][:_MOST_COLUMNS]):
        index = table["first_col"] + offset
        style = "cyan" if index in table["date_columns"] else ""
        grid.add_row(Text(address(1, index)[:-1], style="bright_black"), Text(text or "(no header)", style=style))
    left = len(table["columns"]) - _MOST_COLUMNS
    if left > 0:
        grid.add_row("…", Text(f"and {left} more columns", style="bright_black"))
    return grid


def _evidence(reasons: list[dict[str, Any]]) -> Table:
    grid = Table(box=None, show_header=False, padding=(0, 1, 0, 0))
    for reason in sorted(reasons, key=lambda reason: -abs(reason["weight"])):
        weight = reason["weight"]
        bar = "█" * round(abs(weight) * _BAR)
        grid.add_row(
            Text(f"{weight:+.2f}" if weight else "", style="bright_black"),
            Text(bar, style="green" if weight >= 0 else "red"),
            Text(reason["why"]),
        )
    return grid


def _confidence(value: float) -> tuple[str, str]:
    return f"confidence {value:.2f}", "green" if value >= _SURE else "yellow" if value >= _LIKELY else "bold red"


def _kinds(rows: dict[str, list[int]]) -> Text:
    text = Text()
    for kind, numbers in rows.items():
        text.append(f"{kind} ", style=_COLOURS[kind])
        text.append(_ranges(numbers) + "  ")
    return text


def _ranges(rows: list[int]) -> str:
    """Rows as ranges: [1, 2, 3, 7] -> "1-3, 7"."""
    parts: list[list[int]] = []
    for row in rows:
        if parts and row == parts[-1][1] + 1:
            parts[-1][1] = row
        else:
            parts.append([row, row])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in parts)


def _top(table: dict[str, Any]) -> int:
    return int(min([*table["header_rows"], table["first_data_row"] or 10**9]))


def _bottom(table: dict[str, Any]) -> int:
    rows = [*table["header_rows"], *table["column_number_rows"], *table["total_rows"], table["last_data_row"] or 0]
    return int(max(rows))
