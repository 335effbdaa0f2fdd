"""Which table goes on which sheet, and where: a sheet a dataset, below each other, beside each other, by hamlet."""

from __future__ import annotations

from itertools import groupby

from ..model import Report, Sheet, TableCopy
from ..noise import Hand
from ..words import load
from .attendance import draw_matrix
from .body import body_lines
from .drawing import draw_table
from .evidence import draw_titles, title_lines
from .profile import draw_profile
from .recipe import Recipe

_STACK = 4
"""Tables on one sheet before the next sheet begins."""


def is_matrix(table: TableCopy, recipe: Recipe) -> bool:
    return table.dataset == "parenting_sessions" and recipe.attendance != "rows"


def arrange(tables: list[TableCopy], report: Report, hand: Hand) -> list[Sheet]:
    """Lay the tables out on sheets as the recipe arranges them; the profile has a sheet of its own or stands on top."""
    recipe = hand.recipe
    alone = [table for table in tables if table.dataset == "village_profile" and not recipe.profile_on_top]
    together = [table for table in tables if table not in alone]
    if recipe.arrangement == "stacked":
        stacks = [together[i : i + _STACK] for i in range(0, len(together), _STACK)]
        sheets = [_stack(stack, ("Laporan", "Lampiran", "Lampiran 2")[i], report, hand) for i, stack in enumerate(stacks)]
    elif recipe.arrangement == "beside":
        pairs = [together[i : i + 2] for i in range(0, len(together), 2)]
        sheets = [_beside(pair, f"Lembar {i}", report, hand) for i, pair in enumerate(pairs, 1)]
    elif recipe.arrangement == "hamlet_blocks":
        blocks = [list(block) for _, block in groupby(together, key=lambda table: table.dataset)]
        sheets = [_stack(block, _sheet_name(block[0], number, hand), report, hand) for number, block in enumerate(blocks, 1)]
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
    per_hamlet = hand.recipe.arrangement in ("hamlet_sheets", "hamlet_blocks") and table.dataset == "migrant_register"
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
    if is_matrix(table, hand.recipe):
        return draw_matrix(sheet, table, report.datasets["migrant_children"], hand, row, left)
    if table.dataset == "village_profile" and hand.recipe.profile != "row":
        return draw_profile(sheet, table, hand.recipe, row, left)
    return draw_table(sheet, table, body_lines(table, hand.recipe, hand.rng), hand.recipe, row, left)
