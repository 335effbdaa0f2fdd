"""`pmv corrections`: every file with open findings as a workbook to send back, its wrong cells marked and explained."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from flows.answers import Answer

NAME = "corrections"


def command(
    output: Annotated[Path, typer.Option("--output", "-o", file_okay=False, help="Folder to write to, one folder a village.")],
    village: Annotated[str | None, typer.Option(help="Only this village (Kemendagri code).")] = None,
) -> None:
    """Write the villages' own workbooks with the wrong cells marked and commented in Indonesian, to be sent back to them."""
    from extract.landing import LandingStore
    from flows.answers import village_named, write_corrections
    from flows.settings import load_settings
    from load.findings import open_quarantine
    from load.warehouse import Warehouse

    settings = load_settings()
    code = village_named(village).code if village else None
    findings = open_quarantine(Warehouse.open(settings.home, settings.url), code)
    answers = list(write_corrections(findings, LandingStore(settings.home / "landing"), output))
    _show(answers, output)


def _show(answers: list[Answer], output: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    from expectations.catalogue import rule

    table = Table(header_style="bold")
    table.add_column("Village")
    table.add_column("Workbook", overflow="fold")
    table.add_column("Corrections", justify="right")
    for answer in answers:
        village = f"{answer.village.name} ({answer.village.code})" if answer.village else "not said"
        table.add_row(village, str(answer.path.relative_to(output)), str(answer.corrections))
    console = Console()
    console.print(table)
    console.print(f"{len(answers)} workbooks in {output}", style="dim")
    for answer in answers:
        if not answer.has_original:
            console.print(rule("original_not_kept").advice_en({"path": answer.path.name}), style="yellow")
