"""`pmv backup` and `pmv restore` as an operator types them: what comes back is what stood, and nothing is overwritten."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from load import server
from tests.flows.command_line import REPOSITORY, Installation
from tests.load.persons_inbox import NIK, fill

CHECKSUM = "SELECT md5(string_agg(r::text, chr(10) ORDER BY r::text)) AS sum, count(*) AS n FROM {} AS r"
TABLES = (
    "core.fact_migrant_register",
    "core.migrant_register_history",
    "vault.person",
    "audit.sheet_balance",
    "mart.village_month",
)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with data, and its backup beside it."""
    home = tmp_path_factory.mktemp("old") / "home"
    installation = Installation(home)
    assert installation.pmv("run", "--inbox", str(fill(home.parent / "inbox"))).code == 0
    done = installation.pmv("backup", "-o", str(home.parent / "kept.tar"))
    assert (done.code, "received files" in done.out, "keys" in done.out) == (0, True, True), done.err
    yield installation
    server.stop(home)


@pytest.fixture(scope="module")
def backup(old: Installation) -> Path:
    return old.home.parent / "kept.tar"


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Installation]:
    """An installation where nothing happened yet."""
    yield Installation(tmp_path / "new")
    server.stop(tmp_path / "new")


def bring_keys(old: Installation, new: Installation) -> None:
    (new.home / "secrets").mkdir(parents=True, exist_ok=True)
    for kept in [*(old.home / "secrets").glob("*.key"), *(old.home / "secrets").glob("erasures.jsonl")]:
        shutil.copy(kept, new.home / "secrets" / kept.name)


def sums(installation: Installation) -> list[object]:
    return [installation.pmv("sql", "--as", "dpo", "--format", "json", CHECKSUM.format(table)).json for table in TABLES]


def test_what_is_restored_is_what_stood_and_goes_on_from_there(old: Installation, backup: Path, new: Installation) -> None:
    bring_keys(old, new)
    done = new.pmv("restore", str(backup))
    assert done.code == 0, done.err
    assert sums(new) == sums(old)
    assert new.pmv("warehouse", "check").code == 0
    again = new.pmv("run", "--inbox", str(old.home.parent / "inbox"), "--json")
    assert {file["status"] for file in again.json["files"]} == {"unchanged"}
    refused = new.pmv("restore", str(backup))
    assert (refused.code, "not empty" in refused.err) == (1, True)


@pytest.mark.parametrize("given", [{}, {"pseudonym_key": "quite another secret of somebody"}])
def test_a_backup_is_not_restored_under_another_key_and_nothing_is_made(
    backup: Path, new: Installation, given: dict[str, str]
) -> None:
    refused = new.pmv("restore", str(backup), **given)
    assert (refused.code, "not the one the backup was made under" in refused.err) == (1, True)
    assert not new.home.exists()


def test_a_landing_store_with_files_refuses_before_a_warehouse_is_made(
    old: Installation, backup: Path, new: Installation
) -> None:
    bring_keys(old, new)
    (new.home / "landing").mkdir()
    (new.home / "landing" / "origins.jsonl").write_text("{}\n", encoding="utf-8")
    refused = new.pmv("restore", str(backup))
    assert (refused.code, "not empty" in refused.err) == (1, True)
    assert {path.name for path in new.home.iterdir()} == {"secrets", "landing"}


def test_a_warehouse_that_was_prepared_and_never_loaded_takes_a_backup(
    old: Installation, backup: Path, new: Installation
) -> None:
    bring_keys(old, new)
    assert new.pmv("warehouse", "init").code == 0
    done = new.pmv("restore", str(backup))
    assert (done.code, sums(new) == sums(old)) == (0, True), done.err


def restore_killed_at(installation: Installation, backup: Path, step: str) -> None:
    """Restore in a process of its own that ends like one killed when it comes to a step."""
    code = f"import os, flows.restore as r; r.{step} = lambda *given: os._exit(9); from flows.cli import main; main()"
    environment = {**os.environ, "PMV_HOME": str(installation.home)}
    done = subprocess.run([sys.executable, "-c", code, "restore", str(backup)], env=environment, cwd=REPOSITORY, check=False)
    assert done.returncode == 9


@pytest.mark.parametrize(
    "step", ["restore_dump", "_demand_same_rows", "_put_landing", "upgrade", "forget_again", "note_finished"]
)
def test_a_restore_that_was_killed_is_finished_by_the_next(
    old: Installation, backup: Path, new: Installation, tmp_path: Path, step: str
) -> None:
    bring_keys(old, new)
    restore_killed_at(new, backup, step)
    inbox = fill(tmp_path / "inbox")
    for refused in (new.pmv("run", "--inbox", str(inbox)), new.pmv("sql", "SELECT 1"), new.pmv("doctor")):
        assert (refused.code, "was cut off" in refused.out + refused.err) == (1, True)
    done = new.pmv("restore", str(backup))
    assert (done.code, sums(new) == sums(old)) == (0, True), done.err
    assert {path.name for path in new.home.iterdir()} <= {"secrets", "landing", "warehouse", "logs"}
    again = new.pmv("run", "--inbox", str(old.home.parent / "inbox"), "--json")
    assert {file["status"] for file in again.json["files"]} == {"unchanged"}


def test_what_was_loaded_into_the_database_after_a_killed_restore_is_never_overwritten(
    old: Installation, backup: Path, new: Installation, tmp_path: Path
) -> None:
    bring_keys(old, new)
    restore_killed_at(new, backup, "forget_again")
    (new.home / "restoring.json").rename(tmp_path / "restoring.json")
    assert new.pmv("run", "--inbox", str(fill(tmp_path / "inbox"))).code == 0
    (tmp_path / "restoring.json").rename(new.home / "restoring.json")
    refused = new.pmv("restore", str(backup))
    assert (refused.code, "not empty" in refused.err) == (1, True)


@pytest.mark.parametrize("harm", ["cut", "changed", "other"])
def test_a_damaged_backup_is_refused_and_nothing_is_made(backup: Path, new: Installation, tmp_path: Path, harm: str) -> None:
    whole = backup.read_bytes()
    middle = len(whole) // 2
    harmed = {"cut": whole[:middle], "changed": whole[:middle] + b"!!!!" + whole[middle + 4 :], "other": b"PK not a tar"}
    (tmp_path / "harmed.tar").write_bytes(harmed[harm])
    refused = new.pmv("restore", str(tmp_path / "harmed.tar"))
    assert (refused.code, "not a backup of pmv, or parts of it" in refused.err) == (1, True)
    assert not new.home.exists()


def test_a_backup_holds_no_key_and_only_its_owner_reads_it(old: Installation, backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    with tarfile.open(backup) as archive:
        names = archive.getnames()
    assert not [name for name in names if "secret" in name or name.endswith(".key")]
    key = (old.home / "secrets" / "pseudonym.key").read_bytes()
    assert key not in backup.read_bytes()


def test_a_backup_that_cannot_be_written_leaves_nothing(old: Installation, tmp_path: Path) -> None:
    refused = old.pmv("backup", "-o", str(tmp_path / "nowhere" / "kept.tar"))
    assert (refused.code, "cannot be written" in refused.err, NIK in refused.err) == (1, True, False)
    assert list(tmp_path.iterdir()) == []
    missing = old.pmv("restore", str(tmp_path / "absent.tar"))
    assert (missing.code, "There is no file" in missing.err) == (1, True)


def test_who_was_forgotten_after_the_backup_stays_forgotten(
    old: Installation, backup: Path, new: Installation, tmp_path: Path
) -> None:
    (tmp_path / "nik").write_text(NIK, encoding="utf-8")
    assert old.pmv("forget", "--nik-file", str(tmp_path / "nik")).code == 0
    bring_keys(old, new)
    assert new.pmv("restore", str(backup)).code == 0
    left = new.pmv("sql", "--as", "dpo", "--format", "json", f"SELECT count(*) AS n FROM vault.person WHERE nik = '{NIK}'")
    assert left.json == [{"n": 0}]
    assert new.pmv("doctor").code == 0
