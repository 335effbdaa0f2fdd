"""`pmv inspect`: the fixed JSON, what it must not print, and that asking for help is cheap."""

import io
import json
import subprocess
import sys

import openpyxl
from rich.console import Console

from flows.commands.inspect import inspect
from flows.commands.inspect_view import show

_CSV = "REGISTER PMI DESA PARINGAN\n\nNo,Nama,NIK,L/P,Negara Tujuan,Status\n1,Siti Aminah,3502185203880001,P,Taiwan,Aktif\n"
_FIXED = """header_rows column_number_rows first_data_row last_data_row first_col last_col
    columns total_rows note_rows dataset confidence"""


def test_inspect_says_where_a_table_is_and_which_dataset(tmp_path):
    path = tmp_path / "pmi.csv"
    path.write_text(_CSV, encoding="utf-8")
    (sheet,) = inspect(path)["sheets"]
    (table,) = sheet["tables"]
    assert set(table) >= set(_FIXED.split())
    assert (table["header_rows"], table["first_data_row"], table["last_data_row"]) == ([3], 4, 4)
    assert (table["dataset"], sheet["hidden"], sheet["ignored"]) == ("migrant_register", False, None)


def test_neither_form_of_inspect_shows_a_value_of_the_table(tmp_path):
    path = tmp_path / "pmi.csv"
    path.write_text(_CSV, encoding="utf-8")
    reading = inspect(path)
    console = Console(file=io.StringIO(), width=120)
    show(path.name, reading, console)
    shown = json.dumps(reading) + console.file.getvalue()
    assert "migrant_register" in shown
    assert "Aminah" not in shown
    assert "3502185203880001" not in shown


def test_a_sheet_left_out_says_why_in_both_languages(tmp_path):
    path = tmp_path / "laporan.xlsx"
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "Kepada Yth. Kepala Dinas"
    workbook.create_sheet("Daftar").sheet_state = "hidden"
    workbook.save(path)
    letter, hidden = inspect(path)["sheets"]
    assert (letter["tables"], hidden["tables"], hidden["hidden"]) == ([], [], True)
    assert (letter["ignored"]["rule"], hidden["ignored"]["rule"]) == ("no_table_found", "sheet_hidden")
    assert hidden["ignored"]["advice_en"] != hidden["ignored"]["advice_id"]


def test_the_command_is_imported_without_any_heavy_library():
    heavy = "pandas, prefect, great_expectations, sqlalchemy, extract.workbook"
    code = f"import sys, flows.commands.inspect; print([m for m in '{heavy}'.split(', ') if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
