"""Whatever a sheet holds, the finder answers, and every row that is not blank has exactly one kind."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.grid import Grid
from extract.tables.finder import find_tables
from extract.tables.vocabulary import HeaderVocabulary, contract_vocabulary

_WORDS = [
    "", "", "", "No", "Nama", "NIK", "L/P", "Status", "Alamat", "RT", "Jumlah", "TOTAL", "JUMILAH", "NIHIL", "-", ":", "......",
    "v", "√", "(1)", "Contoh", "2021", "Jan", "persen", "3502185203880001", "04-10-2026", "DUSUN KRAJAN", "Sumber: BPS",
    "Mengetahui,", "Kepala Desa", "6 = 4 - 5", "Desa : X", "Rp 1.000", "Jumlah Penduduk", "Jumlah KK", "Program", "\u00a0",
]  # fmt: skip
_CELLS = st.one_of(
    st.sampled_from(_WORDS),
    st.integers(1, 40).map(float),
    st.floats(),
    st.sampled_from([2021.0, 0.0, True, dt.date(2026, 10, 4), dt.datetime(2026, 10, 4, 8), dt.time(8), dt.timedelta(hours=1)]),
    st.text(max_size=6),
)
_CORNERS = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 12), st.integers(0, 12))


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    width = draw(st.integers(1, 9))
    rows = draw(st.lists(st.lists(_CELLS, min_size=width, max_size=width), max_size=14))
    merges = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in draw(st.lists(_CORNERS, max_size=5))]
    return Grid(draw(st.sampled_from(["Sheet1", "DATA PMI", "LIST", "Petunjuk"])), rows, merges, draw(st.booleans()))


@settings(max_examples=300, deadline=None)
@given(grids(), st.booleans())
def test_every_row_that_is_not_blank_has_exactly_one_kind(grid: Grid, has_words: bool) -> None:
    reading = find_tables(grid, contract_vocabulary() if has_words else HeaderVocabulary())
    filled = {number for number, row in enumerate(grid.cells, 1) if any(str(cell).strip() for cell in row)}
    beside = [(table.first_col, table.last_col) for table in reading.tables]
    owned = [row for table in reading.tables for row in table.row_kinds]
    assert {*owned, *reading.ignored} == filled
    assert not set(owned) & set(reading.ignored)
    assert len(owned) == len(set(owned)) or len(set(beside)) > 1


@settings(max_examples=200, deadline=None)
@given(grids())
def test_positions_lie_on_the_sheet_and_fit_together(grid: Grid) -> None:
    for table in find_tables(grid, contract_vocabulary()).tables:
        assert 1 <= table.first_col <= table.last_col <= grid.width
        assert [column.index for column in table.columns] == list(range(table.first_col, table.last_col + 1))
        assert 0 <= table.confidence <= 1
        assert len(table.alternatives) <= 3
        if table.data_rows:
            assert (table.first_data_row, table.last_data_row) == (table.data_rows[0], table.data_rows[-1])
        else:
            assert table.first_data_row is table.last_data_row is None
