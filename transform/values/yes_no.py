"""Yes or no: words, ticks, 1 and 0, and the program's own TRUE and FALSE.

"Tidak Ada" means no here though it means "nothing here" elsewhere, so the list is asked before the missing marks.
"""

from __future__ import annotations

from expectations.codes import code_list
from transform.values.code import read_label
from transform.values.parsed import Parsed, Raw
from transform.values.written import unquoted

ACCEPTED: tuple[tuple[Raw, object], ...] = (
    ("Ya", True),
    ("v", True),
    ("✓", True),
    ("√", True),
    ("Masih", True),
    (1.0, True),
    (True, True),
    ("tdk", False),
    ("Tidak Ada", False),
    ("Vakum", False),
    (0, False),
    ("0", False),
    (False, False),
    ("-", None),
    ("", None),
)
REFUSED: tuple[tuple[Raw, str], ...] = (("kadang", "label_unknown"), (2.0, "label_unknown"), ("Ya/Tidak", "label_unknown"))


def parse(raw: Raw) -> Parsed:
    """True, False or withheld."""
    if isinstance(raw, bool):
        return Parsed(raw)
    answers = code_list("yes_no")
    answer = answers.code(unquoted(raw))
    return read_label(answers, raw, "label_unknown") if answer is None else Parsed(answer == "true")
