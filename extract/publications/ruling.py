"""Lines and painted areas of a PDF page: what separates cells and what shades them.

Producers draw a line as a line, as a thin rectangle, as a row of dashes or once a cell; here they become whole rules. What a
rule means is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from extract.publications.geometry import Box, Fill, Rule, clustered
from extract.publications.glyphs import Turn

_THIN = 3.0
"""Points: a rectangle no thicker than this is a line (BPS yearbooks draw rules of 2.7 points)."""
_DOT = 2.0
"""Points: a mark no larger than this shows no direction of its own."""
_BREAK = 3.0
"""Points that pieces of one rule may lie apart."""
_DASH = 5.0
"""Points: pieces shorter than this are dots or dashes, which may lie further apart ..."""
_DASH_BREAK = 13.0
"""... by as much as this; left alone they are no rule."""


@dataclass(slots=True)
class Ruling:
    """The marks of one page, upright: horizontal rules (`at` is y), vertical rules (`at` is x) and painted areas."""

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)


def ruling_of(page: Any, turn: Turn) -> Ruling:
    """The ruling of a pdfplumber page in the coordinates `turn` gives."""
    marks = [mark for mark in _marks(page, turn) if mark.width >= 0 and mark.height >= 0]
    thin = [mark for mark in marks if min(mark.width, mark.height) <= _THIN]
    lying = _dots_in_rows([mark for mark in thin if max(mark.width, mark.height) <= _DOT])
    across = [Rule(mark.middle, mark.x0, mark.x1) for mark in thin if mark in lying or mark.width > mark.height]
    down = [Rule(mark.center, mark.top, mark.bottom) for mark in thin if mark.height > mark.width and mark not in lying]
    frames = [mark for mark in marks if min(mark.width, mark.height) > _THIN]
    for frame in (frame for frame in frames if not frame.color):
        across += [Rule(frame.top, frame.x0, frame.x1), Rule(frame.bottom, frame.x0, frame.x1)]
        down += [Rule(frame.x0, frame.top, frame.bottom), Rule(frame.x1, frame.top, frame.bottom)]
    fills = [frame for frame in frames if frame.color and not _is_white(frame.color)]
    return Ruling(merged(across), merged(down), list(dict.fromkeys(fills)))


def _dots_in_rows(dots: Iterable[Fill]) -> set[Fill]:
    """The dots whose next neighbour stands beside them, not below: they draw a horizontal line, whatever their own shape."""
    rows: dict[int, list[Fill]] = {}
    columns: dict[int, list[Fill]] = {}
    for dot in dots:
        rows.setdefault(round(dot.middle * 2), []).append(dot)
        columns.setdefault(round(dot.center * 2), []).append(dot)
    beside = {dot: step for row in rows.values() for dot, step in _steps(sorted(row, key=lambda d: d.x0), "x0")}
    below = {dot: step for column in columns.values() for dot, step in _steps(sorted(column, key=lambda d: d.top), "top")}
    return {dot for dot, step in beside.items() if step < below.get(dot, _DASH_BREAK)}


def _steps(dots: Sequence[Fill], edge: str) -> Iterator[tuple[Fill, float]]:
    """Each dot with the distance to its nearer neighbour in the list."""
    places = [getattr(dot, edge) for dot in dots]
    for index, dot in enumerate(dots):
        near = [abs(places[other] - places[index]) for other in (index - 1, index + 1) if 0 <= other < len(dots)]
        if near:
            yield dot, min(near)


def _marks(page: Any, turn: Turn) -> Iterator[Fill]:
    """Every straight mark as a box; `color` is () for an outline that is not painted inside."""
    for line in page.lines:
        yield Fill(*turn(line["x0"], line["x1"], line["top"], line["bottom"]))
    for shape in [*page.rects, *(curve for curve in page.curves if _is_boxlike(curve))]:
        box = turn(shape["x0"], shape["x1"], shape["top"], shape["bottom"])
        if shape.get("fill"):
            yield Fill(*box, color=_color(shape.get("non_stroking_color")))
            if not shape.get("stroke"):
                continue
        yield Fill(*box)


def _is_boxlike(curve: dict[str, Any]) -> bool:
    """True for a path of few points, all on its own bounding box: a rectangle or line drawn by hand."""
    xs = {round(x) for x, _ in curve["pts"]}
    ys = {round(y) for _, y in curve["pts"]}
    return len(curve["pts"]) <= 6 and len(xs) <= 2 and len(ys) <= 2


def _color(color: Any) -> tuple[float, ...]:
    """A colour as numbers; a pattern or an unknown colour is mid-grey."""
    if isinstance(color, (int, float)):
        return (float(color),)
    if isinstance(color, (tuple, list)) and color and all(isinstance(part, (int, float)) for part in color):
        return tuple(float(part) for part in color)
    return (0.5,)


def _is_white(color: tuple[float, ...]) -> bool:
    return sum(color) == 0 if len(color) == 4 else min(color) >= 0.995


def merged(rules: Iterable[Rule]) -> list[Rule]:
    """Collinear pieces put together; doubled lines (booktabs, "=====") become one."""
    found = list(rules)
    done: list[Rule] = []
    for group in clustered({rule.at for rule in found}, 1.2):
        pieces = sorted((rule for rule in found if group[0] <= rule.at <= group[-1]), key=lambda rule: rule.start)
        done.extend(rule for rule in _chained(pieces) if rule.length >= _DASH)
    return sorted(done, key=lambda rule: (rule.at, rule.start))


def _chained(pieces: list[Rule]) -> Iterator[Rule]:
    current: Rule | None = None
    for piece in pieces:
        dashes = current is not None and piece.length < _DASH
        if current is not None and piece.start <= current.end + (_DASH_BREAK if dashes else _BREAK):
            current = Rule(current.at, current.start, max(current.end, piece.end))
            continue
        if current is not None:
            yield current
        current = piece
    if current is not None:
        yield current


def within(ruling: Ruling, box: Box, slack: float = 2.0) -> Ruling:
    """The part of the ruling that lies inside a box; longer rules and areas are cut to it."""
    wide = box.grown(slack, slack)
    return Ruling(
        [
            Rule(rule.at, max(rule.start, wide.x0), min(rule.end, wide.x1))
            for rule in ruling.across
            if wide.top <= rule.at <= wide.bottom and rule.start < box.x1 - slack and rule.end > box.x0 + slack
        ],
        [
            Rule(rule.at, max(rule.start, wide.top), min(rule.end, wide.bottom))
            for rule in ruling.down
            if wide.x0 <= rule.at <= wide.x1 and rule.start < box.bottom - slack and rule.end > box.top + slack
        ],
        [
            fill
            for fill in ruling.fills
            if fill.x0 < box.x1 - slack
            and fill.x1 > box.x0 + slack
            and fill.top < box.bottom - slack
            and fill.bottom > box.top + slack
        ],
    )
