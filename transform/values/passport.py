"""A passport number: one or two letters and six to eight digits ("B 1997783" -> "B1997783").

Indonesian passports carry a letter and seven digits, older ones two letters and six. Letters and digits that look alike (O, 0)
are not exchanged.
"""

from __future__ import annotations

import re

from transform.values.parsed import MISSING, Parsed, Raw, refused
from transform.values.written import says_nothing, unquoted

ACCEPTED: tuple[tuple[Raw, object], ...] = (
    ("B 1997783", "B1997783"),
    (" c3905298", "C3905298"),
    ("AB-123456", "AB123456"),
    ("X１470761", "X1470761"),
    ("-", None),
)
REFUSED: tuple[tuple[Raw, str], ...] = (
    ("1997783", "passport_invalid"),
    (1997783.0, "passport_invalid"),
    ("B199", "passport_invalid"),
    ("sedang diurus", "passport_invalid"),
)
_SEPARATORS = re.compile(r"[\s.\-]+")
_NUMBER = re.compile(r"[A-Z]{1,2}[0-9]{6,8}")


def parse(raw: Raw) -> Parsed:
    """The number in capitals without separators."""
    text = unquoted(raw)
    if says_nothing(text):
        return MISSING
    number = _SEPARATORS.sub("", text).upper()
    return Parsed(number) if _NUMBER.fullmatch(number) else refused("passport_invalid")
