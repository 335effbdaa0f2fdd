"""A made inbox of two months with one person all over it, and how to run it through the real pipeline."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment

from extract.bytes_search import bytes_hold
from extract.landing import LandingStore
from extract.redaction import cells_with_number
from extract.workbook import read_workbook
from flows.report import RunReport
from flows.run import new_run_id, run_villages
from flows.settings import Settings
from flows.sweeping import file_names
from flows.window import Window
from load.warehouse import Reader, Warehouse

NIK, PASSPORT, NAME = "3502184505889001", "C7654321", "Sri Wahyuningtyas"
NEIGHBOUR, NEIGHBOUR_NIK = "Bambang Prakosa", "3502181402799002"
CHILD, CHILD_NIK = "Dewi Anggraeni", "3502184607160003"
_HEAD = [
    "No",
    "Nama",
    "NIK",
    "No KK",
    "L/P",
    "Tgl Lahir",
    "Dusun",
    "No Paspor",
    "Negara Tujuan",
    "Tgl Berangkat",
    "Status",
    "Ket",
]
_SERVICES = ["No", "Tanggal", "Nama", "NIK", "L/P", "Jenis Layanan"]


@dataclass(frozen=True, slots=True)
class Office:
    """One installation: settings with a home of their own, and a warehouse."""

    settings: Settings
    warehouse: Warehouse

    def run(self, inbox: Path) -> RunReport:
        """Take every file of the inbox."""
        return run_villages(self.settings, self.warehouse, str(inbox), Window(), new_run_id())

    def rows(self, query: str, role: Reader = "dpo") -> list[tuple[Any, ...]]:
        """The answer to a query."""
        return self.warehouse.query(role, query)[1]


def office(home: Path, warehouse: Warehouse, **given: Any) -> Office:
    """An installation whose files lie below `home`."""
    return Office(Settings(home=home, workers=1, **given), warehouse)


def register(*, period: str = "OKTOBER 2024", person: str = NAME, nik: object = NIK) -> openpyxl.Workbook:
    """A register of three persons with the person in row 5, and the person's NIK in a comment and on a hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "DATA PMI"
    sheet.append(["DATA PMI DESA PARINGAN KECAMATAN JENANGAN"])
    sheet.append([f"BULAN {period}"])
    sheet.append(_HEAD)
    born = dt.date(1979, 2, 14)
    sheet.append(
        [
            1,
            NEIGHBOUR,
            NEIGHBOUR_NIK,
            "3502180101100001",
            "L",
            born,
            "Krajan",
            None,
            "Malaysia",
            dt.date(2023, 3, 4),
            "Aktif",
            None,
        ]
    )
    born, left = dt.date(1988, 5, 5), dt.date(2024, 10, 3)
    sheet.append(
        [2, person, nik, "3502180101100002", "P", born, "Tengah", PASSPORT, "Hong Kong", left, "Aktif", f"istri {NEIGHBOUR}"]
    )
    sheet.append(
        [3, "Siti Rohmah", None, None, "P", dt.date(1990, 1, 2), "Krajan", None, "Taiwan", dt.date(2022, 1, 5), "Aktif", None]
    )
    sheet["B4"].comment = Comment(f"cek NIK {NIK}", "operator")
    hidden = book.create_sheet("Catatan")
    hidden.sheet_state = "hidden"
    hidden.append(["arsip", f"{NIK[:6]}.{NIK[6:12]}.{NIK[12:]}"])
    return book


def services() -> str:
    """A CSV of services: the person twice, once without NIK and birth date."""
    head = ";".join(_SERVICES)
    return f"{head}\n1;02/10/2024;{NAME};{NIK};P;Dokumen\n2;03/10/2024;{NEIGHBOUR};{NEIGHBOUR_NIK};L;Dokumen\n"


def children() -> openpyxl.Workbook:
    """Children of migrants."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "DATA ANAK PMI"
    sheet.append(["DATA ANAK PMI DESA PARINGAN KECAMATAN JENANGAN"])
    sheet.append(["BULAN OKTOBER 2024"])
    sheet.append(
        ["No", "Nama Anak", "NIK", "L/P", "Tgl Lahir", "Umur", "Orang Tua di LN", "Pengasuh", "Jenjang Sekolah", "Masih Sekolah"]
    )
    sheet.append([1, CHILD, CHILD_NIK, "P", dt.date(2016, 7, 6), 10, "Ibu", "Nenek", "SD", "Ya"])
    return book


def fill(inbox: Path) -> Path:
    """Write the inbox: registers of two months and the services of the first."""
    folder = inbox / "jenangan" / "paringan"
    folder.mkdir(parents=True)
    register().save(folder / "2024-10 pmi.xlsx")
    register(period="NOVEMBER 2024").save(folder / "2024-11 pmi.xlsx")
    (folder / "2024-10 layanan.csv").write_text(services(), encoding="utf-8")
    children().save(folder / "2024-10 anak.xlsx")
    for age, path in enumerate(sorted(folder.iterdir(), reverse=True), 1):
        instant = dt.datetime.now().timestamp() - age
        os.utime(path, (instant, instant))
    return inbox


def everywhere(of: Office, text: str) -> list[str]:
    """Places outside the server where a text stands: file names of the landing store, cells and bytes searched."""
    store = LandingStore(of.settings.home / "landing")
    names = file_names(store)
    return [
        names[sha]
        for sha in store.kept()
        if bytes_hold(store.open(sha), text) or list(cells_with_number(read_workbook(store.open(sha), names[sha]), text))
    ]
