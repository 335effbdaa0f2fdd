"""The styles part: a copy of a cell's style with the marking colour, and the styles of the list of corrections."""

from __future__ import annotations

import copy
from typing import Any

from extract.answers.editing.archive import Archive, Relations, UnusualPackageError, main
from extract.answers.styles import DEEP, LINE, MARK

_TEXT_FORMAT = "49"


def _argb(colour: str) -> str:
    return "FF" + colour.removeprefix("#")


class Stylesheet:
    """The cell styles of a package by index. Raises UnusualPackageError where there are none to build on."""

    def __init__(self, archive: Archive, workbook_part: str) -> None:
        part = Relations(archive, workbook_part).first("styles")
        if part is None:
            raise UnusualPackageError("no styles")
        self._root = archive.tree(part)
        self._formats = self._group("cellXfs")
        self._marked: dict[tuple[int, bool], int] = {}
        self._unmarked: dict[int, int] = {}
        self._mark_fill: int | None = None

    def marked(self, style: int, *, as_text: bool) -> int:
        """The style with the marking colour; `as_text` keeps what is typed as text, so that long numbers stay whole."""
        key = (style, as_text)
        if key not in self._marked:
            if self._mark_fill is None:
                self._mark_fill = self._solid_fill(MARK)
            changes = {"fillId": str(self._mark_fill), "applyFill": "1"}
            if as_text:
                changes |= {"numFmtId": _TEXT_FORMAT, "applyNumberFormat": "1"}
            self._marked[key] = self._varied(style, changes)
        return self._marked[key]

    def is_marked(self, style: int) -> bool:
        """Whether a style has the marking colour."""
        fill = self._group("fills")[int(self._formats[style].get("fillId", "0"))]
        colour = fill.find(f"{main('patternFill')}/{main('fgColor')}")
        return colour is not None and colour.get("rgb") == _argb(MARK)

    def unmarked(self, style: int) -> int:
        """The style without a fill."""
        if style not in self._unmarked:
            self._unmarked[style] = self._varied(style, {"fillId": "0"})
        return self._unmarked[style]

    def title(self) -> int:
        """Large and bold."""
        return self._new({"fontId": self._font({"b": None, "sz": "16", "color": _argb(DEEP)})})

    def header(self) -> int:
        """White on the deep colour."""
        font = self._font({"b": None, "sz": "11", "color": "FFFFFFFF"})
        return self._new({"fontId": font, "fillId": self._solid_fill(DEEP), "borderId": self._border()}, wrap=True)

    def line(self) -> int:
        """Boxed and wrapped."""
        return self._new({"fontId": self._font({"sz": "11"}), "borderId": self._border()}, wrap=True)

    def link(self) -> int:
        """As `line`, looking like a link."""
        return self._new(
            {"fontId": self._font({"u": None, "sz": "11", "color": "FF0563C1"}), "borderId": self._border()}, wrap=True
        )

    def _group(self, tag: str) -> Any:
        group = self._root.find(main(tag))
        if group is None or len(group) == 0:
            raise UnusualPackageError(f"no {tag}")
        return group

    def _varied(self, style: int, changes: dict[str, str]) -> int:
        if style >= len(self._formats):
            raise UnusualPackageError(f"no style {style}")
        made = copy.deepcopy(self._formats[style])
        made.attrib.update(changes)
        return self._append("cellXfs", made)

    def _new(self, attributes: dict[str, int], *, wrap: bool = False) -> int:
        made = self._root.makeelement(main("xf"), numFmtId="0", fontId="0", fillId="0", borderId="0")
        made.attrib.update({name: str(value) for name, value in attributes.items()})
        made.attrib.update({"applyFont": "1", "applyFill": "1", "applyBorder": "1"})
        if wrap:
            made.set("applyAlignment", "1")
            made.append(made.makeelement(main("alignment"), vertical="top", wrapText="1"))
        return self._append("cellXfs", made)

    def _append(self, tag: str, element: Any) -> int:
        """Add an element to a group; returns its index."""
        group = self._group(tag)
        group.append(element)
        group.set("count", str(len(group)))
        return len(group) - 1

    def _solid_fill(self, colour: str) -> int:
        fill = self._root.makeelement(main("fill"))
        pattern = fill.makeelement(main("patternFill"), patternType="solid")
        pattern.append(pattern.makeelement(main("fgColor"), rgb=_argb(colour)))
        pattern.append(pattern.makeelement(main("bgColor"), indexed="64"))
        fill.append(pattern)
        return self._append("fills", fill)

    def _font(self, properties: dict[str, str | None]) -> int:
        font = self._root.makeelement(main("font"))
        for tag, value in {**properties, "name": "Calibri"}.items():
            child = font.makeelement(main(tag))
            if value is not None:
                child.set("rgb" if tag == "color" else "val", value)
            font.append(child)
        return self._append("fonts", font)

    def _border(self) -> int:
        border = self._root.makeelement(main("border"))
        for side in ("left", "right", "top", "bottom"):
            edge = border.makeelement(main(side), style="thin")
            edge.append(edge.makeelement(main("color"), rgb=_argb(LINE)))
            border.append(edge)
        border.append(border.makeelement(main("diagonal")))
        return self._append("borders", border)
