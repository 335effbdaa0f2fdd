"""The shipped example inbox is what its script makes, and holds what the example is meant to show."""

from __future__ import annotations

import collections
import io
import xml.etree.ElementTree as ElementTree
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

from examples.generator.submission import MadeFile
from examples.make_inbox import INBOX, make_inbox


@pytest.fixture(scope="module")
def inbox() -> list[MadeFile]:
    """The files the script makes."""
    return make_inbox()


def unpacked(content: bytes) -> object:
    """The members of a zip file, or the bytes themselves: compression and the order of attributes may differ between runs."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: canonical(name, archive.read(name)) for name in archive.namelist()}


def canonical(name: str, content: bytes) -> object:
    """An XML member in canonical form, any other as it is."""
    return ElementTree.canonicalize(content.decode()) if name.endswith(".xml") else content


def test_the_script_makes_exactly_the_files_that_are_shipped(inbox: list[MadeFile]) -> None:
    shipped = {path.relative_to(INBOX).as_posix(): path for path in INBOX.rglob("*") if path.is_file()}
    assert set(shipped) == {file.path.removeprefix("stage1/") for file in inbox}
    for file in inbox:
        assert unpacked(shipped[file.path.removeprefix("stage1/")].read_bytes()) == unpacked(file.content), file.path


def test_eight_villages_report_two_months_and_two_of_them_one_long_before(inbox: list[MadeFile]) -> None:
    reports = {(file.truth["village_code"], file.truth["period"]) for file in inbox if file.truth["datasets"]}
    months = collections.Counter(period for _, period in reports)
    assert months == {"2024-12-01": 2, "2026-09-01": 8, "2026-10-01": 8}
    assert len({code for code, _ in reports}) == 8
    assert "35.02.18.2015" in {code for code, _ in reports}


def test_it_shows_formats_layouts_and_things_that_go_wrong(inbox: list[MadeFile]) -> None:
    assert {Path(file.path).suffix for file in inbox} == {".xlsx", ".xls", ".ods", ".csv"}
    assert len({file.truth["layout"] for file in inbox}) >= 4
    assert {status for file in inbox for status in file.truth["status"]} == {"loaded", "partial", "rejected"}
    kinds = {row["kind"] for file in inbox for row in file.truth["ignored"]}
    assert {"header", "column_number", "total", "signature", "section"} <= kinds
    assert any(entry["duplicates"] for file in inbox for entry in file.truth["datasets"].values())
    assert any(row["warnings"] for file in inbox for entry in file.truth["datasets"].values() for row in entry["rows"])


def test_nobody_disappears_from_a_register_between_the_months(inbox: list[MadeFile]) -> None:
    names: dict[str, dict[str, set[str]]] = collections.defaultdict(dict)
    for file in inbox:
        entry = file.truth["datasets"].get("migrant_register")
        if entry:
            rows = [*entry["rows"], *entry["duplicates"]]
            names[file.truth["village_code"]][file.truth["period"]] = {
                row["values"]["full_name"] for row in rows if "values" in row
            }
    assert len(names) == 8
    for months in names.values():
        for before, after in pairwise(months[period] for period in sorted(months)):
            assert len(before - after) <= 2  # rows held back in the later month
            assert after - before


def test_each_village_keeps_its_form(inbox: list[MadeFile]) -> None:
    forms = collections.defaultdict(list)
    for file in inbox:
        for dataset, entry in file.truth["datasets"].items():
            forms[(file.truth["village_code"], dataset)].append(([row["sheet"] for row in entry["rows"]][:1], entry["columns"]))
    assert all(len(months) > 1 and all(month == months[0] for month in months) for months in forms.values())


def test_the_whole_inbox_is_small() -> None:
    assert sum(path.stat().st_size for path in INBOX.rglob("*") if path.is_file()) < 1_000_000
