"""The register of migrants: who left, where to, on what contract, who came back, left again or died."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from ..model import Record
from ..months import add_months, month_end
from ..persons import NikIssuer, invent, random_date
from ..villages import Village
from ..words import load

_DESTINATIONS = ("HKG",) * 6 + ("TWN",) * 6 + ("MYS",) * 4 + ("KOR", "KOR", "JPN", "SGP", "SGP", "SAU", "ARE", "BRN")
_LONGEST_AGO = 1300
"""Days since the earliest departure a register still shows; most left more recently."""
_ABROAD = ("AKTIF", "CUTI", "BERMASALAH")
_DYING = 0.0005
"""The share of those abroad who die in a month: six in a thousand a year."""
_HOME_EARLY = 0.01
"""The share of those abroad who come home in a month before their contract ends."""
_LEAVING = {"CALON": 0.35, "PURNA": 0.02}
"""The share of candidates who leave in a month, and of those at home again: one in five leaves again within a year."""
_NEWCOMERS = 0.035
"""New candidates a month for one person abroad: with those who leave again, a few more than come home."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where the people of a register come from, and how a hundred of them leave: procedurally, otherwise, nobody knows."""

    village: Village
    hamlets: list[str]
    procedural: tuple[int, int, int]


def enlist(rng: random.Random, niks: NikIssuer, home: Home, period: dt.date) -> Record:
    """A migrant as the register of a period shows them: a candidate, abroad, or returned."""
    record = _identity(rng, niks, home)
    if rng.random() < 0.08:
        return record
    latest = month_end(period)
    send(record, rng, latest - dt.timedelta(days=int(_LONGEST_AGO * rng.random() ** 1.4)))
    end = record["contract_end"]
    assert isinstance(end, dt.date)
    record["status"] = (
        "PURNA" if end <= latest else rng.choices(("AKTIF", "CUTI", "BERMASALAH", "PURNA", "MENINGGAL"), (86, 5, 4, 4, 1))[0]
    )
    pay(record, rng)
    return record


def _identity(rng: random.Random, niks: NikIssuer, home: Home) -> Record:
    words = load("names")
    district = home.village.digits[:6]
    person = invent(rng, niks, district, dt.date(1966, 1, 1), dt.date(2003, 12, 31), female_share=0.72)
    return {
        "full_name": person.name,
        "nik": person.nik if rng.random() < 0.92 else None,
        "kk_number": niks.household(district) if rng.random() < 0.85 else None,
        "sex": person.sex,
        "birth_place": rng.choice(words["birth_places"]),
        "birth_date": person.birth_date,
        "hamlet": rng.choice(home.hamlets),
        "rt": rng.randint(1, 9),
        "rw": rng.randint(1, 5),
        "education": _code(rng, "education", (2, 8, 30, 40, 5, 6, 1)),
        "marital_status": _code(rng, "marital", (25, 60, 12, 3)),
        "destination": rng.choice(_DESTINATIONS),
        "occupation": rng.choice(words["occupations_female" if person.sex == "P" else "occupations_male"]),
        "employer_type": _code(rng, "employer_type", (30, 45, 10, 15)) if rng.random() < 0.9 else None,
        "agency": rng.choice(words["agencies"]),
        "passport_number": f"{rng.choice('BCEX')}{rng.randint(1000000, 9999999)}" if rng.random() < 0.9 else None,
        "departure_date": None,
        "contract_months": None,
        "contract_end": None,
        "procedural": _code(rng, "procedural", home.procedural),
        "status": "CALON",
        "monthly_wage": None,
        "wage_currency": None,
        "remittance_use": None,
        "family_contact": f"08{rng.choice(('12', '13', '52', '57'))}9000{rng.randint(0, 9999):04d}"
        if rng.random() < 0.85
        else None,
        "children_left": rng.randint(0, 3) if rng.random() < 0.9 else None,
        "remark": rng.choice(words["remarks"]) if rng.random() < 0.15 else None,
    }


def _code(rng: random.Random, code_list: str, weights: tuple[int, ...]) -> str:
    return str(rng.choices(list(load("labels")[code_list]), weights)[0])


def send(record: Record, rng: random.Random, departure: dt.date) -> None:
    """Let a migrant leave on this day with a contract of one to three years."""
    months = rng.choice((12, 24, 24, 24, 36, 36))
    record.update(departure_date=departure, contract_months=months, contract_end=add_months(departure, months), status="AKTIF")
    record["remittance_use"] = _code(rng, "remittance_use", (25, 25, 20, 12, 10, 8)) if rng.random() < 0.8 else None
    pay(record, rng)


def pay(record: Record, rng: random.Random) -> None:
    """Give a wage in the currency of the destination to those abroad; the others have none."""
    record.update(monthly_wage=None, wage_currency=None)
    if record["status"] in _ABROAD and rng.random() < 0.85:
        currency, low, high, step = load("labels")["wages"][str(record["destination"])]
        record.update(monthly_wage=rng.randrange(low, high, step), wage_currency=currency)


def pass_month(register: list[Record], rng: random.Random, niks: NikIssuer, home: Home, period: dt.date) -> list[Record]:
    """The register of the next period: some come home or die, some leave, the first time or again; nobody is forgotten."""
    abroad = sum(record["status"] in _ABROAD for record in register)
    newcomers = [_identity(rng, niks, home) for _ in range(max(1, round(abroad * _NEWCOMERS)))]
    return [_next_month(dict(record), rng, period) for record in register] + newcomers


def _next_month(record: Record, rng: random.Random, period: dt.date) -> Record:
    end, chance = record["contract_end"], rng.random()
    over = isinstance(end, dt.date) and end <= month_end(period)
    if record["status"] in _ABROAD and (over or chance < _DYING + _HOME_EARLY):
        record.update(status="MENINGGAL" if chance < _DYING else "PURNA", monthly_wage=None, wage_currency=None)
    elif chance < _LEAVING.get(str(record["status"]), 0):
        send(record, rng, random_date(rng, period, month_end(period)))
    return record
