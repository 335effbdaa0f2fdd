"""Reports of villages that were renamed, merged or came to another district are read under the village of their month."""

import json
from collections.abc import Iterator

import pytest

from tests.flows.product_copy import ProductCopy, copy_product

REGISTER = "DESA : {village};;;\nKECAMATAN : {district};;;\nBULAN : {month};;;\n;;;\nNo;Nama;L/P;Status\n1;Sri Lestari;P;Aktif\n"
CHANGES = """2024-06-01,35.02.18.2097,Kembang Lama,35.02.18.2015,Paringan,Perda 1/2024
2024-06-01,35.02.18.2015,Paringan,35.02.18.2015,Paringan,Perda 1/2024
2024-03-01,35.02.18.2005,Jenangan Kidul,35.02.18.2005,Jenangan,Perda 2/2023
"""


@pytest.fixture
def product(tmp_path) -> Iterator[ProductCopy]:
    product = copy_product(tmp_path)
    (product.folder / "inbox").mkdir()
    yield product
    product.run("warehouse", "stop")


def put(product: ProductCopy, name: str, village: str, month: str, district: str = "JENANGAN") -> None:
    text = REGISTER.format(village=village, district=district, month=month)
    (product.folder / "inbox" / name).write_text(text, encoding="utf-8")


def write_changes(product: ProductCopy, lines: str) -> None:
    changes = product.folder / "expectations" / "reference" / "region_changes.csv"
    changes.write_text(changes.read_text(encoding="utf-8") + lines, encoding="utf-8")


def test_a_village_that_is_no_more_reports_for_its_time_and_not_for_later(product: ProductCopy) -> None:
    write_changes(product, CHANGES)
    put(product, "a.csv", "KEMBANG LAMA", "MEI 2024")
    put(product, "b.csv", "KEMBANG LAMA", "JULI 2024")
    put(product, "c.csv", "JENANGAN KIDUL", "JANUARI 2024")
    report = json.loads(product.run("run", "--inbox", str(product.folder / "inbox"), "--json"))
    assert [(file["path"], file["village_code"]) for file in report["files"]] == [
        ("a.csv", "35.02.18.2097"),
        ("b.csv", None),
        ("c.csv", "35.02.18.2005"),
    ]
    assert "was no village in 2024-07" in report["files"][1]["reason"]
    query = "SELECT region_code, villages_then FROM mart.village_month_now WHERE period = '2024-05-01'"
    (row,) = json.loads(product.run("sql", query, "--format", "json"))
    assert (row["region_code"], row["villages_then"]) == ("35.02.18.2015", ["35.02.18.2015", "35.02.18.2097"])
    names = json.loads(product.run("sql", "SELECT village_name FROM mart.village_month ORDER BY period", "--format", "json"))
    assert [row["village_name"] for row in names] == ["Jenangan Kidul", "Kembang Lama"]


OF_DISTRICTS = """2024-03-01,35.02.18,Jenangan Raya,35.02.18,Jenangan,Perda 3/2024
2024-06-01,35.02.18,Jenangan,35.02.18,Jenangan,Perda 4/2024
2024-06-01,35.02.18,Jenangan,35.02.98,Jenangan Timur,Perda 4/2024
2024-06-01,35.02.18.2015,Paringan,35.02.98.2001,Paringan,Perda 4/2024
"""


def test_a_village_is_found_by_the_district_it_lay_in_that_month(product: ProductCopy) -> None:
    write_changes(product, OF_DISTRICTS)
    put(product, "a.csv", "PARINGAN", "JANUARI 2024", "JENANGAN RAYA")
    put(product, "b.csv", "PARINGAN", "MEI 2024")
    put(product, "c.csv", "PARINGAN", "JULI 2024", "JENANGAN TIMUR")
    put(product, "d.csv", "PARINGAN", "AGUSTUS 2024")
    report = json.loads(product.run("run", "--inbox", str(product.folder / "inbox"), "--json"))
    found = [file["village_code"] for file in report["files"]]
    assert found == ["35.02.18.2015", "35.02.18.2015", "35.02.98.2001", None]
    assert "was no village in 2024-08" in report["files"][3]["reason"]
    rows = json.loads(product.run("sql", "SELECT district_name FROM mart.village_month ORDER BY period", "--format", "json"))
    assert [row["district_name"] for row in rows] == ["Jenangan Raya", "Jenangan", "Jenangan Timur"]


def test_a_line_of_the_list_that_cannot_be_read_is_said_before_anything_is_made(product: ProductCopy) -> None:
    write_changes(product, "1 Juni 2024,35.02.18.2097,Kembang Lama,35.02.18.2015,Paringan,Perda 1/2024\n")
    with pytest.raises(AssertionError, match=r"pmv: Line 2 of reference/region_changes.csv"):
        product.run("warehouse", "init")
