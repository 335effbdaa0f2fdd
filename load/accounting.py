"""What a batch says about its sheets: does the accounting add up, which sheets report a dataset, which replace which.

Pure judgement on the batch, before anything is written.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from expectations.catalogue import CatalogueError, withholds
from expectations.contract import FIGURES
from expectations.reconciliation import check_balances
from load.batch import Batch, FileRecord, SheetBalance

Place = tuple[str | None, dt.date | None, str]
"""(village code, period, dataset): what a report replaces as a whole."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a batch with its file.

    `holds`: it reports its dataset. `superseded`: a later file of the batch reports the same, so its rows are not handed over.
    """

    file: FileRecord
    balance: SheetBalance
    holds: bool
    superseded: bool


def sheets_of(batch: Batch) -> list[Sheet]:
    """All balanced sheets of a batch. Raises CatalogueError when one does not add up or its rows were not all handed over."""
    winners = _winners(batch)
    sheets = [
        Sheet(file, balance, holds(file, balance), _is_superseded(file, balance, winners)) for file, balance in _balances(batch)
    ]
    _demand_balance(batch, sheets)
    return sheets


def holds(file: FileRecord, balance: SheetBalance) -> bool:
    """Whether the sheet reports its dataset: it has rows of it, or says there are none (NIHIL).

    A table that could not be read as a whole reports nothing, so what stood before keeps standing.
    """
    if balance.dataset is None or file.status == "rejected":
        return False
    if balance.loaded or balance.duplicate or balance.ignored_kinds.get("nihil"):
        return True
    return balance.quarantined > 0 and not _sheet_failed(file, balance)


def _sheet_failed(file: FileRecord, balance: SheetBalance) -> bool:
    return any(
        finding.level in ("sheet", "file")
        and finding.sheet == balance.sheet
        and finding.dataset in (None, balance.dataset)
        and withholds(finding.rule)
        for finding in file.findings
    )


def _balances(batch: Batch) -> Iterator[tuple[FileRecord, SheetBalance]]:
    for file in batch.files:
        for balance in file.balances:
            yield file, balance


def _winners(batch: Batch) -> dict[Place, str]:
    """The path of the file that reports a place last: by modification time, then path."""
    winners: dict[Place, str] = {}
    for file in sorted(batch.files, key=lambda file: (file.modified_at, file.path)):
        if file.status in ("loaded", "partial") and file.village_code:
            winners |= {
                (file.village_code, file.period, b.dataset): file.path for b in file.balances if b.dataset and holds(file, b)
            }
    return winners


def _is_superseded(file: FileRecord, balance: SheetBalance, winners: dict[Place, str]) -> bool:
    if file.status == "superseded":
        return True
    winner = winners.get((file.village_code, file.period, balance.dataset or ""))
    return winner is not None and winner != file.path


def _demand_balance(batch: Batch, sheets: list[Sheet]) -> None:
    handed = _rows_handed_over(batch)
    for sheet in sheets:
        balance = sheet.balance
        check_balances(sheet.file.path, [balance])
        rows = handed.pop((sheet.file.sha256, balance.sheet, balance.dataset or ""), 0)
        expected = 0 if sheet.superseded or balance.dataset is None else balance.loaded
        if rows != expected:
            raise _not_handed_over(sheet.file.path, balance.sheet, balance.dataset, expected, rows)
    for (sha, name, dataset), rows in handed.items():
        path = next((file.path for file in batch.files if file.sha256 == sha), sha)
        raise _not_handed_over(path, name, dataset, 0, rows)


def _rows_handed_over(batch: Batch) -> Counter[tuple[str, str, str]]:
    handed: Counter[tuple[str, str, str]] = Counter()
    for dataset, frame in batch.rows.items():
        columns = ("source_file", "source_sheet", "source_row") if dataset == FIGURES else ("source_file", "source_sheet")
        places = zip(*(frame[column].tolist() for column in columns), strict=True)
        counted = set(places) if dataset == FIGURES else places  # a row of a published table holds several figures
        handed.update((str(file), str(sheet), dataset) for file, sheet, *_ in counted)
    return handed


def _not_handed_over(path: str, sheet: str, dataset: str | None, counted: int, handed: int) -> CatalogueError:
    return CatalogueError("rows_not_handed_over", path=path, sheet=sheet, dataset=dataset, counted=counted, handed=handed)
