"""The report of a run: every file with its fate, the totals, and whether they balance.

The object behind `pmv run --json` and behind the summary on the terminal. Holds no personal value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.finding_pictures import Pictures
from load.batch import FileRecord, SheetBalance
from load.configuration import Configured

_COUNTS = ("rows_read", "loaded", "quarantined", "duplicate", "ignored")


@dataclass(slots=True)
class RunReport:
    """All files of one run in the order they were taken, the loads that were committed, and the configuration they came under.

    `pictures` show, by SHA-256, what findings of publications doubt; `findings_page` is the page that holds them.
    """

    run_id: str
    files: list[FileRecord] = field(default_factory=list)
    loads: list[int] = field(default_factory=list)
    configured: list[Configured] = field(default_factory=list)
    outside_window: int = 0
    is_dry_run: bool = False
    pictures: dict[str, Pictures] = field(default_factory=dict)
    findings_page: Path | None = None

    @property
    def balances(self) -> list[SheetBalance]:
        """Balances of all sheets."""
        return [balance for record in self.files for balance in record.balances]

    @property
    def totals(self) -> dict[str, int]:
        """Rows by fate over all files."""
        return {name: sum(getattr(balance, name) for balance in self.balances) for name in _COUNTS}

    @property
    def is_balanced(self) -> bool:
        """Whether every sheet's rows add up."""
        return all(b.rows_read == b.loaded + b.quarantined + b.duplicate + b.ignored for b in self.balances)

    def statuses(self) -> Counter[str]:
        """Files by status."""
        return Counter(record.status for record in self.files)

    def as_json(self) -> dict[str, Any]:
        """The object `pmv run --json` prints."""
        return {
            "run_id": self.run_id,
            "loads": self.loads,
            "files": [_file(record) for record in self.files],
            "totals": {"files": len(self.files), **self.totals},
            "balanced": self.is_balanced,
            "findings_page": str(self.findings_page) if self.findings_page else None,
        }

    def join(self, others: Iterable[RunReport]) -> RunReport:
        """This report with the files of others; what both came under is told once, as the first found it."""
        for other in others:
            self.files += other.files
            self.loads += other.loads
            told = {one.subject for one in self.configured}
            self.configured += [one for one in other.configured if one.subject not in told]
            self.outside_window += other.outside_window
            self.findings_page = self.findings_page or other.findings_page
        return self


def _file(record: FileRecord) -> dict[str, Any]:
    return {
        "path": record.path,
        "sha256": record.sha256 or None,
        "status": record.status,
        "reason": record.reason,
        "rule": record.reason_rule,
        "village_code": record.village_code,
        "period": record.period.isoformat() if record.period else None,
        "sheets": [_sheet(balance) for balance in record.balances],
    }


def _sheet(balance: SheetBalance) -> dict[str, Any]:
    return {"sheet": balance.sheet, "dataset": balance.dataset, **{name: getattr(balance, name) for name in _COUNTS}}
