"""What is handed to the warehouse: one batch of files, already read, typed and checked.

The boundary between the inner packages and SQL. Everything in a batch is committed in one transaction or not at all.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from expectations.catalogue import Finding

if TYPE_CHECKING:
    import pandas as pd

FileStatus = Literal["loaded", "partial", "rejected", "unchanged", "superseded"]


@dataclass(slots=True)
class SheetBalance:
    """Rows of one sheet and dataset: `rows_read = loaded + quarantined + duplicate + ignored` or the load is refused.

    `ignored_kinds` splits `ignored` by kind (title, header, total, …). `dataset` is None for a sheet that belongs to none.
    """

    sheet: str
    dataset: str | None
    rows_read: int
    loaded: int
    quarantined: int
    duplicate: int
    ignored: int
    ignored_kinds: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class FileRecord:
    """One received file and what became of it. `path` is relative to the inbox; `modified_at` is the time at the source.

    `sha256` is empty for a file whose bytes could not be had.
    """

    path: str
    sha256: str
    size: int
    format: str | None
    modified_at: dt.datetime
    status: FileStatus
    reason_rule: str | None = None
    reason: str | None = None
    village_code: str | None = None
    period: dt.date | None = None
    balances: list[SheetBalance] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class Batch:
    """Files of one load and their rows.

    `rows[dataset]` is a DataFrame with every field of the contract (None where absent), and `village_code` (str), `period`
    (date, first of month), `person_key` (str or None), `person_key_weak` (bool), `household_key` (str or None), `birth_year`
    (int or None), `source_file` (sha256), `source_sheet`, `source_row`. For bp2mi_figures: the contract's fields and the
    `source_*` columns only. A file's rows replace, per (village, dataset, period), whatever is current.
    """

    run_id: str
    files: list[FileRecord]
    rows: dict[str, pd.DataFrame]
