"""`pmv forget`, `rekey`, `retention` and `warehouse user` as an officer types them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from load import server
from tests.flows.command_line import Installation
from tests.load.persons_inbox import NAME, NIK, fill


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation of its own that took the made inbox: keys are rotated here."""
    home = tmp_path_factory.mktemp("own_home")
    installation = Installation(home)
    assert installation.pmv("run", "--inbox", str(fill(home / "inbox"))).code == 0
    yield installation
    server.stop(home)


def test_a_nik_is_never_an_argument_and_never_printed(own: Installation, tmp_path: Path) -> None:
    assert own.pmv("forget", NIK).code == 2
    assert own.pmv("forget").code == 2
    wrong = tmp_path / "wrong"
    wrong.write_text("35021845", encoding="utf-8")
    refused = own.pmv("forget", "--nik-file", str(wrong))
    assert (refused.code, "exactly one NIK" in refused.err, "35021845" in refused.err) == (2, True, False)


def test_forgetting_says_what_it_erased_and_searched_in_counts(own: Installation, tmp_path: Path) -> None:
    file = tmp_path / "nik"
    file.write_text(f"{NIK}\n", encoding="utf-8")
    done = own.pmv("forget", "--nik-file", str(file))
    assert done.code == 0, done.err
    assert "rows of migrant_register" in done.out
    assert "4 files of the landing store" in done.out
    assert not {NIK, NAME} & set(done.out.split("\n"))
    left = own.pmv("sql", f"SELECT count(*) AS n FROM vault.person WHERE nik = '{NIK}'", "--as", "dpo", "--format", "json")
    assert left.json == [{"n": 0}]
    assert own.pmv("forget", "--person-key", "0" * 32).code == 1


def test_what_a_restored_landing_store_brings_back_is_said_and_erased_again(
    own: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    assert "nobody is back" in own.pmv("doctor").out
    (original,) = (own.home / "inbox").rglob("2024-10 pmi.xlsx")
    kept = own.home / "landing" / (sha := hashlib.sha256(original.read_bytes()).hexdigest())[:2] / sha
    kept.write_bytes(original.read_bytes())
    said = own.pmv("doctor")
    assert (said.code, "older than an erasure" in said.out) == (1, True)
    assert own.pmv("forget", "--again").out == "0 persons and 1 received files were back and are erased again\n"
    assert "nobody is back" in own.pmv("doctor").out


def test_a_rotated_key_is_the_homes_own_from_then_on(own: Installation, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("a new secret for this one home\n", encoding="utf-8")
    counting = (
        "SELECT (SELECT count(*) FROM vault.person WHERE nik IS NOT NULL) AS identified, "
        "(SELECT count(DISTINCT household_key) FROM core.fact_migrant_register) AS households"
    )
    (before,) = own.pmv("sql", counting, "--as", "dpo", "--format", "json").json
    said = own.pmv("rekey", "--new-key-file", str(key)).out
    persons, households = (int(word) for word in said.split() if word.isdigit())
    assert persons >= before["identified"] > 0
    assert households == before["households"] > 0
    (retired,) = (own.home / "secrets").glob("pseudonym.key.until-*")
    assert (retired.read_text() != key.read_text(), retired.stat().st_mode & 0o077) == (True, 0)
    again = own.pmv("run", "--inbox", str(own.home / "inbox"), "--json")
    assert (again.code, {file["status"] for file in again.json["files"]}) == (0, {"unchanged"})
    other = own.pmv("run", "--inbox", str(own.home / "inbox"), pseudonym_key="yet another secret, a wrong one")
    assert (other.code, "not the one this warehouse was filled with" in other.err) == (1, True)


def test_retention_counts_before_it_deletes(own: Installation) -> None:
    dry = own.pmv("retention", "--dry-run", retention=json.dumps({"child": 1, "personal": 99, "financial": 99}))
    assert dry.code == 0, dry.err
    assert "nothing deleted" in dry.out
    assert own.pmv("retention", retention=json.dumps({"children": 1})).code == 1


def test_an_account_is_made_listed_and_removed(own: Installation) -> None:
    made = own.pmv("warehouse", "user", "add", "anna", "--role", "bi", "--regency", "35.02")
    assert (made.code, len(made.out.strip())) == (0, 32), made.err
    (listed,) = own.pmv("warehouse", "user", "list", "--format", "json").json
    assert (listed["name"], listed["role"], listed["region_code"]) == ("anna", "pmv_bi", "35.02")
    assert own.pmv("warehouse", "user", "rotate", "anna").out != made.out
    assert own.pmv("warehouse", "user", "remove", "anna").code == 0
    assert own.pmv("warehouse", "user", "remove", "anna").code == 2
