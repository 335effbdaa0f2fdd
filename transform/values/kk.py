"""The number of the family card (KK): sixteen digits with the same faults as a NIK.

A dummy shared by families would merge them into one household (OpenSID #3276), so it is withheld.
"""

from __future__ import annotations

from transform.values.parsed import Parsed, Raw
from transform.values.sixteen_digits import read_sixteen_digits

ACCEPTED: tuple[tuple[Raw, object], ...] = (
    ("3502031308149535", "3502031308149535"),
    ("'3502032605079506", "3502032605079506"),
    ("-", None),
)
REFUSED: tuple[tuple[Raw, str], ...] = (
    (3502031308149535.0, "kk_precision_lost"),
    ("0", "kk_placeholder"),
    ("350203130814953", "kk_length"),
    ("KK hilang", "kk_invalid"),
)


def parse(raw: Raw) -> Parsed:
    """The sixteen digits as text."""
    return read_sixteen_digits(raw, "kk")
