"""The lines of a configuration file as typed values, and each cell that cannot be used with its place.

A line with a fault is left out of the lines, so that one slip is said once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from expectations.catalogue import Finding
from expectations.configuration import ConfigurationColumn
from expectations.labels import letters, plain
from expectations.regions import Region, bare_regency_name
from extract.grid import CellValue, Grid, address
from transform.configuration.cells import cell_reader
from transform.values.parsed import Parsed, Raw


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its row in the file and its values by column, None where a cell is blank."""

    row: int
    values: Mapping[str, Any]


def read_lines(grid: Grid, columns: Sequence[ConfigurationColumn]) -> tuple[list[Line], list[Finding]]:
    """The lines below the header, and the faults. Where the header has a fault there are no lines."""
    filled = [(number, cells) for number, cells in enumerate(grid.cells, start=1) if any(str(cell).strip() for cell in cells)]
    if not filled:
        return [], list(_absent(columns, 1))
    (header_row, header), *below = filled
    placed, faults = _placed(header, header_row, columns)
    faults += _absent([column for column in columns if column.name not in placed], header_row)
    if faults:
        return [], faults
    readers = {name: (placed[name], cell_reader(column)) for column in columns if (name := column.name) in placed}
    required = {column.name: column.headers[1] for column in columns if column.required}
    lines = []
    for row, cells in below:
        values, found = _values(row, cells, readers, required)
        faults += found
        if not found:
            lines.append(Line(row, values))
    return lines, faults


def _placed(
    header: Sequence[CellValue], row: int, columns: Sequence[ConfigurationColumn]
) -> tuple[dict[str, int], list[Finding]]:
    """Position of each column that the header names; headers that name none, or one a second time."""
    words = {plain(word): column.name for column in columns for word in column.headers}
    placed: dict[str, int] = {}
    faults: list[Finding] = []
    for position, written in enumerate(header):
        name = words.get(plain(written))
        if name is not None and name not in placed:
            placed[name] = position
        elif str(written).strip():
            rule = "configuration_column_twice" if name else "configuration_column_unknown"
            facts = {"column": name, "written": str(written).strip(), "known": ", ".join(column.name for column in columns)}
            faults.append(Finding(rule, "sheet", row=row, cell=address(row, position + 1), facts=facts))
    return placed, faults


def _absent(columns: Sequence[ConfigurationColumn], row: int) -> Iterator[Finding]:
    for column in columns:
        if column.required:
            facts = {"column": column.name, "label": column.headers[1]}
            yield Finding("configuration_column_missing", "sheet", row=row, facts=facts)


def _values(
    row: int, cells: Sequence[CellValue], readers: Mapping[str, tuple[int, Callable[[Raw], Parsed]]], required: Mapping[str, str]
) -> tuple[dict[str, Any], list[Finding]]:
    values: dict[str, Any] = {}
    faults: list[Finding] = []
    for name, (position, read) in readers.items():
        parsed = read(cells[position])
        values[name] = parsed.value
        if parsed.rule:
            faults.append(Finding(parsed.rule, "row", row=row, cell=address(row, position + 1), facts=parsed.facts or {}))
        elif parsed.value is None and name in required:
            facts = {"column": name, "label": required[name]}
            faults.append(Finding("configuration_cell_missing", "row", row=row, cell=address(row, position + 1), facts=facts))
    return values, faults or list(_contradictions(row, values))


def _names(region: Region) -> set[str]:
    """How the region may be named, in letters: "Kabupaten Ponorogo" or "Ponorogo"."""
    return {letters(region.name), letters(bare_regency_name(region.name))}


def _contradictions(row: int, values: Mapping[str, Any]) -> Iterator[Finding]:
    """A name that is not that of the code; an end before the start."""
    region, name = values.get("village_code") or values.get("region_code"), values.get("name")
    if isinstance(region, Region) and name and letters(name) not in _names(region):
        facts = {"written": name, "code": region.code, "name": region.name}
        yield Finding("configuration_name_differs", "row", row=row, facts=facts)
    starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
    if ends_on is not None and starts_on is not None and ends_on < starts_on:
        yield Finding("configuration_ends_before_start", "row", row=row)
