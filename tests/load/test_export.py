"""The open-data export: complete, valid by the standard, the same twice, and nothing in it that role bi may not see."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import frictionless
import pytest
from pyarrow import parquet

from expectations.catalogue import CatalogueError
from load.export import export
from load.marts import MARTS_VERSION
from load.publish import publish
from load.warehouse import Warehouse
from tests.load.batch_making import figure, figures_batch, person, register_batch

PROCEDURAL = [person(number) for number in range(1, 8)]
NON_PROCEDURAL = [person(number, procedural="NON_PROSEDURAL") for number in range(8, 11)]


@pytest.fixture
def filled(empty_warehouse: Warehouse) -> Warehouse:
    """Ten departures of the month in one village, three of them non-procedural, and one published figure."""
    departed = [{**row, "departure_date": row["birth_date"].replace(year=2026, month=10)} for row in PROCEDURAL + NON_PROCEDURAL]
    publish(empty_warehouse, register_batch("a.xlsx", departed))
    publish(
        empty_warehouse, figures_batch("b.pdf", [figure(274_965, publication='Laporan "2023" (https://bp2mi.go.id/laporan)')])
    )
    return empty_warehouse


def package_of(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "datapackage.json").read_text(encoding="utf-8")))


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows_of(folder: Path, view: str) -> list[dict[str, str]]:
    with (folder / "csv" / f"{view}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_view_of_mart_is_written_in_both_formats(filled: Warehouse, tmp_path: Path) -> None:
    _, views = filled.query("bi", "SELECT relname FROM pg_class WHERE relnamespace = 'mart'::regnamespace AND relkind = 'v'")
    export(filled, tmp_path / "open")
    expected = {f"{kind}/{view}.{kind}" for (view,) in views for kind in ("csv", "parquet")}
    assert set(files_of(tmp_path / "open")) == expected | {"datapackage.json"}


def test_the_package_and_every_cell_of_its_csv_are_valid_by_the_standard(filled: Warehouse, tmp_path: Path) -> None:
    export(filled, tmp_path, formats=["csv"])
    report = frictionless.validate(tmp_path / "datapackage.json")
    assert report.flatten(["name", "title", "rowNumber", "fieldName", "note"]) == []
    assert report.stats["tasks"] == len(package_of(tmp_path)["resources"])


def test_every_parquet_file_has_the_rows_and_fields_the_package_says(filled: Warehouse, tmp_path: Path) -> None:
    export(filled, tmp_path)
    assert frictionless.Package(tmp_path / "datapackage.json").to_descriptor()["name"] == "pmv-marts"
    for resource in package_of(tmp_path)["resources"]:
        digest = f"sha256:{hashlib.sha256((tmp_path / resource['path']).read_bytes()).hexdigest()}"
        assert digest == resource["hash"], resource["path"]
        if resource["format"] == "parquet":
            stored = parquet.ParquetFile(tmp_path / resource["path"])
            names = [field["name"] for field in resource["schema"]["fields"]]
            assert (stored.metadata.num_rows, stored.schema_arrow.names) == (resource["rows"], names)


def test_the_descriptor_says_licence_sources_and_version(filled: Warehouse, tmp_path: Path) -> None:
    export(filled, tmp_path, licence="ODbL-1.0")
    package = package_of(tmp_path)
    assert package["licenses"][0]["name"] == "ODbL-1.0"
    assert package["version"] == MARTS_VERSION
    assert package["sources"][1] == {
        "title": 'BP2MI: Laporan "2023" (https://bp2mi.go.id/laporan)',
        "path": "https://bp2mi.go.id/laporan",
    }
    _, [(recorded,)] = filled.query("bi", "SELECT max(last_recorded_at) FROM mart.freshness")
    assert dt.datetime.fromisoformat(package["created"]) == recorded.replace(microsecond=0)


def test_every_field_is_described_in_both_languages(filled: Warehouse, tmp_path: Path) -> None:
    export(filled, tmp_path, formats=["csv"])
    fields = [field for resource in package_of(tmp_path)["resources"] for field in resource["schema"]["fields"]]
    assert [field["name"] for field in fields if not (field.get("description") and field.get("description_id"))] == []


def test_the_same_data_give_the_same_bytes(filled: Warehouse, tmp_path: Path) -> None:
    export(filled, tmp_path / "first")
    export(filled, tmp_path / "second")
    assert files_of(tmp_path / "first") == files_of(tmp_path / "second")


def test_a_share_that_would_show_three_persons_is_empty_and_marked_suppressed(filled: Warehouse, tmp_path: Path) -> None:
    export(filled, tmp_path)
    [month] = rows_of(tmp_path, "village_month")
    assert (month["departures"], month["nonprocedural_share"], month["nonprocedural_share_suppressed"]) == ("10", "", "true")


def test_csv_and_parquet_hold_the_same_values_each_in_its_type(filled: Warehouse, tmp_path: Path) -> None:
    export(filled, tmp_path)
    [written] = rows_of(tmp_path, "bp2mi_placements")
    [stored] = parquet.read_table(tmp_path / "parquet" / "bp2mi_placements.parquet").to_pylist()
    assert (written["value"], stored["value"]) == ("274965", 274_965.0)
    assert (written["published_on"], stored["published_on"].isoformat()) == ("2024-01-20", "2024-01-20")
    assert (written["country_iso3"], stored["country_iso3"]) == ("", None)
    assert stored["publication"] == written["publication"]


def test_no_name_nik_or_person_key_is_in_any_file(filled: Warehouse, tmp_path: Path) -> None:
    export(filled, tmp_path, formats=["csv"])
    everything = b"".join(files_of(tmp_path).values())
    for row in PROCEDURAL + NON_PROCEDURAL:
        for value in (row["full_name"], row["nik"], row["person_key"]):
            assert value.encode() not in everything


def test_an_export_replaces_the_one_before_it_whole(filled: Warehouse, tmp_path: Path) -> None:
    export(filled, tmp_path)
    (tmp_path / "notes.txt").write_text("ours")
    written = export(filled, tmp_path, formats=["csv"])
    assert set(files_of(tmp_path)) == {file.path for file in written} | {"datapackage.json", "notes.txt"}


def test_a_folder_with_something_else_in_it_is_left_alone(filled: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(CatalogueError) as refused:
        export(filled, tmp_path)
    assert refused.value.rule_id == "export_folder_taken"
    assert set(files_of(tmp_path)) == {"thesis.docx"}


def test_an_unknown_licence_is_refused_before_anything_is_written(filled: Warehouse, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as refused:
        export(filled, tmp_path / "open", licence="MIT")
    assert refused.value.rule_id == "export_licence_unknown"
    assert not (tmp_path / "open").exists()


def test_an_empty_warehouse_gives_a_valid_package_of_headers(empty_warehouse: Warehouse, tmp_path: Path) -> None:
    export(empty_warehouse, tmp_path)
    assert frictionless.validate(tmp_path / "datapackage.json").valid
    assert rows_of(tmp_path, "village_month") == []
