"""What happened in the month: services given, complaints received, parenting sessions held."""

from __future__ import annotations

import datetime as dt
import random

from ..model import Record
from ..months import month_end
from ..persons import random_date
from ..words import load


def services(rng: random.Random, period: dt.date, count: int, register: list[Record], officers: list[str]) -> list[Record]:
    """Services given to villagers of the register, one a person and day."""
    labels = load("labels")
    clients = rng.sample(register, min(count, len(register)))
    records: list[Record] = [
        {
            "service_date": random_date(rng, period, month_end(period)),
            "client_name": client["full_name"],
            "nik": client["nik"],
            "sex": client["sex"],
            "service_type": rng.choices(list(labels["service"]), (30, 30, 20, 12, 8))[0],
            "destination": client["destination"] if rng.random() < 0.8 else None,
            "outcome": rng.choice(list(labels["outcome"])),
            "officer": rng.choice(officers),
        }
        for client in clients
    ]
    return sorted(records, key=lambda record: str(record["service_date"]))


def complaints(rng: random.Random, period: dt.date, count: int, register: list[Record]) -> list[Record]:
    """Cases of migrants abroad, some closed within the month."""
    labels = load("labels")
    abroad = [record for record in register if record["status"] in ("AKTIF", "BERMASALAH", "CUTI")]
    return [
        _case(rng, period, number, client, list(labels["complaint"]))
        for number, client in enumerate(rng.sample(abroad, min(count, len(abroad))), 1)
    ]


def _case(rng: random.Random, period: dt.date, number: int, client: Record, kinds: list[str]) -> Record:
    reported = random_date(rng, period, month_end(period))
    closed = rng.random() < 0.5
    return {
        "case_number": f"{number:03d}/ADU/{period:%m/%Y}",
        "reported_date": reported,
        "client_name": client["full_name"],
        "nik": client["nik"],
        "sex": client["sex"],
        "destination": client["destination"],
        "complaint_type": rng.choice(kinds),
        "procedural": client["procedural"],
        "resolved_date": random_date(rng, reported, month_end(period)) if closed else None,
        "status": "SELESAI" if closed else "PROSES",
    }


def sessions(rng: random.Random, period: dt.date, count: int, children: list[Record], officers: list[str]) -> list[Record]:
    """Parenting sessions on different days; no more children than the village has."""
    words = load("names")
    boys = sum(child["sex"] == "L" for child in children)
    days = sorted(rng.sample(range(1, month_end(period).day + 1), count))
    return [_session(rng, period.replace(day=day), boys, len(children) - boys, officers, words) for day in days]


def _session(rng: random.Random, day: dt.date, boys: int, girls: int, officers: list[str], words: dict[str, list[str]]) -> Record:
    male, female, caregivers = rng.randint(boys // 3, boys), rng.randint(girls // 3, girls), rng.randint(0, 9)
    return {
        "session_date": day,
        "activity": rng.choice(words["activities"]),
        "facilitator": rng.choice(officers),
        "children_male": male,
        "children_female": female,
        "caregivers": caregivers,
        "participants_total": male + female + caregivers,
        "place": rng.choice(words["places"]),
    }
