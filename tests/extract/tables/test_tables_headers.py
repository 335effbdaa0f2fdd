"""Headers found by evidence: levels, merges, blanks under parents, column numbers, years and dates."""

from tests.extract.tables.drawn_sheets import WORDLESS, headers, only_table, read


def test_a_header_below_title_lines_is_found_with_its_data_span():
    table = only_table("""
        REGISTER PEKERJA MIGRAN INDONESIA
        DESA PARINGAN KEC. JENANGAN
        BULAN OKTOBER 2026

        No|Nama|NIK|L/P|Status
        1|Siti|3502185203880001|P|Aktif
        2|Sri|3502185203880002|P|Purna
        """)
    assert (table.header_rows, table.first_data_row, table.last_data_row) == ([5], 6, 7)
    assert headers(table) == ["No", "Nama", "NIK", "L/P", "Status"]
    assert table.rows_of("title") == [1, 2, 3]
    assert table.confidence > 0.9


def test_title_lines_directly_above_the_header_are_no_header():
    table = only_table("""
        DAFTAR PMI DESA PARINGAN||||
        Bulan Oktober 2026||||
        No|Nama|NIK|L/P|Status
        1|Siti|3502185203880001|P|Aktif
        """)
    assert table.header_rows == [3]


def test_a_title_merged_over_a_part_of_the_columns_is_no_parent():
    table = only_table("""
        DAFTAR PMI DESA PARINGAN||||
        No|Nama|NIK|L/P|Status
        1|Siti|3502185203880001|P|Aktif
        """, "A1:C1")  # fmt: skip
    assert table.header_rows == [2]


def test_a_form_number_beside_a_label_above_the_header_is_no_header():
    table = only_table("""
        JENIS PENGADAAN||||Form LP-1
        NO|NAMA PAKET|PAGU|TANGGAL|
        |||MULAI|SELESAI
        1|2|3|4|5
        """, "A2:A3 B2:B3 C2:C3 D2:E2", vocabulary=WORDLESS)  # fmt: skip
    assert (table.header_rows, table.column_number_rows) == ([2, 3], [4])
    assert headers(table) == ["NO", "NAMA PAKET", "PAGU", "TANGGAL | MULAI", "TANGGAL | SELESAI"]


def test_merged_parents_are_repeated_over_what_they_span():
    table = only_table("""
        NO|DATA KELOMPOK|||||BANTUAN||AKTIF
        |NAMA|JUMLAH ANGGOTA|||KETUA|TAHUN|NILAI|
        ||L|P|JML||||
        1|Sekar|2|3|5|Siti|2020|5000000|Ya
        2|Melati|2|3|5|Sri|2021|5000000|Tidak
        """, "A1:A3 B1:F1 G1:H1 I1:I3 B2:B3 C2:E2 F2:F3 G2:G3 H2:H3")  # fmt: skip
    assert table.header_rows == [1, 2, 3]
    assert headers(table)[2] == "DATA KELOMPOK | JUMLAH ANGGOTA | L"
    assert headers(table)[5:] == ["DATA KELOMPOK | KETUA", "BANTUAN | TAHUN", "BANTUAN | NILAI", "AKTIF"]


def test_without_merges_a_parent_spreads_over_the_blanks_that_have_children():
    table = only_table("""
        No|Nama|Alamat|||Negara Tujuan|L/P
        ||Dusun|RT|RW||
        1|Siti|Krajan|01|02|Taiwan|P
        2|Budi|Krajan|03|02|Hongkong|L
        """)
    assert table.header_rows == [1, 2]
    assert headers(table)[2:6] == ["Alamat | Dusun", "Alamat | RT", "Alamat | RW", "Negara Tujuan"]


def test_a_parent_above_an_otherwise_complete_header_belongs_to_it():
    table = only_table("""
        DATA PMI

        |||ALAMAT|||
        No|Nama|NIK|Dusun|RT|RW|Status
        1|Siti|3502185203880001|Krajan|1|2|Aktif
        """, "D3:F3")  # fmt: skip
    assert table.header_rows == [3, 4]
    assert headers(table)[3:] == ["ALAMAT | Dusun", "ALAMAT | RT", "ALAMAT | RW", "Status"]


def test_years_head_columns_also_as_numbers():
    table = only_table("""
        Jumlah Penduduk menurut Kecamatan

        Kecamatan|Penduduk||
        |2021|2022|2023
        Slahung|100|110|120
        Ngrayun|200|210|220
        Bungkal|300|310|320
        """, vocabulary=WORDLESS)  # fmt: skip
    assert table.header_rows == [3, 4]
    assert headers(table) == ["Kecamatan", "Penduduk | 2021", "Penduduk | 2022", "Penduduk | 2023"]


def test_a_row_of_units_is_the_last_header_row():
    table = only_table("""
        Kecamatan|Luas|Penduduk|Produksi
        |(km2)|(jiwa)|(ton)
        Slahung|10.5|200|30
        Bungkal|11.5|300|31
        """, vocabulary=WORDLESS)  # fmt: skip
    assert table.header_rows == [1, 2]


def test_column_numbers_may_skip_and_hold_formulas():
    table = only_table("""
        NO|NAMA PAKET|PAGU|REALISASI|SISA
        1|3|4|5|6 = 4 - 5
        """, vocabulary=WORDLESS)  # fmt: skip
    assert (table.header_rows, table.column_number_rows, table.first_data_row) == ([1], [2], None)


def test_column_numbers_may_be_letters():
    table = only_table("NO|PROGRAM|PAGU|REALISASI\na|b|c|d\n1|Jalan|100|50\n2|Jembatan|200|100", vocabulary=WORDLESS)
    assert (table.column_number_rows, table.first_data_row) == ([2], 3)


def test_a_child_alone_under_its_parent_is_a_second_level():
    table = only_table("""
        No|Nama Kelompok|Jumlah Anggota|Purna PMI|Aktif
        ||L||
        1|Sekar|4|2|Ya
        2|Melati|5|1|Ya
        """)
    assert (table.header_rows, headers(table)[2]) == ([1, 2], "Jumlah Anggota | L")


def test_spans_that_an_export_pushed_to_the_left_are_laid_out_again():
    table = only_table("""
        Komponen|Jenis Kelamin|Daerah|Total|||||||
        |Laki-laki|Perempuan|Kota|Desa||||||
        |2020|2021|2020|2021|2020|2021|2020|2021|2020|2021
        (1)|(2)|(3)|(4)|(5)|(6)|(7)|(8)|(9)|(10)|(11)
        Bekerja|1|2|3|4|2|3|2|3|4|6
        Menganggur|1|2|3|4|2|3|2|3|4|6
        """, vocabulary=WORDLESS)  # fmt: skip
    assert headers(table)[1] == "Jenis Kelamin | Laki-laki | 2020"
    assert headers(table)[4] == "Jenis Kelamin | Perempuan | 2021"
    assert headers(table)[8:] == ["Daerah | Desa | 2021", "Total | 2020", "Total | 2021"]


def test_a_label_column_without_a_header_belongs_to_the_table():
    table = only_table("""
        Rumah Tangga Menurut Provinsi

        |Rumah Tangga (Ribu)|Rata-rata
        Aceh|1 273,9|4,2
        Riau|1 673,9|4,2
        Jambi|901,8|4,0
        """, vocabulary=WORDLESS)  # fmt: skip
    assert (table.first_col, headers(table)[0], table.header_rows) == (1, "", [3])


def test_spacer_rows_and_columns_do_not_break_a_table():
    table = only_table("""
        No||Nama||L/P||Status

        1||Siti||P||Aktif
        2||Budi||L||Purna

        3||Rina||P||Aktif
        """)
    assert (table.first_data_row, table.last_data_row, table.data_rows) == (3, 6, [3, 4, 6])
    assert headers(table) == ["No", "", "Nama", "", "L/P", "", "Status"]


def test_spacer_columns_right_of_a_blank_margin_keep_their_place():
    table = only_table("||No||Nama||Status\n||1||Siti||Aktif\n||2||Sri||Purna")
    assert (table.first_col, table.last_col, [column.index for column in table.columns]) == (3, 7, [3, 4, 5, 6, 7])


def test_line_breaks_in_a_header_are_spaces():
    table = only_table("No|Nama\\nLengkap|Jenis\\nKelamin|Status\n1|Siti|P|Aktif\n2|Sri|P|Purna")
    assert headers(table)[1:3] == ["Nama Lengkap", "Jenis Kelamin"]


def test_an_empty_form_has_a_header_and_no_data():
    table = only_table("REGISTER PMI\n\nNo|Nama|NIK|L/P|Status")
    assert (table.header_rows, table.first_data_row, table.last_data_row) == ([3], None, None)


def test_a_table_of_words_that_are_all_unknown_is_doubtful_and_shows_other_readings():
    table = only_table("""
        Burung|Warna|Suara
        Merpati|Putih|Pelan
        Gagak|Hitam|Keras
        Pipit|Coklat|Nyaring
        """, vocabulary=WORDLESS)  # fmt: skip
    assert table.confidence < 0.5
    assert table.evidence
    assert 1 <= len(table.alternatives) <= 3


def test_a_sheet_of_running_text_has_no_table():
    reading = read("Kepada Yth.\nKepala Dinas Tenaga Kerja\ndi Ponorogo\n\nBersama ini kami sampaikan laporan.")
    assert (reading.tables, reading.reason) == ([], "no_table_found")
