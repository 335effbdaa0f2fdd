"""Business groups, cooperatives and their members: what grows or shrinks from month to month."""

from __future__ import annotations

import datetime as dt
import random

from ..model import Record, whole
from ..months import add_months
from ..persons import NikIssuer, invent, invent_name, random_date
from ..villages import Village
from ..words import load


def group(rng: random.Random, number: int, period: dt.date) -> Record:
    """A business group of former migrants and their families; the aided equipment may have stopped working."""
    words = load("names")
    male, female = rng.randint(0, 6), rng.randint(4, 12)
    former = rng.randint(0, (male + female) // 2)
    tools = rng.randint(2, 8)
    return {
        "group_name": " ".join(
            (rng.choice(words["groups"]), rng.choice(words["group_first"]), rng.choice(words["group_last"]), str(number))
        ),
        "business_type": rng.choice(words["businesses"]),
        "leader": invent_name(rng, "P"),
        "members_male": male,
        "members_female": female,
        "members_total": male + female,
        "members_former": former,
        "members_family": rng.randint(0, male + female - former),
        "aid_year": rng.randint(2018, period.year - 1),
        "aid_value": rng.choice((5_000_000, 7_500_000, 10_000_000, 20_000_000)) if rng.random() < 0.9 else None,
        "equipment_aided": tools,
        "equipment_in_use": rng.randint(0, tools),
        "monthly_turnover": rng.randrange(1_500_000, 16_000_000, 100_000),
        "market": rng.choice(words["markets"]) if rng.random() < 0.9 else None,
        "active": rng.random() < 0.75,
    }


def grow_group(record: Record, rng: random.Random) -> Record:
    """The group a month later: turnover moves by up to a tenth, now and then a woman joins."""
    turnover, female, total = whole(record, "monthly_turnover"), whole(record, "members_female"), whole(record, "members_total")
    joined = int(rng.random() < 0.2)
    moved = round(turnover * rng.uniform(0.9, 1.12) / 100_000) * 100_000
    return {**record, "monthly_turnover": moved, "members_female": female + joined, "members_total": total + joined}


def cooperative(rng: random.Random, number: int, village: Village, period: dt.date) -> Record:
    """A cooperative with its savings and loans in rupiah; the surplus may be negative."""
    male, female = rng.randint(12, 40), rng.randint(15, 60)
    members = male + female
    kind = ("Koperasi Konsumen TKI", "KSU Migran", "KSP Purna Karya")[number % 3]
    registered = rng.random() < 0.7
    return {
        "cooperative_name": f"{kind} {village.name} Mandiri" if number < 3 else f"{kind} {village.name} {number}",
        "legal_number": f"AHU-{rng.randint(10000, 99999):07d}.AH.01.26.TAHUN {rng.randint(2017, 2024)}" if registered else None,
        "members_male": male,
        "members_female": female,
        "members_total": members,
        "members_migrant_family": rng.randint(members // 4, members // 2),
        "principal_savings": members * 50_000,
        "mandatory_savings": members * 10_000 * rng.randint(20, 60),
        "voluntary_savings": rng.randrange(500_000, 9_000_000, 100_000),
        "loans_outstanding": rng.randrange(10_000_000, 60_000_000, 100_000),
        "turnover": rng.randrange(40_000_000, 240_000_000, 100_000),
        "surplus": rng.randrange(-3_000_000, 15_000_000, 250_000),
        "last_annual_meeting": random_date(rng, add_months(period, -22), add_months(period, -2)) if rng.random() < 0.8 else None,
        "active": rng.random() < 0.8,
    }


def grow_cooperative(record: Record, rng: random.Random) -> Record:
    """The cooperative a month later: members pay in, loans move a little."""
    mandatory, members, loans = (
        whole(record, "mandatory_savings"),
        whole(record, "members_total"),
        whole(record, "loans_outstanding"),
    )
    return {
        **record,
        "mandatory_savings": mandatory + members * 10_000,
        "loans_outstanding": round(loans * rng.uniform(0.95, 1.06) / 100_000) * 100_000,
    }


def member(rng: random.Random, niks: NikIssuer, village: Village, period: dt.date, number: str, migrant: Record | None) -> Record:
    """A member of the cooperative: somebody of the register, or another villager."""
    if migrant:
        name, nik, sex = migrant["full_name"], migrant["nik"], migrant["sex"]
    else:
        person = invent(rng, niks, village.digits[:6], dt.date(1960, 1, 1), dt.date(2004, 12, 31), female_share=0.6)
        name, nik, sex = person.name, person.nik if rng.random() < 0.85 else None, person.sex
    return {
        "member_number": number,
        "full_name": name,
        "nik": nik,
        "sex": sex,
        "join_date": random_date(rng, dt.date(2019, 1, 1), add_months(period, -1)),
        "migrant_family": bool(migrant) or rng.random() < 0.3,
        "savings_total": rng.randrange(500_000, 4_000_000, 1_000),
        "loan_balance": rng.choice((0, 0, 500_000, 1_250_000, 2_000_000, 3_750_000)),
    }


def grow_member(record: Record, rng: random.Random) -> Record:
    """The member a month later: 10,000 rupiah more saved, the loan a little smaller."""
    savings, loan = whole(record, "savings_total"), whole(record, "loan_balance")
    return {**record, "savings_total": savings + 10_000, "loan_balance": max(0, loan - rng.choice((0, 100_000, 250_000)))}
