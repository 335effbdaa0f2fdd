"""Each known quirk of published figures enters as a file and ends in the warehouse as the office was told it would."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest

from load.warehouse import Warehouse
from tests.flows.command_line import Installation
from tests.flows.published import load, put, remarks
from tests.flows.quirk_publications import DECLARED, FILES


@dataclass(frozen=True, slots=True)
class Shelf:
    """The warehouse after one run over all the files."""

    warehouse: Warehouse

    def rows(self, query: str, role: Any = "office") -> list[tuple[Any, ...]]:
        """Rows of a query."""
        return self.warehouse.query(role, query)[1]

    def figures(self, path: str, columns: str = "value::float") -> list[Any]:
        """Columns of the figures of one file, in their order; bare values where one column is asked."""
        sha256 = hashlib.sha256(FILES[path]).hexdigest()
        rows = self.rows(f"SELECT {columns} FROM core.bp2mi_figures_history WHERE source_file = '{sha256}' ORDER BY fact_id")
        return rows if "," in columns else [value for (value,) in rows]

    def rules(self, path: str) -> Counter[str]:
        """How often each rule spoke of a file."""
        return Counter(rule for rule, _ in remarks(self.warehouse, path))

    def current(self, condition: str, columns: str = "value::float") -> list[tuple[Any, ...]]:
        """Columns of the current figures of a kind."""
        return self.rows(f"SELECT {columns} FROM core.bp2mi_figures WHERE {condition} ORDER BY period_start, value")

    def revisions(self, condition: str) -> list[tuple[float, float]]:
        """Old and new values, by the day of the change."""
        query = "SELECT old_value::float, new_value::float FROM mart.bp2mi_revisions WHERE {} ORDER BY new_published_on"
        return self.rows(query.format(condition), "bi")  # type: ignore[return-value]


@pytest.fixture(scope="module")
def shelf(statistics: Installation, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Everything in one run, as an inbox that was left alone for years."""
    report = load(statistics, put(tmp_path_factory.mktemp("quirks"), FILES, DECLARED))
    assert {file["path"]: file["status"] for file in report["files"]} == dict.fromkeys(FILES, "loaded")
    return Shelf(Warehouse.open(statistics.home))


NATION = "measure = 'placements' AND basis = 'national' AND breakdown = 'total'"


def test_q1_a_revised_annual_total_keeps_all_its_vintages_and_the_latest_is_current(shelf: Shelf) -> None:
    year = f"{NATION} AND period_type = 'year' AND period_start = '2023-01-01'"
    assert shelf.current(year) == [(297_108,)]
    history = shelf.rows(
        f"SELECT value::float, superseded_at IS NULL FROM core.bp2mi_figures_history WHERE {year} AND NOT "
        "(status = 'claim' AND source_kind = 'publisher') ORDER BY published_on"
    )
    assert history == [(273_747, False), (274_965, False), (297_108, True)]
    in_mart = "figure = 'placements' AND basis = 'national' AND breakdown = 'total' AND period_type = 'year'"
    assert shelf.revisions(f"{in_mart} AND period_start = '2023-01-01'") == [(273_747, 274_965), (274_965, 297_108)]
    assert shelf.rules("q01_annual.pdf") >= Counter(restated_period=2)
    assert shelf.rules("q01_january.html") >= Counter(restated_period=1)
    assert shelf.figures("q01_annual.pdf")[:3] == [200_761, 297_108, 297_434]
    assert "narrative_arithmetic" not in shelf.rules("q01_annual.pdf")


def test_q2_a_month_revised_by_a_few_is_a_revision_of_a_few(shelf: Shelf) -> None:
    month = "period_type = 'month' AND figure = 'placements' AND period_start = '{}'"
    assert shelf.revisions(month.format("2021-02-01")) == [(4_234, 4_231)]
    assert shelf.revisions(month.format("2021-03-01")) == [(7_072, 7_071)]
    assert shelf.rules("q02_november.xlsx") == Counter(restated_period=2)


def test_q3_a_month_revised_strongly_is_a_break_of_its_level(shelf: Shelf) -> None:
    assert shelf.current(f"{NATION} AND period_type = 'month' AND period_start = '2024-03-01'") == [(23_049,)]
    assert shelf.figures("q03_april.pdf") == [27_243, 23_716, 28_981, 29_803, 109_743]
    assert shelf.rules("q03_march.pdf") == Counter(restated_period=1, level_break=1)


def test_q4_placements_are_services_before_departure_and_the_dictionary_says_so(shelf: Shelf) -> None:
    assert shelf.figures("q04_definition.pdf", "measure, value::float") == [("placements", 21_018)]
    query = "SELECT definition_en FROM mart.dictionary WHERE table_name = 'bp2mi_placements' AND column_name = 'figure'"
    assert "not departures" in shelf.rows(query, "bi")[0][0]


def test_q5_formal_and_informal_are_not_equated_with_the_new_kinds_of_employer(shelf: Shelf) -> None:
    assert shelf.figures("q05_sector.pdf", "sector, employer_type")[:2] == [("FORMAL", None), ("INFORMAL", None)]
    assert shelf.figures("q05_employer.pdf", "sector, employer_type")[:2] == [(None, "BADAN_HUKUM"), (None, "PERSEORANGAN")]
    assert shelf.rules("q05_employer.pdf") == Counter(classification_break=1)


def test_q6_one_country_under_many_names_is_one_figure_and_an_ambiguous_regency_keeps_its_label(shelf: Shelf) -> None:
    current = shelf.current("breakdown = 'country' AND period_start = '2018-01-01'", "country_iso3, value::int")
    assert dict(current) == {
        "HKG": 701, "SAU": 601, "ARE": 502, "KOR": 401, "TWN": 301, "COG": 200, "LBN": 102, "NZL": 50,
    }  # fmt: skip
    assert shelf.current("breakdown = 'province' AND period_start = '2018-01-01'", "region_code") == [("52",), ("35",)]
    regencies = shelf.current(
        "breakdown = 'regency' AND basis = 'origin' AND period_start = '2018-01-01'",
        "members -> 'regency' ->> 'label', region_code",
    )
    assert regencies == [("Kediri", None), ("Madiun", None), ("Malang", None), ("Blitar", None), ("Cirebon", None)]


def test_q7_a_change_in_the_text_that_does_not_follow_is_said_and_the_counts_stay(shelf: Shelf) -> None:
    (advice,) = (text for rule, text in remarks(shelf.warehouse, "q07_text.pdf") if rule == "narrative_arithmetic")
    assert "29,37%" in advice
    assert "20.00%" in advice
    assert shelf.figures("q07_text.pdf", "value::int, status")[:2] == [(35, "final"), (42, "final")]


def test_q8_a_table_of_another_year_is_loaded_flagged_and_so_is_one_off_by_one(shelf: Shelf) -> None:
    assert shelf.rules("q08_article.html") == Counter(parts_exceed_whole=1, sum_off_by_one=1)
    status = Counter(shelf.figures("q08_article.html", "breakdown, status"))
    assert status == {("total", "final"): 1, ("education", "flagged"): 2, ("marital_status", "flagged"): 3}


def test_q9_parts_that_are_not_the_whole_are_loaded_as_printed_and_flagged(shelf: Shelf) -> None:
    assert shelf.rules("q09_office.pdf") == Counter(printed_total_mismatch=2)
    assert shelf.rules("q09_half_year.html") == Counter(printed_total_mismatch=1)
    assert shelf.rules("q09_complaints.pdf") == Counter(printed_total_mismatch=1)
    assert shelf.figures("q09_office.pdf", "value::int, status")[:3] == [
        (21_324, "flagged"), (13_438, "flagged"), (34_764, "flagged"),
    ]  # fmt: skip
    assert shelf.figures("q09_complaints.pdf") == [743, 1_140, 1_923]


def test_q9_a_list_under_the_wrong_heading_contradicts_the_publisher_and_replaces_nothing(shelf: Shelf) -> None:
    assert shelf.rules("q09_wrong_heading.html") == Counter(sources_differ=1)
    assert shelf.current(f"{NATION} AND period_end = '2024-03-31' AND period_type = 'ytd'") == [(79_940,)]


def test_q10_a_figure_quoted_differently_stays_two_claims_with_their_sources_and_one_is_preferred(shelf: Shelf) -> None:
    japan = "country_iso3 = 'JPN' AND period_start = '2023-01-01' AND measure = 'placements'"
    rows = shelf.rows(
        "SELECT value::int, status, publication, superseded_at IS NULL "
        f"FROM core.bp2mi_figures_history WHERE {japan} ORDER BY published_on"
    )
    assert rows == [
        (9_673, "claim", "Negara tujuan (https://one.example/berita)", False),
        (9_637, "claim", "Tujuan PMI (https://another.example/berita)", True),
    ]
    assert shelf.current(japan) == [(9_637,)]
    assert shelf.rules("q10_another.html") == Counter(sources_differ=2)


def test_q11_a_block_that_is_not_shown_is_missing_and_not_zero(shelf: Shelf) -> None:
    assert shelf.rules("q11_missing.pdf") == Counter(missing_block=1)
    assert shelf.current("measure = 'arrivals'") == []


def test_q12_a_month_and_the_year_to_date_are_two_periods_and_per_september_means_since_january(shelf: Shelf) -> None:
    periods = "period_type, period_start::text, period_end::text, value::int"
    assert shelf.figures("q12_month_and_year.pdf", periods) == [
        ("month", "2024-10-01", "2024-10-31", 26_391),
        ("ytd", "2024-01-01", "2024-10-31", 250_391),
    ]
    assert shelf.figures("q12_per_september.html", periods) == [("ytd", "2024-01-01", "2024-09-30", 224_000)]


def test_q13_a_preliminary_number_stays_marked_and_gives_way_to_the_later_one(shelf: Shelf) -> None:
    found = shelf.figures("q13_preliminary.csv", "value::int, status, superseded_at IS NULL")
    assert found == [(163_699, "provisional", False), (174_757, "final", True)]
    assert shelf.rules("q13_preliminary.csv") == Counter(restated_period=1)


def test_q14_an_amount_in_the_wrong_unit_is_a_claim_that_differs_and_a_projection_is_no_figure(shelf: Shelf) -> None:
    assert shelf.rules("q14_bank.pdf") == Counter(claim_differs=1)
    assert shelf.rules("q14_outlet.html") == Counter(sources_differ=1)
    assert shelf.figures("q14_outlet.html") == [251.5]
    assert shelf.current("measure = 'remittance' AND period_start = '2024-01-01'", "value::float, unit") == [
        (15.7, "usd_billion")
    ]


def test_q15_another_headline_total_in_a_speech_does_not_become_the_figure(shelf: Shelf) -> None:
    assert shelf.figures("q15_speech.html") == []
    assert shelf.rules("q15_speech.html") == Counter(no_figures=1)
    assert shelf.figures("q15_exact_speech.html", "value::int, status") == [(534_000, "claim")]
    assert shelf.rules("q15_exact_speech.html") == Counter(sources_differ=1)
    assert shelf.current(f"{NATION} AND period_type = 'year' AND period_start = '2024-01-01'") == [(297_434,)]


def test_q16_the_regency_office_and_the_serving_office_count_apart(shelf: Shelf) -> None:
    query = """SELECT basis, bp2mi_placements::int, publisher, coverage::float FROM mart.register_vs_bp2mi
               WHERE regency_code = '35.02' AND period_start = '2018-01-01' ORDER BY basis"""
    assert shelf.rows(query, "bi") == [
        ("regency_office", 6_000, "Disnaker Ponorogo", 0.0),
        ("serving_office", 8_647, "LP3TKI Surabaya", 0.0),
    ]
    assert shelf.rules("q16_regency_office.pdf") == Counter()
