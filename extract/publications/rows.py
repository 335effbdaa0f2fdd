"""Lines of a table's body into rows: one row a value-bearing line, wrapped words joined to the row they belong to.

Rules and paint decide where they separate rows; else distance and the width of the label column do.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.publications.columns import Interval, column_of, placed
from extract.publications.geometry import Box, Word, clustered, median, overlap
from extract.publications.lines import Line
from extract.publications.regions import full_bars
from extract.publications.ruling import Ruling
from extract.publications.tokens import is_figure, look

Cells = list[str]


def rows_of(body: Sequence[Line], columns: Sequence[Interval], ruling: Ruling, extent: Box) -> list[list[Line]]:
    """The body's lines grouped by row, top to bottom."""
    bands = _bands(body, full_bars(ruling, extent))
    anchors = [line for line in body if _is_anchor(line, columns)]
    single = [band for band in bands if sum(line in anchors for line in band) == 1]
    holding = [band for band in bands if any(line in anchors for line in band)]
    if len(holding) >= 3 and len(single) >= 0.7 * len(holding):
        return [row for band in bands for row in _band_rows(band, anchors, columns)]
    return _by_distance(body, anchors, columns)


def _bands(body: Sequence[Line], bars: Sequence[float]) -> list[list[Line]]:
    """The lines between each two bars."""
    heights = [group[0] for group in clustered(bars, 2.5)]
    bands: dict[int, list[Line]] = {}
    for line in body:
        bands.setdefault(sum(bar < line.middle for bar in heights), []).append(line)
    return [bands[index] for index in sorted(bands)]


def _band_rows(band: list[Line], anchors: Sequence[Line], columns: Sequence[Interval]) -> list[list[Line]]:
    inside = [line for line in band if line in anchors]
    return [band] if len(inside) <= 1 else _by_distance(band, inside, columns)


def _is_anchor(line: Line, columns: Sequence[Interval]) -> bool:
    """True for a line that begins a row of its own: it has a value right of the first column, or a running number in it."""
    for phrase in line.phrases:
        home = column_of(phrase, columns)
        if home > 0 and (is_figure(phrase.text) or look(phrase.text) == "year"):
            return True
        if home == 0 and len(columns) > 2 and phrase.text.rstrip(".").isdigit():
            return True
    return False


def _by_distance(body: Sequence[Line], anchors: Sequence[Line], columns: Sequence[Interval]) -> list[list[Line]]:
    """Each line without values goes to the row it is a wrapped part of, or stands alone."""
    if not anchors:
        return [list(body)]
    pitch = median([after.middle - before.middle for before, after in pairwise(anchors)], 3 * anchors[0].height)
    rows: dict[int, list[Line]] = {id(line): [line] for line in anchors}
    alone: list[list[Line]] = []
    for line in (line for line in body if line not in anchors):
        home = _home(line, anchors, body, pitch, columns)
        if home is None:
            alone.append([line])
        else:
            rows[id(home)].append(line)
    grouped = [*rows.values(), *alone]
    return sorted(([*sorted(row, key=lambda line: line.top)] for row in grouped), key=lambda row: median([line.middle for line in row]))


def _home(line: Line, anchors: Sequence[Line], body: Sequence[Line], pitch: float, columns: Sequence[Interval]) -> Line | None:
    """The row a line of words belongs to; None when it stands alone (a section heading)."""
    above = max((anchor for anchor in anchors if anchor.middle < line.middle), key=lambda anchor: anchor.middle, default=None)
    below = min((anchor for anchor in anchors if anchor.middle >= line.middle), key=lambda anchor: anchor.middle, default=None)
    leading = 1.45 * line.height
    up = line.middle - above.middle if above else float("inf")
    down = below.middle - line.middle if below else float("inf")
    if min(up, down) > max(leading, 0.75 * pitch) or (min(up, down) > leading and min(up, down) > 0.8 * pitch):
        return None
    if below is not None and down < up and (down < 0.8 * leading or _wraps(line, below, columns)):
        return below
    if above is not None and (up < 0.8 * leading or _wraps(above, line, columns)):
        return above
    return below if below is not None and down < 0.7 * pitch and _label(below, columns) == "" else None


def _wraps(first: Line, second: Line, columns: Sequence[Interval]) -> bool:
    """True when the first word of the lower line would not have fitted behind the upper one in its column."""
    word = second.words[0]
    left, right = columns[column_of(word, columns)]
    in_column = [other for other in first.words if left <= other.center < right]
    if not in_column:
        return True
    free = right - max(other.x1 for other in in_column)
    return word.width + 0.2 * word.size > free - 0.4 * word.size


def _label(line: Line, columns: Sequence[Interval]) -> str:
    words = [word.text for word in line.words if column_of(word, columns) < 2 and not is_figure(word.text)]
    return " ".join(words)


def cells_of(row: Sequence[Line], columns: Sequence[Interval]) -> Cells:
    """The text of each column of a row; words of several lines joined with spaces."""
    found: list[list[Word]] = [[] for _ in columns]
    for line in sorted(row, key=lambda line: line.middle):
        for phrase in line.phrases:
            for column, words in placed(phrase, columns):
                found[column].extend(words)
    return [" ".join(word.text for word in words) for words in found]


def gap_between(above: Line, below: Line) -> float:
    """Free height between two lines; negative when they overlap."""
    return -overlap(above.top, above.bottom, below.top, below.bottom)
