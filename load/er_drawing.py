"""Draws the entity-relationship model as one SVG: dimensions, facts, then the accounting of loads, from left to right.

Each box shows the columns that join; the others are counted. Nothing is positioned by hand: ranks follow the foreign keys, and
boxes of a rank stand where the boxes they point to are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from load.er_diagram import Column, Model, Reference

_WIDTH, _GAP_X, _GAP_Y, _ROW, _HEAD, _MARGIN = 236, 100, 18, 17, 25, 28
_TOP = 66
_ROUNDS = 6
_COLOURS = {"dimension": "#2f6f9f", "fact": "#b3541e", "audit": "#5d6b53"}
_STYLE = """
  text { font: 12px ui-sans-serif, system-ui, "Segoe UI", sans-serif; fill: #1d2329; }
  .name { font-weight: 600; fill: #fff; } .more, .key { fill: #6a737c; font-size: 11px; }
  .title { font-size: 17px; font-weight: 600; }
  .box { fill: #fff; stroke: #c9d1d9; } .page { fill: #f6f8fa; } path { fill: none; stroke-width: 1.3; opacity: .55; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .box { fill: #161b22; stroke: #3d444d; } .page { fill: #0d1117; } .more, .key { fill: #9aa4ae; }
  }
"""


@dataclass(frozen=True, slots=True)
class _Box:
    """A table on the page: its place, the columns shown, how many are not."""

    name: str
    kind: str
    x: float
    y: float
    shown: tuple[Column, ...]
    hidden: int

    @property
    def height(self) -> int:
        return _height(len(self.shown), self.hidden)

    def middle_of(self, column: str) -> float:
        """The height of a column's row; the heading's for one that is not shown."""
        names = [one.name for one in self.shown]
        return self.y + (_HEAD + _ROW * (names.index(column) + 0.5) if column in names else _HEAD / 2)


def as_svg(model: Model) -> str:
    """The picture as SVG text, light or dark as the reader's screen is."""
    boxes = _place(model)
    width = max(box.x for box in boxes.values()) + _WIDTH + _MARGIN
    height = max(box.y + box.height for box in boxes.values()) + _MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img">',
        "<title>The warehouse: dimensions, facts and the accounting of loads</title>",
        f"<desc>{len(boxes)} tables and {len(model.references)} foreign keys, read from the database.</desc>",
        f"<style>{_STYLE}</style>",
        f'<rect class="page" width="{width:g}" height="{height:g}"/>',
        *_legend(),
        *(_line(boxes, reference) for reference in model.references),
        *(part for box in boxes.values() for part in _draw(box, model.pointing_columns(box.name))),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _kind(name: str) -> str:
    table = name.partition(".")[2]
    if name.startswith("audit."):
        return "audit"
    return "fact" if table.startswith("fact_") else "dimension"


def _rank(model: Model) -> dict[str, int]:
    """The column of the page each table stands in. Audit tables: the more they build on, the nearer to the facts.

    One that no other audit table is joined to belongs to no chain and stands next to the facts as well.
    """
    parents = {name: [r.parent for r in model.references if r.child == name] for name in model.connected}

    def depth(name: str, above: tuple[str, ...] = ()) -> int:
        steps = (parent for parent in parents[name] if _kind(parent) == "audit" and parent not in (*above, name))
        return max((1 + depth(parent, (*above, name)) for parent in steps), default=0)

    chained = {end for r in model.references if _kind(r.child) == _kind(r.parent) == "audit" for end in (r.child, r.parent)}
    deepest = max((depth(name) for name in chained), default=0)
    fixed = {"dimension": 0, "fact": 1}
    return {name: fixed.get(_kind(name), 2 + deepest - depth(name) if name in chained else 2) for name in parents}


def _place(model: Model) -> dict[str, _Box]:
    """Boxes in columns, each column sorted by where its neighbours stand, and centred."""
    rank = _rank(model)
    columns = [sorted(name for name in rank if rank[name] == number) for number in sorted(set(rank.values()))]
    boxes = _stack(model, columns)
    for _ in range(_ROUNDS):
        columns = [sorted(names, key=lambda name: _pull(model, boxes, name)) for names in columns]
        boxes = _stack(model, columns)
    return boxes


def _pull(model: Model, boxes: Mapping[str, _Box], name: str) -> tuple[float, str]:
    """The mean height of the boxes a table is joined to."""
    ends = [r.parent if r.child == name else r.child for r in model.references if name in (r.child, r.parent)]
    heights = [boxes[end].y + boxes[end].height / 2 for end in ends]
    return sum(heights) / len(heights), name


def _stack(model: Model, columns: list[list[str]]) -> dict[str, _Box]:
    shown = {name: _shown(model, name) for names in columns for name in names}
    hidden = {name: len(model.tables[name].columns) - len(shown[name]) for name in shown}
    heights = {name: _height(len(shown[name]), hidden[name]) for name in shown}
    tallest = max(sum(heights[name] + _GAP_Y for name in names) for names in columns)
    boxes = {}
    for number, names in enumerate(columns):
        y = _TOP + (tallest - sum(heights[name] + _GAP_Y for name in names)) / 2
        for name in names:
            boxes[name] = _Box(name, _kind(name), _MARGIN + number * (_WIDTH + _GAP_X), y, shown[name], hidden[name])
            y += heights[name] + _GAP_Y
    return boxes


def _shown(model: Model, name: str) -> tuple[Column, ...]:
    pointing = model.pointing_columns(name)
    return tuple(column for column in model.tables[name].columns if column.is_key or column.name in pointing)


def _height(shown: int, hidden: int) -> int:
    return _HEAD + _ROW * (shown + (hidden > 0)) + 6


def _line(boxes: Mapping[str, _Box], reference: Reference) -> str:
    """A curve from the pointing column to the table pointed to, in the latter's colour."""
    child, parent = boxes[reference.child], boxes[reference.parent]
    to_the_left = parent.x < child.x
    start = (child.x + (0 if to_the_left else _WIDTH), child.middle_of(reference.columns[0]))
    end = (parent.x + (_WIDTH if to_the_left or parent.x == child.x else 0), parent.y + _HEAD / 2)
    bend = (-1 if to_the_left else 1) * _GAP_X * 0.6
    enter = -bend if parent.x != child.x else bend
    curve = f"M{start[0]:g} {start[1]:g} C{start[0] + bend:g} {start[1]:g} {end[0] + enter:g} {end[1]:g} {end[0]:g} {end[1]:g}"
    label = f"{reference.child} ({', '.join(reference.columns)}) → {reference.parent}"
    return f'<path d="{curve}" stroke="{_COLOURS[parent.kind]}"><title>{escape(label)}</title></path>'


def _draw(box: _Box, pointing: set[str]) -> Iterator[str]:
    yield f'<rect class="box" x="{box.x:g}" y="{box.y:g}" width="{_WIDTH}" height="{box.height}" rx="5"/>'
    yield f'<rect x="{box.x:g}" y="{box.y:g}" width="{_WIDTH}" height="{_HEAD}" rx="5" fill="{_COLOURS[box.kind]}"/>'
    yield _text(box.x + 10, box.y + 17, box.name, "name")
    for number, column in enumerate(box.shown):
        y = box.y + _HEAD + _ROW * number + 14
        yield _text(box.x + 10, y, column.name)
        marks = " ".join(mark for mark, holds in (("PK", column.is_key), ("FK", column.name in pointing)) if holds)
        yield _text(box.x + _WIDTH - 10, y, marks, "key", "end")
    if box.hidden:
        yield _text(box.x + 10, box.y + _HEAD + _ROW * len(box.shown) + 14, f"and {box.hidden} more", "more")


def _legend() -> Iterator[str]:
    yield _text(_MARGIN, 34, "The warehouse's tables", "title")
    for number, (kind, words) in enumerate((("dimension", "dimensions"), ("fact", "facts"), ("audit", "accounting of loads"))):
        x = _MARGIN + 240 + number * 110
        yield f'<rect x="{x}" y="24" width="12" height="12" rx="3" fill="{_COLOURS[kind]}"/>'
        yield _text(x + 18, 34, words)


def _text(x: float, y: float, words: str, style: str = "", anchor: str = "start") -> str:
    looks = (f' class="{style}"' if style else "") + (' text-anchor="end"' if anchor == "end" else "")
    return f'<text x="{x:g}" y="{y:g}"{looks}>{escape(words)}</text>'
