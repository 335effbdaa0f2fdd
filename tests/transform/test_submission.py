"""A village file read whole: matching, values, duplicates, hamlets, totals, attendance, and an account of every row."""

import datetime as dt
from decimal import Decimal

import pytest

from extract.tables.finder import read_sheets
from extract.tables.vocabulary import contract_vocabulary
from extract.workbook import read_workbook
from transform.records import Rows, hamlet_of
from transform.submission import SheetPart, Submission, read_submission

PATH = "3502182015_2026-10.csv"
REGISTER = "No;Nama;NIK;L/P;Tgl Lahir;Negara Tujuan;Gaji;Status"


def submission(*lines: str, path: str = PATH) -> Submission:
    workbook = read_workbook("\n".join(lines).encode(), path)
    readings = read_sheets(workbook, contract_vocabulary())
    return read_submission(workbook.sheets, readings, path, "35.02", dt.date(2026, 11, 24))


def rows_of(read: Submission, dataset: str) -> Rows:
    return next(rows for part in read.parts if part.dataset == dataset for rows in part.rows)


def part_of(read: Submission, dataset: str | None) -> SheetPart:
    return next(part for part in read.parts if part.dataset == dataset)


def rules(read: Submission, dataset: str) -> set[tuple[str, str | None]]:
    return {(finding.rule, finding.cell) for finding in rows_of(read, dataset).findings}


def test_columns_are_known_by_their_headers_in_any_order() -> None:
    read = submission(
        "Status;Negara Tujuan;L/P;Nama;No",
        "Aktif;Hongkong;Pr;Sri Lestari;1",
        "Purna;Taiwan;Lk;Budi Utomo;2",
        "Cuti;Korsel;P;Siti Aminah;3",
    )
    values = rows_of(read, "migrant_register").values
    assert values["full_name"] == ["Sri Lestari", "Budi Utomo", "Siti Aminah"]
    assert values["sex"] == ["P", "L", "P"]
    assert values["destination"] == ["HKG", "TWN", "KOR"]
    assert values["status"] == ["AKTIF", "PURNA", "CUTI"]


def test_an_unreadable_optional_cell_is_withheld_and_its_row_loads() -> None:
    read = submission(
        REGISTER,
        "1;Sri Lestari;3502184505809001;P;31-02-1980;Hongkong;HK$ 4.870;Aktif",
        "2;Budi Utomo;3502180505809002;L;05-05-1980;Negeri Antah;NT 26.400;Aktif",
        "3;Siti Aminah;3502184606819003;P;06-06-1981;Taiwan;;Purna",
    )
    rows = rows_of(read, "migrant_register")
    assert rules(read, "migrant_register") == {("date_impossible", "E2"), ("country_unknown", "F3")}
    assert rows.values["birth_date"] == [None, dt.date(1980, 5, 5), dt.date(1981, 6, 6)]
    assert rows.values["monthly_wage"] == [Decimal(4870), Decimal(26400), None]
    assert rows.values["wage_currency"] == ["HKD", "TWD", None]
    assert not rows.condemned


def test_an_unreadable_required_cell_holds_its_row_back() -> None:
    read = submission(
        REGISTER,
        "1;Sri Lestari;;P;01-02-1980;Hongkong;;Belum pasti",
        "2;Budi Utomo;;L;05-05-1980;Taiwan;;Aktif",
        "3;Siti Aminah;;X;06-06-1981;Taiwan;;Purna",
    )
    assert rows_of(read, "migrant_register").condemned == {0, 2}


def test_a_row_written_twice_loads_once_whatever_its_running_number() -> None:
    read = submission(
        REGISTER,
        "1;Sri Lestari;3502184505809001;P;05-05-1980;Hongkong;;Aktif",
        "2;Budi Utomo;3502180505809002;L;05-05-1980;Taiwan;;Aktif",
        "3;SRI LESTARI;3502184505809001;P;5/5/80;Hongkong;;Aktif",
        "4;Sri Lestari;3502184505809001;P;05-05-1980;Hong Kong;;Aktif",
    )
    assert rows_of(read, "migrant_register").duplicates == {3}


def test_one_nik_on_two_names_is_withheld_on_both() -> None:
    read = submission(
        REGISTER,
        "1;Sri Lestari;3502184505809001;P;05-05-1980;Hongkong;;Aktif",
        "2;Siti Aminah;3502184505809001;P;06-06-1981;Taiwan;;Aktif",
        "3;Budi Utomo;3502180505809002;L;05-05-1980;Taiwan;;Aktif",
    )
    rows = rows_of(read, "migrant_register")
    assert rows.values["nik"] == [None, None, "3502180505809002"]
    assert {finding.cell for finding in rows.findings if finding.rule == "nik_shared"} == {"C2", "C3"}


def test_a_nik_that_does_not_fit_its_row_is_only_a_warning() -> None:
    read = submission(
        REGISTER,
        "1;Sri Lestari;3502030505809001;P;07-05-1980;Hongkong;;Aktif",
        "2;Budi Utomo;3502180505809002;L;05-05-1980;Taiwan;;Aktif",
        "3;Siti Aminah;3502184606819003;P;06-06-1981;Taiwan;;Aktif",
    )
    rows = rows_of(read, "migrant_register")
    assert rows.values["nik"][0] == "3502030505809001"
    assert {f.rule for f in rows.findings} == {"nik_district_differs", "nik_birth_differs", "nik_sex_differs"}


def test_an_unknown_column_is_reported_and_the_rows_load() -> None:
    read = submission(
        "No;Nama;Nama Ayah;Hobi;L/P;Status",
        "1;Sri Lestari;Paidi;Mancing;P;Aktif",
        "2;Budi Utomo;Karno;Catur;L;Aktif",
        "3;Siti Aminah;Slamet;;P;Purna",
    )
    part = part_of(read, "migrant_register")
    assert {finding.facts["header"] for finding in part.findings if finding.rule == "column_unknown"} == {"Nama Ayah", "Hobi"}
    assert rows_of(read, "migrant_register").values["full_name"] == ["Sri Lestari", "Budi Utomo", "Siti Aminah"]


def test_a_table_without_a_required_column_loads_nothing_and_says_which() -> None:
    read = submission(
        "No;Nama;NIK;L/P;Tgl Lahir;Negara Tujuan;Gaji",
        "1;Sri Lestari;;P;01-02-1980;Hongkong;",
        "2;Budi Utomo;;L;05-05-1980;Taiwan;",
        "3;Siti Aminah;;P;06-06-1981;Taiwan;",
        path="register pmi 3502182015_2026-10.csv",
    )
    part = part_of(read, "migrant_register")
    assert part.held_back == 3
    assert not part.rows
    assert [finding.facts["missing"] for finding in part.findings if finding.rule == "required_column_missing"] == ["Status PMI"]


def test_values_slipped_under_the_wrong_headers_stop_the_table() -> None:
    read = submission(
        REGISTER,
        "Sri Lestari;3502184505809001;P;05-05-1980;Hongkong;4870;Aktif;",
        "Budi Utomo;3502180505809002;L;05-05-1980;Taiwan;26400;Aktif;",
        "Siti Aminah;3502184606819003;P;06-06-1981;Taiwan;26400;Purna;",
        "Tri Rahayu;3502184606829004;P;06-06-1982;Taiwan;26400;Purna;",
    )
    part = part_of(read, "migrant_register")
    assert part.held_back == 4
    assert [finding.rule for finding in part.findings if finding.level == "sheet"].count("columns_shifted") == 1


def test_a_hamlet_comes_from_the_section_row_above() -> None:
    read = submission(
        "No;Nama;L/P;Status",
        "DUSUN KRAJAN;;;",
        "1;Sri Lestari;P;Aktif",
        "2;Budi Utomo;L;Aktif",
        "DUSUN NGASEM;;;",
        "3;Siti Aminah;P;Purna",
    )
    assert rows_of(read, "migrant_register").values["hamlet"] == ["KRAJAN", "KRAJAN", "NGASEM"]


@pytest.mark.parametrize(
    ("heading", "hamlet"),
    [
        ("DUSUN KRAJAN", "KRAJAN"),
        ("A. DATA PMI DUSUN KRAJAN DESA PAGER", "KRAJAN"),
        ("DUSUN : NGASEM RT 02", "NGASEM"),
        ("DATA PMI PER DUSUN TAHUN 2026", None),
        ("REKAP MENURUT DUSUN DAN JENIS KELAMIN", None),
        ("DATA DUSUN / RT", None),
        ("DAFTAR PMI TIAP DUSUN", None),
        ("NAMA DUSUN", None),
    ],
)
def test_a_heading_that_only_speaks_of_hamlets_names_none(heading: str, hamlet: str | None) -> None:
    assert hamlet_of(heading) == hamlet


def test_a_total_that_does_not_add_up_is_remarked_and_the_rows_load() -> None:
    read = submission(
        "No;Nama Kelompok;Anggota L;Anggota P;Jumlah Anggota;Aktif",
        "1;KUBE Barokah;2;8;10;Ya",
        "2;KWT Mekar;1;9;10;Ya",
        "3;UPPKS Sekar;3;5;8;Tidak",
        "JUMLAH;;6;22;29;",
    )
    rows = rows_of(read, "business_groups")
    assert rows.values["members_total"] == [10, 10, 8]
    assert [(f.rule, f.cell, f.facts["added"]) for f in rows.findings] == [("total_row_differs", "E5", "28")]


def test_joined_columns_feed_both_their_fields() -> None:
    read = submission(
        "No;Nama;L/P;TTL;RT/RW;Status",
        '1;Sri Lestari;P;"Ponorogo, 12-05-1988";02/01;Aktif',
        '2;Budi Utomo;L;"Madiun, 3 Agt 1979";003/004;Aktif',
        "3;Siti Aminah;P;;;Purna",
    )
    values = rows_of(read, "migrant_register").values
    assert values["birth_place"] == ["Ponorogo", "Madiun", None]
    assert values["birth_date"] == [dt.date(1988, 5, 12), dt.date(1979, 8, 3), None]
    assert (values["rt"], values["rw"]) == ([2, 3, None], [1, 4, None])


@pytest.mark.parametrize("odd", ["S", "izin"])
def test_an_attendance_mark_that_is_no_tick_withholds_that_day(odd: str) -> None:
    read = submission(
        "DAFTAR HADIR;;;;",
        "No;Nama Anak;L/P;Tanggal Kegiatan;",
        ";;;04-10-2026;19-10-2026",
        ";;;Calistung;Bimbingan belajar",
        "1;Lasiman;L;v;√",
        "2;Nanik;P;V;-",
        f"3;Tutik;P;{odd};v",
    )
    rows = rows_of(read, "parenting_sessions")
    assert rows.values["session_date"] == [dt.date(2026, 10, 4), dt.date(2026, 10, 19)]
    assert rows.values["activity"] == ["Calistung", "Bimbingan belajar"]
    assert (rows.values["children_male"], rows.values["children_female"]) == ([None, 1], [None, 1])


def test_every_row_of_a_sheet_is_accounted_for() -> None:
    read = submission(
        "DATA PMI;;;",
        "DESA PARINGAN;;;",
        "No;Nama;L/P;Status",
        "1;2;3;4",
        "1;Sri Lestari;P;Aktif",
        "2;Budi Utomo;L;Aktif",
        "3;Siti Aminah;P;Purna",
        "JUMLAH;3;;",
        "Mengetahui,;;;",
        "Kepala Desa Paringan;;;",
    )
    part = part_of(read, "migrant_register")
    assert sum(part.ignored.values()) + len(rows_of(read, "migrant_register").source_rows) == 10
    assert part.ignored["title"] == 2
    assert part.ignored["signature"] == 2


def test_a_profile_nobody_filled_in_is_no_record() -> None:
    read = submission("PROFIL DESA;", "Jumlah Penduduk;", "Jumlah KK;-", "Program;", "Perdes;", "Nama Petugas;")
    part = part_of(read, "village_profile")
    assert not part.rows
    assert part.ignored["blank_form"] == 5


def test_a_file_without_a_known_table_is_rejected_with_its_sheets() -> None:
    read = submission("Bahan;Harga;Satuan", "Gula;15000;kg", "Beras;14000;kg", "Minyak;17000;l")
    assert read.rejection is not None
    assert read.rejection.rule_id == "file_without_known_sheet"
