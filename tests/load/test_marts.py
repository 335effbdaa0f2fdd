"""The first marts: what is not loaded is empty, what is reported as none is 0, and small shares stay hidden."""

from __future__ import annotations

import datetime as dt
from threading import Thread
from typing import Any

from expectations.catalogue import Finding
from load.publish import publish
from load.warehouse import Warehouse
from tests.load.batch_making import (
    JENANGAN,
    NOVEMBER,
    OCTOBER,
    PARINGAN,
    add_sheet,
    figure,
    figures_batch,
    person,
    register_batch,
    service,
)


def only_row(warehouse: Warehouse, sql: str) -> dict[str, Any]:
    columns, (row,) = warehouse.query("bi", sql)
    return dict(zip(columns, row, strict=True))


def village_month(warehouse: Warehouse, period: dt.date = OCTOBER) -> dict[str, Any]:
    return only_row(warehouse, f"SELECT * FROM mart.village_month WHERE village_code = '{PARINGAN}' AND period = '{period}'")


def test_what_a_village_did_not_report_is_empty_and_never_zero(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("a.xlsx", [person(1)]))
    month = village_month(empty_warehouse)
    assert (month["migrants_active"], month["departures"]) == (1, 0)
    unknown = ("returns", "services", "complaints_open", "groups_active", "children_reached", "cooperative_active")
    assert [month[name] for name in unknown] == [None] * len(unknown)
    assert (month["pillars_active"], month["pillars_reported"]) == (None, 0)


def test_a_return_is_a_person_purna_now_and_not_in_the_report_before(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("10.xlsx", [person(1), person(2, status="PURNA"), person(3)]))
    november = [person(1, status="PURNA"), person(2, status="PURNA"), person(3), person(4, status="PURNA")]
    publish(empty_warehouse, register_batch("11.xlsx", november, period=NOVEMBER))
    assert village_month(empty_warehouse)["returns"] is None
    assert village_month(empty_warehouse, NOVEMBER)["returns"] == 2


def test_a_share_with_fewer_than_five_persons_on_a_side_is_hidden_and_said_to_be(empty_warehouse: Warehouse) -> None:
    left = {"departure_date": dt.date(2026, 10, 9)}
    few = [person(n, procedural="NON_PROSEDURAL" if n <= 4 else "PROSEDURAL", **left) for n in range(1, 13)]
    publish(empty_warehouse, register_batch("10.xlsx", few))
    enough = [
        person(n, procedural="NON_PROSEDURAL" if n <= 5 else "PROSEDURAL", departure_date=dt.date(2026, 11, 9))
        for n in range(1, 11)
    ]
    publish(empty_warehouse, register_batch("11.xlsx", enough, period=NOVEMBER))
    hidden, shown = village_month(empty_warehouse), village_month(empty_warehouse, NOVEMBER)
    assert (hidden["departures"], hidden["nonprocedural_share"], hidden["nonprocedural_share_suppressed"]) == (12, None, True)
    assert (float(shown["nonprocedural_share"]), shown["nonprocedural_share_suppressed"]) == (0.5, False)


def test_a_pillar_stays_active_for_six_months_after_its_last_sign_of_life(empty_warehouse: Warehouse) -> None:
    october = register_batch("10.xlsx", [person(1)])
    add_sheet(october, october.files[0], "migration_services", [service(1)], sheet="LAYANAN")
    publish(empty_warehouse, october)
    for number, period in enumerate((dt.date(2027, 3, 1), dt.date(2027, 4, 1))):
        publish(empty_warehouse, register_batch(f"{number}.xlsx", [person(1)], period=period))
    months = (OCTOBER, dt.date(2027, 3, 1), dt.date(2027, 4, 1))
    assert [village_month(empty_warehouse, month)["pillars_active"] for month in months] == [1, 1, None]


def test_quality_counts_withheld_cells_and_names_their_rules(empty_warehouse: Warehouse) -> None:
    batch = register_batch("a.xlsx", [person(n) for n in range(1, 5)])
    batch.files[0].findings.append(Finding("load_unknown", "cell", "DATA", 6, "D6", "migrant_register", "hamlet"))
    publish(empty_warehouse, batch)
    quality = only_row(empty_warehouse, "SELECT * FROM mart.data_quality")
    assert (quality["loaded"], quality["cells_withheld"], quality["findings_by_rule"]) == (4, 1, {"load_unknown": 1})
    assert float(quality["quality_score"]) == float(village_month(empty_warehouse)["quality_score"]) == 75.0


def test_placements_are_shown_with_basis_period_member_and_vintage(empty_warehouse: Warehouse) -> None:
    hongkong = {"breakdown": "country", "members": {"country": {"label": "Hongkong", "code": "HKG"}}}
    publish(empty_warehouse, figures_batch("a.pdf", [figure(65916, **hongkong), figure(9, measure="complaints")]))
    row = only_row(empty_warehouse, "SELECT * FROM mart.bp2mi_placements")
    assert (row["figure"], row["basis"], row["period"], row["member"], int(row["value"])) == (
        "placements",
        "national",
        "2023",
        "Hongkong",
        65916,
    )
    assert row["published_on"] == dt.date(2024, 1, 20)


def test_freshness_tells_the_last_month_and_how_many_villages_report(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("a.xlsx", [person(1)]))
    publish(empty_warehouse, register_batch("b.xlsx", [person(2)], village=JENANGAN, period=NOVEMBER))
    row = only_row(empty_warehouse, "SELECT * FROM mart.freshness")
    assert (row["dataset"], row["last_period"], row["villages"], row["files"]) == ("migrant_register", NOVEMBER, 2, 2)


def test_two_publishers_at_once_queue_up_and_one_of_them_stands(empty_warehouse: Warehouse) -> None:
    batches = [register_batch(f"{number}.xlsx", [person(n) for n in range(number, number + 300)]) for number in (1, 501)]
    threads = [Thread(target=publish, args=(empty_warehouse, batch)) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert village_month(empty_warehouse)["migrants_active"] == 300
    assert empty_warehouse.query("office", "SELECT count(*) FROM core.migrant_register_history")[1] == [(600,)]
