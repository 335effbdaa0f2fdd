"""After an alias was added, the files that were rejected for want of it are read again from what was kept."""

import json
from collections.abc import Iterator

import pytest

from tests.flows.product_copy import ProductCopy, copy_product

REGISTER = """DESA : PRINGAN;;;
KECAMATAN : JENANGAN;;;
BULAN : OKTOBER 2026;;;
;;;
No;Nama;L/P;Status
1;Sri Lestari;P;Aktif
2;Budi Utomo;L;Aktif
3;Siti Aminah;P;Purna
"""


@pytest.fixture
def product(tmp_path) -> Iterator[ProductCopy]:
    product = copy_product(tmp_path)
    yield product
    product.run("warehouse", "stop")


def statuses(product: ProductCopy) -> list[str]:
    report = json.loads(product.run("run", "--inbox", str(product.folder / "inbox"), "--json"))
    return [file["status"] for file in report["files"]]


def test_a_replay_after_a_new_alias_loads_what_was_rejected(product: ProductCopy) -> None:
    inbox = product.folder / "inbox"
    inbox.mkdir()
    (inbox / "register.csv").write_text(REGISTER, encoding="utf-8")
    assert statuses(product) == ["rejected"]
    assert statuses(product) == ["unchanged"]
    aliases = product.folder / "expectations" / "reference" / "village_aliases.csv"
    aliases.write_text(aliases.read_text(encoding="utf-8") + "35.02.18,Pringan,35.02.18.2015,test\n", encoding="utf-8")
    product.run("replay", "1")
    rows = json.loads(product.run("sql", "SELECT village_code, status FROM core.migrant_register", "--format", "json"))
    assert [row["village_code"] for row in rows] == ["35.02.18.2015"] * 3
    assert json.loads(product.run("quarantine", "--format", "json")) == []
