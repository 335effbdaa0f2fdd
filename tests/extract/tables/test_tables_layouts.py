"""Several tables on a sheet, profiles, tick matrices, and sheets left out."""

import pytest

from extract.grid import Workbook
from extract.tables.finder import find_tables, read_sheets
from tests.extract.tables.drawn_sheets import WORDLESS, draw, headers, only_table, read


def test_tables_below_each_other_keep_their_own_titles():
    first, second = read("""
        DATA PMI
        No|Nama|NIK|L/P|Status
        1|Siti|3502185203880001|P|Aktif
        2|Sri|3502185203880002|P|Aktif


        BUKU LAYANAN
        No|Tgl Layanan|Nama Pemohon|Jenis Layanan|Hasil
        1|2026-10-14|Siti|Informasi|Selesai
        """).tables
    assert (first.title, first.data_rows) == (["DATA PMI"], [3, 4])
    assert (second.title, second.header_rows, second.data_rows) == (["BUKU LAYANAN"], [8], [9])


def test_two_tables_with_the_same_header_under_titles_of_their_own_are_two():
    tables = read("""
        Tabel 1. Penduduk 2021||
        Kecamatan|Laki-laki|Perempuan
        Slahung|10|20
        Bungkal|11|21

        Tabel 2. Penduduk 2022||
        Kecamatan|Laki-laki|Perempuan
        Slahung|12|22
        Bungkal|13|23
        """, vocabulary=WORDLESS).tables  # fmt: skip
    assert [(table.header_rows, table.data_rows) for table in tables] == [([2], [3, 4]), ([7], [8, 9])]


def test_tables_beside_each_other_are_parted_where_a_numbering_begins_anew():
    left, right = read("""
        No|Nama Anak|L/P|Umur||No|Nama Koperasi|Aktif
        1|Budi|L|4||1|KSP Jaya|Ya
        2|Sari|P|5||2|KSP Makmur|Ya
        3|Eko|L|5||||
        """).tables
    assert (left.first_col, left.last_col, left.data_rows) == (1, 4, [2, 3, 4])
    assert (right.first_col, right.last_col, right.data_rows) == (6, 8, [2, 3])
    assert [column.index for column in right.columns] == [6, 7, 8]


def test_a_profile_is_read_as_labels_and_values():
    table = only_table("""
        PROFIL DESA MIGRAN

        Jumlah Penduduk|:|4402
        Jumlah KK|:|1467
        Jenis Program|:|EMAS
        TMT|:|Juli 2021
        """)
    assert (table.layout, table.first_col, table.last_col, table.data_rows) == ("key_value", 1, 3, [3, 4, 5, 6])


def test_the_signature_below_a_profile_is_no_title():
    reading = read("""
        PROFIL DESA MIGRAN
        Jumlah Penduduk|:|4402|
        Jumlah KK|:|1467|
        Jenis Program|:|EMAS|

        Mengetahui,|||Menang, 30 November 2026
        Kepala Desa Menang|||Petugas

        SUGENG RIYADI|||SITI RAHAYU
        """)
    assert reading.ignored == {1: "title", 6: "signature", 7: "signature", 9: "signature"}


def test_a_profile_needs_no_colons_where_its_labels_are_known():
    table = only_table("Jumlah Penduduk|4402\nJumlah KK|1467\nJenis Program|EMAS")
    assert table.layout == "key_value"


def test_a_profile_may_have_numbers_and_a_header():
    table = only_table("""
        PROFIL DESA

        No|Uraian|Keterangan
        1|Jumlah Penduduk|4402
        2|Jumlah KK|1203
        3|Program|DESMIGRATIF
        """)
    assert (table.layout, table.header_rows, table.first_col, table.data_rows) == ("key_value", [3], 2, [4, 5, 6])


def test_labels_of_village_and_month_are_no_profile_but_meta_rows_of_the_table_below():
    table = only_table("""
        DESA|:|KUNTI||
        KECAMATAN|:|SAMPUNG||
        BULAN|:|OKTOBER 2026||

        No|Nama|NIK|L/P|Status
        1|Siti|3502185203880001|P|Aktif
        """)
    assert (table.layout, table.rows_of("meta"), table.header_rows) == ("rows", [1, 2, 3], [5])


def test_a_profile_above_a_table_is_a_table_of_its_own():
    profile, table = read("""
        PROFIL DESA
        Jumlah Penduduk|4402
        Jumlah KK|1203
        Program|DESMIGRATIF

        DATA KOPERASI
        No|Nama Koperasi|Badan Hukum|Anggota||Aktif
        |||L|P|
        1|KSP Jaya|518/BH|10|20|Ya
        """).tables
    assert (profile.layout, profile.data_rows) == ("key_value", [2, 3, 4])
    assert (table.header_rows, table.data_rows) == ([7, 8], [9])


def test_attendance_by_date_is_a_tick_matrix_with_its_date_columns():
    table = only_table("""
        DAFTAR HADIR

        No|Nama Anak|L/P|Tanggal Kegiatan|||Jumlah Hadir
        |||2026-10-04|2026-10-19|2026-10-30|
        |||Calistung|Senam|Melukis|
        1|Budi|L|v||v|2
        2|Sari|P|√|-|V|2
        |JUMLAH HADIR||2|0|2|
        """)
    assert (table.layout, table.date_columns, table.header_rows) == ("tick_matrix", [4, 5, 6], [3, 4, 5])
    assert headers(table)[3] == "Tanggal Kegiatan | 2026-10-04 | Calistung"
    assert (table.data_rows, table.rows_of("total")) == ([6, 7], [8])


def test_days_of_a_month_under_a_date_heading_are_no_column_numbers():
    table = only_table("""
        No|Nama Anak|L/P|Tanggal||||
        |||1|2|3|4
        1|Budi|L|v|v|-|v
        2|Sari|P|v||√|v
        """)
    assert (table.header_rows, table.column_number_rows, table.date_columns) == ([1, 2], [], [4, 5, 6, 7])


_ROWS = "No|Nama|NIK|L/P|Status\n1|Siti|3502185203880001|P|Aktif"


@pytest.mark.parametrize("name", ["Petunjuk", "PETUNJUK PENGISIAN", "Contoh Pengisian", "Cara Mengisi"])
def test_instructions_and_examples_are_left_out_with_their_reason(name):
    reading = read(_ROWS, name=name)
    assert (reading.tables, reading.reason, set(reading.ignored)) == ([], "sheet_of_instructions", {1, 2})


def test_a_hidden_sheet_is_left_out_with_its_reason():
    grid = draw(_ROWS)
    grid.hidden = True
    reading = find_tables(grid)
    assert (reading.tables, reading.reason) == ([], "sheet_hidden")


def test_a_list_of_choices_is_left_out():
    reading = read("Status|Negara\nCALON|Taiwan\nAKTIF|Jepang\nPURNA|Korea", name="LIST")
    assert reading.reason == "sheet_of_lists"


def test_every_sheet_of_a_workbook_has_a_reading_in_order():
    workbook = Workbook("xlsx", [draw(_ROWS, name="DATA PMI"), draw("", name="Kosong")])
    readings = read_sheets(workbook)
    assert [(reading.sheet, reading.reason) for reading in readings] == [("DATA PMI", None), ("Kosong", "sheet_empty")]


def test_a_profile_goes_on_over_a_known_label_without_a_value():
    table = only_table("""
        PROFIL DESA|
        Jumlah Penduduk|3977
        Jumlah KK|1312
        Program|Desmigratif
        Perdes PMI|
        Nama Petugas|Tumini
        """)
    assert (table.layout, table.data_rows) == ("key_value", [2, 3, 4, 5, 6])
