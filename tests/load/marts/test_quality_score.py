"""The quality score of a village and month: of all data rows of its reports, those that came through whole.

Counted with pandas from what `audit` keeps of each sheet and of each withheld cell or row.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd
import pytest

from tests.load.marts.conftest import Loaded

Place = tuple[str, dt.date]
_SHEETS = """
SELECT r.village_code, s.period, s.file_id, s.source_sheet, s.loaded, s.quarantined
FROM audit.sheet_balance AS s JOIN core.dim_region AS r USING (region_key) WHERE s.dataset IS NOT NULL AND s.superseded_at IS NULL
"""
_WITHHELD = "SELECT file_id, source_sheet, source_row, cell FROM audit.quarantine WHERE level = 'cell'"


@pytest.fixture(scope="module")
def counted(loaded: Loaded) -> pd.DataFrame:
    """By village and month: data rows, rows held back, and rows loaded with a cell held back."""
    sheets, withheld = loaded.frame(_SHEETS, "office"), loaded.frame(_WITHHELD, "office")
    sheet = ["file_id", "source_sheet"]
    lines = withheld.drop_duplicates([*sheet, "source_row"]).groupby(sheet).size().rename("incomplete").reset_index()
    sheets = sheets.merge(lines, how="left", on=sheet).fillna({"incomplete": 0})
    sheets["data"] = sheets["loaded"] + sheets["quarantined"]
    return sheets.groupby(["village_code", "period"])[["data", "quarantined", "incomplete"]].sum().astype(int)


@pytest.fixture(scope="module")
def scores(loaded: Loaded) -> dict[Place, Decimal | None]:
    rows = loaded.rows("SELECT village_code, period, quality_score FROM mart.village_month")
    return {(row["village_code"], row["period"]): row["quality_score"] for row in rows}


def score(line: Any) -> Decimal | None:
    """100 less the points lost to rows held back and to rows with a cell held back, to one decimal."""
    if not line.data:
        return None
    whole = Decimal(line.data - line.quarantined - line.incomplete)
    return (100 * whole / line.data).quantize(Decimal("0.1"), ROUND_HALF_UP)


def test_the_score_is_the_share_of_data_rows_that_came_through_whole(counted: pd.DataFrame, scores: dict[Place, Any]) -> None:
    assert scores == {line.Index: score(line) for line in counted.itertuples()}
    lost = counted[(counted["quarantined"] > 0) & (counted["incomplete"] > 0)]
    assert len(lost) > 5
    assert all(scores[place] < 100 for place in lost.index)


def test_the_points_lost_stand_by_dataset_beside_the_score(loaded: Loaded, counted: pd.DataFrame) -> None:
    parts = loaded.frame("SELECT * FROM mart.data_quality WHERE rows_of_data > 0")
    for lost, rows in (("lost_to_rows_held_back", "quarantined"), ("lost_to_cells_held_back", "rows_with_withheld_cells")):
        ratio = 100 * parts[rows].astype(float) / parts["rows_of_data"].astype(float)
        assert parts[lost].astype(float).tolist() == pytest.approx(ratio.tolist(), abs=0.0501)
    together = parts.groupby(["village_code", "period"])[["rows_of_data", "quarantined", "rows_with_withheld_cells"]].sum()
    reported = counted[counted["data"] > 0]
    assert together.astype(int).to_numpy().tolist() == reported.to_numpy().tolist()


def test_a_village_that_did_not_report_has_no_score_but_is_listed_as_missing(loaded: Loaded, scores: dict[Place, Any]) -> None:
    asked = {(v, m) for v in loaded.regency.villages for m in loaded.regency.months if loaded.regency.existed(v, m)}
    silent = asked - set(loaded.regency.received)
    assert silent
    assert not silent & set(scores)
    query = "SELECT village_code, period FROM mart.reporting_status WHERE dataset = 'migrant_register' AND status = 'missing'"
    assert silent <= {(row["village_code"], row["period"]) for row in loaded.rows(query)}


def test_a_late_report_loses_no_points_for_being_late(loaded: Loaded, counted: pd.DataFrame, scores: dict[Place, Any]) -> None:
    query = "SELECT DISTINCT village_code, period FROM mart.reporting_status WHERE status = 'late' AND cadence = 'month'"
    late = {(row["village_code"], row["period"]) for row in loaded.rows(query)}
    faultless = {place for place, line in counted.iterrows() if not line["quarantined"] and not line["incomplete"]}
    assert late & faultless
    assert {scores[place] for place in late & faultless} == {Decimal("100.0")}


def test_the_dictionary_says_how_the_score_is_composed_in_both_languages(loaded: Loaded) -> None:
    query = "SELECT * FROM mart.dictionary WHERE table_name = 'village_month' AND column_name = 'quality_score'"
    (entry,) = loaded.rows(query)
    said = {
        "en": ["all data rows", "held back", "late", "mart.data_quality", "mart.reporting_status", "empty"],
        "id": ["semua baris data", "ditahan", "terlambat", "mart.data_quality", "mart.reporting_status", "kosong"],
    }
    for language, words in said.items():
        assert [word for word in words if word not in entry[f"definition_{language}"]] == []
    assert entry["measure_en"] == "100 × (rows loaded − rows loaded with a cell held back) / (rows loaded + rows held back)"
    assert entry["measure_id"] == "100 × (baris dimuat − baris dimuat dengan sel ditahan) / (baris dimuat + baris ditahan)"
