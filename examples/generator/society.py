"""A village over time: settled once, moved on month by month, reporting what it means to report.

Whoever is in the register stays in it, so that two periods of one village tell one story.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from .model import Record, Report
from .months import add_months, month_end
from .persons import NikIssuer, invent_name
from .records import economy, events, families, profile, register
from .villages import Village
from .words import load


@dataclass(frozen=True, slots=True)
class Size:
    """How many records of each kind a village has, and how a hundred of its migrants leave (see `register.Home`)."""

    migrants: int = 30
    children: int = 16
    groups: int = 5
    cooperatives: int = 1
    members: int = 18
    services: int = 12
    complaints: int = 4
    sessions: int = 4
    procedural: tuple[int, int, int] = (85, 11, 4)


@dataclass(slots=True)
class Society:
    """A village as it stands in one period."""

    village: Village
    period: dt.date
    size: Size
    head: str
    officers: list[str]
    hamlets: list[str]
    profile: Record
    register: list[Record]
    children: list[Record]
    groups: list[Record]
    cooperatives: list[Record]
    members: list[Record]

    @property
    def home(self) -> register.Home:
        """Where the people of its register come from."""
        return register.Home(self.village, self.hamlets, self.size.procedural)


def settle(rng: random.Random, niks: NikIssuer, village: Village, period: dt.date, size: Size) -> Society:
    """A new village with people, groups and cooperatives as of one period."""
    hamlets = rng.sample(load("names")["hamlets"], rng.randint(2, 4))
    officers = [invent_name(rng, "P"), invent_name(rng, "L")]
    home = register.Home(village, hamlets, size.procedural)
    migrants = [register.enlist(rng, niks, home, period) for _ in range(size.migrants)]
    padded = rng.random() < 0.5
    joining = [rng.choice(migrants) if rng.random() < 0.4 else None for _ in range(size.members)]
    joining = [migrant if migrant not in joining[:i] else None for i, migrant in enumerate(joining)]
    return Society(
        village=village,
        period=period,
        size=size,
        head=invent_name(rng, "L"),
        officers=officers,
        hamlets=hamlets,
        profile=profile.profile(rng, officers, size.migrants),
        register=migrants,
        children=[families.child(rng, niks, village, period) for _ in range(size.children)],
        groups=[economy.group(rng, i, period) for i in range(1, size.groups + 1)],
        cooperatives=[economy.cooperative(rng, i, village, period) for i in range(size.cooperatives)],
        members=[
            economy.member(rng, niks, village, period, f"{i:03d}" if padded else str(i), migrant)
            for i, migrant in enumerate(joining, 1)
        ],
    )


def pass_month(society: Society, rng: random.Random, niks: NikIssuer) -> None:
    """Move the village on by one month, in place."""
    society.period = add_months(society.period, 1)
    society.profile = profile.pass_month(society.profile, rng)
    society.register = register.pass_month(society.register, rng, niks, society.home, society.period)
    society.children = families.pass_month(society.children, rng, niks, society.village, society.period)
    society.groups = [economy.grow_group(record, rng) for record in society.groups]
    society.cooperatives = [economy.grow_cooperative(record, rng) for record in society.cooperatives]
    society.members = [economy.grow_member(record, rng) for record in society.members]


def report(society: Society, rng: random.Random) -> Report:
    """What the village means to report for its current period: all nine datasets."""
    size, period = society.size, society.period
    return Report(
        village=society.village,
        period=period,
        head=society.head,
        officer=society.officers[0],
        datasets={
            "village_profile": [dict(society.profile)],
            "migrant_register": [
                dict(record) for record in sorted(society.register, key=lambda r: society.hamlets.index(str(r["hamlet"])))
            ],
            "migration_services": events.services(rng, period, _about(size.services, rng), society.register, society.officers),
            "complaints": events.complaints(rng, period, _about(size.complaints, rng), society.register),
            "business_groups": [dict(record) for record in society.groups],
            "migrant_children": [families.with_age(record, month_end(period)) for record in society.children],
            "parenting_sessions": events.sessions(rng, period, _about(size.sessions, rng), society.children, society.officers),
            "cooperatives": [dict(record) for record in society.cooperatives],
            "cooperative_members": [dict(record) for record in society.members],
        },
    )


def _about(usual: int, rng: random.Random) -> int:
    """A number of events near the usual one; what a village never has it does not have this month either."""
    return max(1, round(usual * rng.uniform(0.7, 1.35))) if usual else 0
