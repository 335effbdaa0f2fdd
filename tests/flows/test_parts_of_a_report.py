"""A report split over several files is told from a correction, whether its parts come in one run or on different days."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from expectations.catalogue import CatalogueError
from flows.run import VillageStages, new_run_id, run_villages
from flows.settings import Settings
from flows.village_run import CheckedBatch, ReadBatch, VillageRun, check_batch
from flows.window import Window
from load.warehouse import Warehouse
from tests.flows.command_line import Done, Installation, installation_on

HEAD = "DESA : PARINGAN\nKECAMATAN : JENANGAN\nBULAN : OKTOBER 2026\n\n"
REGISTER = "No;Nama;NIK;L/P;Status"
NORTH = ("1;Sri Lestari;3502184101900001;P;Aktif", "2;Budi Utomo;;L;Purna")
SOUTH = ("1;Siti Aminah;3502184101900003;P;Aktif", "2;Joko Susilo;;L;Aktif", "3;Dewi Sartika;;P;Purna")
OTHER_DATASETS = {
    "migration_services": ("Tanggal;Nama;Jenis Layanan", "05/10/2026;Sri Lestari;Informasi", "05/10/2026;Joko Susilo;Informasi"),
    "business_groups": ("Nama Kelompok;Jenis Usaha;Aktif", "Maju Bersama;Keripik;Ya", "Sumber Rejeki;Batik;Ya"),
    "parenting_sessions": ("Tanggal Kegiatan;Kegiatan;Tempat", "05/10/2026;Pengasuhan;Balai", "12/10/2026;Pengasuhan;Balai"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Office:
    """An installation with an inbox of its own and nothing loaded yet."""

    installation: Installation
    warehouse: Warehouse
    inbox: Path

    def receive(self, name: str, header: str, rows: Sequence[str]) -> Path:
        """Put a file of Paringan's October into the inbox."""
        return self.receive_bytes(name, "\n".join((HEAD + header, *rows)) + "\n")

    def receive_bytes(self, name: str, content: str) -> Path:
        """Put a file into the inbox, newer at its source than all that are there."""
        path, number = self.inbox / name, len(list(self.inbox.iterdir()))
        path.write_text(content, encoding="utf-8")
        os.utime(path, (1_793_000_000 + number,) * 2)
        return path

    def run(self) -> dict[str, Any]:
        """Run over the inbox; the report's entries by file name."""
        return entries(self.pmv("run", "--inbox", str(self.inbox), "--json"))

    def pmv(self, *arguments: str) -> Done:
        """A command that gets through and shows nobody's name."""
        done = self.installation.pmv(*arguments)
        assert done.code == 0, done.err
        assert "Lestari" not in done.out + done.err
        return done

    def count(self, dataset: str) -> int:
        """Rows that stand."""
        return int(self.warehouse.query("office", f"SELECT count(*) FROM core.{dataset}")[1][0][0])

    def names(self) -> list[str]:
        """Persons of the register that stands."""
        return [
            name for (name,) in self.warehouse.query("dpo", "SELECT full_name FROM vault.migrant_register ORDER BY fact_id")[1]
        ]


def entries(done: Done) -> dict[str, Any]:
    return {file["path"]: file for file in json.loads(done.out)["files"]}


@pytest.fixture
def office(empty_warehouse: Warehouse, tmp_path: Path) -> Office:
    return Office(installation_on(empty_warehouse), empty_warehouse, tmp_path)


def test_a_part_that_comes_in_a_later_run_is_turned_away_and_the_first_part_stands(office: Office) -> None:
    office.receive("bagian 1.csv", REGISTER, NORTH)
    assert office.run()["bagian 1.csv"]["status"] == "loaded"
    office.receive("bagian 2.csv", REGISTER, SOUTH)
    second = office.run()["bagian 2.csv"]
    assert second["status"] == "rejected"
    assert "bagian 1.csv" in second["reason"]
    assert office.names() == ["Sri Lestari", "Budi Utomo"]
    (entry,) = office.pmv("quarantine", "--format", "json").json
    assert (entry["source_path"], entry["rule"]) == ("bagian 2.csv", "parts_of_one_report")
    assert office.run()["bagian 2.csv"]["status"] == "unchanged"


@pytest.mark.parametrize("dataset", OTHER_DATASETS)
def test_every_dataset_of_several_rows_is_asked_whether_a_part_of_it_stands(office: Office, dataset: str) -> None:
    header, first, second = OTHER_DATASETS[dataset]
    office.receive("bagian 1.csv", header, [first])
    office.run()
    office.receive("bagian 2.csv", header, [second])
    assert office.run()["bagian 2.csv"]["status"] == "rejected"
    office.receive("lengkap.csv", header, [first, second])
    assert office.run()["lengkap.csv"]["status"] == "loaded"
    assert office.count(dataset) == 2


@pytest.mark.parametrize("shared", NORTH, ids=["by NIK and name", "by name"])
def test_a_correction_that_shares_a_row_with_what_stands_replaces_it(office: Office, shared: str) -> None:
    office.receive("laporan.csv", REGISTER, NORTH)
    office.run()
    office.receive("perbaikan.csv", REGISTER, [*SOUTH, shared])
    assert office.run()["perbaikan.csv"]["status"] == "loaded"
    assert len(office.names()) == len(SOUTH) + 1


def test_a_correction_replaces_a_report_of_which_no_row_could_be_loaded(office: Office) -> None:
    office.receive("laporan.csv", REGISTER, ["1;Sri Lestari;3502184101900001;P;?", "2;Budi Utomo;;L;?"])
    assert office.run()["laporan.csv"]["sheets"][0]["loaded"] == 0
    office.receive("perbaikan.csv", REGISTER, SOUTH)
    assert office.run()["perbaikan.csv"]["status"] == "loaded"
    assert len(office.names()) == len(SOUTH)


def test_another_profile_of_the_month_replaces_the_one_that_stands(office: Office) -> None:
    for name, persons in (("profil.csv", 2100), ("profil baru.csv", 2200)):
        office.receive_bytes(name, f"{HEAD}PROFIL DESA\nJumlah Penduduk;{persons}\nJumlah KK;600\nPetugas;2\n")
        assert office.run()[name]["status"] == "loaded"
    assert office.warehouse.query("office", "SELECT population FROM core.village_profile")[1] == [(2200,)]


def test_a_part_loads_once_the_other_was_taken_back(office: Office) -> None:
    first = office.receive("bagian 1.csv", REGISTER, NORTH)
    office.run()
    office.receive("bagian 2.csv", REGISTER, SOUTH)
    office.run()
    office.pmv("undo", "1")
    first.unlink()
    assert office.run()["bagian 2.csv"]["status"] == "loaded"
    assert len(office.names()) == len(SOUTH)
    assert office.pmv("quarantine", "--format", "json").json == []


def test_a_replay_compares_a_file_with_the_others_and_not_with_its_own_earlier_reading(office: Office) -> None:
    office.receive("bagian 1.csv", REGISTER, NORTH)
    office.run()
    office.receive("bagian 2.csv", REGISTER, SOUTH)
    office.run()
    office.pmv("replay", "1")
    office.pmv("replay", "2")
    assert office.names() == ["Sri Lestari", "Budi Utomo"]
    assert len(office.pmv("quarantine", "--format", "json").json) == 1


def test_a_part_under_another_name_is_still_a_part(office: Office) -> None:
    office.receive("bagian 1.csv", REGISTER, NORTH)
    office.run()
    second = office.receive("bagian 2.csv", REGISTER, SOUTH)
    office.run()
    second.rename(second.with_name("laporan lengkap.csv"))
    assert office.run()["laporan lengkap.csv"]["status"] == "rejected"
    assert office.names() == ["Sri Lestari", "Budi Utomo"]


def test_a_check_that_could_not_ask_what_stands_can_be_made_again(office: Office) -> None:
    office.receive("bagian 1.csv", REGISTER, NORTH)
    office.run()
    office.receive("bagian 2.csv", REGISTER, SOUTH)
    office.receive_bytes("september.csv", "\n".join((HEAD.replace("OKTOBER", "SEPTEMBER") + REGISTER, *NORTH)))
    unreachable = dataclasses.replace(office.warehouse, address={**office.warehouse.address, "port": 1})

    def check(run: VillageRun, batch: ReadBatch) -> CheckedBatch:
        run.warehouse = unreachable
        with pytest.raises(CatalogueError, match="No connection"):
            check_batch(run, batch)
        run.warehouse = office.warehouse
        return check_batch(run, batch)

    settings = Settings(
        home=office.warehouse.home, workers=1, pseudonym_key=SecretStr(office.installation.settings["pseudonym_key"])
    )
    october = Window(first=dt.date(2026, 10, 1))
    report = run_villages(settings, office.warehouse, str(office.inbox), october, new_run_id(), stages=VillageStages(check=check))
    assert [file.status for file in report.files] == ["rejected", "unchanged"]
    assert report.outside_window == 1
