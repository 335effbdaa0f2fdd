"""Everything `mart` tells about splits of persons, written down as sums of the cells it is made of.

`true_cells` and `true_shares` are what is to be kept, counted with pandas; `about_cells` and `about_shares` are what a reader of
`mart` knows of it. A cell is what a village reported for a month with all its attributes at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

import pandas as pd

from load.indicators import indicator_list
from tests.load.marts.attacker import Knowledge
from tests.load.marts.small_regency import MERGED, Regency
from tests.load.marts.truth import village_parts

Rows = list[dict[str, Any]]
Read = Callable[[str], Rows]
ATTRIBUTES = ("destination", "occupation", "sex", "procedural", "complaint_type")
SPLIT_MARTS = {"stock": "migrant_stock", "flow": "migrant_flow", "case": "complaints"}
SHARES = ("deaths_per_1000", "out_of_school_share", "remittance_productive_share", "remigration_share",
          "members_former_family_share", "members_women_share")  # fmt: skip
OTHER = "other"
_TOTALS = {"migrants_active": "stock", "departures": "flow", "complaints_per_1000": "case"}
_KNOWN, _NON = ("PROSEDURAL", "NON_PROSEDURAL"), ("NON_PROSEDURAL",)


class Cell(NamedTuple):
    """Persons or cases of a village, month and combination of attributes."""

    kind: str
    village: str
    period: dt.date
    destination: str | None
    occupation: str | None
    sex: str | None
    procedural: str | None
    complaint_type: str | None


class Part(NamedTuple):
    """Persons of a village's shortest period on one side of a share."""

    measure: str
    village: str
    period: dt.date
    counted: bool


def true_cells(regency: Regency) -> dict[Cell, int]:
    """Persons of every cell, as generated."""
    register, cases = regency.rows["migrant_register"], regency.rows["complaints"]
    gone = [
        isinstance(d, dt.date) and d.replace(day=1) == p
        for d, p in zip(register["departure_date"], register["period"], strict=True)
    ]
    cells = dict(_counted("stock", register[register["status"] == "AKTIF"])) | dict(_counted("flow", register[gone]))
    cells |= dict(_counted("case", cases.drop(columns=["sex"])))
    return cells | dict.fromkeys(decoys(cells), 0)


def decoys(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Cells nobody is in. Where a village's cells are not listed, an attacker cannot tell which there are, so these may."""
    for kind, village, period in {(c.kind, c.village, c.period) for c in cells}:
        for procedural in ("PROSEDURAL", "NON_PROSEDURAL", "UNKNOWN"):
            yield Cell(kind, village, period, OTHER, OTHER, OTHER, procedural, OTHER)


def _counted(kind: str, rows: pd.DataFrame) -> Iterator[tuple[Cell, int]]:
    for row in (
        rows.assign(kind=kind)
        .rename(columns={"village_code": "village"})
        .reindex(columns=Cell._fields)
        .value_counts(dropna=False)
        .items()
    ):
        cell, persons = row
        yield Cell(*(None if pd.isna(value) else value for value in cell)), int(persons)


def true_shares(regency: Regency) -> dict[Part, int]:
    """Persons of every share's two sides."""
    parts = village_parts(regency)
    parts = parts[parts["measure"].isin(SHARES) & parts["denominator"].notna()]
    truth = {}
    for row in parts.itertuples():
        truth[Part(row.measure, row.village, row.base_start, True)] = int(row.numerator)
        truth[Part(row.measure, row.village, row.base_start, False)] = int(row.denominator - row.numerator)
    return truth


def targets(cells: dict[Cell, int] | dict[Part, int]) -> dict[frozenset[Any], int]:
    """The counts under 5 an attacker is after: by place, period and up to two attributes, or all of them."""
    found: dict[frozenset[Any], int] = {}
    for names in _subsets(next(iter(cells))):
        groups: dict[tuple[Any, ...], list[Any]] = {}
        for cell in cells:
            split = tuple(getattr(cell, name) for name in names)
            for place, period in _wider(cell):
                groups.setdefault((place, period, split), []).append(cell)
        sums = ((frozenset(group), sum(cells[cell] for cell in group)) for group in groups.values())
        found |= {group: persons for group, persons in sums if 0 < persons < 5}
    return found


def _subsets(cell: Cell | Part) -> list[tuple[str, ...]]:
    if isinstance(cell, Part):
        return [("measure", "counted")]
    return [("kind", *names) for size in (5, 1, 2) for names in combinations(ATTRIBUTES, size)]


def _wider(cell: Cell | Part) -> Iterator[tuple[str, tuple[str, dt.date]]]:
    standing = cell.kind == "stock" if isinstance(cell, Cell) else not indicator_list()[cell.measure]["summed"]
    kinds = ("month",) if standing else ("month", "quarter", "year")
    today = ["merged"] if cell.village in MERGED else []
    for place in (cell.village, cell.village[:8], cell.village[:5], *today):
        yield from ((place, (kind, first_of(kind, cell.period))) for kind in kinds)


def first_of(kind: str, day: dt.date) -> dt.date:
    """First day of the month, quarter, semester or year of a day."""
    length = {"month": 1, "quarter": 3, "semester": 6, "year": 12}[kind]
    return day.replace(day=1, month=(day.month - 1) // length * length + 1)


def about_cells(read: Read, cells: Iterable[Cell], knowledge: Knowledge) -> None:
    """Learn what the marts say of the cells as they stand at one instant."""
    at = by_place(standing(read, list(cells)))
    learn_listed_cells(read, at, knowledge)
    learn_village_shares(read, at, knowledge)
    learn_villages_of_today(read, at, knowledge)
    for row in read(
        "SELECT * FROM mart.indicators WHERE NOT suppressed AND (breakdown IS NULL OR measure = 'migrants_by_attribute')"
    ):
        inside = at.get((_kind(row["measure"]), row["region_code"], row["period_type"], row["period"]), [])
        for part, value in _sums_of(row, inside):
            knowledge.learn(part, float(value))


def about_shares(read: Read, parts: Iterable[Part], knowledge: Knowledge) -> None:
    """Learn what `mart.indicators` says of the other shares of persons; longer periods of a stock repeat its last report."""
    at = by_place(parts)
    for row in read("SELECT * FROM mart.indicators WHERE NOT suppressed AND breakdown IS NULL"):
        inside = at.get((row["measure"], row["region_code"], row["period_type"], row["period"]), [])
        if inside and (indicator_list()[row["measure"]]["summed"] or len({part.period for part in inside}) == 1):
            knowledge.learn((part for part in inside if part.counted), float(row["numerator"]))
            knowledge.learn(inside, float(row["denominator"]))


def by_place(cells: Iterable[Any]) -> dict[tuple[Any, ...], list[Any]]:
    """Cells by kind, region, kind of period and its first day."""
    found: dict[tuple[Any, ...], list[Any]] = {}
    for cell in cells:
        for place in (cell.village, cell.village[:8], cell.village[:5]):
            for kind in ("month", "quarter", "year"):
                found.setdefault((cell[0], place, kind, first_of(kind, cell.period)), []).append(cell)
    return found


def standing(read: Read, cells: list[Cell]) -> list[Cell]:
    """The cells of reports that stand, which is no secret."""
    rows = read("SELECT DISTINCT village_code, period, dataset FROM mart.data_quality")
    reported = {(row["village_code"], row["period"], row["dataset"]) for row in rows}
    return [c for c in cells if (c.village, c.period, "complaints" if c.kind == "case" else "migrant_register") in reported]


def learn_listed_cells(read: Read, at: dict[tuple[Any, ...], list[Cell]], knowledge: Knowledge) -> None:
    """The three marts of splits as they are: shown cells, and hidden ones that hold somebody. What is not listed is none."""
    for kind, mart in SPLIT_MARTS.items():
        for row in read(f"SELECT * FROM mart.{mart}"):
            attributes = {"complaint_type": row.get("type"), **{name: row.get(name) for name in ATTRIBUTES[:4]}}
            cell = Cell(kind=kind, village=row["village_code"], period=row["period"], **attributes)
            inside = at.get((kind, cell.village, "month", cell.period), [])
            if not inside or (row["suppressed"] and not any(attributes.values())):
                continue
            knowledge.learn([c for c in inside if c.destination == OTHER], 0)
            if row["suppressed"]:
                knowledge.present.add(cell)
            else:
                knowledge.learn([cell], float(row["received" if kind == "case" else "migrants"]))


def learn_village_shares(read: Read, at: dict[tuple[Any, ...], list[Cell]], knowledge: Knowledge) -> None:
    """A rounded share gives its numbers away where only one pair of them, within the departures known, rounds to it."""
    for row in read("SELECT * FROM mart.village_month WHERE nonprocedural_share IS NOT NULL"):
        inside, share = at.get(("flow", row["village_code"], "month", row["period"]), []), float(row["nonprocedural_share"])
        known = range(10, row["departures"] + 1)
        fits = [(non, all_) for all_ in known for non in range(5, all_ - 4) if round(non / all_, 3) == share]
        if len(fits) == 1:
            knowledge.learn((c for c in inside if c.procedural in _NON), fits[0][0])
            knowledge.learn((c for c in inside if c.procedural in _KNOWN), fits[0][1])


def learn_villages_of_today(read: Read, at: dict[tuple[Any, ...], list[Cell]], knowledge: Knowledge) -> None:
    """Totals of villages as they are today: sums over the villages of that month they consist of."""
    for row in read("SELECT * FROM mart.village_month_now"):
        for kind, total in (("stock", row["migrants_active"]), ("flow", row["departures"])):
            if total is not None:
                then = (at.get((kind, village, "month", row["period"]), []) for village in row["villages_then"])
                knowledge.learn((cell for cells in then for cell in cells), float(total))


def _sums_of(row: dict[str, Any], inside: list[Cell]) -> Iterator[tuple[list[Cell], Any]]:
    """What a row of mart.indicators says: cells and their sum."""
    measure, kind = row["measure"], _kind(row["measure"])
    latest = max((c.period for c in inside), default=None)
    of_kind = [c for c in inside if kind != "stock" or c.period == latest]
    if measure in _TOTALS:
        yield of_kind, row["numerator"]
    elif measure == "migrants_by_attribute":
        member = None if row["member"] == "-" else row["member"]
        yield [c for c in of_kind if getattr(c, row["breakdown"]) == member], row["numerator"]
    elif measure == "procedural_unknown_share":
        yield [c for c in of_kind if c.procedural not in _KNOWN], row["numerator"]
        yield of_kind, row["denominator"]
    elif kind:
        yield [c for c in of_kind if c.procedural in _NON], row["numerator"]
        yield [c for c in of_kind if c.procedural in _KNOWN], row["denominator"]


def _kind(measure: str) -> str | None:
    shares = {"migrants_by_attribute": "stock", "nonprocedural_share": "flow", "procedural_unknown_share": "flow",
              "complaints_nonprocedural_share": "case"}  # fmt: skip
    return (_TOTALS | shares).get(measure)
