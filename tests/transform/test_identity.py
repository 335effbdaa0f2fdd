"""Who a file is from and which month it reports, from titles, labels, file names and folders."""

import datetime as dt

import pytest

from expectations.catalogue import CatalogueError
from extract.grid import Grid
from extract.tables.model import SheetReading
from transform.evidence import collect
from transform.identity import Identity, resolve

TODAY = dt.date(2026, 11, 24)
OCTOBER = dt.date(2026, 10, 1)


def identity(
    *lines: list[object] | str, path: str = "laporan.xlsx", kind: str = "title", regency: str | None = "35.02"
) -> Identity:
    cells = [line if isinstance(line, list) else [line] for line in lines]
    width = max((len(row) for row in cells), default=1)
    grid = Grid("Lembar1", [[*row, *[""] * (width - len(row))] for row in cells])
    reading = SheetReading("Lembar1", hidden=False, tables=[], ignored=dict.fromkeys(range(1, len(cells) + 1), kind))
    return resolve(collect([grid], [reading], path, regency), regency, TODAY)


def refusal(*lines: list[object] | str, **options: str) -> str:
    with pytest.raises(CatalogueError) as caught:
        identity(*lines, **options)
    return caught.value.rule_id


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        (["DESA PARINGAN KEC. JENANGAN", "BULAN OKTOBER 2026"], "laporan.xlsx"),
        ([["DESA", ":", "PARINGAN"], ["KECAMATAN", ":", "JENANGAN"], ["BULAN", ":", "OKTOBER 2026"]], "laporan.xlsx"),
        (["Desa : Paringan", "Periode 10/2026"], "laporan.xlsx"),
        ([["KODE DESA:", "35.02.18.2015"], ["BULAN:", "Oktober", "TAHUN:", 2026.0]], "laporan.xlsx"),
        (["PEMERINTAH DESA PARINGAN", "Laporan per 31 Oktober 2026"], "laporan.xlsx"),
        (["Nama Desa/Kelurahan : Paringan", ["Bulan", dt.datetime(2026, 10, 1)]], "laporan.xlsx"),
        ([], "3502182015_2026-10.xlsx"),
        ([], "35.02.18.2015 Okt 2026.xls"),
        ([], "Laporan Desmigratif Paringan Okt 2026.xls"),
        ([], "jenangan/paringan/2026-10/pmi.csv"),
        ([], "2026-10/Pinaringan.csv"),
        (["Profil Desa Migran Produktif", "Desa : Paringan", "Bulan : Oktober 2026"], "DOC-20261103-WA0007.xlsx"),
        ([["DATA PMI DESA", "BUKU LAYANAN MIGRASI"], "DESA PARINGAN", "OKTOBER 2026"], "laporan.xlsx"),
        (["DESA PARINGAN, KABUPATEN PONOROGO", "TRIWULAN IV BULAN OKTOBER TAHUN 2026"], "laporan.xlsx"),
    ],
)
def test_one_explicit_piece_for_village_and_month_is_enough(lines: list[object], path: str) -> None:
    assert identity(*lines, path=path) == Identity("35.02.18.2015", OCTOBER)


def test_a_name_in_two_districts_is_not_resolved_by_name_alone() -> None:
    assert refusal("DESA SUKOSARI", "BULAN OKTOBER 2026") == "village_ambiguous"


def test_the_district_settles_a_name_that_occurs_twice() -> None:
    assert identity("DESA SUKOSARI KEC. BABADAN", "BULAN OKTOBER 2026").village_code == "35.02.16.2010"
    assert identity(path="babadan/sukosari/2026-10/pmi.csv").village_code == "35.02.16.2010"
    assert identity("BULAN OKTOBER 2026", path="Kunti Sampung/lap.xls").village_code == "35.02.14.2008"


def test_a_village_named_as_its_district_is_found_below_its_district_folder() -> None:
    assert identity(path="balong/balong/2026-10/pmi.csv").village_code == identity("DESA BALONG", "10/2026").village_code


def test_a_folder_inside_one_of_the_same_name_is_the_village_of_that_district() -> None:
    assert identity(path="jenangan/jenangan/2026-10/pmi.csv").village_code == "35.02.18.2006"


def test_a_file_named_as_its_folder_does_not_say_the_district() -> None:
    assert refusal(path="jenangan/Jenangan 2026-10.xlsx") == "village_ambiguous"


def test_a_district_in_the_path_only_narrows() -> None:
    assert identity("DESA PARINGAN", path="jenangan/Laporan Kec Jenangan Okt 2026.xlsx").village_code == "35.02.18.2015"


def test_a_file_name_that_says_another_month_rejects_the_file() -> None:
    assert refusal("DESA LEMBAH KEC. BABADAN", "BULAN OKTOBER 2026", path="3502162011_2026-08.xlsx") == "period_contradiction"


def test_a_folder_that_says_another_village_rejects_the_file() -> None:
    assert refusal("DESA PARINGAN", "BULAN OKTOBER 2026", path="pager/laporan.xlsx") == "village_contradiction"


def test_an_unknown_village_is_named_with_its_place() -> None:
    with pytest.raises(CatalogueError, match=r"Sukamaju.*Lembar1!1"):
        identity("Desa : Sukamaju", "Bulan : Oktober 2026")


def test_a_misspelt_village_is_suggested_but_never_taken() -> None:
    with pytest.raises(CatalogueError, match=r"Nearest names: .*Paringan") as caught:
        identity("Desa : Paringann", "Bulan : Oktober 2026")
    assert caught.value.rule_id == "village_unknown"


@pytest.mark.parametrize("name", ["DOC-20261003-WA0007.xlsx", "IMG-20261001-WA0001.xlsx", "laporan 5 Oktober 2026.xlsx"])
def test_messenger_names_and_full_dates_are_no_evidence_of_the_month(name: str) -> None:
    assert refusal("DESA PARINGAN", path=name) == "period_missing"


def test_a_bps_code_is_no_evidence() -> None:
    assert (
        identity(["Kode BPS", "3502190016"], "Desa Paringan Kec. Jenangan", "Bulan Oktober 2026").village_code == "35.02.18.2015"
    )


def test_signatures_and_notes_are_no_evidence() -> None:
    assert refusal("DESA PARINGAN", "OKTOBER 2026", kind="signature") == "village_missing"


def test_a_month_that_has_not_begun_is_refused() -> None:
    assert refusal("DESA PARINGAN", "BULAN DESEMBER 2026") == "period_future"


def test_spacing_and_case_of_a_name_do_not_matter() -> None:
    assert identity("DESA KARANG LOKIDUL KEC JAMBON", "10/2026").village_code == "35.02.20.2005"


def test_a_name_elsewhere_in_indonesia_counts_where_its_regency_is_written() -> None:
    found = identity("DESA ARJOWILANGUN KEC. KALIPARE KABUPATEN MALANG", "BULAN OKTOBER 2026")
    assert found.village_code.startswith("35.07.")
