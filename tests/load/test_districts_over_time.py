"""Districts that were renamed, split or merged: as they were, with the villages that lay in them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from expectations.catalogue import CatalogueError
from expectations.region_changes import RegionChange
from load.check import check
from load.publish import publish
from load.warehouse import Warehouse
from tests.load.batch_making import add_sheet, figure, figures_batch, person, register_batch
from tests.load.region_changing import set_region_changes

APRIL, MAY, JUNE, JULY = (dt.date(2024, month, 1) for month in (4, 5, 6, 7))
MID_MAY = dt.date(2024, 5, 15)
DISTRICT, NEW_DISTRICT, NEIGHBOUR = "35.02.18", "35.02.98", "35.02.16"
STAYS, MOVES, MOVED = "35.02.18.2015", "35.02.18.2005", "35.02.98.2001"


def change(day: dt.date, before: tuple[str, str], after: tuple[str, str]) -> RegionChange:
    return RegionChange(day, *before, *after, "Perda 3/2024")


RENAME = [change(MID_MAY, (DISTRICT, "Jenangan Lama"), (DISTRICT, "Jenangan"))]
SPLIT = [
    change(JUNE, (DISTRICT, "Jenangan"), (DISTRICT, "Jenangan")),
    change(JUNE, (DISTRICT, "Jenangan"), (NEW_DISTRICT, "Jenangan Timur")),
    change(JUNE, (MOVES, "Jenangan"), (MOVED, "Jenangan")),
]


def report(warehouse: Warehouse, village: str, period: dt.date, **facts: Any) -> None:
    rows = [person(1, **facts), person(2)]
    batch = register_batch(f"{village} {period}.xlsx", rows, village=village, period=period)
    if period == APRIL:
        add_sheet(batch, batch.files[0], "migration_services", [{"service_date": APRIL, "service_type": "INFORMASI"}], "LAYANAN")
    publish(warehouse, batch)


def asked(warehouse: Warehouse, query: str) -> list[tuple[Any, ...]]:
    return warehouse.query("bi", query)[1]


CHANGES = "SELECT level, kind, from_code, from_name, to_code, to_name FROM mart.region_changes ORDER BY 1, 3, 5"
AS_WAS = "SELECT village_code, district_name, period FROM mart.village_month ORDER BY 1, 3"


def test_a_renamed_district_bears_the_name_of_the_month_over_its_villages(empty_warehouse: Warehouse) -> None:
    set_region_changes(empty_warehouse, RENAME)
    for period in (MAY, JUNE):
        report(empty_warehouse, STAYS, period)
    assert asked(empty_warehouse, CHANGES) == [("district", "rename", DISTRICT, "Jenangan Lama", DISTRICT, "Jenangan")]
    assert asked(empty_warehouse, AS_WAS) == [(STAYS, "Jenangan Lama", MAY), (STAYS, "Jenangan", JUNE)]
    now = """
        SELECT district_name FROM mart.village_month_now
        UNION SELECT district_name FROM mart.regions WHERE district_code = '35.02.18'
    """
    assert asked(empty_warehouse, now) == [("Jenangan",)]
    series = "SELECT DISTINCT region_name FROM mart.indicators WHERE level = 'district' AND measure = 'migrants_active'"
    assert asked(empty_warehouse, series) == [("Jenangan",)]


def test_a_new_name_of_the_district_does_not_break_what_compares_with_the_months_before(empty_warehouse: Warehouse) -> None:
    set_region_changes(empty_warehouse, RENAME)
    report(empty_warehouse, STAYS, APRIL)
    report(empty_warehouse, STAYS, JUNE, status="PURNA")
    assert asked(empty_warehouse, "SELECT returns FROM mart.village_month ORDER BY period") == [(None,), (1,)]
    pillars = "SELECT period, active FROM mart.pillar_sustainability WHERE pillar = 1 ORDER BY 1"
    assert asked(empty_warehouse, pillars) == [(APRIL, True), (JUNE, True)]


def test_a_split_district_keeps_its_past_and_the_new_one_begins_with_the_villages_that_moved(empty_warehouse: Warehouse) -> None:
    set_region_changes(empty_warehouse, SPLIT)
    for village, period in ((STAYS, MAY), (STAYS, JUNE), (MOVES, MAY), (MOVED, JUNE)):
        report(empty_warehouse, village, period)
    assert asked(empty_warehouse, CHANGES) == [
        ("district", "split", DISTRICT, "Jenangan", DISTRICT, "Jenangan"),
        ("district", "split", DISTRICT, "Jenangan", NEW_DISTRICT, "Jenangan Timur"),
        ("village", "recode", MOVES, "Jenangan", MOVED, "Jenangan"),
    ]
    assert asked(empty_warehouse, AS_WAS) == [
        (MOVES, "Jenangan", MAY),
        (STAYS, "Jenangan", MAY),
        (STAYS, "Jenangan", JUNE),
        (MOVED, "Jenangan Timur", JUNE),
    ]
    now = "SELECT district_name, period, villages_then FROM mart.village_month_now WHERE region_code = '35.02.98.2001' ORDER BY 2"
    assert asked(empty_warehouse, now) == [("Jenangan Timur", MAY, [MOVES]), ("Jenangan Timur", JUNE, [MOVED])]
    sums = """
        SELECT region_name, numerator FROM mart.indicators
        WHERE level = 'district' AND measure = 'migrants_active' AND period_type = 'month' AND period = '2024-06-01' ORDER BY 1
    """
    assert asked(empty_warehouse, sums) == [("Jenangan", 2), ("Jenangan Timur", 2)]


def test_merged_districts_are_told_as_merged(empty_warehouse: Warehouse) -> None:
    set_region_changes(empty_warehouse, [*SPLIT, *reunion()])
    merged = """
        SELECT kind, from_name, to_name FROM mart.region_changes
        WHERE level = 'district' AND changed_on = '2024-07-01' ORDER BY 2
    """
    assert asked(empty_warehouse, merged) == [("merge", "Jenangan", "Jenangan"), ("merge", "Jenangan Timur", "Jenangan")]


def reunion() -> list[RegionChange]:
    return [
        change(JULY, (DISTRICT, "Jenangan"), (DISTRICT, "Jenangan")),
        change(JULY, (NEW_DISTRICT, "Jenangan Timur"), (DISTRICT, "Jenangan")),
        change(JULY, (MOVED, "Jenangan"), (MOVES, "Jenangan")),
    ]


def test_a_district_change_that_is_withdrawn_leaves_no_trace(empty_warehouse: Warehouse) -> None:
    report(empty_warehouse, STAYS, MAY)
    publish(
        empty_warehouse,
        figures_batch("a.pdf", [figure(7, breakdown="district", members={"district": {"label": "J", "code": DISTRICT}})]),
    )
    regions = (
        "SELECT code, name, district_name, valid_from, valid_to, bps_code, district_bps_code FROM core.dim_region ORDER BY 1, 4"
    )
    before = empty_warehouse.query("office", regions)[1]
    set_region_changes(empty_warehouse, RENAME)
    assert asked(empty_warehouse, AS_WAS) == [(STAYS, "Jenangan Lama", MAY)]
    set_region_changes(empty_warehouse, [])
    assert empty_warehouse.query("office", regions)[1] == before
    assert asked(empty_warehouse, AS_WAS) == [(STAYS, "Jenangan", MAY)]
    assert [result.id for result in check(empty_warehouse) if result.faults and result.severity == "error"] == []


ENDS_WITH_VILLAGES = [
    change(JUNE, (DISTRICT, "Jenangan"), (NEIGHBOUR, "Ponorogo")),
    change(JUNE, (NEIGHBOUR, "Ponorogo"), (NEIGHBOUR, "Ponorogo")),
]
OTHER_LEVEL = [change(JUNE, (DISTRICT, "Jenangan"), (STAYS, "Paringan"))]
NO_REGENCY = [change(JUNE, ("99.99.01", "Antah"), ("99.99.01", "Berantah"))]
VILLAGE_BEFORE_DISTRICT = [*SPLIT[:2], change(MAY, (MOVES, "Jenangan"), (MOVED, "Jenangan"))]


@pytest.mark.parametrize(
    ("changes", "rule_id"),
    [
        (ENDS_WITH_VILLAGES, "region_change_contradiction"),
        (VILLAGE_BEFORE_DISTRICT, "region_change_contradiction"),
        (OTHER_LEVEL, "region_change_unknown"),
        (NO_REGENCY, "region_change_unknown"),
    ],
)  # fmt: skip
def test_changes_of_districts_that_cannot_be_are_refused(warehouse: Warehouse, changes: list[RegionChange], rule_id: str) -> None:
    with pytest.raises(CatalogueError) as refused:
        set_region_changes(warehouse, changes)
    assert refused.value.rule_id == rule_id
