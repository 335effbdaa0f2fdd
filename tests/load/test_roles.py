"""The wall around people's data: every reading role, and accounts on top of them, try what they must not do."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import psycopg
import pytest

from load.accounts import add_account, remove_account
from load.warehouse import READERS, Reader, Warehouse
from load.watchdog import end_long_queries
from tests.load.role_matrix import Trial, attempt, documented, trials

REFUSALS = {"InsufficientPrivilege", "ObjectNotInPrerequisiteState", "no effect"}
ROLES: tuple[Reader, ...] = get_args(Reader)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(scope="module")
def accounts(warehouse: Warehouse) -> Iterator[dict[Reader, tuple[str, str]]]:
    """A named account on top of each role."""
    made = {role: (f"trial_{role}", add_account(warehouse, f"trial_{role}", role)) for role in ROLES}
    yield made
    for name, _ in made.values():
        remove_account(warehouse, name)


@pytest.mark.parametrize("trial", trials(), ids=lambda trial: trial.name)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_and_an_account_on_top_of_it_are_refused(
    warehouse: Warehouse, accounts: dict[Reader, tuple[str, str]], role: Reader, trial: Trial
) -> None:
    fixed = (READERS[role], warehouse.password(READERS[role]))
    answers = {attempt(warehouse, login, trial) for login in (fixed, accounts[role])}
    if role in trial.refused:
        assert answers <= REFUSALS
    else:
        assert answers == {"allowed"}


def test_the_documented_matrix_is_the_one_that_is_tried() -> None:
    """docs/roles.md carries the table `documented()` gives: replace it there when a trial comes or goes."""
    assert documented() in (Path(__file__).parents[2] / "docs" / "roles.md").read_text(encoding="utf-8")


def test_the_watchdog_ends_a_query_whose_time_limit_was_switched_off(warehouse: Warehouse) -> None:
    reader = warehouse.login_as("pmv_bi", warehouse.password("pmv_bi"))
    reader.execute("SET statement_timeout = 0")
    ended: list[type[BaseException]] = []

    def ask() -> None:
        try:
            reader.execute("SELECT pg_sleep(60)")
        except psycopg.Error as error:
            ended.append(type(error))

    asking = threading.Thread(target=ask)
    asking.start()
    deadline = dt.datetime.now() + 20 * SECOND
    found = []
    while not found and dt.datetime.now() < deadline:
        asking.join(0.2)
        found = [one for one in end_long_queries(warehouse, SECOND) if one.login == "pmv_bi"]
    asking.join(10)
    assert [(one.state, one.is_ended) for one in found] == [("active", True)]
    assert ended == [psycopg.errors.AdminShutdown]


def test_the_watchdog_ends_a_transaction_an_account_left_open(
    warehouse: Warehouse, accounts: dict[Reader, tuple[str, str]]
) -> None:
    with warehouse.login_as(*accounts["office"]) as connection:
        connection.execute("SELECT count(*) FROM core.dim_country")
        connection.execute("SELECT pg_sleep(0.3)")
        found = end_long_queries(warehouse, dt.timedelta(milliseconds=200))
        assert [(one.login, one.state) for one in found] == [("trial_office", "idle in transaction")]
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_the_watchdog_leaves_loads_and_quick_readers_alone(warehouse: Warehouse) -> None:
    with warehouse.connect("loader") as loading, warehouse.connect("bi") as reading:
        loading.execute("SELECT pg_sleep(0.3)")
        reading.execute("SELECT 1")
        assert end_long_queries(warehouse, dt.timedelta(milliseconds=200)) == []
        reading.commit()
        assert loading.execute("SELECT 1").fetchone() == (1,)
