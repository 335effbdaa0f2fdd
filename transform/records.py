"""Rows of a matched table as typed values, each withheld cell with its reason.

Takes a table that matching has settled and reads its columns by semantic type. A fault withholds the cell it touches; a fault in
a required field condemns the row. What a value must satisfy beyond being readable is checked later, over the whole batch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from expectations.catalogue import Finding, Level
from expectations.labels import tidy
from expectations.personal_numbers import holds_personal_number
from extract.grid import CellValue, Grid, address
from extract.tables.model import Table
from transform.matching import Match, MatchedColumn
from transform.misplaced import without_misplaced
from transform.values.parsed import Parsed
from transform.values.registry import column_reader, joined_reader, parse_column

_NEXT_WORD = r"(?:dan|atau|di|yang|desa|kec|kecamatan|kab|kabupaten|rt|rw|bulan|periode|tahun|tanggal|tgl)\b"
_HAMLET_HEADING = re.compile(
    r"(?<!per\s)(?<!tiap\s)(?<!menurut\s)(?<!antar\s)(?<!seluruh\s)(?<!semua\s)(?<!nama\s)"  # these speak of hamlets at large
    rf"\b(?:dusun|dsn|dukuh|dk)\b\.?\s*:?\s*(?!{_NEXT_WORD})([a-z].*?)\s*(?:$|[,(;|/]|\b{_NEXT_WORD})",
    re.I,
)


@dataclass(slots=True)
class Rows:
    """Rows of one dataset on one sheet, column by column.

    `values[field][i]` belongs to sheet row `source_rows[i]`; a field without a column is absent. `columns` says where a field was
    read (None: derived), `fixed_rows` the row where it is not the record's own (key-value tables). `condemned` and `duplicates`
    are positions of rows that do not load.
    """

    dataset: str
    sheet: str
    source_rows: list[int]
    values: dict[str, list[Any]]
    columns: dict[str, int | None]
    fixed_rows: dict[str, int] = field(default_factory=dict)
    condemned: set[int] = field(default_factory=set)
    duplicates: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def cell(self, name: str, position: int) -> str | None:
        """A1 address of a field's cell in the row at this position; None for a derived value."""
        column = self.columns.get(name)
        return address(self.fixed_rows.get(name, self.source_rows[position]), column) if column else None

    def condemn(self, position: int, finding: Finding) -> None:
        """Hold a whole row back for a reason."""
        self.condemned.add(position)
        self.findings.append(finding)


def read_rows(match: Match, table: Table, grid: Grid) -> Rows:
    """The records of a table with rows below its header."""
    rows = Rows(match.contract.dataset, grid.name, table.data_rows, {}, {})
    filled = _merged_values(table, grid)
    for column in own_columns_first(match):
        raws = [filled.get((row, column.index), grid.cells[row - 1][column.index - 1]) for row in rows.source_rows]
        _take(rows, match, column, raws)
    _fill_hamlet(rows, match, table, grid)
    return rows


def read_key_value(match: Match, table: Table, grid: Grid) -> Rows:
    """The one record of a key-value table; its row is that of the first label."""
    first = min(column.index for column in match.columns)
    rows = Rows(match.contract.dataset, grid.name, [first], {}, {})
    for label in own_columns_first(match):
        place, raw = _value_beside(table, grid, label.index)
        rows.fixed_rows |= dict.fromkeys(label.target.fields, label.index)
        _take(rows, match, replace(label, index=place), [raw])
    return rows


def own_columns_first(match: Match) -> list[MatchedColumn]:
    """Columns in sheet order, those that feed several fields last."""
    return sorted(match.columns, key=lambda column: (len(column.target.fields) > 1, column.index))


def _value_beside(table: Table, grid: Grid, row: int) -> tuple[int, CellValue]:
    """Column and content of the value right of a label; "Label : value" in one cell counts too."""
    cells = grid.cells[row - 1]
    label_at = next(i for i in range(table.first_col - 1, len(cells)) if cells[i] != "")
    for index in range(label_at + 1, len(cells)):
        if cells[index] != "" and str(cells[index]).strip() != ":":
            text = cells[index]
            return index + 1, text.lstrip().removeprefix(":").strip() if isinstance(text, str) else text
    _, _, value = str(cells[label_at]).partition(":")
    return label_at + 1, value.strip()


def _take(rows: Rows, match: Match, column: MatchedColumn, raws: Sequence[CellValue]) -> None:
    """Read one column into the field or fields it feeds."""
    target = column.target
    if len(target.fields) == 1:
        read = column_reader(target.semantic_type, target.code_list, raws)
        _keep(rows, match, column, target.fields[0], parse_column(read, raws), raws)
        return
    answers = parse_column(joined_reader(target.semantic_type), raws)
    for place, name in enumerate(target.fields):
        _keep(rows, match, column, name, [answer[place] for answer in answers], raws)


def _keep(
    rows: Rows, match: Match, column: MatchedColumn, name: str, answers: Sequence[Parsed], raws: Sequence[CellValue]
) -> None:
    """Keep one field's answers; a field that has a column of its own takes from a joined one only what is missing."""
    answers = without_misplaced(match.contract.field(name), answers)
    own = rows.values.get(name)
    if own is None:
        rows.columns[name] = column.index
        rows.values[name] = [answer.value for answer in answers]
    else:
        rows.values[name] = [answer.value if value is None else value for value, answer in zip(own, answers, strict=True)]
    for position, answer in enumerate(answers):
        if answer.rule or answer.warnings:
            _object(rows, match, name, column.index, position, answer, raws[position])


def _object(rows: Rows, match: Match, name: str, index: int, position: int, answer: Parsed, raw: CellValue) -> None:
    """Record what is wrong with a cell, and condemn the row where the field is required."""
    facts = {"label": match.contract.field(name).label_id, **(answer.facts or {})}
    row = rows.fixed_rows.get(name, rows.source_rows[position])
    place: dict[str, Any] = {"sheet": rows.sheet, "row": rows.source_rows[position], "cell": address(row, index)}
    for warning in answer.warnings:
        rows.findings.append(Finding(warning, "cell", dataset=rows.dataset, field=name, facts=facts, **place))
    if answer.rule is None:
        return
    is_required = name in match.contract.required
    level: Level = "row" if is_required else "cell"
    finding = Finding(answer.rule, level, dataset=rows.dataset, field=name, facts=facts, withheld=tidy(raw), **place)
    if is_required:
        rows.condemn(position, finding)
    else:
        rows.findings.append(finding)


def _merged_values(table: Table, grid: Grid) -> dict[tuple[int, int], CellValue]:
    """Values of cells covered by a vertical merge in the body: the merged cell belongs to every row it covers."""
    filled: dict[tuple[int, int], CellValue] = {}
    body = set(table.data_rows)
    for top, left, bottom, right in grid.merges:
        if bottom > top and top + 1 in body:
            value = grid.cells[top][left]
            filled |= {(row + 1, column + 1): value for row in range(top, bottom + 1) for column in range(left, right + 1)}
    return filled


def _fill_hamlet(rows: Rows, match: Match, table: Table, grid: Grid) -> None:
    """Take the hamlet from section rows, the table's title or the sheet's name where no column gives it."""
    if "hamlet" in rows.values or all(column.name != "hamlet" for column in match.contract.fields):
        return
    whole = next(filter(None, (hamlet_of(text) for text in [*table.title, grid.name])), None)
    hamlets = [
        None if name is None or holds_personal_number(name) else name for name in _hamlets_by_row(rows.source_rows, table, whole)
    ]
    if any(hamlets):
        rows.values["hamlet"], rows.columns["hamlet"] = hamlets, None
        rows.findings.append(
            Finding(
                "derived_value", "sheet", sheet=rows.sheet, dataset=rows.dataset, field="hamlet", facts={"count": len(hamlets)}
            )
        )


def _hamlets_by_row(source_rows: Sequence[int], table: Table, default: str | None) -> Iterator[str | None]:
    headings = sorted((row, hamlet_of(text)) for row, text in table.sections.items())
    for row in source_rows:
        above = [name for at, name in headings if at < row and name]
        yield above[-1] if above else default


def hamlet_of(text: str) -> str | None:
    """The hamlet a heading names ("DATA PMI DUSUN KRAJAN DESA PAGER" -> "KRAJAN"); None for any other heading."""
    found = _HAMLET_HEADING.search(tidy(text))
    return (found.group(1).strip(" .:-") or None) if found else None
