"""From a report to a book: tables are written, faults planted, and everything is laid out on sheets."""

from __future__ import annotations

from collections.abc import Sequence

from .faults.planting import plant
from .layouts.attendance import draw_matrix, meant_by_ticks
from .layouts.body import body_lines
from .layouts.columns import choose_columns, fields_of
from .layouts.drawing import draw_table
from .layouts.evidence import draw_titles, title_lines
from .layouts.profile import draw_profile
from .layouts.recipe import Recipe
from .layouts.surroundings import draw_note, draw_signature, hidden_sheet, instruction_sheet, list_sheet
from .model import Book, Record, Report, Sheet, TableCopy, Written
from .noise import Hand, write_record
from .words import load

_STACK = 4
"""Tables on one sheet before the next sheet begins."""


def make_book(report: Report, recipe: Recipe, hand: Hand, faults: Sequence[str] = ()) -> tuple[Book, list[str]]:
    """Write one report in one layout; returns the book and the faults that found a place."""
    tables = [table for dataset in recipe.datasets for table in _tables_of(dataset, report, hand)]
    planted = plant(faults, [table for table in tables if _has_rows_of_its_own(table, recipe)], hand)
    sheets = _arrange(tables, report, hand)
    if recipe.note or recipe.signature:
        for sheet in sheets:
            _close(sheet, report, hand)
    matrices = [table.rows[0].sheet for table in tables if _is_matrix(table, recipe) and table.rows]
    return Book(_with_extra_sheets(sheets, report, recipe), tables, matrices), planted


def _is_matrix(table: TableCopy, recipe: Recipe) -> bool:
    return table.dataset == "parenting_sessions" and recipe.attendance != "rows"


def _has_rows_of_its_own(table: TableCopy, recipe: Recipe) -> bool:
    return table.dataset != "village_profile" and not _is_matrix(table, recipe)


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
    if by_hamlet and recipe.arrangement == "hamlet_sheets":
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


def _arrange(tables: list[TableCopy], report: Report, hand: Hand) -> list[Sheet]:
    """Lay the tables out on sheets as the recipe arranges them; the profile always has a sheet of its own."""
    recipe = hand.recipe
    alone = [table for table in tables if table.dataset == "village_profile"]
    together = [table for table in tables if table.dataset != "village_profile"]
    if recipe.arrangement == "stacked":
        stacks = [together[i : i + _STACK] for i in range(0, len(together), _STACK)]
        sheets = [_stack(stack, ("Laporan", "Lampiran", "Lampiran 2")[i], report, hand) for i, stack in enumerate(stacks)]
    elif recipe.arrangement == "beside":
        pairs = [together[i : i + 2] for i in range(0, len(together), 2)]
        sheets = [_beside(pair, f"Lembar {i}", report, hand) for i, pair in enumerate(pairs, 1)]
    else:
        sheets = [_stack([table], _sheet_name(table, number, hand), report, hand) for number, table in enumerate(together, 1)]
    return [*(_stack([table], _sheet_name(table, 0, hand), report, hand) for table in alone), *sheets]


def _sheet_name(table: TableCopy, number: int, hand: Hand) -> str:
    if hand.recipe.arrangement == "hamlet_sheets" and table.implied:
        return hand.form.choice(("Dusun {}", "Dsn {}", "PMI Dusun {}")).format(table.rows[0].meant["hamlet"])
    if hand.recipe.sheet_names == "numbered":
        return f"Sheet{number + 1}"
    return str(hand.form.choice(load("datasets")[table.dataset]["sheets"]))


def _title(table: TableCopy, hand: Hand) -> str:
    title = str(hand.form.choice(load("datasets")[table.dataset]["titles"]))
    per_hamlet = hand.recipe.arrangement == "hamlet_sheets" and table.implied
    return f"{title} DUSUN {str(table.rows[0].meant['hamlet']).upper()}" if per_hamlet else title


def _stack(tables: list[TableCopy], name: str, report: Report, hand: Hand) -> Sheet:
    """Tables below each other, the first under the file's titles, the others under their own."""
    sheet = Sheet(name)
    row = hand.recipe.top
    for number, table in enumerate(tables):
        title = _title(table, hand)
        lines: list[tuple[str, ...]] = [(title,)] if number else title_lines(report, hand.recipe, title)
        is_bare = hand.recipe.format in ("csv", "html") and hand.recipe.evidence in ("folders", "name")
        row = draw_titles(sheet, [] if is_bare else lines, row, hand.recipe.left, len(table.columns))
        row = _draw(sheet, table, report, hand, row, hand.recipe.left) + 3
    return sheet


def _beside(tables: list[TableCopy], name: str, report: Report, hand: Hand) -> Sheet:
    """Tables beside each other with an empty column between them, each under its own title."""
    sheet = Sheet(name)
    top = draw_titles(sheet, title_lines(report, hand.recipe, "LAPORAN DESMIGRATIF"), hand.recipe.top, hand.recipe.left, 8)
    left = hand.recipe.left
    for table in tables:
        sheet.put(top, left, _title(table, hand))
        _draw(sheet, table, report, hand, top + 1, left)
        left = sheet.width + 2
    sheet.ignore(top, "title")
    return sheet


def _draw(sheet: Sheet, table: TableCopy, report: Report, hand: Hand, row: int, left: int) -> int:
    if _is_matrix(table, hand.recipe):
        return draw_matrix(sheet, table, report.datasets["migrant_children"], hand, row, left)
    if table.dataset == "village_profile" and hand.recipe.profile != "row":
        return draw_profile(sheet, table, hand.recipe, row, left)
    return draw_table(sheet, table, body_lines(table, hand.recipe, hand.rng), hand.recipe, row, left)


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
