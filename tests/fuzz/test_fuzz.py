"""Spoiled workbooks: none crashes the reader, takes long, or loads a value nobody wrote. See `python -m tests.fuzz`."""

from __future__ import annotations

import copy
import time
from pathlib import Path

import pytest

from examples.generator.submission import MadeFile
from extract.sources.folder import list_inbox
from flows.reading import FileReading, ReadingOptions, read_file
from tests.flows.command_line import Installation
from tests.flows.seen import read_rows
from tests.fuzz.__main__ import MOST_SECONDS
from tests.fuzz.trial import REGENCY, TODAY, faultless_files, run_trial, spoiled, wrong_values

LAYOUTS = (
    "L01_plain", "L05_ods_matrix", "L07_csv_semicolon_bom", "L10_html_xls", "L13_beside", "L19_merged_data_cells",
    "L24_xls_matrix_signature", "L31_official_form", "L34_kept_everything", "L42_hamlet_blocks",
)  # fmt: skip
TRIALS = 60
IN_A_RUN = 12


@pytest.fixture(scope="module")
def files() -> list[MadeFile]:
    return faultless_files(LAYOUTS)


def read(file: MadeFile, folder: Path) -> FileReading:
    path = folder / file.path.partition("/")[2]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file.content)
    return read_file(list_inbox(folder)[0], ReadingOptions(None, REGENCY, TODAY))


@pytest.mark.parametrize("trial", range(TRIALS))
def test_a_spoiled_file_is_read_right_or_turned_away_in_time(files: list[MadeFile], trial: int) -> None:
    started = time.monotonic()
    verdict = run_trial(files, "tests", trial)
    assert verdict.faults == ()
    assert time.monotonic() - started < MOST_SECONDS


def test_unspoiled_files_are_read_as_meant(files: list[MadeFile], tmp_path: Path) -> None:
    for number, file in enumerate(files):
        rows = read_rows(read(file, tmp_path / str(number)))
        assert rows
        assert list(wrong_values(file.truth, frozenset(), rows)) == []


def test_the_judge_sees_a_wrong_value_and_a_row_that_is_no_record(files: list[MadeFile], tmp_path: Path) -> None:
    file = files[0]
    rows = read_rows(read(file, tmp_path))
    other = copy.deepcopy(file.truth)
    other["datasets"]["business_groups"]["rows"][0]["values"]["members_total"] += 1
    other["datasets"]["business_groups"]["rows"].pop()
    said = list(wrong_values(other, frozenset(), rows))
    assert any("members_total" in each for each in said)
    assert any("no record stands here" in each for each in said)


def test_trials_can_be_repeated(files: list[MadeFile]) -> None:
    assert spoiled(files, "tests", 3)[1].touched == spoiled(files, "tests", 3)[1].touched
    assert run_trial(files, "tests", 5) == run_trial(files, "tests", 5)


def test_a_run_over_spoiled_files_ends_well(files: list[MadeFile], tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for trial in range(IN_A_RUN):
        file, mutated = spoiled(files, "run", trial)
        (inbox / f"{trial} {Path(file.path).name}").write_bytes(mutated.content)
    (inbox / Path(files[0].path).name).write_bytes(files[0].content)
    done = Installation(tmp_path / "home").pmv("run", "--inbox", str(inbox), "--json", "--dry-run")
    assert done.code == 0, done.err
    assert done.json["balanced"] is True
    assert len(done.json["files"]) == IN_A_RUN + 1
    assert {entry["status"] for entry in done.json["files"] if entry["path"] == Path(files[0].path).name} <= {
        "loaded",
        "superseded",
    }
