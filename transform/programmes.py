"""Where a village's profile names another programme, or other months, than the office configured.

Remarks only: nothing is withheld, and the configuration counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from expectations.configuration import ProgrammeSpell
from expectations.validation import RowFinding

if TYPE_CHECKING:
    import pandas as pd

Programmes = Mapping[str, Sequence[ProgrammeSpell]]
"""Configured programmes by village."""
PROFILE = "village_profile"
_COLUMNS = ("village_code", "programme", "programme_start", "programme_end")


def by_village(spells: Iterable[ProgrammeSpell]) -> Programmes:
    """The same, to look up."""
    found: dict[str, list[ProgrammeSpell]] = {}
    for spell in spells:
        found.setdefault(spell.village_code, []).append(spell)
    return found


def programme_remarks(profiles: pd.DataFrame, programmes: Programmes) -> Iterator[RowFinding]:
    """A remark for each cell that differs. A village nothing is configured for, and a blank cell, differ from nothing."""
    for index, (village, programme, start, end) in enumerate(profiles[list(_COLUMNS)].itertuples(index=False, name=None)):
        spells = programmes.get(village, ())
        if spells and programme:
            for field, written, configured in _differences(spells, programme, start, end):
                facts = {"written": written, "configured": configured}
                yield RowFinding(index, "programme_differs_from_configuration", "cell", (), (field,), facts)


def _differences(
    spells: Sequence[ProgrammeSpell], programme: str, start: dt.date | None, end: dt.date | None
) -> Iterator[tuple[str, str, str]]:
    """(field, as written, as configured) for each that differs from the spell that began nearest."""
    same = [spell for spell in spells if spell.programme == programme]
    if not same:
        yield "programme", programme, ", ".join(sorted({spell.programme for spell in spells}))
        return
    nearest = min(same, key=lambda spell: abs(spell.starts_on - (start or spell.starts_on)))
    for field, written, configured in (
        ("programme_start", start, nearest.starts_on),
        ("programme_end", end, nearest.ends_on),
    ):
        if written and _month(written) != _month(configured):
            yield field, _month(written), _month(configured)


def _month(day: dt.date | None) -> str:
    return f"{day:%Y-%m}" if day else "–"
