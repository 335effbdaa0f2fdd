"""Children of migrants: at home with whom, in which school."""

from __future__ import annotations

import datetime as dt
import random

from ..model import Record
from ..months import add_months, age_on, month_end
from ..persons import NikIssuer, invent
from ..villages import Village
from ..words import load

_PARENTS = ("IBU", "IBU", "IBU", "AYAH", "AYAH", "KEDUANYA")
_CAREGIVERS = {
    "IBU": ("AYAH", "AYAH", "KAKEK_NENEK", "SAUDARA"),
    "AYAH": ("IBU", "IBU", "KAKEK_NENEK"),
    "KEDUANYA": ("KAKEK_NENEK", "SAUDARA", "LAINNYA"),
}
_OUT_OF_SCHOOL = {"SMP": 0.06, "SMA": 0.2}
"""The share of those old enough for a school who do not go to it."""


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


def pass_month(children: list[Record], rng: random.Random, niks: NikIssuer, village: Village, period: dt.date) -> list[Record]:
    """The children a month later: they grow into the next school or drop out; one who turns 18 makes room for another."""
    grown = [(record, _age(record, month_end(period))) for record in children]
    return [_older(record, rng, age) if age < 18 else child(rng, niks, village, period) for record, age in grown]


def _older(record: Record, rng: random.Random, age: int) -> Record:
    dropped_out = age >= 7 and not record["in_school"]
    return record if dropped_out or record["school_level"] == _level(age) else {**record, **_schooling(rng, age)}


def _level(age: int) -> str:
    return "NONE" if age < 4 else "PAUD" if age < 7 else "SD" if age < 13 else "SMP" if age < 16 else "SMA"


def _schooling(rng: random.Random, age: int) -> Record:
    level = _level(age)
    if level == "NONE" or (level in _OUT_OF_SCHOOL and rng.random() < _OUT_OF_SCHOOL[level]):
        return {"school_level": "NONE", "in_school": False}
    assert level in load("labels")["school"]
    return {"school_level": level, "in_school": True}


def _age(record: Record, day: dt.date) -> int:
    birth_date = record["birth_date"]
    assert isinstance(birth_date, dt.date)
    return age_on(birth_date, day)


def with_age(record: Record, day: dt.date) -> Record:
    """The child with the age reached on this day."""
    return {**record, "age": _age(record, day)}
