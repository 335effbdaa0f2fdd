"""What a run prints: the JSON object as documented, and the summary a person reads."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from rich.console import Console

from expectations.catalogue import Finding, rule
from flows.report import RunReport
from flows.summary import print_summary
from load.batch import FileRecord, SheetBalance
from tests.flows.delivery import Delivered

FATES = ("loaded", "quarantined", "duplicate", "ignored")
STATUSES = {"loaded", "partial", "rejected", "unchanged", "superseded"}


# --- the JSON object of a real run


def test_the_object_has_the_documented_keys(delivered: Delivered) -> None:
    report = delivered.stages[0].report
    assert {"run_id", "files", "totals", "balanced"} <= set(report)
    assert report["balanced"] is True
    for file in report["files"]:
        assert {"path", "sha256", "status", "reason", "village_code", "period", "sheets"} <= set(file)
        for sheet in file["sheets"]:
            assert {"sheet", "dataset", "rows_read", *FATES} <= set(sheet)


def test_the_object_is_all_that_is_printed(delivered: Delivered) -> None:
    done = delivered.stages[0].done
    assert done.out.count("\n") == 1
    assert done.err == ""


def test_values_are_of_their_kind(delivered: Delivered) -> None:
    for file in delivered.stages[0].report["files"]:
        assert file["status"] in STATUSES
        assert re.fullmatch(r"[0-9a-f]{64}", file["sha256"])
        assert (file["reason"] is not None) == (file["status"] == "rejected")
        assert file["village_code"] is None or re.fullmatch(r"\d\d\.\d\d\.\d\d\.\d{4}", file["village_code"])
        assert file["period"] is None or re.fullmatch(r"\d{4}-\d\d-01", file["period"])
        assert all(isinstance(sheet[fate], int) and sheet[fate] >= 0 for sheet in file["sheets"] for fate in FATES)


def test_there_is_one_entry_a_sheet_and_dataset(delivered: Delivered) -> None:
    for file in delivered.stages[0].report["files"]:
        places = [(sheet["sheet"], sheet["dataset"]) for sheet in file["sheets"]]
        assert len(places) == len(set(places)), file["path"]


def test_a_profile_is_one_row(delivered: Delivered) -> None:
    profiles = [
        sheet
        for file in delivered.stages[0].report["files"]
        if file["status"] in ("loaded", "partial")
        for sheet in file["sheets"]
        if sheet["dataset"] == "village_profile"
    ]
    assert profiles
    assert {sheet["loaded"] + sheet["quarantined"] for sheet in profiles} == {1}


def test_the_totals_are_the_sums_of_the_sheets(delivered: Delivered) -> None:
    for stage in delivered.stages:
        report = stage.report
        sheets = [sheet for file in report["files"] for sheet in file["sheets"]]
        for name in ("rows_read", *FATES):
            assert report["totals"][name] == sum(sheet[name] for sheet in sheets)
        assert report["totals"]["files"] == len(report["files"])


# --- the summary


def record(path: str, status: str, balance: SheetBalance | None = None, **more: object) -> FileRecord:
    moment = dt.datetime(2026, 10, 5, tzinfo=dt.UTC)
    return FileRecord(path, "a" * 64, 1, "xlsx", moment, status, balances=[balance] if balance else [], **more)  # type: ignore[arg-type]


@pytest.fixture
def report() -> RunReport:
    """A run of three files: one with a withheld cell, one rejected, one seen before."""
    balance = SheetBalance("PMI", "migrant_register", 1234, 1200, 20, 4, 10, {"title": 10})
    finding = Finding("nik_length", "cell", "PMI", 7, "C7", "migrant_register", "nik")
    who = {"village_code": "35.02.18.2015", "period": dt.date(2026, 10, 1)}
    return RunReport(
        "20261120T010203-abcdef",
        [
            record("paringan.xlsx", "partial", balance, findings=[finding], **who),
            record("rusak.xlsx", "rejected", reason_rule="file_empty", reason="The file holds nothing. Ask for it again."),
            record("lama.xlsx", "unchanged"),
        ],
        [1],
    )


def printed(report: RunReport, width: int = 160) -> str:
    console = Console(file=io.StringIO(), record=True, width=width)
    print_summary(report, console)
    return console.export_text()


def test_the_summary_names_files_with_village_month_and_status(report: RunReport) -> None:
    text = printed(report)
    line = next(line for line in text.splitlines() if "paringan.xlsx" in line)
    assert "35.02.18.2015" in line
    assert "2026-10" in line
    assert "partial" in line
    assert "1,234" in line


def test_the_summary_shows_the_balance(report: RunReport) -> None:
    text = " ".join(printed(report).split())
    assert "read 1,234 = loaded 1,200 + quarantined 20 + duplicate 4 + ignored 10" in text
    assert "balanced" in text


def test_the_summary_says_when_the_rows_do_not_add_up(report: RunReport) -> None:
    report.files[0].balances[0].loaded -= 1
    assert "NOT BALANCED" in printed(report)
    assert report.as_json()["balanced"] is False


def test_the_summary_gives_reasons_for_what_was_withheld_and_rejected(report: RunReport) -> None:
    text = " ".join(printed(report).split())
    assert "nik_length" in text
    assert rule("nik_length").title_en in text
    assert "rusak.xlsx" in text
    assert "The file holds nothing. Ask for it again." in text


def test_the_summary_ends_with_three_queries_that_can_be_run(report: RunReport, delivered: Delivered) -> None:
    queries = re.findall(r' sql "(.+?)"', " ".join(printed(report, width=400).replace("│", " ").split()))
    assert len(queries) == 3
    for query in queries:
        columns, _ = delivered.warehouse.query("office", query)
        assert columns


def test_a_dry_run_says_that_nothing_was_loaded(report: RunReport) -> None:
    report.is_dry_run = True
    assert "nothing was loaded" in printed(report)


def test_a_summary_of_many_files_stays_readable(report: RunReport) -> None:
    report.files += [record(f"{number}.xlsx", "unchanged") for number in range(500)]
    text = printed(report)
    assert len(text.splitlines()) < 120
    assert "500" in text or "501 unchanged" in text
