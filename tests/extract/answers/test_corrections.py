"""Corrected workbooks: the wrong cells are marked and explained, everything else stays, and a mended one loads whole."""

import io
import zipfile
from pathlib import PurePosixPath
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.answers.corrections import corrected_workbook
from extract.answers.marks import Mark, mark
from extract.grid import address
from extract.tables.finder import read_sheets
from extract.tables.vocabulary import contract_vocabulary
from extract.workbook import read_workbook
from tests.extract.answers.answer_reading import as_quarantine, read
from tests.extract.answers.faulty_books import faulty_book, mended

MARKED = "FFFFC4BD"


def marked(cell: str, sheet: str = "DATA PMI", title: str = "NIK tidak 16 angka", **changes: Any) -> Mark:
    return Mark(sheet, None, cell, "cell", title, "NIK berisi 17 angka. Cocokkan dengan KTP.", **changes)


def rich_workbook() -> bytes:
    """A workbook with what villages put into theirs: formulas, merges, comments, charts, lists, rules, names, hidden sheets."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    data, other, hidden = book.add_worksheet("DATA PMI"), book.add_worksheet("Rekap d'a"), book.add_worksheet("Rahasia")
    bold = book.add_format({"bold": True, "bg_color": "#DDEEFF", "num_format": "#,##0"})
    data.merge_range("A1:D1", "REGISTER PMI", bold)
    data.write_row("A2", ["No", "Nama", "NIK", "Gaji"], bold)
    data.write_row("A3", [1, "Sri Lestari", "35021845058090011", 4870], bold)
    data.merge_range("A4:A6", 2, bold)
    data.write_formula("D7", "=SUM(D3:D6)", bold, 4870)
    data.write_comment("B3", "Sudah dicek bu kades", {"author": "Bu Kades"})
    data.data_validation("B3:B9", {"validate": "list", "source": ["a", "b"]})
    data.conditional_format("D3:D9", {"type": "data_bar"})
    data.set_column(1, 1, 33, book.add_format({"num_format": "@"}))
    data.repeat_rows(0, 1)
    other.repeat_rows(0)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='DATA PMI'!$D$3:$D$6"})
    other.insert_chart("B2", chart)
    hidden.hide()
    other.activate()
    book.close()
    return buffer.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("layout", ["L02_two_level_header", "L10_html_xls", "L19_merged_data_cells", "L25_ods_stacked"])
def test_a_faulty_workbook_that_is_mended_in_its_marked_cells_loads_without_an_error(layout: str) -> None:
    faulty = faulty_book(layout, seed=3)
    errors = read(faulty.data, faulty.path).errors
    assert errors
    answer = corrected_workbook(faulty.data, faulty.path, [mark(row) for row in as_quarantine(errors)])
    again = read(mended(answer.content, faulty, errors), str(PurePosixPath(faulty.path).with_suffix(f".{answer.ending}")))
    assert [(finding.rule, finding.sheet, finding.cell) for finding in again.errors] == []


def test_nothing_but_the_marked_cells_changes_in_an_xlsx() -> None:
    original = rich_workbook()
    before, after = parts(original), parts(corrected_workbook(original, "a.xlsx", [marked("C3")]).content)
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
    }  # fmt: skip
    assert after["xl/worksheets/sheet2.xml"] == before["xl/worksheets/sheet2.xml"].replace(b' tabSelected="1"', b"")
    assert b"<f>SUM(D3:D6)</f><v>4870</v>" in after["xl/worksheets/sheet1.xml"]
    assert b"dataBar" in after["xl/worksheets/sheet1.xml"]


def test_a_marked_cell_keeps_its_look_besides_the_colour_and_says_what_to_do() -> None:
    answer = corrected_workbook(rich_workbook(), "a.xlsx", [marked("C3", as_text=True), marked("D7")])
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["DATA PMI"]
    assert (sheet["C3"].fill.fgColor.rgb, sheet["C3"].font.bold, sheet["C3"].number_format) == (MARKED, True, "@")
    assert (sheet["D7"].fill.fgColor.rgb, sheet["D7"].value, sheet["D7"].number_format) == (MARKED, "=SUM(D3:D6)", "#,##0")
    assert sheet["C3"].comment.text == "PERBAIKAN: NIK tidak 16 angka\nNIK berisi 17 angka. Cocokkan dengan KTP."
    assert (sheet["D3"].fill.fgColor.rgb, sheet["D3"].comment) == ("FFDDEEFF", None)


def test_a_comment_of_the_village_stays_above_ours() -> None:
    answer = corrected_workbook(rich_workbook(), "a.xlsx", [marked("B3"), marked("C3")])
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["DATA PMI"]
    assert sheet["B3"].comment.text.startswith("Sudah dicek bu kades\n\nPERBAIKAN: NIK tidak 16 angka\n")


def test_an_empty_cell_is_marked_in_its_place_with_its_column_format() -> None:
    answer = corrected_workbook(rich_workbook(), "a.xlsx", [marked("B9"), marked("B5"), marked("AB3")])
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["DATA PMI"]
    assert {sheet[cell].fill.fgColor.rgb for cell in ("B9", "B5", "AB3")} == {MARKED}
    assert sheet["B9"].number_format == "@"


def test_a_cell_inside_a_merged_area_is_marked_where_it_shows() -> None:
    answer = corrected_workbook(rich_workbook(), "a.xlsx", [marked("A6")])
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["DATA PMI"]
    assert (sheet["A4"].fill.fgColor.rgb, sheet["A4"].comment is not None) == (MARKED, True)


def test_the_first_sheet_lists_every_correction_with_a_link() -> None:
    marks = [marked("C3"), marked("D5", title="Bukan angka"), marked("B2", sheet="Rekap d'a")]
    marks.append(Mark(None, None, None, "file", "Bulan laporan tidak disebut", "Tulis BULAN : OKTOBER 2026."))
    book = openpyxl.load_workbook(io.BytesIO(corrected_workbook(rich_workbook(), "a.xlsx", marks).content))
    sheet = book.worksheets[0]
    assert (sheet.title, book.active) == ("PERBAIKAN", sheet)
    assert sheet["A1"].value == "DAFTAR PERBAIKAN"
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
    assert [line[1:4] for line in lines] == [
        ["(seluruh berkas)", None, "Bulan laporan tidak disebut"],
        ["DATA PMI", "C3", "NIK tidak 16 angka"],
        ["DATA PMI", "D5", "Bukan angka"],
        ["Rekap d'a", "B2", "NIK tidak 16 angka"],
    ]
    assert [sheet.cell(row, 3).hyperlink and sheet.cell(row, 3).hyperlink.location for row in (6, 7, 9)] == [
        None, "'DATA PMI'!C3", "'Rekap d''a'!B2",
    ]  # fmt: skip


def test_names_of_a_single_sheet_move_with_it_and_the_hidden_sheet_stays_hidden() -> None:
    book = openpyxl.load_workbook(io.BytesIO(corrected_workbook(rich_workbook(), "a.xlsx", [marked("C3")]).content))
    assert book.sheetnames == ["PERBAIKAN", "DATA PMI", "Rekap d'a", "Rahasia"]
    assert book["DATA PMI"].print_title_rows == "$1:$2"
    assert book["Rekap d'a"].print_title_rows == "$1:$1"
    assert book["Rahasia"].sheet_state == "hidden"


def test_macros_are_kept_byte_for_byte() -> None:
    original = io.BytesIO()
    with zipfile.ZipFile(original, "w") as archive:
        for name, content in {**parts(rich_workbook()), "xl/vbaProject.bin": b"\x00macro"}.items():
            archive.writestr(name, content)
    answer = corrected_workbook(original.getvalue(), "a.xlsm", [marked("C3")])
    assert answer.ending == "xlsm"
    assert parts(answer.content)["xl/vbaProject.bin"] == b"\x00macro"


def test_a_second_round_replaces_the_marks_of_the_first() -> None:
    first = corrected_workbook(rich_workbook(), "a.xlsx", [marked("C3"), marked("D7"), marked("B3")]).content
    second = openpyxl.load_workbook(io.BytesIO(corrected_workbook(first, "a.xlsx", [marked("D7", title="Bukan angka")]).content))
    assert second.sheetnames == ["PERBAIKAN", "DATA PMI", "Rekap d'a", "Rahasia"]
    sheet = second["DATA PMI"]
    assert (sheet["C3"].comment, sheet["C3"].fill.fill_type) == (None, None)
    assert (sheet["D7"].comment.text.splitlines(), sheet["D7"].fill.fgColor.rgb) == (
        ["PERBAIKAN: Bukan angka", "NIK berisi 17 angka. Cocokkan dengan KTP."],
        MARKED,
    )
    assert sheet["B3"].comment.text == "Sudah dicek bu kades"
    assert [row[3].value for row in second["PERBAIKAN"].iter_rows(min_row=6)] == ["Bukan angka"]


def test_a_text_file_comes_back_as_a_workbook_with_the_same_cells_in_the_same_places() -> None:
    original = b"DESA;Pager\n\nNama;NIK\nSri;0350218\n"
    answer = corrected_workbook(original, "anak pmi: [rev].csv", [marked("B4", sheet="anak pmi: [rev]")])
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert (answer.ending, book.sheetnames[0], len(book.sheetnames)) == ("xlsx", "PERBAIKAN", 2)
    sheet = book.worksheets[1]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["DESA", "Pager"], [None, None], ["Nama", "NIK"], ["Sri", "0350218"],
    ]  # fmt: skip
    assert (sheet["B4"].fill.fgColor.rgb, sheet["B4"].number_format) == (MARKED, "@")


def test_a_file_nobody_can_read_is_answered_by_the_reason_alone() -> None:
    reason = Mark(None, None, None, "file", "Berkas rusak", "Buka, simpan ulang, lalu kirim lagi.")
    for broken in (b"", b"%PDF-1.7 laporan", b"PK\x03\x04 rusak"):
        sheet = openpyxl.load_workbook(io.BytesIO(corrected_workbook(broken, "laporan.xlsx", [reason]).content)).worksheets[0]
        assert [cell.value for cell in sheet[6]][1:4] == ["(seluruh berkas)", None, "Berkas rusak"]


def test_an_unusual_package_is_copied_instead_of_edited() -> None:
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    original = io.BytesIO()
    with zipfile.ZipFile(original, "w") as archive:
        for name, content in parts(rich_workbook()).items():
            archive.writestr(name, content.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", strict))
    answer = corrected_workbook(original.getvalue(), "a.xlsx", [marked("C3")])
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["DATA PMI"]
    assert (sheet["C3"].value, sheet["C3"].fill.fgColor.rgb) == ("35021845058090011", MARKED)


def test_our_list_is_left_out_when_it_comes_back_and_a_sheet_of_the_village_is_not() -> None:
    content = corrected_workbook(rich_workbook(), "a.xlsx", [marked("C3")]).content
    readings = read_sheets(read_workbook(content, "a.xlsx"), contract_vocabulary())
    assert (readings[0].reason, readings[0].tables) == ("sheet_of_corrections", [])
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    roads = book.add_worksheet("Perbaikan Jalan")
    for row, line in enumerate([["No", "Lokasi", "Panjang"], [1, "Dusun Krajan", 200], [2, "Dusun Ngasem", 150]]):
        roads.write_row(row, 0, line)
    book.close()
    (reading,) = read_sheets(read_workbook(buffer.getvalue(), "b.xlsx"), contract_vocabulary())
    assert reading.reason is None


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.tuples(st.integers(1, 40), st.integers(1, 30)), min_size=1, max_size=12))
def test_marks_never_change_what_is_read(places: set[tuple[int, int]]) -> None:
    original = rich_workbook()
    answer = corrected_workbook(original, "a.xlsx", [marked(address(row, column)) for row, column in sorted(places)])
    before, after = read_workbook(original, "a.xlsx").sheets, read_workbook(answer.content, "a.xlsx").sheets
    assert after[1:] == before
