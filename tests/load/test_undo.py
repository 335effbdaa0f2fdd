"""Taking loads back, and what a killed load leaves behind."""

from __future__ import annotations

import dataclasses
import datetime as dt
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from expectations.catalogue import CatalogueError, Finding
from load.check import check
from load.findings import open_quarantine
from load.publish import publish
from load.received import known_files
from load.schema import is_current, upgrade
from load.server import SUPERUSER
from load.undo import undo
from load.warehouse import Warehouse
from tests.load.batch_making import (
    JENANGAN,
    MIDNIGHT,
    NOVEMBER,
    add_sheet,
    figure,
    figures_batch,
    person,
    register_batch,
    service,
)  # fmt: skip


def core_state(warehouse: Warehouse) -> dict[str, str]:
    """A checksum of every stored table of core and vault."""
    with warehouse.connect("loader") as connection:
        tables = connection.execute(
            "SELECT c.oid::regclass::text FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace "
            "WHERE n.nspname IN ('core', 'vault') AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1"
        ).fetchall()
        return {
            table: str(
                connection.execute(
                    f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} AS t".encode()
                ).fetchone()
            )
            for (table,) in tables
        }


def test_undoing_a_load_leaves_every_table_as_it_was(empty_warehouse: Warehouse) -> None:
    first = register_batch("a.xlsx", [person(1), person(2)])
    first.files[0].findings.append(Finding("load_unknown", "cell", "DATA", 6, "D6", "migrant_register", "hamlet", withheld="?"))
    publish(empty_warehouse, first)
    publish(empty_warehouse, figures_batch("2024.pdf", [figure(274965)]))
    before, open_before = core_state(empty_warehouse), open_quarantine(empty_warehouse)
    second = register_batch("b.xlsx", [person(1), person(3, occupation="Perawat")])
    add_sheet(second, second.files[0], "migration_services", [service(1)], sheet="LAYANAN")
    undone = publish(empty_warehouse, second)
    assert core_state(empty_warehouse) != before
    undo(empty_warehouse, undone)
    assert core_state(empty_warehouse) == before
    assert open_quarantine(empty_warehouse) == open_before
    assert known_files(empty_warehouse, [second.files[0].sha256]) == {}
    assert empty_warehouse.query("office", "SELECT person_key FROM core.migrant_register ORDER BY 1")[1] == [
        ("key-1",),
        ("key-2",),
    ]


def test_a_load_that_a_later_one_replaced_leaves_what_stood_to_be_replaced_by_that_one(empty_warehouse: Warehouse) -> None:
    first, second, third = (publish(empty_warehouse, register_batch(f"{n}.xlsx", [person(n)])) for n in (1, 2, 3))
    history = "SELECT person_key, load_id, superseded_at FROM core.migrant_register_history ORDER BY load_id"
    replaced_at = empty_warehouse.query("office", history)[1][1][2]
    undo(empty_warehouse, second)
    assert empty_warehouse.query("office", history)[1] == [("key-1", first, replaced_at), ("key-3", third, None)]


def test_an_older_report_that_came_late_stands_once_the_newer_one_is_taken_back(empty_warehouse: Warehouse) -> None:
    newer = publish(empty_warehouse, register_batch("revisi.xlsx", [person(1)]))
    late = register_batch("pertama.xlsx", [person(9)])
    late.files[0].modified_at = MIDNIGHT - dt.timedelta(days=1)
    late.files[0].findings.append(Finding("load_unknown", "cell", "DATA", 6, "D6", "migrant_register", "hamlet", withheld="?"))
    publish(empty_warehouse, late)
    assert open_quarantine(empty_warehouse) == []
    undo(empty_warehouse, newer)
    assert empty_warehouse.query("office", "SELECT person_key FROM core.migrant_register")[1] == [("key-9",)]
    assert [entry["cell"] for entry in open_quarantine(empty_warehouse)] == ["D6"]


def test_an_older_report_that_came_late_leaves_what_is_open_about_the_newer_one(empty_warehouse: Warehouse) -> None:
    newer = register_batch("revisi.xlsx", [person(1)])
    newer.files[0].findings.append(Finding("load_unknown", "cell", "DATA", 6, "D6", "migrant_register", "hamlet", withheld="?"))
    publish(empty_warehouse, newer)
    late = register_batch("pertama.xlsx", [person(9)])
    late.files[0].modified_at = MIDNIGHT - dt.timedelta(days=1)
    publish(empty_warehouse, late)
    assert [entry["source_path"] for entry in open_quarantine(empty_warehouse)] == ["revisi.xlsx"]


def test_the_next_load_closes_what_the_taken_back_one_had_answered(empty_warehouse: Warehouse) -> None:
    faulty = register_batch("a.xlsx", [person(1)])
    faulty.files[0].findings.append(Finding("load_unknown", "cell", "DATA", 6, "D6", "migrant_register", "hamlet", withheld="?"))
    publish(empty_warehouse, faulty)
    second, third = (publish(empty_warehouse, register_batch(path, [person(1)])) for path in ("b.xlsx", "c.xlsx"))
    answers = "SELECT status, resolved_by_load FROM audit.quarantine"
    assert empty_warehouse.query("office", answers)[1] == [("superseded", second)]
    undo(empty_warehouse, second)
    assert empty_warehouse.query("office", answers)[1] == [("superseded", third)]
    undo(empty_warehouse, third)
    assert empty_warehouse.query("office", answers)[1] == [("open", None)]


def test_remarks_of_the_next_month_speak_of_what_is_left(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("oktober.xlsx", [person(1), person(2), person(3)]))
    correction = publish(empty_warehouse, register_batch("oktober-revisi.xlsx", [person(1), person(2)]))
    publish(empty_warehouse, register_batch("november.xlsx", [person(1)], period=NOVEMBER))
    remarks = "SELECT rule, facts FROM audit.check_results"
    assert empty_warehouse.query("office", remarks)[1] == [("migrants_vanished", {"count": 1})]
    undo(empty_warehouse, correction)
    assert empty_warehouse.query("office", remarks)[1] == [("migrants_vanished", {"count": 2})]


def test_a_load_that_does_not_exist_or_was_undone_is_said(empty_warehouse: Warehouse) -> None:
    load_id = publish(empty_warehouse, register_batch("a.xlsx", [person(1)]))
    undo(empty_warehouse, load_id)
    for number in (load_id, 999):
        with pytest.raises(CatalogueError) as failed:
            undo(empty_warehouse, number)
        assert failed.value.rule_id == "load_unknown"


def test_an_occupation_understood_anew_is_understood_as_before_once_that_load_is_taken_back(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("a.xlsx", [person(1, occupation="Perawat", occupation_isco=None)]))
    later = publish(empty_warehouse, register_batch("b.xlsx", [person(1, occupation="Perawat", occupation_isco="2221")]))
    codes = "SELECT occupation, occupation_isco FROM core.migrant_register_history ORDER BY load_id"
    assert empty_warehouse.query("office", codes)[1] == [("Perawat", None), ("Perawat", "2221")]
    undo(empty_warehouse, later)
    assert empty_warehouse.query("office", codes)[1] == [("Perawat", None)]


def test_a_person_known_from_another_load_stays_when_one_is_undone(empty_warehouse: Warehouse) -> None:
    first = publish(empty_warehouse, register_batch("a.xlsx", [person(1), person(2)]))
    publish(empty_warehouse, register_batch("b.xlsx", [person(1)], village=JENANGAN))
    undo(empty_warehouse, first)
    assert empty_warehouse.query("dpo", "SELECT person_key FROM vault.person")[1] == [("key-1",)]


def test_the_integrity_checks_pass_on_a_sound_warehouse(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("a.xlsx", [person(1)]))
    publish(empty_warehouse, register_batch("b.xlsx", [person(2)]))
    assert [
        (result.id, result.rows)
        for result in check(empty_warehouse)
        if result.faults and result.id != "readers_have_no_side_doors"
    ] == []


def test_the_integrity_checks_find_a_row_that_disappeared(empty_warehouse: Warehouse) -> None:
    publish(empty_warehouse, register_batch("a.xlsx", [person(1), person(2)]))
    with empty_warehouse.connect("loader") as connection:
        connection.execute("DELETE FROM core.fact_migrant_register WHERE source_row = 6")
    assert [result.id for result in check(empty_warehouse) if result.faults and result.severity == "error"] == [
        "facts_match_accounting"
    ]


def kill_after(sign: str, script: str, delay: float) -> None:
    """Run a script and kill it, as hard as can be, some seconds after it printed a sign."""
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    with child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == sign
        time.sleep(delay)
        child.send_signal(signal.SIGKILL)


CHILD = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from tests.load.batch_making import person, register_batch
from load.publish import publish
from load.warehouse import Warehouse
batch = register_batch("killed.xlsx", [person(n) for n in range(1, 4001)])
print("ready", flush=True)
while True:
    publish(Warehouse(Path({home!r}), {address!r}), batch)
"""


@pytest.mark.parametrize("delay", [0.15, 0.3, 0.5])
def test_killing_a_publisher_leaves_whole_loads_only_and_the_next_one_works(empty_warehouse: Warehouse, delay: float) -> None:
    script = CHILD.format(
        root=str(Path(__file__).parents[2]), home=str(empty_warehouse.home), address=dict(empty_warehouse.address)
    )
    kill_after("ready", script, delay)
    publish(empty_warehouse, register_batch("after.xlsx", [person(1)]))
    loads = empty_warehouse.query("office", "SELECT count(*) FROM audit.load")[1][0][0]
    rows = empty_warehouse.query("office", "SELECT count(*) FROM core.migrant_register_history")[1][0][0]
    assert rows == (loads - 1) * 4000 + 1
    assert [result.id for result in check(empty_warehouse) if result.faults and result.severity == "error"] == []


UPGRADE = """
from pathlib import Path
from load.schema import upgrade
from load.warehouse import Warehouse
print("ready", flush=True)
upgrade(Warehouse(Path({home!r}), {address!r}))
"""


def test_a_killed_upgrade_leaves_nothing_and_can_be_done_again(warehouse: Warehouse) -> None:
    superuser = warehouse.login_as(SUPERUSER, warehouse.password(SUPERUSER), dbname="postgres")
    superuser.autocommit = True
    with superuser as connection:
        connection.execute("CREATE DATABASE pmv_interrupted OWNER pmv_loader")
    interrupted = dataclasses.replace(warehouse, address={**warehouse.address, "dbname": "pmv_interrupted"})
    kill_after("ready", UPGRADE.format(home=str(warehouse.home), address=dict(interrupted.address)), delay=1.0)
    assert not is_current(interrupted)
    with interrupted.connect("loader") as connection:
        assert connection.execute("SELECT count(*) FROM pg_namespace WHERE nspname IN ('core', 'audit')").fetchone() == (0,)
    upgrade(interrupted)
    assert is_current(interrupted)
