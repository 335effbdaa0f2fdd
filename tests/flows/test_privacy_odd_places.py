"""Persons where none belong (wrong columns, headers, notes, names of sheets and files) show in vault and landing store alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from load.export import export
from load.warehouse import Warehouse
from tests.flows.command_line import Done, Installation
from tests.flows.inboxes import village
from tests.flows.seen import all_text, select

NAME = "Wening Kusumaningrum"
NUMBERS = {"NIK": "3502184505889031", "KK": "3502180101100032", "passport": "C7654331", "mobile": "081334455631"}
HEAD = (
    "No", "Nama", "NIK", "No KK", "L/P", "Tgl Lahir", "Dusun", "No Paspor", "Negara Tujuan", "Pekerjaan", "PJTKI",
    "Tgl Berangkat", "Status", "Ket",
)  # fmt: skip
WRONG = ("Dusun", "Negara Tujuan", "Pekerjaan", "PJTKI", "Tgl Berangkat")
SHEET_WITH_NIK = f"PMI {NUMBERS['NIK']}"


def row(number: int, **given: object) -> list[object]:
    """A register row of somebody else."""
    born, left = dt.date(1988, 5, 5), dt.date(2024, 10, 3)
    values = (
        number, f"Orang Ke {number}", f"35021845058{number:05}", None, "P", born, "Krajan", None, "Hong Kong", "PRT", "PT Maju",
        left, "Aktif", None,
    )  # fmt: skip
    return [given.get(column, value) for column, value in zip(HEAD, values, strict=True)]


def register(sheet: str, month: str, rows: Sequence[Sequence[object]], head: Sequence[str] = HEAD, note: str = "") -> Workbook:
    """A register of one village and month."""
    book, of = openpyxl.Workbook(), village(23)
    page = book.worksheets[0]
    page.title = sheet
    for line in ([f"DATA PMI DESA {of.name} KECAMATAN {of.district}"], [f"BULAN {month}"], head, *rows, [], [note]):
        page.append(list(line))
    return book


def write_odd_inbox(folder: Path) -> Path:
    """Four files with the person in every place that is not the person's, and one in which the person is a person."""
    everything = f"{NAME} {' '.join(NUMBERS.values())}"
    planted = [(column, text) for column in WRONG for text in (NAME, *NUMBERS.values())]
    wrong = [row(number, **{column: text}) for number, (column, text) in enumerate(planted, 1)]
    own = row(80, Nama=NAME, NIK=NUMBERS["NIK"], **{"No KK": NUMBERS["KK"], "No Paspor": NUMBERS["passport"]})
    folder.mkdir()
    register("DATA PMI", "OKTOBER 2024", [*wrong, own], note=f"Catatan: {everything}").save(folder / "2024-10 pmi.xlsx")
    named = folder / f"2024-11 {NUMBERS['NIK']} {NUMBERS['mobile']}.xlsx"
    register(SHEET_WITH_NIK, "NOVEMBER 2024", [row(81, **{"L/P": "X"})]).save(named)
    headed = [*HEAD, f"Alamat {NUMBERS['NIK']} {NUMBERS['mobile']}"]
    register("DATA PMI", "DESEMBER 2024", [[*row(82), "x"]], headed).save(folder / "2024-12 pmi.xlsx")
    register("DATA PMI", f"TAHUN {everything}", [row(83)]).save(folder / f"{NUMBERS['KK']}.xlsx")
    return folder


@pytest.fixture(scope="module")
def done(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Done:
    """What the run of the odd inbox said."""
    return installation.pmv("run", "--inbox", str(write_odd_inbox(tmp_path_factory.mktemp("odd") / "inbox")), "--json")


def shown(text: str, *also: str) -> list[str]:
    return [kind for kind, value in {**NUMBERS, **dict.fromkeys(also)}.items() if (value or kind).lower() in text.lower()]


def test_the_run_says_what_it_took_without_the_numbers_in_names(done: Done) -> None:
    files = {file["path"]: file["status"] for file in done.json["files"]}
    assert files == {
        "2024-10 pmi.xlsx": "partial",
        "2024-11 [nomor] [nomor].xlsx": "partial",
        "2024-12 pmi.xlsx": "loaded",
        "[nomor].xlsx": "rejected",
    }
    assert shown(done.out + done.err, NAME) == []


def test_what_stood_in_a_wrong_column_is_withheld_with_its_reason(done: Done, warehouse: Warehouse) -> None:
    query = (
        "SELECT q.rule, count(*) AS n FROM audit.quarantine AS q JOIN audit.file AS f ON f.file_id = q.file_id WHERE "
        f"f.load_id = ANY(ARRAY{done.json['loads']}) AND q.field IN ('hamlet', 'agency', 'occupation') GROUP BY 1 ORDER BY 1"
    )
    assert [tuple(found.values()) for found in select(warehouse, "office", query)] == [
        ("personal_name_misplaced", 3),
        ("personal_number_misplaced", 12),
    ]
    texts = {found["raw_value"] for found in select(warehouse, "dpo", "SELECT raw_value FROM vault.quarantine_value")}
    assert {NAME, *NUMBERS.values()} <= texts


@pytest.mark.parametrize("schema", ["core", "mart", "audit"])
def test_no_table_but_those_of_the_vault_shows_it(done: Done, warehouse: Warehouse, schema: str) -> None:
    text = all_text(warehouse, schema)
    assert village(23).code in text
    assert shown(text, NAME) == []


@pytest.mark.parametrize("output", ["json", "csv"])
def test_the_quarantine_does_not_show_it(installation: Installation, done: Done, output: str) -> None:
    said = installation.pmv("quarantine", "--format", output)
    assert "[nomor].xlsx" in said.out
    assert shown(said.out + said.err, NAME) == []


def test_the_open_data_do_not_show_it(done: Done, warehouse: Warehouse, tmp_path: Path) -> None:
    export(warehouse, tmp_path / "package")
    for path in (tmp_path / "package").rglob("*.*"):
        assert shown(path.read_bytes().decode("utf-8", "replace"), NAME) == [], path


def test_no_log_shows_it(installation: Installation, done: Done) -> None:
    spared = {installation.home / "landing", installation.home / "warehouse" / "data"}
    for path in installation.home.rglob("*"):
        if path.is_file() and not spared & set(path.parents):
            assert shown(path.read_text(encoding="utf-8", errors="replace"), NAME) == [], path


def test_the_villages_own_workbook_goes_back_with_its_own_sheet_names(
    installation: Installation, done: Done, tmp_path: Path
) -> None:
    assert installation.pmv("corrections", "-o", str(tmp_path / "answers"), "--village", village(23).code).code == 0
    sheets = {name for path in (tmp_path / "answers").rglob("*.xlsx") for name in openpyxl.load_workbook(path).sheetnames}
    assert {SHEET_WITH_NIK, "DATA PMI"} <= sheets


def test_an_occupation_nobody_knows_is_counted_among_the_others(done: Done, warehouse: Warehouse) -> None:
    query = f"SELECT DISTINCT occupation FROM mart.migrant_stock WHERE village_code = '{village(23).code}'"
    assert {found["occupation"] for found in select(warehouse, "bi", query)} <= {"PRT", "Lainnya", None}
