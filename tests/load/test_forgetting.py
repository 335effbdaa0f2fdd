"""Erasing a person, through real workbooks, the real pipeline and a real server."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from expectations.catalogue import CatalogueError, UsageError
from extract.landing import LandingStore
from extract.redaction import ERASED
from extract.workbook import read_workbook
from flows.forgetting import Forgotten, forget_key, forget_nik, nik_from
from load.check import check
from load.searching import blot_out
from load.undo import undo
from load.warehouse import Warehouse
from tests.load.persons_inbox import NAME, NEIGHBOUR, NEIGHBOUR_NIK, NIK, PASSPORT, Office, everywhere, fill, office, register

PEOPLE = "SELECT period, source_row, sex, status, destination, departure_date FROM core.migrant_register ORDER BY 1, 2"


@pytest.fixture
def filled(empty_warehouse: Warehouse, tmp_path: Path) -> Office:
    """An office that loaded the made inbox."""
    made = office(tmp_path / "home", empty_warehouse)
    report = made.run(fill(tmp_path / "inbox"))
    assert [file.status for file in report.files] == ["loaded"] * 4
    return made


def forget(of: Office) -> Forgotten:
    done = forget_nik(of.settings, of.warehouse, NIK)
    assert done.is_gone
    return done


def test_the_person_is_gone_and_the_search_says_where_it_looked(filled: Office) -> None:
    assert len(everywhere(filled, NIK)) == 3
    done = forget(filled)
    assert dict(done.erased) == {"migrant_register": 2, "migration_services": 1}
    assert (done.swept.searched, len(done.swept.redacted), len(done.origins)) == (4, 3, 3)
    assert {"vault.person", "vault.personal_migrant_register", "core.dim_region", "audit.file", "landing", "logs"} <= set(
        done.found
    )
    assert everywhere(filled, NIK) + everywhere(filled, PASSPORT) + everywhere(filled, NAME) == []
    assert filled.rows("SELECT DISTINCT full_name FROM vault.migrant_register ORDER BY 1") == [(NEIGHBOUR,), ("Siti Rohmah",)]


def test_what_is_counted_stays_and_nothing_that_leads_back(filled: Office) -> None:
    counts = "SELECT period, migrants_active, departures, services FROM mart.village_month ORDER BY 1"
    before, people = filled.rows(counts), filled.rows(PEOPLE)
    (key,) = filled.rows(f"SELECT DISTINCT person_key FROM vault.migrant_register WHERE nik = '{NIK}'")[0]
    forget(filled)
    assert (filled.rows(counts), filled.rows(PEOPLE)) == (before, people)
    left = "SELECT birth_year, household_key, hamlet, person_key_weak FROM core.migrant_register WHERE source_row = 5"
    assert filled.rows(left) == [(None, None, None, True)] * 2
    assert filled.rows(f"SELECT count(*) FROM core.migrant_register_history WHERE person_key = '{key}'") == [(0,)]
    assert [fault.id for fault in check(filled.warehouse) if fault.faults and fault.severity == "error"] == []


def test_other_rows_and_their_places_in_the_redacted_copy_are_untouched(filled: Office, tmp_path: Path) -> None:
    forget(filled)
    store = LandingStore(filled.settings.home / "landing")
    (sha,) = (sha for sha, origin in store.origins() if origin.address.endswith("2024-10 pmi.xlsx"))
    assert store.is_redacted(sha)
    was = read_workbook((tmp_path / "inbox/jenangan/paringan/2024-10 pmi.xlsx").read_bytes(), "pmi.xlsx").sheets[0].cells
    now = read_workbook(store.open(sha), "pmi.xlsx").sheets[0].cells
    assert [now[row] for row in (0, 1, 2, 3, 5)] == [was[row] for row in (0, 1, 2, 3, 5)]
    kept = [cell for cell in now[4] if cell != ""]
    assert kept == [ERASED, "P", "Hong Kong", was[4][9], "Aktif"]


def test_the_same_bytes_again_are_unchanged_and_a_new_file_loads_without_the_person(filled: Office, tmp_path: Path) -> None:
    forget(filled)
    assert [file.status for file in filled.run(tmp_path / "inbox").files] == ["unchanged"] * 4
    folder = tmp_path / "december" / "jenangan" / "paringan"
    folder.mkdir(parents=True)
    register(period="DESEMBER 2024").save(folder / "2024-12 pmi.xlsx")
    (file,) = filled.run(tmp_path / "december").files
    assert (file.status, [(finding.rule, finding.row) for finding in file.findings]) == ("loaded", [("person_erased", 5)])
    assert [balance.loaded for balance in file.balances if balance.dataset] == [3]
    assert filled.rows("SELECT migrants_active FROM mart.village_month WHERE period = '2024-12-01'") == [(3,)]
    assert filled.rows(f"SELECT count(*) FROM vault.person WHERE nik = '{NIK}'") == [(0,)]
    assert everywhere(filled, NIK) + everywhere(filled, NAME) == []


def test_a_later_file_that_mentions_the_person_loads_without_the_mention(filled: Office, tmp_path: Path) -> None:
    forget(filled)
    folder = tmp_path / "december" / "jenangan" / "paringan"
    folder.mkdir(parents=True)
    book = register(period="DESEMBER 2024", person="Yuni Astuti", nik=None)
    book.worksheets[0]["L4"] = f"suami dari {NIK}"
    book.worksheets[0]["C6"] = f"{NIK}7"
    book.save(folder / "2024-12 pmi.xlsx")
    filled.run(tmp_path / "december")
    december = "SELECT full_name, nik, remark FROM vault.migrant_register WHERE period = '2024-12-01' ORDER BY source_row"
    mine, yours, hers = filled.rows(december)
    assert (mine, yours[0], hers[:2]) == ((NEIGHBOUR, NEIGHBOUR_NIK, None), "Yuni Astuti", ("Siti Rohmah", None))
    assert filled.rows("SELECT count(*) FROM vault.quarantine_value") == [(0,)]
    assert everywhere(filled, NIK) == []
    assert "2024-12 pmi.xlsx" in str(everywhere(filled, NEIGHBOUR_NIK))


def test_a_number_in_the_wrong_column_of_a_later_file_is_the_persons_own_row(filled: Office, tmp_path: Path) -> None:
    forget(filled)
    folder = tmp_path / "december" / "jenangan" / "paringan"
    folder.mkdir(parents=True)
    book = register(period="DESEMBER 2024", person="Yuni Astuti", nik=None)
    book.worksheets[0]["D5"], book.worksheets[0]["G6"] = NIK, NIK
    book.save(folder / "2024-12 pmi.xlsx")
    (file,) = filled.run(tmp_path / "december").files
    assert [finding.row for finding in file.findings if finding.rule == "person_erased"] == [5, 6]
    names = filled.rows("SELECT full_name FROM vault.migrant_register WHERE period = '2024-12-01' AND full_name <> ''")
    assert names == [(NEIGHBOUR,)]
    assert everywhere(filled, NIK) + everywhere(filled, "Yuni Astuti") == []


def test_a_report_without_the_nik_does_not_bring_the_person_back(filled: Office, tmp_path: Path) -> None:
    forget(filled)
    folder = tmp_path / "december" / "jenangan" / "paringan"
    folder.mkdir(parents=True)
    register(period="DESEMBER 2024", nik=None).save(folder / "2024-12 pmi.xlsx")
    (file,) = filled.run(tmp_path / "december").files
    assert [finding.rule for finding in file.findings] == ["person_erased"]
    assert filled.rows(f"SELECT count(*) FROM vault.migrant_register WHERE full_name = '{NAME}'") == [(0,)]
    assert everywhere(filled, NAME) == []


def test_undoing_the_loads_and_taking_the_files_again_does_not_bring_the_person_back(filled: Office, tmp_path: Path) -> None:
    forget(filled)
    for (load_id,) in filled.rows("SELECT load_id FROM audit.load ORDER BY 1 DESC"):
        undo(filled.warehouse, load_id)
    assert filled.rows("SELECT count(*) FROM vault.person") == [(0,)]
    people = filled.rows(PEOPLE)
    assert people == []
    report = filled.run(tmp_path / "inbox")
    assert {finding.rule for file in report.files for finding in file.findings} >= {"person_erased"}
    assert len(filled.rows(PEOPLE)) == 6
    assert everywhere(filled, NAME) == []
    assert filled.rows(f"SELECT count(*) FROM vault.person WHERE nik = '{NIK}'") == [(0,)]


def test_rows_whose_number_was_withheld_or_lost_its_last_digit_are_found_too(filled: Office, tmp_path: Path) -> None:
    folder = tmp_path / "more" / "jenangan" / "paringan"
    folder.mkdir(parents=True)
    shared = register(period="SEPTEMBER 2024")
    shared.active["C4"] = NIK
    shared.save(folder / "2024-09 pmi.xlsx")
    register(period="AGUSTUS 2024", nik=float(NIK[:-1] + "0")).save(folder / "2024-08 pmi.xlsx")
    assert {file.status for file in filled.run(tmp_path / "more").files} == {"partial"}
    assert filled.rows("SELECT count(*) FROM vault.quarantine_value") == [(3,)]
    done = forget(filled)
    assert (done.texts, filled.rows("SELECT count(*) FROM vault.quarantine_value")) == (3, [(0,)])
    assert filled.rows(f"SELECT count(*) FROM vault.migrant_register WHERE full_name = '{NAME}'") == [(0,)]


def test_a_number_mentioned_in_another_persons_row_goes_and_the_other_person_stays(filled: Office, tmp_path: Path) -> None:
    folder = tmp_path / "more" / "jenangan" / "paringan"
    folder.mkdir(parents=True)
    book = register(period="SEPTEMBER 2024")
    book.worksheets[0]["L4"] = f"suami dari {NIK}"
    book.save(folder / "2024-09 pmi.xlsx")
    filled.run(tmp_path / "more")
    forget(filled)
    neighbour = "SELECT nik, remark FROM vault.migrant_register WHERE source_row = 4 AND period = '2024-09-01'"
    assert filled.rows(neighbour) == [(NEIGHBOUR_NIK, None)]
    assert everywhere(filled, NIK) == []
    assert "2024-09 pmi.xlsx" in str(everywhere(filled, NEIGHBOUR_NIK))


def test_a_number_in_the_wrong_column_of_a_row_without_nik_is_the_persons_own(filled: Office, tmp_path: Path) -> None:
    folder = tmp_path / "more" / "jenangan" / "paringan"
    folder.mkdir(parents=True)
    book = register(period="SEPTEMBER 2024", person="Yuni Astuti", nik=None)
    book.worksheets[0]["D5"] = NIK
    book.save(folder / "2024-09 pmi.xlsx")
    filled.run(tmp_path / "more")
    forget(filled)
    assert everywhere(filled, "Yuni Astuti") == []
    names = "SELECT full_name FROM vault.migrant_register WHERE period = '2024-09-01' ORDER BY 1"
    assert filled.rows(names) == [(NEIGHBOUR,), ("Siti Rohmah",)]


def test_a_person_without_nik_is_erased_by_the_key(filled: Office) -> None:
    (key,) = filled.rows("SELECT DISTINCT person_key FROM vault.migrant_register WHERE full_name = 'Siti Rohmah'")[0]
    assert forget_key(filled.settings, filled.warehouse, key).is_gone
    assert filled.rows("SELECT count(*) FROM vault.migrant_register WHERE full_name = 'Siti Rohmah'") == [(0,)]
    with pytest.raises(CatalogueError, match="no person with this key"):
        forget_key(filled.settings, filled.warehouse, key)


def test_a_person_who_is_not_there_yet_stays_out(empty_warehouse: Warehouse, tmp_path: Path) -> None:
    new = office(tmp_path / "home", empty_warehouse)
    assert sum(forget(new).erased.values()) == 0
    new.run(fill(tmp_path / "inbox"))
    assert everywhere(new, NIK) == []
    assert new.rows(f"SELECT count(*) FROM vault.person WHERE nik = '{NIK}'") == [(0,)]


def test_a_run_under_another_key_stops_before_it_doubles_every_person(filled: Office, tmp_path: Path) -> None:
    other = office(tmp_path / "other", filled.warehouse)
    with pytest.raises(CatalogueError) as stopped:
        other.run(tmp_path / "inbox")
    assert stopped.value.rule_id == "key_is_another"


def test_what_was_done_is_recorded_in_counts(filled: Office) -> None:
    forget(filled)
    ((kind, facts),) = filled.rows("SELECT kind, facts FROM audit.privacy_event", "office")
    assert (kind, facts) == ("forget", {"rows": 3, "files": 3, "texts": 0})


@pytest.mark.parametrize("text", ["", "350218", f"{NIK}\n{NIK}", "Sri Wahyuningtyas"])
def test_anything_but_one_nik_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        nik_from(text)
    assert not text or text not in str(refused.value)


def test_a_nik_may_be_written_with_separators() -> None:
    assert nik_from("3502.1845.0588.9001\n") == NIK


def test_a_log_is_blotted_in_place_also_across_the_pieces_it_is_read_in(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_bytes(b"-" * ((1 << 20) - 5) + NIK.encode() + b" end " + NIK.encode())
    size = log.stat().st_size
    assert blot_out([log], [NIK]) == 2
    assert (NIK.encode() in log.read_bytes(), log.stat().st_size) == (False, size)


def test_the_workbook_of_the_test_holds_the_number_where_no_cell_shows_it(tmp_path: Path) -> None:
    register().save(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert NIK in book.worksheets[0]["B4"].comment.text
