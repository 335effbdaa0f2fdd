"""Characters of a PDF page into words, in the direction the page is read.

Watermarks, dot leaders, doubled characters and the gaps of letter-spaced type are settled here, so that later steps meet plain
words only. Nothing is corrected: the characters of a word are the characters of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

from expectations.labels import RAISED
from extract.publications.geometry import Box, Word, median, overlap

_LIGATURES = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": ""})
_SUPERSCRIPTS = str.maketrans("0123456789", RAISED)
_LEADERS = re.compile(r"[.·…_‥․]")


@dataclass(frozen=True, slots=True)
class Glyph(Box):
    """One painted character."""

    text: str
    size: float
    bold: bool
    direction: int
    light: bool


Turn = Callable[[float, float, float, float], tuple[float, float, float, float]]


def words_of(page: Any) -> tuple[list[Word], list[Word], Turn]:
    """(words, standing words, turn) of a pdfplumber page.

    `turn` is what was needed to read the page upright (apply it to other marks too); standing words are set at a right angle to
    the others, as in narrow column heads, their boxes in the same upright coordinates.
    """
    glyphs = [glyph for char in page.chars if (glyph := _glyph(char)) is not None]
    main = _direction(glyphs)
    width, height = float(page.width), float(page.height)
    turn = turned(main, width, height)
    standing = [
        _back(word, direction, turn, width, height)
        for direction in ((main + 1) % 4, (main + 3) % 4)
        for word in _in_direction(glyphs, direction, turned(direction, width, height))
    ]
    return _in_direction(glyphs, main, turn), standing, turn


def _in_direction(glyphs: Sequence[Glyph], direction: int, turn: Turn) -> list[Word]:
    """The words of the glyphs that run in one direction, in that direction's upright coordinates."""
    upright = [_turned_glyph(glyph, turn) for glyph in glyphs if glyph.direction == direction]
    runs = [_raised(run) for run in _runs(list(_without_leaders(_without_watermark(_without_doubles(upright)))))]
    fewest = _fewest([_steps(run)[1] for run in runs])
    return _joined([word for number, run in enumerate(runs) for word in _words(run, number, fewest)])


def _back(word: Word, direction: int, turn: Turn, width: float, height: float) -> Word:
    """A word of another direction, with its box as the upright page shows it."""
    sides = (height, width) if direction % 2 else (width, height)
    x0, x1, top, bottom = turn(*turned((4 - direction) % 4, *sides)(word.x0, word.x1, word.top, word.bottom))
    return replace(word, x0=x0, x1=x1, top=top, bottom=bottom)


def turned(direction: int, width: float, height: float) -> Turn:
    """Maps (x0, x1, top, bottom) of a page whose text runs `direction` × 90° anticlockwise to upright coordinates."""
    turns: dict[int, Turn] = {
        0: lambda x0, x1, top, bottom: (x0, x1, top, bottom),
        1: lambda x0, x1, top, bottom: (height - bottom, height - top, x0, x1),
        2: lambda x0, x1, top, bottom: (width - x1, width - x0, height - bottom, height - top),
        3: lambda x0, x1, top, bottom: (top, bottom, width - x1, width - x0),
    }
    return turns[direction]


def _glyph(char: dict[str, Any]) -> Glyph | None:
    """A pdfplumber character as a glyph; None when it stands at a slant or outside any reading direction."""
    a, b, c = char["matrix"][:3]
    slanted = min(abs(a), abs(b)) > 0.02 * max(abs(a), abs(b), 1e-6)
    if slanted or (abs(c) > abs(a) and abs(b) <= abs(a)):
        return None
    direction = (0 if a > 0 else 2) if abs(a) > abs(b) else (1 if b > 0 else 3)
    size = char["size"] if direction in (0, 2) else abs(char["x1"] - char["x0"])
    text = char["text"].translate(_LIGATURES)
    if not text or text.startswith("(cid:"):
        return None
    return Glyph(
        char["x0"],
        char["x1"],
        char["top"],
        char["bottom"],
        text,
        size,
        "bold" in char["fontname"].lower(),
        direction,
        _is_light(char),
    )


def _is_light(char: dict[str, Any]) -> bool:
    """True for a grey or tint close to paper white."""
    color = char.get("non_stroking_color")
    parts = [float(part) for part in color] if isinstance(color, (tuple, list)) else [float(color)] if color is not None else []
    if len(parts) == 4:
        return sum(parts) < 0.4
    return bool(parts) and min(parts) > 0.7


def _direction(glyphs: list[Glyph]) -> int:
    counts = Counter(glyph.direction for glyph in glyphs if glyph.text.strip())
    return counts.most_common(1)[0][0] if counts else 0


def _turned_glyph(glyph: Glyph, turn: Turn) -> Glyph:
    x0, x1, top, bottom = turn(glyph.x0, glyph.x1, glyph.top, glyph.bottom)
    return replace(glyph, x0=x0, x1=x1, top=top, bottom=bottom)


def _without_doubles(glyphs: list[Glyph]) -> Iterator[Glyph]:
    """Bold made by printing twice: the second copy of a character at (nearly) one place is left out."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        column, row = int(glyph.x0 // 4), int(glyph.top // 4)
        near = [other for dx in (-1, 0, 1) for dy in (-1, 0, 1) for other in seen.get((glyph.text, column + dx, row + dy), [])]
        if glyph.text.strip() and any(_is_copy(glyph, other) for other in near):
            continue
        seen.setdefault((glyph.text, column, row), []).append(glyph)
        yield glyph


def _is_copy(glyph: Glyph, other: Glyph) -> bool:
    return abs(glyph.x0 - other.x0) < 0.3 * glyph.width and abs(glyph.top - other.top) < 0.1 * glyph.height


def _without_watermark(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Upright watermarks: pale type at least twice as large as the page's usual type."""
    found = list(glyphs)
    usual = median([glyph.size for glyph in found if glyph.text.strip()])
    return (glyph for glyph in found if not (glyph.light and glyph.size > 2 * usual))


def _without_leaders(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Four or more dots in a row lead the eye; three are a token ("...") and stay. A leader leaves a gap of its own width."""
    pending: list[Glyph] = []
    for glyph in glyphs:
        if (pending and (not _LEADERS.fullmatch(glyph.text) and glyph.text.strip())) or (pending and _breaks(pending[-1], glyph)):
            yield from _unless_leader(pending)
            pending = []
        if _LEADERS.fullmatch(glyph.text) or (pending and not glyph.text.strip()):
            pending.append(glyph)
        else:
            yield glyph
    yield from _unless_leader(pending)


def _unless_leader(pending: list[Glyph]) -> list[Glyph]:
    dots = sum(3 if glyph.text == "…" else 1 for glyph in pending if glyph.text.strip())
    return [] if dots >= 4 else pending


def _breaks(before: Glyph, after: Glyph) -> bool:
    """True when `after` does not continue the line `before` stands in."""
    shared = overlap(before.top, before.bottom, after.top, after.bottom)
    size = max(before.size, after.size, 1.0)
    return shared < 0.5 * min(before.height, after.height) or not -0.4 * size < after.x0 - before.x1 < 0.8 * size


def _runs(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """Characters painted one after another along one line."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and _breaks(run[-1], glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _raised(run: list[Glyph]) -> list[Glyph]:
    """The run with smaller digits above its base line as the superscripts they are: "143¹" is no 1,431."""
    size = max((glyph.size for glyph in run if glyph.text.strip()), default=0.0)
    base = max((glyph.bottom for glyph in run if glyph.size > 0.9 * size), default=0.0)
    return [
        replace(glyph, text=glyph.text.translate(_SUPERSCRIPTS))
        if glyph.size < 0.8 * size and glyph.bottom < base - 0.1 * size
        else glyph
        for glyph in run
    ]


Steps = list[tuple[float, bool]]
"""The gap after each character of a run, in type sizes, and whether a space was painted in it."""


def _steps(run: list[Glyph]) -> tuple[list[Glyph], Steps]:
    """The inked characters of a run and the steps between them."""
    inked = [(index, glyph) for index, glyph in enumerate(run) if glyph.text.strip()]
    size = median([glyph.size for _, glyph in inked], 1.0) or 1.0
    steps = [((after.x0 - before.x1) / size, later - earlier > 1) for (earlier, before), (later, after) in pairwise(inked)]
    return [glyph for _, glyph in inked], steps


def _words(run: list[Glyph], number: int, fewest: _Fewest) -> Iterator[Word]:
    """Words of one run: broken at spaces and at gaps wider than the run's own letter spacing explains."""
    inked, steps = _steps(run)
    limit, spaces_break = _letter_spacing(steps, fewest)
    group: list[Glyph] = []
    for position, glyph in enumerate(inked):
        if group and (steps[position - 1][0] > limit or (spaces_break and steps[position - 1][1])):
            yield _word(group, number)
            group = []
        group.append(glyph)
    if group:
        yield _word(group, number)


def _letter_spacing(steps: Steps, fewest: _Fewest) -> tuple[float, bool]:
    """(widest gap inside a word in type sizes, whether a space ends a word) for a run with at least the `fewest` steps.

    Letters set apart show as one recurring gap between *all* neighbours, with or without a painted space in it.
    """
    if not _is_set_apart(steps, fewest):
        return 0.205, True
    if all(spaced for _, spaced in steps):
        return min(gap for gap, _ in steps) + 0.25, False
    return median([gap for gap, spaced in steps if not spaced]) + 0.22, True


class _Fewest(NamedTuple):
    """Steps a run must have to be known as set apart by its own gaps: with a space painted in each, and without."""

    spaced: int
    plain: int


def _fewest(runs: Sequence[Steps]) -> _Fewest:
    """On a page that shows the setting in runs of four letters, two letters show it too; so do three without spaces."""
    if any(_is_set_apart(steps, _Fewest(3, 3)) for steps in runs):
        return _Fewest(1, 1)
    tracked = any(_is_set_apart(steps, _Fewest(len(steps) + 1, 2)) for steps in runs)
    return _Fewest(2, 1 if tracked else 2)


def _is_set_apart(steps: Steps, fewest: _Fewest) -> bool:
    if steps and all(spaced for _, spaced in steps):
        return len(steps) >= fewest.spaced and min(gap for gap, _ in steps) <= 0.75
    plain = [gap for gap, spaced in steps if not spaced]
    return len(plain) >= fewest.plain and median(plain) > 0.12 and min(plain) > 0.6 * median(plain)


def _word(glyphs: list[Glyph], run: int) -> Word:
    return Word(
        min(glyph.x0 for glyph in glyphs),
        max(glyph.x1 for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
        "".join(glyph.text for glyph in glyphs),
        median([glyph.size for glyph in glyphs]),
        sum(glyph.bold for glyph in glyphs) * 2 > len(glyphs),
        run,
    )


def _joined(words: list[Word]) -> list[Word]:
    """Pieces of one word painted in separate runs, put together where they touch."""
    done: list[Word] = []
    for word in sorted(words, key=lambda word: (round(word.middle), word.x0)):
        last = done[-1] if done else None
        if last is not None and last.run != word.run and _touch(last, word):
            done[-1] = replace(last, x1=word.x1, text=last.text + word.text, run=word.run)
        else:
            done.append(word)
    return done


def _touch(left: Word, right: Word) -> bool:
    same_line = abs(left.middle - right.middle) < 0.2 * left.size and abs(left.size - right.size) < 0.5
    return same_line and -0.3 * left.size < right.x0 - left.x1 < 0.15 * left.size
