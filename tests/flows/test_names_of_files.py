"""A person's name in the name of a file, a sheet or a column is masked from the reading on, and the file stays what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from extract.bytes_search import bytes_hold
from extract.landing import LandingStore
from load.warehouse import Warehouse
from tests.flows.command_line import Done, Installation
from tests.flows.inboxes import village
from tests.flows.seen import all_text, select

VILLAGE = village(24)
HEAD = ("No", "Nama", "NIK", "L/P", "Tgl Lahir", "Dusun", "Status")
PERSON, NIK = "Sulastri Wulandari", "3502184505889101"
NEIGHBOUR = "Juni Prihandoko"
OFFICER = "Handayaningsih"
HIDDEN = ("Sulastri", "Wulandari", "Prihandoko", OFFICER)
"""Words of persons; the first name of the neighbour is a month and stays."""


def rows(*persons: str) -> list[list[object]]:
    known = {PERSON: NIK}
    return [[n, name, known.get(name), "P", "05/05/1988", "Krajan", "Aktif"] for n, name in enumerate(persons, 1)]


def register(place: Path, month: str, sheets: dict[str, Sequence[Sequence[object]]], head: Sequence[str] = HEAD) -> None:
    """A register of one village with these sheets."""
    book = openpyxl.Workbook()
    for name, persons in sheets.items():
        page = book.create_sheet(name)
        lines = [[f"DATA PMI DESA {VILLAGE.name} KECAMATAN {VILLAGE.district}"], [f"BULAN {month}"], head, *persons]
        for line in lines:
            page.append(list(line))
    del book["Sheet"]
    place.parent.mkdir(parents=True, exist_ok=True)
    book.save(place)


def write_inbox(folder: Path) -> Path:
    """Five files: each is named after somebody, and one column is."""
    first = folder / f"Laporan Bu {PERSON} {VILLAGE.name} Oktober 2024.xlsx"
    register(first, "OKTOBER 2024", {"DATA PMI": rows(NEIGHBOUR), "Data Bu Sulastri": rows(PERSON)})
    own = f"{NEIGHBOUR.replace(' ', '_')}.xlsx"
    register(
        folder / own, "NOVEMBER 2024", {NEIGHBOUR: rows(NEIGHBOUR), "PMI": rows("Orang Lain")}, [*HEAD[:-1], "Statuss Wulandari"]
    )
    register(folder / f"pak {NEIGHBOUR.upper()}.xlsx", "TAHUN LALU", {f"{PERSON} 2": rows(PERSON)})
    layanan = f"DESA;{VILLAGE.name}\nKECAMATAN;{VILLAGE.district}\nBULAN;DESEMBER 2024\n\nNo;Tanggal;Nama;Jenis Layanan;Petugas\n"
    (folder / "2024-12 SulastriWulandari.csv").write_text(f"{layanan}1;03/12/2024;{PERSON};Dokumen;{OFFICER}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_inbox(tmp_path_factory.mktemp("named") / "inbox")


@pytest.fixture(scope="module")
def done(installation: Installation, inbox: Path) -> Done:
    """What the first run of the inbox said."""
    return installation.pmv("run", "--inbox", str(inbox), "--json")


def shown(text: str) -> list[str]:
    return [word for word in HIDDEN if re.search(word, text, re.I)]


def paths(done: Done) -> dict[str, str]:
    """Status by path, the tags of masked paths left out."""
    return {re.sub(r"\[nama [a-p]{5}\]", "[nama]", file["path"]): file["status"] for file in done.json["files"]}


PATHS = {
    f"Laporan Bu [nama] {VILLAGE.name} Oktober 2024.xlsx": "loaded",
    "Juni_[nama].xlsx": "partial",
    "pak JUNI [nama].xlsx": "rejected",
    "2024-12 [nama].csv": "loaded",
}


def test_the_run_names_files_and_sheets_without_their_persons(done: Done) -> None:
    assert paths(done) == PATHS
    sheets = {sheet["sheet"] for file in done.json["files"] for sheet in file["sheets"]}
    assert {"DATA PMI", "Data Bu [nama 2]", "Juni [nama 1]", "2024-12 [nama 1]"} <= sheets
    assert shown(done.out + done.err) == []


def test_the_warning_says_what_to_rename_and_withholds_nothing(done: Done, warehouse: Warehouse) -> None:
    query = (
        "SELECT c.severity, c.advice_id FROM audit.check_results AS c JOIN audit.file AS f USING (file_id) "
        f"WHERE c.rule = 'name_holds_person' AND f.load_id = ANY(ARRAY{done.json['loads']})"
    )
    said = select(warehouse, "office", query)
    assert {row["severity"] for row in said} == {"warning"}
    assert len(said) == len(PATHS)
    assert all("[nama" in row["advice_id"] and "Ganti namanya" in row["advice_id"] for row in said)


@pytest.mark.parametrize("schema", ["core", "mart", "audit"])
def test_no_table_but_those_of_the_vault_shows_it(done: Done, warehouse: Warehouse, schema: str) -> None:
    text = all_text(warehouse, schema)
    assert VILLAGE.code in text
    assert shown(text) == []


@pytest.mark.parametrize("output", ["json", "csv", "table"])
def test_the_quarantine_does_not_show_it(installation: Installation, done: Done, output: str) -> None:
    said = installation.pmv("quarantine", "--format", output)
    assert shown(said.out + said.err) == []


def test_no_log_and_no_origin_in_the_landing_store_shows_it(installation: Installation, done: Done) -> None:
    kept, data = installation.home / "landing", installation.home / "warehouse" / "data"
    texts = [
        path for path in installation.home.rglob("*") if path.is_file() and data not in path.parents and kept not in path.parents
    ]
    for path in [*texts, kept / "origins.jsonl"]:
        assert shown(path.read_text(encoding="utf-8", errors="replace")) == [], path


def test_the_summary_on_the_terminal_does_not_show_it(installation: Installation, done: Done, inbox: Path) -> None:
    said = installation.pmv("run", "--inbox", str(inbox), "--dry-run")
    assert said.code == 0
    assert shown(said.out + said.err) == []


def test_the_same_files_again_are_known_under_the_same_names(installation: Installation, done: Done, inbox: Path) -> None:
    again = installation.pmv("run", "--inbox", str(inbox), "--json")
    assert {file["path"] for file in again.json["files"]} == {file["path"] for file in done.json["files"]}
    assert {file["status"] for file in again.json["files"]} == {"unchanged"}


def test_the_same_bytes_under_the_name_of_another_person_of_the_village_are_masked_too(
    installation: Installation, done: Done, inbox: Path, tmp_path: Path
) -> None:
    first = next(path for path in inbox.iterdir() if path.name.startswith("Laporan"))
    (tmp_path / f"dari {OFFICER}.xlsx").write_bytes(first.read_bytes())
    (file,) = installation.pmv("run", "--inbox", str(tmp_path), "--json").json["files"]
    assert file["status"] == "unchanged"
    assert re.fullmatch(r"dari \[nama [a-p]{5}\]\.xlsx", file["path"])


def replay(installation: Installation, warehouse: Warehouse, done: Done) -> list[dict[str, Any]]:
    """Read the first load again; its files and sheets as they are known since."""
    replayed = installation.pmv("replay", str(done.json["loads"][0]))
    assert replayed.code == 0, replayed.err
    assert shown(replayed.out + replayed.err) == []
    query = """
        SELECT f.path, f.status, s.source_sheet FROM audit.file AS f LEFT JOIN audit.sheet_balance AS s USING (file_id)
        WHERE f.load_id = (SELECT max(load_id) FROM audit.load)
    """
    return select(warehouse, "office", query)


def test_a_replay_reads_the_files_again_under_their_masked_names(
    installation: Installation, warehouse: Warehouse, done: Done
) -> None:
    found = {(file["path"], file["status"]) for file in replay(installation, warehouse, done)}
    assert found == {(file["path"], file["status"]) for file in done.json["files"]}


def test_the_village_gets_its_own_workbook_back_with_its_own_sheet_names(
    installation: Installation, done: Done, tmp_path: Path
) -> None:
    assert installation.pmv("corrections", "-o", str(tmp_path / "answers"), "--village", VILLAGE.code).code == 0
    (answer,) = (tmp_path / "answers").rglob("*.xlsx")
    assert NEIGHBOUR in openpyxl.load_workbook(answer).sheetnames
    assert shown(answer.name) == []


def test_an_erased_person_is_gone_from_names_of_kept_sheets_as_well(
    installation: Installation, warehouse: Warehouse, done: Done, tmp_path: Path
) -> None:
    (tmp_path / "nik.txt").write_text(NIK)
    forgotten = installation.pmv("forget", "--nik-file", str(tmp_path / "nik.txt"))
    assert forgotten.code == 0, forgotten.err
    assert shown(forgotten.out + forgotten.err) == []
    store = LandingStore(installation.home / "landing")
    erased = [sha for sha in store.kept() if store.is_redacted(sha)]
    assert erased
    assert [sha for sha in erased if bytes_hold(store.open(sha), "Sulastri")] == []
    assert "Data Bu [nama 2]" in {file["source_sheet"] for file in replay(installation, warehouse, done)}


def test_a_sheet_called_by_its_hamlet_keeps_its_name_though_somebody_is_called_so(
    installation: Installation, tmp_path: Path
) -> None:
    register(tmp_path / "inbox" / "2025-02.xlsx", "FEBRUARI 2025", {"Dusun Krajan": rows("Tumini Krajan", "Sri Lestari")})
    done = installation.pmv("run", "--inbox", str(tmp_path / "inbox"), "--json")
    assert [sheet["sheet"] for file in done.json["files"] for sheet in file["sheets"]] == ["Dusun Krajan"]
