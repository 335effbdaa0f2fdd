"""Findings of a publication as people are shown them: code, page, table, one sentence.

The codes are those documented for `pmv tables`; a rule has the code as its id, save where another area owns that id.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from expectations.catalogue import Finding, rule

TOTAL_MISMATCH = "printed_total_mismatch"
_CODES = {TOTAL_MISMATCH: "total_mismatch"}
NUMBERS_IN_DOUBT = frozenset(
    {
        TOTAL_MISMATCH, "sum_off_by_one", "parts_exceed_whole", "pages_disagree", "narrative_arithmetic", "claim_differs",
        "duplicate_member", "readers_disagree", "reading_undecided", "number_unreadable", "count_negative",
        "head_not_understood", "row_not_understood",
    }
)  # fmt: skip
"""Rules whose findings are settled by looking at the page: the arithmetic gate's, and those of numbers withheld."""


def reported(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """`{"code", "page", "table", "detail"}` of each finding, in order; page is 1 for a whole document."""
    return [
        {
            "code": _CODES.get(finding.rule, finding.rule),
            "page": finding.facts.get("page", 1),
            "table": finding.facts.get("table"),
            "detail": rule(finding.rule).advice_en(finding.facts),
        }
        for finding in findings
    ]
