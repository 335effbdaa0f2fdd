"""What each column of a table is called.

Headings that span columns stand before the headings below them, joined with " | ". A row of column numbers is header too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.publications.columns import column_of, spanned
from extract.publications.geometry import Box, Fill, Interval, Word, hull, overlap
from extract.publications.header_lines import is_column_numbers
from extract.publications.lines import Line, Phrase
from extract.publications.ruling import Ruling
from extract.publications.tokens import look

JOIN = " | "


@dataclass(frozen=True, slots=True)
class Heading:
    """One header cell: its place, the columns it covers and its text."""

    box: Box
    columns: tuple[int, ...]
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Its words, line by line."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Ground:
    """What headings stand over: the extent of the body's text in each column, which columns hold words, the ruling, and the
    usual distance of rows."""

    texts: Sequence[Interval]
    worded: frozenset[int]
    ruling: Ruling
    pitch: float


def headings_of(header: Sequence[Line], columns: Sequence[Interval], ground: Ground) -> list[Heading]:
    """The header cells, each with the columns it covers."""
    lines = [line for line in header if not is_column_numbers(line)]
    cells: dict[tuple[float, ...], list[Phrase]] = {}
    loose: list[Heading] = []
    for position, line in enumerate(lines):
        below = lines[position + 1 :]
        for phrase in (piece for whole in line.phrases for piece in _pieces(whole, line, below, ground)):
            box = _surrounding(phrase, ground.ruling)
            if box is not None and not any(
                box.covers(other) for other in line.phrases if other.x0 > phrase.x1 or other.x1 < phrase.x0
            ):
                cells.setdefault((box.x0, box.x1, box.top, box.bottom), []).append(phrase)
            else:
                loose.append(Heading(_box(phrase), _covered(phrase, line, below, ground), phrase.words))
    return [*(_celled(phrases, key, columns) for key, phrases in cells.items()), *_wrapped(loose)]


def _pieces(phrase: Phrase, line: Line, below: Sequence[Line], ground: Ground) -> list[Phrase]:
    """A phrase, or its words by column when it is several headings that stand close together."""
    texts, ruling = ground.texts, ground.ruling
    reached = _reached(phrase, texts)
    in_order = not below and len(line.phrases) == len(texts)
    if (
        len(reached) < 2
        or in_order
        or _surrounding(phrase, ruling) is not None
        or (below and _underline(phrase, ruling) is not None)
    ):
        return [phrase]
    middle = (texts[reached[0]][0] + texts[reached[-1]][1]) / 2
    if below and abs(phrase.center - middle) < 0.15 * (texts[reached[-1]][1] - texts[reached[0]][0]):
        return [phrase]
    if len(_centred_group(phrase, reached, line, below, ground)) > len(reached):
        return [phrase]
    homes: dict[int, list[Word]] = {}
    for word in phrase.words:
        homes.setdefault(_nearest(word, texts), []).append(word)
    return [Phrase(*_extent(words), words=tuple(words)) for _, words in sorted(homes.items())]


def _reached(box: Box, texts: Sequence[Interval]) -> list[int]:
    """Columns whose text a box stands over by at least half."""
    return [index for index, (start, end) in enumerate(texts) if overlap(box.x0, box.x1, start, end) >= 0.5 * (end - start)]


def _nearest(box: Box, texts: Sequence[Interval]) -> int:
    """The column whose text a box stands over most, or stands nearest to."""
    return max(
        range(len(texts)),
        key=lambda index: (round(overlap(box.x0, box.x1, *texts[index]), 1), -abs(box.center - sum(texts[index]) / 2)),
    )


def _covered(phrase: Phrase, line: Line, below: Sequence[Line], ground: Ground) -> tuple[int, ...]:
    """The columns a heading without a cell of its own heads.

    A lowest line with as many headings as columns heads them in order. Else a heading heads the columns over its underline, the
    one it goes on over, or those it is centred on.
    """
    texts, ruling = ground.texts, ground.ruling
    if not below and len(line.phrases) == len(texts) and phrase in line.phrases:
        return (line.phrases.index(phrase),)
    underline = _underline(phrase, ruling) if below else None
    if underline is not None and len(_reached(underline, texts)) > 1:
        return tuple(_reached(underline, texts))
    reached = _reached(phrase, texts) or [_nearest(phrase, texts)]
    if not below:
        return tuple(reached)
    if _goes_on_below(phrase, _nearest(phrase, texts), below, ground):
        return (_nearest(phrase, texts),)
    return _centred_group(phrase, reached, line, below, ground)


def _goes_on_below(phrase: Phrase, column: int, below: Sequence[Line], ground: Ground) -> bool:
    """True for "Arab" right over "Saudi": lines of one wrapped heading stand closer than rows do, and under each other."""
    if not below or look(phrase.text) == "year" or len(_reached(phrase, ground.texts)) > 1:
        return False
    own = _heads(below[:1], ground.texts).get(column)
    size = phrase.words[0].size
    close = below[0].middle - phrase.middle < min(1.3 * size, 0.8 * ground.pitch)
    return close and own is not None and (abs((own[0] + own[1]) / 2 - phrase.center) < 3 or abs(own[0] - phrase.x0) < 2)


def _centred_group(phrase: Phrase, reached: Sequence[int], line: Line, below: Sequence[Line], ground: Ground) -> tuple[int, ...]:
    """The run of columns over whose own headings the heading is best centred, and over which no other stands beside it.

    It spans no column of row labels that it does not stand over, unless it spans all. Of runs it is centred on alike (within a
    few points), the widest.
    """
    texts = ground.texts
    beside = {_nearest(other, texts) for other in line.phrases if other is not phrase}
    labels = ground.worded - set(reached)
    under = [other for other in below if other.top > phrase.bottom - 2]
    heads = [*(_heads([other], texts) for other in under), _heads(under, texts)]
    best, best_rank = tuple(reached), (0, 0)
    for first in range(reached[0] + 1):
        for last in range(reached[-1], len(texts)):
            group = tuple(range(first, last + 1))
            own = next((found for found in heads if found.keys() >= set(group)), None)
            barred = beside if len(group) == len(texts) else beside | labels
            if len(group) <= max(1, len(reached)) or own is None or barred.intersection(group):
                continue
            left, right = own[first][0], own[last][1]
            off = abs(phrase.center - (left + right) / 2)
            rank = (-round(off / 3), len(group))
            if off < 0.1 * (right - left) + 3 and (len(best) == len(reached) or rank > best_rank):
                best, best_rank = group, rank
    return best


def _heads(lines: Sequence[Line], texts: Sequence[Interval]) -> dict[int, Interval]:
    """The columns that the words of these lines stand over or nearest to, with the extent of those words."""
    found: dict[int, Interval] = {}
    for word in (word for line in lines for word in line.words):
        home = _nearest(word, texts)
        left, right = found.get(home, (word.x0, word.x1))
        found[home] = (min(left, word.x0), max(right, word.x1))
    return found


def _wrapped(loose: Sequence[Heading]) -> list[Heading]:
    """Headings over one and the same single column are one heading over several lines."""
    joined: dict[tuple[int, ...], list[Heading]] = {}
    for heading in loose:
        joined.setdefault(heading.columns, []).append(heading)
    return [
        Heading(hull(heading.box for heading in parts), columns, tuple(word for heading in parts for word in heading.words))
        for columns, parts in joined.items()
    ]


def _extent(words: Sequence[Word]) -> tuple[float, float, float, float]:
    box = hull(words)
    return box.x0, box.x1, box.top, box.bottom


def _surrounding(box: Box, ruling: Ruling) -> Box | None:
    """The painted cell around a phrase, else the box of the nearest rules on its four sides; None where a side is open."""
    painted = [fill for fill in ruling.fills if fill.covers(box) and len(_neighbours(fill, ruling.fills)) > 0]
    if painted:
        return min(painted, key=lambda fill: fill.width * fill.height)
    left = [rule.at for rule in ruling.down if rule.start <= box.middle <= rule.end and rule.at <= box.center]
    right = [rule.at for rule in ruling.down if rule.start <= box.middle <= rule.end and rule.at >= box.center]
    top = [rule.at for rule in ruling.across if rule.start <= box.center <= rule.end and rule.at <= box.middle]
    bottom = [rule.at for rule in ruling.across if rule.start <= box.center <= rule.end and rule.at >= box.middle]
    if not (left and right and top and bottom):
        return None
    return Box(max(left), min(right), max(top), min(bottom))


def _neighbours(fill: Fill, fills: Sequence[Fill]) -> list[Fill]:
    """Painted cells that touch this one left or right."""
    return [other for other in fills if other is not fill and min(abs(other.x0 - fill.x1), abs(other.x1 - fill.x0)) < 2]


def _underline(phrase: Phrase, ruling: Ruling) -> Box | None:
    """The part rule right below a spanning heading."""
    below = [
        rule
        for rule in ruling.across
        if -2 < rule.at - phrase.bottom < 1.2 * phrase.height and rule.start <= phrase.center <= rule.end
    ]
    widest = max((rule.length for rule in ruling.across), default=0.0)
    parts = [rule for rule in below if rule.length < 0.95 * widest]
    if not parts:
        return None
    rule = min(parts, key=lambda rule: rule.at)
    return Box(rule.start, rule.end, rule.at, rule.at)


def _celled(phrases: Sequence[Phrase], cell: tuple[float, ...], columns: Sequence[Interval]) -> Heading:
    """The heading of a drawn or painted cell."""
    left, right = cell[0], cell[1]
    covered = tuple(index for index, (start, end) in enumerate(columns) if overlap(start, end, left, right) > 0.5 * (end - start))
    ordered = sorted(phrases, key=lambda phrase: phrase.middle)
    words = tuple(word for phrase in ordered for word in phrase.words)
    return Heading(hull(phrases), covered or tuple(spanned(hull(phrases), columns)), words)


def _box(box: Box) -> Box:
    return Box(box.x0, box.x1, box.top, box.bottom)


def column_names(headings: Sequence[Heading], count: int) -> list[str]:
    """One text a column: the headings over it, top to bottom."""
    names = []
    for index in range(count):
        over = sorted((heading for heading in headings if index in heading.columns), key=lambda heading: heading.box.middle)
        texts = [heading.text for heading in over]
        names.append(JOIN.join(text for text, before in zip(texts, [None, *texts], strict=False) if text != before))
    return names


def standing_name(column: Interval, standing: Sequence[Word], extent: Box, body_top: float) -> str:
    """The words set upright over a column, read in their own direction; "" without any."""
    over = [word for word in standing if column[0] < word.center < column[1] and extent.top - 2 < word.middle < body_top]
    return " ".join(word.text for word in sorted(over, key=lambda word: (round(word.x0), -word.middle)))


def numbered_columns(header: Sequence[Line], columns: Sequence[Interval]) -> list[Interval]:
    """Columns joined where the row of column numbers has no number of its own for them (number and name in column (1))."""
    line = next((line for line in header if is_column_numbers(line)), None)
    homes = {column_of(phrase, columns) for phrase in line.phrases} if line else set()
    if line is None or len(homes) != len(line.phrases) or len(homes) < 2:
        return list(columns)
    numbered = {column_of(phrase, columns): phrase.center for phrase in line.phrases}
    return _joined_between(columns, numbered)


def _joined_between(columns: Sequence[Interval], numbered: Mapping[int, float]) -> list[Interval]:
    """The columns without a number joined to the numbered one before or behind them, so that numbers stand in the middle best."""
    homes = sorted(numbered)
    starts = [columns[0][0]]
    for before, after in pairwise(homes):
        cuts = [columns[index][0] for index in range(before + 1, after + 1)]
        starts.append(
            min(cuts, key=lambda cut: _off_middle(starts[-1], cut, numbered[before], columns[after][1], numbered[after]))
        )
    return list(pairwise([*starts, columns[-1][1]]))


def _off_middle(left: float, cut: float, number: float, right: float, following: float) -> float:
    """How far two numbers stand from the middles of the columns that a cut between them makes."""
    return abs(number - (left + cut) / 2) + abs(following - (cut + right) / 2)
