"""A small PDF writer, so that tests draw the page they are about: text, lines and painted areas, points from the top left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pdfminer.fontmetrics import FONT_METRICS

_FONTS = {"Helvetica": "F1", "Helvetica-Bold": "F2"}


def width_of(text: str, size: float = 9, font: str = "Helvetica") -> float:
    """Width of a text in points."""
    return sum(FONT_METRICS[font][1].get(character, 556) for character in text) * size / 1000


@dataclass
class Paper:
    """One page after another; `show` ends a page."""

    width: float = 595
    height: float = 842
    rotate: int = 0
    marks: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 9,
        align: str = "left",
        bold: bool = False,
        spacing: float = 0,
        grey: float = 0,
    ) -> None:
        """A text with its base line at `y`; `x` is its left end, right end or middle; `spacing` sets its letters apart."""
        font = "Helvetica-Bold" if bold else "Helvetica"
        width = width_of(text, size, font) + spacing * (len(text) - 1)
        left = x - {"left": 0.0, "right": width, "center": width / 2}[align]
        style = f"{grey} g BT /{_FONTS[font]} {size} Tf {spacing} Tc"
        self.marks.append(f"{style} 1 0 0 1 {left:.2f} {self.height - y:.2f} Tm ({_escaped(text)}) Tj ET 0 g")

    def slanted(self, x: float, y: float, text: str, size: float) -> None:
        """A pale text across the page, like a watermark."""
        self.marks.append(f"0.9 g BT /F2 {size} Tf 0.82 0.57 -0.57 0.82 {x} {self.height - y} Tm ({_escaped(text)}) Tj ET 0 g")

    def upright(self, x: float, y: float, text: str, size: float = 8) -> None:
        """A text set at a right angle, reading upwards from (x, y)."""
        self.marks.append(f"BT /F2 {size} Tf 0 1 -1 0 {x} {self.height - y} Tm ({_escaped(text)}) Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A thin line."""
        self.marks.append(f"0.5 w {x0} {self.height - y0} m {x1} {self.height - y1} l S")

    def paint(self, x0: float, y0: float, x1: float, y1: float, grey: float = 0.85) -> None:
        """A painted area."""
        self.marks.append(f"{grey} g {x0} {self.height - y1} {x1 - x0} {y1 - y0} re f 0 g")

    def show(self) -> None:
        """End the page."""
        self.pages.append("\n".join(self.marks))
        self.marks = []

    def pdf(self) -> bytes:
        """The document, with the page under work."""
        if self.marks or not self.pages:
            self.show()
        return _document(list(self._objects()))

    def _objects(self) -> Iterator[str]:
        kids = " ".join(f"{5 + 2 * index} 0 R" for index in range(len(self.pages)))
        yield "<< /Type /Catalog /Pages 2 0 R >>"
        yield f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} >>"
        for font in _FONTS:
            yield f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>"
        for index, content in enumerate(self.pages):
            size = f"/MediaBox [0 0 {self.width} {self.height}] /Rotate {self.rotate}"
            fonts = "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
            yield f"<< /Type /Page /Parent 2 0 R {size} {fonts} /Contents {6 + 2 * index} 0 R >>"
            yield f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _document(objects: Sequence[str]) -> bytes:
    body = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(body)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return body + f"{head}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


@dataclass(frozen=True)
class Look:
    """How `set_table` draws a table."""

    pitch: float = 15
    rules: bool = False
    grid: bool = False
    bands: bool = False
    spacing: float = 0


def set_table(
    paper: Paper, x: float, y: float, widths: Sequence[float], rows: Sequence[Sequence[str]], look: Look = Look()
) -> float:
    """Draw rows below each other, the first as header: words to the left, figures to the right. Returns the lower end."""
    edges = [x + sum(widths[:index]) for index in range(len(widths) + 1)]
    top = y
    for number, row in enumerate(rows):
        if look.bands and number % 2 == 0:
            paper.paint(edges[0], y, edges[-1], y + look.pitch)
        for index, cell in enumerate(row):
            is_words = index == 0 or (any(letter.isalpha() for letter in cell) and index == 1)
            place = (edges[index] + 3, "left") if is_words else (edges[index + 1] - 3, "right")
            paper.text(
                place[0],
                y + look.pitch - 4,
                cell,
                align=place[1],
                bold=number == 0,
                spacing=0 if is_words or number == 0 else look.spacing,
            )
        y += look.pitch
        if look.grid or (look.rules and number == 0):
            paper.line(edges[0], y, edges[-1], y)
    if look.grid or look.rules:
        paper.line(edges[0], top, edges[-1], top)
        paper.line(edges[0], y, edges[-1], y)
    for edge in edges if look.grid else []:
        paper.line(edge, top, edge, y)
    return y
