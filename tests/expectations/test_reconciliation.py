"""Every row read comes to exactly one end, or the load stops and says where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.catalogue import CatalogueError
from expectations.reconciliation import check_balances, difference
from load.batch import SheetBalance

COUNTS = st.tuples(*[st.integers(0, 500)] * 4)


@given(COUNTS)
def test_a_sheet_whose_rows_all_came_to_an_end_balances(ends: tuple[int, int, int, int]) -> None:
    balance = SheetBalance("PMI", "migrant_register", sum(ends), *ends)
    assert difference(balance) == 0
    check_balances("desa.xlsx", [balance])


@given(COUNTS, st.integers(-5, 5).filter(bool))
def test_a_lost_or_invented_row_stops_the_load_naming_the_sheet(ends: tuple[int, int, int, int], lost: int) -> None:
    good = SheetBalance("KUBE", "business_groups", 3, 3, 0, 0, 0)
    bad = SheetBalance("DATA PMI", "migrant_register", sum(ends) + lost, *ends)
    assert difference(bad) == lost
    with pytest.raises(CatalogueError, match="DATA PMI") as caught:
        check_balances("desa.xlsx", [good, bad])
    assert caught.value.rule_id == "unbalanced"
