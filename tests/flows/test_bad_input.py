"""What goes wrong is said in one line: what it is and what to do. The exit code is as documented and nothing is half-loaded."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import re
import socket
from pathlib import Path
from typing import Any

import pytest

from examples.generator.faults import files as cases
from load.passwords import read_password
from load.warehouse import LOADER, Warehouse
from tests.flows.command_line import Done, Installation
from tests.flows.inboxes import put, report, village, workshop
from tests.flows.seen import select

MARCH, APRIL, MAY = dt.date(2026, 3, 1), dt.date(2026, 4, 1), dt.date(2026, 5, 1)
_OWN_VILLAGES = itertools.count(30)
KEY = "a secret of the tests that is long enough"


def said(done: Done, code: int) -> str:
    """The one line of a command that failed as it should."""
    assert done.code == code, done
    assert done.out == ""
    lines = done.err.strip().splitlines()
    assert len(lines) == 1, done.err
    assert lines[0].startswith("pmv: ")
    return lines[0]


def received(warehouse: Warehouse) -> tuple[int, int]:
    """Files and loads the warehouse has seen."""
    row = select(
        warehouse, "office", "SELECT (SELECT count(*) FROM audit.file) AS files, (SELECT count(*) FROM audit.load) AS loads"
    )[0]
    return row["files"], row["loads"]


def groups(warehouse: Warehouse, run: Any) -> set[tuple[str, str]]:
    """Village and month of the business groups the loads of a run brought."""
    query = f"SELECT village_code, period FROM core.business_groups WHERE load_id = ANY(ARRAY{run['loads']}::bigint[])"
    return {(row["village_code"], str(row["period"])[:7]) for row in select(warehouse, "office", query)}


# --- the run as a whole


def test_a_missing_inbox_is_said_before_anything_is_made(tmp_path: Path) -> None:
    nowhere, home = tmp_path / "nowhere", tmp_path / "home"
    line = said(Installation(home).pmv("run", "--inbox", str(nowhere)), 1)
    assert str(nowhere) in line
    assert "--inbox" in line
    assert not home.exists()


def test_an_empty_inbox_is_said(installation: Installation, warehouse: Warehouse, tmp_path: Path) -> None:
    before = received(warehouse)
    line = said(installation.pmv("run", "--inbox", str(tmp_path)), 1)
    assert str(tmp_path) in line
    assert "Put the files there" in line
    assert received(warehouse) == before


def test_a_run_without_any_source_is_wrong_usage(installation: Installation) -> None:
    assert "--inbox" in said(installation.pmv("run"), 2)


@pytest.mark.parametrize("option", ["--period", "--from", "--to"])
def test_a_month_that_is_none_is_wrong_usage(installation: Installation, tmp_path: Path, option: str) -> None:
    line = said(installation.pmv("run", "--inbox", str(tmp_path), option, "2026-13"), 2)
    assert "2026-13" in line
    assert "YYYY-MM" in line


def test_an_option_that_does_not_exist_is_wrong_usage(installation: Installation) -> None:
    done = installation.pmv("run", "--inbok", "x")
    assert done.code == 2
    assert "--inbok" in done.err
    assert "Traceback" not in done.err


def test_the_exit_code_reaches_the_shell(installation: Installation, tmp_path: Path) -> None:
    said(installation.pmv_alone("run", "--inbox", str(tmp_path / "nowhere")), 1)
    said(installation.pmv_alone("run"), 2)


@pytest.mark.parametrize(
    "url", ["mysql://127.0.0.1/pmv", "postgresql://u:geheim@127.0.0.1:port/pmv", "postgresql://u:geheim@[::1", "nonsense"]
)
def test_a_wrong_warehouse_address_is_said_without_its_password(installation: Installation, tmp_path: Path, url: str) -> None:
    (tmp_path / "a.csv").write_text("a;b\n")
    line = said(installation.pmv("run", "--inbox", str(tmp_path), warehouse_url=url, pseudonym_key=KEY), 1)
    assert "PMV_WAREHOUSE_URL" in line
    assert "geheim" not in line


def test_a_server_that_does_not_answer_is_said_without_its_password(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a;b\n")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # taken, but nobody listens
        url = f"postgresql://{LOADER}:geheim@127.0.0.1:{taken.getsockname()[1]}/pmv"
        line = said(installation.pmv("run", "--inbox", str(tmp_path), warehouse_url=url, pseudonym_key=KEY), 1)
    assert str(taken) not in line
    assert "127.0.0.1" in line
    assert "geheim" not in line


def test_a_refused_login_is_said_without_the_password(installation: Installation, warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a;b\n")
    url = f"postgresql://{LOADER}:geheim@127.0.0.1:{warehouse.address['port']}/pmv"
    line = said(installation.pmv("run", "--inbox", str(tmp_path), warehouse_url=url, pseudonym_key=KEY), 1)
    assert LOADER in line
    assert "geheim" not in line


def test_a_server_without_a_pseudonym_key_is_refused(empty_warehouse: Warehouse, tmp_path: Path) -> None:
    put([report(workshop("no key"), village(1), MARCH)], tmp_path / "inbox")
    done = Installation(tmp_path / "home").pmv("run", "--inbox", str(tmp_path / "inbox"), warehouse_url=address(empty_warehouse))
    assert "PMV_PSEUDONYM_KEY" in said(done, 1)
    assert received(empty_warehouse) == (0, 0)


@pytest.mark.parametrize("place", ["file", "proc"])
def test_a_home_that_cannot_be_written_is_said(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.csv").write_text("a;b\n")
    home = tmp_path / "file" / "home" if place == "file" else Path("/proc/pmv")
    line = said(Installation(home).pmv("run", "--inbox", str(tmp_path / "inbox")), 1)
    assert str(home) in line
    assert "PMV_HOME" in line


def test_a_setting_that_cannot_be_used_is_named(installation: Installation, tmp_path: Path) -> None:
    line = said(installation.pmv("run", "--inbox", str(tmp_path), batch_files="many"), 1)
    assert "PMV_BATCH_FILES" in line.upper()


def test_a_warehouse_that_fails_under_the_load_is_said_in_one_line(empty_warehouse: Warehouse, tmp_path: Path) -> None:
    put([report(workshop("broken"), village(1), MARCH)], tmp_path / "inbox")
    with empty_warehouse.connect("loader") as connection:
        connection.execute("DROP TABLE core.fact_business_groups CASCADE")
    server = Installation(tmp_path / "home", {"warehouse_url": address(empty_warehouse), "pseudonym_key": KEY})
    said(server.pmv("run", "--inbox", str(tmp_path / "inbox"), "--json"), 1)
    assert received(empty_warehouse) == (0, 0)


def address(warehouse: Warehouse) -> str:
    """The address of an embedded warehouse as one would name a server."""
    password = read_password(warehouse.home, LOADER)
    return (
        f"postgresql://{LOADER}:{password}@{warehouse.address['host']}:{warehouse.address['port']}/{warehouse.address['dbname']}"
    )


# --- one file among others


@pytest.fixture(scope="module")
def mixed(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """An inbox with one good file and one of each bad kind, run once: the entries of the report by the kind's name."""
    shop, inbox = workshop("mixed"), tmp_path_factory.mktemp("mixed")
    made = {
        "good": report(shop, village(1), MARCH),
        "locked": cases.locked(shop, village(2), MARCH)[0],
        "unknown sheet": cases.no_known_sheet(shop, village(3), MARCH)[0],
        "missing header": cases.required_column_absent(shop, village(4), MARCH)[0],
        "unknown village": cases.village_unknown(shop, village(5), MARCH)[0],
        "contradicting month": cases.period_contradicts(shop, village(6), MARCH)[0],
        "contradicting village": cases.village_contradicts(shop, village(7), MARCH)[0],
        "no month": cases.no_period(shop, village(8), MARCH)[0],
        "cut off": cases.truncated(shop, village(9), MARCH)[0],
        "empty": cases.empty(shop, village(10), MARCH)[0],
    }
    put(made.values(), inbox)
    (inbox / "unreadable.xlsx").symlink_to(inbox / "gone.xlsx")
    (inbox / "outside.xlsx").symlink_to("/etc/hostname")
    done = installation.pmv("run", "--inbox", str(inbox), "--json")
    assert done.code == 0, done.err
    entries = {entry["path"]: entry for entry in done.json["files"]}
    found = {name: entries[file.path.partition("/")[2]] for name, file in made.items()}
    links = {"unreadable": entries["unreadable.xlsx"], "outside": entries["outside.xlsx"]}
    return {**found, **links, "run": done.json, "made": made}


REASONS = {
    "locked": "file_password_protected",
    "unknown sheet": "file_without_known_sheet",
    "unknown village": "village_unknown",
    "contradicting month": "period_contradiction",
    "contradicting village": "village_contradiction",
    "no month": "period_missing",
    "cut off": "file_corrupt",
    "empty": "file_empty",
    "unreadable": "file_unreadable",
    "outside": "file_outside_inbox",
}


@pytest.mark.parametrize("kind", REASONS)
def test_a_file_that_cannot_be_taken_is_rejected_for_its_own_reason(mixed: dict[str, Any], kind: str) -> None:
    entry = mixed[kind]
    assert (entry["status"], entry["rule"]) == ("rejected", REASONS[kind])
    assert re.fullmatch(r"[^\n]{20,}", entry["reason"])
    assert sum(sheet["loaded"] for sheet in entry["sheets"]) == 0


def test_the_good_file_among_bad_ones_is_loaded(mixed: dict[str, Any], warehouse: Warehouse) -> None:
    good = mixed["made"]["good"].truth
    assert mixed["good"]["status"] == "loaded"
    assert (good["village_code"], "2026-03") in groups(warehouse, mixed["run"])


def test_nothing_of_a_rejected_file_is_loaded(mixed: dict[str, Any], warehouse: Warehouse) -> None:
    loads = mixed["run"]["loads"]
    rejected = {mixed[kind]["sha256"] for kind in REASONS}
    for dataset in ("migrant_register", "business_groups", "village_profile"):
        query = f"SELECT DISTINCT source_file FROM core.{dataset}_history WHERE load_id = ANY(ARRAY{loads}::bigint[])"
        assert not rejected & {row["source_file"] for row in select(warehouse, "office", query)}


def test_a_table_without_a_required_column_is_held_back_and_the_other_sheets_load(mixed: dict[str, Any]) -> None:
    entry, truth = mixed["missing header"], mixed["made"]["missing header"].truth
    counted = {sheet["dataset"]: (sheet["loaded"], sheet["quarantined"]) for sheet in entry["sheets"] if sheet["dataset"]}
    assert entry["status"] == "partial"
    assert counted.pop("migrant_register") == (0, len(truth["must_not_load"]))
    assert {name: loaded for name, (loaded, _) in counted.items()} == {
        name: len(each["rows"]) for name, each in truth["datasets"].items()
    }


def test_every_rejection_can_be_read_in_the_quarantine_in_both_languages(
    mixed: dict[str, Any], installation: Installation
) -> None:
    entries = installation.pmv("quarantine", "--format", "json").json
    for kind, rule in REASONS.items():
        own = [each for each in entries if (each["source_path"], each["rule"]) == (mixed[kind]["path"], rule)]
        assert own, kind
        assert all(each["level"] == "file" and each["advice_id"] and each["advice_en"] for each in own)


# --- what a run takes, and taking it again


@pytest.fixture
def two_months(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """An inbox with a village's reports of April and May; every test has a village of its own."""
    shop, of = workshop(request.node.name), village(next(_OWN_VILLAGES))
    return put([report(shop, of, APRIL), report(shop, of, MAY)], tmp_path / "inbox")


def months(run: Any) -> set[str]:
    return {entry["period"][:7] for entry in run["files"]}


@pytest.mark.parametrize(
    ("options", "taken"),
    [
        (["--period", "2026-04"], {"2026-04"}),
        (["--from", "2026-05"], {"2026-05"}),
        (["--to", "2026-04"], {"2026-04"}),
        (["--from", "2026-04", "--to", "2026-05"], {"2026-04", "2026-05"}),
    ],
)
def test_a_run_takes_the_months_asked_for(
    installation: Installation, warehouse: Warehouse, two_months: Path, options: list[str], taken: set[str]
) -> None:
    run = installation.pmv("run", "--inbox", str(two_months), "--json", *options).json
    assert months(run) == taken
    assert {month for _, month in groups(warehouse, run)} == taken


def test_a_month_left_out_is_taken_when_it_is_asked_for(installation: Installation, two_months: Path) -> None:
    installation.pmv("run", "--inbox", str(two_months), "--json", "--period", "2026-04")
    run = installation.pmv("run", "--inbox", str(two_months), "--json").json
    assert sorted(entry["status"] for entry in run["files"]) == ["loaded", "unchanged"]


def test_the_second_run_over_an_inbox_finds_it_unchanged(
    installation: Installation, warehouse: Warehouse, two_months: Path
) -> None:
    first = installation.pmv("run", "--inbox", str(two_months), "--json").json
    standing = groups(warehouse, first)
    second = installation.pmv("run", "--inbox", str(two_months), "--json").json
    assert {entry["status"] for entry in second["files"]} == {"unchanged"}
    assert second["balanced"] is True
    assert groups(warehouse, second) == set()
    assert groups(warehouse, first) == standing


def test_a_dry_run_says_what_would_happen_and_changes_nothing(
    installation: Installation, warehouse: Warehouse, two_months: Path
) -> None:
    before, kept = received(warehouse), landed(installation.home)
    run = installation.pmv("run", "--inbox", str(two_months), "--json", "--dry-run").json
    assert [entry["status"] for entry in run["files"]] == ["loaded", "loaded"]
    assert run["totals"]["loaded"] > 0
    assert (received(warehouse), landed(installation.home)) == (before, kept)


def test_a_dry_run_needs_and_makes_no_home(two_months: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert Installation(home).pmv("run", "--inbox", str(two_months), "--json", "--dry-run").code == 0
    assert not home.exists()


def landed(home: Path) -> set[str]:
    return {path.name for path in (home / "landing").rglob("*")}


def test_bytes_that_were_rejected_under_one_name_are_taken_under_another(installation: Installation, tmp_path: Path) -> None:
    wrong, right = cases.period_contradicts(workshop("renamed"), village(12), MARCH)
    first = installation.pmv("run", "--inbox", str(put([wrong], tmp_path / "first")), "--json").json
    second = installation.pmv("run", "--inbox", str(put([right], tmp_path / "second")), "--json").json
    assert [entry["status"] for entry in (*first["files"], *second["files"])] == ["rejected", "loaded"]
    assert first["files"][0]["sha256"] == second["files"][0]["sha256"]
    still_open = installation.pmv("quarantine", "--format", "json").json
    assert second["files"][0]["sha256"] not in {entry["source_file"] for entry in still_open}


def test_a_single_file_can_be_named_as_the_inbox(installation: Installation, tmp_path: Path) -> None:
    file = dataclasses.replace(report(workshop("single"), village(13), MARCH))
    inbox = put([file], tmp_path)
    run = installation.pmv("run", "--inbox", str(next(inbox.glob("*.xlsx"))), "--json").json
    assert [entry["status"] for entry in run["files"]] == ["loaded"]
