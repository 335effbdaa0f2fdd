"""The official workbook: what stands in it, what it lets people type, and that a filled one loads whole."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from expectations.codes import code_list
from expectations.contract import Contract, village_contracts
from extract.answers.columns import choices, form_columns
from extract.answers.template import build_template
from extract.answers.wording import example_records
from tests.extract.answers.answer_reading import read

VILLAGE, MONTH, QUARTER_END = "35.02.18.2015", dt.date(2026, 10, 1), dt.date(2026, 9, 1)
HEADER, FIRST = 9, 11
REPORTED_IN_ROWS = [contract for contract in village_contracts().values() if contract.layout == "rows"]


@pytest.fixture(scope="module")
def blank() -> bytes:
    return build_template(VILLAGE, MONTH)


@pytest.fixture(scope="module")
def book(blank: bytes) -> openpyxl.Workbook:
    """The blank form opened; tests only look at it."""
    return openpyxl.load_workbook(io.BytesIO(blank))


def typed(value: Any) -> Any:
    return dt.datetime.combine(value, dt.time()) if isinstance(value, dt.date) else value


def fill(sheet: Worksheet, contract: Contract, records: Sequence[Mapping[str, Any]]) -> None:
    """Type records into a sheet, each value below (or beside) its header."""
    if contract.layout == "key_value":
        rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
        for column in form_columns(contract):
            sheet.cell(rows[column.header], 3).value = typed(records[0].get(column.field.name))
        return
    places = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[HEADER]}
    for row, record in enumerate(records, FIRST):
        for column in form_columns(contract):
            sheet.cell(row, places[column.header]).value = typed(record.get(column.field.name))


def filled(blank: bytes, records: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(blank))
    for dataset, rows in records.items():
        contract = village_contracts()[dataset]
        fill(book[contract.sheet_words[0]], contract, rows)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_template_filled_with_its_own_examples_loads_without_a_finding(blank: bytes) -> None:
    reading = read(filled(blank, {name: example_records(name) for name in village_contracts()}), "dari desa.xlsx")
    assert [(finding.rule, finding.cell, finding.dataset) for finding in reading.findings] == []
    assert reading.submission.identity is not None
    assert (reading.submission.identity.village_code, reading.submission.identity.period) == (VILLAGE, MONTH)
    loaded = {name: len(reading.records(name)) for name in village_contracts()}
    assert loaded == {name: 1 if name == "village_profile" else 2 for name in village_contracts()}


def test_values_are_read_as_they_were_typed(blank: bytes) -> None:
    reading = read(filled(blank, {"migrant_register": example_records("migrant_register")}), "dari desa.xlsx")
    first, second = reading.records("migrant_register")
    assert (first["nik"], first["birth_date"], first["destination"]) == ("3502184505889001", dt.date(1988, 5, 5), "HKG")
    assert (first["monthly_wage"], first["wage_currency"], first["contract_months"]) == (4990, "HKD", 24)
    assert (first["family_contact"], first["rt"], first["status"]) == ("081234567890", 2, "AKTIF")
    assert (second["nik"], second["monthly_wage"], second["procedural"]) == (None, None, "UNKNOWN")


def test_every_choice_of_every_drop_down_is_read_as_its_code(blank: bytes) -> None:
    records = {contract.dataset: every_choice(contract) for contract in REPORTED_IN_ROWS}
    reading = read(filled(blank, records), "dari desa.xlsx")
    assert reading.errors == []
    for contract in REPORTED_IN_ROWS:
        rows = next(rows for rows in reading.all_rows if rows.dataset == contract.dataset)
        for field, name in chosen_fields(contract).items():
            meant = [code_list(name).code(record[field]) for record in records[contract.dataset]]
            assert rows.values[field] == ([code == "true" for code in meant] if name == "yes_no" else meant)
            assert set(meant) == set(code_list(name).codes)


def chosen_fields(contract: Contract) -> dict[str, str]:
    """Fields with a drop-down, and the list each is chosen from."""
    return {column.field.name: column.list_name for column in form_columns(contract) if column.list_name}


def every_choice(contract: Contract) -> list[dict[str, Any]]:
    """Records that between them hold every choice of every drop-down."""
    offered = {field: choices(name) for field, name in chosen_fields(contract).items()}
    rest = {name: value for name, value in example_records(contract.dataset)[0].items() if name not in {"nik", "kk_number"}}
    longest = max((len(labels) for labels in offered.values()), default=1)
    return [rest | {field: labels[number % len(labels)] for field, labels in offered.items()} for number in range(longest)]


def test_an_untouched_template_holds_nothing_against_the_village(blank: bytes) -> None:
    reading = read(blank, "kosong.xlsx")
    assert reading.findings == []
    assert {contract.dataset: reading.records(contract.dataset) for contract in REPORTED_IN_ROWS} == {
        contract.dataset: [] for contract in REPORTED_IN_ROWS
    }


def test_the_examples_and_the_lists_of_choices_never_load(blank: bytes) -> None:
    reasons = {sheet.sheet: sheet.reason for sheet in read(blank, "kosong.xlsx").sheets}
    assert (reasons["Petunjuk"], reasons["Daftar Pilihan"]) == ("sheet_of_instructions", "sheet_hidden")
    assert sum(reason is not None for reason in reasons.values()) == 2


def test_known_groups_are_written_beforehand_where_their_sheet_is_due() -> None:
    known = {"business_groups": ["Makmur Jaya", "Tani Rukun"], "cooperatives": ["Sumber Rejeki"]}
    due = openpyxl.load_workbook(io.BytesIO(build_template(VILLAGE, QUARTER_END, known)))
    assert [due["USAHA PRODUKTIF"].cell(row, 2).value for row in (FIRST, FIRST + 1, FIRST + 2)] == [
        "Makmur Jaya",
        "Tani Rukun",
        None,
    ]
    assert due["KOPERASI"].cell(FIRST, 2).value == "Sumber Rejeki"
    not_due = openpyxl.load_workbook(io.BytesIO(build_template(VILLAGE, MONTH, known)))
    assert not_due["USAHA PRODUKTIF"].cell(FIRST, 2).value is None


def test_headers_are_locked_and_the_cells_below_are_not(book: openpyxl.Workbook) -> None:
    for contract in REPORTED_IN_ROWS:
        sheet = book[contract.sheet_words[0]]
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert all(cell.protection.locked for cell in sheet[HEADER])
        assert not any(cell.protection.locked for cell in sheet[FIRST])
        assert sheet.freeze_panes == f"C{FIRST}"


def test_every_required_column_is_marked(book: openpyxl.Workbook) -> None:
    for contract in REPORTED_IN_ROWS:
        starred = {str(cell.value) for cell in book[contract.sheet_words[0]][HEADER] if str(cell.value).endswith("*")}
        assert len(starred) == len(contract.required)


def test_long_numbers_are_text_and_dates_are_checked(book: openpyxl.Workbook) -> None:
    sheet = book["DATA PMI"]
    columns = {str(cell.value).removesuffix(" *"): cell.column_letter for cell in sheet[HEADER]}
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    formats = {name: sheet[f"{columns[name]}{FIRST}"].number_format for name in columns}
    assert {formats[name] for name in ("NIK", "Nomor KK", "Nomor paspor", "Kontak keluarga")} == {"@"}
    assert formats["Tanggal lahir"] == "dd-mm-yyyy"
    kinds = {name: rules[f"{columns[name]}{FIRST}"].type for name in ("NIK", "Tanggal lahir", "Negara tujuan", "Jml Anak")}
    assert kinds == {"NIK": "textLength", "Tanggal lahir": "date", "Negara tujuan": "list", "Jml Anak": "whole"}
    assert rules[f"{columns['NIK']}{FIRST}"].prompt.startswith("Nomor 16 angka")


def test_the_same_call_gives_the_same_bytes(blank: bytes) -> None:
    assert build_template(VILLAGE, MONTH) == blank


def test_a_village_of_a_city_is_named_with_its_city() -> None:
    book = openpyxl.load_workbook(io.BytesIO(build_template("35.71.01.1001", MONTH)))
    labels = {book["DATA PMI"].cell(row, 1).value: book["DATA PMI"].cell(row, 3).value for row in range(3, 8)}
    assert labels["KOTA"] == ": KEDIRI"
    assert read(build_template("35.71.01.1001", MONTH), "kosong.xlsx").submission.identity is not None
