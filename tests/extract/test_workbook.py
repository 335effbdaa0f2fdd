"""What honest files give: the same grid whatever the format."""

from __future__ import annotations

import datetime as dt
import io
import struct

import pytest
import xlwt

from extract.formats.sniff import sniff_format
from extract.workbook import read_workbook
from tests.extract.binary_workbooks import xlsb
from tests.extract.workbooks import (
    DAY,
    NIK_AS_NUMBER,
    NIK_AS_TEXT,
    flat_ods,
    merged_ods,
    plain_ods,
    plain_xls,
    plain_xlsx,
    repacked,
    xlsx,
)

ROWS = [
    ["DESA PARINGAN", "", ""],
    ["", "", ""],
    ["Nama", "NIK", "Tgl"],
    ["Siti", NIK_AS_TEXT, DAY],
    ["Budi", float(NIK_AS_NUMBER), DAY],
]
MAKERS = {"xlsx": plain_xlsx, "xls": plain_xls, "ods": plain_ods}


@pytest.mark.parametrize("kind", MAKERS)
def test_every_format_gives_the_same_grid(kind: str) -> None:
    workbook = read_workbook(MAKERS[kind](ROWS), "laporan.xlsx")
    assert workbook.format == kind
    assert [(grid.name, grid.cells) for grid in workbook.sheets] == [("DATA", ROWS)]


@pytest.mark.parametrize("kind", MAKERS)
def test_a_nik_typed_as_number_stays_distinguishable_from_text(kind: str) -> None:
    cells = read_workbook(MAKERS[kind](ROWS), "a").sheets[0].cells
    assert [type(cells[row][1]) for row in (3, 4)] == [str, float]


@pytest.mark.parametrize("kind", MAKERS)
def test_the_name_does_not_decide_the_format(kind: str) -> None:
    assert sniff_format(MAKERS[kind](ROWS)) == kind
    assert read_workbook(MAKERS[kind](ROWS), "laporan.csv").format == kind


@pytest.mark.parametrize("kind", MAKERS)
def test_blank_cells_at_the_edges_are_trimmed(kind: str) -> None:
    grid = read_workbook(MAKERS[kind]([["a", "b", " "], ["c", "", ""], [" ", "", ""]]), "a").sheets[0]
    assert grid.cells == [["a", "b"], ["c", ""]]


def test_an_empty_sheet_is_a_grid_without_rows() -> None:
    grid = read_workbook(plain_xlsx([]), "a").sheets[0]
    assert (grid.height, grid.width) == (0, 0)


def test_hidden_and_very_hidden_sheets_are_flagged_and_charts_left_out() -> None:
    def fill(workbook):
        workbook.add_worksheet("TAMPAK").write(0, 0, "x")
        workbook.add_worksheet("LIST").hide()
        workbook.add_worksheet("RAHASIA").very_hidden()
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "=TAMPAK!$A$1"})
        workbook.add_chartsheet("GRAFIK").set_chart(chart)

    sheets = read_workbook(xlsx(fill), "a").sheets
    assert [(grid.name, grid.hidden) for grid in sheets] == [("TAMPAK", False), ("LIST", True), ("RAHASIA", True)]


def test_merged_areas_are_reported_and_clipped_to_the_sheet() -> None:
    def fill(workbook):
        sheet = workbook.add_worksheet("S")
        sheet.merge_range(0, 0, 0, 2, "ALAMAT")
        sheet.merge_range(0, 3, 20_000, 3, "jauh")
        sheet.write(2, 0, "akhir")

    grid = read_workbook(xlsx(fill), "a").sheets[0]
    assert grid.height == 3
    assert sorted(grid.merges) == [(0, 0, 0, 2), (0, 3, 2, 3)]


def test_merged_areas_of_xls_and_ods_are_reported_too() -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("S")
    sheet.write_merge(0, 1, 0, 2, "ALAMAT")
    sheet.write(2, 2, "akhir")
    buffer = io.BytesIO()
    workbook.save(buffer)
    assert read_workbook(buffer.getvalue(), "a").sheets[0].merges == [(0, 0, 1, 2)]
    grid = read_workbook(merged_ods("ALAMAT", 2, 3), "a").sheets[0]
    assert grid.merges == [(0, 0, 1, 2)]
    assert grid.cells == [["ALAMAT", "", ""], ["", "", ""], ["", "", "akhir"]]


def test_error_cells_and_formulas_without_a_cached_value_are_empty() -> None:
    def fill(workbook):
        sheet = workbook.add_worksheet("S")
        for column, cached in enumerate(["#N/A", "#REF!", "", "nilai", 7]):
            sheet.write_formula(0, column, "=A9", None, cached)

    assert read_workbook(xlsx(fill), "a").sheets[0].cells == [["", "", "", "nilai", 7.0]]


def test_times_dates_and_durations_arrive_by_their_number_format() -> None:
    def fill(workbook):
        sheet = workbook.add_worksheet("S")
        for column, (value, shape) in enumerate(
            [(44000.5, "yyyy-mm-dd hh:mm"), (0.5, "hh:mm"), (1.5, "[h]:mm"), (44000, "d mmm yy")]
        ):
            sheet.write_number(0, column, value, workbook.add_format({"num_format": shape}))

    assert read_workbook(xlsx(fill), "a").sheets[0].cells == [
        [dt.datetime(2020, 6, 18, 12), dt.time(12), dt.timedelta(hours=36), dt.date(2020, 6, 18)]
    ]


def test_dates_counted_from_1904_are_the_same_dates() -> None:
    def fill(workbook):
        sheet = workbook.add_worksheet("S")
        sheet.write_datetime(0, 0, dt.datetime(2026, 10, 3), workbook.add_format({"num_format": "dd/mm/yyyy"}))

    assert read_workbook(xlsx(fill, date_1904=True), "a").sheets[0].cells == [[DAY]]


def test_escaped_carriage_returns_in_headers_are_decoded() -> None:
    data = repacked(plain_xlsx([["x"]]), {"xl/sharedStrings.xml": _shared_strings("Tgl_x000D_&#10;Lahir_x005F_1")})
    assert read_workbook(data, "a").sheets[0].cells == [["Tgl\r\nLahir_1"]]


def _shared_strings(*texts: str) -> bytes:
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{items}</sst>'.encode()


def test_a_workbook_with_macros_is_read_and_says_so() -> None:
    data = repacked(plain_xlsx([["x"]]), {"xl/vbaProject.bin": b"not run"})
    workbook = read_workbook(data, "a.xlsm")
    assert (workbook.format, workbook.sheets[0].cells) == ("xlsm", [["x"]])


def test_ods_rows_and_cells_written_once_and_repeated_are_all_there() -> None:
    data = flat_ods(
        '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2" '
        'office:value-type="string"><text:p>v</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell office:value-type="percentage" office:value="0.5"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    cells = read_workbook(data, "a.ods").sheets[0].cells
    assert cells == [["v", "v"]] * 3 + [["", ""]] * 2 + [[0.5, ""]]


def test_ods_text_keeps_lines_and_spaces_but_not_comments_or_errors() -> None:
    data = flat_ods(
        '<table:table-row><table:table-cell office:value-type="string">'
        "<office:annotation><text:p>catatan</text:p></office:annotation>"
        '<text:p>Tgl<text:s text:c="2"/><text:span>Lahir</text:span> <text:line-break/>x</text:p>'
        "<text:p>baris</text:p></table:table-cell>"
        '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
        "<table:table-cell><text:p>tanpa jenis</text:p></table:table-cell></table:table-row>"
    )
    assert read_workbook(data, "a").sheets[0].cells == [["Tgl  Lahir \nx\nbaris", "", "tanpa jenis"]]


def test_ods_times_and_moments_are_typed() -> None:
    data = flat_ods(
        '<table:table-row><table:table-cell office:value-type="time" office:time-value="PT08H30M00S"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT36H00M00S"/>'
        '<table:table-cell office:value-type="date" office:date-value="2026-10-03T00:00:00"/>'
        '<table:table-cell office:value-type="date" office:date-value="2026-10-03T07:15:00"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/></table:table-row>'
    )
    assert read_workbook(data, "a").sheets[0].cells == [
        [dt.time(8, 30), dt.timedelta(hours=36), DAY, dt.datetime(2026, 10, 3, 7, 15), True]
    ]


def test_a_hidden_ods_sheet_is_flagged_and_a_cached_link_left_out() -> None:
    row = '<table:table-row><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    style = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    assert read_workbook(flat_ods(row, styles=style, style="ta2"), "a").sheets[0].hidden
    assert read_workbook(flat_ods(row, name="'file:///c:/data.xls'#$Sheet1"), "a").sheets == []


def test_a_web_page_saved_as_xls_is_one_sheet_with_titles_and_spans() -> None:
    page = """<html><head><title>t</title><style>td {}</style></head>
    <body><h3>DESA PARINGAN</h3><p>Bulan&nbsp;: Oktober<br>2026</p>
    <table><tr><th rowspan=2>No</th><th colspan="2">Alamat</th></tr><tr><td>RT</td><td>RW</td></tr>
    <tr><td>1</td><td x:num="3502180101900001">3,5E+15</td><td>0<b>2<i>3</i></b>4<br>x</td></tr></table></body></html>"""
    workbook = read_workbook(page.encode(), "Ekspor.xls")
    grid = workbook.sheets[0]
    assert (workbook.format, grid.name) == ("html", "Ekspor")
    assert grid.cells == [
        ["DESA PARINGAN", "", ""],
        ["Bulan : Oktober", "", ""],
        ["2026", "", ""],
        ["No", "Alamat", ""],
        ["", "RT", "RW"],
        ["1", 3502180101900001.0, "0234\nx"],
    ]
    assert sorted(grid.merges) == [(3, 0, 4, 0), (3, 1, 3, 2)]


def test_a_web_page_that_declares_its_charset_wrongly_is_still_read() -> None:
    page = '<meta charset="utf-8"><table><tr><td>Jos\xe9</td><td>x</td></tr></table>'.encode("cp1252")
    workbook = read_workbook(page, "a.xls")
    assert workbook.sheets[0].cells == [["José", "x"]]
    assert workbook.proof["encoding"] == "cp1252"


def test_spreadsheetml_2003_is_read_with_gaps_types_and_merges() -> None:
    text = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"
     xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="PMI"><Table>
     <Row><Cell ss:MergeAcross="1"><Data ss:Type="String">NAMA</Data></Cell><Cell><Data ss:Type="String">NIK</Data></Cell></Row>
     <Row ss:Index="3"><Cell ss:Index="2"><Data ss:Type="DateTime">2026-10-03T00:00:00.000</Data></Cell>
     <Cell><Data ss:Type="Number">3502180101900001</Data></Cell></Row></Table></Worksheet>
     <Worksheet ss:Name="X"><Table/>
     <x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>"""
    workbook = read_workbook(text.encode(), "a.xls")
    first, second = workbook.sheets
    assert first.cells == [["NAMA", "", "NIK"], ["", "", ""], ["", DAY, 3502180101900001.0]]
    assert (workbook.format, first.merges, second.hidden) == ("xml", [(0, 0, 0, 1)], True)


def test_an_xlsb_gives_cells_gaps_and_merges() -> None:
    cells = {(0, 0): "NAMA", (0, 2): "NIK", (2, 0): "Siti", (2, 1): NIK_AS_TEXT, (2, 2): float(NIK_AS_NUMBER)}
    workbook = read_workbook(xlsb(cells, merges=((0, 0, 0, 1),)), "a.xls")
    grid = workbook.sheets[0]
    assert grid.cells == [["NAMA", "", "NIK"], ["", "", ""], ["Siti", NIK_AS_TEXT, float(NIK_AS_NUMBER)]]
    assert (workbook.format, grid.merges) == ("xlsb", [(0, 0, 0, 1)])


def test_the_records_a_php_snippet_exports_as_xls_are_read() -> None:
    begin, end = struct.pack("<6H", 0x809, 8, 0, 0x10, 0, 0), struct.pack("<2H", 0x0A, 0)
    text = struct.pack("<6H", 0x204, 12, 0, 1, 0, 4) + b"Jos\xe9"
    number = struct.pack("<5H", 0x203, 14, 2, 0, 0) + struct.pack("<d", NIK_AS_NUMBER)
    workbook = read_workbook(begin + text + number + end, "inbox/data_pmi.xls")
    grid = workbook.sheets[0]
    assert (workbook.format, grid.name) == ("xls", "data_pmi")
    assert grid.cells == [["", "José"], ["", ""], [float(NIK_AS_NUMBER), ""]]


def test_a_csv_that_begins_like_a_picture_is_a_csv() -> None:
    assert read_workbook(b"BMI;Nama\n1;Siti\n", "a.csv").sheets[0].cells == [["BMI", "Nama"], ["1", "Siti"]]


def test_html_cells_spanning_many_rows_keep_the_columns_after_them_in_place() -> None:
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(1, 1500))
    page = f"<table><tr><td rowspan=1500>DUSUN</td><td>0</td></tr>{rows}</table>"
    grid = read_workbook(page.encode(), "a.xls").sheets[0]
    assert [row[1] for row in grid.cells] == [str(number) for number in range(1500)]
    assert grid.merges == [(0, 0, 1499, 0)]
