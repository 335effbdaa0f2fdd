"""Numbers of persons where none belongs: in a place name, an occupation, a sheet's or a file's name.

Such places are shown to people who may see no person. NIK and family card are told by their make (province, date), mobile numbers
and passports by theirs. What a column of NIKs holds is not looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MASK = "[nomor]"

_GAP = r"[ .\-]"
_SIXTEEN = rf"(?<!\d)(?:\d{{16}}|\d{{6}}{_GAP}\d{{6}}{_GAP}\d{{4}}|\d{{4}}(?:{_GAP}\d{{4}}){{3}})(?!\d)"
_PROVINCE = r"(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])"
_MADE_LIKE_A_NIK = re.compile(rf"{_PROVINCE}\d{{4}}(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])\d{{6}}")
_MOBILE = rf"(?<![\d.])(?:\+?62|0){_GAP}?8[1-9]\d(?:{_GAP}?\d){{7,9}}(?!\d)"
_PASSPORT = r"(?<![A-Za-z0-9])[A-Z]{1,2} ?\d{6,7}(?![A-Za-z0-9])"
_NAMED = re.compile(f"{_SIXTEEN}|{_MOBILE}")
_ANY = re.compile(f"{_SIXTEEN}|{_MOBILE}|{_PASSPORT}")


def holds_personal_number(text: str) -> bool:
    """Whether a text that is no number holds a NIK, a family card, a mobile or a passport number, rightly typed or not."""
    return bool(_ANY.search(text))


def holds_identity_number(text: str) -> bool:
    """Whether a text that may be a number of another kind (of a case, a member, a licence) is made like a NIK."""
    return any(_is_identity(found.group()) for found in re.finditer(_SIXTEEN, text))


def without_personal_numbers(text: str) -> str:
    """A name of a file, a sheet or a column with a mask for each identity or mobile number."""
    return _NAMED.sub(lambda found: MASK if _is_told_apart(found.group()) else found.group(), text)


def masked_apart(names: Iterable[str]) -> list[str]:
    """Names without personal numbers; those that became alike are told apart by a count."""
    masked: list[str] = []
    for name in names:
        shown, count = without_personal_numbers(name), 1
        wanted = shown
        while wanted != name and wanted in masked:
            count += 1
            wanted = shown.replace(MASK, f"[nomor {count}]", 1)
        masked.append(wanted)
    return masked


def _is_identity(number: str) -> bool:
    return bool(_MADE_LIKE_A_NIK.fullmatch(re.sub(r"\D", "", number)))


def _is_told_apart(number: str) -> bool:
    """A mobile number, or sixteen digits that are no date or ticket."""
    return len(re.sub(r"\D", "", number)) != 16 or _is_identity(number)
