"""Reports of villages that were renamed or merged are read under the village of their month."""

import json
from collections.abc import Iterator

import pytest

from tests.flows.product_copy import ProductCopy, copy_product

REGISTER = "DESA : {village};;;\nKECAMATAN : JENANGAN;;;\nBULAN : {month};;;\n;;;\nNo;Nama;L/P;Status\n1;Sri Lestari;P;Aktif\n"
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


def put(product: ProductCopy, name: str, village: str, month: str) -> None:
    (product.folder / "inbox" / name).write_text(REGISTER.format(village=village, month=month), encoding="utf-8")


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


def test_a_line_of_the_list_that_cannot_be_read_is_said_before_anything_is_made(product: ProductCopy) -> None:
    write_changes(product, "1 Juni 2024,35.02.18.2097,Kembang Lama,35.02.18.2015,Paringan,Perda 1/2024\n")
    with pytest.raises(AssertionError, match=r"pmv: Line 2 of reference/region_changes.csv"):
        product.run("warehouse", "init")
