"""Any load can be taken back, whatever came after it: what is left is what the other loads say by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expectations.catalogue import Finding
from load.batch import Batch, FileRecord, SheetBalance
from load.publish import publish
from load.undo import undo
from load.warehouse import Warehouse
from tests.load.batch_making import (
    JENANGAN,
    MIDNIGHT,
    NOVEMBER,
    OCTOBER,
    PARINGAN,
    add_sheet,
    figure,
    figures_batch,
    person,
    service,
    village_file,
)  # fmt: skip

_NUMBERED = {"fact_id", "sheet_id", "load_id", "last_load_id", "first_load_id", "occupation_key", "publication_key"}
_TIMED = {"recorded_at", "last_recorded_at", "superseded_at", "resolved_at"}

Content = dict[str, list[str]]

reports = st.fixed_dictionaries(
    {
        "village": st.sampled_from([PARINGAN, JENANGAN]),
        "period": st.sampled_from([OCTOBER, NOVEMBER]),
        "age": st.sampled_from([0, 0, 1, 2]),
        "persons": st.lists(st.integers(1, 4), max_size=3),
        "members": st.sampled_from([None, 2, 30]),
        "services": st.booleans(),
        "withheld": st.booleans(),
        "isco": st.sampled_from([None, "9111"]),
    }
)
publications = st.fixed_dictionaries({"publication": st.sampled_from(["2023.pdf", "2024.pdf"]), "value": st.integers(1, 3)})
histories = st.lists(st.one_of(reports, reports, reports, publications), min_size=2, max_size=4)


def batch_of(number: int, report: dict[str, Any]) -> Batch:
    """The batch of one report, named after its place in the history."""
    if "publication" in report:
        batch = figures_batch(report["publication"], [figure(report["value"])])
        batch.run_id = f"run {number}"
        return batch
    file = village_file(f"{number}.xlsx", report["village"], report["period"])
    file.modified_at = MIDNIGHT - dt.timedelta(days=report["age"])
    batch = Batch(run_id=f"run {number}", files=[file], rows={})
    _add_sheets(batch, file, report)
    return batch


def _add_sheets(batch: Batch, file: FileRecord, report: dict[str, Any]) -> None:
    rows = [person(number, occupation_isco=report["isco"]) for number in report["persons"]]
    if rows:
        add_sheet(batch, file, "migrant_register", rows)
    else:
        file.balances.append(SheetBalance("DATA", "migrant_register", 2, 0, 0, 0, 2, {"nihil": 1} if report["isco"] else {}))
    if report["members"]:
        group = {"group_name": "KUBE", "members_total": report["members"], "active": True}
        add_sheet(batch, file, "business_groups", [group], "KUBE")
    if report["services"]:
        add_sheet(batch, file, "migration_services", [service(1)], "LAYANAN")
    if report["withheld"]:
        file.findings.append(Finding("load_unknown", "cell", "DATA", 6, "D6", "migrant_register", "hamlet", withheld="?"))


def content(warehouse: Warehouse) -> Content:
    """What the warehouse holds, by name: everything but numbers it gives itself and instants."""
    found = {relation: _rows(warehouse, f"SELECT * FROM {relation}") for relation in _relations(warehouse)}
    found["sheets"] = _rows(warehouse, _SHEETS)
    found["open and answered findings"] = _rows(warehouse, _FINDINGS)
    found["remarks"] = _rows(warehouse, _REMARKS)
    found["persons"] = _rows(warehouse, _PERSONS)
    return found


_SHEETS = """
    SELECT l.run_id, s.source_file, s.source_sheet, s.dataset, s.loaded, by.run_id AS superseded_by, at.run_id AS superseded_with
    FROM audit.sheet_balance AS s JOIN audit.load AS l USING (load_id)
    LEFT JOIN audit.load AS by ON by.load_id = s.superseded_by_load
    LEFT JOIN audit.load AS at ON at.recorded_at = s.superseded_at
"""
_FINDINGS = """
    SELECT l.run_id, q.rule, q.cell, q.status, by.run_id AS resolved_by, at.run_id AS resolved_with
    FROM audit.quarantine AS q JOIN audit.load AS l ON l.load_id = q.load_id AND l.status = 'published'
    LEFT JOIN audit.load AS by ON by.load_id = q.resolved_by_load
    LEFT JOIN audit.load AS at ON at.recorded_at = q.resolved_at
"""
_REMARKS = """
    SELECT l.run_id, c.source_file, c.rule, c.source_sheet, c.source_row, c.facts, c.village_code, c.period
    FROM audit.check_results AS c JOIN audit.load AS l ON l.load_id = c.load_id AND l.status = 'published'
"""
_PERSONS = "SELECT p.*, l.run_id FROM vault.person AS p JOIN audit.load AS l ON l.load_id = p.first_load_id"


def _relations(warehouse: Warehouse) -> list[str]:
    """Tables and views with content of loads, and some marts: all of them are cut from the stored counts."""
    query = """
        SELECT n.nspname || '.' || c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE NOT c.relispartition AND (
          n.nspname = 'mart' AND c.relname IN ('data_quality', 'reporting_status', 'village_month', 'bp2mi_placements')
          OR n.nspname = 'core' AND (c.relname ~ '_(history|stored)$' OR c.relname IN ('dim_occupation', 'dim_publication'))
          OR n.nspname = 'core' AND EXISTS (SELECT FROM core.dim_dataset AS d WHERE d.dataset = c.relname)
          OR n.nspname = 'vault' AND c.relkind = 'v') ORDER BY 1
    """
    with warehouse.connect("loader") as connection:
        return [name for (name,) in connection.execute(query)]


def _rows(warehouse: Warehouse, query: str) -> list[str]:
    with warehouse.connect("loader") as connection:
        cursor = connection.execute(query.encode())
        names = [column.name for column in cursor.description or ()]
        kept = [place for place, name in enumerate(names) if name not in _NUMBERED | _TIMED]
        return sorted(str([(names[place], row[place]) for place in kept]) for row in cursor)


def views_over_time(warehouse: Warehouse, instants: Sequence[dt.datetime]) -> list[list[Any]]:
    """Who was in the register and how many a village had, at each instant."""
    register = "SELECT village_code, period, person_key FROM core.migrant_register ORDER BY 1, 2, 3"
    months = "SELECT village_code, period, migrants_active, groups_active FROM mart.village_month ORDER BY 1, 2"
    return [[warehouse.query("office", query, instant)[1] for query in (register, months)] for instant in instants]


def load_all(warehouse: Warehouse, history: Sequence[tuple[int, dict[str, Any]]]) -> Iterator[tuple[int, dt.datetime]]:
    """Load the reports one after the other; the load and the instant after each."""
    for number, report in history:
        load_id = publish(warehouse, batch_of(number, report))
        yield load_id, warehouse.query("office", "SELECT clock_timestamp()")[1][0][0]


def take_back_everything(warehouse: Warehouse) -> None:
    """Undo whatever stands, the oldest load first."""
    for (load_id,) in warehouse.query("office", "SELECT load_id FROM audit.load WHERE status = 'published' ORDER BY 1")[1]:
        undo(warehouse, load_id)


@settings(max_examples=5, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reported=histories, chosen=st.integers(0, 3))
def test_undoing_any_load_leaves_what_the_others_say_by_themselves(
    empty_warehouse: Warehouse, reported: list[dict[str, Any]], chosen: int
) -> None:
    take_back_everything(empty_warehouse)
    chosen %= len(reported)
    history = list(enumerate(reported))
    empty = content(empty_warehouse)
    others = list(load_all(empty_warehouse, [step for step in history if step[0] != chosen]))
    expected = content(empty_warehouse)
    seen = views_over_time(empty_warehouse, [instant for _, instant in others])
    take_back_everything(empty_warehouse)
    assert content(empty_warehouse) == empty
    whole = list(load_all(empty_warehouse, history))
    undo(empty_warehouse, whole[chosen][0])
    assert content(empty_warehouse) == expected
    assert views_over_time(empty_warehouse, [instant for number, (_, instant) in enumerate(whole) if number != chosen]) == seen
