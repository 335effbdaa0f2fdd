"""Whoever reads `mart` alone and subtracts whatever can be subtracted learns no split of fewer than five persons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.load.marts.attacker import Attack, Knowledge
from tests.load.marts.conftest import Loaded
from tests.load.marts.published import (
    SPLIT_MARTS,
    Cell,
    Part,
    Rows,
    about_cells,
    about_shares,
    targets,
    true_cells,
    true_shares,
)
from tests.load.marts.small_regency import MERGED

_BY_PLAIN_RULE = """
SELECT village_code, period, destination, occupation, sex, procedural, complaint_type AS type,
       CASE WHEN persons >= 5 THEN persons END AS migrants, CASE WHEN persons >= 5 THEN persons END AS received,
       persons < 5 AS suppressed
FROM core.split_cells WHERE kind = '{kind}'
"""
_SHARES_BY_PLAIN_RULE = """
SELECT measure, level, region_code, period_type, period, NULL AS breakdown, NULL AS member,
       counted AS numerator, total AS denominator
FROM core.share_ladder WHERE counted >= 5 AND total - counted >= 5 AND measure = 'nonprocedural_share'
"""


@pytest.fixture(scope="module")
def cells(loaded: Loaded) -> dict[Cell, int]:
    return true_cells(loaded.regency)


@pytest.fixture(scope="module")
def shares(loaded: Loaded) -> dict[Part, int]:
    return true_shares(loaded.regency)


def learned(truth: dict[Any, int], knowledge: Knowledge, tries: int | None = None) -> dict[frozenset[Any], int]:
    """The counts under five that the knowledge gives away, of so many tried; each is checked to be the true one."""
    wanted, found = dict(list(targets(truth).items())[:tries]), {}
    for block in blocks(truth):
        attack = Attack(block, knowledge.only(block))
        found |= attack.determined([target for target in wanted if target <= set(block)])
    assert all(wanted[target] == persons for target, persons in found.items())
    return found


def blocks(truth: dict[Any, int]) -> Iterator[list[Any]]:
    """Cells that any sum could have in common."""
    groups: dict[Any, list[Any]] = {}
    for cell in truth:
        groups.setdefault((cell[0], cell.period if cell[0] == "stock" else None), []).append(cell)
    yield from groups.values()


def test_no_small_split_can_be_worked_out_from_all_marts_together(loaded: Loaded, cells: dict[Cell, int]) -> None:
    knowledge = Knowledge()
    about_cells(loaded.rows, cells, knowledge)
    assert len(knowledge.sums) > 300
    assert set(MERGED) in [{cell.village for cell in known} for known in knowledge.sums]
    months_of_stock = {
        loaded.regency.months[n] for n in (0, 6)
    }  # they have nothing to do with each other, and each takes a second
    asked = {cell: persons for cell, persons in cells.items() if cell.kind != "stock" or cell.period in months_of_stock}
    assert learned(asked, knowledge) == {}


def test_no_small_side_of_a_share_can_be_worked_out_from_its_sums(loaded: Loaded, shares: dict[Part, int]) -> None:
    knowledge = Knowledge()
    about_shares(loaded.rows, shares, knowledge)
    assert len(knowledge.sums) > 300
    assert learned(shares, knowledge) == {}


def test_answers_of_earlier_days_add_nothing_an_attacker_can_subtract(loaded: Loaded, cells: dict[Cell, int]) -> None:
    knowledge = Knowledge()
    for instant in (*loaded.instants[2:-1:3], None):
        about_cells(lambda query, instant=instant: loaded.rows(query, as_of=instant), cells, knowledge)
    flows = {cell: persons for cell, persons in cells.items() if cell.kind == "flow"}
    assert learned(flows, knowledge) == {}


def test_sums_of_an_earlier_day_show_to_whoever_may_read_the_rows_behind_them(loaded: Loaded) -> None:
    query = (
        "SELECT count(*) AS shown FROM mart.indicators "
        "WHERE measure = 'nonprocedural_share' AND level = 'regency' AND NOT suppressed"
    )
    (to_bi,), (to_office,) = (loaded.rows(query, role, loaded.instants[4]) for role in ("bi", "office"))
    assert (to_bi["shown"], to_office["shown"] > 0) == (0, True)


@pytest.mark.parametrize("unprotected", ["cells", "shares"])
def test_the_attacker_finds_small_splits_where_only_small_numbers_are_left_out(
    loaded: Loaded, cells: dict[Cell, int], unprotected: str
) -> None:
    plain = {f"SELECT * FROM mart.{mart}": _BY_PLAIN_RULE.format(kind=kind) for kind, mart in SPLIT_MARTS.items()}

    def read(query: str) -> Rows:
        if unprotected == "cells" and query in plain:
            return loaded.rows(plain[query], "office")
        shown = loaded.rows(query)
        return (
            shown + loaded.rows(_SHARES_BY_PLAIN_RULE, "office") if unprotected == "shares" and "indicators" in query else shown
        )

    knowledge = Knowledge()
    about_cells(read, cells, knowledge)
    flows = {cell: persons for cell, persons in cells.items() if cell.kind == "flow"}
    assert len(learned(flows, knowledge, tries=600)) > 10
