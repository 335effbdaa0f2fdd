"""The look of what is sent to villages: one palette, one font, made once a workbook."""

from __future__ import annotations

from typing import Any

INK, DEEP, PALE, AMBER, LINE, GREY, MARK = "#1F2933", "#1F4E79", "#EAF1F8", "#FFE699", "#B7C4D1", "#6B7785", "#FFC4BD"
_FONT = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "vcenter"}
_BOX = {"border": 1, "border_color": LINE}


class Styles:
    """Formats of one workbook. Cells to fill in are unlocked, everything else is locked."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._cells: dict[str, Any] = {}
        self.title = self._made(bold=True, font_size=16, font_color=DEEP)
        self.subtitle = self._made(italic=True, font_size=9, font_color=GREY)
        self.label = self._made(font_color=GREY)
        self.value = self._made(bold=True)
        self.locked = self._made()
        self.unlocked = self._made(locked=False)
        self.header = self._made(bold=True, bg_color=DEEP, font_color="#FFFFFF", align="center", text_wrap=True, **_BOX)
        self.required_header = self._made(bold=True, bg_color=AMBER, align="center", text_wrap=True, **_BOX)
        self.column_number = self._made(italic=True, font_size=8, font_color=GREY, bg_color=PALE, align="center", **_BOX)
        self.profile_label = self._made(**_BOX)
        self.boxed_prose = self._made(text_wrap=True, **_BOX)
        self.required_name = self._made(bold=True, bg_color=AMBER, text_wrap=True, **_BOX)
        self.heading = self._made(bold=True, font_size=12, font_color=DEEP)

    def cell(self, number_format: str) -> Any:
        """An unlocked, bordered cell of a number format."""
        if number_format not in self._cells:
            self._cells[number_format] = self._made(num_format=number_format, locked=False, **_BOX)
        return self._cells[number_format]

    def _made(self, **properties: Any) -> Any:
        return self._book.add_format({**_FONT, **properties})
