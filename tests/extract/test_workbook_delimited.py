"""csv and tsv: delimiter and encoding found with proof, no record lost."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.catalogue import CatalogueError
from extract.workbook import read_workbook

RECORDS = [["Nama", "Tempat, Tgl Lahir", "Upah"], ["Siti", "Ponorogo, 12-05-1988", "1,5"], ["José", "Madiun, 1-1-1990", "2,25"]]


def written(records: list[list[str]], delimiter: str, encoding: str = "utf-8") -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows(records)
    return buffer.getvalue().encode(encoding)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_delimiter_and_encoding_are_found_and_proved(delimiter: str, encoding: str) -> None:
    workbook = read_workbook(written(RECORDS, delimiter, encoding), "inbox/pmi.csv")
    assert workbook.sheets[0].cells == RECORDS
    assert (workbook.sheets[0].name, workbook.format) == ("pmi", "csv")
    assert (workbook.proof["delimiter"], workbook.proof["encoding"]) == (delimiter, encoding)
    assert workbook.proof["delimiter_why"] == "3 of 3 records have 3 fields"


def test_every_csv_cell_is_text() -> None:
    assert read_workbook(b"NIK;Upah\n3502180101900001;1500000\n", "a.csv").sheets[0].cells[1] == ["3502180101900001", "1500000"]


def test_blank_records_count_as_rows_and_quoted_line_breaks_do_not() -> None:
    cells = read_workbook(b'JUDUL\r\n\r\n"No\nUrut",Nama\r\n1,Siti\r\n', "a.csv").sheets[0].cells
    assert cells == [["JUDUL", ""], ["", ""], ["No\nUrut", "Nama"], ["1", "Siti"]]


def test_a_decimal_comma_does_not_win_over_the_semicolon() -> None:
    data = b"DESA PARINGAN, KEC. JENANGAN\nNama;Upah;Luas\nSiti;1,5;2,5\nBudi;2,5;3,5\n"
    assert read_workbook(data, "a.csv").proof["delimiter"] == ";"


def test_a_declared_delimiter_is_believed_and_its_line_stays_a_blank_record() -> None:
    workbook = read_workbook(b"sep=;\na,b;c\nd,e;f\n", "a.csv")
    assert workbook.sheets[0].cells == [["", ""], ["a,b", "c"], ["d,e", "f"]]
    assert workbook.proof["delimiter_why"] == "declared in the first line"


def test_short_records_are_filled_and_trailing_blank_columns_trimmed() -> None:
    assert read_workbook(b"JUDUL\na,b,,\nc,d,,\n", "a.csv").sheets[0].cells == [["JUDUL", ""], ["a", "b"], ["c", "d"]]


def test_a_sloppy_quotation_inside_one_line_is_read() -> None:
    assert read_workbook(b'Nama,Usaha\nSiti,"Madu" Paringan\n', "a.csv").sheets[0].cells[1] == ["Siti", "Madu Paringan"]


@pytest.mark.parametrize("data", [b'a,b\n"Siti,1\nBudi,2\n', b'a,b\n"Siti,1\nBudi,2\n"Ani",3\n'])
def test_a_quotation_mark_that_swallows_rows_is_refused_with_its_record(data: bytes) -> None:
    with pytest.raises(CatalogueError) as refusal:
        read_workbook(data, "a.csv")
    assert (refusal.value.rule_id, refusal.value.facts["record"]) == ("file_quote_open", 2)


@pytest.mark.parametrize("data", ["José;x\n".encode() + "José;y\n".encode("cp1252"), b"a;b\nc\x81;d\n"])
def test_a_text_no_encoding_fits_is_refused_not_mangled(data: bytes) -> None:
    with pytest.raises(CatalogueError) as refusal:
        read_workbook(data, "a.csv")
    assert refusal.value.rule_id == "file_encoding_unclear"


@pytest.mark.parametrize(
    "text", ["Selamat pagi", "Yth. Bapak\nBersama ini kami kirim, mohon diterima\nterima kasih\nhormat kami\n"]
)
def test_prose_is_not_a_spreadsheet(text: str) -> None:
    with pytest.raises(CatalogueError) as refusal:
        read_workbook(text.encode(), "catatan.txt")
    assert refusal.value.rule_id == "file_not_a_spreadsheet"


def test_a_cell_larger_than_the_csv_module_likes_is_read() -> None:
    long = "x" * 200_000
    assert read_workbook(f"a,b\n{long},c\n".encode(), "a.csv").sheets[0].cells[1] == [long, "c"]


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(lambda text: f"k{text}k")


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=2, max_size=8), st.sampled_from(",;\t|"))
def test_what_a_csv_writer_wrote_comes_back(records: list[list[str]], delimiter: str) -> None:
    quiet = [[cell.translate({ord(mark): "_" for mark in ",;|"}) for cell in record] for record in records]
    assert read_workbook(written(quiet, delimiter), "a.csv").sheets[0].cells == quiet


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    try:
        grids = read_workbook(data, "a.csv").sheets
    except CatalogueError:
        return
    assert all(len({len(row) for row in grid.cells}) <= 1 for grid in grids)
