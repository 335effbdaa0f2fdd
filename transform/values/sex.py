"""Sex as L or P. "X", "L/P" and "?" answer nothing and are withheld, never settled from a name or a NIK."""

from __future__ import annotations

from expectations.codes import code_list
from transform.values.code import read_label
from transform.values.parsed import Parsed, Raw

ACCEPTED: tuple[tuple[Raw, object], ...] = (
    ("L", "L"),
    ("pr", "P"),
    ("PEREMPUAN ", "P"),
    ("Laki laki", "L"),
    ("Wanita", "P"),
    ("-", None),
    (None, None),
)
REFUSED: tuple[tuple[Raw, str], ...] = (
    ("X", "sex_unknown"),
    ("L/P", "sex_unknown"),
    ("?", "sex_unknown"),
    (1.0, "sex_unknown"),
)


def parse(raw: Raw) -> Parsed:
    """L, P or withheld."""
    return read_label(code_list("sex"), raw, "sex_unknown")
