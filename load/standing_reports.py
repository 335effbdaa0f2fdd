"""What the reports that stand are about, so that a file read today can be compared with what came on another day.

Answers for a whole batch with one query a dataset. The values may name persons: they are for comparing in memory, never for a
log, a message or a file. What the comparison means is judged elsewhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from expectations.contract import load_contracts
from load.facts import fact_table, personal_table
from load.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class StandingReport:
    """One file of which rows stand for a village and month: where it came from, and the values its rows have there."""

    village_code: str
    period: dt.date
    path: str
    sha256: str
    values: Sequence[object] = field(repr=False)


def standing_reports(
    warehouse: Warehouse, dataset: str, fields: Sequence[str], places: Collection[tuple[str, dt.date]]
) -> list[StandingReport]:
    """The files that stand for these villages and months, with their values of the fields: all personal or none, and of one type.

    A report of which no row was loaded, or whose persons were all erased, has no values and is left out.
    """
    query = f"""
        SELECT w.code, w.period, f.path, f.sha256, array_agg(DISTINCT v.value)
        FROM unnest(%(codes)s::text[], %(periods)s::date[]) AS w(code, period)
        JOIN core.dim_region AS r ON r.code = w.code AND r.level = 'village'
        JOIN audit.sheet_balance AS s ON (s.region_key, s.period, s.dataset) = (r.region_key, w.period, %(dataset)s)
         AND s.holds AND s.superseded_at IS NULL
        JOIN audit.file AS f ON f.file_id = s.file_id
        JOIN {_table_of(dataset, fields)} AS t ON t.sheet_id = s.sheet_id
        CROSS JOIN unnest(ARRAY[{", ".join(f"t.{name}" for name in fields)}]) AS v(value)
        WHERE v.value IS NOT NULL GROUP BY w.code, w.period, f.path, f.sha256
    """  # noqa: S608 - names of contracts
    given = {"codes": [code for code, _ in places], "periods": [period for _, period in places], "dataset": dataset}
    with warehouse.connect("loader") as connection:
        return [StandingReport(*row) for row in connection.execute(query.encode(), given)]


def _table_of(dataset: str, fields: Sequence[str]) -> str:
    contract = load_contracts()[dataset]
    personal = personal_table(contract)
    return personal.name if personal is not None and fields[0] in contract.personal else fact_table(contract).name
