"""The name of a village as written; which village it is, is decided where district and period are known.

Only white space is tidied: "KARANG LO KIDUL" may be Karanglo Kidul, but not here.
"""

from __future__ import annotations

from transform.values import text
from transform.values.parsed import Parsed, Raw

ACCEPTED: tuple[tuple[Raw, object], ...] = ((" KARANG  LO KIDUL", "KARANG LO KIDUL"), ("Paringan", "Paringan"), ("-", None))
REFUSED: tuple[tuple[Raw, str], ...] = ()


def parse(raw: Raw) -> Parsed:
    """The name, tidied."""
    return text.parse(raw)
