"""From a report to a book: tables are written, faults planted, and everything is laid out on sheets."""

from __future__ import annotations

from collections.abc import Sequence

from .faults.planting import plant
from .layouts.arrangement import arrange, is_matrix
from .layouts.attendance import meant_by_ticks
from .layouts.columns import choose_columns, fields_of
from .layouts.recipe import Recipe
from .layouts.surroundings import draw_note, draw_signature, hidden_sheet, instruction_sheet, list_sheet
from .model import Book, Record, Report, Sheet, TableCopy, Written
from .noise import Hand, write_record


def make_book(report: Report, recipe: Recipe, hand: Hand, faults: Sequence[str] = ()) -> tuple[Book, list[str]]:
    """Write one report in one layout; returns the book and the faults that found a place."""
    tables = [table for dataset in recipe.datasets for table in _tables_of(dataset, report, hand)]
    planted = plant(faults, [table for table in tables if _has_rows_of_its_own(table, recipe)], hand)
    sheets = arrange(tables, report, hand)
    if recipe.note or recipe.signature:
        for sheet in sheets:
            _close(sheet, report, hand)
    matrices = [table.rows[0].sheet for table in tables if is_matrix(table, recipe) and table.rows]
    return Book(_with_extra_sheets(sheets, report, recipe), tables, matrices), planted


def _has_rows_of_its_own(table: TableCopy, recipe: Recipe) -> bool:
    return table.dataset != "village_profile" and not is_matrix(table, recipe)


def _tables_of(dataset: str, report: Report, hand: Hand) -> list[TableCopy]:
    """The tables a dataset is written in: one, or one a hamlet."""
    recipe, records = hand.recipe, report.datasets[dataset]
    if recipe.nihil and dataset == "complaints":
        records = []
    if dataset == "parenting_sessions" and recipe.attendance != "rows":
        return [meant_by_ticks(records, hand)]
    by_hamlet = "hamlet" in fields_of(dataset) and (recipe.sections or recipe.arrangement == "hamlet_sheets")
    implied = frozenset({"hamlet"} if by_hamlet else ())
    columns = choose_columns(dataset, recipe, hand.form, implied)
    if dataset == "village_profile" and recipe.profile != "row":
        columns = [column for column in columns if column.key in fields_of(dataset)]
    groups = [records]
    if "hamlet" in fields_of(dataset) and recipe.arrangement in ("hamlet_sheets", "hamlet_blocks"):
        hamlets = list(dict.fromkeys(record["hamlet"] for record in records))
        groups = [[record for record in records if record["hamlet"] == hamlet] for hamlet in hamlets]
    keys = [column.key for column in columns]
    return [
        TableCopy(dataset, list(columns), [_write(record, keys, dataset, hand) for record in group], implied) for group in groups
    ]


def _write(record: Record, keys: list[str], dataset: str, hand: Hand) -> Written:
    if hand.recipe.wages == "bare" and "wage_currency" in record:
        record = {**record, "wage_currency": None}
    return Written(record, write_record(record, keys, dataset, hand))


def _close(sheet: Sheet, report: Report, hand: Hand) -> None:
    """Notes and signature below everything on the sheet."""
    row = sheet.bottom + 2
    if hand.recipe.note:
        row = draw_note(sheet, row, hand.recipe.left, hand.rng)
    if hand.recipe.signature:
        draw_signature(sheet, row + 1, hand.recipe.left, report, hand.rng)


def _with_extra_sheets(sheets: list[Sheet], report: Report, recipe: Recipe) -> list[Sheet]:
    """Sheets that must not be loaded, around those that must."""
    register = next((sheet for sheet in sheets if len(sheet.cells) > 100), sheets[-1])
    before = [instruction_sheet(register)] if recipe.instructions else []
    after = [list_sheet()] if recipe.list_sheet else []
    hidden = [hidden_sheet(register, report)] if recipe.hidden_sheet else []
    return [*before, *sheets, *after, *hidden]
