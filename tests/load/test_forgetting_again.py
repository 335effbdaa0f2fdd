"""Erased persons stay erased when warehouse and landing store are put back from a backup that still knows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from expectations.catalogue import CatalogueError
from extract.landing import LandingStore
from flows.forgetting import forget_key, forget_nik
from flows.forgetting_again import ForgottenAgain, demand_none_back, forget_again
from flows.rekeying import rekey
from flows.replay import replay
from load.searching import rows_with
from load.warehouse import Warehouse
from tests.load.persons_inbox import NAME, NEIGHBOUR_NIK, NIK, PASSPORT, Office, everywhere, fill, office
from tests.load.restoring import Backup, back_up

FIRST, SECOND = "the first secret of this test", "another secret, the second one"
COUNTS = "SELECT period, migrants_active, departures, services FROM mart.village_month ORDER BY 1"


@pytest.fixture
def filled(empty_warehouse: Warehouse, tmp_path: Path) -> Office:
    """An office that loaded the made inbox."""
    made = office(tmp_path / "home", empty_warehouse, pseudonym_key=SecretStr(FIRST))
    made.run(fill(tmp_path / "inbox"))
    return made


@pytest.fixture
def backup(filled: Office, tmp_path: Path) -> Iterator[Backup]:
    """A backup made before anybody was erased."""
    made = back_up(filled, tmp_path / "backup")
    yield made
    made.discard()


def traces(of: Office, *texts: str) -> list[str]:
    """Where one of these texts still stands: tables, and files of the landing store."""
    tables = [place for place, count in rows_with(of.warehouse, texts).items() if count]
    return [*tables, *(name for text in texts for name in everywhere(of, text))]


def next_month(folder: Path) -> Path:
    """An inbox that has nothing to do with the person."""
    (folder / "jenangan" / "paringan").mkdir(parents=True)
    text = "No;Tanggal;Nama;NIK;L/P;Jenis Layanan\n1;03/12/2024;Wahyudi;;L;Dokumen\n"
    (folder / "jenangan" / "paringan" / "2024-12 layanan.csv").write_text(text, encoding="utf-8")
    return folder


def test_the_next_run_after_a_restore_erases_the_person_again(filled: Office, backup: Backup, tmp_path: Path) -> None:
    forget_nik(filled.settings, filled.warehouse, NIK)
    counts = filled.rows(COUNTS)
    backup.put_back_warehouse()
    backup.put_back_landing()
    assert {"vault.person", "vault.personal_migrant_register"} < set(traces(filled, NIK))
    filled.run(next_month(tmp_path / "december"))
    assert traces(filled, NIK, NAME, PASSPORT) == []
    assert filled.rows(COUNTS)[:2] == counts
    assert demand_none_back(filled.settings, filled.warehouse) > 0


def test_a_replay_after_a_restore_does_not_bring_the_person_back(filled: Office, backup: Backup) -> None:
    forget_nik(filled.settings, filled.warehouse, NIK)
    backup.put_back_warehouse()
    backup.put_back_landing()
    ((load_id,),) = filled.rows("SELECT max(load_id) FROM audit.load")
    replay(filled.settings, filled.warehouse, load_id, lambda what, done, total: None)
    assert traces(filled, NIK, NAME, PASSPORT) == []


def test_only_what_was_cut_out_goes_from_a_file_that_came_back(filled: Office, backup: Backup) -> None:
    forget_nik(filled.settings, filled.warehouse, NIK)
    store = LandingStore(filled.settings.home / "landing")
    redacted = {sha: store.open(sha) for sha in store.kept()}
    backup.put_back_landing()
    assert len(everywhere(filled, NIK)) == 3
    assert forget_again(filled.settings, filled.warehouse) == ForgottenAgain(persons=0, files=3)
    assert {sha: store.open(sha) for sha in store.kept()} == redacted
    assert everywhere(filled, NEIGHBOUR_NIK) != []


def test_a_person_without_nik_is_erased_again_too(filled: Office, backup: Backup) -> None:
    (key,) = filled.rows("SELECT DISTINCT person_key FROM vault.migrant_register WHERE full_name = 'Siti Rohmah'")[0]
    forget_key(filled.settings, filled.warehouse, key)
    backup.put_back_warehouse()
    backup.put_back_landing()
    assert forget_again(filled.settings, filled.warehouse) == ForgottenAgain(persons=1, files=2)
    assert traces(filled, "Siti Rohmah", key) == []


def test_the_doctor_says_who_came_back_until_it_is_mended(filled: Office, backup: Backup) -> None:
    assert demand_none_back(filled.settings, filled.warehouse) == 0
    forget_nik(filled.settings, filled.warehouse, NIK)
    backup.put_back_warehouse()
    with pytest.raises(CatalogueError) as said:
        demand_none_back(filled.settings, filled.warehouse)
    assert said.value.rule_id == "erased_are_back"
    assert forget_again(filled.settings, filled.warehouse) == ForgottenAgain(persons=1, files=0)
    assert forget_again(filled.settings, filled.warehouse) == ForgottenAgain()


def test_a_home_that_does_not_know_of_an_erasure_is_told_so(filled: Office) -> None:
    forget_nik(filled.settings, filled.warehouse, NIK)
    filled.settings.erasure_ledger_file.unlink()
    with pytest.raises(CatalogueError) as said:
        demand_none_back(filled.settings, filled.warehouse)
    assert said.value.rule_id == "erasure_ledger_behind"
    forget_nik(filled.settings, filled.warehouse, NIK)
    (missed,) = filled.rows("SELECT count(*) FROM vault.erased")
    assert missed == (2,)  # the NIK, and the name with village and birth date


def test_a_backup_from_before_a_rotation_is_rotated_first_and_then_the_person_goes(
    filled: Office, backup: Backup, tmp_path: Path
) -> None:
    forget_nik(filled.settings, filled.warehouse, NIK)
    rekey(filled.settings, filled.warehouse, SECOND)
    renewed = office(filled.settings.home, filled.warehouse, pseudonym_key=SecretStr(SECOND))
    backup.put_back_warehouse()
    backup.put_back_landing()
    with pytest.raises(CatalogueError) as refused:
        renewed.run(next_month(tmp_path / "december"))
    assert refused.value.rule_id == "key_is_another"
    rekey(filled.settings, filled.warehouse, SECOND)
    renewed.run(tmp_path / "december")
    assert traces(renewed, NIK, NAME, PASSPORT) == []


def test_the_ledger_names_nobody_and_lies_where_it_is_told(empty_warehouse: Warehouse, tmp_path: Path) -> None:
    ledger = tmp_path / "elsewhere" / "ledger"
    made = office(tmp_path / "home", empty_warehouse, erasure_ledger=ledger)
    made.run(fill(tmp_path / "inbox"))
    forget_nik(made.settings, made.warehouse, NIK)
    said = ledger.read_text()
    assert not [text for text in (NIK, NAME, PASSPORT, "Paringan", "DATA PMI", "2024-10") if text.lower() in said.lower()]
    assert ledger.stat().st_mode & 0o077 == 0
    assert not (tmp_path / "home" / "secrets" / "erasures.jsonl").exists()


def test_a_ledger_of_another_key_or_none_is_refused(filled: Office) -> None:
    forget_nik(filled.settings, filled.warehouse, NIK)
    other = office(filled.settings.home, filled.warehouse, erasure_key=SecretStr("not the key it was made under"))
    with pytest.raises(CatalogueError) as refused:
        forget_again(other.settings, other.warehouse)
    assert refused.value.rule_id == "key_is_another"
    filled.settings.erasure_ledger_file.write_text("rubbish")
    with pytest.raises(CatalogueError) as unusable:
        forget_again(filled.settings, filled.warehouse)
    assert unusable.value.rule_id == "erasure_ledger_unusable"


def test_a_line_cut_by_a_crash_spoils_no_other(filled: Office) -> None:
    forget_nik(filled.settings, filled.warehouse, NIK)
    ledger = filled.settings.erasure_ledger_file
    noted = demand_none_back(filled.settings, filled.warehouse)
    with ledger.open("a") as file:
        file.write('{"person": "abc')
    forget_nik(filled.settings, filled.warehouse, NEIGHBOUR_NIK)
    assert demand_none_back(filled.settings, filled.warehouse) > noted
