"""Reporting, middle values, persons by attribute, change since the programme and BP2MI's figures equal a count with pandas."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from load.publish import publish
from load.warehouse import Warehouse
from tests.load.batch_making import PARINGAN, add_sheet, figure, figures_batch, person, register_batch
from tests.load.marts.conftest import Loaded
from tests.load.marts.truth_elsewhere import attribute_truth, middle_truth, reporting_truth, reports_due


@pytest.fixture(scope="module")
def due(loaded: Loaded) -> pd.DataFrame:
    return reports_due(loaded.regency, loaded.instants)


def answers(loaded: Loaded, measures: tuple[str, ...]) -> dict[Any, dict[str, Any]]:
    listed = ", ".join(f"'{measure}'" for measure in measures)
    rows = loaded.rows(f"SELECT * FROM mart.indicators WHERE measure IN ({listed})")
    return {(r["measure"], r["level"], r["region_code"], r["period_type"], r["period"]): r for r in rows}


def test_reports_received_and_in_time_are_those_of_the_files_at_every_place_and_period(loaded: Loaded, due: pd.DataFrame) -> None:
    found = answers(loaded, ("reports_received", "reports_on_time"))
    assert {key: (int(row["numerator"]), int(row["denominator"])) for key, row in found.items()} == reporting_truth(due)


def test_middle_values_are_those_of_the_rows_behind_them_at_every_place_and_period(loaded: Loaded, due: pd.DataFrame) -> None:
    found = answers(loaded, ("median_days_late", "median_days_open", "turnover_median"))
    assert {key: (int(row["denominator"]), float(row["value"])) for key, row in found.items()} == middle_truth(
        loaded.regency, due
    )


def test_persons_by_country_occupation_and_sex_are_those_of_the_register_wherever_shown(loaded: Loaded) -> None:
    rows = loaded.rows("SELECT * FROM mart.indicators WHERE measure = 'migrants_by_attribute' AND period_type = 'month'")
    truth = attribute_truth(loaded.regency)
    found = {(r["level"], r["region_code"], r["period"], r["breakdown"], r["member"]): r for r in rows}
    assert set(found) <= set(truth)
    assert {key for key in truth if key[0] == "regency"} <= set(found)
    shown = {key: (int(row["numerator"]), int(row["denominator"])) for key, row in found.items() if not row["suppressed"]}
    assert {key[0] for key in shown} == {"village", "district", "regency"}
    assert shown == {key: truth[key] for key in shown}


def departures(year: int, nonprocedural: int) -> list[dict[str, Any]]:
    """Twenty departures of January, so many of them non-procedural and each in cells that may be shown."""
    left = {"departure_date": dt.date(year, 1, 9), "destination": "HKG"}
    return [
        person(100 * (year - 2020) + n, procedural="NON_PROSEDURAL" if n < nonprocedural else "PROSEDURAL", **left)
        for n in range(20)
    ]


def test_the_change_since_the_programme_is_the_share_less_that_of_its_first_year(empty_warehouse: Warehouse) -> None:
    for year, nonprocedural in ((2024, 10), (2025, 6)):
        batch = register_batch(f"{year}.xlsx", departures(year, nonprocedural), period=dt.date(year, 1, 1))
        profile = {"programme": "DESMIGRATIF", "programme_start": dt.date(2024, 3, 1)}
        add_sheet(batch, batch.files[0], "village_profile", [profile], sheet="PROFIL")
        publish(empty_warehouse, batch)
    query = "SELECT region_code, period, member, value, suppressed FROM mart.indicators WHERE measure = 'nonprocedural_change'"
    _, [(village, period, baseline, value, suppressed)] = empty_warehouse.query("bi", query)
    assert (village, period, baseline, float(value), suppressed) == (PARINGAN, dt.date(2025, 1, 1), "2024", -0.2, False)


def test_the_register_stands_beside_the_placements_of_its_regency_with_the_villages_behind_it(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("1.xlsx", departures(2025, 6), period=dt.date(2025, 1, 1)))
    ponorogo = {"breakdown": "regency", "members": {"regency": {"label": "Ponorogo", "code": "35.02"}}, "basis": "origin"}
    january = {"period_type": "month", "period_start": dt.date(2025, 1, 1), "period_end": dt.date(2025, 1, 31)}
    publish(empty_warehouse, figures_batch("a.pdf", [figure(400, **ponorogo, **january)]))
    query = (
        "SELECT numerator, denominator, value, reporting, expected, coverage, note_en IS NOT NULL FROM mart.indicators "
        "WHERE measure = 'register_against_bp2mi'"
    )
    _, [(difference, placements, value, reporting, expected, coverage, noted)] = empty_warehouse.query("bi", query)
    assert (int(difference), int(placements), float(value), noted) == (20 - 400, 400, -0.95, True)
    assert (int(reporting), int(expected), float(coverage)) == (1, 307, 0.0033)


def test_figures_revised_counts_those_a_later_vintage_gives_otherwise(empty_warehouse: Warehouse) -> None:
    for name, published, values in (("a.pdf", dt.date(2024, 1, 20), (5, 7)), ("b.pdf", dt.date(2025, 2, 6), (5, 9))):
        years = [{"period_start": dt.date(year, 1, 1), "period_end": dt.date(year, 12, 31)} for year in (2022, 2023)]
        figures = [figure(value, published_on=published, **year) for value, year in zip(values, years, strict=True)]
        publish(empty_warehouse, figures_batch(name, figures))
    query = "SELECT period, numerator, denominator FROM mart.indicators WHERE measure = 'figures_revised'"
    _, rows = empty_warehouse.query("bi", query)
    assert rows == [(dt.date(2025, 2, 1), 1, 2)]
