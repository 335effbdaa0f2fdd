"""`pmv warehouse diagram`: the tables and their keys as a picture or as Mermaid text."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def diagram(
    output: Annotated[Path, typer.Option("--output", "-o", dir_okay=False, help="F.svg for a picture, F.md for Mermaid text.")],
) -> None:
    """Write the entity-relationship diagram, made from the warehouse's own constraints."""
    from expectations.catalogue import CatalogueError
    from flows.warehouses import open_warehouse
    from load.er_diagram import as_markdown, read_model
    from load.er_drawing import as_svg

    form = {".svg": as_svg, ".md": as_markdown}.get(output.suffix.lower())
    if form is None:
        raise CatalogueError("diagram_format_unknown", name=output.name)
    with open_warehouse().connect("bi") as connection:
        model = read_model(connection)
    try:
        output.write_text(form(model), encoding="utf-8")
    except OSError as failure:
        raise CatalogueError("diagram_not_writable", path=output, why=failure.strerror) from failure
    sys.stdout.write(f"{len(model.connected)} tables, {len(model.references)} foreign keys: {output}\n")
