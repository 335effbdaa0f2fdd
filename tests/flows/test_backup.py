"""`pmv backup` and `pmv restore` as an operator types them: what comes back is what stood, and nothing is overwritten."""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from load import server
from tests.flows.command_line import Installation
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


def test_a_backup_is_not_restored_under_another_key(backup: Path, new: Installation) -> None:
    refused = new.pmv("restore", str(backup))
    assert (refused.code, "not the one the backup was made under" in refused.err) == (1, True)


@pytest.mark.parametrize("harm", ["cut", "changed", "other"])
def test_a_damaged_backup_is_refused_and_nothing_is_made(backup: Path, new: Installation, tmp_path: Path, harm: str) -> None:
    whole = backup.read_bytes()
    middle = len(whole) // 2
    harmed = {"cut": whole[:middle], "changed": whole[:middle] + b"!!!!" + whole[middle + 4 :], "other": b"PK not a tar"}
    (tmp_path / "harmed.tar").write_bytes(harmed[harm])
    refused = new.pmv("restore", str(tmp_path / "harmed.tar"))
    assert (refused.code, "not a backup of pmv, or parts of it" in refused.err) == (1, True)
    assert [path.name for path in new.home.iterdir()] == []


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
