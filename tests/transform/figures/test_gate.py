import pytest

from tests.transform.figures.published import publication, read, rules, table, values
from transform.figures.findings import reported
from transform.figures.understand import find_publication_findings

SECTORS = ["Formal;10.318", "Informal;12.879"]


def by_sector(total: str, year: str = "2024") -> object:
    return table(f"Penempatan Menurut Sektor Tahun {year}", "SEKTOR;JUMLAH", SECTORS, f"Total;{total}")


def test_a_total_that_fits_earns_nothing() -> None:
    assert rules(read(by_sector("23.197"))) <= {"provisional"}


@pytest.mark.parametrize(
    ("total", "rule"), [("23.198", "sum_off_by_one"), ("23.207", "printed_total_mismatch"), ("7.262", "parts_exceed_whole")]
)
def test_a_total_that_does_not_fit_is_said_and_loaded_flagged(total: str, rule: str) -> None:
    found = read(by_sector(total))
    assert rule in rules(found)
    assert {f["status"] for f in found.figures} == {"flagged"}
    assert values(found)[()] == float(total.replace(".", ""))


def test_the_code_shown_for_a_mismatch_is_the_documented_one() -> None:
    shown = reported(find_publication_findings(publication(by_sector("23.207"))))  # type: ignore[arg-type]
    assert [(line["code"], line["page"]) for line in shown] == [("total_mismatch", 3)]
    assert "23197" in shown[0]["detail"]


def test_only_what_no_other_sum_vouches_for_is_flagged() -> None:
    rows = ["Hong Kong;60;89;149", "Taiwan;53;83;136"]
    found = read(
        table("Penempatan Menurut Negara dan Sektor Tahun 2024", "NEGARA;Formal;Informal;Jumlah", rows, "Jumlah;113;171;285")
    )
    flagged = {tuple(sorted(m["label"] for m in f["members"].values())) for f in found.figures if f["status"] == "flagged"}
    assert ("Hong Kong", "Formal") not in flagged
    assert ("Hong Kong", "Informal") in flagged or ("Informal",) in flagged


def test_a_list_of_the_largest_may_fall_short_but_not_exceed() -> None:
    rows = ["Hong Kong;99.773", "Taiwan;84.581"]
    title = "2 Negara Terbesar Penempatan PMI Tahun 2024"
    assert "printed_total_mismatch" not in rules(read(table(title, "NEGARA;JUMLAH", rows, "TOTAL;297.434")))
    assert "parts_exceed_whole" in rules(read(table(title, "NEGARA;JUMLAH", rows, "TOTAL;100.000")))


def test_a_partition_is_checked_against_the_total_on_another_page() -> None:
    education = table("Penempatan Menurut Pendidikan Tahun 2021", "PENDIDIKAN;JUMLAH", ["SD;68.838", "SMP;44.336"], page=4)
    found = read(table("Penempatan Tahun 2021", "TAHUN;JUMLAH", ["2021;72.624"]), education)
    finding = next(f for f in found.findings if f.rule == "parts_exceed_whole")
    assert finding.facts["page"] == 4


def test_a_partition_is_checked_against_the_total_in_the_text() -> None:
    sexes = table("Penempatan Menurut Jenis Kelamin Tahun 2021", "JENIS KELAMIN;JUMLAH", ["Laki-laki;26.539", "Perempuan;3.795"])
    found = read(sexes, text=[(2, "Jumlah penempatan PMI pada tahun 2021 sebanyak 36.218 orang.")])
    assert "printed_total_mismatch" in rules(found)


def test_two_pages_with_two_numbers_for_one_figure_are_both_flagged() -> None:
    found = read(
        table("Penempatan Tahun 2024", "TAHUN;JUMLAH", ["2024;297.434"]),
        table("Penempatan per Tahun", "TAHUN;JUMLAH", ["2024;297.344"], page=4),
    )
    assert "pages_disagree" in rules(found)
    assert {f["status"] for f in found.figures} == {"flagged"}


MONTH = table("Penempatan Agustus 2024", "URAIAN;Agustus 2024", ["Penempatan;23.197"])


@pytest.mark.parametrize(("year_to_date", "said"), [("207.090", set()), ("207.100", {"printed_total_mismatch"})])
def test_the_year_to_date_is_that_of_the_month_before_and_the_month_wherever_they_are_printed(
    year_to_date: str, said: set[str]
) -> None:
    columns = "URAIAN;Januari s.d Juli 2024;Januari s.d Agustus 2024"
    found = read(MONTH, table("Penempatan Kumulatif", columns, [f"Penempatan;183.893;{year_to_date}"], page=4))
    assert rules(found) & {"printed_total_mismatch", "sum_off_by_one"} == said
    assert {f["status"] for f in found.figures} == {"flagged" if said else "final"}


def test_a_member_twice_keeps_both_values_and_an_exact_repetition_once() -> None:
    found = read(
        table("Penempatan Menurut Negara Tahun 2024", "NEGARA;JUMLAH", ["Malaysia;100", "Taiwan;50", "Malaysia;7", "Taiwan;50"])
    )
    assert "duplicate_member" in rules(found)
    assert sorted(int(f["value"]) for f in found.figures) == [7, 50, 100]
    assert found.balances[0].duplicate == 1


def test_a_heading_row_with_the_sum_of_its_rows_is_no_mismatch() -> None:
    rows = ["Asia Tenggara;160", "Malaysia;110", "Singapura;50", "Asia Timur;300", "Hong Kong;200", "Taiwan;100"]
    found = read(table("Penempatan Menurut Negara Tahun 2024", "NEGARA;JUMLAH", rows, "TOTAL;460"))
    assert not rules(found) & {"printed_total_mismatch", "parts_exceed_whole", "sum_off_by_one"}


def test_a_cell_two_readers_read_differently_loads_only_if_a_sum_proves_it() -> None:
    proved = by_sector("23.197")
    proved.doubtful = [(0, 1)]  # type: ignore[attr-defined]
    assert len(read(proved).figures) == 3
    unproved = table("Penempatan Menurut Sektor Tahun 2024", "SEKTOR;JUMLAH", SECTORS)
    unproved.doubtful = [(0, 1)]
    found = read(unproved)
    assert "readers_disagree" in rules(found)
    assert list(values(found)) == [("Informal",)]


def test_an_amount_with_three_digits_behind_its_mark_is_withheld_until_its_neighbours_decide() -> None:
    lone = table("Remitansi Menurut Negara Tahun 2021 (juta USD)", "NEGARA;NILAI", ["Malaysia;2.303"])
    assert "reading_undecided" in rules(read(lone))
    neighbours = table("Remitansi Menurut Negara Tahun 2021 (juta USD)", "NEGARA;NILAI", ["Malaysia;2.303", "Taiwan;910,25"])
    assert values(read(neighbours))[("Malaysia",)] == 2303


def test_a_restated_year_is_said_from_the_note() -> None:
    note = "Angka tahun 2023 sebelumnya dipublikasikan sebesar 274.965."
    finding = next(f for f in read(by_sector("23.197"), text=[(5, note)]).findings if f.rule == "restated_period")
    assert finding.facts["page"] == 5


@pytest.mark.parametrize(
    ("printed", "day", "said"),
    [
        ("297.108", "15 April 2025", ["restated_period"]),
        ("274.965", "31 Januari 2024", ["restated_period", "superseded_vintage"]),
        ("273.747", "29 Desember 2023", ["superseded_vintage"]),
    ],
)
def test_a_total_known_to_be_restated_is_said_before_anything_is_loaded(printed: str, day: str, said: list[str]) -> None:
    year = table("Penempatan Tahun 2023", "TAHUN;JUMLAH", [f"2023;{printed}"])
    assert [finding.rule for finding in find_publication_findings(publication(year, cover=("BP2MI", day)))] == said


@pytest.mark.parametrize(
    ("note", "rule"),
    [
        ("Data kedatangan belum dapat ditampilkan akibat insiden siber.", "missing_block"),
        ("– data belum tersedia –", "missing_block"),
        ("*) Data sementara. Sumber: SISKOP2MI", "provisional"),
        ("Data tahun 2025 masih bersifat sementara.", "provisional"),
        ("Terdapat perubahan metode penghitungan sejak tahun 2023 sehingga data tidak dapat dibandingkan.", "level_break"),
        ("Klasifikasi pemberi kerja menggantikan sektor formal dan informal.", "classification_break"),
        ("Satuan pada tabel ini berbeda dengan tabel sebelumnya.", "unit_change"),
    ],
)
def test_what_a_document_says_about_its_own_data_is_heard(note: str, rule: str) -> None:
    finding = next(f for f in read(by_sector("23.197"), text=[(4, note)]).findings if f.rule == rule)
    assert finding.facts["page"] == 4


@pytest.mark.parametrize(
    "text",
    [
        "Pusat Data Nasional Sementara mengalami gangguan.",
        "Penempatan naik, sementara itu pengaduan turun.",
        "Data diperoleh dari SISKOP2MI.",
        "Jika data tidak tersedia, hubungi Pusdatin.",
    ],
)
def test_ordinary_sentences_earn_nothing(text: str) -> None:
    assert not rules(read(by_sector("23.197"), text=[(4, text)]))


def test_a_column_without_a_single_number_is_a_missing_block() -> None:
    found = read(table("Penempatan Menurut Sektor", "SEKTOR;2023;2024", ["Formal;10;n.a.", "Informal;20;n.a."], "Total;30;n.a."))
    assert "missing_block" in rules(found)
    assert {f["period_start"].year for f in found.figures} == {2023}


def test_decimal_comma_and_point_in_one_document_are_said_once_a_page() -> None:
    found = read(by_sector("23.197"), text=[(4, "turun 19,81% dan naik 10.37%")])
    assert [f.facts["page"] for f in found.findings if f.rule == "mixed_decimal_marks"] == [4]


def test_a_measure_in_two_units_is_said() -> None:
    found = read(
        table("Remitansi Tahun 2021 (juta USD)", "TAHUN;NILAI", ["2021;9.164,04"]),
        table("Remitansi Tahun 2022 (miliar USD)", "TAHUN;NILAI", ["2022;9,71"], page=4),
    )
    assert "unit_change" in rules(found)
    assert {f["unit"] for f in found.figures} == {"usd_million", "usd_billion"}
