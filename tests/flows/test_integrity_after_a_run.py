"""After the shipped examples were loaded, every integrity check of the warehouse holds."""

from load.check import check
from load.warehouse import Warehouse


def test_no_check_finds_a_fault_after_a_run_over_villages_and_publications(examples: Warehouse) -> None:
    assert {result.id: result.rows for result in check(examples) if result.faults} == {}
