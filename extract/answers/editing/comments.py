"""The comments of a worksheet: the part with their texts, and the drawing part with their boxes.

Other comments stay as they are. The drawing is the old VML that every spreadsheet program still reads; what is already in it is
not well-formed XML in every file, so boxes are added and dropped as text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from extract.answers.editing.archive import OFFICE_RELATIONS, Archive, Relations, main
from extract.grid import address

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_RELATION_ID = f"{{{OFFICE_RELATIONS}}}id"
_AFTER_DRAWING = frozenset({
    "AlternateContent", "controls", "drawingHF", "extLst", "legacyDrawingHF", "oleObjects", "picture", "tableParts",
    "webPublishItems",
})  # fmt: skip
_VML_START = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_BOX_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;z-index:1;visibility:hidden" '
    'fillcolor="#fff4ce" o:insetmode="auto"><v:fill color2="#fff4ce"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPE = re.compile(r"<v:shape\s.*?</v:shape>", re.DOTALL)
_SHAPE_NUMBER = re.compile(r'id="_x0000_s(\d+)"')
_SHAPE_ROW, _SHAPE_COLUMN = re.compile(r"<x:Row>\s*(\d+)"), re.compile(r"<x:Column>\s*(\d+)")
_SHAPE_ROW, _SHAPE_COLUMN = re.compile(r"<x:Row>\s*(\d+)"), re.compile(r"<x:Column>\s*(\d+)")
_COLUMNS_WIDE, _LINE_LENGTH = 4, 34


class Comments:
    """The comments of one worksheet part. `save` once after the last `add`.

    What is added begins with `opening`; it is known by that later, since not every program keeps the author of a comment.
    """

    def __init__(self, archive: Archive, sheet_part: str, author: str, opening: str) -> None:
        self._archive, self._sheet_part, self._author, self._opening = archive, sheet_part, author, opening
        self._relations = Relations(archive, sheet_part)
        self._part = self._relations.first("comments")
        self._drawing = self._relations.first("vmlDrawing")
        self._by_cell = {comment.get("ref"): comment for comment in self._texts()} if self._part else {}
        self._new_boxes: list[tuple[int, int, int]] = []

    def drop_own(self) -> None:
        """Take away what was added earlier, and each comment that held nothing else."""
        if self._part is None:
            return
        comments, emptied = self._texts(), []
        for comment in comments:
            body = comment.find(main("text"))
            if body is not None and _cut(body, self._opening) and len(body) == 0:
                emptied.append(comment)
        for comment in emptied:
            comments.remove(comment)
            del self._by_cell[comment.get("ref")]
        self._drop_boxes({comment.get("ref") for comment in emptied})

    def add(self, row: int, column: int, paragraphs: Sequence[tuple[str, str]]) -> None:
        """Say something about a cell (titles with texts), below what somebody else has said there. Once a cell."""
        comments, reference = self._texts(), address(row, column)
        comment = self._by_cell.get(reference)
        if comment is None:
            comment = comments.makeelement(main("comment"), ref=reference, authorId=str(self._author_id()))
            comment.append(comment.makeelement(main("text")))
            comments.append(comment)
            self._by_cell[reference] = comment
            self._new_boxes.append((row, column, sum(len(title) + len(text) for title, text in paragraphs)))
        body = comment.find(main("text"))
        for title, text in paragraphs:
            headed = f"{self._opening}{title}"
            body.append(_run(body, f"\n\n{headed}" if len(body) else headed, bold=True))
            body.append(_run(body, f"\n{text}", bold=False))

    def save(self) -> None:
        """Draw the boxes of the new comments."""
        if not self._new_boxes:
            return
        vml = self._vml()
        first = max((int(found) for found in _SHAPE_NUMBER.findall(vml)), default=1024) + 1
        boxes = "".join(_box(number, *place) for number, place in enumerate(self._new_boxes, first))
        kind = "" if 'id="_x0000_t202"' in vml else _BOX_TYPE
        self._write_vml(f"{kind}{boxes}</xml>".join(vml.rsplit("</xml>", 1)))
        self._new_boxes.clear()

    def _texts(self) -> Any:
        if self._part is None:
            self._part = self._archive.unused("xl/comments{}.xml")
            empty = f'<comments xmlns="{main("")[1:-1]}"><authors/><commentList/></comments>'
            self._archive.write(self._part, empty.encode())
            self._archive.declare(self._part, _COMMENTS_TYPE)
            self._relations.add("comments", self._part)
        return self._archive.tree(self._part).find(main("commentList"))

    def _author_id(self) -> int:
        authors = self._archive.tree(self._part or "").find(main("authors"))
        names = [author.text for author in authors]
        if self._author not in names:
            made = authors.makeelement(main("author"))
            made.text = self._author
            authors.append(made)
            names.append(self._author)
        return names.index(self._author)

    def _drop_boxes(self, references: set[str]) -> None:
        if self._drawing is not None:
            self._write_vml(_SHAPE.sub(lambda found: "" if _cell_of(found[0]) in references else found[0], self._vml()))

    def _vml(self) -> str:
        if self._drawing is None:
            self._drawing = self._archive.unused("xl/drawings/vmlDrawing{}.vml")
            self._write_vml(_VML_START)
            self._archive.declare_ending("vml", _VML_TYPE)
            self._link(self._relations.add("vmlDrawing", self._drawing))
        return self._archive.read(self._drawing).decode("utf-8", "surrogateescape")

    def _write_vml(self, vml: str) -> None:
        self._archive.write(self._drawing or "", vml.encode("utf-8", "surrogateescape"))

    def _link(self, relation_id: str) -> None:
        """Name the drawing in the worksheet, at the place the format prescribes."""
        root = self._archive.tree(self._sheet_part)
        element = root.makeelement(main("legacyDrawing"))
        element.set(_RELATION_ID, relation_id)
        later = (at for at, child in enumerate(root) if str(child.tag).rpartition("}")[2] in _AFTER_DRAWING)
        root.insert(next(later, len(root)), element)


def _cut(body: Any, opening: str) -> bool:
    """Cut a comment's text before the first `opening`; says whether there was one. Nothing is left of a text that began so."""
    pieces = list(body.iter(main("t")))
    at = next((number for number, piece in enumerate(pieces) if opening in (piece.text or "")), None)
    if at is None:
        return False
    for piece in pieces[at + 1 :]:
        _remove(piece, body)
    before = (pieces[at].text or "").partition(opening)[0].rstrip()
    if before:
        pieces[at].text = before
    else:
        _remove(pieces[at], body)
    return True


def _remove(piece: Any, body: Any) -> None:
    """Take a piece of text out of a comment, with its run where it has one."""
    run = piece if piece.getparent() is body else piece.getparent()
    body.remove(run)


def _box(number: int, row: int, column: int, length: int) -> str:
    """The box of a comment, right of its cell and high enough for its text."""
    top, lines = max(row - 2, 0), length // _LINE_LENGTH + 4
    anchor = f"{column}, 12, {top}, 4, {column + _COLUMNS_WIDE}, 12, {top + lines}, 4"
    return _BOX.format(number=number, anchor=anchor, row=row - 1, column=column - 1)


def _cell_of(shape: str) -> str | None:
    """The address of the cell a box belongs to; None for a shape that is no comment."""
    row, column = _SHAPE_ROW.search(shape), _SHAPE_COLUMN.search(shape)
    return address(int(row[1]) + 1, int(column[1]) + 1) if row and column else None


def _run(parent: Any, text: str, *, bold: bool) -> Any:
    run = parent.makeelement(main("r"))
    look = run.makeelement(main("rPr"))
    if bold:
        look.append(look.makeelement(main("b")))
    look.append(look.makeelement(main("sz"), val="9"))
    look.append(look.makeelement(main("rFont"), val="Tahoma"))
    run.append(look)
    said = run.makeelement(main("t"))
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    said.text = text
    run.append(said)
    return run
