"""Finds the tables of a sheet by evidence and gives every row that is not blank exactly one kind.

Headers come first: rows of headings are grown into bands and scored (`header.py`); what lies between two headers is the upper
one's body, less the title lines of the lower one. The words of a vocabulary help but are not needed. No value is read here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.grid import Grid, Workbook
from extract.tables.band import ACCEPTED, Band, is_repeat
from extract.tables.body import Body, body_of
from extract.tables.cells import NUMBER, TEXT, SheetView
from extract.tables.closing import is_note, is_signature_line, lead_kind, opens_signature, speaks_of_a_sheet
from extract.tables.columns import table_columns
from extract.tables.header import grow
from extract.tables.headings import may_head
from extract.tables.keyvalue import as_key_values, key_value_tables, with_header
from extract.tables.leftout import reason_to_leave_out
from extract.tables.matrix import date_columns
from extract.tables.model import Evidence, SheetReading, Table
from extract.tables.rows import Kinds, classify
from extract.tables.strips import cut, strips
from extract.tables.totals import total_label
from extract.tables.vocabulary import HeaderVocabulary
from extract.tables.weighing import weigh

_MOST_TITLE_CELLS = 3
_BESIDE_DATA = 0.75
_MOST_ALTERNATIVES = 3
_CLEARLY_BETTER = 0.15
_SURE = 0.9
_LEAST_KNOWN = 0.4
_MOST_JUDGED = 40
_LARGEST_SIGNING_GAP = 6
_NO_WORDS = HeaderVocabulary()


def read_sheets(workbook: Workbook, vocabulary: HeaderVocabulary = _NO_WORDS) -> list[SheetReading]:
    """A reading of every sheet, in order."""
    return [find_tables(grid, vocabulary) for grid in workbook.sheets]


def find_tables(grid: Grid, vocabulary: HeaderVocabulary = _NO_WORDS) -> SheetReading:
    """All tables of a sheet, and the kinds of the rows that belong to none. A sheet left out has a reason and no tables."""
    view = SheetView(grid)
    reason = reason_to_leave_out(view, vocabulary)
    filled = [row for row, fill in enumerate(view.fills) if fill]
    if reason:
        return SheetReading(grid.name, grid.hidden, [], {row + 1: "other" for row in filled}, reason)
    tables = []
    parts = strips(view, vocabulary)
    for first, last in parts:
        part = view if len(parts) == 1 else SheetView(cut(grid, first, last))
        tables += [_shifted(table, first) for table in _tables(part, vocabulary)]
    owned = {row for table in tables for row in table.row_kinds}
    ignored = _outside(view, [row for row in filled if row + 1 not in owned])
    return SheetReading(grid.name, grid.hidden, tables, ignored, None if tables else "no_table_found")


def _outside(view: SheetView, rows: Sequence[int]) -> Kinds:
    """Kinds of the rows in no table, by sheet row from 1: from where a signature block opens, its lines."""
    kinds: Kinds = {}
    last = None
    for row in rows:
        is_signing = last is not None and kinds[last + 1] == "signature" and row - last <= _LARGEST_SIGNING_GAP
        opens = opens_signature(view, row) or (is_signing and not is_note(view, row))
        kinds[row + 1] = "signature" if opens else lead_kind(view, row)
        last = row
    return kinds


def _tables(view: SheetView, vocabulary: HeaderVocabulary) -> list[Table]:
    """The tables of a sheet or strip, top to bottom."""
    filled = [row for row, fill in enumerate(view.fills) if fill]
    profiles = key_value_tables(view, filled, vocabulary, is_alone=False)
    taken = {row - 1 for profile in profiles for row in profile.row_kinds}
    bands = _headers(view, vocabulary, taken)
    if not bands and not profiles:
        profiles = key_value_tables(view, filled, vocabulary, is_alone=True)
        taken = {row - 1 for profile in profiles for row in profile.row_kinds}
        bands = [] if profiles else _best_guess(view, vocabulary)
    bands = [band for band in bands if not _heads_profile(view, band, profiles)]
    tables = [*profiles, *_tables_of(view, bands, taken, vocabulary)]
    return sorted(tables, key=lambda table: min(table.row_kinds))


def _headers(view: SheetView, vocabulary: HeaderVocabulary, taken: set[int]) -> list[Band]:
    """Accepted header bands, top to bottom."""
    bands: list[Band] = []
    row = 0
    while row < len(view.cells):
        if row not in taken and may_head(view, row) and not _is_row_of_body(view, bands, row, vocabulary):
            floor = bands[-1].last if bands else -1
            band = grow(view, row, floor, vocabulary)
            if band.score >= _needed(view, band, bands):
                bands.append(band)
                row = band.last
        row += 1
    return bands


def _is_row_of_body(view: SheetView, bands: Sequence[Band], row: int, vocabulary: HeaderVocabulary) -> bool:
    """Whether a row of texts is clearly no header: right below one, one repeated, or among other rows without known words."""
    if bands and (row - 1 == bands[-1].last or _goes_on(view, bands[-1], row)):
        return True
    if row == 0 or view.fills[row - 1] <= _MOST_TITLE_CELLS:
        return False
    texts = [view.text(row, column) for column in view.filled(row)[:_MOST_JUDGED]]
    return sum(map(vocabulary.familiarity, texts)) < _LEAST_KNOWN * len(texts)


def _needed(view: SheetView, band: Band, bands: Sequence[Band]) -> float:
    """The score a band needs: more where it stands right below what could be a row of the table above."""
    above = band.top - 1
    is_beside_data = bool(bands) and above > bands[-1].last and view.fills[above] > _MOST_TITLE_CELLS
    return _BESIDE_DATA if is_beside_data else ACCEPTED if not bands or above < 0 or not view.fills[above] else ACCEPTED + 0.1


def _goes_on(view: SheetView, band: Band, row: int) -> bool:
    """Whether a row repeats the header above it with nothing between them that begins another table."""
    between = (r for r in range(max(band.last + 1, row - 5), row) if view.fills[r])
    return is_repeat(view, band, row) and not any(is_signature_line(view, r) or _begins_a_table(view, r) for r in between)


def _begins_a_table(view: SheetView, row: int) -> bool:
    return view.fills[row] == 1 and speaks_of_a_sheet(view, row, _NO_WORDS)


def _heads_profile(view: SheetView, band: Band, profiles: Sequence[Table]) -> bool:
    """Whether a band only heads the columns of a profile; the profile then takes it over."""
    below = next((row for row in range(band.last + 1, len(view.fills)) if view.fills[row]), None)
    for profile in profiles:
        if below is not None and min(profile.row_kinds) == below + 1:
            with_header(profile, [row for row in range(band.top, band.last + 1) if view.fills[row]])
            return True
    return False


def _best_guess(view: SheetView, vocabulary: HeaderVocabulary) -> list[Band]:
    """Where no header convinces, the row of headings with most for it, so that its doubt can be shown."""
    bands = [grow(view, row, -1, vocabulary) for row in range(min(len(view.cells), 40)) if _may_guess(view, row)]
    best = max(bands, key=lambda band: (band.score, -band.top), default=None)
    return [best] if best is not None and best.score > 0 and best.last + 2 < len(view.cells) else []


def _may_guess(view: SheetView, row: int) -> bool:
    return may_head(view, row) and not opens_signature(view, row)


def _tables_of(view: SheetView, bands: Sequence[Band], taken: set[int], vocabulary: HeaderVocabulary) -> Iterator[Table]:
    """A table for each band: its title lines, its body down to the next table's title lines."""
    leads = [_lead(view, band, bands[n - 1] if n else None, taken, vocabulary) for n, band in enumerate(bands)]
    for n, band in enumerate(bands):
        end = min([*leads[n + 1], bands[n + 1].top]) if n + 1 < len(bands) else len(view.cells)
        rows = [row for row in range(band.last + 1, end) if view.fills[row] and row not in taken]
        table = _table(view, band, rows, leads[n])
        table.alternatives = _alternatives(view, band, rows, table, vocabulary)
        yield as_key_values(view, table, vocabulary)


def _lead(view: SheetView, band: Band, above: Band | None, taken: set[int], vocabulary: HeaderVocabulary) -> list[int]:
    """Rows of titles and labels above a header: everything above the first one, lines that speak of it between two."""
    if above is None:
        begin = max((row + 1 for row in taken if row < band.top), default=0)
        return [row for row in range(begin, band.top) if view.fills[row]]
    lead: list[int] = []
    blanks = 0
    for row in range(band.top - 1, above.last, -1):
        if view.fills[row] == 0:
            blanks += 1
            continue
        is_near = blanks == 0 or (blanks <= 2 and speaks_of_a_sheet(view, row, vocabulary))
        if row in taken or not is_near or not _is_title_line(view, row):
            break
        lead.append(row)
        blanks = 0
    return lead[::-1]


def _is_title_line(view: SheetView, row: int) -> bool:
    if view.fills[row] > _MOST_TITLE_CELLS or TEXT not in view.shapes[row] or view.shapes[row].count(NUMBER) > 1:
        return False
    return not is_signature_line(view, row) and not is_note(view, row) and total_label(view.first_text(row)) is None


def _table(view: SheetView, band: Band, rows: Sequence[int], lead: Sequence[int]) -> Table:
    columns = table_columns(view, band)
    body = body_of(view, band, columns, rows)
    below = classify(body, rows)
    kinds: Kinds = {row: lead_kind(view, row) for row in lead}
    kinds |= dict.fromkeys((row for row in band.rows if view.fills[row]), "header")
    if band.number_row is not None:
        kinds[band.number_row] = "column_number"
    kinds |= below
    return _described(view, band, body, Table(
        header_rows=[row + 1 for row in band.rows],
        column_number_rows=[] if band.number_row is None else [band.number_row + 1],
        first_data_row=None, last_data_row=None,
        first_col=columns[0].index, last_col=columns[-1].index, columns=columns,
        row_kinds={row + 1: kind for row, kind in sorted(kinds.items())},
        title=[" ".join(text for _, text in view.texts(row)) for row in lead if kinds[row] in ("title", "meta")],
        sections={row + 1: _heading(view, row) for row, kind in below.items() if kind == "section"},
        evidence=band.evidence,
    ))  # fmt: skip


def _described(view: SheetView, band: Band, body: Body, table: Table) -> Table:
    """The table with its data span, layout and confidence."""
    records = table.data_rows
    if records:
        table.first_data_row, table.last_data_row = records[0], records[-1]
    table.date_columns = date_columns(view, table.columns, [row - 1 for row in records])
    table.layout = "tick_matrix" if table.date_columns else "rows"
    totals = len(table.rows_of("total"))
    if totals:
        table.evidence.append(Evidence("total", f"total rows, by their label, their sums or their region: {totals}", 0.0))
    if body.number_column is not None:
        table.evidence.append(Evidence("rows", f"column {body.number_column + 1} counts the rows", 0.0))
    table.confidence = round(band.confidence, 3)
    return table


def _heading(view: SheetView, row: int) -> str:
    return " ".join(text for _, text in view.texts(row)[:2])


def _alternatives(view: SheetView, band: Band, rows: Sequence[int], table: Table, vocabulary: HeaderVocabulary) -> list[Table]:
    """Where the reading is not sure, others that are not clearly worse: a level more or less at the header's top or bottom."""
    if band.confidence >= _SURE:
        return []
    spans = [*band.doubtful, (band.top, band.bottom + 1), (band.top + 1, band.bottom), (band.top, band.bottom - 1)]
    others = []
    for top, bottom in spans:
        if not 0 <= top <= bottom < len(view.cells) or (band.number_row is not None and bottom != band.bottom):
            continue
        other = Band(top, bottom, band.number_row)
        if all(view.fills[row] > 1 for row in other.rows):
            weigh(view, other, vocabulary)
            if other.score > band.score - _CLEARLY_BETTER:
                others.append(other)
    others.sort(key=lambda other: -other.score)
    below = [row for row in range(band.bottom + 1, rows[-1] + 1) if view.fills[row]] if rows else []
    return [_table(view, other, [r for r in below if r > other.last], []) for other in others[:_MOST_ALTERNATIVES]]


def _shifted(table: Table, columns: int) -> Table:
    """The table with its columns moved right, back to where its strip stands on the sheet."""
    if columns == 0:
        return table
    return replace(
        table,
        first_col=table.first_col + columns,
        last_col=table.last_col + columns,
        columns=[replace(column, index=column.index + columns) for column in table.columns],
        date_columns=[index + columns for index in table.date_columns],
        alternatives=[_shifted(other, columns) for other in table.alternatives],
    )
