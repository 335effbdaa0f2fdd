"""Villages that were renamed, split or merged: as they were, and as the villages of today."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from expectations.catalogue import CatalogueError
from expectations.configuration import ReportDue
from expectations.region_changes import RegionChange
from load.check import check
from load.configuration import Configuration, configure
from load.publish import publish
from load.schema import upgrade
from load.warehouse import Warehouse
from tests.load.batch_making import person, register_batch
from tests.load.region_changing import set_region_changes

MAY, JUNE, JULY = (dt.date(2024, month, 1) for month in (5, 6, 7))
MID_MAY, FIRST_OF_JUNE = dt.date(2024, 5, 15), JUNE
RENAMED, KEPT, NEW = "35.02.18.2015", "35.02.18.2005", "35.02.18.2098"
LEFT, RIGHT = "35.02.01.2001", "35.02.01.2002"


def change(day: dt.date, before: tuple[str, str], after: tuple[str, str]) -> RegionChange:
    return RegionChange(day, *before, *after, "Perda 1/2024")


RENAME = [change(MID_MAY, (RENAMED, "Paringan Lama"), (RENAMED, "Paringan"))]
SPLIT = [change(FIRST_OF_JUNE, (KEPT, "Jenangan"), (code, name)) for code, name in ((KEPT, "Jenangan"), (NEW, "Jenangan Baru"))]
MERGE = [change(FIRST_OF_JUNE, (code, name), (RIGHT, "Kanan")) for code, name in ((LEFT, "Kiri"), (RIGHT, "Kanan"))]


def report(warehouse: Warehouse, village: str, period: dt.date, persons: int) -> int:
    rows = [person(number) for number in range(1, persons + 1)]
    return publish(warehouse, register_batch(f"{village} {period}.xlsx", rows, village=village, period=period))


def asked(warehouse: Warehouse, query: str) -> list[tuple[Any, ...]]:
    return warehouse.query("bi", query)[1]


AS_WAS = "SELECT village_code, village_name, period, migrants_active FROM mart.village_month ORDER BY 1, 3"
AS_NOW = """
    SELECT level, region_code, region_name, period, villages_then, comparable, migrants_active
    FROM mart.village_month_now ORDER BY 1, 2, 4
"""


def test_a_renamed_village_bears_the_name_of_the_month_and_can_be_read_by_that_of_today(empty_warehouse: Warehouse) -> None:
    set_region_changes(empty_warehouse, RENAME)
    report(empty_warehouse, RENAMED, MAY, 3)
    report(empty_warehouse, RENAMED, JUNE, 2)
    assert asked(empty_warehouse, AS_WAS) == [(RENAMED, "Paringan Lama", MAY, 3), (RENAMED, "Paringan", JUNE, 2)]
    assert asked(empty_warehouse, AS_NOW) == [
        ("village", RENAMED, "Paringan", MAY, [RENAMED], True, 3),
        ("village", RENAMED, "Paringan", JUNE, [RENAMED], True, 2),
    ]


def test_a_new_name_does_not_break_what_compares_with_the_months_before(empty_warehouse: Warehouse) -> None:
    set_region_changes(empty_warehouse, RENAME)
    report(empty_warehouse, RENAMED, MAY, 1)
    publish(empty_warehouse, register_batch("juni.xlsx", [person(1, status="PURNA")], village=RENAMED, period=JUNE))
    assert asked(empty_warehouse, "SELECT returns FROM mart.village_month ORDER BY period") == [(None,), (1,)]
    expected = "SELECT period, village_name FROM mart.reporting_status WHERE dataset = 'migrant_register' ORDER BY 1 LIMIT 2"
    assert asked(empty_warehouse, expected) == [(MAY, "Paringan Lama"), (JUNE, "Paringan")]


def test_merged_villages_are_added_up_for_the_village_of_today(empty_warehouse: Warehouse) -> None:
    set_region_changes(empty_warehouse, MERGE)
    for village, persons in ((LEFT, 2), (RIGHT, 3)):
        report(empty_warehouse, village, MAY, persons)
    report(empty_warehouse, RIGHT, JUNE, 4)
    assert [row[:1] + row[2:] for row in asked(empty_warehouse, AS_WAS)] == [(LEFT, MAY, 2), (RIGHT, MAY, 3), (RIGHT, JUNE, 4)]
    assert asked(empty_warehouse, AS_NOW) == [
        ("village", RIGHT, "Kanan", MAY, [LEFT, RIGHT], True, 5),
        ("village", RIGHT, "Kanan", JUNE, [RIGHT], True, 4),
    ]


def test_people_who_came_with_a_village_that_joined_are_no_returns(empty_warehouse: Warehouse) -> None:
    set_region_changes(empty_warehouse, MERGE)
    people = [person(number, status="PURNA") for number in range(1, 5)]
    for village, period, rows in (
        (LEFT, MAY, people[:3]),
        (RIGHT, MAY, people[3:]),
        (RIGHT, JUNE, people),
        (RIGHT, JULY, people),
    ):
        publish(empty_warehouse, register_batch(f"{village} {period}.xlsx", rows, village=village, period=period))
    query = "SELECT period, returns FROM mart.village_month WHERE village_code = '35.02.01.2002' ORDER BY period"
    assert asked(empty_warehouse, query) == [(MAY, None), (JUNE, None), (JULY, 0)]


def test_a_sum_of_which_a_part_was_not_reported_is_empty_and_says_so(empty_warehouse: Warehouse) -> None:
    set_region_changes(empty_warehouse, MERGE)
    report(empty_warehouse, LEFT, MAY, 2)
    query = "SELECT villages_expected, villages_reporting, migrants_active FROM mart.village_month_now"
    assert asked(empty_warehouse, query) == [(2, 1, None)]


def test_what_a_split_village_reported_is_never_shared_out(empty_warehouse: Warehouse) -> None:
    set_region_changes(empty_warehouse, SPLIT)
    report(empty_warehouse, KEPT, MAY, 5)
    for village, persons in ((KEPT, 3), (NEW, 1)):
        report(empty_warehouse, village, JUNE, persons)
    assert [row[1:] for row in asked(empty_warehouse, AS_WAS)] == [
        ("Jenangan", MAY, 5),
        ("Jenangan", JUNE, 3),
        ("Jenangan Baru", JUNE, 1),
    ]
    assert asked(empty_warehouse, AS_NOW) == [
        ("area", KEPT, "Jenangan + Jenangan Baru", MAY, [KEPT], True, 5),
        ("area", KEPT, "Jenangan + Jenangan Baru", JUNE, [KEPT, NEW], True, 4),
        ("village", KEPT, "Jenangan", MAY, [KEPT], False, None),
        ("village", KEPT, "Jenangan", JUNE, [KEPT], True, 3),
        ("village", NEW, "Jenangan Baru", MAY, [KEPT], False, None),
        ("village", NEW, "Jenangan Baru", JUNE, [NEW], True, 1),
    ]


def test_a_village_split_and_then_merged_elsewhere_drags_its_neighbours_into_one_area(empty_warehouse: Warehouse) -> None:
    later = [
        change(JULY, (NEW, "Jenangan Baru"), (RENAMED, "Paringan")),
        change(JULY, (RENAMED, "Paringan"), (RENAMED, "Paringan")),
    ]
    set_region_changes(empty_warehouse, [*SPLIT, *later])
    for village, period, persons in ((KEPT, MAY, 4), (RENAMED, MAY, 2), (NEW, JUNE, 1), (RENAMED, JULY, 3), (KEPT, JULY, 3)):
        report(empty_warehouse, village, period, persons)
    shown = "period, villages_then, villages_reporting, migrants_active"
    areas = f"SELECT {shown} FROM mart.village_month_now WHERE level = 'area' ORDER BY 1"
    assert asked(empty_warehouse, areas) == [
        (MAY, [KEPT, RENAMED], 2, 6),
        (JUNE, [KEPT, RENAMED, NEW], 1, None),
        (JULY, [KEPT, RENAMED], 2, 6),
    ]


def test_nothing_is_expected_of_a_village_that_is_no_more_or_not_yet(empty_warehouse: Warehouse) -> None:
    set_region_changes(empty_warehouse, [*MERGE, *SPLIT])
    due = [ReportDue(code, "migrant_register", "month", 10, MAY) for code in (LEFT, NEW, RIGHT)]
    configure(empty_warehouse, [Configuration("roster", "roster.csv", "0" * 64, due)])
    query = "SELECT village_code, min(period), max(period) < '2024-06-01' FROM mart.reporting_status GROUP BY 1 ORDER BY 1"
    assert asked(empty_warehouse, query) == [(LEFT, MAY, True), (RIGHT, MAY, False), (NEW, JUNE, False)]


def test_a_change_that_is_learned_late_moves_what_was_reported_to_the_right_version(empty_warehouse: Warehouse) -> None:
    report(empty_warehouse, RENAMED, MAY, 3)
    june = report(empty_warehouse, RENAMED, JUNE, 2)
    set_region_changes(empty_warehouse, RENAME)
    names = [("Paringan Lama", MAY), ("Paringan", JUNE)]
    assert [row[1:3] for row in asked(empty_warehouse, AS_WAS)] == names
    publish(empty_warehouse, register_batch("juni lagi.xlsx", [person(9)], village=RENAMED, period=JUNE))
    history = f"SELECT count(*) FROM core.migrant_register_history WHERE load_id = {june} AND superseded_at IS NULL"
    assert empty_warehouse.query("office", history)[1] == [(0,)]
    set_region_changes(empty_warehouse, [])
    assert {row[1] for row in asked(empty_warehouse, AS_WAS)} == {"Paringan"}
    assert [result.id for result in check(empty_warehouse) if result.faults and result.severity == "error"] == []


def test_an_upgrade_keeps_to_the_packaged_list_of_changes(empty_warehouse: Warehouse) -> None:
    set_region_changes(empty_warehouse, RENAME)
    report(empty_warehouse, RENAMED, MAY, 3)
    upgrade(empty_warehouse)
    assert asked(empty_warehouse, AS_WAS) == [(RENAMED, "Paringan", MAY, 3)]
    assert asked(empty_warehouse, "SELECT count(*) FROM mart.region_changes") == [(0,)]


TWICE = [*MERGE, change(JULY, (LEFT, "Kiri"), (LEFT, "Kiri Baru"))]
BORN_TWICE = [*SPLIT, change(JULY, (KEPT, "Jenangan"), (NEW, "Jenangan Anyar"))]
OTHER_NAME = [
    change(MID_MAY, (RENAMED, "Paringan"), (RENAMED, "Pinaringan")),
    change(JULY, (RENAMED, "Paringan"), (RENAMED, "Paring")),
]
UNKNOWN = [change(MID_MAY, ("99.99.99.2001", "Antah"), ("99.99.99.2001", "Berantah"))]
NO_VILLAGE = [change(MID_MAY, ("35.02.18.2999", "Antah"), ("35.02.18.2999", "Berantah"))]
AHEAD = [change(dt.date(2999, 1, 1), (RENAMED, "Paringan"), (RENAMED, "Pinaringan"))]


@pytest.mark.parametrize(
    ("changes", "rule_id"),
    [
        (TWICE, "region_change_contradiction"),
        (BORN_TWICE, "region_change_contradiction"),
        (OTHER_NAME, "region_change_contradiction"),
        (UNKNOWN, "region_change_unknown"),
        (NO_VILLAGE, "region_change_unknown"),
        (AHEAD, "region_change_future"),
    ],
)  # fmt: skip
def test_changes_that_cannot_be_are_refused_and_nothing_changes(
    warehouse: Warehouse, changes: list[RegionChange], rule_id: str
) -> None:
    regions = "SELECT count(*), sum(region_key), count(valid_to) FROM core.dim_region"
    before = warehouse.query("office", regions)[1]
    with pytest.raises(CatalogueError) as refused:
        set_region_changes(warehouse, changes)
    assert refused.value.rule_id == rule_id
    assert warehouse.query("office", regions)[1] == before
