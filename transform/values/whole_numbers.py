"""Whole numbers, for counts and rupiah alike: what a cell's number must be to stand in an integer column.

Kept apart from both so that neither repeats it. Whether negative numbers make sense is theirs to say.
"""

from __future__ import annotations

from transform.values.number_tokens import may_be_a_misread_group, money_numeral, read_number
from transform.values.parsed import Parsed, Raw, refused


def read_whole(raw: Raw, limit: int) -> Parsed:
    """The cell as int, withheld where it has a fraction or is beyond `limit` on either side."""
    if isinstance(raw, float) and raw.is_integer() and abs(raw) <= limit:
        return Parsed(int(raw))
    if may_be_a_misread_group(raw):
        return refused("number_ambiguous")
    number = read_number(raw, money_numeral)
    if number.value is None:
        return number
    if abs(number.value) > limit:
        return refused("number_too_large", limit=limit)
    return Parsed(int(number.value)) if number.value == int(number.value) else refused("not_whole_number")
