"""Invented batches for the tests of `load`: a village's register, a few services, published figures."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

import pandas as pd

from expectations.contract import FIGURES, load_contracts
from load.batch import Batch, FileRecord, SheetBalance

PARINGAN, JENANGAN = "35.02.18.2015", "35.02.18.2005"
OCTOBER, NOVEMBER = dt.date(2026, 10, 1), dt.date(2026, 11, 1)
MIDNIGHT = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


def sha(text: str) -> str:
    """A stand-in for the digest of a file's bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def person(number: int, **given: Any) -> dict[str, Any]:
    """One register row of an invented person."""
    row = {
        "full_name": f"ORANG {number}", "nik": f"350218550788{9000 + number}", "sex": "P", "birth_date": dt.date(1988, 7, 15),
        "birth_year": 1988, "status": "AKTIF", "destination": "HKG", "occupation": "Penata Laksana Rumah Tangga",
        "occupation_isco": "9111", "person_key": f"key-{number}", "person_key_weak": False, "procedural": "PROSEDURAL",
    }  # fmt: skip
    return row | given


def service(number: int, **given: Any) -> dict[str, Any]:
    """One service row."""
    row = {"service_date": dt.date(2026, 10, number), "service_type": "DOKUMEN", "client_name": f"KLIEN {number}"}
    return row | given


def figure(value: float, **given: Any) -> dict[str, Any]:
    """One published figure: national placements of 2023."""
    row = {
        "publisher": "BP2MI", "publication": "Laporan 2023", "source_kind": "publisher", "published_on": dt.date(2024, 1, 20),
        "published_precision": "day", "measure": "placements", "basis": "national", "period_type": "year",
        "period_start": dt.date(2023, 1, 1), "period_end": dt.date(2023, 12, 31), "breakdown": "total", "members": {},
        "value": value, "unit": "persons", "raw_token": None, "status": "final", "source_page": 1, "source_table": "1",
    }  # fmt: skip
    return row | given


def village_file(path: str, village: str = PARINGAN, period: dt.date = OCTOBER, **given: Any) -> FileRecord:
    """A received workbook without sheets yet."""
    record = {"sha256": sha(path), "size": 1000, "format": "xlsx", "modified_at": MIDNIGHT, "status": "loaded"}
    return FileRecord(path=path, village_code=village, period=period, **(record | given))


def add_sheet(
    batch: Batch, file: FileRecord, dataset: str, rows: Sequence[dict[str, Any]], sheet: str = "DATA", **counts: int
) -> None:
    """Put the rows of a sheet into the batch with a balance that adds up."""
    parts = {"quarantined": 0, "duplicate": 0, "ignored": 2} | counts
    file.balances.append(SheetBalance(sheet, dataset, len(rows) + sum(parts.values()), len(rows), **parts))
    names = [field.name for field in load_contracts()[dataset].fields]
    place = {"source_file": file.sha256, "source_sheet": sheet}
    if dataset != FIGURES:
        place |= {"village_code": file.village_code, "period": file.period}
    filled = [dict.fromkeys(names) | row | place | {"source_row": number} for number, row in enumerate(rows, start=6)]
    frame = pd.DataFrame(filled, dtype=object)
    batch.rows[dataset] = pd.concat([batch.rows[dataset], frame]) if dataset in batch.rows else frame


def register_batch(path: str, rows: Sequence[dict[str, Any]], village: str = PARINGAN, period: dt.date = OCTOBER) -> Batch:
    """A batch of one workbook with a register."""
    file = village_file(path, village, period)
    batch = Batch(run_id="run-1", files=[file], rows={})
    add_sheet(batch, file, "migrant_register", rows)
    return batch


def figures_batch(path: str, rows: Sequence[dict[str, Any]]) -> Batch:
    """A batch of one publication."""
    file = FileRecord(path, sha(path), 1000, "pdf", MIDNIGHT, "loaded")
    batch = Batch(run_id="run-1", files=[file], rows={})
    add_sheet(batch, file, FIGURES, rows, sheet="table 1")
    return batch
