"""The truth of a generated set must not contradict itself: whoever is scored by it has to be able to be right."""

from __future__ import annotations

import collections
import re
from collections.abc import Iterator
from typing import Any

from examples.generator.layouts.columns import fields_of
from examples.generator.layouts.recipe import DATASETS

Truth = dict[str, Any]
KINDS = ("rows", "quarantine", "duplicates")


def tables(truth: Truth) -> Iterator[tuple[Truth, str, Truth]]:
    """Every (file, dataset, entry) of a set."""
    for file in truth["files"]:
        for dataset, entry in file["datasets"].items():
            yield file, dataset, entry


def test_every_record_has_a_place_of_its_own(truth: Truth) -> None:
    for file, dataset, entry in tables(truth):
        places = [(row["sheet"], row["row"]) for kind in KINDS for row in entry[kind] if row["row"] is not None]
        ignored = {(row["sheet"], row["row"]) for row in file["ignored"] if row["dataset"] == dataset}
        assert len(places) == len(set(places)), (file["path"], dataset)
        assert not ignored & set(places), (file["path"], dataset)


def test_only_a_labelled_profile_and_a_tick_matrix_have_records_without_a_row(truth: Truth) -> None:
    for file, dataset, entry in tables(truth):
        for row in entry["rows"]:
            if row["row"] is None:
                assert dataset == "village_profile" or row["sheet"] in file["matrix_sheets"], file["path"]


def test_a_row_says_every_field_of_its_dataset_and_no_other(truth: Truth) -> None:
    for file, dataset, entry in tables(truth):
        assert dataset in DATASETS
        for row in entry["rows"]:
            assert list(row["values"]) == list(fields_of(dataset)), file["path"]


def test_withheld_cells_are_null_and_only_required_ones_condemn_the_row(truth: Truth) -> None:
    for _, dataset, entry in tables(truth):
        fields = fields_of(dataset)
        for row in entry["rows"]:
            assert all(row["values"][field] is None for field in row.get("withheld", ()))
            assert not any(fields[field].get("required") for field in row.get("withheld", ()))
            assert all(row["values"][name] is not None for name, field in fields.items() if field.get("required"))
        assert all(fields[row["field"]].get("required") for row in entry["quarantine"])


def test_rows_are_equal_only_where_one_was_entered_twice(truth: Truth) -> None:
    for file, dataset, entry in tables(truth):
        seen = collections.Counter((row["sheet"], repr(row["values"])) for row in entry["rows"])
        assert max(seen.values(), default=1) == 1, (file["path"], dataset)
        for copy in entry["duplicates"]:
            assert any((row["sheet"], row["row"]) == (copy["of_sheet"], copy["of_row"]) for row in entry["rows"])


def test_a_nik_that_may_load_belongs_to_one_name_in_its_table(truth: Truth) -> None:
    for file, dataset, entry in tables(truth):
        names = collections.defaultdict(set)
        for row in entry["rows"]:
            if row["nik"]:
                names[row["nik"]].add(
                    row["values"].get("full_name") or row["values"].get("child_name") or row["values"].get("client_name")
                )
        assert all(len(who) == 1 for who in names.values()), (file["path"], dataset)


def test_no_nik_could_belong_to_a_real_person(truth: Truth) -> None:
    niks = [row["nik"] for _, _, entry in tables(truth) for row in entry["rows"] if row["nik"]]
    assert len(niks) > 500
    assert all(re.fullmatch(r"\d{12}9\d{3}", nik) for nik in niks)


def test_a_rejected_file_loads_nothing(truth: Truth) -> None:
    turned_away = [file for file in truth["files"] if file["status"] in (["rejected"], ["superseded"])]
    assert turned_away
    assert all(file["datasets"] == {} and file["why"] for file in turned_away)


def test_a_file_is_partial_exactly_when_something_is_held_back(truth: Truth) -> None:
    for file in truth["files"]:
        entries = file["datasets"].values()
        held = any(entry["quarantine"] or any("withheld" in row for row in entry["rows"]) for entry in entries)
        if file["datasets"] and file["layout"] != "L01_without_status":
            assert file["status"][0] == ("partial" if held else "loaded"), file["path"]


def test_supersession_names_a_file_of_the_second_delivery(truth: Truth) -> None:
    second = {file["path"]: file for file in truth["files"] if file["stage"] == 2}
    superseding = [(dataset, path) for file in truth["files"] for dataset, path in file["superseded"].items()]
    assert superseding
    assert all(dataset in second[path]["datasets"] for dataset, path in superseding)


def test_the_same_bytes_carry_one_truth(truth: Truth) -> None:
    carriers = collections.Counter(file["sha256"] for file in truth["files"] if file["datasets"])
    assert max(carriers.values()) == 1
