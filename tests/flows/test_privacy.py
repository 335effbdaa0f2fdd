"""No person of an inbox shows outside the vault and the landing store: not on the terminal, in logs, or in what is audited."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from examples.generator.layouts.recipe import recipe
from examples.generator.submission import submit
from tests.flows.command_line import Installation
from tests.flows.delivery import PERIOD, Delivered
from tests.flows.inboxes import put, village, workshop
from tests.flows.seen import all_text, select

NAMES = ("full_name", "client_name", "child_name", "leader", "reporter", "officer", "facilitator")
NUMBERS = ("nik", "kk_number", "passport_number", "family_contact")


@pytest.fixture(scope="module")
def persons(delivered: Delivered) -> set[str]:
    """Names and numbers of all persons of the delivery, as meant and as miswritten."""
    rows = [row for file in delivered.files for entry in file["datasets"].values() for row in entry["rows"]]
    said = {str(row["values"][name]) for row in rows for name in NAMES + NUMBERS if row["values"].get(name)}
    miswritten = {str(row["cell"]) for row in rows if row.get("field") in NUMBERS and row["cell"]}
    return {text for text in said | miswritten if len(text) > 4}


def shown_in(text: str, persons: Iterable[str]) -> list[str]:
    """Whole words only: other tests ask the shared server for persons of their own, whose names may begin alike."""
    return [person for person in persons if person in text and re.search(rf"\b{re.escape(person)}\b", text)]


def test_there_are_persons_to_protect(persons: set[str], delivered: Delivered) -> None:
    assert len(persons) > 300
    kept = {str(row["full_name"]) for row in select(delivered.warehouse, "dpo", "SELECT full_name FROM vault.migrant_register")}
    assert kept & persons


def test_the_run_prints_no_person(delivered: Delivered, persons: set[str]) -> None:
    for stage in delivered.stages:
        assert shown_in(stage.done.out, persons) == []
        assert shown_in(stage.done.err, persons) == []


@pytest.mark.parametrize("output", ["json", "csv", "table"])
def test_the_quarantine_shows_no_person(installation: Installation, delivered: Delivered, persons: set[str], output: str) -> None:
    done = installation.pmv("quarantine", "--format", output)
    assert len(done.out) > 1000
    assert shown_in(done.out + done.err, persons) == []


def test_no_audit_table_holds_a_person(delivered: Delivered, persons: set[str]) -> None:
    text = all_text(delivered.warehouse, "audit")
    assert "migrant_register" in text
    assert shown_in(text, persons) == []


def test_no_fact_holds_a_person(delivered: Delivered, persons: set[str]) -> None:
    assert shown_in(all_text(delivered.warehouse, "core"), persons) == []


def test_no_mart_holds_a_person(delivered: Delivered, persons: set[str]) -> None:
    assert shown_in(all_text(delivered.warehouse, "mart"), persons) == []


def test_nothing_below_the_home_but_landing_and_database_holds_a_person(
    installation: Installation, delivered: Delivered, persons: set[str]
) -> None:
    spared = {installation.home / "landing", installation.home / "warehouse" / "data"}
    files = [path for path in installation.home.rglob("*") if path.is_file() and not spared & set(path.parents)]
    assert any(path.suffix == ".log" for path in files)
    for path in files:
        assert shown_in(path.read_text(encoding="utf-8", errors="replace"), persons) == [], path


def test_the_values_that_were_withheld_are_in_the_vault_alone(delivered: Delivered) -> None:
    withheld = [
        row
        for file in delivered.files
        for entry in file["datasets"].values()
        for row in entry["rows"]
        if row.get("field") == "nik"
    ]
    written = {
        str(row["raw_value"]) for row in select(delivered.warehouse, "dpo", "SELECT raw_value FROM vault.quarantine_value")
    }
    assert {str(row["cell"]) for row in withheld if isinstance(row["cell"], str)} & written


def test_the_summary_on_the_terminal_shows_no_person(installation: Installation, delivered: Delivered, tmp_path: Path) -> None:
    """A first run with the summary instead of JSON: faults planted, so that there is something to tell."""
    shop, of = workshop("private"), village(20)
    made = submit(
        shop, shop.report(of, shop.claim(of, PERIOD)), recipe("L01_plain"), ["nik_letter", "nik_length_17", "sex_unknown"]
    )
    done = installation.pmv("run", "--inbox", str(put(made, tmp_path / "inbox")))
    rows = [row for file in made for entry in file.truth["datasets"].values() for row in entry["rows"]]
    own = {str(row["values"][name]) for row in rows for name in NAMES + NUMBERS if row["values"].get(name)}
    assert done.code == 0, done.err
    assert shown_in(done.out + done.err, own | {str(row["cell"]) for row in rows if row.get("field") == "nik"}) == []
