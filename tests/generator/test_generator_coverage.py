"""A set of moderate size must hold every layout, every habit and every kind of fault, or it measures less than it says."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from examples.generator.delivery import delivery_truth, make_delivery
from examples.generator.faults.files import CASES
from examples.generator.faults.planting import KINDS
from examples.generator.layouts.recipe import Recipe, recipes
from examples.generator.submission import MadeFile, Workshop
from examples.generator.villages import plainly_named, twice_named

Truth = dict[str, Any]


def test_there_are_at_least_thirty_layouts_and_all_occur(truth: Truth) -> None:
    assert len(recipes()) >= 30
    assert {recipe.id for recipe in recipes()} <= set(truth["layouts"])


def test_every_habit_is_practised_by_some_layout() -> None:
    practised = {habit for recipe in recipes() for habit in recipe.features}
    assert set(Recipe("x").__dataclass_fields__) - practised == {"id", "without"}


def test_every_kind_of_fault_occurs(truth: Truth) -> None:
    assert {kind for file in truth["files"] for kind in file["planted"]} == set(KINDS)


def test_every_format_and_every_status_occurs(made: list[MadeFile], truth: Truth) -> None:
    assert {file.path.rsplit(".", 1)[-1] for file in made} >= {"xlsx", "xls", "ods", "csv", "txt"}
    assert {status for file in truth["files"] for status in file["status"]} == {
        "loaded",
        "partial",
        "rejected",
        "unchanged",
        "superseded",
        "absent",
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_a_file_level_case_makes_files_that_differ_in_path(case: Any) -> None:
    shop = Workshop.opened("case")
    files = case(shop, plainly_named()[0], dt.date(2026, 10, 1))
    assert files
    assert len({file.path for file in files}) == len(files)
    assert all(file.path == file.truth["path"] for file in files)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not() -> None:
    one, same, other = (make_delivery(seed, 12) for seed in ("a", "a", "b"))
    assert [(file.path, file.content) for file in one] == [(file.path, file.content) for file in same]
    assert delivery_truth(one, "a") == delivery_truth(same, "a")
    assert [file.content for file in one] != [file.content for file in other]


def test_fifteen_names_occur_in_two_districts() -> None:
    assert len(twice_named()) == 30
