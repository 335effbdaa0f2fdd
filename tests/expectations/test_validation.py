"""What the checks condemn, what they only warn of, and what they never say."""

from __future__ import annotations

import dataclasses
import datetime as dt
import socket
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from expectations.catalogue import CatalogueError, rule
from expectations.contract import Check, load_contracts
from expectations.validation import RowFinding, validate

PERIOD = dt.date(2026, 10, 1)

GOOD: Mapping[str, Mapping[str, Any]] = {
    "village_profile": {
        "population": 4402,
        "households": 1467,
        "programme": "DESMIGRATIF",
        "programme_start": dt.date(2019, 1, 1),
    },
    "migrant_register": {
        "full_name": "Siti Rahayu",
        "nik": "3502184405889121",
        "sex": "P",
        "birth_date": dt.date(1988, 5, 4),
        "destination": "HKG",
        "departure_date": dt.date(2024, 2, 10),
        "contract_end": dt.date(2026, 2, 10),
        "contract_months": 24,
        "status": "AKTIF",
        "monthly_wage": 4870,
        "wage_currency": "HKD",
    },
    "migration_services": {"service_date": dt.date(2026, 10, 31), "service_type": "DOKUMEN"},
    "complaints": {
        "reported_date": dt.date(2026, 10, 5),
        "complaint_type": "TPPO",
        "resolved_date": dt.date(2026, 10, 5),
        "status": "SELESAI",
    },
    "business_groups": {
        "group_name": "Sido Makmur",
        "members_male": 4,
        "members_female": 10,
        "members_total": 14,
        "members_former": 6,
        "members_family": 8,
        "equipment_aided": 5,
        "equipment_in_use": 5,
        "aid_year": 2026,
        "aid_value": 20_000_000,
        "active": True,
    },
    "migrant_children": {"child_name": "Yanto", "sex": "L", "birth_date": dt.date(2008, 11, 1), "age": 17, "in_school": True},
    "parenting_sessions": {
        "session_date": dt.date(2026, 10, 1),
        "activity": "Calistung",
        "children_male": 9,
        "children_female": 8,
        "participants_total": 21,
    },
    "cooperatives": {
        "cooperative_name": "Koperasi Migran",
        "members_male": 35,
        "members_female": 20,
        "members_total": 55,
        "surplus": -1_250_000,
        "active": True,
    },
    "cooperative_members": {"full_name": "Lilik", "join_date": dt.date(2019, 4, 14), "savings_total": 969_000, "loan_balance": 0},
}


def _frame(dataset: str, *changes: Mapping[str, Any]) -> pd.DataFrame:
    """One good row a change, with the change made; columns of objects, as reading leaves them."""
    names = [field.name for field in load_contracts()[dataset].fields]
    rows = [{**dict.fromkeys(names), **GOOD[dataset], "period": PERIOD, **change} for change in changes]
    return pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=object) for name in rows[0]})


def _found(dataset: str, *changes: Mapping[str, Any]) -> list[RowFinding]:
    return list(validate(load_contracts()[dataset], _frame(dataset, *changes)).findings)


@pytest.mark.parametrize("dataset", sorted(GOOD))
def test_a_good_row_passes_every_check(dataset: str) -> None:
    outcome = validate(load_contracts()[dataset], _frame(dataset, {}))
    assert outcome.findings == ()
    assert {summary.failed for summary in outcome.summaries} == {0}


CONDEMNED: list[tuple[str, Mapping[str, Any], str, set[str], str]] = [
    ("migrant_register", {"full_name": None}, "required_missing", {"full_name"}, "row"),
    (
        "migrant_register",
        {"birth_date": dt.date(2026, 11, 1), "departure_date": None},
        "date_out_of_range",
        {"birth_date"},
        "cell",
    ),
    (
        "migrant_register",
        {"birth_date": dt.date(2024, 2, 10)},
        "departure_before_birth",
        {"birth_date", "departure_date"},
        "cell",
    ),
    (
        "migrant_register",
        {"contract_end": dt.date(2024, 2, 9)},
        "contract_end_before_departure",
        {"contract_end", "departure_date"},
        "cell",
    ),
    ("migrant_register", {"contract_end": dt.date(2036, 1, 1)}, "date_out_of_range", {"contract_end"}, "cell"),
    ("migrant_register", {"children_left": -1}, "negative_number", {"children_left"}, "cell"),
    ("migrant_register", {"status": "KERJA"}, "label_unknown", {"status"}, "row"),
    ("migrant_register", {"destination": "XXX"}, "label_unknown", {"destination"}, "cell"),
    (
        "business_groups",
        {"members_male": 5},
        "total_mismatch",
        {"members_male", "members_female", "members_total"},
        "cell",
    ),
    ("business_groups", {"aid_year": 1922}, "date_out_of_range", {"aid_year"}, "cell"),
    (
        "cooperatives",
        {"members_total": 54},
        "total_mismatch",
        {"members_male", "members_female", "members_total"},
        "cell",
    ),
    ("cooperatives", {"turnover": -5}, "negative_number", {"turnover"}, "cell"),
    ("migrant_children", {"birth_date": dt.date(2026, 11, 3), "age": None}, "date_out_of_range", {"birth_date"}, "cell"),
]
WARNED: list[tuple[str, Mapping[str, Any], str, tuple[str, ...]]] = [
    ("village_profile", {"households": 5000}, "part_exceeds_whole", ("population", "households")),
    ("village_profile", {"programme_end": dt.date(2018, 1, 1)}, "end_before_start", ("programme_end", "programme_start")),
    ("migrant_register", {"birth_date": dt.date(2012, 1, 1)}, "worker_age_unusual", ("birth_date",)),
    ("migrant_register", {"monthly_wage": 48}, "wage_unusual", ("monthly_wage", "wage_currency")),
    (
        "migrant_register",
        {"departure_date": dt.date(2026, 11, 1), "contract_end": None},
        "date_after_period",
        ("departure_date", "status"),
    ),
    ("migration_services", {"service_date": dt.date(2026, 9, 30)}, "date_outside_period", ("service_date",)),
    ("migration_services", {"service_date": dt.date(2026, 11, 1)}, "date_outside_period", ("service_date",)),
    ("complaints", {"resolved_date": dt.date(2026, 10, 4)}, "resolved_before_reported", ("resolved_date", "reported_date")),
    ("business_groups", {"equipment_in_use": 6}, "part_exceeds_whole", ("equipment_aided", "equipment_in_use")),
    ("business_groups", {"aid_year": 2027}, "date_after_period", ("aid_year",)),
    (
        "business_groups",
        {"members_male": 0, "members_female": 0, "members_total": 0, "members_former": None},
        "active_without_members",
        ("members_total", "active"),
    ),
    ("migrant_children", {"age": 15}, "age_differs_from_birth_date", ("age", "birth_date")),
    ("migrant_children", {"birth_date": None, "age": 18}, "child_is_adult", ("age",)),
    ("cooperative_members", {"join_date": dt.date(2026, 11, 1)}, "date_after_period", ("join_date",)),
]
ACCEPTED: list[tuple[str, Mapping[str, Any]]] = [
    ("parenting_sessions", {"participants_total": 3}),
    ("business_groups", {"members_male": None}),
    ("business_groups", {"members_total": None}),
    (
        "business_groups",
        {"active": False, "members_male": 0, "members_female": 0, "members_total": 0, "members_former": None},
    ),
    ("migrant_register", {"departure_date": dt.date(2026, 11, 1), "contract_end": None, "status": "CALON"}),
    ("migrant_register", {"monthly_wage": 48, "wage_currency": None}),
    ("migrant_register", {"birth_date": None, "departure_date": dt.date(2026, 2, 10)}),
    ("migrant_register", {"contract_end": dt.date(2024, 2, 10)}),
    ("migrant_children", {"birth_date": dt.date(2026, 10, 31), "age": 0}),
]


@cache
def _all_found(dataset: str) -> list[list[RowFinding]]:
    """The findings of every change to this dataset named above, in that order, from one validation."""
    changes = [change for name, change, *_ in (*CONDEMNED, *WARNED, *ACCEPTED) if name == dataset]
    found = _found(dataset, *changes)
    return [[one for one in found if one.index == number] for number in range(len(changes))]


def _found_for(dataset: str, change: Mapping[str, Any]) -> list[RowFinding]:
    changes = [other for name, other, *_ in (*CONDEMNED, *WARNED, *ACCEPTED) if name == dataset]
    return _all_found(dataset)[next(number for number, other in enumerate(changes) if other is change)]


@pytest.mark.parametrize(("dataset", "change", "rule_id", "withheld", "level"), CONDEMNED)
def test_a_fault_condemns_the_cells_it_touches(
    dataset: str, change: Mapping[str, Any], rule_id: str, withheld: set[str], level: str
) -> None:
    condemning = [one for one in _found_for(dataset, change) if one.withholds]
    assert [(one.rule, set(one.withholds), one.level) for one in condemning] == [(rule_id, withheld, level)]


@pytest.mark.parametrize(("dataset", "change", "rule_id", "fields"), WARNED)
def test_what_is_odd_is_a_warning_that_withholds_nothing(
    dataset: str, change: Mapping[str, Any], rule_id: str, fields: tuple[str, ...]
) -> None:
    assert [(one.rule, one.withholds, one.fields) for one in _found_for(dataset, change)] == [(rule_id, (), fields)]


@pytest.mark.parametrize(("dataset", "change"), ACCEPTED)
def test_what_is_not_a_contradiction_is_not_objected_to(dataset: str, change: Mapping[str, Any]) -> None:
    assert _found_for(dataset, change) == []


def test_findings_name_the_position_of_their_row_whatever_the_index() -> None:
    frame = _frame("complaints", {}, {"reported_date": None, "resolved_date": None}, {}, {"complaint_type": None})
    frame.index = pd.Index([7, 7, 3, 1])
    outcome = validate(load_contracts()["complaints"], frame)
    assert {(one.index, one.withholds) for one in outcome.findings} == {(1, ("reported_date",)), (3, ("complaint_type",))}
    counted = {
        summary.fields: (summary.evaluated, summary.failed) for summary in outcome.summaries if summary.rule == "required_missing"
    }
    assert counted == {("reported_date",): (4, 1), ("complaint_type",): (4, 1)}


@pytest.mark.parametrize("dataset", sorted(GOOD))
def test_an_empty_frame_and_a_column_of_nothing_pass_through(dataset: str) -> None:
    contract = load_contracts()[dataset]
    assert validate(contract, _frame(dataset, {}).iloc[:0]).findings == ()
    nothing = _frame(dataset, dict.fromkeys([field.name for field in contract.fields]))
    assert {one.rule for one in validate(contract, nothing).findings} == ({"required_missing"} if contract.required else set())


def test_sentences_hold_the_numbers_of_a_contradiction() -> None:
    (finding,) = _found("business_groups", {"members_male": 5})
    assert "5 male and 10 female make 15, but the total says 14" in rule(finding.rule).advice_en(finding.facts)
    (finding,) = _found("migrant_register", {"birth_date": dt.date(2026, 11, 1), "departure_date": None, "contract_end": None})[
        :1
    ]
    assert finding.facts["latest"] == "2026-10-31"


def test_no_personal_value_is_among_the_facts() -> None:
    changes = [
        {"birth_date": dt.date(2024, 3, 11), "monthly_wage": 7, "nik": "3502184405889121"},
        {"contract_end": dt.date(2020, 1, 1), "birth_date": dt.date(2015, 6, 7)},
    ]
    found = _found("migrant_register", *changes)
    said = str([finding.facts for finding in found])
    assert {"departure_before_birth", "wage_unusual", "contract_end_before_departure"} <= {finding.rule for finding in found}
    assert not any(secret in said for secret in ("Siti", "3502184405889121", "2024-03-11", "2015-06-07", "'monthly_wage': 7"))


def test_checking_writes_no_file_and_opens_no_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert _found("complaints", {"complaint_type": None})
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_published_figures_are_checked_without_a_reporting_period() -> None:
    row = {
        "publisher": "BP2MI",
        "publication": "Laporan",
        "source_kind": "publisher",
        "published_on": dt.date(2025, 2, 6),
        "published_precision": "day",
        "measure": "placements_share",
        "basis": "national",
        "period_type": "year",
        "period_start": dt.date(2024, 1, 1),
        "period_end": dt.date(2024, 12, 31),
        "breakdown": "total",
        "members": {},
        "value": -1.5,
        "unit": "percent",
        "status": "final",
    }
    contract = load_contracts()["bp2mi_figures"]
    assert validate(contract, pd.DataFrame([row])).findings == ()
    wrong = [{**row, "measure": "placement"}, {**row, "period_end": dt.date(2023, 1, 1)}, {**row, "value": None}]
    found = {(one.index, one.rule, one.level) for one in validate(contract, pd.DataFrame(wrong)).findings}
    assert found == {(0, "label_unknown", "row"), (1, "figure_period_reversed", "row"), (2, "required_missing", "row")}


@pytest.mark.parametrize(
    ("expectation", "kwargs"),
    [
        ("expect_column_to_be_nice", {"column": "status"}),
        ("expect_column_values_to_be_between", {"column": "status", "minimum": 3}),
        ("expect_column_values_to_be_between", {"column": "status", "min_value": 3}),
    ],
)
def test_a_check_the_engine_cannot_run_is_named_with_its_contract(expectation: str, kwargs: Mapping[str, Any]) -> None:
    complaints = load_contracts()["complaints"]
    contract = dataclasses.replace(complaints, checks=(Check("date_after_period", expectation, kwargs, ()),))
    with pytest.raises(CatalogueError, match="date_after_period of the contract of complaints"):
        validate(contract, _frame("complaints", {}))
