"""After the shipped examples were loaded, every integrity check of the warehouse holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from load import server
from load.check import check
from load.warehouse import Warehouse
from tests.flows.command_line import Installation

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def loaded(tmp_path: Path) -> Iterator[Warehouse]:
    """A home of its own after a run over the example inbox and publications."""
    installation = Installation(tmp_path)
    sources = ("--inbox", str(EXAMPLES / "inbox"), "--publications", str(EXAMPLES / "publications"))
    assert installation.pmv("run", *sources, "--json").code == 0
    yield Warehouse.open(tmp_path)
    server.stop(tmp_path)


def test_no_check_finds_a_fault_after_a_run_over_villages_and_publications(loaded: Warehouse) -> None:
    assert {result.id: result.rows for result in check(loaded) if result.faults} == {}
