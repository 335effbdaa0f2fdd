"""An invented regency of any size, month by month as batches of the loading path: what `benchmarks.marts` asks.

Persons go abroad, come home and leave again, so that every mart has something to say; nothing here is meant to be realistic.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from expectations.contract import load_contracts
from expectations.regions import inside
from load.batch import Batch, FileRecord, SheetBalance

REGENCY = "35.02"
PERSONS = 20
_ROWS_OF_OTHERS = {"migration_services": 4, "complaints": 2, "migrant_children": 8, "parenting_sessions": 2}
_QUARTERLY = {"business_groups": 3, "cooperatives": 1}
Row = dict[str, Any]


class Size(NamedTuple):
    """Villages and months."""

    villages: int
    months: int


def batches(size: Size, seed: int = 1) -> Iterator[Batch]:
    """One batch a month, oldest first."""
    chance = random.Random(seed)
    villages = [region.code for region in inside(REGENCY, "village")][: size.villages]
    people = {village: [_person(chance, village, number) for number in range(PERSONS)] for village in villages}
    for stamp in pd.date_range("2023-01-01", periods=size.months, freq="MS"):
        yield _batch(chance, people, stamp.date())


def _batch(chance: random.Random, people: dict[str, list[Row]], month: dt.date) -> Batch:
    batch, collected = Batch(f"benchmark-{month}", [], {}), dict[str, list[Row]]()
    for village, persons in people.items():
        file = _file(village, month)
        batch.files.append(file)
        for dataset, rows in _report(chance, persons, month).items():
            file.balances.append(SheetBalance(dataset, dataset, len(rows) + 2, len(rows), 0, 0, 2, {"title": 2}))
            place = {"village_code": village, "period": month, "source_file": file.sha256, "source_sheet": dataset}
            numbered = (row | place | {"source_row": number} for number, row in enumerate(rows, start=6))
            collected.setdefault(dataset, []).extend(numbered)
    batch.rows |= {dataset: _frame(dataset, rows) for dataset, rows in collected.items()}
    return batch


def _file(village: str, month: dt.date) -> FileRecord:
    path = f"{village}/{month:%Y-%m}.xlsx"
    received = dt.datetime.combine(month, dt.time(), dt.UTC) + dt.timedelta(days=35)
    return FileRecord(
        path, hashlib.sha256(path.encode()).hexdigest(), 1000, "xlsx", received, "loaded", village_code=village, period=month
    )


def _frame(dataset: str, rows: list[Row]) -> pd.DataFrame:
    names = [field.name for field in load_contracts()[dataset].fields]
    known = dict.fromkeys([*names, "person_key", "person_key_weak", "household_key", "birth_year"])
    return pd.DataFrame([known | row for row in rows], dtype=object)


def _person(chance: random.Random, village: str, number: int) -> Row:
    return {
        "person_key": f"{village}-{number}", "person_key_weak": False, "household_key": f"{village}-{number // 2}",
        "birth_year": chance.randint(1970, 2003), "full_name": "X", "sex": chance.choice("LPPP"),
        "destination": chance.choice(["HKG", "HKG", "TWN", "MYS"]), "occupation": chance.choice(["Rumah Tangga", "Pabrik"]),
        "procedural": chance.choice(["PROSEDURAL", "PROSEDURAL", "NON_PROSEDURAL", None]),
        "remittance_use": chance.choice(["KONSUMSI", "USAHA", None]),
        "status": chance.choice(["AKTIF", "AKTIF", "PURNA", "CALON"]),
    }  # fmt: skip


def _report(chance: random.Random, persons: list[Row], month: dt.date) -> dict[str, list[Row]]:
    for person in persons:
        _live_on(chance, person, month)
    due = dict(_ROWS_OF_OTHERS)
    if month.month % 3 == 0:
        due |= _QUARTERLY
    if month.month in (6, 12):
        due["village_profile"] = 1
    others = {dataset: [_row(chance, dataset, month, number) for number in range(count)] for dataset, count in due.items()}
    return {"migrant_register": [dict(person) for person in persons], **others}


def _live_on(chance: random.Random, person: Row, month: dt.date) -> None:
    if person["status"] == "AKTIF":
        person["status"] = chance.choices(["AKTIF", "PURNA", "MENINGGAL"], (97, 2.9, 0.1))[0]
    elif person["status"] in ("CALON", "PURNA") and chance.random() < 0.05:
        end = month + dt.timedelta(days=730)
        person |= {"status": "AKTIF", "departure_date": month + dt.timedelta(days=9), "contract_end": end}


def _row(chance: random.Random, dataset: str, month: dt.date, number: int) -> Row:
    rows: dict[str, Row] = {
        "migration_services": {"service_date": month, "service_type": chance.choice(["DOKUMEN", "VERIFIKASI_CPMI"])},
        "complaints": {
            "reported_date": month, "complaint_type": chance.choice(["SAKIT", "OVERSTAY"]), "destination": "HKG",
            "procedural": chance.choice(["PROSEDURAL", "NON_PROSEDURAL"]), "status": "SELESAI",
            "resolved_date": month + dt.timedelta(days=chance.randint(1, 60)),
        },
        "migrant_children": {"child_name": "X", "sex": "L", "age": chance.randint(0, 17), "in_school": chance.random() < 0.9},
        "parenting_sessions": {"session_date": month, "activity": "Belajar", "children_male": 4, "children_female": number + 3},
        "business_groups": {
            "group_name": f"Kelompok {number}", "members_male": 4, "members_female": 6, "members_total": 10, "members_former": 5,
            "members_family": 3, "aid_year": 2019, "aid_value": 5_000_000, "monthly_turnover": chance.randint(1, 9) * 100_000,
            "equipment_aided": 4, "equipment_in_use": chance.randint(0, 4), "active": chance.random() < 0.7,
        },
        "cooperatives": {
            "cooperative_name": "Koperasi", "legal_number": "BH/1", "members_total": 40, "members_migrant_family": 12,
            "principal_savings": 1_000_000, "mandatory_savings": 500_000, "last_annual_meeting": month.replace(day=2),
            "active": True,
        },
        "village_profile": {
            "population": 3000, "officers_active": 2, "programme": "DESMIGRATIF", "programme_start": dt.date(2021, 1, 1),
            "programme_end": dt.date(2022, 12, 1), "village_regulation": "6/2019",
        },
    }  # fmt: skip
    return rows[dataset]
