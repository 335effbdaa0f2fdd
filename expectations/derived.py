"""The frame the checks look at: a contract's columns in types that compare by the column, and what is derived for checks.

Great Expectations compares columns with constants or with each other. What a rule needs beyond that (a sum of parts, an age, a
value only where another column says so) is declared in the contract under `derivedColumns` and computed here, one column at a
time, never one row at a time. Nothing made here is loaded.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from expectations.contract import Contract, DerivedColumn, Field

if TYPE_CHECKING:
    import pandas as pd

Operation = Callable[..., "pd.Series[Any]"]


def frame_to_check(contract: Contract, frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of `frame` that the contract names, typed, with its derived columns; rows in the same order, from 0.

    Dates become datetime64[ns], since the engine compares only those by the column (and so none lies outside 1700 to 2200);
    numbers become float64, the rest stays as it is; None is missing in all of them. A column of the contract that `frame` lacks
    is all missing. Raises ValueError for a cell that is no date or number in a column of them.
    """
    import pandas as pd

    rows = frame.reset_index(drop=True)
    columns = {field.name: _typed(_column(rows, field.name), field) for field in contract.fields}
    if contract.layout != "figures":
        columns["period"] = _dates(_column(rows, "period"))
    for derived in contract.derived:
        columns[derived.name] = _derive(derived, columns)
    return pd.DataFrame(columns, index=rows.index)


def _column(rows: pd.DataFrame, name: str) -> pd.Series[Any]:
    import pandas as pd

    return rows[name] if name in rows else pd.Series(None, index=rows.index, dtype="object")


def _typed(values: pd.Series[Any], field: Field) -> pd.Series[Any]:
    if field.is_date:
        return _dates(values)
    return values.astype("float64" if field.is_number else "object")


def _dates(values: pd.Series[Any]) -> pd.Series[Any]:
    import pandas as pd

    dates, first, last = pd.to_datetime(values).astype("datetime64[s]"), pd.Timestamp(1700, 1, 1), pd.Timestamp(2200, 1, 1)
    return dates.mask(dates < first, first).mask(dates > last, last).astype("datetime64[ns]")


def _derive(derived: DerivedColumn, columns: Mapping[str, pd.Series[Any]]) -> pd.Series[Any]:
    sources = [columns[name] for name in derived.of]
    extra = (derived.among,) if derived.among else ()
    return OPERATIONS[derived.operation](*sources, *extra)


def _sum(*parts: pd.Series[Any]) -> pd.Series[Any]:
    """Parts added up; missing where one part is."""
    import pandas as pd

    total: pd.Series[Any] = pd.concat(parts, axis="columns").sum(axis="columns", skipna=False)
    return total


def _difference(left: pd.Series[Any], right: pd.Series[Any]) -> pd.Series[Any]:
    return left - right


def _age(birth: pd.Series[Any], at: pd.Series[Any]) -> pd.Series[Any]:
    """Completed years from birth until `at`."""
    before_birthday = (at.dt.month * 100 + at.dt.day) < (birth.dt.month * 100 + birth.dt.day)
    years: pd.Series[Any] = (at.dt.year - birth.dt.year - before_birthday).astype("float64")
    return years


def _month_end(month: pd.Series[Any]) -> pd.Series[Any]:
    last_day: pd.Series[Any] = month.dt.to_period("M").dt.end_time.dt.normalize()
    return last_day


def _year_start(year: pd.Series[Any]) -> pd.Series[Any]:
    """The first of January; missing for a year no date here can have."""
    import pandas as pd

    return pd.to_datetime(year.where(year.between(1700, 2200)).astype("Int64").astype("string"), format="%Y")


def _where(values: pd.Series[Any], condition: pd.Series[Any], among: tuple[Any, ...]) -> pd.Series[Any]:
    """The values where the condition is one of `among`; missing elsewhere."""
    return values.where(condition.isin(among))


def _usual_wage(wage: pd.Series[Any], currency: pd.Series[Any]) -> pd.Series[Any]:
    """Whether a monthly wage lies between the bounds for its currency; missing where wage or currency is, or has no bounds."""
    lowest = currency.map({code: bounds[0] for code, bounds in _usual_wages().items()}).astype("float64")
    highest = currency.map({code: bounds[1] for code, bounds in _usual_wages().items()}).astype("float64")
    return ((lowest <= wage) & (wage <= highest)).astype("object").where(wage.notna() & lowest.notna(), None)


OPERATIONS: Mapping[str, Operation] = {
    "sum": _sum,
    "difference": _difference,
    "age": _age,
    "month_end": _month_end,
    "year_start": _year_start,
    "where": _where,
    "usual_wage": _usual_wage,
}


@cache
def _usual_wages() -> Mapping[str, tuple[float, float]]:
    text = (files("expectations") / "reference" / "usual_wages.csv").read_text(encoding="utf-8")
    return {row["currency"]: (float(row["lowest"]), float(row["highest"])) for row in csv.DictReader(text.splitlines())}
