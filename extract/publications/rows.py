"""Lines of a table's body into rows: one row a value-bearing line, wrapped words joined to the row they belong to.

Rules and paint decide where they separate rows; else distance and the width of the label column do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.publications.columns import column_of, placed
from extract.publications.geometry import Box, Interval, Word, clustered, median, overlap
from extract.publications.lines import Line
from extract.publications.regions import full_bars
from extract.publications.ruling import Ruling
from extract.publications.tokens import is_figure, is_one_of, look

Cells = list[str]


def rows_of(body: Sequence[Line], columns: Sequence[Interval], ruling: Ruling, extent: Box) -> list[list[Line]]:
    """The body's lines grouped by row, top to bottom."""
    bands = _bands(body, row_bars(columns, ruling, extent))
    anchors = [line for line in body if _is_anchor(line, columns)]
    single = [band for band in bands if sum(line in anchors for line in band) == 1]
    holding = [band for band in bands if any(line in anchors for line in band)]
    if len(holding) >= 3 and len(single) >= 0.7 * len(holding):
        return _with_broken_numbers([row for band in bands for row in _band_rows(band, anchors, columns)], columns)
    return _with_broken_numbers(_by_distance(body, anchors, columns), columns)


def _with_broken_numbers(rows: Sequence[list[Line]], columns: Sequence[Interval]) -> list[list[Line]]:
    """Rows in which a narrow cell broke a number after its thousands ("113" over "284") put together again."""
    done: list[list[Line]] = []
    for row in rows:
        if done and len(row) == 1 and _ends_numbers(done[-1], row[0], columns):
            done[-1] = [*done[-1], row[0]]
        else:
            done.append(row)
    return done


def _ends_numbers(row: Sequence[Line], line: Line, columns: Sequence[Interval]) -> bool:
    """True for a line close below a row that holds nothing but last digits of its numbers."""
    above = cells_of(row, columns)
    ends = all(
        re.fullmatch(r"\d{3}", phrase.text) and re.fullmatch(r"\d{1,3}", above[column_of(phrase, columns)])
        for phrase in line.phrases
    )
    return ends and line.top - row[-1].bottom < 0.6 * line.height


def row_bars(columns: Sequence[Interval], ruling: Ruling, extent: Box) -> list[float]:
    """Heights of the bars that run over the value columns; a label cell may span several rows between them."""
    return full_bars(ruling, Box(columns[1][0], extent.x1, extent.top, extent.bottom))


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
        if home == 0 and len(columns) > 2 and phrase.text.rstrip(".").isdecimal():
            return True
    return False


def _by_distance(body: Sequence[Line], anchors: Sequence[Line], columns: Sequence[Interval]) -> list[list[Line]]:
    """Each line without values goes to the row it is a wrapped part of, or stands alone."""
    if not anchors:
        return [list(body)]
    pitch = _single_pitch(body, anchors)
    rows: list[list[Line]] = []
    waiting: list[Line] = []
    for line in body:
        if line not in anchors:
            waiting.append(line)
            continue
        above, alone, own = _shared_out(rows[-1][-1] if rows else None, waiting, line, pitch, _Label(body, columns))
        if rows:
            rows[-1].extend(above)
        rows += [[single] for single in alone]
        rows.append([*own, line])
        waiting = []
    above, alone, own = _shared_out(rows[-1][-1], waiting, None, pitch, _Label(body, columns))
    rows[-1].extend([*above, *own])
    return rows + [[single] for single in alone]


def _single_pitch(body: Sequence[Line], anchors: Sequence[Line]) -> float:
    """The usual distance of rows that follow each other without a line between them."""
    steps = [after.middle - before.middle for before, after in pairwise(body) if before in anchors and after in anchors]
    return median(sorted(steps)[: max(1, len(steps) // 2)], 2.0 * anchors[0].height)


@dataclass(frozen=True, slots=True)
class _Label:
    """The body and columns against which a wrap is judged."""

    body: Sequence[Line]
    columns: Sequence[Interval]

    def wraps(self, upper: Line, lower: Line, label: Line) -> bool:
        """True when the first word of the lower line would not have fitted behind the upper one in the column of `label`."""
        left, right = self.columns[column_of(label.words[0], self.columns)]
        edge = max(word.x1 for line in self.body for word in line.words if left <= word.center < right)
        before = [word for word in upper.words if left <= word.center < right]
        after = [word for word in lower.words if left <= word.center < right]
        same_type = bool(before and after) and before[-1].bold == after[0].bold and not is_figure(before[-1].text)
        if any(left <= phrase.x0 < right < phrase.x1 - 1 for phrase in upper.phrases):
            return False  # the label of a spanning cell had room to its right
        return same_type and before[-1].x1 + 0.15 * after[0].size + after[0].width > edge


def _shared_out(
    above: Line | None, waiting: Sequence[Line], below: Line | None, pitch: float, label: _Label
) -> tuple[list[Line], list[Line], list[Line]]:
    """(lines of the row above, lines that stand alone, lines of the row below) of the lines between two rows.

    Wrapped lines follow closer than rows do; where they do not, a line is wrapped only if its first word had no room above.
    """
    if not waiting:
        return [], [], []
    up: list[Line] = []
    for line in waiting:
        last = up[-1] if up else above
        if last is None or not (line.middle - last.middle < 0.9 * pitch or label.wraps(last, line, line)):
            break
        up.append(line)
    down: list[Line] = []
    for line in reversed(waiting):
        first = down[0] if down else below
        step = first.middle - line.middle if first else 0.0
        if first is None or not (step < 0.9 * pitch or (step < 0.95 * pitch and label.wraps(line, first, line))):
            break
        down.insert(0, line)
    if len(up) + len(down) <= len(waiting):
        return up, list(waiting[len(up) : len(waiting) - len(down)]), down
    return _at_widest_gap(above, waiting, below, len(waiting) - len(down), len(up))


def _at_widest_gap(
    above: Line | None, waiting: Sequence[Line], below: Line | None, first: int, last: int
) -> tuple[list[Line], list[Line], list[Line]]:
    """Lines that could go either way, parted where they stand furthest apart: between cuts `first` and `last`."""
    chain = [line.middle for line in (above, *waiting, below) if line is not None]
    offset = 1 if above is not None else 0
    gaps = {cut: chain[cut + offset] - chain[cut + offset - 1] for cut in range(first, last + 1) if 0 < cut + offset < len(chain)}
    cut = max(gaps, key=lambda cut: (round(gaps[cut], 1), cut)) if gaps else len(waiting)
    return list(waiting[:cut]), [], list(waiting[cut:])


def cells_of(row: Sequence[Line], columns: Sequence[Interval]) -> Cells:
    """The text of each column of a row; words of several lines joined with spaces."""
    found: list[list[Word]] = [[] for _ in columns]
    for line in sorted(row, key=lambda line: line.middle):
        for column, words in _placed(line, columns):
            found[column].extend(words)
    return [" ".join(word.text for word in words) for words in found]


def _placed(line: Line, columns: Sequence[Interval]) -> list[tuple[int, list[Word]]]:
    """The words of a line by column. Words that stand apart before a number, in its column, are the label of a spanning cell
    set to the right ("JUMLAH  123.504"): they belong to the free column before it.
    """
    pieces = [piece for phrase in line.phrases for piece in placed(phrase, columns)]
    done: list[tuple[int, list[Word]]] = []
    for position, (column, words) in enumerate(pieces):
        text = " ".join(word.text for word in words)
        before_number = any(
            other == column and look(" ".join(word.text for word in after)) == "value" for other, after in pieces[position + 1 :]
        )
        is_free = column > 0 and all(other != column - 1 for other, _ in done)
        is_label = before_number and is_free and look(text) == "words" and not is_one_of(text, "currency")
        done.append((column - 1 if is_label else column, words))
    return done


def with_spanning_labels(
    rows: Sequence[Sequence[Line]], cells: list[Cells], columns: Sequence[Interval], ruling: Ruling, extent: Box
) -> list[Cells]:
    """Cells of words that a ruled cell spreads over several rows, repeated in each of them."""
    bars = row_bars(columns, ruling, extent)
    middles = [median([line.middle for line in row]) for row in rows]
    done = [list(row) for row in cells]
    for column, (left, right) in enumerate(columns):
        own = [rule.at for rule in ruling.across if overlap(rule.start, rule.end, left, right) > 0.7 * (right - left)]
        for index, row in enumerate(cells):
            source = next(
                (
                    other
                    for other in range(len(cells))
                    if cells[other][column] and _one_cell(middles[index], middles[other], own, bars)
                ),
                None,
            )
            if not row[column] and source is not None and not is_figure(cells[source][column]):
                done[index][column] = cells[source][column]
    return done


def _one_cell(one: float, other: float, own: Sequence[float], bars: Sequence[float]) -> bool:
    """True when two heights are parted by a bar of the other columns but by no rule of this one."""
    low, high = min(one, other), max(one, other)
    return any(low < bar < high for bar in bars) and not any(low < rule < high for rule in own)
