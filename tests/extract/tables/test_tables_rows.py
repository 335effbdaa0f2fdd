"""Kinds of rows below a header."""

import pytest

from extract.tables.totals import total_label
from tests.extract.tables.drawn_sheets import WORDLESS, only_table

_REGISTER = """
    No|Nama|NIK|L/P|Negara Tujuan|Status
    DUSUN KRAJAN
    1|Siti|3502185203880001|P|Taiwan|Aktif
    2|Jumiati|3502185203880002|P|Taiwan|Aktif
    |Jumlah Dusun Krajan||2||
    |DUSUN SAMBI||||
    1|Sri|3502185203880003|P|Taiwan|Aktif
    2|Jumali|3502185203880004|L|Taiwan|Aktif
    Jumlah|||2||
    Jumlah Seluruhnya|||4||

    Mengetahui,||||Paringan, 31 Oktober 2026|
    Kepala Desa Paringan||||Petugas Desmigratif|


    (SUGENG)||||(SITI)|
    NIP. 19700101 200001 1 001
    """


def test_sections_subtotals_totals_and_signatures_are_told_from_records():
    table = only_table(_REGISTER)
    assert table.data_rows == [3, 4, 7, 8]
    assert table.sections == {2: "DUSUN KRAJAN", 6: "DUSUN SAMBI"}
    assert table.rows_of("total") == [5, 9, 10]
    assert table.rows_of("signature") == [12, 13, 16, 17]


@pytest.mark.parametrize("name", ["JUMILAH", "Jumiati", "Jumali Wibowo", "JUMILAH SUSANTI", "Totok", "Totalia"])
def test_a_person_whose_name_begins_like_a_total_is_a_record(name):
    table = only_table(f"Nama Lengkap|L/P|Status\n{name}|P|Aktif\nSiti|P|Aktif\n{name}|P|Purna")
    assert table.data_rows == [2, 3, 4]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("JUMLAH", "exact"), ("Jumlah/Total", "exact"), ("Jml.", "exact"), ("TOTAL :", "exact"), ("Sub Total", "exact"),
     ("Jumlah (orang)", "exact"), ("JUMLAH HADIR", "begins"), ("Total Dusun Krajan", "begins"), ("JUMILAH", None),
     ("Jumiati", None), ("Totok", None), ("", None)],
)  # fmt: skip
def test_total_labels_compare_word_by_word(text, kind):
    assert total_label(text) == kind


def test_a_total_row_without_any_figure_is_still_a_total():
    table = only_table("No|Nama|NIK|L/P|Status\n1|Siti|3502185203880001|P|Aktif\n2|Sri|3502185203880002|P|Aktif\n|TOTAL|||")
    assert table.rows_of("total") == [4]


def test_a_total_may_stand_first_and_be_proved_by_its_sums_alone():
    table = only_table("""
        Wilayah|Laki-laki|Perempuan|Jumlah
        Kabupaten Ponorogo|300|330|630
        Slahung|100|110|210
        Ngrayun|150|160|310
        Bungkal|50|60|110
        """, vocabulary=WORDLESS)  # fmt: skip
    assert (table.rows_of("total"), table.first_data_row) == ([2], 3)


def test_a_row_that_stands_for_all_regions_is_a_total_even_when_it_is_a_rate():
    table = only_table("""
        Kabupaten/Kota|2021|2022
        Pacitan|80.57|82.99
        Ponorogo|72.63|72.92
        Trenggalek|72.36|72.01
        Jawa Timur|70|71.23
        """, vocabulary=WORDLESS)  # fmt: skip
    assert (table.rows_of("total"), table.last_data_row) == ([5], 4)


def test_provinces_below_each_other_are_records():
    table = only_table(
        "Provinsi|2021|2022\nAceh|80.5|82.9\nRiau|72.6|72.9\nJambi|72.3|72.0\nJawa Timur|70|71.2", vocabulary=WORDLESS
    )
    assert table.data_rows == [2, 3, 4, 5]


def test_rows_that_begin_with_a_total_word_and_do_not_add_up_are_records():
    table = only_table("Uraian|2022|2023\nJumlah Penduduk|1000|1100\nJumlah KK|300|320\nJumlah PMI|50|55", vocabulary=WORDLESS)
    assert table.data_rows == [2, 3, 4]


def test_a_bare_row_of_sums_is_a_total():
    table = only_table("Nama Kelompok|Jenis Usaha|L|P\nSekar|Batik|2|3\nMelati|Tape|4|5\n||6|8")
    assert table.rows_of("total") == [4]


def test_a_year_merged_over_all_columns_is_a_section():
    table = only_table("""
        Kelompok Umur|Bekerja|Menganggur
        2021||
        15-19|10|20
        20-24|11|21
        Jumlah/Total|21|41
        2022||
        15-19|12|22
        20-24|13|23
        Jumlah/Total|25|45
        """, "A2:C2 A6:C6", vocabulary=WORDLESS)  # fmt: skip
    assert table.sections == {2: "2021", 6: "2022"}
    assert (table.data_rows, table.rows_of("total")) == ([3, 4, 7, 8], [5, 9])


def test_a_group_name_without_figures_is_a_section():
    table = only_table("""
        Uraian|Jan|Feb|Mar
        A. Total|||
        - Konsumsi|66.9|67.1|68
        - Tabungan|19.5|18|17
        B. Rp 1-2 juta|||
        - Konsumsi|69|68|67
        - Tabungan|18|19|20
        """, vocabulary=WORDLESS)  # fmt: skip
    assert table.sections == {2: "A. Total", 5: "B. Rp 1-2 juta"}


def test_notes_end_a_table_and_unlabelled_figures_below_them_are_not_data():
    table = only_table("""
        Uraian|Jan|Feb|Mar
        Konsumsi|66.9|67.1|68
        Tabungan|19.5|18|17

        * Angka sementara
        |69|68|67
        |18|19|20
        """, vocabulary=WORDLESS)  # fmt: skip
    assert (table.last_data_row, table.rows_of("note"), table.rows_of("other")) == (3, [5], [6, 7])


@pytest.mark.parametrize(
    "line", ["Sumber: BPS", "Sumber : buku register desa", "Catatan: data sementara", "*) angka sementara", "Ket : -"]
)
def test_a_source_or_note_line_is_a_note(line):
    table = only_table(f"No|Nama|L/P|Status\n1|Siti|P|Aktif\n2|Sri|P|Purna\n\n{line}|||")
    assert table.rows_of("note") == [5]


def test_rows_with_only_a_number_or_only_missing_markers_are_ignored():
    table = only_table("No|Nama Koperasi|Badan Hukum|Aktif\n1|KSP|518/BH|Ya\n2|-|-|-\n3|||\n-|-|-|-\n4|Maju|519/BH|Ya")
    assert (table.data_rows, table.rows_of("other")) == ([2, 6], [3, 4, 5])


@pytest.mark.parametrize("row", ["1|NIHIL|||", "|NIHIL|||", "NIHIL||||", "1|Nihil|-|-|-", "|||nihil|"])
def test_a_nihil_row_is_nihil(row):
    table = only_table(f"No|Tgl Lapor|Nama|Jenis Kasus|Status\n{row}")
    assert (table.rows_of("nihil"), table.data_rows) == ([2], [])


def test_a_name_with_everything_else_missing_is_kept_as_a_record():
    table = only_table(
        "No|Nama|NIK|L/P|Status\n1|Siti|3502185203880001|P|Aktif\n2|Sri|||\n|Rina|||\n4|Budi|3502185203880003|L|Purna"
    )
    assert table.data_rows == [2, 3, 4, 5]


def test_a_repeated_header_is_no_record_and_no_second_table():
    table = only_table("""
        No|Nama|L/P|Status
        1|Siti|P|Aktif
        2|Budi|L|Purna
        No|Nama|L/P|Status
        3|Rina|P|Aktif
        """)
    assert (table.header_rows, table.rows_of("header"), table.data_rows) == ([1], [1, 4], [2, 3, 5])
    assert table.confidence > 0.9


def test_rows_under_a_vertically_merged_cell_are_records():
    table = only_table("""
        No|Nama Kelompok|Anggota|L/P
        1|Sekar|Siti|P
        ||Sri|P
        ||Budi|L
        2|Melati|Ana|P
        """, "A2:A4 B2:B4")  # fmt: skip
    assert table.data_rows == [2, 3, 4, 5]


def test_an_office_in_a_full_row_of_an_unnumbered_table_is_a_record():
    table = only_table("Jabatan|Nama|L/P\nKepala Desa|Sugeng|L\nSekretaris Desa|Siti|P\nBendahara|Sri|P")
    assert table.data_rows == [2, 3, 4]


def test_an_example_row_is_not_a_record():
    table = only_table("No|Nama|L/P|Status\nContoh|Fulan|L|Aktif\n1|Siti|P|Aktif\n2|Sri|P|Purna")
    assert (table.data_rows, table.rows_of("other")) == ([3, 4], [2])


def test_a_two_level_header_may_be_repeated_as_one_row_of_its_lowest_texts():
    table = only_table("""
        No|Nama|NIK|Alamat|||Status
        |||Dusun|RT|RW|
        1|Siti|3502185203880001|Krajan|1|2|Aktif
        DUSUN SAMBI||||||
        No|Nama|NIK|Dusun|RT|RW|Status
        2|Sri|3502185203880002|Sambi|1|2|Aktif
        """)
    assert (table.rows_of("header"), table.sections, table.data_rows) == ([1, 2, 5], {4: "DUSUN SAMBI"}, [3, 6])
