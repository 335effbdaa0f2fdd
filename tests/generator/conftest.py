"""One generated set for all tests of the generator: large enough that every layout and every kind of fault occurs."""

from __future__ import annotations

from typing import Any

import pytest

from examples.generator.delivery import delivery_truth, make_delivery
from examples.generator.submission import MadeFile

SEED = "tests"
NUMBER = 130


@pytest.fixture(scope="session")
def made() -> list[MadeFile]:
    """The files of the set."""
    return make_delivery(SEED, NUMBER)


@pytest.fixture(scope="session")
def truth(made: list[MadeFile]) -> dict[str, Any]:
    """The truth of the set."""
    return delivery_truth(made, SEED)
