"""Rotating the pseudonym key, through real workbooks and a real server."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from expectations.catalogue import CatalogueError, UsageError
from flows.forgetting import forget_nik
from flows.rekeying import rekey
from load.check import check
from load.warehouse import Warehouse
from tests.load.persons_inbox import NEIGHBOUR_NIK, NIK, Office, fill, office, register
from tests.load.test_undo import core_state

FIRST, SECOND = "the first secret of this test", "another secret, the second one"
KEYS = "SELECT person_key FROM vault.person UNION SELECT household_key FROM core.migrant_register WHERE household_key IS NOT NULL"
JOINED = "SELECT r.source_row, count(DISTINCT r.person_key) FROM core.migrant_register AS r GROUP BY 1 ORDER BY 1"


def under(secret: str, home: Path, warehouse: Warehouse) -> Office:
    return office(home, warehouse, pseudonym_key=SecretStr(secret))


@pytest.fixture
def filled(empty_warehouse: Warehouse, tmp_path: Path) -> Office:
    """An office that loaded the made inbox under the first secret, one person erased."""
    made = under(FIRST, tmp_path / "home", empty_warehouse)
    made.run(fill(tmp_path / "inbox"))
    forget_nik(made.settings, made.warehouse, NIK)
    return made


def december(folder: Path) -> Path:
    """The register of one month more."""
    (folder / "jenangan" / "paringan").mkdir(parents=True)
    register(period="DESEMBER 2024").save(folder / "jenangan" / "paringan" / "2024-12 pmi.xlsx")
    return folder


def test_no_key_of_the_old_secret_is_left_and_rows_of_a_person_stay_together(filled: Office) -> None:
    old, joined = set(filled.rows(KEYS)), filled.rows(JOINED)
    done = rekey(filled.settings, filled.warehouse, SECOND)
    new = set(filled.rows(KEYS))
    assert (done.persons, done.households, len(new), new & old) == (6, 1, len(old), set())
    assert filled.rows(JOINED) == joined
    assert [fault.id for fault in check(filled.warehouse) if fault.faults and fault.severity == "error"] == []
    assert filled.rows("SELECT kind, facts -> 'persons' FROM audit.privacy_event ORDER BY 1") == [("forget", None), ("rekey", 6)]


def test_a_run_under_the_new_key_joins_to_the_old_rows_and_one_under_the_old_key_is_refused(
    filled: Office, tmp_path: Path
) -> None:
    rekey(filled.settings, filled.warehouse, SECOND)
    with pytest.raises(CatalogueError) as refused:
        filled.run(december(tmp_path / "december"))
    assert refused.value.rule_id == "key_is_another"
    renewed = under(SECOND, filled.settings.home, filled.warehouse)
    (file,) = renewed.run(tmp_path / "december").files
    assert [finding.rule for finding in file.findings] == ["person_erased"]
    together = f"SELECT count(DISTINCT person_key), count(*) FROM vault.person WHERE nik = '{NEIGHBOUR_NIK}'"
    assert renewed.rows(together) == [(1, 1)]
    per_person = "SELECT count(*) FROM core.migrant_register WHERE source_row IN (4, 6) GROUP BY person_key"
    assert renewed.rows(per_person) == [(3,), (3,)]


def test_a_rotation_from_a_wrong_secret_changes_nothing(filled: Office) -> None:
    with filled.warehouse.connect("loader") as connection:
        connection.execute("DELETE FROM audit.key_fingerprint")
    before = core_state(filled.warehouse)
    with pytest.raises(CatalogueError) as refused:
        rekey(under(SECOND, filled.settings.home, filled.warehouse).settings, filled.warehouse, "a third secret for the test")
    assert refused.value.rule_id == "rekey_unproved"
    assert core_state(filled.warehouse) == before


def test_the_same_secret_and_a_short_one_are_refused(filled: Office) -> None:
    with pytest.raises(UsageError):
        rekey(filled.settings, filled.warehouse, FIRST)
    with pytest.raises(CatalogueError) as refused:
        rekey(filled.settings, filled.warehouse, "short")
    assert refused.value.rule_id == "pseudonym_key_short"


def test_a_home_that_made_its_own_key_goes_on_with_the_new_one(empty_warehouse: Warehouse, tmp_path: Path) -> None:
    made = office(tmp_path / "home", empty_warehouse)
    made.run(fill(tmp_path / "inbox"))
    assert rekey(made.settings, made.warehouse, SECOND).is_kept
    again = office(tmp_path / "home", empty_warehouse)
    assert [file.status for file in again.run(december(tmp_path / "december")).files] == ["loaded"]
