import datetime as dt

from tests.transform.figures.published import labels, publication, read, rules, table, values
from transform.figures.understand import understand

YEAR_2024 = dt.date(2024, 1, 1)


def test_a_table_by_year_mixes_full_and_part_years_without_mixing_them_up() -> None:
    found = read(
        table(
            "PENEMPATAN TKI Tahun 2015 s.d 2016 (s.d Mei)",
            "NO;TAHUN;JUMLAH TKI",
            ["1;2015;275.736", "2;Januari s.d Mei 2016;97.349"],
        )
    )
    assert [(f["period_type"], int(f["value"])) for f in found.figures] == [("year", 275_736), ("ytd", 97_349)]
    assert "mixed_period_rows" in rules(found)


def test_members_across_and_years_down_with_shares_between() -> None:
    found = read(
        table(
            "PENEMPATAN BERDASARKAN SEKTOR Tahun 2011 s.d 2012",
            "NO;TAHUN;JUMLAH TOTAL TKI YG DILAYANI;TKI FORMAL;%;TKI INFORMAL;%",
            ["1;2011;586.802;266.191;45;320.611;55", "2;2012;494.609;258.411;52;236.198;48"],
        )
    )
    assert values(found, measure="placements", period_start=dt.date(2011, 1, 1)) == {
        (): 586_802,
        ("TKI FORMAL",): 266_191,
        ("TKI INFORMAL",): 320_611,
    }
    assert values(found, measure="placements_share", period_start=dt.date(2011, 1, 1)) == {
        ("TKI FORMAL",): 45,
        ("TKI INFORMAL",): 55,
    }
    assert {f["sector"] for f in found.figures} == {None, "FORMAL", "INFORMAL"}


def test_a_head_of_two_levels_gives_month_and_year_and_the_last_column_the_year_to_date() -> None:
    found = read(
        table(
            "Tabel 2. Penempatan PMI Menurut Jenis Kelamin",
            "No;Jenis Kelamin;Penempatan Agustus | 2023;Penempatan Agustus | 2024;Januari – Agustus 2024 *)",
            ["1;Laki-laki;11.050;7.206;66.218", "2;Perempuan;17.877;15.991;137.314"],
            "Total;;28.927;23.197;203.532",
            notes=["*) Data sementara"],
        )
    )
    total = [f for f in found.figures if not f["members"]]
    assert [(f["period_type"], f["period_end"].isoformat(), f["status"]) for f in total] == [
        ("month", "2023-08-31", "final"),
        ("month", "2024-08-31", "final"),
        ("ytd", "2024-08-31", "provisional"),
    ]
    assert {f["sex"] for f in found.figures if f["members"]} == {"L", "P"}


def test_years_under_a_title_of_part_years_are_part_years() -> None:
    found = read(
        table(
            "Penempatan PMI Berdasarkan Provinsi Periode Januari – Maret Tahun 2024 dan 2025",
            "No;Provinsi;2024;2025;Pertumbuhan (%)",
            ["1;Jawa Timur;15.000;14.500;-3,33", "2;NTB;10.000;11.000;10,00"],
        )
    )
    assert {f["period_type"] for f in found.figures} == {"ytd"}
    assert values(found, measure="placements_growth") == {("Jawa Timur",): -3.33, ("NTB",): 10.0}
    assert {f["basis"] for f in found.figures} == {"origin"}
    assert {f["region_code"] for f in found.figures} == {"35", "52"}


def test_a_year_a_report_can_only_know_in_part_is_that_part() -> None:
    cover = ("LAPORAN DATA PMI Periode Januari – Maret 2025", "BP2MI", "15 April 2025")
    found = read(table("Penempatan Menurut Sektor", "SEKTOR;2024;2025", ["Formal;10;20", "Informal;30;40"]), cover=cover)
    assert {(f["period_start"].year, f["period_type"]) for f in found.figures} == {(2024, "year"), (2025, "ytd")}


def test_two_breakdowns_make_cells_of_both_and_totals_of_one() -> None:
    found = read(
        table(
            "Pengaduan Menurut Jenis Masalah dan Negara, Agustus 2024",
            "Jenis Pengaduan;Negara Penempatan | Malaysia;Negara Penempatan | UEA;Jumlah",
            ["Gaji tidak dibayar;8;-;8", "Overstay;2;1;3"],
            "Total;10;1;11",
        )
    )
    cells = values(found, measure="complaints")
    assert cells["Gaji tidak dibayar", "UEA"] == 0
    assert (cells[("Malaysia",)], cells[("Overstay",)], cells[()]) == (10, 3, 11)
    assert {f["unit"] for f in found.figures} == {"cases"}
    assert {f["complaint_type"] for f in found.figures} == {None, "GAJI_TIDAK_DIBAYAR", "OVERSTAY"}


def test_a_dash_is_no_figure_where_nothing_proves_it_zero() -> None:
    found = read(table("Penempatan PMI Tahun 2023 – 2024", "TAHUN;JUMLAH;PERUBAHAN", ["2023;297.108;-", "2024;297.434;0,11%"]))
    assert values(found, measure="placements_growth") == {(): 0.11}


def test_a_month_not_out_yet_is_no_zero_and_ends_the_sum_before_it() -> None:
    rows = ["Januari;27.243;25.642", "Februari;23.716;23.373", "Maret;23.049;-"]
    found = read(table("Penempatan per Bulan Tahun 2024 – 2025", "BULAN;2024;2025", rows, "JUMLAH;74.008;49.015"))
    sums = {f["period_end"] for f in found.figures if f["period_type"] == "ytd"}
    assert sums == {dt.date(2024, 3, 31), dt.date(2025, 2, 28)}
    assert dt.date(2025, 3, 1) not in {f["period_start"] for f in found.figures}


def test_twelve_months_make_the_year() -> None:
    names = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
    rows = [f"{name};10" for name in names]
    found = read(table("Pengaduan PMI per Bulan Tahun 2024", "BULAN;JUMLAH PENGADUAN", rows, "Jumlah;120"))
    assert [int(f["value"]) for f in found.figures if f["period_type"] == "year"] == [120]


def test_a_sum_over_years_is_a_check_and_counted_as_ignored() -> None:
    rows = ["Hong Kong;60.065;88.167;148.232", "Taiwan;53.471;83.142;136.613"]
    found = read(
        table("Penempatan Berdasarkan Negara 2022 – 2023", "NEGARA;2022;2023;JUMLAH", rows, "Jumlah;113.536;171.309;284.845")
    )
    assert len(found.figures) == 6
    assert max(int(f["value"]) for f in found.figures) == 171_309


def test_the_province_beside_a_regency_is_no_member_but_decides_its_code() -> None:
    rows = ["Banjar;Jawa Barat;10", "Malang;Jawa Timur;20", "Kota Malang;Jawa Timur;5", "Blitar;Jawa Timur;7"]
    found = read(table("Penempatan per Kabupaten/Kota Tahun 2024", "KABUPATEN/KOTA;PROVINSI;2024", rows))
    codes = {labels(f): f["region_code"] for f in found.figures}
    assert codes == {("Banjar",): "32.79", ("Malang",): "35.07", ("Kota Malang",): "35.73", ("Blitar",): "35.05"}


def test_a_regency_name_that_a_city_shares_stays_open_where_nothing_decides() -> None:
    rows = ["Malang;20", "Blitar;7", "Ponorogo;9"]
    found = read(table("Penempatan per Kabupaten/Kota Tahun 2024", "KABUPATEN/KOTA;2024", rows))
    assert {labels(f): f["region_code"] for f in found.figures} == {("Malang",): None, ("Blitar",): None, ("Ponorogo",): "35.02"}


def test_old_and_new_employer_classes_stay_apart() -> None:
    found = read(
        table("Penempatan Menurut Sektor Tahun 2024", "SEKTOR;2024", ["Formal;10", "Informal;20"], "Total;30"),
        table(
            "Penempatan Menurut Pemberi Kerja Maret 2025",
            "PEMBERI KERJA;JUMLAH",
            ["Berbadan Hukum;11", "Perseorangan;12"],
            "Total;23",
        ),
    )
    assert {f["sector"] for f in found.figures} == {None, "FORMAL", "INFORMAL"}
    assert {f["employer_type"] for f in found.figures} == {None, "BADAN_HUKUM", "PERSEORANGAN"}
    assert "classification_break" in rules(found)


def test_countries_under_their_region_block_and_its_sub_total() -> None:
    rows = [
        "ASIA DAN AFRIKA;",
        "Hong Kong;200",
        "Taiwan;100",
        "Sub Total;300",
        "EROPA DAN TIMUR TENGAH;",
        "Italia;30",
        "Sub Total;30",
    ]
    found = read(table("Penempatan Berdasarkan Negara Tahun 2024", "NEGARA;2024", rows, "TOTAL;330"))
    assert values(found)[("ASIA DAN AFRIKA",)] == 300
    assert not rules(found) & {"printed_total_mismatch", "parts_exceed_whole"}


def test_rows_may_be_measures() -> None:
    rows = ["Jumlah Penempatan;297.108;297.434", "Jumlah Pengaduan;1.995;1.500"]
    found = read(table("Ringkasan Tahun 2023 – 2024", "Uraian;2023;2024", rows))
    assert {(f["measure"], int(f["value"])) for f in found.figures if f["period_start"] == YEAR_2024} == {
        ("placements", 297_434),
        ("complaints", 1_500),
    }


def test_a_quarter_of_remittance_keeps_its_unit_and_decimals() -> None:
    rows = ["Triwulan I;2.259,98", "Triwulan II;2.276,98", "Triwulan III;2.303,07", "Triwulan IV;2.324,01"]
    found = read(table("Remitansi PMI Tahun 2021 (juta USD)", "Triwulan;Nilai", rows, "Jumlah;9.164,04"))
    assert [(f["period_type"], float(f["value"]), f["unit"]) for f in found.figures][-2:] == [
        ("quarter", 2324.01, "usd_million"),
        ("year", 9164.04, "usd_million"),
    ]


def test_a_table_of_costs_is_no_statistic() -> None:
    found = read(table("Struktur Biaya Penempatan PMI Tahun 2024", "NO;KOMPONEN;JUMLAH", ["1;Paspor;350.000", "2;Visa;500.000"]))
    assert not found.figures
    assert found.balances[0].ignored == 2


def test_columns_that_cannot_be_told_apart_are_withheld() -> None:
    found = read(table("Penempatan Berdasarkan Negara Tahun 2024", "NEGARA;JUMLAH;JUMLAH", ["Hong Kong;10;11", "Taiwan;5;6"]))
    assert not found.figures
    assert rules(found) >= {"head_not_understood"}


def test_a_table_confined_to_a_regency_is_not_taken_for_the_nation() -> None:
    found = read(
        table(
            "Penempatan PMI Kabupaten Ponorogo Menurut Negara Tahun 2024",
            "NEGARA;JUMLAH",
            ["Hong Kong;10", "Taiwan;5"],
            "TOTAL;15",
        )
    )
    assert {(f["region_code"], f["basis"]) for f in found.figures} == {("35.02", "origin")}


def test_the_office_that_served_is_a_basis_of_its_own() -> None:
    cover = ("Data Pelayanan Penempatan", "BP3MI Jawa Timur", "31 Januari 2024")
    found = read(
        table("Penempatan Menurut Sektor Tahun 2023", "SEKTOR;JUMLAH", ["Formal;21.324", "Informal;13.438"], "Total;34.764"),
        cover=cover,
    )
    assert {(f["publisher"], f["basis"], f["status"]) for f in found.figures} == {
        ("BP3MI Jawa Timur", "serving_office", "flagged")
    }


def test_every_row_of_every_table_is_accounted_for() -> None:
    rows = ["1;Malaysia;100", "2;Wakanda;8", "3;Taiwan;1x2", "1;2;3", ";;", "4;Jepang;n.a."]
    found = read(table("Penempatan Menurut Negara Tahun 2024", "NO;NEGARA;2024", rows, "JUMLAH;;165"))
    balance = found.balances[0]
    assert balance.rows_read == 7
    assert (balance.loaded, balance.quarantined) == (3, 1)
    assert balance.ignored_kinds == {"column_number": 1, "blank": 1, "no_number": 1}


def test_a_document_tells_its_publisher_title_and_date() -> None:
    found = understand(publication(table("Penempatan Tahun 2024", "TAHUN;JUMLAH", ["2024;1.500"])), dt.date(2026, 1, 1))
    figure = found.figures[0]
    assert (figure["publisher"], figure["published_on"], figure["published_precision"]) == ("BP2MI", dt.date(2025, 4, 15), "day")
    assert figure["source_kind"] == "publisher"


def test_an_undated_document_takes_the_day_it_was_received_and_says_so() -> None:
    found = read(table("Penempatan Tahun 2024", "TAHUN;JUMLAH", ["2024;1.500"]), cover=("BP2MI",))
    assert found.figures[0]["published_on"] == dt.date(2026, 1, 1)
    assert "publication_undated" in rules(found)


def test_a_regency_office_counts_its_own_regency() -> None:
    cover = ("Data Pekerja Migran Indonesia Tahun 2024", "Dinas Tenaga Kerja Kabupaten Ponorogo", "30 November 2025")
    found = read(
        table("Penempatan Menurut Negara Tahun 2024", "NEGARA;JUMLAH", ["Hong Kong;1.767", "Taiwan;2.380"], "TOTAL;4.147"),
        cover=cover,
    )
    assert {(f["publisher"], f["basis"], f["region_code"]) for f in found.figures} == {
        ("Disnaker Ponorogo", "regency_office", "35.02")
    }


def test_a_table_of_one_scheme_is_not_compared_with_the_nation() -> None:
    found = read(
        table("Penempatan PMI Tahun 2024", "TAHUN;JUMLAH", ["2024;297.434"]),
        table(
            "Penempatan Program G to G ke Korea Selatan Menurut Sektor Tahun 2024",
            "SEKTOR;JUMLAH",
            ["Formal;10", "Informal;5"],
            "Total;15",
        ),
    )
    assert {(f["scheme"], f["country_iso3"]) for f in found.figures} == {(None, None), ("G_TO_G", "KOR")}
    assert not rules(found) & {"pages_disagree", "printed_total_mismatch"}


def test_rows_of_means_and_growth_are_derived_measures() -> None:
    rows = ["Januari;10;20", "Februari;20;30", "Jumlah;30;50", "Rata-rata;15;25", "Pertumbuhan (%);-;66,67"]
    found = read(table("Penempatan per Bulan Tahun 2024 dan 2025", "Bulan;2024;2025", rows))
    assert {(f["period_type"], int(f["value"])) for f in found.figures if f["measure"] == "placements"} == {
        ("month", 10), ("month", 20), ("month", 30), ("ytd", 30), ("ytd", 50),
    }  # fmt: skip
    assert [float(f["value"]) for f in found.figures if f["measure"] == "placements_growth"] == [66.67]


def test_rows_without_a_label_are_withheld() -> None:
    found = read(table("Penempatan PMI Tahun 2024", "NO;JUMLAH", ["1;100", "2;200"]))
    assert not found.figures
    assert "row_not_understood" in rules(found)


def test_the_sum_of_the_largest_members_is_no_member() -> None:
    rows = ["Hong Kong;100", "Taiwan;50", "Jumlah 2 negara terbesar;150", "Lainnya;10"]
    found = read(table("Penempatan Menurut Negara Tahun 2024", "NEGARA;JUMLAH", rows, "TOTAL;160"))
    assert set(values(found)) == {("Hong Kong",), ("Taiwan",), ("Lainnya",), ()}
    assert "printed_total_mismatch" not in rules(found)


def test_a_page_of_the_press_is_told_from_the_publishers_own() -> None:
    year = table("Penempatan Tahun 2024", "TAHUN;JUMLAH", ["2024;297.434"])
    kinds = {
        address: read(year, address=address).figures[0]["source_kind"]
        for address in ("https://kp2mi.go.id/statistik-detail/x", "https://example.com/bp2mi.go.id")
    }
    assert list(kinds.values()) == ["publisher", "press"]


def test_a_head_read_one_column_too_wide_is_settled_by_its_neighbour() -> None:
    head = "Negara;Pengaduan Agustus | 2023;Pengaduan Agustus | Januari – Agustus | 2024;Januari – Agustus | 2024"
    found = read(table("Pengaduan Menurut Negara", head, ["Malaysia;1;2;20", "Taiwan;3;4;40"], "Total;4;6;60"))
    totals = {(f["period_type"], f["period_start"].year): int(f["value"]) for f in found.figures if not f["members"]}
    assert totals == {("month", 2023): 4, ("month", 2024): 6, ("ytd", 2024): 60}


def test_a_head_that_contradicts_itself_is_withheld_where_no_neighbour_decides() -> None:
    head = "Negara;Agustus 2023;Pengaduan Juli | Januari – Agustus | 2024"
    found = read(table("Pengaduan Menurut Negara", head, ["Malaysia;1;2", "Taiwan;3;4"]))
    assert {f["period_start"].year for f in found.figures} == {2023}
    assert "head_not_understood" in rules(found)


def test_months_under_their_quarter_are_months() -> None:
    head = "Negara;Triwulan I 2024 | Januari;Triwulan I 2024 | Februari;Triwulan I 2024 | Maret;Triwulan I 2024 | Jumlah"
    found = read(table("Penempatan Menurut Negara", head, ["Malaysia;1;2;3;6", "Taiwan;3;4;5;12"]))
    assert [f["period_type"] for f in found.figures] == ["month", "month", "month", "quarter"] * 2
    assert not rules(found)


def test_two_spans_read_as_one_are_parted_by_their_repeated_years() -> None:
    fused = "Maret Januari – Maret"
    head = f"Provinsi;{fused} | 2024;{fused} | 2025;{fused} | 2024;{fused} | 2025"
    found = read(table("Penempatan Menurut Provinsi", head, ["Jawa Timur;1;2;10;20", "Jawa Barat;3;4;30;40"], "Jumlah;4;6;40;60"))
    totals = [(f["period_type"], f["period_start"].year, int(f["value"])) for f in found.figures if not f["members"]]
    assert totals == [("month", 2024, 4), ("month", 2025, 6), ("ytd", 2024, 40), ("ytd", 2025, 60)]


def test_a_bare_roman_number_under_quarter_is_a_quarter() -> None:
    rows = ["I;2.259,98", "II;2.276,98", "III;2.303,07", "IV;2.324,01"]
    found = read(table("Remitansi per Triwulan Tahun 2021 (juta USD)", "Triwulan;Nilai", rows, "Total;9.164,04"))
    assert [f["period_type"] for f in found.figures] == ["quarter"] * 4 + ["year"]


def test_a_month_on_a_line_of_its_own_dates_a_document_only_behind_its_period() -> None:
    year = table("Penempatan Tahun 2023", "TAHUN;JUMLAH", ["2023;297.434"])
    behind = read(year, cover=("Data PMI Tahun 2023", "BP2MI", "Februari 2024")).figures[0]
    assert (behind["published_on"], behind["published_precision"]) == (dt.date(2024, 2, 29), "month")
    assert read(year, cover=("Laporan Bulanan", "BP2MI", "Februari 2024")).figures[0]["published_precision"] == "received"


def test_an_amount_without_a_unit_is_withheld() -> None:
    found = read(table("Remitansi PMI per Tahun", "TAHUN;NILAI", ["2022;9,71", "2023;14,22"]))
    assert not found.figures
    assert "unit_unknown" in rules(found)
    assert found.balances[0].quarantined == 2


def test_two_years_read_as_one_span_are_parted_or_withheld_never_mixed_up() -> None:
    head = "SKEMA;2018 2019 | JUMLAH;2018 2019 | %;2018 2019 | JUMLAH;2018 2019 | %"
    found = read(
        table("Penempatan Menurut Skema", head, ["G to G;10;20,0;30;60,0", "P to P;40;80,0;20;40,0"], "TOTAL;50;100;50;100")
    )
    shares = {(f["period_start"].year, labels(f)): float(f["value"]) for f in found.figures if f["measure"] == "placements_share"}
    assert shares[2018, ("G to G",)] == 20.0
    assert shares[2019, ("G to G",)] == 60.0
    odd = read(table("Penempatan Menurut Skema", "SKEMA;2018 2019 | JUMLAH;2018 2019 | %", ["G to G;10;20,0", "P to P;40;80,0"]))
    assert not odd.figures


def test_a_title_in_percent_makes_shares_of_its_numbers() -> None:
    found = read(
        table("Penempatan Menurut Status Perkawinan Tahun 2018 (persen)", "STATUS;2018", ["Menikah;45,10", "Cerai;54,90"])
    )
    assert {f["measure"] for f in found.figures} == {"placements_share"}


def test_a_mean_is_read_by_the_thousands_mark_of_its_counts() -> None:
    found = read(table("Penempatan Menurut Negara", "NEGARA;2018;2019;RATA-RATA", ["Malaysia;90.671;79.663;85.167"]))
    assert values(found, measure="placements_mean") == {("Malaysia",): 85_167}


def test_a_block_named_in_the_column_of_running_numbers_heads_its_countries_and_its_sum() -> None:
    rows = [
        "Asia dan Afrika;;;",
        "1;Hong Kong;5;6",
        "2;Taiwan;7;9",
        "Sub Jumlah;;12;15",
        "Eropa dan Timur Tengah;;;",
        "3;Turki;2;1",
    ]
    rows += ["4;Qatar;1;1", "Sub Jumlah;;3;2"]
    title = "Tabel 4. Penempatan PMI Menurut Kawasan dan Negara Tahun 2023 - 2024"
    found = read(table(title, "No;Kawasan/Negara;2023;2024", rows, "Jumlah;;15;17"))
    year = values(found, period_start=dt.date(2024, 1, 1))
    assert (year["Asia dan Afrika",], year["Eropa dan Timur Tengah",], year["Qatar",], year[()]) == (15, 2, 1, 17)
    assert not rules(found) & {"printed_total_mismatch", "parts_exceed_whole", "row_not_understood"}


def test_amounts_that_sums_cannot_settle_follow_the_grouping_other_sums_of_the_table_prove() -> None:
    rows = ["Triwulan I;1.229;3.180", "Triwulan II;2.033;1.487", "Triwulan III;948;2.299", "Triwulan IV;56.797;1.938"]
    title = "Tabel 5. Remitansi PMI per Triwulan (juta USD)"
    found = read(table(title, "Triwulan;2023;2024", rows, "Jumlah;61.007;8.904"))
    assert values(found, period_start=dt.date(2024, 1, 1), period_type="quarter") == {(): 3180}
    alone = read(table(title, "Triwulan;2024", [f"{row.split(';')[0]};{row.split(';')[2]}" for row in rows], "Jumlah;8.904"))
    assert rules(alone) >= {"reading_undecided"}


def test_a_head_whose_period_is_cut_off_is_not_understood() -> None:
    found = read(
        table("Tabel 3. Pengaduan PMI Menurut Provinsi Asal", "No;Provinsi;Januari 2024 s.d.", ["1;Jawa Timur;11", "2;Bali;7"])
    )
    assert not found.figures
    assert rules(found) >= {"head_not_understood"}


def test_a_head_torn_in_two_leaves_no_dated_column_of_its_table_certain() -> None:
    """Found with "Januari s.d. Desember 2024" painted over its neighbour: the year to date was read as December."""
    title = "Tabel 6. Pengaduan PMI Menurut Provinsi Asal"
    for torn in ("Desember 2023;Desember 2024 Januari s.d.;Desember 2024", "Agustus;2023Agustus;Januari 2024 s.d. Agustus 2024"):
        found = read(table(title, f"No;Provinsi;{torn}", ["1;Jawa Timur;6;11;8", "2;Bali;2;3;7"]))
        assert not found.figures
        assert rules(found) >= {"head_not_understood"}


def test_names_of_places_that_run_together_name_no_place() -> None:
    title = "Tabel 7. Penempatan PMI Menurut Negara Tahun 2024"
    found = read(table(title, "Jenis Kelamin;Malaysia;SaudiTaiwanHong;KongKamboja", ["Laki-laki;5;6;7", "Perempuan;1;2;3"]))
    assert {frozenset(members) for members in values(found)} == {
        frozenset({sex, "Malaysia"}) for sex in ("Laki-laki", "Perempuan")
    }
    assert rules(found) >= {"head_not_understood"}
