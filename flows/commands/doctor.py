"""`pmv doctor`: say what is wrong with this installation."""

from __future__ import annotations

import typer

NAME = "doctor"


def command() -> None:
    """Check the installation: program, home, key, warehouse, configuration, sources, Prefect. Exit 1 when something is wrong."""
    from rich.console import Console
    from rich.table import Table

    from flows.diagnosis import diagnose
    from flows.settings import load_settings

    table = Table(header_style="bold", show_lines=False)
    for name in ("", "Checked", "Found"):
        table.add_column(name, overflow="fold")
    answers = list(diagnose(load_settings()))
    for answer in answers:
        mark = "[green]ok[/]" if answer.is_well else "[red]no[/]"
        table.add_row(mark, answer.what, answer.found if answer.is_well else answer.advice)
    Console().print(table)
    if not all(answer.is_well for answer in answers):
        raise typer.Exit(1)
