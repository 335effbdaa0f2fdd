import datetime as dt

import pytest

from tests.transform.figures.published import read, rules, table
from transform.figures.understand import understand

YEARS = table("Penempatan Tahun 2022 – 2024", "TAHUN;JUMLAH", ["2022;200.717", "2023;297.108", "2024;297.434"], page=2)


@pytest.mark.parametrize(
    "sentence",
    [
        "PMI ingin dipulangkan sebanyak 42, naik 29,37% dari 35 pada tahun sebelumnya.",
        "Pengaduan turun 7,23 persen dari 200 menjadi 190 pengaduan.",
        "Pengaduan yang selesai sebanyak 939 dari 1.702 pengaduan (59,17%).",
        "Dibandingkan tahun 2023 sebanyak 297.108 orang, penempatan 2024 sebanyak 297.434 orang naik 1,11%.",
        "Penempatan tahun 2024 sebanyak 297.434 orang, turun 0,11% dibandingkan tahun 2023 sebanyak 297.108 orang.",
        "Penempatan tahun 2024 sebanyak 297.434 orang, naik 2,50% dibandingkan tahun sebelumnya.",
    ],
)
def test_a_change_that_does_not_follow_from_its_figures_is_said(sentence: str) -> None:
    assert "narrative_arithmetic" in rules(read(YEARS, text=[(2, sentence)]))


@pytest.mark.parametrize(
    "sentence",
    [
        "Penempatan Agustus 2024 sebanyak 23.197 orang, turun 19,81% dibandingkan Agustus 2023 sebanyak 28.927 orang, "
        "dan naik 10.37% dibandingkan Agustus 2022 sebanyak 21.018 orang.",
        "Penempatan naik dari 200.717 pada tahun 2022 menjadi 297.108 pada tahun 2023 atau meningkat 48,02 persen.",
        "Penempatan sebesar 22.376 orang atau turun 673 orang (2,92%) dari Maret 2024 sebesar 23.049 orang.",
        "Tertinggi house maid sebanyak 100.096 penempatan atau 33,65% dari total, diikuti caregiver sebanyak 52.029 (17.49%).",
        "Pengaduan yang selesai sebanyak 939 dari 1.702 pengaduan (55,17%), sedangkan 763 pengaduan (44,83%) dalam proses.",
        "Penempatan tahun 2024 mencapai 297,4 ribu, naik 3% dari tahun sebelumnya.",
        "Jumlah pengaduan pada tahun 2024 sebanyak 1.500 pengaduan, turun 24,81% dibandingkan tahun sebelumnya.",
        "Sebanyak 65.73% pengaduan telah diselesaikan.",
    ],
)
def test_a_sentence_whose_figures_agree_or_are_not_all_there_earns_nothing(sentence: str) -> None:
    assert "narrative_arithmetic" not in rules(read(YEARS, text=[(2, sentence)]))


def test_a_headline_figure_is_kept_as_a_claim_beside_the_table() -> None:
    found = read(YEARS, text=[(2, "Sepanjang tahun 2024, jumlah penempatan PMI tercatat sebanyak 297.434 orang.")])
    claims = [f for f in found.figures if f["status"] == "claim"]
    assert [(f["measure"], int(f["value"]), f["period_end"]) for f in claims] == [("placements", 297_434, dt.date(2024, 12, 31))]
    assert "claim_differs" not in rules(found)


def test_a_claim_that_no_table_confirms_is_said() -> None:
    found = read(YEARS, text=[(2, "Jumlah penempatan PMI tahun 2024 sebanyak 534.000 orang.")])
    finding = next(f for f in found.findings if f.rule == "claim_differs")
    assert (finding.facts["stated"], finding.facts["computed"]) == ("534.000", "297434")


@pytest.mark.parametrize(
    "sentence",
    [
        "Pengaduan terbanyak terjadi pada bulan Mei 2024 sebanyak 226 pengaduan.",
        "Penempatan perempuan tahun 2024 sebanyak 200.000 orang.",
        "Penempatan jenis jabatan caregiver tahun 2024 sebanyak 52.029 orang.",
    ],
)
def test_a_sentence_that_narrows_its_figure_is_no_headline_claim(sentence: str) -> None:
    assert not [f for f in read(YEARS, text=[(2, sentence)]).figures if f["status"] == "claim"]


def test_understanding_is_the_same_every_time() -> None:
    from tests.transform.figures.published import publication

    document = publication(YEARS, text=[(2, "Jumlah penempatan PMI tahun 2024 sebanyak 297.434 orang.")])
    assert understand(document, dt.date(2026, 1, 1)) == understand(document, dt.date(2026, 1, 1))


@pytest.mark.parametrize(
    "sentence",
    [
        "Pengaduan gaji tidak dibayar pada Agustus 2024 sebanyak 17 kasus.",
        "Penempatan ke Taiwan dan Hong Kong tahun 2024 sebanyak 184.354 orang.",
        "Penempatan skema G to G tahun 2024 sebanyak 12.000 orang.",
    ],
)
def test_a_word_that_may_narrow_keeps_a_number_from_being_a_claim(sentence: str) -> None:
    assert not [f for f in read(YEARS, text=[(2, sentence)]).figures if f["status"] == "claim"]


def test_a_member_named_first_holds_for_the_whole_sentence() -> None:
    sentence = "Penempatan ke Taiwan pada tahun 2024 sebanyak 84.581 orang, naik dari tahun 2023 sebanyak 83.142 orang."
    claims = [f for f in read(YEARS, text=[(2, sentence)]).figures if f["status"] == "claim"]
    assert {(f["country_iso3"], int(f["value"])) for f in claims} == {("TWN", 84_581), ("TWN", 83_142)}


def test_an_amount_of_money_in_the_wrong_unit_differs_from_its_table() -> None:
    money = table("Remitansi Tahun 2024 (miliar USD)", "TAHUN;NILAI", ["2024;15,70"])
    found = read(money, text=[(2, "Remitansi pada tahun 2024 mencapai 251,5 miliar USD.")])
    assert "claim_differs" in rules(found)
    assert [(f["unit"], float(f["value"])) for f in found.figures if f["status"] == "claim"] == [("usd_billion", 251.5)]
    assert "claim_differs" not in rules(read(money, text=[(2, "Remitansi pada tahun 2024 mencapai 15,7 miliar USD.")]))
