"""Runs the checks of a contract over the rows of a whole batch with Great Expectations.

The checks run counting only; those that failed run once more to learn the rows, since naming rows costs many times the
counting. No value leaves here but numbers, codes and dates of fields that are not personal; what Great Expectations collects
besides stays inside. Importing it takes seconds, so that happens on the first validation, or before, in `warm_up`.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from expectations.catalogue import CatalogueError, Level
from expectations.contract import Check, Contract
from expectations.derived import frame_to_check
from expectations.suites import checks, suite

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext

_COUNTS = {"result_format": "BASIC", "partial_unexpected_count": 0}
_ROWS = {"result_format": "COMPLETE", "partial_unexpected_count": 0, "return_unexpected_index_query": False}


@dataclass(frozen=True, slots=True)
class RowFinding:
    """A row that failed a check. `index` is its position in the validated frame, from 0.

    `withholds` are the fields condemned (none: a warning), `fields` the fields the check is about; `level` is "row" where a
    required field is condemned and the row cannot be loaded, else "cell". `facts` fill the rule's sentences.
    """

    index: int
    rule: str
    level: Level
    withholds: tuple[str, ...]
    fields: tuple[str, ...]
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """How one check of a dataset went: values it could judge, and how many of them failed."""

    dataset: str
    rule: str
    fields: tuple[str, ...]
    evaluated: int
    failed: int


@dataclass(frozen=True, slots=True)
class Validation:
    """What the checks of one dataset found in one batch."""

    dataset: str
    findings: tuple[RowFinding, ...]
    summaries: tuple[CheckSummary, ...]


def warm_up() -> None:
    """Imports Great Expectations; worth doing in a thread while files are still being read."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations  # noqa: F401 - for its side effect, the registry of expectations


def validate(contract: Contract, frame: pd.DataFrame) -> Validation:
    """Checks all rows of one dataset.

    `frame` holds typed values under the contract's field names and, for villages, `period` (first of the month); other columns
    are not looked at. Missing is None (or NaN, NaT); dates are `datetime.date` or datetime64; numbers any Python or numpy
    number; yes/no is bool. Leave out rows that reading already quarantined, else they return here as `required_missing`.
    Raises CatalogueError (`check_not_runnable`) naming dataset and rule for a check the engine cannot run.
    """
    rows = frame_to_check(contract, frame)
    numbered = list(enumerate(checks(contract)))
    counted = _run(contract, rows, numbered, _COUNTS)
    failed = [(number, check) for number, check in numbered if counted[number].get("unexpected_count")]
    located = _run(contract, rows, failed, _ROWS) if failed else {}
    summaries = tuple(_summary(contract, check, counted[number]) for number, check in numbered)
    findings = tuple(
        finding
        for number, check in failed
        for finding in _findings(contract, check, rows, sorted(int(row) for row in located[number]["unexpected_index_list"]))
    )
    return Validation(contract.dataset, findings, summaries)


def _run(
    contract: Contract, rows: pd.DataFrame, numbered: Sequence[tuple[int, Check]], result_format: Mapping[str, Any]
) -> Mapping[int, Mapping[str, Any]]:
    """The engine's result of each check by its number."""
    asset = _context().data_sources.add_pandas("batch").add_dataframe_asset(contract.dataset)
    batch = asset.add_batch_definition_whole_dataframe("all rows").get_batch({"dataframe": rows})
    outcome = batch.validate(suite(contract.dataset, numbered), result_format=dict(result_format))
    return dict(_numbered_result(contract.dataset, result) for result in outcome.results)


def _context() -> EphemeralDataContext:
    """A context that keeps everything in memory: the usual one makes a folder for its documents in the system's temporary one."""
    warm_up()
    from great_expectations import get_context
    from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults, ProgressBarsConfig

    stores = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    config = DataContextConfig(store_backend_defaults=stores, progress_bars=ProgressBarsConfig(globally=False))
    return get_context(mode="ephemeral", project_config=config)


def _numbered_result(dataset: str, result: Any) -> tuple[int, Mapping[str, Any]]:
    meta = result.expectation_config.meta
    if "element_count" not in result.result:
        raise CatalogueError("check_not_runnable", dataset=dataset, rule=meta["rule"])
    return meta["check"], result.result


def _summary(contract: Contract, check: Check, result: Mapping[str, Any]) -> CheckSummary:
    evaluated = int(result["element_count"])
    if check.rule != "required_missing":
        evaluated -= int(result.get("missing_count") or 0)
    return CheckSummary(contract.dataset, check.rule, _fields(contract, check), evaluated, int(result["unexpected_count"]))


def _findings(contract: Contract, check: Check, rows: pd.DataFrame, positions: Sequence[int]) -> Iterator[RowFinding]:
    level: Level = "row" if set(check.withholds) & set(contract.required) else "cell"
    fields = _fields(contract, check)
    names = _names(contract, fields)
    open_columns = [name for name in dict.fromkeys((*_columns(check), *check.withholds)) if _is_open(contract, name)]
    values = rows.loc[list(positions), open_columns]
    for position, *row in values.itertuples(name=None):
        facts = {name: _plain(value) for name, value in zip(open_columns, row, strict=True)}
        yield RowFinding(position, check.rule, level, check.withholds, fields, {**names, **_bounds(check, facts), **facts})


def _names(contract: Contract, fields: Sequence[str]) -> dict[str, str]:
    """The fields by their names for the English sentence and by their labels for the Indonesian one."""
    return {"fields": ", ".join(fields), "labels": ", ".join(contract.field(name).label_id for name in fields)}


def _bounds(check: Check, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The least and the greatest value the check allows: constants, or the other column where its value may be told."""
    least = check.kwargs.get("min_value", facts.get(check.kwargs.get("column_B", "")))
    greatest = check.kwargs.get("max_value", facts.get(check.kwargs.get("column_A", "")))
    bounds = {"earliest": least, "latest": greatest}
    return {name: _plain(value) for name, value in bounds.items() if value is not None}


def _columns(check: Check) -> tuple[str, ...]:
    """The columns a check compares, derived ones included."""
    named = (check.kwargs.get(key) for key in ("column", "column_A", "column_B"))
    return tuple(name for name in named if name is not None)


def _fields(contract: Contract, check: Check) -> tuple[str, ...]:
    """The contract's fields a check is about: what it condemns, else what it compares."""
    about = check.withholds or tuple(source for name in _columns(check) for source in _sources(contract, name))
    known = {field.name for field in contract.fields}
    return tuple(dict.fromkeys(name for name in about if name in known))


def _sources(contract: Contract, column: str) -> tuple[str, ...]:
    """The columns a column is made of, down to those that are not derived."""
    for derived in contract.derived:
        if derived.name == column:
            return tuple(source for name in derived.of for source in _sources(contract, name))
    return (column,)


def _is_open(contract: Contract, column: str) -> bool:
    """Whether a column's values may be told: neither it nor what it is made of is personal."""
    return not set(_sources(contract, column)) & set(contract.personal)


def _plain(value: Any) -> Any:
    """A value as facts hold it: whole numbers without a decimal mark, dates as ISO text."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value == value else None
    if isinstance(value, float):
        return int(value) if value.is_integer() else (value if value == value else None)
    return value
