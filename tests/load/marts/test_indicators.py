"""Every indicator equals what pandas counts from the same reports, at every place and period."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from load.indicators import indicator_list
from tests.load.marts.conftest import Loaded
from tests.load.marts.truth import Key, Part, indicator_truth

_ELSEWHERE = {
    "reports_received", "reports_on_time", "median_days_late", "median_days_open", "turnover_median", "migrants_by_attribute",
    "nonprocedural_change", "register_against_bp2mi", "figures_revised",
}  # fmt: skip
"""Measures compared in other tests."""
COUNTED = sorted(set(indicator_list()) - _ELSEWHERE)


@pytest.fixture(scope="module")
def truth(loaded: Loaded) -> dict[Key, Part]:
    return indicator_truth(loaded.regency)


@pytest.fixture(scope="module")
def answers(loaded: Loaded) -> dict[Key, dict[str, Any]]:
    rows = loaded.rows("SELECT * FROM mart.indicators WHERE breakdown IS NULL")
    return {(r["measure"], r["level"], r["region_code"], r["period_type"], r["period"]): r for r in rows}


@pytest.mark.parametrize("measure", COUNTED)
def test_a_measure_equals_the_count_with_pandas_wherever_it_is_shown(
    measure: str, truth: dict[Key, Part], answers: dict[Key, dict[str, Any]]
) -> None:
    expected = {key: part for key, part in truth.items() if key[0] == measure}
    found = {key: row for key, row in answers.items() if key[0] == measure}
    assert expected
    assert set(found) == set(expected)
    shown = {key: row for key, row in found.items() if not row["suppressed"]}
    assert {k: (float(r["numerator"]), as_number(r["denominator"])) for k, r in shown.items()} == {
        k: plain(expected[k]) for k in shown
    }
    for key, row in shown.items():
        assert as_number(row["value"]) == pytest.approx(value_of(measure, expected[key]), abs=6e-5)


@pytest.mark.parametrize("measure", COUNTED)
def test_only_shares_of_persons_are_ever_hidden_and_then_nothing_of_them_shows(
    measure: str, answers: dict[Key, dict[str, Any]]
) -> None:
    rows = [row for key, row in answers.items() if key[0] == measure]
    hidden = [row for row in rows if row["suppressed"]]
    assert all((row["numerator"], row["denominator"], row["value"]) == (None, None, None) for row in hidden)
    if not indicator_list()[measure].get("personal"):
        assert hidden == []
        return
    assert len(hidden) > 0
    for row in rows:
        if not row["suppressed"]:
            assert row["numerator"] >= 5 or (measure == "procedural_unknown_share" and row["numerator"] == 0)
            assert row["denominator"] - row["numerator"] >= 5


def test_shares_of_persons_show_for_the_regency_where_the_numbers_are_large(answers: dict[Key, dict[str, Any]]) -> None:
    shown = {key[0] for key, row in answers.items() if key[1:4] == ("regency", "35.02", "year") and not row["suppressed"]}
    assert {"nonprocedural_share", "remittance_productive_share", "remigration_share", "out_of_school_share"} <= shown


def test_coverage_counts_the_reports_behind_a_number_and_those_expected(
    loaded: Loaded, answers: dict[Key, dict[str, Any]]
) -> None:
    files = [file for batch in loaded.regency.batches for file in batch.files]
    registers = {(f.village_code, f.period) for f in files for b in f.balances if b.dataset == "migrant_register"}
    first = {village: min(f.period for f in files if f.village_code == village) for village in loaded.regency.villages}
    for month in loaded.regency.months:
        row = answers["departures", "regency", "35.02", "month", month]
        expected = sum(began <= month and loaded.regency.existed(village, month) for village, began in first.items())
        assert (row["reporting"], row["expected"]) == (sum(m == month for _, m in registers), expected)
        assert float(row["coverage"]) == pytest.approx(float(row["reporting"]) / expected, abs=6e-5)
    year = answers["departures", "regency", "35.02", "year", dt.date(2026, 1, 1)]
    assert year["reporting"] == len(registers)


def test_all_thirty_questions_have_a_measure_defined_in_both_languages(loaded: Loaded) -> None:
    rows = loaded.rows("SELECT DISTINCT indicator, name_id, name_en FROM mart.indicators")
    assert {entry["indicator"] for entry in indicator_list().values()} == set(range(1, 31))
    assert all(row["name_id"] and row["name_en"] for row in rows)
    defined = loaded.rows(
        "SELECT column_name, concept_id, definition_id, measure_id, unit_id FROM mart.dictionary WHERE table_name = 'indicators'"
    )
    by_name = {row["column_name"]: row for row in defined}
    assert all(all(by_name[measure].values()) for measure in indicator_list())


def as_number(value: Any) -> float | None:
    """A database number as a float."""
    return None if value is None else float(value)


def plain(part: Part) -> tuple[float, float | None]:
    """A part in floats."""
    return float(part[0] or 0), as_number(part[1])


def value_of(measure: str, part: Part) -> float | None:
    """The indicator itself, from its parts."""
    factor = indicator_list()[measure].get("factor")
    numerator, denominator = plain(part)
    if factor is None:
        return numerator
    return factor * numerator / denominator if denominator else None
