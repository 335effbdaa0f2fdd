"""Catches values that have slipped under the wrong headers.

A header says what a column is; the values below must agree. One column of nonsense is a village's typing and is withheld cell by
cell. Several columns whose values are mostly not what their headers say mean that the table has moved: nothing of it may load.
"""

from __future__ import annotations

from collections import Counter

from transform.matching import Match
from transform.records import Rows

_TELLING = frozenset({"nik", "kk", "date", "sex", "phone", "passport", "country", "code", "yes_no", "rt_rw", "duration"})
_FEWEST_VALUES = 3
_MOSTLY = 0.6
_FEWEST_COLUMNS = 2
_SHARE_OF_COLUMNS = 0.5


def slipped_headers(rows: Rows, match: Match) -> list[str]:
    """Headers whose values contradict them, where there are enough of them to say the table has slipped; else none."""
    refused = Counter(finding.field for finding in rows.findings if finding.withheld is not None)
    telling, contradicted = 0, []
    for column in match.columns:
        name = column.target.fields[0]
        if column.target.semantic_type not in _TELLING:
            continue
        written = sum(value is not None for value in rows.values[name]) + refused[name]
        if written >= _FEWEST_VALUES:
            telling += 1
            if refused[name] >= _MOSTLY * written:
                contradicted.append(column.header)
    enough = len(contradicted) >= max(_FEWEST_COLUMNS, _SHARE_OF_COLUMNS * telling)
    return contradicted if enough else []
