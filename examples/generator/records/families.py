"""Children of migrants: at home with whom, in which school."""

from __future__ import annotations

import datetime as dt
import random

from ..model import Record
from ..months import add_months, age_on
from ..persons import NikIssuer, invent
from ..villages import Village
from ..words import load

_PARENTS = ("IBU", "IBU", "IBU", "AYAH", "AYAH", "KEDUANYA")
_CAREGIVERS = {
    "IBU": ("AYAH", "AYAH", "KAKEK_NENEK", "SAUDARA"),
    "AYAH": ("IBU", "IBU", "KAKEK_NENEK"),
    "KEDUANYA": ("KAKEK_NENEK", "SAUDARA", "LAINNYA"),
}


def child(rng: random.Random, niks: NikIssuer, village: Village, period: dt.date) -> Record:
    """A child of a migrant, up to 17 years old in the period. `age` is filled when the report is made."""
    person = invent(rng, niks, village.digits[:6], add_months(period, -17 * 12), add_months(period, -18))
    parent = rng.choice(_PARENTS)
    return {
        "child_name": person.name,
        "nik": person.nik if rng.random() < 0.85 else None,
        "sex": person.sex,
        "birth_date": person.birth_date,
        "age": None,
        "parent_abroad": parent,
        "caregiver": rng.choice(_CAREGIVERS[parent]),
        **_schooling(rng, age_on(person.birth_date, period)),
    }


def _schooling(rng: random.Random, age: int) -> Record:
    level = "NONE" if age < 4 else "PAUD" if age < 7 else "SD" if age < 13 else "SMP" if age < 16 else "SMA"
    if level == "NONE" or (age > 12 and rng.random() < 0.06):
        return {"school_level": "NONE", "in_school": False}
    assert level in load("labels")["school"]
    return {"school_level": level, "in_school": True}


def with_age(record: Record, day: dt.date) -> Record:
    """The child with the age reached on this day."""
    birth_date = record["birth_date"]
    return {**record, "age": age_on(birth_date, day) if isinstance(birth_date, dt.date) else None}
