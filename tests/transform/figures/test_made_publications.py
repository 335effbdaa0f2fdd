"""Publications made for the project, with known figures and planted findings, through the real PDF reader."""

import calendar
import datetime as dt
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from expectations.labels import plain
from extract.publications.pdf import read_pdf
from transform.figures.findings import reported
from transform.figures.outcome import Understood
from transform.figures.understand import understand

MADE = Path(__file__).parents[4] / "shared" / "data" / "pdf" / "made"
TRUTHS = sorted(MADE.glob("*.truth.json"))
PLACELESS = {"mixed_decimal_marks", "restated_period", "superseded_vintage", "provisional", "unit_change"}
MUST = PLACELESS | {
    "total_mismatch", "sum_off_by_one", "parts_exceed_whole", "missing_block", "narrative_arithmetic", "mixed_period_rows",
    "level_break", "classification_break", "duplicate_member",
}  # fmt: skip
TOTALS = {"", "all", "jumlah", "total"}

pytestmark = pytest.mark.skipif(not TRUTHS, reason="the reference publications are not beside this checkout")


@cache
def understood(name: str) -> Understood:
    return understand(read_pdf((MADE / name).read_bytes(), name), dt.date(2026, 1, 1))


def period(written: str) -> tuple[dt.date, dt.date]:
    first, _, last = written.partition("..")
    year, month = int(first[:4]), int(first[5:7] or 1)
    end_year, end_month = (int((last or first)[:4]), int((last or first)[5:7] or 12))
    return dt.date(year, month, 1), dt.date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])


def key(measure: str, start: dt.date, end: dt.date, names: Any, value: float) -> tuple[Any, ...]:
    return measure, start, end, frozenset(plain(name) for name in names) - TOTALS, value


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.name.partition(".")[0])
def test_every_loaded_figure_is_printed_and_every_printed_one_is_loaded(path: Path) -> None:
    truth = json.loads(path.read_text(encoding="utf-8"))
    found = understood(truth["file"])
    printed = {
        key(f["measure"], *period(f["period"]), re.split(r"\s*\|\s*", f["member_label"]), float(f["value"]))
        for table in truth["tables"]
        for f in table["figures"]
        if f["value"] is not None
    }
    loaded = {
        key(f["measure"], f["period_start"], f["period_end"], [m["label"] for m in f["members"].values()], float(f["value"]))
        for f in found.figures
        if f["status"] != "claim"
    }
    assert loaded == printed


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.name.partition(".")[0])
def test_every_planted_finding_is_found_on_its_page(path: Path) -> None:
    truth = json.loads(path.read_text(encoding="utf-8"))
    found = understood(truth["file"])
    said = {(line["code"], None if line["code"] in PLACELESS else line["page"]) for line in reported(found.findings)}
    planted = {
        (e["code"], None if e["code"] in PLACELESS else e["page"]) for e in truth["expected_findings"] if e["code"] in MUST
    }
    assert planted <= said
    sums = {"total_mismatch", "sum_off_by_one", "parts_exceed_whole"}
    assert {line for line in said if line[0] in sums} == {line for line in planted if line[0] in sums}
