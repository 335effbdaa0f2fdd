"""An invented regency of known truth: villages of three districts that report month by month, some late, some not at all.

In `HISTORY` two of its villages become one, over the border of their districts, and another one changes its name. `rows` are what
was reported, as frames of plain values; the tests count them with pandas, the warehouse with its views.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from expectations.catalogue import Finding
from expectations.contract import load_contracts
from expectations.region_changes import RegionChange, region_versions
from expectations.regions import inside
from load.batch import Batch, FileRecord, SheetBalance

REGENCY = "35.02"
DISTRICTS = ("35.02.18", "35.02.16", "35.02.20")
Row = dict[str, Any]
_JOINS, _JOINED, _RENAMED = (inside(district, "village")[number] for district, number in zip(DISTRICTS, (3, 0, 1), strict=True))
HISTORY = [
    RegionChange(dt.date(2026, 5, 1), _JOINS.code, _JOINS.name, _JOINED.code, _JOINED.name, "Perda 1/2026"),
    RegionChange(dt.date(2026, 5, 1), _JOINED.code, _JOINED.name, _JOINED.code, _JOINED.name, "Perda 1/2026"),
    RegionChange(dt.date(2026, 3, 12), _RENAMED.code, f"{_RENAMED.name} Lama", _RENAMED.code, _RENAMED.name, "Perda 2/2026"),
]
MERGED = (_JOINS.code, _JOINED.code)
"""The two villages that are one from May 2026 on."""


@dataclass
class Person:
    """One migrant over the months."""

    key: str
    household: str
    facts: Row
    status: str
    departure: dt.date | None
    contract_end: dt.date | None
    known: bool = True


@dataclass
class Regency:
    """What was reported: the batches as loaded, a month each, and their rows by dataset."""

    villages: list[str]
    months: list[dt.date]
    changes: Sequence[RegionChange] = ()
    batches: list[Batch] = field(default_factory=list)
    rows: dict[str, pd.DataFrame] = field(default_factory=dict)
    received: dict[tuple[str, dt.date], dt.datetime] = field(default_factory=dict)

    def existed(self, village: str, month: dt.date) -> bool:
        """Whether there was a village of this code on the first of the month."""
        versions = region_versions(self.changes).get(village)
        return versions is None or any(version.held_in(month) for version in versions)

    def grew(self, village: str, after: dt.date, until: dt.date) -> bool:
        """Whether another village joined it in the months after one and until another."""
        joined = [c for c in self.changes if c.to_code == village != c.from_code]
        return any(after < change.changed_on <= until for change in joined)


def month_list(first: dt.date, count: int) -> list[dt.date]:
    """Firsts of `count` months."""
    return [stamp.date() for stamp in pd.date_range(first, periods=count, freq="MS")]


def make_regency(seed: int, per_district: int = 4, months: int = 8, changes: Sequence[RegionChange] = ()) -> Regency:
    """A regency, the same for the same seed. People of a village that joins another are counted by that one from then on."""
    chance = random.Random(seed)
    villages = [region.code for district in DISTRICTS for region in inside(district, "village")[:per_district]]
    regency = Regency(villages, month_list(dt.date(2026, 1, 1), months), changes)
    people = {
        village: [_person(chance, village, n, dt.date(2025, 6, 1)) for n in range(chance.randint(8, 70))] for village in villages
    }
    collected: dict[str, list[Row]] = {}
    for month in regency.months:
        files, rows = [], {}
        _join(people, [change for change in changes if change.changed_on == month])
        for village in (village for village in villages if regency.existed(village, month)):
            _live_on(chance, people[village], village, month)
            if chance.random() < 0.12 and month != regency.months[0]:
                continue
            files.append(_file(chance, village, month))
            regency.received[village, month] = files[-1].modified_at
            for dataset, entries in _report(chance, people[village], month).items():
                _add(files[-1], rows, dataset, entries)
        regency.batches.append(Batch(f"run-{month}", files, {name: _frame(name, entries) for name, entries in rows.items()}))
        for name, entries in rows.items():
            collected.setdefault(name, []).extend(entries)
    regency.rows = {name: _frame(name, entries) for name, entries in collected.items()}
    return regency


def _join(people: dict[str, list[Person]], changes: Sequence[RegionChange]) -> None:
    for change in changes:
        if change.from_code != change.to_code:
            people[change.to_code] += people.pop(change.from_code)


_OCCUPATIONS = {"Rumah Tangga": "9111", "Pabrik": "9329", "Perkebunan": "9211"}


def _person(chance: random.Random, village: str, number: int, around: dt.date) -> Person:
    facts = {
        "sex": chance.choices("PL", (7, 3))[0],
        "birth_year": chance.randint(1970, 2003),
        "destination": chance.choices(["HKG", "TWN", "MYS", "POL", None], (50, 30, 14, 4, 2))[0],
        "occupation": chance.choices([*_OCCUPATIONS, None], (55, 30, 13, 2))[0],
        "procedural": chance.choices(["PROSEDURAL", "NON_PROSEDURAL", "UNKNOWN", None], (60, 28, 6, 6))[0],
        "remittance_use": chance.choices(["KONSUMSI", "RUMAH", "USAHA", "TABUNGAN", None], (30, 20, 20, 10, 20))[0],
    }
    facts["occupation_isco"] = _OCCUPATIONS.get(facts["occupation"])
    status = chance.choices(["AKTIF", "PURNA", "CALON", "CUTI"], (70, 16, 10, 4))[0]
    household = f"kk-{village}-{number // 2}" if chance.random() < 0.8 else ""
    known = chance.random() < 0.95
    return Person(
        f"{village}-{number}", household, facts, status, around, around + dt.timedelta(days=chance.randint(200, 700)), known
    )


def _live_on(chance: random.Random, people: list[Person], village: str, month: dt.date) -> None:
    for person in people:
        luck = chance.random()
        if person.status == "AKTIF" and luck < 0.06:
            person.status = "PURNA"
        elif person.status == "AKTIF" and luck < 0.09:
            person.status = "MENINGGAL"
        elif person.status in ("PURNA", "CALON") and luck < 0.12:
            person.status, person.departure = "AKTIF", month + dt.timedelta(days=chance.randint(0, 27))
    for _ in range(chance.randint(0, 9)):
        fresh = _person(chance, village, len(people), month)
        if fresh.status == "AKTIF":
            fresh.departure = month + dt.timedelta(days=chance.randint(0, 27))
        people.append(fresh)


def _file(chance: random.Random, village: str, month: dt.date) -> FileRecord:
    after = pd.Timestamp(month) + pd.offsets.MonthBegin(1) + pd.Timedelta(days=chance.randint(0, 20), hours=3)
    path = f"{village}/{month:%Y-%m}.xlsx"
    sha = hashlib.sha256(path.encode()).hexdigest()
    return FileRecord(
        path, sha, 1000, "xlsx", after.to_pydatetime().replace(tzinfo=dt.UTC), "loaded", village_code=village, period=month
    )


def _report(chance: random.Random, people: list[Person], month: dt.date) -> dict[str, list[Row]]:
    report = {
        "migrant_register": [_register_row(person, month) for person in people],
        "migration_services": [_service(chance, month) for _ in range(chance.choice((0, 0, 2, 5)))],
        "complaints": [_complaint(chance, month) for _ in range(chance.choice((0, 1, 3, 14)))],
        "migrant_children": [_child(chance) for _ in range(chance.randint(0, 40))],
        "parenting_sessions": [_session(chance, month) for _ in range(chance.choice((0, 0, 1, 2)))],
    }
    if month.month % 3 == 0 or chance.random() < 0.2:
        report["business_groups"] = [_group(chance, n) for n in range(chance.randint(0, 5))]
        report["cooperatives"] = [_cooperative(chance, month, n) for n in range(chance.choice((0, 1, 1, 2)))]
    if month.month in (1, 6):
        report["village_profile"] = [_profile(chance, month)]
    return {name: rows for name, rows in report.items() if chance.random() > 0.06}


def _register_row(person: Person, month: dt.date) -> Row:
    key = person.key if person.known else f"{person.key}-row-{month}"
    facts = {**person.facts, "birth_year": person.facts["birth_year"] if person.known else None}
    return facts | {
        "full_name": "X",
        "status": person.status,
        "person_key": key,
        "person_key_weak": not person.known,
        "contract_end": person.contract_end,
        "household_key": person.household or None,
        "departure_date": None if person.status == "CALON" else person.departure,
    }


def _service(chance: random.Random, month: dt.date) -> Row:
    return {"service_date": month, "service_type": chance.choice(["INFORMASI", "DOKUMEN", "VERIFIKASI_CPMI"])}


def _complaint(chance: random.Random, month: dt.date) -> Row:
    settled = chance.random() < 0.6
    return {
        "reported_date": month,
        "complaint_type": chance.choices(["GAJI_TIDAK_DIBAYAR", "SAKIT", "OVERSTAY"], (6, 2, 1))[0],
        "destination": chance.choices(["HKG", "TWN", None], (6, 3, 1))[0],
        "procedural": chance.choice(["PROSEDURAL", "NON_PROSEDURAL", None]),
        "status": "SELESAI" if settled else "PROSES",
        "resolved_date": month + dt.timedelta(days=chance.randint(1, 90)) if settled and chance.random() < 0.8 else None,
    }


def _child(chance: random.Random) -> Row:
    return {
        "child_name": "X",
        "sex": "L",
        "age": chance.randint(0, 20),
        "in_school": chance.choice([True, True, True, False, None]),
    }


def _session(chance: random.Random, month: dt.date) -> Row:
    male, female = chance.choice((None, chance.randint(0, 15))), chance.choice((None, chance.randint(0, 15)))
    return {"session_date": month, "activity": "Belajar", "children_male": male, "children_female": female}


def _group(chance: random.Random, number: int) -> Row:
    men, women, former = chance.randint(0, 12), chance.randint(0, 12), chance.choice((None, chance.randint(0, 5)))
    aided = chance.random() < 0.7
    return {
        "group_name": f"Kelompok {number}",
        "members_male": men,
        "members_female": chance.choice((women, None)),
        "members_total": men + women,
        "members_former": former if former is None else min(former, men + women),
        "members_family": 0 if former is None else min(3, max(men + women - former, 0)),
        "aid_year": chance.choice((2019, 2020)) if aided else None,
        "aid_value": chance.choice((5_000_000, None)) if aided else None,
        "equipment_aided": chance.choice((None, 4)),
        "equipment_in_use": chance.choice((None, 0, 2)),
        "monthly_turnover": chance.choice((None, 800_000, 2_500_000)),
        "active": chance.random() < 0.6,
    }


def _cooperative(chance: random.Random, month: dt.date, number: int) -> Row:
    return {
        "cooperative_name": f"Koperasi {number}",
        "legal_number": chance.choice((None, "BH/1")),
        "members_total": chance.randint(5, 60),
        "members_migrant_family": chance.choice((None, chance.randint(0, 20))),
        "principal_savings": chance.choice((None, 1_000_000)),
        "mandatory_savings": 500_000,
        "voluntary_savings": chance.choice((None, 200_000)),
        "last_annual_meeting": chance.choice((None, month - dt.timedelta(days=chance.randint(30, 700)))),
        "active": chance.random() < 0.7,
    }


def _profile(chance: random.Random, month: dt.date) -> Row:
    return {
        "population": chance.choice((None, chance.randint(800, 4000))),
        "officers_active": chance.choice((None, 0, 1, 2)),
        "programme": "DESMIGRATIF",
        "programme_start": dt.date(2019, 1, 1),
        "programme_end": chance.choice((None, dt.date(2022, 12, 1))),
        "village_regulation": chance.choice((None, "6/2019")),
    }


def _add(file: FileRecord, rows: dict[str, list[Row]], dataset: str, entries: list[Row]) -> None:
    """Rows of a sheet with its accounting; an empty sheet says NIHIL. One in forty sheets has a faulty cell and a faulty row."""
    faulty = len(entries) > 2 and int(file.sha256[:4], 16) % 40 < 8
    counts = {"quarantined": int(faulty), "duplicate": 0, "ignored": 2}
    kinds = {"title": 1, "nihil": 1} if not entries else {"title": 2}
    file.balances.append(
        SheetBalance(dataset, dataset, len(entries) + sum(counts.values()), len(entries), **counts, ignored_kinds=kinds)
    )
    if faulty:
        required = load_contracts()[dataset].required
        field_name = required[0] if required else "population"
        file.status = "partial"
        file.findings.append(Finding("load_unknown", "row", dataset, 900, "B900", dataset, field_name))
        file.findings.append(Finding("load_unknown", "cell", dataset, 6, "C6", dataset, "hamlet"))
        file.findings.append(Finding("load_unknown", "cell", dataset, 6, "D6", dataset, "rt"))
    place = {"village_code": file.village_code, "period": file.period, "source_file": file.sha256, "source_sheet": dataset}
    rows.setdefault(dataset, []).extend(entry | place | {"source_row": number} for number, entry in enumerate(entries, start=6))


def _frame(dataset: str, rows: list[Row]) -> pd.DataFrame:
    names = [one.name for one in load_contracts()[dataset].fields]
    extra = [
        "village_code",
        "period",
        "source_file",
        "source_sheet",
        "source_row",
        "person_key",
        "person_key_weak",
        "household_key",
        "birth_year",
        "occupation_isco",
    ]
    return pd.DataFrame(
        [dict.fromkeys([*names, *extra]) | row for row in rows], columns=[*dict.fromkeys([*names, *extra])], dtype=object
    )
