"""After the shipped examples were loaded, every integrity check of the warehouse holds, but for what is wrong on purpose."""

from load.check import check
from load.warehouse import Warehouse
from tests.flows.command_line import Installation

SUKOSARI = "35.02.16.2010"


def test_no_check_finds_a_fault_but_the_programme_the_example_configures_otherwise(examples: Warehouse) -> None:
    faults = {result.id: [row[0] for row in result.rows] for result in check(examples) if result.faults}
    assert faults == {"programmes_agree": [SUKOSARI]}


def test_the_check_command_shows_a_warning_and_succeeds(examples: Warehouse) -> None:
    done = Installation(examples.home).pmv("warehouse", "check")
    assert (done.code, "!!" in done.out, "programmes_agree" in done.out) == (0, True, True)
