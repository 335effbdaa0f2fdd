"""A generated delivery, run by the real command line into the embedded warehouse, must come out as it was meant."""

from __future__ import annotations

import pytest

from tests.flows.delivery import (
    Delivered,
    person_differences,
    stage_differences,
    superseded_rows,
    what_a_later_delivery_spoiled,
)
from tests.flows.seen import select
from tests.flows.truth import Difference

STAGES = (1, 2)


@pytest.fixture(scope="module")
def found(delivered: Delivered) -> list[Difference]:
    """All differences right after each run."""
    return [difference for number in STAGES for difference in stage_differences(delivered, number)]


def of_kind(found: list[Difference], *kinds: str) -> list[str]:
    return [str(difference) for difference in found if difference.kind in kinds]


def test_the_delivery_is_worth_comparing(delivered: Delivered) -> None:
    rows = [row for file in delivered.files for entry in file["datasets"].values() for row in entry["rows"]]
    faults = {row["kind"] for row in rows if "withheld" in row}
    assert len(rows) > 500
    assert len(faults) >= 12
    assert len(delivered.of_stage(2)) >= 2


def test_no_cell_is_silently_wrong(found: list[Difference]) -> None:
    assert of_kind(found, "wrong value") == []


def test_every_row_is_loaded_and_nothing_else(found: list[Difference]) -> None:
    assert of_kind(found, "missing row", "row that must not load") == []


def test_every_fault_is_found_and_nothing_is_objected_to_without_need(found: list[Difference]) -> None:
    assert of_kind(found, "fault without finding", "finding without fault") == []


def test_every_file_has_its_status_village_and_month(found: list[Difference]) -> None:
    assert of_kind(found, "wrong status", "no reason", "wrong village or month", "unknown file", "same bytes twice") == []


def test_every_sheet_balances_and_counts_as_meant(found: list[Difference], delivered: Delivered) -> None:
    assert of_kind(found, "unbalanced", "wrong count") == []
    assert all(stage.report["balanced"] is True for stage in delivered.stages)


def test_a_person_has_one_key_everywhere_and_the_vault_knows_whose(delivered: Delivered) -> None:
    assert [str(each) for each in person_differences(delivered)] == []


def test_a_later_delivery_replaces_what_it_holds_and_leaves_the_rest(delivered: Delivered) -> None:
    assert [str(each) for each in what_a_later_delivery_spoiled(delivered)] == []


def test_what_was_replaced_stays_in_the_history(delivered: Delivered) -> None:
    replaced = list(superseded_rows(delivered))
    assert replaced
    assert [(dataset, kept) for dataset, _, kept in replaced] == [(dataset, meant) for dataset, meant, _ in replaced]


def test_the_office_sees_no_nik(delivered: Delivered) -> None:
    niks = {row["nik"] for file in delivered.files for entry in file["datasets"].values() for row in entry["rows"]} - {None}
    loads = [load for stage in delivered.stages for load in stage.report["loads"]]
    for dataset in {dataset for file in delivered.files for dataset in file["datasets"]}:
        rows = select(delivered.warehouse, "office", f"SELECT * FROM core.{dataset}_history WHERE load_id = ANY(ARRAY{loads})")
        shown = {str(value) for row in rows for value in row.values()}
        assert rows
        assert not {text for text in shown if any(nik in text for nik in niks)}, dataset
