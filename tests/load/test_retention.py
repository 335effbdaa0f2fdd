"""The end of keeping: what goes, what stays, and what the office may decide."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from examples.generator.layouts.recipe import recipe
from examples.generator.submission import submit
from expectations.catalogue import CatalogueError
from expectations.contract import load_contracts
from extract.landing import LandingStore
from flows.retaining import Expired, end_retention, policy
from load.check import check
from load.facts import personal_table
from load.warehouse import Warehouse
from tests.flows.inboxes import put, village, workshop
from tests.load.persons_inbox import CHILD, NAME, Office, fill, office
from tests.load.test_undo import core_state

COUNTS = "SELECT period, migrants_active, departures, services FROM mart.village_month ORDER BY 1"
CHILDREN_OVER, REGISTER_OVER = dt.date(2027, 11, 1), dt.date(2029, 11, 1)


PERSONAL = {
    contract.dataset: table.name if (table := personal_table(contract)) else None for contract in load_contracts().values()
}
"""The table of `vault` that holds a dataset's personal fields, where it has any."""


def rows_of(of: Office, dataset: str) -> int:
    """Rows with personal fields of a dataset."""
    ((count,),) = of.rows(f"SELECT count(*) FROM {PERSONAL[dataset]}")
    return int(count)


@pytest.fixture
def filled(empty_warehouse: Warehouse, tmp_path: Path) -> Office:
    """Registers of October and November 2024, services and children of October."""
    made = office(tmp_path / "home", empty_warehouse)
    made.run(fill(tmp_path / "inbox"))
    return made


def end(of: Office, today: dt.date, *, is_dry_run: bool = False) -> Expired:
    return end_retention(of.settings, of.warehouse, today, is_dry_run=is_dry_run)


def kept_files(of: Office) -> set[str]:
    store = LandingStore(of.settings.home / "landing")
    kept = set(store.kept())
    return {origin.address.rpartition("/")[2] for sha, origin in store.origins() if sha in kept}


def test_nothing_goes_before_its_time(filled: Office) -> None:
    before = core_state(filled.warehouse)
    done = end(filled, dt.date(2027, 10, 31))
    assert (dict(done.rows), done.files, core_state(filled.warehouse)) == ({}, 0, before)


def test_childrens_data_goes_first_with_the_file_that_holds_it(filled: Office) -> None:
    done = end(filled, CHILDREN_OVER)
    assert (dict(done.rows), done.files, done.persons) == ({"migrant_children": 1}, 1, 0)
    assert kept_files(filled) == {"2024-10 pmi.xlsx", "2024-11 pmi.xlsx", "2024-10 layanan.csv"}
    assert filled.rows("SELECT count(*) FROM vault.migrant_children") == [(0,)]
    assert filled.rows("SELECT age, birth_year, person_key_weak FROM core.migrant_children") == [(10, None, True)]
    assert CHILD not in str(filled.rows("SELECT * FROM vault.person"))


def test_a_month_goes_when_its_time_is_over_and_the_next_stays_with_its_counts(filled: Office) -> None:
    counts = filled.rows(COUNTS)
    done = end(filled, REGISTER_OVER)
    assert dict(done.rows) == {"migrant_children": 1, "migrant_register": 3, "migration_services": 2}
    assert kept_files(filled) == {"2024-11 pmi.xlsx"}
    assert filled.rows(COUNTS) == counts
    assert filled.rows(f"SELECT period FROM vault.migrant_register WHERE full_name = '{NAME}'") == [(dt.date(2024, 11, 1),)]
    assert [fault.id for fault in check(filled.warehouse) if fault.faults and fault.severity == "error"] == []


def test_every_table_with_personal_data_is_emptied_when_its_time_is_over_and_not_a_day_before(
    empty_warehouse: Warehouse, tmp_path: Path
) -> None:
    shop, of = workshop("retention"), village(24)
    told = shop.report(of, shop.claim(of, dt.date(2026, 10, 1)))
    made = office(tmp_path / "home", empty_warehouse)
    made.run(put(submit(shop, told, recipe("L01_plain"), ["nik_letter"]), tmp_path / "inbox"))
    kept = {one.dataset: one.years for one in policy(dt.date.today(), {}) if PERSONAL.get(one.dataset)}
    assert all(rows_of(made, dataset) for dataset in kept), "every dataset has rows in this report"
    for years in sorted(set(kept.values())):
        due, first_day_over = [dataset for dataset in kept if kept[dataset] == years], dt.date(2026 + years, 11, 1)
        end(made, first_day_over - dt.timedelta(days=1))
        assert all(rows_of(made, dataset) for dataset in due), due
        end(made, first_day_over)
        assert not any(rows_of(made, dataset) for dataset in due), due
    assert made.rows("SELECT count(*) FROM vault.person WHERE nik IS NOT NULL") == [(0,)]
    assert made.rows("SELECT count(*) FROM vault.quarantine_value") == [(0,)]
    assert kept_files(made) == set()


def test_the_vault_holds_no_table_without_a_retention_of_its_own(filled: Office) -> None:
    tables = {name for (name,) in filled.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'vault'")}
    datasets = {name for name in tables if not name.startswith("personal_")} - {"person", "quarantine_value", "erased"}
    assert datasets == {dataset for dataset, table in PERSONAL.items() if table}
    assert {f"personal_{dataset}" for dataset in datasets} == {name for name in tables if name.startswith("personal_")}


def test_childrens_and_financial_data_are_specific_and_kept_shortest_or_as_long_as_the_rest() -> None:
    contracts = load_contracts()
    assert {field.privacy for field in contracts["migrant_children"].fields if field.privacy} == {"specific"}
    money = {field.name for contract in contracts.values() for field in contract.fields if field.privacy == "specific"}
    assert {"monthly_wage", "savings_total", "loan_balance"} <= money
    years = {contract.dataset: contract.retention_years for contract in contracts.values() if PERSONAL[contract.dataset]}
    assert years["migrant_children"] == min(years.values())


def test_a_dry_run_counts_and_changes_nothing(filled: Office) -> None:
    before, files = core_state(filled.warehouse), kept_files(filled)
    done = end(filled, REGISTER_OVER, is_dry_run=True)
    assert (done.rows.total(), done.files) == (6, 3)
    assert (core_state(filled.warehouse), kept_files(filled)) == (before, files)
    assert filled.rows("SELECT count(*) FROM audit.privacy_event") == [(0,)]


def test_files_that_gave_nothing_and_withheld_texts_go_after_a_year(filled: Office, tmp_path: Path) -> None:
    (tmp_path / "unread").mkdir()
    (tmp_path / "unread" / "catatan.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    assert [file.status for file in filled.run(tmp_path / "unread").files] == ["rejected"]
    longer = dict.fromkeys(("child", "financial", "personal", "register"), 99)
    patient = office(filled.settings.home, filled.warehouse, retention=longer)
    received = dt.date.today()
    assert end(patient, received).files == 0
    assert end(patient, dt.date(received.year + 2, 1, 1)).files == 1
    assert "catatan.csv" not in kept_files(filled)


def test_what_was_deleted_is_recorded_in_counts_and_a_second_run_finds_nothing(filled: Office) -> None:
    end(filled, CHILDREN_OVER)
    again = end(filled, CHILDREN_OVER)
    assert (again.rows.total(), again.files) == (0, 0)
    events = filled.rows("SELECT facts FROM audit.privacy_event WHERE kind = 'retention' ORDER BY event_id")
    assert events[0] == ({"rows": {"migrant_children": 1}, "texts": 0, "files": 1},)


def test_the_office_may_decide_otherwise_by_class() -> None:
    kept = {one.dataset: one for one in policy(dt.date(2026, 10, 15), {"child": 1})}
    assert (kept["migrant_children"].years, kept["migrant_children"].cutoff) == (1, dt.date(2025, 10, 1))
    assert (kept["migrant_register"].years, kept["migrant_register"].cutoff) == (5, dt.date(2021, 10, 1))


@pytest.mark.parametrize("overrides", [{"children": 2}, {"child": 0}])
def test_a_class_that_does_not_exist_and_no_time_at_all_are_refused(overrides: dict[str, int]) -> None:
    with pytest.raises(CatalogueError) as refused:
        policy(dt.date(2026, 10, 15), overrides)
    assert refused.value.rule_id == "retention_wrong"
