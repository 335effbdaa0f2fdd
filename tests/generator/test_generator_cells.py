"""Cells read back from the bytes must hold what the truth says was written: looked at raw, through no parser of ours."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from lxml import html
from python_calamine import CalamineWorkbook

from examples.generator.delivery import make_delivery
from examples.generator.layouts.recipe import recipe
from examples.generator.submission import MadeFile

Rows = list[list[str]]
NAMES = ("full_name", "child_name", "client_name", "group_name", "cooperative_name", "activity")


def raw_sheets(made: MadeFile) -> dict[str, Rows]:
    """Sheet name -> rows of texts. A file without sheet names answers to the name "*"."""
    if made.path.endswith(".csv"):
        layout = recipe(made.truth["layout"])
        return {"*": list(csv.reader(io.StringIO(made.content.decode(layout.encoding)), delimiter=layout.delimiter))}
    if made.truth["layout"] == "L10_html_xls":
        return {"*": [[cell.text_content() for cell in row] for row in html.fromstring(made.content).iter("tr")]}
    book = CalamineWorkbook.from_filelike(io.BytesIO(made.content))
    return {
        name: [[str(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        for name in book.sheet_names
    }


def tidy(text: object) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", str(text))).strip().casefold()


def digits(text: object) -> str:
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", str(text)))


def placed(made: list[MadeFile], kind: str) -> Iterator[tuple[MadeFile, dict[str, Any], list[str]]]:
    """Every truth row of a kind that has a place, with the raw cells of that row."""
    for file in made:
        sheets = raw_sheets(file) if any(entry[kind] for entry in file.truth["datasets"].values()) else {}
        for entry in file.truth["datasets"].values():
            for row in entry[kind]:
                if row["row"] is not None:
                    yield file, row, sheets.get("*", sheets.get(row["sheet"], []))[row["row"] - 1]


def test_names_stand_in_the_row_the_truth_says(made: list[MadeFile]) -> None:
    checked = 0
    for file, row, cells in placed(made, "rows"):
        for name in NAMES:
            if row["values"].get(name):
                assert tidy(row["values"][name]) in {tidy(cell) for cell in cells}, (file.path, row["sheet"], row["row"], name)
                checked += 1
    assert checked > 3000


def test_every_nik_to_be_loaded_is_written_with_its_sixteen_digits(made: list[MadeFile]) -> None:
    for file, row, cells in placed(made, "rows"):
        if row["nik"]:
            assert row["nik"] in {digits(cell) for cell in cells}, (file.path, row["sheet"], row["row"])


def test_amounts_written_as_plain_numbers_are_the_amounts_meant(made: list[MadeFile]) -> None:
    """Turnover in rupiah: whatever the punctuation, the digits of the amount stand there, or it is said in millions."""
    for file, row, cells in placed(made, "rows"):
        value = row["values"].get("monthly_turnover")
        if value:
            written = {digits(re.sub(r"(,00|\.0)$", "", cell)) for cell in cells}
            in_millions = any(tidy(cell).endswith(("juta", "jt")) for cell in cells)
            assert str(value) in written or in_millions, (file.path, row["row"], cells)


def test_a_planted_fault_is_the_text_in_its_cell(made: list[MadeFile]) -> None:
    checked = 0
    for kind in ("rows", "quarantine"):
        for file, row, cells in placed(made, kind):
            if row.get("cell"):
                assert any(_holds(cell, row["cell"]) for cell in cells), (file.path, row["sheet"], row["row"], row["cell"])
                checked += 1
    assert checked > 100


def _holds(cell: str, planted: str) -> bool:
    """A cell equals the fault, as a number its digits or as a day, or ends with it where a birth place stands before."""
    number, day = r"-?\d+(\.\d+)?(e\+\d+)?", r"\d{4}-\d{2}-\d{2}"
    if re.fullmatch(number, planted) and re.fullmatch(number, cell) and float(cell) == float(planted):
        return True
    if re.fullmatch(day, planted) and cell in (planted, "/".join(reversed(planted.split("-")))):
        return True
    return tidy(cell).endswith(tidy(planted))


def test_duplicates_repeat_every_cell_but_the_running_number(made: list[MadeFile]) -> None:
    checked = 0
    for file, row, cells in placed(made, "duplicates"):
        if file.truth["layout"] == "L13_beside":
            continue  # the rest of the row belongs to the table beside
        sheets = raw_sheets(file)
        original = sheets.get("*", sheets.get(row["of_sheet"], []))[row["of_row"] - 1]
        differing = [place for place, (one, other) in enumerate(zip(cells, original, strict=True)) if one != other]
        assert len(differing) <= (3 if file.truth["layout"] in ("L19_merged_data_cells", "L32_ods_two_level") else 1), file.path
        checked += 1
    assert checked


def test_ticks_add_up_to_the_children_of_each_session() -> None:
    matrices = [file for file in make_delivery("ticks", 60) if file.truth["matrix_sheets"] and file.truth["datasets"]]
    assert matrices
    for file in matrices:
        rows = raw_sheets(file)[file.truth["matrix_sheets"][0]]
        ticks = sum(cell in ("v", "V", "√", "✓") for row in rows for cell in row)
        sessions = file.truth["datasets"]["parenting_sessions"]["rows"]
        assert ticks == sum(row["values"]["children_male"] + row["values"]["children_female"] for row in sessions), file.path


def test_rows_called_totals_carry_the_word(made: list[MadeFile]) -> None:
    for file in made:
        totals = [row for row in file.truth["ignored"] if row["kind"] == "total"] if file.truth["datasets"] else []
        sheets = raw_sheets(file) if totals else {}
        for row in totals:
            cells = sheets.get("*", sheets.get(row["sheet"], []))[row["row"] - 1]
            assert any(tidy(cell).startswith(("jumlah", "total")) for cell in cells), (file.path, row)


def test_hidden_sheets_hold_rows_that_must_not_load(made: list[MadeFile]) -> None:
    trapped = [file for file in made if any(row["why"] == "hidden sheet" for row in file.truth["must_not_load"])]
    assert trapped
    for file in trapped:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.content))
        visible = {sheet.name: str(sheet.visible).endswith("Visible") for sheet in book.sheets_metadata}
        assert not visible["DATA LAMA"], file.path
