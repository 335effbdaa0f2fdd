"""Invented persons: names from word lists, and NIK that are well formed but were never issued (serials 9000 to 9999)."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from .words import load


@dataclass(frozen=True, slots=True)
class Person:
    """A person who does not exist. `sex` is L or P."""

    name: str
    sex: str
    birth_date: dt.date
    nik: str


class NikIssuer:
    """Gives each person a NIK no other person of the set has."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._issued: set[str] = set()

    def issue(self, district: str, birth_date: dt.date, sex: str) -> str:
        """A 16-digit NIK for a six-digit district code; women have 40 added to the day of birth."""
        day = birth_date.day + (40 if sex == "P" else 0)
        while True:
            nik = f"{district}{day:02d}{birth_date:%m%y}{self._rng.randint(9000, 9999)}"
            if nik not in self._issued:
                self._issued.add(nik)
                return nik

    def household(self, district: str) -> str:
        """A 16-digit KK number, serial 9000 to 9999 likewise."""
        since = random_date(self._rng, dt.date(2005, 1, 1), dt.date(2024, 12, 31))
        return f"{district}{since:%d%m%y}{self._rng.randint(9000, 9999)}"


def random_date(rng: random.Random, first: dt.date, last: dt.date) -> dt.date:
    """A day between two days, both included."""
    return first + dt.timedelta(days=rng.randint(0, max(0, (last - first).days)))


def invent(
    rng: random.Random, niks: NikIssuer, district: str, born_from: dt.date, born_to: dt.date, female_share: float = 0.5
) -> Person:
    """A new person born between two days, registered in a district (six digits)."""
    sex = "P" if rng.random() < female_share else "L"
    birth_date = random_date(rng, born_from, born_to)
    return Person(invent_name(rng, sex), sex, birth_date, niks.issue(district, birth_date, sex))


def invent_name(rng: random.Random, sex: str) -> str:
    """A name as Ponorogo writes them: one to three parts, now and then a title."""
    words = load("names")
    kind = "female" if sex == "P" else "male"
    parts = rng.sample(words[kind], rng.choice((1, 1, 2)))
    if rng.random() < 0.85:
        parts.append(rng.choice([last for last in words[f"{kind}_family"] if last not in parts]))
    name = " ".join(parts)
    return str(rng.choice(words[f"honorific_{kind}"])).format(name) if rng.random() < 0.05 else name
