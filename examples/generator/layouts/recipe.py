"""A layout as data: which of the known habits of village workbooks one recipe combines."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ..words import load

DATASETS = tuple(load("datasets"))


@dataclass(frozen=True, slots=True)
class Recipe:
    """One layout. The defaults are the plain case: a title, one header row in column A, a sheet a dataset, xlsx.

    `without` names columns the form forgot ("migrant_register.status"); `dates` and `money` are the usual forms of noise.py;
    `noise` is the share of cells written otherwise.
    """

    id: str
    format: Literal["xlsx", "xls", "ods", "csv", "html"] = "xlsx"
    delimiter: str = ","
    encoding: str = "utf-8"
    datasets: tuple[str, ...] = DATASETS
    evidence: Literal[
        "titles", "labels", "label_cells", "label_pairs", "one_line", "code", "name", "folders", "folder_and_title"
    ] = "titles"
    file_name: Literal["code", "words", "plain", "messenger"] = "code"
    arrangement: Literal["sheets", "stacked", "beside", "hamlet_sheets", "hamlet_blocks"] = "sheets"
    sheet_names: Literal["dataset", "numbered"] = "dataset"
    top: int = 1
    left: int = 1
    header_rows: int = 1
    header_breaks: bool = False
    capitals: bool = False
    unmerged_header: bool = False
    numbered: bool = True
    numbers_restart: bool = False
    column_numbers: Literal["none", "plain", "brackets"] = "none"
    spacer_row: bool = False
    spacer_columns: bool = False
    totals: Literal["none", "end", "top"] = "none"
    wrong_total: bool = False
    total_label: Literal["second", "first"] = "second"
    sections: bool = False
    subtotals: bool = False
    signature: bool = False
    note: bool = False
    repeated_header: bool = False
    blank_rows: bool = False
    numbered_blank_rows: bool = False
    merged_cells: bool = False
    joined: bool = False
    unknown_columns: bool = False
    shuffled: bool = False
    dropped_columns: bool = False
    attendance: Literal["rows", "matrix", "matrix_one_activity"] = "rows"
    profile_on_top: bool = False
    profile: Literal["colon", "two_columns", "same_cell", "row"] = "colon"
    hidden_sheet: bool = False
    list_sheet: bool = False
    instructions: bool = False
    nihil: bool = False
    without: tuple[str, ...] = ()
    wages: Literal["prefixed", "bare", "column"] = "prefixed"
    dates: str = "dash"
    money: str = "rp"
    noise: float = 0.12

    @property
    def features(self) -> dict[str, object]:
        """What this recipe does differently from the plain case."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "id" and getattr(self, f.name) != f.default}


@cache
def recipes() -> tuple[Recipe, ...]:
    """All recipes of recipes.toml, in order. Raises TypeError for a habit that does not exist."""
    table: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("recipes.toml").read_text(encoding="utf-8"))
    return tuple(Recipe(id=name, **_frozen(habits)) for name, habits in table.items())


def _frozen(habits: dict[str, Any]) -> dict[str, Any]:
    return {habit: tuple(value) if isinstance(value, list) else value for habit, value in habits.items()}


def recipe(name: str) -> Recipe:
    """The recipe with this id. Raises KeyError."""
    for candidate in recipes():
        if candidate.id == name:
            return candidate
    raise KeyError(f"no layout {name}")
