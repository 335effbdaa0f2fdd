"""Which rows are a table's header: candidate bands of rows, grown level by level and scored by evidence.

A band is grown from one row of texts down to its leaf row and up to its topmost parents, by merges where there are any and by
the blanks that parents stand over where there are none. Its score says how well texts over figures, known words, column numbers
and the rows below speak for it. It does not name columns (`columns.py`) or read the rows below (`rows.py`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from expectations.labels import plain
from extract.tables.cells import BLANK, COLON, DATE, MISSING, NUMBER, TEXT, TICK, TYPED, YEAR, SheetView
from extract.tables.model import Evidence
from extract.tables.vocabulary import HeaderVocabulary
from extract.tables.words import begins_with, words

ACCEPTED = 0.42
BESIDE_DATA = 0.75
_MOST_LEVELS = 7
_SAMPLE = 14
_STEEPNESS = 8
_SAME_HEADER = 0.8
_WIDE = 0.8
_WORD = 0.8
_FORMULA = re.compile(r"\(?\s*\d{1,3}\s*\)?\s*=.*\d.*|\(?\s*\d{1,3}\s*[=:(].*")
_COLUMN_NUMBER = re.compile(r"\(?\s*(\d{1,3})\s*\)?")
_UNIT = re.compile(r"\(.{1,25}\)|%")


@dataclass(slots=True)
class Band:
    """Header rows `top` to `bottom` (0-based), the column-number row below if there is one, and what speaks for them.

    `doubtful` are other tops or bottoms that could be meant as well.
    """

    top: int
    bottom: int
    number_row: int | None = None
    score: float = 0.0
    evidence: list[Evidence] = field(default_factory=list)
    doubtful: list[tuple[int, int]] = field(default_factory=list)

    @property
    def confidence(self) -> float:
        """The score as a degree of belief: a half where it is only just enough."""
        return 1 / (1 + math.exp(_STEEPNESS * (ACCEPTED - self.score)))

    @property
    def last(self) -> int:
        """The last row that belongs to the header, column numbers included."""
        return self.bottom if self.number_row is None else self.number_row

    @property
    def rows(self) -> range:
        """All header rows."""
        return range(self.top, self.bottom + 1)


def may_head(view: SheetView, row: int) -> bool:
    """Whether a row looks like a line of headings at all: at least two texts, hardly a figure, no "label : value"."""
    shape = view.shapes[row]
    named = shape.count(TEXT) + shape.count(YEAR) + shape.count(DATE)
    if named < 2 or not _is_wordy(shape) or (TEXT not in shape and named < 3):
        return False
    return not is_label_row(view, row) and not _is_one_merged_cell(view, row)


def is_label_row(view: SheetView, row: int) -> bool:
    """Whether a row says something about the sheet ("KABUPATEN | : | PONOROGO") instead of heading columns."""
    shape = view.shapes[row]
    if COLON in shape:
        return True
    texts = [view.text(row, column) for column in view.filled(row)[:3]]
    return len(texts) > 0 and (texts[0].endswith(":") or any(text.startswith(":") for text in texts[1:]))


def is_column_numbers(view: SheetView, row: int) -> bool:
    """Whether a row counts the columns: 1 2 3 …, (1) (2) …, with formulas such as "6 = 4 - 5" in between."""
    shape = view.shapes[row]
    if shape.count(NUMBER) < 3 or not set(shape) <= {BLANK, NUMBER, TEXT}:
        return False
    numbers = []
    for column, letter in enumerate(shape):
        if letter == BLANK:
            continue
        found = _COLUMN_NUMBER.fullmatch(view.text(row, column))
        if found:
            numbers.append(int(found.group(1)))
        elif not _FORMULA.fullmatch(view.text(row, column)):
            return False
    steps = [b - a for a, b in pairwise(numbers)]
    return numbers[:1] == [1] and min(steps, default=0) > 0 and sum(s == 1 for s in steps) >= 0.6 * len(steps)


def grow(view: SheetView, row: int, floor: int, vocabulary: HeaderVocabulary) -> Band:
    """The band around a row of headings, not reaching rows up to `floor`, with its score."""
    band = Band(row, row)
    _grow_down(view, band)
    if band.bottom + 1 < len(view.shapes) and _counts_columns(view, band, band.bottom + 1):
        band.number_row = band.bottom + 1
    _drop_strays(view, band)
    _grow_up(view, band, floor, vocabulary)
    weigh(view, band, vocabulary)
    return band


def weigh(view: SheetView, band: Band, vocabulary: HeaderVocabulary) -> None:
    """Score a band and write down why."""
    sample = [row for row in body_sample(view, band.last + 1) if not is_repeat(view, band, row)]
    headed = headed_columns(view, band)
    contrast, repeats = _contrast(view, band, headed, sample)
    known = _known_share(view, band, vocabulary)
    band.evidence = [
        Evidence("header", f"{contrast:.0%} of the columns have text above figures, dates or marks", 0.4 * contrast),
        Evidence("header", f"header words known: {known:.0%}", 0.4 * known),
        Evidence("header", "texts differ from each other", 0.15 * _distinct_share(view, band)),
    ]
    if band.number_row is not None:
        band.evidence.append(Evidence("header", f"row {band.number_row + 1} counts the columns", 0.4))
    if any(_spans(view, band)):
        band.evidence.append(Evidence("header", "merged cells tie the header rows together", 0.15))
    if _is_numbered(view, band, sample):
        band.evidence.append(Evidence("header", 'a column "No" stands over a running number', 0.2))
    if band.top == 0 or view.fills[band.top - 1] <= 1:
        band.evidence.append(Evidence("header", "nothing stands beside it in the row above", 0.1))
    band.evidence += _objections(view, headed, sample, repeats)
    band.score = max(0.0, min(1.0, sum(reason.weight for reason in band.evidence)))


def body_sample(view: SheetView, start: int) -> list[int]:
    """The first rows below a header that are not blank, up to a gap of three blank rows."""
    sample: list[int] = []
    gap = 0
    for row in range(start, len(view.fills)):
        gap = gap + 1 if view.fills[row] == 0 else 0
        if gap > 2 or len(sample) == _SAMPLE:
            break
        if view.fills[row]:
            sample.append(row)
    return sample


def is_repeat(view: SheetView, band: Band, row: int) -> bool:
    """Whether a row repeats a row of this header."""
    return _is_wordy(view.shapes[row]) and is_same_header(view.plain_texts(row), map(view.plain_texts, band.rows))


def is_same_header(texts: frozenset[str], heads: Iterable[frozenset[str]]) -> bool:
    """Whether plain texts are, but for a few, those of a header row."""
    return len(texts) > 1 and any(len(texts & head) >= _SAME_HEADER * max(len(head), len(texts)) for head in heads)


def headed_columns(view: SheetView, band: Band) -> list[int]:
    """Columns with a header text of their own or under a merge of the band."""
    columns = {column for row in band.rows for column in view.filled(row)}
    for top, left, bottom, right in _spans(view, band):
        if any(view.shapes[r][left : left + 1].strip() for r in range(top, bottom + 1)):
            columns |= set(range(left, right + 1))
    return sorted(columns)


def _spans(view: SheetView, band: Band) -> set[tuple[int, int, int, int]]:
    return {merge for row in band.rows for merge in view.merges.get(row, ()) if merge[0] >= band.top}


def _is_wordy(shape: str) -> bool:
    figures = shape.count(NUMBER) + shape.count(MISSING) + shape.count(TICK)
    return figures == 0 or figures <= 0.1 * (len(shape) - shape.count(BLANK))


def _is_one_merged_cell(view: SheetView, row: int) -> bool:
    return view.fills[row] == 1


def _grow_down(view: SheetView, band: Band) -> None:
    counted = _number_row_below(view, band)
    if counted is not None:
        band.bottom = counted - 1
        return
    while band.bottom + 1 < len(view.shapes) and band.bottom - band.top < _MOST_LEVELS and _goes_on(view, band):
        band.bottom += 1


def _drop_strays(view: SheetView, band: Band) -> None:
    """Give up top rows that head no column of their own and are no parents: a form number, a label cell above the header."""
    while band.top < band.bottom:
        rest = Band(band.top + 1, band.bottom, band.number_row)
        own = set(view.filled(band.top))
        if own - set(headed_columns(view, rest)) or _is_parent_row(view, rest, band.top):
            return
        band.top += 1


def _number_row_below(view: SheetView, band: Band) -> int | None:
    """The column-number row that closes this header, if only rows of headings lie between."""
    for row in range(band.bottom + 1, min(band.bottom + _MOST_LEVELS, len(view.shapes))):
        if _counts_columns(view, band, row):
            return row
        if not _is_wordy(view.shapes[row]) or view.fills[row] < 2:
            return None
    return None


def _counts_columns(view: SheetView, band: Band, row: int) -> bool:
    """Column numbers begin where the header begins; day numbers under a "Tanggal" do not."""
    begins = min(_first(view.shapes[r]) for r in band.rows)
    return is_column_numbers(view, row) and _first(view.shapes[row]) <= begins + 1


def _goes_on(view: SheetView, band: Band) -> bool:
    """Whether the row below the band is its next level."""
    row = band.bottom + 1
    shape, upper = view.shapes[row], view.shapes[band.bottom]
    if any(band.top <= merge[0] <= band.bottom for merge in view.merges.get(row, ())):
        return True
    if view.fills[row] == 0 or not (_is_wordy(shape) or _is_day_numbers(view, row)):
        return False
    own = view.filled(row)
    begins = min(_first(view.shapes[r]) for r in band.rows)
    if band.bottom > band.top and begins not in own and own == view.filled(band.bottom):
        return TEXT in shape
    return _is_unit_row(view, row, upper) or _stands_under_parents(own, upper, begins)


def _stands_under_parents(own: list[int], upper: str, begins: int) -> bool:
    """Whether these columns are children: under a blank right of a parent, or under a parent with a blank to its right."""
    if begins in own and upper[begins] != BLANK and not (begins + 1 in own and upper[begins + 1 : begins + 2] == BLANK):
        return False
    strays, under_blank = 0, 0
    for column in own:
        if upper[column] == BLANK:
            under_blank += 1
            strays += not upper[:column].strip()
        elif not (upper[column + 1 : column + 2] == BLANK and column + 1 in own):
            strays += 1
    return under_blank > 0 and strays <= 0.25 * len(own)


def _is_unit_row(view: SheetView, row: int, upper: str) -> bool:
    """Whether a row only says units: "(Rp)", "(orang)", "%"."""
    texts = view.texts(row)
    if len(texts) < 2 or any(upper[column] == BLANK for column, _ in texts):
        return False
    return all(_UNIT.fullmatch(text) or plain(text) in words().units for _, text in texts)


def _is_day_numbers(view: SheetView, row: int) -> bool:
    """Whether a row counts days of a month, one a column."""
    numbers = [text for _, text in view.texts(row)]
    if len(numbers) < 3 or not all(number.isdecimal() and len(number) <= 2 for number in numbers):
        return False
    days = [int(number) for number in numbers]
    return all(a < b <= 31 for a, b in pairwise(days))


def _grow_up(view: SheetView, band: Band, floor: int, vocabulary: HeaderVocabulary) -> None:
    while band.top - 1 > floor and band.bottom - band.top < _MOST_LEVELS and view.fills[band.top - 1]:
        if _is_parent_row(view, band, band.top - 1):
            band.top -= 1
        elif _is_lone_parent(view, band, band.top - 1, vocabulary):
            band.doubtful.append((band.top, band.bottom))
            band.top -= 1
            return
        else:
            return


def _is_parent_row(view: SheetView, band: Band, row: int) -> bool:
    """Whether the row above the band is a further level of it."""
    shape = view.shapes[row]
    if not _is_wordy(shape) or is_label_row(view, row):
        return False
    if any(merge[2] >= band.top and merge[0] == row for merge in view.merges.get(row, ())):
        return True
    if view.fills[row] >= 2:
        return _lacks_texts(view, band) or (not _is_title(view, row) and _all_have_children(view, band, row))
    return _is_partial_span(view, band, row)


def _is_partial_span(view: SheetView, band: Band, row: int) -> bool:
    """Whether the row's only cell is merged over some of the columns, not from the first on."""
    headed = headed_columns(view, band)
    column = _first(view.shapes[row])
    merge = view.anchor(row, column)
    if merge is None or merge[1] <= headed[0]:
        return False
    children = [c for c in headed if merge[1] <= c <= merge[3]]
    return 2 <= len(children) < _WIDE * len(headed)


def _lacks_texts(view: SheetView, band: Band) -> bool:
    """Whether a column that is filled below has no header text yet."""
    headed = set(headed_columns(view, band))
    if band.number_row is not None:
        below = set(view.filled(band.number_row))
        return bool(below - headed)
    return False


def _all_have_children(view: SheetView, band: Band, row: int) -> bool:
    """Whether every text of a row can be a parent: it has a child, is not over the running number, and the last spans two."""
    below = view.shapes[band.top]
    columns = view.filled(row)
    if len(columns) >= view.fills[band.top] or columns[-1] >= headed_columns(view, band)[-1]:
        return False
    is_over_number = plain(view.text(band.top, columns[0])) in words().numbering
    return not is_over_number and all(below[column] != BLANK or view.anchor(row, column) for column in columns)


def _is_title(view: SheetView, row: int) -> bool:
    return begins_with(view.first_text(row), words().titles) and not any(
        plain(text) in words().numbering for _, text in view.texts(row)
    )


def _is_lone_parent(view: SheetView, band: Band, row: int, vocabulary: HeaderVocabulary) -> bool:
    """Whether a lone unmerged text above the header heads some of its columns: a header word, not over the first or last."""
    column, headed = _first(view.shapes[row]), headed_columns(view, band)
    if view.fills[row] != 1 or not headed[0] < column < headed[-1] or view.shapes[band.top][column] == BLANK:
        return False
    text = view.first_text(row)
    return vocabulary.familiarity(text) >= _WORD or vocabulary.knows_joined(text, view.text(band.top, column))


def _first(shape: str) -> int:
    return len(shape) - len(shape.lstrip(BLANK))


def _contrast(view: SheetView, band: Band, headed: list[int], sample: list[int]) -> tuple[float, float]:
    """Share of headed columns with text over typed cells, and share whose header text occurs among the values below."""
    over, repeated, judged = 0.0, 0, 0
    for column in headed:
        below = [view.shapes[row][column] for row in sample if view.shapes[row][column] != BLANK]
        if not below:
            continue
        judged += 1
        head = _leaf_letter(view, band, column)
        typed = sum(letter in TYPED and letter != head for letter in below)
        over += typed >= 0.6 * len(below)
        repeated += _recurs(view, band, column, sample)
    return (over / judged, repeated / judged) if judged else (0.0, 0.0)


def _leaf_letter(view: SheetView, band: Band, column: int) -> str:
    return next((view.shapes[row][column] for row in reversed(band.rows) if view.shapes[row][column] != BLANK), TEXT)


def _recurs(view: SheetView, band: Band, column: int, sample: list[int]) -> bool:
    leaf = view.cells[band.bottom][column]
    return leaf != "" and any(view.cells[row][column] == leaf for row in sample)


def _known_share(view: SheetView, band: Band, vocabulary: HeaderVocabulary) -> float:
    texts = [text for row in band.rows for _, text in view.texts(row)]
    return sum(vocabulary.familiarity(text) for text in texts) / max(len(texts), 1)


def _distinct_share(view: SheetView, band: Band) -> float:
    """Share of distinct texts in the fullest row; children repeat under parents, so one level is never punished fully."""
    texts = [plain(text) for _, text in view.texts(max(band.rows, key=lambda row: view.fills[row]))]
    share = len(set(texts)) / max(len(texts), 1)
    return max(share, 0.5) if band.bottom > band.top else share


def _is_numbered(view: SheetView, band: Band, sample: list[int]) -> bool:
    for row in band.rows:
        for column, text in view.texts(row)[:3]:
            if (plain(text) or text) in words().numbering:
                return any(view.shapes[r][column] == NUMBER for r in sample) or not sample
    return False


def _objections(view: SheetView, headed: list[int], sample: list[int], repeats: float) -> list[Evidence]:
    """What speaks against a band: values that recur below it, columns filled below that it does not head."""
    against = []
    if repeats:
        against.append(Evidence("header", f"{repeats:.0%} of its texts occur again below", -0.5 * repeats))
    if sample:
        need = len(sample) / 2
        filled = [c for c in range(view.grid.width) if sum(view.shapes[r][c] != BLANK for r in sample) > need]
        bare = len(set(filled) - set(headed)) / max(len(filled), 1)
        if bare > 0.34:
            against.append(Evidence("header", f"{bare:.0%} of the columns filled below have no header text", -0.6 * bare))
    return against
