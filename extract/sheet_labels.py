"""Calls the sheets of a workbook by the labels the warehouse knows them by, where their own names hold a person's name."""

from __future__ import annotations

from collections.abc import Iterable

from expectations.person_masks import sheet_meant
from extract.grid import Workbook


def labelled(workbook: Workbook, labels: Iterable[str]) -> Workbook:
    """The workbook with these labels in place of the names they stand for; one that means none of its sheets is passed over."""
    for label in sorted(labels):
        meant = sheet_meant(label, [grid.name for grid in workbook.sheets])
        for grid in workbook.sheets:
            if grid.name == meant:
                grid.name = label
    return workbook
