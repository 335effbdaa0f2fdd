"""The workbook part: which sheet is which part, and a sheet put before all others."""

from __future__ import annotations

import re
from typing import Any

from extract.answers.editing.archive import OFFICE_RELATIONS, Archive, Relations, UnusualPackageError, main

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_RELATION_ID = f"{{{OFFICE_RELATIONS}}}id"
_SELECTED = re.compile(rb"""\stabSelected\s*=\s*["'](?:1|true)["']""")


class Sheets:
    """The sheets of a package by name. Raises UnusualPackageError for a workbook that is not in the usual form of the format."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        workbook = Relations(archive, "").first("officeDocument")
        if workbook is None:
            raise UnusualPackageError("no workbook")
        self.workbook_part = workbook
        self._root = archive.tree(workbook)
        if self._root.tag != main("workbook"):
            raise UnusualPackageError(workbook)
        self.relations = Relations(archive, workbook)

    @property
    def part_by_name(self) -> dict[str, str]:
        """The part of each sheet, in the order of the workbook."""
        return {entry.get("name"): self.relations.target(entry.get(_RELATION_ID)) for entry in self._list()}

    def put_first(self, name: str, content: bytes) -> None:
        """Make `content` the first sheet and the one that shows; a sheet of this name is replaced."""
        before = list(self._list())
        entry = next((sheet for sheet in before if sheet.get("name") == name), None)
        if entry is None:
            entry = self._added(name)
        self._archive.write(self.relations.target(entry.get(_RELATION_ID)), content)
        self._list().insert(0, entry)
        self._move_names(before)
        self._show_first()

    def _list(self) -> Any:
        sheets = self._root.find(main("sheets"))
        if sheets is None:
            raise UnusualPackageError(self.workbook_part)
        return sheets

    def _added(self, name: str) -> Any:
        part = self._archive.unused("xl/worksheets/sheet{}.xml")
        self._archive.declare(part, _SHEET_TYPE)
        number = max((int(sheet.get("sheetId")) for sheet in self._list()), default=0) + 1
        entry = self._root.makeelement(main("sheet"), name=name, sheetId=str(number))
        entry.set(_RELATION_ID, self.relations.add("worksheet", part))
        return entry

    def _move_names(self, before: list[Any]) -> None:
        """Names that belong to one sheet say so by its position: move them with it."""
        after = list(self._list())
        for name in self._root.iterfind(f"{main('definedNames')}/{main('definedName')}"):
            position = name.get("localSheetId")
            if position is not None and int(position) < len(before):
                name.set("localSheetId", str(after.index(before[int(position)])))

    def _show_first(self) -> None:
        for view in self._root.iterfind(f"{main('bookViews')}/{main('workbookView')}"):
            view.set("activeTab", "0")
            view.set("firstSheet", "0")
        for part in list(self.part_by_name.values())[1:]:
            content = self._archive.read(part)
            if _SELECTED.search(content):
                self._archive.write(part, _SELECTED.sub(b"", content, count=1))
