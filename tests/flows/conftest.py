"""Fixtures of the whole-run tests: an installation on the session's embedded warehouse, and one finished generated delivery."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from load import server
from load.warehouse import Warehouse
from tests.flows.command_line import REPOSITORY, Installation
from tests.flows.delivery import Delivered, deliver, small_delivery


@pytest.fixture(scope="session")
def installation(warehouse: Warehouse) -> Installation:
    """The PMV_HOME of the session's warehouse. Tests look at their own loads only: others load into it too."""
    return Installation(warehouse.home)


@pytest.fixture(scope="session")
def delivered(tmp_path_factory: pytest.TempPathFactory, installation: Installation, warehouse: Warehouse) -> Delivered:
    """A small generated set, both deliveries run."""
    return deliver(small_delivery("flows"), tmp_path_factory.mktemp("delivery"), installation, warehouse)


@pytest.fixture(scope="session")
def statistics(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation for publications alone. A figure is compared with all that were loaded: keep to periods of your own."""
    home = tmp_path_factory.mktemp("statistics") / "home"
    yield Installation(home)
    server.stop(home)


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A warehouse after what `make run` does: the example inbox, publications and configuration, and nothing else."""
    home = tmp_path_factory.mktemp("examples") / "home"
    folder = REPOSITORY / "examples"
    sources = ("--inbox", str(folder / "inbox"), "--publications", str(folder / "publications"))
    assert Installation(home).pmv("run", *sources, "--json", configuration=str(folder / "configuration")).code == 0
    yield Warehouse.open(home)
    server.stop(home)
