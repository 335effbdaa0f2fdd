"""A field added to a contract, and nothing else: it is matched in a sheet, checked, stored, commented and in the dictionary."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("flows", "extract", "transform", "expectations", "load")
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
def pmv(tmp_path_factory: pytest.TempPathFactory):
    """The command line of a copy of the product whose contract has one field more."""
    copy = tmp_path_factory.mktemp("product")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    contract = copy / "expectations" / "contracts" / "business_groups.odcs.yaml"
    contract.write_text(contract.read_text(encoding="utf-8").rstrip("\n") + NEW_FIELD, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(copy), "PMV_HOME": str(copy / "home")}

    def run(*arguments: str) -> str:
        code = "import sys; from flows.cli import main; sys.argv[0] = 'pmv'; main()"
        command = [sys.executable, "-P", "-c", code, *arguments]
        done = subprocess.run(command, env=environment, cwd=copy, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    inbox = copy / "inbox"
    inbox.mkdir()
    (inbox / "3502182015_2026-10 kube.csv").write_text(SHEET, encoding="utf-8")
    run("run", "--inbox", str(inbox), "--json")
    yield run
    run("warehouse", "stop")


def query(pmv, sql: str) -> list[dict[str, object]]:
    return json.loads(pmv("sql", sql, "--format", "json"))


def test_the_new_column_is_matched_and_its_values_are_loaded(pmv) -> None:
    rows = query(pmv, "SELECT group_name, training_hours FROM core.business_groups ORDER BY source_row")
    assert [row["training_hours"] for row in rows] == [12, None, None]


def test_the_new_column_is_checked(pmv) -> None:
    found = json.loads(pmv("quarantine", "--format", "json"))
    assert [(entry["field"], entry["rule"], entry["cell"]) for entry in found] == [("training_hours", "negative_number", "C3")]


def test_the_new_column_carries_its_comment_in_the_database(pmv) -> None:
    comment = "SELECT col_description('core.fact_business_groups'::regclass, attnum) AS comment FROM pg_attribute " \
        "WHERE attrelid = 'core.fact_business_groups'::regclass AND attname = 'training_hours'"  # fmt: skip
    assert "Hours of training this month." in str(query(pmv, comment)[0]["comment"])


def test_the_new_column_stands_in_the_dictionary(pmv) -> None:
    rows = query(pmv, "SELECT * FROM mart.dictionary WHERE column_name = 'training_hours'")
    assert rows
    assert "jam" in json.dumps(rows)
