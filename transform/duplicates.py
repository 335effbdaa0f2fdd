"""Rows written twice on one sheet: equal in every contract column, the running number apart.

One copy loads; the others are counted as duplicates. Nothing is compared across sheets or files.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from transform.records import Rows


def mark_duplicates(parts: Iterable[Rows]) -> None:
    """Mark later copies in the given parts of one sheet and dataset. A condemned row is neither a copy nor an original."""
    seen: set[Hashable] = set()
    for rows in parts:
        withheld = _withheld(rows)
        names = sorted(rows.values)
        for position, written in enumerate(zip(*(rows.values[name] for name in names), strict=True)):
            if position in rows.condemned:
                continue
            key = (tuple(names), written, withheld.get(position, ()))
            if key in seen:
                rows.duplicates.add(position)
            seen.add(key)


def _withheld(rows: Rows) -> dict[int, tuple[tuple[str | None, str | None], ...]]:
    """What was withheld in each row, as written: two unreadable cells are equal only where their text is."""
    position_of = {row: position for position, row in enumerate(rows.source_rows)}
    texts: dict[int, tuple[tuple[str | None, str | None], ...]] = {}
    for finding in rows.findings:
        if finding.withheld is not None and finding.row is not None:
            position = position_of[finding.row]
            texts[position] = (*texts.get(position, ()), (finding.field, finding.withheld))
    return texts
