"""The measures that are no sum of two counts by village: reporting, middle values, persons by attribute. Counted with pandas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd

from expectations.contract import village_contracts
from tests.load.marts.small_regency import Regency
from tests.load.marts.truth import Key, Part, month_after, span_start

_LENGTH = {"month": 1, "quarter": 3, "semester": 6, "year": 12}
_LEVELS = {"village": 13, "district": 8, "regency": 5}


def reports_due(regency: Regency, loaded_at: list[dt.datetime]) -> pd.DataFrame:
    """One row a village, dataset and period of its cadence once received or past its due day: received, days_late, period.

    Every village reports everything since its first report, as long as it exists. A report is received when its file was, at the
    latest when loaded.
    """
    received = receipts(regency, loaded_at)
    today, last = loaded_at[-1].astimezone(), max(regency.months)
    rows = []
    for village in regency.villages:
        first = min(month for place, month in regency.received if place == village)
        for dataset, contract in village_contracts().items():
            if contract.cadence is None or contract.due_day is None:
                continue
            for start in _starts(contract.cadence, first, last, today.date()):
                end = month_after(start, _LENGTH[contract.cadence])
                due = end + dt.timedelta(days=contract.due_day - 1)
                came = received.get((village, dataset, start))
                if (came or due < today.date()) and regency.existed(village, month_after(end, -1)):
                    late = max(((came or today).date() - due).days, 0)
                    rows.append((village, month_after(end, -1), came is not None, late))
    return pd.DataFrame(rows, columns=["village", "period", "received", "days_late"])


def receipts(regency: Regency, loaded_at: list[dt.datetime]) -> dict[tuple[str, str, dt.date], dt.datetime]:
    """When the first report came for each village, dataset and period of its cadence, in the clock of the office."""
    found: dict[tuple[str, str, dt.date], dt.datetime] = {}
    for batch, loaded in zip(regency.batches, loaded_at, strict=True):
        for file in batch.files:
            for balance in file.balances:
                cadence = village_contracts()[str(balance.dataset)].cadence
                key = (str(file.village_code), str(balance.dataset), span_start(str(cadence), file.period or dt.date.min))
                came = min(file.modified_at, loaded).astimezone(loaded.tzinfo)
                found[key] = min(found.get(key, came), came)
    return found


def _starts(cadence: str, first: dt.date, last: dt.date, today: dt.date) -> Iterator[dt.date]:
    """Periods from the one the first report lies in to the last that ended or that somebody reported for."""
    start = span_start(cadence, first)
    while start <= last or month_after(start, _LENGTH[cadence]) < today:
        yield start
        start = month_after(start, _LENGTH[cadence])


def reporting_truth(reports: pd.DataFrame) -> dict[Key, Part]:
    """Reports received of those due, and in time of those received, by place and period."""
    reports = reports.assign(in_time=reports["received"] & (reports["days_late"] == 0))
    truth: dict[Key, Part] = {}
    for key, rows in by_place_and_period(reports):
        truth["reports_received", *key] = (int(rows["received"].sum()), len(rows))
        truth["reports_on_time", *key] = (int(rows["in_time"].sum()), int(rows["received"].sum()))
    return truth


def by_place_and_period(
    rows: pd.DataFrame, kinds: tuple[str, ...] = ("month", "quarter", "year")
) -> Iterator[tuple[Any, pd.DataFrame]]:
    """Rows of every level, place, kind of period and its first day."""
    for level, length in _LEVELS.items():
        for kind in kinds:
            starts = rows["period"].map(lambda period, kind=kind: span_start(kind, period))
            for (place, start), group in rows.groupby([rows["village"].str[:length], starts]):
                yield (level, place, kind, start), group


def middle_truth(regency: Regency, reports: pd.DataFrame) -> dict[Key, tuple[int, float]]:
    """How many values there are, and the middle one."""
    cases = regency.rows["complaints"].rename(columns={"village_code": "village"})
    cases = cases[cases["resolved_date"].notna()]
    days = [(settled - reported).days for settled, reported in zip(cases["resolved_date"], cases["reported_date"], strict=True)]
    truth = _middles("median_days_open", cases.assign(value=days))
    truth |= _middles("median_days_late", reports[reports["received"]].rename(columns={"days_late": "value"}))
    return truth | _middles("turnover_median", latest_turnovers(regency), ("quarter",))


def latest_turnovers(regency: Regency) -> pd.DataFrame:
    """Turnovers of the latest report on groups of each village and quarter; that report may say there are no groups."""
    latest: dict[tuple[str, dt.date], dt.date] = {}
    for file in (file for batch in regency.batches for file in batch.files):
        if file.period and any(balance.dataset == "business_groups" for balance in file.balances):
            place = (str(file.village_code), span_start("quarter", file.period))
            latest[place] = max(latest.get(place, file.period), file.period)
    groups = regency.rows["business_groups"].rename(columns={"village_code": "village", "monthly_turnover": "value"})
    of_latest = [
        latest[village, span_start("quarter", period)] == period
        for village, period in zip(groups["village"], groups["period"], strict=True)
    ]
    return groups[of_latest].dropna(subset=["value"])


def _middles(
    measure: str, rows: pd.DataFrame, kinds: tuple[str, ...] = ("month", "quarter", "year")
) -> dict[Key, tuple[int, float]]:
    return {
        (measure, *key): (len(group), float(group["value"].astype(float).median()))
        for key, group in by_place_and_period(rows, kinds)
    }


def attribute_truth(regency: Regency) -> dict[tuple[Any, ...], tuple[int, int]]:
    """Active persons of a country, occupation or sex, and all active persons, by level, place, month, attribute and member."""
    register = regency.rows["migrant_register"].rename(columns={"village_code": "village"})
    truth = {}
    for (level, place, _, month), rows in by_place_and_period(register[register["status"] == "AKTIF"], ("month",)):
        for attribute in ("destination", "occupation", "sex"):
            for member, persons in rows[attribute].fillna("-").value_counts().items():
                truth[level, place, month, attribute, member] = (int(persons), len(rows))
    return truth
