"""A sheet as typed cells, whatever file it came from.

The one shape every reader (xlsx, xls, xlsb, ods, csv, html) delivers and every finder reads. Values stay as the file holds
them; nothing is parsed here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

CellValue = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
"""An empty cell is the empty string."""


@dataclass(slots=True)
class Grid:
    """One sheet, trimmed to its last non-empty row and column.

    `cells[0]` is row 1 and `cells[r][0]` column A; every row has the same length. `merges` holds 0-based inclusive
    (first_row, first_col, last_row, last_col). `hidden` is true for hidden and very hidden sheets.
    """

    name: str
    cells: list[list[CellValue]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.cells)

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.cells[0]) if self.cells else 0


@dataclass(slots=True)
class Workbook:
    """All sheets of one file. `format` is what the content is, not what the name says: xlsx, xlsm (with macros), xls, xlsb, ods,
    fods (one XML file), xml (SpreadsheetML 2003), csv (any delimiter), html.

    `proof` records how the reading was decided where the file does not say (delimiter and encoding of a CSV).
    """

    format: str
    sheets: list[Grid]
    proof: dict[str, str] = field(default_factory=dict)


def address(row: int, column: int) -> str:
    """A1 address of a 1-based row and column."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
