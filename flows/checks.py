"""Prints the integrity checks of the warehouse: what holds, what does not, what that means and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from load.check import CheckResult

_MARKS = {"error": "[red]no[/]", "warning": "[yellow]!![/]", "info": "[dim]i[/]"}


def print_checks(results: Sequence[CheckResult]) -> bool:
    """Write one line a check; true when all hold but those that only warn."""
    table = Table(header_style="bold")
    for name in ("", "Check", "Found"):
        table.add_column(name, overflow="fold")
    for result in results:
        mark = _MARKS[result.severity] if result.faults else "[green]ok[/]"
        found = f"{result.faults} rows. {result.means_en} {result.do_en}" if result.faults else ""
        table.add_row(mark, result.id, found)
    Console().print(table)
    return not any(result.faults and result.severity == "error" for result in results)
