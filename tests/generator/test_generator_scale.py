"""Workbooks for benchmarks: as many as asked, five sheets and about 300 rows each, all different, with counts to check."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from python_calamine import CalamineWorkbook

from examples.generator.layouts.recipe import DATASETS
from examples.generator.scale import write_scale


def test_scale_workbooks_have_five_sheets_and_the_counted_rows(tmp_path: Path) -> None:
    write_scale("7", 3, tmp_path)
    truth = json.loads((tmp_path / "truth.json").read_text())
    books = sorted((tmp_path / "stage1").iterdir())
    assert len(books) == len({hashlib.sha256(path.read_bytes()).digest() for path in books}) == truth["files"] == 3
    assert all(len(CalamineWorkbook.from_path(str(path)).sheet_names) == 5 for path in books)
    assert truth["profile"] == "scale"
    assert list(truth["counts"]["loaded"]) == list(DATASETS)
    assert 280 <= sum(truth["counts"]["loaded"].values()) / 3 <= 320
