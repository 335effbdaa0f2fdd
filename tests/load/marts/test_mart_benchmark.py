"""The benchmark of the marts asks every mart, on a regency of the size given."""

from __future__ import annotations

import pytest

from benchmarks.marts import QUESTIONS, fill, measure, show
from benchmarks.regency import Size
from load.warehouse import Warehouse


def test_a_small_regency_is_filled_every_question_is_asked_and_the_times_are_printed(
    empty_warehouse: Warehouse, capsys: pytest.CaptureFixture[str]
) -> None:
    size = Size(villages=6, months=3)
    fill(empty_warehouse, size)
    timings = list(measure(empty_warehouse, repeat=1))
    _, marts = empty_warehouse.query("bi", "SELECT viewname::text FROM pg_views WHERE schemaname = 'mart'")
    assert set(QUESTIONS) == {mart for (mart,) in marts} - {"relationships"}
    of_villages = {"village_month", "reporting_status", "data_quality", "pillar_activity", "indicators"}
    assert {timing.mart for timing in timings if timing.rows} >= of_villages
    show(size, timings)
    printed = capsys.readouterr().out
    assert [mart for mart in QUESTIONS if mart not in printed] == []
