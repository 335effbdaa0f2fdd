"""A country or economy as ISO 3166-1 alpha-3 (OTHER for "Lainnya").

A region ("Timur Tengah", "Luar Negeri") is no country and is withheld: it would be counted as a place nobody went to.
"""

from __future__ import annotations

from expectations.codes import countries
from transform.values.code import read_label
from transform.values.parsed import Parsed, Raw

ACCEPTED: tuple[tuple[Raw, object], ...] = (
    ("hongkong", "HKG"),
    ("Tiawan", "TWN"),
    (" Korea  Selatan ", "KOR"),
    ("New Zeeland", "NZL"),
    ("Uni Emirat Arab", "ARE"),
    ("Lainnya", "OTHER"),
    ("-", None),
)
REFUSED: tuple[tuple[Raw, str], ...] = (
    ("Timur Tengah", "country_unknown"),
    ("Luar Negeri", "country_unknown"),
    ("Asia", "country_unknown"),
    ("Negeri Seberang", "country_unknown"),
)


def parse(raw: Raw) -> Parsed:
    """The alpha-3 code, or withheld with the nearest names."""
    return read_label(countries(), raw, "country_unknown")
