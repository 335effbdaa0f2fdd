"""The tables that are known by heart, and what must add up in them, hold in the warehouse after the example publications."""

from __future__ import annotations

from typing import Any

import pytest

from load.warehouse import Warehouse

PARTS_OF_THE_NATION = {
    ("2011-12-31", "sector"): 586_802, ("2012-12-31", "sector"): 494_609, ("2013-12-31", "sector"): 512_168,
    ("2014-12-31", "sector"): 429_872, ("2015-12-31", "sector"): 275_736, ("2021-12-31", "sector"): 72_624,
    ("2022-12-31", "sector"): 200_761, ("2023-12-31", "sector"): 274_965,
    ("2024-06-30", "sector"): 160_496, ("2024-10-31", "sector"): 250_391,
    ("2011-12-31", "sex"): 586_802, ("2012-12-31", "sex"): 494_609, ("2013-12-31", "sex"): 512_168,
    ("2014-12-31", "sex"): 429_872, ("2015-12-31", "sex"): 275_736, ("2021-12-31", "sex"): 72_624,
    ("2022-12-31", "sex"): 200_761, ("2023-12-31", "sex"): 274_965,
}  # fmt: skip
COUNTRIES = {
    "HKG": (60_065, 88_167, 99_773), "TWN": (53_471, 83_142, 84_581), "MYS": (43_125, 72_257, 51_723),
    "JPN": (5_832, 9_673, 12_720), "SGP": (6_619, 7_883, 10_819), "KOR": (11_571, 12_582, 10_750),
    "BRN": (513, 2_870, 3_183),
}  # fmt: skip


def rows(warehouse: Warehouse, query: str) -> list[tuple[Any, ...]]:
    return warehouse.query("office", query)[1]


def test_sectors_and_sexes_add_up_to_a_printed_total_of_their_period(examples: Warehouse) -> None:
    query = """
        WITH parts AS (
          SELECT period_end, breakdown, published_on, sum(value) AS total, count(*) AS members
          FROM core.bp2mi_figures_history
          WHERE measure = 'placements' AND basis = 'national' AND breakdown IN ('sector', 'sex') GROUP BY 1, 2, 3)
        SELECT p.period_end::text, p.breakdown, p.total::int FROM parts AS p WHERE p.members = 2 AND EXISTS (
          SELECT FROM core.bp2mi_figures_history AS w WHERE w.measure = 'placements' AND w.basis = 'national'
            AND w.breakdown = 'total' AND w.period_end = p.period_end AND w.value = p.total)"""
    assert {(end, breakdown): total for end, breakdown, total in rows(examples, query)} == PARTS_OF_THE_NATION


def test_the_countries_of_three_years_are_those_of_the_annual_report_and_add_up(examples: Warehouse) -> None:
    query = """
        SELECT country_iso3, array_agg(value::int ORDER BY period_start) FROM core.bp2mi_figures
        WHERE measure = 'placements' AND breakdown = 'country' AND source_kind = 'publisher' AND period_start >= '2022-01-01'
        GROUP BY country_iso3"""
    found = {code: tuple(values) for code, values in rows(examples, query)}
    assert {code: found[code] for code in COUNTRIES} == COUNTRIES
    totals = [sum(values[year] for values in found.values()) for year in range(3)]
    assert totals == [200_717, 297_108, 297_434]


def test_what_the_press_had_quoted_of_the_countries_before_is_still_there(examples: Warehouse) -> None:
    query = """
        SELECT value::int FROM core.bp2mi_figures_history WHERE country_iso3 = 'HKG' AND period_start = '2023-01-01'
          AND breakdown = 'country' AND measure = 'placements' ORDER BY published_on"""
    assert rows(examples, query) == [(65_916,), (88_167,)]


@pytest.mark.parametrize(
    ("place", "basis", "figures"),
    [
        ("35", "origin", {2022: 51_348, 2023: 68_069, 2024: 79_339, 2025: 69_925}),
        ("35", "serving_office", {2023: 34_764}),
        ("35.02", "origin", {2019: 9_699, 2020: 5_383, 2021: 4_126, 2022: 7_566}),
        ("35.02", "serving_office", {2018: 8_647}),
        ("35.02", "regency_office", {2024: 4_147}),
    ],
)
def test_a_place_has_a_figure_for_each_way_of_counting(
    examples: Warehouse, place: str, basis: str, figures: dict[int, int]
) -> None:
    query = f"""
        SELECT extract(year FROM period_start)::int, value::int FROM core.bp2mi_figures
        WHERE measure = 'placements' AND region_code = '{place}' AND basis = '{basis}' AND period_type = 'year'
          AND breakdown IN ('province', 'regency')"""
    assert dict(rows(examples, query)) == figures


def test_the_facilitated_returns_of_2023_are_their_six_parts(examples: Warehouse) -> None:
    query = (
        "SELECT sum(value)::int, count(*) FROM core.bp2mi_figures WHERE measure = 'facilitated_returns' AND breakdown <> 'total'"
    )
    assert rows(examples, query) == [(21_945, 6)]


def test_the_quarters_of_remittance_in_millions_are_the_year_in_billions(examples: Warehouse) -> None:
    query = """
        SELECT round(sum(value) FILTER (WHERE unit = 'usd_million') / 1000, 2), max(value) FILTER (WHERE unit = 'usd_billion')
        FROM core.bp2mi_figures WHERE measure = 'remittance' AND period_start BETWEEN '2021-01-01' AND '2021-12-31'"""
    assert [tuple(map(float, row)) for row in rows(examples, query)] == [(9.16, 9.16)]


def test_the_year_to_date_is_that_of_two_months_before_and_the_months_since(examples: Warehouse) -> None:
    """March 2024 was never printed then: it is what is left, and not what the report of 2025 compares with."""
    query = """
        SELECT (max(value) FILTER (WHERE period_end = '2024-04-30' AND period_type = 'ytd')
              - max(value) FILTER (WHERE period_end = '2024-02-29' AND period_type = 'ytd')
              - max(value) FILTER (WHERE period_start = '2024-04-01'))::int
        FROM core.bp2mi_figures WHERE measure = 'placements' AND basis = 'national' AND breakdown = 'total'"""
    assert rows(examples, query) == [(28_981,)]


def test_2023_was_restated_by_eight_percent(examples: Warehouse) -> None:
    query = """
        SELECT old_value::int, new_value::int, change::int, change_share::float, old_source_kind, source_kind
        FROM mart.bp2mi_revisions WHERE breakdown = 'total' AND period_start = '2023-01-01' AND period_type = 'year'
        ORDER BY new_published_on"""
    assert rows(examples, query) == [
        (273_747, 274_965, 1_218, 0.0044, "press", "press"),
        (274_965, 297_108, 22_143, 0.0805, "press", "publisher"),
    ]


def test_months_were_restated_by_a_few(examples: Warehouse) -> None:
    query = """
        SELECT to_char(period_start, 'YYYY-MM'), change::int FROM mart.bp2mi_revisions
        WHERE breakdown = 'total' AND period_type = 'month' AND figure = 'placements' ORDER BY 1"""
    assert rows(examples, query) == [("2021-02", -3), ("2021-03", -1), ("2022-02", 1), ("2022-09", 2)]


def test_an_occupation_has_its_isco_code_where_its_label_names_the_unit_group_and_stays_a_figure_of_its_own(
    examples: Warehouse,
) -> None:
    query = """
        SELECT occupation, occupation_isco, value::int FROM core.bp2mi_figures
        WHERE breakdown = 'occupation' AND period_start = '2025-01-01' ORDER BY value DESC"""
    assert rows(examples, query) == [
        ("House Maid", "9111", 76_773), ("Caregiver", "5322", 53_574), ("Plantation Worker", None, 27_828),
        ("Worker", None, 17_250), ("Domestic Worker", "9111", 14_466),
    ]  # fmt: skip
