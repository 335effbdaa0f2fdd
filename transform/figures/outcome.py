"""What comes out of a publication: figures, findings, and a balance of every table row.

Shapes only.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from expectations.catalogue import Finding

DATASET = "bp2mi_figures"
Figure = dict[str, Any]
"""The fields of bp2mi_figures, its conformed columns, and `source_file`, `source_sheet`, `source_row`."""


@dataclass(slots=True)
class TableBalance:
    """Rows of one table: `rows_read = loaded + quarantined + duplicate + ignored`; `ignored_kinds` says why rows were ignored."""

    sheet: str
    dataset: str | None
    rows_read: int
    loaded: int = 0
    quarantined: int = 0
    duplicate: int = 0
    ignored: int = 0
    ignored_kinds: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Understood:
    """All that one publication says."""

    figures: list[Figure] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    balances: list[TableBalance] = field(default_factory=list)


def balance_of(sheet: str, outcomes: list[str]) -> TableBalance:
    """The balance of a table from one word a row: loaded, quarantined, duplicate, or the kind it was ignored as."""
    counts = Counter(outcomes)
    kinds = {kind: count for kind, count in counts.items() if kind not in ("loaded", "quarantined", "duplicate")}
    dataset = DATASET if counts["loaded"] or counts["quarantined"] else None
    return TableBalance(
        sheet, dataset, len(outcomes), counts["loaded"], counts["quarantined"], counts["duplicate"], sum(kinds.values()), kinds
    )
