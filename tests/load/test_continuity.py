"""Remarks that only show beside other months and rows, and reports that come late."""

import datetime as dt
from typing import Any

from load.batch import Batch
from load.publish import publish
from load.warehouse import Warehouse
from tests.load.batch_making import MIDNIGHT, NOVEMBER, OCTOBER, add_sheet, person, register_batch, village_file


def remarks(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    query = "SELECT rule, source_row, facts FROM audit.check_results ORDER BY rule, source_row"
    return [tuple(row) for row in warehouse.query("office", query)[1]]


def current_names(warehouse: Warehouse) -> list[str]:
    return [name for (name,) in warehouse.query("dpo", "SELECT full_name FROM vault.migrant_register ORDER BY 1")[1]]


def test_active_migrants_missing_from_the_next_register_are_remarked(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("oktober.xlsx", [person(1), person(2), person(3, status="PURNA")], period=OCTOBER))
    publish(empty_warehouse, register_batch("november.xlsx", [person(1, status="PURNA")], period=NOVEMBER))
    assert remarks(empty_warehouse) == [("migrants_vanished", None, {"count": 1})]


def test_a_person_in_two_rows_of_a_register_is_remarked_on_both(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("oktober.xlsx", [person(1), person(2), person(1, status="PURNA")]))
    assert remarks(empty_warehouse) == [("person_repeated", 6, {"times": 2}), ("person_repeated", 8, {"times": 2})]


def test_a_group_that_loses_nearly_all_members_is_remarked(empty_warehouse: Warehouse) -> None:
    for period, path, members in ((OCTOBER, "oktober.xlsx", 20), (NOVEMBER, "november.xlsx", 2)):
        file = village_file(path, period=period)
        batch = Batch(run_id="run-1", files=[file], rows={})
        add_sheet(batch, file, "business_groups", [{"group_name": "KUBE Barokah", "members_total": members, "active": True}])
        publish(empty_warehouse, batch)
    assert remarks(empty_warehouse) == [("group_shrank", 6, {"before": 20, "now": 2})]


def test_a_report_older_than_the_one_that_stands_is_kept_as_history_only(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("revisi.xlsx", [person(1), person(2)]))
    late = register_batch("pertama.xlsx", [person(9)])
    late.files[0].modified_at = MIDNIGHT - dt.timedelta(days=1)
    publish(empty_warehouse, late)
    assert current_names(empty_warehouse) == ["ORANG 1", "ORANG 2"]
    _, rows = empty_warehouse.query("office", "SELECT count(*) FROM core.migrant_register_history")
    assert rows == [(3,)]


def test_a_report_newer_than_the_one_that_stands_replaces_it(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("pertama.xlsx", [person(1), person(2)]))
    newer = register_batch("revisi.xlsx", [person(9)])
    newer.files[0].modified_at = MIDNIGHT + dt.timedelta(days=1)
    publish(empty_warehouse, newer)
    assert current_names(empty_warehouse) == ["ORANG 9"]
