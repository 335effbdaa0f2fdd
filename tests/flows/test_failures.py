"""Whatever fails, a command says in one line what happened and what to do, shows no traceback and tells no person's data."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from load.warehouse import READERS, Warehouse
from tests.flows.command_line import Done, installation_on
from tests.own_database import own_database, superuser

NIK = "3502185507889001"


@pytest.fixture(scope="module")
def half_upgraded(warehouse: Warehouse) -> Iterator[Warehouse]:
    """A database whose upgrade was undone by hand: the table of accesses to the vault is missing."""
    with own_database(warehouse, "pmv_half_upgraded") as own:
        with own.connect("loader") as connection:
            connection.execute("DROP TABLE audit.vault_access CASCADE")
        yield own


def said(done: Done) -> str:
    """The one line of a command that failed."""
    assert (done.code, done.out) == (1, ""), done
    assert done.err.startswith("pmv: ")
    assert done.err.count("\n") == 1, done.err
    return done.err


def test_a_warehouse_of_another_version_is_said_to_be_one(half_upgraded: Warehouse) -> None:
    assert "pmv warehouse upgrade" in said(installation_on(half_upgraded).pmv("sql", "SELECT 1", "--as", "dpo"))


def test_a_login_that_lacks_a_right_is_told_so_and_who_has_it(half_upgraded: Warehouse) -> None:
    line = said(installation_on(half_upgraded, READERS["office"]).pmv("undo", "1"))
    assert "permission denied" in line
    assert "pmv_loader" in line


def test_a_database_that_breaks_off_in_the_middle_is_said_and_can_be_asked_again(half_upgraded: Warehouse) -> None:
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(installation_on(half_upgraded).pmv_alone, "sql", "SELECT pg_sleep(30)")
        end_the_session_of(half_upgraded)
        assert "Run again" in said(asked.result())


def end_the_session_of(own: Warehouse) -> None:
    """End the sleeping session of this database as soon as there is one."""
    ending = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = %s AND query LIKE '%%pg_sleep%%' AND state = 'active' AND pid <> pg_backend_pid()"
    )
    with superuser(own) as connection:
        for _ in range(300):
            if connection.execute(ending, [own.address["dbname"]]).fetchall():
                return
            time.sleep(0.1)
    raise TimeoutError("nobody asked")


def test_what_nobody_foresaw_is_written_down_without_data_and_the_line_says_where(half_upgraded: Warehouse) -> None:
    with half_upgraded.connect("loader") as connection:
        connection.execute("INSERT INTO audit.run (run_id) VALUES ('r')")
        connection.execute("INSERT INTO audit.load (run_id, recorded_at) VALUES ('r', now())")
        connection.execute(
            "CREATE FUNCTION audit.fault() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION 'the NIK {NIK} of SITI' USING ERRCODE = 'PM001'; END $$"
        )
        connection.execute("CREATE TRIGGER fault BEFORE UPDATE ON audit.load FOR EACH ROW EXECUTE FUNCTION audit.fault()")
    line = said(installation_on(half_upgraded).pmv("undo", "1"))
    found = re.search(r"written in (\S+\.log)", line)
    assert found is not None, line
    log = Path(found.group(1)).read_text()
    assert "undo.py" in log
    assert "PM001" in log
    assert [word for word in (NIK, "SITI") if word in line + log] == []


def test_an_integrity_check_that_fails_fails_the_command(half_upgraded: Warehouse) -> None:
    with half_upgraded.connect("loader") as connection:
        connection.execute("GRANT INSERT ON core.target TO pmv_bi")
    done = installation_on(half_upgraded).pmv("warehouse", "check")
    assert (done.code, "readers_cannot_write" in done.out) == (1, True)
