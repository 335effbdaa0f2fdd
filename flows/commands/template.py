"""`pmv template`: the official workbook of a village and a month, to be filled in and sent back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from flows.settings import Settings

NAME = "template"


def command(
    village: Annotated[str, typer.Option(help="The village (Kemendagri code, with or without dots).")],
    period: Annotated[str, typer.Option(help="The month it reports (YYYY-MM).")],
    output: Annotated[Path, typer.Option("--output", "-o", dir_okay=False, help="Where to write the workbook (.xlsx).")],
) -> None:
    """Write the official workbook: locked headers, drop-downs, the village's own groups and cooperatives filled in."""
    from extract.answers.template import build_template
    from flows.answers import village_named, write_file
    from flows.settings import load_settings
    from flows.window import window

    month = window(period, None, None).first
    assert month is not None
    region = village_named(village)
    write_file(output, build_template(region.code, month, _known(load_settings(), region.code)))
    typer.echo(f"{output}: {region.name} ({region.code}), {month:%Y-%m}")


def _known(settings: Settings, village_code: str) -> dict[str, list[str]]:
    """Names the village reported before; nothing where no warehouse was made yet, and none is made for this."""
    if settings.url is None and not (settings.home / "warehouse").exists():
        return {}
    from load.known_names import known_names
    from load.warehouse import Warehouse

    return known_names(Warehouse.open(settings.home, settings.url), village_code)
