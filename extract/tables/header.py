"""Grows header bands: from one row of headings down to its leaf row and up to its topmost parents.

By merges where there are any, and by the blanks that parents stand over where there are none. How well a band is supported is
weighed in `weighing.py`; naming columns is left to `columns.py`, the rows below to `rows.py`.
"""

from __future__ import annotations

from expectations.labels import plain
from extract.tables.band import Band, body_sample, headed_columns
from extract.tables.cells import BLANK, TEXT, TYPED, SheetView
from extract.tables.headings import first_column, is_column_numbers, is_day_numbers, is_label_row, is_unit_row, is_wordy
from extract.tables.vocabulary import HeaderVocabulary
from extract.tables.weighing import weigh
from extract.tables.words import begins_with, words

_MOST_LEVELS = 7
_WIDE = 0.8
_WORD = 0.8
_MOSTLY = 0.7
_LEAST_SAMPLE = 2


def grow(view: SheetView, row: int, floor: int, vocabulary: HeaderVocabulary) -> Band:
    """The band around a row of headings, not reaching rows up to `floor`, with its score."""
    band = Band(row, row)
    _grow_down(view, band, vocabulary)
    if band.bottom + 1 < len(view.shapes) and _counts_columns(view, band, band.bottom + 1):
        band.number_row = band.bottom + 1
    _drop_strays(view, band)
    _grow_up(view, band, floor, vocabulary)
    weigh(view, band, vocabulary)
    return band


def _grow_down(view: SheetView, band: Band, vocabulary: HeaderVocabulary) -> None:
    counted = _number_row_below(view, band)
    if counted is not None:
        band.bottom = counted - 1
        return
    while band.bottom + 1 < len(view.shapes) and band.bottom - band.top < _MOST_LEVELS and _goes_on(view, band, vocabulary):
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
        if not is_wordy(view.shapes[row]) or not view.fills[row]:
            return None
    return None


def _counts_columns(view: SheetView, band: Band, row: int) -> bool:
    """Column numbers begin where the header begins; day numbers under a "Tanggal" do not."""
    begins = min(first_column(view.shapes[r]) for r in band.rows)
    return is_column_numbers(view, row) and first_column(view.shapes[row]) <= begins + 1


def _goes_on(view: SheetView, band: Band, vocabulary: HeaderVocabulary) -> bool:
    """Whether the row below the band is its next level."""
    row = band.bottom + 1
    shape, upper = view.shapes[row], view.shapes[band.bottom]
    if any(band.top <= merge[0] <= band.bottom for merge in view.merges.get(row, ())):
        return True
    own = view.filled(row)
    begins = min(first_column(view.shapes[r]) for r in band.rows)
    if not own or not (is_wordy(shape) or (begins not in own and is_day_numbers(view, row))):
        return False
    if frozenset() < view.plain_texts(row) <= words().nothing_to_report:
        return False
    if band.bottom > band.top and begins not in own and own == view.filled(band.bottom):
        return TEXT in shape
    if is_unit_row(view, row, upper) or _stands_under_parents(own, upper, begins):
        return True
    known = sum(vocabulary.knows_joined(view.text(band.bottom, column), view.text(row, column)) for column in own)
    if begins in own:
        return False
    return known >= 0.5 * len(own) or (own[0] > begins + 1 and _stands_over_figures(view, row, own))


def _stands_over_figures(view: SheetView, row: int, own: list[int]) -> bool:
    """Whether a row of nothing but texts stands over columns of figures."""
    sample = body_sample(view, row + 1)
    if set(view.shapes[row]) - {BLANK, TEXT} or len(sample) < _LEAST_SAMPLE:
        return False
    below = [[view.shapes[r][column] for r in sample if view.shapes[r][column] != BLANK] for column in own]
    return all(letters and sum(letter in TYPED for letter in letters) >= _MOSTLY * len(letters) for letters in below)


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
    if not is_wordy(shape) or is_label_row(view, row):
        return False
    if any(merge[2] >= band.top and merge[0] == row for merge in view.merges.get(row, ())):
        return True
    if view.fills[row] >= 2:
        return _lacks_texts(view, band) or (not _is_title(view, row) and _all_have_children(view, band, row))
    return _is_partial_span(view, band, row)


def _is_partial_span(view: SheetView, band: Band, row: int) -> bool:
    """Whether the row's only cell is merged over some of the columns, not from the first on."""
    headed = headed_columns(view, band)
    column = first_column(view.shapes[row])
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
    column, headed = first_column(view.shapes[row]), headed_columns(view, band)
    if view.fills[row] != 1 or not headed[0] < column < headed[-1] or view.shapes[band.top][column] == BLANK:
        return False
    text = view.first_text(row)
    return vocabulary.familiarity(text) >= _WORD or vocabulary.knows_joined(text, view.text(band.top, column))
