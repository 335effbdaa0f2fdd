"""Oddities of rows that stop nothing: NIK that disagree with the rest of the row, and rows entered twice."""

from __future__ import annotations

from collections.abc import Callable

from ..model import TableCopy, Written
from ..noise import Hand

_OTHER_DISTRICTS = ("350217", "352013", "350102", "351917")


def _other_district(nik: str, hand: Hand) -> str:
    return hand.rng.choice([code for code in _OTHER_DISTRICTS if code != nik[:6]]) + nik[6:]


def _other_birth(nik: str, hand: Hand) -> str:
    month = int(nik[8:10]) % 12 + 1
    day = int(nik[6:8])
    return f"{nik[:6]}{min(day % 40, 28) + day // 40 * 40:02d}{month:02d}{nik[10:]}"


def _other_sex(nik: str, hand: Hand) -> str:
    day = int(nik[6:8])
    return f"{nik[:6]}{day - 40 if day > 40 else day + 40:02d}{nik[8:]}"


_ODDITIES: dict[str, tuple[tuple[str, ...], Callable[[str, Hand], str]]] = {
    "nik_district_differs": (("nik",), _other_district),
    "nik_birth_differs": (("nik", "birth_date"), _other_birth),
    "nik_sex_differs": (("nik", "sex"), _other_sex),
}
WARNINGS = tuple(_ODDITIES)


def plant_warning(kind: str, table: TableCopy, row: Written, hand: Hand) -> bool:
    """Give the row a NIK that disagrees with its district, birth date or sex. It is what the village meant, so it loads."""
    needs, change = _ODDITIES[kind]
    written = all(
        row.meant.get(f) is not None and (f in table.keys or (f == "birth_date" and "ttl" in table.keys)) for f in needs
    )
    if not written:
        return False
    row.meant = {**row.meant, "nik": change(str(row.meant["nik"]), hand)}
    row.cells["nik"] = str(row.meant["nik"])
    row.warnings.append(kind)
    return True


def enter_twice(table: TableCopy, row: Written, hand: Hand) -> bool:
    """Enter a row once more, a little further down but within its hamlet; only the running number will differ."""
    at = next(i for i, other in enumerate(table.rows) if other is row)
    last = at
    while last + 1 < len(table.rows) and table.rows[last + 1].meant.get("hamlet") == row.meant.get("hamlet"):
        last += 1
    table.rows.insert(hand.rng.randint(at, last) + 1, Written(row.meant, dict(row.cells), copy_of=row))
    return True
