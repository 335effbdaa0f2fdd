"""Figures as records in the fields of bp2mi_figures, with conformed codes.

A regency name that could mean two regions gets its code only where the table decides which one is meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from extract.publications.model import Publication
from transform.figures.document import Document, basis_of, common_fields
from transform.figures.layout import CellFacts
from transform.figures.members import Surroundings, code_of, conform, surroundings_of
from transform.figures.notes import Provisional
from transform.figures.outcome import Figure
from transform.figures.table import TableReading
from transform.figures.titles import head_dimensions

_DIMENSIONS = {"country_iso3": "country", "region_code": "province"}
"""Breakdowns of conformed columns with another name."""


def figure_of(
    reading: TableReading, place: int, publication: Publication, document: Document, provisional: Provisional, names: Surroundings
) -> Figure:
    """The record of one cell. The cell must have a period and a number."""
    cell = reading.cells[place]
    assert cell.period is not None
    members = dict(cell.members)
    confined = dict(reading.confined)
    conformed = conform(members, _codes(cell, names))
    narrowing = confined_to(members, confined)
    return {
        **common_fields(document),
        "measure": f"{cell.measure}_{cell.derived}" if cell.derived else cell.measure,
        "basis": basis_of(document, reading.table.title, [*members, "regency"] if "region_code" in confined else members),
        "period_type": cell.period.kind,
        "period_start": cell.period.start,
        "period_end": cell.period.end,
        "breakdown": "*".join((*members, *narrowing)) or "total",
        "confined_to": narrowing,
        **conformed,
        **{column: code for column, code in confined.items() if conformed[column] is None},
        "value": reading.values.numbers[place],
        "unit": cell.unit,
        "raw_token": cell.token.raw,
        "status": _status(place in reading.flagged, cell, document, provisional),
        "source_page": cell.page,
        "source_table": reading.table.title,
        "source_file": publication.sha256,
        "source_sheet": reading.sheet,
        "source_row": cell.row + 1,
    }


def confined_to(members: Mapping[str, str], confined: Mapping[str, str]) -> dict[str, str]:
    """Code by breakdown of what the title confines a figure to and no member says: a total of Ponorogo is that of a regency.

    A province that a list of regencies is confined to narrows none of them.
    """
    named = {("regency" if "." in code else _DIMENSIONS.get(column, column)): code for column, code in confined.items()}
    inside = {"province"} if "regency" in members else set()
    return {dimension: code for dimension, code in named.items() if dimension not in inside | members.keys()}


def regency_names(reading: TableReading) -> Surroundings:
    """How the table writes its regencies."""
    labels = {label for cell in reading.cells for dimension, label in cell.members if dimension == "regency"}
    heads = [label.head for label in reading.shape.labels if "regency" in head_dimensions(label.head)]
    return surroundings_of(sorted(labels), heads[0] if heads else "")


def _codes(cell: CellFacts, names: Surroundings) -> dict[str, str | None]:
    beside = dict((*cell.attributes, *cell.members)).get("province")
    province = code_of("province", beside) if beside else None
    return {dimension: _code(dimension, label, names, province) for dimension, label in cell.members}


@cache
def _code(dimension: str, label: str, names: Surroundings, province: str | None) -> str | None:
    return code_of(dimension, label, names, province)


def _status(flagged: bool, cell: CellFacts, document: Document, provisional: Provisional) -> str:
    if flagged:
        return "flagged"
    if provisional.everything or (provisional.marked and cell.marked):
        return "provisional"
    return document.status or "final"
