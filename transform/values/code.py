"""A label that stands for a code of a list, such as a status or a complaint type.

Equal without case, punctuation and spacing, or withheld with the nearest labels: likeness is never taken as an answer.
"""

from __future__ import annotations

from collections.abc import Callable

from expectations.codes import CodeList, code_list
from transform.values.parsed import MISSING, Parsed, Raw, refused
from transform.values.written import says_nothing, unquoted

ACCEPTED: tuple[tuple[str, Raw, object], ...] = (
    ("procedural", "P", "PROSEDURAL"),
    ("procedural", "Non-Prosedural", "NON_PROSEDURAL"),
    ("procedural", "TDK\u00a0TAHU", "UNKNOWN"),
    ("migrant_status", " CPMI ", "CALON"),
    ("parent", "Ibu & Ayah", "KEDUANYA"),
    ("education", "D-III", "DIPLOMA"),
    ("remittance_use", "Menabung", "TABUNGAN"),
    ("marital", "-", None),
)
REFUSED: tuple[tuple[str, Raw, str], ...] = (
    ("migrant_status", "Belum pasti", "label_unknown"),
    ("case_status", "Entahlah", "label_unknown"),
    ("education", 12.0, "label_unknown"),
)
# A longer text is a sentence in the wrong column; it is like no label, and comparing it would take long.
_LONGEST_LABEL = 60


def reader_of(name: str) -> Callable[[Raw], Parsed]:
    """The reader of one code list. Raises KeyError for a list that does not exist."""
    labels = code_list(name)

    def parse(raw: Raw) -> Parsed:
        return read_label(labels, raw, "label_unknown")

    return parse


def read_label(labels: CodeList, raw: Raw, rule: str) -> Parsed:
    """The code of a cell's label; a label that is not listed is withheld under `rule` with the nearest ones."""
    text = unquoted(raw)
    if says_nothing(text):
        return MISSING
    code = labels.code(text)
    if code is not None:
        return Parsed(code)
    nearest = labels.nearest(text) if len(text) <= _LONGEST_LABEL else []
    return refused(rule, nearest=", ".join(nearest) or "–")
