"""A village's own workbook with the wrong cells marked, a comment in Indonesian on each, and a first sheet that lists them.

An xlsx is edited in place, so everything else in it stays as it was. Any other format is answered by an xlsx copy with the same
cells at the same addresses; a file that cannot be read at all by a workbook that holds only the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from expectations.catalogue import CatalogueError
from expectations.person_masks import sheet_meant
from expectations.personal_numbers import masked_apart
from extract.answers.copying import copied
from extract.answers.editing.archive import Archive, UnusualPackageError
from extract.answers.editing.cells import SheetCells, place
from extract.answers.editing.comments import Comments
from extract.answers.editing.sheets import Sheets
from extract.answers.editing.stylesheet import Stylesheet
from extract.answers.list_sheet import list_sheet
from extract.answers.marks import Mark, in_reading_order
from extract.answers.wording import wording
from extract.formats.ole import decrypted
from extract.formats.sniff import sniff_format
from extract.grid import Grid
from extract.workbook import read_workbook

_IN_PLACE = frozenset({"xlsx", "xlsm"})


@dataclass(frozen=True, slots=True)
class Corrected:
    """The answer to one file: its bytes and the ending its name must have ("xlsx" or "xlsm")."""

    content: bytes
    ending: str


def corrected_workbook(data: bytes, name: str, marks: Sequence[Mark]) -> Corrected:
    """The workbook `data` (its file called `name`) with these marks. Never fails for what the file holds."""
    try:
        kind = sniff_format(data)
        if kind == "encrypted":
            data = decrypted(data)
            kind = sniff_format(data)
        if kind in _IN_PLACE:
            return Corrected(_marked(data, marks), kind)
    except (UnusualPackageError, CatalogueError):
        pass
    content, names = copied(_grids(data, name))
    return Corrected(_marked(content, [_renamed(mark, names) for mark in marks]), "xlsx")


def _grids(data: bytes, name: str) -> list[Grid]:
    """The sheets of a file; none where it cannot be read, for then there is nothing to show but the reason."""
    try:
        return read_workbook(data, name).sheets
    except CatalogueError:
        return []


def _renamed(mark: Mark, names: dict[str, str]) -> Mark:
    """The mark on the sheet its label means among these names."""
    if not mark.sheet:
        return mark
    return replace(mark, sheet=names.get(sheet_meant(mark.sheet, list(names)) or "", mark.sheet))


def _marked(data: bytes, marks: Iterable[Mark]) -> bytes:
    archive = Archive(data)
    sheets = Sheets(archive)
    styles = Stylesheet(archive, sheets.workbook_part)
    own = wording()["corrections"]["sheet"]
    parts = {name: part for name, part in sheets.part_by_name.items() if name != own}
    written = dict(zip(masked_apart(sheets.part_by_name), sheets.part_by_name, strict=True))
    ordered = in_reading_order([_renamed(mark, written) for mark in marks], list(parts))
    is_second_round = own in sheets.part_by_name
    for name, part in parts.items():
        on_sheet = [mark for mark in ordered if mark.sheet == name and mark.cell]
        if on_sheet or is_second_round:
            _mark_sheet(archive, part, on_sheet, styles, is_second_round=is_second_round)
    sheets.put_first(own, list_sheet(ordered, list(parts), styles))
    return archive.to_bytes()


def _mark_sheet(archive: Archive, part: str, marks: Sequence[Mark], styles: Stylesheet, *, is_second_round: bool) -> None:
    """Colour the cells of one worksheet and comment on them; marks of an earlier round go first."""
    cells = SheetCells(archive.tree(part))
    said = wording()["corrections"]
    comments = Comments(archive, part, said["author"], said["opening"])
    if is_second_round:
        comments.drop_own()
        _unmark(cells, styles)
    at_cell: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        at_cell.setdefault(cells.anchor(*place(mark.cell or "")), []).append(mark)
    for (row, column), here in at_cell.items():
        as_text = any(mark.as_text for mark in here)
        cells.set_style(row, column, styles.marked(cells.style(row, column), as_text=as_text))
        comments.add(row, column, [(mark.title, mark.advice) for mark in here])
    comments.save()


def _unmark(cells: SheetCells, styles: Stylesheet) -> None:
    marked = [(row, column, style) for row, column, style in cells if styles.is_marked(style)]
    for row, column, style in marked:
        cells.set_style(row, column, styles.unmarked(style))
