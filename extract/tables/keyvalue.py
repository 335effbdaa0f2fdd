"""Key-value profiles: a label at the left, its value at the right ("Jumlah Penduduk | : | 4402"), one record down the sheet.

Labels that only say what a sheet is about (DESA, BULAN) make no profile of their own; they are label cells of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from expectations.labels import plain
from extract.tables.cells import BLANK, COLON, NUMBER, TEXT, SheetView
from extract.tables.closing import is_note, opens_signature
from extract.tables.model import Column, Evidence, RowKind, Table
from extract.tables.vocabulary import HeaderVocabulary
from extract.tables.words import words

_LEAST_PAIRS = 3
_LEAST_KNOWN = 3
_MOST_CELLS = 4
_LONGEST_LABEL = 60
_SHORTEST_LABEL = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and where it stands; `value_column` is None where the value is in the label's own cell or missing."""

    row: int
    column: int
    value_column: int | None
    label: str
    has_colon: bool


def key_value_tables(view: SheetView, rows: Sequence[int], vocabulary: HeaderVocabulary, *, is_alone: bool) -> list[Table]:
    """Profiles among these rows. Unless the sheet holds nothing else (`is_alone`), only ones whose labels are known words."""
    tables = []
    for run in _runs(view, rows, vocabulary):
        known = sum(vocabulary.familiarity(pair.label) == 1 for pair in run)
        colons = sum(pair.has_colon for pair in run)
        own = sum(not _is_about_sheet(pair.label, vocabulary) for pair in run)
        is_spoken = is_alone and colons >= 0.6 * len(run) and own >= _LEAST_PAIRS
        if len(run) >= _LEAST_PAIRS and own > 0 and (known >= _LEAST_KNOWN or is_spoken):
            tables.append(_table(run, vocabulary, known, colons))
    return tables


def as_key_values(view: SheetView, table: Table, vocabulary: HeaderVocabulary) -> Table:
    """A table headed "No | Uraian | Jumlah" whose first text column holds known labels, re-read as a profile."""
    records = table.data_rows
    if len(records) < _LEAST_KNOWN or len(table.columns) > 5:
        return table
    for column in table.columns:
        labels = {view.text(row - 1, column.index - 1) for row in records}
        known = sum(len(label) >= _SHORTEST_LABEL and vocabulary.familiarity(label) == 1 for label in labels)
        if known >= max(_LEAST_KNOWN, 0.6 * len(records)):
            table.layout = "key_value"
            table.first_col = column.index
            table.columns = [other for other in table.columns if other.index >= column.index]
            table.evidence.append(Evidence("layout", f"{known} of {len(records)} labels are known header words", 0.4))
            break
    return table


def with_header(profile: Table, header_rows: Sequence[int]) -> Table:
    """A profile together with the row that heads its columns ("Uraian | Keterangan")."""
    profile.header_rows = [row + 1 for row in header_rows]
    heads: dict[int, RowKind] = dict.fromkeys(profile.header_rows, "header")
    profile.row_kinds = heads | profile.row_kinds
    return profile


def _runs(view: SheetView, rows: Sequence[int], vocabulary: HeaderVocabulary) -> Iterator[list[Pair]]:
    """Pairs whose labels stand in one column, close together."""
    run: list[Pair] = []
    for row in rows:
        pair = _pair(view, row, vocabulary)
        if pair and run and (pair.column != run[-1].column or row - run[-1].row > 3):
            yield run
            run = []
        if pair:
            run.append(pair)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _pair(view: SheetView, row: int, vocabulary: HeaderVocabulary) -> Pair | None:
    """The pair of a row; a known label may stand without a value."""
    if view.fills[row] > _MOST_CELLS + 1:
        return None
    shape = view.shapes[row]
    filled = [column for column, letter in enumerate(shape) if letter not in (BLANK, COLON)]
    if filled and shape[filled[0]] == NUMBER and len(filled) > 1:
        filled = filled[1:]
    if not 1 <= len(filled) <= _MOST_CELLS - 1 or shape[filled[0]] != TEXT or is_note(view, row) or opens_signature(view, row):
        return None
    text = view.text(row, filled[0])
    label, colon, inside = text.partition(":")
    has_colon = bool(colon) or COLON in shape or (len(filled) > 1 and view.text(row, filled[1]).startswith(":"))
    is_bare = len(filled) == 1 and not has_colon
    if len(label) > _LONGEST_LABEL or (is_bare and vocabulary.familiarity(label) < 1):
        return None
    value = filled[1] if len(filled) > 1 and not inside.strip() else None
    return Pair(row, filled[0], value, label.strip(), has_colon)


def _is_about_sheet(label: str, vocabulary: HeaderVocabulary) -> bool:
    return plain(label) in words().labels and vocabulary.familiarity(label) < 1


def _table(run: Sequence[Pair], vocabulary: HeaderVocabulary, known: int, colons: int) -> Table:
    kinds: dict[int, RowKind] = {pair.row + 1: "meta" if _is_about_sheet(pair.label, vocabulary) else "data" for pair in run}
    records = [row for row, kind in kinds.items() if kind == "data"]
    value_column = max((pair.value_column for pair in run if pair.value_column is not None), default=run[0].column)
    columns = [Column(index + 1, ("",)) for index in range(run[0].column, value_column + 1)]
    evidence = [
        Evidence("layout", f"{len(run)} labels stand in one column with a value to the right of each", 0.3),
        Evidence("layout", f"{known} of {len(run)} labels are known header words", 0.5 * known / len(run)),
        Evidence("layout", f"{colons} of {len(run)} labels are followed by a colon", 0.2 * colons / len(run)),
    ]
    confidence = min(1.0, 0.2 + sum(reason.weight for reason in evidence))
    return Table([], [], records[0], records[-1], columns[0].index, columns[-1].index, columns, kinds,
                 layout="key_value", confidence=confidence, evidence=evidence)  # fmt: skip
