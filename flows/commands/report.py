"""`pmv report`: the regency's report as HTML pages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

NAME = "report"


def command(
    output: Annotated[Path, typer.Option("--output", "-o", file_okay=False, help="Folder to write to.")],
    regency: Annotated[str | None, typer.Option(help="Kemendagri code of the regency; default: PMV_REGENCY.")] = None,
    language: Annotated[Literal["id", "en"], typer.Option(help="Language of the pages.")] = "id",
) -> None:
    """Write the report of a regency: a page of its own for every village, readable without a network, no person on it."""
    from flows.findings_page import findings_pages
    from flows.office_report.figures import read_figures
    from flows.office_report.pages import write_pages
    from flows.settings import load_settings
    from flows.warehouses import open_warehouse

    settings = load_settings()
    figures = read_figures(open_warehouse(), regency or settings.regency or "")
    written = write_pages(figures, output, language, findings_pages(settings.home / "reports"))
    sys.stdout.write(f"{figures.regency_name}: {len(written)} pages; open {written[0]}\n")
