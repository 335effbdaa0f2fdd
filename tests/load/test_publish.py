"""Publishing: what readers see after a load, a resubmission, a refusal."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from expectations.catalogue import CatalogueError, Finding
from load.batch import Batch, SheetBalance
from load.findings import open_quarantine
from load.publish import publish
from load.received import known_files
from load.warehouse import Warehouse
from tests.load.batch_making import (
    JENANGAN,
    MIDNIGHT,
    NOVEMBER,
    PARINGAN,
    add_sheet,
    figure,
    figures_batch,
    person,
    register_batch,
    service,
    sha,
    village_file,
)  # fmt: skip


def asked(warehouse: Warehouse, sql: str, role: Any = "office", as_of: dt.datetime | None = None) -> list[dict[str, Any]]:
    columns, rows = warehouse.query(role, sql, as_of)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def test_a_published_register_is_read_through_its_view_without_personal_fields(empty_warehouse: Warehouse) -> None:
    load_id = publish(empty_warehouse, register_batch("a.xlsx", [person(1), person(2, destination=None, occupation=None)]))
    first, second = asked(empty_warehouse, "SELECT * FROM core.migrant_register ORDER BY source_row")
    assert (first["village_code"], first["village_name"], first["district_name"]) == (PARINGAN, "Paringan", "Jenangan")
    assert (first["period"], first["load_id"], first["source_file"], first["source_row"]) == (
        dt.date(2026, 10, 1),
        load_id,
        sha("a.xlsx"),
        6,
    )
    assert (first["destination"], first["occupation"], first["occupation_isco"]) == ("HKG", "Penata Laksana Rumah Tangga", "9111")
    assert (first["birth_year"], first["age"], first["person_key"]) == (1988, 38, "key-1")
    assert (second["destination"], second["occupation"], second["occupation_isco"]) == (None, None, None)
    assert not {"full_name", "nik", "birth_date", "kk_number", "monthly_wage"} & set(first)


def test_personal_fields_are_in_the_vault_beside_their_place(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("a.xlsx", [person(1)]))
    (row,) = asked(empty_warehouse, "SELECT * FROM vault.migrant_register", "dpo")
    assert (row["full_name"], row["nik"], row["birth_date"]) == ("ORANG 1", "3502185507889001", dt.date(1988, 7, 15))
    assert (row["source_file"], row["source_sheet"], row["source_row"]) == (sha("a.xlsx"), "DATA", 6)
    assert asked(empty_warehouse, "SELECT person_key, nik FROM vault.person", "dpo") == [
        {"person_key": "key-1", "nik": "3502185507889001"}
    ]


def test_a_resubmission_replaces_its_datasets_whole_and_leaves_the_others(empty_warehouse: Warehouse) -> None:
    first = register_batch("a.xlsx", [person(1), person(2)])
    add_sheet(first, first.files[0], "migration_services", [service(1)], sheet="LAYANAN")
    publish(empty_warehouse, first)
    publish(empty_warehouse, register_batch("b.xlsx", [person(3)]))
    assert asked(empty_warehouse, "SELECT person_key FROM core.migrant_register") == [{"person_key": "key-3"}]
    assert asked(empty_warehouse, "SELECT count(*) AS n FROM core.migration_services") == [{"n": 1}]
    history = asked(empty_warehouse, "SELECT person_key, superseded_at FROM core.migrant_register_history ORDER BY 1")
    assert [row["superseded_at"] is None for row in history] == [False, False, True]


def test_another_village_and_another_month_stay_as_they_are(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("a.xlsx", [person(1)]))
    publish(empty_warehouse, register_batch("b.xlsx", [person(2)], village=JENANGAN))
    publish(empty_warehouse, register_batch("c.xlsx", [person(3)], period=NOVEMBER))
    assert asked(empty_warehouse, "SELECT count(*) AS n FROM core.migrant_register") == [{"n": 3}]


def test_the_warehouse_is_read_as_it_stood_at_an_earlier_instant(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("a.xlsx", [person(1), person(2)]))
    (moment,) = asked(empty_warehouse, "SELECT now() AS t")
    publish(empty_warehouse, register_batch("b.xlsx", [person(3)]))
    query = "SELECT migrants_active FROM mart.village_month"
    assert asked(empty_warehouse, query, as_of=moment["t"]) == [{"migrants_active": 2}]
    assert asked(empty_warehouse, query) == [{"migrants_active": 1}]


def test_a_sheet_that_does_not_balance_loads_nothing(empty_warehouse: Warehouse) -> None:
    batch = register_batch("a.xlsx", [person(1)])
    batch.files[0].balances[0].ignored += 1
    with pytest.raises(CatalogueError, match=r"a\.xlsx, sheet DATA"):
        publish(empty_warehouse, batch)
    assert asked(empty_warehouse, "SELECT count(*) AS n FROM audit.load") == [{"n": 0}]


def test_rows_that_were_counted_but_not_handed_over_load_nothing(empty_warehouse: Warehouse) -> None:
    batch = register_batch("a.xlsx", [person(1), person(2)])
    batch.rows["migrant_register"] = batch.rows["migrant_register"].head(1)
    with pytest.raises(CatalogueError) as refused:
        publish(empty_warehouse, batch)
    assert refused.value.rule_id == "rows_not_handed_over"


def test_a_code_outside_its_list_is_refused_with_the_constraint_and_without_the_value(empty_warehouse: Warehouse) -> None:
    with pytest.raises(CatalogueError) as refused:
        publish(empty_warehouse, register_batch("a.xlsx", [person(1, status="ENTAH")]))
    assert "status_in_list" in str(refused.value)
    assert "ENTAH" not in str(refused.value)
    assert asked(empty_warehouse, "SELECT count(*) AS n FROM audit.file") == [{"n": 0}]


def test_a_village_the_warehouse_does_not_know_is_refused(empty_warehouse: Warehouse) -> None:
    with pytest.raises(CatalogueError) as refused:
        publish(empty_warehouse, register_batch("a.xlsx", [person(1)], village="99.99.99.9999"))
    assert refused.value.rule_id == "load_unknown_code"


def test_missing_values_in_any_form_pandas_has_become_null(empty_warehouse: Warehouse) -> None:
    batch = register_batch("a.xlsx", [person(number) for number in range(1, 4)])
    frame = batch.rows["migrant_register"]
    frame["hamlet"] = pd.array(["Krajan", pd.NA, None], dtype="string")
    frame["children_left"] = pd.array([2, None, None], dtype="Int64")
    frame["contract_months"] = [24.0, float("nan"), 36.0]
    frame["departure_date"] = pd.to_datetime(["2026-10-05", None, pd.NaT])
    publish(empty_warehouse, batch)
    rows = asked(
        empty_warehouse,
        "SELECT hamlet, children_left, contract_months, departure_date FROM core.migrant_register ORDER BY source_row",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("Krajan", 2, 24, dt.date(2026, 10, 5)),
        (None, None, None, None),
        (None, None, 36, None),
    ]


def test_a_withheld_cell_is_in_quarantine_and_its_text_in_the_vault_only(empty_warehouse: Warehouse) -> None:
    batch = register_batch("a.xlsx", [person(1)])
    batch.files[0].status = "partial"
    batch.files[0].findings.append(
        Finding("load_unknown", "cell", "DATA", 6, "D6", "migrant_register", "contract_months", withheld="dua puluh")
    )
    publish(empty_warehouse, batch)
    (entry,) = open_quarantine(empty_warehouse, PARINGAN)
    assert (entry["cell"], entry["field"], entry["source_file"], entry["level"]) == (
        "D6",
        "contract_months",
        sha("a.xlsx"),
        "cell",
    )
    assert open_quarantine(empty_warehouse, JENANGAN) == []
    assert asked(empty_warehouse, "SELECT raw_value FROM vault.quarantine_value", "dpo") == [{"raw_value": "dua puluh"}]


def test_a_newer_report_closes_the_open_entries_of_what_it_replaces(empty_warehouse: Warehouse) -> None:
    batch = register_batch("a.xlsx", [person(1)])
    batch.files[0].findings.append(Finding("load_unknown", "cell", "DATA", 6, "D6", "migrant_register", "hamlet"))
    publish(empty_warehouse, batch)
    publish(empty_warehouse, register_batch("b.xlsx", [person(1)]))
    assert open_quarantine(empty_warehouse) == []


def test_a_rejected_file_is_in_quarantine_until_it_is_sent_again_and_read(empty_warehouse: Warehouse) -> None:
    rejected = village_file("a.xlsx", status="rejected", reason_rule="load_unknown", reason="said why", sha256=sha("broken"))
    rejected.village_code = rejected.period = None
    publish(empty_warehouse, Batch("run-1", [rejected], {}))
    assert [entry["level"] for entry in open_quarantine(empty_warehouse)] == ["file"]
    publish(empty_warehouse, register_batch("a.xlsx", [person(1)]))
    assert open_quarantine(empty_warehouse) == []


def test_within_one_batch_the_later_file_stands_and_the_earlier_is_kept_as_replaced(empty_warehouse: Warehouse) -> None:
    earlier = village_file("a.xlsx", status="superseded", modified_at=MIDNIGHT)
    earlier.balances.append(SheetBalance("DATA", "migrant_register", 3, 3, 0, 0, 0))
    later = village_file("b.xlsx", modified_at=MIDNIGHT + dt.timedelta(hours=1))
    batch = Batch("run-1", [earlier, later], {})
    add_sheet(batch, later, "migrant_register", [person(1)])
    publish(empty_warehouse, batch)
    assert asked(empty_warehouse, "SELECT count(*) AS n FROM core.migrant_register") == [{"n": 1}]
    assert asked(empty_warehouse, "SELECT loaded, superseded_at IS NULL AS stands FROM audit.sheet_balance ORDER BY 1 DESC") == [
        {"loaded": 3, "stands": False}, {"loaded": 1, "stands": True},
    ]  # fmt: skip


def test_an_empty_form_does_not_replace_an_earlier_report_but_nihil_does(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("a.xlsx", [person(1)]))
    empty = village_file("b.xlsx")
    empty.balances.append(SheetBalance("DATA", "migrant_register", 3, 0, 0, 0, 3, {"header": 3}))
    publish(empty_warehouse, Batch("run-2", [empty], {}))
    assert asked(empty_warehouse, "SELECT count(*) AS n FROM core.migrant_register") == [{"n": 1}]
    nihil = village_file("c.xlsx")
    nihil.balances.append(SheetBalance("DATA", "migrant_register", 4, 0, 0, 0, 4, {"header": 3, "nihil": 1}))
    publish(empty_warehouse, Batch("run-3", [nihil], {}))
    assert asked(empty_warehouse, "SELECT migrants_active FROM mart.village_month") == [{"migrants_active": 0}]


def test_received_bytes_are_known_afterwards_with_path_and_status(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("a.xlsx", [person(1)]))
    assert known_files(empty_warehouse, [sha("a.xlsx"), sha("never")]) == {sha("a.xlsx"): (("a.xlsx",), "loaded")}


def test_all_vintages_of_a_figure_stay_and_the_preferred_one_is_current(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, figures_batch("2024.pdf", [figure(274965)]))
    restated = {"publication": "Laporan 2024", "published_on": dt.date(2025, 2, 6)}
    press = {"publication": "Koran", "source_kind": "press", "published_on": dt.date(2026, 1, 1)}
    flagged = {"publication": "Buku", "published_on": dt.date(2026, 3, 1), "status": "flagged"}
    publish(
        empty_warehouse, figures_batch("2025.pdf", [figure(297108, **restated), figure(300000, **press), figure(1, **flagged)])
    )
    publish(empty_warehouse, figures_batch("jatim.pdf", [figure(68069, basis="origin")]))
    current = asked(empty_warehouse, "SELECT basis, value FROM core.bp2mi_figures ORDER BY basis")
    assert [(row["basis"], int(row["value"])) for row in current] == [("national", 297108), ("origin", 68069)]
    history = asked(
        empty_warehouse, "SELECT value, superseded_at FROM core.bp2mi_figures_history WHERE basis = 'national' ORDER BY fact_id"
    )
    assert [(int(row["value"]), row["superseded_at"] is None) for row in history] == [
        (274965, False),
        (297108, True),
        (300000, False),
        (1, False),
    ]


def test_reading_a_publication_again_replaces_its_earlier_reading(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, figures_batch("2024.pdf", [figure(27)]))
    publish(empty_warehouse, figures_batch("2024.pdf", [figure(274965)]))
    assert [int(row["value"]) for row in asked(empty_warehouse, "SELECT value FROM core.bp2mi_figures")] == [274965]


def test_one_country_written_in_two_ways_is_one_figure(empty_warehouse: Warehouse) -> None:
    first = {"breakdown": "country", "members": {"country": {"label": "Hongkong", "code": "HKG"}}}
    second = {
        "breakdown": "country",
        "members": {"country": {"label": "Hong Kong", "code": "HKG"}},
        "published_on": dt.date(2025, 2, 6),
    }
    publish(empty_warehouse, figures_batch("a.pdf", [figure(1, **first), figure(2, **second)]))
    (row,) = asked(empty_warehouse, "SELECT country_iso3, value, members FROM core.bp2mi_figures")
    assert (row["country_iso3"], int(row["value"]), row["members"]["country"]["label"]) == ("HKG", 2, "Hong Kong")
