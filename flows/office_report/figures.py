"""What the report shows, asked of the marts in one snapshot as pmv_bi. No text and no layout here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import dict_row

from expectations.catalogue import CatalogueError, UsageError
from load.warehouse import Warehouse

Line = Mapping[str, Any]
_REGENCY = re.compile(r"\d{2}\.\d{2}")

_QUERIES = {
    "regency": "SELECT regency_name FROM mart.regions WHERE regency_code = %(regency)s LIMIT 1",
    "months": "SELECT * FROM mart.village_month WHERE regency_code = %(regency)s ORDER BY district_name, village_name, period",
    "missing": """SELECT village_code, village_name, district_name, period, due_date,
                         array_agg(dataset::text ORDER BY dataset) AS datasets
                  FROM mart.reporting_status
                  WHERE regency_code = %(regency)s AND status = 'missing'
                  GROUP BY 1, 2, 3, 4, 5 ORDER BY due_date DESC, district_name, village_name LIMIT 60""",
    "reports": """SELECT village_code, period, cadence::text, dataset::text, due_date, received_at::date AS received_on,
                         status::text, days_late
                  FROM mart.reporting_status WHERE regency_code = %(regency)s ORDER BY village_code, period DESC, dataset""",
    "indicators": """SELECT DISTINCT ON (indicator, measure) * FROM mart.indicators
                     WHERE level = 'regency' AND region_code = %(regency)s AND period_type = 'year' AND breakdown IS NULL
                     ORDER BY indicator, measure, period DESC""",
    "pillars": """SELECT DISTINCT ON (village_code, pillar, programme) *
                  FROM mart.pillar_sustainability WHERE regency_code = %(regency)s
                  ORDER BY village_code, pillar, programme, period DESC""",
    "rules": """SELECT q.village_code, f.key AS rule, sum(f.value::int) AS findings
                FROM mart.data_quality AS q, jsonb_each_text(q.findings_by_rule::jsonb) AS f
                WHERE q.regency_code = %(regency)s GROUP BY 1, 2 ORDER BY 3 DESC, 2""",
    "against_bp2mi": "SELECT * FROM mart.register_vs_bp2mi WHERE regency_code = %(regency)s ORDER BY period_start DESC LIMIT 12",
    "freshness": "SELECT * FROM mart.freshness ORDER BY dataset",
}


@dataclass(frozen=True, slots=True)
class RegencyFigures:
    """Everything the pages show of one regency, rows as the marts give them, ordered for display."""

    regency_code: str
    regency_name: str
    as_of: dt.datetime
    answers: Mapping[str, Sequence[Line]]

    @property
    def villages(self) -> dict[str, list[Line]]:
        """Rows of `mart.village_month` by village, oldest month first."""
        found: dict[str, list[Line]] = {}
        for line in self.answers["months"]:
            found.setdefault(line["village_code"], []).append(line)
        return found

    @property
    def latest(self) -> dt.date:
        """The latest month any village reported."""
        latest: dt.date = max(line["period"] for line in self.answers["months"])
        return latest

    def of_village(self, query: str, code: str) -> list[Line]:
        """The lines of one answer that are about a village."""
        return [line for line in self.answers[query] if line["village_code"] == code]


def read_figures(warehouse: Warehouse, regency: str) -> RegencyFigures:
    """Ask everything of one regency. Raises UsageError for no regency code, CatalogueError where no village of it reported."""
    if not _REGENCY.fullmatch(regency):
        raise UsageError("report_regency_code", code=regency)
    with warehouse.connect("bi") as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        cursor = connection.cursor(row_factory=dict_row)
        answers = {name: cursor.execute(query.encode(), {"regency": regency}).fetchall() for name, query in _QUERIES.items()}
        now = cursor.execute("SELECT now() AS now").fetchall()[0]["now"]
    if not answers["months"]:
        raise CatalogueError("report_nothing", code=regency)
    return RegencyFigures(regency, answers["regency"][0]["regency_name"], now, answers)
