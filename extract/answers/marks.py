"""What is to be said about a village's workbook: open quarantine as marks on cells and lines of the list of corrections.

Words come from the rule catalogue. A mark carries no value of the workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from expectations.catalogue import Level, rule
from expectations.contract import village_contracts

_KEPT_AS_TEXT = frozenset({"kk", "nik", "passport", "phone"})


@dataclass(frozen=True, slots=True)
class Mark:
    """One objection. `sheet` is None for the whole file, `cell` (A1) where no single cell is meant; `advice` is Indonesian.

    `as_text` says that what belongs in the cell must be kept as text, such as a NIK.
    """

    sheet: str | None
    row: int | None
    cell: str | None
    level: Level
    title: str
    advice: str
    as_text: bool = False

    @property
    def spot(self) -> str:
        """The cell to go to: the one meant, else the first of the row, else the first of the sheet."""
        return self.cell or f"A{self.row or 1}"


def mark(finding: Mapping[str, Any]) -> Mark:
    """The mark of one row of open quarantine (columns as `pmv quarantine` names them)."""
    return Mark(
        sheet=finding["source_sheet"],
        row=finding["source_row"],
        cell=finding["cell"],
        level=finding["level"],
        title=rule(finding["rule"]).title_id,
        advice=finding["advice_id"],
        as_text=_is_kept_as_text(finding["dataset"], finding["field"]),
    )


def _is_kept_as_text(dataset: str | None, field: str | None) -> bool:
    contract = village_contracts().get(dataset or "")
    return any(f.name == field and f.semantic_type in _KEPT_AS_TEXT for f in contract.fields) if contract else False


def in_reading_order(marks: Iterable[Mark], sheets: Sequence[str]) -> list[Mark]:
    """Marks without doubles: what concerns the whole file first, then sheet by sheet in their order, row by row."""
    order = {name: number for number, name in enumerate(sheets)}
    return sorted(
        dict.fromkeys(marks),
        key=lambda one: (order.get(one.sheet or "", -1), one.row or 0, len(one.cell or ""), one.cell or "", one.title),
    )
