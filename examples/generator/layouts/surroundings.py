"""What stands around the tables of a workbook: signatures, notes, hidden sheets, lists for drop-downs, instructions.

None of it may be loaded. Records on hidden and instruction sheets look real on purpose and are written down as traps.
"""

from __future__ import annotations

import random

from ..model import Report, Sheet
from ..months import NAMES, add_months
from ..words import load

_NOTES = (
    "Catatan: data sementara, dapat berubah",
    "Ket: PMI yang cuti tetap dihitung",
    "*) sumber: petugas Desmigratif per tanggal 3 Januari 2020",
)


def draw_note(sheet: Sheet, row: int, left: int, rng: random.Random) -> int:
    """A remark below a table; returns the next free row."""
    sheet.put(row, left, rng.choice(_NOTES))
    sheet.ignore(row, "note")
    return row + 1


def draw_signature(sheet: Sheet, row: int, left: int, report: Report, rng: random.Random) -> int:
    """A signature block, dated in the following month as is usual; returns the next free row."""
    signed = add_months(report.period, 1).replace(day=rng.randint(1, 9))
    right = left + 4
    kind = "Lurah" if report.village.is_kelurahan else "Kepala Desa"
    lines = [
        (0, "Mengetahui,", f"{report.village.name}, {signed.day} {NAMES[signed.month - 1]} {signed.year}"),
        (1, f"{kind} {report.village.name}", "Petugas Desmigratif"),
        (4, f"( {report.head.upper()} )", f"( {report.officer} )"),
        (5, "........................", "........................"),
    ]
    for offset, mine, yours in lines:
        sheet.put(row + offset, left + 1, mine)
        sheet.put(row + offset, right + 1, yours)
        sheet.ignore(row + offset, "signature")
    return row + 6


def list_sheet() -> Sheet:
    """The visible sheet behind drop-downs: code labels in columns, no table of any dataset."""
    sheet = Sheet("LIST")
    labels = load("labels")
    for column, (heading, name) in enumerate(
        (("Negara", "country"), ("Status", "migrant_status"), ("Pendidikan", "education")), 1
    ):
        sheet.put(1, column, heading)
        for row, options in enumerate(labels[name].values(), 2):
            sheet.put(row, column, options[0])
    return sheet


def hidden_sheet(source: Sheet, report: Report) -> Sheet:
    """A hidden copy of a sheet that says it is of the month before; none of its rows may load, its month is no evidence."""
    sheet = _look_alike(source, "DATA LAMA", "hidden sheet", hidden=True)
    before = add_months(report.period, -1)
    sheet.put(1, 1, f"ARSIP BULAN {NAMES[before.month - 1].upper()} {before.year}")
    return sheet


def instruction_sheet(source: Sheet, rows: int = 2) -> Sheet:
    """A sheet that explains how to fill the form, with a few example rows copied from a real one."""
    records = sorted({row for row, _ in source.cells} - {entry["row"] for entry in source.ignored})
    last = records[min(rows, len(records)) - 1] if records else source.bottom
    sheet = _look_alike(source, "PETUNJUK", "example on an instruction sheet", last=last, shift=2)
    sheet.put(1, 1, "PETUNJUK PENGISIAN")
    sheet.put(2, 1, "Contoh pengisian di bawah ini jangan dihapus")
    return sheet


def _look_alike(source: Sheet, name: str, why: str, hidden: bool = False, last: int | None = None, shift: int = 0) -> Sheet:
    sheet = Sheet(name, hidden=hidden)
    bottom = last or source.bottom
    for (row, column), value in source.cells.items():
        if row <= bottom:
            sheet.put(row + shift, column, value)
    sheet.merges = [(t + shift, left, b + shift, right) for t, left, b, right in source.merges if b <= bottom]
    sheet.traps = [{"sheet": name, "row": row + shift, "why": why, "dataset": None} for row in range(1, bottom + 1)]
    return sheet
