"""A field added to a contract, and nothing else: it is matched in a sheet, checked, stored, commented and in the dictionary."""

import json
from collections.abc import Iterator

import pytest

from tests.flows.product_copy import ProductCopy, copy_product

NEW_FIELD = """
      - name: training_hours
        businessName: Jam pelatihan
        logicalType: integer
        synonyms:
          - {synonym: Jam Pelatihan}
        customProperties:
          - {property: readAs, value: integer}
          - property: dictionary
            value:
              konsep: {id: Pelatihan kelompok, en: Training of the group}
              definisi: {id: Jumlah jam pelatihan bulan ini., en: Hours of training this month.}
              ukuran: {id: Banyaknya, en: Count}
              satuan: {id: jam, en: hours}
"""
SHEET = """No;Nama Kelompok;Jam Pelatihan;Aktif
1;KUBE Barokah;12;Ya
2;KWT Mekar;-3;Ya
3;UPPKS Sekar;;Tidak
"""


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProductCopy]:
    """A copy of the product whose contract has one field more, after a run over one sheet."""
    product = copy_product(tmp_path_factory.mktemp("product"))
    contract = product.folder / "expectations" / "contracts" / "business_groups.odcs.yaml"
    contract.write_text(contract.read_text(encoding="utf-8").rstrip("\n") + NEW_FIELD, encoding="utf-8")
    sheet = product.folder / "3502182015_2026-10 kube.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    product.run("run", "--inbox", str(sheet), "--json")
    yield product
    product.run("warehouse", "stop")


def query(product: ProductCopy, sql: str) -> list[dict[str, object]]:
    return json.loads(product.run("sql", sql, "--format", "json"))


def test_the_new_column_is_matched_and_its_values_are_loaded(product: ProductCopy) -> None:
    rows = query(product, "SELECT group_name, training_hours FROM core.business_groups ORDER BY source_row")
    assert [row["training_hours"] for row in rows] == [12, None, None]


def test_the_new_column_is_checked(product: ProductCopy) -> None:
    found = json.loads(product.run("quarantine", "--format", "json"))
    assert [(entry["field"], entry["rule"], entry["cell"]) for entry in found] == [("training_hours", "negative_number", "C3")]


def test_the_new_column_carries_its_comment_in_the_database(product: ProductCopy) -> None:
    comment = "SELECT col_description('core.fact_business_groups'::regclass, attnum) AS comment FROM pg_attribute " \
        "WHERE attrelid = 'core.fact_business_groups'::regclass AND attname = 'training_hours'"  # fmt: skip
    assert "Hours of training this month." in str(query(product, comment)[0]["comment"])


def test_the_new_column_stands_in_the_dictionary(product: ProductCopy) -> None:
    rows = query(product, "SELECT * FROM mart.dictionary WHERE column_name = 'training_hours'")
    assert rows
    assert "jam" in json.dumps(rows)
