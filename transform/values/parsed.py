"""The answer every value reader gives.

One shape for all semantic types: a value, or the catalogue rule that says why there is none. A reader never guesses: where
two readings are possible it returns a rule.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from extract.grid import CellValue


class Parsed(NamedTuple):
    """`value` None with `rule` None means the cell is missing. `rule` set means the cell is withheld.

    `facts` fill the rule's sentences and must not hold personal values; `warnings` are rules that withhold nothing.
    """

    value: Any
    rule: str | None = None
    facts: dict[str, Any] | None = None
    warnings: tuple[str, ...] = ()


MISSING = Parsed(None)

Raw = CellValue | None


def refused(rule: str, **facts: Any) -> Parsed:
    """A withheld cell with its reason."""
    return Parsed(None, rule, facts or None)
