"""The village profile: residents, households, officers, programme."""

from __future__ import annotations

import datetime as dt
import random

from ..model import Record, whole
from ..words import load


def profile(rng: random.Random, officers: list[str], migrants: int) -> Record:
    """A profile for a village of two to six thousand residents, or twelve for each migrant. Months are the first of the month."""
    residents = max(rng.randint(2100, 6200), 12 * migrants)
    start = dt.date(rng.randint(2017, 2022), rng.randint(1, 12), 1)
    return {
        "population": residents,
        "households": round(residents / rng.uniform(2.9, 3.4)),
        "officers_active": len(officers),
        "programme": rng.choices(list(load("labels")["programme"]), (70, 8, 14, 8))[0],
        "programme_start": start,
        "programme_end": start.replace(year=start.year + rng.randint(2, 3)) if rng.random() < 0.7 else None,
        "village_regulation": f"Perdes Nomor {rng.randint(2, 9)} Tahun {rng.randint(2019, 2025)}" if rng.random() < 0.4 else None,
        "reporter": officers[0],
    }


def pass_month(record: Record, rng: random.Random) -> Record:
    """The profile a month later: births, deaths and moves change the number of residents by a few."""
    return {**record, "population": whole(record, "population") + rng.randint(-4, 7)}
